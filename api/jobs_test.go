package api_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/intake"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

const jobsURL = "/api/v1/jobs"

// atWork has what people ask for done in the background until the test ends. What it submits waits, because Temporal is away.
func (o *office) atWork() {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		o.desk.DoJobs(ctx, "this test")
	}()
	o.t.Cleanup(func() { stop(); <-ended })
}

// begun asks for a job, and answers where it is.
func (o *office) begun(username string, body any, headers ...string) string {
	o.t.Helper()
	r := o.ask(username, "POST", jobsURL, body, headers...)
	if r.status != http.StatusCreated || r.header.Get("Location") != r.body["href"] || r.body["state"] != "waiting" {
		o.t.Fatalf("%d %v %s", r.status, r.header, r.text)
	}
	return text(r.body["href"])
}

// ended waits for the end of a job, and answers what came of it.
func (o *office) ended(username, href string) map[string]any {
	o.t.Helper()
	patient, cancel := context.WithTimeout(o.t.Context(), 2*time.Minute)
	defer cancel()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		r := o.ask(username, "GET", href, nil)
		if r.body["ended_at"] != nil {
			return r.body
		}
		select {
		case <-patient.Done():
			o.t.Fatalf("the job does not end: %s", r.text)
		case <-look.C:
		}
	}
}

// outcomes are what became of each row, by reference: its state and the sentence with it.
func outcomes(job map[string]any) map[string][2]string {
	became := map[string][2]string{}
	rows, _ := job["rows"].([]any)
	for _, row := range rows {
		r := row.(map[string]any)
		outcome := r["outcome"].(map[string]any)
		became[text(r["reference"])] = [2]string{text(outcome["state"]), text(outcome["why"]) + text(outcome["says"])}
	}
	return became
}

func TestAJobIsDoneToEachCaseByTheRightsOfWhoAsked(t *testing.T) {
	o := newOffice(t)
	ordinary, hidden := o.approved(), o.approved()
	o.restricted("protection", hidden)
	assign := fields{"kind": "assign", "cases": []string{hidden, ordinary}, "duty": "return", "person": "officer2"}
	href := o.begun("officer", assign)
	if r := o.ask("officer", "GET", href, nil); r.body["state"] != "waiting" || r.body["total"] != 2.0 || r.body["rows"] != nil {
		t.Errorf("before its turn: %s", r.text)
	}
	letters := o.begun("officer2", fields{"kind": "letters", "cases": []string{hidden, ordinary}, "paper": "declaration"})
	reminded := o.begun("manager", fields{"kind": "remind", "cases": []string{ordinary}})
	exported := o.begun("manager", fields{"kind": "export", "cases": []string{ordinary}, "form": "csv"})
	o.atWork()
	if became := outcomes(o.ended("officer", href)); became[ordinary][0] != "taken" || became[hidden][0] != "taken" {
		t.Errorf("reassigned: %v", became)
	}
	job := o.ended("officer2", letters)
	if became := outcomes(job); became[hidden] != [2]string{"refused", "Somebody else looks after this case; ask the case owner."} || became[ordinary] != [2]string{"skipped", "no_paper"} || job["file"] != nil {
		t.Errorf("printed: %v", job)
	}
	if became := outcomes(o.ended("manager", reminded)); became[ordinary][0] == "" {
		t.Errorf("reminded: %v", became)
	}
	file := text(o.ended("manager", exported)["file"].(map[string]any)["href"])
	r := o.ask("manager", "GET", file, nil)
	if r.status != http.StatusOK || !strings.Contains(r.text, ordinary) || strings.Contains(r.text, hidden) || !strings.Contains(r.header.Get("Content-Disposition"), "homeward-cases-") {
		t.Errorf("the file: %d %v %s", r.status, r.header, r.text)
	}
	if r := o.ask("manager", "GET", jobsURL, nil); len(r.body["jobs"].([]any)) != 2 {
		t.Errorf("one's own jobs: %s", r.text)
	}
}

