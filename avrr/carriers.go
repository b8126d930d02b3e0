package avrr

import (
	"fmt"
	"slices"
	"strings"
)

// Carriers are booked with by the travel desk, by telephone and mail: what the desk types is what the carrier said. Seats that are
// given back by anybody else, as by a withdrawal, are not known at the carrier until somebody tells it.

// giveBack asks the travel desk to tell the carrier of members whose seats are given back, unless the desk gives them back itself
// or nobody among them still had a seat to take.
func (c *Case) giveBack(b *Booking, members []string, e *Event) {
	seated := func(id string) bool { return c.Member(id).LeftAt.IsZero() }
	if e.Actor.Role == TravelDesk || !slices.ContainsFunc(members, seated) {
		return
	}
	c.raise(fmt.Sprintf("give-back-%d", e.Seq), T("Tell the carrier that the seats are given back", "Njoftoni transportuesin që vendet u kthyen").about(b.called()),
		"", TravelDuty, e.RecordedAt)
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
func (t Text) about(name string) Text {
	if name == "" {
		return t
	}
	return T(t.EN+" ("+name+")", t.SQ+" ("+name+")")
}
