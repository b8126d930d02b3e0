package workflows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/workflows"
)

// A hold that nobody tickets lapses at the carrier's time limit, and the movement ends with it.
func TestAHoldLapsesAtTheCarriersTimeLimit(t *testing.T) {
	o := readyToBook(t)
	file := o.held(moment("2026-02-20T11:00:00Z"))

	h := o.live(workflows.Movement, file, "2026-02-20T11:00:00Z")

	require.Equal(t, []string{"hold 2026-02-23T12:00:00Z"}, o.rang)
	require.Equal(t, moment("2026-02-23T12:00:00Z"), h.ended.Truncate(time.Second))
	require.Equal(t, avrr.Lapsed, o.m.Status)
	require.Equal(t, avrr.Lapsed, o.c.Booking.Status)
	require.Equal(t, avrr.Preparation, o.c.Stage, "the case may book again")
}

// A ticketed movement waits for the world, without a timer, and ends with the arrival.
func TestATicketedMovementWaitsWithoutATimer(t *testing.T) {
	o := readyToBook(t)
	file := o.held(moment("2026-02-20T11:00:00Z"))
	h := o.live(workflows.Movement, file, "2026-02-20T11:00:00Z", granted[4:7]...)
	for action, err := range h.answers {
		require.NoError(t, err, action)
	}
	require.Empty(t, o.rang)
	require.Equal(t, []string{"2026-02-23T12:00:00Z"}, h.timers, "the hold's, which the tickets disarm")
	require.Equal(t, 1, h.most)
	require.Equal(t, avrr.Completed, o.m.Status)
	require.Equal(t, moment("2026-03-20T12:00:00Z"), h.ended.Truncate(time.Second))
}

// readyToBook answers an office whose case is approved and has its papers.
func readyToBook(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, "standard")
	for _, d := range append(append([]deed{}, approved...), granted[:3]...) {
		refused, err := o.judge(avrr.Submission{ID: d.at + d.action, Action: d.action, Actor: d.who, Case: o.c.ID, Body: []byte(d.body)}, moment(d.at))
		require.NoError(t, err)
		require.Empty(t, refused, d.action)
	}
	require.Equal(t, avrr.Preparation, o.c.Stage)
	return o
}

// held holds seats and answers what the movement's workflow starts from.
func (o *office) held(at time.Time) workflows.File {
	o.t.Helper()
	o.m = avrr.NewMovement("v1")
	require.NoError(o.t, o.travel(avrr.Submission{ID: "held", Action: "hold-seats", Actor: desk, Case: o.c.ID, Body: []byte(seats)}, at))
	return workflows.File{Subject: theMovement, Behind: true}
}
