package avrr

import "regexp"

// personID is how the rules name a member of a case, or somebody outside it who represents one.
var personID = regexp.MustCompile(`\b[mr][1-9][0-9]?\b`)

// WithNames says a person's name where the rules say an id, of those whose name is among names.
func WithNames(s string, names map[string]string) string {
	return personID.ReplaceAllStringFunc(s, func(id string) string {
		if name := names[id]; name != "" {
			return name
		}
		return id
	})
}

// Naming is the text with the names of members, as WithNames says them.
func (t Text) Naming(names map[string]string) Text {
	return T(WithNames(t.EN, names), WithNames(t.SQ, names))
}
