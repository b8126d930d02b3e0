package papers

import (
	"fmt"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// A frame is what surrounds the body on every page: who issued the paper, which one it is, which page.
type frame struct {
	office   []typeset
	number   []typeset
	issued   string
	info     info
	words    wording
	specimen typeset
	banner   []typeset // what a reader of any one page must not miss
	footer   typeset
	qr       square
	codeText string
	address  string
}

// info is what a reader of the file's properties sees. It never names a person.
type info struct {
	title, author typeset
	at            time.Time
}

const (
	headTop     = 13.0
	officeWidth = 105.0
	numberWidth = 60.0

	bannerPadding = 1.6
)

var (
	bannerStyle = style{size: 10, leading: 5, bold: true, ink: blue}
	officeStyle = style{size: 8.5, leading: 4.2, bold: true, ink: blue}
	numberStyle = style{size: 8.5, leading: 4.2, ink: grey}
	footStyle   = style{size: 7, leading: 4, ink: grey}
	markStyle   = style{size: 118, leading: 40, bold: true, ink: faint}
)

// Content that says something on every page has a method of this kind.
type bannered interface{ banner(Language) string }

func newFrame(s *sheet, content Content, m Meta) (*frame, error) {
	w := s.words
	title := content.title(m.Language)
	number := m.Number + " · " + fmt.Sprintf(w.Version, m.Version)
	qr, err := newSquare(m.scanned())
	if err != nil {
		return nil, err
	}
	f := &frame{
		words:    w,
		office:   s.faces.wrap(s.text("office", m.Office), officeStyle, officeWidth),
		number:   s.faces.wrap(s.text("number", number), numberStyle, numberWidth),
		issued:   w.issued(m),
		footer:   s.text("footer", w.Product),
		qr:       qr,
		codeText: grouped(m.Code),
		address:  m.VerifyURL,
		info:     info{title: s.text("title", title+" · "+number), author: s.text("office", m.Office), at: m.IssuedAt.UTC()},
	}
	s.number = number
	if b, ok := content.(bannered); ok && b.banner(m.Language) != "" {
		f.banner = s.faces.wrap(s.text("banner", b.banner(m.Language)), bannerStyle, s.measure()-2*bannerPadding)
	}
	if m.Specimen {
		f.specimen = s.text("specimen", w.Specimen)
	}
	return f, nil
}

func (f *frame) ruleTop() float64 {
	return headTop + officeStyle.leading*float64(max(len(f.office), len(f.number))) + 1.5
}

func (f *frame) bodyTop() float64 {
	if len(f.banner) == 0 {
		return f.ruleTop() + 7
	}
	return f.ruleTop() + f.bannerHeight() + 8
}

func (f *frame) bannerHeight() float64 {
	return bannerStyle.leading*float64(len(f.banner)) + 2*bannerPadding
}

// describe fixes everything that would otherwise differ between two runs.
func (f *frame) describe(pdf *gofpdf.Fpdf) {
	pdf.SetCreationDate(f.info.at)
	pdf.SetModificationDate(f.info.at)
	pdf.SetTitle(string(f.info.title), true)
	pdf.SetAuthor(string(f.info.author), true)
	pdf.SetCreator("Homeward", true)
	pdf.SetProducer("Homeward", true)
}

func (f *frame) paint(c *canvas, number, of int) {
	if f.specimen != "" {
		c.diagonal(f.specimen, markStyle)
	}
	for i, t := range f.office {
		c.text(margin, headTop+float64(i)*officeStyle.leading, t, officeStyle)
	}
	for i, t := range f.number {
		c.textRight(c.right(), headTop+float64(i)*numberStyle.leading, t, numberStyle)
	}
	c.rule(margin, f.ruleTop(), c.right()-margin, strong, blue)

	f.paintBanner(c)

	c.rule(margin, c.footTop(), c.right()-margin, hairline, mist)
	c.text(margin, c.footTop()+1.5, f.footer, footStyle)
	// The page line is our own wording and digits: every face has them.
	page := typeset(fmt.Sprintf(f.words.Page, number, of))
	c.textRight(c.right(), c.footTop()+1.5, page, footStyle)
}

func (f *frame) paintBanner(c *canvas) {
	if len(f.banner) == 0 {
		return
	}
	top := f.ruleTop() + 2.5
	c.fill(margin, top, c.right()-margin, f.bannerHeight(), faint)
	for i, t := range f.banner {
		c.text((c.width-c.faces.width(t, bannerStyle))/2, top+bannerPadding+float64(i)*bannerStyle.leading, t, bannerStyle)
	}
}
