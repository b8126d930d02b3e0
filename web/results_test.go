package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestResultsAreATableAtATimeWithItsFiles(t *testing.T) {
	o := newOffice(t)
	for range 6 {
		o.opened("Hoxha", "Arta")
	}
	manager := o.as("manager")
	first := manager.shows("/results", "Applied", "All tables (Excel)", "What these words and numbers mean")
	holds(t, "/results", first)
	if !strings.Contains(first.html, "<td>6</td>") {
		t.Error("six applied, and the table does not say so")
	}
	manager.shows("/results?from=1999-01&to=1999-12&programme=demo&table=costs", "Nothing of this happened in the period.", "/results.xlsx?from=1999-01&amp;programme=demo&amp;to=1999-12")
	if file := manager.get("/results.csv?table=applied"); !strings.HasPrefix(file.html, "By,Group code,Group,Persons\r\n#meta") {
		t.Errorf("the file begins %.60q", file.html)
	}
	holds(t, "/results?lang=sq", manager.get("/results?lang=sq&table=visits"))
	for path, want := range map[string]int{"/results?from=2026": http.StatusBadRequest, "/results?from=2026-12&to=2026-01": http.StatusBadRequest, "/results.csv?table=secrets": http.StatusBadRequest} {
		if got := manager.get(path).status; got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	for _, path := range []string{"/results", "/results.xlsx"} {
		if got := o.as("officer").get(path).status; got != http.StatusForbidden {
			t.Errorf("%s answers %d to an officer", path, got)
		}
	}
}
