package worker

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"

	"homeward/workflows"
)

// Whoever waits for a bank that does not answer is heard of all the while.
func TestACallThatTakesLongIsToldToBeUnderWay(t *testing.T) {
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	heard := make(chan struct{}, 100)
	env.SetOnActivityHeartbeatListener(func(*activity.Info, converter.EncodedValues) { heard <- struct{}{} })
	answers := func(ctx context.Context, what workflows.ToCall) (workflows.Recorded, error) {
		select {
		case <-heard:
		case <-ctx.Done():
			return workflows.Recorded{}, ctx.Err()
		}
		return workflows.Recorded{Refused: what.Key}, nil
	}
	env.RegisterActivityWithOptions(alive(answers), activity.RegisterOptions{Name: workflows.CallActivity})
	said, err := env.ExecuteActivity(workflows.CallActivity, workflows.ToCall{Key: "k"})
	require.NoError(t, err)
	var answer workflows.Recorded
	require.NoError(t, said.Get(&answer))
	require.Equal(t, "k", answer.Refused)
}
