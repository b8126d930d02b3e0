package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

// clashes answers, a line each, what an edit of a version meets in the case as it stands.
func (f *file) clashes(action, body string, seen int) string {
	f.t.Helper()
	a, _ := avrr.Find(action)
	edit, err := a.Decode([]byte(body))
	if err != nil {
		f.t.Fatal(err)
	}
	clashes, err := avrr.Clashes(f.c, f.p, f.log, edit, seen, func(account string) string { return strings.TrimPrefix(account, "account-of-") })
	if err != nil {
		f.t.Fatal(err)
	}
	var lines []string
	for _, c := range clashes {
		lines = append(lines, fmt.Sprintf("%s: %s, now %s by %s", c.Field, c.Yours, c.Now, c.By))
	}
	return strings.Join(lines, "\n")
}

func TestAnEditMeetsOnlyTheFieldsThatSomebodyElseChangedOtherwise(t *testing.T) {
	f := opened(t, homebound, monday)
	seen := f.c.Version
	f.does(officer, "correct-details", `{"reason":"Misspelt.","host_office":"Bristol","language":"de","members":[{"member":"m1","given_names":"Adah","birth":{"about":1990}}]}`)
	f.does(manager, "correct-details", `{"reason":"By letter.","contact":{"channel":"letter","value":"c/o the school"}}`)
	f.does(officer, "add-note", `{"text":"She called."}`)
	for _, c := range []struct{ says, body, want string }{
		{"another field", `{"reason":"Yes.","funding":"own"}`, ""},
		{"the same value", `{"reason":"Yes.","host_office":"Bristol"}`, ""},
		{"the same field", `{"reason":"Yes.","host_office":"Leeds","funding":"own"}`, `/host_office: "Leeds", now "Bristol" by ` + officer.ID},
		{"a member by name and not by place", `{"reason":"Yes.","members":[{"member":"m1","given_names":"Ada","nationality":"AL"}]}`,
			`/members/0/given_names: "Ada", now "Adah" by ` + officer.ID},
		{"a birth as a whole", `{"reason":"Yes.","members":[{"member":"m1","birth":{"date":"1990-02-01"}}]}`,
			`/members/0/birth: {"date":"1990-02-01"}, now {"about":1990} by ` + officer.ID},
		{"a group that is written whole", `{"reason":"Yes.","contact":{"channel":"letter","value":"Rruga 1"}}`,
			`/contact/value: "Rruga 1", now "c/o the school" by ` + manager.ID},
	} {
		if got := f.clashes("correct-details", c.body, seen); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.says, got, c.want)
		}
	}
	if got := f.clashes("correct-details", `{"reason":"Yes.","host_office":"Leeds"}`, f.c.Version); got != "" {
		t.Errorf("as of now: %s", got)
	}
}

func TestWhatWasPutBackMeanwhileIsNoClash(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "correct-details", `{"reason":"Misspelt.","host_office":"Leeds"}`)
	seen := f.c.Version
	f.does(officer, "correct-details", `{"reason":"No.","host_office":"Bristol"}`)
	f.does(officer, "correct-details", `{"reason":"Yes.","host_office":"Leeds"}`)
	if got := f.clashes("correct-details", `{"reason":"Moved.","host_office":"York"}`, seen); got != "" {
		t.Error(got)
	}
}

func TestADutyGivenTwiceIsShownToTheSecondWhoGivesIt(t *testing.T) {
	f := opened(t, homebound, monday)
	seen := f.c.Version
	f.does(officer, "assign", `{"duty":"travel","person":"desk"}`)
	if got := f.clashes("assign", `{"duty":"travel","person":"field"}`, seen); got != `/person: "field", now "desk" by `+officer.ID {
		t.Error(got)
	}
	if got := f.clashes("assign", `{"duty":"reintegration","person":"field"}`, seen); got != "" {
		t.Errorf("another duty: %s", got)
	}
}

func TestAVisitMovedTwiceIsShownToTheSecondWhoMovesIt(t *testing.T) {
	f := bothHome(t, homebound)
	v := f.c.Visits[len(f.c.Visits)-1]
	seen := f.c.Version
	move := func(days int) string {
		return fmt.Sprintf(`{"visit":%q,"due_on":%q,"reason":"She is away."}`, v.ID, avrr.DateOf(f.now).AddDays(days))
	}
	f.does(field, "reschedule-visit", move(20))
	want := fmt.Sprintf(`/due_on: "%s", now "%s" by %s`, avrr.DateOf(f.now).AddDays(25), avrr.DateOf(f.now).AddDays(20), field.ID)
	if got := f.clashes("reschedule-visit", move(25), seen); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
