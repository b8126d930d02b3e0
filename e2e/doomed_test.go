package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	sdkworker "go.temporal.io/sdk/worker"

	"homeward/activities"
	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
	"homeward/worker"
	"homeward/workflows"
	"homeward/workflows/call"
)

// A doom says where a worker process works and when it is killed: right before or right after Record has committed a
// submission of one action, before Temporal can learn of it, or right before or right after one call to the carrier or the bank.
type doom struct {
	premises
	Action              string
	Carrier, Bank, Call string
	Before              bool
}

// workUntilDoomed is the whole life of a doomed worker. It ends early only if its parent does.
func workUntilDoomed(told string) error {
	var d doom
	if err := json.Unmarshal([]byte(told), &d); err != nil {
		return err
	}
	h, err := join(d.premises)
	if err != nil {
		return err
	}
	sdkworker.SetStickyWorkflowCacheSize(0)
	mortal := &mortal{doom: d, acts: h.acts}
	w := sdkworker.New(h.client, workflows.TaskQueue, sdkworker.Options{DisableRegistrationAliasing: true})
	worker.RegisterWorkflows(w)
	w.RegisterActivityWithOptions(mortal.Record, activity.RegisterOptions{Name: workflows.RecordActivity})
	if d.Carrier != "" {
		carrier, err := activities.NewCarrierAPI(d.Carrier)
		if err != nil {
			return err
		}
		mortal.acts.Carrier = mortalCaller{doom: d, CarrierAPI: carrier}
	}
	if d.Bank != "" {
		bank, err := activities.NewBankAPI(d.Bank)
		if err != nil {
			return err
		}
		mortal.acts.Bank = mortalPayer{doom: d, BankAPI: bank}
	}
	if d.Call != "" {
		w.RegisterActivityWithOptions(mortal.acts.Call, activity.RegisterOptions{Name: workflows.CallActivity})
	}
	if err := w.Start(); err != nil {
		return err
	}
	return workOn()
}

// mortal records until its hour comes.
type mortal struct {
	doom doom
	acts *activities.Activities
}

func (m *mortal) Record(ctx context.Context, what workflows.ToRecord) (workflows.Recorded, error) {
	hour := m.hourHasCome(ctx, what)
	if hour && m.doom.Before {
		die()
	}
	answer, err := m.acts.Record(ctx, what)
	if hour && err == nil {
		die()
	}
	return answer, err
}

func (m *mortal) hourHasCome(ctx context.Context, what workflows.ToRecord) bool {
	if what.Submission == "" {
		return false
	}
	s, err := m.acts.Store.Read(ctx).Submission(what.Submission)
	return err == nil && s.Action == m.doom.Action
}

// mortalCaller calls a carrier until its hour comes.
type mortalCaller struct {
	*activities.CarrierAPI
	doom doom
}

func (m mortalCaller) Hold(ctx context.Context, r activities.SeatRequest) (activities.CarrierAnswer, error) {
	return beside(m.doom, avrr.AskHold, func() (activities.CarrierAnswer, error) { return m.CarrierAPI.Hold(ctx, r) })
}

func (m mortalCaller) Ticket(ctx context.Context, r activities.SeatRequest) (activities.CarrierAnswer, error) {
	return beside(m.doom, avrr.AskTicket, func() (activities.CarrierAnswer, error) { return m.CarrierAPI.Ticket(ctx, r) })
}

// mortalPayer orders payments until its hour comes.
type mortalPayer struct {
	*activities.BankAPI
	doom doom
}

func (m mortalPayer) Pay(ctx context.Context, o activities.PaymentOrder) (activities.BankAnswer, error) {
	return beside(m.doom, avrr.AskPayment, func() (activities.BankAnswer, error) { return m.BankAPI.Pay(ctx, o) })
}

// beside makes a call, and dies before or after it if its hour has come.
func beside[A any](d doom, kind string, call func() (A, error)) (A, error) {
	if d.Call == kind && d.Before {
		die()
	}
	answer, err := call()
	if d.Call == kind && err == nil {
		die()
	}
	return answer, err
}

func die() {
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		panic(err)
	}
	select {}
}

