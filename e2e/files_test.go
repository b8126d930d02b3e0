package e2e

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/casework"
)

// aPDF is a file as a scanner makes it.
func aPDF(text string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Lang (" + text + ") >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
}

// A file that is sent many times at once is kept once and recorded once; sent while nobody can record it, it is kept and waits.
func TestAFileIsKeptAndRecordedOnceHoweverOftenItIsSent(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		ctx, w := context.Background(), h.begin("standard")
		up := func(key string) casework.Upload {
			return casework.Upload{Key: h.t.Name() + key, Kind: "signed_declaration", Member: "m1", Name: "scan.pdf", Content: aPDF(key)}
		}
		const times = 12
		ids := make([]string, times)
		var sending sync.WaitGroup
		for i := range ids {
			sending.Go(func() {
				_, file, err := h.desk.Upload(ctx, h.staff["officer"], w.ref, up("many"))
				if err != nil {
					t.Errorf("the %dth of one file: %v", i, err)
				}
				ids[i] = file.ID
			})
		}
		sending.Wait()
		require.Len(t, slices.Compact(ids), 1)
		w.carriedOut()

		h.stopWorker()
		answer, waits, err := h.desk.Upload(ctx, h.staff["field"], w.ref, up("outage"))
		require.NoError(t, err)
		require.True(t, answer.Waiting)
		require.Equal(t, casework.FileWaiting, waits.Status)
		_, content, err := h.desk.OpenFile(ctx, h.staff["officer"], w.ref, waits.ID)
		require.NoError(t, err)
		require.Equal(t, aPDF("outage"), content)
		h.startWorker()
		w.carriedOut()

		list, err := h.desk.Files(ctx, h.staff["officer"], w.ref)
		require.NoError(t, err)
		require.Equal(t, 2, list.Count)
		for _, f := range list.Files {
			require.Equal(t, casework.FileRecorded, f.Status)
		}
		require.Eventually(t, func() bool { return len(w.folded(w.ref).Files) == 2 }, patience, 20*time.Millisecond)
		w.stands()
	})
}
