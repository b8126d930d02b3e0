package workflows_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"homeward/avrr"
	"homeward/programmes"
	"homeward/worker"
	"homeward/workflows"
)

// Who works in the office of these tests.
var (
	officer  = avrr.Actor{ID: "officer", Role: avrr.ReturnOfficer}
	officer2 = avrr.Actor{ID: "officer2", Role: avrr.ReturnOfficer}
	desk     = avrr.Actor{ID: "desk", Role: avrr.TravelDesk}
	field    = avrr.Actor{ID: "field", Role: avrr.ReintegrationOfficer}
	manager  = avrr.Actor{ID: "manager", Role: avrr.ProgrammeManager}
)

// An office keeps the log of one case and of its movement in memory, by the field's own rules. Its clock is that of the
// environment the workflow runs in.
type office struct {
	t       *testing.T
	library *programmes.Library
	p       *avrr.Programme
	c       *avrr.Case
	m       *avrr.Movement

	mu     sync.Mutex
	desk   map[string]avrr.Submission // what was submitted, by id
	asked  []workflows.ToRecord
	rang   []string // the clocks that ran out, each with its moment
	trips  int
	before func(what workflows.ToRecord, local bool) error // what may go wrong before anything is recorded
}

func newOffice(t *testing.T, programme string) *office {
	t.Helper()
	library, err := programmes.Embedded()
	require.NoError(t, err)
	p, ok := library.Current(programme)
	require.True(t, ok)
	return &office{t: t, library: library, p: p, c: avrr.NewCase("c1", "HW-7K3-M9PX", p), desk: map[string]avrr.Submission{},
		before: func(workflows.ToRecord, bool) error { return nil }}
}

func (o *office) judging(who avrr.Actor, now time.Time) avrr.Judging {
	return avrr.Judging{Case: o.c, Programme: o.p, Movement: o.m, Actor: who, Now: now,
		Assess: func(f avrr.Facts) (avrr.EligibilityDecision, error) {
			return programmes.Assess(o.p, f, o.library.All())
		}}
}

// record is the activity Record over the logs in memory.
func (o *office) record(env *testsuite.TestWorkflowEnvironment) func(context.Context, workflows.ToRecord) (workflows.Recorded, error) {
	return func(ctx context.Context, what workflows.ToRecord) (workflows.Recorded, error) {
		if err := o.before(what, activity.GetInfo(ctx).IsLocalActivity); err != nil {
			return workflows.Recorded{}, err
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		o.asked = append(o.asked, what)
		now := env.Now().UTC().Truncate(time.Microsecond)
		if what.Subject == theMovement {
			return o.recordMovement(what, now)
		}
		return o.recordCase(what, now)
	}
}

const (
	theCase     = "case/c1"
	theMovement = "movement/v1"
)

func (o *office) recordCase(what workflows.ToRecord, now time.Time) (answer workflows.Recorded, err error) {
	switch {
	case what.Submission != "":
		answer.Refused, err = o.judge(o.desk[what.Submission], now)
	case what.Clocks:
		err = o.ring(now)
	}
	answer.Head = workflows.Head{Seq: o.c.Seq, Stage: string(o.c.Stage), Live: o.c.Seq > 0 && o.c.Stage != avrr.Closed}
	if next, ok := o.c.NextDue(o.p); ok {
		answer.NextDue = next.Due
	}
	return answer, err
}

func (o *office) judge(s avrr.Submission, now time.Time) (refused string, err error) {
	e, err := avrr.Judge(o.judging(s.Actor, now), s)
	var refusal *avrr.Error
	if errors.As(err, &refusal) {
		o.t.Logf("%s refused: %s", s.Action, refusal.Message)
		return refusal.Code, nil
	}
	if err != nil {
		return "", err
	}
	return "", o.c.Append(o.p, &e)
}

func (o *office) ring(now time.Time) error {
	for _, k := range o.c.Due(o.p, now) {
		e, err := k.Event(now)
		if err != nil {
			return err
		}
		if err := o.c.Append(o.p, &e); err != nil {
			return err
		}
		o.rang = append(o.rang, k.Name+" "+now.Round(time.Second).Format(time.RFC3339))
	}
	return nil
}

func (o *office) recordMovement(what workflows.ToRecord, now time.Time) (answer workflows.Recorded, err error) {
	switch next, due := o.m.NextDue(); {
	case what.Submission != "":
		err = o.travel(o.desk[what.Submission], now)
	case what.Clocks && due && !next.Due.After(now):
		err = o.lapse(next, now)
	}
	answer.Head = workflows.Head{Seq: o.m.Seq, Stage: o.m.Status, Live: o.m.Live()}
	if next, ok := o.m.NextDue(); ok {
		answer.NextDue = next.Due
	}
	return answer, err
}

// travel appends to the movement's log and to the case's, as Record of a movement does.
func (o *office) travel(s avrr.Submission, now time.Time) error {
	own, theirs, err := avrr.JudgeMovement(o.m, []avrr.Judging{o.judging(s.Actor, now)}, s, now, s.Actor)
	if err != nil {
		return err
	}
	return o.both(own, theirs[0])
}

func (o *office) lapse(k avrr.Clock, now time.Time) error {
	raw, err := json.Marshal(avrr.LapseHold{Clock: k.Name, Due: k.Due})
	if err != nil {
		return err
	}
	o.rang = append(o.rang, k.Name+" "+now.Round(time.Second).Format(time.RFC3339))
	e := avrr.Event{Cause: k.Cause(), Action: "lapse-hold", Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}, RecordedAt: now, Input: raw, Movement: o.m.ID}
	return o.both(e, e)
}

