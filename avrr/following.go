package avrr

import (
	"slices"
	"time"
)

// A Closure says why a case ended.
type Closure struct {
	Reason string    `json:"reason"`
	Note   string    `json:"note,omitempty"`
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at"`
	// Ended are the members whose return ended with it: a reopening brings them back.
	Ended []string `json:"ended,omitempty"`
	// Budget is where the money stood then; it was concluded with the event, and nothing changes it.
	Budget *FinalBudget `json:"budget,omitempty"`
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

// lostContact is the reason to close a case in which nobody can be reached any more.
const lostContact = "lost_contact"

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
		if in.Reason == lostContact {
			return j.lostEnough(c.attempts(), "/reason")
		}
		return nil
	}
	if len(c.having(Arrived)) == 0 {
		return broken("nobody-arrived", "/reason", "Nobody of this case has arrived, so it is not completed.")
	}
	if c.Amendment != nil {
		return broken("amendment-open", "/reason", "The amendment of the plan has not been decided yet.")
	}
	if c.Plan != nil && c.Plan.Decision == "approve" && !c.Plan.settled() {
		return broken("instalment-open", "/reason", "%s has not been paid yet.", c.Plan.Called(c.Plan.open()).EN)
	}
	for _, v := range c.Visits {
		if !v.done() {
			return broken("visit-open", "/reason", "The visit due on %s has not been made yet.", lastDay(v.Due, c.place()))
		}
	}
	return nil
}

// conclude keeps the final budget with the event.
func (in CloseCase) conclude(j *Judging) (any, error) { return j.Case.finalBudget(j.Programme), nil }

func (in CloseCase) apply(c *Case, _ *Programme, e *Event) {
	c.Closure = &Closure{Reason: in.Reason, Note: in.Note, By: e.Actor.ID, At: e.when(c)}
	if len(e.Derived) > 0 {
		c.Closure.Budget = &FinalBudget{}
		e.derived(c.Closure.Budget)
	}
	c.OnHold = false
	for _, m := range c.travellers() {
		c.stayBehind(m, LeftCase, e)
	}
	c.endPlan()
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
		c.supersede() // a new plan is proposed; what was paid stays with the payments
		c.Plan = nil
	}
	if in.Stage == Reintegration {
		c.Declined = false
	}
	if t := c.raised(speakerTask); t != nil && t.DoneBy == "" { // the closing ended the question, nobody has answered it
		c.askWhoSpeaks(t.Duty, e)
	}
}
