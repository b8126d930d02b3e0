package web

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"homeward/avrr"
)

// A naming is a set of codes that people know by their names, which is how a form shows and takes them: countries and languages.
type naming struct {
	List  string   // the id of the page's list of names
	Names []string // as people look for them
	codes map[string]string
	names map[string]string
	is    func(code string) bool // whether what looks like a code is one
}

func newNaming(list string, names map[string]string) *naming {
	n := &naming{List: list, codes: map[string]string{}, names: names}
	for code, name := range names {
		n.Names = append(n.Names, name)
		n.codes[strings.ToLower(name)] = code
	}
	slices.Sort(n.Names)
	return n
}

// name says a code as people know it; what is no code stays as it was typed.
func (n *naming) name(code string) string {
	if name, ok := n.names[code]; ok {
		return name
	}
	return code
}

// code answers the code of what was typed: a name, or a code in any case.
func (n *naming) code(said string) string {
	if code, ok := n.codes[strings.ToLower(said)]; ok {
		return code
	}
	for _, code := range []string{strings.ToUpper(said), strings.ToLower(said)} {
		if _, ok := n.names[code]; ok {
			return code
		}
	}
	return said
}

func countriesIn(names display.Namer) *naming {
	countries := map[string]string{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if code := string([]rune{a, b}); avrr.IsCountry(code) {
				countries[code] = names.Name(language.MustParseRegion(code))
			}
		}
	}
	n := newNaming("countries", countries)
	n.codes["uk"], n.codes["el"] = "GB", "GR"                                       // as the European Union writes them
	n.is = func(code string) bool { return avrr.IsCountry(code) || len(code) == 3 } // three letters stand for who issues and is no country
	return n
}

// offered are the languages a form suggests; any other is taken by its code.
var offered = strings.Fields("sq en de it fr el sr mk tr ar fa ps ku ur bn hi pa ti am so ru uk ro bg es pt nl sv pl ka hy vi zh")

func languagesIn(l avrr.Language) *naming {
	names, spoken := display.Languages(language.Make(string(l))), map[string]string{}
	for _, code := range offered {
		if name := names.Name(language.Make(code)); name != "" {
			spoken[code] = upperFirst(name)
		}
	}
	n := newNaming("languages", spoken)
	n.is = avrr.IsLanguage
	return n
}

// countryFields and languageFields are the fields that hold such a code.
var (
	countryFields  = []string{"nationality", "country", "host_country", "issuer"}
	languageFields = []string{"language"}
)

// naming is how a field's codes are known, nil for any other field.
func (w *words) naming(f avrr.Field) *naming {
	switch {
	case f.Pattern == "" || f.Choices != nil:
		return nil
	case slices.Contains(countryFields, f.Name):
		return w.lands
	case slices.Contains(languageFields, f.Name):
		return w.tongues
	}
	return nil
}
