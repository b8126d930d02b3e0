package e2e

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	sdkworker "go.temporal.io/sdk/worker"

	"homeward/activities"
	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
	"homeward/worker"
	"homeward/workflows"
	"homeward/workflows/call"
)

// A faulty recorder breaks off over every note and every clock, until it is mended.
type faulty struct {
	acts   *activities.Activities
	mended atomic.Bool
}

func (f *faulty) Record(ctx context.Context, what workflows.ToRecord) (workflows.Recorded, error) {
	if f.mended.Load() {
		return f.acts.Record(ctx, what)
	}
	if what.Clocks {
		return workflows.Recorded{}, errBrokeOff
	}
	if what.Submission != "" {
		s, err := f.acts.Store.Read(ctx).Submission(what.Submission)
		if err != nil {
			return workflows.Recorded{}, err
		}
		if s.Action == "add-note" {
			return workflows.Recorded{}, errBrokeOff
		}
	}
	return f.acts.Record(ctx, what)
}

var errBrokeOff = temporal.NewNonRetryableApplicationError("record broke off", "panic", nil)

// startFaultyWorker works with a faulty recorder, and with a relay whose minutes are seconds.
func (h *house) startFaultyWorker(f *faulty) {
	h.t.Helper()
	h.worker = sdkworker.New(h.client, workflows.TaskQueue, sdkworker.Options{DisableRegistrationAliasing: true})
	worker.RegisterWorkflows(h.worker)
	h.worker.RegisterActivityWithOptions(f.Record, activity.RegisterOptions{Name: workflows.RecordActivity})
	require.NoError(h.t, h.worker.Start())
	began := time.Now()
	hurried := func() time.Time { return began.Add(30 * time.Since(began)) }
	relay := &worker.Relay{Client: h.client, Store: h.store, Activities: h.acts, Holder: "hurried", Clock: hurried, Logger: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(context.Background())
	h.relay = cancel
	h.done.Go(func() { relay.Run(ctx) })
}

// What cannot be recorded is tried again and again, each time anew, and a person is asked to look. It keeps nobody from
// withdrawing, and is recorded once when the fault is mended.
func TestWhatCannotBeRecordedIsTriedAnewAndAPersonIsAsked(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		stuck, withdrawn := h.begin("standard"), h.begin("standard")
		stuck.carriedOut()
		h.stopWorker()
		f := &faulty{acts: h.acts}
		h.startFaultyWorker(f)
		var notes []string
		for _, w := range []walk{stuck, withdrawn} {
			a, err := h.try("officer", w.ref, "add-note", body{"text": "They telephoned."})
			require.NoError(t, err)
			require.True(t, a.Waiting)
			notes = append(notes, a.Submission)
		}
		h.do("officer2", withdrawn.ref, "withdraw", body{"channel": "phone"})
		require.True(t, withdrawn.folded(withdrawn.ref).Withdrawn)

		asked := func() (n int) {
			for _, task := range stuck.folded(stuck.ref).Raised {
				if strings.Contains(task.Title.EN, notes[0]) && task.Duty == avrr.ManagementDuty {
					n++
				}
			}
			return n
		}
		require.Eventually(t, func() bool { return asked() == 1 }, patience, 50*time.Millisecond, "nobody is asked")
		tried := func() int {
			s, err := h.store.Read(context.Background()).Submission(notes[0])
			require.NoError(t, err)
			return s.Attempts
		}
		require.Eventually(t, func() bool { return tried() > 6 }, patience, 50*time.Millisecond, "it is given up")
		require.Equal(t, 1, asked(), "asked once is enough")

		f.mended.Store(true)
		require.Eventually(t, func() bool { return h.toDo() == 0 }, patience, 50*time.Millisecond)
		for i, w := range []walk{stuck, withdrawn} {
			require.True(t, w.recorded(notes[i]))
			w.stands()
		}
	})
}

// recordBroken has a note and a clock fail, and both recorded once the fault is mended.
func (h *house) recordBroken() {
	h.t.Helper()
	h.hurry()
	f := &faulty{acts: h.acts}
	h.stopWorker()
	h.startFaultyWorker(f)
	w := h.begin("hurry")
	s := w.slipIn("officer", "add-note", `{"text":"They telephoned."}`)
	require.ErrorIs(h.t, w.deliver(s), call.ErrNotRecorded)
	require.Eventually(h.t, func() bool {
		all := h.runs(w.caseWorkflow())
		failed := 0
		for _, e := range all[len(all)-1].events {
			if e.EventType == enums.EVENT_TYPE_ACTIVITY_TASK_FAILED {
				failed++
			}
		}
		return failed == 2
	}, patience, 50*time.Millisecond, "the clock has not failed")
	f.mended.Store(true)
	require.ErrorIs(h.t, w.deliver(s), call.ErrNotRecorded, "Temporal answers for ever what it answered once")
	require.NoError(h.t, call.Deliver(context.Background(), h.client, s.Subject.String(),
		workflows.Submitted{Submission: s.ID, Action: s.Action, Again: true, Attempt: 1}, call.Attributes{}, false))
	w.rings("overdue:counselling")
	h.keep("record-broken", w.caseWorkflow())
	h.stopWorker()
	h.startWorker()
}

