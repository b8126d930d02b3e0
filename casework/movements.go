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
	From   *time.Time // departing at or after
	To     *time.Time // departing before
	Status string
	Cursor string
	Limit  int
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
	HoldUntil *time.Time     `json:"hold_until,omitempty"`
	TicketBy  *time.Time     `json:"ticket_by,omitempty"`
	NextDue   *time.Time     `json:"next_due"`
	Cases     []AboardView   `json:"cases"`
	Version   int            `json:"version"`
	Href      string         `json:"href"`
}

// An AboardView is a case on a movement.
type AboardView struct {
	Reference string `json:"reference"`
	Principal string `json:"principal"` // the reference where the name is not shown
	Href      string `json:"href"`
}

// Movements answers a page of movements by departure and the cursor of the next one. The reading stands in the audit before
// anything is shown.
func (d *Desk) Movements(ctx context.Context, who access.Person, s MovementSearch) ([]MovementListed, string, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, "", err
	}
	if s.Status != "" && !slices.Contains(avrr.MovementStatuses, s.Status) {
		return nil, "", avrr.Errorf(avrr.CodeInvalid, "There is no status %q of a movement.", s.Status)
	}
	r := d.Store.Read(ctx)
	rows, next, err := r.Movements(store.MovementFilter{From: s.From, To: s.To, Status: s.Status, Cursor: s.Cursor, Limit: s.Limit})
	if errors.Is(err, store.ErrCursor) {
		return nil, "", avrr.Errorf(avrr.CodeInvalid, "The cursor does not belong to this list; begin again without it.")
	}
	if err != nil {
		return nil, "", err
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	aboard, err := r.Aboard(ids)
	if err != nil {
		return nil, "", err
	}
	if err := d.auditMovement(ctx, who, "list", "", fmt.Sprintf("%d movements", len(rows))); err != nil {
		return nil, "", err
	}
	list := make([]MovementListed, 0, len(rows))
	for _, row := range rows {
		l, err := movementListed(row, aboard[row.ID], who)
		if err != nil {
			return nil, "", err
		}
		list = append(list, l)
	}
	return list, next, nil
}

func movementListed(row store.Movement, aboard []store.Case, who access.Person) (MovementListed, error) {
	line, err := store.ReadJourney(row)
	if err != nil {
		return MovementListed{}, err
	}
	l := MovementListed{ID: row.ID, Kind: line.Kind, Name: line.Name, Status: row.Status, Segments: orNone(line.Segments), DepartsAt: row.DepartsAt,
		ArrivesAt: row.ArrivesAt, Seats: line.Seats, Taken: line.Taken, Held: line.Held, HoldUntil: orNever(line.HoldUntil), TicketBy: orNever(line.TicketBy),
		NextDue: row.NextDue, Cases: []AboardView{}, Version: row.Version, Href: MovementURL(row.ID)}
	for _, c := range aboard {
		h, err := store.ReadHeadline(c)
		if err != nil {
			return MovementListed{}, err
		}
		view := AboardView{c.Reference, c.Reference, CaseURL(c.Reference)}
		if access.SeesPersonal(who.Actor, &avrr.Case{Restricted: h.Restricted, Officers: h.Officers}) {
			view.Principal = h.Name
		}
		l.Cases = append(l.Cases, view)
	}
	return l, nil
}

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
