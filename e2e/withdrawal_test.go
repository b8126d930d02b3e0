package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/store"
)

// points are where a person may be on the way, before departure, when they say no.
var points = []struct {
	name   string
	lead   func(w walk)
	reopen avrr.Stage
}{
	{"just opened", func(walk) {}, avrr.Eligibility},
	{"assessed, with a declaration", walk.toAssessment, avrr.Eligibility},
	{"approved", walk.toApproval, avrr.Preparation},
	{"seats held, a plan approved", func(w walk) { w.toApproval(); w.toHold(); w.toGrant() }, avrr.Preparation},
	{"ticketed, briefed and noticed", func(w walk) { w.toApproval(); w.toHold(); w.toGrant(); w.toTicket() }, avrr.Preparation},
	{"ticketed and on hold", func(w walk) {
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.do("officer", w.ref, "hold", body{"reason": "The person is in hospital."})
	}, avrr.Preparation},
}

// A person who says no before departure is out of it, wherever they were on the way: nothing that was prepared stands.
func TestWithdrawalUnwindsEverythingFromEveryPoint(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		for _, p := range points {
			t.Run(p.name, func(t *testing.T) {
				w := h.begin("standard")
				p.lead(w)
				w.carriedOut() // every paper is printed and every workflow told
				w.do("field", w.ref, "withdraw", body{"channel": "phone"})
				w.carriedOut()
				w.isUnwound(t)
				w.do("manager", w.ref, "reopen", body{"stage": p.reopen, "reason": "Asks to return after all."})
				w.isOpenAgain(t, p.reopen)
			})
		}
	})
}

// isUnwound checks that nothing of what was prepared stands any more, in the log, in the register and in Temporal.
func (w walk) isUnwound(t *testing.T) {
	t.Helper()
	c := w.folded(w.ref)
	require.Equal(t, avrr.Closed, c.Stage)
	require.Equal(t, "withdrawn", c.Closure.Reason)
	require.True(t, c.Withdrawn)
	require.False(t, c.OnHold)
	require.Equal(t, avrr.Withdrew, c.Principal().Fate)
	require.False(t, c.Consented(c.Principal(), avrr.ReturnConsent), "the consent to return is withdrawn")
	for _, n := range c.Notices {
		require.Equal(t, "cancelled", n.Status, n.Kind)
	}
	if c.Plan != nil {
		for _, i := range c.Plan.Instalments {
			require.Equal(t, avrr.Void, i.State, i.ID)
		}
	}
	for _, task := range c.Tasks(nil) {
		require.Regexp(t, "^give-back-", task.ID, "nothing is left to do but to tell the carrier")
		require.NotNil(t, c.Booking)
	}
	_, runs := c.NextDue(nil)
	require.False(t, runs, "no clock runs")

	w.papersAre(t, len(c.Papers), store.DocumentWithdrawn)
	w.ended(w.caseWorkflow())
	if c.Booking != nil {
		w.seatsAreFree(t, c.Booking)
	}
	w.officesHeard(t, c)
}

// papersAre checks that a stranger who verifies any of the case's papers is told the status.
func (w walk) papersAre(t *testing.T, n int, status string) {
	t.Helper()
	papers, err := w.store.Read(context.Background()).Documents(store.CaseSubject(w.folded(w.ref).ID))
	require.NoError(t, err)
	require.Len(t, papers, n)
	for _, p := range papers {
		verdict, err := w.desk.Verify(context.Background(), p.Code)
		require.NoError(t, err)
		require.Equal(t, status, verdict.State, p.Number)
	}
}

// officesHeard checks in the mailboxes of other offices that whoever was told of the journey was told that it is cancelled, and
// nobody was told anything else, or any name.
func (w walk) officesHeard(t *testing.T, c *avrr.Case) {
	t.Helper()
	heard := map[string][]string{}
	for _, m := range w.mail.Mails() {
		if strings.Contains(m.Subject, c.Reference) {
			require.Equal(t, 1, m.Times, m.Subject)
			require.NotContains(t, string(m.Raw), c.Principal().FamilyName)
			said := m.Subject[strings.LastIndex(m.Subject, "(")+1:]
			heard[m.To[0]] = append(heard[m.To[0]], strings.TrimSuffix(said, ")"))
		}
	}
	want := map[string][]string{}
	if len(c.Notices) > 0 {
		want["tirana@homeward.example"] = []string{"new", "cancelled"}
	}
	require.Equal(t, want, heard)
}

// seatsAreFree checks that the movement gave the seats back, and waits for nothing more.
func (w walk) seatsAreFree(t *testing.T, b *avrr.Booking) {
	t.Helper()
	require.Equal(t, avrr.Cancelled, b.Status)
	read := w.store.Read(context.Background())
	row, err := read.Movement(b.Movement)
	require.NoError(t, err)
	m, err := read.FoldedMovement(row)
	require.NoError(t, err)
	require.Equal(t, avrr.Cancelled, m.Status)
	require.Empty(t, m.Cases(), "nobody travels on it")
	require.False(t, m.Live())
	w.ended(w.movementWorkflow())
}

