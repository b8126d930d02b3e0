package avrr

import (
	"slices"
	"time"
)

// AmendBooking changes the itinerary or the tickets of a case's booking. The letters and notices that told the old one are
// replaced. Where others travel along, it changes for the passengers of this case alone.
type AmendBooking struct {
	Segments []Segment         `json:"segments" schema:"max=12"`
	Tickets  map[string]string `json:"tickets,omitempty" schema:"ref=member" doc:"Ticket number by member, of those whose ticket changed."`
	Cause    string            `json:"cause" schema:"max=2000"`
	When
}

func (in AmendBooking) settle(j *Judging) (_ Input, err error) {
	in.Segments, err = j.itinerary(in.Segments)
	return in, err
}

func (in AmendBooking) check(j *Judging) error {
	b := j.Case.Booking
	switch made := j.at(); {
	case b.live() && !in.Segments[0].DepartsAt.After(made):
		return broken("departed-already", "/segments/0/departs_at", "The first segment had already departed.")
	case !lastArrival(in.Segments).After(made):
		return broken("arrived-already", "/segments", "The last segment had already arrived.")
	case len(in.Tickets) > 0 && b.Status == Held:
		return broken("not-ticketed", "/tickets", "The seats are only held. Confirm the booking with its tickets.")
	}
	for member := range in.Tickets {
		if !slices.Contains(b.Members, member) {
			return broken("ticket-without-seat", "/tickets", "%s has no seat on this booking.", printable(member))
		}
	}
	if err := in.reissues(j); err != nil {
		return err
	}
	for _, m := range j.Case.having(Stranded) {
		if m.isOneOf(b.Members) && !j.Case.wishes(m) {
			return broken("declined-onward", "/segments", "%s does not wish to travel on.", m.ID)
		}
	}
	return j.holdsOnTheWay(in.Segments)
}

// reissues refuses another ticket to somebody who may not be issued one. Whoever is under way already is helped on.
func (in AmendBooking) reissues(j *Judging) error {
	another := func(m *Member) bool { return in.Tickets[m.ID] != "" && in.Tickets[m.ID] != m.Ticket }
	if j.Case.Booking.Status != Ticketed || !slices.ContainsFunc(j.Case.Members, another) {
		return nil
	}
	if blocks := append(cleared(j), noChildSentAlone(j)...); len(blocks) > 0 {
		return &Error{Code: CodeRule, Field: "/tickets", Message: blocks[0].Text, Blocks: blocks}
	}
	return nil
}

// checkMovement is asked where nobody is aboard whose booking could be.
func (in AmendBooking) checkMovement(m *Movement, at time.Time) error {
	if m.Status == Unjoined && !in.Segments[0].DepartsAt.After(at) {
		return broken("departed-already", "/segments/0/departs_at", "The first segment had already departed.")
	}
	return nil
}

// concerns leaves alone who was given an itinerary of their own before.
func (in AmendBooking) concerns(p Passenger) bool { return p.travels() && len(p.Segments) == 0 }

func (in AmendBooking) applyMovement(m *Movement, e *Event) {
	own := in.Segments
	if m.ledBy(e) {
		m.Segments, own = in.Segments, nil
	}
	m.seats(e, nil, func(p *Passenger) {
		if p.travels() {
			p.Segments = own
		}
		if number := in.Tickets[e.names(p)]; number != "" {
			p.Ticket = number
		}
	})
}

// ledBy reports whether an event speaks for the movement itself: it was made on it, or on the only case of a journey that is no group's.
func (m *Movement) ledBy(e *Event) bool {
	others := func(p Passenger) bool { return p.Case != e.Case && p.travels() }
	return e.Case == "" || m.Kind == "" && !slices.ContainsFunc(m.Passengers, others)
}

func (in AmendBooking) apply(c *Case, _ *Programme, e *Event) {
	b := c.Booking
	b.Segments = in.Segments
	for _, id := range b.Members {
		m := c.Member(id)
		if number := in.Tickets[id]; number != "" && number != m.Ticket {
			m.ticketed(number)
		}
		if b.Status == Ticketed {
			c.reissueLetter(id, e)
		}
	}
	c.tellAnew(e)
	if b.Status == Ticketed || b.Status == Under { // what is folded again may have lost its journey to a voiding
		b.ToldAt = e.RecordedAt
		c.tellOffices(e)
	}
}

// amendable asks for a booking whose journey is not over.
func amendable(j *Judging) []Blocked {
	if b := j.Case.Booking; b != nil && b.Status == Under {
		return nil
	}
	return booked(j)
}
