package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// traveller answers what the horizon says of one traveller's thing.
func traveller(r reply, member, thing string) map[string]any {
	for _, t := range r.body["travellers"].([]any) {
		of := t.(map[string]any)
		for _, i := range of["intervals"].([]any) {
			if interval := i.(map[string]any); of["member"] == member && interval["thing"] == thing {
				return interval
			}
		}
	}
	return nil
}

// firstBlock answers what stands in the way before all else.
func (r reply) firstBlock() map[string]any {
	blocks, _ := r.body["blocked_by"].([]any)
	if len(blocks) == 0 {
		return nil
	}
	return blocks[0].(map[string]any)
}

func TestTheHorizonSaysWhatHoldsWhereAndUntilWhen(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	horizon := caseURL(reference) + "/horizon"
	o.do("officer", reference, "record-authority-reply", map[string]any{"member": "m1", "reply": "no_objection", "replied_on": o.day(0), "valid_until": o.day(30)})
	o.do("officer", reference, "correct-details", map[string]any{"reason": "From the decision.", "leave_by": o.day(60)}, fmt.Sprintf(`If-Match: "%v"`, o.see("officer", reference)["version"]))
	r := o.ask("desk", "GET", horizon, nil)
	if r.status != http.StatusOK || r.body["complete"] != true {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if got := traveller(r, "m1", "travel document"); got["kind"] != "document" || got["detail"] != "passport" || got["until"] != o.day(400) || got["place"] != "GB" || got["duty"] != "return" || got["known"] != true {
		t.Errorf("the passport is %v", got)
	}
	if got := traveller(r, "m1", "departure period"); got["kind"] != "legal_clock" || got["until"] != o.day(60) {
		t.Errorf("the period to leave is %v", got)
	}
	holds := r.body["holds"].([]any)
	if first := r.body["breaks_first"].(map[string]any); len(holds) != 1 || holds[0].(map[string]any)["until"] != o.day(30) || first["thing"] != "authority's answer" || first["until"] != o.day(30) {
		t.Errorf("all holds on %v, and %v ends first", holds, first)
	}
	if then := r.body["renewing"].(map[string]any); then["opens_until"] != o.day(60) || then["then_breaks"].(map[string]any)["thing"] != "departure period" {
		t.Errorf("renewing it opens %v", then)
	}
	there := o.ask("field", "GET", horizon, nil)
	if there.status != http.StatusOK || strings.Contains(there.text, "departure period") || there.body["renewing"].(map[string]any)["opens_until"] != o.day(400) {
		t.Errorf("what stands with the host state is told in the country of return: %s", there.text)
	}
}

func TestTheHorizonIsNotForStrangers(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	if r := o.ask("", "GET", caseURL(reference)+"/horizon", nil); r.status != http.StatusUnauthorized {
		t.Errorf("a stranger: %d %s", r.status, r.text)
	}
	if r := o.ask("desk", "GET", caseURL("HW-222-2222")+"/horizon", nil); r.status != http.StatusNotFound || r.code() != "not-found" {
		t.Errorf("no such case: %d %s", r.status, r.text)
	}
	if r := o.ask("admin", "GET", caseURL(reference)+"/horizon", nil); r.status == http.StatusOK {
		t.Errorf("an administrator reads it: %s", r.text)
	}
}

func TestAnExceptionIsAllowedByOneAndUsedByAnother(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	o.do("desk", reference, "hold-seats", o.seats(240*time.Hour, 243*time.Hour))
	o.do("officer", reference, "record-authority-reply", map[string]any{"member": "m1", "reply": "no_objection", "replied_on": o.day(0), "valid_until": o.day(2)})
	ticket := map[string]any{"record_locator": "ABC123", "tickets": map[string]any{"m1": "0551234567890"}}
	confirm, allow := caseURL(reference)+"/actions/confirm-booking", caseURL(reference)+"/actions/allow-exception"
	r := o.ask("desk", "POST", confirm, ticket)
	if block := r.firstBlock(); r.status != http.StatusConflict || block["rule"] != "horizon-breaks" || block["thing"] != "authority's answer" || block["until"] != o.day(2) || block["member"] != "m1" || block["duty"] != "return" {
		t.Fatalf("%d %s", r.status, r.text)
	}
	asked := func(thing string) map[string]any {
		return map[string]any{"member": "m1", "thing": thing, "until": o.day(20), "reason": "The answer is being renewed."}
	}
	if r := o.ask("desk", "POST", allow, asked("authority's answer")); r.status != http.StatusForbidden {
		t.Errorf("the desk allows itself an exception: %d %s", r.status, r.text)
	}
	for _, never := range []string{"consent to return", "medical clearance", "guardian's appointment", "protection"} {
		if r := o.ask("manager", "POST", allow, asked(never)); r.status != http.StatusConflict || r.firstBlock()["rule"] != "exception-never" || r.body["field"] != "/thing" {
			t.Errorf("%s is excepted: %d %s", never, r.status, r.text)
		}
	}
	o.do("manager", reference, "allow-exception", asked("authority's answer"))
	if got := o.ask("desk", "GET", caseURL(reference)+"/horizon", nil); !strings.Contains(got.text, `"kind":"exception"`) || strings.Contains(got.text, "being renewed") {
		t.Errorf("the horizon shows %s", got.text)
	}
	o.do("desk", reference, "confirm-booking", ticket)
}
