package intake

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readWorkbook reads one sheet of an Office Open XML workbook (ECMA-376), the first when none is named.
func readWorkbook(raw []byte, sheet string) (t *table, problems []Problem) {
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, []Problem{{Text: "The file is no workbook that can be read (.xlsx). An old .xls, or one with a password, is saved anew first."}}
	}
	defer func() {
		if err := book.Close(); err != nil {
			problems = append(problems, Problem{Text: fmt.Sprintf("The workbook cannot be closed: %v.", err)})
		}
	}()
	sheets := book.GetSheetList()
	if sheet == "" {
		sheet = sheets[0]
	}
	rows, err := book.GetRows(sheet)
	if err != nil {
		return nil, []Problem{{Text: fmt.Sprintf("The workbook has no sheet of that name; it has %s.", strings.Join(sheets, ", "))}}
	}
	properties, err := book.GetWorkbookProps()
	if err != nil {
		return nil, []Problem{{Text: fmt.Sprintf("The workbook does not tell how it counts days: %v.", err)}}
	}
	t = &table{workbook: true, from1904: properties.Date1904 != nil && *properties.Date1904}
	for i, cells := range rows {
		t.add(i+1, cells)
	}
	if t.header == nil {
		return nil, []Problem{{Text: "The sheet is empty."}}
	}
	return t, nil
}
