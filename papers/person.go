package papers

import (
	"fmt"
	"time"
)

// A Sex as travel documents write it (ICAO Doc 9303-4, visual zone): F, M, or X for unspecified. Empty prints as a dash.
type Sex string

const (
	Female      Sex = "F"
	Male        Sex = "M"
	Unspecified Sex = "X"
)

// A Person is someone as a paper names them.
type Person struct {
	FamilyName  string
	GivenNames  string
	Birth       string // already worded in the paper's language, because it may be partial: "about 1985"
	BirthPlace  string
	Sex         Sex
	Nationality string // already worded
	Document    Document
}

// A Document is what a person travels on. Its zero value is none.
type Document struct {
	Kind       string // already worded: "Passport"
	Number     string
	IssuedBy   string
	ValidUntil time.Time // only the day is read; zero when not known
}

func (d Document) inOneLine() string { return inOneLine(joined(d.Kind, d.Number), d.IssuedBy) }

func (p Person) check() error {
	if p.FamilyName == "" && p.GivenNames == "" {
		return fmt.Errorf("%w: a person without a name", ErrContent)
	}
	switch p.Sex {
	case Female, Male, Unspecified, "":
		return nil
	}
	return fmt.Errorf("%w: sex is F, M or X", ErrContent)
}

func (w wording) sex(s Sex) string {
	return map[Sex]string{Female: w.Female, Male: w.Male, Unspecified: w.Other}[s]
}

func (s *sheet) person(field string, p Person) {
	w := s.words
	s.facts(
		fact{field + ".family_name", w.FamilyName, p.FamilyName},
		fact{field + ".given_names", w.GivenNames, p.GivenNames})
	s.facts(
		fact{field + ".birth", w.Birth, p.Birth},
		fact{field + ".birth_place", w.BirthPlace, p.BirthPlace},
		fact{field + ".sex", w.Sex, w.sex(p.Sex)},
		fact{field + ".nationality", w.Nationality, p.Nationality})
	s.facts(
		fact{field + ".document", w.Document, joined(p.Document.Kind, p.Document.Number)},
		fact{field + ".document.issued_by", w.IssuedBy, p.Document.IssuedBy},
		fact{field + ".document.valid_until", w.ValidUntil, w.day(p.Document.ValidUntil)})
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
