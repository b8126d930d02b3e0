package avrr_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"homeward/avrr"
)

const referenceSigns = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"

func TestAMisheardReferenceIsRefused(t *testing.T) {
	for range 200 {
		reference, err := avrr.NewReference(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		signs := strings.NewReplacer("HW-", "", "-", "").Replace(reference)
		for i := range len(signs) {
			for _, other := range referenceSigns {
				if wrong := signs[:i] + string(other) + signs[i+1:]; wrong != signs {
					refusesReference(t, wrong)
				}
			}
			for k := range i {
				swapped := []byte(signs)
				swapped[i], swapped[k] = swapped[k], swapped[i]
				if string(swapped) != signs {
					refusesReference(t, string(swapped))
				}
			}
		}
	}
}

func refusesReference(t *testing.T, s string) {
	t.Helper()
	if got, err := avrr.ParseReference(s); err == nil {
		t.Fatalf("%s is taken for %s", s, got)
	} else if avrr.ErrorCode(err) != avrr.CodeNotFound {
		t.Fatal(err)
	}
}

func TestAReferenceIsReadAsPeopleWriteIt(t *testing.T) {
	reference, err := avrr.NewReference(strings.NewReader("\xff\x05\x11\x02\x13\x07\x15"))
	if err != nil || reference != "HW-7K4-M9PE" {
		t.Fatal(reference, err)
	}
	bare := strings.ReplaceAll(reference[3:], "-", "")
	for _, said := range []string{reference, strings.ToLower(reference), bare, "HW" + bare, "hw " + bare[:3] + " " + bare[3:], " " + reference + "\n", strings.ReplaceAll(reference, "-", "–"),
		strings.ReplaceAll(reference, "-", "\u2011"), strings.ReplaceAll(reference, "-", "\u00a0"), strings.ReplaceAll(reference, "-", " - "), strings.ReplaceAll(reference, "-", ".")} {
		if got, err := avrr.ParseReference(said); got != reference || err != nil {
			t.Errorf("%q is read as %q (%v)", said, got, err)
		}
	}
	for _, said := range []string{"", "HW", "HW-", bare[:6], bare + "2", "HX" + bare, "HW-7K4-M9P!", "Hoxha", strings.Repeat("7", 1000), "日本語日本語日"} {
		refusesReference(t, said)
	}
	if _, err := avrr.NewReference(strings.NewReader("short")); err == nil {
		t.Error("a reference is made of too little chance")
	}
}

func TestAMistypedReferenceIsToldFromANameAndANumber(t *testing.T) {
	for said, wrong := range map[string]string{
		"HW-7K4-M9PF": "has a wrong letter or digit",
		"7k4-m9pf":    "has a wrong letter or digit",
		"hw 7K4 M9P":  "is not a case reference",
		"7K4-M0PE":    "is not a case reference",
		"HW-7K4-M9PE": "",
		"BA23456":     "",
		"Ana-Leka":    "",
		"Hoxha":       "",
		"+355 672":    "",
		"":            "",
	} {
		if got := avrr.Mistyped(said); wrong == "" && got != "" || !strings.Contains(got, wrong) {
			t.Errorf("%q: %q", said, got)
		}
	}
}
