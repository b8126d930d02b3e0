package web_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
	"homeward/vault"
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
	patient, cancel := context.WithTimeout(o.Context(), 2*time.Minute)
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
	if p := o.as("field").shows("/cases", reference, `value="letters"`); strings.Contains(p.html, `value="assign"`) {
		t.Error("somebody who may not is offered it")
	}
}

// Of the last job somebody has room for, a second copy that comes at the same moment is that job, and not one too many.
func TestTheLastJobThereIsRoomForIsThereHoweverOftenItIsSent(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	ask := func(key string) (casework.JobView, error) {
		order, err := casework.RemindOrder{Language: avrr.English}.Order()
		o.must(err)
		return o.desk.AskForJob(o.Context(), o.people["officer"], key, order, []string{reference})
	}
	for n := range 4 {
		_, err := ask(fmt.Sprintf("job %d", n))
		o.must(err)
	}
	made, failed := make([]casework.JobView, 30), make([]error, 30)
	var all sync.WaitGroup
	for n := range made {
		all.Go(func() { made[n], failed[n] = ask("the last") })
	}
	all.Wait()
	for n := range made {
		if failed[n] != nil || made[n].ID == "" || made[n].ID != made[0].ID {
			t.Errorf("one copy is job %q, another %q: %v", made[0].ID, made[n].ID, failed[n])
		}
	}
	if _, err := ask("one more"); avrr.ErrorCode(err) != avrr.CodeRule {
		t.Errorf("one more than there is room for: %v", err)
	}
	for lang, says := range map[string]string{"en": "This job has not ended", "sq": "Kjo punë nuk ka mbaruar"} {
		p := o.as("officer").post("/jobs/"+made[0].ID+"/again?lang="+lang, url.Values{"key": {rand.Text()}})
		if p.status != http.StatusConflict || !strings.Contains(p.html, says) {
			t.Errorf("a job that cannot be asked for now is answered %d: %.900s", p.status, p.html[max(0, strings.Index(p.html, "<main")):])
		}
	}
}

// A job that cannot be done ends as one that did not work: nobody waits behind it.
func TestNobodyWaitsBehindAJobThatDoesNotWork(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	broken := store.Job{ID: "01JOB000000000000000000000", Kind: casework.JobLetters, Account: o.people["officer"].ID, RequestKey: "broken", Total: 1,
		AskedAt: time.Now().Add(-time.Minute), ExpiresAt: time.Now().Add(time.Hour), Asked: []byte(`{"kind":"letters","body":"whichever"}`)}
	o.must(o.desk.Vault.CreateKey(o.Context(), store.JobSubject(broken.ID).String(), vault.Protection))
	o.must(o.store.InTx(o.Context(), func(tx *store.Tx) error { return tx.InsertJob(broken, []string{"a case"}) }))
	order, err := casework.RemindOrder{Language: avrr.English}.Order()
	o.must(err)
	job, err := o.desk.AskForJob(o.Context(), o.people["officer"], "sound", order, []string{reference})
	o.must(err)
	o.atWork()
	o.ended("officer", job.ID)
	if j := o.ended("officer", broken.ID); j.State != store.JobFailed {
		t.Errorf("the job that does not work is %s", j.State)
	}
	o.as("officer").shows("/jobs", "Did not work")
}

