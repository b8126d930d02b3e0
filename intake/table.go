package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A table is a spreadsheet before anybody asks what its cells mean.
type table struct {
	header []string
	rows   []row
	// workbook tells that days may stand as numbers, counted from epoch.
	workbook bool
	from1904 bool
}

// A row is one line of a table. Cells that the file leaves out at its end are empty.
type row struct {
	line  int
	cells []string
}

// separators are tried in this order; the first under which the header holds most known columns is the file's.
var separators = []struct {
	rune rune
	name string
}{{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}}

// readCSV reads comma-, semicolon- or tab-separated text (RFC 4180 with any of the three).
func readCSV(text string, known func(string) bool) (*table, []Problem) {
	separator, problem := separatorOf(text, known)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = separator, -1
	t := &table{}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, []Problem{broken(err)}
		}
		line, _ := reader.FieldPos(0)
		t.add(line, cells)
	}
}

// add takes the first line as the header and leaves out lines in which nothing stands.
func (t *table) add(line int, cells []string) {
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	switch {
	case strings.Join(cells, "") == "":
	case t.header == nil:
		t.header = cells
	default:
		t.rows = append(t.rows, row{line, cells})
	}
}

func separatorOf(text string, known func(string) bool) (rune, *Problem) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	best, most := rune(0), 0
	for _, s := range separators {
		columns := 0
		for _, name := range strings.Split(strings.TrimSpace(first), string(s.rune)) {
			if known(strings.Trim(name, `" `)) {
				columns++
			}
		}
		if columns > most && strings.ContainsRune(first, s.rune) {
			best, most = s.rune, columns
		}
	}
	switch {
	case strings.TrimSpace(first) == "":
		return 0, &Problem{Text: "The file is empty."}
	case most == 0 && !strings.ContainsAny(first, ",;\t"):
		return 0, &Problem{Line: 1, Text: "The header is one single column. Comma, semicolon and tab were tried; save the file with one of them between the columns."}
	case most == 0:
		return 0, &Problem{Line: 1, Text: "No column of the header is known, whether comma, semicolon or tab separates them. The first line names the columns; the template has every one of them."}
	}
	return best, nil
}

// broken says where a file stops being a table.
func broken(err error) Problem {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return Problem{Text: fmt.Sprintf("The file cannot be read: %v.", err)}
	}
	return Problem{Line: parse.Line, Text: fmt.Sprintf("From here on the quotes do not match (the entry begins on line %d): a text that holds a quote stands in quotes, with the inner quote doubled.", parse.StartLine)}
}
