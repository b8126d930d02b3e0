package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"homeward/avrr"
	"homeward/casework"
	"homeward/programmes"
	"homeward/store"
	"homeward/worker"
)

// Notes come in past the queue at the desk, all at once with what sends the case on to a new run.
func TestNothingIsLostWhileACaseGoesOnInANewRun(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		w := h.begin("standard")
		w.home()
		w.do("field", w.ref, "propose-plan", body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "business", "description": "Tools.", "amount": 100000, "currency": planCurrency, "instalments": []body{{"amount": 50000}, {"amount": 50000}}}}})
		w.rush(w.slipIn("manager", "decide-plan", `{"decision":"approve"}`))
		require.Equal(t, avrr.Reintegration, w.folded(w.ref).Stage)

		w.do("manager", w.ref, "release-instalment", body{"instalment": "i1"})
		w.do("field", w.ref, "record-payment", w.payment("i1"))
		w.do("manager", w.ref, "release-instalment", body{"instalment": "i2"})
		w.rush(w.slipIn("field", "record-payment", asJSON(t, w.payment("i2"))),
			w.slipIn("field", "log-visit", asJSON(t, body{"visit": w.folded(w.ref).Visits[0].ID, "visited_on": day(0), "mode": "home", "outcome": "on_track"})))
		require.Equal(t, avrr.FollowUp, w.folded(w.ref).Stage)
		w.stands()
		require.Len(t, h.runs(w.caseWorkflow()), 3)
	})
}

// rush delivers submissions all at once with ten notes, as nobody waits for a turn, and holds the log against them.
func (w walk) rush(all ...store.Submission) {
	w.t.Helper()
	for n := range 10 {
		all = append(all, w.slipIn("officer", "add-note", fmt.Sprintf(`{"text":"Note %d."}`, n)))
	}
	before := len(w.log())
	var telling sync.WaitGroup
	for _, s := range all {
		telling.Go(func() { w.insist(s) })
	}
	telling.Wait()
	w.due(all...)
	w.carriedOut()
	var told []string
	for _, s := range all {
		told = append(told, s.ID)
	}
	require.ElementsMatch(w.t, told, w.causes()[before:])
}

func (w walk) payment(instalment string) body {
	return body{"instalment": instalment, "amount": 50000, "currency": planCurrency, "paid_on": day(0), "place": "supplier", "method": "bank_transfer", "receipt": instalment}
}

// insist delivers a submission beside others that do the same, as nobody waits for a turn.
func (h *house) insist(s store.Submission) {
	h.t.Helper()
	if err := h.deliverNow(s, true); err != nil {
		h.t.Errorf("submission %s was never delivered: %v", s.ID, err)
	}
}

// A year-old case must go on when the rules it went by have changed meanwhile.
func TestHistoriesReplayAfterTheRulesHaveChanged(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("demo")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.toArrival()
		w.toGrant()
		w.toFollowUp()
		w.carriedOut()
		h.stopWorker()
		movement := w.folded(w.ref).Booking.Movement
		for _, a := range avrr.Catalogue {
			was := *a
			t.Cleanup(func() { *a = was })
			a.Kind, a.Of, a.Stages, a.Always = avrr.Decision, avrr.OfCase, []avrr.Stage{avrr.Closed}, false
			a.Allowed = []avrr.Rule{func(*avrr.Judging) []avrr.Blocked { return []avrr.Blocked{{Rule: "no-more"}} }}
		}
		require.False(t, avrr.Conceivable("decide-plan", avrr.Arrival))
		for _, subject := range []store.Subject{store.CaseSubject(w.row().ID), store.MovementSubject(movement)} {
			for _, r := range h.runs(subject.String()) {
				h.replays(subject, r)
			}
		}
	})
}

