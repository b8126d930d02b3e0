package e2e

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
)

// charterCases is how many cases fly together.
const charterCases = 20

// together performs an action on a movement that must be accepted, and waits for it to be recorded.
func (h *house) together(who, movement, action string, in body) *casework.MovementView {
	h.t.Helper()
	a, err := h.desk.PerformTogether(context.Background(), h.staff[who], movement, h.request(action, in))
	require.NoError(h.t, err, action)
	h.settles(who, a)
	return h.movementSeen(who, movement)
}

func (h *house) movementSeen(who, movement string) *casework.MovementView {
	h.t.Helper()
	v, err := h.desk.Movement(context.Background(), h.staff[who], movement)
	require.NoError(h.t, err)
	return v
}

// A charter of many cases, one of them restricted: ticketed at once, its departures confirmed row by row and at the same moment, one
// wrong row taken back without the others, and the rest of the manifest validated while the worker is away.
func TestACharterIsTicketedFlownAndPutRight(t *testing.T) {
	dir := t.TempDir()
	h := newHouse(t, dir, "sqlite:"+filepath.Join(dir, "homeward.db"))
	ctx := context.Background()
	a, err := h.desk.Plan(ctx, h.staff["desk"], h.request("plan-movement", body{"kind": "charter", "name": "Tirana", "seats": charterCases, "segments": []body{
		{"carrier": "BA", "number": "2604", "from": "LGW", "to": "TIA", "departs_at": instant(2 * time.Hour), "arrives_at": instant(5 * time.Hour)}}}))
	require.NoError(t, err)
	h.settles("desk", a)
	var cases []walk
	tickets := body{}
	for n := range charterCases {
		w := h.begin("standard")
		w.toApproval()
		w.toPapers()
		if n == 0 {
			h.do("officer", w.ref, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
			h.do("protection", w.ref, "record-risk-assessment", body{"member": "m1", "on": day(0), "safe": "yes"})
		}
		h.do("desk", w.ref, "join-movement", body{"movement": a.Movement, "passengers": []string{"m1"}})
		cases, tickets[w.ref+"/m1"] = append(cases, w), "125-"+w.ref
	}
	ticketed := h.together("desk", a.Movement, "confirm-booking", body{"record_locator": "GRP001", "tickets": tickets})
	require.Equal(t, avrr.Ticketed, ticketed.Status)
	require.Len(t, ticketed.Passengers, charterCases)
	for _, p := range ticketed.Passengers {
		require.Equal(t, p.Case == cases[0].ref, p.Name == "", "the names of the restricted case alone are kept from the desk")
	}

	var rows []casework.Departure
	for n, w := range cases {
		raw, err := json.Marshal(body{"departed_at": instant(0), "boarded": []string{"m1"}})
		require.NoError(t, err)
		if n < charterCases-1 {
			rows = append(rows, casework.Departure{Reference: w.ref, Body: raw})
		}
	}
	rows = append(rows, rows[0]) // told twice
	began := time.Now()
	refused := 0
	for n, done := range h.desk.Departures(ctx, h.staff["desk"], "the-day", rows) {
		if done.Err != nil {
			require.Equal(t, avrr.CodeRule, avrr.ErrorCode(done.Err), "row %d: %v", n, done.Err)
			refused++
			continue
		}
		h.settles("desk", done.Answer)
	}
	t.Logf("%d departures at once in %s", len(rows), time.Since(began))
	require.LessOrEqual(t, refused, 1, "only what was told twice")
	for _, w := range cases[:charterCases-1] {
		require.Equal(t, avrr.Departed, h.folded(w.ref).Principal().Fate, w.ref)
	}

	wrong, other := cases[1], cases[2]
	before := h.folded(other.ref).Seq
	h.do("officer2", wrong.ref, "void-event", body{"seq": h.folded(wrong.ref).Seq, "reason": "It was another traveller."})
	require.Eventually(t, func() bool { return states(h.movementSeen("desk", a.Movement))[wrong.ref] == "planned" }, patience, 50*time.Millisecond)
	require.Equal(t, avrr.Going, h.folded(wrong.ref).Principal().Fate)
	require.Equal(t, before, h.folded(other.ref).Seq, "nobody else is told")

	h.stopWorker()
	last := cases[charterCases-1]
	waits, err := h.desk.PerformTogether(ctx, h.staff["desk"], a.Movement, h.request("validate-manifest", body{"departed_at": instant(0),
		"present": []string{last.ref + "/m1"}, "absent": []body{{"passenger": wrong.ref + "/m1"}}}))
	require.NoError(t, err)
	require.True(t, waits.Waiting)
	require.Len(t, h.movementSeen("desk", a.Movement).Waiting, 1)
	h.startWorker()
	h.settles("desk", waits)
	seen := states(h.movementSeen("desk", a.Movement))
	require.Equal(t, "present", seen[last.ref])
	require.Equal(t, "absent", seen[wrong.ref])
	require.Equal(t, "present", seen[other.ref])
	require.Equal(t, avrr.NoShow, h.folded(wrong.ref).Principal().Fate)
	require.Equal(t, avrr.Departed, h.folded(last.ref).Principal().Fate)
}

// states are where the cases of one passenger stand on the manifest.
func states(v *casework.MovementView) map[string]string {
	of := map[string]string{}
	for _, p := range v.Passengers {
		of[p.Case] = p.State
	}
	return of
}
