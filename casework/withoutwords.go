package casework

import "homeward/avrr"

// Of a restricted case the field sees what it pays and whom it visits by ids, amounts and days. Whatever somebody wrote in their own
// words may name a person, and stays with those who look after the case.

// withoutWords takes out of the view what the work after arrival says in words. What it is taken from is left as it is.
func (v *CaseView) withoutWords() {
	v.Plan, v.Amendment = planWithoutWords(v.Plan), planWithoutWords(v.Amendment)
	v.PlanVersions = each(v.PlanVersions, planWithoutWords)
	v.Payments = each(v.Payments, paymentWithoutWords)
	v.Payees = each(v.Payees, func(p PayeeView) PayeeView { p.Name = ""; return p })
	v.Deliveries = each(v.Deliveries, func(d avrr.Delivery) avrr.Delivery { return avrr.Delivery{Instalment: d.Instalment, On: d.On} })
	v.SupplierReports = each(v.SupplierReports, func(s avrr.SupplierReport) avrr.SupplierReport {
		return avrr.SupplierReport{Instalment: s.Instalment, Kind: s.Kind, On: s.On}
	})
	v.Referrals = each(v.Referrals, func(r ReferralView) ReferralView { r.Provider = ""; return r })
	v.Visits = each(v.Visits, visitWithoutWords)
}

// each answers what becomes of every one of them.
func each[T any](all []T, of func(T) T) []T {
	var become []T
	for _, one := range all {
		become = append(become, of(one))
	}
	return become
}

func planWithoutWords(p *avrr.Plan) *avrr.Plan {
	if p == nil {
		return nil
	}
	plan := *p
	plan.Amends, plan.Reason = "", ""
	plan.Measures = each(p.Measures, func(m avrr.Measure) avrr.Measure {
		return avrr.Measure{Line: m.Line, Dimension: m.Dimension, Level: m.Level, Kind: m.Kind, Amount: m.Amount, Currency: m.Currency,
			Milestones: each(m.Milestones, func(s avrr.Milestone) avrr.Milestone { return avrr.Milestone{DueOn: s.DueOn} })}
	})
	plan.Instalments = each(p.Instalments, func(i *avrr.Instalment) *avrr.Instalment {
		instalment := *i
		instalment.Condition = ""
		if i.Delivered != nil {
			instalment.Delivered = &avrr.DeliveredSoFar{State: i.Delivered.State, On: i.Delivered.On}
		}
		return &instalment
	})
	return &plan
}

func paymentWithoutWords(p avrr.Payment) avrr.Payment {
	p.PaidTo = ""
	p.Reversals = each(p.Reversals, func(r avrr.Reversal) avrr.Reversal { r.Reason = ""; return r })
	return p
}

// visitWithoutWords is when a visit is to be made, by whom, and what came of it.
func visitWithoutWords(v *avrr.Visit) *avrr.Visit {
	return &avrr.Visit{ID: v.ID, Title: v.Title, Planned: v.Planned, Due: v.Due, Visitor: v.Visitor, On: v.On, VisitedOn: v.VisitedOn, Outcome: v.Outcome,
		SafeContact: v.SafeContact, By: v.By, NotMade: v.NotMade, NotMadeSince: v.NotMadeSince}
}

// taskOfThisCase is all that is said of a task where names are not shown.
var taskOfThisCase = avrr.T("A task of this case", "Një detyrë e kësaj çështjeje")

// taskWithoutWords leaves out of a task what somebody wrote.
func taskWithoutWords(t avrr.Task) avrr.Task {
	t.Detail, t.Says = "", avrr.Text{}
	if t.Action == "" {
		t.Title = taskOfThisCase
	}
	return t
}
