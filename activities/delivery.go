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
	note := papers.DeliveryNote{Reference: c.Reference, Supplier: papers.Office{Name: m.Seller()}, For: receives(c, m), Place: w.destination(c), Ordered: []string{w.orderedThing(c, m, i)}}
	for _, p := range c.Papers {
		if p.Kind == avrr.PaperOrder && p.About == i.ID && p.Status == avrr.PaperCurrent {
			note.Order = p.Number
		}
	}
	var came []string
	for _, d := range c.DeliveriesOf(i.ID) {
		came = append(came, d.Delivered)
		note.Delivery = &papers.Delivered{On: d.On.In(clocksOf(c)), What: strings.Join(came, "; "), Short: d.Short, AcceptedBy: c.Acceptor(d)}
	}
	if note.Delivery != nil {
		w.keepQuiet(note.Delivery, c, m)
	}
	return note, nil
}

var partOfIt = avrr.T("Part of it", "Një pjesë e saj")

// keepQuiet takes off a delivery what its supplier is not to read: who somebody is whose case is restricted, and what would tell of
// somebody's health.
func (w wording) keepQuiet(d *papers.Delivered, c *avrr.Case, m avrr.Measure) {
	if discreet(m) {
		d.What = asAgreed.In(w.in)
	}
	if discreet(m) && d.Short != "" {
		d.Short = partOfIt.In(w.in)
	}
	if discreet(m) || c.Restricted {
		d.AcceptedBy = ""
	}
}
