package avrr

import (
	"fmt"
	"slices"
	"time"
)

// An Appeal is a remedy against a refusal.
type Appeal struct {
	LodgedOn  Date      `json:"lodged_on"`
	Body      string    `json:"body"`
	Members   []string  `json:"members"`
	Decision  string    `json:"decision,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	By        string    `json:"by,omitempty"`
	DecidedAt time.Time `json:"decided_at,omitzero"`
}

func (a *Appeal) open() bool { return a != nil && a.Decision == "" }

// RecordAppeal records that a refusal is appealed. The case lives again until the appeal is decided.
type RecordAppeal struct {
	LodgedOn Date     `json:"lodged_on"`
	Body     string   `json:"body" schema:"max=200" doc:"Where the appeal was lodged."`
	Grounds  string   `json:"grounds" schema:"max=8000"`
	Members  []string `json:"members,omitempty" schema:"ref=member,min=0" doc:"Whose refusal it is about; everybody refused when left out."`
}

func (in RecordAppeal) happenedOn() Date { return in.LodgedOn }

func (in RecordAppeal) check(j *Judging) error {
	refused := j.Case.having(Refused)
	for i, id := range in.Members {
		if !slices.Contains(refused, j.Case.Member(id)) {
			return broken("not-refused", fmt.Sprintf("/members/%d", i), "%s has not been refused, so there is nothing to appeal against.", id)
		}
	}
	switch {
	case len(refused) == 0:
		return broken("not-refused", "", "Nobody of this case has been refused, so there is nothing to appeal against.")
	case j.Case.Appeal.open():
		return broken("appeal-open", "", "The appeal of %s has not been decided yet.", j.Case.Appeal.LodgedOn)
	}
	return nil
}

func (in RecordAppeal) apply(c *Case, _ *Programme, e *Event) {
	c.Appeal = &Appeal{LodgedOn: in.LodgedOn, Body: in.Body}
	for _, m := range chosen(c.having(Refused), in.Members) {
		c.Appeal.Members = append(c.Appeal.Members, m.ID)
	}
	c.goOn()
}

// lodgedLate names an appeal after the time for it. It is recorded all the same: whether it is heard is not the desk's to say.
func lodgedLate(j *Judging) string {
	in, ok := j.Input.(RecordAppeal)
	span, named := j.Programme.Clocks[ClockAppealWindow]
	if !ok {
		return ""
	}
	for _, m := range chosen(j.Case.having(Refused), in.Members) {
		if refused := DateOf(m.Ruling.At.In(j.Case.place())); in.LodgedOn.Before(refused) {
			return fmt.Sprintf("The appeal was lodged on %s, before the refusal of %s.", in.LodgedOn, refused)
		}
		if !named {
			continue
		}
		last := j.Programme.after(span, m.Ruling.At, j.Case.place())
		if !in.LodgedOn.In(j.Case.place()).Before(last) {
			return fmt.Sprintf("The appeal was lodged on %s; the time for it ended on %s.", in.LodgedOn, DateOf(last.In(j.Case.place()).Add(-time.Second)))
		}
	}
	return ""
}

// DecideAppeal decides an appeal, by neither the person who assessed nor the one who refused.
type DecideAppeal struct {
	Decision string `json:"decision" schema:"enum=allow|dismiss|send_back" doc:"allow approves, send_back has eligibility assessed and decided anew."`
	Reason   string `json:"reason" schema:"max=4000"`
	When
}

func (in DecideAppeal) apply(c *Case, _ *Programme, e *Event) {
	a := c.Appeal
	a.Decision, a.Reason, a.By, a.DecidedAt = in.Decision, in.Reason, e.Actor.ID, e.when(c)
	if in.Decision == "dismiss" {
		return
	}
	if in.Decision == "send_back" {
		c.Assessment = nil
	}
	for _, m := range chosen(c.having(Refused), a.Members) {
		m.Fate, m.Ruling = Going, nil
		if in.Decision == "allow" {
			m.Ruling = &Ruling{Decision: "approve", Reason: in.Reason, By: e.Actor.ID, At: a.DecidedAt}
			c.Ruling = m.Ruling
			c.writeTo(m, e)
			continue
		}
		c.callBackLetters(m)
	}
	for _, m := range c.newcomers() {
		m.Fate = Going
	}
}

// byNeitherEarlierPerson asks that somebody decides who neither assessed nor refused anybody the appeal is about.
func byNeitherEarlierPerson(j *Judging) []Blocked {
	if !j.Case.Appeal.open() {
		return nil
	}
	for _, id := range j.Case.Appeal.Members {
		if r := j.Case.Member(id).Ruling; r != nil && j.Actor.ID != "" && (r.By == j.Actor.ID || r.Assessor == j.Actor.ID) {
			return []Blocked{{Rule: "another-person", Text: fmt.Sprintf("You assessed or refused %s yourself. Another person must decide the appeal.", id)}}
		}
	}
	return nil
}

// appealOpen asks for an appeal that waits for its decision.
func appealOpen(j *Judging) []Blocked {
	if !j.Case.Appeal.open() {
		return []Blocked{{Rule: "no-appeal", Text: "No appeal of this case waits for a decision."}}
	}
	return nil
}

func hasAppeal(j *Judging) bool { return j.Case.Appeal.open() }

func someoneRefused(j *Judging) bool { return len(j.Case.having(Refused)) > 0 && !j.Case.Appeal.open() }
