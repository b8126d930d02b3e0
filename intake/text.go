package intake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// codePages are the encodings of one byte a letter that are read when somebody says so. Which of them a file is in cannot be
// told from its bytes.
var codePages = map[string]*charmap.Charmap{"windows-1250": charmap.Windows1250, "windows-1252": charmap.Windows1252}

// Encodings are what a file may be said to be in; UTF-8, and UTF-16 with its mark, are recognised.
var Encodings = []string{"utf-8", "windows-1250", "windows-1252"}

var (
	markUTF8  = []byte{0xef, 0xbb, 0xbf}
	markUTF16 = map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian}
)

// textOf reads bytes as text in Unicode normalisation form C. encoding is one of Encodings, or "" to look at the bytes.
func textOf(raw []byte, encoding string) (string, []Problem) {
	if page := codePages[encoding]; page != nil {
		text, err := page.NewDecoder().Bytes(raw)
		if err != nil {
			return "", []Problem{{Text: fmt.Sprintf("The file cannot be read as %s.", encoding)}}
		}
		return norm.NFC.String(string(text)), nil
	}
	if order := markUTF16[string(raw[:min(2, len(raw))])]; order != nil && encoding == "" {
		return fromUTF16(raw[2:], order)
	}
	raw = bytes.TrimPrefix(raw, markUTF8)
	if problems := notUTF8(raw); len(problems) > 0 {
		return "", problems
	}
	return norm.NFC.String(string(raw)), nil
}

func fromUTF16(raw []byte, order binary.ByteOrder) (string, []Problem) {
	if len(raw)%2 != 0 {
		return "", []Problem{{Text: "The file is in UTF-16 and breaks off in the middle of a letter; save it again."}}
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return norm.NFC.String(string(utf16.Decode(units))), nil
}

// shownAtMost is how many lines are named of a mistake that runs through a whole file.
const shownAtMost = 10

// notUTF8 names the lines that are not UTF-8, and what they probably are.
func notUTF8(raw []byte) []Problem {
	if bytes.IndexByte(raw, 0) >= 0 {
		return []Problem{{Text: "The file is not text: it holds zero bytes. A file in UTF-16 needs its mark; a workbook needs a name that ends in .xlsx."}}
	}
	var problems []Problem
	for i, line := range bytes.Split(raw, []byte("\n")) {
		if utf8.Valid(line) {
			continue
		}
		if len(problems) == shownAtMost {
			return append(problems, Problem{Text: "More lines are like these."})
		}
		problems = append(problems, Problem{Line: i + 1, Text: strangeByte(line)})
	}
	return problems
}

// strangeByte says what the first byte that is not UTF-8 would be in the code pages the region's offices use.
func strangeByte(line []byte) string {
	at := 0
	for {
		r, size := utf8.DecodeRune(line[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	b, readings := line[at], []string{}
	for _, name := range Encodings {
		if page := codePages[name]; page != nil && page.DecodeByte(b) != utf8.RuneError {
			readings = append(readings, fmt.Sprintf("%q in %s", page.DecodeByte(b), name))
		}
	}
	seen := ""
	if len(readings) > 0 {
		seen = " (" + strings.Join(readings, ", ") + ")"
	}
	return fmt.Sprintf("The byte %s is not UTF-8. Save the file as “CSV UTF-8”, or say what it is in: --encoding windows-1252.", fmt.Sprintf("0x%02X", b)+seen)
}

// damaged reports text that was read in the wrong encoding before it came here: ë and ç then stand as two letters each.
func damaged(text string) bool {
	return slices.ContainsFunc([]string{"Ã«", "Ã§", "Ã‹", "Ã‡", "Ä‡", "Å¡"}, func(pair string) bool { return strings.Contains(text, pair) })
}

func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}
