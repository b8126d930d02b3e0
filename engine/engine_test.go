package engine

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const queue = "visits"

// followUp stands for any workflow of ours: it waits for one timer and takes updates meanwhile.
func followUp(ctx workflow.Context, wait time.Duration) (visits int, err error) {
	err = workflow.SetUpdateHandler(ctx, "log-visit", func(workflow.Context) (int, error) {
		visits++
		return visits, nil
	})
	if err != nil {
		return 0, err
	}
	return visits, workflow.Sleep(ctx, wait)
}

func start(t testing.TB, options Options) *Engine {
	t.Helper()
	e, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func stop(t testing.TB, e *Engine) {
	t.Helper()
	if err := e.Stop(); err != nil {
		t.Error(err)
	}
}

// work dials the engine and runs a worker on it; the function it returns ends both.
func work(t testing.TB, e *Engine) (client.Client, func()) {
	t.Helper()
	c, err := client.Dial(client.Options{
		HostPort:  e.Address(),
		Namespace: e.Namespace(),
		Logger:    log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		t.Fatal(err)
	}
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(followUp)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	return c, func() { w.Stop(); c.Close() }
}

func opening(c client.Client, id string, wait time.Duration) client.WithStartWorkflowOperation {
	return c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID:                       id,
		TaskQueue:                queue,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		TypedSearchAttributes: temporal.NewSearchAttributes(
			temporal.NewSearchAttributeKeyKeyword(OfficeAttribute).ValueSet("o-17"),
			temporal.NewSearchAttributeKeyKeyword(ProgrammeAttribute).ValueSet("p-3"),
		),
	}, followUp, wait)
}

func logVisit(ctx context.Context, c client.Client, id string, wait time.Duration) (visits int, err error) {
	update, err := c.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: opening(c, id, wait),
		UpdateOptions: client.UpdateWorkflowOptions{
			UpdateName: "log-visit", WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	if err != nil {
		return 0, err
	}
	return visits, update.Get(ctx, &visits)
}

// inTime answers the file of an engine that was stopped while the timer of a follow-up still ran; "" when the timer was faster.
func inTime(t *testing.T, wait time.Duration) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a directory, 100% odd #1", "engine.db")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	e := start(t, Options{File: file})
	c, rest := work(t, e)
	begun := time.Now()
	for want := 1; want <= 2; want++ {
		visits, err := logVisit(t.Context(), c, "case/1", wait)
		if err != nil || visits != want {
			if time.Since(begun) < wait {
				t.Fatalf("visit %d: got %d, %v", want, visits, err)
			}
			break
		}
	}
	rest()
	stop(t, e)
	if time.Since(begun) > wait {
		return ""
	}
	return file
}

func TestATimerSurvivesARestart(t *testing.T) {
	wait, file := 4*time.Second, ""
	for file = inTime(t, wait); file == ""; file = inTime(t, wait) {
		wait *= 4 // the machine is slow
	}

	second := start(t, Options{File: file})
	defer stop(t, second)
	if second.SetAside() != "" {
		t.Errorf("a sound file was set aside as %s", second.SetAside())
	}
	c, rest := work(t, second)
	defer rest()
	var visits int
	if err := c.GetWorkflow(t.Context(), "case/1", "").Get(t.Context(), &visits); err != nil {
		t.Fatal(err)
	}
	if visits != 2 {
		t.Errorf("%d visits after the restart, want 2", visits)
	}
}

func TestTwoEnginesInOneProcessShareNothing(t *testing.T) {
	here, there := start(t, Options{}), start(t, Options{})
	defer stop(t, there)
	defer stop(t, here)
	for _, e := range []*Engine{here, there} {
		c, rest := work(t, e)
		defer rest()
		if visits, err := logVisit(t.Context(), c, "case/1", time.Millisecond); err != nil || visits != 1 {
			t.Errorf("%s: %d visits, %v; want the first", e.Address(), visits, err)
		}
	}
}

