package store

import (
	"fmt"
	"slices"
	"testing"
	"time"
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
