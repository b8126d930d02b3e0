package web

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

func TestASentenceOfTheRulesIsSaidInAlbanianWithWhatItNames(t *testing.T) {
	en, sq := catalogues(t)
	names := map[string]string{"m1": "Arta Hoxha"}
	for english, want := range map[string]string{
		"The case is closed. Reopen it first.":                                                        "Çështja është mbyllur. Rihapeni më parë.",
		"The return of m1 has not been approved.":                                                     "Kthimi i Arta Hoxha nuk është miratuar.",
		"A case holds at most 50 people; open another one for the rest.":                              "Një çështje mban më së shumti 50 persona; për të tjerët hapni një tjetër.",
		"Nobody has the user name \"arben\".":                                                         "Askush nuk e ka emrin e përdoruesit “arben”.",
		"Another role does this: return officer, travel desk.":                                        "Këtë e bën një rol tjetër: nëpunës i kthimit, zyra e udhëtimeve.",
		"You did this yourself: Assess eligibility. Another person must decide.":                      "Përshtatshmërinë e keni vlerësuar ju vetë. Duhet të vendosë dikush tjetër.",
		"Small business, instalment 2 of 3 is already paid.":                                          "Biznes i vogël, kësti 2 nga 3 është tashmë: i paguar.",
		"Training 2 has not been paid yet.":                                                           "Trajnim 2: ende nuk është paguar.",
		"Line 3, column end_to_end_id: it is empty.":                                                  "Rreshti 3, kolona end_to_end_id: është bosh.",
		"Line 2, column paid_on: a day is written like 2026-03-14.":                                   "Rreshti 2, kolona paid_on: dita shkruhet si 2026-03-14.",
		"Line 2, column outcome: an outcome is paid, refused or returned.":                            "Rreshti 2, kolona outcome: përfundimi është paid, refused ose returned.",
		"The document of m1 differs from the case in: day of birth, sex.":                             "Dokumenti i Arta Hoxha ndryshon nga çështja në: lindja, gjinia.",
		"2027-01-01T10:00:00+01:00 lies in the future; what has not happened yet cannot be recorded.": "1 janar 2027, 10:00 (UTC+1) është në të ardhmen; çfarë nuk ka ndodhur ende nuk mund të regjistrohet.",
		"Housing was paid before the arrival.":                                                        "Strehim u pagua para mbërritjes.",
		"The fare stands until 2026-11-22 14:00 UTC.":                                                 "Tarifa vlen deri më 22 nëntor 2026 14:00 UTC.",
		"Batch B-00012 was sent before, on 2026-11-22.":                                               "Grupi B-00012 ishte tashmë: dërguar në bankë, më 22 nëntor 2026.",
		"The bank paid 1 500.00 EUR (Housing) after the case was closed.":                             "Banka pagoi 1 500.00 EUR (Strehim) pasi çështja ishte mbyllur.",
		"Contact does not count as lost yet. Still missing in the contact log: 2 more attempts on different days; 1 more way of reaching them; attempts over 14 days, not 0; an attempt at the door.": "Kontakti ende nuk quhet i humbur. Në regjistrin e kontakteve mungon: edhe 2 përpjekje në ditë të ndryshme; edhe 1 mënyrë tjetër kontakti; përpjekje gjatë 14 ditëve, jo 0; një përpjekje te dera.",
		"Housing was delivered although it was planned. What was delivered (Housing) was accepted by m1, who is not with this case any more.":                                                         "Strehim: u dorëzua, megjithëse ishte: i planifikuar. Çfarë u dorëzua (Strehim) u pranua nga Arta Hoxha, që nuk është më në këtë çështje.",
	} {
		if l := sq.ruled(english, names); l.Words != want || l.English {
			t.Errorf("%q is said %q", english, l.Words)
		}
	}
	if l := en.ruled("This is no day; write it as 2026-03-14, with four digits for the year.", nil); l.Words != "This is no day; write it as 2026-03-14, with four digits for the year." {
		t.Errorf("how a day is written is shown as %q", l.Words)
	}
	if l := en.ruled("\"soon\" is no day; one looks like 2026-03-31.", nil); l.Words != "\"soon\" is no day; one looks like 2026-03-31." {
		t.Errorf("how a day is written is shown as %q", l.Words)
	}
	if l := sq.ruled("Nobody has ever said this.", names); !l.English || l.Words != "Nobody has ever said this." {
		t.Errorf("an unknown sentence is not marked: %+v", l)
	}
}