func TestOneKeyIsOneActionHoweverOftenItIsSent(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		w := h.begin("standard")
		note := func(key string) casework.Request {
			return casework.Request{Action: "add-note", Body: json.RawMessage(`{"text":"Only once."}`), Key: h.t.Name() + key}
		}
		first := h.sameAnswer(w, note("many"), 20)
		require.NotNil(t, first.Body)

		h.do("officer", w.ref, "add-note", body{"text": "The case has moved on."})
		h.stopWorker()
		h.restartTemporal()
		h.startWorker()
		later, err := h.desk.Perform(context.Background(), h.staff["officer"], w.ref, note("many"))
		require.NoError(t, err)
		require.True(t, later.Replayed)
		require.Equal(t, string(first.Body), string(later.Body))

		h.stopWorker()
		accepted, err := h.desk.Perform(context.Background(), h.staff["officer"], w.ref, note("outage"))
		require.NoError(t, err)
		require.True(t, accepted.Waiting)
		h.startWorker()
		w.carriedOut()
		told := h.sameAnswer(w, note("outage"), 8)
		require.Equal(t, accepted.Submission, told.Submission)

		causes := w.causes()
		for _, id := range []string{first.Submission, told.Submission} {
			require.Contains(t, causes, id)
		}
		w.carriedOut()
		require.Len(t, w.log(), 4+2*others, "the opening, each note once, and those of others")
		w.stands()

		h.refusesTheKey(w, "officer2", note("many"))
		other := note("many")
		other.Body = json.RawMessage(`{"text":"Something else."}`)
		h.refusesTheKey(w, "officer", other)
		require.Len(t, w.log(), 4+2*others)
	})
}

// others is how many other actions are under way while one request is sent again and again.
const others = 6

// sameAnswer sends one request n times at once, while others work on the case, and answers the one answer there is.
func (h *house) sameAnswer(w walk, r casework.Request, n int) casework.Answer {
	h.t.Helper()
	answers := make([]casework.Answer, n)
	var sending sync.WaitGroup
	for i := range answers {
		sending.Go(func() {
			var err error
			for answers[i].Waiting = true; err == nil && answers[i].Waiting; {
				answers[i], err = h.desk.Perform(context.Background(), h.staff["officer"], w.ref, r)
			}
			if err != nil {
				h.t.Errorf("the %dth of one request: %v", i, err)
			}
		})
	}
	for range others {
		sending.Go(func() {
			if _, err := h.try("officer2", w.ref, "add-note", body{"text": "Somebody else's."}); err != nil {
				h.t.Errorf("a note beside it: %v", err)
			}
		})
	}
	sending.Wait()
	for _, a := range answers {
		require.Equal(h.t, answers[0].Submission, a.Submission)
		require.Equal(h.t, string(answers[0].Body), string(a.Body))
	}
	return answers[0]
}

func (h *house) refusesTheKey(w walk, who string, r casework.Request) {
	h.t.Helper()
	_, err := h.desk.Perform(context.Background(), h.staff[who], w.ref, r)
	var refused *avrr.Error
	require.ErrorAs(h.t, err, &refused)
	require.Equal(h.t, avrr.CodeKeyReused, refused.Code)
}

// A closed case has no workflow; what is said of it afterwards starts one for as long as it takes.
func TestAClosedCaseIsSpokenOfAgain(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		w := h.begin("standard")
		w.toApproval()
		h.do("officer", w.ref, "withdraw", body{"channel": "phone"})
		h.ended(w.caseWorkflow())
		before := len(w.log())

		h.do("officer", w.ref, "add-note", body{"text": "They telephoned."})
		h.ended(w.caseWorkflow())
		require.Equal(t, avrr.Closed, w.folded(w.ref).Stage)

		var late []store.Submission
		var telling sync.WaitGroup
		for n := range 10 {
			late = append(late, w.slipIn("officer", "add-note", fmt.Sprintf(`{"text":"Late %d."}`, n)))
			telling.Go(func() { h.insist(late[n]) })
		}
		telling.Wait()
		h.due(late...)
		w.carriedOut()
		h.ended(w.caseWorkflow())
		require.Len(t, w.log(), before+11)
		w.stands()

		h.do("manager", w.ref, "reopen", body{"stage": "preparation", "reason": "They wish to go after all."})
		h.do("officer", w.ref, "give-consent", body{"member": "m1", "kind": "return", "signed_on": day(0), "language": "sq"})
		require.Equal(t, avrr.Preparation, w.folded(w.ref).Stage)
		w.carriedOut()
		w.stands()
	})
}

