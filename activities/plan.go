package activities

import (
	"errors"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// plan is what the office and the people of a case agreed on for the time after arrival.
func (w wording) plan(c *avrr.Case, p *avrr.Programme, of *avrr.Plan) papers.ReintegrationPlan {
	plan := papers.ReintegrationPlan{Reference: c.Reference, Programme: p.Title.In(w.in), Place: w.destination(c), ApprovedOn: of.DecidedAt.In(clocksOf(c))}
	for _, m := range c.Members {
		if slices.Contains([]avrr.Fate{avrr.Going, avrr.Arrived}, m.Fate) {
			plan.For = append(plan.For, m.Name())
		}
	}
	if len(plan.For) == 0 {
		plan.For = []string{c.Principal().Name()}
	}
	for _, m := range of.Measures {
		planned := papers.PlannedMeasure{Key: fmt.Sprint(m.Kind, " ", m.Line, " ", m.Description), What: w.measure(m), Description: w.described(m), Amount: avrr.Money{Amount: m.Amount, Currency: m.Currency},
			Sort: measureDimensions[m.Dimension].In(w.in) + ", " + measureLevels[m.Level].In(w.in)}
		if !discreet(m) {
			planned.Supplier = m.Seller()
			plan.Milestones = append(plan.Milestones, w.milestones(c, m)...)
		}
		plan.Measures = append(plan.Measures, planned)
	}
	for _, i := range of.Instalments {
		plan.Instalments = append(plan.Instalments, w.instalment(c, of.Measures[i.Measure], i))
	}
	return plan
}

// amendment is the plan in force beside the one it took the place of.
func (w wording) amendment(c *avrr.Case, p *avrr.Programme) (papers.Content, error) {
	before := c.PlanBefore()
	if before == nil {
		return nil, errors.New("print: there is no plan before this one")
	}
	plan := w.plan(c, p, c.Plan)
	plan.Amends = &papers.Amendment{Before: w.plan(c, p, before), Reason: c.Plan.Amends}
	return plan, nil
}

func (w wording) milestones(c *avrr.Case, m avrr.Measure) (all []papers.Milestone) {
	for _, step := range m.Milestones {
		all = append(all, papers.Milestone{What: w.measure(m), Title: step.Title, DueOn: step.DueOn.In(clocksOf(c))})
	}
	return all
}

func (w wording) instalment(c *avrr.Case, m avrr.Measure, i *avrr.Instalment) papers.PlannedInstalment {
	planned := papers.PlannedInstalment{Key: i.ID, What: w.measure(m), Amount: i.Money, Needs: w.needs(m, i)}
	switch from := i.NotBefore; {
	case !from.On.IsZero():
		planned.From = from.On.In(clocksOf(c))
	case from.AfterArrivalDays > 0 && c.ArrivedAt.IsZero():
		planned.After = from.AfterArrivalDays
	case from.AfterArrivalDays > 0:
		planned.From = avrr.DateOf(c.ArrivedAt.In(clocksOf(c))).AddDays(from.AfterArrivalDays).In(clocksOf(c))
	}
	for _, paid := range c.Payments {
		if paid.Instalment == i.ID && i.State == avrr.Paid {
			planned.PaidOn = paid.PaidOn.In(clocksOf(c))
		}
	}
	return planned
}
