package store

import (
	"fmt"
	"testing"
	"time"

	"homeward/avrr"
)

// figured makes a case that was opened on a day and has been where it says since.
func figured(n int, opened string, stays ...avrr.Stay) *avrr.Case {
	at, err := time.Parse(time.DateOnly, opened)
	if err != nil {
		panic(err)
	}
	return &avrr.Case{ID: someCase(n).ID, Programme: "standard", OpenedAt: at, Stays: stays}
}

func onDay(t *testing.T, said string) avrr.Date {
	d, err := avrr.ParseDate(said)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFiguresCountWhereCasesWereAndListTheSameOnes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 3, nil)
		day := func(said string) avrr.Date { return onDay(t, said) }
		went := figured(0, "2026-01-05", avrr.Stay{Stage: avrr.Eligibility, From: day("2026-01-05"), Until: day("2026-01-15")}, avrr.Stay{Stage: avrr.Preparation, From: day("2026-01-15"), Until: day("2026-02-01")},
			avrr.Stay{Stage: avrr.Eligibility, From: day("2026-02-01"), Until: day("2026-02-03")}, avrr.Stay{Stage: avrr.Preparation, From: day("2026-02-03")})
		went.Plan = &avrr.Plan{Decision: "approve", DecidedAt: noon, Measures: []avrr.Measure{{Amount: 150000, Currency: "EUR"}}}
		went.Payments = []avrr.Payment{{ID: "p1", PaidOn: day("2026-03-02"), Worth: 50000, Money: avrr.Money{Amount: 50000, Currency: "EUR"}}}
		ended := figured(1, "2026-01-20", avrr.Stay{Stage: avrr.Eligibility, From: day("2026-01-20"), Until: day("2026-01-21")}, avrr.Stay{Stage: avrr.Closed, From: day("2026-01-21")})
		ended.Closure = &avrr.Closure{Reason: "withdrawn"}
		in(t, s, func(tx *Tx) error {
			for _, c := range []*avrr.Case{went, ended, figured(2, "2026-05-01", avrr.Stay{Stage: avrr.Eligibility, From: day("2026-05-01")})} {
				if err := tx.NoteFigures(c, "EUR"); err != nil {
					return err
				}
			}
			return tx.NoteFigures(went, "EUR") // again, and nothing is counted twice
		})
		r := s.Read(t.Context())
		counts, err := r.StayCounts(FigureFilter{OpenedFrom: "2026-01-01", OpenedUntil: "2026-03-31", Programme: "standard"}, []string{"withdrawn"})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, c := range counts {
			got[fmt.Sprintf("%s %d %s", c.Stage, c.Days, c.Reason)] = c.N
		}
		if want := map[string]int{"eligibility 12 ": 1, "eligibility 1 ": 1, "preparation -1 ": 1, "closed -1 withdrawn": 1}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("stays are %v, want %v", got, want)
		}
		if ages, err := r.AgeCounts("standard"); err != nil || fmt.Sprint(ages) != "map[2026-02-03:1 2026-05-01:1]" {
			t.Errorf("ages are %v, %v", ages, err)
		}
		months, err := r.MonthCounts("standard", "2026-01", "2026-12")
		if err != nil || len(months) == 0 || months[0].Month != "2026-03" || months[0].Paid != 50000 || months[0].PaidToCases != 1 {
			t.Errorf("months are %+v, %v", months, err)
		}
		for name, f := range map[string]FigureFilter{
			"reached": {Reached: "preparation"}, "age": {Open: true, EnteredFrom: "2026-02-01", EnteredTo: "2026-02-28"}, "ended": {Ended: "withdrawn"}, "paid": {PaidIn: "2026-03", Programme: "standard"},
			"opened": {OpenedFrom: "2026-05-01"}, "paid in euro": {PaidIn: "2026-03", Currency: "EUR"},
		} {
			if n, err := r.CaseCount(Filter{Figures: f}); err != nil || n != 1 {
				t.Errorf("%s lists %d cases, %v", name, n, err)
			}
		}
		if n, err := r.CaseCount(Filter{Figures: FigureFilter{PaidIn: "2026-03", Currency: "GBP"}}); err != nil || n != 0 {
			t.Errorf("%d cases were paid in a currency nobody was paid in, %v", n, err)
		}
	})
}
