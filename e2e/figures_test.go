package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// BenchmarkFigures prints one line a figure. Latency and throughput stand beside a bare Temporal workflow that takes as many
// updates, each with a local activity that does nothing, in the same run.
func BenchmarkFigures(b *testing.B) {
	for b.Loop() {
		for _, backend := range backends {
			dir := b.TempDir()
			h := newHouse(b, dir, backend.url(b, dir))
			sdkworker.SetStickyWorkflowCacheSize(1000)
			h.stopWorker()
			h.startWorker()
			h.latency(backend.name)
			h.throughput(backend.name)
		}
		serveFigures(b)
	}
}

func figure(name string, value float64, unit string) {
	fmt.Printf("figure %s %s %s\n", name, strconv.FormatFloat(value, 'f', -1, 64), unit)
}

// notes is how many actions latency is measured over.
const notes = 200

func (h *house) latency(database string) {
	w := h.begin("standard")
	before := h.store.Statements()
	ours := timed(notes, func(n int) {
		h.do("officer", w.ref, "add-note", body{"text": fmt.Sprintf("Note %d.", n)})
	})
	figure("sql_statements_per_action_"+database, round(float64(h.store.Statements()-before)/notes), "statements")
	bare := h.bare()
	theirs := timed(notes, func(n int) { bare(fmt.Sprintf("u%d", n)) })
	for _, p := range []int{50, 95} {
		a, b := percentile(ours, p), percentile(theirs, p)
		figure(fmt.Sprintf("action_p%d_%s", p, database), ms(a), "ms")
		figure(fmt.Sprintf("bare_update_p%d_%s", p, database), ms(b), "ms")
		figure(fmt.Sprintf("action_to_bare_p%d_%s", p, database), round(float64(a)/float64(b)), "ratio")
	}
}

// lives is how many whole cases throughput is measured over, and abreast how many go at once.
const (
	lives   = 24
	abreast = 8
)

func (h *house) throughput(database string) {
	var actions int
	began := time.Now()
	together(lives, func() {
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.toArrival()
		w.toGrant()
		w.toFollowUp()
		w.toClosure()
		actions = h.folded(w.ref).Version
	})
	ours := float64(lives) / time.Since(began).Seconds()
	bares := make(chan func(string), lives)
	for range lives {
		bares <- h.bare()
	}
	began = time.Now()
	together(lives, func() {
		update := <-bares
		for n := range actions {
			update(fmt.Sprintf("u%d", n))
		}
	})
	theirs := float64(lives) / time.Since(began).Seconds()
	figure("whole_cases_per_second_"+database, round(ours), "cases/s")
	figure("bare_workflows_per_second_"+database, round(theirs), "workflows/s")
	figure("whole_case_to_bare_"+database, round(ours/theirs), "ratio")
	figure("actions_in_a_whole_case", float64(actions), "actions")
}

func together(n int, do func()) {
	var wg sync.WaitGroup
	hands := make(chan struct{}, abreast)
	for range n {
		hands <- struct{}{}
		wg.Go(func() {
			defer func() { <-hands }()
			do()
		})
	}
	wg.Wait()
}

// bare starts a workflow that does nothing but take updates, and answers how to send it one.
func (h *house) bare() func(id string) {
	const queue = "bare"
	h.bareOnce.Do(func() {
		w := sdkworker.New(h.client, queue, sdkworker.Options{})
		w.RegisterWorkflowWithOptions(bareWorkflow, workflow.RegisterOptions{Name: "bare"})
		w.RegisterActivityWithOptions(nothing, activity.RegisterOptions{Name: "nothing"})
		require.NoError(h.t, w.Start())
		h.bareWorker = w
	})
	ctx := context.Background()
	run, err := h.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{TaskQueue: queue}, "bare")
	require.NoError(h.t, err)
	return func(id string) {
		handle, err := h.client.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{WorkflowID: run.GetID(), UpdateID: id, UpdateName: "do", WaitForStage: client.WorkflowUpdateStageCompleted})
		require.NoError(h.t, err)
		require.NoError(h.t, handle.Get(ctx, nil))
	}
}

func bareWorkflow(ctx workflow.Context) error {
	err := workflow.SetUpdateHandler(ctx, "do", func(ctx workflow.Context) error {
		ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{ScheduleToCloseTimeout: 5 * time.Second})
		return workflow.ExecuteLocalActivity(ctx, "nothing").Get(ctx, nil)
	})
	if err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return false })
}

func nothing(context.Context) error { return nil }

// serveFigures measures the binary itself: how soon serve answers in a new folder and in a used one, and what it then weighs.
func serveFigures(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "homeward")
	build := exec.Command("go", "build", "-o", binary, "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(b, err, string(out))
	data := filepath.Join(b.TempDir(), "data")
	for _, folder := range []string{"new", "used"} {
		took, rss := serveOnce(b, binary, data)
		figure("serve_start_"+folder+"_folder", float64(took.Milliseconds()), "ms")
		figure("serve_resident_"+folder+"_folder", float64(rss), "MiB")
	}
}

func serveOnce(b *testing.B, binary, data string) (took time.Duration, mib int) {
	const address = "127.0.0.1:18377"
	serve := exec.Command(binary, "serve", "--data", data, "--listen", address)
	began := time.Now()
	require.NoError(b, serve.Start())
	require.Eventually(b, func() bool {
		resp, err := http.Get("http://" + address + "/readyz")
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		var ready struct{ Status string }
		return json.NewDecoder(resp.Body).Decode(&ready) == nil && resp.StatusCode == http.StatusOK
	}, patience, 5*time.Millisecond)
	took = time.Since(began)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", serve.Process.Pid))
	require.NoError(b, err)
	for line := range strings.Lines(string(status)) {
		if kib, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kib), "kB")))
			require.NoError(b, err)
			mib = n / 1024
		}
	}
	require.NoError(b, serve.Process.Signal(syscall.SIGINT))
	require.NoError(b, serve.Wait())
	return took, mib
}

func timed(n int, do func(n int)) []time.Duration {
	took := make([]time.Duration, n)
	for i := range n {
		began := time.Now()
		do(i)
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took
}

func percentile(sorted []time.Duration, p int) time.Duration { return sorted[(len(sorted)-1)*p/100] }

func ms(d time.Duration) float64 { return round(float64(d.Microseconds()) / 1000) }

func round(x float64) float64 { return float64(int64(x*100+0.5)) / 100 }
