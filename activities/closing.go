package activities

import (
	"homeward/avrr"
	"homeward/papers"
)

// goodbyes are what the letter says of why a case ended, where that can be said in a letter whoever reads it.
var goodbyes = map[string]avrr.Text{
	"completed":     avrr.T("All that was agreed with you has been given, and the visits have been made.", "Gjithçka për të cilën u ra dakord me ju është dhënë dhe vizitat janë bërë."),
	"re_migrated":   avrr.T("You have left the country again, so our help there has ended.", "Jeni larguar përsëri nga vendi, prandaj ndihma jonë atje ka mbaruar."),
	"own_departure": avrr.T("You have made the journey by your own means.", "E keni bërë udhëtimin me mjetet tuaja."),
	"ineligible":    avrr.T("This programme cannot help you any further.", "Ky program nuk mund t'ju ndihmojë më tej."),
	"withdrawn":     avrr.T("You told us that you do not wish to go on.", "Na thatë se nuk dëshironi të vazhdoni."),
}

// closing tells the people of a case that it is closed, what they were given and what they can still do.
func (w wording) closing(c *avrr.Case, p *avrr.Programme) papers.Content {
	letter := papers.ClosureLetter{Reference: c.Reference, Programme: p.Title.In(w.in), To: c.Principal().Name(), ClosedOn: c.Closure.At.In(clocksOf(c)),
		Reason: goodbyes[c.Closure.Reason].In(w.in), Ask: w.office(c.AfterArrival())}
	if k := c.Contact; k != nil && k.Channel == "letter" {
		letter.Address = []string{k.Value}
	}
	for _, each := range w.given(c, p) {
		if each.Paid.Amount > each.Back.Amount {
			letter.Given = append(letter.Given, papers.Grant{What: each.What, Amount: avrr.Money{Amount: each.Paid.Amount - each.Back.Amount, Currency: p.Currency}})
		}
	}
	return letter
}

// given is the money of a case by what it was for, in the order it was first planned or paid.
func (w wording) given(c *avrr.Case, p *avrr.Programme) (all []papers.Budget) {
	nothing := avrr.Money{Currency: p.Currency}
	under := func(what string) *papers.Budget {
		for i := range all {
			if all[i].What == what {
				return &all[i]
			}
		}
		all = append(all, papers.Budget{What: what, Approved: nothing, Paid: nothing, Back: nothing})
		return &all[len(all)-1]
	}
	if c.Plan != nil && c.Plan.Decision == "approve" {
		for _, m := range c.Plan.Measures {
			under(w.measure(m)).Approved.Amount += m.Amount
		}
	}
	for _, paid := range c.Payments {
		b := under(w.paymentFor(c, p, paid))
		b.Paid.Amount += paid.Worth
		b.Back.Amount += paid.Worth - paid.Spent() // what was lost came back to nobody
		if paid.Instalment == "" {
			b.Approved.Amount += paid.Approved
		}
	}
	return all
}

// paymentFor names what a payment was for: a measure of the plan in force, or a line of the package.
func (w wording) paymentFor(c *avrr.Case, p *avrr.Programme, paid avrr.Payment) string {
	if c.Plan != nil {
		for _, i := range c.Plan.Instalments {
			if i.ID == paid.Instalment {
				return w.measure(c.Plan.Measures[i.Measure])
			}
		}
	}
	return w.paidFor(p, paid)
}
