package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"homeward/avrr"
)

// recordAtOnce is how long Record may take beside the workflow task before it becomes an activity of its own.
const recordAtOnce = 5 * time.Second

// recordSlowly is how long one attempt of that activity may take.
const recordSlowly = 30 * time.Second

// lookAgain is how long a deadline waits that rang before the log would have it: the log's clock is behind the server's.
const lookAgain = 10 * time.Second

// soonest is how soon a deadline is looked at, even one that has passed: on a worker whose clock is behind Temporal's it has
// not, and the case would ask again and again.
const soonest = time.Second

// A driver drives one log. It hands submissions to Record one at a time, folds what Record answers, and waits for the next
// deadline. It never judges: rules, holidays and time zones live where nothing is replayed.
type driver struct {
	subject string
	head    Head
	told    bool           // the log has answered at least once in this run
	turn    workflow.Mutex // covers Record only
}

// newDriver takes up a log where the file left it and listens for updates.
func newDriver(ctx workflow.Context, file File) (*driver, error) {
	d := &driver{subject: file.Subject, head: file.Head, told: file.Head.Seq > 0, turn: workflow.NewMutex(ctx)}
	if err := workflow.SetUpdateHandlerWithOptions(ctx, ActUpdate, d.act, workflow.UpdateHandlerOptions{Validator: d.mayAct}); err != nil {
		return nil, err
	}
	if err := workflow.SetUpdateHandler(ctx, CatchUpUpdate, d.catchUp); err != nil {
		return nil, err
	}
	if file.Behind {
		if _, err := d.catchUp(ctx); err != nil {
			return nil, err
		}
	}
	return d, workflow.Await(ctx, func() bool { return d.told })
}

// act carries one submission to the log.
func (d *driver) act(ctx workflow.Context, s Submitted) (Head, error) {
	answer, err := d.record(ctx, ToRecord{Subject: d.subject, Submission: s.Submission})
	if err != nil {
		return Head{}, err
	}
	if answer.Refused != "" {
		return Head{}, refused(answer.Refused)
	}
	return answer.Head, nil
}

// mayAct refuses early, at no cost to the history, what cannot be right. While the workflow may be behind its log it must
// let everything through: Record is the judge.
func (d *driver) mayAct(_ workflow.Context, s Submitted) error {
	if s.Again || !d.told || s.Seen > d.head.Seq {
		return nil
	}
	if !avrr.Conceivable(s.Action, avrr.Stage(d.head.Stage)) {
		return refused(avrr.CodeStage)
	}
	return nil
}

// catchUp learns of events that others appended to the log: a movement to its cases, a case to its movement.
func (d *driver) catchUp(ctx workflow.Context) (Head, error) {
	answer, err := d.record(ctx, ToRecord{Subject: d.subject})
	return answer.Head, err
}

// record asks the log and folds its answer. An answer that is older than what is known changes nothing.
func (d *driver) record(ctx workflow.Context, what ToRecord) (Recorded, error) {
	if err := d.turn.Lock(ctx); err != nil {
		return Recorded{}, err
	}
	defer d.turn.Unlock()

	var answer Recorded
	beside := workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: recordAtOnce,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 100 * time.Millisecond, MaximumInterval: time.Second},
	})
	err := workflow.ExecuteLocalActivity(beside, RecordActivity, what).Get(ctx, &answer)
	if err != nil {
		alone := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
			StartToCloseTimeout: recordSlowly,
			RetryPolicy:         &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute},
		})
		err = workflow.ExecuteActivity(alone, RecordActivity, what).Get(ctx, &answer)
	}
	if err != nil {
		return Recorded{}, err
	}
	d.told = true
	if answer.Seq >= d.head.Seq {
		d.head = answer.Head
	}
	return answer, nil
}

// waitWhile waits, with one timer for the next deadline, as long as here holds. It returns early when the server suggests a
// fresh run.
func (d *driver) waitWhile(ctx workflow.Context, here func() bool) error {
	var rang time.Time // the deadline that rang last
	for here() && !workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
		armed := d.head.NextDue
		moved := func() bool {
			return !d.head.NextDue.Equal(armed) || !here() || workflow.GetInfo(ctx).GetContinueAsNewSuggested()
		}
		if armed.IsZero() {
			if err := workflow.Await(ctx, moved); err != nil {
				return err
			}
			continue
		}
		soonest := time.Millisecond
		if armed.Equal(rang) {
			soonest = lookAgain
		}
		timer, disarm := workflow.WithCancel(ctx)
		told, err := workflow.AwaitWithTimeout(timer, max(armed.Sub(workflow.Now(ctx)), soonest), moved)
		disarm() // the SDK would let it run on, to wake the case for nothing weeks later
		if err != nil {
			return err
		}
		if told {
			continue
		}
		if _, err := d.record(ctx, ToRecord{Subject: d.subject, Clocks: true}); err != nil {
			return err
		}
		rang = armed
	}
	return nil
}

// file is what the next run starts from.
func (d *driver) file() File { return File{Subject: d.subject, Head: d.head} }

// quiet waits until no update is being handled, so that ending the run loses none.
func quiet(ctx workflow.Context) error {
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
}

func refused(code string) error {
	return temporal.NewNonRetryableApplicationError("refused: "+code, RefusedType, nil, code)
}
