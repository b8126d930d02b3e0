package web

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

func catalogues(t *testing.T) (en, sq *words) {
	t.Helper()
	en, err := readWords(avrr.English)
	if err != nil {
		t.Fatal(err)
	}
	if sq, err = readWords(avrr.Albanian); err != nil {
		t.Fatal(err)
	}
	return en, sq
}

var verb = regexp.MustCompile(`%(\[\d\])?[sd]|\{[a-z]+\}`)

func TestBothLanguagesSayEverythingWithTheSameArguments(t *testing.T) {
	en, sq := catalogues(t)
	for _, key := range slices.Sorted(maps.Keys(en.catalogue)) {
		other, ok := sq.catalogue[key]
		if !ok || strings.TrimSpace(other) == "" {
			t.Errorf("there is no Albanian for %s", key)
			continue
		}
		a, b := verb.FindAllString(en.catalogue[key], -1), verb.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s takes %v in English and %v in Albanian", key, a, b)
		}
	}
	for key := range sq.catalogue {
		if en.catalogue[key] == "" {
			t.Errorf("there is no English for %s", key)
		}
	}
}

// keysUsed are the keys that stand as such in the screens and in the code.
func keysUsed(t *testing.T) []string {
	t.Helper()
	var keys []string
	said := regexp.MustCompile(`\{?\(?\b(t|count)\s"([a-z_.]+)"|\.(t|count)\("([a-z_.]+)"|Title: "([a-z_]+\.[a-z_.]+)"|Problem = "([a-z_.]+)"`)
	for _, pattern := range []string{"screens/*.html", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range said.FindAllStringSubmatch(string(text), -1) {
				key := m[2] + m[4] + m[5] + m[6]
				if m[1]+m[3] == "count" {
					keys = append(keys, key+".one", key+".other")
				} else {
					keys = append(keys, key)
				}
			}
		}
	}
	return keys
}

func TestEveryKeyThePagesUseIsInTheCatalogue(t *testing.T) {
	en, _ := catalogues(t)
	used := keysUsed(t)
	if len(used) < 150 {
		t.Fatalf("only %d keys were found", len(used))
	}
	for _, key := range used {
		if strings.HasSuffix(key, ".") { // the rest is put together at run time, and tried below
			continue
		}
		if en.catalogue[key] == "" {
			t.Errorf("%s is used and not in the catalogue", key)
		}
	}
}

// enums answers the values a field of an action's input may have.
func enums(t *testing.T, action, field string) []string {
	t.Helper()
	a, ok := avrr.Find(action)
	if !ok {
		t.Fatalf("there is no action %s", action)
	}
	text := fmt.Sprintf("%v", a.Schema(avrr.NewCase("1", "HW-222-2222", &avrr.Programme{})))
	m := regexp.MustCompile(field + `:map\[[^\]]*enum:\[([^\]]*)\]`).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("%s has no values for %s", action, field)
	}
	return strings.Fields(m[1])
}

func TestEveryValueAnOfficerCanMeetHasWords(t *testing.T) {
	en, _ := catalogues(t)
	for _, set := range []struct {
		name   string
		values []string
	}{
		{"many.do", casework.JobKinds},
		{"row", casework.RowOutcomes},
		{"row.says", casework.RowSays},
		{"relation", enums(t, "open", "relation")},
		{"channel", enums(t, "open", "channel")},
		{"sex", enums(t, "open", "sex")},
		{"paper", enums(t, "open", "kind")},
		{"consent", enums(t, "give-consent", "kind")},
		{"value", enums(t, "give-consent", "kind")},
		{"value", enums(t, "record-counselling", "outcome")},
		{"value", enums(t, "log-contact", "outcome")},
		{"value", enums(t, "record-travel-document", "status")},
		{"value", enums(t, "record-authority-reply", "reply")},
		{"value", enums(t, "log-visit", "outcome")},
		{"value", enums(t, "decide-plan", "decision")},
		{"clearance", enums(t, "record-medical-clearance", "result")},
		{"value", enums(t, "record-medical-clearance", "result")},
		{"visit_outcome", enums(t, "log-visit", "outcome")},
		{"method", enums(t, "record-payment", "method")},
		{"money.reversed", enums(t, "reverse-payment", "kind")},
		{"value", enums(t, "answer-referral", "answer")},
		{"leg", enums(t, "report-leg", "passengers")},
		{"closure", append(enums(t, "close", "reason"), "withdrawn", "refused", "left")},
		{"duty", enums(t, "add-task", "duty")},
		{"plan", append(enums(t, "decide-plan", "decision"), "proposed")},
		{"paper_status", append(enums(t, "record-travel-document", "status"), "applied")},
		{"booking", []string{avrr.Held, avrr.Ticketed, avrr.Releasing, avrr.Cancelled, avrr.Lapsed, avrr.Under, avrr.Completed}},
		{"instalment", []string{avrr.Planned, avrr.Released, avrr.Paid, avrr.Void}},
		{"document", []string{avrr.PaperCurrent, avrr.PaperSuperseded, avrr.PaperWithdrawn, "ordered"}},
		{"outcome", []string{avrr.Eligible, avrr.NotEligible, avrr.Undecided}},
		{"result", []string{avrr.Pass, avrr.Fail, avrr.Ask}},
		{"file_kind", enums(t, "record-file", "kind")},
		{"flag", []string{"on_hold", "withdrawn", "needs_person", "opening", "restricted"}},
		{"care", []string{"on_hold", "withdrawn", "needs_person", "restricted", "unfit", "fit_with_conditions"}},
		{"sort", []string{"due", "opened", "stage", "reference"}},
		{"step", []string{"done", "now", "ahead", "unknown"}},
		{"chip", []string{"q", "stage", "country", "overdue", "open", "mine"}},
		{"section", []string{"tasks", "people", "eligibility", "horizon", "travel", "documents", "files", "money", "visits", "history"}},
		{"verify", []string{"genuine.title", "genuine.text", "expired.title", "expired.text", "seal.holds", "seal.broken", "superseded.title", "superseded.text", "withdrawn.title", "withdrawn.text", "unknown.title", "unknown.text"}},
		{"error", []string{"missing.title", "missing.safe", "missing.do", "role.title", "role.safe", "role.do", "invalid.title", "invalid.safe", "invalid.do",
			"internal.title", "internal.safe", "internal.do", "origin.title", "origin.safe", "origin.do", "often.title", "often.safe", "often.do"}},
	} {
		if len(set.values) == 0 {
			t.Errorf("%s has no values", set.name)
		}
		for _, v := range set.values {
			if en.catalogue[set.name+"."+v] == "" {
				t.Errorf("%s.%s is not in the catalogue", set.name, v)
			}
		}
	}
	for _, kind := range enums(t, "propose-plan", "kind") {
		if title := avrr.MeasureTitles[kind]; title.EN == "" || title.SQ == "" {
			t.Errorf("a measure of the kind %s has no title", kind)
		}
	}
	for _, a := range avrr.Catalogue {
		if en.catalogue["did."+a.Name] == "" {
			t.Errorf("history has no words for %s", a.Name)
		}
	}
}

