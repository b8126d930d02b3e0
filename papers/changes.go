package papers

import (
	"fmt"
	"slices"
)

// An entry is a row of a table that is known again in another version of the paper. Its first cell numbers it.
type entry struct {
	key   string
	cells [][]part
}

const markedShare = 20 // of a numbering column that has room for the word of a mark

// entries sets a table. Beside the version before, it marks what is new, what changed with what it was, and
// what is left out, in words and with a bar in the margin.
func (s *sheet) entries(columns []column, now, before []entry) {
	if before == nil {
		rows := make([][][]part, len(now))
		for i, e := range now {
			rows[i] = e.cells
		}
		s.table(columns, rows)
		return
	}
	columns[0].share = markedShare
	head := s.titles(columns)
	s.add(head)
	set := func(cells [][]part, marked bool) {
		s.cells(strip{above: 1.4, below: 1.4, ruled: true, marked: marked, head: &head}, s.columns(columns, cells)...)
	}
	w := changesWords[s.language]
	for _, e := range now {
		switch i := slices.IndexFunc(before, func(b entry) bool { return b.key == e.key }); {
		case i < 0:
			set(e.marked(w.Added), true)
		default:
			cells, changed := s.withWas(e, before[i])
			set(cells, changed)
		}
	}
	for _, e := range before {
		if !slices.ContainsFunc(now, func(n entry) bool { return n.key == e.key }) {
			set(e.leftOut(w.LeftOut), true)
		}
	}
}

var markWord = style{size: 7, leading: 3.5, bold: true, ink: blue}

func (e entry) marked(word string) [][]part {
	cells := slices.Clone(e.cells)
	cells[0] = append(slices.Clip(cells[0]), part{"change", word, markWord})
	return cells
}

// leftOut is an entry of the version before as this one shows it: without its number, in grey.
func (e entry) leftOut(word string) [][]part {
	cells := [][]part{{{"change", word, markWord}}}
	for _, parts := range e.cells[1:] {
		dim := slices.Clone(parts)
		for i := range dim {
			dim[i].style.ink = grey
		}
		cells = append(cells, dim)
	}
	return cells
}

// withWas puts under each cell that differs from the version before what it said there.
func (s *sheet) withWas(e, before entry) (cells [][]part, changed bool) {
	w := changesWords[s.language]
	cells = slices.Clone(e.cells)
	for i := 1; i < len(cells); i++ {
		if was, differs := replaced(before.cells[i], cells[i]); differs {
			changed = true
			cells[i] = append(slices.Clip(cells[i]), part{cells[i][0].field + ".was", w.was(was), quiet})
		}
	}
	if changed {
		return entry{e.key, cells}.marked(w.Changed), true
	}
	return cells, false
}

func (w changesWording) was(text string) string {
	if text == "" {
		text = "–"
	}
	return fmt.Sprintf(w.Was, text)
}

// replaced is what a cell said where it says something else now: the parts that differ, or all of them when there
// are more or fewer than before.
func replaced(before, now []part) (was string, differs bool) {
	var gone []string
	for i, p := range before {
		if len(before) != len(now) || p.text != now[i].text {
			gone = append(gone, p.text)
		}
	}
	return inOneLine(gone...), said(before) != said(now)
}

func said(parts []part) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.text
	}
	return inOneLine(all...)
}

// changedFacts are facts, each with what it was in the version before where that differs.
func (s *sheet) changedFacts(now, before []fact) {
	cells := make([][]part, len(now))
	for i, f := range now {
		cells[i] = s.fact(f)
		if before != nil && before[i].value != f.value {
			was := changesWords[s.language].was(before[i].value)
			cells[i] = append(cells[i], part{f.field + ".was", was, quiet})
		}
	}
	s.grid(len(cells), cells)
}
