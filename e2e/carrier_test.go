package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/activities"
	"homeward/avrr"
	"homeward/store"
)

// withCarrier has the house ask a simulated carrier for its seats.
func (h *house) withCarrier() *simulator {
	h.t.Helper()
	s := h.simulate("carriersim")
	var err error
	h.acts.Carrier, err = activities.NewCarrierAPI(s.url)
	require.NoError(h.t, err)
	return s
}

// seats answers what was done to each seat of a movement, oldest first, such as "m1": "held ticketed".
func (s *simulator) seats(movement string) map[string]string {
	s.t.Helper()
	lines := ledger[struct{ Did, Hold, Passenger string }](s)
	done := map[string]string{}
	for _, l := range lines {
		if strings.HasPrefix(l.Hold, movement) {
			done[l.Passenger] = strings.TrimSpace(done[l.Passenger] + " " + l.Did)
		}
	}
	return done
}

// answered waits until the log knows the outcome of everything the carrier was asked, and answers the movement.
func (w walk) answered() *avrr.Movement {
	w.t.Helper()
	var m *avrr.Movement
	require.Eventually(w.t, func() bool {
		read := w.store.Read(context.Background())
		row, err := read.Movement(w.folded(w.ref).Booking.Movement)
		require.NoError(w.t, err)
		m, err = read.FoldedMovement(row)
		require.NoError(w.t, err)
		return len(m.Asks()) == 0
	}, patience, 50*time.Millisecond, "the carrier is asked for ever")
	return m
}

// toAsk is how far a case has come when the travel desk may ask for its seats.
func (w walk) toAsk() {
	w.t.Helper()
	w.toApproval()
	w.toPapers()
}

func (w walk) hasTask(title string) bool {
	return slices.ContainsFunc(w.folded(w.ref).Raised, func(task *avrr.Task) bool {
		return task.DoneAt.IsZero() && strings.HasPrefix(task.Title.EN, title)
	})
}

// Whatever the carrier does with a call, the seat is taken once at most, and the log says what is known of it.
func TestASeatIsHeldOnceWhateverTheCarrierDoes(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		carrier := h.withCarrier()
		for _, c := range []struct {
			does, ledger, status, task string
		}{
			{"", "held", avrr.Held, ""},
			{"lose", "held", avrr.Held, ""},
			{"late", "held", avrr.Held, ""},
			{"refuse", "", avrr.Cancelled, "Find other seats"},
			{"fail", "", avrr.Held, "Ask the carrier whether it holds the seats"},
			{"stall", "", avrr.Held, "Ask the carrier whether it holds the seats"},
		} {
			w := h.begin("standard")
			w.toAsk()
			if c.does != "" {
				carrier.meets("hold", c.does, 1)
			}
			w.hold(2 * time.Hour)
			m := w.answered()
			w.carriedOut()
			require.Equal(t, c.ledger, carrier.seats(m.ID)["m1"], c.does)
			require.Equal(t, c.status, w.folded(w.ref).Booking.Status, c.does)
			require.Equal(t, c.task != "", c.task != "" && w.hasTask(c.task), c.does)
			require.Equal(t, c.ledger != "", w.folded(w.ref).Booking.Locator != "", c.does)
			w.stands()
		}
	})
}

// Tickets are issued once as well, and seats given back once; the workflow stays until the carrier has said so.
func TestTicketsAreIssuedAndGivenBackOnce(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		carrier := h.withCarrier()
		w := h.begin("standard")
		w.toAsk()
		w.hold(2 * time.Hour)
		w.answered()
		carrier.meets("ticket", "lose", 1)
		w.do("desk", w.ref, "confirm-booking", body{})
		w.answered()
		w.carriedOut()
		c := w.folded(w.ref)
		require.Equal(t, avrr.Travel, c.Stage)
		require.Regexp(t, "^999-", c.Principal().Ticket)

		carrier.meets("release", "lose", 1)
		w.do("officer", w.ref, "withdraw", body{"channel": "phone"})
		w.carriedOut()
		m := w.answered()
		require.Equal(t, map[string]string{"m1": "held ticketed released"}, carrier.seats(m.ID))
		w.ended(w.movementWorkflow())
		w.stands()
	})
}

