package web_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/intake"
	"homeward/programmes"
	"homeward/store"
	"homeward/workflows"
)

// reading lets an office read spreadsheets, and records what is opened of them as a worker would.
func (o *office) reading() {
	o.Helper()
	library, err := programmes.Embedded()
	o.must(err)
	o.desk.Intake = intake.Sheets(func(context.Context) (intake.Rules, error) {
		return intake.Rules{Current: library.Current, Now: time.Now(), Assess: func(p *avrr.Programme, f avrr.Facts) (avrr.EligibilityDecision, error) {
			return programmes.Assess(p, f, library.All())
		}}, nil
	})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	o.Cleanup(func() { stop(); <-ended })
	go func() {
		defer close(ended)
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-look.C:
			}
			due, err := o.store.Read(ctx).DueSubmissions(time.Now().Add(time.Hour), 100)
			if err != nil {
				continue
			}
			for _, s := range due {
				if _, err := o.worker.Record(ctx, workflows.ToRecord{Subject: s.Subject.String(), Submission: s.ID}); err != nil {
					continue
				}
				_ = o.store.InTx(ctx, func(tx *store.Tx) error { //nolint:errcheck // it is settled at the next look
					now, err := tx.Submission(s.ID)
					if err != nil || now.Status != store.SubmissionRecorded {
						return err
					}
					return tx.Settle(s.ID, now.Status, now.RecordedSeq, nil)
				})
			}
		}
	}()
}

// uploads sends a spreadsheet, and answers what the page led to.
func (b *browser) uploads(name, text string) page {
	b.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	b.must(form.WriteField("key", keyInForm.FindStringSubmatch(b.get("/import").html)[1]))
	part, err := form.CreateFormFile("file", name)
	b.must(err)
	_, err = part.Write([]byte(text))
	b.must(err)
	b.must(form.Close())
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.server.URL+"/import", &sent)
	b.must(err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.does(req)
}

const sheetOfThree = `case;programme;applied_on;host_country;host_office;destination_country;family_name;given_names;birth;nationality;counselled_on;screened_on;decided_on
L-1;standard;2026-10-01;GB;London office;AL;Kola;Anila;1991-04-17;AL;;;
L-1;;;;;;Kola;Besim;2015-01-02;AL;;;
L-2;standard;2026-10-01;GB;London office;AL;Gjini;;1988-04-17;XX;;;
L-3;standard;2026-10-02;GB;London office;AL;Marku;Drita;1979-12-01;AL;;;
`

func TestASpreadsheetIsLookedOverThenOpenedOnce(t *testing.T) {
	o := newOffice(t)
	o.reading()
	o.atWork()
	b := o.as("officer")
	b.shows("/cases", `href="/import"`)
	b.shows("/import", "nothing is opened until you say so")
	id := func(p page) string {
		if p.status != http.StatusSeeOther {
			t.Fatalf("uploaded: %d\n%.900s", p.status, p.html)
		}
		return strings.TrimPrefix(p.header.Get("Location"), "/jobs/")
	}
	first := id(b.uploads("three.csv", sheetOfThree))
	p := b.shows("/jobs/"+first, "4 rows were read. Cases that can be opened: 2, with people: 3", "Line 4, ", "L-2", "Open 2 cases", "Nothing was opened yet")
	if strings.Contains(p.html, "Gjini") || strings.Contains(p.html, "http-equiv") {
		t.Errorf("the report names somebody, or reads itself again:\n%s", p.html)
	}
	if count, err := o.desk.CaseCount(t.Context(), o.people["officer"], casework.Search{}); err != nil || count != 0 {
		t.Fatalf("%d cases are there, %v", count, err)
	}
	if p := b.post("/jobs/"+first+"/open", url.Values{}); p.status != http.StatusSeeOther {
		t.Fatalf("opened: %d\n%.600s", p.status, p.html)
	}
	if job := o.ended("officer", first); job.Counts[casework.RowDone] != 2 || job.File == nil {
		t.Fatalf("got %+v", job)
	}
	b.shows("/jobs/"+first, "L-1", "L-3", "Anila Kola", "Save the file", "Correct the file and import it again")
	if p := b.get("/jobs/" + first + "/file"); !strings.Contains(p.html, "L-2") || strings.Contains(p.html, "Kola") {
		t.Errorf("what was not opened: %s", p.html)
	}

	again := id(b.uploads("again.csv", strings.Replace(sheetOfThree, "Gjini;;1988-04-17;XX", "Gjini;Besa;1988-04-17;AL", 1)))
	b.shows("/jobs/"+again, "Open 3 cases")
	b.post("/jobs/"+again+"/open", url.Values{})
	if job := o.ended("officer", again); job.Counts[casework.RowDone] != 3 || job.File != nil {
		t.Fatalf("got %+v", job)
	}
	if count, err := o.desk.CaseCount(t.Context(), o.people["officer"], casework.Search{}); err != nil || count != 3 {
		t.Errorf("%d cases are there, %v", count, err)
	}
}