// isOpenAgain checks that the case goes on where it was reopened, with a clock that runs, and takes what comes next.
func (w walk) isOpenAgain(t *testing.T, at avrr.Stage) {
	t.Helper()
	c := w.folded(w.ref)
	require.Equal(t, at, c.Stage)
	require.Equal(t, avrr.Going, c.Principal().Fate)
	view, err := w.desk.Case(context.Background(), w.staff["officer"], w.ref)
	require.NoError(t, err)
	require.NotNil(t, view.NextDue, "a clock runs")
	w.do("officer", w.ref, "give-consent", body{"member": "m1", "kind": "return", "signed_on": day(0), "language": "sq"})
	if at == avrr.Preparation {
		w.do("officer", w.ref, "give-consent", body{"member": "m1", "kind": "data", "signed_on": day(0), "language": "sq"})
		w.hold(2 * time.Hour)
	}
	w.do("officer", w.ref, "withdraw", body{"channel": "letter"})
	w.carriedOut()
	w.isUnwound(t)
}

// While Temporal cannot be reached, a withdrawal waits with the rest, is recorded first, and nothing else is taken meanwhile.
func TestAWithdrawalOvertakesWhatWaits(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.carriedOut()
		h.stopWorker()
		h.stopTemporal()
		note, err := w.try("officer", w.ref, "add-note", body{"text": "Called."})
		require.NoError(t, err)
		require.True(t, note.Waiting)
		withdrawal, err := w.try("officer", w.ref, "withdraw", body{"channel": "phone"})
		require.NoError(t, err)
		require.True(t, withdrawal.Waiting)
		_, err = w.try("officer", w.ref, "add-task", body{"title": "Call again", "duty": "return"})
		require.Equal(t, avrr.CodeRule, avrr.ErrorCode(err))
		require.ErrorContains(t, err, "A withdrawal is waiting to be recorded")

		h.startTemporal()
		h.startWorker()
		w.carriedOut()
		c := w.folded(w.ref)
		require.Equal(t, avrr.Closed, c.Stage)
		require.Equal(t, avrr.Cancelled, c.Booking.Status)
		first, err := h.desk.Submission(context.Background(), h.staff["officer"], withdrawal.Submission)
		require.NoError(t, err)
		require.False(t, first.Waiting)
		events, err := h.store.Read(context.Background()).History(store.CaseSubject(c.ID))
		require.NoError(t, err)
		require.Less(t, place(events, withdrawal.Submission), place(events, note.Submission), "the withdrawal is recorded first")
		w.ended(w.caseWorkflow())
		w.ended(w.movementWorkflow())
	})
}

// Seats that were asked for before a withdrawal, and not held yet, are not held after it.
func TestNoSeatIsHeldAfterAWithdrawal(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toApproval()
		w.toPapers()
		h.stopWorker()
		h.stopTemporal()
		asked, err := w.try("desk", w.ref, "hold-seats", w.seats(2*time.Hour))
		require.NoError(t, err)
		require.True(t, asked.Waiting)
		withdrawal, err := w.try("officer", w.ref, "withdraw", body{"channel": "in_person"})
		require.NoError(t, err)
		require.True(t, withdrawal.Waiting)

		h.startTemporal()
		h.startWorker()
		w.carriedOut()
		w.isUnwound(t)
		require.Nil(t, w.folded(w.ref).Booking)
		_, err = h.desk.Submission(context.Background(), h.staff["desk"], asked.Submission)
		require.Error(t, err, "who asked for the seats is told why there are none")
		movements, _, err := h.store.Read(context.Background()).Movements(store.MovementFilter{})
		require.NoError(t, err)
		require.Empty(t, movements)
		s, err := h.store.Read(context.Background()).Submission(asked.Submission)
		require.NoError(t, err)
		w.ended(s.Subject.String())
	})
}

// place answers where in a log the event of a cause stands; the end when it does not.
func place(log []avrr.Event, cause string) int {
	for n, e := range log {
		if e.Cause == cause {
			return n
		}
	}
	return len(log)
}

// Who has departed or arrived has nothing left to withdraw from, and is told so in a sentence.
func TestWithdrawalAfterDepartureIsRefusedInASentence(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.depart()
		_, err := w.try("officer", w.ref, "withdraw", body{"channel": "phone"})
		require.Equal(t, avrr.CodeStage, avrr.ErrorCode(err))
		require.EqualError(t, err, "Nobody this names is still to depart, so there is no return to withdraw from.")
		w.arrive()
		_, err = w.try("officer", w.ref, "withdraw", body{"channel": "phone"})
		require.Equal(t, avrr.CodeStage, avrr.ErrorCode(err))
		require.EqualError(t, err, "Withdraw is not possible in the stage Arrival.")
	})
}
