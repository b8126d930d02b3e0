package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// A death that is told gives the seats back by itself, closes the case and ends its workflow.
func TestADeathGivesTheSeatsBackAndClosesTheCase(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.carriedOut()
		h.do("officer", w.ref, "report-event", body{"member": "m1", "event": "death", "on": day(0), "source": "The hospital"})
		h.ended(w.movementWorkflow())
		w.carriedOut()
		h.ended(w.caseWorkflow())
		c := w.folded(w.ref)
		require.Equal(t, avrr.Closed, c.Stage)
		require.Equal(t, "deceased", c.Closure.Reason)
		require.Equal(t, avrr.Cancelled, c.Booking.Status)
		w.stands()
	})
}
