package avrr

import "time"

// JoinMovement seats a case on a movement that others travel on: a family, a group. Everything that holds for holding seats
// holds for the case that joins; its own tickets are issued by confirm-booking, as ever.
type JoinMovement struct {
	Movement   string           `json:"movement" schema:"like=01JD5Z3NDEKTSV4RRFFQ69G5FA,pattern=^[0-9A-HJKMNP-TV-Z]{26}$" doc:"The movement's id."`
	Passengers []string         `json:"passengers" schema:"ref=member"`
	Services   []ServiceRequest `json:"service_requests,omitempty" schema:"min=0"`
	When
}

func (in JoinMovement) check(j *Judging) error {
	m := j.Movement
	switch {
	case m.Seq == 0:
		return broken("no-such-movement", "/movement", "There is no such movement.")
	case m.Status != Unjoined && m.Status != Held && m.Status != Ticketed:
		return broken("movement-over", "/movement", "Nobody can join this movement any more.")
	case !m.Departs().After(j.at()):
		return broken("departed-already", "/movement", "The movement had already departed.")
	}
	if err := m.room(j.Case.ID, len(in.Passengers)); err != nil {
		return err
	}
	if err := j.seatable(in.Passengers); err != nil {
		return err
	}
	if err := forPassengers(in.Services, in.Passengers); err != nil {
		return err
	}
	return j.holdsOnTheWay(m.Segments)
}

// joined is the movement as it stood when the case came to it: the case's log must tell its booking by itself.
type joined struct {
	Segments  []Segment `json:"segments"`
	HoldUntil time.Time `json:"hold_until"`
	TicketBy  time.Time `json:"ticket_by,omitzero"`
	operated
}

func (in JoinMovement) conclude(j *Judging) (any, error) {
	m := j.Movement
	return joined{m.Segments, m.heldFor(j.at()), m.TicketBy, operated{m.Operated}}, nil
}

// heldFor answers how long seats taken at an instant are kept: until the carrier's time limit or, when that has passed and the
// group has its tickets, until the departure.
func (m *Movement) heldFor(at time.Time) time.Time {
	if m.HoldUntil.After(at) {
		return m.HoldUntil
	}
	return m.Departs()
}

func (in JoinMovement) applyMovement(m *Movement, e *Event) {
	m.HoldUntil = m.heldFor(e.RecordedAt)
	if m.HoldUntil.Before(e.RecordedAt) { // told late: it lapses a day after the telling, and not as it lapsed before
		m.HeldSince = e.RecordedAt
	}
	m.seat(e.Case, in.Passengers, in.Services)
}

func (in JoinMovement) apply(c *Case, _ *Programme, e *Event) {
	var as joined
	e.derived(&as)
	c.seat(&Booking{Movement: e.Movement, Status: Held, Members: in.Passengers, Segments: as.Segments, HoldUntil: as.HoldUntil, TicketBy: as.TicketBy, Since: e.RecordedAt, Services: in.Services})
	c.Booking.operatedAs(e)
}
