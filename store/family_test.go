package store

import (
	"slices"
	"testing"

	"homeward/avrr"
)

// A is split into B and then into C: B never hears of C.
func TestAFamilyIsFollowedThroughAllItsLinks(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		states := []string{
			`{"links":[{"case":"case-00001","kind":"split_into"},{"case":"case-00002","kind":"split_into"}]}`,
			`{"links":[{"case":"case-00000","kind":"split_from"}]}`,
			`{"links":[{"case":"case-00001","kind":"split_into"},{"case":"case-00000","kind":"split_from"}]}`,
			`{}`,
		}
		withCases(t, s, len(states), func(i int, c *Case) { c.State = []byte(states[i]) })
		in(t, s, func(tx *Tx) error {
			return tx.SetIndexTokens(someCase(2).ID, tx.IndexTokens(&avrr.Case{Members: []*avrr.Member{likelyMember}}))
		})
		r := s.Read(t.Context())
		for i, want := range [][]string{{"case-00001", "case-00002"}, {"case-00000", "case-00002"}, {"case-00000", "case-00001"}, {}} {
			row, err := r.Case(someCase(i).ID)
			if err != nil {
				t.Fatal(err)
			}
			links, err := LinksOf(row)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := r.FamilyOf(row.ID, links); err != nil || !slices.Equal(got, want) {
				t.Errorf("the family of %s is %v, not %v: %v", row.ID, got, want, err)
			}
			matches, err := r.Likely(&avrr.Case{ID: row.ID, Links: links}, []string{AudienceStaff}, likelyMember)
			if alone := i == 3; err != nil || len(matches) > 0 != alone {
				t.Errorf("%s is likely a duplicate of %+v: %v", row.ID, matches, err)
			}
		}
	})
}
