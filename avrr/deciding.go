package avrr

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// derived reads what the rules concluded when the event was recorded. What stands in the log was written by conclude.
func (e *Event) derived(into any) {
	if len(e.Derived) == 0 {
		return
	}
	if err := json.Unmarshal(e.Derived, into); err != nil {
		e.Doubt = "What the rules concluded at the time can no longer be read."
	}
}

// An Assessment is an officer's proposal with the criteria as they were judged, for each member apart.
type Assessment struct {
	Recommendation string           `json:"recommendation"`
	Note           string           `json:"note,omitempty"`
	By             string           `json:"by"`
	At             time.Time        `json:"at"`
	Each           []MemberDecision `json:"each"`
}

// A MemberDecision is the assessment of one member.
type MemberDecision struct {
	Member   string              `json:"member"`
	By       string              `json:"by,omitempty"` // who assessed this member
	Decision EligibilityDecision `json:"decision"`
	// EarlierCases counts the other cases the member is probably in. While there are any, a "no" to earlier help is not known to be true.
	EarlierCases int `json:"earlier_cases,omitempty"`
}

// of answers what was assessed of a member, or nil.
func (a *Assessment) of(member string) *MemberDecision {
	if a == nil {
		return nil
	}
	for i := range a.Each {
		if a.Each[i].Member == member {
			return &a.Each[i]
		}
	}
	return nil
}

// Of answers the assessment of a member, or nil.
func (a *Assessment) Of(member string) *EligibilityDecision {
	if d := a.of(member); d != nil {
		return &d.Decision
	}
	return nil
}

// forget drops what was assessed of a member on facts that have changed.
func (a *Assessment) forget(member string) {
	if a != nil {
		a.Each = slices.DeleteFunc(a.Each, func(d MemberDecision) bool { return d.Member == member })
	}
}

// A Ruling is the decision on a member's eligibility by another person.
type Ruling struct {
	Decision string    `json:"decision"`
	Reason   string    `json:"reason,omitempty"`
	By       string    `json:"by"`
	Assessor string    `json:"assessor,omitempty"` // whose assessment it rests on
	At       time.Time `json:"at"`
}

func (m *Member) approved() bool { return m.Ruling != nil && m.Ruling.Decision == "approve" }

// undecided are those still going whose eligibility waits for a decision, or has to be decided again after a correction.
func (c *Case) undecided() []*Member {
	return slices.DeleteFunc(c.having(separable...), func(m *Member) bool { return m.approved() && !m.Recheck })
}

// chosen answers the members that are named, or all of them when none is.
func chosen(all []*Member, named []string) []*Member {
	return slices.DeleteFunc(slices.Clone(all), func(m *Member) bool { return len(named) > 0 && !m.isOneOf(named) })
}

// AssessEligibility evaluates the programme's criteria on what is known of each member and records the officer's
// recommendation.
type AssessEligibility struct {
	Recommendation string   `json:"recommendation" schema:"enum=approve|refuse"`
	Note           string   `json:"note,omitempty" schema:"max=4000"`
	Members        []string `json:"members,omitempty" schema:"ref=member,min=0" doc:"Who is assessed; everybody not decided yet when left out."`
	When
}

func (in AssessEligibility) check(j *Judging) error { return onlyUndecided(j, in.Members) }

func onlyUndecided(j *Judging, named []string) error {
	for i, id := range named {
		if !slices.Contains(j.Case.undecided(), j.Case.Member(id)) {
			return broken("decided-already", fmt.Sprintf("/members/%d", i), "%s waits for no decision on eligibility.", id)
		}
	}
	return nil
}

func (in AssessEligibility) conclude(j *Judging) (any, error) { return j.found(in.Members) }

// Found answers what the programme's criteria find now of everybody who waits to be decided on. Nothing is recorded.
func (j *Judging) Found() ([]MemberDecision, error) { return j.found(nil) }

func (j *Judging) found(members []string) ([]MemberDecision, error) {
	var each []MemberDecision
	for _, m := range chosen(j.Case.undecided(), members) {
		facts := j.Case.FactsOf(m)
		earlier, err := j.earlierHelp(m, facts)
		if err != nil {
			return nil, err
		}
		d, err := j.Assess(facts)
		if err != nil {
			return nil, err
		}
		each = append(each, MemberDecision{Member: m.ID, Decision: d, EarlierCases: earlier})
	}
	return each, nil
}

func (in AssessEligibility) apply(c *Case, _ *Programme, e *Event) {
	var each []MemberDecision
	e.derived(&each)
	before := c.Assessment
	c.Assessment = &Assessment{Recommendation: in.Recommendation, Note: in.Note, By: e.Actor.ID, At: e.when(c), Each: each}
	for i := range each {
		each[i].By = e.Actor.ID
		before.forget(each[i].Member)
	}
	if before != nil { // what was assessed of others waits on
		c.Assessment.Each = append(c.Assessment.Each, before.Each...)
	}
}

// DecideEligibility approves, refuses or sends the assessment back, for everybody assessed or for some of them.
type DecideEligibility struct {
	Decision string   `json:"decision" schema:"enum=approve|refuse|send_back"`
	Reason   string   `json:"reason,omitempty" schema:"max=4000" doc:"Required to refuse, to send back, and to approve while a criterion is open."`
	Members  []string `json:"members,omitempty" schema:"ref=member,min=0" doc:"Whom it is about; everybody assessed and not decided yet when left out."`
	When
}

