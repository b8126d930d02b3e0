package avrr

import (
	"fmt"
	"slices"
	"time"
)

// A Visit is one follow-up visit, planned and then made.
type Visit struct {
	ID        string    `json:"id"`
	Title     Text      `json:"title"`
	Due       time.Time `json:"due"`
	VisitedOn Date      `json:"visited_on,omitzero"`
	Outcome   string    `json:"outcome,omitempty"`
	By        string    `json:"by,omitempty"`
}

// done reports whether the visit has been made or given up for good.
func (v *Visit) done() bool { return v.Outcome != "" }

// toVisit reports whether a visit is still to be made: somebody has arrived who can be visited.
func (c *Case) toVisit(v *Visit) bool { return !v.done() && len(c.having(Arrived)) > 0 }

// visited reports whether every planned visit is done.
func (c *Case) visited() bool {
	return !slices.ContainsFunc(c.Visits, func(v *Visit) bool { return !v.done() })
}

func (c *Case) visit(id string) *Visit {
	for _, v := range c.Visits {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// A schedule is when each visit after an arrival falls due, by the visit's id. It is reckoned once, when the arrival is
// recorded: a calendar of a later day must not move a visit.
type schedule struct {
	Visits map[string]time.Time `json:"visits"`
}

// schedule counts every visit from the day of arrival, not from the last visit, in the days of the country of return.
func (p *Programme) schedule(arrived time.Time, to Destination) schedule {
	s := schedule{Visits: map[string]time.Time{}}
	for _, v := range p.FollowUp {
		s.Visits[v.ID] = p.after(v.After, arrived, Zone(to.Country))
	}
	return s
}

// LogVisit records a follow-up visit.
type LogVisit struct {
	Visit     string `json:"visit" schema:"ref=visit"`
	VisitedOn Date   `json:"visited_on"`
	Mode      string `json:"mode" schema:"enum=home|office|phone|video"`
	Present   string `json:"present,omitempty" schema:"max=1000"`
	Findings  string `json:"findings,omitempty" schema:"max=8000"`
	Outcome   string `json:"outcome" schema:"enum=on_track|needs_support|re_migrated|lost_contact|refused"`
	// Survey are the answers to an instrument that was asked at the visit.
	Survey *VisitSurvey `json:"survey,omitempty"`
}

func (in LogVisit) happenedOn() Date { return in.VisitedOn }

func (in LogVisit) check(j *Judging) error {
	if v := j.Case.visit(in.Visit); v.done() {
		return broken("visit-recorded", "/visit", "Visit %s is already recorded, on %s.", v.ID, v.VisitedOn)
	}
	if in.Survey == nil {
		return nil
	}
	return j.checkSurvey(in.survey(j.Case), "/survey")
}

func (in LogVisit) conclude(j *Judging) (any, error) {
	if in.Survey == nil {
		return nil, nil
	}
	return j.concludeSurvey(in.survey(j.Case)), nil
}

func (in LogVisit) apply(c *Case, p *Programme, e *Event) {
	v := c.visit(in.Visit)
	v.VisitedOn, v.Outcome, v.By = in.VisitedOn, in.Outcome, e.Actor.ID
	if in.Survey != nil {
		c.keepSurvey(in.survey(c), p, e)
	}
}

// visitedBeforeArrival names a visit on a day before the person was there.
func visitedBeforeArrival(j *Judging) string {
	in, ok := j.Input.(LogVisit)
	if ok && !j.Case.ArrivedAt.IsZero() && in.VisitedOn.Before(DateOf(j.Case.ArrivedAt.In(j.Case.place()))) {
		return fmt.Sprintf("Visit %s is dated %s, before the arrival.", in.Visit, in.VisitedOn)
	}
	return ""
}

// RescheduleVisit moves a planned visit.
type RescheduleVisit struct {
	Visit  string `json:"visit" schema:"ref=visit"`
	DueOn  Date   `json:"due_on"`
	Reason string `json:"reason" schema:"max=2000"`
	When
}

func (in RescheduleVisit) check(j *Judging) error {
	if v := j.Case.visit(in.Visit); v.done() {
		return broken("visit-recorded", "/visit", "Visit %s is already recorded.", v.ID)
	}
	if in.DueOn.Before(j.Today()) {
		return broken("visit-in-the-past", "/due_on", "%s has passed.", in.DueOn)
	}
	return nil
}

func (in RescheduleVisit) apply(c *Case, _ *Programme, e *Event) {
	c.visit(in.Visit).Due = dayBreak(in.DueOn.AddDays(1), c.place()).UTC()
}

// hasVisits reports whether the follow-up schedule has begun.
func hasVisits(j *Judging) bool { return len(j.Case.Visits) > 0 }

// A Closure says why a case ended.
type Closure struct {
	Reason string    `json:"reason"`
	Note   string    `json:"note,omitempty"`
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at"`
	// Ended are the members whose return ended with it: a reopening brings them back.
	Ended []string `json:"ended,omitempty"`
}

// ends keeps, of the members who stood in the case until an event closed it, those whose return ended with that: not who moved to
// another case, was taken out of this one, died or was gone otherwise.
func (k *Closure) ends(stood []*Member, e *Event) {
	for _, m := range stood {
		if m.Fate == Withdrew || m.Fate == Refused || m.Fate == LeftCase && e.Action == "close" {
			k.Ended = append(k.Ended, m.ID)
		}
	}
}

// comingBack answers who is going when the case is reopened before anybody arrived: newcomers, and those whose return the closing
// ended. Where it ended nobody's, as a death does, they are those who had withdrawn or been refused before.
func (c *Case) comingBack() []*Member {
	back := c.having(Withdrew, Refused)
	if len(c.Closure.Ended) > 0 {
		back = chosen(c.Members, c.Closure.Ended)
	}
	return slices.DeleteFunc(slices.Concat(back, c.newcomers()), func(m *Member) bool { return m.Fate == Died })
}

// CloseCase closes the case. A case is complete when its instalments are settled and its visits made.
type CloseCase struct {
	Reason string `json:"reason" schema:"enum=completed|lost_contact|re_migrated|own_departure|deceased|detained|removed|protection_granted|ineligible|transferred|duplicate|other"`
	Note   string `json:"note,omitempty" schema:"max=4000" doc:"Required unless the case is completed."`
	When
}

func (in CloseCase) check(j *Judging) error {
	c := j.Case
	if in.Reason != "completed" {
		if in.Note == "" {
			return broken("note-missing", "/note", "Say in a sentence why the case is closed before it is complete.")
		}
		return nil
	}
	if len(c.having(Arrived)) == 0 {
		return broken("nobody-arrived", "/reason", "Nobody of this case has arrived, so it is not completed.")
	}
	if c.Plan != nil && c.Plan.Decision == "approve" && !c.Plan.settled() {
		return broken("instalment-open", "/reason", "Instalment %s has not been paid yet.", c.Plan.open().ID)
	}
	for _, v := range c.Visits {
		if !v.done() {
			return broken("visit-open", "/reason", "Visit %s has not been made yet.", v.ID)
		}
	}
	return nil
}

func (in CloseCase) apply(c *Case, _ *Programme, e *Event) {
	c.Closure = &Closure{Reason: in.Reason, Note: in.Note, By: e.Actor.ID, At: e.when(c)}
	c.OnHold = false
	for _, m := range c.travellers() {
		c.stayBehind(m, LeftCase, e)
	}
	if c.Plan != nil {
		c.Plan.voidUnpaid()
	}
	c.cancelNotices()
	c.dropTasks(e.RecordedAt)
}

// nobodyUnderWay asks that no seat is held and nobody is travelling.
func nobodyUnderWay(j *Judging) []Blocked {
	if b := j.Case.Booking; b != nil && (b.live() || b.Status == Under) {
		return []Blocked{{Rule: "movement-live", Text: "A movement of this case is still live. Cancel it or confirm the arrival first.", Thing: "movement", Duty: TravelDuty}}
	}
	return nil
}

// ReopenCase opens a closed case again, at the stage that is named.
type ReopenCase struct {
	Stage  Stage  `json:"stage" schema:"enum=eligibility|preparation|reintegration|follow_up"`
	Reason string `json:"reason" schema:"max=4000"`
	When
}

func (in ReopenCase) check(j *Judging) error {
	arrived := len(j.Case.having(Arrived)) > 0
	before := in.Stage == Eligibility || in.Stage == Preparation
	switch {
	case !arrived && len(j.Case.comingBack()) == 0:
		return broken("nobody-left", "/stage", "Nobody is left in this case whose return could go on.")
	case arrived && before:
		return broken("reopen-after-arrival", "/stage", "Somebody of this case has arrived; it goes on at reintegration or follow_up.")
	case !arrived && !before:
		return broken("reopen-before-arrival", "/stage", "Nobody of this case has arrived; it goes on at eligibility or preparation.")
	case in.Stage == Preparation && !slices.ContainsFunc(j.Case.comingBack(), (*Member).approved):
		return broken("reopen-unapproved", "/stage", "The return was never approved; the case goes on at eligibility.")
	case in.Stage == Reintegration && j.Programme.PlanCeiling == 0:
		return broken("reopen-without-plan", "/stage", "The programme gives no help after arrival; the case goes on at follow_up.")
	}
	return nil
}

func (in ReopenCase) apply(c *Case, _ *Programme, e *Event) {
	if c.Closure == nil { // what had closed the case was voided, and it goes on where it stood
		return
	}
	back := c.comingBack()
	c.goOn()
	c.ReopenedAt = e.when(c)
	if in.Stage == Eligibility {
		c.Assessment, c.Ruling = nil, nil
		for _, m := range c.Members {
			if m.approved() { // of whoever may yet take back a withdrawal, too
				m.Ruling = nil
			}
		}
	}
	for _, m := range back {
		if len(c.having(Arrived)) > 0 {
			continue
		}
		m.Fate = Going
		if in.Stage == Eligibility {
			m.Ruling = nil
		}
	}
	if in.Stage == Reintegration && c.Plan != nil && c.Plan.settled() {
		c.Plan = nil // a new plan is proposed; what was paid stays with the payments
	}
	if in.Stage == Reintegration {
		c.Declined = false
	}
	if t := c.raised(speakerTask); t != nil && t.DoneBy == "" { // the closing ended the question, nobody has answered it
		c.askWhoSpeaks(t.Duty, e)
	}
}
