package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestOnlyTheOfficeThatWasAskedTakesADutyOver(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", with(o.application(), "receiving_office", "Lagos office"))
	answer := caseURL(reference) + "/actions/answer-assignment"
	body := map[string]any{"duty": "reintegration", "answer": "accept"}
	r := o.ask("field", "POST", answer, body)
	if r.status != http.StatusConflict || !strings.Contains(r.text, `"another-office"`) {
		t.Fatalf("somebody of Tirana answers for Lagos: %d %s", r.status, r.text)
	}
	offered := slices.ContainsFunc(o.see("field", reference)["available_actions"].([]any), func(a any) bool {
		offer := a.(map[string]any)
		return offer["action"] == "answer-assignment" && offer["blocked_by"] != nil
	})
	if !offered {
		t.Error("what stands in the way is not said beforehand")
	}
	o.do("officer", reference, "assign", map[string]any{"duty": "reintegration", "office": "Tirana office"})
	o.do("field", reference, "answer-assignment", body)
	view := o.see("desk", reference)
	office := view["offices"].(map[string]any)["reintegration"].(map[string]any)
	if office["office"] != "Tirana office" || office["status"] != "accepted" || office["answered_by"] == "" {
		t.Errorf("the office is %v", office)
	}
	if owner := view["owner"].(map[string]any); owner["duty"] != "return" || owner["person"] == nil {
		t.Errorf("the owner of what is next is %v", owner)
	}
}

func TestADeathStopsTheWaysToReachTheDeadInTheSameAnswer(t *testing.T) {
	o := newOffice(t)
	application := o.application()
	application["members"] = append(application["members"].([]any), map[string]any{"given_names": "Besa", "relation": "spouse"})
	reference := o.opened("officer", application)
	o.do("officer", reference, "report-event", map[string]any{"member": "m1", "event": "death", "on": o.day(-1), "source": "The hospital"})
	view := o.see("officer", reference)
	member := view["members"].([]any)[0].(map[string]any)
	if member["fate"] != "died" || member["ended"].(map[string]any)["reason"] != "deceased" || view["contact"] != nil {
		t.Errorf("after the death: %v, reached by %v", member, view["contact"])
	}
	asked := slices.ContainsFunc(view["tasks"].([]any), func(t any) bool { return t.(map[string]any)["id"] == "speaks-for-family" })
	if !asked {
		t.Errorf("nobody asks who speaks for the family: %v", view["tasks"])
	}
}
