package vault

import (
	"strings"
	"unicode"
)

// between are the letters that spellings of one Arabic or Persian sound differ by, after the vowels are gone.
var between = strings.NewReplacer("sh", "S", "kh", "X", "gh", "G", "ch", "C", "zh", "Z", "th", "s", "dh", "z", "ph", "f", "q", "k", "c", "k", "x", "ks")

// Consonants answers what an Arabic and a Latin spelling of one name have in common: its consonants, doubled ones once, with a mark
// for a vowel that begins it. محمد ("mhmd") and "Mohammad" have the same; so have علی and "Ali". It is empty for a part without
// letters. The part is folded.
func Consonants(part string) string {
	var kept strings.Builder
	for i, r := range part {
		switch {
		case strings.ContainsRune("aeiou", r):
			if i == 0 {
				kept.WriteByte('*')
			}
		case r == 'v' || r == 'w':
			if i == 0 {
				kept.WriteByte('w') // و is either, and elsewhere mostly a vowel
			}
		case r == 'y' && i > 0:
		case r >= 'a' && r <= 'z':
			kept.WriteRune(r)
		}
	}
	var once strings.Builder
	var before rune
	for _, r := range between.Replace(kept.String()) {
		if r != before {
			once.WriteRune(r)
		}
		before = r
	}
	heard := once.String()
	if silent := strings.TrimSuffix(heard, "h"); len(silent) > 1 {
		return silent // the h of فاطمه is written or not
	}
	return heard
}

// article is what many Arabic names begin with, written as one word with them and apart from them in Latin.
const article = "al"

// withoutVowels reports whether a word is written in a script that leaves the short vowels out.
func withoutVowels(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}
