package avrr

import (
	"slices"
	"time"
)

// A Plan is the reintegration plan: measures, each paid in instalments.
type Plan struct {
	Measures    []Measure     `json:"measures"`
	Instalments []*Instalment `json:"instalments"`
	Amends      string        `json:"amends,omitempty"` // why it changes the plan before it
	ProposedBy  string        `json:"proposed_by"`
	ProposedAt  time.Time     `json:"proposed_at"`
	Approvals   []Approval    `json:"approvals,omitempty"` // of a plan that two managers approve, the first
	Decision    string        `json:"decision,omitempty"`
	Reason      string        `json:"reason,omitempty"`
	DecidedBy   string        `json:"decided_by,omitempty"`
	DecidedAt   time.Time     `json:"decided_at,omitzero"`
}

func (p *Plan) instalment(id string) *Instalment {
	for _, i := range p.Instalments {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// paid reports whether any instalment was paid.
func (p *Plan) paid() bool {
	return slices.ContainsFunc(p.Instalments, func(i *Instalment) bool { return i.State == Paid })
}

// settled reports whether every instalment is paid or void.
func (p *Plan) settled() bool { return p.open() == nil }

// open answers the first instalment that is still to be paid.
func (p *Plan) open() *Instalment {
	for _, i := range p.Instalments {
		if i.State == Planned || i.State == Released {
			return i
		}
	}
	return nil
}

// NextInstalment answers the first instalment of the plan that is still to be paid, or nil.
func (c *Case) NextInstalment() *Instalment {
	if c.Plan == nil {
		return nil
	}
	return c.Plan.open()
}

// lastChange answers when an instalment last moved on: the next one counts from there.
func (p *Plan) lastChange() time.Time {
	last := time.Time{}
	for _, i := range p.Instalments {
		last = latestOf(last, i.ChangedAt)
	}
	return last
}

// voidUnpaid takes back what has not been paid.
func (p *Plan) voidUnpaid() {
	for _, i := range p.Instalments {
		if i.State != Paid {
			i.State = Void
		}
	}
}

// planProposed asks for a plan that waits for its decision.
func planProposed(j *Judging) []Blocked {
	if p := j.Case.undecidedPlan(); p == nil {
		return []Blocked{{Rule: "plan-missing", Text: "There is no plan that waits for a decision.", Thing: "plan", Duty: ReintegrationDuty}}
	}
	return nil
}

// planApproved asks for an approved plan.
func planApproved(j *Judging) []Blocked {
	if p := j.Case.Plan; p == nil || p.Decision != "approve" {
		return []Blocked{{Rule: "plan-not-approved", Text: "The reintegration plan has not been approved.", Thing: "plan", Duty: ManagementDuty}}
	}
	return nil
}

// gives asks whether the programme has a plan at all.
func gives(j *Judging) bool { return j.Programme.PlanCeiling > 0 && !j.Case.Declined }

// helpWanted asks that the person has not declined.
func helpWanted(j *Judging) []Blocked {
	if j.Case.Declined {
		return []Blocked{{Rule: "help-declined", Text: "Help after arrival was declined.", Thing: "plan", Duty: ReintegrationDuty}}
	}
	return nil
}
