package web_test

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"homeward/store"
)

func TestTheVisitsOfATabAreThoseItsNameSays(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	b := o.as("field")
	holds := func(path string, want bool) page {
		t.Helper()
		p := b.shows(path)
		if strings.Contains(p.html, "/cases/"+reference+"/visits") != want {
			t.Errorf("%s lists the visits: %v", path, !want)
		}
		return p
	}
	holds("/visits?whose=all", true)
	own, nobodys := holdsEither(b, "/visits?whose=own", reference), holdsEither(b, "/visits?whose=nobody", reference)
	if own == nobodys {
		t.Fatalf("the same visits are mine: %v, and nobody's: %v", own, nobodys)
	}
	p := holds("/visits?whose=all", true)
	for _, want := range []string{"/do/log-visit?visit=", "/do/reschedule-visit?visit=", ">Call<"} {
		if !strings.Contains(p.html, want) {
			t.Errorf("a visit does not lead on with %q", want)
		}
	}
	manager := o.as("manager").shows("/visits", `href="/visits?whose=all" aria-current="page"`)
	if strings.Contains(manager.html, "log-visit") {
		t.Error("a manager is offered to log a visit")
	}
	follow := html.UnescapeString(b.shows("/cases/" + reference + "/visits").html)
	rule, call := strings.Index(follow, "Safe contact:"), strings.Index(follow, `href="tel:+447700900123"`)
	if rule < 0 || call < rule {
		t.Errorf("how it is safe to call stands at %d, the number at %d", rule, call)
	}
}

func holdsEither(b *browser, path, reference string) bool {
	return strings.Contains(b.shows(path).html, "/cases/"+reference+"/visits")
}

func TestADaySheetSaysWhenThereAreMoreVisitsThanItHolds(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	c, err := o.store.Read(t.Context()).CaseByReference(reference)
	o.must(err)
	sheet := func(visits int) page {
		t.Helper()
		due := make([]store.Visit, visits)
		for n := range due {
			due[n] = store.Visit{CaseID: c.ID, ID: fmt.Sprintf("extra-%d", n+1), Visitor: o.people["field"].ID, Country: "AL", Day: day(0), Due: time.Now()}
		}
		o.must(o.store.InTx(t.Context(), func(tx *store.Tx) error { return tx.ReplaceVisits(c.ID, due) }))
		return o.as("field").shows("/visits/sheet?day="+day(0), reference)
	}
	const more = "and there are more on this day"
	if p := sheet(30); strings.Contains(p.html, more) {
		t.Error("a sheet that holds them all says there are more")
	}
	if p := sheet(31); !strings.Contains(p.html, more) {
		t.Errorf("a sheet that leaves one out does not say so:\n%s", p.html)
	}
}
