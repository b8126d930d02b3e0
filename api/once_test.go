package api_test

import (
	"net/http"
	"testing"

	"go.temporal.io/sdk/client"

	"homeward/store"
)

// Whose submission was taken before the database had no turn left for anybody is told where to ask, not that something went wrong.
func TestWhatWasTakenIsAcceptedEvenWhenItsOutcomeCannotBeAskedFor(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	busy, over, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	o.desk.Temporal = func() client.Client { // asked once the submission is kept; from then on somebody else writes
		go func() {
			ended <- o.store.InTx(t.Context(), func(*store.Tx) error { close(busy); <-over; return nil })
		}()
		<-busy
		return nil
	}
	said := o.ask("officer", "POST", caseURL(reference)+"/actions/add-note", fields{"text": "They rang."})
	o.desk.Temporal = func() client.Client { return nil }
	close(over)
	must(t, <-ended)
	if said.status != http.StatusAccepted || said.body["reference"] != reference {
		t.Fatalf("%d %s", said.status, said.text)
	}
	o.catchUp("officer", said)
	if now := o.ask("officer", "GET", text(said.body["status_url"]), nil); now.body["status"] != "recorded" {
		t.Errorf("%d %s", now.status, now.text)
	}
}

func TestARequestSentTwentyTimesAtOnceIsCarriedOutOnce(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	o.as("officer")
	const times = 20
	answers := make(chan reply, times)
	for range times {
		req := o.request("officer", "POST", caseURL(reference)+"/actions/add-note", map[string]any{"text": "Rang."}, "Idempotency-Key: the-same")
		go func() { answers <- o.send(req) }()
	}
	first := <-answers
	o.catchUp("officer", first) // the others are waiting for its outcome
	for range times - 1 {
		r := <-answers
		if r.status == http.StatusAccepted && r.body["submission"] == first.body["submission"] {
			continue // its patience ended first: still the same one
		}
		if r.status != http.StatusOK || r.header.Get("Idempotency-Replayed") != "true" || r.header.Get("ETag") != `"2"` {
			t.Errorf("%d %v %s", r.status, r.header, r.text)
		}
	}
	if lines := o.ask("officer", "GET", caseURL(reference)+"/timeline", nil).body["timeline"].([]any); len(lines) != 2 {
		t.Errorf("there are %d lines", len(lines))
	}
}

func TestOpeningSentTwentyTimesAtOnceOpensOneCase(t *testing.T) {
	o := newOffice(t)
	o.as("officer")
	const times = 20
	answers := make(chan reply, times)
	for range times {
		req := o.request("officer", "POST", "/api/v1/cases", o.application(), "Idempotency-Key: the-same")
		go func() { answers <- o.send(req) }()
	}
	first := <-answers
	o.catchUp("officer", first)
	for range times - 1 {
		r := <-answers
		if r.status == http.StatusAccepted && r.body["submission"] == first.body["submission"] {
			continue // its patience ended first: still the same one
		}
		if r.status != http.StatusCreated || r.body["reference"] != first.body["reference"] || r.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%d %v %s", r.status, r.header, r.text)
		}
	}
	if list := o.ask("officer", "GET", "/api/v1/cases", nil).body["cases"].([]any); len(list) != 1 {
		t.Errorf("there are %d cases", len(list))
	}
}

func TestAKeyBelongsToOneRequestOfOnePerson(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	other := o.opened("officer", o.application())
	note := map[string]any{"text": "Rang."}
	const key = "Idempotency-Key: k-1"
	first := o.do("officer", reference, "add-note", note, key)
	for _, x := range []struct {
		name, who, path string
		body            any
	}{
		{"another body", "officer", caseURL(reference) + "/actions/add-note", map[string]any{"text": "Wrote."}},
		{"another action", "officer", caseURL(reference) + "/actions/hold", map[string]any{"reason": "Rang."}},
		{"another case", "officer", caseURL(other) + "/actions/add-note", note},
		{"another person", "officer2", caseURL(reference) + "/actions/add-note", note},
	} {
		r := o.ask(x.who, "POST", x.path, x.body, key)
		if r.status != http.StatusUnprocessableEntity || r.code() != "idempotency-key-reused" {
			t.Errorf("%s: %d %s", x.name, r.status, r.text)
		}
	}
	again := o.ask("officer", "POST", caseURL(reference)+"/actions/add-note", note, key)
	if again.status != http.StatusOK || again.header.Get("Idempotency-Replayed") != "true" || again.header.Get("ETag") != first.header.Get("ETag") {
		t.Errorf("the same again: %d %v", again.status, again.header)
	}
}
