package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
	"homeward/worker"
)

// stands holds a case, and the movement it travels on, against the protocol: the log is unbroken and each cause stands in it
// once, the read model is the folded log, the workflow waits for what the log says, and every run replays.
func (w walk) stands() {
	w.t.Helper()
	row := w.row()
	w.unbroken(store.CaseSubject(row.ID), row.Seq)
	p := w.pinned(row)
	read := w.store.Read(context.Background())
	fromRow, err := read.Folded(row, p)
	require.NoError(w.t, err)
	fromLog, err := read.FoldedTo(row, p, row.Seq)
	require.NoError(w.t, err)
	require.JSONEq(w.t, asJSON(w.t, fromLog), asJSON(w.t, fromRow), "the read model is not the folded log")

	waiting, err := read.UnsettledOf(row.ID)
	require.NoError(w.t, err)
	require.Empty(w.t, waiting)
	w.agrees(store.CaseSubject(row.ID), row.NextDue)
	if fromRow.Booking == nil {
		return
	}
	movement, err := read.Movement(fromRow.Booking.Movement)
	require.NoError(w.t, err)
	w.unbroken(store.MovementSubject(movement.ID), movement.Seq)
	w.agrees(store.MovementSubject(movement.ID), movement.NextDue)
}

func (h *house) unbroken(subject store.Subject, head int) {
	h.t.Helper()
	lines, err := h.store.Read(context.Background()).Events(subject, 0)
	require.NoError(h.t, err)
	require.Len(h.t, lines, head)
	once := map[string]bool{}
	for i, line := range lines {
		require.Equal(h.t, i+1, line.Seq)
		require.False(h.t, once[line.Cause], "%s stands twice in the log", line.Cause)
		once[line.Cause] = true
	}
}

// agrees asks the newest run of a workflow which timer it has armed.
func (h *house) agrees(subject store.Subject, due *time.Time) {
	h.t.Helper()
	all := h.runs(subject.String())
	for _, r := range all {
		h.replays(subject, r)
	}
	armed := armed(all[len(all)-1].events)
	if due == nil {
		require.Nil(h.t, armed, "%s waits for a deadline that the log does not know", subject)
		return
	}
	require.NotNil(h.t, armed, "%s waits for no deadline; the log says %s", subject, due)
	require.WithinDuration(h.t, *due, *armed, 2*time.Second, "%s waits for another deadline than the log", subject)
}

// armed answers when the timer runs out that a run has started and that neither fired nor was cancelled.
func armed(events []*history.HistoryEvent) *time.Time {
	timers := map[int64]time.Time{}
	for _, e := range events {
		switch e.EventType {
		case enums.EVENT_TYPE_TIMER_STARTED:
			timers[e.EventId] = e.EventTime.AsTime().Add(e.GetTimerStartedEventAttributes().StartToFireTimeout.AsDuration())
		case enums.EVENT_TYPE_TIMER_FIRED:
			delete(timers, e.GetTimerFiredEventAttributes().StartedEventId)
		case enums.EVENT_TYPE_TIMER_CANCELED:
			delete(timers, e.GetTimerCanceledEventAttributes().StartedEventId)
		case enums.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED:
			return nil
		}
	}
	for _, at := range timers {
		return &at
	}
	return nil
}

func (h *house) replays(subject store.Subject, r run) {
	h.t.Helper()
	replayer, err := sdkworker.NewWorkflowReplayerWithOptions(sdkworker.WorkflowReplayerOptions{DataConverter: h.vault.DataConverter(), FailureConverter: h.vault.FailureConverter(), DisableRegistrationAliasing: true})
	require.NoError(h.t, err)
	worker.RegisterWorkflows(replayer)
	require.NoError(h.t, replayer.ReplayWorkflowHistoryWithOptions(silent{}, &history.History{Events: r.events},
		sdkworker.ReplayWorkflowHistoryOptions{OriginalExecution: workflow.Execution{ID: subject.String(), RunID: r.id}}))
}

func (w walk) row() store.Case {
	w.t.Helper()
	row, err := w.store.Read(context.Background()).CaseByReference(w.ref)
	require.NoError(w.t, err)
	return row
}

func (h *house) pinned(row store.Case) *avrr.Programme {
	h.t.Helper()
	source, err := h.store.Read(context.Background()).Programme(row.Programme, row.ProgrammeVersion)
	require.NoError(h.t, err)
	p, mistakes := programmes.Parse("pinned", []byte(source.Source))
	require.Empty(h.t, mistakes)
	return p
}

// log answers the lines of the case's log.
func (w walk) log() []store.Event {
	w.t.Helper()
	lines, err := w.store.Read(context.Background()).Events(store.CaseSubject(w.row().ID), 0)
	require.NoError(w.t, err)
	return lines
}

// causes answers what led to each line of the case's log.
func (w walk) causes() []string {
	w.t.Helper()
	var causes []string
	for _, line := range w.log() {
		causes = append(causes, line.Cause)
	}
	return causes
}

// recorded reports whether a submission stands in the log of the case or of its movement.
func (h *house) recorded(submission string) bool {
	h.t.Helper()
	s, err := h.store.Read(context.Background()).Submission(submission)
	require.NoError(h.t, err)
	_, err = h.store.Read(context.Background()).EventByCause(s.Subject, s.ID)
	if !errors.Is(err, store.ErrNotFound) {
		require.NoError(h.t, err)
	}
	return err == nil
}

// due lets the relay have submissions that were slipped in.
func (h *house) due(slipped ...store.Submission) {
	h.t.Helper()
	require.NoError(h.t, h.store.InTx(context.Background(), func(tx *store.Tx) error {
		for _, s := range slipped {
			if err := tx.Postpone(s.ID, 0, time.Now()); err != nil {
				return err
			}
		}
		return nil
	}))
}

func asJSON(t require.TestingT, v any) string {
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}
