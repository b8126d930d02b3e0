// Package tables writes tables row by row as XLSX workbooks and as CSV with HXL hashtags, with nothing in them that a spreadsheet would run.
package tables

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// A Column is what stands over a column: words for people, and a hashtag (Humanitarian Exchange Language 1.1) for machines.
type Column struct{ Title, Tag string }

// An Amount is money in minor units, with the digits its currency has.
type Amount struct {
	Minor  int64
	Digits int
}

// String writes the amount in major units with a decimal point, as machines read it: "1500.00".
func (a Amount) String() string {
	sign, minor := "", a.Minor
	if minor < 0 {
		sign, minor = "-", -minor
	}
	text := fmt.Sprintf("%0*d", a.Digits+1, minor)
	if a.Digits == 0 {
		return sign + text
	}
	return sign + text[:len(text)-a.Digits] + "." + text[len(text)-a.Digits:]
}

// A Phone is a telephone number as it is dialled abroad (ITU-T E.164). Its plus sign runs nothing, and is the number's own.
type Phone string

var phone = regexp.MustCompile(`^\+[0-9]{4,15}$`)

// String writes the number; what is no number is written as any other text.
func (p Phone) String() string {
	if phone.MatchString(string(p)) {
		return string(p)
	}
	return harmless(string(p))
}

// A Writer takes tables one after the other, each row by row; what it was given is not kept in memory. A cell is nil, a string, an int64,
// an Amount or a Phone.
type Writer interface {
	Table(name string, columns []Column) error
	Row(cells ...any) error
	// Close ends the last table. What was written is complete only after it.
	Close() error
}

// Forms of a file.
const (
	XLSX = "xlsx"
	CSV  = "csv"
)

// MediaTypes are what a file of each form is sent as.
var MediaTypes = map[string]string{XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8"}

// ErrForm is a form of file that is not written.
var ErrForm = errors.New("no such form of file")

// New makes the writer of a form. A CSV holds one table.
func New(form string, w io.Writer) (Writer, error) {
	switch form {
	case XLSX:
		return newWorkbook(w), nil
	case CSV:
		return newText(w), nil
	}
	return nil, fmt.Errorf("%w: %q", ErrForm, form)
}

// harmless takes a text its power: what a spreadsheet would take for a formula, or for the end of a cell, begins with an apostrophe
// (OWASP, CSV Injection).
func harmless(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r\n|") || strings.HasPrefix(text, "＝") || strings.HasPrefix(text, "＋") || strings.HasPrefix(text, "－") || strings.HasPrefix(text, "＠") {
		return "'" + text
	}
	return text
}
