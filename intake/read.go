package intake

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"homeward/avrr"
)

// Options say about a file what it does not say itself.
type Options struct {
	Workbook bool   // an .xlsx, not text
	Sheet    string // of a workbook; the first when empty
	Encoding string // one of Encodings; "" looks at the bytes
	Dates    string // one of Orders; "" looks at the days
	AsOf     avrr.Date
	Today    avrr.Date // for AsOf
}

// A File is a caseload as it was read. What could not be read stands in Problems; a problem of no case in particular spoils the
// whole file.
type File struct {
	Rows     int
	Problems []Problem

	cases []*dossier
}

// biggest bounds what is read into memory: a caseload of a hundred thousand people is smaller.
const biggest = 64 << 20

// Read reads a file of rows: one person each, with dated steps as columns.
func Read(raw []byte, o Options) *File {
	f := &File{}
	t, problems := tableOf(raw, o)
	if len(problems) > 0 {
		f.Problems = problems
		return f
	}
	if f.Problems = t.checkHeader(); len(f.Problems) > 0 {
		return f
	}
	f.Rows = len(t.rows)
	if t.workbook {
		t.numbers()
	}
	r := reader{shift: shiftTo(o.Today, o.AsOf)}
	if r.order, f.Problems = orderOf(t.days(), order(o.Dates)); len(f.Problems) > 0 {
		return f
	}
	entries := []*entry{}
	for _, line := range t.rows {
		e, problems := r.read(t.header, line)
		for i := range problems {
			problems[i].Case = e.text(caseColumn.name)
		}
		f.Problems = append(f.Problems, problems...)
		entries = append(entries, e)
	}
	f.sort(entries)
	return f
}

// sort gathers the cases and finds what contradicts within one, or between two.
func (f *File) sort(entries []*entry) {
	cases, problems := gather(entries)
	f.Problems = append(f.Problems, problems...)
	f.cases = cases
	for _, d := range cases {
		f.Problems = append(f.Problems, d.agree()...)
		f.Problems = append(f.Problems, d.complete()...)
	}
	f.Problems = sorted(append(f.Problems, twice(cases)...))
}

func tableOf(raw []byte, o Options) (*table, []Problem) {
	if len(raw) > biggest {
		return nil, []Problem{{Text: fmt.Sprintf("The file is larger than %d MB; divide it.", biggest>>20)}}
	}
	if o.Workbook {
		return readWorkbook(raw, o.Sheet)
	}
	text, problems := textOf(raw, o.Encoding)
	if len(problems) > 0 {
		return nil, problems
	}
	return readCSV(text, isColumn)
}

// checkHeader brings the names of the columns into the form they are known by, and says which are not known, double or missing.
func (t *table) checkHeader() []Problem {
	var problems []Problem
	for i, name := range t.header {
		if name == "" && !t.anythingIn(i) {
			continue
		}
		if !isColumn(name) {
			problems = append(problems, unknownColumn(name))
			continue
		}
		t.header[i] = normalName(name)
		if slices.Contains(t.header[:i], t.header[i]) {
			problems = append(problems, Problem{Line: 1, Column: t.header[i], Text: "This column stands in the file twice."})
		}
	}
	for _, c := range slices.Concat([]column{caseColumn}, caseColumns, personColumns) {
		if c.must && !slices.Contains(t.header, c.name) {
			problems = append(problems, Problem{Line: 1, Column: c.name, Text: "The file has no such column, and nobody is opened without it."})
		}
	}
	if len(problems) == 0 && len(t.rows) == 0 {
		problems = append(problems, Problem{Text: "The file has a header and nobody under it."})
	}
	return problems
}

func (t *table) anythingIn(i int) bool {
	return slices.ContainsFunc(t.rows, func(r row) bool { return i < len(r.cells) && r.cells[i] != "" })
}

// days answers every cell that holds a day. Those a workbook keeps as numbers are written out on the way.
func (t *table) days() []cell {
	var days []cell
	for i, name := range t.header {
		if h := columns[name].holds; h != aDay && h != aMoment && h != aBirth {
			continue
		}
		for _, r := range t.rows {
			if i >= len(r.cells) || r.cells[i] == "" {
				continue
			}
			if year.MatchString(r.cells[i]) && columns[name].holds == aBirth {
				continue
			}
			if day, ok := fromSerial(r.cells[i], t.from1904); ok && t.workbook {
				r.cells[i] = day
			}
			days = append(days, cell{r.line, name, r.cells[i]})
		}
	}
	return days
}

// keptNumber is a number as a workbook keeps it and nobody types it in two meanings: with one decimal, with four or more, or in powers
// of ten. Three decimals are none: as a text they may be thousands.
var keptNumber = regexp.MustCompile(`^\d{1,9}\.(?:\d|\d{4,})$|^\d(?:\.\d+)?[Ee][+-]?\d$`)

// numbers writes out the amounts and rates that a workbook keeps in binary, to the fifteen digits that are shown of them:
// 1250.0999999999999 is 1250.10 and 1.0200000000000001E-2 is 0.0102.
func (t *table) numbers() {
	for i, name := range t.header {
		h := columns[name].holds
		if h != anAmount && h != amounts && h != aRate {
			continue
		}
		for _, r := range t.rows {
			if i >= len(r.cells) || !keptNumber.MatchString(r.cells[i]) {
				continue
			}
			kept, ok := new(big.Float).SetString(r.cells[i])
			if !ok {
				continue
			}
			shown, ok := new(big.Rat).SetString(kept.Text('e', 14))
			if !ok {
				continue
			}
			r.cells[i] = plainly(shown, h != aRate)
		}
	}
}

// plainly writes a number without powers of ten; an amount with two decimals at least, or none.
func plainly(n *big.Rat, amount bool) string {
	whole, decimals, _ := strings.Cut(n.FloatString(30), ".")
	switch decimals = strings.TrimRight(decimals, "0"); {
	case decimals == "":
		return whole
	case amount && len(decimals) == 1:
		decimals += "0"
	}
	return whole + "." + decimals
}

// twice finds one person told in two places: one document number, or one name and birth. The same row twice is both.
func twice(cases []*dossier) []Problem {
	type place struct {
		d *dossier
		e *entry
	}
	var problems []Problem
	seen := map[string]place{}
	note := func(key string, here place, column, what string) {
		there, again := seen[key]
		if !again {
			seen[key] = here
			return
		}
		problems = append(problems,
			Problem{Line: here.e.line, Column: column, Case: here.d.key, Text: fmt.Sprintf("Line %d has the same %s.", there.e.line, what)},
			Problem{Line: there.e.line, Column: column, Case: there.d.key, Text: fmt.Sprintf("Line %d has the same %s.", here.e.line, what)})
	}
	for _, d := range cases {
		for _, e := range d.rows {
			here := place{d, e}
			for _, name := range []string{"document_number", "new_document_number"} {
				if number := e.text(name); number != "" {
					note("document "+number, here, name, "document number")
				}
			}
			if born := e.told["birth"]; born != "" {
				note("person "+folded(e.text("given_names")+" "+e.text("family_name"))+" "+born, here, "birth", "name and birth, so this is probably one person")
			}
		}
	}
	return problems
}

// folded is a name without its marks and capitals: Çela and cela are one.
func folded(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(withoutMarks(name))), " ")
}
