package avrr

import (
	"fmt"
	"slices"
	"time"
)

// From answers the instant a span that began at start is over, counted in the civil days of place.
//
// The day of start does not count and the last day counts in full (Regulation (EEC, Euratom) No 1182/71, art. 3(1) and
// 3(2)): a span of one day begun at any time on Monday is over as Wednesday begins. Working days are those that are
// neither a Saturday, a Sunday nor one of holidays, which are the holidays of s.Country. A year without a single holiday
// is a year nobody entered, so counting through one is an error and not a guess. Elapsed spans ignore the calendar.
func (s Span) From(start time.Time, place *time.Location, holidays []Date) (time.Time, error) {
	first := DateOf(start.In(place)).AddDays(1)
	switch s.Calendar {
	case Elapsed:
		if s.Elapsed <= 0 {
			return time.Time{}, fmt.Errorf("a span of %s elapsed time is not a span", s.Elapsed)
		}
		return start.Add(s.Elapsed), nil
	case Days, WorkingDays:
		last, err := s.step(first, 1, holidays)
		if err != nil {
			return time.Time{}, err
		}
		return dayBreak(last.AddDays(1), place), nil
	}
	return time.Time{}, fmt.Errorf("there is no calendar %q", s.Calendar)
}

// Before answers the instant that lies a span ahead of end: the beginning, in place, of the day that leaves s.Days days
// (or working days) whole before the day of end. It is how reminders are timed.
func (s Span) Before(end time.Time, place *time.Location, holidays []Date) (time.Time, error) {
	switch s.Calendar {
	case Elapsed:
		if s.Elapsed <= 0 {
			return time.Time{}, fmt.Errorf("a span of %s elapsed time is not a span", s.Elapsed)
		}
		return end.Add(-s.Elapsed), nil
	case Days, WorkingDays:
		first, err := s.step(DateOf(end.In(place)).AddDays(-1), -1, holidays)
		if err != nil {
			return time.Time{}, err
		}
		return dayBreak(first, place), nil
	}
	return time.Time{}, fmt.Errorf("there is no calendar %q", s.Calendar)
}

// Due answers when the named clock of p, started at start, runs out in place, and false when p does not name the clock.
// A clock of Backwards starts at what it reminds of, and its answer is when people are reminded.
func (p *Programme) Due(clock string, start time.Time, place *time.Location) (time.Time, bool, error) {
	span, named := p.Clocks[clock]
	if !named {
		return time.Time{}, false, nil
	}
	count := span.From
	if slices.Contains(Backwards, clock) {
		count = span.Before
	}
	due, err := count(start, place, p.Holidays[span.Country])
	if err != nil {
		return time.Time{}, false, fmt.Errorf("clock %s of programme %s %s: %w", clock, p.Code, p.Version, err)
	}
	return due, true, nil
}

// step answers the last of the s.Days days that count, day being the first looked at and direction 1 or -1.
func (s Span) step(day Date, direction int, holidays []Date) (Date, error) {
	if s.Days < 1 {
		return Date{}, fmt.Errorf("a span of %d days is not a span", s.Days)
	}
	if s.Calendar == Days {
		return day.AddDays(direction * (s.Days - 1)), nil
	}
	for left := s.Days; ; day = day.AddDays(direction) {
		if !slices.ContainsFunc(holidays, func(h Date) bool { return h.Year == day.Year }) {
			return Date{}, fmt.Errorf("the holidays of %q in %d are not known", s.Country, day.Year)
		}
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || slices.Contains(holidays, day) {
			continue
		}
		if left--; left == 0 {
			return day, nil
		}
	}
}

// EndOf answers the instant a day ends in a place, which is when something due on that day becomes late.
func EndOf(d Date, place *time.Location) time.Time { return dayBreak(d.AddDays(1), place) }

// dayBreak answers the first instant of d in place. Where clocks go forward at midnight, d has no 00:00 and time.Date may
// answer an instant of the day before; the day then begins at the change itself.
func dayBreak(d Date, place *time.Location) time.Time {
	t := d.In(place)
	if DateOf(t).Before(d) {
		_, t = t.ZoneBounds()
	}
	return t
}
