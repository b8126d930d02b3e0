package api_test

import (
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
		if told := o.ask("field", "GET", caseURL(reference)+path, nil).text; strings.Contains(told, "asylum") {
			t.Errorf("the field officer reads at %q: %s", path, told)
		}
		if path != "/decision" && path != "/tasks" && !strings.Contains(o.ask("officer", "GET", caseURL(reference)+path, nil).text, "asylum_claim") {
			t.Errorf("the return officer does not learn of it at %q", path)
		}
	}
}
