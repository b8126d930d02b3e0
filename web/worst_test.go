package web_test

import (
	"fmt"
	"strings"
	"testing"
)

// worst opens a case as large as any: twelve people with names of 300 letters, forty tasks and two hundred lines of history.
func (o *office) worst() string {
	o.Helper()
	name := func(n int) string {
		return strings.Repeat(fmt.Sprintf("Maria-Magdalena%c ", 'a'+n), 16) + "Xhevahire-Zojë"
	}
	in := application("Hoxha-"+strings.Repeat("Përmeti", 10), name(0))
	members := in["members"].([]body)
	for n := 1; n < 12; n++ {
		members = append(members, body{"family_name": "Hoxha", "given_names": name(n), "birth": body{"date": fmt.Sprintf("20%02d-05-01", 9+n)}, "sex": "M", "nationality": "AL", "relation": "child",
			"documents": []body{{"kind": "passport", "number": fmt.Sprintf("BB%07d", n), "issuer": "AL", "issued_on": "2020-01-01", "expires_on": day(20 + n)}}})
	}
	in["members"] = members
	reference := o.do("officer", "", "open", in).Reference
	for n := range 40 {
		o.do("officer", reference, "add-task", body{"title": fmt.Sprintf("Task %d: %s", n, strings.Repeat("ask again ", 15)), "duty": "return", "due_on": day(n - 3)})
	}
	for n := range 160 { // with the forty tasks and the opening: two hundred lines
		o.do("officer", reference, "add-note", body{"text": fmt.Sprintf("Note %d: %s", n, strings.Repeat("the aunt did not answer ", 12))})
	}
	return reference
}

func TestTheWorstCaseStaysUsable(t *testing.T) {
	o := newOffice(t)
	reference := o.worst()
	base := "/cases/" + reference
	pages := []string{base}
	for _, part := range []string{"/notes", "/history", "/files", "/surveys", "/visits", "/money", "/opened", "/do/log-contact", "/do/change-members", "/do/correct-details", "/do/schedule"} {
		pages = append(pages, base+part)
	}
	pages = append(pages, "/work", "/cases", "/cases?q=hodzha")
	b := o.as("officer")
	for _, path := range pages {
		for _, lang := range []string{"en", "sq"} {
			b.accept = lang
			p := b.shows(path)
			t.Logf("%s in %s: %d bytes packed", path, lang, p.weight)
		}
	}
	b.accept = "en"
	b.shows(base, "more tasks")
	o.inBrowser("worst.mjs", append([]string{"officer"}, pages...)...)
}
