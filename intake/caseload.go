package intake

import (
	"fmt"
	"slices"

	"homeward/avrr"
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

// Alike answers the references of the cases a person is probably in already, but for the one the request of a key opened.
type Alike func(person avrr.Person, documents []string, opening string) ([]string, error)

// Plan plays every case of the file through the rules. A case of which one line is wrong is left out whole. alike may be nil,
// when there is nothing to compare with; its error ends the planning.
func (f *File) Plan(r Rules, alike Alike) (*Caseload, error) {
	load := &Caseload{Rows: f.Rows, Problems: f.Problems}
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
		known, err := d.known(planned, alike)
		if err != nil {
			return nil, err
		}
		if len(known) > 0 {
			load.Known = append(load.Known, known...)
			load.LeftOut = append(load.LeftOut, d.key)
			continue
		}
		load.Cases = append(load.Cases, planned)
	}
	load.Problems = sorted(load.Problems)
	return load, nil
}

// known says who of a case is probably in the store already.
func (d *dossier) known(p *Planned, alike Alike) ([]Problem, error) {
	if alike == nil {
		return nil, nil
	}
	var known []Problem
	for i, e := range d.rows {
		var documents []string
		for _, column := range []string{"document_number", "new_document_number"} {
			if number := e.text(column); number != "" {
				documents = append(documents, number)
			}
		}
		references, err := alike(p.Case.Members[i].Person, documents, p.Deeds[0].Key)
		if err != nil {
			return nil, fmt.Errorf("compare line %d: %w", e.line, err)
		}
		if len(references) > 0 {
			known = append(known, Problem{Line: e.line, Case: d.key, Text: fmt.Sprintf("This person is probably known already, in case %s.", references[0])})
		}
	}
	return known, nil
}
