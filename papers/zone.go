package papers

import (
	"bytes"
	_ "embed"
)

// ocrB is the letter of machine-readable zones: OCR-B, cut to their 37 signs (see fonts/LICENCE).
//
//go:embed fonts/ocrb.ttf
var ocrB []byte

const (
	ocrFamily  = "ocr-b"
	ocrAdvance = 0.723 // em, of every sign
	// ocrSize sets ten signs to the inch (ICAO Doc 9303-3 §4.2).
	ocrSize    = 72.0 / 10 / ocrAdvance
	ocrLeading = 6.0
	ocrPadding = 4.0
)

// zone sets the lines of a machine-readable zone as they would stand on the document, in a frame that says they are a specimen: no
// paper of ours is a travel document. The lines are capital letters, digits and fillers, as avrr writes them.
func (s *sheet) zone(lines []string) {
	says := s.cell(margin+ocrPadding, s.measure()-2*ocrPadding, part{"zone", s.words.ZoneSpecimen, strongBody})
	height := ocrPadding + says.height() + 1 + float64(len(lines))*ocrLeading + ocrPadding
	width := s.measure()
	s.add(row{height: height, paint: func(c *canvas, top float64) {
		c.box(margin, top, width, height)
		c.cell(says, top+ocrPadding)
		c.machineReadable(margin+ocrPadding, top+ocrPadding+says.height()+1, lines)
	}})
}

// machineReadable sets the lines in OCR-B, which only a paper with a zone embeds.
func (c *canvas) machineReadable(x, top float64, lines []string) {
	c.pdf.AddUTF8FontFromBytes(ocrFamily, "", bytes.Clone(ocrB))
	c.pdf.SetFont(ocrFamily, "", ocrSize)
	c.pdf.SetTextColor(0, 0, 0)
	for i, l := range lines {
		c.pdf.Text(x, top+float64(i+1)*ocrLeading-ocrLeading/4, l)
	}
}
