package workflows

import "go.temporal.io/sdk/workflow"

// Movement carries one journey: seats held, ticketed, departed, arrived, or cancelled. The only deadline of its own is the
// carrier's time limit for the hold; when that passes, the seats are gone and every case on it is told. Several cases may
// travel on one movement; none of them is ever signalled from here, because the log tells them.
func Movement(ctx workflow.Context, file File) error {
	d, err := newDriver(ctx, file)
	if err != nil {
		return err
	}
	for d.head.Live {
		if err := d.waitWhile(ctx, func() bool { return d.head.Live }); err != nil {
			return err
		}
		if d.head.Live {
			if err := quiet(ctx); err != nil {
				return err
			}
			return workflow.NewContinueAsNewError(ctx, MovementType, d.file())
		}
	}
	return quiet(ctx)
}
