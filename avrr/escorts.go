package avrr

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// An Escort travels along with members of a case, and has a way back of their own.
type Escort struct {
	Kind         string    `json:"kind" schema:"enum=medical|family|operational"`
	Name         string    `json:"name" schema:"max=300"`
	Organisation string    `json:"organisation,omitempty" schema:"max=200"`
	Phone        string    `json:"phone,omitempty" schema:"max=40"`
	Members      []string  `json:"members" schema:"ref=member" doc:"Whom they accompany."`
	WayBack      []Segment `json:"way_back" schema:"max=12" doc:"How they travel home."`
}

// States of an escort.
const (
	EscortAssigned = "assigned"
	EscortReleased = "released" // nobody they were to accompany travels any more
)

// An AssignedEscort is an escort as they stand with a booking.
type AssignedEscort struct {
	Escort
	ID    string `json:"id"`
	State string `json:"state"`
}

// SetEscorts says who travels along with members of the case, in place of whoever did before.
type SetEscorts struct {
	Escorts []Escort `json:"escorts" schema:"min=0,max=20"`
	When
}

func (in SetEscorts) settle(j *Judging) (_ Input, err error) {
	in.Escorts, err = j.waysBack(in.Escorts)
	return in, err
}

// waysBack answers the escorts with their ways home as they are kept, and refuses one that nobody can travel.
func (j *Judging) waysBack(escorts []Escort) ([]Escort, error) {
	escorts = slices.Clone(escorts)
	for i := range escorts {
		back, err := j.itinerary(escorts[i].WayBack)
		if err != nil {
			return nil, within(err, fmt.Sprintf("/escorts/%d/way_back", i))
		}
		escorts[i].WayBack = back
	}
	return escorts, nil
}

func (in SetEscorts) check(j *Judging) error {
	b := j.Case.Booking
	return escortsFit(in.Escorts, b.Members, b.Segments)
}

// escortsFit refuses an escort of somebody who has no seat, and one whose way home begins before the journey has led anywhere.
func escortsFit(escorts []Escort, passengers []string, journey []Segment) error {
	for i, e := range escorts {
		at := fmt.Sprintf("/escorts/%d", i)
		for _, id := range e.Members {
			if !slices.Contains(passengers, id) {
				return broken("escort-without-passenger", at+"/members", "%s has no seat on this booking, so nobody can accompany them.", printable(id))
			}
		}
		if e.WayBack[0].DepartsAt.Before(journey[0].ArrivesAt) {
			return broken("escort-back-too-early", at+"/way_back/0/departs_at", "The way back of this escort begins before the journey has led anywhere.")
		}
	}
	return nil
}

// within says where in the input segments lie that are refused.
func within(err error, at string) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Field = at + strings.TrimPrefix(e.Field, "/segments")
	return &moved
}

// concerns is why naming nobody frees everybody's escorts.
func (in SetEscorts) concerns(p Passenger) bool { return p.travels() }

func (in SetEscorts) applyMovement(m *Movement, e *Event) { m.escort(e, in.Escorts) }

func (in SetEscorts) apply(c *Case, _ *Programme, e *Event) { c.escort(in.Escorts, e) }

// escort has others travel along with a booking. Who did before and is not named any more is free.
func (c *Case) escort(escorts []Escort, e *Event) {
	before := c.Booking.Escorts
	c.Booking.Escorts = nil
	for _, x := range escorts {
		id := ""
		for _, b := range before {
			if b.Kind == x.Kind && sameName(b.Name, x.Name) {
				id = b.ID
			}
		}
		if id == "" {
			id = c.newID("e")
		}
		c.Booking.Escorts = append(c.Booking.Escorts, AssignedEscort{x, id, EscortAssigned})
	}
	for _, b := range before {
		stays := slices.ContainsFunc(c.Booking.Escorts, func(a AssignedEscort) bool { return a.ID == b.ID })
		if !stays && b.State == EscortAssigned {
			c.askWayBack(b, e.RecordedAt)
		}
	}
}

// escorting answers the escorts who accompany a member.
func (b *Booking) escorting(member string) []AssignedEscort {
	return slices.DeleteFunc(slices.Clone(b.Escorts), func(a AssignedEscort) bool {
		return a.State != EscortAssigned || !slices.Contains(a.Members, member)
	})
}

// freeEscorts lets those go whom nobody is left to accompany, whatever it was that ended the journey.
func (c *Case) freeEscorts(at time.Time) {
	b := c.Booking
	if b == nil {
		return
	}
	for i := range b.Escorts {
		a := &b.Escorts[i]
		travels := b.carries() && slices.ContainsFunc(a.Members, func(id string) bool { return slices.Contains(b.Members, id) })
		if a.State == EscortAssigned && !travels {
			a.State = EscortReleased
			c.askWayBack(*a, at)
		}
	}
}

// askWayBack has the travel desk see to the seats of an escort who is not needed.
func (c *Case) askWayBack(a AssignedEscort, at time.Time) {
	c.raise("escort-back:"+a.ID, T("Tell the escort, and give back the seats of their way there and back", "Njoftoni shoqëruesin dhe kthejini vendet e tij vajtje-ardhje"), "", TravelDuty, at)
}

// A TravellingEscort is an escort as the movement knows them: whom they accompany are named as a movement's log names passengers.
type TravellingEscort struct {
	Escort
	State string `json:"state"`
}

// escort has others travel along with the passengers of the cases an event is about, in place of whoever did before.
func (m *Movement) escort(e *Event, escorts []Escort) {
	m.Escorts = slices.DeleteFunc(slices.Clone(m.Escorts), func(t TravellingEscort) bool { return e.about(caseOf(t.Members[0])) })
	for _, x := range escorts {
		byCase := map[string][]string{}
		for _, name := range x.Members {
			if of, member, about := e.whom(name); about {
				byCase[of] = append(byCase[of], Key(of, member))
			}
		}
		for _, of := range slices.Sorted(maps.Keys(byCase)) { // each case may let go of its own
			x.Members = byCase[of]
			m.Escorts = append(m.Escorts, TravellingEscort{x, EscortAssigned})
		}
	}
}

// EscortsOf answers who travels along with passengers of a case, these named as the case names them.
func (m *Movement) EscortsOf(caseID string) []TravellingEscort {
	var along []TravellingEscort
	for _, t := range m.Escorts {
		if caseOf(t.Members[0]) != caseID {
			continue
		}
		t.Members = slices.Clone(t.Members)
		for i, key := range t.Members {
			t.Members[i] = strings.TrimPrefix(key, Key(caseID, ""))
		}
		along = append(along, t)
	}
	return along
}

func caseOf(key string) string {
	of, _, _ := strings.Cut(key, "/")
	return of
}

// freeEscorts lets those go whose passengers have no seat any more.
func (m *Movement) freeEscorts() {
	for i := range m.Escorts {
		x := &m.Escorts[i]
		if !slices.ContainsFunc(m.Passengers, func(p Passenger) bool { return p.travels() && slices.Contains(x.Members, Key(p.Case, p.Member)) }) {
			x.State = EscortReleased
		}
	}
}
