package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"homeward/avrr"
)

// BenchmarkAppend measures what Record does to the database: lock, append, move the read model.
func BenchmarkAppend(b *testing.B) {
	for name, address := range backends {
		b.Run(name, func(b *testing.B) {
			s := openStore(b, address(b))
			withCases(b, s, 1, nil)
			before, n := s.Statements(), 0
			latency(b, func() error {
				n++
				return s.InTx(b.Context(), func(tx *Tx) error { return appendNext(tx, someCase(0).ID, fmt.Sprint(n)) })
			})
			b.ReportMetric(float64(s.Statements()-before)/float64(n), "statements/op")
		})
	}
}

// BenchmarkCaseload measures a page of 50 open cases of an office, by due date, among 20,000.
func BenchmarkCaseload(b *testing.B) {
	for name, address := range backends {
		b.Run(name, func(b *testing.B) {
			s := openStore(b, address(b))
			withCases(b, s, 20_000, func(i int, c *Case) {
				due := noon.Add(time.Duration(i*7919%20_000) * time.Minute)
				c.NextDue, c.Office, c.Closed = &due, fmt.Sprint("office-", i%10), i%4 == 0
			})
			latency(b, func() error {
				cases, _, err := s.Read(b.Context()).Caseload(Filter{Office: "office-3", OpenOnly: true, Limit: 50})
				if err == nil && len(cases) != 50 {
					err = fmt.Errorf("%d cases", len(cases))
				}
				return err
			})
		})
	}
}

// latency runs do and reports the 50th and 95th percentile.
func latency(b *testing.B, do func() error) {
	b.Helper()
	var all []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(start))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds()), "p95-µs")
}

// BenchmarkFigures measures everything a dashboard of three months asks, of 20,000 cases.
func BenchmarkFigures(b *testing.B) {
	for name, address := range backends {
		b.Run(name, func(b *testing.B) {
			s := openStore(b, address(b))
			today := avrr.DateOf(noon)
			opened := func(n int) avrr.Date { return today.AddDays(-n % 360) }
			withCases(b, s, 20_000, func(n int, c *Case) {
				due := noon.AddDate(0, 0, n%60-20)
				c.NextDue, c.NextClock, c.OpenedOn, c.Officer, c.Closed = &due, fmt.Sprint("clock-", n%12), opened(n).String(), fmt.Sprint("officer-", n%40), n%3 == 0
			})
			in(b, s, func(tx *Tx) error {
				for n := range 20_000 {
					c := &avrr.Case{ID: someCase(n).ID, Programme: "varrp", OpenedAt: opened(n).In(time.UTC)}
					for i, stage := range avrr.StageOrder[:1+n%len(avrr.StageOrder)] {
						if i > 0 {
							c.Stays[i-1].Until = opened(n).AddDays(i * (1 + n%30))
						}
						c.Stays = append(c.Stays, avrr.Stay{Stage: stage, From: opened(n).AddDays(i * (1 + n%30))})
					}
					c.Payments = []avrr.Payment{{PaidOn: opened(n), Worth: 50000, Money: avrr.Money{Amount: 50000, Currency: "EUR"}}}
					if err := tx.NoteFigures(c, "EUR"); err != nil {
						return err
					}
				}
				return nil
			})
			r := s.Read(b.Context())
			latency(b, func() error {
				_, stays := r.StayCounts(FigureFilter{OpenedFrom: today.AddDays(-90).String(), OpenedUntil: today.String()}, []string{"withdrawn", "completed"})
				_, ages := r.AgeCounts("")
				_, loads := r.LoadCounts("")
				_, overdue := r.OverdueCounts("")
				_, leaving := r.Departures("", noon.AddDate(0, -3, 0), noon)
				_, months := r.MonthCounts("", "2025-12", "2026-12")
				return errors.Join(stays, ages, loads, overdue, leaving, months)
			})
		})
	}
}
