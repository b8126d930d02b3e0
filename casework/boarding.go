package casework

import (
	"context"
	"errors"

	"homeward/access"
	"homeward/avrr"
)

// MostBoarding is how many movements are told of at once.
const MostBoarding = 40

// A BoardingList is everybody aboard a movement, to be told of at its departure.
type BoardingList struct {
	Movement MovementListed
	Parties  []BoardingParty
}

// A BoardingParty is those of one case aboard.
type BoardingParty struct {
	Reference string
	Open      bool // this person may tell of them
	Members   []BoardingMember
}

// A BoardingMember is one of them.
type BoardingMember struct {
	ID      string
	Name    string // empty where it is not shown
	Awaited bool   // nothing is told of them yet
}

// ToBoard answers the movements that should have left and of which something is still to be told, the longest ago first: those of a
// day, by the clock of the place, or all. There may be more than MostBoarding.
func (d *Desk) ToBoard(ctx context.Context, who access.Person, on avrr.Date) ([]BoardingList, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	rows, _, err := d.Store.Read(ctx).Movements(Untold(d.now()).filter(0))
	if err != nil {
		return nil, err
	}
	list, err := movementsListed(rows)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, l := range list {
		if (on.IsZero() || l.day() == on) && len(ids) < MostBoarding {
			ids = append(ids, l.ID)
		}
	}
	return d.Boarding(ctx, who, ids)
}

// Boarding answers everybody aboard some movements, at most MostBoarding, as far as this person is told who they are. One that is
// not there is left out. The reading stands in the audit before anything is shown.
func (d *Desk) Boarding(ctx context.Context, who access.Person, ids []string) ([]BoardingList, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	r := d.Store.Read(ctx)
	var lists []BoardingList
	for _, id := range ids[:min(len(ids), MostBoarding)] {
		j, err := d.journeyOf(r, id, nil)
		if errors.Is(err, errNoMovement) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := d.auditMovement(ctx, who, "read", id, "boarding"); err != nil {
			return nil, err
		}
		lists = append(lists, j.boarding(who))
	}
	return lists, nil
}

func (j *journey) boarding(who access.Person) BoardingList {
	m := j.m
	l := BoardingList{Movement: MovementListed{ID: m.ID, Kind: m.Kind, Name: m.Name, Status: m.Status, Segments: orNone(m.Segments), Awaited: m.Awaits(), Cases: []AboardView{}}}
	if at := m.Departs(); !at.IsZero() {
		l.Movement.DepartsAt = &at
	}
	for _, f := range j.files {
		party := BoardingParty{Reference: f.row.Reference, Open: access.May(who.Actor, "confirm-departure", f.c) == nil}
		named := access.SeesPersonal(who.Actor, f.c)
		for _, p := range m.Passengers {
			if p.Case != f.row.ID {
				continue
			}
			member := BoardingMember{ID: p.Member, Awaited: p.Outcome == ""}
			if of := f.c.Member(p.Member); named && of != nil {
				member.Name = of.Name()
			}
			party.Members = append(party.Members, member)
		}
		if len(party.Members) > 0 {
			l.Parties = append(l.Parties, party)
		}
	}
	return l
}
