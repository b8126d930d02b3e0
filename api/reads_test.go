package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"homeward/api"
	"homeward/store"
)

func TestARestrictedCaseIsSeenByTheDeskWithoutNames(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	trafficking := map[string]any{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}
	o.do("protection", reference, "record-screening", map[string]any{"member": "m1", "screened_on": o.day(-1), "trafficking": trafficking})
	for _, part := range []string{"", "/timeline", "/documents", "/tasks", "/horizon"} {
		r := o.ask("desk", "GET", caseURL(reference)+part, nil)
		if r.status != http.StatusOK {
			t.Errorf("the desk still works on the case %s: %d %s", part, r.status, r.text)
		}
		for _, personal := range []string{"Hoxha", "Arta", "BA1234567", "1990-04-02", "Shkod", "+4477", "recruitment", "forced_labour"} {
			if strings.Contains(r.text, personal) {
				t.Errorf("%s shows %s to the desk: %s", part, personal, r.text)
			}
		}
	}
	if v := o.see("desk", reference); v["names_shown"] != false || v["principal"] != reference {
		t.Errorf("the case goes by its reference: %v", v["principal"])
	}
	if r := o.ask("desk", "GET", caseURL(reference)+"/decision", nil); r.status != http.StatusNotFound {
		t.Errorf("the facts of the decision are personal: %d %s", r.status, r.text)
	}
	if r := o.ask("desk", "GET", "/api/v1/cases", nil); strings.Contains(r.text, "Hoxha") || !strings.Contains(r.text, reference) {
		t.Errorf("the list goes by the reference: %s", r.text)
	}
	if v := o.see("officer", reference); v["names_shown"] != true || v["principal"] != "Arta Hoxha" {
		t.Errorf("its own officer knows who it is: %v", v["principal"])
	}
}

func TestCasesWithAChildAreChosen(t *testing.T) {
	o := newOffice(t)
	grown := o.application()
	o.opened("officer", grown)
	family := with(grown, "members", append(grown["members"].([]any), map[string]any{"family_name": "Hoxha", "given_names": "Liri", "birth": map[string]any{"date": o.day(-5 * 365)}, "sex": "F", "nationality": "AL", "relation": "child"}))
	reference := o.opened("officer", family)
	for query, want := range map[string]int{"": 2, "?child=false": 2, "?child=true": 1, "?child=true&stage=travel": 0} {
		page := o.ask("manager", "GET", "/api/v1/cases"+query, nil)
		if rows, _ := page.body["cases"].([]any); len(rows) != want || want > 0 && !strings.Contains(page.text, reference) {
			t.Errorf("%q: want %d, got %d %s", query, want, page.status, page.text)
		}
	}
	if asked := o.ask("manager", "GET", "/api/v1/cases?child=perhaps", nil); asked.status != http.StatusBadRequest && asked.status != http.StatusUnprocessableEntity {
		t.Errorf("it is asked for perhaps: %d", asked.status)
	}
}

