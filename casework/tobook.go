package casework

import (
	"context"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
)

// A ToBook is a case that prepares for a journey and has none.
type ToBook struct {
	Reference string
	Principal string            // the reference where the name is not shown
	Names     map[string]string // of the members by id, where they are shown
	Members   int
	Country   string // where its days are counted, ISO 3166-1 alpha-2
	Due       *time.Time
	Clock     avrr.Text      // what falls due
	Blocks    []avrr.Blocked // what stands in the way of holding seats; nothing when they can be held
	Missing   []avrr.Blocked // what is needed before tickets are issued, and not there yet
	Sealed    bool           // it does not open: nothing can be said of it
}

// ToBook answers a page of the cases to be booked, by what falls due in them first, and the cursor of the next one. Each says what it
// waits for. The reading stands in the audit before anything is shown.
func (d *Desk) ToBook(ctx context.Context, who access.Person, cursor string, limit int) ([]ToBook, string, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, "", err
	}
	r := d.Store.Read(ctx)
	rows, next, err := r.Unbooked(cursor, limit)
	if err := d.noteList(ctx, who, err, "%d cases to book", len(rows)); err != nil {
		return nil, "", err
	}
	var open []string
	for _, row := range rows {
		if !row.Sealed {
			open = append(open, row.ID)
		}
	}
	files, err := d.filesOf(r, open)
	if err != nil {
		return nil, "", err
	}
	list := make([]ToBook, len(rows))
	for i, row := range rows {
		at := slices.IndexFunc(files, func(f *file) bool { return f.row.ID == row.ID })
		if at < 0 {
			list[i] = ToBook{Reference: row.Reference, Principal: row.Reference, Country: row.HostCountry, Sealed: true}
			continue
		}
		list[i] = d.toBook(ctx, files[at], who)
	}
	return list, next, nil
}

func (d *Desk) toBook(ctx context.Context, f *file, who access.Person) ToBook {
	b := ToBook{Reference: f.row.Reference, Principal: f.row.Reference, Members: len(f.c.Members), Country: f.c.Country(), Due: f.row.NextDue}
	if b.Due != nil {
		b.Clock = avrr.Clock{Name: f.row.NextClock}.Title()
	}
	if access.SeesPersonal(who.Actor, f.c) {
		b.Names = map[string]string{}
		for _, m := range f.c.Members {
			b.Names[m.ID] = m.Name()
		}
		if m := f.c.Principal(); m != nil {
			b.Principal = m.Name()
		}
	}
	hold, _ := avrr.Find("hold-seats")
	j := d.judging(ctx, f, who.Actor)
	j.Movement = avrr.NewMovement("")
	b.Blocks = j.Blocked(hold)
	for _, t := range f.horizon(who).Travellers {
		for _, i := range t.Intervals {
			asked := i.Kind == avrr.ApprovalInterval || i.Kind == avrr.ConsentInterval // what stands in the way of seats says these in better words
			if !i.Known && !asked && !t.Meets(i, func(o avrr.Interval) bool { return o.Known }) {
				b.Missing = append(b.Missing, avrr.Blocked{Rule: "horizon-unknown", Member: t.Member, Thing: i.Thing, Duty: i.Duty})
			}
		}
	}
	return b
}
