package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
)

// An order is which of two numbers of a written day is the day. A file has one.
type order string

// The orders a file can be written in. Days in ISO 8601 (2026-03-14) mean the same in each.
const (
	dayFirst   order = "dmy"
	monthFirst order = "mdy"
)

// Orders are the orders that can be named where a file does not tell its own.
var Orders = []string{string(dayFirst), string(monthFirst)}

var (
	isoDay     = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ](.+))?$`)
	writtenDay = regexp.MustCompile(`^(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?:[T ,]+(.+))?$`)
	hours      = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(Z|[+-]\d{2}:\d{2})?$`)
)

// orderIn answers which order a written day shows by itself, "" when it could be either or is ISO 8601. With dots between them
// the day comes first wherever people write so.
func orderIn(cell string) (shown order, either bool) {
	m := writtenDay.FindStringSubmatch(cell)
	if m == nil {
		return "", false
	}
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	switch {
	case m[2] == "." || first > 12:
		return dayFirst, false
	case second > 12:
		return monthFirst, false
	}
	return "", first != second
}

// orderOf finds the one order of a file from the days that show theirs. said is what the person said, or "".
func orderOf(cells []cell, said order) (order, []Problem) {
	shown := map[order][]cell{}
	var open []cell
	for _, c := range cells {
		if o, either := orderIn(c.text); o != "" {
			shown[o] = append(shown[o], c)
		} else if either {
			open = append(open, c)
		}
	}
	switch days, months := shown[dayFirst], shown[monthFirst]; {
	case len(days) > 0 && len(months) > 0:
		fewer, other := days, "month first"
		if len(months) < len(days) {
			fewer, other = months, "day first"
		}
		return "", listing(fewer, fmt.Sprintf("This day is written the other way round than most of the file, which has the %s. Bring every day into one order, best 2026-03-14.", other))
	case said != "" && len(shown[said]) < len(days)+len(months):
		return "", listing(append(days, months...), fmt.Sprintf("This day cannot be read as --dates %s says.", said))
	case said != "":
		return said, nil
	case len(days) > 0:
		return dayFirst, nil
	case len(months) > 0:
		return monthFirst, nil
	case len(open) > 0:
		return "", listing(open, "No day of the file shows whether the day or the month comes first. Say --dates dmy or --dates mdy.")
	}
	return dayFirst, nil
}

func listing(cells []cell, text string) []Problem {
	var problems []Problem
	for _, c := range cells[:min(len(cells), shownAtMost)] {
		problems = append(problems, Problem{Line: c.line, Column: c.column, Text: text})
	}
	if more := len(cells) - shownAtMost; more > 0 {
		problems = append(problems, Problem{Text: fmt.Sprintf("%d more days are like these.", more)})
	}
	return problems
}

// readDay reads a day, with what follows it: a time of day, or nothing.
func readDay(text string, o order) (avrr.Date, string, error) {
	year, month, day, rest := "", "", "", ""
	if m := isoDay.FindStringSubmatch(text); m != nil {
		year, month, day, rest = m[1], m[2], m[3], m[4]
	} else if m := writtenDay.FindStringSubmatch(text); m != nil {
		year, month, day, rest = m[4], m[3], m[1], m[5]
		if o == monthFirst {
			month, day = day, month
		}
	} else {
		return avrr.Date{}, "", fmt.Errorf("this is no day; write it as 2026-03-14, with four digits for the year")
	}
	d, err := avrr.ParseDate(fmt.Sprintf("%s-%02s-%02s", year, month, day))
	if err != nil {
		return avrr.Date{}, "", fmt.Errorf("there is no such day")
	}
	return d, rest, nil
}

// A moment is a time of day on a day, where it was or with its own offset; without a time it is the day alone.
type moment struct {
	day    avrr.Date
	clock  string // "15:04"; "" is not told
	offset string // "+01:00"; "" is the time of the place it belongs to
}

func readMoment(text string, o order) (moment, error) {
	d, rest, err := readDay(text, o)
	if err != nil || rest == "" {
		return moment{day: d}, err
	}
	m := hours.FindStringSubmatch(strings.TrimSpace(rest))
	if m == nil {
		return moment{}, fmt.Errorf("this is no time of day; write it as 2026-03-14 09:30")
	}
	clock := fmt.Sprintf("%02s:%s", m[1], m[2])
	if _, err := time.Parse("15:04", clock); err != nil {
		return moment{}, fmt.Errorf("there is no such time of day")
	}
	return moment{day: d, clock: clock, offset: m[3]}, nil
}

// in answers the instant in a place; a moment without a time of day is when said.
func (m moment) in(place *time.Location, said string) time.Time {
	clock := m.clock
	if clock == "" {
		clock = said
	}
	if m.offset != "" {
		if t, err := time.Parse("2006-01-02T15:04Z07:00", m.day.String()+"T"+clock+m.offset); err == nil {
			return t
		}
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", m.day.String()+"T"+clock, place)
	if err != nil {
		return m.day.In(place)
	}
	return t
}

// shiftTo answers by how many days a file written as of one day is moved so that this becomes the last same day of the week
// up to today: whole weeks, so that nobody works on a Sunday.
func shiftTo(today, asOf avrr.Date) int {
	if asOf.IsZero() {
		return 0
	}
	days := asOf.DaysUntil(today)
	return days - ((days%7)+7)%7
}

// fromSerial reads a day as workbooks count: days since 30 December 1899, or since 1904 (ECMA-376-1 §18.17.4).
func fromSerial(text string, from1904 bool) (string, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 1 || n > 200000 {
		return "", false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	t := epoch.Add(time.Duration(n*24*60+0.5) * time.Minute)
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("2006-01-02"), true
	}
	return t.Format("2006-01-02 15:04"), true
}
