package papers

import (
	"strings"
	"testing"
)

// aZone is a paper with nothing but a machine-readable zone.
type aZone []string

func (aZone) title(Language) string { return "Zone" }
func (aZone) check() error          { return nil }
func (z aZone) compose(s *sheet)    { s.zone(z) }

// The specimens of ICAO Doc 9303 parts 4 and 5.
var zones = map[string]aZone{
	"passport": {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
	"card":     {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
}

func TestAZoneIsSetInItsOwnLetterAndSaysItIsASpecimen(t *testing.T) {
	for name, lines := range zones {
		t.Run(name, func(t *testing.T) {
			p := render(t, lines, meta(English))
			mustSay(t, letters(t, p), lines...)
			mustSay(t, layout(t, p), "Specimen of the machine-readable zone. This is not a travel document.")
			if fonts := tool(t, "pdffonts", file(t, p)); !strings.Contains(fonts, "ocr-b") && !strings.Contains(fonts, "OCR") {
				t.Errorf("the fonts are\n%s", fonts)
			}
			tool(t, "qpdf", "--check", file(t, p))
		})
	}
}

// A paper without a zone does not carry its letter along.
func TestOnlyAPaperWithAZoneEmbedsItsLetter(t *testing.T) {
	if fonts := tool(t, "pdffonts", file(t, render(t, letter(), meta(English)))); strings.Contains(strings.ToLower(fonts), "ocr") {
		t.Errorf("the fonts are\n%s", fonts)
	}
}

// Ten signs to the inch: 44 of them are 111.8 mm wide.
func TestAZoneHasTenSignsToTheInch(t *testing.T) {
	if width := 44 * ocrAdvance * ocrSize * millimetresPerPoint; width < 111.7 || width > 111.8 {
		t.Errorf("44 signs are %.2f mm wide", width)
	}
}
