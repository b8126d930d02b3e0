package avrr

import (
	"fmt"
	"strings"
	"time"
)

// ReadMRZ reads typed lines: blanks do not matter, small letters are capitals, fillers missing at the end of a name are put there.
// The errors say in which line and columns something is wrong, and what it may have been. Today settles the century of two-digit
// years: nobody was born in the future.
func ReadMRZ(typed []string, today Date) (MRZ, error) {
	l, lines, err := layout(typed)
	if err != nil {
		return MRZ{}, err
	}
	if err := l.signs(lines); err != nil {
		return MRZ{}, err
	}
	z := MRZ{Format: l.format, Code: plain(l.code.in(lines)), Issuer: plain(l.issuer.in(lines)), Nationality: plain(l.nationality.in(lines)),
		Sex: l.sex.in(lines), Optional: plain(l.optional[0].in(lines))}
	if len(l.optional) > 1 {
		z.Optional2 = plain(l.optional[1].in(lines))
	}
	if strings.HasPrefix(z.Code, "V") {
		return MRZ{}, zoneError(l.code, "This is the zone of a visa, not of a travel document.")
	}
	if z.Number, z.Optional, err = l.readNumber(lines); err != nil {
		return MRZ{}, err
	}
	for _, c := range l.checks {
		if err := l.verify(c, lines); err != nil {
			return MRZ{}, err
		}
	}
	if z.Sex == filler {
		z.Sex = "X"
	}
	z.FamilyName, z.GivenNames, z.Cut = readName(l.name.in(lines))
	if z.FamilyName == "" {
		return MRZ{}, zoneError(l.name, "There is no name in %s.", l.name.where())
	}
	if z.Birth, err = l.readBirth(lines, today); err != nil {
		return MRZ{}, err
	}
	z.ExpiresOn, err = l.readExpiry(lines, today)
	return z, err
}

// zoneError refuses what stands in a field.
func zoneError(at zoneSpan, format string, args ...any) *Error {
	return &Error{Code: CodeInvalid, Field: fmt.Sprintf("/mrz/%d", at.line-1), Message: fmt.Sprintf(format, args...)}
}

// layout finds the format by the number of lines and the length of the last one that can have no missing fillers.
func layout(typed []string) (*zoneLayout, []string, error) {
	var lines []string
	for _, t := range typed {
		t = strings.NewReplacer(" ", "", "\t", "", "\u00a0", "", "‹", filler, "«", filler+filler).Replace(strings.ToUpper(t))
		if t != "" {
			lines = append(lines, t)
		}
	}
	for _, l := range zoneLayouts {
		if len(lines) == l.lines && len(lines[1]) == l.width {
			return l, l.padded(lines), l.lengths(lines)
		}
	}
	switch len(lines) {
	case 2:
		return nil, nil, &Error{Code: CodeInvalid, Field: "/mrz/1", Message: fmt.Sprintf(
			"The second line has %d signs; it has 44 on a passport and 36 on a single sheet.", len([]rune(lines[1])))}
	case 3:
		return nil, nil, &Error{Code: CodeInvalid, Field: "/mrz/1", Message: fmt.Sprintf(
			"The second of three lines has %d signs; it has 30.", len([]rune(lines[1])))}
	}
	return nil, nil, &Error{Code: CodeInvalid, Field: "/mrz", Message: fmt.Sprintf(
		"A machine-readable zone has two lines, or three on a card; here are %d.", len(lines))}
}

// padded gives every line that may end in fillers as many of them as it needs, no more.
func (l *zoneLayout) padded(lines []string) []string {
	padded := make([]string, len(lines))
	for i, line := range lines {
		if i != 1 {
			if line = strings.TrimRight(line, filler); len(line) < l.width {
				line += strings.Repeat(filler, l.width-len(line))
			}
		}
		padded[i] = line
	}
	return padded
}

func (l *zoneLayout) lengths(lines []string) error {
	for i, line := range l.padded(lines) {
		if len(line) != l.width {
			return &Error{Code: CodeInvalid, Field: fmt.Sprintf("/mrz/%d", i), Message: fmt.Sprintf(
				"Line %d has %d signs; it has %d in a %s zone.", i+1, len([]rune(line)), l.width, l.format)}
		}
	}
	return nil
}

// alike are the signs that are mistaken for each other on paper.
var alike = map[byte]string{'0': "OQD", '1': "IL", '2': "Z", '5': "S", '6': "G", '8': "B", 'O': "0", 'Q': "0", 'D': "0", 'I': "1", 'L': "1", 'Z': "2",
	'S': "5", 'G': "6", 'B': "8"}

// signs refuses what cannot stand where it does.
func (l *zoneLayout) signs(lines []string) error {
	all := zoneSigns + filler
	for i, line := range lines {
		if at := strings.IndexFunc(line, func(r rune) bool { return !strings.ContainsRune(all, r) }); at >= 0 {
			return &Error{Code: CodeInvalid, Field: fmt.Sprintf("/mrz/%d", i), Message: fmt.Sprintf(
				"Line %d, column %d: a zone has capital letters, digits and < only.", i+1, at+1)}
		}
	}
	type kind struct {
		span zoneSpan
		of   string
		says string
	}
	kinds := []kind{{l.issuer, zoneLetters + filler, "letters"}, {l.name, zoneLetters + filler, "letters"}, {l.nationality, zoneLetters + filler, "letters"},
		{l.birth, zoneDigits + filler, "digits"}, {l.ends, zoneDigits + filler, "digits"}, {l.sex, "MFX" + filler, "M, F or <"}}
	for _, c := range l.checks {
		digits := zoneDigits
		if c.digit == l.fillable {
			digits += filler
		}
		kinds = append(kinds, kind{c.digit, digits, "a digit"})
	}
	for _, k := range kinds {
		text := k.span.in(lines)
		at := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune(k.of, r) })
		if at < 0 {
			continue
		}
		hint := ""
		for _, other := range alike[text[at]] {
			if strings.ContainsRune(k.of, other) {
				hint = fmt.Sprintf(" Perhaps it is %c.", other)
				break
			}
		}
		return zoneError(k.span, "%s takes %s, but column %d holds %c.%s", sentence(k.span.where()), k.says, k.span.from+at, text[at], hint)
	}
	return nil
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// plain answers a field without its fillers at the end; those within stand for blanks.
func plain(s string) string { return strings.ReplaceAll(strings.TrimRight(s, filler), filler, " ") }

