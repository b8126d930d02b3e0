package intake

import (
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/casework"
)

// A Caseload is what would be opened and recorded of a file, and what is left out of it, with the reasons.
type Caseload struct {
	Cases    []*Planned
	LeftOut  []string // cases, by the office's own number, in the order of the file
	Problems []Problem
	Known    []Problem // cases left out for nothing but being known already, probably
	Rows     int
}

// Persons counts the people of the cases that would be opened.
func (c *Caseload) Persons() int {
	persons := 0
	for _, p := range c.Cases {
		persons += len(p.Lines)
	}
	return persons
}

// Deeds counts what would be recorded, the openings included.
func (c *Caseload) Deeds() int {
	deeds := 0
	for _, p := range c.Cases {
		deeds += len(p.Deeds)
	}
	return deeds
}

// A Lookup answers the cases that the members of a new one are probably in already, but for the one the request of a key opened.
type Lookup func(members []*avrr.Member, opening string) ([]casework.LikelyView, error)

// Plan plays every case of the file through the rules. A case of which one line is wrong is left out whole. known may be nil,
// when there is nothing to compare with; its error ends the planning.
func (f *File) Plan(r Rules, known Lookup) (*Caseload, error) {
	load := &Caseload{Rows: f.Rows, Problems: f.Problems}
	r.namesakes = namesakesIn(f.cases)
	whole := !slices.ContainsFunc(f.Problems, func(p Problem) bool { return p.Case == "" })
	for _, d := range f.cases {
		spoilt := slices.ContainsFunc(f.Problems, func(p Problem) bool { return p.Case == d.key })
		if spoilt || !whole {
			load.LeftOut = append(load.LeftOut, d.key)
			continue
		}
		planned, problems := r.plan(d)
		if len(problems) > 0 {
			load.Problems = append(load.Problems, problems...)
			load.LeftOut = append(load.LeftOut, d.key)
			continue
		}
		already, err := d.already(planned, known)
		if err != nil {
			return nil, err
		}
		if len(already) > 0 {
			load.Known = append(load.Known, already...)
			load.LeftOut = append(load.LeftOut, d.key)
			continue
		}
		load.Cases = append(load.Cases, planned)
	}
	load.Problems = sorted(load.Problems)
	return load, nil
}

// already says who of a case is probably in another one.
func (d *dossier) already(p *Planned, known Lookup) ([]Problem, error) {
	if known == nil {
		return nil, nil
	}
	likely, err := known(p.Cases[0].Members, p.Deeds[0].Key)
	if err != nil {
		return nil, fmt.Errorf("compare line %d: %w", p.Lines[0], err)
	}
	var problems []Problem
	for _, e := range d.rows {
		at := slices.IndexFunc(likely, func(l casework.LikelyView) bool { return l.Member == d.id(e) })
		if at >= 0 {
			problems = append(problems, Problem{Line: e.line, Case: d.key, Text: fmt.Sprintf("This person is probably in case %s already: %s.", likely[at].Reference, why[likely[at].Why])})
		}
	}
	return problems, nil
}

var why = map[string]string{"document": "it holds a document of the same number", "name_and_birth": "it holds somebody of the same name and year of birth"}