func TestDeadlinesAreSaidAsPeopleSayThem(t *testing.T) {
	en, sq := catalogues(t)
	tirana := avrr.Zone("AL")
	now := time.Date(2026, 6, 3, 14, 0, 0, 0, tirana)
	for _, c := range []struct {
		at         time.Time
		words, on  string
		late, soon bool
	}{
		{time.Date(2026, 6, 4, 0, 0, 0, 0, tirana), "today", "Wed 3 June 2026", false, true}, // the break of a day ends the day before
		{time.Date(2026, 6, 5, 0, 0, 0, 0, tirana), "tomorrow", "Thu 4 June 2026", false, true},
		{time.Date(2026, 6, 3, 22, 24, 0, 0, tirana), "today", "22:24 CEST", false, true}, // a carrier's limit is a time of the day
		{time.Date(2026, 6, 4, 9, 30, 0, 0, tirana), "tomorrow", "Thu 4 June 2026, 09:30 CEST", false, true},
		{time.Date(2026, 6, 9, 0, 0, 0, 0, tirana), "in 5 days", "Mon 8 June 2026", false, false},
		{time.Date(2026, 6, 3, 0, 0, 0, 0, tirana), "1 day overdue", "Tue 2 June 2026", true, false},
		{time.Date(2026, 5, 25, 0, 0, 0, 0, tirana), "10 days overdue", "Sun 24 May 2026", true, false},
		{time.Date(2026, 6, 3, 14, 25, 0, 0, tirana), "in 25 minutes", "14:25 CEST", false, true},
		{time.Date(2026, 6, 3, 13, 59, 0, 0, tirana), "1 minute overdue", "13:59 CEST", true, false},
		{time.Date(2026, 6, 3, 11, 0, 0, 0, tirana), "3 hours overdue", "11:00 CEST", true, false},
		{time.Date(2026, 6, 3, 14, 0, 20, 0, tirana), "any moment now", "14:00 CEST", false, true},
	} {
		d := en.due(c.at, now, tirana)
		if d.Words != c.words || d.On != c.on || d.Late != c.late || d.Soon != c.soon {
			t.Errorf("%s is said %q, %q, late %v, soon %v", c.at, d.Words, d.On, d.Late, d.Soon)
		}
	}
	if d := sq.due(time.Date(2026, 6, 3, 0, 0, 0, 0, tirana), now, tirana); d.Words != "1 ditë vonesë" || d.On != "e martë 2 qershor 2026" {
		t.Errorf("in Albanian: %q, %q", d.Words, d.On)
	}
}

func TestOnlyAPathOfThisSiteIsKeptForAfterTheSignIn(t *testing.T) {
	for to, want := range map[string]string{"/cases/HW-222-2222?history=all": "/cases/HW-222-2222?history=all", "//evil": "/", "/\\evil": "/", "/a\nb": "/", "http://evil/": "/", "": "/", "mailto:a@b": "/"} {
		if got := within(to); got != want {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}
