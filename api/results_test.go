package api_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"homeward/avrr"
	"homeward/store"
)

// applied answers the value of the first column of the row of everybody in the table of applications.
func applied(t *testing.T, r reply) any {
	t.Helper()
	table := r.body["tables"].([]any)[0].(map[string]any)
	row := table["rows"].([]any)[0].(map[string]any)
	if table["id"] != avrr.TableApplied || row["by"] != "all" {
		t.Fatalf("the tables begin with %v", table["id"])
	}
	return row["values"].([]any)[0].(map[string]any)["value"]
}

func TestResultsAreForManagersAndAuditorsAndOnRecord(t *testing.T) {
	o := newOffice(t)
	for range 6 {
		o.opened("officer", with(o.application(), "applied_on", o.day(0)))
	}
	year := o.day(0)[:4]
	for _, who := range []string{"manager", "auditor"} {
		if r := o.ask(who, "GET", "/api/v1/results", nil); r.status != http.StatusOK || applied(t, r) != 6.0 {
			t.Errorf("%s: %d %.200s", who, r.status, r.text)
		}
	}
	for _, path := range []string{"/api/v1/results", "/api/v1/results.xlsx", "/api/v1/results.csv?table=applied", "/api/v1/cases.csv", "/api/v1/cases.xlsx"} {
		for _, who := range []string{"officer", "desk", "field", "protection", "admin"} {
			if r := o.ask(who, "GET", path, nil); r.status != http.StatusForbidden {
				t.Errorf("%s is answered to %s: %d", path, who, r.status)
			}
		}
	}
	for query, want := range map[string]any{"?programme=demo": 6.0, "?from=1999-01-01&to=1999-12-31": 0.0, "?from=" + year + "-01-01&to=" + year + "-12-31": 6.0} {
		if r := o.ask("manager", "GET", "/api/v1/results"+query, nil); r.status != http.StatusOK || applied(t, r) != want {
			t.Errorf("%s: %d %.200s", query, r.status, r.text)
		}
	}
	for query, field := range map[string]string{"?from=2026-01-02&to=2026-12-31": "/from", "?from=2026-01-01": "/from", "?from=2026-13-01&to=2026-12-31": "/from", "?programme=nonesuch": "/programme", "?funding=nobody": "/funding",
		"?colour=red": "/colour", ".csv": "/table", ".csv?table=secrets": "/table", ".xlsx?lang=de": "/lang"} {
		if r := o.ask("manager", "GET", "/api/v1/results"+query, nil); r.status != http.StatusUnprocessableEntity || text(r.body["field"]) != field {
			t.Errorf("%s: %d %.300s", query, r.status, r.text)
		}
	}
	rows, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{})
	must(t, err)
	if !slices.ContainsFunc(rows, func(r store.AuditRow) bool {
		return r.Verb == "export" && r.Detail == "results "+year+"-01-01 to "+year+"-12-31 as json of demo"
	}) {
		t.Errorf("no audit row tells of the report of one programme: %+v", rows)
	}
}

// "EU AMIF" and "eu amif" are one budget, and so they are one report.
func TestResultsOfAFundingAreFoundHoweverItIsWritten(t *testing.T) {
	o := newOffice(t)
	for i := range 6 {
		o.opened("officer", with(with(o.application(), "applied_on", o.day(0)), "funding", []string{"EU AMIF", "eu amif "}[i%2]))
	}
	for _, funding := range []string{"EU+AMIF", "+eu+amif", "EU+AMIF&programme=demo"} {
		if r := o.ask("manager", "GET", "/api/v1/results?funding="+funding, nil); r.status != http.StatusOK || applied(t, r) != 6.0 {
			t.Errorf("%s: %d %.200s", funding, r.status, r.text)
		}
	}
	for funding, said := range map[string]string{
		"EU+AMIF+2":              "No case and no budget has the funding \"EU AMIF 2\".",
		"EU+AMIF&programme=eurp": "No case and no budget of the programme eurp has the funding \"EU AMIF\".",
	} {
		if r := o.ask("manager", "GET", "/api/v1/results?funding="+funding, nil); r.status != http.StatusUnprocessableEntity || r.body["detail"] != said {
			t.Errorf("%s: %d %.300s", funding, r.status, r.text)
		}
	}
	must(t, o.store.InTx(t.Context(), func(tx *store.Tx) error { _, err := tx.SetBudget("eurp", "EU AMIF", "EUR", 1000); return err }))
	if r := o.ask("manager", "GET", "/api/v1/results?programme=eurp&funding=eu+amif", nil); r.status != http.StatusOK || applied(t, r) != 0.0 {
		t.Errorf("a funding with a budget and no case yet: %d %.200s", r.status, r.text)
	}
}

