package api_test

import (
	"net/http"
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
	if extra := o.store.Statements() - before - note; extra != 3 {
		t.Errorf("the index cost %d statements where a number changed, and none where nothing did", extra)
	}
}
