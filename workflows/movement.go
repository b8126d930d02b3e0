package workflows

import "go.temporal.io/sdk/workflow"

// Movement carries one journey: seats held, ticketed, departed, arrived, or cancelled. The only deadline of its own is the
// carrier's time limit for the hold; when that passes, the seats are gone and every case on it is told. Several cases may
// travel on one movement; none of them is ever signalled from here, because the log tells them. Where a machine answers for the
// carrier, it is asked from here, and the movement stays until it has answered, also one that was cancelled.
func Movement(ctx workflow.Context, file File) error {
	d, err := newDriver(ctx, file)
	if err != nil {
		return err
	}
	workflow.Go(ctx, d.carryOut)
	unfinished := func() bool { return d.head.Live || len(d.head.Calls) > 0 }
	for unfinished() {
		if err := d.waitWhile(ctx, unfinished); err != nil {
			return err
		}
		if unfinished() {
			if err := d.uncalled(ctx); err != nil {
				return err
			}
			return workflow.NewContinueAsNewError(ctx, MovementType, d.file())
		}
	}
	return quiet(ctx)
}
