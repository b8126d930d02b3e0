package programmes

import (
	"fmt"
	"slices"
	"sync"

	"homeward/avrr"
)

// shippedHolidays answers the holidays in data/holidays.yaml by country, in order.
var shippedHolidays = sync.OnceValues(func() (map[string][]avrr.Date, error) {
	source, err := embedded.ReadFile("data/" + holidaysFile)
	if err != nil {
		return nil, fmt.Errorf("read the holidays: %w", err)
	}
	r := &reader{file: holidaysFile, source: source}
	holidays := map[string][]avrr.Date{}
	if root := r.open(); root != nil {
		holidays = r.holidays(field{node: root})
	}
	if len(r.mistakes) > 0 {
		return nil, fmt.Errorf("read the holidays: %w", joined(r.mistakes))
	}
	return holidays, nil
})

// ownHolidays reads the holidays a programme brings for countries the shipped file lacks, or knows less well.
func (r *reader) ownHolidays(f field) map[string][]avrr.Date {
	if !f.given() {
		return nil
	}
	return r.holidays(f)
}

// holidays reads, by country, the source of the list and its days. A day marked approximate counts like any other: it
// tells whoever keeps the list which ones to look up again.
func (r *reader) holidays(f field) map[string][]avrr.Date {
	holidays := map[string][]avrr.Date{}
	m := r.openMapping(f)
	for _, key := range m.keys() {
		r.country(key)
		country := r.mapping(m.may(key.node.Value), "source", "days")
		r.line(country.need("source"))
		var days []avrr.Date
		for _, entry := range r.someOf(country.need("days")) {
			day := r.mapping(entry, "date", "name", "approximate")
			r.line(day.need("name"))
			r.boolean(day.may("approximate"))
			if date := r.date(day.need("date")); slices.Contains(days, date) {
				r.note(day.may("date"), "%s is listed twice", date)
			} else if !date.IsZero() {
				days = append(days, date)
			}
		}
		slices.SortFunc(days, avrr.Date.Compare)
		holidays[key.node.Value] = days
	}
	return holidays
}

func (r *reader) date(f field) avrr.Date {
	value, ok := r.scalar(f, "!!timestamp", "a date of the form YYYY-MM-DD")
	if !ok {
		return avrr.Date{}
	}
	date, err := avrr.ParseDate(value)
	if err != nil {
		r.note(f, "%v", err)
	}
	return date
}
