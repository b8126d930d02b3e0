package store

import (
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A Find is what somebody looks for; a case is found by any of it.
type Find struct {
	ID        string   // of a case
	Reference string   // whole
	Ending    string   // what stands after the last dash of a reference
	Tokens    [][]byte // of a number, or of a name that is one word
	Parts     []Part   // of a name: each of them must be there
}

// A Part of a name is looked for by its own token or, after all cases in which every part is, by tokens of what is spelt otherwise.
type Part struct {
	Exact []byte
	Alike [][]byte
}

// bands answers how many bands there are of what is found: only a name is spelt otherwise.
func (f *Find) bands() int {
	if f == nil || len(f.Parts) == 0 {
		return 1
	}
	return bandAlike + 1
}

// Bands of what is found: what is exactly so comes before what is alike.
const (
	bandExact = iota
	bandAlike
	everyBand
)

// exactly are the ids of the cases that have what is looked for as it was typed.
func (r *Reader) exactly(f *Find, audiences []string) clause.Expr {
	return r.found(f, audiences, func(p Part) [][]byte { return [][]byte{p.Exact} })
}

// found are the ids of the cases a Find finds. The parts stand first: SQLite takes what follows one after the other, PostgreSQL what
// INTERSECT binds first, and so both read the same.
func (r *Reader) found(f *Find, audiences []string, tokens func(Part) [][]byte) clause.Expr {
	const holding = "SELECT case_id FROM index_tokens WHERE token IN ?"
	var ids clause.Expr
	add := func(how, query string, value any) {
		if ids.SQL != "" {
			ids.SQL += how
		}
		ids.SQL += query
		ids.Vars = append(ids.Vars, value)
	}
	keyed := func(tokens [][]byte) (all [][]byte) {
		for _, token := range tokens {
			all = append(all, r.forAudiences(audiences, token)...)
		}
		return all
	}
	for _, part := range f.Parts {
		add(" INTERSECT ", holding, keyed(tokens(part)))
	}
	if len(f.Tokens) > 0 {
		add(" UNION ", holding, keyed(f.Tokens))
	}
	for _, own := range []struct{ column, value string }{{"id", f.ID}, {"reference", f.Reference}, {"substr(reference, 8)", f.Ending}} {
		if own.value != "" {
			add(" UNION ", "SELECT id FROM cases WHERE "+own.column+" = ?", own.value)
		}
	}
	if ids.SQL == "" {
		ids.SQL = "SELECT id FROM cases WHERE 1 = 0" // nothing that could be looked for was typed
	}
	return ids
}

// finding narrows a query to what is found, in a band or in all of them.
func (r *Reader) finding(query *gorm.DB, f Filter, band int) *gorm.DB {
	audiences := f.audiences()
	exact := r.exactly(f.Find, audiences)
	if band == bandExact {
		return query.Where("id IN (?)", exact)
	}
	query = query.Where("id IN (?)", r.found(f.Find, audiences, func(p Part) [][]byte { return append([][]byte{p.Exact}, p.Alike...) }))
	if band == bandAlike {
		query = query.Where("id NOT IN (?)", exact)
	}
	return query
}

// FoundBy answers which of some tokens each case is found by, as positions among them, for one of the audiences.
func (r *Reader) FoundBy(cases []Case, tokens [][]byte, audiences []string) (map[string]map[int]bool, error) {
	if len(cases) == 0 || len(tokens) == 0 {
		return nil, nil
	}
	at := map[string]int{}
	var keyed [][]byte
	for i, token := range tokens {
		for _, k := range r.forAudiences(audiences, token) {
			at[string(k)], keyed = i, append(keyed, k)
		}
	}
	ids := make([]string, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	var held []IndexToken
	if err := r.db.Where("case_id IN ? AND token IN ?", ids, keyed).Find(&held).Error; err != nil {
		return nil, fmt.Errorf("found by: %w", classify(err))
	}
	found := map[string]map[int]bool{}
	for _, t := range held {
		if found[t.CaseID] == nil {
			found[t.CaseID] = map[int]bool{}
		}
		found[t.CaseID][at[string(t.Token)]] = true
	}
	return found, nil
}
