package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"

	"homeward/avrr"
	"homeward/store"
	"homeward/worker"
)

// stopovers are where the cases of a caseload stand; lapsing comes last, because its hold runs out soon.
var stopovers = []struct {
	name string
	to   func(walk)
}{
	{"opened", func(walk) {}},
	{"assessed", walk.toAssessment},
	{"on hold", func(w walk) { w.do("officer", w.ref, "hold", body{"reason": "The person is in hospital."}) }},
	{"approved", walk.toApproval},
	{"seats held", walk.toSeats},
	{"ticketed", func(w walk) { w.toSeats(); w.toTicket() }},
	{"departed", func(w walk) {
		w.toSeats()
		w.toTicket()
		w.do("desk", w.ref, "confirm-departure", body{"departed_at": instant(0), "boarded": []string{"m1"}})
	}},
	{"arrived", walk.home},
	{"planned", func(w walk) { w.home(); w.toGrant() }},
	{"followed up", func(w walk) { w.home(); w.toGrant(); w.toFollowUp() }},
	{"closed", func(w walk) { w.home(); w.toGrant(); w.toFollowUp(); w.toClosure() }},
	{"withdrawn", func(w walk) { w.toApproval(); w.do("officer", w.ref, "withdraw", body{"channel": "phone"}) }},
	{"lapsing", func(w walk) { w.toApproval(); w.toPapers(); w.hold(soon) }},
}

// soon is how long the hold lasts that lapses after the rebuild, and not before it on a slow machine.
const soon = 40 * time.Second

func (w walk) home() {
	w.t.Helper()
	w.toSeats()
	w.toTicket()
	w.toArrival()
}

func TestACaseloadGoesOnAfterTemporalHasLostEverything(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		cases, states := map[string]walk{}, map[string]string{}
		for _, s := range stopovers {
			cases[s.name] = h.begin("standard")
			s.to(cases[s.name])
		}
		require.Eventually(t, func() bool { return h.toDo() == 0 }, patience, 20*time.Millisecond)
		for name, w := range cases {
			states[name] = asJSON(t, w.folded(w.ref))
		}

		began, movements := h.losesTemporal(nil)
		require.Equal(t, len(stopovers)-2, began, "every case but the two that are closed")
		require.Equal(t, 4, movements, "those held, ticketed, under way and lapsing")

		for name, w := range cases {
			subject := store.CaseSubject(w.row().ID)
			require.JSONEq(t, states[name], asJSON(t, w.folded(w.ref)), name)
			if w.row().Closed {
				var none *serviceerror.NotFound
				_, err := h.client.DescribeWorkflowExecution(context.Background(), subject.String(), "")
				require.ErrorAs(t, err, &none, name)
				continue
			}
			h.takesUp(subject, w.nextDue())
		}
		again, movementsAgain, err := worker.Rebuild(context.Background(), h.client, h.store)
		require.NoError(t, err, "a rebuild that is not needed does no harm")
		require.Equal(t, []int{began, movements}, []int{again, movementsAgain})

		goesOn := func(name string, w walk) {
			h.do("officer", w.ref, "add-note", body{"text": "And on."})
			w.carriedOut()
			w.stands()
			require.Equal(t, "add-note", w.actions()[len(w.actions())-1], name)
		}
		lapsing := cases["lapsing"]
		delete(cases, "lapsing")
		for name, w := range cases {
			if !w.row().Closed {
				goesOn(name, w)
			}
		}
		require.Eventually(t, func() bool { return lapsing.folded(lapsing.ref).Booking.Status == avrr.Lapsed }, patience, 50*time.Millisecond)
		goesOn("lapsing", lapsing)
		withdrawn := cases["withdrawn"]
		h.do("manager", withdrawn.ref, "reopen", body{"stage": "preparation", "reason": "They wish to go after all."})
		withdrawn.carriedOut()
		withdrawn.stands()
		require.Equal(t, enums.WORKFLOW_EXECUTION_STATUS_RUNNING, h.status(store.CaseSubject(withdrawn.row().ID)))
	})
}

// losesTemporal deletes what Temporal keeps and begins every open case and movement again, after what else happens meanwhile.
func (h *house) losesTemporal(meanwhile func()) (cases, movements int) {
	h.t.Helper()
	h.stopWorker()
	h.stopTemporal()
	h.loseTemporalsFile()
	if meanwhile != nil {
		meanwhile()
	}
	h.startTemporal()
	h.startWorker()
	cases, movements, err := worker.Rebuild(context.Background(), h.client, h.store)
	require.NoError(h.t, err)
	return cases, movements
}

func (h *house) loseTemporalsFile() {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(h.dir, "temporal.db*"))
	require.NoError(h.t, err)
	require.NotEmpty(h.t, files)
	for _, f := range files {
		require.NoError(h.t, os.Remove(f))
	}
}

// takesUp waits until a run has armed the deadline of its log, before anybody has spoken to it.
func (h *house) takesUp(subject store.Subject, due *time.Time) {
	h.t.Helper()
	require.Equal(h.t, enums.WORKFLOW_EXECUTION_STATUS_RUNNING, h.status(subject))
	require.NotNil(h.t, due)
	require.Eventually(h.t, func() bool {
		all := h.runs(subject.String())
		return alike(due, armed(all[len(all)-1].events))
	}, patience, 50*time.Millisecond, "%s does not wait for %s", subject, due)
}

func (h *house) status(subject store.Subject) enums.WorkflowExecutionStatus {
	h.t.Helper()
	d, err := h.client.DescribeWorkflowExecution(context.Background(), subject.String(), "")
	require.NoError(h.t, err)
	return d.WorkflowExecutionInfo.Status
}
