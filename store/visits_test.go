package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVisitsToMakeAreListedByDayForWhoeverGoes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 2, nil)
		one, two := someCase(0).ID, someCase(1).ID
		visit := func(id, visitor, office, day string) Visit {
			return Visit{ID: id, Visitor: visitor, Office: office, Country: "AL", Day: day, Due: noon}
		}
		replace := func(id string, visits ...Visit) int64 {
			before := s.Statements()
			for i := range visits {
				visits[i].CaseID = id
			}
			in(t, s, func(tx *Tx) error { return tx.ReplaceVisits(id, visits) })
			return s.Statements() - before - 1 // one reads what is there
		}
		require.EqualValues(t, 3, replace(one, visit("month-1", "arta", "Tirana", "2026-03-01"), visit("month-3", "", "Tirana", "2026-06-01"), visit("month-6", "besa", "Tirana", "2026-09-01")))
		require.EqualValues(t, 2, replace(two, visit("month-1", "arta", "Shkodër", "2026-02-01"), visit("month-3", "", "Shkodër", "2026-05-01")))
		require.Zero(t, replace(two, visit("month-1", "arta", "Shkodër", "2026-02-01"), visit("month-3", "", "Shkodër", "2026-05-01")), "nothing has changed")

		list := func(f VisitFilter) (found []string) {
			f.Limit = 2
			for {
				rows, next, err := s.Read(t.Context()).VisitList(f)
				require.NoError(t, err)
				for _, v := range rows {
					found = append(found, v.Day)
				}
				if f.Cursor = next; next == "" {
					return found
				}
			}
		}
		require.Equal(t, []string{"2026-02-01", "2026-03-01", "2026-05-01", "2026-06-01", "2026-09-01"}, list(VisitFilter{}))
		require.Equal(t, []string{"2026-02-01", "2026-03-01", "2026-06-01"}, list(VisitFilter{Of: &Work{Person: "arta", Elsewhere: []string{"Shkodër"}}}))
		require.Equal(t, []string{"2026-02-01", "2026-03-01"}, list(VisitFilter{Of: &Work{Person: "arta", Elsewhere: []string{"Shkodër"}}, Own: true}))
		require.Equal(t, []string{"2026-06-01"}, list(VisitFilter{Of: &Work{Person: "arta", Elsewhere: []string{"Shkodër"}}, Nobodys: true}))
		require.Equal(t, []string{"2026-03-01", "2026-05-01"}, list(VisitFilter{From: "2026-03-01", To: "2026-05-31"}))
		require.Empty(t, list(VisitFilter{LateAt: noon}))
		require.Len(t, list(VisitFilter{LateAt: noon.Add(1e6)}), 5)

		replace(one, visit("month-3", "besa", "Tirana", "2026-06-02"))
		require.Equal(t, []string{"2026-06-02"}, list(VisitFilter{From: "2026-06-01"}), "one is made, one moved and given to somebody, one gone")
		_, _, err := s.Read(t.Context()).VisitList(VisitFilter{Cursor: "elsewhere"})
		require.ErrorIs(t, err, ErrCursor)
	})
}
