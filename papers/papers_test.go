package papers

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-fonts/dejavu/dejavusans"
)

func TestDeclarationSaysEverythingItIsGiven(t *testing.T) {
	d := declaration()
	d.Witness, d.Guardian = "Teuta Marku", "Agim Hoxha"
	p := render(t, d, meta(English))
	mustStayInside(t, p)
	mustSay(t, layout(t, p), "Return and Reintegration Office Vienna", "HW-2026-004217 · version 2", "Issued on 1 June 2026",
		"Going Home 2026", "RC-26-00318", "Albania, Gjirokastër", "Hoxha-Çeliku", "Arbëresha Drita", "about 1985", "female",
		"Passport BA4471120", "Republic of Albania", "30 April 2028", "Luan Hoxha", "12 March 2015", "daughter",
		"any time before departure", "do not have to give a reason", "give up none of my rights",
		"Reintegration Centre", "Austrian Ministry", "Besnik Gjoka", "Maria Steiner", "Teuta Marku", "Agim Hoxha",
		"Signature or thumbprint", "K7QWM-BXR2N-T4HVP-L9ZCD-GJ3FY", "homeward.example/verify", "Page 1 of", "Office stamp")
}

func TestDeclarationSpeaksAlbanian(t *testing.T) {
	p := render(t, declaration(), meta(Albanian))
	mustStayInside(t, p)
	mustSay(t, layout(t, p), "Deklaratë e kthimit vullnetar", "Lëshuar më 1 qershor 2026", "versioni 2", "Faqja 2 nga 2",
		"Mund të heq dorë.", "në çdo kohë para nisjes", "Nënshkrimi ose gjurma e gishtit", "I vlefshëm deri më", "30 prill 2028")
}

func TestTravelLetterSaysEverythingItIsGiven(t *testing.T) {
	p := render(t, letter(), meta(English))
	mustStayInside(t, p)
	mustSay(t, layout(t, p), "Hoxha-Çeliku", "Era Hoxha", "OS 175", "Graz GRZ", "Vienna VIE", "Tirana TIA",
		"Wednesday 10 June 2026", "06:05 (Graz time)", "11:50 (Tirana time)", "X4TQ9Z", "257-2400117846", "+355 4 555 0103",
		"Genc Leka", "Airport assistance", "WCHR", "A wheelchair as far as the aircraft", "MAAS", "Maria Steiner, travel desk",
		"RC-26-00318", "K7QWM-BXR2N-T4HVP-L9ZCD-GJ3FY", "Page 1 of 1")
	mustSay(t, layout(t, render(t, letter(), meta(Albanian))), "e mërkurë, 10 qershor 2026", "11:50 (ora e vendit: Tirana)",
		"Karrige me rrota deri te avioni", "Në mbërritje", "Faqja 1 nga 1")
}

func TestTextLongerThanAPageIsCarriedOver(t *testing.T) {
	d := declaration()
	d.Person.FamilyName = strings.Repeat("Ë", 12000)
	p := render(t, d, meta(English))
	mustStayInside(t, p)
	if got := strings.Count(letters(t, p), "Ë"); got < 2*12000 { // in the person's fields and at the signature
		t.Errorf("%d letters of 24000 printed", got)
	}
}

func TestLettersNoFontHasAreShownAndReported(t *testing.T) {
	tests := []struct {
		name, given, shown string
		runes              []rune
	}{
		{"emoji", "Drita 😀 Hoxha", "Drita [U+1F600] Hoxha", []rune{0x1F600}},
		{"emoji sequence", "A👩‍🔧B", "A[U+1F469 U+1F527]B", []rune{0x1F469, 0x1F527}},
		{"missing glyph", "王 Li", "[U+738B] Li", []rune{0x738B}},
		{"Arabic script", "محمد Ali", "[U+0645 U+062D U+0645 U+062F] Ali", []rune{0x0645, 0x062D, 0x062F}},
		{"Arabic digits", "٣4", "[U+0663]4", []rune{0x0663}},
		{"private use", "a\uE000b", "a[U+E000]b", []rune{0xE000}},
		{"damaged bytes", "Dri\xffta", "Dri[U+FFFD]ta", []rune{0xFFFD}},
		{"beyond the plane's end", "a\uFFFFb", "a[U+FFFF]b", []rune{0xFFFF}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := declaration()
			d.Person.GivenNames = test.given
			p := render(t, d, meta(English))
			mustSay(t, layout(t, p), test.shown)
			mustStayInside(t, p)
			var reported []rune
			for _, s := range p.Substitutions {
				if s.Field == "person.given_names" {
					reported = append(reported, s.Rune)
				}
			}
			if !reflect.DeepEqual(reported, test.runes) {
				t.Errorf("reported %U, want %U", reported, test.runes)
			}
		})
	}
}

