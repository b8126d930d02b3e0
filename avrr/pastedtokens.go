package avrr

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

type tokenKind int

const (
	tokenLeg tokenKind = iota // a whole line of a booking system
	tokenFlight
	tokenPlace
	tokenDate
	tokenTime
	tokenOperator
)

// A pastedToken is a stretch of a pasted text that says something about a flight.
type pastedToken struct {
	kind     tokenKind
	from, to int // in the flat text
	lines    []int
	leg      *pastedLeg
	carrier  string // of a flight, or the one that operates it
	number   string
	place    string
	date     pastedDate
	clock    time.Duration // since midnight
	later    int           // days after the departure
	alone    bool          // of a date: little else is on its line
}

var (
	tokenPlaceCode = regexp.MustCompile(`\(([A-Z]{3})\)|\b([A-Z]{3})\b`)
	tokenCityPair  = regexp.MustCompile(`\b([A-Z]{3})([A-Z]{3})\b`)
	tokenFlightNo  = regexp.MustCompile(`\b([A-Z][A-Z0-9]|[0-9][A-Z])[ -]?\s?(\d{1,4})\b`)
	tokenOperated  = regexp.MustCompile(`(?i)\b(?:operated by|durchgeführt von|ausgeführt von|durchgeführt durch|operohet nga|operuar nga|operated as)\b[:\s/]+([^\n,;()|]{2,60})`)
	tokenClock     = regexp.MustCompile(`(?i)\b(2[0-3]|[01]?\d)(?::([0-5]\d)(?::[0-5]\d)?|\.([0-5]\d)\s*(?:Uhr\b|([ap])\.?m\b\.?))?(?:\s*([ap])\.?\s?m\b\.?)?(?:\s*(?:Uhr|hrs?|h)\b)?` +
		`(?:\s*[(\[]?\+\s?([12])\b\s*(?:days?|Tage?|dit[eë]?)?[)\]]?|\s*\(?(next day|following day|n[aä]chster Tag|am n[aä]chsten Tag|ditën tjetër|të nesërmen)\)?)?`)
	flightWord = regexp.MustCompile(`(?i)(?:flight|flug|fluturim\w*|flugnummer|flight no\.?|flight number|nr\.)[\s:#]*$`)
)

// besides are what a line speaks of whose times and dates are about something else than a departure or an arrival.
var besides = []string{"check-in", "checkin", "check in", "boarding", "gate closes", "baggage drop", "bag drop", "duration", "dauer:", "kohëzgjat", "layover", "time limit", "ticket by",
	"ticketing by", "ticketing deadline", "issued", "ausgestellt", "lëshuar", "booked on", "booking date", "gebucht am", "date of birth", "geburt", "datëlindj", "passport", "reisepass",
	"pasaport", "valid until", "gültig", "expires", "printed", "hold until", "optionsfrist"}

// A mail says when it was sent; an itinerary may say Date, too, but not with the time.
var mailSent = regexp.MustCompile(`(?i)^(?:date|sent|gesendet|datum|dërguar|data)\s*:.*\d\d:\d\d|^(?:on|am|më)\b.*(?:wrote|schrieb|shkroi)`)

func isBesides(line string) bool {
	low := strings.ToLower(line)
	return slices.ContainsFunc(besides, func(word string) bool { return strings.Contains(low, word) }) || mailSent.MatchString(line)
}

// words are written in capitals often enough to be taken for the airports whose codes they are.
var notAirports = spelt(map[bool]string{true: "the and for day you are not all via air bus sun mon tue wed thu fri sat jan feb mar apr may jun jul aug sep oct nov dec mai okt dez " +
	"arr dep eta etd pnr ref tel fax vat eur gbp usd chf adt chd inf sex dob net tax bag pcs cls eco uhr von nach nga per ora min kgs hrs std sta non fly mrs mss pdf ok our new any has was can may its one two six ten ihr der die das und mit"})

