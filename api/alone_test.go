package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

type fields = map[string]any

// childAlone is a boy of fourteen with a guardian, a passport and seats for a flight in two hours, whose return is approved.
func (o *office) childAlone() string {
	o.t.Helper()
	application := o.application()
	application["programme"], application["legal_status"] = "varrp-uk-albania", "rejected"
	boy := application["members"].([]any)[0].(map[string]any)
	boy["given_names"], boy["sex"], boy["birth"] = "Luan", "M", fields{"date": o.now().AddDate(-14, 0, -20).Format(time.DateOnly)}
	reference := o.opened("officer", application)
	o.do("field", reference, "answer-assignment", fields{"duty": "reintegration", "answer": "accept"})
	o.do("officer", reference, "record-counselling", fields{"held_on": o.day(-2), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return", "assisted_before": false, "in_detention": false})
	o.do("officer", reference, "record-screening", fields{"member": "m1", "screened_on": o.day(-2)})
	o.do("officer", reference, "set-representative", fields{"member": "m1", "kind": "parent", "person": fields{"given_names": "Mira", "family_name": "Hoxha"}, "from": o.day(-3)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", reference, "give-consent", fields{"member": "m1", "kind": kind, "given_by": "r1", "signed_on": o.day(-2), "language": "sq"})
	}
	o.do("officer", reference, "assess-eligibility", fields{"recommendation": "approve"})
	o.do("officer2", reference, "decide-eligibility", fields{"decision": "approve", "reason": "The family was found, and waits for him."})
	o.do("officer", reference, "record-authority-reply", fields{"member": "m1", "reply": "no_objection", "replied_on": o.day(-1)})
	o.do("officer", reference, "record-medical-clearance", fields{"member": "m1", "result": "fit_with_conditions", "examined_on": o.day(-1), "valid_until": o.day(20), "service_requests": []string{"OXYG"}})
	o.do("desk", reference, "hold-seats", o.seats(2*time.Hour, 5*time.Hour))
	return reference
}

// blocked answers the rules that stand in the way of an action, and whose duty each is.
func (o *office) blocked(username, reference, action string) string {
	o.t.Helper()
	var rules []string
	for _, offer := range o.see(username, reference)["available_actions"].([]any) {
		if a := offer.(map[string]any); a["action"] == action {
			blocks, _ := a["blocked_by"].([]any)
			for _, b := range blocks {
				rules = append(rules, fmt.Sprintf("%s by %s", b.(map[string]any)["rule"], b.(map[string]any)["duty"]))
			}
			return strings.Join(rules, ", ")
		}
	}
	o.t.Fatalf("%s is not offered %s", username, action)
	return ""
}

var tickets = fields{"record_locator": "ABC123", "tickets": fields{"m1": "1252300000001"}}

// readied brings everything a child needs to travel alone, and holds what is shown to be missing to being exactly what is.
func (o *office) readied(reference string) {
	o.t.Helper()
	still := func(want string) {
		o.t.Helper()
		if got := o.blocked("desk", reference, "confirm-booking"); got != want {
			o.t.Fatalf("blocked by %s, not by %s", got, want)
		}
	}
	still("guardian-not-appointed by return, best-interests-open by protection, receiver-missing by reintegration, unaccompanied by travel")
	o.do("officer", reference, "set-representative", fields{"member": "m1", "kind": "guardian", "person": fields{"given_names": "Teuta", "family_name": "Leka"}, "appointed_by": "Family Court", "from": o.day(-1)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", reference, "give-consent", fields{"member": "m1", "kind": kind, "given_by": "r2", "signed_on": o.day(0), "language": "sq"})
	}
	still("best-interests-open by protection, receiver-missing by reintegration, unaccompanied by travel")
	o.do("protection", reference, "record-best-interests", fields{"member": "m1", "outcome": "return", "decided_on": o.day(-1), "panel": "Two social workers"})
	still("receiver-missing by reintegration, unaccompanied by travel")
	o.do("field", reference, "name-receiver", fields{"member": "m1", "name": "Agron Hoxha", "relation": "uncle", "phone": "+355690000009",
		"document": fields{"kind": "id_card", "number": "I12345678A", "issuer": "AL"}, "takes_charge_on": o.day(0), "meets_at_airport_on": o.day(0)})
	still("unaccompanied by travel")
	if r := o.ask("desk", "POST", caseURL(reference)+"/actions/confirm-booking", tickets); r.status != 409 {
		o.t.Fatalf("a ticket is issued all the same: %d", r.status)
	}
	o.do("desk", reference, "set-escorts", fields{"escorts": []any{fields{"kind": "operational", "name": "Ana Berisha", "members": []string{"m1"},
		"way_back": []any{fields{"carrier": "XQ", "number": "453", "from": "TIA", "to": "LHR", "departs_at": o.at(8 * time.Hour), "arrives_at": o.at(11 * time.Hour)}}}}})
	still("")
	o.do("field", reference, "confirm-reception", fields{"members": []string{"m1"}, "confirmed_on": o.day(0), "by": "Agron Hoxha"})
	o.do("desk", reference, "confirm-booking", tickets)
}

func (o *office) handover(reference, fromRole, from, toRole, to string) {
	o.t.Helper()
	o.do("desk", reference, "record-handover", fields{"member": "m1", "at": o.at(0), "place": "Airport", "from": fields{"role": fromRole, "name": from},
		"to": fields{"role": toRole, "name": to, "identity_checked": true}, "signed_from": true, "signed_to": true})
}

// alarms are the contradictions and the missed deadlines somebody is asked to look at.
func (o *office) alarms(reference string) (details []string) {
	o.t.Helper()
	for _, t := range o.see("officer", reference)["tasks"].([]any) {
		if task := t.(map[string]any); strings.HasPrefix(text(task["id"]), "doubt-") {
			details = append(details, text(task["detail"]))
		}
	}
	return details
}

func TestAChildAloneGoesFromHandToHandUntilTheReceiverSigns(t *testing.T) {
	o := newOffice(t)
	reference := o.childAlone()
	o.readied(reference)
	o.later(90 * time.Minute)
	o.handover(reference, "guardian", "Teuta Leka", "escort", "Ana Berisha")
	o.later(30 * time.Minute)
	o.do("desk", reference, "confirm-departure", fields{"departed_at": o.at(0), "boarded": []string{"m1"}})
	o.later(3 * time.Hour)
	o.do("field", reference, "confirm-arrival", fields{"arrived_at": o.at(0), "members": []string{"m1"}, "met_by": "Agron Hoxha"})
	o.handover(reference, "escort", "Ana Berisha", "receiver", "Agron Hoxha")
	if alarms := o.alarms(reference); len(alarms) > 0 {
		t.Errorf("alarms: %q", alarms)
	}
	chain := o.see("officer", reference)["members"].([]any)[0].(map[string]any)["handovers"].([]any)
	if len(chain) != 2 {
		t.Errorf("the chain has %d links", len(chain))
	}
}

func TestAGapBetweenTwoHandsRaisesAnAlarm(t *testing.T) {
	o := newOffice(t)
	reference := o.childAlone()
	o.readied(reference)
	o.later(2 * time.Hour)
	o.do("desk", reference, "confirm-departure", fields{"departed_at": o.at(0), "boarded": []string{"m1"}}) // nobody signed
	o.later(3 * time.Hour)
	o.do("field", reference, "confirm-arrival", fields{"arrived_at": o.at(0), "members": []string{"m1"}})
	o.handover(reference, "carrier", "R. Miles", "receiver", "A stranger")
	alarms := strings.Join(o.alarms(reference), " | ")
	for _, says := range []string{"no handover to an escort or the carrier is recorded", "does not begin with the guardian", "a receiver who is not the one that is named"} {
		if !strings.Contains(alarms, says) {
			t.Errorf("nobody is told that %s: %s", says, alarms)
		}
	}
}

// The desk books what a traveller needs. What a doctor found, and a stay in hospital, it does not learn; nor what a panel found.
func TestTheDeskSeesTheNeedAndNeverTheDiagnosis(t *testing.T) {
	o := newOffice(t)
	reference := o.childAlone()
	o.do("officer", reference, "report-event", fields{"member": "m1", "event": "hospital", "on": o.day(-2), "source": "His guardian."})
	o.do("protection", reference, "record-best-interests", fields{"member": "m1", "outcome": "remain", "decided_on": o.day(-1), "panel": "Two social workers"})
	for _, path := range []string{"", "/timeline", "/tasks"} {
		told := o.said("desk", reference, path)
		for _, never := range []string{"fit_with_conditions", "hospital", "remain\"", "social workers"} {
			if strings.Contains(told, never) {
				t.Errorf("the desk reads %q at %q", never, path)
			}
		}
	}
	services, _ := o.see("desk", reference)["members"].([]any)[0].(map[string]any)["service_requests"].([]any)
	if !slices.Contains(services, any("OXYG")) {
		t.Errorf("the desk sees %v", services)
	}
	if told := o.said("officer", reference, "/timeline"); !strings.Contains(told, "fit_with_conditions") || !strings.Contains(told, "hospital") {
		t.Error("the return officer does not learn of it")
	}
}
