package web

import (
	"homeward/avrr"
)

// A horizonBody draws until when everything the journey needs holds: a bar for each paper, all on one scale of days.
type horizonBody struct {
	Rows      []horizonRow
	From, To  string // the ends of the scale
	Today     int    // places on the scale, 0 to 1000
	Arrival   int    // -1 without a booking
	Summary   string
	Missing   int
	Early     int // things that end before they are needed
	Obstacles []line
}

type horizonRow struct {
	Thing, Who string
	Known      bool
	Start, End int // of the bar, on the scale
	Width      int
	From, To   string
	Open       bool // it has no end
	Kind       string
	State      string
	Shape      string
}

const scale = 1000

// addHorizon adds the horizon of a case that still prepares or travels; later nothing depends on it.
func (r *reading) addHorizon(h avrr.Horizon, b *caseBody) {
	s := r.view.Stage
	if early := s == avrr.Eligibility || s == avrr.Preparation || s == avrr.Travel; early && !b.Bare && len(h.Intervals) > 0 {
		b.Horizon = r.horizon(h)
	}
}

func (r *reading) horizon(h avrr.Horizon) *horizonBody {
	today := avrr.DateOf(r.now.In(r.place))
	arrival := avrr.Date{}
	if bk := r.view.Booking; bk != nil && len(bk.Segments) > 0 && (bk.Status == avrr.Held || bk.Status == avrr.Ticketed) {
		arrival = avrr.DateOf(bk.Segments[len(bk.Segments)-1].ArrivesAt)
	}
	from, to := today.AddDays(-30), today.AddDays(180)
	if arrival.AddDays(30).After(to) {
		to = arrival.AddDays(30)
	}
	span := from.DaysUntil(to)
	place := func(d avrr.Date) int { return min(scale, max(0, from.DaysUntil(d)*scale/span)) }
	body := &horizonBody{From: r.w.date(from), To: r.w.date(to), Today: place(today), Arrival: -1}
	if !arrival.IsZero() {
		body.Arrival = place(arrival)
	}
	for _, i := range h.Intervals {
		row := horizonRow{Thing: upperFirst(r.w.word("thing", i.Thing)), Who: r.names[i.Member], Known: i.Known, From: r.w.date(i.From), To: r.w.date(i.To), Open: i.To.IsZero()}
		needed := today
		if !arrival.IsZero() {
			needed = arrival
		}
		switch {
		case !i.Known:
			row.Kind, row.Shape, row.State = "missing", "▲", r.w.t("horizon.missing")
			body.Missing++
			body.Obstacles = append(body.Obstacles, r.blocked(avrr.Blocked{Rule: "horizon-unknown", Member: i.Member, Thing: i.Thing}))
		case !i.To.IsZero() && i.To.Before(needed):
			row.Kind, row.Shape, row.State = "ends", "■", r.w.t("horizon.too_early")
			body.Early++
			body.Obstacles = append(body.Obstacles, r.blocked(avrr.Blocked{Rule: "horizon-breaks", Member: i.Member, Thing: i.Thing, Until: &i.To}))
		default:
			row.Kind, row.Shape, row.State = "holds", "✓", r.w.t("horizon.holds")
		}
		if i.Known {
			row.Start, row.End = place(i.From), scale
			if !row.Open {
				row.End = place(i.To)
			}
			row.Width = max(8, row.End-row.Start)
		}
		body.Rows = append(body.Rows, row)
	}
	switch {
	case body.Missing > 0:
		body.Summary = r.w.count("horizon.summary.missing", body.Missing)
	case body.Early > 0:
		body.Summary = r.w.count("horizon.summary.early", body.Early)
	case !h.Until.IsZero():
		body.Summary = r.w.t("horizon.summary.until", r.w.day(h.Until))
	default:
		body.Summary = r.w.t("horizon.summary.open")
	}
	return body
}