// tokens answers what the text says about flights, in the order it is said.
func (p *pastedPage) tokens() []pastedToken {
	taken := make([]bool, len(p.flat))
	var found []pastedToken
	keep := func(t pastedToken) {
		t.lines = p.linesOf(t.from, t.to)
		for i := t.from; i < t.to; i++ {
			taken[i] = true
		}
		found = append(found, t)
	}
	free := func(from, to int) bool { return from < to && !slices.Contains(taken[from:to], true) }

	for _, t := range p.legs() {
		if free(t.from, t.to) {
			keep(t)
		}
	}
	for n, line := range p.lines { // what is about something else is not looked at again
		if isBesides(line) {
			for i := range line {
				taken[p.starts[n]+i] = true
			}
		}
	}
	for _, m := range tokenOperated.FindAllStringSubmatchIndex(p.flat, -1) {
		if code, end, ok := operator(p.flat, m[2], m[3]); ok && free(m[0], end) {
			keep(pastedToken{kind: tokenOperator, from: m[0], to: end, carrier: code})
		}
	}
	for _, pattern := range []*regexp.Regexp{dateISO, dateNumbers, dateDayFirst, dateMonthFirst, dateShort} {
		for _, m := range pattern.FindAllStringSubmatchIndex(p.flat, -1) {
			date, ok := dateIn(pattern, groups(p.flat, m))
			if !ok || !free(m[0], m[1]) {
				continue
			}
			from := m[0]
			if day, at, named := weekdayBefore(p.flat[:from]); named && free(at, from) {
				date.weekday, date.dayNamed, from = day, true, at
			}
			keep(pastedToken{kind: tokenDate, from: from, to: m[1], date: date, alone: p.besidesOn(from, m[1]) <= headingWords})
		}
	}
	for _, m := range tokenClock.FindAllStringSubmatchIndex(p.flat, -1) {
		f := groups(p.flat, m)
		minute, half := f[2]+f[3], f[4]+f[5]
		if clock, ok := clockIn(f[1], minute, half); ok && minute+half != "" && free(m[0], m[1]) {
			later, _ := strconv.Atoi(f[6]) // none is the same day
			if f[7] != "" {
				later = 1
			}
			keep(pastedToken{kind: tokenTime, from: m[0], to: m[1], clock: clock, later: later})
		}
	}
	for _, m := range tokenFlightNo.FindAllStringSubmatchIndex(p.flat, -1) {
		f := groups(p.flat, m)
		if _, known := airlines[f[1]]; free(m[0], m[1]) && (known || flightWord.MatchString(p.flat[max(0, m[0]-20):m[0]])) {
			keep(pastedToken{kind: tokenFlight, from: m[0], to: m[1], carrier: f[1], number: f[2]})
		}
	}
	p.keepPlaces(free, keep)
	slices.SortFunc(found, func(a, b pastedToken) int { return a.from - b.from })
	return found
}

// headingWords is how many letters a heading may hold beside its date: "Day 1, outbound:".
const headingWords = 20

// besidesOn answers how many letters and digits stand beside a token on its lines.
func (p *pastedPage) besidesOn(from, to int) int {
	n := 0
	for _, line := range p.linesOf(from, to) {
		n += writtenSigns(p.lines[line-1])
	}
	return n - writtenSigns(p.flat[from:to])
}

func writtenSigns(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

func (p *pastedPage) keepPlaces(free func(from, to int) bool, keep func(pastedToken)) {
	for _, m := range tokenCityPair.FindAllStringSubmatchIndex(p.flat, -1) {
		f := groups(p.flat, m)
		if knownAirport(f[1]) && knownAirport(f[2]) && free(m[0], m[1]) {
			keep(pastedToken{kind: tokenPlace, from: m[2], to: m[3], place: f[1]})
			keep(pastedToken{kind: tokenPlace, from: m[4], to: m[5], place: f[2]})
		}
	}
	for _, m := range tokenPlaceCode.FindAllStringSubmatchIndex(p.flat, -1) {
		f := groups(p.flat, m)
		// In brackets a code is a code, even one of no airport: that is asked about. Elsewhere it may be a word.
		if free(m[0], m[1]) && (f[1] != "" || knownAirport(f[2]) && !notAirports[strings.ToLower(f[2])]) {
			keep(pastedToken{kind: tokenPlace, from: m[0], to: m[1], place: f[1] + f[2]})
		}
	}
}

func knownAirport(code string) bool {
	_, ok := Airport(code)
	return ok
}

// groups answers what a match found, the whole first, nothing for a group that took no part.
func groups(text string, m []int) []string {
	f := make([]string, len(m)/2)
	for i := range f {
		if m[2*i] >= 0 {
			f[i] = text[m[2*i]:m[2*i+1]]
		}
	}
	return f
}

// clockIn reads a time of day; half is a, p, or nothing on a clock of 24 hours.
func clockIn(hour, minute, half string) (time.Duration, bool) {
	h, err := strconv.Atoi(hour)
	if err != nil {
		return 0, false
	}
	m, _ := strconv.Atoi(minute) // none is the full hour
	switch strings.ToLower(half) {
	case "a", "p", "n":
		if h < 1 || h > 12 {
			return 0, false
		}
		h %= 12
		if !strings.EqualFold(half, "a") {
			h += 12
		}
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, h < 24 && m < 60
}

// operator finds the airline that operates a flight, which the text names from one place on to the end of the line; a long name
// may be wrapped. It answers where the naming ends, too.
func operator(text string, from, to int) (code string, end int, ok bool) {
	said := strings.TrimRight(text[from:to], " /.-")
	first, _, _ := strings.Cut(said, " ")
	if len(first) >= 2 && airlines[first[:2]] != "" && strings.Trim(first[2:], "0123456789") == "" {
		return first[:2], to, true
	}
	next, _, _ := strings.Cut(strings.TrimPrefix(text[to:], "\n"), "\n")
	if code, ok := airlineNamed(said + " " + next); ok && strings.HasPrefix(strings.ToLower(said+" "+next), strings.ToLower(airlines[code])) && len(airlines[code]) > len(said) {
		return code, to + 1 + len(airlines[code]) - len(said) - 1, true
	}
	code, ok = airlineNamed(said)
	return code, to, ok
}
