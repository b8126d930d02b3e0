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
