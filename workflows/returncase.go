package workflows

import (
	"go.temporal.io/sdk/workflow"

	"homeward/avrr"
)

// ReturnCase carries one return case from eligibility to closure. It lives as long as the case does; when a closed case is
// spoken of again, a new run takes it up from the log. What its log asks of a bank is carried out from here, beside everything else.
func ReturnCase(ctx workflow.Context, file File) error {
	c, err := openCase(ctx, file)
	if err != nil {
		return err
	}
	workflow.Go(ctx, c.carryOut)
	for !c.over() {
		if err := c.stage().run(ctx, c); err != nil {
			return err
		}
	}
	return c.settle(ctx)
}

type returnCase struct {
	*driver
	began avrr.Stage // where this run took the case up
}

func openCase(ctx workflow.Context, file File) (*returnCase, error) {
	d, err := newDriver(ctx, file)
	if err != nil {
		return nil, err
	}
	return &returnCase{driver: d, began: avrr.Stage(d.head.Stage)}, nil
}

// over reports whether the case is closed and nobody outside is still asked for anything.
func (c *returnCase) over() bool { return !c.head.Live && len(c.head.Calls) == 0 }

// A stage is one part of the way. Its file says what the case waits for there, what is unwound when it is left early, and
// what it hands to the next.
type stage struct {
	is avrr.Stage
	// fresh stages begin a new run: they last long, and a short history replays fast.
	fresh bool
}

var stages = map[avrr.Stage]stage{
	avrr.Eligibility:   eligibility,
	avrr.Preparation:   preparation,
	avrr.Travel:        travel,
	avrr.Arrival:       arrival,
	avrr.Reintegration: reintegration,
	avrr.FollowUp:      followUp,
	avrr.Closed:        closing,
}

func (c *returnCase) stage() stage { return stages[avrr.Stage(c.head.Stage)] }

// run stays with the case until it leaves the stage.
func (s stage) run(ctx workflow.Context, c *returnCase) error {
	if s.fresh && c.began != s.is {
		return c.startAfresh(ctx)
	}
	if err := c.waitWhile(ctx, func() bool { return !c.over() && avrr.Stage(c.head.Stage) == s.is }); err != nil {
		return err
	}
	if workflow.GetInfo(ctx).GetContinueAsNewSuggested() && !c.over() {
		return c.startAfresh(ctx)
	}
	return nil
}

// startAfresh goes on in a new run with a short history, once no update is being handled and nobody is being called any more.
func (c *returnCase) startAfresh(ctx workflow.Context) error {
	if err := c.uncalled(ctx); err != nil {
		return err
	}
	if c.over() {
		return nil
	}
	return workflow.NewContinueAsNewError(ctx, ReturnCaseType, c.file())
}

// settle lets every answer out before the run ends.
func (c *returnCase) settle(ctx workflow.Context) error { return quiet(ctx) }
