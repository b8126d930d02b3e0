package workflows_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"homeward/vault"
	"homeward/worker"
)

// replayMaster is the key the recorded histories are sealed under, the same one that e2e records with.
var replayMaster = [32]byte([]byte("for recorded histories, not case"))

// Every history that was ever recorded is replayed by the workflows as they are now: a case that began a year ago must go on.
func TestRecordedHistoriesReplay(t *testing.T) {
	corpus := recorded(t)
	for _, name := range slices.Sorted(maps.Keys(corpus)) {
		t.Run(name, func(t *testing.T) { require.NoError(t, replay(t, corpus[name])) })
	}
}

// A worker may take up a case at any moment of its life: every beginning of a history replays, too.
func TestEveryBeginningOfAHistoryReplays(t *testing.T) {
	corpus := recorded(t)
	for _, name := range []string{"whole-life-1", "movement-lapsed-1", "record-alone-1", "record-broken-1"} {
		h := corpus[name]
		require.NotNil(t, h, name)
		for n, e := range h.Events {
			if e.EventType == enums.EVENT_TYPE_WORKFLOW_TASK_STARTED {
				require.NoError(t, replay(t, &history.History{Events: h.Events[:n+1]}), "%s up to event %d", name, e.EventId)
			}
		}
	}
}

// A history of other steps is noticed: these tests would see a change of order.
func TestAnotherOrderOfStepsDoesNotReplay(t *testing.T) {
	h := recorded(t)["movement-lapsed-1"]
	require.NotNil(t, h)
	h.Events = slices.DeleteFunc(h.Events, func(e *history.HistoryEvent) bool {
		return e.EventType == enums.EVENT_TYPE_TIMER_STARTED || e.EventType == enums.EVENT_TYPE_TIMER_FIRED
	})
	for n, e := range h.Events {
		e.EventId = int64(n + 1)
	}
	require.ErrorContains(t, replay(t, h), "nondeterministic workflow")
}

// No history leaves a timer behind that would wake a case for nothing.
func TestEveryTimerOfAHistoryEnds(t *testing.T) {
	for name, h := range recorded(t) {
		running, most := 0, 0
		for _, e := range h.Events {
			switch e.EventType {
			case enums.EVENT_TYPE_TIMER_STARTED:
				running++
			case enums.EVENT_TYPE_TIMER_CANCELED, enums.EVENT_TYPE_TIMER_FIRED:
				running--
			}
			most = max(most, running)
		}
		require.LessOrEqual(t, most, 1, "%s: one timer at a time", name)
		last := h.Events[len(h.Events)-1].EventType
		if last == enums.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED || last == enums.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW {
			require.Zero(t, running, name)
		}
	}
}

// recorded reads the corpus, by name.
func recorded(t *testing.T) map[string]*history.History {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "histories", "*.json"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 8, "the corpus is missing")
	corpus := map[string]*history.History{}
	for _, file := range files {
		f, err := os.Open(file)
		require.NoError(t, err)
		h, err := client.HistoryFromJSON(f, client.HistoryJSONOptions{})
		require.NoError(t, err)
		require.NoError(t, f.Close())
		corpus[strings.TrimSuffix(filepath.Base(file), ".json")] = h
	}
	return corpus
}

func replay(t *testing.T, h *history.History) error {
	t.Helper()
	started := h.Events[0].GetWorkflowExecutionStartedEventAttributes()
	v, err := vault.NewInMemory(replayMaster)
	require.NoError(t, err)
	require.NoError(t, v.CreateKey(context.Background(), started.WorkflowId, vault.Temporal))
	replayer, err := sdkworker.NewWorkflowReplayerWithOptions(sdkworker.WorkflowReplayerOptions{
		DataConverter: v.DataConverter(), FailureConverter: v.FailureConverter(), DisableRegistrationAliasing: true})
	require.NoError(t, err)
	worker.RegisterWorkflows(replayer)
	return replayer.ReplayWorkflowHistoryWithOptions(silent{}, h, sdkworker.ReplayWorkflowHistoryOptions{
		OriginalExecution: workflow.Execution{ID: started.WorkflowId, RunID: started.OriginalExecutionRunId}})
}