func TestAFileThatCannotBeContinuedIsSetAside(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, file string){
		"another server version": func(t *testing.T, file string) {
			write(t, file+".version", []byte("1.31.0\n"))
		},
		"creation was interrupted": func(t *testing.T, file string) {
			if err := os.Remove(file + ".version"); err != nil {
				t.Fatal(err)
			}
		},
		"not a database": func(t *testing.T, file string) {
			write(t, file, bytes.Repeat([]byte("torn page "), 1000))
		},
		"a page was overwritten": func(t *testing.T, file string) {
			content := read(t, file)
			copy(content[len(content)/2:], bytes.Repeat([]byte{0xff}, 4096))
			write(t, file, content)
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "engine.db")
			first := start(t, Options{File: file})
			stop(t, first)
			spoil(t, file)
			spoilt := read(t, file)

			var told bytes.Buffer
			second := start(t, Options{File: file, Logger: slog.New(slog.NewTextHandler(&told, nil))})
			stop(t, second)
			if second.SetAside() == "" {
				t.Fatal("the file was continued")
			}
			if !bytes.Equal(read(t, second.SetAside()), spoilt) {
				t.Error("what was set aside is not the file")
			}
			if !bytes.Contains(told.Bytes(), []byte("cannot be continued")) {
				t.Errorf("the log does not say so: %s", &told)
			}

			third := start(t, Options{File: file})
			stop(t, third)
			if third.SetAside() != "" {
				t.Errorf("the new file was set aside as well: %s", third.SetAside())
			}
		})
	}
}

// A rebuild may break off: until it is said to be complete, every start says that there is something to rebuild.
func TestAServerIsEmptyUntilItIsRebuilt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "engine.db")
	restart := func(rebuilt bool) (empty bool) {
		e := start(t, Options{File: file})
		defer stop(t, e)
		empty, err := e.Empty()
		if err == nil && rebuilt {
			err = e.Rebuilt()
		}
		if err != nil {
			t.Fatal(err)
		}
		return empty
	}
	for i, step := range []struct{ rebuilt, empty bool }{{false, true}, {false, true}, {true, true}, {false, false}} {
		if empty := restart(step.rebuilt); empty != step.empty {
			t.Fatalf("start %d: empty is %t", i+1, empty)
		}
	}
	write(t, file, bytes.Repeat([]byte("torn page "), 1000))
	for i := range 2 {
		if !restart(false) {
			t.Fatalf("start %d after the file was set aside: it is not empty", i+1)
		}
	}
}

func TestTheNamespaceKeepsClosedWorkflowsAndKnowsItsAttributes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "engine.db")
	const day = 24 * time.Hour
	for _, c := range []struct{ asked, want time.Duration }{{0, 365 * day}, {30 * day, 30 * day}} {
		t.Run(c.want.String(), func(t *testing.T) {
			e := start(t, Options{File: file, Retention: c.asked})
			defer stop(t, e)
			conn, rest := work(t, e)
			defer rest()

			ns, err := conn.WorkflowService().DescribeNamespace(t.Context(), &workflowservice.DescribeNamespaceRequest{Namespace: "homeward"})
			if err != nil {
				t.Fatal(err)
			}
			if got := ns.Config.WorkflowExecutionRetentionTtl.AsDuration(); got != c.want {
				t.Errorf("retention %v, want %v", got, c.want)
			}
			attributes, err := conn.OperatorService().ListSearchAttributes(t.Context(), &operatorservice.ListSearchAttributesRequest{Namespace: "homeward"})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{OfficeAttribute, ProgrammeAttribute} {
				if got := attributes.CustomAttributes[name]; got != enums.INDEXED_VALUE_TYPE_KEYWORD {
					t.Errorf("%s is %v", name, got)
				}
			}
		})
	}
}

func TestStartRefuses(t *testing.T) {
	taken := start(t, Options{})
	defer stop(t, taken)
	for name, options := range map[string]Options{
		"an address others can reach": {Address: "0.0.0.0:0"},
		"a port that is taken":        {Address: taken.Address()},
		"a missing directory":         {File: filepath.Join(t.TempDir(), "missing", "engine.db")},
	} {
		if e, err := Start(t.Context(), options); err == nil {
			t.Errorf("%s: started at %s", name, e.Address())
		}
	}
}

func TestAPortTakenAfterItWasFoundIsAnError(t *testing.T) {
	found, release, err := reservePorts("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	release()
	other, err := net.ListenTCP("tcp", found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	database, _, err := openDatabase(t.Context(), Options{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	_, err = launch(database, found, serverLog{slog.New(slog.DiscardHandler), new(atomic.Bool)})
	if err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("got %v", err)
	}
}

func TestStopTwiceIsStopOnce(t *testing.T) {
	e := start(t, Options{})
	stop(t, e)
	stop(t, e)
	if _, err := net.Dial("tcp", e.Address()); err == nil {
		t.Errorf("%s still answers", e.Address())
	}
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
