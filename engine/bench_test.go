package engine

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
)

func BenchmarkStartAndStop(b *testing.B) {
	kept := filepath.Join(b.TempDir(), "engine.db")
	stop(b, start(b, Options{File: kept}))
	for name, file := range map[string]func() string{
		"memory":   func() string { return "" },
		"new file": func() string { return filepath.Join(b.TempDir(), "engine.db") },
		"old file": func() string { return kept },
	} {
		b.Run(name, func(b *testing.B) {
			var starting, stopping time.Duration
			for b.Loop() {
				begun := time.Now()
				e := start(b, Options{File: file()})
				usable := time.Now()
				stop(b, e)
				starting += usable.Sub(begun)
				stopping += time.Since(usable)
			}
			b.ReportMetric(float64(starting.Milliseconds())/float64(b.N), "start-ms")
			b.ReportMetric(float64(stopping.Milliseconds())/float64(b.N), "stop-ms")
		})
	}
}

func BenchmarkUpdate(b *testing.B) {
	e := start(b, Options{File: filepath.Join(b.TempDir(), "engine.db")})
	defer stop(b, e)
	c, rest := work(b, e)
	defer rest()

	// The server ends updates of one run at 2000; a new workflow takes over long before.
	const each = 500
	var took []time.Duration
	for b.Loop() {
		begun := time.Now()
		id := fmt.Sprint("case/", len(took)/each)
		if _, err := logVisit(b.Context(), c, id, time.Hour); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func BenchmarkWorkflow(b *testing.B) {
	e := start(b, Options{File: filepath.Join(b.TempDir(), "engine.db")})
	defer stop(b, e)
	c, rest := work(b, e)
	defer rest()

	var number atomic.Int64
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			options := client.StartWorkflowOptions{ID: fmt.Sprint("case/", number.Add(1)), TaskQueue: queue}
			run, err := c.ExecuteWorkflow(b.Context(), options, followUp, time.Duration(0))
			if err == nil {
				err = run.Get(b.Context(), nil)
			}
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "workflows/s")
}
