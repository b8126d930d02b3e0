package avrr_test

import (
	"slices"
	"testing"

	"homeward/avrr"
)

func TestEveryEntryOfTheCatalogueIsWhole(t *testing.T) {
	names := map[string]bool{}
	for _, a := range avrr.Catalogue {
		if names[a.Name] {
			t.Errorf("%s stands in the catalogue twice", a.Name)
		}
		names[a.Name] = true
		if found, ok := avrr.Find(a.Name); !ok || found != a {
			t.Errorf("%s is not found by its name", a.Name)
		}
		spoken(t, a.Name, a.Title)
		if a.Help != (avrr.Text{}) {
			spoken(t, a.Name+" help", a.Help)
		}
		if a.Kind != avrr.Decision && a.Kind != avrr.Fact || a.Of != avrr.OfCase && a.Of != avrr.OfMovement || a.Input == nil || a.On != avrr.OnCase && a.Of != avrr.OfMovement {
			t.Errorf("%s: kind %q of %q with the input %T", a.Name, a.Kind, a.Of, a.Input)
		}
		if a.Doubt != nil && a.Kind != avrr.Fact {
			t.Errorf("%s is refused or not; only a fact is doubted", a.Name)
		}
		for _, r := range a.Roles {
			if !slices.Contains(avrr.Roles, r) {
				t.Errorf("%s is done by %q, which no account can be", a.Name, r)
			}
		}
		for _, s := range a.Stages {
			if !slices.Contains(avrr.StageOrder, s) {
				t.Errorf("%s belongs to %q, which is no stage", a.Name, s)
			}
		}
		if a.Roles == nil && !slices.Contains([]string{"clock", "begin-linked", "release-passengers", "void-passage", "lapse-hold", "carrier-answered", "bank-answered"}, a.Name) {
			t.Errorf("nobody may %s", a.Name)
		}
		if _, err := a.Decode([]byte(`{"no such field":1}`)); avrr.ErrorCode(err) != avrr.CodeInvalid {
			t.Errorf("%s: %v", a.Name, err)
		}
	}
}

func TestEveryWordIsSpokenInBothLanguages(t *testing.T) {
	for _, s := range avrr.StageOrder {
		spoken(t, string(s), s.Title())
	}
	for _, f := range []avrr.Fate{avrr.Going, avrr.Staying, avrr.Withdrew, avrr.Refused, avrr.NoShow, avrr.Departed, avrr.Arrived, avrr.LeftCase,
		avrr.Deferred, avrr.Stranded, avrr.Returned, avrr.Died} {
		spoken(t, string(f), f.Title())
	}
	for _, r := range avrr.Roles[:len(avrr.Roles)-1] { // an administrator is called so in both
		spoken(t, string(r), r.Title())
	}
	for _, name := range avrr.KnownClocks {
		if name != avrr.ClockVisitReminder { // it only ever stands before a visit
			spoken(t, name, avrr.Clock{Name: name}.Title())
		}
	}
	for _, f := range avrr.FactSpecs {
		spoken(t, f.Name, f.Text)
	}
	for kind, title := range avrr.PaperTitles {
		spoken(t, kind, title)
	}
	for _, turn := range turns {
		f := turn.at(t, homebound, monday)
		for _, task := range f.c.Tasks(f.p) {
			spoken(t, task.ID, task.Title)
		}
	}
}

func spoken(t *testing.T, what string, said avrr.Text) {
	t.Helper()
	if said.EN == "" || said.SQ == "" || said.EN == said.SQ {
		t.Errorf("%s is %q in English and %q in Albanian", what, said.EN, said.SQ)
	}
	if said.In(avrr.Albanian) != said.SQ || said.In("fr") != said.EN {
		t.Errorf("%s is not said in the language asked for", what)
	}
}

func TestNothingProtectedStaysInTheOpenBody(t *testing.T) {
	a, _ := avrr.Find("record-screening")
	open, protected, err := a.Split([]byte(concern.body))
	if err != nil || string(open) != `{"member":"m1","screened_on":"2026-02-02"}` || len(protected) == 0 {
		t.Fatalf("open %s, protected %s: %v", open, protected, err)
	}
	e, err := avrr.Judge(opened(t, homebound, monday).judging(officer), avrr.Submission{ID: "s", Action: a.Name, Actor: officer, Body: open, Protected: protected})
	if err != nil || string(e.Derived) != `{"concern":true}` || string(e.Input) != string(open) {
		t.Fatalf("%s: %s, %v", e.Input, e.Derived, err)
	}
	for _, body := range []string{`[]`, `7`, `{`} {
		if _, _, err := a.Split([]byte(body)); avrr.ErrorCode(err) != avrr.CodeInvalid {
			t.Errorf("%s: %v", body, err)
		}
	}
}
