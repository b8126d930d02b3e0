package avrr

import (
	"slices"
	"time"
)

// An ApprovalLimit says who approves a plan that comes to no more than an amount.
type ApprovalLimit struct {
	UpTo       int64 // minor units of the programme's currency; 0: any amount
	TwoPersons bool  // two managers, neither of them who proposed it
}

// An Approval is one manager's approval of a plan that needs two.
type Approval struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// byTwo reports whether a plan of that amount is approved by two managers. Above the last limit of a programme it is.
func (p *Programme) byTwo(amount int64) bool {
	for _, l := range p.Approval {
		if l.UpTo == 0 || amount <= l.UpTo {
			return l.TwoPersons
		}
	}
	return len(p.Approval) > 0
}

// A PlanAsked is a plan, or an amendment, that waits for its decision. Amounts are minor units of the programme's currency.
type PlanAsked struct {
	*Plan
	ComesTo  int64 // what the family has by it
	UpTo     int64 // the limit its approval falls under; 0: any amount
	Managers int   // how many approve it, and Left how many of them still have to
	Left     int
}

// PlanAsked answers the plan that waits for its decision, false when none does.
func (c *Case) PlanAsked(p *Programme) (PlanAsked, bool) {
	plan := c.undecidedPlan()
	if plan == nil {
		return PlanAsked{}, false
	}
	asked := PlanAsked{Plan: plan, ComesTo: c.comesTo(plan), Managers: 1}
	if p.byTwo(asked.ComesTo) {
		asked.Managers = 2
	}
	if i := slices.IndexFunc(p.Approval, func(l ApprovalLimit) bool { return l.UpTo == 0 || asked.ComesTo <= l.UpTo }); i >= 0 {
		asked.UpTo = p.Approval[i].UpTo
	}
	asked.Left = asked.Managers - len(plan.Approvals)
	return asked, true
}

// DecidePlan approves, refuses or sends back the plan, or the amendment, that waits for it.
type DecidePlan struct {
	Decision string `json:"decision" schema:"enum=approve|refuse|send_back"`
	Reason   string `json:"reason,omitempty" schema:"max=4000"`
	When
}

func (in DecidePlan) check(j *Judging) error {
	if in.Decision != "approve" {
		if in.Reason == "" {
			return broken("reason-missing", "/reason", "Give the reason: the person who proposed the plan will read it.")
		}
		return nil
	}
	plan := j.Case.undecidedPlan()
	if slices.ContainsFunc(plan.Approvals, func(a Approval) bool { return a.By == j.Actor.ID }) {
		return broken("second-manager", "/decision", "You have approved this plan. It comes to so much that another manager approves it, too.")
	}
	if plan == j.Case.Amendment {
		if err := j.affords(plan.Measures, true); err != nil {
			return err
		}
	} else if blocks := planFits(j); len(blocks) > 0 {
		return &Error{Code: CodeRule, Field: "/decision", Message: blocks[0].Text, Blocks: blocks}
	}
	return j.withinBudget(in)
}

func (in DecidePlan) apply(c *Case, p *Programme, e *Event) {
	plan := c.undecidedPlan()
	if in.Decision == "approve" && len(plan.Approvals) == 0 && p.byTwo(c.comesTo(plan)) {
		plan.Approvals = append(plan.Approvals, Approval{By: e.Actor.ID, At: e.when(c)})
		return
	}
	plan.Decision, plan.Reason, plan.DecidedBy, plan.DecidedAt = in.Decision, in.Reason, e.Actor.ID, e.when(c)
	if plan == c.Amendment {
		c.endAmendment(e)
	}
}

// undecidedPlan answers the plan or the amendment that waits for its decision, or nil.
func (c *Case) undecidedPlan() *Plan {
	switch {
	case c.Amendment != nil:
		return c.Amendment
	case c.Plan != nil && c.Plan.Decision == "":
		return c.Plan
	}
	return nil
}

// comesTo is what the family has by a plan once it is approved: of an amendment, with what stays of the plan before it.
func (c *Case) comesTo(plan *Plan) int64 {
	sum := int64(0)
	for _, m := range plan.Measures {
		sum += m.Amount
	}
	if plan == c.Amendment {
		kept, _ := c.Plan.begunWith()
		for _, m := range kept {
			sum += m.Amount
		}
	}
	return sum
}
