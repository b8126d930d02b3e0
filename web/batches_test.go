package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"homeward/casework"
	"homeward/store"
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
	if refused := between(wrong.html, `type="file"`, ">"); !strings.Contains(refused, `aria-describedby="file-hint file-wrong" aria-invalid="true"`) || !strings.Contains(wrong.html, `<a href="#file">Line 2`) {
		t.Errorf("the mistake does not stand beside the file: %s", refused)
	}
	manager.accept = "sq"
	wrong = manager.sends("/batches/B-00001/answers", "", "", "", "answers.csv", header+order+",paid,1000,EUR,soon,B-1,\n")
	if !strings.Contains(wrong.html, "Rreshti 2, kolona paid_on: dita shkruhet si 2026-03-14.") {
		t.Errorf("in Albanian the mistake is %s", between(wrong.html, `id="file-wrong"`, "</span>"))
	}
	manager.accept = "en"
	read := manager.sends("/batches/B-00001/answers", "", "", "", "answers.csv", header+order+",paid,1000.00,EUR,"+day(0)+",B-1,\nX-1-i1,refused,,,,,\n")
	for _, want := range []string{"What became of each line", "1 line stands in its case, or will as soon as that can be done.", "No payment has this end-to-end id."} {
		if read.status != http.StatusOK || !strings.Contains(read.html, want) {
			t.Errorf("the answers are told with %d and without %q", read.status, want)
		}
	}

	trail, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{Actor: o.people["manager"].ID, Limit: 40})
	o.must(err)
	done := map[string]string{}
	for _, row := range trail {
		if row.SubjectKind == "batch" {
			done[row.Verb] = row.Via
		}
	}
	for _, verb := range []string{"make-batch", "send-batch", "open-batch-file", "import-bank-answers"} {
		if done[verb] != store.TokenSession {
			t.Errorf("%s is on record as done through %q", verb, done[verb])
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

// A file is often taken to the bank days after it was settled, and once more when the first upload failed.
func TestAFileGivenOutLateLeavesOutWhatWasPaidMeanwhile(t *testing.T) {
	o, manager, file := newBatch(t)
	if got := strings.Count(file, "EUR"); got != 11 {
		t.Fatalf("the first file orders %d payments", got)
	}
	o.do("field", o.inBatch, "record-payment", body{"instalment": "i1", "amount": 1000, "currency": "EUR", "paid_on": day(0), "place": "office", "method": "cash", "receipt": "R-1"})
	late := manager.get("/batches/B-00001/file.csv").html
	if strings.Count(late, "EUR") != 10 || strings.Contains(late, "-i1,") {
		t.Errorf("the late file is %q", late)
	}
	manager.shows("/batches/B-00001", "1 payment of the batch is not to be paid by the bank any more.")
	rows, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{Actor: o.people["manager"].ID, Limit: 40})
	o.must(err)
	if !slices.ContainsFunc(rows, func(r store.AuditRow) bool {
		return r.Verb == "open-batch-file" && strings.HasSuffix(r.Detail, "EUR, 1 left out")
	}) {
		t.Error("what the file left out is not on record")
	}
}

// Nobody knows any more whom the payments of an erased case go to: the batch says so, and there is no file of them alone.
func TestABatchSaysWhatOfItCannotBeOpenedAnyMore(t *testing.T) {
	o, manager, _ := newBatch(t)
	row, err := o.store.Read(t.Context()).CaseByReference(o.inBatch)
	o.must(err)
	o.must(o.desk.Vault.Destroy(t.Context(), "case/"+row.ID))
	manager.shows("/batches/B-00001", "The data of its case cannot be opened any more", "11 payments have no payee any more", "kept in the audit trail alone")
	manager.shows("/batches/B-00001?lang=sq", "11 pagesa nuk kanë më marrës")
	if p := manager.get("/batches/B-00001/file.csv"); p.status != http.StatusConflict || !strings.Contains(p.html, "Në grupin B-00001 banka nuk ka më asgjë për të paguar") {
		t.Errorf("the file is answered %d", p.status)
	}
}

// What nobody can pay any more is in no total, and no batch that is made or cancelled afterwards takes it up again.
func TestAPaymentOfAnErasedCaseFallsOutOfTheBatchThatIsSent(t *testing.T) {
	o := newOffice(t)
	manager := o.as("manager")
	release := func(family string) (reference, caseID string) {
		reference = o.opened(family, "Arta")
		o.approved(reference)
		o.home(reference)
		o.do("field", reference, "set-payee", body{"for": "member", "member": "m1", "name": family, "account": body{"iban": anIBAN}})
		o.do("manager", reference, "release-instalment", body{"instalment": "i2", "payee": "p1"})
		row, err := o.store.Read(t.Context()).CaseByReference(reference)
		o.must(err)
		return reference, row.ID
	}
	presses := func(path string, form url.Values) {
		t.Helper()
		if p := manager.post(path, form); p.status != http.StatusSeeOther {
			t.Fatalf("%s is answered %d", path, p.status)
		}
	}
	makes := func() {
		t.Helper()
		presses("/batches", url.Values{"key": {keyIn(t, manager.get("/batches"))}, "programme": {"demo"}, "currency": {"EUR"}})
	}
	kept, _ := release("Hoxha")
	_, erased := release("Kola")
	makes()
	manager.shows("/batches/B-00001", "2\u00a0000.00\u00a0EUR", "2 payments")
	o.must(o.desk.Vault.Destroy(t.Context(), "case/"+erased))
	manager.shows("/batches/B-00001", "1 payment has no payee any more")
	presses("/batches/B-00001/settle", url.Values{"do": {"send"}})
	manager.shows("/batches", "1\u00a0000.00\u00a0EUR", "1 payment · 1 left out · 1 without an answer")
	manager.shows("/batches/B-00001", "1 payment fell out of the batch when it was sent, and the total is without it")
	trail, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{Actor: o.people["manager"].ID, Limit: 40})
	o.must(err)
	for verb, said := range map[string]string{"send-batch": "1 payments, 100000 EUR, 1 left out", "leave-payment-out": erased + "-"} {
		if !slices.ContainsFunc(trail, func(r store.AuditRow) bool { return r.Verb == verb && strings.HasPrefix(r.Detail, said) }) {
			t.Errorf("no audit row %s tells %q", verb, said)
		}
	}

	o.do("field", kept, "record-payment", body{"instalment": "i2", "amount": 100000, "currency": "EUR", "paid_on": day(0), "place": "office", "method": "cash", "receipt": "R-1"})
	manager.shows("/batches", "1 payment · 1 left out<br>") // nobody waits for an answer
	_, second := release("Leka")
	makes()
	presses("/batches/B-00002/settle", url.Values{"do": {"cancel"}})
	makes()
	o.must(o.desk.Vault.Destroy(t.Context(), "case/"+second))
	presses("/batches/B-00003/settle", url.Values{"do": {"cancel"}})
	manager.shows("/batches", "Nothing waits.")
	manager.shows("/batches?lang=sq", "1 pagesë · 1 e lënë jashtë")
	manager.shows("/batches/B-00001", "1 pagesë doli nga grupi kur ai u dërgua")
}

