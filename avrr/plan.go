package avrr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Plan is the reintegration plan: measures, each paid in instalments.
type Plan struct {
	Measures    []Measure     `json:"measures"`
	Instalments []*Instalment `json:"instalments"`
	ProposedBy  string        `json:"proposed_by"`
	ProposedAt  time.Time     `json:"proposed_at"`
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

// ProposePlan proposes the reintegration plan; a new proposal replaces the one before and its approval.
type ProposePlan struct {
	Measures []Measure `json:"measures" schema:"max=20"`
	When
}

func (in ProposePlan) check(j *Judging) error {
	r, err := j.reckoning()
	if err != nil {
		return err
	}
	total, most := j.Case.spent(j.Programme, ""), r.most("")
	lines, orders := map[string]int64{}, bought(in.Measures)
	for i, m := range in.Measures {
		at := fmt.Sprintf("/measures/%d", i)
		if err := m.check(j, at); err != nil {
			return err
		}
		if err := m.checkQuotes(j, at, orders[sellerKey(m.seller())]); err != nil {
			return err
		}
		total += m.Amount
		if m.Line == "" {
			continue
		}
		lines[m.Line] += m.Amount
		if left := r.most(m.Line) - j.Case.spent(j.Programme, m.Line); lines[m.Line] > left {
			return broken("above-line", at+"/amount", "Of the line %s, %s is left for this family.", m.Line, Money{max(0, left), j.Programme.Currency})
		}
	}
	if total > most {
		return broken("above-ceiling", "/measures", "The plan comes to %s, payments before it included; the programme gives this family at most %s.", Money{total, j.Programme.Currency}, Money{max(0, most), j.Programme.Currency})
	}
	return nil
}

func (in ProposePlan) apply(c *Case, _ *Programme, e *Event) {
	c.Plan = &Plan{Measures: in.Measures, ProposedBy: e.Actor.ID, ProposedAt: e.when(c)}
	before := max(c.lastPaidNumber(), c.lastOrderedNumber()) // an instalment that was paid keeps its id for ever
	for n, m := range in.Measures {
		for _, part := range m.parts() {
			c.Plan.Instalments = append(c.Plan.Instalments, &Instalment{ID: fmt.Sprintf("i%d", before+len(c.Plan.Instalments)+1), Measure: n,
				Money: Money{part.Amount, m.Currency}, Condition: part.Condition, Evidence: part.Evidence, NotBefore: part.NotBefore, Milestone: part.Milestone,
				State: Planned, ChangedAt: e.when(c)})
		}
	}
}

func (c *Case) lastPaidNumber() int {
	last := 0
	for _, p := range c.Payments {
		last = max(last, numberOf(p.Instalment))
	}
	return last
}

// numberOf answers the number in an instalment's id, 0 where there is none.
func numberOf(instalment string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(instalment, "i"))
	if err != nil {
		return 0
	}
	return n
}

// DecidePlan approves, refuses or sends the plan back.
type DecidePlan struct {
	Decision string `json:"decision" schema:"enum=approve|refuse|send_back"`
	Reason   string `json:"reason,omitempty" schema:"max=4000"`
	When
}

func (in DecidePlan) check(j *Judging) error {
	if blocks := planFits(j); in.Decision == "approve" && len(blocks) > 0 {
		return &Error{Code: CodeRule, Field: "/decision", Message: blocks[0].Text, Blocks: blocks}
	}
	if in.Decision != "approve" && in.Reason == "" {
		return broken("reason-missing", "/reason", "Give the reason: the person who proposed the plan will read it.")
	}
	return j.withinBudget(in)
}

func (in DecidePlan) apply(c *Case, _ *Programme, e *Event) {
	c.Plan.Decision, c.Plan.Reason, c.Plan.DecidedBy, c.Plan.DecidedAt = in.Decision, in.Reason, e.Actor.ID, e.when(c)
}

// planProposed asks for a plan that waits for its decision.
func planProposed(j *Judging) []Blocked {
	if p := j.Case.Plan; p == nil || p.Decision != "" {
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

// nothingPaid asks that no instalment of the present plan was paid: what was paid is only reversed, never planned away. What is left
// of a plan that has become too high is planned again beside it.
func nothingPaid(j *Judging) []Blocked {
	if j.Case.Plan != nil && j.Case.Plan.paid() && !j.Case.plannedTooMuch(j.Programme) {
		return []Blocked{{Rule: "already-paid", Text: "An instalment of this plan has been paid, so the plan can no longer be replaced.", Thing: "plan", Duty: ReintegrationDuty}}
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
