package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// callTakes is how long one attempt of a call may take, its asking and its recording included.
const callTakes = 20 * time.Second

// callSilent is how long nothing may be heard of a call before its worker is taken to be gone, and another asks what became of it.
const callSilent = 5 * time.Second

// callAgain is how soon an unknown outcome is asked about, and callRarely how long apart the askings become.
const (
	callAgain  = 2 * time.Second
	callRarely = time.Minute
)

// carryOut carries out what the log asks of the outside world, one call after the other in the order of the log, beside everything
// else: nobody who submits something waits for a carrier or a bank. It ends with its run.
func (d *driver) carryOut(ctx workflow.Context) {
	for failed := 0; ; {
		if err := workflow.Await(ctx, func() bool { return len(d.head.Calls) > 0 }); err != nil {
			return
		}
		d.calling = true
		err := d.call(ctx, d.head.Calls[0])
		d.calling = false
		if err == nil {
			failed = 0
			continue
		}
		pause := min(lookAgain<<min(failed, 16), rarely)
		failed++
		workflow.GetLogger(ctx).Error("a call cannot be carried out", "subject", d.subject, "again_in", pause, "error", err)
		if err := workflow.Sleep(ctx, pause); err != nil {
			return
		}
	}
}

// call has one call carried out and its outcome recorded. The activity may run more than once; the call it makes is made once, and
// asked about from then on.
func (d *driver) call(ctx workflow.Context, c Call) error {
	alone := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: callTakes,
		HeartbeatTimeout:    callSilent,
		RetryPolicy:         &temporal.RetryPolicy{InitialInterval: callAgain, MaximumInterval: callRarely},
	})
	var answer Recorded
	if err := workflow.ExecuteActivity(alone, CallActivity, ToCall{Subject: d.subject, Key: c.Key}).Get(ctx, &answer); err != nil {
		return err
	}
	d.fold(answer)
	return nil
}

// uncalled waits until no update is being handled and no call is under way, so that ending the run loses none.
func (d *driver) uncalled(ctx workflow.Context) error {
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) && !d.calling })
}
