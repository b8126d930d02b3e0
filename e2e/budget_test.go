package e2e

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"google.golang.org/protobuf/proto"

	"homeward/avrr"
)

// goldenEnv makes the tests of the budget take the histories they find as the ones to expect from then on.
const goldenEnv = "HOMEWARD_GOLDEN"

// A spending is what runs cost Temporal.
type spending struct {
	runs, events, bytes, transitions int
}

func (s *spending) add(runs []run) {
	for _, r := range runs {
		s.runs++
		s.events += len(r.events)
		s.bytes += proto.Size(&history.History{Events: r.events})
		s.transitions += int(r.transitions)
	}
}

func (s spending) print(t *testing.T, name string) {
	t.Helper()
	for _, f := range []struct {
		what  string
		value int
		unit  string
	}{{"runs", s.runs, "runs"}, {"events", s.events, "events"}, {"size", s.bytes, "bytes"}, {"transitions", s.transitions, "transitions"}} {
		fmt.Printf("figure %s-%s %d %s\n", name, f.what, f.value, f.unit)
	}
}

// affordable holds what a whole case and its movement cost to the budget of the design.
func (s spending) affordable(t *testing.T) {
	t.Helper()
	require.LessOrEqual(t, s.events, 450)
	require.LessOrEqual(t, s.transitions, 100)
	require.LessOrEqual(t, s.bytes, 150_000)
}

// A whole case of one adult with its movement costs Temporal so much: about 35 actions, three instalments, four visits. Its
// history is compared as text, because a line more is a line more for every case of a year.
func TestAWholeCaseStaysWithinItsBudget(t *testing.T) {
	h := newReplayHouse(t)
	w := h.begin("standard")
	w.do("officer", w.ref, "add-note", body{"text": "Came with her brother."})
	w.whole()
	h.ended(w.caseWorkflow())
	h.ended(w.movementWorkflow())

	ofCase, ofMovement := h.runs(w.caseWorkflow()), h.runs(w.movementWorkflow())
	var one, other, both spending
	one.add(ofCase)
	other.add(ofMovement)
	both.add(ofCase)
	both.add(ofMovement)
	one.print(t, "budget-case")
	other.print(t, "budget-movement")
	both.print(t, "budget-whole")
	fmt.Printf("figure budget-actions %d actions\n", w.folded(w.ref).Version)
	printKinds(append(slices.Clone(ofCase), ofMovement...))
	both.affordable(t)

	compare(t, "whole-case.txt", text("case", ofCase)+text("movement", ofMovement))
}

// printKinds prints where the events go.
func printKinds(runs []run) {
	count := map[string]int{}
	for _, r := range runs {
		for _, e := range r.events {
			count[e.EventType.String()]++
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		fmt.Printf("figure budget-events-%s %d events\n", kind, count[kind])
	}
}

// text writes histories as the names of their events, one a line. Timers are left out, they are among the figures: which
// deadline is the nearest depends on the holidays of the day the test runs.
func text(of string, runs []run) string {
	var b strings.Builder
	for n, r := range runs {
		fmt.Fprintf(&b, "# %s, run %d\n", of, n+1)
		for _, e := range r.events {
			if e.EventType == enums.EVENT_TYPE_TIMER_STARTED || e.EventType == enums.EVENT_TYPE_TIMER_CANCELED {
				continue
			}
			b.WriteString(e.EventType.String())
			if u := e.GetWorkflowExecutionUpdateAcceptedEventAttributes(); u != nil {
				b.WriteString(" " + u.AcceptedRequest.Input.Name)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv(goldenEnv) != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// What the desk or the validator refuses leaves no trace in the history.
func TestARefusalCostsNoEvent(t *testing.T) {
	h := newReplayHouse(t)
	w := h.begin("standard")
	before := len(h.runs(w.caseWorkflow())[0].events)

	_, err := w.try("officer", w.ref, "assess-eligibility", body{"recommendation": "approve"})
	require.Equal(t, avrr.CodeRule, avrr.ErrorCode(err), "refused at the desk")
	require.Len(t, h.runs(w.caseWorkflow())[0].events, before)

	s := w.slipIn("officer", "decide-plan", `{"decision":"approve"}`) // not conceivable before arrival
	require.Error(t, w.deliver(s), "refused by the validator")
	require.Len(t, h.runs(w.caseWorkflow())[0].events, before)
}

// An update costs at most eight events, the timer it may re-arm included.
func TestAnActionCostsAtMostEightEvents(t *testing.T) {
	h := newReplayHouse(t)
	w := h.begin("standard")
	cost := func(action, who string, in body) {
		t.Helper()
		before := h.describe(w.caseWorkflow())
		w.do(who, w.ref, action, in)
		after := h.describe(w.caseWorkflow())
		events, transitions := after[0]-before[0], after[1]-before[1]
		fmt.Printf("figure unit-%s-events %d events\nfigure unit-%s-transitions %d transitions\n", action, events, action, transitions)
		require.LessOrEqual(t, events, int64(8), action)
	}
	cost("add-note", "officer", body{"text": "Nothing moves."})
	cost("record-counselling", "officer", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	cost("record-screening", "officer", body{"member": "m1", "screened_on": day(0)})
	cost("hold", "officer", body{"reason": "The person is in hospital."})
}

// A deadline that passes costs the timer that fires, a task, what Record leaves and the next timer.
func TestADeadlineThatPassesCostsAtMostEightEvents(t *testing.T) {
	h := newReplayHouse(t)
	h.hurry()
	w := h.begin("hurry")
	before := h.describe(w.caseWorkflow())
	w.rings("overdue:counselling")
	after := h.describe(w.caseWorkflow())
	events, transitions := after[0]-before[0], after[1]-before[1]
	fmt.Printf("figure unit-deadline-events %d events\nfigure unit-deadline-transitions %d transitions\n", events, transitions)
	require.LessOrEqual(t, events, int64(8))
}

// describe answers how many events and state transitions a workflow's last run has.
func (h *house) describe(workflow string) [2]int64 {
	h.t.Helper()
	d, err := h.client.DescribeWorkflowExecution(context.Background(), workflow, "")
	require.NoError(h.t, err)
	return [2]int64{d.WorkflowExecutionInfo.HistoryLength, d.WorkflowExecutionInfo.StateTransitionCount}
}
