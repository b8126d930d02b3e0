package avrr

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// What can become of a passenger on one segment, beside having boarded and not having shown up.
const (
	outcomeRefusedAtGate    = "refused_at_gate"
	outcomeDeniedBoarding   = "denied_boarding"
	outcomeOffloaded        = "offloaded"
	outcomeMissedConnection = "missed_connection"
	outcomeDeclinedOnward   = "declined_onward"
	outcomeRefusedEntry     = "refused_entry"
	outcomeDetained         = "detained"
	outcomeAdded            = "added"
)

// A LegOutcome is what was told of one passenger on one segment, and when it happened.
type LegOutcome struct {
	Segment int       `json:"segment"`        // counted from 1
	Case    string    `json:"case,omitempty"` // on a movement; a booking is one case's own
	Member  string    `json:"member"`
	Outcome string    `json:"outcome"`
	At      time.Time `json:"at"`
}

// told keeps what was told of a member on a segment.
func (b *Booking) told(segment int, member, outcome string, at time.Time) {
	b.Legs = append(b.Legs, LegOutcome{Segment: segment, Member: member, Outcome: outcome, At: at})
}

// lastTold answers what was told last of a member on a segment.
func (b *Booking) lastTold(segment int, member string) string {
	for _, l := range slices.Backward(b.Legs) {
		if l.Segment == segment && l.Member == member {
			return l.Outcome
		}
	}
	return ""
}

// ReportLeg records what became of passengers on one segment. Who is not named is not spoken of. Whoever turns back at the gate
// has withdrawn: nobody is ever a no-show for having changed their mind.
type ReportLeg struct {
	Movement   string            `json:"movement,omitempty" schema:"like=01JD5Z3NDEKTSV4RRFFQ69G5FA,pattern=^[0-9A-HJKMNP-TV-Z]{26}$" doc:"The movement it was flown on, when the case has been rebooked on another one since."`
	Segment    int               `json:"segment" schema:"min=1,max=12" doc:"Which segment of the itinerary, counted from 1."`
	OccurredAt time.Time         `json:"occurred_at"`
	Passengers map[string]string `json:"passengers" schema:"ref=member,min=1,enum=boarded|refused_at_gate|no_show|denied_boarding|offloaded|missed_connection|declined_onward|refused_entry|detained|added" doc:"What became of each member on this segment."`
}

func (in ReportLeg) happenedAt() time.Time { return in.OccurredAt }

// named answers the members in one order, so that every fold does the same.
func (in ReportLeg) named() []string { return slices.Sorted(maps.Keys(in.Passengers)) }

func (in ReportLeg) check(j *Judging) error {
	b := j.Case.before(j.Movement.ID)
	switch here := j.Case.bookedOn(j.Movement.ID); {
	case in.Movement != "" && (in.Movement != j.Movement.ID || !here && b == nil):
		return broken("not-on-movement", "/movement", "Nothing was told of this case on that movement.")
	case here:
		b = j.Case.Booking
	case b == nil:
		return j.notBookedHere("/passengers")
	}
	if in.Segment > len(b.Segments) {
		return broken("no-such-segment", "/segment", "The itinerary has no segment %d; its last one is %d.", in.Segment, len(b.Segments))
	}
	for _, id := range in.named() {
		if b.lastTold(in.Segment, id) == in.Passengers[id] {
			return broken("leg-recorded", "/passengers/"+id, "This is already recorded of %s on segment %d.", id, in.Segment)
		}
	}
	return nil
}

func (in ReportLeg) applyMovement(m *Movement, e *Event) {
	for _, name := range in.named() {
		caseID, member, about := e.whom(name)
		if !about {
			continue
		}
		outcome := in.Passengers[name]
		m.Legs = append(m.Legs, LegOutcome{Segment: in.Segment, Case: caseID, Member: member, Outcome: outcome, At: in.OccurredAt})
		p := m.passenger(caseID, member)
		if p.Outcome != outcomeArrived { // the arrival may be told before a leg
			p.Outcome = seatAfter(in.Segment, outcome)
		}
		p.Added = p.Added || in.Segment == 1 && outcome == outcomeAdded
		if in.Segment == 1 && seatAfter(1, outcome) == outcomeBoarded {
			m.DepartedAt = in.OccurredAt
		}
	}
	m.settle(Cancelled)
}

