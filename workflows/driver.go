package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"homeward/avrr"
)

// recordAtOnce is how long Record may take beside the workflow task before it becomes an activity of its own.
const recordAtOnce = 5 * time.Second

// recordSlowly is how long one attempt of that activity may take, and recordInAll how long all of them may: whoever comes next
// waits for them, and that may be a withdrawal.
const (
	recordSlowly = 30 * time.Second
	recordInAll  = time.Minute
)

// lookAgain is how long a deadline waits that rang before the log would have it, because the log's clock is behind the
// server's. A log that cannot be had is asked again as soon, then after twice as long each time, at most after rarely.
const (
	lookAgain = 10 * time.Second
	rarely    = time.Hour
)

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
	again   time.Time      // when the log is asked again; zero while it answers as it should
	missed  int            // how often in a row it could not be had when nobody had spoken
	calling bool           // a call to the outside world is under way
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
		d.look(ctx, false)
	}
	return d, d.waitUntil(ctx, func() bool { return d.told })
}

// act carries one submission to the log. When the log cannot be had, it says so, and the submission is delivered again.
func (d *driver) act(ctx workflow.Context, s Submitted) (Head, error) {
	answer, err := d.record(ctx, ToRecord{Subject: d.subject, Submission: s.Submission})
	if err != nil {
		return Head{}, temporal.NewApplicationErrorWithCause("not recorded", NotRecordedType, err)
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

// catchUp learns of events that others appended to the log: a movement to its cases, a case to its movement. Whoever tells of
// them need not tell again: what is not learned now is looked for.
func (d *driver) catchUp(ctx workflow.Context) (Head, error) {
	d.look(ctx, false)
	return d.head, nil
}

// look asks the log when nobody has submitted anything. A log that cannot be had ends no case: it is asked again after a while.
func (d *driver) look(ctx workflow.Context, clocks bool) {
	_, err := d.record(ctx, ToRecord{Subject: d.subject, Clocks: clocks})
	next, now := d.head.NextDue, workflow.Now(ctx)
	switch {
	case err != nil:
		pause := min(lookAgain<<min(d.missed, 16), rarely)
		d.missed++
		d.again = now.Add(pause)
		workflow.GetLogger(ctx).Error("the log cannot be had", "subject", d.subject, "times", d.missed, "again_in", pause, "error", err)
	case clocks && !next.IsZero() && !next.After(now):
		d.again = now.Add(lookAgain)
	}
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
			StartToCloseTimeout:    recordSlowly,
			ScheduleToCloseTimeout: recordInAll,
			RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute},
		})
		err = workflow.ExecuteActivity(alone, RecordActivity, what).Get(ctx, &answer)
	}
	if err != nil {
		return Recorded{}, err
	}
	d.told, d.again, d.missed = true, time.Time{}, 0
	d.fold(answer)
	return answer, nil
}

// fold takes up what the log answered, unless a newer answer came before it.
func (d *driver) fold(answer Recorded) {
	if answer.Seq >= d.head.Seq {
		d.head = answer.Head
	}
}

// waitWhile waits as long as here holds. It returns early when the server suggests a fresh run.
func (d *driver) waitWhile(ctx workflow.Context, here func() bool) error {
	return d.waitUntil(ctx, func() bool { return !here() || workflow.GetInfo(ctx).GetContinueAsNewSuggested() })
}

// waitUntil waits for what must come, with one timer for the next look at the log.
func (d *driver) waitUntil(ctx workflow.Context, come func() bool) error {
	for !come() {
		armed := d.nextLook()
		moved := func() bool { return come() || !d.nextLook().Equal(armed) }
		if armed.IsZero() {
			if err := workflow.Await(ctx, moved); err != nil {
				return err
			}
			continue
		}
		timer, disarm := workflow.WithCancel(ctx)
		told, err := workflow.AwaitWithTimeout(timer, max(armed.Sub(workflow.Now(ctx)), soonest), moved)
		disarm() // the SDK would let it run on, to wake the case for nothing weeks later
		if err != nil {
			return err
		}
		if !told {
			d.look(ctx, true)
		}
	}
	return nil
}

// nextLook is when the log is asked next without anybody having spoken, zero when it is not.
func (d *driver) nextLook() time.Time {
	if !d.again.IsZero() {
		return d.again
	}
	return d.head.NextDue
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