func TestTheCaseloadIsChosenSortedAndPaged(t *testing.T) {
	o := newOffice(t)
	first := o.opened("officer", o.application())
	second := o.opened("officer2", o.application())
	list := func(query string) []string {
		t.Helper()
		r := o.ask("manager", "GET", "/api/v1/cases"+query, nil)
		if r.status != http.StatusOK {
			t.Fatalf("%s: %d %s", query, r.status, r.text)
		}
		found := []string{}
		for _, row := range r.body["cases"].([]any) {
			found = append(found, text(row.(map[string]any)["reference"]))
		}
		return found
	}
	for query, want := range map[string]int{
		"": 2, "?stage=eligibility": 2, "?stage=travel": 0, "?officer=officer": 1, "?country=AL": 2, "?country=GE": 0, "?open=true": 2, "?overdue=true": 2,
		"?q=hoxha": 2, "?q=" + first: 1, "?q=BA1234567": 2, "?q=%2B447700900123": 2, "?q=nobody": 0, "?limit=1": 1, "?sort=opened&open=true": 2,
	} {
		if got := list(query); len(got) != want {
			t.Errorf("%s: want %d, got %v", query, want, got)
		}
	}
	page := o.ask("manager", "GET", "/api/v1/cases?limit=1&sort=opened", nil)
	next := o.ask("manager", "GET", "/api/v1/cases?limit=1&sort=opened&cursor="+text(page.body["next_cursor"]), nil)
	if !strings.Contains(page.text, second) || !strings.Contains(next.text, first) || next.body["next_cursor"] != nil {
		t.Errorf("the newest first, a page at a time: %s then %s", page.text, next.text)
	}
	for query, field := range map[string]string{"?colour=red": "/colour", "?limit=0": "/limit", "?limit=101": "/limit", "?limit=x": "/limit", "?open=maybe": "/open",
		"?stage=a&stage=b": "/stage", "?stage=flying": "", "?sort=name": "", "?officer=stranger": "", "?cursor=guess": ""} {
		r := o.ask("manager", "GET", "/api/v1/cases"+query, nil)
		if r.status != http.StatusUnprocessableEntity || text(r.body["field"]) != field {
			t.Errorf("%s: %d %s", query, r.status, r.text)
		}
	}
}

func TestAPaperIsAnsweredAsItWasPrinted(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	o.do("officer", reference, "issue-document", map[string]any{"kind": "declaration", "member": "m1", "language": "en"})
	list := func() map[string]any {
		return o.ask("officer", "GET", caseURL(reference)+"/documents", nil).body["documents"].([]any)[0].(map[string]any)
	}
	ordered := list()
	if ordered["status"] != "ordered" || ordered["href"] != nil {
		t.Errorf("a paper that is not printed yet: %v", ordered)
	}
	row, err := o.store.Read(t.Context()).CaseByReference(reference)
	must(t, err)
	must(t, o.store.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.InsertDocument(store.Document{ID: "01PAPER", Subject: store.CaseSubject(row.ID), Member: "m1", Kind: "declaration", Language: "en", Number: text(ordered["number"]),
			Version: 1, Code: "CODE", SHA256: make([]byte, 32), IssuedAt: o.now(), Seq: row.Seq, File: []byte("%PDF-1.7")})
	}))
	r := o.ask("officer", "GET", text(list()["href"]), nil)
	if r.status != http.StatusOK || r.text != "%PDF-1.7" || r.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%d %v %s", r.status, r.header, r.text)
	}
	if !strings.Contains(r.header.Get("Content-Disposition"), text(ordered["number"])+".pdf") || r.header.Get("Content-Security-Policy") != "sandbox" {
		t.Errorf("%v", r.header)
	}
	other := o.opened("officer", o.application())
	if r := o.ask("officer", "GET", caseURL(other)+"/documents/01PAPER.pdf", nil); r.status != http.StatusNotFound {
		t.Errorf("another case's paper: %d", r.status)
	}
}