// seatAfter answers what becomes of a seat: who never left has none any more, whose journey breaks off on the way keeps theirs.
func seatAfter(segment int, outcome string) string {
	switch {
	case outcome == outcomeBoarded || outcome == outcomeAdded:
		return outcomeBoarded
	case outcome == outcomeRefusedEntry:
		return outcomeReturned
	case outcome == outcomeDetained || segment > 1:
		return outcomeStranded
	}
	return outcome
}

func (in ReportLeg) apply(c *Case, _ *Programme, e *Event) {
	if b := c.before(e.Movement); b != nil { // the journey has gone on otherwise since
		for _, id := range in.named() {
			b.told(in.Segment, id, in.Passengers[id], in.OccurredAt)
		}
		return
	}
	aboard := len(c.Booking.Members)
	for _, id := range in.named() {
		m, outcome := c.Member(id), in.Passengers[id]
		if outcome == outcomeBoarded || outcome == outcomeAdded {
			c.board(m, in.Segment, outcome, in.OccurredAt)
			continue
		}
		c.Booking.told(in.Segment, id, outcome, in.OccurredAt)
		switch {
		case m.Fate == Arrived || m.Fate == Died: // told late, or a contradiction that a person looks into
		case outcome == outcomeRefusedEntry:
			c.broughtBack(m, e)
		case seatAfter(in.Segment, outcome) == outcomeStranded:
			c.strand(m, outcome, e)
		default:
			c.leftBehind(m, outcome, e)
		}
	}
	c.settleBooking(aboard, e)
}

// board puts a member on the way, whatever was thought of them before.
func (c *Case) board(m *Member, segment int, outcome string, at time.Time) {
	b := c.Booking
	b.told(segment, m.ID, outcome, at)
	if m.Fate == Died { // nobody flies after their death: a person looks into which of the two is wrong
		return
	}
	m.Ended = nil
	if m.Awaited() {
		m.departOn(DateOf(at.In(Zone(c.HostCountry))))
	}
	if !m.isOneOf(b.Members) {
		b.Members = append(slices.Clone(b.Members), m.ID)
	}
	if segment == 1 {
		m.LeftAt = at
	}
	if m.Fate != Arrived && m.Fate != Died { // the arrival may be told before the departure
		m.Fate = Departed
	}
	c.goOn()
}

// leftBehind is for who did not leave on the first segment: the seat is gone, and the wish stands unless they said otherwise.
func (c *Case) leftBehind(m *Member, outcome string, e *Event) {
	if !slices.Contains([]Fate{Going, NoShow, Departed}, m.Fate) {
		return
	}
	c.Booking.leave(m.ID)
	c.unticket(m.ID)
	if m.Fate == Departed {
		m.keepPaper()
	}
	m.Fate, m.LeftAt = Going, time.Time{}
	switch {
	case outcome == outcomeNoShow:
		m.Fate = NoShow
	case turnedBack(outcome):
		c.withdraw(m.ID, e)
	}
}

// turnedBack reports whether an outcome is the passenger's own word that they do not wish to travel.
func turnedBack(outcome string) bool {
	return outcome == outcomeRefusedAtGate || outcome == outcomeDeclinedOnward
}

