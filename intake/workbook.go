package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What a workbook is bounded by. Of a few megabytes somebody can make as many gigabytes, and of a cell in the last column a line of thousands.
const (
	mostUnpacked = 128 << 20 // bytes, all of them in memory: nothing of it is written to a disk
	mostColumns  = 500
	mostLines    = 100_000
)

// readWorkbook reads one sheet of an Office Open XML workbook (ECMA-376), the first when none is named.
func readWorkbook(raw []byte, sheet string) (t *table, problems []Problem) {
	if unpacked(raw) > mostUnpacked {
		return nil, []Problem{{Text: fmt.Sprintf("The workbook is larger than %d MB once it is unpacked; divide it.", mostUnpacked>>20)}}
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
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
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, []Problem{{Text: fmt.Sprintf("The workbook has no sheet of that name; it has %s.", strings.Join(sheets, ", "))}}
	}
	properties, err := book.GetWorkbookProps()
	if err != nil {
		return nil, []Problem{{Text: fmt.Sprintf("The workbook does not tell how it counts days: %v.", err)}}
	}
	t = &table{workbook: true, from1904: properties.Date1904 != nil && *properties.Date1904}
	if problem := t.fill(rows); problem != nil {
		return nil, []Problem{*problem}
	}
	if t.header == nil {
		return nil, []Problem{{Text: "The sheet is empty."}}
	}
	return t, nil
}

// fill takes the lines of a sheet, and answers what keeps it from being a table.
func (t *table) fill(rows *excelize.Rows) *Problem {
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		switch {
		case err != nil:
			return &Problem{Line: line, Text: "From here on the workbook cannot be read. Save it anew."}
		case len(cells) > mostColumns:
			return &Problem{Line: line, Text: fmt.Sprintf("There are more than %d columns.", mostColumns)}
		case len(t.rows) == mostLines:
			return &Problem{Line: line, Text: fmt.Sprintf("There are more than %d lines; divide the file.", mostLines)}
		}
		t.add(line, cells)
	}
	if err := errors.Join(rows.Error(), rows.Close()); err != nil {
		return &Problem{Text: "The workbook cannot be read to its end. Save it anew."}
	}
	return nil
}

// unpacked answers how many bytes a workbook says it has once it is unpacked; 0 for what is none.
func unpacked(raw []byte) (total uint64) {
	packed, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return 0
	}
	for _, f := range packed.File {
		total += min(f.UncompressedSize64, mostUnpacked+1)
	}
	return total
}
