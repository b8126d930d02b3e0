package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A MovementView is a movement as one person may see it. Whom the names of a case are not shown sees its reference only.
type MovementView struct {
	ID               string          `json:"id"`
	Kind             string          `json:"kind,omitempty" doc:"group or charter; empty for the journey of one case and of those who joined it."`
	Name             string          `json:"name,omitempty"`
	Status           string          `json:"status"`
	Version          int             `json:"version"`
	Segments         []avrr.Segment  `json:"segments"`
	Seats            int             `json:"seats,omitempty"`
	Taken            int             `json:"taken"`
	Held             int             `json:"held" doc:"Of the seats that are taken, how many wait for a ticket."`
	HoldUntil        *time.Time      `json:"hold_until,omitempty"`
	TicketBy         *time.Time      `json:"ticket_by,omitempty"`
	NextDue          *DueView        `json:"next_due"`
	Locator          string          `json:"record_locator,omitempty"`
	Fare             *avrr.Money     `json:"fare,omitempty"`
	Conditions       string          `json:"conditions,omitempty"`
	DepartedAt       *time.Time      `json:"departed_at,omitempty"`
	ArrivedAt        *time.Time      `json:"arrived_at,omitempty"`
	Legs             []LegView       `json:"legs" doc:"What was told of each segment, beside what was planned."`
	Passengers       []PassengerView `json:"passengers"`
	Escorts          []EscortView    `json:"escorts,omitempty"`
	Waiting          []WaitingView   `json:"waiting"`
	AvailableActions []ActionView    `json:"available_actions"`
	Href             string          `json:"href"`
}

// A LegView is one segment, planned and as it went.
type LegView struct {
	Segment int          `json:"segment" doc:"Counted from 1."`
	Planned avrr.Segment `json:"planned"`
	Told    []LegTold    `json:"told"`
}

// A LegTold is what was told of one passenger on one segment.
type LegTold struct {
	Passenger string    `json:"passenger" doc:"REFERENCE/member."`
	Outcome   string    `json:"outcome"`
	At        time.Time `json:"at"`
}

// A PassengerView is one line of the manifest.
type PassengerView struct {
	Passenger string             `json:"passenger" doc:"REFERENCE/member, as the actions of the movement name them."`
	Case      string             `json:"case" doc:"The reference of the case."`
	Member    string             `json:"member"`
	Name      string             `json:"name,omitempty"`
	Ticket    string             `json:"ticket,omitempty"`
	Locator   string             `json:"record_locator,omitempty" doc:"Where it is another one than the movement's."`
	Services  []avrr.ServiceCode `json:"service_requests,omitempty"`
	State     string             `json:"state" doc:"planned, present, absent or added."`
	Outcome   string             `json:"outcome,omitempty"`
	Segments  []avrr.Segment     `json:"segments,omitempty" doc:"The passenger's own itinerary, where it is not the movement's."`
	Blocks    []avrr.Blocked     `json:"blocks,omitempty" doc:"What stands in the way of a ticket."`
}

// An EscortView is one escort of passengers of one case; members are named as passengers are.
type EscortView struct {
	avrr.Escort
	State string `json:"state"`
}

// Movement answers one movement. The reading stands in the audit before anything is shown.
func (d *Desk) Movement(ctx context.Context, who access.Person, id string) (*MovementView, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	r := d.Store.Read(ctx)
	j, err := d.journeyOf(r, id, nil)
	if err != nil {
		return nil, err
	}
	if err := d.auditMovement(ctx, who, "read", id, "movement"); err != nil {
		return nil, err
	}
	return d.movementView(ctx, j, who)
}

// movementBody is the movement's view as it is answered and kept.
func (d *Desk) movementBody(ctx context.Context, r *store.Reader, id string, who access.Person) (json.RawMessage, error) {
	j, err := d.journeyOf(r, id, nil)
	if err != nil {
		return nil, err
	}
	view, err := d.movementView(ctx, j, who)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(view)
	if err != nil {
		return nil, fmt.Errorf("view of the movement: %w", err)
	}
	return body, nil
}

