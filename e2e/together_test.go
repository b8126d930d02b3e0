package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// Two cases whose members bear the same id travel on one movement; one turns back at the gate, and the other goes home.
func TestTwoCasesShareOneJourney(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		arta, ben := h.begin("standard"), h.begin("standard")
		for _, w := range []walk{arta, ben} {
			w.toApproval()
			w.toPapers()
		}
		arta.hold(2 * time.Hour)
		movement := h.folded(arta.ref).Booking.Movement
		ben.do("desk", ben.ref, "join-movement", body{"movement": movement, "passengers": []string{"m1"}})
		require.Equal(t, movement, h.folded(ben.ref).Booking.Movement)
		for _, w := range []walk{arta, ben} {
			w.toTicket()
		}
		arta.do("desk", arta.ref, "report-leg", body{"segment": 1, "occurred_at": instant(0), "passengers": body{"m1": "refused_at_gate"}})
		arta.carriedOut()
		arta.ended(arta.caseWorkflow()) // the workflow of a case that its movement closed is told
		require.Equal(t, avrr.Withdrew, h.folded(arta.ref).Principal().Fate)
		require.Equal(t, avrr.Closed, h.folded(arta.ref).Stage)
		require.Equal(t, avrr.Going, h.folded(ben.ref).Principal().Fate)
		ben.do("desk", ben.ref, "report-leg", body{"segment": 1, "occurred_at": instant(0), "passengers": body{"m1": "boarded"}})
		ben.arrive()
		require.Equal(t, avrr.Arrival, h.folded(ben.ref).Stage)
		require.Equal(t, avrr.Cancelled, h.folded(arta.ref).Booking.Status)
	})
}