// doomedWorker starts a process that works in place of the house's own worker, and answers how to wait for its end.
func (h *house) doomedWorker(d doom) (killed func()) {
	h.t.Helper()
	d.premises = h.premises()
	return h.beginProcess("HOMEWARD_DOOMED_WORKER", d).killed
}

// dieBeside has somebody ask for something while the only worker is a doomed one, and waits for its end. Nobody works afterwards.
func (h *house) dieBeside(d doom, who string, w walk, asked casework.Request) {
	h.t.Helper()
	w.carriedOut()
	h.stopWorker()
	killed := h.doomedWorker(d)
	answer, err := h.desk.Perform(context.Background(), h.staff[who], w.ref, asked)
	require.NoError(h.t, err)
	if !w.recorded(answer.Submission) { // the desk had no time to deliver it, and no relay runs beside a doomed worker
		require.NoError(h.t, h.deliverNow(h.submission(answer.Submission), true))
	}
	killed()
}

// restartTemporal makes Temporal forget what it only held in memory: updates that no workflow task has ended with.
func (h *house) restartTemporal() {
	h.t.Helper()
	h.stopTemporal()
	h.startTemporal()
}

// A loss is an action whose worker is killed beside its Record, and the action, if any, that reaches the workflow before the
// lost one is delivered again.
type loss struct {
	name                 string
	until                func(walk) // how far the case has come
	who, action          string
	in                   body
	before               bool // killed before Record, not after
	remembered           bool // by Temporal, which is not restarted
	nextBy, next, nextIn string
	stage                string // of the case, once all is told
}

func losses() []loss {
	return []loss{
		{name: "a decision that was recorded", until: walk.toAssessment, who: "officer2", action: "decide-eligibility", in: body{"decision": "approve"},
			// The stage the workflow believes in would refuse this; the log knows better.
			nextBy: "officer", next: "propose-plan", nextIn: planBody, stage: "preparation"},
		{name: "a decision that was not", until: walk.toAssessment, before: true, who: "officer2", action: "decide-eligibility", in: body{"decision": "approve"},
			nextBy: "officer", next: "add-note", nextIn: `{"text":"Meanwhile."}`, stage: "preparation"},
		{name: "a decision, and nobody speaks of the case again", until: walk.toAssessment, who: "officer2", action: "decide-eligibility", in: body{"decision": "approve"}, stage: "preparation"},
		{name: "a decision that Temporal remembers", until: walk.toAssessment, remembered: true, who: "officer2", action: "decide-eligibility", in: body{"decision": "approve"},
			nextBy: "officer", next: "add-note", nextIn: `{"text":"Meanwhile."}`, stage: "preparation"},
		{name: "a movement's, which its case has yet to learn of", until: walk.toSeats, who: "desk", action: "confirm-booking", in: body{"record_locator": "HXAB12", "tickets": body{"m1": "257-2410310000"}}, stage: "travel"},
	}
}

func (w walk) toSeats() {
	w.t.Helper()
	w.toApproval()
	w.toPapers()
	w.holdFarAhead()
}

// holdFarAhead holds seats on a flight so far ahead that none of the calls before it is due while a test lasts.
func (w walk) holdFarAhead() {
	w.t.Helper()
	w.do("desk", w.ref, "hold-seats", w.seatsIn(7*24*time.Hour, 2*time.Hour))
}

const planBody = `{"measures":[{"dimension":"economic","level":"individual","kind":"business","description":"Tools.","amount":50000,"currency":"EUR","instalments":[{"amount":50000}]}]}`