// Temporal says when a deadline has come, but Record judges by the worker's own clock.
func TestAWorkerWhoseClockIsBehindDoesNotAskWithoutEnd(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		h.stopWorker()
		h.acts.Clock = func() time.Time { return time.Now().Add(-3 * time.Second) }
		h.startWorker()
		w := h.begin("standard")
		w.toApproval()
		w.toPapers()
		w.hold(brief)
		require.Eventually(t, func() bool { return w.folded(w.ref).Booking.Status == avrr.Lapsed }, patience, 50*time.Millisecond)
		h.ended(w.movementWorkflow())
		asked := 0
		for _, e := range h.runs(w.movementWorkflow())[0].events {
			if e.EventType == enums.EVENT_TYPE_TIMER_FIRED {
				asked++
			}
		}
		require.LessOrEqual(t, asked, 6)
	})
}

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
	w.agrees(store.CaseSubject(row.ID), w.nextDue)
	if fromRow.Booking == nil {
		return
	}
	movement, err := read.Movement(fromRow.Booking.Movement)
	require.NoError(w.t, err)
	w.unbroken(store.MovementSubject(movement.ID), movement.Seq)
	if m, err := read.FoldedMovement(movement); err != nil || m.Live() {
		require.NoError(w.t, err)
		w.agrees(store.MovementSubject(movement.ID), func() *time.Time {
			movement, err := read.Movement(movement.ID)
			require.NoError(w.t, err)
			return movement.NextDue
		})
	}
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

// agrees holds every run of a workflow against what it did, and waits until the newest has armed the timer that its log wants: what is
// recorded of itself, or beside the death of a worker, reaches it a moment later.
func (h *house) agrees(subject store.Subject, due func() *time.Time) {
	h.t.Helper()
	require.Eventually(h.t, func() bool {
		all := h.runs(subject.String())
		return alike(due(), armed(all[len(all)-1].events))
	}, patience, 50*time.Millisecond, "%s does not wait for what its log says", subject)
	all := h.runs(subject.String())
	for n, r := range all {
		h.replays(subject, r)
		if n < len(all)-1 {
			require.Zero(h.t, unanswered(r.events), "a run of %s ended before it had answered", subject)
		}
	}
}

// alike reports whether a timer rings when it should; it may ring late by as long as the workflow task took that armed it.
func alike(wanted, timer *time.Time) bool {
	if wanted == nil || timer == nil {
		return wanted == timer
	}
	return timer.Sub(*wanted).Abs() < 10*time.Second
}

// unanswered counts the updates that a run took on and never answered.
func unanswered(events []*history.HistoryEvent) (n int) {
	for _, e := range events {
		switch e.EventType {
		case enums.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
			n++
		case enums.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
			n--
		}
	}
	return n
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

// replays runs the workflows' code over the history of one run.
func (h *house) replays(subject store.Subject, r run) {
	h.t.Helper()
	if len(r.events) <= 2 {
		return // no worker has taken it up yet
	}
	replayer, err := sdkworker.NewWorkflowReplayerWithOptions(sdkworker.WorkflowReplayerOptions{DataConverter: h.vault.DataConverter(), FailureConverter: h.vault.FailureConverter(), DisableRegistrationAliasing: true})
	require.NoError(h.t, err)
	worker.RegisterWorkflows(replayer)
	require.NoError(h.t, replayer.ReplayWorkflowHistoryWithOptions(silent{}, &history.History{Events: r.events},
		sdkworker.ReplayWorkflowHistoryOptions{OriginalExecution: workflow.Execution{ID: subject.String(), RunID: r.id}}))
}

// nextDue is when the case's next clock runs out, as its log has it; nil when none runs.
func (w walk) nextDue() *time.Time {
	w.t.Helper()
	row := w.row()
	p := w.pinned(row)
	c, err := w.store.Read(context.Background()).Folded(row, p)
	require.NoError(w.t, err)
	if k, runs := c.NextDue(p); runs {
		due := k.Due.UTC().Truncate(time.Microsecond)
		return &due
	}
	return nil
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
func (w walk) log() []avrr.Event {
	w.t.Helper()
	lines, err := w.store.Read(context.Background()).History(store.CaseSubject(w.row().ID))
	require.NoError(w.t, err)
	return lines
}

// causes answers what led to each line of the case's log.
func (w walk) causes() []string {
	w.t.Helper()
	var causes []string
	for _, line := range w.log() {
		if !strings.HasPrefix(line.Cause, "alike/") { // the people of these tests are all called Arta Hoxha, and somebody asks
			causes = append(causes, line.Cause)
		}
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
	for _, s := range slipped {
		h.dueNow(s.ID)
	}
}

func (h *house) dueNow(submission string) {
	h.t.Helper()
	require.NoError(h.t, h.store.InTx(context.Background(), func(tx *store.Tx) error { return tx.Postpone(submission, 0, time.Now()) }))
}

func asJSON(t require.TestingT, v any) string {
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}
