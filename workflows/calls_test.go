package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"

	"homeward/avrr"
	"homeward/workflows"
)

// A caller is what the log of a movement answers, and what its carrier was called for.
type caller struct {
	*script
	called  []workflows.ToCall
	outcome func(times int) (workflows.Head, error)
}

func newCaller(t *testing.T, head workflows.Head) *caller {
	c := &caller{script: newScript(t, head, "2026-02-02T10:00:00Z")}
	c.file.Subject = theMovement
	c.env.RegisterActivityWithOptions(func(_ context.Context, what workflows.ToCall) (workflows.Recorded, error) {
		c.called = append(c.called, what)
		head, err := c.outcome(len(c.called))
		return workflows.Recorded{Head: head}, err
	}, activity.RegisterOptions{Name: workflows.CallActivity})
	return c
}

func (c *caller) run() {
	c.t.Helper()
	c.env.ExecuteWorkflow(workflows.Movement, c.file)
	require.True(c.t, c.env.IsWorkflowCompleted())
	require.NoError(c.t, c.env.GetWorkflowError())
}

var (
	holding   = workflows.Call{Key: "v1#1/c1", Kind: avrr.AskHold}
	releasing = workflows.Call{Key: "v1#2/c1", Kind: avrr.AskRelease}
)

// What the log asks is carried out in its order, one after the other, and a movement that is over stays until it is.
func TestAMovementStaysUntilItsCarrierHasAnswered(t *testing.T) {
	c := newCaller(t, workflows.Head{Seq: 2, Stage: avrr.Cancelled, Calls: []workflows.Call{holding, releasing}})
	c.outcome = func(times int) (workflows.Head, error) {
		if times == 1 {
			return workflows.Head{Seq: 3, Stage: avrr.Cancelled, Calls: []workflows.Call{releasing}}, nil
		}
		return workflows.Head{Seq: 4, Stage: avrr.Cancelled}, nil
	}
	c.run()
	require.Equal(t, []workflows.ToCall{{Subject: theMovement, Key: holding.Key}, {Subject: theMovement, Key: releasing.Key}}, c.called)
	require.Empty(t, c.asked, "the outcome says where the log stands")
}

// While nobody knows the outcome the same call is asked for again and again, under its one key, and the deadline of the hold is
// kept all the same.
func TestADeadlineIsKeptWhileTheCarrierIsAsked(t *testing.T) {
	limit := moment("2026-02-02T10:03:00Z")
	c := newCaller(t, workflows.Head{Seq: 1, Stage: avrr.Held, Live: true, NextDue: limit, Calls: []workflows.Call{holding}})
	var rang time.Time
	c.answer = func(now time.Time) workflows.Head {
		rang = now
		return workflows.Head{Seq: 2, Stage: avrr.Lapsed, Calls: []workflows.Call{holding}}
	}
	c.outcome = func(int) (workflows.Head, error) {
		if c.env.Now().Before(limit.Add(2 * time.Minute)) {
			return workflows.Head{}, errors.New("nobody knows")
		}
		return workflows.Head{Seq: 3, Stage: avrr.Lapsed}, nil
	}
	c.run()
	require.WithinDuration(t, limit, rang, time.Second)
	require.Greater(t, len(c.called), 4)
	for _, what := range c.called {
		require.Equal(t, holding.Key, what.Key)
	}
}

// An outcome that comes after a newer line of the log takes nothing back.
func TestAnOlderOutcomeIsNotFolded(t *testing.T) {
	c := newCaller(t, workflows.Head{Seq: 1, Stage: avrr.Held, Live: true, Calls: []workflows.Call{holding}})
	c.answers = []workflows.Head{{Seq: 5, Stage: avrr.Held, Live: true}, {Seq: 6, Stage: avrr.Cancelled}}
	c.outcome = func(times int) (workflows.Head, error) {
		if times == 1 {
			return workflows.Head{}, errors.New("nobody knows")
		}
		return workflows.Head{Seq: 2, Stage: avrr.Held, Live: true, Calls: []workflows.Call{releasing}}, nil
	}
	for after, cause := range map[time.Duration]string{time.Second: "news", time.Hour: "end"} {
		c.env.RegisterDelayedCallback(func() { c.env.UpdateWorkflowNoRejection(workflows.CatchUpUpdate, cause, t) }, after)
	}
	c.run()
	require.Len(t, c.called, 2, "what an old answer asks for is not called")
}

// A call that breaks off is begun again after a pause, not at once and for ever.
func TestACallThatBreaksOffIsBegunAgainAfterAPause(t *testing.T) {
	c := newCaller(t, workflows.Head{Seq: 1, Stage: avrr.Cancelled, Calls: []workflows.Call{holding}})
	c.outcome = func(times int) (workflows.Head, error) {
		if times <= 2 {
			return workflows.Head{}, errBroken
		}
		return workflows.Head{Seq: 2, Stage: avrr.Cancelled}, nil
	}
	c.run()
	require.Len(t, c.called, 3)
	require.Equal(t, []time.Duration{10 * time.Second, 20 * time.Second}, c.timers)
}
