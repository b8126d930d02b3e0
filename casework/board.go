package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// Days are counted by the clocks of the places, which are at most this far ahead of UTC and behind it.
const (
	farthestAhead  = 14 * time.Hour
	farthestBehind = 12 * time.Hour
)

// holdsEndSoon is how long before a hold ends the travel desk is told: over a weekend.
const holdsEndSoon = 72 * time.Hour

// firstBeside is how many of each list are shown beside the departures.
const firstBeside = 5

// A BoardSearch chooses the departures of some days, by the clocks of the places they leave from; an empty field does not choose.
type BoardSearch struct {
	From, To avrr.Date // both included
	Airport  string    // IATA code of the first departure
	Status   string
	Escorted bool // somebody travels along
	PerDay   int  // the most that is shown of a day
}

// A TravelBoard is who leaves when, and what must not be forgotten meanwhile. Each count is of a whole list, of which the first are
// shown.
type TravelBoard struct {
	Days     []DepartureDay
	Airports []string // from which anybody leaves on these days, whatever is chosen
	ToBook   Counted[ToBook]
	Expiring Counted[MovementListed]
	Untold   Counted[MovementListed]
}

// A DepartureDay is the departures of one day that were chosen.
type DepartureDay struct {
	Day    avrr.Date
	Count  int
	Untold int // should have left, and nobody has told
	Shown  []MovementListed
}

// Counted is the first of a list, and how long it is.
type Counted[T any] struct {
	Count int
	First []T
}

// Expiring chooses the movements whose hold ends soon.
func Expiring(now time.Time) MovementSearch {
	return MovementSearch{DueBefore: new(now.Add(holdsEndSoon))}
}

// Untold chooses the movements that should have left, and of which nobody has told whether everybody aboard did.
func Untold(now time.Time) MovementSearch { return MovementSearch{Awaited: true, To: &now} }

// Board answers the departures of some days and what stands beside them. The reading stands in the audit before anything is shown.
func (d *Desk) Board(ctx context.Context, who access.Person, s BoardSearch) (*TravelBoard, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	if err := statusKnown(s.Status); err != nil {
		return nil, err
	}
	r, b := d.Store.Read(ctx), &TravelBoard{}
	if err := d.departures(r, who, s, b); err != nil {
		return nil, err
	}
	var err error
	if b.Expiring, err = d.beside(ctx, who, Expiring(d.now())); err != nil {
		return nil, err
	}
	if b.Untold, err = d.beside(ctx, who, Untold(d.now())); err != nil {
		return nil, err
	}
	if b.ToBook.First, _, err = d.ToBook(ctx, who, "", firstBeside); err != nil {
		return nil, err
	}
	if b.ToBook.Count, err = r.UnbookedCount(); err != nil {
		return nil, err
	}
	shown := 0
	for _, day := range b.Days {
		shown += len(day.Shown)
	}
	return b, d.auditMovement(ctx, who, "list", "", fmt.Sprintf("%d movements", shown))
}

// departures finds who leaves on the days. Every journey of the days is looked at, so that the counts are of all of them; who is
// aboard is asked for those alone that are shown.
func (d *Desk) departures(r *store.Reader, who access.Person, s BoardSearch, b *TravelBoard) error {
	from, to := s.From.In(time.UTC).Add(-farthestAhead), s.To.AddDays(1).In(time.UTC).Add(farthestBehind)
	for day := s.From; !day.After(s.To); day = day.AddDays(1) {
		b.Days = append(b.Days, DepartureDay{Day: day})
	}
	filter := store.MovementFilter{From: &from, To: &to}
	for first := true; first || filter.Cursor != ""; first = false {
		rows, next, err := r.Movements(filter)
		if err != nil {
			return err
		}
		list, err := movementsListed(rows)
		if err != nil {
			return err
		}
		for _, l := range list {
			b.add(l, s, d.now())
		}
		filter.Cursor = next
	}
	slices.Sort(b.Airports)
	var shown []MovementListed
	for _, day := range b.Days {
		shown = append(shown, day.Shown...)
	}
	if err := showWhoIsAboard(r, shown, who); err != nil {
		return err
	}
	for i := range b.Days {
		n := len(b.Days[i].Shown)
		b.Days[i].Shown, shown = shown[:n], shown[n:]
	}
	return nil
}

// add puts a movement under its day, if it is one of the days and was chosen.
func (b *TravelBoard) add(l MovementListed, s BoardSearch, now time.Time) {
	at := s.From.DaysUntil(l.day())
	if at < 0 || at >= len(b.Days) || l.Status == avrr.Cancelled || l.Status == avrr.Lapsed {
		return
	}
	from := ""
	if len(l.Segments) > 0 {
		from = l.Segments[0].From
	}
	if from != "" && !slices.Contains(b.Airports, from) {
		b.Airports = append(b.Airports, from)
	}
	if s.Airport != "" && s.Airport != from || s.Status != "" && s.Status != l.Status || s.Escorted && l.Escorts == 0 {
		return
	}
	day := &b.Days[at]
	day.Count++
	if l.Overdue(now) {
		day.Untold++
	}
	if len(day.Shown) < s.PerDay {
		day.Shown = append(day.Shown, l)
	}
}

// day answers the day of departure, by the clock of the place.
func (l MovementListed) day() avrr.Date {
	switch {
	case len(l.Segments) > 0:
		return avrr.DateOf(l.Segments[0].DepartsAt)
	case l.DepartsAt != nil:
		return avrr.DateOf(l.DepartsAt.UTC())
	}
	return avrr.Date{}
}

// Overdue reports whether the movement should have left, and nobody has told whether everybody aboard did.
func (l MovementListed) Overdue(now time.Time) bool {
	return l.Awaited && l.DepartsAt != nil && l.DepartsAt.Before(now)
}

// beside answers the first of a list and how long it is.
func (d *Desk) beside(ctx context.Context, who access.Person, s MovementSearch) (Counted[MovementListed], error) {
	var c Counted[MovementListed]
	r := d.Store.Read(ctx)
	rows, _, err := r.Movements(s.filter(firstBeside))
	if err != nil {
		return c, err
	}
	if c.First, err = movementsListed(rows); err != nil {
		return c, err
	}
	if c.Count, err = r.MovementCount(s.filter(0)); err != nil {
		return c, err
	}
	return c, showWhoIsAboard(r, c.First, who)
}
