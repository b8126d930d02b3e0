package intake

import (
	"fmt"
	"slices"

	"homeward/avrr"
)

// namesakes are the cases of a file by the names and years of birth of their people. Two people of one name and year are two people more
// often than not; but nobody can tell yet, so the decision on each of them says why it was taken all the same.
type namesakes map[string][]string

func namesakesIn(cases []*dossier) namesakes {
	all := namesakes{}
	for _, d := range cases {
		for _, e := range d.rows {
			born, _ := e.values["birth"].(*avrr.Birth)
			for _, key := range keysOf(avrr.Person{FamilyName: e.text("family_name"), GivenNames: e.text("given_names"), Birth: born}) {
				if !slices.Contains(all[key], d.key) {
					all[key] = append(all[key], d.key)
				}
			}
		}
	}
	return all
}

// of counts the other cases of the file that a member may be in, too.
func (n namesakes) of(m *avrr.Member, own string) int {
	var others []string
	for _, key := range keysOf(m.Person) {
		for _, other := range n[key] {
			if other != own && !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
	}
	return len(others)
}

// unsureBy is by how many years "born about" may be wrong, either way.
const unsureBy = 2

// keysOf are a name with each year its owner may be born in; none when nothing is known of the birth.
func keysOf(p avrr.Person) []string {
	from, to := 0, -1
	switch b := p.Birth; {
	case b == nil:
	case b.About != 0:
		from, to = b.About-unsureBy, b.About+unsureBy
	case b.Year != 0:
		from, to = b.Year, b.Year
	default:
		from, to = b.Date.Year, b.Date.Year
	}
	var keys []string
	for year := from; year <= to; year++ {
		keys = append(keys, fmt.Sprintf("%s %d", folded(p.Name()), year))
	}
	return keys
}
