package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const anIBAN = "AL47212110090000000235698741"

// A manager takes what waits into a batch, sends it, takes its file to the bank and reads what the bank says, without a script.
func TestABatchIsMadeSentAndAnsweredOnItsPages(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	manager := o.as("manager")
	manager.shows("/batches", "Nothing waits.", "No batch has been made yet.")
	o.do("field", reference, "set-payee", body{"for": "member", "member": "m1", "name": "=Arta Hoxha", "account": body{"iban": anIBAN}})
	o.do("manager", reference, "release-instalment", body{"instalment": "i2", "payee": "p1"})

	waits := manager.shows("/batches", "Waiting to be paid by a file", "1\u00a0000.00\u00a0EUR", "Make a batch")
	form := url.Values{"key": {keyIn(t, waits)}}
	for _, field := range []string{"programme", "currency"} {
		form.Set(field, regexp.MustCompile(`name="` + field + `" value="([^"]+)"`).FindStringSubmatch(waits.html)[1])
	}
	for range 2 { // pressed twice
		if p := manager.post("/batches", form); p.status != http.StatusSeeOther || p.header.Get("Location") != "/batches/B-00001" {
			t.Fatalf("got %d to %q", p.status, p.header.Get("Location"))
		}
	}
	batch := manager.shows("/batches/B-00001", "To look over", reference, "Cancel the batch")
	if got := manager.get("/batches/B-00001/file.csv").status; got != http.StatusConflict {
		t.Errorf("the file of a batch that was not sent is answered %d", got)
	}
	if p := manager.post("/batches/B-00001/settle", url.Values{"do": {"send"}}); p.status != http.StatusSeeOther {
		t.Fatalf("sending is answered %d", p.status)
	}
	if p := manager.post("/batches/B-00001/settle", url.Values{"do": {"cancel"}}); p.status != http.StatusConflict || !strings.Contains(p.html, "was sent before") {
		t.Errorf("cancelling what was sent is answered %d", p.status)
	}
	manager.shows("/batches/B-00001", "Sent to the bank", "Sent by", "At the bank", "/batches/B-00001/file.csv")
	file := manager.get("/batches/B-00001/file.csv")
	if !strings.Contains(file.html, "'=Arta Hoxha,"+anIBAN+",iban,,,1000.00,EUR,"+reference) || strings.Contains(file.html, "\n#") {
		t.Errorf("the file is %q", file.html)
	}
	order := regexp.MustCompile(`<bdi>([0-9A-Z]{26}-[0-9]+-i2)</bdi>`).FindStringSubmatch(batch.html)[1]
	header := "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"
	wrong := manager.sends("/batches/B-00001/answers", "", "", "", "answers.csv", header+order+",paid,1000,EUR,soon,B-1,\n")
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.html, "Line 2, column paid_on: a day is written like 2026-03-14.") {
		t.Errorf("a mistake is answered %d", wrong.status)
	}
	read := manager.sends("/batches/B-00001/answers", "", "", "", "answers.csv", header+order+",paid,1000.00,EUR,"+day(0)+",B-1,\nX-1-i1,refused,,,,,\n")
	for _, want := range []string{"What became of each line", "Accepted; it is recorded as soon as that can be done.", "No payment has this end-to-end id."} {
		if read.status != http.StatusOK || !strings.Contains(read.html, want) {
			t.Errorf("the answers are told with %d and without %q", read.status, want)
		}
	}

	manager.shows("/batches?lang=sq", "Skedarët për bankën", "Dërguar në bankë")
	auditor := o.as("auditor")
	if p := auditor.shows("/batches/B-00001", reference); strings.Contains(p.html, "file.csv") || strings.Contains(p.html, "<form class=\"card") {
		t.Error("an auditor is offered the file, or to do something with it")
	}
	for _, path := range []string{"/batches", "/batches/B-00001"} {
		for who, want := range map[string]int{"field": http.StatusForbidden, "desk": http.StatusForbidden, "manager": http.StatusOK} {
			if p := o.as(who).get(path); p.status != want || strings.Contains(p.html, anIBAN) || strings.Contains(p.html, "Arta") {
				t.Errorf("%s is answered %d at %s, or sees whom money goes to", who, p.status, path)
			}
		}
	}
	if got := auditor.get("/batches/B-00001/file.csv").status; got != http.StatusForbidden {
		t.Errorf("an auditor is answered %d for the file", got)
	}
	if got := manager.get("/batches/B-00009").status; got != http.StatusNotFound {
		t.Errorf("a batch that is not there is answered %d", got)
	}
}
