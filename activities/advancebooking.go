package activities

import (
	"homeward/avrr"
	"homeward/papers"
)

// advanceBooking tells the receiving office who comes when. Of a restricted case it has nobody's name.
func (w wording) advanceBooking(c *avrr.Case, issued avrr.IssuedPaper) papers.Content {
	notice := papers.NewNotice
	if issued.Version > 1 {
		notice = papers.AmendedNotice
	}
	return papers.AdvanceBookingNotification{Notice: notice, Reference: c.Reference, To: papers.Office{Name: c.ReceivingOffice}, Destination: w.destination(c),
		Passengers: w.veiled(c, issued), Legs: w.legs(c.Booking, ""), Requests: []papers.Request{{Kind: papers.Meet}}, Contacts: contacts(c)}
}

// veiled are the passengers as another office may know them: of a restricted case by its reference alone.
func (w wording) veiled(c *avrr.Case, issued avrr.IssuedPaper) []papers.Passenger {
	all := w.passengers(c, issued)
	for i := range all {
		if c.Restricted {
			all[i] = papers.Passenger{Key: all[i].Key, Reference: c.Reference, ReferenceOnly: true}
		}
	}
	return all
}
