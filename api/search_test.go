package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestACaseIsFoundByTheDocumentThatCameLater(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	found := func(number string) bool {
		t.Helper()
		r := o.ask("officer", "GET", "/api/v1/cases?q="+number, nil)
		if r.status != http.StatusOK {
			t.Fatalf("%d %s", r.status, r.text)
		}
		return strings.Contains(r.text, reference)
	}
	if found("ETD20071") {
		t.Fatal("found by a document nobody has recorded")
	}
	record := func(kind, number string) {
		t.Helper()
		o.do("officer", reference, "record-travel-document", map[string]any{"member": "m1", "status": "issued", "kind": kind, "number": number,
			"issuer": "AL", "issued_on": o.day(-10), "expires_on": o.day(900)})
	}
	record("emergency_travel_document", "ETD20071")
	if !found("ETD20071") || !found("BA1234567") {
		t.Error("not found by the document that came later, or no longer by the one before")
	}
	record("emergency_travel_document", "ETD20072")
	if !found("ETD20072") || found("ETD20071") {
		t.Error("not found by the document that replaced another, or still by the replaced one")
	}
	before := o.store.Statements()
	o.do("officer", reference, "add-note", map[string]any{"text": "Called."})
	note := o.store.Statements() - before
	before = o.store.Statements()
	record("emergency_travel_document", "ETD20073")
	if extra := o.store.Statements() - before - note; extra != 4 {
		t.Errorf("the index and the order to look for others cost %d statements where a number changed, and none where nothing did", extra)
	}
}

// found answers the references a search finds, page after page.
func (o *office) found(username, query string) (references []string) {
	o.t.Helper()
	cursor := ""
	for page := 0; page < 20; page++ {
		r := o.ask(username, "GET", "/api/v1/cases?limit=2&q="+url.QueryEscape(query)+"&cursor="+url.QueryEscape(cursor), nil)
		if r.status != http.StatusOK {
			o.t.Fatalf("%s looks for %s: %d %s", username, query, r.status, r.text)
		}
		for _, c := range r.body["cases"].([]any) {
			references = append(references, text(c.(map[string]any)["reference"]))
		}
		if cursor = text(r.body["next_cursor"]); cursor == "" {
			slices.Sort(references)
			return references
		}
		if n := len(r.body["cases"].([]any)); n != 2 {
			o.t.Errorf("%s looks for %s: a page of %d with another after it", username, query, n)
		}
	}
	o.t.Fatalf("%s looks for %s: no end", username, query)
	return nil
}

