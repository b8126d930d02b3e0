package papers

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// typeset is text that can be drawn as it stands. Only sheet.text makes it, and only typeset is ever drawn.
type typeset string

// text is the one door between what people wrote and what is printed. It composes letters (NFC), drops
// controls and the characters that reorder or hide text, and puts a visible, reported substitute where
// the embedded fonts have no glyph.
//
// Right-to-left scripts are let through by drawable once they are joined and put in visual order, which
// happens here, between the check and the measuring; until then they are substituted like any other letter.
func (s *sheet) text(field, raw string) typeset {
	var out strings.Builder
	var missing []rune
	flush := func() {
		if len(missing) == 0 {
			return
		}
		s.substituted(field, missing)
		out.WriteString(substitute(missing))
		missing = missing[:0]
	}
	for _, r := range norm.NFC.String(raw) {
		switch {
		case isBreak(r):
			flush()
			out.WriteByte(' ')
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Bidi_Control, r):
		case !s.faces.drawable(r):
			missing = append(missing, r)
		case unicode.Is(unicode.Cf, r):
		default:
			flush()
			out.WriteRune(r)
			s.everyday = s.everyday && unicode.Is(everyday, r)
		}
	}
	flush()
	return typeset(strings.Trim(collapse(out.String()), " "))
}

func isBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == ' '
}

func collapse(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

func substitute(missing []rune) string {
	codes := make([]string, len(missing))
	for i, r := range missing {
		codes[i] = fmt.Sprintf("U+%04X", r)
	}
	return "[" + strings.Join(codes, " ") + "]"
}

func (s *sheet) substituted(field string, missing []rune) {
	for _, r := range missing {
		if found := (Substitution{Field: field, Rune: r}); !slices.Contains(s.substitutions, found) {
			s.substitutions = append(s.substitutions, found)
		}
	}
}

// drawable asks more than a glyph: a private-use letter means nothing to the reader, U+FFFD means the text
// was damaged before it came here, and a right-to-left letter drawn unjoined in memory order is a wrong word.
func (f *faces) drawable(r rune) bool {
	return f.regular.has(r) && r != utf8.RuneError && !unicode.Is(unicode.Co, r) && !rightToLeft(r)
}

func rightToLeft(r rune) bool {
	if unicode.Is(unicode.Arabic, r) {
		return true
	}
	class, _ := bidi.LookupRune(r)
	switch class.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

// wrap breaks t into lines of at most width millimetres: at spaces where it can, inside a word that is
// longer than a line, never before a combining mark.
func (f *faces) wrap(t typeset, st style, width float64) []typeset {
	var lines []typeset
	line := typeset("")
	for _, word := range strings.Split(string(t), " ") {
		next := typeset(word)
		if line != "" {
			next = line + " " + next
		}
		if f.width(next, st) <= width {
			line = next
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = typeset(word)
		for f.width(line, st) > width {
			end := f.fitting(line, st, width)
			lines = append(lines, line[:end])
			line = line[end:]
		}
	}
	return append(lines, line)
}

// fitting counts the bytes of t that fit in width, one whole letter at least.
func (f *faces) fitting(t typeset, st style, width float64) int {
	end := 0
	for i, r := range t {
		if i == 0 || unicode.Is(unicode.Mn, r) {
			continue
		}
		if end > 0 && f.width(t[:i], st) > width {
			return end
		}
		end = i
	}
	if end == 0 {
		return len(t)
	}
	return end
}

// inOneLine joins the words that say something: "Mirela Hoxha, aunt".
func inOneLine(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}

// unbroken keeps a number that is written in groups on one line.
func unbroken(number string) string { return strings.ReplaceAll(number, " ", "\u00a0") }