func TestWhatCannotBeAskedOfAJobIsSaidInOneSentence(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	one, many := []string{reference}, make([]string, casework.MostChosen+1)
	for n := range many {
		many[n] = reference
	}
	assign := func(cases []string) fields {
		return fields{"kind": "assign", "cases": cases, "duty": "return", "person": "officer2"}
	}
	waiting := o.begun("officer", assign(one), "Idempotency-Key: the-same")
	o.atWork()
	o.ended("officer", waiting)
	export := fields{"kind": "export", "cases": one, "form": "csv"}
	done := o.begun("manager", export)
	o.ended("manager", done)
	for _, x := range []struct {
		name, who, path string
		body            any
		status          int
		code, sentence  string
	}{
		{"no kind", "officer", jobsURL, fields{"cases": one}, 422, "invalid", `There is no job of the kind "".`},
		{"an unknown kind", "officer", jobsURL, fields{"kind": "delete", "cases": one}, 422, "invalid", `There is no job of the kind "delete".`},
		{"an import without a sheet", "officer", jobsURL, fields{"kind": "import", "cases": one}, 422, "invalid", `There is no job of the kind "import".`},
		{"no case", "officer", jobsURL, assign([]string{}), 422, "invalid", "cases must have 1 to 300 entries."},
		{"301 cases", "officer", jobsURL, assign(many), 422, "invalid", "cases must have 1 to 300 entries."},
		{"what another kind takes", "officer", jobsURL, with(assign(one), "form", "csv"), 422, "invalid", "form is not a field of this input."},
		{"nobody to take it", "officer", jobsURL, with(assign(one), "person", nil), 422, "invalid", "Name the office or the person that is to take the duty."},
		{"a paper there is none of", "officer", jobsURL, fields{"kind": "letters", "cases": one, "paper": "visa"}, 422, "invalid", "Choose the kind of paper to print."},
		{"a case that is not there", "officer", jobsURL, assign([]string{"HW-000-0000"}), 404, "not-found", "There is no case with this reference."},
		{"who may not", "officer", jobsURL, export, 403, "role-not-allowed", ""},
		{"no object", "officer", jobsURL, "[]", 422, "invalid", "The body must be a JSON object that says of which kind the job is."},
		{"another's job", "officer2", waiting, nil, 404, "not-found", "There is no such job of yours."},
		{"the file of another's job", "officer2", waiting + "/file", nil, 404, "not-found", "There is no such job of yours."},
		{"another's job cancelled", "officer2", waiting + "/cancel", fields{}, 404, "not-found", "There is no such job of yours."},
		{"another's job asked for again", "officer2", waiting + "/again", fields{}, 404, "not-found", "There is no such job of yours."},
		{"a job there is none of", "officer", jobsURL + "/x", nil, 404, "not-found", "There is no such job of yours."},
		{"a file where none comes", "officer", waiting + "/file", nil, 404, "not-found", "No file came of this job."},
		{"cancelled after its end", "officer", waiting + "/cancel", fields{}, 409, "rule", "Nothing of this job is under way that could be cancelled."},
		{"again where all was done", "manager", done + "/again", fields{}, 409, "rule", "Nothing of this job is left to be asked for again."},
		{"opened without a sheet", "officer", waiting + "/open", fields{}, 409, "rule", "This job is no spreadsheet of which cases are opened."},
	} {
		t.Run(x.name, func(t *testing.T) {
			method := http.MethodPost
			if x.body == nil {
				method = http.MethodGet
			}
			r := o.ask(x.who, method, x.path, x.body)
			if r.status != x.status || r.code() != x.code || x.sentence != "" && r.body["detail"] != x.sentence {
				t.Errorf("want %d %s, got %d %s", x.status, x.code, r.status, r.text)
			}
		})
	}
	if r := o.ask("officer", "POST", jobsURL, assign(one), "Idempotency-Key: the-same"); r.status != http.StatusCreated || r.body["href"] != waiting || r.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same key again: %d %v %s", r.status, r.header, r.text)
	}
	for name, other := range map[string]reply{
		"another person to take it": o.ask("officer", "POST", jobsURL, with(assign(one), "person", "officer"), "Idempotency-Key: the-same"),
		"another kind":              o.ask("officer", "POST", jobsURL, fields{"kind": "letters", "cases": one, "paper": "declaration"}, "Idempotency-Key: the-same"),
		"another's":                 o.ask("manager", "POST", jobsURL, assign(one), "Idempotency-Key: the-same"),
	} {
		if other.status != http.StatusUnprocessableEntity || other.code() != "idempotency-key-reused" {
			t.Errorf("the same key, %s: %d %s", name, other.status, other.text)
		}
	}
	if r := o.ask("officer", "POST", jobsURL, assign(one), "Idempotency-Key: "); r.status != http.StatusBadRequest || r.code() != "idempotency-key-missing" {
		t.Errorf("no key: %d %s", r.status, r.text)
	}
}