// A job is lost to whoever asked for it once it has ended as one that did not work: it waits for what passes, and nobody waits behind it.
func TestAJobThatCannotBeReadForAMomentIsDoneLater(t *testing.T) {
	o := newOffice(t)
	order, err := casework.RemindOrder{Language: avrr.English}.Order()
	o.must(err)
	ask := func(key, reference string) string {
		job, err := o.desk.AskForJob(o.Context(), o.people["officer"], key, order, []string{reference})
		o.must(err)
		return job.ID
	}
	waits, unread, sound := ask("waits", o.opened("Kola", "Anila")), o.opened("Gjini", "Besa"), o.opened("Marku", "Drita")
	o.sealer.from.Store(store.JobSubject(waits).String())
	o.atWork()
	for n := range 2 {
		o.ended("officer", ask(fmt.Sprintf("sound %d", n), sound))
	}
	o.sealer.from.Store("")
	if job := o.ended("officer", waits); job.State != store.JobDone {
		t.Errorf("the job whose order could not be read is %s", job.State)
	}

	row, err := o.store.Read(t.Context()).CaseByReference(unread)
	o.must(err)
	o.sealer.from.Store("case/" + row.ID)
	two, err := o.desk.AskForJob(o.Context(), o.people["officer"], "of a case", order, []string{unread, sound})
	o.must(err)
	waits = two.ID
	o.ended("officer", ask("sound again", sound))
	b := o.as("officer")
	patient, look := time.After(2*time.Minute), time.NewTicker(50*time.Millisecond)
	defer look.Stop()
	for told := false; !told; {
		p := b.get("/jobs/" + waits)
		told = strings.Contains(p.html, "1 of 2") && strings.Contains(p.html, "This did not work for the moment.")
		select {
		case <-patient:
			t.Fatalf("the other row waits, or nobody is told: %s", between(p.html, "<main", "</main>"))
		case <-look.C:
		}
	}
	o.sealer.from.Store("")
	if job := o.ended("officer", waits); job.State != store.JobDone || job.Counts[casework.RowFailed] != 0 {
		t.Errorf("the job whose case could not be read is %s: %+v", job.State, job.Counts)
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

func TestLettersOfManyCasesAreOneFileInTheOrderOfTheList(t *testing.T) {
	o := newOffice(t)
	with, without, hidden := o.opened("Kola", "Anila"), o.opened("Gjini", "Besa"), o.opened("Marku", "Drita")
	for _, reference := range []string{with, hidden} {
		o.approved(reference)
	}
	o.do("officer", hidden, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	o.print()
	b := o.as("officer2")
	p := b.post("/cases/together", url.Values{"do": {"letters"}, "case": {hidden, without, with}})
	holds(t, "letters of many", p)
	if !strings.Contains(p.html, "2 cases") || !strings.Contains(p.html, "1 case is left out") || !strings.Contains(p.html, "ask the case owner") {
		t.Fatalf("what is left out is not said:\n%s", p.html)
	}
	id := b.asked(p, url.Values{"do": {"letters"}, "case": {hidden, without, with}, "paper": {"declaration"}})
	o.atWork()
	job := o.ended("officer2", id)
	if job.Counts[casework.RowRefused] != 1 || job.Counts[casework.RowSkipped] != 1 || job.Counts[casework.RowDone] != 1 || job.File == nil {
		t.Fatalf("got %+v", job)
	}
	b.shows("/jobs/"+id, "There is no such paper yet.", "Somebody else looks after this case; ask the case owner.", "Voluntary return declaration", "Save the file")
	file := b.get("/jobs/" + id + "/file")
	if file.status != http.StatusOK || !strings.HasPrefix(file.html, "%PDF-") || !strings.Contains(file.header.Get("Content-Disposition"), "homeward-declaration-") {
		t.Errorf("the file: %d, %v", file.status, file.header)
	}
	if p := o.as("officer").get("/jobs/" + id + "/file"); p.status != http.StatusNotFound {
		t.Errorf("somebody else is handed the file: %d", p.status)
	}

	o.do("officer", with, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	if p := b.get("/jobs/" + id + "/file"); p.status != http.StatusForbidden || !strings.Contains(p.html, "You may no longer open every letter in this file; print the letters again") {
		t.Errorf("the letters of a case that became restricted are answered %d", p.status)
	}
	if p := b.get("/jobs/" + id + "/file?lang=sq"); !strings.Contains(p.html, "shtypini letrat përsëri") {
		t.Error("that they are printed again is not said in Albanian")
	}
}

func TestWhoeverIsLateIsRemindedOnceADay(t *testing.T) {
	o := newOffice(t)
	o.desk.Clock = func() time.Time { return time.Now().AddDate(0, 0, 90) }
	reference := o.opened("Kola", "Anila")
	b := o.as("manager")
	remind := func() *casework.JobPage {
		p := b.post("/cases/together", url.Values{"do": {"remind"}, "case": {reference}})
		holds(t, "reminders of many", p)
		return o.ended("manager", b.asked(p, url.Values{"do": {"remind"}, "case": {reference}}))
	}
	o.atWork()
	if first := remind(); first.Counts[casework.RowTaken] != 1 || len(first.Rows[0].Outcome.Told) == 0 {
		t.Fatalf("got %+v", first)
	}
	again := remind()
	if again.Counts[casework.RowSkipped] != 1 || again.Rows[0].Outcome.Says != casework.SaysReminded {
		t.Fatalf("got %+v", again)
	}
	b.shows("/jobs/"+again.ID, "They were reminded earlier today.")
}

func TestCasesAreExportedInTheBackgroundChosenOrAsAWholeList(t *testing.T) {
	o := newOffice(t)
	first, second := o.opened("Kola", "Anila"), o.opened("Gjini", "Besa")
	b := o.as("manager")
	o.atWork()
	p := b.post("/cases/together", url.Values{"do": {"export"}, "case": {first}})
	holds(t, "export of many", p)
	id := b.asked(p, url.Values{"do": {"export"}, "case": {first}, "form": {"csv"}})
	if job := o.ended("manager", id); job.Counts[casework.RowDone] != 1 || job.File == nil {
		t.Fatalf("got %+v", job)
	}
	if file := b.get("/jobs/" + id + "/file"); !strings.Contains(file.html, first) || strings.Contains(file.html, second) || strings.Contains(file.html, "Kola") {
		t.Errorf("the file of one case:\n%s", file.html)
	}
	moved := o.people["manager"]
	moved.Role = avrr.TravelDesk
	if _, err := o.desk.JobFile(t.Context(), moved, id); avrr.ErrorCode(err) != avrr.CodeRole {
		t.Errorf("whoever has become the travel desk is handed the caseload: %v", err)
	}
	if page, err := o.desk.Job(t.Context(), moved, id); err != nil || page.File != nil {
		t.Errorf("whoever has become the travel desk is offered the caseload: %v", err)
	}
	id = b.asked(b.shows("/cases?sort=opened", "Make the file in the background"), url.Values{"do": {"list"}, "list": {"sort=opened"}})
	if job := o.ended("manager", id); job.State != "done" || job.Done != 2 || job.File == nil {
		t.Fatalf("got %+v", job)
	}
	b.shows("/jobs/"+id, "Export 2 cases", "homeward-cases-", ".xlsx")
	if p := o.as("officer").post("/jobs", url.Values{"do": {"list"}, "list": {""}, "key": {strings.Repeat("A", 26)}}); p.status != http.StatusForbidden {
		t.Errorf("somebody who may not is answered %d", p.status)
	}
}
