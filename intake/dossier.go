package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"homeward/avrr"
)

// A dossier is what a file tells of one case: a row for each person, the principal's first.
type dossier struct {
	key  string // the office's own number
	rows []*entry
}

// gather groups the rows by case, in the order the cases appear.
func gather(entries []*entry) ([]*dossier, []Problem) {
	var problems []Problem
	var cases []*dossier
	byKey := map[string]*dossier{}
	for _, e := range entries {
		key := e.text(caseColumn.name)
		if key == "" {
			problems = append(problems, Problem{Line: e.line, Column: caseColumn.name, Text: "Every row names its case; rows of one family name the same."})
			continue
		}
		if byKey[key] == nil {
			byKey[key] = &dossier{key: key}
			cases = append(cases, byKey[key])
		}
		byKey[key].rows = append(byKey[key].rows, e)
	}
	return cases, problems
}

// identity tells the case from those of other offices that number alike.
func (d *dossier) identity() string { return d.rows[0].text("host_office") + "\x00" + d.key }

// id is a person's id in the case, and in the one they are split to. Who joins later is counted after those the case is opened with.
func (d *dossier) id(e *entry) string { return fmt.Sprintf("m%d", slices.Index(d.inOrder(), e)+1) }

// inOrder are the rows as their people come into the case.
func (d *dossier) inOrder() []*entry {
	rows := slices.Clone(d.rows)
	slices.SortStableFunc(rows, func(a, b *entry) int { return a.day("joined_on").Compare(b.day("joined_on")) })
	return rows
}

// head reports whether a row is the first of a case: of the whole, or of those who are split from it on one day.
func (d *dossier) head(e *entry) bool {
	on := e.day("split_on")
	first := slices.IndexFunc(d.rows, func(o *entry) bool { return o.day("split_on") == on })
	return e == d.rows[0] || !on.IsZero() && d.rows[first] == e
}

// standsOn reports whether a step may be told on a row.
func (s step) standsOn(d *dossier, e *entry) bool {
	switch {
	case s.gathers:
		return d.head(e)
	case s.each:
		return true
	}
	return d.head(e)
}

// key answers what a request made for the file is known by for ever: the case, what was done, and what the cells said.
func (d *dossier) requestKey(what string, cells ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{d.identity(), what}, cells...), "\x1f")))
	return "import-" + hex.EncodeToString(sum[:16])
}

// told lists what the cells of some columns say, for a key.
func (e *entry) toldOf(columns []column) []string {
	var cells []string
	for _, c := range columns {
		if said, ok := e.told[c.name]; ok {
			cells = append(cells, c.name+"="+said)
		}
	}
	return cells
}

// zone answers where the times of a column are told in: departures where the journey begins, arrivals where it ends.
func (d *dossier) host() string { return d.rows[0].text("host_country") }

func (d *dossier) home() string { return d.rows[0].text("destination_country") }

// agree finds what later rows of a case say otherwise than its first. What the first row says of the case is said for all.
func (d *dossier) agree() []Problem {
	var problems []Problem
	first := d.rows[0]
	for _, e := range d.rows[1:] {
		if d.head(e) {
			continue
		}
		for _, name := range ofTheCase {
			said, here := e.told[name]
			if !here || said == first.told[name] {
				continue
			}
			problems = append(problems, Problem{Line: e.line, Column: name, Case: d.key,
				Text: fmt.Sprintf("This is told of the whole case, on its first row (line %d), which says otherwise.", first.line)})
		}
	}
	return problems
}

// ofTheCase are the columns that are told once for a case.
var ofTheCase = func() []string {
	names := []string{}
	for _, c := range caseColumns {
		names = append(names, c.name)
	}
	for _, s := range steps {
		if s.each {
			continue
		}
		for _, c := range s.columns() {
			if !s.isOnEachRow(c) {
				names = append(names, c.name)
			}
		}
	}
	return names
}()

// complete finds what is told without what belongs to it: a required cell that is empty, a detail without its day.
func (d *dossier) complete() []Problem {
	var problems []Problem
	missing := func(e *entry, c column, why string) {
		problems = append(problems, Problem{Line: e.line, Column: c.name, Case: d.key, Text: why})
	}
	for i, e := range d.rows {
		for _, c := range personColumns {
			if c.must && e.told[c.name] == "" {
				missing(e, c, "This is needed for every person.")
			}
		}
		for _, c := range documentColumns {
			if _, has := e.told[documentColumns[0].name]; has && c.must && e.told[c.name] == "" {
				missing(e, c, "A travel document needs this.")
			} else if !has && e.told[c.name] != "" {
				missing(e, documentColumns[0], fmt.Sprintf("%s is told without it.", c.name))
				break
			}
		}
		for _, c := range caseColumns {
			if i == 0 && c.must && e.told[c.name] == "" {
				missing(e, c, "This is needed on the first row of a case.")
			}
		}
		for _, s := range steps {
			if s.standsOn(d, e) {
				problems = append(problems, d.stepComplete(s, e)...)
			}
		}
	}
	return problems
}

func (d *dossier) stepComplete(s step, e *entry) []Problem {
	_, happened := e.told[s.on.name]
	for _, c := range s.fields {
		_, told := e.told[c.name]
		switch {
		case happened && c.must && !told:
			return []Problem{{Line: e.line, Column: c.name, Case: d.key, Text: fmt.Sprintf("This is needed because %s is told.", s.on.name)}}
		case !happened && told && !s.isOnEachRow(c):
			return []Problem{{Line: e.line, Column: s.on.name, Case: d.key, Text: fmt.Sprintf("%s is told, but not the day it happened.", c.name)}}
		}
	}
	if !happened {
		return nil
	}
	return d.follows(s, e)
}

// follows finds a step that is told without, or before, what it follows.
func (d *dossier) follows(s step, e *entry) []Problem {
	on := e.day(s.on.name)
	if len(s.after) == 0 || on.IsZero() || slices.Contains(s.after, "entry") && d.rows[0].text("entry") == "already_returned" {
		return nil
	}
	before, line := avrr.Date{}, 0
	for _, name := range s.after {
		for _, from := range []*entry{e, d.rows[0]} {
			if _, told := from.told[name]; told {
				before, line = from.day(name), from.line
				break
			}
		}
		if line != 0 {
			break
		}
	}
	switch {
	case line == 0:
		return []Problem{{Line: e.line, Column: s.on.name, Case: d.key, Text: fmt.Sprintf("This cannot be without %s, which is empty.", s.after[0])}}
	case on.Before(before):
		return []Problem{{Line: e.line, Column: s.on.name, Case: d.key, Text: fmt.Sprintf("%s lies before %s, which is %s (line %d).", on, s.after[0], before, line)}}
	}
	return nil
}
