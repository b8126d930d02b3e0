package papers

// A format is the size of a page in millimetres.
type format struct{ width, height float64 }

// A4 upright and turned, ISO 216.
var (
	upright = format{width: 210, height: 297}
	turned  = format{width: 297, height: 210}
)

const margin = 20.0

func (f format) right() float64      { return f.width - margin }
func (f format) bodyBottom() float64 { return f.height - 24 } // above it the body, below it the footer
func (f format) footTop() float64    { return f.height - 18 }

// A sheet collects what a paper says as rows, from top to bottom, before any page exists.
type sheet struct {
	format
	narrowed      float64 // of the measure, taken by what stands at the right
	faces         *faces
	words         wording
	language      Language
	rows          []row
	number        string     // of the paper, with its version
	slip          func()     // composes what is torn off and sent back; nil on most papers
	signatory     *signature // who signs for the office beside the verification; nil leaves a place for a stamp
	everyday      bool       // every letter so far is in the everyday cut of the fonts
	substitutions []Substitution
}

// beside composes what stands left of something of a fixed size, and keeps all of it on one page.
func (s *sheet) beside(width, tall float64, paint func(c *canvas, left, top float64), compose func()) {
	left := s.right() - width
	s.tied(func() {
		s.add(row{paint: func(c *canvas, top float64) { paint(c, left, top) }})
		from := len(s.rows)
		s.narrowed += width + gutter
		compose()
		s.narrowed -= width + gutter
		if short := tall - height(s.rows[from:]); short > 0 {
			s.add(row{height: short})
		}
	})
}

// A row is a strip of the paper that is never cut in two.
type row struct {
	height float64
	paint  func(c *canvas, top float64)
	tied   bool // stays on the page of the row after it
	space  bool // white space: left out where it would open a page
	head   *row // repeated when this row opens a page
}

func newSheet(f *faces, language Language, page format) *sheet {
	return &sheet{format: page, faces: f, words: wordings[language], language: language, everyday: true}
}

// measure is the width that text has, from the left margin.
func (s *sheet) measure() float64 { return s.width - 2*margin - s.narrowed }

func (s *sheet) add(r row) { s.rows = append(s.rows, r) }

func (s *sheet) gap(height float64) { s.add(row{height: height, space: true}) }

// keepLast ties the last row to what comes: a signature or a seal never stands on a page of its own.
func (s *sheet) keepLast() {
	if n := len(s.rows); n > 0 {
		s.rows[n-1].tied = true
	}
}

// tiedGap is white space that does not part a heading from what it announces.
func (s *sheet) tiedGap(height float64) { s.add(row{height: height, space: true, tied: true}) }

// placed is a row that knows where on its page it stands.
type placed struct {
	row
	top float64
}

type page []placed

// paginate puts the rows on pages between top and bottom. Tied rows move together, unless together they
// are taller than a page.
func (s *sheet) paginate(top, bottom float64) []page {
	pages := []page{nil}
	y := top
	place := func(r row) {
		last := &pages[len(pages)-1]
		*last = append(*last, placed{row: r, top: y})
		y += r.height
	}
	turn := func() {
		pages = append(pages, nil)
		y = top
	}
	for rest := s.rows; len(rest) > 0; {
		group := rest[:groupLength(rest)]
		rest = rest[len(group):]
		if y+height(group) > bottom && y > top {
			turn()
		}
		for _, r := range group {
			if y+r.height > bottom && y > top {
				turn()
			}
			if y == top && r.space {
				continue
			}
			if y == top && len(pages) > 1 && r.head != nil {
				place(*r.head)
			}
			place(r)
		}
	}
	if last := len(pages) - 1; last > 0 && len(pages[last]) == 0 {
		pages = pages[:last]
	}
	return pages
}

func groupLength(rows []row) int {
	n := 1
	for n < len(rows) && rows[n-1].tied {
		n++
	}
	return n
}

func height(rows []row) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += r.height
	}
	return sum
}

// Content that needs another page than A4 upright says so with a method of this kind.
type formatted interface{ format() format }

func formatOf(c Content) format {
	if f, ok := c.(formatted); ok {
		return f.format()
	}
	return upright
}
