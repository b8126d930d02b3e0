package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// lateArrival is how long after the planned arrival somebody should have heard from the travellers.
const lateArrival = 6 * time.Hour

// How many journeys a list of arrivals opens at most: of those nobody has heard from, and of those that end today or tomorrow. Neither
// takes the place of the other.
const (
	mostLate     = 30
	mostArrivals = 60
)

// Arrivals are journeys that end, the late before the others, and how many more there are of both.
type Arrivals struct {
	Journeys             []Arrival
	MoreLate, MoreComing int
}

// An Arrival is a journey that ends today or tomorrow, by the clock of the place it ends at, or should have ended.
type Arrival struct {
	Movement MovementListed
	At       time.Time // the planned arrival, by the clock of the place
	Late     bool      // nobody has told for so long that somebody should ask
	Parties  []ArrivingParty
}

// An ArrivingParty is those of one case who arrive.
type ArrivingParty struct {
	Reference string
	Principal string // the reference where the name is not shown
	Members   []string
	Office    string // that receives them
	Phone     string // of the office
	UnderWay  []string
	Awaiting  []string // whose reception is still to be confirmed
	MetBy     string   // who confirmed that they are met
	Needs     []avrr.ServiceCode
	MayTell   bool // this person may tell of their arrival
	MayMeet   bool // this person may confirm their reception
}

// Arrivals answers who arrives today and tomorrow, and before them the late: those who are on the way and of whom nobody has heard for
// six hours after they should have arrived. The reading stands in the audit before anything is shown.
func (d *Desk) Arrivals(ctx context.Context, who access.Person) (*Arrivals, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	r, now := d.Store.Read(ctx), d.now()
	before := now.Add(-lateArrival)
	overdue := store.MovementFilter{Status: avrr.Under, ArrivesTo: &before, Limit: mostLate}
	late, _, err := r.Movements(overdue)
	if err != nil {
		return nil, err
	}
	lateInAll, err := r.MovementCount(overdue)
	if err != nil {
		return nil, err
	}
	coming, err := arrivingSoon(r, now, before)
	if err != nil {
		return nil, err
	}
	offices, err := r.Offices()
	if err != nil {
		return nil, err
	}
	page := &Arrivals{MoreLate: lateInAll - len(late), MoreComing: max(0, len(coming)-mostArrivals)}
	for n, row := range append(late, coming[:len(coming)-page.MoreComing]...) {
		a, err := d.arrival(ctx, r, row, offices, who)
		if errors.Is(err, errNoMovement) {
			continue
		}
		if err != nil {
			return nil, err
		}
		a.Late = n < len(late)
		page.Journeys = append(page.Journeys, a)
	}
	return page, d.auditMovement(ctx, who, "list", "", fmt.Sprintf("%d arrivals", len(page.Journeys)))
}

// arrivingSoon answers the journeys that end today or tomorrow by the clock of the place they end at, and those that should have ended by now,
// the first to arrive before others; those that are late are not among them. It opens no case.
func arrivingSoon(r *store.Reader, now, late time.Time) ([]store.Movement, error) {
	day := avrr.DateOf(now.UTC()).In(time.UTC)
	from, to := day.Add(-farthestAhead), day.AddDate(0, 0, 2).Add(farthestBehind)
	var coming []store.Movement
	for _, status := range []string{avrr.Ticketed, avrr.Under, avrr.Completed} {
		f := store.MovementFilter{Status: status, ArrivesFrom: &from, ArrivesTo: &to}
		for {
			rows, next, err := r.Movements(f)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				soon, err := endsSoon(row, now)
				if err != nil {
					return nil, err
				}
				awaited := status == avrr.Under && row.ArrivesAt.Before(now) // since yesterday, perhaps: whoever lands before midnight is met after it
				if (soon || awaited) && (status != avrr.Under || !row.ArrivesAt.Before(late)) {
					coming = append(coming, row)
				}
			}
			if f.Cursor = next; next == "" {
				break
			}
		}
	}
	slices.SortStableFunc(coming, func(a, b store.Movement) int { return a.ArrivesAt.Compare(*b.ArrivesAt) })
	return coming, nil
}

// endsSoon reports whether a journey ends today or tomorrow, by the clock of the place.
func endsSoon(row store.Movement, now time.Time) (bool, error) {
	line, err := store.ReadJourney(row)
	if err != nil {
		return false, err
	}
	place := time.UTC
	if n := len(line.Segments); n > 0 {
		place = arrivesBy(line.Segments[n-1])
	}
	in := avrr.DateOf(now.In(place)).DaysUntil(avrr.DateOf(row.ArrivesAt.In(place)))
	return in == 0 || in == 1, nil
}

// arrivesBy answers the clock that the end of a segment is told by: that of its airport, else the one its time was entered with.
func arrivesBy(s avrr.Segment) *time.Location {
	if port, known := avrr.Airport(s.To); known {
		return port.Location()
	}
	return s.ArrivesAt.Location()
}

func (d *Desk) arrival(ctx context.Context, r *store.Reader, row store.Movement, offices []store.Office, who access.Person) (Arrival, error) {
	j, err := d.journeyOf(r, row.ID, nil)
	if err != nil {
		return Arrival{}, err
	}
	list, err := movementsListed([]store.Movement{row})
	if err != nil {
		return Arrival{}, err
	}
	a := Arrival{Movement: list[0], At: j.m.Arrives()}
	airport := ""
	if n := len(j.m.Segments); n > 0 {
		airport = j.m.Segments[n-1].To
		a.At = a.At.In(arrivesBy(j.m.Segments[n-1]))
	}
	for _, f := range j.files {
		p := ArrivingParty{Reference: f.row.Reference, Principal: f.row.Reference, Office: f.c.OfficeOf(avrr.ReintegrationDuty),
			MayTell: access.May(who.Actor, "confirm-arrival", f.c) == nil, MayMeet: access.May(who.Actor, "confirm-reception", f.c) == nil}
		named := access.SeesPersonal(who.Actor, f.c)
		if m := f.c.Principal(); named && m != nil {
			p.Principal = m.Name()
		}
		if named || seesToSeats(who) {
			p.Needs = f.c.TravelNeeds()
		}
		p.Office, p.Phone = receiving(offices, p.Office, airport)
		p.aboard(j.m, f.c)
		if len(p.Members) > 0 {
			a.Parties = append(a.Parties, p)
		}
	}
	return a, nil
}

// aboard says of the party who travels, who is on the way, and whose reception is still to be confirmed.
func (p *ArrivingParty) aboard(m *avrr.Movement, c *avrr.Case) {
	for _, one := range m.Passengers {
		of := c.Member(one.Member)
		if one.Case != c.ID || of == nil || !one.Aboard() {
			continue
		}
		p.Members = append(p.Members, one.Member)
		if one.OnTheWay() {
			p.UnderWay = append(p.UnderWay, one.Member)
		}
		switch {
		case c.AwaitsReception(one.Member):
			p.Awaiting = append(p.Awaiting, one.Member)
		case of.Reception != nil:
			p.MetBy = cmp.Or(p.MetBy, of.Reception.By)
		}
	}
}

// receiving answers the office that receives a case and its number: the one that took it on, else the one that serves the airport.
func receiving(offices []store.Office, name, airport string) (office, phone string) {
	for _, o := range offices {
		if name != "" && o.Name == name || name == "" && slices.Contains(o.Airports, airport) {
			return o.Name, o.Phone
		}
	}
	return name, ""
}
