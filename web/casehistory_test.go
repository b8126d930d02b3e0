package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestANoteIsWrittenOnThePageOfTheNotesAndReadThereFirst(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, notes := o.as("officer"), "/cases/"+reference+"/notes"
	b.shows(notes, "Nobody has written a note yet.")
	p := b.post("/cases/"+reference+"/do/add-note", b.fills(notes, url.Values{"text": {"The aunt will call on Monday."}}))
	if to := p.header.Get("Location"); p.status != http.StatusSeeOther || !strings.HasPrefix(to, notes+"?done=add-note") {
		t.Fatalf("the form leads to %d %q", p.status, to)
	}
	b.shows(p.header.Get("Location"), "Accepted:")
	o.do("officer2", reference, "add-note", body{"text": "An interpreter is booked."})
	o.do("officer", reference, "add-note", body{"text": "She has called."})
	html := b.shows(notes, "Daniel Osei").html
	if last, first := strings.Index(html, "She has called."), strings.Index(html, "An interpreter is booked."); last < 0 || first < last {
		t.Errorf("the notes stand at %d and %d", last, first)
	}
	if p := o.as("auditor").shows(notes, "You do not write notes"); strings.Contains(p.html, "<textarea") {
		t.Error("an auditor may write")
	}
}

func TestANoteThatCannotStandComesBackWithItsTextAndStillLeadsToTheNotes(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b := o.as("officer")
	p := b.post("/cases/"+reference+"/do/add-note", b.fills("/cases/"+reference+"/notes", url.Values{"text": {"   "}}))
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, `name="after" value="notes"`) || !strings.Contains(p.html, `href="/cases/`+reference+`/notes"`) {
		t.Errorf("%d: %.400s", p.status, said(p.html))
	}
}

func TestTheHistoryIsToldPageByPageAndByKind(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	for n := range 60 {
		o.do("officer", reference, "add-note", body{"text": fmt.Sprintf("Note %d.", n)})
	}
	b, base := o.as("officer"), "/cases/"+reference+"/history"
	first := b.shows(base, "Note 59.", "Eligibility", `rel="next"`)
	if strings.Contains(first.html, "The case was opened") {
		t.Error("the first page tells everything")
	}
	b.shows(base+"?page=2", "The case was opened", "Newer")
	decided := b.shows(base+"?kind=decisions", "Eligibility was decided")
	if strings.Contains(decided.html, "Note 59.") {
		t.Error("a note stands among the decisions")
	}
	b.shows(base+"?kind=nothing&page=99", "Note 59.")
	b.shows("/cases/"+reference, "/history\"")
}

func TestWhoLookedIsToldToWhomTheCaseBelongsAndToThoseWhoCheck(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	base := "/cases/" + reference + "/history"
	desk := o.as("desk")
	desk.shows("/cases/" + reference)
	desk.shows("/cases/" + reference)
	for _, who := range []string{"officer", "manager", "auditor"} {
		b := o.as(who)
		b.shows(base, "Who looked")
		b.shows(base+"?kind=looks", "Sofia Lindqvist", "Opened the case", "2 times that day", "On the pages")
		b.shows(base+"?kind=looks&lang=sq", "Hapi çështjen", "Në faqe")
	}
	for _, who := range []string{"officer2", "desk"} {
		b := o.as(who)
		if strings.Contains(b.shows(base).html, "Who looked") {
			t.Errorf("%s is offered who looked", who)
		}
		if p := b.get(base + "?kind=looks"); p.status != http.StatusForbidden {
			t.Errorf("%s is answered %d", who, p.status)
		}
	}
	if p := o.as("officer").get(base + "?kind=looks&before=x"); p.status != http.StatusBadRequest {
		t.Errorf("an address nobody made: %d", p.status)
	}
}

func TestThatProtectionLookedIsNobodyElsesToKnow(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-1), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	o.as("protection").shows("/cases/" + reference)
	o.as("manager").shows("/cases/"+reference+"/history?kind=looks", "Ruth Adeyemi")
	if p := o.as("auditor").shows("/cases/" + reference + "/history?kind=looks"); strings.Contains(p.html, "Ruth Adeyemi") || strings.Contains(p.html, "rotection") {
		t.Error("who may not see the names is told that protection looked")
	}
}

func TestWhatWasChosenIsSaidInTheWordsOfTheFormInBothLanguages(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.do("field", reference, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	b := o.as("officer")
	b.shows("/cases/"+reference+"?done=record-counselling", "Recorded:</b> Counselling took place", "it takes it over")
	b.shows("/cases/"+reference+"?lang=sq", "e merr përsipër")
}
