package programmes_test

import (
	"fmt"
	"testing"

	"homeward/avrr"
)

// What the shipped programmes give families, in whole units of their currency; the published amounts stand beside each file.
func TestTheShippedPackagesAreReckonedForFamilies(t *testing.T) {
	for _, c := range []struct {
		programme, line string
		ages            []int
		total           int64
		plan            bool
	}{
		{"eurp", "on-arrival", []int{34}, 615, false},
		{"eurp", "reintegration", []int{34}, 2000, true},
		{"eurp", "reintegration", []int{34, 33, 6, 4}, 5000, true},
		{"eurp", "reintegration", []int{40, 39, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7}, 13000, true},
		{"reag-garp", "travel-cash", []int{34, 33, 17}, 500, false},
		{"reag-garp", "start-up", []int{34, 17}, 1500, false},
		{"reag-garp", "start-up", []int{40, 39, 20, 19, 12, 11}, 4000, false},
		{"reag-garp", "second-payment", []int{40, 39, 20}, 2000, true},
		{"reag-garp", "medical", []int{40, 39}, 4000, true},
		{"varrp-uk-albania", "first-days", []int{40, 39, 20, 19, 12}, 2000, false},
		{"varrp-uk-albania", "start-up", []int{40}, 2500, true},
		{"al-third-country", "start-up", []int{40, 39, 20, 19, 12}, 2000, true},
	} {
		home := &avrr.Case{ID: "c", AppliedOn: avrr.MustDate("2026-03-02")}
		for i, age := range c.ages {
			home.Members = append(home.Members, &avrr.Member{ID: fmt.Sprintf("m%d", i+1), Fate: avrr.Going, Person: avrr.Person{Birth: &avrr.Birth{Date: home.AppliedOn.AddYears(-age)}}})
		}
		found := false
		for _, g := range current(t, c.programme).Entitlement(home) {
			if g.Line.ID != c.line {
				continue
			}
			found = true
			if g.Total != c.total*100 || g.Line.Plan != c.plan || len(g.Shares) != len(c.ages) {
				t.Errorf("%s gives %v %d by %s, of the plan: %t", c.programme, c.ages, g.Total, c.line, g.Line.Plan)
			}
		}
		if !found {
			t.Errorf("%s has no line %s", c.programme, c.line)
		}
	}
}
