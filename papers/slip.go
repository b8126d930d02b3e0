package papers

// tearOff begins the part of a paper that is sent back: a line to tear along, and its title.
func (s *sheet) tearOff(title string) {
	s.gap(6)
	measure := s.measure()
	s.add(row{height: 3, tied: true, paint: func(c *canvas, top float64) { c.dashes(margin, top, measure) }})
	s.cells(strip{below: 1, tied: true}, s.cell(margin, measure, part{"slip", title, sectionStyle}))
}

// tied keeps all that compose adds on one page, and with what comes before it where that is tied too.
func (s *sheet) tied(compose func()) {
	from := len(s.rows)
	compose()
	for i := from; i < len(s.rows)-1; i++ {
		s.rows[i].tied = true
	}
}

const tickBox = "\u2610"

// choices are answers to tick.
func (s *sheet) choices(field string, answers ...string) {
	const box = 6.0
	s.gap(2)
	for _, answer := range answers {
		s.cells(strip{above: 0.6, below: 0.6, tied: true},
			s.cell(margin, box, part{field, tickBox, boxStyle}),
			s.cell(margin+box, s.measure()-box, part{field, answer, body}))
	}
}

var boxStyle = style{size: 11, leading: 4.4, ink: black}
