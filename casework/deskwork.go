package casework

import (
	"context"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// Lists that are the work of a role as a whole, beside the tasks of each person.
const (
	DeskExpiring   = "expiring"       // holds that end soon
	DeskToBook     = "to_book"        // cases that wait for a seat
	DeskUntold     = "untold"         // departures nobody has told of
	DeskVisits     = "visits"         // of whoever looks
	DeskLateVisits = "visits_late"    // of those, the late ones
	DeskNobodys    = "visits_nobodys" // that nobody has taken on in their office
	DeskApprovals  = "approvals"      // put forward, and not decided
)

// A DeskCount says how long such a list is.
type DeskCount struct {
	List  string
	Count int
}

// DeskCounts answers how much waits for the role of whoever asks, none where it has no lists of its own. They are numbers alone, and
// so no reading.
func (d *Desk) DeskCounts(ctx context.Context, who access.Person) ([]DeskCount, error) {
	if err := access.May(who.Actor, access.SeeWork, nil); err != nil {
		return nil, err
	}
	r, now := d.Store.Read(ctx), d.now()
	var counts []DeskCount
	var failed error
	count := func(list string, n int, err error) {
		if err != nil && failed == nil {
			failed = err
		}
		counts = append(counts, DeskCount{list, n})
	}
	visits := func(list string, f store.VisitFilter) {
		names, err := d.Gate.Names(ctx)
		if err != nil {
			count(list, 0, err)
			return
		}
		of := workOf(who, names)
		f.Of = &of
		n, err := r.VisitCount(f)
		count(list, n, err)
	}
	switch who.Role {
	case avrr.TravelDesk:
		n, err := r.MovementCount(Expiring(now).filter(0))
		count(DeskExpiring, n, err)
		n, err = r.UnbookedCount()
		count(DeskToBook, n, err)
		n, err = r.MovementCount(Untold(now).filter(0))
		count(DeskUntold, n, err)
	case avrr.ReintegrationOfficer:
		visits(DeskLateVisits, store.VisitFilter{Own: true, LateAt: now})
		visits(DeskVisits, store.VisitFilter{Own: true})
		visits(DeskNobodys, store.VisitFilter{Nobodys: true})
	}
	if access.May(who.Actor, access.SeeApprovals, nil) == nil {
		waiting, err := r.DecisionCounts()
		n := 0
		for _, a := range avrr.Catalogue {
			if a.Approves {
				n += waiting[a.Name]
			}
		}
		count(DeskApprovals, n, err)
	}
	return counts, failed
}
