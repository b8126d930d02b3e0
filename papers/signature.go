package papers

import (
	"cmp"
	"slices"
)

// A signature is the place one person signs in, under what they sign for.
type signature struct {
	field, role, statement string
	name                   string // printed when it is known, else left to be written
	mark                   string // what the signing line is called
	moment                 string // what the place for the date is called, where more than the day is asked for
	thumb                  bool   // with a box a thumbprint fits in
}

const (
	signingLine = 12.0 // height a hand needs
	thumbWidth  = 24.0
	dateWidth   = 26.0
)

// signatures sets the places to sign, two beside each other, each kept with what is signed for.
func (s *sheet) signatures(all ...signature) {
	for beside := range slices.Chunk(all, 2) {
		s.signBeside(beside)
	}
}

func (s *sheet) signBeside(beside []signature) {
	width := (s.measure() - gutter) / 2
	heads := make([]cell, len(beside))
	names := make([]cell, len(beside))
	for i, sig := range beside {
		x := margin + float64(i)*(width+gutter)
		heads[i] = s.cell(x, width, part{sig.field, sig.role, strongBody}, part{sig.field, sig.statement, quiet})
		names[i] = s.cell(x, sig.lineWidth(width), part{sig.field, sig.name, body})
	}
	s.cells(strip{above: 4, below: 2, tied: true}, heads...)
	s.cells(strip{below: 0.3, tied: true}, names...)
	s.add(s.linesToSign(beside, names, width))
}

// linesToSign are the rules below the names: for the signature, then for its place and date.
func (s *sheet) linesToSign(beside []signature, names []cell, width float64) row {
	w := s.words
	name, place := s.text("name", w.Name), s.text("place", w.Place)
	marks, dates := make([]typeset, len(beside)), make([]typeset, len(beside))
	for i, sig := range beside {
		marks[i] = s.text(sig.field, sig.mark)
		dates[i] = s.text("date", cmp.Or(sig.moment, w.Date))
	}
	return row{height: 2*signingLine + label.leading, paint: func(c *canvas, top float64) {
		for i, sig := range beside {
			x := names[i].x
			c.line(x, top, sig.lineWidth(width), name)
			c.line(x, top+signingLine, sig.lineWidth(width), marks[i])
			c.line(x, top+2*signingLine, width-dateWidth-4, place)
			c.line(x+width-dateWidth, top+2*signingLine, dateWidth, dates[i])
			if sig.thumb {
				c.box(x+width-thumbWidth, top-5, thumbWidth, 2*signingLine+1)
			}
		}
	}}
}

func (g signature) lineWidth(width float64) float64 {
	if g.thumb {
		return width - thumbWidth - 4
	}
	return width
}

// line is a line to write on, with what belongs there under it.
func (c *canvas) line(x, y, length float64, under typeset) {
	c.rule(x, y, length, hairline, grey)
	c.text(x, y+0.2, under, label)
}