func (o *office) both(own, theirs avrr.Event) error {
	theirs.Movement = o.m.ID
	if err := o.m.Append(&own); err != nil {
		return err
	}
	theirs.Cause = avrr.MovementCause(o.m.ID, own.Seq)
	return o.c.Append(o.p, &theirs)
}

// submit keeps a submission and answers how the workflow is told of it.
func (o *office) submit(who avrr.Actor, action, body string) workflows.Submitted {
	o.mu.Lock()
	defer o.mu.Unlock()
	id := fmt.Sprintf("s%d", len(o.desk)+1)
	o.desk[id] = avrr.Submission{ID: id, Action: action, Actor: who, Case: o.c.ID, Body: json.RawMessage(body)}
	return workflows.Submitted{Submission: id, Action: action, Seen: o.c.Seq}
}

// A deed is what somebody does at a moment.
type deed struct {
	at     string
	who    avrr.Actor
	action string
	body   string
}

// A chronicle is what a workflow did with its time.
type chronicle struct {
	runs    []workflows.File // what each run started from
	ended   time.Time
	answers map[string]error // by action
	timers  []string         // what each timer was armed for, in order
	live    int              // timers that run now
	most    int              // and the most that ran when somebody acted
}

// live lets a workflow live through deeds, run after run, until it ends.
func (o *office) live(w any, file workflows.File, start string, deeds ...deed) *chronicle {
	o.t.Helper()
	h := &chronicle{answers: map[string]error{}}
	h.ended = moment(start)
	done := make([]bool, len(deeds))
	for again := true; again; {
		h.runs = append(h.runs, file)
		env := o.environment(h)
		env.SetStartTime(h.ended)
		for i, d := range deeds {
			if !done[i] {
				env.RegisterDelayedCallback(func() { done[i] = true; o.does(env, h, d) }, moment(d.at).Sub(h.ended))
			}
		}
		env.ExecuteWorkflow(w, file)
		h.ended = env.Now().UTC()
		file, again = continued(o.t, env)
	}
	return h
}

// environment answers a fresh environment in which the office records and h counts timers.
func (o *office) environment(h *chronicle) *testsuite.TestWorkflowEnvironment {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(silent{})
	env := suite.NewTestWorkflowEnvironment()
	worker.RegisterWorkflows(env)
	env.RegisterActivityWithOptions(o.record(env), activity.RegisterOptions{Name: workflows.RecordActivity})
	h.live = 0
	env.SetOnTimerScheduledListener(func(_ string, d time.Duration) {
		h.live++
		h.timers = append(h.timers, env.Now().Add(d).UTC().Round(time.Second).Format(time.RFC3339))
	})
	env.SetOnTimerFiredListener(func(string) { h.live-- })
	env.SetOnTimerCanceledListener(func(string) { h.live-- })
	return env
}

// does performs a deed: on the case by its workflow, on a movement as the movement's workflow would, which then has the case
// catch up.
func (o *office) does(env *testsuite.TestWorkflowEnvironment, h *chronicle, d deed) {
	a, ok := avrr.Find(d.action)
	require.True(o.t, ok, d.action)
	h.most = max(h.most, h.live)
	s := o.submit(d.who, d.action, d.body)
	answer := &testsuite.TestUpdateCallback{
		OnAccept:   func() {},
		OnReject:   func(err error) { h.answers[d.action] = err },
		OnComplete: func(_ any, err error) { h.answers[d.action] = err },
	}
	if a.Of != avrr.OfMovement || h.runs[0].Subject == theMovement {
		env.UpdateWorkflow(workflows.ActUpdate, s.Submission, answer, s)
		return
	}
	if d.action == "hold-seats" {
		o.m = avrr.NewMovement("v1")
	}
	o.mu.Lock()
	err := o.travel(o.desk[s.Submission], env.Now().UTC())
	o.mu.Unlock()
	require.NoError(o.t, err, d.action)
	env.UpdateWorkflow(workflows.CatchUpUpdate, "nudge-"+s.Submission, answer)
}

// continued answers what the next run starts from, false when there is none.
func continued(t *testing.T, env *testsuite.TestWorkflowEnvironment) (file workflows.File, again bool) {
	t.Helper()
	require.True(t, env.IsWorkflowCompleted())
	err := env.GetWorkflowError()
	var next *workflow.ContinueAsNewError
	if !errors.As(err, &next) {
		require.NoError(t, err)
		return file, false
	}
	require.NoError(t, converter.GetDefaultDataConverter().FromPayloads(next.Input, &file))
	return file, true
}

// refusedWith answers the code of a refusal.
func refusedWith(t *testing.T, err error) string {
	t.Helper()
	var failure *temporal.ApplicationError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, workflows.RefusedType, failure.Type())
	var code string
	require.NoError(t, failure.Details(&code))
	return code
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}
