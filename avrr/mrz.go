package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An MRZFormat is one of the three shapes of a machine-readable zone (ICAO Doc 9303 parts 4 to 6).
type MRZFormat string

// The formats: identity card, card of an earlier size and single-sheet document, passport.
const (
	TD1 MRZFormat = "TD1" // three lines of 30
	TD2 MRZFormat = "TD2" // two lines of 36
	TD3 MRZFormat = "TD3" // two lines of 44
)

// An MRZ is what the machine-readable zone of a travel document says. Names stand in capitals, as they are transliterated there.
type MRZ struct {
	Format      MRZFormat `json:"format"`
	Code        string    `json:"code"`   // "P", "PU", "I"
	Issuer      string    `json:"issuer"` // three letters, or "D" for Germany
	Number      string    `json:"number"`
	FamilyName  string    `json:"family_name"`
	GivenNames  string    `json:"given_names,omitempty"`
	Cut         bool      `json:"cut"` // the name was too long for its field: it goes on in print
	Nationality string    `json:"nationality,omitempty"`
	Birth       MRZBirth  `json:"birth"`
	Sex         string    `json:"sex"`                 // F, M, or X for unspecified
	ExpiresOn   Date      `json:"expires_on,omitzero"` // zero where the document names none
	Optional    string    `json:"optional,omitempty"`
	Optional2   string    `json:"optional_2,omitempty"` // TD1 only
}

// An MRZBirth is as much of the day of birth as a document knows; an unknown part is 0.
type MRZBirth struct {
	Year  int        `json:"year,omitempty"`
	Month time.Month `json:"month,omitempty"`
	Day   int        `json:"day,omitempty"`
}

// Birth answers it as a person's, nil when not even the year is known.
func (b MRZBirth) Birth() *Birth {
	switch {
	case b.Year == 0:
		return nil
	case b.Month == 0 || b.Day == 0:
		return &Birth{Year: b.Year}
	}
	return &Birth{Date: Date(b)}
}

// A zoneSpan is a field of a zone: its line and its columns, counted from 1 as Doc 9303 counts them.
type zoneSpan struct {
	name           string
	line, from, to int
}

func (s zoneSpan) width() int { return s.to - s.from + 1 }

func (s zoneSpan) in(lines []string) string { return lines[s.line-1][s.from-1 : s.to] }

// write puts text into the field and fills the rest; the text must fit.
func (s zoneSpan) write(lines [][]byte, text string) { copy(lines[s.line-1][s.from-1:s.to], text) }

// where names the field for people.
func (s zoneSpan) where() string {
	if s.from == s.to {
		return fmt.Sprintf("line %d, column %d (%s)", s.line, s.from, s.name)
	}
	return fmt.Sprintf("line %d, columns %d to %d (%s)", s.line, s.from, s.to, s.name)
}

// A zoneCheck is a check digit and the fields it is reckoned over.
type zoneCheck struct {
	digit zoneSpan
	over  []zoneSpan
}

// A zoneLayout is where everything stands in a format.
type zoneLayout struct {
	format                                                    MRZFormat
	lines, width                                              int
	code, issuer, name, number, nationality, birth, sex, ends zoneSpan
	optional                                                  []zoneSpan
	numberDigit                                               zoneSpan
	checks                                                    []zoneCheck // beside the number's, the composite last
	// fillable: the digit over an empty optional field may be a filler.
	fillable zoneSpan
}

func span(name string, line, from, to int) zoneSpan { return zoneSpan{name, line, from, to} }

func twoLines(format MRZFormat, width int) *zoneLayout {
	l := &zoneLayout{format: format, lines: 2, width: width,
		code: span("document code", 1, 1, 2), issuer: span("issuing state", 1, 3, 5), name: span("name", 1, 6, width),
		number: span("document number", 2, 1, 9), numberDigit: span("check digit of the number", 2, 10, 10),
		nationality: span("nationality", 2, 11, 13), birth: span("day of birth", 2, 14, 19), sex: span("sex", 2, 21, 21),
		ends: span("day of expiry", 2, 22, 27)}
	end := width - 1
	l.checks = []zoneCheck{{span("check digit of the day of birth", 2, 20, 20), []zoneSpan{l.birth}},
		{span("check digit of the day of expiry", 2, 28, 28), []zoneSpan{l.ends}}}
	if format == TD3 {
		end--
		l.fillable = span("check digit of the optional data", 2, 43, 43)
		l.checks = append(l.checks, zoneCheck{l.fillable, []zoneSpan{span("optional data", 2, 29, end)}})
	}
	l.optional = []zoneSpan{span("optional data", 2, 29, end)}
	l.checks = append(l.checks, zoneCheck{span("composite check digit", 2, width, width),
		[]zoneSpan{span("", 2, 1, 10), span("", 2, 14, 20), span("", 2, 22, width-1)}})
	return l
}

var zoneLayouts = []*zoneLayout{
	{format: TD1, lines: 3, width: 30,
		code: span("document code", 1, 1, 2), issuer: span("issuing state", 1, 3, 5), name: span("name", 3, 1, 30),
		number: span("document number", 1, 6, 14), numberDigit: span("check digit of the number", 1, 15, 15),
		nationality: span("nationality", 2, 16, 18), birth: span("day of birth", 2, 1, 6), sex: span("sex", 2, 8, 8),
		ends:     span("day of expiry", 2, 9, 14),
		optional: []zoneSpan{span("optional data", 1, 16, 30), span("optional data", 2, 19, 29)},
		checks: []zoneCheck{
			{span("check digit of the day of birth", 2, 7, 7), []zoneSpan{span("day of birth", 2, 1, 6)}},
			{span("check digit of the day of expiry", 2, 15, 15), []zoneSpan{span("day of expiry", 2, 9, 14)}},
			{span("composite check digit", 2, 30, 30), []zoneSpan{span("", 1, 6, 30), span("", 2, 1, 7), span("", 2, 9, 15), span("", 2, 19, 29)}},
		}},
	twoLines(TD2, 36),
	twoLines(TD3, 44),
}