// readNumber reads the number and what is left of the optional data.
func (l *zoneLayout) readNumber(lines []string) (number, optional string, err error) {
	head := l.number.in(lines)
	optional = plain(l.optional[0].in(lines))
	if rest, digit, others, long := l.longNumber(lines); long {
		if checkDigit(head+rest) != digit {
			return "", "", zoneError(l.optional[0], "The check digit of the document number, which goes on in %s, does not fit.", l.optional[0].where())
		}
		return plain(head + rest), plain(others), nil
	}
	if number = plain(head); number == "" {
		return "", "", zoneError(l.number, "There is no number in %s.", l.number.where())
	}
	return number, optional, l.verify(zoneCheck{l.numberDigit, []zoneSpan{l.number}}, lines)
}

// verify refuses a check digit that does not fit, and says which single sign would make it fit.
func (l *zoneLayout) verify(c zoneCheck, lines []string) error {
	found := c.digit.in(lines)
	if c.digit == l.fillable && found == filler && plain(c.over[0].in(lines)) == "" {
		return nil
	}
	expected := c.expects(lines)
	if found == string(expected) {
		return nil
	}
	at := c.digit
	if len(c.over) == 1 {
		at = c.over[0]
	}
	return zoneError(at, "The %s in line %d, column %d does not fit: it is %s and should be %c.%s", c.digit.name, c.digit.line, c.digit.from, found, expected, l.suggest(c, lines))
}

// suggest names the signs that are easily mistaken and would each make the digit fit.
func (l *zoneLayout) suggest(c zoneCheck, lines []string) string {
	var found []string
	for _, s := range c.over {
		for column := s.from; column <= s.to; column++ {
			was := lines[s.line-1][column-1]
			for _, other := range alike[was] {
				changed := append([]string(nil), lines...)
				changed[s.line-1] = lines[s.line-1][:column-1] + string(other) + lines[s.line-1][column:]
				if string(c.expects(changed)) == c.digit.in(lines) && l.signs(changed) == nil {
					found = append(found, fmt.Sprintf("%c instead of %c in line %d, column %d", other, was, s.line, column))
				}
			}
		}
	}
	if len(found) == 0 || len(found) > 3 {
		return " Compare it with the document: O and 0, I and 1, B and 8, S and 5 are easily mistaken."
	}
	return " It would fit with one sign changed: " + strings.Join(found, "; ") + "."
}

// readBirth reads the day, parts of which may be unknown.
func (l *zoneLayout) readBirth(lines []string, today Date) (MRZBirth, error) {
	year, month, day, err := parts(l.birth, lines)
	if err != nil || year < 0 {
		return MRZBirth{}, err
	}
	b := MRZBirth{Year: century(today.Year) + year, Month: time.Month(max(0, month)), Day: max(0, day)}
	first := Date{b.Year, max(1, b.Month), max(1, b.Day)}
	if first.After(today) {
		b.Year -= 100
	}
	if b.Day > 0 && b.Month == 0 || b.Month > 12 || b.Day > 0 && !(Date(b)).exists() {
		return MRZBirth{}, zoneError(l.birth, "%s is no day of the calendar.", sentence(l.birth.where()))
	}
	return b, nil
}

// readExpiry reads the day: the one of its two-digit year that is within fifty years of today.
func (l *zoneLayout) readExpiry(lines []string, today Date) (Date, error) {
	year, month, day, err := parts(l.ends, lines)
	if err != nil || year < 0 && month < 0 && day < 0 {
		return Date{}, err
	}
	d := Date{century(today.Year) + year, time.Month(month), day}
	if d.Year > today.Year+50 {
		d.Year -= 100
	}
	if year < 0 || month < 0 || day < 0 || !d.exists() {
		return Date{}, zoneError(l.ends, "%s is no day of the calendar.", sentence(l.ends.where()))
	}
	return d, nil
}

func century(year int) int { return year / 100 * 100 }

// exists reports whether the calendar has the day.
func (d Date) exists() bool { return DateOf(d.midnight(time.UTC)) == d }

// parts reads the two signs of year, month and day; -1 is an unknown one.
func parts(s zoneSpan, lines []string) (year, month, day int, err error) {
	text := s.in(lines)
	read := func(from int) int {
		switch two := text[from : from+2]; {
		case two == filler+filler:
			return -1
		case strings.Contains(two, filler):
			err = zoneError(s, "%s: each of year, month and day has two digits, or two < when it is unknown.", sentence(s.where()))
			return -1
		default:
			return int(two[0]-'0')*10 + int(two[1]-'0')
		}
	}
	return read(0), read(2), read(4), err
}

// readName parts family from given names.
func readName(field string) (family, given string, cut bool) {
	primary, secondary, _ := strings.Cut(field, filler+filler)
	words := func(s string) string {
		return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '<' }), " ")
	}
	return words(primary), words(secondary), !strings.HasSuffix(field, filler)
}
