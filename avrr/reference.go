package avrr

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
)

// referenceAlphabet has 31 signs that are not mistaken for each other by ear or by hand: no 0, 1, I, O and U. As 31 is prime,
// a check sign weighted by position finds every single wrong sign and every swap of two.
const referenceAlphabet = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"

const referenceLength = 6

// NewReference makes a case reference for people, such as HW-7K3-M9PX, from six random signs and one check sign.
func NewReference(random io.Reader) (string, error) {
	raw := make([]byte, 0, referenceLength)
	one := make([]byte, 1)
	for len(raw) < referenceLength {
		if _, err := io.ReadFull(random, one); err != nil {
			return "", fmt.Errorf("new reference: %w", err)
		}
		if int(one[0]) < 256-256%len(referenceAlphabet) { // each sign equally likely
			raw = append(raw, referenceAlphabet[int(one[0])%len(referenceAlphabet)])
		}
	}
	s := string(raw)
	return "HW-" + s[:3] + "-" + s[3:] + string(checkSign(s)), nil
}

// ParseReference reads a reference as people write and say it, and refuses one whose check sign does not fit.
func ParseReference(s string) (string, error) {
	plain := plainReference(s)
	if len(plain) != referenceLength+1 || strings.Trim(plain, referenceAlphabet) != "" {
		return "", Errorf(CodeNotFound, "%q is not a case reference; one looks like HW-7K3-M9PX.", printable(s))
	}
	if plain[referenceLength] != checkSign(plain[:referenceLength]) {
		return "", Errorf(CodeNotFound, "The reference %q has a wrong letter or digit; please check it.", printable(s))
	}
	return "HW-" + plain[:3] + "-" + plain[3:], nil
}

// plainReference is what was written as a reference without blanks, dashes and the letters every reference begins with.
func plainReference(s string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.' || r == '/' { // blanks and dashes of every kind
			return -1
		}
		return r
	}, strings.ToUpper(s))
	if len(plain) > referenceLength+1 {
		plain = strings.TrimPrefix(plain, "HW")
	}
	return plain
}

// meantAsReference is what can only be meant as a reference: it begins like one, or stands in its two groups and has a digit. A name or
// the number of a document of as many signs is none.
var meantAsReference = regexp.MustCompile(`^HW\P{L}|^[^-]{3}-[^-]{4}$`)

// Mistyped answers what is wrong with something that can only be meant as a reference, "" for everything else.
func Mistyped(s string) string {
	written := strings.ToUpper(strings.TrimSpace(s))
	if !meantAsReference.MatchString(written) || !strings.ContainsAny(written, "0123456789") {
		return ""
	}
	if _, err := ParseReference(s); err != nil {
		return err.Error()
	}
	return ""
}

// endingLength is how many signs at the end of a reference are enough to look for it: what stands after its last dash.
const endingLength = 4

// ReferenceEnding reads the last four signs of a reference as people write them; "" for what cannot be any.
func ReferenceEnding(s string) string {
	ending := strings.ToUpper(strings.TrimSpace(s))
	if len(ending) != endingLength || strings.Trim(ending, referenceAlphabet) != "" {
		return ""
	}
	return ending
}

func checkSign(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += (i + 2) * strings.IndexByte(referenceAlphabet, s[i])
	}
	return referenceAlphabet[sum%len(referenceAlphabet)]
}
