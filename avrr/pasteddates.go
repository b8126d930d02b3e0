package avrr

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// monthNames are the months in English, German and Albanian, written out and cut short.
var monthNames = spelt(map[time.Month]string{
	time.January:   "january jan januar jänner jaenner janar",
	time.February:  "february feb februar feber shkurt shk",
	time.March:     "march mar märz maerz mär mrz mars",
	time.April:     "april apr prill pri",
	time.May:       "may mai maj",
	time.June:      "june jun juni qershor qer",
	time.July:      "july jul juli korrik kor",
	time.August:    "august aug gusht gush",
	time.September: "september sep sept shtator sht",
	time.October:   "october oct oktober okt tetor tet",
	time.November:  "november nov nëntor nentor nën nen",
	time.December:  "december dec dezember dez dhjetor dhj",
})

// weekdayNames are the days of the week likewise; Albanian says "e diel".
var weekdayNames = spelt(map[time.Weekday]string{
	time.Sunday:    "sunday sun sonntag so diel",
	time.Monday:    "monday mon montag mo hënë hene",
	time.Tuesday:   "tuesday tue tues dienstag di martë marte",
	time.Wednesday: "wednesday wed mittwoch mi mërkurë merkure",
	time.Thursday:  "thursday thu thur thurs donnerstag do enjte",
	time.Friday:    "friday fri freitag fr premte",
	time.Saturday:  "saturday sat samstag sonnabend sa shtunë shtune",
})

func spelt[K comparable](names map[K]string) map[string]K {
	by := map[string]K{}
	for k, all := range names {
		for name := range strings.FieldsSeq(all) {
			by[name] = k
		}
	}
	return by
}

// A pastedDate is a day as a text says it: in order where that is certain, with both readings where it is not.
type pastedDate struct {
	year, month, day int
	weekday          time.Weekday
	dayNamed         bool
	either           bool // day and month are both no more than twelve, and no word says which is which
}

// Whether the word of a date is a month, the names tell.
var (
	dateISO        = regexp.MustCompile(`\b(20\d\d)-(\d\d)-(\d\d)(?:\b|T)`)
	dateNumbers    = regexp.MustCompile(`\b(\d{1,2})([./-])(\d{1,2})[./-](20\d\d|\d\d)\b`)
	dateShort      = regexp.MustCompile(`\b(\d\d)(/)(\d\d)()\b`)
	dateDayFirst   = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th|\.)?[ -]?\s*(?:of\s+)?(\p{L}{3,9})\.?(?:[\s,]+(20\d\d)\b|[-/ ]?(20\d\d)\b|[-/']?(\d\d)\b)?`)
	dateMonthFirst = regexp.MustCompile(`(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(20\d\d)\b)?`)
)

// dateIn reads a date that one of the patterns found; it is none when its word is no month.
func dateIn(pattern *regexp.Regexp, f []string) (d pastedDate, ok bool) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n } // the patterns let digits through alone, or nothing, which is 0
	switch pattern {
	case dateISO:
		d.year, d.month, d.day = number(f[1]), number(f[2]), number(f[3])
	case dateNumbers, dateShort:
		d.day, d.month, d.year = number(f[1]), number(f[3]), number(f[4])
		// With points between them no language puts the month first (CLDR); with strokes it depends on who writes.
		d.either = f[2] != "." && d.day <= 12 && d.month <= 12 && d.day != d.month
		if f[2] != "." && d.month > 12 {
			d.day, d.month = d.month, d.day
		}
	case dateDayFirst:
		d.day, d.month, d.year = number(f[1]), int(monthNames[strings.ToLower(f[2])]), number(f[3]+f[4]+f[5])
	case dateMonthFirst:
		d.month, d.day, d.year = int(monthNames[strings.ToLower(f[1])]), number(f[2]), number(f[3])
	}
	if d.year > 0 && d.year < 100 {
		d.year += 2000
	}
	return d, d.month > 0
}

// beforeDates are the words between a weekday and its date.
var beforeDates = []string{"the", "den", "dt", "më"}

// weekdayBefore answers the day of the week that is named right before a date, and where its name begins.
func weekdayBefore(text string) (day time.Weekday, from int, ok bool) {
	cut := func() (word, after string) {
		bare := strings.TrimRight(text, " .,\n")
		at := strings.LastIndexFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) }) + 1
		word, after, text = strings.ToLower(bare[at:]), text[len(bare):], bare[:at]
		return word, after
	}
	word, after := cut()
	if slices.Contains(beforeDates, word) {
		word, after = cut()
	}
	day, ok = weekdayNames[word]
	// Two letters are a day when a mark says that they are cut short, as in "So., 15.03."; else they are a word.
	return day, len(text), ok && (len(word) > 2 || strings.ContainsAny(after, ".,"))
}

// on answers the day that is meant, or what only a person can tell of it. The year is that of the journey, 0 when nobody knows.
func (d pastedDate) on(order string, year int) (Date, *PastedUnclear) {
	if d.year == 0 {
		d.year = year
	}
	if d.year == 0 {
		return Date{}, &PastedUnclear{About: UnclearYear, Text: "In which year is the journey? The text does not say."}
	}
	read := func(month, day int) (Date, bool) {
		on, err := ParseDate(fmt.Sprintf("%04d-%02d-%02d", d.year, month, day))
		return on, err == nil && (!d.dayNamed || on.Weekday() == d.weekday)
	}
	if d.either {
		dayFirst, fits := read(d.month, d.day)
		monthFirst, fitsToo := read(d.day, d.month)
		switch {
		case fits && (!fitsToo || order == "day_first"):
			return dayFirst, nil
		case fitsToo && (!fits || order == "month_first"):
			return monthFirst, nil
		case fits:
			return Date{}, &PastedUnclear{About: UnclearDateOrder, Text: fmt.Sprintf("Does %02d/%02d mean %s or %s?", d.day, d.month, inWords(dayFirst), inWords(monthFirst)), Options: []string{"day_first", "month_first"}}
		}
	}
	on, fits := read(d.month, d.day)
	switch {
	case on.IsZero():
		return Date{}, &PastedUnclear{About: UnclearDate, Text: fmt.Sprintf("There is no day %d in month %d of %d.", d.day, d.month, d.year)}
	case !fits:
		return Date{}, &PastedUnclear{About: UnclearWeekday, Text: fmt.Sprintf("The text says %s, but %s is a %s. Which is right?", d.weekday, inWords(on), on.Weekday())}
	}
	return on, nil
}

func inWords(d Date) string { return d.In(time.UTC).Format("2 January 2006") }
