package web

import (
	"testing"

	"golang.org/x/text/language"

	"homeward/avrr"
	"homeward/casework"
)

func TestACodeIsTakenOnlyForACountryOrALanguageThatIs(t *testing.T) {
	en, sq := catalogues(t)
	country := avrr.Field{Name: "nationality", Pattern: `^[A-Z]{2}$`, Like: "AL"}
	issuer := avrr.Field{Name: "issuer", Pattern: `^[A-Z]{2,3}$`, Like: "AL"}
	tongue := avrr.Field{Name: "language", Pattern: `^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`, Like: "sq"}
	for _, c := range []struct {
		field       avrr.Field
		typed, read string // nothing is read of what is refused
	}{
		{country, "AL", "AL"}, {country, "al", "AL"}, {country, "Kosovo", "XK"}, {country, "UK", "GB"}, {country, "el", "GR"}, {country, "UA", "UA"},
		{country, "KS", ""}, {country, "XX", ""}, {country, "SU", ""}, {issuer, "XXA", "XXA"}, {issuer, "KS", ""},
		{tongue, "Albanian", "sq"}, {tongue, "uk", "uk"}, {tongue, "el", "el"}, {tongue, "rom", "rom"}, {tongue, "sr-Latn", "sr-Latn"},
		{tongue, "alb", ""}, {tongue, "eng", ""}, {tongue, "xx", ""}, {tongue, "al", ""},
	} {
		for _, w := range []*words{en, sq} {
			if w == sq && len(c.typed) > 3 {
				continue
			}
			a := &asking{reading: &reading{w: w, view: &casework.CaseView{}}, problems: map[string]line{}}
			read, _ := a.fitting(c.field, c.field.Name, c.typed).(string)
			if read != c.read || (read == "") != (a.problems[c.field.Name].Words != "") {
				t.Errorf("the %s %q is read as %q: %q", c.field.Name, c.typed, read, a.problems[c.field.Name].Words)
			}
		}
	}
}

func TestEveryCountryAndEveryLanguageOfferedHasItsNameInBothLanguages(t *testing.T) {
	en, sq := catalogues(t)
	for _, w := range []*words{en, sq} {
		for code, name := range w.lands.names {
			if name == "" || name == code {
				t.Errorf("%s: the country %s is called %q", w.in, code, name)
			}
		}
		for code := range w.tongues.names {
			if !avrr.IsLanguage(code) {
				t.Errorf("%s is offered and is no language", code)
			}
		}
	}
}

func TestLanguagesAreThoseOfBCP47(t *testing.T) {
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			base, err := language.ParseBase(code)
			if known := err == nil && base.String() == code; avrr.IsLanguage(code) && !known {
				t.Errorf("%s is no language", code)
			} else if known && avrr.IsLanguage(code) && avrr.IsLanguage(base.ISO3()) {
				t.Errorf("%s is taken although %s is shorter", base.ISO3(), code)
			}
		}
	}
}