func TestControlsAndReorderingNeverReachThePaper(t *testing.T) {
	d := declaration()
	d.Person.FamilyName = "Ho\u202exh\u202ca\x00\x07\u200b\u2066\ufeff"
	d.Person.GivenNames = "A\u0301na\nMaria\tE\u0308" // decomposed, over two lines
	p := render(t, d, meta(English))
	text := layout(t, p)
	mustSay(t, text, "Hoxha", "Ána Maria Ë")
	if strings.ContainsAny(text, "\u202e\u202c\u200b\u2066\ufeff\x00\x07") {
		t.Error("a control character was printed")
	}
	if len(p.Substitutions) != 0 {
		t.Errorf("reported %v for characters nobody can see", p.Substitutions)
	}
}

func TestGreekCyrillicAndGeorgianNeedNoSubstitute(t *testing.T) {
	d := declaration()
	d.Person.FamilyName, d.Person.GivenNames = "Παπαδόπουλος Шевченко", "გიორგი Ôøðŋ ẞ"
	p := render(t, d, meta(English))
	mustSay(t, layout(t, p), "Παπαδόπουλος Шевченко", "გიორგი Ôøðŋ ẞ")
	if len(p.Substitutions) != 0 {
		t.Errorf("substituted %v", p.Substitutions)
	}
}

func TestEmptyOptionalPartsLeaveNoTrace(t *testing.T) {
	bare := VoluntaryReturnDeclaration{CaseReference: "RC-1", Destination: "Kosovo", Person: Person{GivenNames: "Suharto"}}
	p := render(t, bare, Meta{Number: "1", Version: 1, Language: English, IssuedAt: time.Unix(1, 0).UTC(),
		Code: strings.Repeat("A", 26), VerifyURL: "https://h.example/v"})
	mustStayInside(t, p)
	text := layout(t, p)
	mustSay(t, text, "Suharto", "nobody, unless I am asked again", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAAA")
	for _, absent := range []string{"guardian", "Travelling with", "January 1 "} {
		if strings.Contains(text, absent) {
			t.Errorf("the paper speaks of %q", absent)
		}
	}
	text = layout(t, render(t, TravelLetter{Traveller: Person{FamilyName: "Suharto"}, Legs: []Leg{{}}}, meta(English)))
	for _, absent := range []string{"Services", "Contacts", "together", "0001"} {
		if strings.Contains(text, absent) {
			t.Errorf("the letter speaks of %q", absent)
		}
	}
}

func TestSpecimenIsMarkedOnEveryPage(t *testing.T) {
	m := meta(Albanian)
	m.Specimen = true
	p := render(t, declaration(), m)
	if got := strings.Count(letters(t, p), "SHEMBULL"); got != p.Pages {
		t.Errorf("the mark stands on %d of %d pages", got, p.Pages)
	}
}

func TestSameStateGivesTheSameBytes(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		want := render(t, c, m)
		if want.SHA256 != sha256.Sum256(want.PDF) {
			t.Error("the hash is not that of the file")
		}
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				got, err := Render(c, m)
				if err != nil || !bytes.Equal(got.PDF, want.PDF) {
					t.Errorf("another run gave other bytes (%v)", err)
				}
			})
		}
		wg.Wait()
		m.Version++
		if next := render(t, c, m); next.SHA256 == want.SHA256 {
			t.Error("another version has the same bytes")
		}
	})
}

func TestFileNamesNobodyInItsProperties(t *testing.T) {
	info := tool(t, "pdfinfo", file(t, render(t, declaration(), meta(English))))
	mustSay(t, info, "Voluntary return declaration · HW-2026-004217 · version 2")
	if strings.Contains(info, "Hoxha") || strings.Contains(info, "RC-26") {
		t.Error("the file's properties speak of the person")
	}
}

