package avrr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ProposePlan proposes the reintegration plan. A new proposal replaces one of which nothing was released or paid; after that a plan
// is amended, and stays in force until somebody else has approved the change.
type ProposePlan struct {
	Measures []Measure `json:"measures" schema:"max=20" doc:"Of an amendment, all that is still to be done; what was released or paid stays as it is."`
	Amends   bool      `json:"amends,omitempty" doc:"Whether it changes an approved plan, which stays in force until this is approved."`
	Reason   string    `json:"reason,omitempty" schema:"max=4000" doc:"Why the plan is changed; for an amendment."`
	When
}

func (in ProposePlan) check(j *Judging) error {
	plan := j.Case.Plan
	switch approved := plan != nil && plan.Decision == "approve"; {
	case in.Amends && !approved:
		return broken("nothing-to-amend", "/amends", "There is no approved plan to amend; propose a plan.")
	case in.Amends && in.Reason == "":
		return broken("reason-missing", "/reason", "Give the reason why the plan is changed.")
	case !in.Amends && approved && plan.begun() && !j.Case.plannedTooMuch(j.Programme):
		return broken("plan-begun", "/amends", "Something of this plan was released or paid. Propose the change as an amendment, with its reason.")
	}
	for i, m := range in.Measures {
		if err := m.check(j, fmt.Sprintf("/measures/%d", i)); err != nil {
			return err
		}
	}
	if err := in.checkOrders(j); err != nil {
		return err
	}
	return j.affords(in.Measures, in.Amends)
}

// checkOrders compares quotes where an order is dear, whatever measures and amendments it is divided into.
func (in ProposePlan) checkOrders(j *Judging) error {
	all := in.Measures
	if in.Amends {
		kept, _ := j.Case.Plan.begunWith()
		all = append(kept, all...)
	}
	orders := bought(all)
	for i, m := range in.Measures {
		if err := m.checkQuotes(j, fmt.Sprintf("/measures/%d", i), orders[sellerKey(m.Seller())]); err != nil {
			return err
		}
	}
	return nil
}

// affords holds measures against what the package leaves the family: of each line and altogether. Beside an amendment stands what was
// released of the plan before it.
func (j *Judging) affords(measures []Measure, amends bool) error {
	r, err := j.reckoning()
	if err != nil {
		return err
	}
	taken := func(line string) int64 {
		sum := j.Case.spent(j.Programme, line)
		if amends {
			sum += j.Case.released(line)
		}
		return sum
	}
	total, lines := taken(""), map[string]int64{}
	for i, m := range measures {
		total += m.Amount
		if m.Line == "" {
			continue
		}
		lines[m.Line] += m.Amount
		if left := r.most(m.Line) - taken(m.Line); lines[m.Line] > left {
			return broken("above-line", fmt.Sprintf("/measures/%d/amount", i), "Of the line %s, %s is left for this family.", m.Line, Money{max(0, left), j.Programme.Currency})
		}
	}
	if most := r.most(""); total > most {
		return broken("above-ceiling", "/measures", "The plan comes to %s, payments before it included; the programme gives this family at most %s.", Money{total, j.Programme.Currency}, Money{max(0, most), j.Programme.Currency})
	}
	return nil
}

// released is what was released of a line and not paid yet; of the whole plan when no line is named.
func (c *Case) released(line string) int64 {
	sum := int64(0)
	for _, i := range c.Plan.Instalments {
		if i.State == Released && (line == "" || c.Plan.lineOf(i) == line) {
			sum += i.Money.Amount
		}
	}
	return sum
}

func (in ProposePlan) apply(c *Case, _ *Programme, e *Event) {
	proposed := &Plan{Measures: in.Measures, ProposedBy: e.Actor.ID, ProposedAt: e.when(c)}
	after := c.lastInstalment(in.Amends)
	for n, m := range in.Measures {
		for _, part := range m.parts() {
			proposed.Instalments = append(proposed.Instalments, &Instalment{ID: fmt.Sprintf("i%d", after+len(proposed.Instalments)+1), Measure: n,
				Money: Money{part.Amount, m.Currency}, Condition: part.Condition, Evidence: part.Evidence, NotBefore: part.NotBefore, Milestone: part.Milestone,
				State: Planned, ChangedAt: e.when(c)})
		}
	}
	if in.Amends {
		proposed.Amends = in.Reason
		c.Amendment = proposed
		return
	}
	c.supersede()
	c.followMeasures(c.Plan, proposed)
	c.Plan, c.Amendment = proposed, nil
}

// lastInstalment is the highest number an instalment has that keeps it for ever: one that was paid, one that a bank was told to pay
// and, where a plan is amended, any of that plan.
func (c *Case) lastInstalment(amends bool) int {
	last := c.lastOrderedNumber()
	for _, p := range c.Payments {
		last = max(last, numberOf(p.Instalment))
	}
	for _, i := range c.instalments(amends) {
		last = max(last, numberOf(i.ID))
	}
	return last
}

// numberOf is the number in an instalment's id, 0 for what is none.
func numberOf(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "i"))
	if err != nil {
		return 0
	}
	return n
}

// instalments are those of every plan that was approved, when an amendment counts on from them; otherwise none.
func (c *Case) instalments(amends bool) []*Instalment {
	if !amends {
		return nil
	}
	all := slices.Clone(c.Plan.Instalments)
	for _, p := range c.PlanVersions {
		all = append(all, p.Instalments...)
	}
	return all
}
