package web

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"homeward/avrr"
)

// What somebody typed is held against the field's rule here, before it is sent: the sentence then stands beside the field, in the words
// of the page, and in the opening of a case on the page it was typed on. The rules behind the form judge it all the same.

// fitting answers a text as the field takes it: a code for a name from a list, and what only differs in case and spaces from what fits,
// written as it fits.
func (a *asking) fitting(f avrr.Field, name, said string) any {
	if n := int64(utf8.RuneCountInString(said)); f.Pattern == "" && f.Max != nil && n > *f.Max {
		a.problem(name, "form.too_long", a.labelOf(f, name), *f.Max, n)
		return nil
	}
	if f.Pattern == "" || f.Choices != nil {
		return said
	}
	fits := regexp.MustCompile(f.Pattern)
	if f.Name == rateField {
		return a.rate(f, name, said, fits)
	}
	names := a.w.naming(f)
	if names != nil {
		said = names.code(said)
	}
	for _, written := range readings(f.Name, said) {
		if fits.MatchString(written) && (names == nil || names.is(written)) {
			return written
		}
	}
	if names != nil {
		a.problem(name, "form.unlisted."+names.List, a.labelOf(f, name), said, names.name(f.Like))
		return nil
	}
	a.problem(name, "form.unlike", a.labelOf(f, name), f.Like)
	return nil
}

// rateField is the field of a rate, wherever one is asked for.
const rateField = "rate"

// rate reads a rate. One that can be meant in two ways is asked about, as an amount is: a mark may part decimals or thousands.
func (a *asking) rate(f avrr.Field, name, said string, fits *regexp.Regexp) any {
	switch meant := avrr.RateReadings(said); {
	case len(meant) == 2:
		a.problem(name, "form.two_rates", said, avrr.TypedRate(meant[0], a.w.in), avrr.TypedRate(meant[1], a.w.in))
	case len(meant) == 0 || !fits.MatchString(meant[0]):
		a.problem(name, "form.no_rate", a.labelOf(f, name), said, f.Like)
	default:
		return meant[0]
	}
	return nil
}

// readings are what a text in a field may mean, the likeliest first.
func readings(field, said string) []string {
	if slices.Contains(asWritten, field) {
		return []string{said}
	}
	return []string{said, tidied(said), strings.ToUpper(tidied(said))}
}

// asWritten are the fields in which a point or a hyphen is meant: without it a name is another name.
var asWritten = []string{"person", "line"}

// tidied leaves out what people put between the parts of a number: spaces, points, hyphens, brackets.
func tidied(said string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-/()", r) {
			return -1
		}
		return r
	}, said)
}

// bounded answers a number that lies where the field's numbers may; the limit is said as people write such a number.
func (a *asking) bounded(f avrr.Field, name string, n int64, say func(int64) string) any {
	switch {
	case f.Min != nil && n < *f.Min && *f.Min == 1 && isMoney(f.Name):
		a.problem(name, "form.nothing", a.labelOf(f, name))
	case f.Min != nil && n < *f.Min:
		a.problem(name, "form.least", a.labelOf(f, name), say(*f.Min))
	case f.Max != nil && n > *f.Max:
		a.problem(name, "form.most", a.labelOf(f, name), say(*f.Max))
	default:
		return n
	}
	return nil
}
