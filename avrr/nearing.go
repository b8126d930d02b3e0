package avrr

import (
	"slices"
	"strings"
	"time"
)

// noticeMark begins the name of the clock of a notice that waits for an answer.
const noticeMark = ClockNotice + ":"

// beforeDeparture runs the clocks of the last days before a journey: two calls on the traveller, and the answers of the offices
// that are to expect them.
func (r *running) beforeDeparture() {
	b := r.c.Booking
	if b == nil || b.Status != Ticketed || !b.Segments[0].DepartsAt.After(b.ToldAt) {
		return
	}
	departs := b.Segments[0].DepartsAt.UTC()
	for _, name := range []string{ClockCall, ClockLastCheck} {
		if at, named := r.ahead(name, departs); named {
			r.clocks = append(r.clocks, Clock{Name: name, Start: departs, Due: latestOf(at, b.ToldAt).UTC()})
		}
	}
	for _, n := range r.c.Notices {
		if n.unanswered() && departs.After(n.At) {
			r.answer(n, departs)
		}
	}
}

// answer runs until an office is reminded of a notice it has not acknowledged: shortly before the departure or, when it was told
// later than that, some time after it was told.
func (r *running) answer(n *Notice, departs time.Time) {
	due, named := r.ahead(ClockNotice, departs)
	if named && !due.After(n.At) {
		var span Span
		if span, named = r.p.Clocks[ClockNoticeAnswer]; named {
			due = r.p.after(span, n.At, r.c.place())
		}
	}
	if named && due.Before(departs) {
		r.clocks = append(r.clocks, Clock{Name: noticeMark + n.ID, Start: n.At.UTC(), Due: due.UTC()})
	}
}

// ahead answers the instant that lies a clock of the programme before another one.
func (r *running) ahead(name string, end time.Time) (time.Time, bool) {
	span, named := r.p.Clocks[name]
	if !named {
		return time.Time{}, false
	}
	at, err := span.Before(end, r.c.place(), r.p.Holidays[span.Country])
	return at, err == nil
}

// remindOffice asks the travel desk to telephone an office that has not answered; a second mail goes out with it.
func (c *Case) remindOffice(clock string, e *Event) {
	n := c.Notice(strings.TrimPrefix(clock, noticeMark))
	if n == nil || !n.unanswered() || n.Over(e.RecordedAt) {
		return
	}
	n.Reminded = e.RecordedAt
	c.raise(clock, T("Ask whether they expect the travellers: "+n.addressee(), "Pyesni nëse i presin udhëtarët: "+n.addressee()), "", TravelDuty, e.RecordedAt)
}

// addressee names whom a notice is for.
func (n *Notice) addressee() string {
	if n.To != "" {
		return n.To
	}
	return n.Place
}

// departureNears asks for what is done in the last days before a departure.
func (c *Case) departureNears(in ClockRan, e *Event) {
	b := c.Booking
	if b == nil || b.Status != Ticketed || !b.Segments[0].DepartsAt.After(e.RecordedAt) {
		return // told too late: there is nothing left to prepare
	}
	title := T("Call the traveller: the departure is near", "Telefononi udhëtarin: nisja afron")
	if in.Clock == ClockLastCheck {
		title = T("Ask for the last time whether the traveller still wishes to go", "Pyesni për herë të fundit nëse udhëtari ende dëshiron të shkojë")
	}
	c.raise(in.Clock, title, "", ReturnDuty, e.RecordedAt)
}

// endBeforeDeparture ends what was asked for in the last days before a departure that is over, or that will not be, and the
// question after an answer nobody waits for any more.
func (c *Case) endBeforeDeparture(at time.Time) {
	ahead := c.Booking != nil && c.Booking.Status == Ticketed
	for _, t := range c.Raised {
		if !t.DoneAt.IsZero() {
			continue
		}
		id, notice := strings.CutPrefix(t.ID, noticeMark)
		call := slices.Contains([]string{ClockCall, ClockLastCheck}, t.ID)
		if call && !ahead || notice && !c.awaitsAnswer(id, at) {
			t.DoneAt = at
		}
	}
}

func (c *Case) awaitsAnswer(notice string, at time.Time) bool {
	n := c.Notice(notice)
	return n != nil && n.unanswered() && !n.Over(at)
}
