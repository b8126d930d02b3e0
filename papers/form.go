package papers

// panel sets what must be read before anything else on a ground of its own, in one piece.
func (s *sheet) panel(title part, said ...part) {
	const inset = 4.0
	width := s.measure() - 2*inset
	s.cells(strip{above: 2.5, below: 1, tied: true, filled: true}, s.cell(margin+inset, width, title))
	for i, p := range said {
		st := strip{tied: i < len(said)-1, filled: true}
		if !st.tied {
			st.below = 2.5
		}
		s.cells(st, s.cell(margin+inset, width, p))
	}
}

// written is a labelled value, or lines to write it on.
func (s *sheet) written(field, title, value string, lines int) {
	if value != "" {
		s.grid(1, [][]part{{{field, title, label}, {field, value, body}}})
		return
	}
	const apart = 8.0 // what a hand needs between two lines
	s.cells(strip{above: 1.4, tied: true}, s.cell(margin, s.measure(), part{field, title, label}))
	measure := s.measure()
	for i := range lines {
		s.add(row{height: apart, tied: i < lines-1, paint: func(c *canvas, top float64) { c.rule(margin, top+apart-0.5, measure, hairline, mist) }})
	}
	s.gap(1)
}

const tickedBox = "\u2612"

// A choice is one answer of a form.
type choice struct {
	text   string
	chosen bool
}

// ticks are answers beside each other, those chosen with a cross.
func (s *sheet) ticks(field, title string, across int, answers ...choice) {
	s.cells(strip{above: 1.4, below: 0.6, tied: true}, s.cell(margin, s.measure(), part{field, title, label}))
	const box = 5.5
	width := (s.measure() - gutter*float64(across-1)) / float64(across)
	for from := 0; from < len(answers); from += across {
		var cells []cell
		for i, answer := range answers[from:min(from+across, len(answers))] {
			x, mark, st := margin+float64(i)*(width+gutter), tickBox, body
			if answer.chosen {
				mark, st = tickedBox, strongBody
			}
			cells = append(cells, s.cell(x, box, part{field, mark, boxStyle}), s.cell(x+box, width-box, part{field, answer.text, st}))
		}
		st := strip{above: 0.4, below: 0.8, tied: true}
		if from+across >= len(answers) {
			st = strip{above: 0.4, below: 1.4, ruled: true}
		}
		s.cells(st, cells...)
	}
}

// sum is the line under a table of amounts.
func (s *sheet) sum(title, amount string) {
	s.cells(strip{above: 2.5, below: 1.5, ruled: true}, s.cell(margin, s.measure(), part{"total", title, label}, part{"total", amount, amountStyle}))
}