func (o *office) restricted(username, reference string) {
	o.t.Helper()
	o.do(username, reference, "record-screening", map[string]any{"member": "m1", "screened_on": o.day(-1),
		"trafficking": map[string]any{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
}

// A hit by a name, a document or a number on a case whose names are not shown would tell that this person is in it.
func TestARestrictedCaseIsFoundByWhoseNamesItShowsAlone(t *testing.T) {
	o := newOffice(t)
	var open, hidden []string
	for n := range 7 {
		reference := o.opened("officer", o.application())
		if open = append(open, reference); n%2 == 1 {
			hidden = append(hidden, reference)
		}
	}
	for _, reference := range hidden {
		o.restricted("protection", reference)
	}
	open = slices.DeleteFunc(open, func(r string) bool { return slices.Contains(hidden, r) })
	all := slices.Sorted(slices.Values(append(slices.Clone(open), hidden...)))
	slices.Sort(open)
	for _, query := range []string{"Arta Hoxha", "hoxha", "Hodzha", "A. Hoxha", "ارتا", "BA1234567", "+44 7700 900123", "07700900123", "900123"} {
		for username, want := range map[string][]string{"officer": all, "protection": all, "manager": all, "officer2": open, "desk": open, "field": open, "auditor": open} {
			if got := o.found(username, query); !slices.Equal(got, want) {
				t.Errorf("%s finds %d cases by %q, not %d", username, len(got), query, len(want))
			}
		}
	}
	for _, username := range []string{"officer2", "desk", "field", "auditor"} {
		if got := o.found(username, hidden[0]); !slices.Equal(got, hidden[:1]) {
			t.Errorf("%s finds the case by its reference: %v", username, got)
		}
	}
	// Whoever is given the case finds it from then on.
	o.do("officer", hidden[0], "assign", map[string]any{"duty": "return", "person": "officer2"})
	if got := o.found("officer2", "Hoxha"); !slices.Contains(got, hidden[0]) || len(got) != len(open)+1 {
		t.Errorf("officer2 finds %v", got)
	}
	if got := o.found("officer", "Hoxha"); slices.Contains(got, hidden[0]) {
		t.Error("whoever gave the case away still finds it")
	}
}

// A case that is reached by e-mail has no number to be found by.
func TestWhatIsNoTelephoneNumberFindsNobodyReachedByEMail(t *testing.T) {
	o := newOffice(t)
	o.opened("officer", with(o.application(), "contact", map[string]any{"channel": "email", "value": "arta@example.org"}))
	for _, query := range []string{"0x1", "+x1"} {
		if got := o.found("officer", query); len(got) != 0 {
			t.Errorf("%q finds %v", query, got)
		}
	}
}

// Of whoever is found by a name, a number or a part of either, the list says by what.
func TestACaseIsFoundByWhateverIsKnownOfItAndSaysByWhat(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	for query, want := range map[string]string{
		reference: "reference", strings.ToLower(strings.ReplaceAll(reference, "-", "")): "reference", reference[len(reference)-4:]: "reference",
		"Arta Hoxha": "name", "hoxha ARTA": "name", "Artahoxha": "", "A. Hoxha": "initial", "Hoxha A": "initial", "A": "", "Hodzha": "sound", "Arta Hodzha": "sound", "ارتا": "name", "Kola": "", "Arta Kola": "",
		"BA1234567": "document", "ba 123-4567": "document", "BA123456": "",
		"+44 7700 900123": "phone", "07700900123": "phone", "0044 7700 900 123": "phone", "900123": "phone", "0900123": "phone", "00123": "",
		"'; DROP TABLE cases": "", "...": "",
	} {
		got := ""
		for _, c := range o.ask("officer", "GET", "/api/v1/cases?q="+url.QueryEscape(query), nil).body["cases"].([]any) {
			got = text(c.(map[string]any)["found_by"])
		}
		if got != want {
			t.Errorf("%q finds the case by %q, not %q", query, got, want)
		}
	}
}

func TestWhatIsFoundExactlyStandsBeforeWhatSoundsAlike(t *testing.T) {
	o := newOffice(t)
	var exact, alike []string
	for n := range 7 {
		name := "Hoxha"
		if n%2 == 0 {
			name = "Hodzha"
		}
		a := o.application()
		a["members"].([]any)[0].(map[string]any)["family_name"] = name
		reference := o.opened("officer", a)
		if n%2 == 0 {
			alike = append(alike, reference)
		} else {
			exact = append(exact, reference)
		}
	}
	for limit := 1; limit <= 8; limit++ {
		var order []string
		for cursor := ""; ; {
			r := o.ask("officer", "GET", "/api/v1/cases?q=hoxha&limit="+strconv.Itoa(limit)+"&cursor="+url.QueryEscape(cursor), nil)
			for _, c := range r.body["cases"].([]any) {
				order = append(order, text(c.(map[string]any)["reference"]))
			}
			if cursor = text(r.body["next_cursor"]); cursor == "" {
				break
			}
		}
		first, then := slices.Sorted(slices.Values(order[:len(exact)])), slices.Sorted(slices.Values(order[len(exact):]))
		if slices.Sort(exact); !slices.Equal(first, exact) {
			t.Errorf("%d a page: %v come first, not %v", limit, first, exact)
		}
		if slices.Sort(alike); !slices.Equal(then, alike) {
			t.Errorf("%d a page: %v come then, not %v", limit, then, alike)
		}
	}
}
