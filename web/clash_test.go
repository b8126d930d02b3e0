package web_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/casework"
	"homeward/store"
)

func TestTwoCorrectionsOfTheSameFieldAreShownToTheSecondAuthor(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/correct-details"
	entered := url.Values{"reason": {"She told me."}, "host_office": {"Leeds office"}, "members.0.member": {"m1"}, "members.0.given_names": {"Artana"}}
	form := b.fills(path, entered)
	view, err := o.desk.Case(t.Context(), o.people["officer2"], reference)
	o.must(err)
	seen := view.Version
	o.correct("officer2", reference, seen, body{"reason": "By letter.", "host_office": "Bristol office"})
	p := b.post(path, form)
	if p.status != http.StatusConflict {
		t.Fatalf("got %d: %s", p.status, said(p.html))
	}
	holds(t, path, p)
	for _, want := range []string{o.people["officer2"].DisplayName + " changed", "Now: <bdi>Bristol office", "Yours: <bdi>Leeds office", `value="Artana"`} {
		if !strings.Contains(p.html, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	for _, m := range hidden.FindAllStringSubmatch(p.html, -1) {
		form.Set(m[1], m[2])
	}
	if p := b.post(path, form); p.status != http.StatusConflict || !strings.Contains(p.html, "Bristol office") {
		t.Fatalf("before anything was chosen: %d %s", p.status, said(p.html))
	}
	form.Set("keep.host_office", "theirs")
	if p := b.post(path, form); p.status != http.StatusSeeOther {
		t.Fatalf("having chosen theirs: %d %s", p.status, said(p.html))
	}
	o.recordAll()
	row, err := o.store.Read(t.Context()).CaseByReference(reference)
	o.must(err)
	history, err := o.store.Read(t.Context()).History(store.CaseSubject(row.ID))
	o.must(err)
	o.must(err)
	if last := string(history[len(history)-1].Input); !strings.Contains(last, `"host_office":"Bristol office"`) || !strings.Contains(last, `"given_names":"Artana"`) {
		t.Errorf("recorded was %s", last)
	}
}

func TestOnesOwnValueStandsOnceItWasChosenOverTheirs(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/correct-details"
	form := b.fills(path, url.Values{"reason": {"She told me."}, "members.0.member": {"m1"}, "members.0.birth.year": {"1990"}, "members.0.birth.about": {"yes"}})
	view, err := o.desk.Case(t.Context(), o.people["officer2"], reference)
	o.must(err)
	o.correct("officer2", reference, view.Version, body{"reason": "By letter.", "members": []body{{"member": "m1", "birth": body{"date": "1991-02-03"}}}})
	p := b.post(path, form)
	if p.status != http.StatusConflict || !strings.Contains(p.html, "Yours: <bdi>about 1990") || !strings.Contains(p.html, "Now: <bdi>3 February 1991") {
		t.Fatalf("%d %s", p.status, said(p.html))
	}
	for _, m := range hidden.FindAllStringSubmatch(p.html, -1) {
		form.Set(m[1], m[2])
	}
	form.Set("keep.members.0.birth", "yours")
	if p := b.post(path, form); p.status != http.StatusSeeOther {
		t.Errorf("having chosen one's own: %d %s", p.status, said(p.html))
	}
}

func TestTwoCorrectionsOfDifferentFieldsBothGoThrough(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/correct-details"
	form := b.fills(path, url.Values{"reason": {"She told me."}, "host_office": {"Leeds office"}})
	view, err := o.desk.Case(t.Context(), o.people["officer2"], reference)
	o.must(err)
	o.correct("officer2", reference, view.Version, body{"reason": "By letter.", "language": "de"})
	if p := b.post(path, form); p.status != http.StatusSeeOther {
		t.Errorf("got %d: %s", p.status, said(p.html))
	}
}

// correct has somebody correct the details of a case they have just looked at.
func (o *office) correct(username, reference string, seen int, in body) {
	o.Helper()
	raw, err := json.Marshal(in)
	o.must(err)
	answer, err := o.desk.Perform(o.Context(), o.people[username], reference, casework.Request{Action: "correct-details", Body: raw, Key: rand.Text(), Seen: &seen})
	o.must(err)
	o.record("correct-details", answer.Submission)
}

// What waited when a case was opened may be recorded before its log is read: it counts all the same, and once.
func TestWhatIsRecordedWhileACaseIsLookedAtStandsInNobodysWay(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.do("officer", reference, "record-counselling", body{"held_on": day(-1), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	row, err := o.store.Read(o.Context()).CaseByReference(reference)
	o.must(err)
	given := o.submit("officer", reference, "add-note", body{"text": "They telephoned."})
	var once sync.Once
	o.desk.Clock = func() time.Time { // it is asked after the case is opened, and before its log is
		once.Do(func() { o.record("add-note", given.Submission) })
		return time.Now()
	}
	o.do("officer2", reference, "void-event", body{"seq": row.Seq, "reason": "It was another family."})
}
