package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"homeward/casework"
)

const movementsURL = "/api/v1/movements"

// charter is a movement as the travel desk plans it, departing in so many days.
func (o *office) charter(days int, name string) map[string]any {
	departs := o.now().UTC().AddDate(0, 0, days).Truncate(time.Second)
	return map[string]any{"kind": "charter", "name": name, "seats": 40, "ticket_by": departs.Add(-24 * time.Hour).Format(time.RFC3339), "conditions": "No refund",
		"segments": []any{map[string]any{"carrier": "BA", "number": "2604", "from": "LGW", "to": "TIA", "departs_at": departs.Format(time.RFC3339), "arrives_at": departs.Add(3 * time.Hour).Format(time.RFC3339)}}}
}

// planned plans a movement and answers its address and what was answered.
func (o *office) planned(days int, name string) (string, reply) {
	o.t.Helper()
	accepted := o.ask("desk", "POST", movementsURL, o.charter(days, name))
	r := o.catchUp("desk", accepted)
	if r.status != http.StatusOK {
		o.t.Fatalf("plan: %d %s", r.status, r.text)
	}
	return movementsURL + "/" + text(accepted.body["movement"]), r
}

func TestAMovementIsPlannedListedAndShownBeforeAnybodyIsOnIt(t *testing.T) {
	o := newOffice(t)
	june, r := o.planned(20, "Tirana, first")
	if m := r.body["movement"].(map[string]any); m["status"] != "planned" || m["seats"] != 40.0 || r.header.Get("ETag") != `"1"` {
		t.Fatalf("%s", r.text)
	}
	o.planned(40, "Tirana, second")
	names := func(query string) string {
		var all []string
		for _, m := range o.ask("officer", "GET", movementsURL+query, nil).body["movements"].([]any) {
			all = append(all, text(m.(map[string]any)["name"]))
		}
		return strings.Join(all, "; ")
	}
	for query, want := range map[string]string{"": "Tirana, first; Tirana, second", "?from=" + o.day(30): "Tirana, second", "?to=" + o.day(20): "Tirana, first",
		"?status=held": "", "?status=planned&from=" + o.day(1) + "&to=" + o.day(60): "Tirana, first; Tirana, second"} {
		if got := names(query); got != want {
			t.Errorf("%s: %q, not %q", query, got, want)
		}
	}
	first := o.ask("desk", "GET", movementsURL+"?limit=1", nil)
	if rest := names("?limit=1&cursor=" + text(first.body["next_cursor"])); rest != "Tirana, second" {
		t.Errorf("the second page is %q", rest)
	}
	for _, query := range []string{"?from=yesterday", "?status=flying", "?cursor=x", "?when=now"} {
		if r := o.ask("desk", "GET", movementsURL+query, nil); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", query, r.status)
		}
	}
	view := o.ask("desk", "GET", june, nil)
	offered := map[string]bool{}
	for _, a := range view.body["available_actions"].([]any) {
		offered[text(a.(map[string]any)["action"])] = true
	}
	if !offered["amend-booking"] || !offered["cancel-booking"] || offered["validate-manifest"] || offered["plan-movement"] || view.header.Get("ETag") != `"1"` {
		t.Errorf("%v %s", offered, view.header)
	}
	if r := o.ask("admin", "GET", june, nil); r.status != http.StatusForbidden {
		t.Errorf("an administrator sees it: %d", r.status)
	}
	if r := o.ask("desk", "GET", movementsURL+"/01J00000000000000000000000", nil); r.status != http.StatusNotFound {
		t.Errorf("another id: %d", r.status)
	}
}

func TestAListOfMovementsTakesThreeStatementsAndNamesWhomItMay(t *testing.T) {
	o := newOffice(t)
	at, _ := o.planned(20, "Tirana")
	open, restricted := o.approved(), o.approved()
	for _, reference := range []string{open, restricted} {
		o.do("desk", reference, "join-movement", map[string]any{"movement": strings.TrimPrefix(at, movementsURL+"/"), "passengers": []string{"m1"}})
	}
	o.restricted("officer", restricted)
	for who, names := range map[string]int{"desk": 1, "officer2": 1, "officer": 2, "manager": 2, "protection": 2, "auditor": 1} {
		list, one := o.ask(who, "GET", movementsURL, nil), o.ask(who, "GET", at, nil)
		if strings.Count(list.text, "Hoxha") != names || strings.Count(one.text, "Hoxha") != names || !strings.Contains(list.text, restricted) || !strings.Contains(one.text, restricted+"/m1") {
			t.Errorf("%s: %s\n%s", who, list.text, one.text)
		}
		if strings.Contains(list.text+one.text, "restricted") {
			t.Errorf("%s learns that a case is restricted", who)
		}
	}
	view := o.ask("desk", "GET", at, nil)
	if p := view.body["passengers"].([]any)[0].(map[string]any); p["state"] != "planned" || view.body["taken"] != 2.0 || view.body["held"] != 2.0 {
		t.Errorf("%s", view.text)
	}
	desk, err := o.gate.Identify(t.Context(), o.as("desk"), "bearer")
	must(t, err)
	before := o.store.Statements()
	if _, _, err := o.desk.Movements(t.Context(), desk, casework.MovementSearch{}); err != nil {
		t.Fatal(err)
	}
	if took := o.store.Statements() - before; took > 3 {
		t.Errorf("it took %d", took)
	}
}

