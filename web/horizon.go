package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
)

// A horizonBody draws until when everything the journey needs holds: a bar for each paper, all on one scale of days.
type horizonBody struct {
	Rows      []horizonRow
	From, To  string // the ends of the scale
	Months    []monthTick
	Today     int // places on the scale, 0 to 1000
	Arrival   int // -1 without a booking
	Summary   string
	Notes     []string // the days on which everything holds, what ends first, and what renewing that would open
	Obstacles []line

	missing, early int // things that are not there, and that end before they are needed
	asked          int // of the missing ones those that only the tasks tell
}

type horizonRow struct {
	Thing, Who, Which string
	Known             bool
	Start, Width      int // of the bar, on the scale
	From, To          string
	Open              bool // it has no end
	Place             string
	Kind              string
	State             string
	Shape             string
}

// A monthTick is where a month begins on the scale.
type monthTick struct {
	At    int
	Share string // the same place in percent, for letters that must not be stretched
	Name  string
}

const scale = 1000

// mostMonths is how many months are named: on a longer scale every second or third is.
const mostMonths = 8

// months are the beginnings of months between two days.
func (w *words) months(from, to avrr.Date, place func(avrr.Date) int) (ticks []monthTick) {
	first := avrr.Date{Year: from.Year, Month: from.Month, Day: 1}
	var days []avrr.Date
	for n := 1; ; n++ {
		at := avrr.DateOf(time.Date(first.Year, first.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
		if !at.Before(to) {
			break
		}
		days = append(days, at)
	}
	step := 1 + len(days)/(mostMonths+1)
	for n := 0; n < len(days); n += step {
		name := w.t(fmt.Sprintf("month.%d", int(days[n].Month)))
		if letters := []rune(name); len(letters) > 4 {
			name = string(letters[:3])
		}
		ticks = append(ticks, monthTick{place(days[n]), fmt.Sprintf("%.1f%%", float64(place(days[n]))*100/scale), name})
	}
	return ticks
}

// addHorizon adds the horizon of a case that still prepares or travels; later nothing depends on it.
func (r *reading) addHorizon(h avrr.Horizon, b *caseBody) {
	s := r.view.Stage
	if early := s == avrr.Eligibility || s == avrr.Preparation || s == avrr.Travel; early && !b.Bare && len(h.Travellers) > 0 {
		b.Horizon = r.horizon(h)
	}
}

func (r *reading) horizon(h avrr.Horizon) *horizonBody {
	today := avrr.DateOf(r.now.In(r.place))
	departure, arrival := today, avrr.Date{}
	if bk := r.view.Booking; bk != nil && len(bk.Segments) > 0 && (bk.Status == avrr.Held || bk.Status == avrr.Ticketed) {
		departure, arrival = avrr.DateOf(bk.Segments[0].DepartsAt), avrr.DateOf(bk.Segments[len(bk.Segments)-1].ArrivesAt)
	}
	from, to := today.AddDays(-30), today.AddDays(180)
	if arrival.AddDays(30).After(to) {
		to = arrival.AddDays(30)
	}
	span := from.DaysUntil(to)
	place := func(d avrr.Date) int { return min(scale, max(0, from.DaysUntil(d)*scale/span)) }
	body := &horizonBody{From: r.w.date(from), To: r.w.date(to), Today: place(today), Arrival: -1}
	body.Months = r.w.months(from, to, place)
	if !arrival.IsZero() {
		body.Arrival = place(arrival)
	}
	for _, t := range h.Travellers {
		for _, i := range t.Intervals {
			if !i.Known && (i.Kind == avrr.ApprovalInterval || i.Kind == avrr.ConsentInterval) { // the tasks ask for these in better words
				body.missing++
				body.asked++
				continue
			}
			needed := departure
			if i.Kind != avrr.LegalClock && !arrival.IsZero() {
				needed = arrival
			}
			row := r.horizonRow(t, i, needed, body)
			if i.Known && !i.From.IsZero() {
				row.Start = place(i.From)
			}
			row.Width = scale - row.Start
			if !row.Open {
				row.Width = place(i.Until) - row.Start
			}
			row.Width = max(8, row.Width)
			body.Rows = append(body.Rows, row)
		}
	}
	if len(h.Travellers) == 1 { // whose it is goes without saying
		for n := range body.Rows {
			body.Rows[n].Who = ""
		}
	}
	body.Summary = r.horizonSummary(h, body)
	if body.asked > 0 {
		body.Notes = append(body.Notes, r.w.count("horizon.asked", body.asked))
	}
	body.Notes = append(body.Notes, r.horizonNotes(h)...)
	return body
}

// horizonRow says how one thing stands for the day on which it is needed.
func (r *reading) horizonRow(t avrr.TravellerHorizon, i avrr.Interval, needed avrr.Date, body *horizonBody) horizonRow {
	row := horizonRow{Thing: upperFirst(r.w.word("thing", i.Thing)), Who: r.names[t.Member], Which: r.which(i), Known: i.Known, From: r.w.date(i.From), To: r.w.date(i.Until),
		Open: i.Until.IsZero(), Place: r.w.country(i.Place)}
	another := func(holds func(avrr.Interval) bool) bool { return t.Meets(i, holds) }
	switch {
	case i.Used && another(func(o avrr.Interval) bool { return o.Known }):
		row.Kind, row.Shape, row.State = "used", "–", r.w.t("horizon.used")
	case !i.Known:
		row.Kind, row.Shape, row.State = "missing", "▲", r.w.t("horizon.missing")
		body.missing++
		body.Obstacles = append(body.Obstacles, r.blocked(avrr.Blocked{Rule: "horizon-unknown", Member: t.Member, Thing: i.Thing}))
	case i.Until.IsZero() || !i.Until.Before(needed):
		row.Kind, row.Shape, row.State = "holds", "✓", r.w.t("horizon.holds")
	default:
		row.Kind, row.Shape, row.State = "ends", "■", r.w.t("horizon.too_early")
		if !another(func(o avrr.Interval) bool { return o.Known && (o.Until.IsZero() || !o.Until.Before(needed)) }) {
			body.early++
			body.Obstacles = append(body.Obstacles, r.blocked(avrr.Blocked{Rule: "horizon-breaks", Member: t.Member, Thing: i.Thing, Until: &i.Until}))
		}
	}
	return row
}

// which says which of its kind a thing is: the kind of a document, whose signature it is, whose appointment.
func (r *reading) which(i avrr.Interval) string {
	if name, ok := r.names[i.Detail]; ok {
		return name
	}
	switch i.Kind {
	case avrr.ExceptionInterval:
		return r.w.t("horizon.exception")
	case avrr.DocumentInterval:
		return r.w.word("paper", i.Detail)
	}
	return ""
}

func (r *reading) horizonSummary(h avrr.Horizon, body *horizonBody) string {
	switch {
	case body.missing > 0:
		return r.w.count("horizon.summary.missing", body.missing)
	case body.early > 0:
		return r.w.count("horizon.summary.early", body.early)
	case h.BreaksFirst != nil:
		return r.w.t("horizon.summary.until", r.w.day(h.BreaksFirst.Until))
	}
	return r.w.t("horizon.summary.open")
}

// horizonNotes say on which days everything holds, what ends first, and until when the rest would hold without it.
func (r *reading) horizonNotes(h avrr.Horizon) []string {
	var notes []string
	var runs []string
	for _, days := range h.Holds {
		if days.Until.IsZero() {
			runs = append(runs, r.w.t("horizon.days.open", r.w.date(days.From)))
		} else {
			runs = append(runs, r.w.t("horizon.days", r.w.date(days.From), r.w.date(days.Until)))
		}
	}
	if len(runs) > 0 {
		notes = append(notes, r.w.t("horizon.all_hold", strings.Join(runs, "; ")))
	}
	if first := h.BreaksFirst; first != nil {
		notes = append(notes, r.w.t("horizon.first", r.w.word("thing", first.Thing), r.names[first.Member], r.w.date(first.Until)))
		switch {
		case isClock(h, *first): // nobody renews an age or a time limit
		case h.Renewing.OpensUntil.IsZero():
			notes = append(notes, r.w.t("horizon.renewing.open"))
		default:
			notes = append(notes, r.w.t("horizon.renewing", r.w.date(h.Renewing.OpensUntil)))
		}
	}
	return notes
}

// isClock reports whether what ends is a legal clock.
func isClock(h avrr.Horizon, b avrr.Break) bool {
	return slices.ContainsFunc(h.Travellers, func(t avrr.TravellerHorizon) bool {
		return t.Member == b.Member && slices.ContainsFunc(t.Intervals, func(i avrr.Interval) bool { return i.Thing == b.Thing && i.Kind == avrr.LegalClock })
	})
}
