package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A MovementSearch chooses movements for a list; an empty field does not choose.
type MovementSearch struct {
	From      *time.Time // departing at or after
	To        *time.Time // departing before
	DueBefore *time.Time // a hold ends before this; the list is then by when holds end
	Awaited   bool       // of somebody aboard nothing is told yet
	Status    string
	Cursor    string
	Limit     int
}

// A MovementListed is one row of the travel desk's list.
type MovementListed struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind,omitempty" doc:"group or charter; empty for the journey of one case and of those who joined it."`
	Name      string         `json:"name,omitempty"`
	Status    string         `json:"status"`
	Segments  []avrr.Segment `json:"segments"`
	DepartsAt *time.Time     `json:"departs_at"`
	ArrivesAt *time.Time     `json:"arrives_at"`
	Seats     int            `json:"seats,omitempty"`
	Taken     int            `json:"taken"`
	Held      int            `json:"held" doc:"Of the seats that are taken, how many wait for a ticket."`
	Awaited   bool           `json:"awaited" doc:"Of somebody aboard nothing is told yet: neither that they left nor that they did not."`
	Escorts   int            `json:"escorts,omitempty" doc:"How many travel along with passengers."`
	HoldUntil *time.Time     `json:"hold_until,omitempty"`
	TicketBy  *time.Time     `json:"ticket_by,omitempty"`
	NextDue   *time.Time     `json:"next_due"`
	Cases     []AboardView   `json:"cases"`
	Version   int            `json:"version"`
	Href      string         `json:"href"`

	seated map[string]int // the seats of each case, by its id
}

// An AboardView is a case on a movement.
type AboardView struct {
	Reference string             `json:"reference"`
	Principal string             `json:"principal"` // the reference where the name is not shown
	Seats     int                `json:"seats" doc:"How many of the case travel on the movement."`
	Needs     []avrr.ServiceCode `json:"needs,omitempty" doc:"What the carrier is to do for them, where this person is told."`
	Href      string             `json:"href"`
}

// Movements answers a page of movements by departure and the cursor of the next one. The reading stands in the audit before
// anything is shown.
func (d *Desk) Movements(ctx context.Context, who access.Person, s MovementSearch) ([]MovementListed, string, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, "", err
	}
	if err := statusKnown(s.Status); err != nil {
		return nil, "", err
	}
	r := d.Store.Read(ctx)
	rows, next, err := r.Movements(s.filter(s.Limit))
	if errors.Is(err, store.ErrCursor) {
		return nil, "", avrr.Errorf(avrr.CodeInvalid, "The cursor does not belong to this list; begin again without it.")
	}
	if err != nil {
		return nil, "", err
	}
	if err := d.auditMovement(ctx, who, "list", "", fmt.Sprintf("%d movements", len(rows))); err != nil {
		return nil, "", err
	}
	list, err := movementsListed(rows)
	if err != nil {
		return nil, "", err
	}
	return list, next, showWhoIsAboard(r, list, who)
}

func (s MovementSearch) filter(limit int) store.MovementFilter {
	return store.MovementFilter{From: s.From, To: s.To, DueBefore: s.DueBefore, Awaited: s.Awaited, Status: s.Status, Cursor: s.Cursor, Limit: limit}
}

func statusKnown(status string) error {
	if status == "" || slices.Contains(avrr.MovementStatuses, status) {
		return nil
	}
	return avrr.Errorf(avrr.CodeInvalid, "There is no status %q of a movement.", status)
}

func movementsListed(rows []store.Movement) ([]MovementListed, error) {
	list := make([]MovementListed, len(rows))
	for i, row := range rows {
		line, err := store.ReadJourney(row)
		if err != nil {
			return nil, err
		}
		list[i] = MovementListed{ID: row.ID, Kind: line.Kind, Name: line.Name, Status: row.Status, Segments: orNone(line.Segments), DepartsAt: row.DepartsAt,
			ArrivesAt: row.ArrivesAt, Seats: line.Seats, Taken: line.Taken, Held: line.Held, Awaited: row.Awaited, Escorts: line.Escorts,
			HoldUntil: orNever(line.HoldUntil), TicketBy: orNever(line.TicketBy), NextDue: row.NextDue, Cases: []AboardView{}, Version: row.Version,
			Href: MovementURL(row.ID), seated: line.Seated}
	}
	return list, nil
}

// showWhoIsAboard adds the cases that travel on the movements, as far as this person is told who they are.
func showWhoIsAboard(r *store.Reader, list []MovementListed, who access.Person) error {
	ids := make([]string, len(list))
	for i, l := range list {
		ids[i] = l.ID
	}
	aboard, err := r.Aboard(ids)
	if err != nil {
		return err
	}
	for i := range list {
		l := &list[i]
		for _, c := range aboard[l.ID] {
			h, err := store.ReadHeadline(c)
			if err != nil {
				return err
			}
			view := AboardView{Reference: c.Reference, Principal: c.Reference, Seats: l.seated[c.ID], Href: CaseURL(c.Reference)}
			named := access.SeesPersonal(who.Actor, &avrr.Case{Restricted: h.Restricted, Officers: h.Officers})
			if named {
				view.Principal = h.Name
			}
			if named || seesToSeats(who) {
				view.Needs = h.Needs
			}
			l.Cases = append(l.Cases, view)
		}
	}
	return nil
}

// seesToSeats reports whether somebody sees to a seat without knowing whose it is.
func seesToSeats(who access.Person) bool { return who.Role == avrr.TravelDesk }

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func orNever(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// MovementURL is where the API answers a movement.
func MovementURL(id string) string { return root + "/movements/" + id }
