package avrr

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A pastedLeg is a flight as a line of a booking system says it (Amadeus, Sabre and Galileo differ in blanks and in how they
// write a weekday and a later day of arrival):
//
//	1 OS 852 Y 15MAR 7 VIETIA HK1 1010 1150
//	2 BA2604M 28MAR26 SA LGW TIA HK2 0640A 1035A
//	3. TK 1032 V 28MAR IST TIA HK1 2255 0035+1
type pastedLeg struct {
	carrier, number      string
	from, to             string
	departs              pastedDate
	arrives              *pastedDate // where the line says it
	departsIn, arrivesIn time.Duration
	later                int
}

var legLine = regexp.MustCompile(`(?m)^(?:\d{1,2}[.)]?\s+)?([A-Z][A-Z0-9]|[0-9][A-Z])\s{0,4}(\d{1,4})\s{0,3}([A-Z]?)\s+(\d{1,2})([A-Z]{3})(\d\d)?\s+(?:([1-7]|[A-Z]{1,2})(?:\*|\s)\s*)?\*?([A-Z]{3})\s?([A-Z]{3})[*\s]\s*` +
	`(?:[A-Z]{2}\d{1,2}\s+)?(?:\d{1,2}\s+)?(\d{3,4})([APN]?)\s+([#*]?)\s?(\d{3,4})([APN]?)(?:\s?\+\s?([1-2])\b)?(?:[ ]+(\d{1,2})([A-Z]{3})(\d\d)?\b)?`)

// weekdayCodes are the days as booking systems write them, beside the names cut to two letters.
var weekdayCodes = map[string]time.Weekday{"1": time.Monday, "2": time.Tuesday, "3": time.Wednesday, "4": time.Thursday, "5": time.Friday, "6": time.Saturday, "7": time.Sunday,
	"M": time.Monday, "T": time.Tuesday, "W": time.Wednesday, "Q": time.Thursday, "F": time.Friday, "J": time.Saturday, "S": time.Sunday,
	"MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday, "TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday, "SU": time.Sunday}

// legs answers the flights that are told in the lines of a booking system; a line may be wrapped between any two of its parts.
func (p *pastedPage) legs() []pastedToken {
	var found []pastedToken
	for _, m := range legLine.FindAllStringSubmatchIndex(p.flat, -1) {
		f := groups(p.flat, m)
		leg := &pastedLeg{carrier: f[1], number: f[2], from: f[8], to: f[9]}
		departs, ok := legDate(f[4], f[5], f[6])
		if !ok {
			continue
		}
		if day, known := weekdayCodes[f[7]]; known {
			departs.weekday, departs.dayNamed = day, true
		}
		leg.departs = departs
		if arrives, ok := legDate(f[16], f[17], f[18]); ok {
			leg.arrives = &arrives
		}
		var out, in bool
		leg.departsIn, out = legClock(f[10], f[11])
		leg.arrivesIn, in = legClock(f[13], f[14])
		if !out || !in {
			continue
		}
		leg.later = len(f[12]) // a day later is marked, as are two
		if f[12] == "*" {
			leg.later = 2
		}
		if f[15] != "" {
			leg.later = int(f[15][0] - '0')
		}
		found = append(found, pastedToken{kind: tokenLeg, from: m[0], to: m[1], leg: leg})
	}
	return found
}

func legDate(day, month, year string) (pastedDate, bool) {
	m, ok := monthNames[strings.ToLower(month)]
	d, err := strconv.Atoi(day)
	if !ok || err != nil {
		return pastedDate{}, false
	}
	on := pastedDate{day: d, month: int(m)}
	if year != "" {
		y, err := strconv.Atoi(year)
		if err != nil {
			return pastedDate{}, false
		}
		on.year = 2000 + y
	}
	return on, true
}

// legClock reads 1010, 955 or 1010A.
func legClock(digits, half string) (time.Duration, bool) {
	return clockIn(digits[:len(digits)-2], digits[len(digits)-2:], half)
}
