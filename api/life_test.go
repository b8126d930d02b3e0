package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// colleagues are those who work on cases, in the order they are asked whether they can go on.
var colleagues = []string{"officer", "officer2", "desk", "field", "manager", "protection"}

// A client that only follows tasks and available_actions carries a case from opening to closure.
func TestACaseIsDrivenFromOpeningToClosureByWhatItOffersAlone(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	stages := []string{}
	for step := 0; ; step++ {
		stage := text(o.see("officer", reference)["stage"])
		if len(stages) == 0 || stages[len(stages)-1] != stage {
			stages = append(stages, stage)
		}
		if stage == "closed" {
			break
		}
		if step > 60 || !slices.ContainsFunc(colleagues, func(who string) bool { return o.goOn(who, reference) }) {
			view, _ := json.MarshalIndent(o.see("officer", reference)["tasks"], "", " ")
			t.Fatalf("after %d steps nobody can go on in the stage %s: %s", step, stage, view)
		}
	}
	want := []string{"eligibility", "preparation", "travel", "arrival", "reintegration", "follow_up", "closed"}
	if !slices.Equal(stages, want) {
		t.Errorf("the stages were %v", stages)
	}
	history := o.ask("auditor", "GET", caseURL(reference)+"/timeline", nil)
	if lines := history.body["timeline"].([]any); text(lines[0].(map[string]any)["action"]) != "close" {
		t.Errorf("the newest line is %v", lines[0])
	}
	if r := o.ask("auditor", "GET", caseURL(reference)+"/decision", nil); r.body["rule_set"] != "demo" || r.body["outcome"] != "eligible" {
		t.Errorf("the decision explains itself: %s", r.text)
	}
}

// goOn lets somebody do the first thing the case waits for that is offered to them and that nothing stands in the way of.
func (o *office) goOn(who, reference string) bool {
	o.t.Helper()
	view := o.see(who, reference)
	for _, t := range view["tasks"].([]any) {
		task := t.(map[string]any)
		for _, offered := range view["available_actions"].([]any) {
			offer := offered.(map[string]any)
			if offer["action"] != task["action"] || offer["blocked_by"] != nil {
				continue
			}
			body := o.filled(text(offer["action"]), text(task["id"]), view)
			o.fits(offer, body)
			r := o.catchUp(who, o.ask(who, text(offer["method"]), text(offer["href"]), body))
			if r.status != http.StatusOK {
				o.t.Fatalf("%s by %s: %d %s", offer["action"], who, r.status, r.text)
			}
			return true
		}
	}
	return false
}

// fits holds a body against the input schema that was offered for it.
func (o *office) fits(offer, body map[string]any) {
	o.t.Helper()
	raw, err := json.Marshal(offer["input_schema"])
	must(o.t, err)
	var schema openapi3.Schema
	must(o.t, json.Unmarshal(raw, &schema))
	encoded, err := json.Marshal(body)
	must(o.t, err)
	var value any
	must(o.t, json.Unmarshal(encoded, &value))
	if err := schema.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
		o.t.Errorf("%s: the body does not fit what was offered: %v", offer["action"], err)
	}
}

// filled is how the form of an action is filled in for a task.
func (o *office) filled(action, task string, view map[string]any) map[string]any {
	o.t.Helper()
	switch action {
	case "answer-assignment":
		return map[string]any{"duty": strings.TrimPrefix(task, "assignment:"), "answer": "accept"}
	case "record-counselling":
		return map[string]any{"held_on": o.day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"}
	case "record-screening":
		return map[string]any{"member": "m1", "screened_on": o.day(-2)}
	case "give-consent":
		kind := "return"
		if strings.HasPrefix(task, "data-") {
			kind = "data"
		}
		return map[string]any{"member": "m1", "kind": kind, "signed_on": o.day(-2), "language": "en"}
	case "assess-eligibility":
		return map[string]any{"recommendation": "approve"}
	case "decide-eligibility", "decide-plan":
		return map[string]any{"decision": "approve"}
	case "hold-seats":
		return o.seats(2*time.Hour, 5*time.Hour)
	case "confirm-booking":
		return map[string]any{"record_locator": "ABC123", "tickets": map[string]any{"m1": "1252300000001"}}
	case "record-briefing":
		return map[string]any{"held_on": o.day(-1), "items": []string{"itinerary", "right_to_withdraw"}}
	case "confirm-departure":
		o.later(2 * time.Hour)
		return map[string]any{"departed_at": o.at(0), "boarded": []string{"m1"}}
	case "confirm-arrival":
		o.later(3 * time.Hour)
		return map[string]any{"arrived_at": o.at(0), "members": []string{"m1"}, "met_by": "Tirana office"}
	case "propose-plan":
		return map[string]any{"measures": []any{map[string]any{"dimension": "economic", "level": "individual", "kind": "business", "description": "A sewing workshop",
			"amount": 90000, "currency": "EUR", "instalments": []map[string]any{{"amount": 60000}, {"amount": 30000}}}}}
	case "release-instalment":
		return map[string]any{"instalment": instalment(view, "planned")["id"]}
	case "record-payment":
		i := instalment(view, "released")
		money := i["money"].(map[string]any)
		return map[string]any{"instalment": i["id"], "amount": money["amount"], "currency": money["currency"], "paid_on": o.day(0),
			"place": "supplier", "method": "bank_transfer", "receipt": fmt.Sprint("R-", i["id"])}
	case "log-visit":
		return map[string]any{"visit": strings.TrimPrefix(task, "visit:"), "visited_on": o.day(0), "mode": "home", "outcome": "on_track"}
	case "close":
		return map[string]any{"reason": "completed"}
	}
	o.t.Fatalf("nobody told how to fill in %s for %s", action, task)
	return nil
}

func instalment(view map[string]any, state string) map[string]any {
	for _, i := range view["plan"].(map[string]any)["instalments"].([]any) {
		if is := i.(map[string]any); is["state"] == state {
			return is
		}
	}
	return map[string]any{}
}

// seats is a request for seats on a flight that departs and arrives so long from now.
func (o *office) seats(departs, arrives time.Duration) map[string]any {
	return map[string]any{"passengers": []string{"m1"}, "hold_until": o.at(departs / 2),
		"segments": []any{map[string]any{"carrier": "XQ", "number": "452", "from": "LHR", "to": "TIA", "departs_at": o.at(departs), "arrives_at": o.at(arrives)}}}
}

func (o *office) at(later time.Duration) string { return o.now().UTC().Add(later).Format(time.RFC3339) }

// approved takes a case to where seats can be held.
func (o *office) approved() string {
	o.t.Helper()
	reference := o.opened("officer", o.application())
	o.do("field", reference, "answer-assignment", map[string]any{"duty": "reintegration", "answer": "accept"})
	for text(o.see("officer", reference)["stage"]) == "eligibility" {
		if !o.goOn("officer", reference) && !o.goOn("officer2", reference) {
			o.t.Fatal("nobody can go on")
		}
	}
	return reference
}
