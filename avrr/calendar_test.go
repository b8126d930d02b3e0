package avrr_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// Holidays of England (gov.uk/bank-holidays) and of Albania (Law 7651/1992) around the days the tables speak of.
var (
	england = dates("2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 " +
		"2027-01-01 2027-03-26 2027-03-29")
	albania = dates("2026-01-01 2026-01-02 2026-03-14 2026-03-16 2026-03-20 2026-03-22 2026-03-23 2026-04-05 2026-04-06 " +
		"2026-04-12 2026-04-13 2026-05-01 2026-05-27 2026-09-05 2026-09-07 2026-11-28 2026-11-29 2026-11-30 2026-12-01 2026-12-25")
)

func dates(list string) (days []avrr.Date) {
	for s := range strings.FieldsSeq(list) {
		days = append(days, avrr.MustDate(s))
	}
	return days
}

func days(n int) avrr.Span { return avrr.Span{Calendar: avrr.Days, Days: n} }

func working(n int, country string) avrr.Span {
	return avrr.Span{Calendar: avrr.WorkingDays, Days: n, Country: country}
}

func elapsed(d time.Duration) avrr.Span { return avrr.Span{Calendar: avrr.Elapsed, Elapsed: d} }

func place(t testing.TB, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestASpanIsOverWhenItsLastDayIs(t *testing.T) {
	for _, c := range []struct {
		name, place, start string
		span               avrr.Span
		holidays           []avrr.Date
		over               string
	}{
		{"the day of the event does not count", "Europe/London", "2026-02-02T23:59:00Z", days(1), nil, "2026-02-04T00:00:00Z"},
		{"days run through Easter", "Europe/London", "2026-04-02T10:00:00+01:00", days(3), nil, "2026-04-06T00:00:00+01:00"},
		{"London working days leave Easter out", "Europe/London", "2026-04-02T10:00:00+01:00", working(1, "GB"), england, "2026-04-08T00:00:00+01:00"},
		{"Tirana works on Good Friday", "Europe/Tirane", "2026-04-02T10:00:00+02:00", working(1, "AL"), albania, "2026-04-04T00:00:00+02:00"},
		{"Tirana leaves both Easters out", "Europe/Tirane", "2026-04-03T10:00:00+02:00", working(5, "AL"), albania, "2026-04-15T00:00:00+02:00"},
		{"Boxing Day on a Saturday moves to Monday", "Europe/London", "2026-12-24T16:00:00Z", working(1, "GB"), england, "2026-12-30T00:00:00Z"},
		{"working days cross the year", "Europe/London", "2026-12-24T16:00:00Z", working(4, "GB"), england, "2027-01-05T00:00:00Z"},
		{"Eid al-Fitr and Nevruz", "Europe/Tirane", "2026-03-19T09:00:00+01:00", working(1, "AL"), albania, "2026-03-25T00:00:00+01:00"},
		{"Eid al-Adha", "Europe/Tirane", "2026-05-26T09:00:00+02:00", working(1, "AL"), albania, "2026-05-29T00:00:00+02:00"},
		{"Independence and Liberation on a weekend take Monday and Tuesday", "Europe/Tirane", "2026-11-27T09:00:00+01:00", working(1, "AL"), albania, "2026-12-03T00:00:00+01:00"},
		{"the night clocks go forward in London", "Europe/London", "2026-03-28T12:00:00Z", days(1), nil, "2026-03-30T00:00:00+01:00"},
		{"the night clocks go back in Tirana", "Europe/Tirane", "2026-10-24T12:00:00+02:00", days(1), nil, "2026-10-26T00:00:00+01:00"},
		{"a day that has no midnight begins at one", "Africa/Cairo", "2026-04-22T12:00:00+02:00", days(1), nil, "2026-04-24T01:00:00+03:00"},
		{"nor has it one west of Greenwich", "America/Santiago", "2026-09-04T12:00:00-04:00", days(1), nil, "2026-09-06T01:00:00-03:00"},
		{"a day with two midnights begins at the first", "America/Havana", "2026-10-30T12:00:00-04:00", days(1), nil, "2026-11-01T00:00:00-04:00"},
		{"the day is that of the place, not of the clock that wrote it", "Europe/Tirane", "2026-07-01T22:30:00Z", days(1), nil, "2026-07-04T00:00:00+02:00"},
		{"29 February counts", "Europe/London", "2028-02-27T12:00:00Z", days(2), nil, "2028-03-01T00:00:00Z"},
		{"elapsed time is elapsed", "Europe/London", "2026-03-29T00:30:00Z", elapsed(90 * time.Minute), nil, "2026-03-29T02:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.span.From(instant(t, c.start), place(t, c.place), c.holidays)
			if err != nil {
				t.Fatal(err)
			}
			if want := instant(t, c.over); !got.Equal(want) {
				t.Errorf("over at %s, want %s", got, want)
			}
		})
	}
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAReminderLeavesItsDaysBeforeTheVisit(t *testing.T) {
	for _, c := range []struct {
		name, end string
		span      avrr.Span
		at        string
	}{
		{"days", "2026-06-10T00:00:00+02:00", days(7), "2026-06-03T00:00:00+02:00"},
		{"working days over Easter", "2026-04-07T00:00:00+02:00", working(2, "AL"), "2026-04-02T00:00:00+02:00"},
		{"elapsed", "2026-06-10T10:00:00+02:00", elapsed(time.Minute), "2026-06-10T09:59:00+02:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.span.Before(instant(t, c.end), place(t, "Europe/Tirane"), albania)
			if err != nil {
				t.Fatal(err)
			}
			if want := instant(t, c.at); !got.Equal(want) {
				t.Errorf("reminded at %s, want %s", got, want)
			}
		})
	}
}