func (d *Desk) movementView(ctx context.Context, j *journey, who access.Person) (*MovementView, error) {
	if j.m.Seq == 0 { // its planning waits: show what it says
		if err := d.aheadTogether(ctx, j.m, nil, j.waiting); err != nil {
			return nil, err
		}
	}
	m := j.m
	v := &MovementView{ID: m.ID, Kind: m.Kind, Name: m.Name, Status: m.Status, Version: m.Version, Segments: orNone(m.Segments), Seats: m.Seats, Taken: m.Taken(),
		Held: m.Held(), HoldUntil: orNever(m.HoldUntil), TicketBy: orNever(m.TicketBy), Locator: m.Locator, Fare: m.Fare, Conditions: m.Conditions,
		DepartedAt: orNever(m.DepartedAt), ArrivedAt: orNever(m.ArrivedAt), Legs: []LegView{}, Passengers: []PassengerView{}, Waiting: []WaitingView{},
		AvailableActions: []ActionView{}, Href: MovementURL(m.ID)}
	if k, ok := m.NextDue(); ok {
		v.NextDue = &DueView{k.Name, k.Title(), k.Due}
	}
	for i, s := range m.Segments {
		v.Legs = append(v.Legs, LegView{Segment: i + 1, Planned: s, Told: []LegTold{}})
	}
	var aboard []avrr.Judging
	for _, f := range j.files {
		aboard = append(aboard, d.judging(ctx, f, who.Actor))
		v.showAboard(m, aboard[len(aboard)-1], who)
	}
	v.showOffers(m, aboard, who)
	return v, d.showWaiting(ctx, j, v)
}

// showAboard adds the passengers of one case and what was told of them, as far as this person is told.
func (v *MovementView) showAboard(m *avrr.Movement, j avrr.Judging, who access.Person) {
	c := j.Case
	named := access.SeesPersonal(who.Actor, c)
	works := named || seesToSeats(who)
	ticketing, _ := avrr.Find("confirm-booking")
	j.Movement = m
	var blocks []avrr.Blocked
	if m.Holds(c.ID) && works {
		blocks = j.Blocked(ticketing)
	}
	for _, p := range m.Passengers {
		state, listed := p.Manifest()
		if p.Case != c.ID || !listed {
			continue
		}
		view := PassengerView{Passenger: avrr.Key(c.Reference, p.Member), Case: c.Reference, Member: p.Member, State: state}
		if member := c.Member(p.Member); named && member != nil {
			view.Name = member.Name()
		}
		if works {
			view.Ticket, view.Locator, view.Outcome, view.Segments = p.Ticket, p.Locator, p.Outcome, p.Segments
			view.Services = c.ServicesAboard(p)
		}
		if p.Waits() {
			view.Blocks = slices.DeleteFunc(slices.Clone(blocks), func(b avrr.Blocked) bool { return b.Member != "" && b.Member != p.Member })
		}
		v.Passengers = append(v.Passengers, view)
	}
	if !works {
		return
	}
	for _, e := range m.EscortsOf(c.ID) {
		view := EscortView{e.Escort, e.State}
		for i, id := range e.Members {
			view.Members[i] = avrr.Key(c.Reference, id)
		}
		v.Escorts = append(v.Escorts, view)
	}
	for _, l := range m.Legs {
		if l.Case == c.ID && l.Segment <= len(v.Legs) {
			leg := &v.Legs[l.Segment-1]
			leg.Told = append(leg.Told, LegTold{avrr.Key(c.Reference, l.Member), l.Outcome, l.At})
		}
	}
}

// showOffers adds what this person may do on the movement. What of its cases is not open to them does not count.
func (v *MovementView) showOffers(m *avrr.Movement, aboard []avrr.Judging, who access.Person) {
	if m.Seq == 0 {
		return
	}
	for _, a := range avrr.Catalogue {
		if !a.OnMovements() || access.May(who.Actor, a.Name, nil) != nil || a.Aboard != nil && !a.Aboard(m) {
			continue
		}
		open := slices.DeleteFunc(slices.Clone(aboard), func(j avrr.Judging) bool { return access.May(who.Actor, a.Name, j.Case) != nil })
		cases := make([]*avrr.Case, len(open))
		for i, j := range open {
			cases[i] = j.Case
		}
		v.AvailableActions = append(v.AvailableActions, ActionView{Action: a.Name, Title: a.Title, Kind: a.Kind, Method: "POST",
			Href: MovementURL(m.ID) + "/actions/" + a.Name, InputSchema: a.SchemaAboard(m, cases), BlockedBy: m.Blocked(a, open)})
	}
}

func (d *Desk) showWaiting(ctx context.Context, j *journey, v *MovementView) error {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return err
	}
	for _, s := range j.waiting {
		if a, _ := avrr.Find(s.Action); s.Status == store.SubmissionWaiting {
			v.Waiting = append(v.Waiting, WaitingView{s.ID, s.Action, a.Title, display(names, s.Actor), s.ReceivedAt, StatusURL(s.ID)})
		}
	}
	return nil
}
