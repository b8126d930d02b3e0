package papers

// A column of a table, its width as a share of the measure.
type column struct {
	title string
	share float64
}

// table sets rows of cells under column titles, which are repeated on every page the table reaches.
func (s *sheet) table(columns []column, rows [][][]part) {
	head := s.titles(columns)
	s.add(head)
	for _, r := range rows {
		s.cells(strip{above: 1.4, below: 1.4, ruled: true, head: &head}, s.columns(columns, r)...)
	}
}

// titles are the row above a table, which stays with the row after it.
func (s *sheet) titles(columns []column) row {
	titles := make([][]part, len(columns))
	for i, c := range columns {
		titles[i] = []part{{"column", c.title, label}}
	}
	head := s.row(strip{above: 1.4, below: 0.8, ruled: true}, s.columns(columns, titles))
	head.tied = true
	return head
}

func (s *sheet) columns(columns []column, parts [][]part) []cell {
	const gap = 3.0
	shares := 0.0
	for _, c := range columns {
		shares += c.share
	}
	cells := make([]cell, len(columns))
	x := margin
	for i, c := range columns {
		across := s.measure() * c.share / shares
		width := across
		if i < len(columns)-1 {
			width -= gap
		}
		cells[i] = s.cell(x, width, parts[i]...)
		x += across
	}
	return cells
}