func TestUnknownHolidaysAreAnErrorNotAGuess(t *testing.T) {
	for _, c := range []struct {
		name     string
		span     avrr.Span
		start    string
		holidays []avrr.Date
		says     string
	}{
		{"no holidays at all", working(1, "XK"), "2026-04-02T10:00:00Z", nil, `the holidays of "XK" in 2026`},
		{"the next year is not known", working(20, "AL"), "2026-12-15T10:00:00Z", albania, `the holidays of "AL" in 2027`},
		{"no calendar", avrr.Span{Days: 1}, "2026-04-02T10:00:00Z", nil, "no calendar"},
		{"no days", days(0), "2026-04-02T10:00:00Z", nil, "0 days"},
		{"negative days", working(-1, "AL"), "2026-04-02T10:00:00Z", albania, "-1 days"},
		{"no time", elapsed(0), "2026-04-02T10:00:00Z", nil, "0s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := c.span.From(instant(t, c.start), time.UTC, c.holidays); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("From: got %v, want an error that says %q", err, c.says)
			}
		})
	}
}

func TestAProgrammeRunsOnlyTheClocksItNames(t *testing.T) {
	p := &avrr.Programme{
		Code: "p", Version: "1", Holidays: map[string][]avrr.Date{"GB": england},
		Clocks: map[string]avrr.Span{
			avrr.ClockDecision:      working(1, "GB"),
			avrr.ClockAuthority:     working(1, "AL"),
			avrr.ClockVisitReminder: days(7),
		},
	}
	london, start := place(t, "Europe/London"), instant(t, "2026-04-02T10:00:00+01:00")

	due, named, err := p.Due(avrr.ClockDecision, start, london)
	if want := instant(t, "2026-04-08T00:00:00+01:00"); err != nil || !named || !due.Equal(want) {
		t.Errorf("decision: %s, %t, %v; want %s", due, named, err, want)
	}
	due, named, err = p.Due(avrr.ClockVisitReminder, start, london)
	if want := instant(t, "2026-03-26T00:00:00Z"); err != nil || !named || !due.Equal(want) {
		t.Errorf("reminder: %s, %t, %v; want %s", due, named, err, want)
	}
	if _, named, err := p.Due(avrr.ClockReview, start, london); named || err != nil {
		t.Errorf("a clock the programme does not name: %t, %v", named, err)
	}
	if _, named, err := p.Due(avrr.ClockAuthority, start, london); named || err == nil || !strings.Contains(err.Error(), "clock authority of programme p 1") {
		t.Errorf("a clock without holidays: %t, %v", named, err)
	}
}

func TestALongerSpanIsNeverOverEarlierAndEndsAtTheBreakOfADay(t *testing.T) {
	places := []*time.Location{place(t, "Europe/London"), place(t, "Europe/Tirane"), place(t, "Africa/Cairo"), place(t, "America/Santiago")}
	rapid.Check(t, func(t *rapid.T) {
		where := rapid.SampledFrom(places).Draw(t, "place")
		start := instantIn2026(t)
		n := rapid.IntRange(1, 40).Draw(t, "days")
		span := rapid.SampledFrom([]func(int) avrr.Span{days, func(n int) avrr.Span { return working(n, "AL") }}).Draw(t, "calendar")
		short, err := span(n).From(start, where, albania)
		if err != nil {
			t.Fatal(err)
		}
		long, err := span(n+1).From(start, where, albania)
		if err != nil {
			t.Fatal(err)
		}
		if !short.After(start) || !long.After(short) {
			t.Fatalf("start %s, %d days %s, one more %s", start, n, short, long)
		}
		if before := avrr.DateOf(short.Add(-time.Nanosecond).In(where)); before == avrr.DateOf(short.In(where)) {
			t.Fatalf("%s is not the break of a day", short)
		}
	})
}

func instantIn2026(t *rapid.T) time.Time {
	return time.Unix(rapid.Int64Range(1767225600, 1789776000).Draw(t, "start"), 0) // up to 19 September
}
