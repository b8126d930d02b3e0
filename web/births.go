package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
)

// A birth is asked in one line for all that can be known of it: a day, a year, or about which year. Nobody who knows only the year is
// made to say the first of January.

// The parts of a birth in a form, below its name.
const (
	birthDay   = ".day"
	birthMonth = ".month"
	birthYear  = ".year"
	birthAbout = ".about"
)

// asksBirth reports whether a field is a birth.
func asksBirth(f avrr.Field) bool {
	return f.Kind == avrr.GroupField && slices.ContainsFunc(f.Of, func(of avrr.Field) bool { return of.Name == "about" })
}

// birthInput draws a birth: day, month, year, and whether the year is only a guess.
func (a *asking) birthInput(i *input) {
	i.Kind = drawnBirth
	day, month, year := a.entries.Get(i.Name+birthDay), a.entries.Get(i.Name+birthMonth), a.entries.Get(i.Name+birthYear)
	about := a.entries.Get(i.Name + birthAbout)
	if d, err := avrr.ParseDate(a.entries.Get(i.Name + ".date")); err == nil { // as an action takes it, which an earlier request held
		day, month, year = strconv.Itoa(d.Day), strconv.Itoa(int(d.Month)), strconv.Itoa(d.Year)
	}
	if about != "" && about != "yes" {
		year, about = about, "yes"
	}
	part := func(of, value string, length int64) *input {
		return &input{ID: i.ID + "-" + of[1:], Name: i.Name + of, Label: a.w.word("birth", of[1:]), Kind: drawnNumber, Value: value, Length: length}
	}
	i.Within = []*input{part(birthDay, day, 2), part(birthMonth, month, 2), part(birthYear, year, 4)}
	guess := part(birthAbout, about, 0)
	guess.Kind = drawnTick
	i.Within = append(i.Within, guess)
	if i.Hint.Words == "" {
		i.Hint = line{Words: a.w.t("birth.hint")}
	}
}

// birth reads what was entered of a birth, as an action takes it; nil when nothing was.
func (a *asking) birth(name string) any {
	part := func(of string) string { return strings.TrimSpace(a.entries.Get(name + of)) }
	day, month, year, about := part(birthDay), part(birthMonth), part(birthYear), part(birthAbout)
	if date := part(".date"); date != "" && day+month+year == "" {
		return map[string]any{"date": date}
	}
	if about != "" && about != "yes" { // as an action takes it
		year = about
	}
	if day+month+year == "" {
		return nil
	}
	y, err := strconv.Atoi(westernDigits(year))
	switch {
	case err != nil || len(westernDigits(year)) != 4:
		a.problem(name, "birth.no_year")
		return nil
	case y > avrr.DateOf(a.now.In(a.place)).Year:
		a.problem(name, "birth.to_come")
		return nil
	case day+month == "" && about != "":
		return map[string]any{"about": y}
	case day+month == "":
		return map[string]any{"year": y}
	}
	d, dayErr := strconv.Atoi(westernDigits(day))
	m, monthErr := strconv.Atoi(westernDigits(month))
	on, err := avrr.ParseDate(avrr.Date{Year: y, Month: time.Month(m), Day: d}.String())
	switch {
	case dayErr != nil || monthErr != nil || err != nil:
		a.problem(name, "birth.no_day")
		return nil
	case on.After(avrr.DateOf(a.now.In(a.place))):
		a.problem(name, "birth.to_come")
		return nil
	case about != "":
		a.problem(name, "birth.about_day")
		return nil
	}
	return map[string]any{"date": on.String()}
}

// westernDigits writes the digits people use in Arabic, Dari, Persian and Pashto as those we store.
func westernDigits(said string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		}
		return r
	}, said)
}
