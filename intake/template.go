package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Template is a file with every column and one example case, for an office to begin from.
func Template() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	for _, line := range templateLines() {
		if err := w.Write(line); err != nil { // a strings.Builder takes everything
			return ""
		}
	}
	w.Flush()
	return b.String()
}

// asText is the format of cells that hold what was typed (ECMA-376-1 §18.8.30, number 49).
const asText = 49

// Workbook is the Template as an Office Open XML workbook. Its columns hold text, so that what is typed there, a day or the zeros a number
// begins with, stays as it was typed.
func Workbook() (raw []byte, err error) {
	book := excelize.NewFile()
	defer func() {
		if err = errors.Join(err, book.Close()); err != nil {
			err = fmt.Errorf("template as a workbook: %w", err)
		}
	}()
	sheet := book.GetSheetName(0)
	text, err := book.NewStyle(&excelize.Style{NumFmt: asText})
	if err != nil {
		return nil, err
	}
	last, err := excelize.ColumnNumberToName(len(inOrder))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(book.SetColStyle(sheet, "A:"+last, text), book.SetColWidth(sheet, "A", last, 22)); err != nil {
		return nil, err
	}
	for n, line := range templateLines() {
		if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", n+1), &line); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err = book.Write(&b)
	return b.Bytes(), err
}

// templateLines are the header and the example.
func templateLines() [][]string {
	var shown []string
	for _, name := range inOrder {
		shown = append(shown, columns[name].shown)
	}
	return [][]string{inOrder, shown}
}
