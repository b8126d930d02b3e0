package vault

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldName answers the parts of a name, each reduced to small Latin letters, in order and without repetition, so that
// names spelled alike compare alike: "Gjon Çela", "ÇELA-Gjon" and "cela gjon" have the same parts. Cyrillic, Greek and
// Arabic letters become Latin ones. Arabic script leaves out short vowels, so محمد folds to "mhmd" and is found by its
// own spelling, not by "Mohammed".
func FoldName(name string) []string {
	var folded strings.Builder
	var before rune
	// Lower case comes first and last: some capitals are compositions, and some compositions have capitals in them.
	for _, r := range strings.ToLower(norm.NFKD.String(strings.ToLower(name))) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == tatweel:
			continue // marks and joiners shape a letter; they are not one
		case r == 'υ' && before == 'ο':
			folded.WriteByte('u') // ου is one sound, and passports write it so
		default:
			folded.WriteString(latin(r))
		}
		before = r
	}
	parts := strings.Fields(folded.String())
	seen := make([]string, 0, len(parts))
	for _, part := range parts {
		if !slices.Contains(seen, part) {
			seen = append(seen, part)
		}
	}
	return seen
}

// latin answers a letter in Latin, and a space for what separates names: spaces, hyphens, apostrophes, points.
func latin(r rune) string {
	if spelled, ok := letters[r]; ok {
		return spelled
	}
	if unicode.Is(unicode.Lm, r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return " "
	}
	return string(r)
}
