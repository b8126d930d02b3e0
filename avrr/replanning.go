package avrr

// begun reports whether an instalment was released or paid.
func (p *Plan) begun() bool {
	_, instalments := p.begunWith()
	return len(instalments) > 0
}

// begunWith answers what an amendment leaves as it is: the instalments that were released or paid, and their measures at what those
// come to.
func (p *Plan) begunWith() ([]Measure, []*Instalment) {
	var measures []Measure
	var instalments []*Instalment
	for n, m := range p.Measures {
		kept := m
		kept.Amount, kept.Instalments = 0, nil
		for _, i := range p.Instalments {
			if i.Measure != n || i.State != Released && i.State != Paid {
				continue
			}
			stays := *i
			stays.Measure = len(measures)
			instalments = append(instalments, &stays)
			kept.Amount += i.Money.Amount
			kept.Instalments = append(kept.Instalments, Part{i.Money.Amount, i.Condition, i.Evidence, i.NotBefore, i.Milestone})
		}
		if kept.Amount > 0 {
			measures = append(measures, kept)
		}
	}
	return measures, instalments
}

// LeftToDo answers what of a plan is neither released nor paid, as an amendment lists it, and whether something is, so that it takes an
// amendment to change the plan. The quotes of a measure that was begun were for all of it: what is left of it names its seller alone.
func (p *Plan) LeftToDo() (measures []Measure, begun bool) {
	for n, m := range p.Measures {
		left := m
		left.Amount, left.Instalments = 0, nil
		for _, i := range p.Instalments {
			if i.Measure == n && i.State == Planned {
				left.Amount += i.Money.Amount
				left.Instalments = append(left.Instalments, Part{i.Money.Amount, i.Condition, i.Evidence, i.NotBefore, i.Milestone})
			}
		}
		if left.Amount < m.Amount {
			left.Quotes, left.QuotesReason, left.Supplier = nil, "", m.Seller()
		}
		if left.Amount > 0 {
			measures = append(measures, left)
		}
	}
	return measures, p.begun()
}

// endAmendment puts an approved amendment in the place of the plan, which stays readable; one that was not approved stands beside the
// earlier versions with its reason, and the plan goes on.
func (c *Case) endAmendment(e *Event) {
	amendment := c.Amendment
	c.Amendment = nil
	if amendment.Decision != "approve" {
		c.PlanVersions = append(c.PlanVersions, amendment)
		if amendment.Decision == "send_back" {
			c.raise(c.newID("amendment-"), T("Propose the amendment again", "Propozojeni përsëri ndryshimin e planit"), amendment.Reason, ReintegrationDuty, e.RecordedAt)
		}
		return
	}
	measures, instalments := c.Plan.begunWith()
	for _, i := range amendment.Instalments {
		i.Measure += len(measures)
	}
	amendment.Measures = append(measures, amendment.Measures...)
	amendment.Instalments = append(instalments, amendment.Instalments...)
	c.supersede()
	c.followMeasures(c.Plan, amendment)
	c.Plan = amendment
}

// supersede keeps an approved plan among the earlier versions, before another takes its place.
func (c *Case) supersede() {
	if c.Plan != nil && c.Plan.Decision == "approve" {
		c.PlanVersions = append(c.PlanVersions, c.Plan)
	}
}

// endPlan takes back what has not been paid, and what was still to be decided.
func (c *Case) endPlan() {
	c.Amendment = nil
	if c.Plan != nil {
		c.Plan.voidUnpaid()
	}
}