func layoutOf(f MRZFormat) *zoneLayout {
	i := slices.IndexFunc(zoneLayouts, func(l *zoneLayout) bool { return l.format == f })
	if i < 0 {
		return nil
	}
	return zoneLayouts[i]
}

const (
	filler      = "<"
	zoneSigns   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" // the value of a sign is its place
	zoneDigits  = "0123456789"
	zoneLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// checkDigit reckons the digit of Doc 9303-3 §4.9: weights 7, 3, 1 over and over, a filler counting nothing, modulo 10.
func checkDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		if value := strings.IndexByte(zoneSigns, s[i]); value > 0 {
			sum += value * []int{7, 3, 1}[i%3]
		}
	}
	return zoneDigits[sum%10]
}

// expects answers the digit that belongs there.
func (c zoneCheck) expects(lines []string) byte {
	var all strings.Builder
	for _, s := range c.over {
		all.WriteString(s.in(lines))
	}
	return checkDigit(all.String())
}

// longNumber answers a number that goes on in the optional data, as it may on TD1 and TD2 when it has more than nine signs: the
// rest, its check digit and what else stands there.
func (l *zoneLayout) longNumber(lines []string) (rest string, digit byte, others string, long bool) {
	if l.format == TD3 || l.numberDigit.in(lines) != filler {
		return "", 0, "", false
	}
	rest, others, _ = strings.Cut(l.optional[0].in(lines), filler)
	if len(rest) < 2 {
		return "", 0, "", false
	}
	return rest[:len(rest)-1], rest[len(rest)-1], others, true
}

// Lines writes the zone in its format. What cannot stand in one is an error: a letter without a transliteration, a number that
// does not fit.
func (z MRZ) Lines() ([]string, error) {
	l := layoutOf(z.Format)
	if l == nil {
		return nil, Errorf(CodeInvalid, "There is no machine-readable zone of the format %q.", printable(string(z.Format)))
	}
	name, err := zoneName(z.FamilyName, z.GivenNames, l.name.width(), recommended)
	if err != nil {
		return nil, err
	}
	number, optional, digit, err := z.numbered(l)
	if err != nil {
		return nil, err
	}
	raw := make([][]byte, l.lines)
	for i := range raw {
		raw[i] = []byte(strings.Repeat(filler, l.width))
	}
	sex := z.Sex
	if sex == "X" || sex == "" {
		sex = filler
	}
	fields := []struct {
		span zoneSpan
		text string
	}{{l.code, z.Code}, {l.issuer, z.Issuer}, {l.name, name}, {l.number, number}, {l.numberDigit, digit}, {l.nationality, z.Nationality},
		{l.birth, z.Birth.written()}, {l.sex, sex}, {l.ends, writtenDate(z.ExpiresOn)}, {l.optional[0], optional}}
	if len(l.optional) > 1 {
		fields = append(fields, struct {
			span zoneSpan
			text string
		}{l.optional[1], z.Optional2})
	} else if z.Optional2 != "" {
		return nil, Errorf(CodeInvalid, "A %s zone has one field of optional data.", z.Format)
	}
	for _, f := range fields {
		text := strings.NewReplacer(" ", filler, "-", filler).Replace(f.text)
		if len(text) > f.span.width() {
			return nil, Errorf(CodeInvalid, "The %s takes at most %d signs.", f.span.name, f.span.width())
		}
		if strings.Trim(text, zoneSigns+filler) != "" {
			return nil, Errorf(CodeInvalid, "The %s takes capital letters and digits only.", f.span.name)
		}
		f.span.write(raw, text)
	}
	return l.sealed(raw), nil
}

// sealed writes the check digits.
func (l *zoneLayout) sealed(raw [][]byte) []string {
	lines := make([]string, l.lines)
	for i := range raw {
		lines[i] = string(raw[i])
	}
	for _, c := range l.checks {
		c.digit.write(raw, string(c.expects(lines)))
		lines[c.digit.line-1] = string(raw[c.digit.line-1])
	}
	return lines
}

// numbered lays out the document's number, which goes on in the optional data when it is long, and its check digit.
func (z MRZ) numbered(l *zoneLayout) (number, optional, digit string, err error) {
	number = strings.NewReplacer(" ", filler, "-", filler).Replace(z.Number)
	field := l.number.width()
	if len(number) <= field {
		padded := number + strings.Repeat(filler, field-len(number))
		return number, z.Optional, string(checkDigit(padded)), nil
	}
	if l.format == TD3 {
		return "", "", "", Errorf(CodeInvalid, "The number of a passport takes at most %d signs.", field)
	}
	rest := number[field:] + string(checkDigit(number)) + filler
	if strings.Contains(number[field:], filler) {
		return "", "", "", Errorf(CodeInvalid, "A number of more than %d signs takes no blanks and hyphens.", field)
	}
	return number[:field], rest + z.Optional, filler, nil
}

// written lays out the day, unknown parts as fillers.
func (b MRZBirth) written() string {
	part := func(n int) string {
		if n == 0 {
			return filler + filler
		}
		return fmt.Sprintf("%02d", n%100)
	}
	return part(b.Year) + part(int(b.Month)) + part(b.Day)
}

func writtenDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d%02d%02d", d.Year%100, d.Month, d.Day)
}