func TestUnreadableFontIsAnErrorNotAPaper(t *testing.T) {
	broken := bytes.Clone(dejavusans.TTF)
	clear(broken[12:400]) // the table directory
	for name, ttf := range map[string][]byte{
		"nothing":    nil,
		"garbage":    bytes.Repeat([]byte("not a font "), 1000),
		"PostScript": append([]byte("OTTO"), dejavusans.TTF[4:]...),
		"half":       dejavusans.TTF[:len(dejavusans.TTF)/2],
		"no tables":  broken,
	} {
		if _, err := newFace(ttf); !errors.Is(err, ErrFont) {
			t.Errorf("%s: got %v, want ErrFont", name, err)
		}
	}
}

func TestUnusableMetaIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Meta){
		"no number":     func(m *Meta) { m.Number = "" },
		"no version":    func(m *Meta) { m.Version = 0 },
		"no date":       func(m *Meta) { m.IssuedAt = time.Time{} },
		"short code":    func(m *Meta) { m.Code = "ABC" },
		"odd code":      func(m *Meta) { m.Code = strings.Repeat("é", 22) },
		"no address":    func(m *Meta) { m.VerifyURL = "verify" },
		"script":        func(m *Meta) { m.VerifyURL = "javascript://x/alert(1)" },
		"dense address": func(m *Meta) { m.VerifyURL += strings.Repeat("x", 900) },
		"long office":   func(m *Meta) { m.Office = strings.Repeat("x", longestOffice+1) },
	} {
		m := meta(English)
		spoil(&m)
		if _, err := Render(letter(), m); !errors.Is(err, ErrMeta) {
			t.Errorf("%s: got %v, want ErrMeta", name, err)
		}
	}
	m := meta("tlh")
	if _, err := Render(letter(), m); !errors.Is(err, ErrLanguage) {
		t.Errorf("got %v, want ErrLanguage", err)
	}
}

func TestPanicInsideComesBackAsAnError(t *testing.T) {
	var nobody *TravelLetter
	var failure *DrawingError
	if _, err := Render(nobody, meta(English)); !errors.As(err, &failure) {
		t.Errorf("got %v, want a DrawingError", err)
	}
}

func TestEveryLanguageHasEveryWord(t *testing.T) {
	for _, l := range []Language{English, Albanian} {
		for name, words := range map[string][2]any{
			"wording":     {wordings[English], wordings[l]},
			"declaration": {declarationWords[English], declarationWords[l]},
			"letter":      {letterWords[English], letterWords[l]},
			"journey":     {journeyWords[English], journeyWords[l]},
			"services":    {serviceWords[English], serviceWords[l]},
			"passenger":   {passengerWords[English], passengerWords[l]},
			"changes":     {changesWords[English], changesWords[l]},
			"requests":    {requestWords[English], requestWords[l]},
			"advance":     {advanceBookingWords[English], advanceBookingWords[l]},
			"assistance":  {assistanceWords[English], assistanceWords[l]},
			"handover":    {handoverWords[English], handoverWords[l]},
			"application": {applicationWords[English], applicationWords[l]},
			"manifest":    {manifestWords[English], manifestWords[l]},
			"receipt":     {receiptWords[English], receiptWords[l]},
			"amounts":     {amountWords[English], amountWords[l]},
			"decision":    {decisionWords[English], decisionWords[l]},
			"itinerary":   {itineraryWords[English], itineraryWords[l]},
		} {
			complete(t, string(l)+" "+name, reflect.ValueOf(words[0]), reflect.ValueOf(words[1]))
		}
	}
}

// complete walks two catalogues side by side: same shape, no empty word, the same placeholders.
func complete(t *testing.T, path string, want, got reflect.Value) {
	switch want.Kind() {
	case reflect.String:
		if got.String() == "" {
			t.Errorf("%s is missing", path)
		}
		if strings.Count(want.String(), "%") != strings.Count(got.String(), "%") {
			t.Errorf("%s fills in other things than English does", path)
		}
	case reflect.Struct:
		for i := range want.NumField() {
			complete(t, path+"."+want.Type().Field(i).Name, want.Field(i), got.Field(i))
		}
	case reflect.Slice, reflect.Array:
		if want.Len() != got.Len() {
			t.Errorf("%s has %d entries, English %d", path, got.Len(), want.Len())
			return
		}
		for i := range want.Len() {
			complete(t, fmt.Sprintf("%s[%d]", path, i), want.Index(i), got.Index(i))
		}
	case reflect.Map:
		for _, key := range want.MapKeys() {
			if !got.MapIndex(key).IsValid() {
				t.Errorf("%s lacks %v", path, key)
				continue
			}
			complete(t, fmt.Sprintf("%s[%v]", path, key), want.MapIndex(key), got.MapIndex(key))
		}
	}
}
