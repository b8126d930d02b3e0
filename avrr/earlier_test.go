package avrr_test

import (
	"encoding/json"
	"errors"
	"testing"

	"homeward/avrr"
)

func TestEarlierAssistanceIsOnlyRuledOutByAnAnswerAndALook(t *testing.T) {
	finds := func(n int) func(*avrr.Member) (int, error) { return func(*avrr.Member) (int, error) { return n, nil } }
	for _, c := range []struct {
		name   string
		told   string
		looked func(*avrr.Member) (int, error)
		fact   any // nil: not known
		count  int
	}{
		{"never, and no other case is found", `"assisted_before":false,`, finds(0), false, 0},
		{"never, and there is another case", `"assisted_before":false,`, finds(2), nil, 2},
		{"never, and nobody can look", `"assisted_before":false,`, nil, nil, 0},
		{"yes, and no other case is found", `"assisted_before":true,`, finds(0), true, 0},
		{"yes, and there is another case", `"assisted_before":true,`, finds(1), true, 1},
		{"nobody asked, and no other case is found", ``, finds(0), nil, 0},
		{"nobody asked, and there is another case", ``, finds(1), nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := opened(t, homebound, monday)
			f.does(officer, "record-counselling", `{`+c.told+`"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
			f.does(officer, "give-consent", `{"member":"m1","kind":"data","signed_on":"2026-02-02","language":"sq"}`)
			j := f.judging(officer)
			j.Earlier = c.looked
			e, err := avrr.Judge(j, avrr.Submission{ID: "a", Action: "assess-eligibility", Actor: officer, Case: f.c.ID, Body: json.RawMessage(`{"recommendation":"approve"}`)})
			if err != nil {
				t.Fatal(err)
			}
			f.append(e)
			each := f.c.Assessment.Each[0]
			if got := each.Decision.Facts["assisted_before"]; got != c.fact || each.EarlierCases != c.count {
				t.Errorf("got %v with %d cases, want %v with %d", got, each.EarlierCases, c.fact, c.count)
			}
		})
	}
}

func TestALookThatCannotBeTakenIsNoAnswer(t *testing.T) {
	f, away := opened(t, homebound, monday), errors.New("away")
	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	f.does(officer, "give-consent", `{"member":"m1","kind":"data","signed_on":"2026-02-02","language":"sq"}`)
	j := f.judging(officer)
	j.Earlier = func(*avrr.Member) (int, error) { return 0, away }
	_, err := avrr.Judge(j, avrr.Submission{ID: "a", Action: "assess-eligibility", Actor: officer, Case: f.c.ID, Body: json.RawMessage(`{"recommendation":"approve"}`)})
	var refusal *avrr.Error
	if !errors.Is(err, away) || errors.As(err, &refusal) {
		t.Errorf("got %v: it must be tried again, not refused", err)
	}
}
