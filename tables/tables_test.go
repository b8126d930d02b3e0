package tables_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"homeward/tables"
)

var columns = []tables.Column{{Title: "Group", Tag: "#population +name"}, {Title: "Persons", Tag: "#reached"}, {Title: "Amount", Tag: "#value"}}

// dangerous are texts that a spreadsheet would run, or take for the end of a cell.
var dangerous = []string{`=HYPERLINK("http://evil","x")`, "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"}

func written(t *testing.T, form string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := tables.New(form, &out)
	must(t, err)
	must(t, w.Table("Costs: by/line", columns))
	must(t, w.Row("Çela, \"Arta\"", int64(12), tables.Amount{Minor: -150005, Digits: 2}))
	must(t, w.Row("yen", nil, tables.Amount{Minor: 7, Digits: 0}))
	for _, text := range dangerous {
		must(t, w.Row(text, int64(0), nil))
	}
	must(t, w.Close())
	return out.Bytes()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestATextHasItsHashtagsUnderTheHeaderAndRunsNothing(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(written(t, tables.CSV))).ReadAll()
	must(t, err)
	for i, want := range []string{"Group|Persons|Amount", "#population +name|#reached|#value", `Çela, "Arta"|12|-1500.05`, "yen||7"} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("row %d is %q, want %q", i, got, want)
		}
	}
	for i, row := range rows[4:] {
		if !strings.HasPrefix(row[0], "'") {
			t.Errorf("%q is written as %q", dangerous[i], row[0])
		}
	}
}

func TestAWorkbookHoldsNumbersAndTextsAndNoFormula(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(written(t, tables.XLSX)))
	must(t, err)
	defer func() { must(t, book.Close()) }()
	sheet := book.GetSheetList()[0]
	if sheet != "Costs  by line" {
		t.Errorf("the sheet is called %q", sheet)
	}
	rows, err := book.GetRows(sheet)
	must(t, err)
	if got := strings.Join(rows[2], "|"); got != `Çela, "Arta"|12|-1500.05` {
		t.Errorf("the row is %q", got)
	}
	kind, err := book.GetCellType(sheet, "B3")
	must(t, err)
	if kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Error("a number is written as text")
	}
	for i := range dangerous {
		at, err := excelize.CoordinatesToCellName(1, i+5)
		must(t, err)
		formula, err := book.GetCellFormula(sheet, at)
		must(t, err)
		value, err := book.GetCellValue(sheet, at)
		must(t, err)
		if formula != "" || !strings.HasPrefix(value, "'") {
			t.Errorf("%q is written as %q with the formula %q", dangerous[i], value, formula)
		}
	}
}

func TestTablesFollowEachOtherInAWorkbookAndNotInAText(t *testing.T) {
	for form, want := range map[string]bool{tables.XLSX: true, tables.CSV: false} {
		var out bytes.Buffer
		w, err := tables.New(form, &out)
		must(t, err)
		must(t, w.Table("One", columns))
		if err := w.Table("Two", columns); (err == nil) != want {
			t.Errorf("%s: %v", form, err)
		}
	}
	if _, err := tables.New("ods", nil); !errors.Is(err, tables.ErrForm) {
		t.Errorf("another form: %v", err)
	}
}
