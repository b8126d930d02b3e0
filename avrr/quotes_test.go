package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// thrifty is homebound where three quotes are compared above 1,000 euros.
func thrifty() *avrr.Programme {
	p := *homebound
	p.Procurement = avrr.Procurement{QuotesAbove: 100000, Quotes: 3}
	return &p
}

// buying is a plan of one measure with quotes.
func buying(amount int, rest string) string {
	return fmt.Sprintf(`{"measures":[{"dimension":"economic","level":"individual","kind":"tools","description":"An oven","amount":%d,"currency":"EUR"%s}]}`, amount, rest)
}

const (
	threeOvens = `,"quotes":[{"supplier":"Agim","amount":150000,"currency":"EUR","chosen":true},{"supplier":"Besa","amount":160000,"currency":"EUR"},{"supplier":"Drin","amount":170000,"currency":"EUR"}]`
	dearOven   = `,"quotes":[{"supplier":"Agim","amount":150000,"currency":"EUR"},{"supplier":"Besa","amount":160000,"currency":"EUR","chosen":true%s},{"supplier":"Drin","amount":170000,"currency":"EUR"}]`
)

// withQuote is a case that holds a supplier's quote and a photo.
func withQuote(t rapid.TB, p *avrr.Programme, now string) *file {
	f := travelled(t, p, now)
	f.does(field, "record-file", fileOf(1, avrr.QuoteFile, "m1"))
	f.does(field, "record-file", fileOf(2, "photo", "m1"))
	return f
}

func TestWhatIsDearRestsOnQuotesThatCanBeCompared(t *testing.T) {
	of := func(supplier string, amount int, rest string) string {
		return fmt.Sprintf(`{"supplier":%q,"amount":%d,"currency":"EUR"%s}`, supplier, amount, rest)
	}
	for _, c := range []struct{ rule, field, body string }{
		{"quotes-missing", "/measures/0/quotes", buying(100001, "")},
		{"quotes-missing", "/measures/0/quotes", buying(150000, `,"quotes":[`+of("Agim", 150000, `,"chosen":true`)+`]`)},
		{"one-quote-chosen", "/measures/0/quotes", buying(50000, `,"quotes":[`+of("Agim", 50000, "")+`]`)},
		{"one-quote-chosen", "/measures/0/quotes", buying(50000, `,"quotes":[`+of("Agim", 50000, `,"chosen":true`)+`,`+of("Besa", 50000, `,"chosen":true`)+`]`)},
		{"quote-differs", "/measures/0/amount", buying(50000, `,"quotes":[`+of("Agim", 49999, `,"chosen":true`)+`]`)},
		{"quote-differs", "/measures/0/supplier", buying(50000, `,"supplier":"Drin","quotes":[`+of("Agim", 50000, `,"chosen":true`)+`]`)},
		{"quote-twice", "/measures/0/quotes/1/supplier", buying(50000, `,"quotes":[`+of("Agim", 50000, `,"chosen":true`)+`,`+of("AGIM ", 60000, "")+`]`)},
		{"other-currency", "/measures/0/quotes/0/currency", buying(50000, `,"quotes":[{"supplier":"Agim","amount":50000,"currency":"ALL","chosen":true}]`)},
		{"not-a-quote", "/measures/0/quotes/0/file", buying(50000, `,"quotes":[`+of("Agim", 50000, `,"chosen":true,"file":"`+fileID(2)+`"`)+`]`)},
		{"quote-twice", "/measures/0/quotes/1/file", buying(50000, `,"quotes":[`+of("Agim", 50000, `,"chosen":true,"file":"`+fileID(1)+`"`)+`,`+of("Besa", 60000, `,"file":"`+fileID(1)+`"`)+`]`)},
		{"not-the-cheapest", "/measures/0/quotes", buying(160000, fmt.Sprintf(dearOven, ""))},
	} {
		f := withQuote(t, thrifty(), monday)
		if e := f.refused(field, "propose-plan", c.body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s at %q (%s), not %s at %q", rules(e), e.Field, e.Message, c.rule, c.field)
		}
	}
	for _, body := range []string{
		buying(100000, ""),
		buying(150000, threeOvens),
		buying(160000, fmt.Sprintf(dearOven, `,"why_not_cheapest":"Delivers to the village"`)),
		buying(150000, `,"quotes_reason":"The only baker's supplier in the district"`),
		buying(50000, `,"quotes":[`+of("Agim", 50000, `,"chosen":true,"file":"`+fileID(1)+`"`)+`]`),
	} {
		f := withQuote(t, thrifty(), monday)
		f.does(field, "propose-plan", body)
	}
}

func TestAnOrderIsNotDividedToSpareTheComparison(t *testing.T) {
	half := `{"dimension":"economic","level":"individual","kind":"tools","description":"Half an oven","amount":60000,"currency":"EUR","supplier":%q}`
	f := travelled(t, thrifty(), monday)
	if e := f.refused(field, "propose-plan", fmt.Sprintf(`{"measures":[`+half+`,`+half+`]}`, "Agim sh.p.k.", "agim  sh.p.k.")); rules(e) != "quotes-missing" {
		t.Fatal(e)
	}
	f.does(field, "propose-plan", fmt.Sprintf(`{"measures":[`+half+`,`+half+`]}`, "Agim", "Besa"))
}

// Whoever is paid is who was compared: another supplier, or the same one in another name that nobody told, is not paid by a bank.
func TestWhatWasComparedIsBoughtWhereItWasChosen(t *testing.T) {
	set := func(more string) string {
		return `{"for":"supplier","name":"Besa Sh.p.k.","account":{"iban":"AL47212110090000000235698741"}` + more + `}`
	}
	f := travelled(t, homebound, monday)
	f.does(field, "propose-plan", buying(150000, threeOvens))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(field, "set-payee", set(""))
	if e := f.refused(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`); rules(e) != "another-supplier" {
		t.Fatal(e)
	}
	f.does(field, "set-payee", strings.Replace(set(`,"supplier":"agim "`), "Besa Sh.p.k.", "Agim Kola", 1))
	f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p2"}`)
	f.does(field, "issue-document", `{"kind":"purchase_order","instalment":"i1","language":"en"}`)
	if seller := f.c.Plan.Measures[0].Seller(); seller != "Agim" {
		t.Errorf("ordered from %q", seller)
	}
}

func TestMoneyForAnotherSupplierThanTheChosenOneIsAskedAbout(t *testing.T) {
	for to, doubted := range map[string]bool{"Besa": true, " AGIM": false, "": false} {
		f := travelled(t, homebound, monday)
		f.does(field, "propose-plan", buying(150000, threeOvens))
		f.does(manager, "decide-plan", `{"decision":"approve"}`)
		f.does(manager, "release-instalment", `{"instalment":"i1"}`)
		f.does(field, "record-payment", strings.Replace(paid("i1", 150000, "2026-03-10"), `"method"`, fmt.Sprintf(`"paid_to":%q,"method"`, to), 1))
		if got := doubts(f); (got == "Tools and equipment was paid to another supplier than the one whose quote was chosen.") != doubted {
			t.Errorf("paid to %q: %q", to, got)
		}
	}
}

func TestAMemberOfTheCaseIsNoSupplier(t *testing.T) {
	f := planned(t, homebound, monday)
	if e := f.refused(field, "set-payee", `{"for":"member","member":"m1","name":"Ada","supplier":"Agim","account":{"iban":"AL47212110090000000235698741"}}`); rules(e) != "supplier-needless" {
		t.Error(e)
	}
}