// A key store that cannot be read for a moment is no erasure: a file without what is due would be paid as if it were whole, and what the
// bank says would be in no case.
func TestABatchOfWhichSomethingCannotBeReadForAMomentIsAnsweredLater(t *testing.T) {
	o, manager, file := newBatch(t)
	row, err := o.store.Read(t.Context()).CaseByReference(o.inBatch)
	o.must(err)
	order := regexp.MustCompile(`(?m)^[0-9A-Z]{26}-[0-9]+-i1,`).FindString(file)
	answers := "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n" + order + "paid,10.00,EUR," + day(0) + ",B-1,\n"
	asked := func() map[string]int {
		return map[string]int{
			"the batch":   manager.get("/batches/B-00001").status,
			"its file":    manager.get("/batches/B-00001/file.csv").status,
			"the answers": manager.sends("/batches/B-00001/answers", "", "", "", "answers.csv", answers).status,
		}
	}
	o.sealer.from.Store("case/" + row.ID)
	for what, got := range asked() {
		if got != http.StatusInternalServerError {
			t.Errorf("while the keys are away, %s is answered %d", what, got)
		}
	}
	trail, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{CaseID: row.ID, Limit: 100})
	o.must(err)
	if slices.ContainsFunc(trail, func(r store.AuditRow) bool { return r.Verb == "bank-answer-unrecorded" }) {
		t.Error("what the bank said is on record as of an erased case")
	}
	o.sealer.from.Store("")
	for what, got := range asked() {
		if got != http.StatusOK {
			t.Errorf("with the keys back, %s is answered %d", what, got)
		}
	}
}

