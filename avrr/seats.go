package avrr

import (
	"cmp"
	"slices"
	"time"
)

// A Booking is the case's share of a movement.
type Booking struct {
	Movement  string    `json:"movement"`
	Status    string    `json:"status"`
	Members   []string  `json:"members"`
	Segments  []Segment `json:"segments"`
	HoldUntil time.Time `json:"hold_until,omitzero"`
	TicketBy  time.Time `json:"ticket_by,omitzero"`
	// Since is when the seats were held.
	Since   time.Time `json:"since,omitzero"`
	Locator string    `json:"record_locator,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	ToldAt  time.Time `json:"told_at,omitzero"`  // when the tickets, or the itinerary they are for now, were recorded
	EndedAt time.Time `json:"ended_at,omitzero"` // when the seats were given back, or the journey was over
	// Leaving are members who withdrew and whose seats the movement has not given back yet, while others keep theirs.
	Leaving []string `json:"leaving,omitempty"`
	// Legs are what was told of each segment, beside what Segments had planned.
	Legs []LegOutcome `json:"legs,omitempty"`
	// Services are what the carrier is asked to do for each member.
	Services []ServiceRequest `json:"service_requests,omitempty"`
	Escorts  []AssignedEscort `json:"escorts,omitempty"`
	// Operated says that a machine answers for the carrier; Asked is what it was asked for and has not answered yet: hold or ticket.
	Operated bool   `json:"operated,omitempty"`
	Asked    string `json:"asked,omitempty"`
}

// give takes a member who withdrew off the booking. The last one to go takes the whole booking along.
func (b *Booking) give(member string) {
	if !b.live() || !slices.Contains(b.Members, member) {
		return
	}
	if len(b.Members) == 1 {
		b.Members, b.Leaving, b.Status = append(b.Members, b.Leaving...), nil, Releasing
		return
	}
	b.stay(member)
}

// stay takes a member off the booking whose seat the movement has still to give back.
func (b *Booking) stay(member string) {
	if slices.Contains(b.Members, member) {
		b.leave(member)
		b.Leaving = append(b.Leaving, member)
	}
}

// leave takes a member off the booking whose seat is used up or was refused to them: nothing is left to give back.
func (b *Booking) leave(member string) {
	b.Members = slices.DeleteFunc(slices.Clone(b.Members), func(id string) bool { return id == member })
}

// toGive answers, in a list of its own, whose seats the movement has still to give back.
func (b *Booking) toGive() []string {
	if b.Status == Releasing {
		return slices.Clone(b.Members)
	}
	return slices.Clone(b.Leaving)
}

// live reports whether seats are held or tickets valid.
func (b *Booking) live() bool { return b.Status == Held || b.Status == Ticketed }

// HoldSeats asks the carrier to keep seats. A paper may still be missing; one that is known to end too early may not.
type HoldSeats struct {
	Segments   []Segment        `json:"segments" schema:"max=12"`
	Passengers []string         `json:"passengers" schema:"ref=member"`
	Services   []ServiceRequest `json:"service_requests,omitempty" schema:"min=0"`
	Escorts    []Escort         `json:"escorts,omitempty" schema:"min=0,max=20" doc:"Who travels along with passengers."`
	Fare       *Money           `json:"fare,omitempty"`
	Conditions string           `json:"conditions,omitempty" schema:"max=1000" doc:"What changing or cancelling costs."`
	HoldUntil  time.Time        `json:"hold_until" doc:"Until when the carrier keeps the seats without tickets."`
	TicketBy   time.Time        `json:"ticket_by,omitzero" doc:"Until when tickets must be issued for the fare to stand."`
	When
}

func (in HoldSeats) settle(j *Judging) (_ Input, err error) {
	if in.Segments, err = j.itinerary(in.Segments); err != nil {
		return in, err
	}
	in.Escorts, err = j.waysBack(in.Escorts)
	return in, err
}

func (in HoldSeats) check(j *Judging) error {
	departs, made := in.Segments[0].DepartsAt, j.at()
	if !departs.After(made) {
		return broken("departed-already", "/segments/0/departs_at", "The first segment had already departed.")
	}
	if err := (limits{in.HoldUntil, in.TicketBy}).check(made, departs); err != nil {
		return err
	}
	if err := j.seatable(in.Passengers); err != nil {
		return err
	}
	if err := forPassengers(in.Services, in.Passengers); err != nil {
		return err
	}
	if err := escortsFit(in.Escorts, in.Passengers, in.Segments); err != nil {
		return err
	}
	return j.holdsOnTheWay(in.Segments)
}

// seatable refuses passengers who are not going, and a family that is torn apart: all of it travels, or none, unless a part
// of it was split off or deferred before.
func (j *Judging) seatable(passengers []string) error {
	for _, id := range passengers {
		if m := j.Case.Member(id); !slices.Contains([]Fate{Going, NoShow, Returned, Stranded}, m.Fate) {
			return broken("not-going", "/passengers", "%s is not going (%s).", id, m.Fate.Title().EN)
		}
	}
	for _, m := range j.Case.travellers() {
		if !m.isOneOf(passengers) {
			err := broken("family-apart", "/passengers", "%s is still going too. A family travels together unless a part of it is split off first.", m.ID)
			err.Blocks[0].Member, err.Blocks[0].Duty = m.ID, ReturnDuty
			return err
		}
	}
	return nil
}

func (in HoldSeats) applyMovement(m *Movement, e *Event) {
	m.Segments, m.HoldUntil, m.HeldSince = in.Segments, in.HoldUntil, e.RecordedAt
	m.TicketBy, m.Fare, m.Conditions = in.TicketBy, in.Fare, in.Conditions
	m.seat(e.Case, in.Passengers, in.Services)
	m.escort(e, in.Escorts)
}

func (in HoldSeats) apply(c *Case, _ *Programme, e *Event) {
	c.seat(&Booking{Movement: e.Movement, Status: Held, Members: in.Passengers, Segments: in.Segments, HoldUntil: in.HoldUntil, TicketBy: in.TicketBy, Since: e.RecordedAt, Services: in.Services})
	c.escort(in.Escorts, e)
	c.Booking.operatedAs(e)
}

// seat gives the case its seats on a movement. Who was stranded, and who was sent back, is going again. Offices that still expect
// somebody on the journey before, on which nobody of the case is any more, need not.
func (c *Case) seat(b *Booking) {
	if old := c.Booking; old != nil && old.Movement != b.Movement && c.ArrivedAt.IsZero() {
		c.cancelNotices()
	}
	c.book(b)
	for _, id := range b.Members {
		m := c.Member(id)
		if m.Fate == Stranded {
			m.keepPaper()
		}
		m.Fate, m.LeftAt = Going, time.Time{}
	}
}

// ConfirmBooking records that tickets were issued: every paper is known and holds until the local day of arrival.
type ConfirmBooking struct {
	Locator string            `json:"record_locator,omitempty" schema:"like=HXOO40,pattern=^[A-Z0-9]{5,8}$" doc:"Left out, with the tickets, where the carrier is to be asked to issue them."`
	Tickets map[string]string `json:"tickets,omitempty" schema:"ref=member" doc:"Ticket number by member."`
	// Locators are those of cases that were booked under another one than the rest of their group, by the id of the case.
	Locators map[string]string `json:"record_locators,omitempty" schema:"ref=case,like=HXOO40,pattern=^[A-Z0-9]{5,8}$" doc:"Record locators by case, where they differ."`
	When
}

// locator answers the record locator of a case.
func (in ConfirmBooking) locator(caseID string) string {
	return cmp.Or(in.Locators[caseID], in.Locator)
}

func (in ConfirmBooking) check(j *Judging) error {
	if err := in.known(j.Case); err != nil || in.asks() {
		return err
	}
	for member := range in.Tickets {
		if !slices.Contains(j.Case.Booking.Members, member) {
			return broken("ticket-without-seat", "/tickets", "%s has no seat on this booking.", printable(member))
		}
	}
	for _, member := range j.Case.Booking.Members {
		if in.Tickets[member] == "" {
			return broken("seat-without-ticket", "/tickets", "There is no ticket number for %s.", member)
		}
	}
	return nil
}

func (in ConfirmBooking) applyMovement(m *Movement, e *Event) {
	if in.asks() {
		return
	}
	if m.Locator == "" || e.Case == "" {
		m.Locator = in.Locator
	}
	m.seats(e, nil, func(p *Passenger) {
		number := in.Tickets[e.names(p)]
		if !p.awaited() || number == "" {
			return
		}
		p.Ticket = number
		if p.Locator = in.locator(p.Case); p.Locator == m.Locator {
			p.Locator = ""
		}
	})
	m.settle(Ticketed)
}

func (in ConfirmBooking) apply(c *Case, _ *Programme, e *Event) {
	if in.asks() {
		c.Booking.Asked = AskTicket
		return
	}
	c.ticket(in.locator(c.ID), in.Tickets, e)
}

// ticket lets the members of the booking travel on their tickets.
func (c *Case) ticket(locator string, tickets map[string]string, e *Event) {
	c.Booking.Status, c.Booking.Locator, c.Booking.ToldAt, c.Booking.Asked = Ticketed, locator, e.RecordedAt, ""
	for _, member := range c.Booking.Members { // in their order, so that every fold enters the papers alike
		c.Member(member).ticketed(tickets[member])
		c.reissueLetter(member, e)
	}
	if !c.Booking.landed(e.RecordedAt) {
		c.giveOutPapers(e)
	}
	c.tellOffices(e)
}

// ticketed gives the member a ticket, in the name they have now.
func (m *Member) ticketed(number string) {
	m.Ticket, m.TicketName = number, m.Name()
}

// CancelBooking gives seats or tickets back; for whom the journey broke off on the way, it ends it there.
type CancelBooking struct {
	Reason string `json:"reason" schema:"max=2000"`
	When
}

func (in CancelBooking) concerns(p Passenger) bool {
	return p.awaited() || p.Outcome == outcomeStranded
}

func (in CancelBooking) applyMovement(m *Movement, e *Event) {
	m.release(e, nil)
	if e.Case == "" && m.Status == Unjoined {
		m.Status = Cancelled
	}
}

func (in CancelBooking) apply(c *Case, _ *Programme, e *Event) {
	if b := c.Booking; b.live() {
		c.giveBack(b, b.Members, e)
	}
	c.unbook(Cancelled, in.Reason, e)
}

// ReleasePassengers is how a case that withdraws gives its seats back; no person performs it.
type ReleasePassengers struct {
	Members []string `json:"members" schema:"min=0"`
	Gone    []string `json:"gone,omitempty" schema:"min=0"` // those of them whose journey ended on the way
	Reason  string   `json:"reason"`
}

func (in ReleasePassengers) applyMovement(m *Movement, e *Event) {
	m.release(e, in.Members, in.Gone...)
}

// Gone answers which of the members will not arrive although they boarded.
func (c *Case) Gone(members []string) []string {
	return slices.DeleteFunc(slices.Clone(members), func(id string) bool {
		m := c.Member(id)
		return m.LeftAt.IsZero() || m.Fate != Died && m.Fate != LeftCase
	})
}

func (in ReleasePassengers) apply(c *Case, _ *Programme, e *Event) {
	b := c.Booking
	if b == nil || b.Movement != e.Movement {
		return
	}
	released := func(id string) bool { return slices.Contains(in.Members, id) }
	c.giveBack(b, slices.DeleteFunc(b.toGive(), func(id string) bool { return !released(id) }), e)
	b.Leaving = slices.DeleteFunc(b.Leaving, released)
	switch {
	case b.Status == Releasing:
		c.unbook(Cancelled, in.Reason, e)
	case b.live() && len(b.Members) > 0: // not once they boarded all the same
		c.seatsGone(slices.DeleteFunc(slices.Clone(b.Members), func(id string) bool { return !released(id) }), e)
	}
}

// seatsGone is for members who are going after all, because what made them leave was taken back: their seats were given back in the
// meantime, and no carrier lets them aboard.
func (c *Case) seatsGone(members []string, e *Event) {
	b := c.Booking
	c.giveBack(b, members, e)
	everybody := len(members) == len(b.Members)
	for _, id := range members {
		if !everybody {
			b.leave(id)
		}
		c.unticket(id)
		c.raise("seat-gone:"+id, T("Book a seat anew: the one there was has been given back", "Rezervoni sërish një vend: ai i mëparshmi u kthye"), "", TravelDuty, e.RecordedAt)
	}
	if everybody {
		c.unbook(Cancelled, "the seats were given back", e)
	}
}

// release frees seats; a movement nobody travels on is cancelled.
func (m *Movement) release(e *Event, members []string, gone ...string) {
	m.seats(e, members, func(p *Passenger) {
		if p.awaited() || p.Outcome == outcomeStranded || slices.Contains(gone, p.Member) { // who is on the way has no seat to give back
			p.Outcome = outcomeReleased
		}
	})
	m.settle(Cancelled)
}

// LapseHold records that the carrier's time limit passed before the tickets were issued.
type LapseHold struct {
	Clock string    `json:"clock"`
	Due   time.Time `json:"due"`
}

func (in LapseHold) applyMovement(m *Movement, e *Event) {
	m.seats(e, nil, func(p *Passenger) {
		if p.held() {
			p.Outcome = outcomeReleased
		}
	})
	m.settle(Lapsed)
}

func (in LapseHold) apply(c *Case, _ *Programme, e *Event) {
	if b := c.Booking; b != nil && b.Movement == e.Movement && b.Status == Held {
		c.unbook(Lapsed, "the carrier's time limit passed", e)
	}
}

// unbook takes the booking back to where it can be made again, and calls back what was sent about it.
func (c *Case) unbook(status, reason string, e *Event) {
	if c.Booking == nil {
		return
	}
	c.Booking.Status, c.Booking.Reason, c.Booking.Leaving = status, reason, nil
	c.Booking.EndedAt = e.when(c)
	c.cancelNotices()
	for _, id := range c.Booking.Members {
		c.unticket(id)
	}
}

// unticket takes back a ticket that can no longer be used, and the papers that speak of it.
func (c *Case) unticket(member string) {
	m := c.Member(member)
	m.Ticket, m.TicketName = "", ""
	c.withdrawJourneyPapers(member)
}

// booked asks for a live booking.
func booked(j *Judging) []Blocked {
	if b := j.Case.Booking; b == nil || !b.live() {
		return []Blocked{{Rule: "no-booking", Text: "No seats are held for this case.", Thing: "booking", Duty: TravelDuty}}
	}
	return nil
}

// cancellable asks for seats to give back, or for a journey that broke off.
func cancellable(j *Judging) []Blocked {
	if b := j.Case.Booking; b != nil && b.Status == Under && len(j.Case.having(Departed)) == 0 {
		return nil
	}
	return booked(j)
}

// seatsWanted reports whether somebody waits for a journey: in preparation everybody, and who was stranded on the way.
func seatsWanted(j *Judging) bool {
	return j.Case.Stage == Preparation || len(j.Case.having(Stranded)) > 0
}

// hasBooking reports whether there is a journey to speak of.
func hasBooking(j *Judging) bool { return j.Case.Booking != nil }

// hasMovement asks for a movement the fact can be recorded on, live or not.
func hasMovement(j *Judging) []Blocked {
	if j.Case.Booking == nil {
		return []Blocked{{Rule: "no-movement", Text: "This case has never been booked on a movement.", Thing: "movement", Duty: TravelDuty}}
	}
	return nil
}

// notBooked asks that there is no live booking: one at a time.
func notBooked(j *Judging) []Blocked {
	if b := j.Case.Booking; b != nil && (b.live() || b.Status == Releasing || b.Status == Under && len(j.Case.having(Departed, Stranded)) > 0) {
		return []Blocked{{Rule: "already-booked", Text: "Seats are already held for this case. Cancel them first.", Thing: "booking", Duty: TravelDuty}}
	}
	return nil
}

// onlyHeld asks for seats that are not ticketed yet.
func onlyHeld(j *Judging) []Blocked {
	if b := j.Case.Booking; b == nil || b.Status != Held {
		return []Blocked{{Rule: "no-hold", Text: "No seats are on hold for this case.", Thing: "hold", Duty: TravelDuty}}
	}
	return nil
}
