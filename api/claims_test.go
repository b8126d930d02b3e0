package api_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// What somebody told the host state about asylum stays there: whoever works in the country of return learns of it nowhere.
func TestAClaimForAsylumStaysInTheHostCountry(t *testing.T) {
	o := newOffice(t)
	application := o.application()
	application["legal_status"] = "asylum_seeker"
	reference := o.opened("officer", application)
	o.do("officer", reference, "report-event", map[string]any{"member": "m1", "event": "asylum_claim", "on": o.day(0), "source": "Her lawyer."})
	for _, path := range []string{"", "/timeline", "/tasks", "/decision"} {
		if told := o.said("field", reference, path); strings.Contains(told, "asylum") {
			t.Errorf("the field officer reads of it at %q", path)
		}
	}
	for _, path := range []string{"", "/timeline"} {
		if told := o.said("officer", reference, path); !strings.Contains(told, "asylum_claim") {
			t.Errorf("the return officer does not learn of it at %q", path)
		}
	}
}

// Neither does it learn that a case ended with protection, nor what an appeal is about.
func TestAGrantedProtectionAndAnAppealStayInTheHostCountry(t *testing.T) {
	o := newOffice(t)
	closed := o.opened("officer", o.application())
	o.do("manager", closed, "close", map[string]any{"reason": "protection_granted", "note": "Protection was granted by the court."})
	appealed := o.opened("officer", o.application())
	o.do("officer", appealed, "record-counselling", map[string]any{"held_on": o.day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", appealed, "record-screening", map[string]any{"member": "m1", "screened_on": o.day(0)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", appealed, "give-consent", map[string]any{"member": "m1", "kind": kind, "signed_on": o.day(0), "language": "sq"})
	}
	o.do("officer", appealed, "assess-eligibility", map[string]any{"recommendation": "refuse"})
	o.do("officer2", appealed, "decide-eligibility", map[string]any{"decision": "refuse", "reason": "Not in the programme."})
	o.do("officer", appealed, "record-appeal", map[string]any{"lodged_on": o.day(0), "body": "Asylum tribunal", "grounds": "Fears persecution."})
	for _, reference := range []string{closed, appealed} {
		for _, path := range []string{"", "/timeline", "/tasks"} {
			told := o.said("field", reference, path)
			for _, claim := range []string{"rotection_granted", "rotection was granted", "sylum", "persecution"} {
				if strings.Contains(told, claim) {
					t.Errorf("the field officer reads %q at %q", claim, path)
				}
			}
		}
	}
	if why := o.see("field", closed)["closure"].(map[string]any)["reason"]; why != "other" {
		t.Errorf("the field officer is told that the case ended for %v", why)
	}
	if told := o.said("officer", closed, "") + o.said("officer", appealed, "/timeline"); !strings.Contains(told, "protection_granted") || !strings.Contains(told, "Asylum tribunal") {
		t.Error("the return officer does not learn of it")
	}
}

// said is what an answer says about the case; what may be done to it names every word there is.
func (o *office) said(username, reference, path string) string {
	o.t.Helper()
	body := o.ask(username, "GET", caseURL(reference)+path, nil).body
	delete(body, "available_actions")
	raw, err := json.Marshal(body)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(raw)
}
