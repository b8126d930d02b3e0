// Package intake reads a caseload from a spreadsheet and says what would be opened and recorded.
package intake

import (
	"cmp"
	"fmt"
	"slices"
)

// A Problem is why a part of a file cannot be taken as it stands. Its text is for the person who has the file open beside it: it
// names lines and columns, and nobody.
type Problem struct {
	Line   int    // as the spreadsheet counts; 0 is the file as a whole
	Column string // "" is the whole line
	Case   string // the case it leaves out, by the office's own number; "" is every case
	Text   string // sentences
}

func (p Problem) String() string {
	switch {
	case p.Line == 0:
		return p.Text
	case p.Column == "":
		return fmt.Sprintf("line %d: %s", p.Line, p.Text)
	}
	return fmt.Sprintf("line %d, %s: %s", p.Line, p.Column, p.Text)
}

func sorted(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return problems
}
