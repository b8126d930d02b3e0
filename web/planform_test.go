package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// aPlan is a plan of two measures; the first is bought, in two instalments.
var aPlan = body{"measures": []body{
	{"dimension": "economic", "level": "individual", "kind": "tools", "description": "A sewing machine.", "amount": 40000, "currency": "EUR",
		"quotes":      []body{{"supplier": "Singer Tirana", "amount": 40000, "currency": "EUR", "chosen": true, "why_not_cheapest": "It comes with a warranty."}, {"supplier": "Market stall", "amount": 35000, "currency": "EUR"}},
		"instalments": []body{{"amount": 15000}, {"amount": 25000, "condition": "The workshop is open."}}},
	{"dimension": "social", "level": "community", "kind": "training", "description": "A course in bookkeeping.", "amount": 20000, "currency": "EUR"},
}}

// field answers what stands in the field of a form that was shown.
func field(p page, name string) string {
	at := strings.Index(p.html, `name="`+name+`" value="`)
	if at < 0 {
		return ""
	}
	value, _, _ := strings.Cut(p.html[at+len(`name="`+name+`" value="`):], `"`)
	return value
}

func TestAPlanThatWasSentBackIsCorrectedAndNotTypedAnew(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	b, path := o.as("field"), "/cases/"+reference+"/do/propose-plan"
	if p := b.shows(path); field(p, "measures.0.amount") != "" || strings.Contains(p.html, `name="amends"`) {
		t.Error("the first plan of a case begins with something, or asks whether it is a change")
	}
	o.do("field", reference, "propose-plan", aPlan)
	o.do("manager", reference, "decide-plan", body{"decision": "send_back", "reason": "One course is enough, at half the price."})
	p := b.shows(path, "A sewing machine.", "A course in bookkeeping.", "Singer Tirana", "It comes with a warranty.", "The workshop is open.")
	for name, want := range map[string]string{"measures.0.amount": "400.00", "measures.0.instalments.1.amount": "250.00", "measures.1.amount": "200.00"} {
		if got := field(p, name); got != want {
			t.Errorf("%s begins with %q, not %q", name, got, want)
		}
	}
}

func TestTheChangeOfAPlanBeginsWithWhatIsStillToBeDone(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference) // with a shop of 1 500.00 EUR, of which 500.00 EUR are paid
	change := body{"amends": true, "reason": "She found no shop."}
	for name, value := range aPlan {
		change[name] = value
	}
	o.do("field", reference, "propose-plan", change)
	o.do("manager", reference, "decide-plan", body{"decision": "approve"})
	view, err := o.desk.Case(t.Context(), o.people["manager"], reference)
	o.must(err)
	o.do("manager", reference, "release-instalment", body{"instalment": view.Plan.Instalments[1].ID})
	b, path := o.as("field"), "/cases/"+reference+"/do/propose-plan"
	p := b.shows(path, `name="amends" value="yes" checked`, "A sewing machine.", "A course in bookkeeping.")
	for name, want := range map[string]string{"measures.0.amount": "250.00", "measures.0.supplier": "Singer Tirana", "measures.0.instalments.0.amount": "250.00", "measures.1.amount": "200.00"} {
		if got := field(p, name); got != want {
			t.Errorf("%s begins with %q, not %q", name, got, want)
		}
	}
	if strings.Contains(p.html, "Market stall") {
		t.Error("a quote for all of a measure stands beside what is left of it")
	}
	if strings.Contains(p.html, "A small shop.") {
		t.Error("what is paid stands among what is to be done")
	}
	o.do("field", reference, "propose-plan", body{"amends": true, "reason": "The course lasts longer.", "measures": []body{{"dimension": "social", "level": "community", "kind": "training", "description": "A long course.", "amount": 30000, "currency": "EUR"}}})
	o.do("manager", reference, "decide-plan", body{"decision": "send_back", "reason": "And the machine?"})
	b.shows(path, `name="amends" value="yes" checked`, "The course lasts longer.", "A long course.")
}

func TestARefusalCallsALineOfThePackageByItsTitle(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	b, path := o.as("field"), "/cases/"+reference+"/do/propose-plan"
	view, err := o.desk.Case(t.Context(), o.people["field"], reference)
	o.must(err)
	line := view.Package[len(view.Package)-1]
	p := b.post(path, b.fills(path, url.Values{"measures.0.line": {line.Line}, "measures.0.dimension": {"economic"}, "measures.0.level": {"individual"}, "measures.0.kind": {"tools"},
		"measures.0.description": {"A sewing machine."}, "measures.0.amount": {"99000"}, "measures.0.currency": {"EUR"}}))
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "Of the line “"+line.Title.EN+"”, ") {
		t.Errorf("it is answered %d: %s", p.status, said(p.html))
	}
}