func (in DecideEligibility) check(j *Judging) error {
	if err := onlyUndecided(j, in.Members); err != nil {
		return err
	}
	if assessed := DateOf(j.Case.Assessment.At.In(j.Case.place())); !in.HappenedOn.IsZero() && in.HappenedOn.Before(assessed) {
		return broken("before-the-assessment", "/happened_on", "The decision cannot be older than the assessment of %s it rests on.", assessed)
	}
	open := false
	for _, m := range chosen(j.Case.undecided(), in.Members) {
		d := j.Case.Assessment.of(m.ID)
		switch {
		case d == nil && len(in.Members) > 0:
			return broken("assessment-missing", "/members", "Nobody has assessed the eligibility of %s yet.", m.ID)
		case d == nil:
			continue
		case d.By == j.Actor.ID:
			return broken("another-person", "/members", "You assessed %s yourself. Another person must decide.", m.ID)
		case in.Decision == "approve" && d.Decision.Outcome == NotEligible:
			return broken("criteria-not-met", "/decision", "A criterion is not met for %s, so this cannot be approved. Send it back, or refuse.", m.ID)
		}
		open = open || d.Decision.Outcome == Undecided
	}
	switch {
	case in.Reason == "" && in.Decision != "approve":
		return broken("reason-missing", "/reason", "Give the reason: the person will read it.")
	case in.Reason == "" && open:
		return broken("reason-missing", "/reason", "A criterion is still open; say why you approve all the same.")
	}
	return nil
}

func (in DecideEligibility) apply(c *Case, _ *Programme, e *Event) {
	if in.Decision == "send_back" {
		c.Assessment = nil
		return
	}
	var ruling *Ruling
	for _, m := range chosen(c.undecided(), in.Members) {
		d := c.Assessment.of(m.ID)
		if d == nil {
			continue
		}
		ruling = &Ruling{Decision: in.Decision, Reason: in.Reason, By: e.Actor.ID, Assessor: d.By, At: e.when(c)}
		m.Ruling, m.Recheck = ruling, false
		if in.Decision == "refuse" {
			c.stayBehind(m, Refused, e)
		}
		c.writeTo(m, e)
	}
	if ruling == nil {
		return
	}
	if in.Decision == "approve" || c.Ruling == nil || c.Ruling.Decision != "approve" {
		c.Ruling = ruling
	}
	c.unwindWhenNobodyIsLeft(e)
}

// assessed asks for an assessment that has not been decided yet.
func assessed(j *Judging) []Blocked {
	if !slices.ContainsFunc(j.Case.undecided(), func(m *Member) bool { return j.Case.Assessment.Of(m.ID) != nil }) {
		return []Blocked{{Rule: "assessment-missing", Text: "Nobody has assessed eligibility yet.", Thing: "assessment", Duty: ReturnDuty}}
	}
	return nil
}

// byAnotherPersonThanTheAssessor asks for four eyes, while somebody's assessment that waits is another person's.
func byAnotherPersonThanTheAssessor(j *Judging) []Blocked {
	own := false
	for _, m := range j.Case.undecided() {
		switch d := j.Case.Assessment.of(m.ID); {
		case d == nil:
		case d.By != j.Actor.ID:
			return nil
		default:
			own = true
		}
	}
	if !own || j.Actor.ID == "" {
		return nil
	}
	return []Blocked{{Rule: "another-person", Text: "You did this yourself: Assess eligibility. Another person must decide."}}
}

// someoneUndecided reports whether eligibility is still to be assessed and decided for anybody.
func someoneUndecided(j *Judging) bool { return len(j.Case.undecided()) > 0 }

// waitsForDecision asks that there is somebody to assess.
func waitsForDecision(j *Judging) []Blocked {
	if !someoneUndecided(j) {
		return []Blocked{{Rule: "decided-already", Text: "The eligibility of everybody in this case has been decided."}}
	}
	return nil
}

// FactsOf are what is known of a member for eligibility. What nobody knows is left out; health, vulnerability and trafficking
// are never among them.
func (c *Case) FactsOf(m *Member) Facts {
	f := Facts{"entry": c.Entry, "applied_on": c.AppliedOn.String(), "members": int64(len(c.Members)), "counselled": !c.Counselled.IsZero(),
		"return_consent": c.Consented(m, ReturnConsent), "data_consent": c.Consented(m, DataConsent)}
	for name, value := range map[string]string{"host_country": c.HostCountry, "destination": c.Destination.Country, "legal_status": c.LegalStatus} {
		if value != "" {
			f[name] = value
		}
	}
	for name, told := range map[string]*bool{"has_means": c.Told.HasMeans, "assisted_before": c.Told.AssistedBefore, "in_detention": c.Told.InDetention} {
		if told != nil {
			f[name] = *told
		}
	}
	if !m.lastly(Detention, Release).IsZero() {
		f["in_detention"] = m.Detained()
	}
	maps.Copy(f, m.facts(c.AppliedOn))
	if a := m.Authority; a != nil && a.Reply != "" {
		f["authority_objects"] = a.Reply == "objection"
	}
	return f
}
