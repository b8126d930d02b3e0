package store

import (
	"fmt"
	"slices"
	"strconv"

	"homeward/avrr"
)

// A Match is another case that one of a case's members is probably in, too.
type Match struct {
	CaseID    string
	Reference string
	Closed    bool
	Member    string // the member of the case that was asked about
	Why       string // MatchDocument or MatchPerson
}

// Why a case is likely to hold the same person.
const (
	MatchDocument = "document"       // it holds a travel document of the same number
	MatchPerson   = "name_and_birth" // it holds every part of the member's name with a year the member may be born in
)

// candidatesAtOnce is how many tokens of other cases are read at a time. All are read: a look-up that stopped early would answer
// that there is no other case where there is one.
var candidatesAtOnce = 1000

// Likely answers the cases that members of c are probably in as well, as far as the audiences find them: one match for each
// member and case, a shared document before a shared name. The family's other cases are not among them. It opens nothing of
// the cases it answers.
func (r *Reader) Likely(c *avrr.Case, audiences []string, members ...*avrr.Member) ([]Match, error) {
	asked := make([]likeness, len(members))
	var all [][]byte
	for i, m := range members {
		asked[i] = r.likenessOf(m, audiences)
		all = append(all, asked[i].tokens()...)
	}
	if len(all) == 0 {
		return nil, nil
	}
	family, err := r.FamilyOf(c.ID, c.Links)
	if err != nil {
		return nil, fmt.Errorf("likely: %w", err)
	}
	own := append(family, c.ID)
	var found []IndexToken
	for more := true; more; {
		var next []IndexToken
		err := r.db.Where("token IN ? AND case_id NOT IN ?", all, own).Order("case_id, kind, token").Offset(len(found)).Limit(candidatesAtOnce).Find(&next).Error
		if err != nil {
			return nil, fmt.Errorf("likely: %w", classify(err))
		}
		found, more = append(found, next...), len(next) == candidatesAtOnce
	}
	held := map[string]map[string]bool{} // the tokens of each case
	var ids []string
	for _, t := range found {
		if held[t.CaseID] == nil {
			held[t.CaseID] = map[string]bool{}
			ids = append(ids, t.CaseID)
		}
		held[t.CaseID][string(t.Token)] = true
	}
	var matches []Match
	for _, id := range ids {
		for i, m := range members {
			if why := asked[i].in(held[id]); why != "" {
				matches = append(matches, Match{CaseID: id, Member: m.ID, Why: why})
			}
		}
	}
	return r.withReferences(matches)
}

// withReferences puts the references to matches.
func (r *Reader) withReferences(matches []Match) ([]Match, error) {
	if len(matches) == 0 {
		return nil, nil
	}
	var ids []string
	for _, m := range matches {
		ids = append(ids, m.CaseID)
	}
	var rows []caseRow
	if err := r.db.Select("id", "reference", "closed").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("likely: %w", classify(err))
	}
	for i := range matches {
		at := slices.IndexFunc(rows, func(row caseRow) bool { return row.Case.ID == matches[i].CaseID })
		matches[i].Reference, matches[i].Closed = rows[at].Case.Reference, rows[at].Case.Closed
	}
	return matches, nil
}

// A likeness is what another case must hold to be likely the same person's: one of the documents, or all parts of one of the
// names. Each of them is a token for every audience that asks.
type likeness struct {
	documents [][][]byte
	names     [][][][]byte // for each possible year of birth, the parts of the name with it
}

func (r *Reader) likenessOf(m *avrr.Member, audiences []string) likeness {
	var l likeness
	for _, number := range documentNumbers(m) {
		l.documents = append(l.documents, r.forAudiences(audiences, r.store.sealer.Token(IndexDocument, number)))
	}
	parts := r.store.sealer.NameTokens(m.FamilyName, m.GivenNames, "")
	for _, year := range birthYears(m.Birth) {
		var name [][][]byte
		for _, token := range r.personTokens(parts, year) {
			name = append(name, r.forAudiences(audiences, token))
		}
		if len(name) > 0 {
			l.names = append(l.names, name)
		}
	}
	return l
}

func (l likeness) tokens() (all [][]byte) {
	for _, document := range l.documents {
		all = append(all, document...)
	}
	for _, name := range l.names {
		all = append(all, slices.Concat(name...)...)
	}
	return all
}

// in answers why a case that holds these tokens is likely the same person's, "" when it is not.
func (l likeness) in(held map[string]bool) string {
	holds := func(tokens [][]byte) bool {
		return slices.ContainsFunc(tokens, func(t []byte) bool { return held[string(t)] })
	}
	if slices.ContainsFunc(l.documents, holds) {
		return MatchDocument
	}
	for _, name := range l.names {
		if !slices.ContainsFunc(name, func(part [][]byte) bool { return !holds(part) }) {
			return MatchPerson
		}
	}
	return ""
}

// personTokens binds the parts of a name to a year of birth.
func (r *Reader) personTokens(parts [][]byte, year int) [][]byte {
	tokens := make([][]byte, len(parts))
	for i, part := range parts {
		tokens[i] = r.store.sealer.Token(IndexPerson, strconv.Itoa(year)+string(part))
	}
	return tokens
}

// unsureBy is by how many years "born about" may be wrong, either way.
const unsureBy = 2

// birthYears are the years somebody may be born in; none when nothing is known.
func birthYears(b *avrr.Birth) []int {
	switch {
	case b == nil:
		return nil
	case !b.Date.IsZero():
		return []int{b.Date.Year}
	case b.Year != 0:
		return []int{b.Year}
	}
	var years []int
	for year := b.About - unsureBy; year <= b.About+unsureBy; year++ {
		years = append(years, year)
	}
	return years
}

func documentNumbers(m *avrr.Member) (numbers []string) {
	for _, d := range m.Papers {
		if d.Number != "" {
			numbers = append(numbers, NumberKey(d.Number))
		}
	}
	return numbers
}
