package vault_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"homeward/vault"
)

func TestNamesFoldToLatinParts(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		// Albanian
		{"Gjon Çela", "gjon cela"},
		{"ÇELA", "cela"},
		{"Përparim Hoxhë", "perparim hoxhe"},
		{"Besëlidhja Gjergji-Kastrioti", "beselidhja gjergji kastrioti"},
		{"C\u0327ela", "cela"}, // cedilla typed apart
		// Other Latin
		{"Đorđe Šešelj", "dorde seselj"},
		{"İsmail Yıldız", "ismail yildiz"},
		{"Müller-Weiß", "muller weiss"},
		{"O’Brien d'Angelo", "o brien d angelo"},
		{"Łukasz Åsberg Ødegård", "lukasz asberg odegard"},
		{"Nguyễn Thị Ánh", "nguyen thi anh"},
		// Cyrillic
		{"Володимир Зеленський", "volodimir zelenskii"},
		{"Сергей Щербаков", "sergei shcherbakov"},
		{"Ђорђе Његош", "dorde njegosh"},
		{"Їжакевич Юлія", "izhakevich iuliia"},
		// Greek
		{"Γιώργος Παπαδόπουλος", "giorgos papadopoulos"},
		{"ΑΘΗΝΆ", "athina"},
		// Arabic, Persian, Pashto
		{"محمد", "mhmd"},
		{"مُحَمَّد", "mhmd"}, // with its vowels written
		{"محـــمد", "mhmd"},  // stretched
		{"أحمد الحسن", "ahmd alhsn"},
		{"علی‌رضا", "alyrda"}, // joined by a zero-width non-joiner
		{"علي", "aly"},
		{"گلبدین حکمتیار", "glbdyn hkmtyar"},
		{"ښايسته", "shaysth"},
		// Nothing, and nothing twice
		{" - ' ", ""},
		{"Abdul Abdul", "abdul"},
	} {
		if got := strings.Join(vault.FoldName(c.name), " "); got != c.want {
			t.Errorf("%s folds to %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFoldingAFoldedNameChangesNothing(t *testing.T) {
	for _, name := range []string{"Gjon Çela", "Сергей Щербаков", "Γιώργος", "أحمد الحسن", "ﷲ", "ǅ", "K"} {
		once := vault.FoldName(name)
		if twice := vault.FoldName(strings.Join(once, " ")); !slices.Equal(once, twice) {
			t.Errorf("%s folds to %q, then to %q", name, once, twice)
		}
	}
}

func TestAPersonIsFoundByAnySpellingOfTheName(t *testing.T) {
	v := inMemory(t)
	stored := v.NameTokens("Çela", "Gjon Pal", "")
	for _, query := range []string{"Gjon Çela", "Cela Gjon", "CELA", "çela, gjon", "gjon-pal"} {
		if !holdsAll(stored, v.QueryTokens(query)) {
			t.Errorf("%q does not find Gjon Pal Çela", query)
		}
	}
	for _, query := range []string{"Cel", "Gjon Hoxha", "Gjoni"} {
		if holdsAll(stored, v.QueryTokens(query)) {
			t.Errorf("%q finds Gjon Pal Çela", query)
		}
	}

	abroad := v.NameTokens("Ahmadi", "Mohammad", "محمد احمدی")
	for _, query := range []string{"mohammad ahmadi", "احمدي محمد"} {
		if !holdsAll(abroad, v.QueryTokens(query)) {
			t.Errorf("%q does not find Mohammad Ahmadi", query)
		}
	}
}

func holdsAll(stored, asked [][]byte) bool {
	for _, token := range asked {
		if !slices.ContainsFunc(stored, func(s []byte) bool { return bytes.Equal(s, token) }) {
			return false
		}
	}
	return len(asked) > 0
}

func TestTokensOfDifferentKindsVaultsAndSplitsDiffer(t *testing.T) {
	v := inMemory(t)
	stranger, err := vault.NewInMemory([32]byte{9})
	must(t, err)
	token := v.Token("document", "BA1234567")
	if !bytes.Equal(token, v.Token("document", "BA1234567")) {
		t.Error("the same value has two tokens")
	}
	for what, differs := range map[string][]byte{
		"another kind":  v.Token("phone", "BA1234567"),
		"another split": v.Token("documentB", "A1234567"),
		"another vault": stranger.Token("document", "BA1234567"),
	} {
		if bytes.Equal(token, differs) {
			t.Errorf("%s has the same token", what)
		}
	}
}

func TestNameTokensDoNotTellTheOrderOfTheName(t *testing.T) {
	v := inMemory(t)
	if a, b := v.NameTokens("Cela", "Gjon", ""), v.NameTokens("Gjon", "Cela", ""); !slices.EqualFunc(a, b, bytes.Equal) {
		t.Error("the order of the tokens follows the order of the name")
	}
}
