package api_test

import (
	"net/http"
	"slices"
	"testing"
)

// A visitor finds what is to be made, across cases, and how the person may be reached before anything else.
func TestAVisitorFindsTheVisitsToMakeAndTheSafeWayToReachThePersonFirst(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	for range 40 {
		if text(o.see("officer", reference)["stage"]) == "arrival" {
			break
		}
		if !slices.ContainsFunc(colleagues, func(who string) bool { return o.goOn(who, reference) }) {
			t.Fatal("nobody can go on")
		}
	}
	visits := func(who, query string) []any {
		t.Helper()
		r := o.ask(who, http.MethodGet, "/api/v1/visits"+query, nil)
		if r.status != http.StatusOK {
			t.Fatalf("the visits of %s%s: %d %s", who, query, r.status, r.text)
		}
		return r.body["visits"].([]any)
	}
	mine := visits("field", "?mine=true")
	if len(mine) != 4 {
		t.Fatalf("%d visits: %v", len(mine), mine)
	}
	first := mine[0].(map[string]any)
	if text(first["visit"]) != "month-1" || text(first["reference"]) != reference || text(first["principal"]) == reference || text(first["title"].(map[string]any)["sq"]) == "" {
		t.Errorf("%v", first)
	}
	if n := len(visits("field", "?from=2099-01-01")); n != 0 {
		t.Errorf("%d visits at the end of the century", n)
	}
	if r := o.ask("field", http.MethodGet, "/api/v1/visits?from=tomorrow", nil); r.status != http.StatusUnprocessableEntity && r.status != http.StatusBadRequest {
		t.Errorf("a day nobody can read: %d %s", r.status, r.text)
	}

	o.do("manager", reference, "assign-visit", map[string]any{"visit": "month-1", "person": "field"})
	o.do("field", reference, "log-visit", map[string]any{"visit": "month-1", "visited_on": o.day(0), "mode": "home", "outcome": "on_track",
		"present": []any{map[string]any{"name": "Liri", "relation": "sister"}}, "safe_contact_checked": true})
	if n := len(visits("field", "?mine=true")); n != 3 {
		t.Errorf("%d visits are left of four, one of them made", n)
	}
	r := o.ask("field", http.MethodGet, caseURL(reference)+"/visits", nil)
	safe, _ := r.body["safe_contact"].(map[string]any)
	if r.status != http.StatusOK || text(safe["rule"].(map[string]any)["en"]) == "" || text(safe["checked_on"]) != o.day(0) {
		t.Fatalf("%d %s", r.status, r.text)
	}
	made := r.body["visits"].([]any)[0].(map[string]any)
	if text(made["state"]) != "made" || text(made["outcome"]) != "on_track" || text(made["made_by"]) == "" {
		t.Errorf("%v", made)
	}
	if r := o.ask("admin", http.MethodGet, "/api/v1/visits", nil); r.status != http.StatusForbidden {
		t.Errorf("an administrator reads the visits: %d", r.status)
	}
}
