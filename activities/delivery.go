package activities

import (
	"strings"

	"homeward/avrr"
	"homeward/papers"
)

// delivery is signed where what was ordered is handed over. Once deliveries were recorded it says what came, and of the last what
// was still missing.
func (w wording) delivery(c *avrr.Case, issued avrr.IssuedPaper) (papers.Content, error) {
	m, i, err := ordered(c, issued)
	if err != nil {
		return nil, err
	}
	note := papers.DeliveryNote{Reference: c.Reference, Supplier: papers.Office{Name: m.Supplier}, For: receives(c, m), Place: w.destination(c), Ordered: []string{w.orderedThing(c, m, i)}}
	for _, p := range c.Papers {
		if p.Kind == avrr.PaperOrder && p.About == i.ID && p.Status == avrr.PaperCurrent {
			note.Order = p.Number
		}
	}
	var came []string
	for _, d := range c.DeliveriesOf(i.ID) {
		came = append(came, d.Delivered)
		note.Delivery = &papers.Delivered{On: d.On.In(clocksOf(c)), What: strings.Join(came, "; "), Short: d.Short, AcceptedBy: d.AcceptedBy}
	}
	if note.Delivery != nil && discreet(m) {
		note.Delivery.What, note.Delivery.AcceptedBy = asAgreed.In(w.in), ""
	}
	return note, nil
}
