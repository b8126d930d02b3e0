package api_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestATypedZoneIsReadAndNothingIsKept(t *testing.T) {
	o := newOffice(t)
	const address = "/api/v1/readings/mrz"
	lines := []string{"PUALBCELA<<ALBE<MIRE", "LP00012340ALB9001011F2603014<<<<<<<4"}
	r := o.ask("officer", "POST", address, map[string]any{"mrz": lines}, "Idempotency-Key: ")
	if r.status != http.StatusOK || !strings.Contains(r.text, `"family_name":"CELA"`) ||
		!strings.Contains(r.text, `"document":{"kind":"emergency_travel_document","status":"","number":"LP0001234","issuer":"AL","expires_on":"2026-03-01"}`) {
		t.Errorf("read: %d %s", r.status, r.text)
	}
	for _, x := range []struct {
		name   string
		body   any
		status int
		says   string
	}{
		{"a mistyped sign", map[string]any{"mrz": []string{lines[0], strings.Replace(lines[1], "0001", "00O1", 1)}}, 422, "The check digit of the number in line 2, column 10 does not fit"},
		{"one line", map[string]any{"mrz": lines[:1]}, 422, "mrz"},
		{"another field", map[string]any{"mrz": lines, "name": "Alba"}, 422, "name"},
		{"no body", nil, 422, "not valid JSON"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if r := o.ask("officer", "POST", address, x.body); r.status != x.status || !strings.Contains(r.text, x.says) {
				t.Errorf("want %d with %q, got %d %s", x.status, x.says, r.status, r.text)
			}
		})
	}
	if r := o.ask("", "POST", address, map[string]any{"mrz": lines}); r.status != http.StatusUnauthorized {
		t.Errorf("a stranger may: %d", r.status)
	}
}

func TestAPastedItineraryIsReadAndNothingIsKept(t *testing.T) {
	o := newOffice(t)
	const address = "/api/v1/readings/itinerary"
	text := "> 1 OS 852 Y 15MAR 7 VIETIA HK1\n> 1010 1150\n\nSee you there!"
	r := o.ask("desk", "POST", address, map[string]any{"text": text, "travel_year": 2026}, "Idempotency-Key: ")
	if r.status != http.StatusOK || !strings.Contains(r.text, `"departs_at":"2026-03-15T10:10:00+01:00","arrives_at":"2026-03-15T11:50:00+01:00"`) ||
		!strings.Contains(r.text, `"sources":[[1,2]],"not_understood":[{"line":4,"text":"See you there!"}],"questions":[]`) {
		t.Errorf("read: %d %s", r.status, r.text)
	}
	if r := o.ask("desk", "POST", address, map[string]any{"text": text}); r.status != http.StatusOK || !strings.Contains(r.text, `"about":"year"`) {
		t.Errorf("without a year: %d %s", r.status, r.text)
	}
	for _, x := range []struct {
		name string
		body any
		says string
	}{
		{"nothing", map[string]any{"text": " \n\t"}, "text must not be empty"},
		{"a whole mailbox", map[string]any{"text": strings.Repeat("OS 852 ", 3000)}, "text must be at most 20000 characters long"},
		{"a control character", map[string]any{"text": "OS 852\x00"}, "text holds a control character"},
		{"a text that turns round", map[string]any{"text": "OS 852 \u202eTIAVIE"}, "text holds a control character"},
		{"a year long past", map[string]any{"text": text, "travel_year": 1926}, "travel_year must be at least 2000"},
		{"another field", map[string]any{"text": text, "case": "1"}, "case is not a field"},
		{"no body", nil, "not valid JSON"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if r := o.ask("desk", "POST", address, x.body); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, x.says) {
				t.Errorf("want 422 with %q, got %d %s", x.says, r.status, r.text)
			}
		})
	}
	if r := o.ask("", "POST", address, map[string]any{"text": text}); r.status != http.StatusUnauthorized {
		t.Errorf("a stranger may: %d", r.status)
	}
}
