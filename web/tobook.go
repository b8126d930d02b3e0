package web

import (
	"fmt"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// toBookOnPage is how many cases a page of those to be booked shows.
const toBookOnPage = 25

// A toBookBody is every case that prepares for a journey and has none.
type toBookBody struct {
	Tabs        []choiceLink
	Rows        []toBookRow
	Next, First string
}

func (f *face) toBook(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	list, next, err := f.Desk.ToBook(v.ctx(), v.who, asked.Get("cursor"), toBookOnPage)
	if err != nil {
		return screen{}, err
	}
	b := toBookBody{Tabs: v.travelTabs("/travel/to-book", f.today(v))}
	for _, c := range list {
		b.Rows = append(b.Rows, v.toBookRow(c, f.Desk.Clock()))
	}
	if next != "" {
		b.Next = "/travel/to-book?" + with(asked, "cursor", next)
	}
	if asked.Get("cursor") != "" {
		b.First = "/travel/to-book"
	}
	return screen{Name: "tobook", Title: "travel.to_book", Body: b}, nil
}

func (v *visit) toBookRow(c casework.ToBook, now time.Time) toBookRow {
	row := toBookRow{Href: "/cases/" + c.Reference, Name: c.Principal, Reference: c.Reference, Named: c.Principal != c.Reference, Others: max(0, c.Members-1),
		Ready: len(c.Blocks) == 0 && !c.Sealed}
	if c.Due != nil {
		d := v.here.due(*c.Due, now, avrr.Zone(c.Country))
		row.Due = &d
	}
	names := map[string]string{}
	for id, name := range c.Names {
		names[id] = name
	}
	said := map[string]bool{}
	for _, b := range append(c.Blocks, c.Missing...) {
		if names[b.Member] == "" {
			names[b.Member] = v.here.t("travel.somebody")
		}
		if l := v.here.blocked(b, names); !said[l.Words] {
			said[l.Words] = true
			row.Waits = append(row.Waits, l)
		}
	}
	if row.Ready && access.May(v.who.Actor, "hold-seats", nil) == nil {
		row.Book = row.Href + "/do/hold-seats"
	}
	return row
}

func (v *visit) expiringRow(m casework.MovementListed, now time.Time) expiringRow {
	row := expiringRow{movementRow: v.movementRow(m, now)}
	if m.NextDue != nil {
		row.Left = v.here.left(m.NextDue.Sub(now))
	}
	if m.Held > 0 && access.May(v.who.Actor, "confirm-booking", nil) == nil {
		row.Ticket = row.Href + "/do/confirm-booking"
	}
	if access.May(v.who.Actor, "cancel-booking", nil) == nil {
		row.Release = row.Href + "/do/cancel-booking"
	}
	return row
}

// left says how much time is left, as closely as it matters: 2 h 10 min, or 3 days.
func (w *words) left(d time.Duration) string {
	switch {
	case d <= 0:
		return w.t("due.now")
	case d < time.Hour:
		return w.t("travel.left.minutes", int(d.Minutes()))
	case d < 48*time.Hour:
		return w.t("travel.left", int(d.Hours()), int(d.Minutes())%60)
	}
	return w.count("due.days.left", int(d.Hours())/24)
}

func weekdayKey(d avrr.Date) string { return fmt.Sprintf("weekday.%d", d.Weekday()) }
