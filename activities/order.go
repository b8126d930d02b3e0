package activities

import (
	"fmt"

	"homeward/avrr"
	"homeward/papers"
)

// ordered answers the instalment a paper is of, and its measure.
func ordered(c *avrr.Case, issued avrr.IssuedPaper) (avrr.Measure, *avrr.Instalment, error) {
	if c.Plan != nil {
		for _, i := range c.Plan.Instalments {
			if i.ID == issued.About {
				return c.Plan.Measures[i.Measure], i, nil
			}
		}
	}
	return avrr.Measure{}, nil, fmt.Errorf("print: there is no instalment %s", issued.About)
}

// order asks the supplier of a measure to deliver what one instalment pays for.
func (w wording) order(c *avrr.Case, issued avrr.IssuedPaper) (papers.Content, error) {
	m, i, err := ordered(c, issued)
	if err != nil {
		return nil, err
	}
	return papers.PurchaseOrder{Reference: c.Reference, Supplier: papers.Office{Name: m.Seller()}, Buyer: w.office(c.AfterArrival()), For: receives(c, m), DeliverTo: w.destination(c),
		DeliverBy: issued.ValidUntil, Lines: []papers.OrderLine{{What: w.orderedThing(c, m, i), Amount: i.Money}}}, nil
}

// orderedThing is what the supplier is to deliver, and which part of it where it comes in several.
func (w wording) orderedThing(c *avrr.Case, m avrr.Measure, of *avrr.Instalment) string {
	part, parts := c.Plan.Part(of)
	if parts == 1 {
		return w.described(m)
	}
	return w.described(m) + fmt.Sprintf(avrr.T(" (part %d of %d)", " (pjesa %d nga %d)").In(w.in), part, parts)
}

// receives is who is handed what was ordered. A supplier is told no name where the name or the thing says too much.
func receives(c *avrr.Case, m avrr.Measure) string {
	if c.Restricted || discreet(m) {
		return c.Reference
	}
	return c.Principal().Name()
}