// While nothing can be recorded, a file of a thousand lines must be answered before the request ends: the first to wait is the last.
func TestABanksFileIsTakenWholeWhileNothingCanBeRecorded(t *testing.T) {
	o, manager, file := newBatch(t)
	var tried atomic.Int64
	o.desk.Temporal = func() client.Client { tried.Add(1); return nil }
	answers := "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"
	for _, order := range regexp.MustCompile(`(?m)^[0-9A-Z]{26}-[0-9]+-i[0-9]+`).FindAllString(file, -1) {
		answers += order + ",paid,10.00,EUR," + day(0) + ",B-1,\n"
	}
	for range 2 { // the same file again changes nothing
		p := manager.sends("/batches/B-00001/answers", "", "", "", "answers.csv", answers)
		if p.status != http.StatusOK || !strings.Contains(p.html, "11 lines stand in their cases, or will as soon as that can be done.") {
			t.Fatalf("the file is answered %d: %s", p.status, between(p.html, `id="lines"`, "</section>"))
		}
	}
	if n := tried.Load(); n > 8 {
		t.Errorf("%d lines were waited for", n)
	}
}

// newBatch is an office with a batch of eleven payments of one case, sent, and its file.
func newBatch(t *testing.T) (*batchOffice, *browser, string) {
	t.Helper()
	o := &batchOffice{office: newOffice(t)}
	var parts []body
	for range 11 {
		parts = append(parts, body{"amount": 1000})
	}
	reference := o.opened("Kola", "Besa")
	o.approved(reference)
	o.inBatch = reference
	departs := time.Now().UTC().Add(48 * time.Hour).Truncate(time.Minute)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour),
		"segments": []body{{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO41", "tickets": body{"m1": "2571234567891"}})
	o.do("desk", reference, "confirm-departure", body{"departed_at": time.Now().Add(-5 * time.Hour), "boarded": []string{"m1"}})
	o.do("field", reference, "confirm-arrival", body{"arrived_at": time.Now().Add(-2 * time.Hour), "members": []string{"m1"}, "met_by": "Arben"})
	o.do("field", reference, "propose-plan", body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "business", "description": "A small shop.", "amount": 11000, "currency": "EUR", "instalments": parts}}})
	o.do("manager", reference, "decide-plan", body{"decision": "approve"})
	o.do("field", reference, "set-payee", body{"for": "member", "member": "m1", "name": "Besa Kola", "account": body{"iban": anIBAN}})
	for n := range parts {
		o.do("manager", reference, "release-instalment", body{"instalment": fmt.Sprintf("i%d", n+1), "payee": "p1"})
	}
	manager := o.as("manager")
	of, _, err := o.desk.MakeBatch(t.Context(), o.people["manager"], "batch-of-eleven", casework.NewBatch{Programme: "demo", Currency: "EUR"})
	o.must(err)
	_, err = o.desk.SendBatch(t.Context(), o.people["manager"], of.Batch)
	o.must(err)
	return o, manager, manager.get("/batches/" + of.Batch + "/file.csv").html
}

type batchOffice struct {
	*office
	inBatch string
}
