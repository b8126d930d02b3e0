package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"

	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
	"homeward/workflows"
	"homeward/workflows/call"
)

// recordEnv makes TestLivesForReplay write what it lived through to workflows/testdata/histories.
const recordEnv = "HOMEWARD_RECORD_HISTORIES"

// replayMaster is the key under which recorded histories are sealed. It protects nothing: workflows/replay_test.go opens
// them with the same one.
var replayMaster = [32]byte([]byte("for recorded histories, not case"))

// newReplayHouse builds a house whose keys follow from replayMaster, so that what its workflows leave can be replayed by others.
func newReplayHouse(t *testing.T) *house {
	t.Helper()
	dir := t.TempDir()
	v, err := vault.NewInMemory(replayMaster)
	require.NoError(t, err)
	return newHouse(t, dir, backends[0].url(t, dir), func(h *house) { h.vault = v })
}

// A run is one run of a workflow as Temporal recorded it.
type run struct {
	id          string
	events      []*history.HistoryEvent
	transitions int64
}

// runs answers the runs of a workflow that continue one another, the first one first.
func (h *house) runs(workflow string) []run {
	h.t.Helper()
	var all []run
	for id, more := "", true; more; {
		r := run{id: id}
		pages := h.client.GetWorkflowHistory(context.Background(), workflow, id, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
		for pages.HasNext() {
			e, err := pages.Next()
			require.NoError(h.t, err)
			r.events = append(r.events, e)
		}
		started := r.events[0].GetWorkflowExecutionStartedEventAttributes()
		r.id = started.OriginalExecutionRunId
		d, err := h.client.DescribeWorkflowExecution(context.Background(), workflow, r.id)
		require.NoError(h.t, err)
		r.transitions = d.WorkflowExecutionInfo.StateTransitionCount
		all = append([]run{r}, all...)
		id = started.ContinuedExecutionRunId
		more = id != ""
	}
	return all
}

func (w walk) caseWorkflow() string { return workflows.CaseWorkflowID(w.folded(w.ref).ID) }

func (w walk) movementWorkflow() string {
	return workflows.MovementWorkflowID(w.folded(w.ref).Booking.Movement)
}

// ended waits until a workflow has completed.
func (h *house) ended(workflow string) {
	h.t.Helper()
	require.Eventually(h.t, func() bool {
		d, err := h.client.DescribeWorkflowExecution(context.Background(), workflow, "")
		return err == nil && d.WorkflowExecutionInfo.Status == enums.WORKFLOW_EXECUTION_STATUS_COMPLETED
	}, patience, 20*time.Millisecond, "%s has not ended", workflow)
}

// atRest waits until the case's workflow has nothing to do, as it is between any two steps of a year.
func (w walk) atRest() {
	w.t.Helper()
	require.Eventually(w.t, func() bool {
		d, err := w.client.DescribeWorkflowExecution(context.Background(), w.caseWorkflow(), "")
		return err == nil && d.PendingWorkflowTask == nil && d.WorkflowExecutionInfo.HistoryLength > 3
	}, patience, 20*time.Millisecond)
}

// carriedOut waits until the relay has nothing left to do for the case and its movement.
func (w walk) carriedOut() {
	w.t.Helper()
	require.Eventually(w.t, func() bool { return w.toDo() == 0 }, patience, 20*time.Millisecond, "the relay is not done")
}

// toDo counts what the relay has yet to carry out, anywhere in the house.
func (h *house) toDo() int {
	h.t.Helper()
	read, distant := h.store.Read(context.Background()), time.Now().AddDate(1, 0, 0)
	orders, err := read.DueOutbox(distant, 100)
	require.NoError(h.t, err)
	messages, err := read.DueMessages(distant, 100)
	require.NoError(h.t, err)
	submissions, err := read.DueSubmissions(distant, 100)
	require.NoError(h.t, err)
	return len(orders) + len(messages) + len(submissions)
}

// Every life the workflows may lead is led here once on a real server; what it leaves is the corpus every later version
// must replay.
func TestLivesForReplay(t *testing.T) {
	h := newReplayHouse(t)
	for _, live := range []func(){h.wholeLife, h.withdrawnWithBooking, h.lapsedHold, h.onHold, h.missedDeadline, h.refusedAtRecord, h.recordAlone, h.recordBroken} {
		live()
	}
}

func (h *house) wholeLife() {
	w := h.begin("standard")
	w.whole()
	h.ended(w.caseWorkflow())
	h.keep("whole-life", w.caseWorkflow())
	h.keep("movement-whole", w.movementWorkflow())
	w.do("manager", w.ref, "reopen", body{"stage": "follow_up", "reason": "The person asked for another visit."})
	w.do("field", w.ref, "close", body{"reason": "completed"})
	h.ended(w.caseWorkflow())
	h.keep("reopened", w.caseWorkflow())
}

// whole leads a case from its approval to its closure.
func (w walk) whole() {
	w.t.Helper()
	w.toApproval()
	w.toHold()
	w.carriedOut() // as in life, each step of the journey reaches the case before the next one is taken
	w.ticket()
	w.carriedOut()
	w.rings(avrr.ClockCall) // of a flight within a day both calls before it are due with the ticket
	w.rings(avrr.ClockLastCheck)
	w.brief()
	w.carriedOut()
	w.depart()
	w.carriedOut()
	w.arrive()
	w.carriedOut()
	w.toGrant()
	w.atRest()
	w.toFollowUp()
	w.atRest()
	w.toClosure()
}

func (h *house) withdrawnWithBooking() {
	w := h.begin("standard")
	w.toApproval()
	w.toHold()
	w.toTicket()
	w.carriedOut()
	w.do("officer", w.ref, "withdraw", body{"channel": "phone"})
	w.carriedOut()
	h.ended(w.caseWorkflow())
	h.ended(w.movementWorkflow())
	h.keep("withdrawn-with-booking", w.caseWorkflow())
	h.keep("movement-cancelled", w.movementWorkflow())
}

func (h *house) lapsedHold() {
	w := h.begin("standard")
	w.toApproval()
	w.toPapers()
	w.hold(brief)
	require.Eventually(h.t, func() bool { return w.folded(w.ref).Booking.Status == avrr.Lapsed }, patience, 20*time.Millisecond)
	w.carriedOut()
	h.ended(w.movementWorkflow())
	h.keep("lapsed-hold", w.caseWorkflow())
	h.keep("movement-lapsed", w.movementWorkflow())
}

func (h *house) onHold() {
	w := h.begin("demo")
	w.do("officer", w.ref, "hold", body{"reason": "The person is in hospital."})
	w.do("officer", w.ref, "add-note", body{"text": "Still there."})
	w.do("officer", w.ref, "resume", body{})
	h.keep("on-hold-resumed", w.caseWorkflow())
}

// missedDeadline lets the deadline of the first counselling pass.
func (h *house) missedDeadline() {
	h.hurry()
	w := h.begin("hurry")
	w.rings("overdue:counselling")
	w.do("officer", w.ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	h.keep("missed-deadline", w.caseWorkflow())
}

// hurry adds a programme in which the first counselling is due after a second.
func (h *house) hurry() {
	h.t.Helper()
	demo, err := os.ReadFile(filepath.Join("..", "programmes", "data", "demo.yaml"))
	require.NoError(h.t, err)
	hurried := strings.NewReplacer("programme: demo", "programme: hurry", "counselling: {after: 3m", "counselling: {after: 1s").Replace(string(demo))
	library, mistakes := programmes.Load(os.DirFS(filepath.Join("..", "programmes", "data")), fstest.MapFS{"hurry.yaml": {Data: []byte(hurried)}})
	require.Empty(h.t, mistakes)
	h.desk.Library, h.acts.Library = library, library
}

// rings waits until a task is raised by a clock, and its workflow is at rest again.
func (w walk) rings(task string) {
	w.t.Helper()
	require.Eventually(w.t, func() bool {
		return slices.ContainsFunc(w.folded(w.ref).Raised, func(t *avrr.Task) bool { return t.ID == task })
	}, patience, 20*time.Millisecond, "%s is not raised", task)
	w.atRest()
}

// refusedAtRecord has an officer approve what they assessed themselves, past the check at the desk.
func (h *house) refusedAtRecord() {
	w := h.begin("standard")
	w.toAssessment()
	s := w.slipIn("officer", "decide-eligibility", `{"decision":"approve"}`)
	require.ErrorIs(h.t, w.deliver(s), call.ErrRefused)
	h.keep("refused-at-record", w.caseWorkflow())
}

// recordAlone keeps the database busy for longer than Record may take beside a workflow task, so that it becomes an activity
// of its own.
func (h *house) recordAlone() {
	w := h.begin("standard")
	s := w.slipIn("officer", "add-note", `{"text":"Took a while."}`)
	delivered := make(chan error, 1)
	require.NoError(h.t, h.store.InTx(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.LockCase(s.CaseID); err != nil {
			return err
		}
		go func() { delivered <- w.deliver(s) }()
		require.Eventually(h.t, func() bool {
			all := h.runs(w.caseWorkflow())
			return slices.ContainsFunc(all[len(all)-1].events, func(e *history.HistoryEvent) bool {
				return e.EventType == enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
			})
		}, patience, 100*time.Millisecond, "Record never became an activity of its own")
		return nil
	}))
	require.NoError(h.t, <-delivered)
	h.keep("record-alone", w.caseWorkflow())
}

// slipIn keeps a submission without checking it, as if the case had changed since it was checked.
func (w walk) slipIn(who, action, in string) store.Submission {
	w.t.Helper()
	c := w.folded(w.ref)
	now := time.Now().UTC().Truncate(time.Microsecond)
	s := store.Submission{ID: ulid.Make().String(), Subject: store.CaseSubject(c.ID), CaseID: c.ID, Action: action, Actor: w.staff[who].ID,
		IdempotencyKey: fmt.Sprintf("slip-%d", w.keys.Add(1)), Fingerprint: []byte{}, Body: []byte(in), ReceivedAt: now, NextAttemptAt: now.Add(time.Hour)}
	require.NoError(w.t, w.store.InTx(context.Background(), func(tx *store.Tx) error { return tx.InsertSubmission(s) }))
	return s
}

func (w walk) deliver(s store.Submission) error {
	return call.Deliver(context.Background(), w.client, s.Subject.String(), workflows.Submitted{Submission: s.ID, Action: s.Action, Seen: w.folded(w.ref).Seq}, call.Attributes{}, false)
}

// keep writes the histories of a workflow's runs, when asked to.
func (h *house) keep(name, workflow string) {
	h.t.Helper()
	if os.Getenv(recordEnv) == "" {
		return
	}
	dir := filepath.Join("..", "workflows", "testdata", "histories")
	require.NoError(h.t, os.MkdirAll(dir, 0o755))
	for n, r := range h.runs(workflow) {
		raw, err := temporalproto.CustomJSONMarshalOptions{Indent: " "}.Marshal(&history.History{Events: r.events})
		require.NoError(h.t, err)
		require.NoError(h.t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.json", name, n+1)), raw, 0o644))
	}
}