// Whoever has pages has no command line: what a sheet must look like is had where it is sent.
func TestTheTemplateIsHadOnThePageThatAsksForTheSheet(t *testing.T) {
	o := newOffice(t)
	o.reading()
	b := o.as("officer")
	b.shows("/import", `href="/import/template.xlsx" download`, `href="/import/template.csv" download`, "a template that has every column and one example case")
	o.as("officer").shows("/import?lang=sq", `href="/import/template.xlsx" download`, "një model që i ka të gjitha kolonat")
	for at, kind := range map[string]string{"/import/template.csv": "text/csv; charset=utf-8", "/import/template.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		p := b.get(at)
		if name := `attachment; filename="homeward-import` + strings.TrimPrefix(at, "/import/template") + `"`; p.status != http.StatusOK || p.header.Get("Content-Type") != kind || p.header.Get("Content-Disposition") != name {
			t.Errorf("%s is answered %d with %v", at, p.status, p.header)
		}
		led := b.uploads("homeward-"+at[len("/import/"):], p.html).header.Get("Location")
		if read := b.shows(led, "1 rows were read"); strings.Contains(read.html, "The whole file") {
			t.Errorf("%s is not read back: %.900s", at, read.html)
		}
		if p := o.as("field").get(at); p.status != http.StatusForbidden {
			t.Errorf("somebody who opens no cases is answered %d at %s", p.status, at)
		}
	}
	for lang, says := range map[string]string{"?lang=en": "the template has every one of them", "?lang=sq": "modeli i ka të gjitha"} {
		led := b.uploads("nothing.csv", "colour;size\nred;12\n").header.Get("Location")
		if p := b.shows(led+lang, says); strings.Contains(p.html, "homeward import") {
			t.Errorf("the page sends people to a command line: %.900s", p.html)
		}
	}
}

func TestASpreadsheetThatIsThrownAwayIsGone(t *testing.T) {
	o := newOffice(t)
	o.reading()
	b := o.as("officer")
	led := b.uploads("three.csv", sheetOfThree).header.Get("Location")
	b.shows(led, "Throw the file away", `action="`+led+`/throw-away"`)
	if p := o.as("officer2").post(led+"/throw-away", url.Values{}); p.status != http.StatusNotFound {
		t.Errorf("another's sheet is thrown away with %d", p.status)
	}
	if p := b.post(led+"/throw-away", url.Values{}); p.status != http.StatusSeeOther || p.header.Get("Location") != "/import?done=throw-away" {
		t.Fatalf("thrown away: %d to %s", p.status, p.header.Get("Location"))
	}
	b.shows("/import?done=throw-away", "The file was destroyed. Nothing of it was opened.")
	if p := b.get(led); p.status != http.StatusNotFound {
		t.Errorf("what was thrown away is answered %d", p.status)
	}
	begun := b.uploads("three.csv", sheetOfThree).header.Get("Location")
	b.post(begun+"/open", url.Values{})
	if p := b.post(begun+"/throw-away", url.Values{}); p.header.Get("Location") != begun {
		t.Errorf("one that was said yes to is answered %d to %s", p.status, p.header.Get("Location"))
	}
}

// Impatient people press twice: the sheet is kept once, and both are shown the same.
func TestASpreadsheetSentManyTimesAtOnceIsKeptOnce(t *testing.T) {
	o := newOffice(t)
	o.reading()
	var senders sync.WaitGroup
	kept := make([]string, 8)
	for i := range kept {
		senders.Go(func() {
			job, err := o.desk.CheckSheet(t.Context(), o.people["officer"], "one form", casework.Sheet{Content: []byte(sheetOfThree)})
			if err != nil {
				t.Error(err)
			}
			kept[i] = job.ID
		})
	}
	senders.Wait()
	if slices.Sort(kept); kept[0] == "" || kept[0] != kept[len(kept)-1] {
		t.Errorf("kept as %v", kept)
	}
}

// Whoever presses twice to have the last sheet opened that there is room for is not told that there is none.
func TestOpeningTheLastSheetThereIsRoomForTwiceOpensIt(t *testing.T) {
	o := newOffice(t)
	o.reading()
	for n := range 5 {
		job, err := o.desk.CheckSheet(t.Context(), o.people["officer"], fmt.Sprintf("form %d", n), casework.Sheet{Content: []byte(sheetOfThree)})
		o.must(err)
		for range 2 {
			o.must(o.desk.OpenSheet(t.Context(), o.people["officer"], job.ID))
		}
	}
	job, err := o.desk.CheckSheet(t.Context(), o.people["officer"], "one more", casework.Sheet{Content: []byte(sheetOfThree)})
	o.must(err)
	if err := o.desk.OpenSheet(t.Context(), o.people["officer"], job.ID); avrr.ErrorCode(err) != avrr.CodeRule {
		t.Errorf("one more than there is room for: %v", err)
	}
	if page, err := o.desk.Job(t.Context(), o.people["officer"], job.ID); err != nil || !page.Checked() {
		t.Errorf("what there was no room for is %+v, %v", page, err)
	}
}

func TestASpreadsheetTellsOfOthersWorkOrOfNothingAtAll(t *testing.T) {
	o := newOffice(t)
	o.reading()
	b := o.as("officer")
	told := strings.Replace(sheetOfThree, "1979-12-01;AL;;;", "1979-12-01;AL;2026-10-05;2026-10-05;2026-10-20", 1)
	p := b.uploads("others.csv", told)
	b.shows(p.header.Get("Location"), "L-3", "can be opened: 1, with people: 2")
	if p := b.uploads("nothing.csv", "colour;size\nred;12\n"); p.status == http.StatusSeeOther {
		b.shows(p.header.Get("Location"), "can be opened: 0", "Line 1")
	} else {
		t.Errorf("a file of something else: %d", p.status)
	}
	if p := o.as("field").get("/import"); p.status != http.StatusForbidden {
		t.Errorf("somebody who opens no cases is answered %d", p.status)
	}
}
