package avrr

import "regexp"

// memberID is how the rules name a member of a case.
var memberID = regexp.MustCompile(`\bm[1-9][0-9]?\b`)

// WithNames says a person's name where the rules say a member's id, of those whose name is among names.
func WithNames(s string, names map[string]string) string {
	return memberID.ReplaceAllStringFunc(s, func(id string) string {
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