func TestResultsAreAWorkbookWithItsDefinitionsAndTextsForMachines(t *testing.T) {
	o := newOffice(t)
	for range 3 {
		o.opened("officer", with(o.application(), "applied_on", o.day(0)))
	}
	r := o.ask("manager", "GET", "/api/v1/results.xlsx?lang=sq", nil)
	if r.status != http.StatusOK || !strings.Contains(r.header.Get("Content-Disposition"), ".xlsx") {
		t.Fatalf("%d %v", r.status, r.header)
	}
	book, err := excelize.OpenReader(strings.NewReader(r.text))
	must(t, err)
	defer func() { must(t, book.Close()) }()
	if sheets := book.GetSheetList(); len(sheets) != len(avrr.ResultTables())+1 || sheets[0] != "Përkufizime" || sheets[1] != "Aplikuan" {
		t.Errorf("the sheets are %v", sheets)
	}
	r = o.ask("manager", "GET", "/api/v1/results.csv?table=applied", nil)
	rows, err := csv.NewReader(strings.NewReader(r.text)).ReadAll()
	must(t, err)
	for i, want := range []string{"By,Group code,Group,Persons", "#meta +by,#population +code,#population +name,#reached +applied", "All,all,All,suppressed"} {
		if got := strings.Join(rows[i], ","); got != want {
			t.Errorf("row %d is %q, want %q", i, got, want)
		}
	}
}

func TestTheCaseloadAsAFileIsChosenAsTheListAndNamesNobody(t *testing.T) {
	o := newOffice(t)
	restricted := o.opened("officer", o.application())
	o.do("officer", restricted, "record-screening", map[string]any{"member": "m1", "screened_on": o.day(0), "trafficking": map[string]any{"act": []string{"recruitment"}}})
	other := o.opened("officer2", o.application())
	for _, who := range []string{"manager", "auditor"} {
		r := o.ask(who, "GET", "/api/v1/cases.csv?sort=reference", nil)
		rows, err := csv.NewReader(strings.NewReader(r.text)).ReadAll()
		must(t, err)
		if len(rows) != 4 || !strings.Contains(r.text, restricted) || !strings.Contains(r.text, other) || strings.Contains(r.text, "Hoxha") {
			t.Errorf("%s is given %s", who, r.text)
		}
		for _, word := range []string{"restricted", "protection", "traffick"} {
			if strings.Contains(strings.ToLower(r.text), word) {
				t.Errorf("the file tells %s which case is %s", who, word)
			}
		}
	}
	for query, want := range map[string]int{"?officer=officer": 1, "?stage=travel": 0, "?q=hoxha": 2, "?country=AL&open=true": 2} {
		r := o.ask("manager", "GET", "/api/v1/cases.xlsx"+query, nil)
		book, err := excelize.OpenReader(strings.NewReader(r.text))
		must(t, err)
		rows, err := book.GetRows("Cases")
		must(t, err)
		must(t, book.Close())
		if len(rows) != want+2 {
			t.Errorf("%s gives %d cases, want %d", query, len(rows)-2, want)
		}
	}
}