func TestAJobIsCancelledBeforeItsTurnAndAskedForAgain(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	href := o.begun("manager", fields{"kind": "export", "cases": []string{reference}, "form": "csv"})
	if r := o.ask("manager", "GET", href+"/file", nil); r.status != http.StatusConflict || r.body["detail"] != "This job has not ended; what comes of it is there once it has." {
		t.Errorf("a file before it is made: %d %s", r.status, r.text)
	}
	if r := o.ask("manager", "POST", href+"/again", nil); r.status != http.StatusConflict || r.code() != "rule" {
		t.Errorf("asked for again before its end: %d %s", r.status, r.text)
	}
	for range 2 {
		if r := o.ask("manager", "POST", href+"/cancel", nil); r.status != http.StatusOK || r.body["stopping"] != true {
			t.Fatalf("%d %s", r.status, r.text)
		}
	}
	o.atWork()
	if job := o.ended("manager", href); job["state"] != "cancelled" || outcomes(job)[reference][0] != "cancelled" {
		t.Errorf("got %v", job)
	}
	if r := o.ask("manager", "POST", href+"/cancel", nil); r.status != http.StatusOK {
		t.Errorf("cancelled once more: %d %s", r.status, r.text)
	}
	again := o.ask("manager", "POST", href+"/again", nil)
	if job := o.ended("manager", text(again.body["href"])); job["state"] != "done" || outcomes(job)[reference][0] != "done" {
		t.Errorf("again: %v", job)
	}
}

const sheetOfTwo = `case;programme;applied_on;host_country;host_office;destination_country;family_name;given_names;birth;nationality
L-1;standard;2026-10-01;GB;London office;AL;Kola;Anila;1991-04-17;AL
L-2;standard;2026-10-01;GB;London office;AL;Gjini;;1988-04-17;XX
`

