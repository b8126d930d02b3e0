package papers

import (
	"bytes"
	"math"

	"github.com/jung-kurt/gofpdf"
)

// A colour is red, green, blue in 0 to 255.
type colour struct{ r, g, b int }

var (
	black = colour{0x1B, 0x1F, 0x24}
	grey  = colour{0x56, 0x61, 0x6C}
	mist  = colour{0xCF, 0xD6, 0xDD}
	faint = colour{0xE9, 0xEE, 0xF4}
	blue  = colour{0x0B, 0x3A, 0x75}
	white = colour{0xFF, 0xFF, 0xFF}
)

// Rule weights in millimetres.
const (
	hairline = 0.2
	strong   = 0.7
)

// A style is how a piece of text is set: size in points, leading in millimetres.
type style struct {
	size    float64
	leading float64
	bold    bool
	ink     colour
}

var (
	titleStyle   = style{size: 18, leading: 8.2, bold: true, ink: blue}
	sectionStyle = style{size: 10, leading: 5, bold: true, ink: blue}
	body         = style{size: 9, leading: 4.4, ink: black}
	strongBody   = style{size: 9, leading: 4.4, bold: true, ink: black}
	quiet        = style{size: 8, leading: 4, ink: grey}
	label        = style{size: 7, leading: 3.5, ink: grey}
	small        = style{size: 7.5, leading: 3.8, ink: black}
	strongSmall  = style{size: 7.5, leading: 3.8, bold: true, ink: black}
	codeStyle    = style{size: 8.5, leading: 4.4, bold: true, ink: black}
)

const family = "body"

// A canvas is the only hand that holds the PDF library.
type canvas struct {
	format
	pdf   *gofpdf.Fpdf
	faces *faces
}

// draw paints finished pages and gives the file.
func draw(s *sheet, f *frame, pages []page) ([]byte, error) {
	c := newCanvas(s.faces, s.everyday, s.format)
	f.describe(c.pdf)
	for i, p := range pages {
		c.pdf.AddPage()
		f.paint(c, i+1, len(pages))
		for _, r := range p {
			if r.paint != nil {
				r.paint(c, r.top)
			}
		}
	}
	var file bytes.Buffer
	if err := c.pdf.Output(&file); err != nil {
		return nil, &DrawingError{Cause: err}
	}
	return file.Bytes(), nil
}

func newCanvas(f *faces, everyday bool, page format) *canvas {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: page.width, Ht: page.height}})
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(margin, margin, margin)
	regular, bold := f.regular.whole, f.bold.whole
	if everyday {
		regular, bold = f.regular.everyday, f.bold.everyday
	}
	// gofpdf appends into the slice it reads fonts from, so every document has bytes of its own.
	pdf.AddUTF8FontFromBytes(family, "", bytes.Clone(regular))
	pdf.AddUTF8FontFromBytes(family, "B", bytes.Clone(bold))
	return &canvas{format: page, pdf: pdf, faces: f}
}

// capHeight of DejaVu Sans in ems: what centres a line of text in its leading.
const capHeight = 0.729

// text sets one line whose leading begins at top.
func (c *canvas) text(x, top float64, t typeset, st style) {
	if t == "" {
		return
	}
	c.setFont(t, st)
	cap := capHeight * st.size * millimetresPerPoint
	c.pdf.Text(x, top+(st.leading+cap)/2, string(t))
}

func (c *canvas) setFont(t typeset, st style) {
	weight := ""
	if c.faces.setsBold(st.bold, t) {
		weight = "B"
	}
	c.pdf.SetFont(family, weight, st.size)
	c.pdf.SetTextColor(st.ink.r, st.ink.g, st.ink.b)
}

// textRight sets one line that ends at x.
func (c *canvas) textRight(x, top float64, t typeset, st style) {
	c.text(x-c.faces.width(t, st), top, t, st)
}

func (c *canvas) cell(each cell, top float64) {
	for _, l := range each.lines {
		c.text(each.x, top, l.text, l.style)
		top += l.style.leading
	}
}

func (c *canvas) rule(x, y, length, weight float64, ink colour) {
	c.pdf.SetDrawColor(ink.r, ink.g, ink.b)
	c.pdf.SetLineWidth(weight)
	c.pdf.Line(x, y, x+length, y)
}

// box outlines a place left for a hand: a thumbprint, a stamp.
func (c *canvas) box(x, y, width, height float64) {
	c.pdf.SetDrawColor(mist.r, mist.g, mist.b)
	c.pdf.SetLineWidth(hairline)
	c.pdf.Rect(x, y, width, height, "D")
}

// dashes is a line to cut or tear along.
func (c *canvas) dashes(x, y, length float64) {
	c.pdf.SetDashPattern([]float64{1.6, 1.4}, 0)
	c.rule(x, y, length, hairline, grey)
	c.pdf.SetDashPattern(nil, 0)
}

func (c *canvas) fill(x, y, width, height float64, ink colour) {
	c.pdf.SetFillColor(ink.r, ink.g, ink.b)
	c.pdf.Rect(x, y, width, height, "F")
}

// diagonal sets one line across the middle of the page, rising to the right.
func (c *canvas) diagonal(t typeset, st style) {
	c.setFont(t, st)
	c.pdf.TransformBegin()
	c.pdf.TransformRotate(math.Atan(c.height/c.width)*180/math.Pi, c.width/2, c.height/2)
	c.pdf.Text((c.width-c.faces.width(t, st))/2, c.height/2+capHeight*st.size*millimetresPerPoint/2, string(t))
	c.pdf.TransformEnd()
}
