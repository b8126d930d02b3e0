package avrr

import (
	"slices"
	"sort"
	"strings"
)

// A PastedItinerary is an itinerary as it was pasted: the lines of a booking system, an airline's confirmation, an agency's table, a
// forwarded mail.
type PastedItinerary struct {
	Text       string `json:"text" schema:"max=20000"`
	TravelYear int    `json:"travel_year,omitempty" schema:"min=2000,max=2100" doc:"The year of the first flight, where the text leaves the year out."`
	DateOrder  string `json:"date_order,omitempty" schema:"enum=day_first|month_first" doc:"How 03/04 is meant, where the text can be read both ways."`
}

// An ItineraryReading is what a pasted text says. Nothing is dropped: every line with anything on it is a source of a segment, or is
// among those not understood.
type ItineraryReading struct {
	Segments      []Segment       `json:"segments"`
	Sources       [][]int         `json:"sources" doc:"The lines each segment was read from, counted from 1."`
	NotUnderstood []PastedLine    `json:"not_understood"`
	Questions     []PastedUnclear `json:"questions"`
}

// A PastedLine is a line of a pasted text, counted from 1.
type PastedLine struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// What a question about a pasted text is about.
const (
	UnclearYear      = "year"       // say travel_year
	UnclearDateOrder = "date_order" // say date_order
	UnclearWeekday   = "weekday"    // the text contradicts itself
	UnclearDate      = "date"       // no such day
	UnclearAirport   = "airport"
	UnclearClock     = "clock" // a time the place's clock does not show, or shows twice
	UnclearArrival   = "arrival"
	UnclearMissing   = "missing"
)

// A PastedUnclear is what only a person can tell. The flight it is about is not among the segments, and its lines are among those not
// understood.
type PastedUnclear struct {
	About   string   `json:"about" schema:"enum=year|date_order|weekday|date|airport|clock|arrival|missing"`
	Lines   []int    `json:"lines"`
	Text    string   `json:"text"`
	Options []string `json:"options,omitempty"`
}

// ReadItinerary reads the flights of a pasted text. What can be meant in two ways is asked about and never guessed.
func ReadItinerary(in PastedItinerary) ItineraryReading {
	page := unquote(in.Text)
	reading := ItineraryReading{Segments: []Segment{}, Sources: [][]int{}, NotUnderstood: []PastedLine{}, Questions: []PastedUnclear{}}
	drafts := slices.DeleteFunc(draft(page.tokens()), (*pastedDraft).onlyNamed)
	told := journeySoFar{order: in.DateOrder, year: in.TravelYear}
	for _, d := range drafts {
		s, unclear := d.finish(told)
		if unclear == nil {
			reading.add(s, d.from())
			told.last = DateOf(s.DepartsAt)
		} else if unclear.About != UnclearMissing || !d.toldInFull(drafts) {
			reading.ask(*unclear)
		}
	}
	for n, text := range page.lines {
		used := slices.ContainsFunc(reading.Sources, func(lines []int) bool { return slices.Contains(lines, n+1) })
		if !used && strings.TrimSpace(text) != "" {
			reading.NotUnderstood = append(reading.NotUnderstood, PastedLine{n + 1, page.given[n]})
		}
	}
	return reading
}

// add keeps a segment. A mail that quotes another says its flights twice; they are flown once.
func (r *ItineraryReading) add(s Segment, lines []int) {
	for i, known := range r.Segments {
		if known.Carrier == s.Carrier && known.Number == s.Number && known.From == s.From && known.To == s.To && known.DepartsAt.Equal(s.DepartsAt) && known.ArrivesAt.Equal(s.ArrivesAt) {
			r.Sources[i] = union(r.Sources[i], lines)
			r.Segments[i].OperatedBy = placeOr(known.OperatedBy, s.OperatedBy)
			return
		}
	}
	r.Segments, r.Sources = append(r.Segments, s), append(r.Sources, lines)
}

// ask keeps a question, once for all the flights it is about.
func (r *ItineraryReading) ask(q PastedUnclear) {
	for i, known := range r.Questions {
		if known.Text == q.Text {
			r.Questions[i].Lines = union(known.Lines, q.Lines)
			return
		}
	}
	r.Questions = append(r.Questions, q)
}

func union(a, b []int) []int {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

// A pastedPage is a pasted text without what mail programs add to it: one flat text, and where each line of it begins.
type pastedPage struct {
	given  []string // the lines as they were pasted
	lines  []string // the lines as they are read
	flat   string
	starts []int
}

// unquote takes the marks of quoting off each line, and makes one kind of blank of all.
func unquote(text string) *pastedPage {
	p := &pastedPage{given: strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")}
	for _, line := range p.given {
		line = strings.Map(func(r rune) rune {
			switch {
			case r == '\t', r == '\u00a0', r == '\u202f', r == '\u2007':
				return ' '
			case !isVisible(r) && r != ' ':
				return -1
			}
			return r
		}, strings.ToValidUTF8(line, "?"))
		p.lines = append(p.lines, strings.TrimSpace(strings.TrimLeft(line, " >|")))
	}
	for _, line := range p.lines {
		p.starts = append(p.starts, len(p.flat))
		p.flat += line + "\n"
	}
	return p
}

// lineOf answers the line, counted from 1, that a place of the flat text is on.
func (p *pastedPage) lineOf(at int) int {
	return sort.Search(len(p.starts), func(i int) bool { return p.starts[i] > at })
}

// linesOf answers the lines a stretch of the flat text touches.
func (p *pastedPage) linesOf(from, to int) []int {
	var lines []int
	for n := p.lineOf(from); n <= p.lineOf(to-1); n++ {
		lines = append(lines, n)
	}
	return lines
}
