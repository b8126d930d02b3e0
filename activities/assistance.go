package activities

import (
	"time"

	"homeward/avrr"
	"homeward/papers"
)

// answerAhead is how long before the departure an office is asked to answer: time enough to find another way to meet somebody.
const answerAhead = 48 * time.Hour

// assistance asks the receiving office to meet those who arrive and to see them on their way.
func (w wording) assistance(c *avrr.Case, issued avrr.IssuedPaper) papers.Content {
	segments := c.Booking.Segments
	last := segments[len(segments)-1]
	return papers.AssistanceRequest{At: papers.AtArrival, Reference: c.Reference, To: w.office(c.ReceivingOffice), Place: w.place(last.To, last.ToPlace),
		Legs: w.legs(c.Booking, ""), Passengers: w.veiled(c, issued), Escorts: w.escorts(c, issued, c.Restricted), Contacts: w.contacts(c), ReplyTo: w.office(c.HostOffice),
		ReplyBy:  answerBy(segments[0].DepartsAt, issued.IssuedAt),
		Requests: []papers.Request{{Kind: papers.Meet}, {Kind: papers.OnwardTransport, Detail: w.destination(c)}}}
}

// answerBy is when an office is to have answered; at once, when it is asked too late for that.
func answerBy(departs, asked time.Time) time.Time {
	if by := departs.Add(-answerAhead); by.After(asked) {
		return by
	}
	return asked.In(departs.Location())
}
