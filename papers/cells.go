package papers

import (
	"fmt"
	"slices"
)

// A part is one piece of text of a cell. Field names it in reports of letters that cannot be drawn.
type part struct {
	field string
	text  string
	style style
}

type line struct {
	text  typeset
	style style
}

// A cell is a column of wrapped lines, x millimetres from the left edge of the page.
type cell struct {
	x     float64
	lines []line
}

// cell wraps parts to the width. An empty part takes no room, unless it is all there is.
func (s *sheet) cell(x, width float64, parts ...part) cell {
	c := cell{x: x}
	for _, p := range parts {
		set := s.text(p.field, p.text)
		if set == "" && len(parts) > 1 {
			continue
		}
		for _, text := range s.faces.wrap(set, p.style, width) {
			c.lines = append(c.lines, line{text: text, style: p.style})
		}
	}
	return c
}

func (c cell) height() float64 {
	sum := 0.0
	for _, l := range c.lines {
		sum += l.style.leading
	}
	return sum
}

// splitAt parts the cell where its first lines fill the height; at least one line goes into the first part.
func (c cell) splitAt(height float64) (first, rest cell) {
	used, n := 0.0, 0
	for n < len(c.lines) && (n == 0 || used+c.lines[n].style.leading <= height) {
		used += c.lines[n].style.leading
		n++
	}
	return cell{x: c.x, lines: c.lines[:n]}, cell{x: c.x, lines: c.lines[n:]}
}

// A strip says how a row of cells sits on the paper.
type strip struct {
	above, below float64 // padding
	ruled        bool    // a light rule closes the row
	tied         bool
	marked       bool // a bar in the margin: what is here differs from the version before
	filled       bool // on a light ground, out of which it stands: what must be read first
	head         *row
}

// tallest is the height above which a row of cells is broken rather than kept whole.
const tallest = 120.0

// cells adds the cells side by side as one row; as several when a text is too long for any page.
func (s *sheet) cells(st strip, cells ...cell) {
	for {
		first := make([]cell, len(cells))
		rest := make([]cell, len(cells))
		more := false
		for i, c := range cells {
			first[i], rest[i] = c.splitAt(tallest)
			more = more || len(rest[i].lines) > 0
		}
		if !more {
			s.add(s.row(st, cells))
			return
		}
		s.add(s.row(strip{above: st.above, marked: st.marked, filled: st.filled, head: st.head}, first))
		cells = rest
	}
}

func (s *sheet) row(st strip, cells []cell) row {
	measure := s.measure()
	tall := 0.0
	for _, c := range cells {
		tall = max(tall, c.height())
	}
	height := st.above + tall + st.below
	return row{height: height, tied: st.tied, head: st.head, paint: func(c *canvas, top float64) {
		if st.filled {
			c.fill(margin, top, measure, height, faint)
		}
		for _, each := range cells {
			c.cell(each, top+st.above)
		}
		if st.marked {
			c.fill(margin-4, top+0.8, 1, height-1.6, blue)
		}
		if st.ruled {
			c.rule(margin, top+height, measure, hairline, mist)
		}
	}}
}

// heading opens the paper: its name, and a line under it.
func (s *sheet) heading(title, under string) {
	s.cells(strip{tied: true}, s.cell(margin, s.measure(), part{"title", title, titleStyle}))
	s.cells(strip{above: 0.8, below: 3.5}, s.cell(margin, s.measure(), part{"issued", under, quiet}))
}

// section opens a part of the paper and stays with what follows.
func (s *sheet) section(title string) {
	s.gap(4)
	s.cells(strip{below: 1, tied: true, ruled: true}, s.cell(margin, s.measure(), part{"section", title, sectionStyle}))
}

// paragraph sets running text; short ones stay whole, long ones keep two lines together at each end.
func (s *sheet) paragraph(field, text string, st style) {
	c := s.cell(margin, s.measure(), part{field, text, st})
	for i := range c.lines {
		left := len(c.lines) - i
		s.cells(strip{tied: left > 1 && (i == 0 || left <= 2 || len(c.lines) <= 4)},
			cell{x: margin, lines: c.lines[i : i+1]})
	}
}

const numeral = 7.0 // width of the column that numbers paragraphs

// numbered sets a paragraph of a list behind its number; n counts from 0.
func (s *sheet) numbered(n int, parts ...part) {
	s.cells(strip{above: 1.1, below: 1.1},
		s.cell(margin, numeral, part{parts[0].field, fmt.Sprint(n + 1), sectionStyle}),
		s.cell(margin+numeral, s.measure()-numeral, parts...))
}

// A fact is a label with its value, as in the fields of a form.
type fact struct{ field, label, value string }

const gutter = 6.0

// facts sets a row of labelled values in equal columns. A value nobody gave shows as a dash.
func (s *sheet) facts(facts ...fact) {
	cells := make([][]part, len(facts))
	for i, f := range facts {
		cells[i] = s.fact(f)
	}
	s.grid(len(cells), cells)
}

func (s *sheet) fact(f fact) []part {
	value := f.value
	if s.text(f.field, value) == "" {
		value = "–"
	}
	return []part{{f.field, f.label, label}, {f.field, value, body}}
}

// grid sets cells in rows of so many equal columns.
func (s *sheet) grid(across int, all [][]part) {
	width := (s.measure() - gutter*float64(across-1)) / float64(across)
	for beside := range slices.Chunk(all, across) {
		cells := make([]cell, len(beside))
		for i, parts := range beside {
			cells[i] = s.cell(margin+float64(i)*(width+gutter), width, parts...)
		}
		s.cells(strip{above: 1.4, below: 1.2, ruled: true}, cells...)
	}
}
