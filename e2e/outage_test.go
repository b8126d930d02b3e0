package e2e

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"homeward/avrr"
	"homeward/casework"
)

// Whoever changes their mind before even their opening is recorded has withdrawn all the same.
func TestACaseOpenedDuringAnOutageIsWithdrawnFrom(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		h.loseTemporal()
		opening, err := h.desk.Open(context.Background(), h.staff["officer"], h.request("open", oneAdult("standard")))
		require.NoError(t, err)
		require.True(t, opening.Waiting)
		w := &deskWork{walk: walk{house: h, ref: opening.Reference}}
		w.accepted = append(w.accepted, accepted{"officer", "open", opening.Submission})
		w.send("officer", "add-note", body{"text": "They telephoned."})
		w.send("officer2", "withdraw", body{"channel": "phone"})
		h.regainTemporal()
		w.carriedOut()
		w.told()
		require.Equal(t, []string{"open", "withdraw", "add-note"}, w.actions())
		require.True(t, w.folded(w.ref).Withdrawn)
	})
}

// actions answers what each line of the case's log records.
func (w walk) actions() []string {
	w.t.Helper()
	var actions []string
	for _, line := range w.log() {
		actions = append(actions, line.Action)
	}
	return actions
}

// A badDay is 20 cases on which people go on working while nothing records what they do.
type badDay struct {
	*house
	quiet        []*deskWork // two facts after each other
	withdrawn    []*deskWork // a note, a decision, and then the person withdraws
	closing      []*deskWork // a note, a closure, and then the person withdraws
	twiceDecided []*deskWork // two people decide at the same moment
}

// deskWork is one case with what its people were told had been accepted, in that order.
type deskWork struct {
	walk
	accepted []accepted
}

type accepted struct {
	who, action, submission string
}

func TestWhatPeopleDoDuringAnOutageIsKeptInOrder(t *testing.T) {
	for _, outage := range []struct {
		name       string
		begin, end func(*house)
	}{
		{"worker", (*house).stopWorker, (*house).startWorker},
		{"temporal", (*house).loseTemporal, (*house).regainTemporal},
	} {
		t.Run(outage.name, func(t *testing.T) {
			onEachDatabase(t, func(t *testing.T, h *house) {
				t.Parallel()
				d := h.prepareBadDay()
				outage.begin(h)
				d.work()
				d.everythingWaits()
				outage.end(h)
				d.everythingIsTold()
			})
		})
	}
}

// loseTemporal stops Temporal too, and begins the desk anew, as a restarted API would.
func (h *house) loseTemporal() {
	h.t.Helper()
	h.stopWorker()
	h.stopTemporal()
	was := h.desk
	h.desk = &casework.Desk{Store: was.Store, Vault: was.Vault, Gate: was.Gate, Library: was.Library, Clock: was.Clock, Logger: was.Logger, Temporal: func() client.Client { return h.client }}
}

func (h *house) regainTemporal() {
	h.t.Helper()
	h.startTemporal()
	h.startWorker()
}

func (h *house) prepareBadDay() *badDay {
	h.t.Helper()
	d := &badDay{house: h}
	for range 8 {
		d.quiet = append(d.quiet, &deskWork{walk: h.begin("standard")})
	}
	for _, kind := range []*[]*deskWork{&d.withdrawn, &d.closing, &d.twiceDecided} {
		for range 4 {
			w := h.begin("standard")
			w.toAssessment()
			*kind = append(*kind, &deskWork{walk: w})
		}
	}
	require.Eventually(h.t, func() bool { return h.toDo() == 0 }, patience, 20*time.Millisecond)
	return d
}

func (d *badDay) all() []*deskWork {
	return slices.Concat(d.quiet, d.withdrawn, d.closing, d.twiceDecided)
}

