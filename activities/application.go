package activities

import (
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// application asks the member's state for a document to go home on. Only the state issues one.
func (w wording) application(c *avrr.Case, m *avrr.Member) papers.Content {
	a := papers.TravelDocumentApplication{Reference: c.Reference, Authority: papers.Office{Name: avrr.T("Consular service of ", "Shërbimi konsullor: ").In(w.in) + w.country(m.Nationality)},
		AsksFor:   avrr.T("Emergency travel document for one journey home", "Dokument udhëtimi emergjence për një udhëtim kthimi").In(w.in),
		Applicant: w.person(m), AddressThere: w.destination(c), Zone: m.SpecimenZone()}
	if b := c.Booking; b != nil && slices.Contains(b.Members, m.ID) && (b.Status == avrr.Held || b.Status == avrr.Ticketed) {
		legs := w.legs(b, "")
		a.Leg = &legs[len(legs)-1]
	}
	for _, d := range m.Papers {
		if d.Number != "" { // the one that ended, was lost or was taken
			a.LastDocument = papers.Document{Kind: documentKinds[d.Kind].In(w.in), Number: d.Number, IssuedBy: w.country(d.Issuer)}
			if !d.ExpiresOn.IsZero() {
				a.LastDocument.ValidUntil = d.ExpiresOn.In(clocksOf(c))
			}
		}
	}
	return a
}
