package web_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"homeward/casework"
)

// atWork has what people ask for done in the background until the test ends. What it submits waits, because Temporal is away.
func (o *office) atWork() {
	o.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		o.desk.DoJobs(ctx, "this test")
	}()
	o.Cleanup(func() { stop(); <-ended })
}

// ended waits for the end of a job.
func (o *office) ended(username, id string) *casework.JobPage {
	o.Helper()
	patient, cancel := context.WithTimeout(o.Context(), time.Minute)
	defer cancel()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		jobs, err := o.desk.Jobs(o.Context(), o.people[username])
		o.must(err)
		for _, j := range jobs {
			if j.ID == id && !j.Open() {
				page, err := o.desk.Job(o.Context(), o.people[username], id)
				o.must(err)
				return page
			}
		}
		select {
		case <-patient.Done():
			o.Fatalf("the job %s does not end: %+v", id, jobs)
		case <-look.C:
		}
	}
}

var keyInForm = regexp.MustCompile(`name="key" value="([A-Z2-7]{26})"`)

// asked sends the form of what is to be done to many cases, and answers the job it led to.
func (b *browser) asked(p page, form url.Values) string {
	b.Helper()
	form.Set("key", keyInForm.FindStringSubmatch(p.html)[1])
	led := b.post("/jobs", form)
	if led.status != http.StatusSeeOther {
		b.Fatalf("asked for a job: %d\n%.800s", led.status, led.html)
	}
	if again := b.post("/jobs", form); again.header.Get("Location") != led.header.Get("Location") {
		b.Errorf("the same form sent twice led to %s and %s", led.header.Get("Location"), again.header.Get("Location"))
	}
	return strings.TrimPrefix(led.header.Get("Location"), "/jobs/")
}

func TestManyCasesAreReassignedAtOnceWithoutAScript(t *testing.T) {
	o := newOffice(t)
	first, second, closed := o.opened("Kola", "Anila"), o.opened("Gjini", "Besa"), o.opened("Marku", "Drita")
	o.do("officer", closed, "withdraw", body{"member": "m1", "channel": "phone"})
	b := o.as("officer")
	b.shows("/jobs", "Nothing is under way")
	b.shows("/cases", `name="case" value="`+first+`"`, `value="assign"`, "All on this page")

	p := b.post("/cases/together", url.Values{"do": {"assign"}, "all": {"page"}, "list": {"sort=opened"}})
	holds(t, "/cases/together", p)
	if p.status != http.StatusOK || strings.Count(p.html, `name="case"`) != 2 || !strings.Contains(p.html, "1 case is left out") || !strings.Contains(p.html, "Kola") {
		t.Fatalf("%d\n%s", p.status, p.html)
	}
	id := b.asked(p, url.Values{"do": {"assign"}, "case": {second, first, second}, "to": {"return person officer2"}})
	b.shows("/jobs/"+id, "Waiting to begin", "0 of 2", `http-equiv="refresh"`, "Cancel what is left")
	b.shows("/work", "/jobs/"+id)
	o.atWork()
	job := o.ended("officer", id)
	if job.Counts[casework.RowTaken] != 2 || job.Rows[0].Reference != second {
		t.Fatalf("got %+v", job)
	}
	b.shows("/jobs/"+id+"?lang=sq", "Gjini", "U pranua", "2 nga 2")
	b.shows("/jobs/"+id+"?lang=en", "Gjini", "Kola", "Accepted, waits to be recorded", "Reassign 2 cases: The return → ")
	if p := b.shows("/work"); strings.Contains(p.html, "/jobs/"+id) {
		t.Error("the work page tells of what was looked at")
	}
	b.shows("/jobs", "Reassign 2 cases")
	if p := o.as("manager").get("/jobs/" + id); p.status != http.StatusNotFound {
		t.Errorf("somebody else's job is answered with %d", p.status)
	}
}

func TestWhatCannotBeAskedForIsSaidOnTheFormWithTheCasesStillChosen(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	b := o.as("officer")
	if p := b.post("/cases/together", url.Values{"do": {"assign"}}); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "Choose at least one case.") {
		t.Errorf("nothing chosen: %d\n%s", p.status, p.html)
	}
	p := b.post("/cases/together", url.Values{"do": {"assign"}, "case": {reference}})
	form := url.Values{"do": {"assign"}, "case": {reference}, "key": {keyInForm.FindStringSubmatch(p.html)[1]}}
	if p := b.post("/jobs", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "Name the office or the person") || !strings.Contains(p.html, reference) {
		t.Errorf("nobody named: %d\n%s", p.status, p.html)
	}
	many := url.Values{"do": {"assign"}, "case": make([]string, casework.MostChosen+1)}
	if p := b.post("/cases/together", many); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "At most 300 cases are taken at once; these are 301. Choose fewer.") {
		t.Errorf("too many: %d\n%s", p.status, p.html)
	}
	if p := o.as("field").post("/cases/together", url.Values{"do": {"assign"}, "case": {reference}}); p.status != http.StatusForbidden {
		t.Errorf("somebody who may not is answered %d", p.status)
	}
	if p := o.as("field").shows("/cases", reference); strings.Contains(p.html, "/cases/together") {
		t.Error("somebody who may do nothing to many is offered it")
	}
}

func TestWhatIsCancelledStaysUndoneAndCanBeAskedForAgain(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	b := o.as("officer")
	p := b.post("/cases/together", url.Values{"do": {"assign"}, "case": {reference}})
	id := b.asked(p, url.Values{"do": {"assign"}, "case": {reference}, "to": {"return person officer2"}})
	if p := b.post("/jobs/"+id+"/cancel", nil); p.status != http.StatusSeeOther {
		t.Fatalf("cancelled: %d", p.status)
	}
	o.atWork()
	if job := o.ended("officer", id); job.State != "cancelled" || job.Counts[casework.RowCancelled] != 1 {
		t.Fatalf("got %+v", job)
	}
	p = b.shows("/jobs/"+id, "Cancelled before its turn", "Try 1 case again")
	led := b.post("/jobs/"+id+"/again", url.Values{"key": {keyInForm.FindStringSubmatch(p.html)[1]}})
	if job := o.ended("officer", strings.TrimPrefix(led.header.Get("Location"), "/jobs/")); job.Counts[casework.RowTaken] != 1 {
		t.Fatalf("got %+v", job)
	}
}

// Whoever asked may have lost the right, or the account, by the time it is done.
func TestEachRowIsDoneWithTheRightsOfTheMoment(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	b := o.as("officer2")
	p := b.post("/cases/together", url.Values{"do": {"assign"}, "case": {reference}})
	id := b.asked(p, url.Values{"do": {"assign"}, "case": {reference}, "to": {"return person officer2"}})
	o.must(o.desk.Gate.Disable(o.Context(), o.people["admin"].Actor, o.people["officer2"].ID))
	o.atWork()
	if job := o.ended("officer2", id); job.Counts[casework.RowRefused] != 1 || !strings.Contains(job.Rows[0].Outcome.Why, "disabled") {
		t.Fatalf("got %+v", job)
	}
}
