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

func TestAnAmountThatCanBeMeantInTwoWaysIsAskedAbout(t *testing.T) {
	en, sq := catalogues(t)
	for _, c := range []struct {
		in              *words
		typed, currency string
		said            string
	}{
		{en, "1.500", "EUR", "“1.500” can be read as 1\u00a0500.00\u00a0EUR or as 1.50\u00a0EUR. Write 1500.00 or 1.50."},
		{sq, "1,500", "EUR", "“1,500” mund të lexohet si 1\u00a0500.00\u00a0EUR ose si 1.50\u00a0EUR. Shkruani 1500,00 ose 1,50."},
		{en, "1.255", "JOD", "“1.255” can be read as 1\u00a0255.000\u00a0JOD or as 1.255\u00a0JOD. Write 1255.000 or 1.2550."},
		{en, "1.255", "EUR", "Write the amount like 1\u00a0250.00\u00a0EUR."},
		{en, "ten", "EUR", "Write the amount like 1\u00a0250.00\u00a0EUR."},
	} {
		a := &asking{reading: &reading{w: c.in, view: &casework.CaseView{}}, entries: url.Values{"amount": {c.typed}, "currency": {c.currency}}, problems: map[string]line{}}
		if read := a.number(avrr.Field{Name: "amount"}, "amount", c.typed); read != nil || a.problems["amount"].Words != c.said {
			t.Errorf("%s %s reads %v: %q", c.typed, c.currency, read, a.problems["amount"].Words)
		}
	}
	a := &asking{reading: &reading{w: sq, view: &casework.CaseView{}}, entries: url.Values{"currency": {"EUR"}}, problems: map[string]line{}}
	if read := a.number(avrr.Field{Name: "amount"}, "amount", "1.500,00"); read != int64(150000) {
		t.Errorf("1.500,00 reads %v", read)
	}
}

func TestARateAndANameAreTakenAsTheyAreWrittenOrNotAtAll(t *testing.T) {
	en, _ := catalogues(t)
	rate := avrr.Field{Name: "rate", Pattern: `^[0-9]{1,9}(\.[0-9]{1,15})?$`, Like: "0.0102"}
	person := avrr.Field{Name: "person", Pattern: `^[a-z0-9._-]{1,60}$`, Like: "arta.hoxha"}
	budget := avrr.Field{Name: "line", Pattern: `^[a-z][a-z0-9-]{0,39}$`, Like: "in-kind"}
	for _, c := range []struct {
		field       avrr.Field
		typed, read string // nothing is read of what is refused
	}{
		{rate, "0.0102", "0.0102"}, {rate, "0,0102", "0.0102"}, {rate, ".0102", "0.0102"}, {rate, ",0102", "0.0102"}, {rate, "117", "117"},
		{rate, "1,234.5", "1234.5"}, {rate, "1.135,50", "1135.50"}, {rate, "1 234", "1234"}, {rate, "1,1350", "1.1350"}, {rate, "0,135", "0.135"},
		{rate, "1/117", ""}, {rate, "-0.85", ""}, {rate, "..5", ""}, {rate, "(2)", ""}, {rate, "1,135", ""}, {rate, "1.135", ""}, {rate, "1234567890", ""},
		{person, "arta.hoxha", "arta.hoxha"}, {person, "anna k", ""}, {budget, "in-kind", "in-kind"}, {budget, "in kind", ""},
	} {
		a := &asking{reading: &reading{w: en, view: &casework.CaseView{}}, entries: url.Values{c.field.Name: {c.typed}}, problems: map[string]line{}}
		read, _ := a.value(c.field, c.field.Name).(string)
		if read != c.read || (read == "") != (a.problems[c.field.Name].Words != "") {
			t.Errorf("the %s %q is read as %q: %q", c.field.Name, c.typed, read, a.problems[c.field.Name].Words)
		}
	}
}

