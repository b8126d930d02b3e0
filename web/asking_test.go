package web

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// Whoever adds a field to an action writes its words in both languages.
func TestEveryFieldAndEveryChoiceHasItsWords(t *testing.T) {
	for _, l := range []avrr.Language{avrr.English, avrr.Albanian} {
		w, err := readWords(l)
		if err != nil {
			t.Fatal(err)
		}
		said := func(keys ...string) bool {
			for _, key := range keys {
				if w.catalogue[key] != "" {
					return true
				}
			}
			return false
		}
		var look func(action string, fields []avrr.Field)
		value := func(action, name string, f avrr.Field) {
			for _, c := range f.Choices {
				if !said("choice."+name+"."+c, "choice."+c) {
					t.Errorf("%s: write choice.%s (or choice.%s.%s) for %s", l, c, name, c, action)
				}
			}
		}
		look = func(action string, fields []avrr.Field) {
			for _, f := range fields {
				if !said("field." + f.Name) {
					t.Errorf("%s: write field.%s for %s", l, f.Name, action)
				}
				value(action, f.Name, f)
				look(action, f.Of)
				if f.Entry != nil {
					value(action, f.Name, *f.Entry)
					look(action, f.Entry.Of)
				}
			}
		}
		for _, a := range avrr.Catalogue {
			if a.Roles != nil {
				look(a.Name, a.Fields(a.Schema(nil)))
			}
		}
	}
}

func TestAnAmountIsReadAsPeopleWriteIt(t *testing.T) {
	for _, c := range []struct {
		said   string
		digits int
		want   int64
		ok     bool
	}{
		{"1250", 2, 125000, true}, {"1 250,50", 2, 125050, true}, {"1,250.50", 2, 125050, true}, {"1.250,5", 2, 125050, true}, {"1.250.000", 2, 125000000, true}, {"1.250", 2, 0, false},
		{"0.05", 2, 5, true}, {"250", 0, 250, true}, {"1.250", 0, 1250, true}, {"1.5", 3, 1500, true}, {"1.250", 3, 1250, true}, {"-3", 2, -300, true},
		{"10.555", 2, 0, false}, {"1.2345", 2, 0, false}, {"2.5", 0, 0, false}, {"12,34.50", 2, 0, false}, {"", 2, 0, false}, {"ten", 2, 0, false}, {"+5", 2, 0, false},
	} {
		got, ok := minorUnits(c.said, c.digits)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q with %d digits is %d, %v; want %d, %v", c.said, c.digits, got, ok, c.want, c.ok)
		}
	}
}

func TestWhatAFormHoldsIsTheBodyItWasFilledFrom(t *testing.T) {
	body := `{"visit":"month-3","visited_on":"2026-11-20","mode":"home","present":[{"name":"Liri","relation":"sister"}],"findings":"The oven\nis broken","outcome":"on_track"}`
	checkReturns(t, "log-visit", body)
	checkReturns(t, "log-contact", `{"member":"m1","at":"2026-11-20T10:30:00+01:00","direction":"out","channel":"phone","outcome":"reached","summary":"Well"}`)
	checkReturns(t, "record-cost", `{"kind":"ticket","amount":12505,"currency":"EUR","incurred_on":"2026-11-02"}`)
	checkReturns(t, "hold-seats", `{"segments":[{"carrier":"LH","number":"1740","from":"MUC","to":"TIA","departs_at":"2026-12-01T09:30:00+01:00","arrives_at":"2026-12-01T11:20:00+01:00"},
		{"carrier":"XX","number":"9","from":"TIA","to":"LHR","departs_at":"2026-12-02T09:30:00+01:00","arrives_at":"2026-12-02T11:20:00Z"}],"passengers":["m1"],
		"fare":{"amount":9900,"currency":"EUR"},"hold_until":"2026-11-30T18:00:00+01:00"}`)
}

func checkReturns(t *testing.T, name, body string) {
	t.Helper()
	w, err := readWords(avrr.English)
	if err != nil {
		t.Fatal(err)
	}
	tirana, err := time.LoadLocation("Europe/Tirane")
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := avrr.Find(name)
	entries := url.Values{}
	for key, values := range flat(json.RawMessage(body)) {
		for _, v := range values {
			entries.Add(key, v)
		}
	}
	a := &asking{reading: &reading{w: w, place: tirana, view: &casework.CaseView{Programme: casework.ProgrammeView{Currency: "EUR"}}}, entries: entries, problems: map[string]line{}, lists: map[string][]string{},
		action: casework.ActionView{Action: name, InputSchema: entry.Schema(&avrr.Case{Visits: []*avrr.Visit{{ID: "month-3"}}, Members: []*avrr.Member{{ID: "m1"}}})}}
	got := a.body()
	if len(a.problems) > 0 {
		t.Errorf("%s: %v", name, a.problems)
	}
	var was, is any
	if json.Unmarshal([]byte(body), &was) != nil || json.Unmarshal(got, &is) != nil {
		t.Fatalf("%s: unreadable: %s", name, got)
	}
	if !reflect.DeepEqual(was, is) {
		t.Errorf("%s: filled from\n%s\nit says\n%s", name, strings.Join(strings.Fields(body), " "), got)
	}
}
