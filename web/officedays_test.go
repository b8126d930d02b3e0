package web_test

import (
	"archive/zip"
	"io"
	"strings"
	"testing"
	"time"

	"homeward/store"
)

func TestTheDeskCountsItsDaysByTheClockOfItsOffice(t *testing.T) {
	o := newOffice(t)
	o.must(o.store.InTx(t.Context(), func(tx *store.Tx) error {
		if err := tx.SetOffice(store.Office{Name: "Tirana office", Country: "AL", Phone: "+355 4 555 01", Airports: []string{"TIA"}}); err != nil {
			return err
		}
		return tx.SetOffice(store.Office{Name: "travel DESK", Country: "NZ", Phone: "+64 4 555 01", Airports: []string{"AKL"}})
	}))
	evening := time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC) // it is the 23rd in Auckland
	o.desk.Clock = func() time.Time { return evening }
	o.as("desk").shows("/travel/day", "Today, Mon 23 November")
	o.as("officer").shows("/travel/day", "Today, Sun 22 November")
	o.as("field").shows("/visits/sheet?day=2026-11-23", "14:00 CET by Arben")
}

func TestTheManifestAsAWorkbookNamesARestrictedCaseByItsReferenceAlone(t *testing.T) {
	o := newOffice(t)
	plain, apart := o.opened("Hoxha", "Arta"), o.opened("Leka", "Agim")
	tables := map[string]string{}
	for _, reference := range []string{plain, apart} {
		o.approved(reference)
		o.ticketed(reference)
		if reference == apart {
			o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-1), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
		}
		view, err := o.desk.Case(t.Context(), o.people["officer"], reference)
		o.must(err)
		path := "/movements/" + view.Booking.Movement
		o.as("desk").shows(path, path+"/aboard.xlsx")
		tables[reference] = cellsOf(t, o.as("protection").get(path+"/aboard.xlsx").html)
		if p := o.as("admin").get(path + "/aboard.xlsx"); p.status == 200 {
			t.Error("who may open no manifest is given the table")
		}
	}
	if said := tables[plain]; !strings.Contains(said, "Hoxha") || !strings.Contains(said, "2571234567890") {
		t.Errorf("the table says %s", said)
	}
	if said := tables[apart]; !strings.Contains(said, apart) || strings.Contains(said, "Leka") || strings.Contains(said, "2571234567890") {
		t.Errorf("of a restricted case the table says %s", said)
	}
	trail, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{})
	o.must(err)
	made := 0
	for _, row := range trail {
		if row.Detail == "manifest as xlsx" {
			made++
		}
	}
	if made != 2 {
		t.Errorf("%d of 2 tables stand in the audit", made)
	}
}

// cellsOf is every text of a workbook.
func cellsOf(t *testing.T, workbook string) string {
	t.Helper()
	book, err := zip.NewReader(strings.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatalf("%v: %.200s", err, workbook)
	}
	var all strings.Builder
	for _, part := range book.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") && part.Name != "xl/sharedStrings.xml" {
			continue
		}
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, in); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestAPrintedListSaysWhenByWhomAndWhatWasChosen(t *testing.T) {
	o := newOffice(t)
	o.opened("Hoxha", "Arta")
	b := o.as("officer")
	b.shows("/cases?open=1&stage=eligibility", "data-print", "Printed ", " UTC by "+o.people["officer"].DisplayName+", Return officer", "1 case · Eligibility", "Holds personal data.")
	b.shows("/work?lang=sq", "Printuar ", "Përmban të dhëna personale.")
	if p := o.browser().get("/verify"); strings.Contains(p.html, "Holds personal data") {
		t.Error("a stranger's page claims to hold personal data")
	}
}

func TestTheCaseloadIsChosenByItsChildrenWhereTheyMayBeKnown(t *testing.T) {
	o := newOffice(t)
	grown, family := o.opened("Hoxha", "Arta"), o.opened("Leka", "Agim")
	o.do("officer", family, "change-members", body{"on": day(0), "reason": "A son was named later.", "add": []body{{"family_name": "Leka", "given_names": "Drin", "birth": body{"about": time.Now().Year() - 17}, "sex": "M", "nationality": "AL", "relation": "child", "travels": true}}})
	b := o.as("officer")
	if p := b.shows("/cases?child=1", "1 case", family, "With a child"); strings.Contains(p.html, grown) {
		t.Error("a case without a child is chosen for its children")
	}
	o.as("desk").shows("/cases?child=1", family)
	o.do("protection", family, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	o.as("protection").shows("/cases?child=1", family)
	if p := o.as("desk").get("/cases?child=1"); strings.Contains(p.html, family) {
		t.Error("choosing by children tells who is in a restricted case")
	}
}