func TestARateOfTwoMeaningsIsAskedAbout(t *testing.T) {
	en, sq := catalogues(t)
	rate := avrr.Field{Name: "rate", Pattern: `^[0-9]{1,9}(\.[0-9]{1,15})?$`, Like: "0.0102"}
	for _, c := range []struct {
		in          *words
		typed, said string
	}{
		{en, "1,135", "“1,135” can be read as the rate 1135 or as 1.1350. Write one of the two."},
		{sq, "1.135", "“1.135” mund të lexohet si kursi 1135 ose si 1,1350. Shkruani njërin prej tyre."},
	} {
		a := &asking{reading: &reading{w: c.in, view: &casework.CaseView{}}, entries: url.Values{"rate": {c.typed}}, problems: map[string]line{}}
		if a.value(rate, "rate"); a.problems["rate"].Words != c.said {
			t.Errorf("of the rate %s it says %q", c.typed, a.problems["rate"].Words)
		}
	}
	r := &reading{w: en, view: &casework.CaseView{}}
	if again := r.flat([]byte(`{"rate":"1.135"}`)).Get("rate"); again != "1.1350" {
		t.Errorf("a rate that was recorded stands in the form again as %q", again)
	}
}

// inThreeCurrencies is a case of a programme in euros with payments in dinars and yen, and an order in dinars.
var inThreeCurrencies = &casework.CaseView{Programme: casework.ProgrammeView{Currency: "EUR"},
	Payments:   []avrr.Payment{{ID: "p1", Money: avrr.Money{Amount: 100000, Currency: "TND"}}, {ID: "p2", Money: avrr.Money{Amount: 20000, Currency: "JPY"}}},
	BankOrders: []casework.BankOrderView{{Order: "o1", Money: avrr.Money{Amount: 100000, Currency: "TND"}}}}

func TestAnAmountIsReadInTheCurrencyOfWhatItIsAbout(t *testing.T) {
	en, _ := catalogues(t)
	for _, c := range []struct {
		about, id, currency, typed string
		minor                      int64
	}{
		{"payment", "p1", "", "100", 100000},
		{"payment", "p2", "", "20000", 20000},
		{"order", "o1", "", "100.5", 100500},
		{"order", "o1", "JPY", "100", 100},
		{"payment", "p3", "", "100", 10000},
		{"payment", "", "", "100", 10000},
	} {
		a := &asking{reading: &reading{w: en, view: inThreeCurrencies}, entries: url.Values{c.about: {c.id}, "currency": {c.currency}}, problems: map[string]line{}}
		if read := a.number(avrr.Field{Name: "amount"}, "amount", c.typed); read != c.minor {
			t.Errorf("%s of %s %q in %q reads %v: %q", c.typed, c.about, c.id, c.currency, read, a.problems["amount"].Words)
		}
	}
}

func TestWhatAFormHoldsIsTheBodyItWasFilledFrom(t *testing.T) {
	body := `{"visit":"month-3","visited_on":"2026-11-20","mode":"home","present":[{"name":"Liri","relation":"sister"}],"findings":"The oven\nis broken","outcome":"on_track"}`
	checkReturns(t, "log-visit", body)
	checkReturns(t, "log-contact", `{"member":"m1","at":"2026-11-20T10:30:00+01:00","direction":"out","channel":"phone","outcome":"reached","summary":"Well"}`)
	checkReturns(t, "record-cost", `{"kind":"ticket","amount":12505,"currency":"EUR","incurred_on":"2026-11-02"}`)
	checkReturns(t, "reverse-payment", `{"payment":"p1","kind":"refunded","amount":90001,"reason":"Returned","on":"2026-11-02"}`)
	checkReturns(t, "reverse-payment", `{"payment":"p2","kind":"refunded","amount":19999,"reason":"Returned","on":"2026-11-02"}`)
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
	a := &asking{reading: &reading{w: w, place: tirana, view: inThreeCurrencies}, entries: url.Values{}, problems: map[string]line{}, lists: map[string][]string{},
		action: casework.ActionView{Action: name, InputSchema: entry.Schema(&avrr.Case{Visits: []*avrr.Visit{{ID: "month-3"}}, Members: []*avrr.Member{{ID: "m1"}}})}}
	for key, values := range a.flat(json.RawMessage(body)) {
		for _, v := range values {
			a.entries.Add(key, v)
		}
	}
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
