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
