package web_test

import (
	"html"
	"strings"
	"testing"
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
