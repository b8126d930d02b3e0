package lives

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"homeward/avrr"
)

// How the people who look after a child on the way are called in every life.
const (
	guardian = "Teuta Leka"
	uncle    = "Agron Leka"
	company  = "Ana Berisha"
	airline  = "The carrier's agent"
)

// guards is what a child needs to travel alone, beside what everybody needs.
func (t turn) guards(m *avrr.Member) []proposal {
	if !t.c.Alone(m, t.today()) {
		return nil
	}
	var next []proposal
	meets := t.today().AddDays(10)
	b := t.c.Booking
	booked := b != nil && (b.Status == avrr.Held || b.Status == avrr.Ticketed)
	if booked {
		meets = avrr.DateOf(b.Segments[len(b.Segments)-1].ArrivesAt.In(avrr.Zone(t.c.Destination.Country)))
	}
	if t.c.Guardianship(m, meets) == nil {
		next = append(next, proposal{by(avrr.ReturnOfficer), "set-representative", body{"member": m.ID, "kind": "guardian", "holder": nil, "appointed_by": "Municipality", "until": nil,
			"person": body{"given_names": "Teuta", "family_name": "Leka", "birth": body{"year": 1980}}, "from": t.today().String(), "file": nil}})
	}
	if m.BestInterests == nil || m.BestInterests.Outcome != "return" {
		next = append(next, proposal{by(avrr.ProtectionOfficer), "record-best-interests", body{"member": m.ID, "outcome": pick(t.Life, []string{"return", "return", "return", "return", "remain"}), "file": nil}})
	}
	if m.Receiver == nil || booked && m.Receiver.MeetsOn != meets {
		next = append(next, proposal{by(avrr.ReturnOfficer, avrr.ReintegrationOfficer), "name-receiver", body{"member": m.ID, "name": uncle, "takes_charge_on": meets.String(), "meets_at_airport_on": meets.String(), "happened_on": nil, "file": nil}})
	}
	if booked && !slices.Contains(t.c.Services(m), avrr.UnaccompaniedMinor) && !slices.ContainsFunc(b.Escorts, func(e avrr.AssignedEscort) bool { return slices.Contains(e.Members, m.ID) }) {
		next = append(next, proposal{by(avrr.TravelDesk), "set-escorts", body{"escorts": t.escorts(b, m.ID), "happened_on": nil}})
	}
	return next
}

// escorts is somebody who travels along with a member, and home again.
func (t turn) escorts(b *avrr.Booking, member string) []any {
	home := b.Segments[len(b.Segments)-1]
	home.From, home.To = home.To, b.Segments[0].From
	landed := home.ArrivesAt.UTC() // read by the clock of neither end
	home.DepartsAt, home.ArrivesAt = landed.Add(20*time.Hour), landed.Add(23*time.Hour)
	return []any{body{"kind": pick(t.Life, []string{"medical", "family", "operational"}), "name": company, "members": []string{member}, "way_back": []avrr.Segment{home}}}
}

// asks is what the carrier is asked for with the seats: to look after every child who travels alone, or an escort is named later.
func (t turn) asks(going []*avrr.Member) []any {
	asked := []any{}
	for _, m := range going {
		if t.c.Alone(m, t.today()) && !t.oneIn(3) {
			asked = append(asked, body{"member": m.ID, "code": avrr.UnaccompaniedMinor})
		}
	}
	return asked
}

// handsOver has every child who leaves alone pass from the guardian into somebody's care.
func (t turn) handsOver() []proposal {
	var next []proposal
	for _, m := range t.c.ChildrenAlone() {
		if m.Awaited() && len(m.Handovers) == 0 && t.now.After(t.c.Booking.Segments[0].DepartsAt) && !t.oneIn(8) {
			next = append(next, t.handover(m, t.happens(t.c.Booking.Segments[0].DepartsAt.Add(-time.Hour)), body{"role": "guardian", "name": guardian}, t.carer(m)))
		}
	}
	return next
}

// carer is who has a child on the way.
func (t turn) carer(m *avrr.Member) body {
	for _, e := range t.c.Booking.Escorts {
		if slices.Contains(e.Members, m.ID) {
			return body{"role": "escort", "name": e.Name, "identity_checked": true}
		}
	}
	return body{"role": "carrier", "name": airline, "identity_checked": true}
}

// receives has every child who arrived alone handed to whoever was to receive them.
func (t turn) receives() []proposal {
	var next []proposal
	for _, m := range t.having(avrr.Arrived) {
		if n := len(m.Handovers); !m.CameAlone.IsZero() && n > 0 && m.Handovers[n-1].To.Role != "receiver" && !t.oneIn(6) {
			from := m.Handovers[n-1].To
			next = append(next, t.handover(m, t.happens(m.CameAlone.Add(20*time.Minute)), body{"role": from.Role, "name": from.Name}, body{"role": "receiver", "name": uncle, "identity_checked": true}))
		}
	}
	return next
}

func (t turn) handover(m *avrr.Member, at string, from, to body) proposal {
	return proposal{by(avrr.ReturnOfficer, avrr.ReintegrationOfficer), "record-handover", body{"member": m.ID, "at": at, "place": "Airport", "from": from, "to": to,
		"signed_from": true, "signed_to": !t.oneIn(20), "file": nil}}
}

// unguarded answers what a child lacks who boards with nobody of the family; nil when they are not alone, or nothing is missing.
func unguarded(c *avrr.Case, m *avrr.Member, aboard []string, day avrr.Date) error {
	if !child(m, day) || m.Fate == avrr.Arrived || m.Fate == avrr.Died {
		return nil
	}
	for _, o := range c.Members {
		along := slices.Contains(aboard, o.ID) || c.Booking != nil && slices.Contains(c.Booking.Members, o.ID) && (o.Fate == avrr.Departed || o.Fate == avrr.Arrived)
		if o != m && along && !child(o, day) {
			return nil
		}
	}
	appointed := slices.ContainsFunc(c.Representatives, func(r *avrr.Representative) bool { return r.Member == m.ID && r.Kind != "parent" })
	switch {
	case !appointed:
		return fmt.Errorf("%s boards alone without a guardian", m.ID)
	case m.BestInterests == nil || m.BestInterests.Outcome != "return":
		return fmt.Errorf("%s boards alone and it is not known to be best", m.ID)
	case m.Receiver == nil:
		return fmt.Errorf("%s boards alone and nobody is to receive them", m.ID)
	case len(m.Handovers) == 0:
		return fmt.Errorf("%s boards alone and nobody signed for them", m.ID)
	}
	return nil
}

// aboard answers who makes the journey an event tells of: whom it names as aboard and, where it speaks of some alone, who keeps a seat.
func aboard(c *avrr.Case, e avrr.Event) []string {
	ids := boarded(e)
	var in avrr.ReportLeg
	if e.Action != "report-leg" || json.Unmarshal(e.Input, &in) != nil || c.Booking == nil {
		return ids
	}
	for _, id := range c.Booking.Members {
		if in.Passengers[id] == "" {
			ids = append(ids, id)
		}
	}
	return ids
}
