package avrr

import "time"

// Kinds of movements that are planned before anybody is on them.
const (
	Group   = "group"   // seats on flights that others take, too
	Charter = "charter" // a flight of its own
)

// PlanMovement begins a movement that no case is on yet: seats that were contracted for a group, or a charter. Cases join it one
// by one. Nobody is asked for consent here; each case is when it joins.
type PlanMovement struct {
	Kind       string    `json:"kind" schema:"enum=group|charter"`
	Name       string    `json:"name" schema:"max=120" doc:"What the office calls it; never a traveller's name."`
	Segments   []Segment `json:"segments" schema:"max=12"`
	Seats      int       `json:"seats" schema:"min=1,max=500"`
	HoldUntil  time.Time `json:"hold_until,omitzero" doc:"Until when the carrier keeps seats that are not ticketed; until the departure when left out."`
	TicketBy   time.Time `json:"ticket_by,omitzero" doc:"Until when tickets must be issued for the fare to stand."`
	Fare       *Money    `json:"fare,omitempty"`
	Conditions string    `json:"conditions,omitempty" schema:"max=1000" doc:"What changing or cancelling costs."`
	When
}

func (in PlanMovement) settle(j *Judging) (_ Input, err error) {
	in.Segments, err = j.itinerary(in.Segments)
	return in, err
}

func (in PlanMovement) checkMovement(_ *Movement, at time.Time) error {
	departs := in.Segments[0].DepartsAt
	if !departs.After(at) {
		return broken("departed-already", "/segments/0/departs_at", "The first segment had already departed.")
	}
	return limits{in.HoldUntil, in.TicketBy}.check(at, departs)
}

func (in PlanMovement) applyMovement(m *Movement, e *Event) {
	m.Kind, m.Name, m.Seats, m.Segments, m.Status = in.Kind, in.Name, in.Seats, in.Segments, Unjoined
	m.HoldUntil, m.TicketBy, m.HeldSince, m.Fare, m.Conditions = in.HoldUntil, in.TicketBy, e.RecordedAt, in.Fare, in.Conditions
}

func (in PlanMovement) apply(*Case, *Programme, *Event) {} // no case is told of it

// limits are the carrier's: until when seats are kept, and until when tickets must be issued; zero where there is none.
type limits struct{ holdUntil, ticketBy time.Time }

func (l limits) check(made, departs time.Time) error {
	switch {
	case l.holdUntil.IsZero():
	case !l.holdUntil.After(made):
		return broken("hold-over", "/hold_until", "The hold would have ended before it was made.")
	case l.holdUntil.After(departs):
		return broken("hold-beyond-departure", "/hold_until", "A hold cannot last beyond the departure.")
	}
	switch {
	case l.ticketBy.IsZero():
	case !l.ticketBy.After(made):
		return broken("ticketing-over", "/ticket_by", "The time for ticketing would have ended before the seats were held.")
	case l.ticketBy.After(departs), !l.holdUntil.IsZero() && l.ticketBy.After(l.holdUntil):
		return broken("ticketing-beyond-hold", "/ticket_by", "Tickets cannot be issued after the hold, or after the departure.")
	}
	return nil
}

// taken counts the seats that are somebody's, those of one case left out.
func (m *Movement) taken(but string) int {
	n := 0
	for _, p := range m.Passengers {
		if p.travels() && p.Case != but {
			n++
		}
	}
	return n
}

// Taken counts the seats that are somebody's.
func (m *Movement) Taken() int { return m.taken("") }

// Seated counts the seats of each case, by its id.
func (m *Movement) Seated() map[string]int {
	seats := map[string]int{}
	for _, p := range m.Passengers {
		if p.travels() {
			seats[p.Case]++
		}
	}
	return seats
}

// Awaits reports whether of somebody aboard nothing is told yet: neither that they left nor that they did not.
func (m *Movement) Awaits() bool { return anybodyAwaited(m) }

// Escorted counts who travels along with passengers.
func (m *Movement) Escorted() int {
	n := 0
	for _, e := range m.Escorts {
		if e.State != EscortReleased {
			n++
		}
	}
	return n
}

// Held counts the seats that are kept without a ticket.
func (m *Movement) Held() int {
	n := 0
	for _, p := range m.Passengers {
		if p.held() {
			n++
		}
	}
	return n
}

// room refuses more passengers of a case than there are seats for.
func (m *Movement) room(caseID string, passengers int) error {
	free := m.Seats - m.taken(caseID)
	if m.Seats == 0 || passengers <= free {
		return nil
	}
	return broken("no-seats", "/passengers", "The movement has %d seats, of which %d are free; %d are asked for.", m.Seats, max(free, 0), passengers)
}

// MovementStatuses are all a movement may have, in the order it comes to them.
var MovementStatuses = []string{Unjoined, Held, Ticketed, Under, Completed, Cancelled, Lapsed}

// States of a passenger on the manifest.
const (
	ManifestPlanned = "planned"
	ManifestPresent = "present"
	ManifestAbsent  = "absent"
	ManifestAdded   = "added"
)

// Manifest answers where a passenger stands on the manifest, and false for one whose seat was given back: they are not on it.
func (p Passenger) Manifest() (state string, listed bool) {
	switch {
	case p.Outcome == outcomeReleased:
		return "", false
	case p.awaited():
		return ManifestPlanned, true
	case p.Added:
		return ManifestAdded, true
	case p.travels() || p.Outcome == outcomeReturned:
		return ManifestPresent, true
	}
	return ManifestAbsent, true
}

// Waits reports whether the passenger's seat waits for a ticket.
func (p Passenger) Waits() bool { return p.held() }

// ticketsAsked is when the travel desk is asked for the tickets: a day before they must be issued or, where the carrier gave less
// than two, in the middle of the time it gave.
func (b *Booking) ticketsAsked() time.Time {
	return b.TicketBy.Add(-min(24*time.Hour, b.TicketBy.Sub(b.Since)/2))
}

// askForTickets raises the task that ends by itself once the tickets are issued, or the seats gone.
func (c *Case) askForTickets(e *Event) {
	c.raise(overdueMark+ClockTicketing, T("Issue the tickets", "Lëshoni biletat"),
		"The fare stands until "+c.Booking.TicketBy.UTC().Format("2006-01-02 15:04")+" UTC.", TravelDuty, e.RecordedAt)
}
