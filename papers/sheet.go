package papers

// The page: A4 in millimetres, ISO 216.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 20.0
	textWidth  = pageWidth - 2*margin
	bodyBottom = pageHeight - 24 // above it the body, below it the footer
)

// A sheet collects what a paper says as rows, from top to bottom, before any page exists.
type sheet struct {
	faces         *faces
	words         wording
	language      Language
	rows          []row
	signatory     *signature // who signs for the office beside the verification; nil leaves a place for a stamp
	everyday      bool       // every letter so far is in the everyday cut of the fonts
	substitutions []Substitution
}

// A row is a strip of the paper that is never cut in two.
type row struct {
	height float64
	paint  func(c *canvas, top float64)
	tied   bool // stays on the page of the row after it
	space  bool // white space: left out where it would open a page
	head   *row // repeated when this row opens a page
}

func newSheet(f *faces, language Language) *sheet {
	return &sheet{faces: f, words: wordings[language], language: language, everyday: true}
}

func (s *sheet) add(r row) { s.rows = append(s.rows, r) }

func (s *sheet) gap(height float64) { s.add(row{height: height, space: true}) }

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
