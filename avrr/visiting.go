package avrr

import (
	"fmt"
	"slices"
)

// What a visit found.
const (
	OnTrack         = "on_track"
	NeedsSupport    = "needs_support"
	VisitMoved      = "moved" // to another place in the country
	VisitLost       = "lost_contact"
	VisitRefused    = "refused"
	VisitDied       = "died"
	VisitDetained   = "detained"
	VisitReMigrated = "re_migrated"
)

// visitEvents are the outcomes that tell what happened to a member. They do what the same event does when it is reported.
var visitEvents = map[string]string{VisitDied: Death, VisitDetained: Detention, VisitReMigrated: ReMigrated}

// photo is the kind of file that photos are uploaded as.
const photo = "photo"

// A Present is somebody who was there.
type Present struct {
	Name     string `json:"name" schema:"max=200"`
	Relation string `json:"relation,omitempty" schema:"max=100" doc:"What they are to the person visited."`
}

// A NextStep is what was agreed at a visit; it becomes a task of the case.
type NextStep struct {
	What  string `json:"what" schema:"max=200"`
	Duty  Duty   `json:"duty" schema:"enum=return|travel|reintegration|protection|management"`
	DueOn Date   `json:"due_on,omitzero"`
}

// LogVisit records a follow-up visit.
type LogVisit struct {
	Visit     string   `json:"visit" schema:"ref=visit to log" doc:"A planned visit, or extra for one that nobody had planned."`
	VisitedOn Date     `json:"visited_on"`
	Mode      string   `json:"mode" schema:"enum=home|office|phone|video"`
	Place     string   `json:"place,omitempty" schema:"max=200"`
	Members   []string `json:"members,omitempty" schema:"ref=member,min=0" doc:"Who was visited; everybody who has arrived when left out."`

	Present            []Present  `json:"present,omitempty" schema:"max=20,min=0" doc:"Who else was there."`
	SafeContactChecked bool       `json:"safe_contact_checked,omitempty" doc:"How the person may be reached safely was gone through with them."`
	Findings           string     `json:"findings,omitempty" schema:"max=8000"`
	Photos             []string   `json:"photos,omitempty" schema:"ref=file,max=20,min=0" doc:"Files of the case of the kind photo. They need a consent."`
	PhotoConsent       bool       `json:"photo_consent,omitempty" doc:"Whoever is to be seen was told what the photos are for, and consented."`
	PhotoConsentBy     string     `json:"photo_consent_by,omitempty" schema:"max=200" doc:"Who consented, when that is somebody else than who was visited."`
	NextSteps          []NextStep `json:"next_steps,omitempty" schema:"max=20,min=0" doc:"What was agreed; each becomes a task."`

	Outcome   string   `json:"outcome" schema:"enum=on_track|needs_support|moved|lost_contact|refused|died|detained|re_migrated"`
	Concerns  []string `json:"concerns,omitempty" schema:"ref=member,min=0" doc:"Whom the outcome is about, when not everybody visited."`
	OutcomeOn Date     `json:"outcome_on,omitzero" doc:"The day of a death, a detention or a departure, when that is not the day of the visit."`

	// Survey are the answers to an instrument that was asked at the visit.
	Survey *VisitSurvey `json:"survey,omitempty"`
}

func (in LogVisit) happenedOn() Date { return in.VisitedOn }

func (in LogVisit) check(j *Judging) error {
	c := j.Case
	if v := c.visit(in.Visit); v != nil && v.Made() {
		return broken("visit-recorded", "/visit", "This visit is already recorded, on %s.", v.VisitedOn)
	}
	for i, id := range in.Photos {
		if f := c.File(id); f.Kind != photo {
			return broken("not-a-photo", fmt.Sprintf("/photos/%d", i), "This file was uploaded as %s, not as a photo.", kindWords(f.Kind))
		}
	}
	if len(in.Photos) > 0 && !in.PhotoConsent {
		return broken("photo-consent", "/photo_consent", "Photos are kept only with the consent of whoever is to be seen.")
	}
	for i, s := range in.NextSteps {
		if !s.DueOn.IsZero() && s.DueOn.Before(in.VisitedOn) {
			return broken("step-before-the-visit", fmt.Sprintf("/next_steps/%d/due_on", i), "%s lies before the visit on %s.", s.DueOn, in.VisitedOn)
		}
	}
	if err := in.checkOutcome(j); err != nil || in.Survey == nil {
		return err
	}
	return in.checkAsked(j)
}

func (in LogVisit) conclude(j *Judging) (any, error) {
	if in.Survey == nil {
		return nil, nil
	}
	return j.concludeSurvey(in.survey()), nil
}

