// Package worker puts workflows and activities to work, the same way in production, in replay and in tests, and runs the relay.
package worker

import (
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"homeward/activities"
	"homeward/workflows"
)

// stickyTimeout is how long a workflow task waits for the worker that has the case in memory before another takes it up.
const stickyTimeout = time.Second

// stopTimeout is how long a stopping worker lets activities finish.
const stopTimeout = 10 * time.Second

// A Registry takes workflows, activities or both: a worker, a replayer or the test environment.
type Registry interface {
	RegisterWorkflowWithOptions(w any, options workflow.RegisterOptions)
}

// An ActivityRegistry takes activities.
type ActivityRegistry interface {
	RegisterActivityWithOptions(a any, options activity.RegisterOptions)
}

// RegisterWorkflows registers every workflow under its lasting name.
func RegisterWorkflows(r Registry) {
	r.RegisterWorkflowWithOptions(workflows.ReturnCase, workflow.RegisterOptions{Name: workflows.ReturnCaseType})
	r.RegisterWorkflowWithOptions(workflows.Movement, workflow.RegisterOptions{Name: workflows.MovementType})
}

// RegisterActivities registers every activity under its lasting name.
func RegisterActivities(r ActivityRegistry, a *activities.Activities) {
	r.RegisterActivityWithOptions(a.Record, activity.RegisterOptions{Name: workflows.RecordActivity})
	r.RegisterActivityWithOptions(alive(a.Call), activity.RegisterOptions{Name: workflows.CallActivity})
}

// New makes a worker for the given client; Run or Start sets it to work.
func New(c client.Client, a *activities.Activities) worker.Worker {
	w := worker.New(c, workflows.TaskQueue, worker.Options{
		StickyScheduleToStartTimeout: stickyTimeout,
		WorkerStopTimeout:            stopTimeout,
		MaxHeartbeatThrottleInterval: beat,
		DisableRegistrationAliasing:  true,
	})
	RegisterWorkflows(w)
	RegisterActivities(w, a)
	return w
}
