package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A pastedDraft is a flight on its way from a pasted text to a segment: what was found of it so far.
type pastedDraft struct {
	carrier, number, operator string
	places                    []string
	dates                     []pastedDate
	clocks                    []time.Duration
	later                     int
	lines                     []int
	arrivalLine               int          // where the second time stands: a date beside it is that of the arrival
	heading                   *pastedToken // the date above the flight, until it says one of its own
}

// under gives the draft the date that stands above it.
func (d *pastedDraft) under(heading pastedToken) {
	d.heading, d.dates = &heading, []pastedDate{heading.date}
}

// take gives the draft what a token says, and reports whether it had use for it.
func (d *pastedDraft) take(t pastedToken) bool {
	switch {
	case t.kind == tokenPlace && len(d.places) < 2 && !slices.Contains(d.places, t.place):
		d.places = append(d.places, t.place)
	case t.kind == tokenPlace && slices.Contains(d.places, t.place) && (!d.complete() || slices.Contains(d.lines, t.lines[0])): // said again, with its terminal perhaps
	case t.kind == tokenTime && len(d.clocks) < 2:
		d.clocks = append(d.clocks, t.clock)
		if len(d.clocks) == 2 {
			d.later, d.arrivalLine = t.later, t.lines[len(t.lines)-1]
		}
	case t.kind == tokenDate && d.heading != nil && len(d.clocks) == 0:
		d.heading, d.dates = nil, []pastedDate{t.date}
	case t.kind == tokenDate && len(d.dates) == 0 && (len(d.clocks) < 2 || t.lines[0] <= d.arrivalLine+1):
		d.dates = append(d.dates, t.date)
	case t.kind == tokenDate && len(d.dates) == 1 && (len(d.clocks) < 2 || t.lines[0] == d.arrivalLine):
		d.dates = append(d.dates, t.date)
	case t.kind == tokenOperator && d.operator == "":
		d.operator = t.carrier
	default:
		return false
	}
	d.lines = union(d.lines, t.lines)
	return true
}

func (d *pastedDraft) complete() bool {
	return len(d.places) == 2 && len(d.clocks) == 2 && len(d.dates) > 0
}

// onlyNamed reports whether nothing is said of the flight but its number.
func (d *pastedDraft) onlyNamed() bool { return len(d.places) == 0 && len(d.clocks) == 0 }

// toldInFull reports whether the flight, of which too little is said here, is told again with all there is to it.
func (d *pastedDraft) toldInFull(all []*pastedDraft) bool {
	return slices.ContainsFunc(all, func(o *pastedDraft) bool { return o.carrier == d.carrier && o.number == d.number && o.complete() })
}

// from answers the lines the draft was read from, the heading's among them where it told the day.
func (d *pastedDraft) from() []int {
	if d.heading != nil {
		return union(d.heading.lines, d.lines)
	}
	return d.lines
}

// draft puts the tokens of a text together into flights. A flight owns what follows it, and what stands before it on its line or, in
// a text that names flights in the midst of their journey, since the last flight. A date on a line of its own is the day of all flights
// under it that do not say theirs.
func draft(tokens []pastedToken) []*pastedDraft {
	var drafts []*pastedDraft
	var open *pastedDraft
	var heading *pastedToken
	var waiting []pastedToken // said before the flight they belong to
	midst := false
	take := func(t pastedToken) bool {
		taken := open != nil && open.take(t)
		if taken && t.kind == tokenDate && heading != nil && heading.from != t.from {
			heading = nil
		}
		return taken
	}
	for i, t := range tokens {
		switch {
		case t.kind == tokenLeg:
			open, waiting = t.leg.draft(t.lines), nil
			drafts = append(drafts, open)
		case t.kind == tokenFlight && i > 0 && tokens[i-1].kind == tokenFlight && t.from-tokens[i-1].to <= 5: // OS 852 / LH 6402: one flight sold twice
		case t.kind == tokenFlight:
			if open == nil {
				midst = heading != nil && slices.ContainsFunc(waiting, is(tokenTime)) && slices.ContainsFunc(waiting, is(tokenPlace))
			}
			open = &pastedDraft{carrier: t.carrier, number: t.number, lines: t.lines}
			drafts = append(drafts, open)
			if heading != nil {
				open.under(*heading)
			}
			for _, w := range waiting {
				if midst || w.lines[len(w.lines)-1] == t.lines[0] {
					take(w)
				}
			}
			waiting = nil
		case beforeItsFlight(t, tokens[i+1:], open):
			waiting = append(waiting, t)
		case take(t):
		case t.kind == tokenDate && t.alone:
			heading, waiting = &tokens[i], nil
		case t.kind == tokenPlace || t.kind == tokenTime:
			waiting = append(waiting, t)
		}
	}
	return drafts
}

func is(kind tokenKind) func(pastedToken) bool {
	return func(t pastedToken) bool { return t.kind == kind }
}

// beforeItsFlight reports whether a flight that is named later on the token's line is the one it belongs to.
func beforeItsFlight(t pastedToken, after []pastedToken, open *pastedDraft) bool {
	line := t.lines[len(t.lines)-1]
	if open != nil && (slices.Contains(open.lines, line) && !open.complete() || t.kind == tokenOperator) {
		return false
	}
	for _, a := range after {
		if a.lines[0] != line {
			return false
		}
		if a.kind == tokenFlight {
			return true
		}
	}
	return false
}