// Two workers who come upon the same order print one paper.
func TestTwoWhoPrintTheSameOrderPrintItOnce(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w, order := h.ordered()
		var outcomes [6]error
		var printing sync.WaitGroup
		for i := range outcomes {
			printing.Go(func() { outcomes[i] = h.acts.Print(context.Background(), order) })
		}
		printing.Wait()
		done := 0
		for _, err := range outcomes {
			if err == nil {
				done++
				continue
			}
			require.ErrorIs(t, err, store.ErrStale)
		}
		require.Equal(t, 1, done)
		w.paper(t, avrr.PaperDeclaration, 1)
	})
}

// An order that cannot be carried out is given up after a while, and the officer is asked to issue the paper again.
func TestAPaperThatCannotBePrintedIsGivenUpAndRaisesATask(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w, order := h.ordered()
		h.harm("UPDATE outbox SET payload = (SELECT headline FROM cases LIMIT 1) WHERE kind = 'paper'")
		h.stopWorker()
		h.startFaultyWorker(&faulty{acts: h.acts})
		w.carriedOut()
		_, err := h.store.Read(context.Background()).Outbox(order.Subject)
		require.ErrorIs(t, err, store.ErrSealed)
		var raised []string
		for _, task := range w.folded(w.ref).Raised {
			raised = append(raised, task.Title.EN)
		}
		require.Equal(t, []string{fmt.Sprintf("Paper %s could not be printed: issue it again", w.folded(w.ref).Papers[0].Number)}, raised)
		w.do("officer", w.ref, "issue-document", body{"kind": "declaration", "member": "m1", "language": "sq"})
		w.carriedOut()
		w.paper(t, avrr.PaperDeclaration, 2)
		w.stands()
	})
}

// ordered answers a case with the one order for a paper that nobody has carried out.
func (h *house) ordered() (walk, store.OutboxRow) {
	h.t.Helper()
	w := h.begin("standard")
	w.do("officer", w.ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	w.carriedOut()
	h.stopWorker()
	h.startWorkerAlone()
	issue := w.slipIn("officer", "issue-document", `{"kind":"declaration","member":"m1","language":"sq"}`)
	require.NoError(h.t, h.deliverNow(issue, false))
	h.due(issue)
	orders, err := h.store.Read(context.Background()).DueOutbox(time.Now(), 10)
	require.NoError(h.t, err)
	orders = slices.DeleteFunc(orders, func(o store.OutboxRow) bool { return o.Kind != store.OutboxPaper })
	require.Len(h.t, orders, 1)
	return w, orders[0]
}

// harm changes rows behind the store's back.
func (h *house) harm(statement string) {
	h.t.Helper()
	driver, source := "pgx", h.url
	if file, ok := strings.CutPrefix(h.url, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	require.NoError(h.t, err)
	defer func() { require.NoError(h.t, db.Close()) }()
	_, err = db.Exec(statement)
	require.NoError(h.t, err)
}

// A programme file that was changed under the same version is not considered, and holds up no other case.
func TestAChangedProgrammeHoldsUpNoOtherCase(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		other, ok := h.desk.Library.Current("demo")
		require.True(t, ok)
		require.NoError(t, h.store.InTx(context.Background(), func(tx *store.Tx) error {
			return tx.PinProgramme(other.Code, other.Version, "as it was before somebody changed it")
		}))
		w := h.begin("standard")
		w.toAssessment()
		considered := w.folded(w.ref).Assessment.Each[0].Decision.Considered
		require.NotContains(t, considered, other.Code+"@"+other.Version)
		own := w.row()
		require.Contains(t, considered, own.Programme+"@"+own.ProgrammeVersion)
	})
}

// Whatever key a client thinks of, it is not the one Homeward itself submits under.
func TestNoClientsKeyKeepsSeatsFromBeingGivenBack(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toSeats()
		w.carriedOut()
		c := w.folded(w.ref)
		_, err := h.desk.Perform(context.Background(), h.staff["officer"], w.ref,
			casework.Request{Action: "add-note", Body: []byte(`{"text":"A note."}`), Key: fmt.Sprintf("case/%s#%d", c.ID, c.Seq+2)})
		require.NoError(t, err)
		w.do("officer", w.ref, "withdraw", body{"channel": "phone"})
		w.carriedOut()
		require.Equal(t, avrr.Cancelled, w.folded(w.ref).Booking.Status)
	})
}
