package e2e

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdkworker "go.temporal.io/sdk/worker"

	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
)

// rowsOfJob is how many cases are reassigned at once: as many as one job takes.
const rowsOfJob = casework.MostChosen

// doJobs is the whole life of a process that does what people ask for in the background.
func doJobs(told string) error {
	var p premises
	if err := json.Unmarshal([]byte(told), &p); err != nil {
		return err
	}
	h, err := join(p)
	if err != nil {
		return err
	}
	go h.desk.DoJobs(context.Background(), "the process that is killed")
	return workOn()
}

// A process that reassigns 300 cases is killed in the middle. Another goes on, and each case has been reassigned once.
func TestAJobWhoseProcessIsKilledGoesOnAndDoesNothingTwice(t *testing.T) {
	for _, backend := range backends {
		t.Run(backend.name, func(t *testing.T) {
			dir := t.TempDir()
			h := newHouse(t, dir, backend.url(t, dir))
			references := h.openMany(rowsOfJob)
			order, err := casework.AssignOrder(avrr.Assign{Duty: avrr.ReturnDuty, Person: "officer2"})
			require.NoError(t, err)
			job, err := h.desk.AskForJob(t.Context(), h.staff["officer"], "a form", order, references)
			require.NoError(t, err)

			clerk := h.beginProcess("HOMEWARD_CLERK", h.premises())
			before := h.jobAt(job.ID, func(j store.Job) bool { return j.Done >= rowsOfJob/3 })
			clerk.kill()
			require.Less(t, before.Done, rowsOfJob, "it was killed too late")

			working, stop := context.WithCancel(context.Background())
			var done sync.WaitGroup
			done.Go(func() { h.desk.DoJobs(working, "the one that goes on") })
			began := time.Now()
			after := h.jobAt(job.ID, store.Job.Ended)
			stop()
			done.Wait()
			t.Logf("killed at %d of %d, ended %s later", before.Done, after.Total, time.Since(began).Round(time.Millisecond))

			require.Equal(t, store.JobDone, after.State)
			require.Equal(t, rowsOfJob, after.Done)
			page, err := h.desk.Job(t.Context(), h.staff["officer"], job.ID)
			require.NoError(t, err)
			require.Equal(t, rowsOfJob, page.Counts[casework.RowDone]+page.Counts[casework.RowTaken], "%v", page.Counts) // a slow machine may only accept
			for _, reference := range references {
				require.Eventually(t, func() bool { return h.folded(reference).Officers[avrr.ReturnDuty] == h.staff["officer2"].ID }, patience, 50*time.Millisecond)
				c, err := h.store.Read(t.Context()).CaseByReference(reference)
				require.NoError(t, err)
				history, err := h.store.Read(t.Context()).History(store.CaseSubject(c.ID))
				require.NoError(t, err)
				reassigned := 0
				for _, e := range history {
					if e.Action == "assign" {
						reassigned++
					}
				}
				require.Equal(t, 1, reassigned, "%s was reassigned", reference)
			}
		})
	}
}

// BenchmarkFiguresOfAJob prints how long 300 cases take to be reassigned at once.
func BenchmarkFiguresOfAJob(b *testing.B) {
	for b.Loop() {
		for _, backend := range backends {
			dir := b.TempDir()
			h := newHouse(b, dir, backend.url(b, dir))
			sdkworker.SetStickyWorkflowCacheSize(1000)
			h.stopWorker()
			h.startWorker()
			references := h.openMany(rowsOfJob)
			order, err := casework.AssignOrder(avrr.Assign{Duty: avrr.ReturnDuty, Person: "officer2"})
			require.NoError(b, err)
			began := time.Now()
			_, err = h.desk.Choose(context.Background(), h.staff["officer"], references, "assign")
			require.NoError(b, err)
			figure("job_choose_300_"+backend.name, time.Since(began).Seconds(), "s")
			working, stop := context.WithCancel(context.Background())
			var done sync.WaitGroup
			done.Go(func() { h.desk.DoJobs(working, "a benchmark") })
			began = time.Now()
			job, err := h.desk.AskForJob(context.Background(), h.staff["officer"], "a form", order, references)
			require.NoError(b, err)
			h.jobAt(job.ID, store.Job.Ended)
			figure("job_reassign_300_"+backend.name, time.Since(began).Seconds(), "s")
			stop()
			done.Wait()
		}
	}
}

// BenchmarkFiguresOfAnExportJob prints how long 20,000 cases take to be made a file in the background, and how much memory that takes at most.
func BenchmarkFiguresOfAnExportJob(b *testing.B) {
	for b.Loop() {
		for _, backend := range backends {
			dir := b.TempDir()
			h := newHouse(b, dir, backend.url(b, dir))
			o := h.fill()
			h.stopWorker()
			h.stopTemporal()
			working, stop := context.WithCancel(context.Background())
			var done sync.WaitGroup
			done.Go(func() { o.desk.DoJobs(working, "a benchmark") })
			before, peak := heap(), peakHeap()
			began := time.Now()
			job, err := o.desk.AskForExport(context.Background(), o.staff["manager"], "a form", casework.ExportOrder{Form: casework.FormXLSX, Language: avrr.English})
			require.NoError(b, err)
			o.jobAt(job.ID, store.Job.Ended)
			figure("job_export_20000_"+backend.name, time.Since(began).Seconds(), "s")
			figure("job_export_20000_memory_"+backend.name, float64(max(peak(), before)-before)/(1<<20), "MiB")
			stop()
			done.Wait()
		}
	}
}

// openMany opens cases, a few at a time, and answers their references.
func (h *house) openMany(n int) []string {
	h.t.Helper()
	references := make([]string, n)
	failed := make(chan error, n)
	queue := make(chan int)
	var hands sync.WaitGroup
	for range 8 {
		hands.Go(func() {
			for i := range queue {
				answer, err := h.desk.Open(context.Background(), h.staff["officer"], h.request("open", oneAdult("standard")))
				references[i] = answer.Reference
				failed <- err
			}
		})
	}
	for i := range n {
		queue <- i
	}
	close(queue)
	hands.Wait()
	close(failed)
	for err := range failed {
		require.NoError(h.t, err)
	}
	for _, reference := range references { // those that had to wait are there now
		require.Eventually(h.t, func() bool {
			c, err := h.store.Read(context.Background()).CaseByReference(reference)
			return err == nil && c.Seq > 0
		}, patience, 50*time.Millisecond)
	}
	return references
}

// jobAt waits until a job has come to where it is awaited.
func (h *house) jobAt(id string, there func(store.Job) bool) store.Job {
	h.t.Helper()
	var j store.Job
	require.Eventually(h.t, func() bool {
		var err error
		j, err = h.store.Read(context.Background()).Job(id)
		return err == nil && there(j)
	}, 10*time.Minute, 20*time.Millisecond)
	return j
}