func TestWhatIsMistypedInAZoneIsSaidInAlbanian(t *testing.T) {
	_, sq := catalogues(t)
	first, second := "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
	for _, c := range []struct{ first, second, want string }{
		{first, second[:15] + "O" + second[16:], "Rreshti 2, kolonat 14 deri në 19 (lindja) merr shifra, por kolona 16 ka O. Ndoshta është 0."},
		{first[:5] + "0" + first[6:], second, "Rreshti 1, kolonat 6 deri në 44 (emri) merr shkronja, por kolona 6 ka 0. Ndoshta është O."},
		{first[:5] + "3" + first[6:], second, "Rreshti 1, kolonat 6 deri në 44 (emri) merr shkronja, por kolona 6 ka 3."},
		{first, "LB98902C36" + second[10:], "Nuk përputhet shifra e kontrollit e numrit në rreshtin 2, kolona 10: është 6 dhe duhet të jetë 5. Do të përputhej po të ndryshohej një shenjë: 8 në vend të B në rreshtin 2, kolona 2; B në vend të 8 në rreshtin 2, kolona 4; Z në vend të 2 në rreshtin 2, kolona 7."},
		{first, second[:19] + "3" + second[20:], "Nuk përputhet shifra e kontrollit e ditës së lindjes në rreshtin 2, kolona 20: është 3 dhe duhet të jetë 2. Krahasojeni me dokumentin: O dhe 0, I dhe 1, B dhe 8, S dhe 5 ngatërrohen lehtë."},
	} {
		_, err := avrr.ReadMRZ([]string{c.first, c.second}, avrr.Date{Year: 2026, Month: time.March, Day: 2})
		if err == nil {
			t.Errorf("%s\n%s is read", c.first, c.second)
			continue
		}
		if l := sq.ruled(err.Error(), nil); l.Words != c.want || l.English {
			t.Errorf("%q is said\n%q, not\n%q", err, l.Words, c.want)
		}
	}
	if l := sq.ruled("Segment 1 departs from TIX, and no airport has that code. Did you mean TIA (Tirana)?", nil); l.Words != "Segmenti 1 niset nga TIX, por asnjë aeroport nuk e ka këtë kod. Mos deshët të thoni TIA (Tirana)?" {
		t.Errorf("an airport that is none is said %q", l.Words)
	}
}

func TestWhatSomebodyWroteIsNotLookedUpWithoutEnd(t *testing.T) {
	_, sq := catalogues(t)
	for what, text := range map[string]string{
		"unknown sentences":                 strings.Repeat("He asked for a saw. ", 40),
		"known sentences, then one unknown": strings.Repeat("The case is closed. Reopen it first. ", 40) + "He asked for a saw.",
	} {
		began := time.Now()
		if l := sq.ruled(strings.TrimSpace(text), nil); !l.English {
			t.Errorf("%s are said %q", what, l.Words)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s took %s", what, took)
		}
	}
	text := "The case is closed. Reopen it first. The return of Çelik. Önder has not been approved."
	if l := sq.ruled(text, nil); l.English || l.Words != "Çështja është mbyllur. Rihapeni më parë. Kthimi i Çelik. Önder nuk është miratuar." {
		t.Errorf("%q is said %q", text, l.Words)
	}
}

// forPrograms are sentences only a program can meet: no page sends what they speak of.
var forPrograms = []string{"body", "If-Match", "GET /", "cursor", "multipart", "with the fields", "REFERENCE/member", "has no member", "of a movement named", "fact %q", "both days included", "%s %s.", "column %s: %s."}

// framed is what a function puts around the words it is given.
var framed = map[string]string{"wrong": "Line %%d, column %%s: %s."}

func TestEverySentenceARuleCanSayHasItsAlbanian(t *testing.T) {
	raw, err := wordFiles.ReadFile("words/sentences.sq.json")
	if err != nil {
		t.Fatal(err)
	}
	var known map[string]string
	if err := json.Unmarshal(raw, &known); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, room := range []string{"avrr", "casework", "casework/content", "casework/receiving", "access", "web"} {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for at, said := range sentencesIn(t, name) {
				found++
				if _, ok := known[said]; !ok && !containsAny(said, forPrograms) {
					t.Errorf("%s: words/sentences.sq.json has no Albanian for %q", at, said)
				}
			}
		}
	}
	if found < 300 {
		t.Errorf("only %d sentences were found", found)
	}
	for english, other := range known {
		if a, b := len(place.FindAllString(english, -1)), len(place.FindAllString(other, -1)); a != b || other == "" {
			t.Errorf("%q names %d things, its Albanian %d", english, a, b)
		}
	}
}

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func parsed(t *testing.T, name string) (*token.FileSet, *ast.File) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return set, file
}