// draft is the line of a booking system as a draft that wants nothing more than who operates it.
func (leg *pastedLeg) draft(lines []int) *pastedDraft {
	d := &pastedDraft{carrier: leg.carrier, number: leg.number, places: []string{leg.from, leg.to}, dates: []pastedDate{leg.departs},
		clocks: []time.Duration{leg.departsIn, leg.arrivesIn}, later: leg.later, lines: lines}
	if leg.arrives != nil {
		d.dates = append(d.dates, *leg.arrives)
	}
	return d
}

// journeySoFar is what is known of a journey before a flight is read.
type journeySoFar struct {
	order string // of day and month, as the person who pasted the text said
	year  int    // as that person said; 0 when they did not
	last  Date   // the day of the last departure
}

// day answers the day a date means. Where it leaves the year out, the journey goes on in the year it was in, or into the new one; over
// the date line it may go back to the last night of the old.
func (told journeySoFar) day(d pastedDate) (Date, *PastedUnclear) {
	year := told.year
	if !told.last.IsZero() {
		year = told.last.Year
		switch {
		case d.month+6 < int(told.last.Month):
			year++
		case d.month == 12 && d.day >= 30 && told.last.Month == time.January && told.last.Day <= 2:
			year--
		}
	}
	return d.on(told.order, year)
}

// finish makes the segment, or says what only a person can tell.
func (d *pastedDraft) finish(told journeySoFar) (Segment, *PastedUnclear) {
	s := Segment{Carrier: d.carrier, Number: strings.TrimLeft(d.number, "0")}
	if d.operator != d.carrier {
		s.OperatedBy = d.operator
	}
	if missing := d.missing(); missing != "" {
		return s, d.unclear(UnclearMissing, missing, d.flight())
	}
	var ends [2]Port
	for i, code := range d.places {
		a, ok := Airport(code)
		if !ok {
			return s, d.noSuchAirport(code)
		}
		ends[i] = a
	}
	s.From, s.To = ends[0].Code, ends[1].Code
	departs, arrives, unclear := d.days(told)
	if unclear != nil {
		unclear.Lines = d.from()
		return s, unclear
	}
	var err error
	if s.DepartsAt, err = atClock(departs, d.clocks[0], ends[0]); err != nil {
		return s, d.unclear(UnclearClock, "The departure of %s: %s.", d.flight(), err)
	}
	if s.ArrivesAt, err = atClock(arrives, d.clocks[1], ends[1]); err != nil {
		return s, d.unclear(UnclearClock, "The arrival of %s: %s.", d.flight(), err)
	}
	if !s.ArrivesAt.After(s.DepartsAt) {
		return s, d.unclear(UnclearArrival, "%s would arrive at %s before it departs from %s. On which day does it arrive?", d.flight(), s.To, s.From)
	}
	return s, nil
}

func (d *pastedDraft) flight() string { return d.carrier + " " + d.number }

func (d *pastedDraft) unclear(about, format string, args ...any) *PastedUnclear {
	return &PastedUnclear{About: about, Lines: d.from(), Text: fmt.Sprintf(format, args...)}
}

// missing asks, of the flight, for what the text does not say of it; nothing when it says everything.
func (d *pastedDraft) missing() string {
	switch {
	case strings.Trim(d.number, "0") == "":
		return "%s is no flight's number. Which is it?"
	case len(d.places) < 2:
		return "From where to where is %s? The text does not say both airports."
	case len(d.clocks) < 2:
		return "When does %s depart and arrive? The text does not say both times."
	case len(d.dates) == 0:
		return "On which day is %s? The text does not say."
	}
	return ""
}

func (d *pastedDraft) noSuchAirport(code string) *PastedUnclear {
	q := d.unclear(UnclearAirport, "No airport has the code %s.%s", code, didYouMean(code))
	for _, near := range NearestAirports(code) {
		q.Options = append(q.Options, near.Code)
	}
	return q
}

// days answers the days of departure and arrival.
func (d *pastedDraft) days(told journeySoFar) (departs, arrives Date, unclear *PastedUnclear) {
	if departs, unclear = told.day(d.dates[0]); unclear != nil {
		return departs, arrives, unclear
	}
	if len(d.dates) > 1 {
		arrives, unclear = journeySoFar{order: told.order, last: departs}.day(d.dates[1])
		return departs, arrives, unclear
	}
	return departs, departs.AddDays(d.later), nil
}

// atClock answers the moment at which a place's clock shows a time, and an error when it never does, or does so twice.
func atClock(on Date, clock time.Duration, a Port) (time.Time, error) {
	wall := on.In(time.UTC).Add(clock)
	shown := offsetsShowing(wall, a.Location())
	if len(shown) != 1 {
		does := "does not exist"
		if len(shown) > 1 {
			does = "happens twice"
		}
		return time.Time{}, fmt.Errorf("%s %s in %s on %s, the night the clocks change", wall.Format("15:04"), does, a.City.EN, inWords(on))
	}
	return wall.Add(-time.Duration(shown[0]) * time.Second).In(a.Location()), nil
}