func (in LogVisit) checkOutcome(j *Judging) error {
	_, event := visitEvents[in.Outcome]
	about := in.concerned(j.Case)
	switch {
	case !in.OutcomeOn.IsZero() && !event:
		return broken("no-event", "/outcome_on", "Only a death, a detention or a departure has a day of its own.")
	case in.OutcomeOn.After(in.VisitedOn):
		return broken("after-the-visit", "/outcome_on", "%s lies after the visit on %s.", in.OutcomeOn, in.VisitedOn)
	case in.Outcome == VisitDied && len(about) != 1:
		return broken("whose-death", "/concerns", "Say whose death it is.")
	case in.Outcome == VisitLost:
		return in.checkLost(j, about)
	}
	return nil
}

// checkLost refuses to call lost whom nobody has tried to reach often enough, and whoever has died.
func (in LogVisit) checkLost(j *Judging, about []*Member) error {
	for _, m := range about {
		if m.Fate == Died {
			return broken("not-lost-but-dead", "/outcome", "The death of %s is recorded; who has died is no lost contact.", m.ID)
		}
	}
	tried := j.Case.attempts()
	if in.Mode == "home" {
		tried = append(tried, Attempt{At: dayBreak(in.VisitedOn, j.Case.place()), Channel: inPerson})
	}
	return j.lostEnough(tried, "/outcome")
}

// visited answers who was visited.
func (in LogVisit) visited(c *Case) []*Member {
	if len(in.Members) > 0 {
		return chosen(c.Members, in.Members)
	}
	return c.Visitable()
}

func memberIDs(members []*Member) []string {
	var ids []string
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return ids
}

// concerned answers whom the outcome is about.
func (in LogVisit) concerned(c *Case) []*Member {
	if len(in.Concerns) > 0 {
		return chosen(c.Members, in.Concerns)
	}
	return in.visited(c)
}

func (in LogVisit) apply(c *Case, p *Programme, e *Event) {
	v := c.visit(in.Visit)
	if v == nil {
		v = &Visit{ID: c.newID(extraVisit + "-"), Title: T("Visit outside the plan", "Vizitë jashtë planit"), Due: e.when(c)}
		c.Visits = append(c.Visits, v)
	}
	v.NotMade, v.NotMadeSince = "", Date{}
	v.VisitedOn, v.Mode, v.Place, v.Members = in.VisitedOn, in.Mode, in.Place, memberIDs(in.visited(c))
	v.Present, v.SafeContact, v.Findings, v.NextSteps = in.Present, in.SafeContactChecked, in.Findings, in.NextSteps
	v.Photos, v.PhotosBy = in.Photos, in.PhotoConsentBy
	v.Outcome, v.Concerns, v.By = in.Outcome, in.Concerns, e.Actor.ID
	for i, s := range in.NextSteps {
		c.askNextStep(s, fmt.Sprintf("task-%d-%d", e.Seq, i+1), e)
	}
	if in.Survey != nil {
		held := in.survey()
		held.Visit = v.ID
		c.keepSurvey(held, p, e)
	}
	in.follow(c, p, e)
}

func (c *Case) askNextStep(s NextStep, id string, e *Event) {
	t := &Task{ID: id, Title: T(s.What, s.What), Duty: s.Duty, RaisedAt: e.RecordedAt}
	if !s.DueOn.IsZero() {
		t.Due = EndOf(s.DueOn, c.place()).UTC()
	}
	c.Raised = append(c.Raised, t)
}

// follow does what an outcome does beyond the visit itself.
func (in LogVisit) follow(c *Case, p *Programme, e *Event) {
	about := in.concerned(c)
	if in.Outcome == VisitRefused {
		for _, m := range about {
			m.decline(declineVisits)
		}
		c.dropVisits(in.VisitedOn)
		return
	}
	event, tells := visitEvents[in.Outcome]
	if !tells {
		return
	}
	on := in.OutcomeOn
	if on.IsZero() {
		on = in.VisitedOn
	}
	for _, m := range about {
		if m.Fate != Died && !slices.Contains(m.Life, LifeEvent{event, on}) {
			ReportEvent{Member: m.ID, Event: event, On: on}.apply(c, p, e)
		}
	}
}