// sentencesIn are the sentences of a file that have no other language beside them, by where they stand.
func sentencesIn(t *testing.T, name string) map[string]string {
	t.Helper()
	set, file := parsed(t, name)
	found := map[string]string{}
	take := func(at token.Pos, said string) {
		said = strings.TrimSuffix(strings.TrimPrefix(said, " "), "%s") // a sentence that goes on after another, or has one after it
		if strings.HasSuffix(said, ".") && strings.Contains(said, " ") && strings.ContainsAny(said[:1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ%") && !strings.ContainsAny(said, "ëç") {
			found[set.Position(at).String()] = said
		}
	}
	var look func(n ast.Node) bool
	look = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if frame, ok := framed[called(n)]; ok && strings.HasSuffix(name, "bankfile.go") {
				take(n.Pos(), fmt.Sprintf(frame, chained(n.Args[1], look)))
				return false
			}
			return called(n) != "T" && called(n) != "add" // which are given both languages
		case *ast.BinaryExpr:
			if n.Op != token.ADD {
				return true
			}
			take(n.Pos(), chained(n, look))
			return false
		case *ast.BasicLit:
			take(n.Pos(), chained(n, look))
		}
		return true
	}
	ast.Inspect(file, look)
	return found
}

// chained is a text that is put together, with a %s for what is not written there. What that is, is looked at.
func chained(e ast.Expr, look func(ast.Node) bool) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if said, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return said
		}
	case *ast.BinaryExpr:
		return chained(e.X, look) + chained(e.Y, look)
	default:
		ast.Inspect(e, look)
	}
	return "%s"
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// Every mistake the reader of a sheet can make is a literal of its room: a sentence, or the words of a cell's error, which it begins with
// a capital and ends with a full stop.
func TestEveryMistakeInASheetHasItsAlbanian(t *testing.T) {
	_, sq := catalogues(t)
	files, err := filepath.Glob("../intake/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if base := filepath.Base(name); strings.HasSuffix(base, "_test.go") || base == "steps.go" || base == "describe.go" || base == "template.go" { // what columns are for
			continue
		}
		for at, said := range mistakesIn(t, name) {
			found++
			example := place.ReplaceAllStringFunc(said, func(verb string) string {
				switch verb {
				case "%d":
					return "7"
				case "%q":
					return `"x"`
				}
				return "x"
			})
			if _, known := sq.book.say(example); !known {
				t.Errorf("%s: words/sentences.sq.json has no Albanian for %q", at, said)
			}
		}
	}
	if found < 45 {
		t.Errorf("only %d mistakes were found", found)
	}
}

func TestAMistakeInASheetIsSaidInAlbanianWithTheCodesAndColumnsAsTheSheetHasThem(t *testing.T) {
	_, sq := catalogues(t)
	for english, want := range map[string]string{
		"This must be one of business, training, other.":                                                                                 "Kjo duhet të jetë një nga këto: business, training, other.",
		"Line 7 has the same document number.":                                                                                           "Rreshti 7 ka të njëjtin numër dokumenti.",
		"2026-03-02 lies before decided_on, which is 2026-03-05 (line 2).":                                                               "2 mars 2026 është para decided_on, që është 5 mars 2026 (rreshti 2).",
		"This can be read as 1500 or as 1.500; write it as 1250 or 1250.50, without a separator of thousands.":                           "Kjo mund të lexohet si 1500 ose si 1,500; shkruajeni si 1250 ose 1250,50, pa ndarës mijëshesh.",
		"There is no column \"famly_name\". Did you mean family_name? A column that is nobody's business here is taken out of the file.": "Nuk ka kolonë “famly_name”. Mos deshët të thoni family_name? Një kolonë që këtu nuk i duhet askujt hiqet nga skedari.",
		"This person is probably in case HW-222-2222 already: it holds a document of the same number.":                                   "Ky person është me gjasë tashmë në çështjen HW-222-2222: ajo ka një dokument me të njëjtin numër.",
	} {
		if l := sq.ruled(english, nil); l.Words != want || l.English {
			t.Errorf("%q is said %q", english, l.Words)
		}
	}
}

func mistakesIn(t *testing.T, name string) map[string]string {
	t.Helper()
	set, file := parsed(t, name)
	found := map[string]string{}
	take := func(e ast.Expr, cell bool) {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		said, err := strconv.Unquote(literal.Value)
		switch {
		case err != nil || !strings.Contains(said, " ") || strings.Contains(said, "%w"):
		case strings.HasSuffix(said, "."):
			found[set.Position(literal.Pos()).String()] = said
		case cell:
			found[set.Position(literal.Pos()).String()] = upperFirst(said) + "."
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if by := called(n); by == "Errorf" || by == "Sprintf" || by == "missing" || by == "listing" {
				for _, arg := range n.Args {
					take(arg, by == "Errorf")
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Text" {
				take(n.Value, false)
			}
		case *ast.AssignStmt:
			for _, e := range n.Rhs {
				take(e, false)
			}
		}
		return true
	})
	return found
}
