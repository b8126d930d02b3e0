package web_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestADeathIsSaidBackBeforeItIsRecorded(t *testing.T) {
	o, reference := atHome(t)
	b, path := o.as("field"), "/cases/"+reference+"/do/log-visit"
	entered := url.Values{"visit": {"month-1"}, "mode": {"home"}, "visited_on": {day(0)}, "outcome": {"died"}, "findings": {"His brother told us."}}
	p := b.post(path, b.fills(path, entered))
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "You are recording that Arta Hoxha has died.") || !strings.Contains(p.html, "His brother told us.") {
		t.Fatalf("it is answered %d: %.300s", p.status, p.html)
	}
	holds(t, path, p)
	b.says(p, "Is this meant?", `value="died" checked`)
	slip := url.Values{"sure": {"death "}}
	for name, values := range entered {
		slip[name] = values
	}
	slip.Set("outcome", "on_track")
	if p := b.post(path, b.fills(path, slip)); p.status != http.StatusSeeOther {
		t.Errorf("taken back, it is answered %d", p.status)
	}
	entered.Set("visit", "month-3")
	entered.Set("sure", "death ")
	if p := b.post(path, b.fills(path, entered)); p.status != http.StatusSeeOther {
		t.Errorf("sent again, it is answered %d: %.300s", p.status, p.html)
	}
}

func TestAPaymentFarAboveItsInstalmentIsSaidBack(t *testing.T) {
	o, reference := atHome(t)
	o.do("manager", reference, "release-instalment", body{"instalment": "i2"})
	b, path := o.as("field"), "/cases/"+reference+"/do/record-payment"
	entered := url.Values{"instalment": {"i2"}, "amount": {"50 000,00"}, "currency": {"ALL"}, "paid_on": {day(0)}, "method": {"cash"}, "place": {"office"}, "receipt": {"R-1"},
		"rate": {"0,12"}, "rate_source": {"Bank of Albania"}, "rate_on": {day(0)}}
	p := b.post(path, b.fills(path, entered))
	if said := html.UnescapeString(p.html); p.status != http.StatusUnprocessableEntity || !strings.Contains(said, "ALL come to 6") || !strings.Contains(said, "and the instalment is of 1") {
		t.Errorf("it is answered %d: %.400s", p.status, said[max(0, strings.Index(said, `id="problems"`)):])
	}
	for _, without := range []string{"rate", "rate_source", "rate_on"} {
		entered.Del(without)
	}
	entered.Set("amount", "9 999,00")
	entered.Set("currency", "EUR")
	entered.Set("sure", "paid i1 9\u00a0999.00\u00a0EUR ")
	p = b.post(path, b.fills(path, entered))
	if said := html.UnescapeString(p.html); p.status != http.StatusUnprocessableEntity || !strings.Contains(said, "You are recording 9\u00a0999.00\u00a0EUR, and the instalment is of 1") || strings.Contains(said, "A rate says") || !strings.Contains(said, `value="paid i2 9`) {
		t.Errorf("confirmed for another instalment, it is answered %d: %.400s", p.status, said[max(0, strings.Index(said, `id="problems"`)):])
	}
	for name, value := range map[string]string{"amount": "50 000,00", "currency": "ALL", "rate_source": "Bank of Albania", "rate_on": day(0)} {
		entered.Set(name, value)
	}
	entered.Set("rate", "0,012")
	if p := b.post(path, b.fills(path, entered)); p.status != http.StatusSeeOther {
		t.Errorf("with the rate put right, it is answered %d", p.status)
	}
}

// A year that was mistyped makes a boy older than his mother; it is asked about wherever births are told, and once.
func TestAChildBornBeforeItsParentIsSaidBack(t *testing.T) {
	o := newOffice(t)
	b := o.as("officer")
	p := b.enters(b.get("/cases/new"), whoAsks)
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.birth.year": {"1990"}})
	p = b.enters(p, url.Values{"more": {"members"}})
	p = b.enters(p, url.Values{"members.1.given_names": {"Besa"}, "members.1.family_name": {"Hoxha"}, "members.1.relation": {"child"}, "members.1.birth.year": {"1981"}})
	for range 2 {
		p = b.enters(p, nil)
	}
	p = b.enters(p, url.Values{"screening": {"later"}})
	p = b.enters(p, url.Values{"to": {"open"}})
	b.says(p, "Is this meant?", "Besa Hoxha (born 1981) is entered as a child of Arta Hoxha (born 1990): a parent is at least twelve years older.", "Step 6 of 6")
	if p.status != http.StatusUnprocessableEntity {
		t.Errorf("it is answered %d", p.status)
	}
	if p = b.enters(p, url.Values{"to": {"open"}}); p.status != http.StatusSeeOther {
		t.Fatalf("sent again, it is answered %d: %.600s", p.status, p.html)
	}

	reference := o.opened("Leka", "Mira") // born in 1990
	path := "/cases/" + reference + "/do/change-members"
	joins := url.Values{"on": {day(0)}, "reason": {"Named later."}, "add.0.given_names": {"Drin"}, "add.0.relation": {"child"}, "add.0.birth.year": {"1999"}}
	p = b.post(path, b.fills(path, joins))
	b.says(p, "Drin (born 1999) is entered as a child of Mira Leka (born 2 April 1990)")
	o.do("officer", reference, "change-members", body{"on": day(0), "reason": "Named later.", "add": []body{{"given_names": "Drin", "birth": body{"year": 2012}, "relation": "child"}}})
	path = "/cases/" + reference + "/do/correct-details"
	right := url.Values{"reason": {"Read from the passport."}, "members.0.member": {"m1"}, "members.0.birth.year": {"2009"}}
	p = b.post(path, b.fills(path, right))
	b.says(p, "Drin (born 2012) is entered as a child of Mira Leka (born 2009)")
	right.Set("members.0.birth.year", "1989")
	if p = b.post(path, b.fills(path, right)); p.status != http.StatusSeeOther {
		t.Errorf("put right, it is answered %d: %.600s", p.status, p.html)
	}
}
