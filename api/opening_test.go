package api_test

import (
	"net/http"
	"testing"
)

func TestACaseIsOpenedAndRecorded(t *testing.T) {
	o := newOffice(t)
	key := "Idempotency-Key: opening-1"
	accepted := o.ask("officer", "POST", "/api/v1/cases", o.application(), key)
	if accepted.body["status"] != "waiting" {
		t.Fatalf("%d %s", accepted.status, accepted.text)
	}
	reference := text(accepted.body["reference"])
	if waiting := o.see("officer", reference)["waiting"].([]any); len(waiting) != 1 {
		t.Errorf("a case that waits to be recorded shows it: %v", waiting)
	}
	if again := o.ask("officer", "GET", text(accepted.body["status_url"]), nil); again.status != http.StatusAccepted {
		t.Errorf("until then the status is waiting, not %d", again.status)
	}
	recorded := o.catchUp("officer", accepted)
	if recorded.status != http.StatusOK || recorded.header.Get("ETag") != `"1"` {
		t.Errorf("%d %v %s", recorded.status, recorded.header, recorded.text)
	}
	again := o.ask("officer", "POST", "/api/v1/cases", o.application(), key)
	if again.status != http.StatusCreated || again.header.Get("Location") != caseURL(reference) || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same request again: %d %v %s", again.status, again.header, again.text)
	}
}
