package activities

import (
	"cmp"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// receipt is what somebody signs for money paid into their hand.
func (w wording) receipt(c *avrr.Case, p *avrr.Programme, issued avrr.IssuedPaper) (papers.Content, error) {
	i := slices.IndexFunc(c.Payments, func(paid avrr.Payment) bool { return paid.ID == issued.About })
	if i < 0 {
		return nil, fmt.Errorf("print: there is no payment %s", issued.About)
	}
	paid := c.Payments[i]
	sum := paid.Money
	for _, back := range paid.Reversals {
		sum.Amount -= back.Amount
	}
	r := papers.CashReceipt{Reference: c.Reference, Programme: p.Title.In(w.in), Payee: w.person(c.Principal()), Lines: []papers.ReceiptLine{{What: w.paidFor(p, paid), Amount: sum}},
		PaidOn: paid.PaidOn.In(clocksOf(c)), PaidBy: c.HostOffice, Receipt: paid.Receipt, Place: places[paid.Place].In(w.in)}
	if paid.Place != "departure" && c.ReceivingOffice != "" {
		r.PaidBy = c.ReceivingOffice
	}
	if paid.Rate != "" {
		r.Exchanged = &papers.Exchanged{Worth: avrr.Money{Amount: paid.Kept(), Currency: p.Currency}, Source: paid.RateSource, On: paid.RateOn.In(clocksOf(c)),
			Rate: fmt.Sprintf("1\u00a0%s = %s\u00a0%s", paid.Money.Currency, paid.Rate, p.Currency)}
	}
	return r, nil
}

var places = map[string]avrr.Text{
	"departure": avrr.T("at departure", "në nisje"),
	"arrival":   avrr.T("on arrival", "në mbërritje"),
	"office":    avrr.T("at the office", "në zyrë"),
}

// paidFor names what the money is for: the line of the package, or help as such.
func (w wording) paidFor(p *avrr.Programme, paid avrr.Payment) string {
	return cmp.Or(w.line(p, paid.Line), avrr.T("Assistance", "Ndihmë").In(w.in))
}

// line is the title of a line of the package, "" of one it does not have.
func (w wording) line(p *avrr.Programme, id string) string {
	for _, line := range p.Package {
		if line.ID == id {
			return line.Title.In(w.in)
		}
	}
	return ""
}
