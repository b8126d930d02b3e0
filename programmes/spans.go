package programmes

import (
	"maps"
	"slices"
	"time"

	"homeward/avrr"
)

var spanKeys = []string{"after", "calendar", "country"}

// A spanReader reads spans of time, and gathers the holidays of the countries whose working days they count.
type spanReader struct {
	*reader
	demo bool
	// flights is set for a clock that is counted from a timetable, which has hours.
	flights bool
	own     map[string][]avrr.Date // holidays the file itself brings
	used    map[string][]avrr.Date
}

func (s spanReader) span(m mapping) avrr.Span {
	calendar := s.oneOf(m.need("calendar"), avrr.Days, avrr.WorkingDays, avrr.Elapsed)
	after := m.need("after")
	span := avrr.Span{Calendar: calendar}
	switch {
	case calendar == avrr.Elapsed:
		span.Elapsed = s.elapsed(m.may("calendar"), after)
	case calendar != "":
		span.Days = int(s.whole(after, 1, maxDays))
	}
	if calendar == avrr.WorkingDays {
		span.Country = s.workingCountry(m.need("country"))
	} else if f := m.may("country"); f.given() && calendar != "" {
		s.note(f, "a country goes with working_days only")
	}
	return span
}

func (s spanReader) elapsed(calendar, after field) time.Duration {
	if !s.demo && !s.flights {
		s.note(calendar, "elapsed time is for programmes marked demo; count days or working_days")
	}
	value := s.line(after)
	if value == "" {
		return 0
	}
	length, err := time.ParseDuration(value)
	most := maxElapsed
	if s.flights {
		most = maxAhead
	}
	if err != nil || length <= 0 || length > most {
		s.note(after, "%q is not an elapsed time such as 90s, 5m or 1h, of at most %s", value, most)
		return 0
	}
	return length
}

func (s spanReader) workingCountry(f field) string {
	code := s.country(f)
	if code == "" {
		return ""
	}
	holidays := s.own[code]
	if len(holidays) == 0 {
		shipped, err := shippedHolidays()
		if err != nil {
			s.note(f, "%v", err)
			return code
		}
		holidays = shipped[code]
		if len(holidays) == 0 {
			s.note(f, "the holidays of %q are not known, so its working days cannot be counted; list them under holidays (known: %v)",
				code, slices.Sorted(maps.Keys(shipped)))
		}
	}
	if _, known := s.used[code]; !known {
		s.counted = append(s.counted, f)
	}
	s.used[code] = holidays
	return code
}
