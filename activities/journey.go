package activities

import (
	"cmp"

	"homeward/avrr"
	"homeward/papers"
)

// legs are the journey as papers tell it; the ticket is of the one traveller a paper is for, or empty.
func (w wording) legs(b *avrr.Booking, ticket string) []papers.Leg {
	return w.journey(b.Segments, b.Locator, ticket)
}

func (w wording) journey(segments []avrr.Segment, locator, ticket string) (all []papers.Leg) {
	for _, s := range segments {
		carrier, _ := avrr.Airline(s.Carrier) // of one nobody here knows the flight's code says enough
		operator, _ := avrr.Airline(s.OperatedBy)
		all = append(all, papers.Leg{Mode: papers.Mode(s.Means()), Carrier: carrier, Flight: s.Flight(), OperatedBy: cmp.Or(operator, s.OperatedBy),
			From: w.place(s.From, s.FromPlace), To: w.place(s.To, s.ToPlace), Departs: s.DepartsAt, Arrives: s.ArrivesAt, Locator: locator, Ticket: ticket})
	}
	return all
}

// place names where a leg begins or ends: the airport's city, the place without one, or the code the table does not know.
func (w wording) place(code, name string) papers.Airport {
	if known, ok := avrr.Airport(code); ok {
		name = known.City.In(w.in)
	}
	return papers.Airport{Code: code, City: cmp.Or(name, code)}
}

// contacts are the offices at both ends of the journey.
func (w wording) contacts(c *avrr.Case) (all []papers.Contact) {
	if c.HostOffice != "" {
		all = append(all, papers.Contact{At: papers.AtDeparture, Organisation: c.HostOffice, Phone: w.office(c.HostOffice).Phone})
	}
	if c.ReceivingOffice != "" {
		all = append(all, papers.Contact{At: papers.AtArrival, Organisation: c.ReceivingOffice, Phone: w.office(c.ReceivingOffice).Phone})
	}
	return all
}