// visitedAgainstTheCase names a visit on a day before the person was there, or of somebody who is not.
func visitedAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(LogVisit)
	if !ok {
		return ""
	}
	c := j.Case
	if !c.ArrivedAt.IsZero() && in.VisitedOn.Before(DateOf(c.ArrivedAt.In(c.place()))) {
		return fmt.Sprintf("The visit is dated %s, before the arrival.", in.VisitedOn)
	}
	for _, m := range in.visited(c) {
		if m.Fate != Arrived && c.Stage != Closed {
			return fmt.Sprintf("%s was visited although the case says: %s.", m.ID, m.Fate.Title().EN)
		}
	}
	if c.ArrivedAt.IsZero() { // nobody is named, and nobody has come home
		return fmt.Sprintf("The visit is dated %s, before anybody has arrived.", in.VisitedOn)
	}
	return ""
}

// AssignVisit says who is to make a visit and, when it is agreed, on which day.
type AssignVisit struct {
	Visit  string `json:"visit" schema:"ref=visit"`
	Person string `json:"person" schema:"like=arta.hoxha,pattern=^[a-z0-9._-]{1,60}$" doc:"The account's user name."`
	On     Date   `json:"on,omitzero" doc:"The day that is agreed with the person visited."`
	When
}

func (in AssignVisit) check(j *Judging) error {
	v := j.Case.visit(in.Visit)
	switch {
	case v.Made():
		return broken("visit-recorded", "/visit", "This visit is already recorded.")
	case in.On.IsZero():
		return nil
	case in.On.Before(j.Today()):
		return broken("visit-in-the-past", "/on", "%s has passed.", in.On)
	case in.On.After(lastDay(v.Due, j.Case.place())):
		return broken("after-due", "/on", "The visit is due on %s. Reschedule it, and say why.", lastDay(v.Due, j.Case.place()))
	}
	return nil
}

func (in AssignVisit) conclude(j *Judging) (any, error) {
	who, ok, err := j.Staff(in.Person)
	switch {
	case err != nil:
		return nil, fmt.Errorf("assign visit: %w", err)
	case !ok:
		return nil, broken("no-such-person", "/person", "Nobody has the user name %q.", in.Person)
	case who.Role != ReintegrationOfficer:
		return nil, broken("no-visitor", "/person", "Visits are made by reintegration staff.")
	}
	return assigned{who.ID}, nil
}

func (in AssignVisit) apply(c *Case, _ *Programme, e *Event) {
	var to assigned
	e.derived(&to)
	v := c.visit(in.Visit)
	v.Visitor, v.On = to.Account, in.On
}

func (in AssignVisit) overwrites(c *Case, userName func(string) string) (stands, would Input, err error) {
	is := AssignVisit{Visit: in.Visit, When: in.When}
	if v := c.visit(in.Visit); v != nil {
		is.Person, is.On = userName(v.Visitor), v.On
	}
	return is, in, nil
}

// RescheduleVisit moves a planned visit.
type RescheduleVisit struct {
	Visit  string `json:"visit" schema:"ref=visit"`
	DueOn  Date   `json:"due_on"`
	Reason string `json:"reason" schema:"max=2000"`
	When
}

func (in RescheduleVisit) check(j *Judging) error {
	if v := j.Case.visit(in.Visit); v.Made() {
		return broken("visit-recorded", "/visit", "This visit is already recorded.")
	}
	if in.DueOn.Before(j.Today()) {
		return broken("visit-in-the-past", "/due_on", "%s has passed.", in.DueOn)
	}
	place := j.Case.place()
	if end, planned := j.Case.followUpEnds(j.Programme); planned && in.DueOn.After(lastDay(end, place)) {
		return broken("after-follow-up", "/due_on", "The follow-up is over on %s; no visit can be moved beyond it.", lastDay(end, place))
	}
	return nil
}

func (in RescheduleVisit) apply(c *Case, _ *Programme, e *Event) {
	v, place := c.visit(in.Visit), c.place()
	v.Moved = append(v.Moved, Move{From: lastDay(v.Due, place), To: in.DueOn, Reason: in.Reason, By: e.Actor.ID, At: e.RecordedAt})
	v.Due, v.On = EndOf(in.DueOn, place).UTC(), Date{}
}

func (in RescheduleVisit) overwrites(c *Case, _ func(string) string) (stands, would Input, err error) {
	is := RescheduleVisit{Visit: in.Visit, Reason: in.Reason, When: in.When}
	if v := c.visit(in.Visit); v != nil {
		is.DueOn = lastDay(v.Due, c.place())
	}
	return is, in, nil
}

// hasVisits reports whether the follow-up schedule has begun.
func hasVisits(j *Judging) bool { return len(j.Case.Visits) > 0 }

// hasArrived reports whether there is anybody to visit.
func hasArrived(j *Judging) bool { return !j.Case.ArrivedAt.IsZero() }
