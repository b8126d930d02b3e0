package tables

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A workbook is Office Open XML (ECMA-376), a sheet a table. Rows go to a file of the host as soon as they are many; the workbook itself is
// put together, and written, at the end.
type workbook struct {
	out   io.Writer
	book  *excelize.File
	sheet *excelize.StreamWriter
	rows  int
	money map[int]int // the style of amounts, by their digits
	bold  int
	err   error // of making the book
}

// firstSheet is the one a new workbook has already.
const firstSheet = "Sheet1"

func newWorkbook(w io.Writer) *workbook {
	b := &workbook{out: w, book: excelize.NewFile(), money: map[int]int{}}
	b.bold, b.err = b.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return b
}

// longestName and what no name of a sheet may hold (ECMA-376, as spreadsheets read it).
const (
	longestName = 31
	notInNames  = `:\/?*[]'`
)

func (b *workbook) Table(name string, columns []Column) error {
	if b.err != nil {
		return fmt.Errorf("write xlsx: %w", b.err)
	}
	if err := b.next(name); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	titles, tags := make([]any, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		titles[i], tags[i] = excelize.Cell{StyleID: b.bold, Value: harmless(c.Title)}, c.Tag
	}
	for _, header := range [][]any{titles, tags} {
		if err := b.put(header); err != nil {
			return err
		}
	}
	return nil
}

// next ends the sheet before and begins another, its columns wide enough to be read and its header always in sight.
func (b *workbook) next(name string) error {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(notInNames, r) {
			return ' '
		}
		return r
	}, name)
	if letters := []rune(name); len(letters) > longestName {
		name = string(letters[:longestName])
	}
	if b.sheet == nil {
		if err := b.book.SetSheetName(firstSheet, name); err != nil {
			return err
		}
	} else {
		if err := b.sheet.Flush(); err != nil {
			return err
		}
		if _, err := b.book.NewSheet(name); err != nil {
			return err
		}
	}
	sheet, err := b.book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	b.sheet, b.rows = sheet, 0
	if err := sheet.SetColWidth(1, 16, 22); err != nil {
		return err
	}
	return sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"})
}

func (b *workbook) Row(cells ...any) error {
	row := make([]any, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case nil, int64:
			row[i] = v
		case string:
			row[i] = harmless(v)
		case Phone:
			row[i] = v.String()
		case Amount:
			style, err := b.amounts(v.Digits)
			if err != nil {
				return err
			}
			row[i] = excelize.Cell{StyleID: style, Value: float64(v.Minor) / math.Pow10(v.Digits)}
		default:
			return fmt.Errorf("a cell cannot hold %T", cell)
		}
	}
	return b.put(row)
}

func (b *workbook) put(row []any) error {
	b.rows++
	at, err := excelize.CoordinatesToCellName(1, b.rows)
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := b.sheet.SetRow(at, row); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

func (b *workbook) amounts(digits int) (int, error) {
	if style, made := b.money[digits]; made {
		return style, nil
	}
	as := "0"
	if digits > 0 {
		as += "." + strings.Repeat("0", digits)
	}
	style, err := b.book.NewStyle(&excelize.Style{CustomNumFmt: &as})
	if err != nil {
		return 0, fmt.Errorf("write xlsx: %w", err)
	}
	b.money[digits] = style
	return style, nil
}

func (b *workbook) Close() (err error) {
	defer func() {
		if closed := b.book.Close(); err == nil && closed != nil {
			err = fmt.Errorf("write xlsx: %w", closed)
		}
	}()
	if b.sheet != nil {
		if err := b.sheet.Flush(); err != nil {
			return fmt.Errorf("write xlsx: %w", err)
		}
	}
	if err := b.book.Write(b.out); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}
