package avrr

import (
	"fmt"
	"slices"
	"strings"
)

// Carriers are booked with by the travel desk, by telephone and mail: what the desk types is what the carrier said. Where a machine
// answers for the carrier, the engine asks it instead (asking.go) and records what it answered (answering.go).

// operated is what is recorded with seats whose carrier a machine answers for.
type operated struct {
	Operated bool `json:"operated,omitempty"`
}

func (in HoldSeats) conclude(j *Judging) (any, error) {
	byDesk := func(s Segment) bool { return !s.Flies() }
	if !j.CarrierAnswers || slices.ContainsFunc(in.Segments, byDesk) {
		return nil, nil
	}
	return operated{true}, nil
}

func (e *Event) operated() bool {
	var as operated
	e.derived(&as)
	return as.Operated
}

// operatedAs notes whether the carrier is asked for the seats that an event took.
func (b *Booking) operatedAs(e *Event) {
	if b.Operated = e.operated(); b.Operated {
		b.Asked = AskHold
	}
}

// asks reports whether the carrier is to issue the tickets. Who names them has them from the carrier.
func (in ConfirmBooking) asks() bool {
	return in.Locator == "" && len(in.Locators) == 0 && len(in.Tickets) == 0
}

// known refuses to ask for tickets where no machine holds the seats, and tickets without the locator they were issued under.
func (in ConfirmBooking) known(c *Case) error {
	b := c.Booking
	switch held := b.Operated && b.Locator != ""; {
	case in.asks() && !held:
		return broken("tickets-unknown", "/tickets", "Enter the record locator and the ticket numbers that the carrier gave.")
	case !in.asks() && in.locator(c.ID) == "":
		return broken("locator-unknown", "/record_locator", "Enter the record locator that the carrier gave.")
	}
	return nil
}

// carrierAnswered asks that the carrier has said what became of what it was asked.
func carrierAnswered(j *Judging) []Blocked {
	if b := j.Case.Booking; b != nil && b.live() && b.Asked != "" {
		return []Blocked{{Rule: "carrier-asked", Text: "The carrier has been asked and has not answered yet.", Thing: "booking", Duty: TravelDuty}}
	}
	return nil
}

var seatsGivenBack = T("Tell the carrier that the seats are given back", "Njoftoni transportuesin që vendet u kthyen")

// giveBack asks the travel desk to tell the carrier of members whose seats are given back, unless the desk gives them back itself,
// a machine answers for the carrier, or nobody among them still had a seat to take.
func (c *Case) giveBack(b *Booking, members []string, e *Event) {
	seated := func(id string) bool { return c.Member(id).LeftAt.IsZero() }
	if b.Operated || e.Actor.Role == TravelDesk || !slices.ContainsFunc(members, seated) {
		return
	}
	c.raise(fmt.Sprintf("give-back-%d", e.Seq), seatsGivenBack.about(same(b.called())), "", TravelDuty, e.RecordedAt)
}

// called names the booking as carriers know it: by its record locator or, before there is one, by its first leg.
func (b *Booking) called() string {
	if b.Locator != "" || len(b.Segments) == 0 {
		return b.Locator
	}
	first := b.Segments[0]
	return strings.TrimSpace(fmt.Sprintf("%s %s–%s, %s", first.Flight(), first.Start(), first.End(), DateOf(first.DepartsAt)))
}

// about says in brackets what the text is about; nothing when that has no name.
func (t Text) about(what Text) Text {
	if what.EN == "" {
		return t
	}
	return T(t.EN+" ("+what.EN+")", t.SQ+" ("+what.SQ+")")
}

// same is a name, which every language says alike.
func same(name string) Text { return T(name, name) }
