package web_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"homeward/access"
	"homeward/casework"
)

// What a travel desk does all day takes few keys and clicks, counted in a real browser.
func TestABusyDayTakesFewKeysAndClicks(t *testing.T) {
	o := newOffice(t)
	family := o.familyToBook()
	printed := o.opened("Kola", "Besa")
	o.approved(printed)
	o.print()
	o.leave(20)
	o.inBrowser("deskday.mjs", family, printed)
}

// inBrowser runs one of our scripts against the pages in a real browser; it fails for any fault the script found.
func (o *office) inBrowser(script string, args ...string) {
	o.Helper()
	node, err := exec.LookPath("node")
	o.must(err)
	out, err := exec.CommandContext(o.Context(), node, append([]string{"../scripts/browser/" + script, o.server.URL, o.chromium(), access.DemoPassword}, args...)...).CombinedOutput()
	o.Logf("%s", out)
	if err != nil {
		o.Errorf("in a browser: %v", err)
	}
}

// chromium answers where the browser is, by whichever of its names.
func (o *office) chromium() string {
	o.Helper()
	var errs error
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err == nil {
			return path
		}
		errs = errors.Join(errs, err)
	}
	o.Fatal(errs)
	return ""
}

// familyToBook is a family of four, two of them children, that can be booked.
func (o *office) familyToBook() string {
	o.Helper()
	in := application("Hoxha", "Arta")
	members := in["members"].([]body)
	for n, given := range []string{"Bledi", "Era", "Noel"} {
		relation, born := "child", fmt.Sprintf("20%02d-05-01", 12+n)
		if n == 0 {
			relation, born = "spouse", "1988-11-30"
		}
		members = append(members, body{"family_name": "Hoxha", "given_names": given, "birth": body{"date": born}, "sex": "M", "nationality": "AL", "relation": relation,
			"documents": []body{{"kind": "passport", "number": fmt.Sprintf("BB%07d", n), "issuer": "AL", "issued_on": "2020-01-01", "expires_on": day(300)}}})
	}
	in["members"] = members
	reference := o.do("officer", "", "open", in).Reference
	o.do("field", reference, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	for member, parents := range map[string][]string{"m1": {"m1"}, "m2": {"m2"}, "m3": {"m1", "m2"}, "m4": {"m1", "m2"}} {
		o.do("officer", reference, "record-screening", body{"member": member, "screened_on": day(-2)})
		for _, by := range parents {
			for _, kind := range []string{"return", "data"} {
				o.do("officer", reference, "give-consent", body{"member": member, "given_by": by, "kind": kind, "signed_on": day(-1), "language": "en"})
			}
		}
	}
	o.do("officer", reference, "assess-eligibility", body{"recommendation": "approve"})
	o.do("officer2", reference, "decide-eligibility", body{"decision": "approve"})
	return reference
}

// leave has a plane with so many people leave a moment ago, each of a case of their own, and nobody tell of it.
func (o *office) leave(people int) {
	o.Helper()
	departs := time.Now().UTC().Add(24 * time.Hour).Truncate(time.Minute)
	raw, err := json.Marshal(body{"kind": "charter", "name": "Charter to Tirana", "seats": people, "segments": []body{
		{"carrier": "W4", "number": "9001", "from": "LGW", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
	o.must(err)
	planned, err := o.desk.Plan(o.Context(), o.people["desk"], casework.Request{Action: "plan-movement", Body: raw, Key: "the-charter"})
	o.must(err)
	o.record("plan-movement", planned.Submission)
	tickets := body{}
	for n := range people {
		reference := o.opened("Gjini", fmt.Sprintf("Traveller%c", 'a'+n))
		o.approved(reference)
		o.do("desk", reference, "join-movement", body{"movement": planned.Movement, "passengers": []string{"m1"}})
		tickets[reference+"/m1"] = fmt.Sprintf("257-2410310%03d", n)
	}
	raw, err = json.Marshal(body{"record_locator": "GRP001", "tickets": tickets})
	o.must(err)
	ticketed, err := o.desk.PerformTogether(o.Context(), o.people["desk"], planned.Movement, casework.Request{Action: "confirm-booking", Body: raw, Key: "its-tickets"})
	o.must(err)
	o.record("confirm-booking", ticketed.Submission)
	o.later(24*time.Hour + 10*time.Minute)
}
