package papers

const (
	qrSide      = 40.0 // quiet zone included
	besideWidth = 56.0 // what stands at the right of the verification
	besideTall  = 30.0
)

// verification closes the paper: the square and the code that let a stranger check it, and beside them who
// signs for the office or the place for its stamp.
func (f *frame) verification(s *sheet) {
	w := s.words
	// The quiet zone lies in the margin, so that the square itself lines up with the text.
	quietWidth := qrSide * quietZone / float64(len(f.qr))
	dark := qrSide - 2*quietWidth
	left := margin + dark + gutter
	how := s.cell(left, s.measure()-dark-besideWidth-2*gutter,
		part{"verify", w.VerifyTitle, strongBody},
		part{"verify", w.VerifyHow, quiet})
	under := s.cell(margin, s.measure(),
		part{"code", f.codeText, codeStyle},
		part{"verify_url", f.address, small})
	beside := s.besideSquare(s.right() - besideWidth)
	tall := max(dark, how.height(), beside.height) + 2

	s.keepLast()
	s.tiedGap(7)
	s.add(row{height: tall + under.height(), paint: func(c *canvas, top float64) {
		c.square(f.qr, margin-quietWidth, top-quietWidth, qrSide)
		c.cell(how, top)
		c.cell(under, top+tall)
		beside.paint(c, top)
	}})
}

func (s *sheet) besideSquare(x float64) row {
	if s.signatory == nil {
		stamp := s.text("stamp", s.words.Stamp)
		return row{height: besideTall, paint: func(c *canvas, top float64) {
			c.box(x, top, besideWidth, besideTall)
			c.text(x+2, top+1, stamp, label)
		}}
	}
	head := s.cell(x, besideWidth,
		part{s.signatory.field, s.signatory.role, strongBody},
		part{s.signatory.field, s.signatory.statement, quiet},
		part{s.signatory.field, s.signatory.name, body})
	mark := s.text(s.signatory.field, s.signatory.mark)
	height := max(besideTall, head.height()+signingLine+label.leading)
	return row{height: height, paint: func(c *canvas, top float64) {
		c.cell(head, top)
		c.line(x, top+height-label.leading, besideWidth, mark)
	}}
}