// strand keeps a member on the way whose journey does not go on. Who does not wish to go on has withdrawn from the rest of it:
// nobody is moved further against their will.
func (c *Case) strand(m *Member, outcome string, e *Event) {
	m.Fate = Stranded
	c.goOn()
	switch {
	case turnedBack(outcome):
		m.endReturnConsents("", e.on(c))
		c.raise("declined:"+m.ID, T("Ask what the traveller wishes", "Pyesni çfarë dëshiron udhëtari"), m.ID+" does not wish to travel on.", ReturnDuty, e.RecordedAt)
		c.raise("declined-seat:"+m.ID, T("Stop the rest of the journey", "Ndërprisni pjesën tjetër të udhëtimit"), m.ID+" does not wish to travel on.", TravelDuty, e.RecordedAt)
	case outcome == outcomeDetained: // in words that fit any traveller who needs a call
		c.raise("call:"+m.ID, T("Get in touch with the traveller", "Lidhuni me udhëtarin"), m.ID+" did not travel on.", ProtectionDuty, e.RecordedAt)
	}
}

// broughtBack is for who was refused entry. Who still wishes to return is prepared for another journey; whoever had declined to
// go on has withdrawn.
func (c *Case) broughtBack(m *Member, e *Event) {
	c.Booking.leave(m.ID)
	c.unticket(m.ID)
	m.LeftAt = time.Time{}
	if !c.wishes(m) {
		m.Fate = Withdrew
		return
	}
	m.Fate = Returned
	c.goOn()
	c.raise("brought-back:"+m.ID, T("Ask why entry was refused, and what the traveller wishes", "Pyesni pse u refuzua hyrja dhe çfarë dëshiron udhëtari"), "", ReturnDuty, e.RecordedAt)
}

// wishes reports whether the consent to return stands.
func (c *Case) wishes(m *Member) bool { return c.Consented(m, ReturnConsent) }

// settleBooking finds where the booking stands after a segment. The receiving office hears when fewer come than it was told.
func (c *Case) settleBooking(aboard int, e *Event) {
	b := c.Booking
	here := func(fates ...Fate) bool {
		return slices.ContainsFunc(c.having(fates...), func(m *Member) bool { return m.isOneOf(b.Members) })
	}
	switch {
	case here(Departed, Stranded):
		b.Status, b.EndedAt = Under, time.Time{}
	case here(Going):
		if b.Status == Under {
			b.Status = Ticketed
		}
	case here(Arrived):
		b.Status = Completed
	case b.live() || b.Status == Under:
		c.unbook(Cancelled, "nobody of this case travels on it any more", e)
	}
}

// legAgainstTheCase names a report the case did not expect.
func legAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(ReportLeg)
	if !ok {
		return ""
	}
	if j.Case.before(j.Movement.ID) != nil {
		return fmt.Sprintf("Segment %d is told of a journey that was rebooked since.", in.Segment)
	}
	var aboard, off []string
	for _, id := range in.named() {
		if seatAfter(in.Segment, in.Passengers[id]) == outcomeBoarded {
			aboard = append(aboard, id)
		} else {
			off = append(off, id)
		}
	}
	return sentences(legDoubt(j, in), aloneDoubt(j, aboard, off, in.OccurredAt, in.Segment == 1))
}

func legDoubt(j *Judging, in ReportLeg) string {
	var boarded, turned []string
	for _, id := range in.named() {
		m, outcome := j.Case.Member(id), in.Passengers[id]
		if turnedBack(outcome) {
			turned = append(turned, id)
		}
		underWay := m.Fate == Departed || m.Fate == Stranded
		switch {
		case outcome == outcomeAdded:
			return fmt.Sprintf("%s boarded who was not planned.", id)
		case in.Segment == 1 && outcome == outcomeBoarded:
			boarded = append(boarded, id)
		case (in.Segment > 1 || outcome == outcomeRefusedEntry) && !underWay:
			return fmt.Sprintf("Segment %d is told of %s although no departure is recorded (%s).", in.Segment, id, m.Fate.Title().EN)
		case m.Fate == Arrived || m.Fate == Died:
			return fmt.Sprintf("%s is told not to have left although the case says: %s.", id, m.Fate.Title().EN)
		}
	}
	return boardingDoubt(j, boarded, turned, in.OccurredAt)
}
