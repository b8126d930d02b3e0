package e2e

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
)

// BenchmarkExportFigures prints how long an office of 20,000 cases waits for its files and for its results, and how much memory the
// making of each takes at most.
func BenchmarkExportFigures(b *testing.B) { inAFullOffice(b, caseload.export) }

func (o caseload) export(database string) {
	o.t.Helper()
	manager, ctx := o.staff["manager"], context.Background()
	written := func(e *casework.Export, err error) error {
		if err != nil {
			return err
		}
		return e.Write(io.Discard)
	}
	for _, kind := range []struct {
		name string
		make func() error
	}{
		{"cases_csv", func() error {
			return written(o.desk.ExportCases(ctx, manager, casework.Search{}, casework.FormCSV, avrr.English))
		}},
		{"cases_xlsx", func() error {
			return written(o.desk.ExportCases(ctx, manager, casework.Search{}, casework.FormXLSX, avrr.English))
		}},
		{"results_xlsx", func() error {
			return written(o.desk.ExportResults(ctx, manager, casework.ResultsSearch{}, casework.FormXLSX, "", avrr.English))
		}},
	} {
		before, peak := heap(), peakHeap()
		began := time.Now()
		require.NoError(o.t, kind.make(), kind.name)
		figure(fmt.Sprintf("export_20000_%s_%s", kind.name, database), time.Since(began).Seconds(), "s")
		figure(fmt.Sprintf("export_20000_%s_memory_%s", kind.name, database), float64(max(peak(), before)-before)/(1<<20), "MiB")
	}
}

// heap answers what is in use once everything that can be freed is.
func heap() uint64 {
	runtime.GC()
	return allocated()
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peakHeap looks at the heap again and again until it is asked for the most there was.
func peakHeap() func() uint64 {
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		look := time.NewTicker(5 * time.Millisecond)
		defer look.Stop()
		peak := allocated()
		for {
			select {
			case <-look.C:
				peak = max(peak, allocated())
			case <-done:
				most <- max(peak, allocated())
				return
			}
		}
	}()
	return func() uint64 {
		close(done)
		return <-most
	}
}