// A paper that an event issues only because another was voided is ordered like any other, and shows the case as it now stands.
func TestAPaperThatFollowsFromAVoidedEventIsPrinted(t *testing.T) {
	o := newOffice(t)
	o.worker.PublicURL = "https://homeward.example.org"
	family := o.application()
	family["members"] = append(family["members"].([]any), map[string]any{"family_name": "Hoxha", "given_names": "Besa", "birth": map[string]any{"date": "1992-01-05"}, "nationality": "AL"})
	reference := o.opened("officer", family)
	o.do("officer", reference, "record-counselling", map[string]any{"held_on": o.day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	for _, member := range []string{"m1", "m2"} {
		o.do("officer", reference, "issue-document", map[string]any{"kind": "declaration", "member": member, "language": "en"})
	}
	o.do("officer", reference, "report-event", map[string]any{"member": "m1", "event": "own_departure", "on": o.day(0), "source": "Her sister."})
	left := o.see("officer", reference)["version"]
	o.do("officer", reference, "correct-details", map[string]any{"reason": "The passports say so.", "members": []any{
		map[string]any{"member": "m1", "given_names": "Artë"}, map[string]any{"member": "m2", "given_names": "Besë"}}}, fmt.Sprintf(`If-Match: "%v"`, left))
	o.print()
	seq := o.ask("officer", "GET", caseURL(reference)+"/timeline", nil).body["timeline"].([]any)[1].(map[string]any)["seq"]
	o.do("manager", reference, "void-event", map[string]any{"seq": seq, "reason": "She is here."})
	o.print()
	statuses := map[string]string{}
	for _, d := range o.ask("officer", "GET", caseURL(reference)+"/documents", nil).body["documents"].([]any) {
		d := d.(map[string]any)
		statuses[strings.TrimPrefix(text(d["number"]), reference+"-")] = text(d["status"])
	}
	if statuses["D1-2"] != "current" || statuses["D2-2"] != "current" || statuses["D2-1"] != "superseded" {
		t.Errorf("the papers are %v", statuses)
	}
}

// print prints what was ordered, as the relay does.
func (o *office) print() {
	o.t.Helper()
	orders, err := o.store.Read(o.t.Context()).DueOutbox(o.now(), 100)
	must(o.t, err)
	for _, order := range orders {
		if order.Kind == store.OutboxPaper {
			must(o.t, o.worker.Print(o.t.Context(), order))
		}
	}
}

func TestProgrammesAreListedInTheirNewestVersion(t *testing.T) {
	o := newOffice(t)
	r := o.ask("field", "GET", "/api/v1/programmes", nil)
	codes := map[string]int{}
	for _, p := range r.body["programmes"].([]any) {
		codes[text(p.(map[string]any)["code"])]++
	}
	if codes["demo"] != 1 {
		t.Errorf("%v", codes)
	}
}

func TestHealth(t *testing.T) {
	o := newOffice(t)
	for _, x := range []struct {
		path     string
		is       api.Readiness
		status   int
		says     string
		degraded string
	}{
		{"/livez", api.Readiness{}, 200, "alive", ""},
		{"/readyz", api.Readiness{Ready: true}, 200, "ready", ""},
		{"/readyz", api.Readiness{Ready: true, Degraded: "temporal"}, 200, "ready", "temporal"},
		{"/readyz", api.Readiness{Degraded: "database"}, 503, "not_ready", "database"},
	} {
		o.readiness = x.is
		if r := o.ask("", "GET", x.path, nil); r.status != x.status || r.body["status"] != x.says || text(r.body["degraded"]) != x.degraded {
			t.Errorf("%s when %+v: %d %s", x.path, x.is, r.status, r.text)
		}
	}
}

func TestTheLogHasOneLineARequestAndNoName(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	o.as("manager")
	before := strings.Count(o.logged.String(), "msg=request")
	r := o.ask("manager", "GET", "/api/v1/cases?q=hoxha", nil)
	o.see("manager", reference)
	logged := o.logged.String()
	if got := strings.Count(logged, "msg=request") - before; got != 2 {
		t.Errorf("two requests are %d lines", got)
	}
	names, err := o.gate.Names(t.Context())
	must(t, err)
	actor := ""
	for id, n := range names {
		if n.Username == "manager" {
			actor = id
		}
	}
	for _, part := range []string{"method=GET", "route=/api/v1/cases/:reference", "status=200", "duration=", "actor=" + actor, "request=" + r.header.Get("X-Request-Id")} {
		if !strings.Contains(logged, part) {
			t.Errorf("the log has no %s", part)
		}
	}
	for _, personal := range []string{"hoxha", "Hoxha", reference} {
		if strings.Contains(logged, personal) {
			t.Errorf("the log tells %s: %s", personal, logged)
		}
	}
}
