package programmes_test

import (
	"testing"

	"homeward/avrr"
)

// Whoever reads what a programme gives is told why, line by line and person by person, in both languages: of a family, of whom little is
// known, and of a forced return.
func TestEverythingAShippedProgrammeGivesIsExplained(t *testing.T) {
	for _, p := range shipped(t).All() {
		for _, who := range []household{
			{who: "AL40 AL38 AL15 AL3"},
			{who: "IQ40", status: "stranded", decided: "2026-02-02", leaveBy: "2026-03-04"},
			{who: "AL40", kind: avrr.ForcedReturn},
		} {
			c := who.home(t)
			c.Members = append(c.Members, &avrr.Member{ID: "unknown", Relation: "other", Travels: true, Fate: avrr.Going})
			lines, _ := p.Standing(c, nil)
			for _, line := range lines {
				said := map[string]avrr.Text{"the line": line.Because}
				for _, share := range line.Shares {
					said[share.Member] = share.Because
				}
				if len(said) != 1+len(c.Members) {
					t.Errorf("%s %s: %d of %d are told", p.Code, line.Line.ID, len(said)-1, len(c.Members))
				}
				for of, because := range said {
					if because.EN == "" || because.SQ == "" || because.EN == because.SQ {
						t.Errorf("%s %s, %s: %+v", p.Code, line.Line.ID, of, because)
					}
				}
			}
		}
	}
}
