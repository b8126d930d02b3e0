package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Kinds of tokens a part of a name is found by.
const (
	nameKind    = "name"    // its letters
	soundKind   = "sound"   // how it sounds
	scriptKind  = "script"  // its consonants, between a script that writes no vowels and one that does
	initialKind = "initial" // the first letter of another part, with this one whole
)

// Token answers the blind index of a value: 32 bytes that are the same for the same kind and value, and tell nothing
// without the key file. The kind ("document", "phone", "flag") keeps equal values of different kinds apart. The value
// must arrive in one agreed spelling: a token finds nothing but the very same bytes.
func (v *Vault) Token(kind, value string) []byte {
	mac := hmac.New(sha256.New, v.index)
	mac.Write(binary.AppendUvarint(nil, uint64(len(kind))))
	mac.Write([]byte(kind))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// NameTokens answers the tokens to store for a person: one for each distinct part of the family name, the given names
// and the name in its original script. They come in an order that tells nothing of the name's.
func (v *Vault) NameTokens(family, given, original string) [][]byte {
	return v.tokens(nameKind, slices.Concat(FoldName(family), FoldName(given), FoldName(original)))
}

// AlikeTokens answers, by kind, the tokens to store for a person to be found by other spellings of the name: parts written as
// one word, how each part sounds, its consonants as another script writes them, and an initial beside a whole part.
func (v *Vault) AlikeTokens(family, given, original string) map[string][][]byte {
	alike := map[string][]string{}
	for _, name := range []string{family, given, original} {
		parts := FoldName(name)
		for i := 1; i < len(parts); i++ {
			alike[nameKind] = append(alike[nameKind], parts[i-1]+parts[i])
		}
		for word := range strings.FieldsSeq(name) {
			for _, part := range FoldName(word) {
				if withoutVowels(word) {
					alike[scriptKind] = append(alike[scriptKind], ofScript(true, part)...)
					continue
				}
				alike[soundKind] = append(alike[soundKind], Sounds(part)...)
				alike[scriptKind] = append(alike[scriptKind], ofScript(false, part)...)
			}
		}
	}
	for _, f := range FoldName(family) {
		for _, g := range FoldName(given) {
			alike[initialKind] = append(alike[initialKind], initialWith(g, f), initialWith(f, g))
		}
	}
	tokens := map[string][][]byte{}
	for kind, values := range alike {
		tokens[kind] = v.tokens(kind, values)
	}
	return tokens
}

// Sought is a part of a name that somebody looks for: the token of its letters, and by kind those of what is spelt otherwise.
type Sought struct {
	Exact []byte
	Alike map[string][][]byte
}

// Seek answers the parts of a name to look for: a person is found when each is stored, exactly or alike. Order, case, diacritics and
// script do not matter; a single letter stands for a part that begins with it, beside one that is whole.
func (v *Vault) Seek(query string) []Sought {
	var sought []Sought
	all := FoldName(query)
	for word := range strings.FieldsSeq(query) {
		for _, part := range FoldName(word) {
			alike := map[string][][]byte{scriptKind: v.tokens(scriptKind, ofScript(!withoutVowels(word), part))}
			if !withoutVowels(word) {
				alike[soundKind] = v.tokens(soundKind, Sounds(part))
			}
			if isInitial(part) {
				alike = map[string][][]byte{initialKind: v.tokens(initialKind, initials(part, all))}
			}
			sought = append(sought, Sought{v.Token(nameKind, part), alike})
		}
	}
	return sought
}

// SeekJoined answers the token of a name written as one word that somebody typed as several, nil for one of a single part.
func (v *Vault) SeekJoined(query string) []byte {
	parts := FoldName(query)
	if len(parts) < 2 {
		return nil
	}
	return v.Token(nameKind, strings.Join(parts, ""))
}

func isInitial(part string) bool { return len([]rune(part)) == 1 }

// initials are a single letter with each whole part beside it: alone it would tell little, and find everybody.
func initials(letter string, parts []string) (values []string) {
	for _, part := range parts {
		if !isInitial(part) {
			values = append(values, initialWith(letter, part))
		}
	}
	return values
}

func initialWith(part, whole string) string {
	for _, r := range part {
		return string(r) + " " + whole
	}
	return ""
}

// ofScript says what the consonants of a part are looked for by: those of names that are written with vowels, or without them.
func ofScript(vowelless bool, part string) (values []string) {
	of := "with "
	if vowelless {
		of = "without "
	}
	if heard := Consonants(part); heard != "" {
		values = append(values, of+heard)
	}
	if bare, with := strings.CutPrefix(part, article); with && vowelless && len(bare) > len(article) {
		values = append(values, of+Consonants(bare))
	}
	return values
}

func (v *Vault) tokens(kind string, values []string) [][]byte {
	tokens := make([][]byte, 0, len(values))
	for _, value := range values {
		tokens = append(tokens, v.Token(kind, value))
	}
	slices.SortFunc(tokens, bytes.Compare)
	return slices.CompactFunc(tokens, bytes.Equal)
}
