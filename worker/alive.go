package worker

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"

	"homeward/workflows"
)

// beat is how often a call that takes long is told to be under way.
const beat = time.Second

// A calling is an activity that waits for somebody outside.
type calling func(context.Context, workflows.ToCall) (workflows.Recorded, error)

// alive tells Temporal that a call is under way for as long as it is: one whose worker was killed is then taken over within seconds.
// One that is answered at once tells nothing.
func alive(c calling) calling {
	return func(ctx context.Context, what workflows.ToCall) (workflows.Recorded, error) {
		done := make(chan struct{})
		defer close(done)
		go func() {
			tick := time.NewTicker(beat)
			defer tick.Stop()
			for {
				select {
				case <-done:
					return
				case <-tick.C:
					activity.RecordHeartbeat(ctx)
				}
			}
		}()
		return c(ctx, what)
	}
}
