package papers

// A column of a table; the widths of a table's columns sum to textWidth.
type column struct {
	title string
	width float64
}

// table sets rows of cells under column titles, which are repeated on every page the table reaches.
func (s *sheet) table(columns []column, rows [][][]part) {
	titles := make([][]part, len(columns))
	for i, c := range columns {
		titles[i] = []part{{"column", c.title, label}}
	}
	head := strip{above: 1.4, below: 0.8, ruled: true}.row(s.columns(columns, titles))
	head.tied = true
	s.add(head)
	for _, r := range rows {
		s.cells(strip{above: 1.4, below: 1.4, ruled: true, head: &head}, s.columns(columns, r)...)
	}
}

func (s *sheet) columns(columns []column, parts [][]part) []cell {
	const gap = 3.0
	cells := make([]cell, len(columns))
	x := margin
	for i, c := range columns {
		width := c.width
		if i < len(columns)-1 {
			width -= gap
		}
		cells[i] = s.cell(x, width, parts[i]...)
		x += c.width
	}
	return cells
}