// A worker that is killed beside its call leaves one seat at the carrier, or none; the one who takes over asks, and calls nobody.
func TestAWorkerKilledBesideItsCallNeverCallsTwice(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		carrier := h.withCarrier()
		for _, d := range []struct {
			call   string
			before bool
			ledger string
			task   string
		}{
			{avrr.AskHold, false, "held", ""},
			{avrr.AskHold, true, "", "Ask the carrier whether it holds the seats"},
			{avrr.AskTicket, false, "held ticketed", ""},
			{avrr.AskTicket, true, "held", "Ask the carrier whether it issued the tickets"},
		} {
			name := fmt.Sprintf("%s, before %t", d.call, d.before)
			w := h.begin("standard")
			w.toAsk()
			deed := w.request("hold-seats", w.seats(2*time.Hour))
			if d.call == avrr.AskTicket {
				w.hold(2 * time.Hour)
				w.answered()
				deed = w.request("confirm-booking", body{})
			}
			h.dieBeside(doom{Carrier: carrier.url, Call: d.call, Before: d.before}, "desk", w, deed)
			h.startWorker()
			m := w.answered()
			w.carriedOut()
			require.Equal(t, d.ledger, carrier.seats(m.ID)["m1"], name)
			require.Equal(t, d.task != "", d.task != "" && w.hasTask(d.task), name)
			w.stands()
		}
	})
}

// What was asked before Temporal lost everything is asked again under the same keys, of movements that are over as well.
func TestARebuildHoldsAndReleasesNothingTwice(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		carrier := h.withCarrier()
		holding, leaving := h.begin("standard"), h.begin("standard")
		for _, w := range []walk{holding, leaving} {
			w.toAsk()
		}
		leaving.hold(2 * time.Hour)
		leaving.answered()
		leaving.carriedOut()
		at := strings.TrimPrefix(carrier.url, "http://")
		h.dieBeside(doom{Carrier: carrier.url, Call: avrr.AskHold}, "desk", holding, holding.request("hold-seats", holding.seats(2*time.Hour)))

		carrier.stop() // whoever leaves now leaves seats that nobody can be told of
		h.startWorker()
		leaving.do("officer", leaving.ref, "withdraw", body{"channel": "phone"})
		require.Eventually(t, func() bool { return h.owed(leaving) == 1 }, patience, 50*time.Millisecond)

		_, movements := h.losesTemporal(func() { carrier.start(at) })
		require.Equal(t, 2, movements, "one whose seats are asked for, and one whose seats are given back")
		held, left := holding.answered(), leaving.answered()
		require.Equal(t, map[string]string{"m1": "held"}, carrier.seats(held.ID))
		require.Equal(t, map[string]string{"m1": "held released"}, carrier.seats(left.ID))
		require.Equal(t, avrr.Held, holding.folded(holding.ref).Booking.Status)
		require.NotEmpty(t, holding.folded(holding.ref).Booking.Locator)
		leaving.ended(leaving.movementWorkflow())
	})
}

// owed answers how much a case's movement has asked the carrier without an answer.
func (h *house) owed(w walk) int {
	h.t.Helper()
	row, err := h.store.Read(context.Background()).Movement(w.folded(w.ref).Booking.Movement)
	require.NoError(h.t, err)
	if row.Status != avrr.Cancelled {
		return 0
	}
	return row.Calls
}

// An office whose desk books by telephone asks nobody anything.
func TestADeskThatTelephonesCostsNoCall(t *testing.T) {
	h := newReplayHouse(t)
	w := h.begin("standard")
	w.toApproval()
	w.toHold()
	w.toTicket()
	w.carriedOut()
	for _, r := range h.runs(w.movementWorkflow()) {
		for _, e := range r.events {
			require.Nil(t, e.GetActivityTaskScheduledEventAttributes(), "a call is made")
		}
	}
	row, err := h.store.Read(context.Background()).Movement(w.folded(w.ref).Booking.Movement)
	require.NoError(t, err)
	require.Zero(t, row.Calls)
	history, err := h.store.Read(context.Background()).History(store.MovementSubject(row.ID))
	require.NoError(t, err)
	require.Len(t, history, 2, "seats and tickets")
}