// work lets every case's people work at once; on one case, one after the other.
func (d *badDay) work() {
	d.t.Helper()
	var people sync.WaitGroup
	begin := func(cases []*deskWork, story func(*deskWork)) {
		for _, w := range cases {
			people.Go(func() { story(w) })
		}
	}
	begin(d.quiet, func(w *deskWork) {
		w.send("officer", "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
		w.send("officer2", "add-note", body{"text": "An interpreter was there."})
	})
	begin(d.withdrawn, func(w *deskWork) {
		w.send("officer", "add-note", body{"text": "They telephoned."})
		w.send("officer2", "decide-eligibility", body{"decision": "approve"})
		w.send("protection", "withdraw", body{"channel": "phone"})
	})
	begin(d.closing, func(w *deskWork) {
		w.send("officer2", "add-note", body{"text": "They telephoned."})
		w.send("officer", "close", body{"reason": "other", "note": "Moved away."})
		w.send("protection", "withdraw", body{"channel": "phone"})
	})
	begin(d.twiceDecided, func(w *deskWork) {
		w.send("officer", "add-note", body{"text": "All is there."})
		for _, who := range []string{"officer2", "manager"} {
			w.accepted = append(w.accepted, accepted{who, "decide-eligibility", w.slipIn(who, "decide-eligibility", `{"decision":"approve"}`).ID})
		}
	})
	people.Wait()
}

// send has somebody do something that is accepted and waits.
func (w *deskWork) send(who, action string, in body) {
	a, err := w.try(who, w.ref, action, in)
	if err != nil || !a.Waiting {
		w.t.Errorf("%s by %s: not accepted: %+v %v", action, who, a, err)
	}
	w.accepted = append(w.accepted, accepted{who, action, a.Submission})
}

// everythingWaits looks at the cases as their people see them during the outage.
func (d *badDay) everythingWaits() {
	d.t.Helper()
	count := 0
	for _, w := range d.all() {
		view, err := d.desk.Case(context.Background(), d.staff["officer"], w.ref)
		require.NoError(d.t, err)
		var sent, shown []string
		for _, a := range w.accepted {
			sent = append(sent, a.submission)
		}
		for _, s := range view.Waiting {
			shown = append(shown, s.Submission)
		}
		require.ElementsMatch(d.t, sent, shown)
		for _, a := range w.accepted {
			status, err := d.desk.Submission(context.Background(), d.staff[a.who], a.submission)
			require.NoError(d.t, err)
			require.True(d.t, status.Waiting)
		}
		count += len(sent)
	}
	require.Equal(d.t, 52, count)
	for _, w := range slices.Concat(d.withdrawn, d.closing) {
		before := len(w.log())
		_, err := d.try("officer", w.ref, "add-note", body{"text": "Too late."})
		var refused *avrr.Error
		require.ErrorAs(d.t, err, &refused)
		require.Equal(d.t, "withdrawal-waiting", refused.Blocks[0].Rule)
		require.Len(d.t, w.log(), before)
	}
}

// everythingIsTold looks at them once it is over: what could be recorded is, in the order it was sent, and whose action was
// refused after it had been accepted is told so, and nobody else is.
func (d *badDay) everythingIsTold() {
	d.t.Helper()
	for _, w := range d.twiceDecided {
		for _, a := range w.accepted[1:] {
			d.dueNow(a.submission)
		}
	}
	require.Eventually(d.t, func() bool { return d.toDo() == 0 }, patience, 50*time.Millisecond)
	for _, w := range d.quiet {
		w.told()
		require.Equal(d.t, []string{w.accepted[0].submission, w.accepted[1].submission}, w.causes()[1:])
	}
	for _, w := range slices.Concat(d.withdrawn, d.closing) {
		w.told(w.accepted[1])
		c := w.folded(w.ref)
		require.Equal(d.t, avrr.Closed, c.Stage)
		require.True(d.t, c.Withdrawn)
	}
	for _, w := range d.twiceDecided {
		w.told(w.accepted[2])
		require.Equal(d.t, avrr.Preparation, w.folded(w.ref).Stage)
	}
}

// told holds a case against what its people were told had been accepted: everything stands in the log but the refused.
func (w *deskWork) told(refused ...accepted) {
	w.t.Helper()
	ctx := context.Background()
	w.stands()
	for _, a := range w.accepted {
		no := slices.Contains(refused, a)
		require.Equal(w.t, !no, w.recorded(a.submission), "%s by %s", a.action, a.who)
		for name, who := range w.staff {
			if name == "admin" || name == "auditor" {
				continue
			}
			view, err := w.desk.Case(ctx, who, w.ref)
			require.NoError(w.t, err)
			toTell := slices.ContainsFunc(view.Tasks, func(t casework.TaskView) bool { return t.ID == "refused:"+a.submission && t.Detail != "" })
			require.Equal(w.t, no && name == a.who, toTell, "%s by %s, told to %s", a.action, a.who, name)
		}
		status, err := w.desk.Submission(ctx, w.staff[a.who], a.submission)
		if no {
			var why *avrr.Error
			require.ErrorAs(w.t, err, &why)
			require.NotEmpty(w.t, why.Message)
			continue
		}
		require.NoError(w.t, err)
		require.NotNil(w.t, status.Body)
	}
}
