package activities

import (
	"reflect"

	"homeward/avrr"
	"homeward/papers"
)

// advanceBooking tells the receiving office who comes when. Of a restricted case it has nobody's name.
func (w wording) advanceBooking(c *avrr.Case, issued avrr.IssuedPaper) papers.Content {
	now := papers.AdvanceBookingNotification{Notice: papers.NewNotice, Reference: c.Reference, To: w.office(c.ReceivingOffice), Destination: w.destination(c),
		Passengers: w.veiled(c, issued), Legs: w.legs(c.Booking, ""), Escorts: w.escorts(c, issued, c.Restricted), Requests: []papers.Request{{Kind: papers.Meet}}, Contacts: w.contacts(c)}
	before, replaced := w.before.(papers.AdvanceBookingNotification)
	if replaced && !reflect.DeepEqual(before, now) { // one that is printed again as it was amends nothing
		now.Notice, now.Before = papers.AmendedNotice, &before
	}
	return now
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