func TestAMovementIsActedOnOnceAndByTheVersionSomebodySaw(t *testing.T) {
	o := newOffice(t)
	at, _ := o.planned(20, "Tirana")
	cancel := func(headers ...string) reply {
		return o.ask("desk", "POST", at+"/actions/cancel-booking", map[string]any{"reason": "Too few"}, headers...)
	}
	if r := o.ask("desk", "POST", at+"/actions/hold-seats", map[string]any{}); r.status != http.StatusNotFound {
		t.Errorf("holding seats on a movement: %d", r.status)
	}
	if r := o.ask("officer", "POST", at+"/actions/cancel-booking", map[string]any{"reason": "Too few"}); r.status != http.StatusForbidden {
		t.Errorf("by a return officer: %d", r.status)
	}
	if r := cancel(`If-Match: "7"`); r.status != http.StatusPreconditionFailed {
		t.Errorf("on another version: %d %s", r.status, r.text)
	}
	first := cancel("Idempotency-Key: once", `If-Match: "1"`)
	settled := o.catchUp("desk", first)
	if settled.body["movement"].(map[string]any)["status"] != "cancelled" {
		t.Fatalf("%s", settled.text)
	}
	again := cancel("Idempotency-Key: once", `If-Match: "1"`)
	if again.status != http.StatusOK || again.header.Get("Idempotency-Replayed") != "true" || again.body["status"] != "cancelled" || again.header.Get("ETag") != `"2"` {
		t.Errorf("the same again: %d %v %s", again.status, again.header, again.text)
	}
	plan := o.charter(30, "once")
	accepted := o.ask("desk", "POST", movementsURL, plan, "Idempotency-Key: plan")
	o.catchUp("desk", accepted)
	if r := o.ask("desk", "POST", movementsURL, plan, "Idempotency-Key: plan"); r.status != http.StatusCreated || r.header.Get("Location") != movementsURL+"/"+text(accepted.body["movement"]) {
		t.Errorf("planned again: %d %s", r.status, r.header.Get("Location"))
	}
	if list := o.ask("desk", "GET", movementsURL+"?status=planned", nil).body["movements"].([]any); len(list) != 1 {
		t.Errorf("there are %d", len(list))
	}
}

func TestAPlanIsRefusedWithTheFieldAtFault(t *testing.T) {
	o := newOffice(t)
	for field, value := range map[string]any{"seats": 0, "kind": "tour", "name": " ", "ticket_by": "2020-01-01T00:00:00Z", "segments": []any{}} {
		if r := o.ask("desk", "POST", movementsURL, with(o.charter(20, "Tirana"), field, value)); r.status < 400 || r.body["field"] != "/"+field {
			t.Errorf("%s: %d %s", field, r.status, r.text)
		}
	}
}

func TestRowsOfDeparturesAreAnsweredOneByOne(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	rows := []any{map[string]any{"reference": reference, "departed_at": o.now().UTC().Format(time.RFC3339), "boarded": []string{"m1"}},
		map[string]any{"reference": "HW-000-0000", "departed_at": o.now().UTC().Format(time.RFC3339), "boarded": []string{}}}
	r := o.ask("desk", "POST", "/api/v1/departures", map[string]any{"rows": rows})
	if r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.text)
	}
	for n, code := range []string{"rule-not-met", "invalid"} {
		row := r.body["rows"].([]any)[n].(map[string]any)
		if row["status"] != "refused" || row["problem"].(map[string]any)["code"] == "" {
			t.Errorf("row %d: %v, want %s", n, row, code)
		}
	}
	if r := o.ask("desk", "POST", "/api/v1/departures", map[string]any{"rows": []any{}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("no rows: %d", r.status)
	}
}
