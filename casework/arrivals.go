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

// mostArrivals bounds how many journeys one list of arrivals opens.
const mostArrivals = 60

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
func (d *Desk) Arrivals(ctx context.Context, who access.Person) ([]Arrival, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	r, now := d.Store.Read(ctx), d.now()
	day := avrr.DateOf(now.UTC()).In(time.UTC)
	from, to, late := day.Add(-farthestAhead), day.AddDate(0, 0, 2).Add(farthestBehind), now.Add(-lateArrival)
	overdue, _, err := r.Movements(store.MovementFilter{Status: avrr.Under, ArrivesTo: &late, Limit: mostArrivals})
	if err != nil {
		return nil, err
	}
	coming, _, err := r.Movements(store.MovementFilter{ArrivesFrom: &from, ArrivesTo: &to})
	if err != nil {
		return nil, err
	}
	offices, err := r.Offices()
	if err != nil {
		return nil, err
	}
	var arrivals []Arrival
	seen := map[string]bool{}
	for _, row := range append(overdue, coming...) {
		if seen[row.ID] || len(arrivals) == mostArrivals || !slices.Contains([]string{avrr.Ticketed, avrr.Under, avrr.Completed}, row.Status) {
			continue
		}
		seen[row.ID] = true
		a, err := d.arrival(ctx, r, row, offices, who)
		if errors.Is(err, errNoMovement) {
			continue
		}
		if err != nil {
			return nil, err
		}
		there := avrr.DateOf(now.In(a.At.Location()))
		a.Late = row.Status == avrr.Under && a.At.Before(late)
		if in := there.DaysUntil(avrr.DateOf(a.At)); a.Late || in == 0 || in == 1 {
			arrivals = append(arrivals, a)
		}
	}
	return arrivals, d.auditMovement(ctx, who, "list", "", fmt.Sprintf("%d arrivals", len(arrivals)))
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
		if port, known := avrr.Airport(airport); known {
			a.At = a.At.In(port.Location())
		}
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
