package activities

import (
	"cmp"
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// handover goes with a child who travels alone: from the guardian to an escort or the carrier, and from there to the receiver.
func (w wording) handover(c *avrr.Case, m *avrr.Member) papers.Content {
	journey := c.Booking.Segments
	first, last := journey[0], journey[len(journey)-1]
	r := m.Receiver
	guardian := papers.Keeper{Role: papers.GuardianRole, Name: c.GuardianOf(m, avrr.DateOf(first.DepartsAt))}
	receiver := papers.Keeper{Role: papers.ReceiverRole, Name: r.Name, Relation: r.Relation, Phone: r.Phone,
		Document: papers.Document{Kind: identityKinds[r.Document.Kind].In(w.in), Number: r.Document.Number, IssuedBy: w.country(r.Document.Issuer)}}
	onTheWay := w.keeper(c, m)
	from, to := w.place(first.From, first.FromPlace), w.place(last.To, last.ToPlace)
	return papers.Handover{Reference: c.Reference, Child: w.person(m), Speaks: w.language(c.Language), Guardian: guardian, Receiver: receiver, Legs: w.legs(c.Booking, m.Ticket),
		Services: services(c, m), Contacts: w.contacts(c), Links: []papers.Link{
			{From: guardian, To: onTheWay, Place: from.City, At: first.DepartsAt},
			{From: onTheWay, To: receiver, Place: to.City, At: last.ArrivesAt},
		}}
}

// keeper has the child on the way: the escort who accompanies them, or the carrier of the first leg.
func (w wording) keeper(c *avrr.Case, m *avrr.Member) papers.Keeper {
	for _, e := range c.Booking.Escorts {
		if e.State == avrr.EscortAssigned && slices.Contains(e.Members, m.ID) {
			return papers.Keeper{Role: papers.EscortRole, Name: e.Name, Organisation: e.Organisation, Phone: e.Phone}
		}
	}
	code := c.Booking.Segments[0].Carrier
	carrier, _ := avrr.Airline(code)
	return papers.Keeper{Role: papers.CarrierRole, Name: cmp.Or(carrier, code, avrr.T("the carrier", "transportuesi").In(w.in))}
}

var identityKinds = map[string]avrr.Text{
	"passport":         avrr.T("Passport", "Pasaportë"),
	"id_card":          avrr.T("Identity card", "Letërnjoftim"),
	"residence_permit": avrr.T("Residence permit", "Leje qëndrimi"),
	"driving_licence":  avrr.T("Driving licence", "Leje drejtimi"),
	"other":            avrr.T("Document", "Dokument"),
}
