package avrr

import (
	"cmp"
	"fmt"
	"time"
)

// A Date is a day without a time or a zone, as papers and laws mean it. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf answers the day t falls on in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads an ISO 8601 calendar date (2026-11-22) and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date of the form YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// MustDate is ParseDate for dates written in the source.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Before, After and Compare order days.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Compare answers -1, 0 or 1 as d is before, on or after o.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// AddDays answers the day n days after d (before it when n is negative).
func (d Date) AddDays(n int) Date { return DateOf(d.midnight(time.UTC).AddDate(0, 0, n)) }

// AddYears answers the same day n years on; 29 February becomes 1 March in a common year.
func (d Date) AddYears(n int) Date { return DateOf(d.midnight(time.UTC).AddDate(n, 0, 0)) }

// DaysUntil answers how many days lie between d and o; negative when o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.midnight(time.UTC).Sub(d.midnight(time.UTC)) / (24 * time.Hour))
}

// Weekday answers the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight(time.UTC).Weekday() }

// In answers the instant d begins in the given place.
func (d Date) In(place *time.Location) time.Time { return d.midnight(place) }

func (d Date) midnight(l *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, l)
}

// MarshalText writes the ISO 8601 form; the zero Date is the empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
