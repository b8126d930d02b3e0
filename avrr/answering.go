package avrr

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// CarrierAnswered is the outcome of asking a carrier; no person performs it.
type CarrierAnswered struct {
	Asked     int               `json:"asked"` // the seq of the movement's event
	Kind      string            `json:"kind"`
	Members   []string          `json:"members"`
	Outcome   string            `json:"outcome"`
	About     string            `json:"about,omitempty"` // the booking, as carriers know it
	Locator   string            `json:"record_locator,omitempty"`
	HoldUntil time.Time         `json:"hold_until,omitzero"`
	Tickets   map[string]string `json:"tickets,omitempty"`
}

// Answer makes the events of an outcome: the movement's own, and its case's. They have no place in a log yet.
func (m *Movement) Answer(a Asked, in CarrierAnswered, now time.Time) (own, theirs Event, err error) {
	in.Asked, in.Kind, in.Members = a.Seq, a.Kind, a.Members
	in.About = (&Booking{Locator: m.locatorOf(a), Segments: m.Segments}).called()
	body, err := json.Marshal(in)
	if err != nil {
		return own, theirs, fmt.Errorf("answer of the carrier: %w", err)
	}
	own = Event{Cause: CarrierCause(AskKey(m.ID, a.Case, a.Seq)), Action: "carrier-answered", Case: a.Case, Actor: Actor{ID: SystemActor, Role: System}, RecordedAt: now, Input: body}
	theirs = own
	theirs.Case, theirs.Movement = "", m.ID
	return own, theirs, nil
}

// CarrierCause is the cause of the event that tells an outcome: there is one.
func CarrierCause(key string) string { return "carrier:" + key }

// locatorOf answers the record locator of the seats an asking is about, where there is one.
func (m *Movement) locatorOf(a Asked) string {
	for _, p := range m.Passengers {
		if p.Case == a.Case && p.Hold == a.Hold {
			return p.Locator
		}
	}
	return ""
}

func (in CarrierAnswered) applyMovement(m *Movement, e *Event) {
	a := m.asked(in.Asked, e.Case)
	if a == nil {
		return
	}
	a.Outcome = in.Outcome
	for i := range m.Passengers {
		p := &m.Passengers[i]
		if p.Case != e.Case || p.Hold != a.Hold || !slices.Contains(in.Members, p.Member) {
			continue
		}
		in.tell(p)
	}
	switch {
	case in.Kind == AskHold && in.Outcome == CallRefused:
		m.Asked = slices.DeleteFunc(m.Asked, func(later *Asked) bool { return later.Kind != AskHold && later.Case == a.Case && later.Hold == a.Hold })
		if m.live() {
			m.settle(Cancelled)
		}
	case in.Kind == AskHold && !in.HoldUntil.IsZero() && in.HoldUntil.Before(m.HoldUntil):
		m.HoldUntil = in.HoldUntil
	case in.Kind == AskTicket && in.Outcome == CarrierDid:
		m.settle(m.Status)
	case in.Kind == AskTicket && !m.HoldUntil.After(e.RecordedAt):
		m.HeldSince = e.RecordedAt // the limit passed while the carrier was asked: it lapses a day from now, not at once
	}
}

// tell applies the outcome to one seat. While nobody knows whether a ticket was issued the seat does not lapse.
func (in CarrierAnswered) tell(p *Passenger) {
	if p.Asked == in.Kind && (in.Kind != AskTicket || in.Outcome != CallUnknown) {
		p.Asked = ""
	}
	switch {
	case in.Outcome == CallRefused && in.Kind == AskHold && p.awaited():
		p.Outcome = outcomeReleased
	case in.Outcome == CarrierDid && in.Kind == AskHold:
		p.Locator = in.Locator
	case in.Outcome == CarrierDid && in.Kind == AskTicket && p.awaited():
		p.Ticket = in.Tickets[p.Member]
	}
}

func (in CarrierAnswered) apply(c *Case, _ *Programme, e *Event) {
	b := c.Booking
	live := b != nil && b.Movement == e.Movement && b.live()
	if in.Outcome != CarrierDid && (live || in.Kind == AskRelease) {
		c.raise(fmt.Sprintf("carrier-%s-%d", in.Kind, e.Seq), carrierTasks[in.Kind+" "+in.Outcome].about(same(in.About)), "", TravelDuty, e.RecordedAt)
	}
	if !live {
		return
	}
	if b.Asked == in.Kind {
		b.Asked = ""
	}
	switch {
	case in.Kind == AskHold && in.Outcome == CallRefused:
		c.unbook(Cancelled, "the carrier did not hold the seats", e)
	case in.Kind == AskHold && in.Outcome == CarrierDid:
		b.Locator = in.Locator
		if !in.HoldUntil.IsZero() && in.HoldUntil.Before(b.HoldUntil) {
			b.HoldUntil = in.HoldUntil
		}
	case in.Kind == AskTicket && in.Outcome == CarrierDid && b.Status == Held:
		c.ticket(b.Locator, in.Tickets, e)
	}
}

var carrierTasks = map[string]Text{
	AskHold + " " + CallRefused:    T("Find other seats: the carrier did not hold these", "Gjeni vende të tjera: transportuesi nuk i mbajti këto"),
	AskHold + " " + CallUnknown:    T("Ask the carrier whether it holds the seats", "Pyesni transportuesin nëse i mban vendet"),
	AskTicket + " " + CallRefused:  T("Ask the carrier why it issued no tickets", "Pyesni transportuesin pse nuk lëshoi bileta"),
	AskTicket + " " + CallUnknown:  T("Ask the carrier whether it issued the tickets", "Pyesni transportuesin nëse i lëshoi biletat"),
	AskRelease + " " + CallRefused: seatsGivenBack,
	AskRelease + " " + CallUnknown: T("Ask the carrier whether the seats are given back", "Pyesni transportuesin nëse vendet u kthyen"),
}
