package avrr

import (
	"encoding/json"
	"maps"
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

// An Assessment is an officer's proposal with the criteria as they were judged.
type Assessment struct {
	Recommendation string              `json:"recommendation"`
	Note           string              `json:"note,omitempty"`
	By             string              `json:"by"`
	At             time.Time           `json:"at"`
	Decision       EligibilityDecision `json:"decision"`
}

// A Ruling is the decision on eligibility by another person.
type Ruling struct {
	Decision string    `json:"decision"`
	Reason   string    `json:"reason,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// AssessEligibility evaluates the programme's criteria on what is known and records the officer's recommendation.
type AssessEligibility struct {
	Recommendation string `json:"recommendation" schema:"enum=approve|refuse"`
	Note           string `json:"note,omitempty" schema:"max=4000"`
	When
}

func (in AssessEligibility) conclude(j *Judging) (any, error) { return j.Assess(j.Case.Facts()) }

func (in AssessEligibility) apply(c *Case, _ *Programme, e *Event) {
	c.Assessment = &Assessment{Recommendation: in.Recommendation, Note: in.Note, By: e.Actor.ID, At: e.when(c)}
	e.derived(&c.Assessment.Decision)
	c.Ruling = nil
}

// DecideEligibility approves, refuses or sends the assessment back.
type DecideEligibility struct {
	Decision string `json:"decision" schema:"enum=approve|refuse|send_back"`
	Reason   string `json:"reason,omitempty" schema:"max=4000" doc:"Required to refuse, to send back, and to approve while a criterion is open."`
	When
}

func (in DecideEligibility) check(j *Judging) error {
	outcome := j.Case.Assessment.Decision.Outcome
	switch {
	case in.Decision == "approve" && outcome == NotEligible:
		return broken("criteria-not-met", "/decision", "A criterion is not met, so this cannot be approved. Send it back, or refuse.")
	case in.Reason == "" && in.Decision != "approve":
		return broken("reason-missing", "/reason", "Give the reason: the person will read it.")
	case in.Reason == "" && outcome == Undecided:
		return broken("reason-missing", "/reason", "A criterion is still open; say why you approve all the same.")
	}
	return nil
}

func (in DecideEligibility) apply(c *Case, _ *Programme, e *Event) {
	if in.Decision == "send_back" {
		c.Assessment = nil
		return
	}
	c.Ruling = &Ruling{Decision: in.Decision, Reason: in.Reason, By: e.Actor.ID, At: e.when(c)}
	if in.Decision == "refuse" {
		for _, m := range c.travellers() {
			m.Fate = Refused
		}
		c.cancelNotices()
		c.dropTasks(e.RecordedAt)
	}
}

// assessed asks for an assessment that has not been decided yet.
func assessed(j *Judging) []Blocked {
	if j.Case.Assessment == nil {
		return []Blocked{{Rule: "assessment-missing", Text: "Nobody has assessed eligibility yet.", Thing: "assessment", Duty: ReturnDuty}}
	}
	return nil
}

// Facts are what is known of the case for eligibility. What nobody knows is left out; health, vulnerability and trafficking
// are never among them.
func (c *Case) Facts() Facts {
	f := Facts{"entry": c.Entry, "applied_on": c.AppliedOn.String(), "members": int64(len(c.Members)), "counselled": !c.Counselled.IsZero()}
	known := func(name, value string) {
		if value != "" {
			f[name] = value
		}
	}
	known("host_country", c.HostCountry)
	known("destination", c.Destination.Country)
	known("legal_status", c.LegalStatus)
	if p := c.Principal(); p != nil {
		maps.Copy(f, p.facts(c.AppliedOn))
	}
	returns, data := true, true
	for _, m := range c.travellers() {
		returns = returns && m.consented(ReturnConsent)
		data = data && m.consented(DataConsent)
	}
	f["return_consent"], f["data_consent"] = returns, data
	if a := c.Authority; a != nil && a.Reply != "" {
		f["authority_objects"] = a.Reply == "objection"
	}
	return f
}