func TestASheetIsSentLookedOverAndOpened(t *testing.T) {
	o := newOffice(t)
	send := func(who, body, mediaType, key string) reply {
		return o.ask(who, "POST", "/api/v1/imports?dates=dmy", body, "Content-Type: "+mediaType, "Idempotency-Key: "+key)
	}
	if r := send("officer", sheetOfTwo, "text/csv", "a"); r.status != http.StatusNotFound || r.body["detail"] != "Spreadsheets are not read here." {
		t.Errorf("where none are read: %d %s", r.status, r.text)
	}
	library, err := programmes.Embedded()
	must(t, err)
	o.desk.Intake = intake.Sheets(func(context.Context) (intake.Rules, error) {
		return intake.Rules{Current: library.Current, Now: o.now(), Assess: func(p *avrr.Programme, f avrr.Facts) (avrr.EligibilityDecision, error) {
			return programmes.Assess(p, f, library.All())
		}}, nil
	})
	for _, x := range []struct {
		name, who, sheet, mediaType string
		status                      int
		code                        string
	}{
		{"as JSON", "officer", sheetOfTwo, "application/json", 415, "unsupported-media-type"},
		{"above 10 MB", "officer", strings.Repeat("x", casework.MostOfSheet+1), "text/csv", 413, "too-large"},
		{"by who may not", "desk", sheetOfTwo, "text/csv", 403, "role-not-allowed"},
	} {
		if r := send(x.who, x.sheet, x.mediaType, "a"); r.status != x.status || r.code() != x.code {
			t.Errorf("%s: want %d %s, got %d %s", x.name, x.status, x.code, r.status, r.text)
		}
	}
	empty := send("officer", sheetOfTwo, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "c") // it is none
	if r := o.ask("officer", "POST", text(empty.body["href"])+"/open", nil); r.status != http.StatusConflict || r.body["detail"] != "Nothing in this file can be opened." {
		t.Errorf("nothing to open: %d %s", r.status, r.text)
	}
	checked := send("officer", sheetOfTwo, "text/csv", "b")
	href := text(checked.body["href"])
	if checked.status != http.StatusCreated || checked.body["state"] != "checked" || checked.body["total"] != 1.0 || checked.header.Get("Location") != href {
		t.Fatalf("%d %s", checked.status, checked.text)
	}
	if r := send("officer", sheetOfTwo, "text/csv", "b"); r.body["href"] != href || r.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same again: %d %s", r.status, r.text)
	}
	if r := send("officer", sheetOfTwo+"\n", "text/csv", "b"); r.code() != "idempotency-key-reused" {
		t.Errorf("another sheet with the same key: %d %s", r.status, r.text)
	}
	found, _ := o.ask("officer", "GET", href, nil).body["sheet"].(map[string]any)
	wrong, _ := found["wrong"].([]any)
	if len(wrong) == 0 || wrong[0].(map[string]any)["line"] != 3.0 || found["persons"] != 1.0 {
		t.Errorf("what was found: %v", found)
	}
	for _, early := range []string{"/cancel", "/again"} {
		if r := o.ask("officer", "POST", href+early, nil); r.status != http.StatusConflict || r.code() != "rule" {
			t.Errorf("%s before a yes: %d %s", early, r.status, r.text)
		}
	}
	id := strings.TrimPrefix(text(empty.body["href"]), jobsURL+"/")
	away := text(empty.body["href"]) + "/throw-away"
	if r := o.ask("officer2", "POST", away, nil); r.status != http.StatusNotFound || r.body["detail"] != "There is no such job of yours." {
		t.Errorf("another's sheet thrown away: %d %s", r.status, r.text)
	}
	if _, err := o.desk.Store.Read(t.Context()).JobFileContent(id); err != nil {
		t.Errorf("the sheet before it is thrown away: %v", err)
	}
	if r := o.ask("officer", "POST", away, nil); r.status != http.StatusOK || strings.Contains(r.text, id) || !strings.Contains(r.text, href) {
		t.Errorf("thrown away: %d %s", r.status, r.text)
	}
	if _, err := o.desk.Store.Read(t.Context()).JobFileContent(id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the sheet that was thrown away: %v", err)
	}
	if _, err := o.desk.Vault.Seal(t.Context(), store.JobSubject(id).String(), vault.Protection, "test", []byte("x")); !errors.Is(err, vault.ErrErased) {
		t.Errorf("its key is there still: %v", err)
	}
	if r := o.ask("officer", "GET", text(empty.body["href"]), nil); r.status != http.StatusNotFound {
		t.Errorf("what was thrown away is answered %d", r.status)
	}
	for range 2 {
		if r := o.ask("officer", "POST", href+"/open", nil); r.status != http.StatusOK || r.body["state"] != "waiting" {
			t.Errorf("opened: %d %s", r.status, r.text)
		}
	}
	if r := o.ask("officer", "POST", href+"/throw-away", nil); r.status != http.StatusConflict || r.body["detail"] != "This job is no spreadsheet that still waits for a yes." {
		t.Errorf("thrown away after a yes: %d %s", r.status, r.text)
	}
}
