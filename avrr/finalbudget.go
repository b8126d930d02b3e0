package avrr

// A FinalBudget is where the money of a case stood when it was closed. What comes back or is paid later stands in the case and not here.
// Amounts are minor units of the programme's currency.
type FinalBudget struct {
	Currency string           `json:"currency"`
	Lines    []FinalLine      `json:"lines"` // in the order of the package, the plan's instalments of no line last
	Total    FinalLine        `json:"total"`
	Gone     int64            `json:"gone,omitempty"` // of what was paid, lost on the way: nobody has it
	Overpaid int64            `json:"overpaid"`
	Lost     int64            `json:"lost"`   // to rates that moved
	Gained   int64            `json:"gained"` // by such rates
	Costs    map[string]int64 `json:"costs"`  // what the office spent beside, by kind
}

// A FinalLine is what became of one line.
type FinalLine struct {
	Line     string `json:"line,omitempty"`
	Approved int64  `json:"approved"` // what could be paid by what was approved
	Paid     int64  `json:"paid"`     // before anything came back
	Back     int64  `json:"back"`     // handed back or refunded
}

// finalBudget answers where the money stands now. What was planned and never paid was approved all the same.
func (c *Case) finalBudget(p *Programme) FinalBudget {
	t := c.Totals()
	b := FinalBudget{Currency: p.Currency, Lines: []FinalLine{}, Gone: t.Gone, Overpaid: t.Overpaid, Lost: t.Lost, Gained: t.Gained, Costs: map[string]int64{}}
	of := map[string]*FinalLine{}
	line := func(id string) *FinalLine {
		if _, known := p.line(id); !known {
			id = ""
		}
		if of[id] == nil {
			of[id] = &FinalLine{Line: id}
		}
		return of[id]
	}
	for _, paid := range c.Payments {
		l := line(paid.Line)
		l.Paid, l.Back = l.Paid+paid.Worth, l.Back+paid.Worth-paid.Spent()
		if paid.Kept() > 0 { // what came back whole was paid again, or stands with its instalment below
			l.Approved += paid.Approved
		}
	}
	if c.Plan != nil && c.Plan.Decision == "approve" {
		for _, i := range c.Plan.Instalments {
			if i.State != Paid {
				line(c.Plan.lineOf(i)).Approved += i.Money.Amount
			}
		}
	}
	for _, id := range append(lineIDs(p), "") {
		if l := of[id]; l != nil {
			b.Lines = append(b.Lines, *l)
			b.Total.Approved, b.Total.Paid, b.Total.Back = b.Total.Approved+l.Approved, b.Total.Paid+l.Paid, b.Total.Back+l.Back
		}
	}
	for _, cost := range c.Costs {
		b.Costs[cost.Kind] += cost.Worth
	}
	return b
}

func lineIDs(p *Programme) []string {
	ids := make([]string, len(p.Package))
	for i, l := range p.Package {
		ids[i] = l.ID
	}
	return ids
}