func TestAWorkerKilledBesideItsRecordLosesAndDoublesNothing(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		for _, l := range losses() {
			w := h.begin("standard")
			l.until(w)
			w.carriedOut()
			before := len(w.log())
			h.stopWorker()

			killed := h.doomedWorker(doom{Action: l.action, Before: l.before})
			answer, err := h.try(l.who, w.ref, l.action, l.in)
			require.NoError(t, err, l.name)
			h.deliverTo(killed, h.submission(answer.Submission))
			require.Equal(t, l.before, !w.recorded(answer.Submission), l.name)
			if !l.remembered {
				h.restartTemporal()
			}
			h.startWorkerAlone()

			lines := before + 1
			if l.next != "" {
				lines++
				next := w.slipIn(l.nextBy, l.next, l.nextIn)
				require.NoError(t, h.deliverNow(next, false), l.name)
				require.Equal(t, next.ID, w.causes()[len(w.causes())-1], l.name)
				h.due(next)
			}
			h.startRelay()
			w.carriedOut()

			w.stands()
			require.Len(t, w.log(), lines, l.name)
			require.Equal(t, l.stage, string(w.folded(w.ref).Stage), l.name)
			h.do("officer", w.ref, "add-note", body{"text": "And on."})
			w.stands()
		}
	})
}

// Two are lost one after the other, and the later one is delivered again before the earlier one.
func TestTwoLostActionsComeBackInTheWrongOrder(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		w := h.begin("standard")
		w.toAssessment()
		w.carriedOut()
		before := len(w.log())
		h.stopWorker()

		killed := h.doomedWorker(doom{Action: "decide-eligibility"})
		first := w.slipIn("officer2", "decide-eligibility", `{"decision":"approve"}`)
		h.deliverTo(killed, first)
		h.restartTemporal()
		killed = h.doomedWorker(doom{Action: "issue-document"})
		second := w.slipIn("officer", "issue-document", `{"kind":"declaration","member":"m1","language":"sq"}`)
		h.deliverTo(killed, second)
		h.restartTemporal()
		require.Len(t, w.log(), before+2)

		h.startWorkerAlone()
		require.NoError(t, h.deliverNow(second, true))
		require.NoError(t, h.deliverNow(first, true))
		h.startRelay()
		h.due(first, second)
		w.carriedOut()

		w.stands()
		require.Len(t, w.log(), before+2, "nothing is done twice")
		require.Equal(t, []string{first.ID, second.ID}, w.causes()[before:])
		require.Equal(t, "preparation", string(w.folded(w.ref).Stage))
		papers, err := h.desk.Documents(context.Background(), h.staff["officer"], w.ref)
		require.NoError(t, err)
		declarations := slices.DeleteFunc(papers, func(p casework.DocumentView) bool { return p.Kind != avrr.PaperDeclaration })
		require.Len(t, declarations, 2, "one declaration from the start, one that was lost")
		require.Len(t, papers, 3, "and the letter of the decision, once")
		h.do("desk", w.ref, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": instant(2 * time.Hour), "segments": []body{
			{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": instant(24 * time.Hour), "arrives_at": instant(27 * time.Hour)}}})
		w.carriedOut()
		w.stands()
	})
}

// deliverTo delivers a submission to a worker that will not live to answer, also one that the desk had no more time to deliver:
// while no relay runs, nobody else would.
func (h *house) deliverTo(killed func(), s store.Submission) {
	h.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	answered := make(chan error, 1)
	go func() { answered <- h.deliverPast(ctx, s, false) }()
	killed()
	stop()
	require.Error(h.t, <-answered)
}

// deliverNow delivers a submission until its outcome is known: one call may not live to hear it.
func (h *house) deliverNow(s store.Submission, again bool) error {
	patient, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	for {
		once, done := context.WithTimeout(patient, 5*time.Second)
		err := h.deliverPast(once, s, again)
		done()
		if err == nil || errors.Is(err, call.ErrRefused) || errors.Is(err, call.ErrNotRecorded) || patient.Err() != nil {
			return err
		}
	}
}

// deliverPast delivers a submission past the desk and the relay, whoever's turn it is.
func (h *house) deliverPast(ctx context.Context, s store.Submission, again bool) error {
	row, err := h.store.Read(context.Background()).Case(s.CaseID)
	if err != nil {
		return err
	}
	return call.Deliver(ctx, h.client, s.Subject.String(), workflows.Submitted{Submission: s.ID, Action: s.Action, Seen: row.Seq, Again: again}, call.Attributes{}, false)
}

// submission answers what was taken at the desk.
func (h *house) submission(id string) store.Submission {
	h.t.Helper()
	s, err := h.store.Read(context.Background()).Submission(id)
	require.NoError(h.t, err)
	return s
}
