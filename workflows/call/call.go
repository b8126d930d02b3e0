// Package call is how others speak to the workflows: it delivers a submission and says what is known of its outcome.
package call

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"homeward/workflows"
)

// workflowTaskTimeout is how soon another worker takes over a task whose worker died.
const workflowTaskTimeout = 5 * time.Second

// ErrRefused is the one answer that is a refusal. It is final only when the submission is not in the log.
var ErrRefused = errors.New("refused")

// ErrNotRecorded says that an update has ended without an answer of the log. Its submission may be recorded all the same; to
// learn of it takes another Attempt.
var ErrNotRecorded = errors.New("not recorded")

// Attributes are the opaque codes a case starts with in Temporal's visibility; they cost nothing at start and are never
// changed.
type Attributes struct {
	Office    string
	Programme string
}

// AttributesOf answers the codes of a case; opaque makes a code of a value.
func AttributesOf(opaque func(kind, value string) string, office, programme string) Attributes {
	return Attributes{Office: opaque("office", office), Programme: opaque("programme", programme)}
}

var (
	officeKey    = temporal.NewSearchAttributeKeyKeyword("HomewardOffice")
	programmeKey = temporal.NewSearchAttributeKeyKeyword("HomewardProgramme")
)

// Deliver hands a submission to the workflow of its subject and waits until its update has completed. The update's id is the
// submission's: delivered again it does nothing again, unless as another Attempt, of which the log takes one. A subject without
// a running workflow gets one with the same call.
func Deliver(ctx context.Context, c client.Client, subject string, s workflows.Submitted, a Attributes, begins bool) error {
	update := client.UpdateWorkflowOptions{WorkflowID: subject, UpdateID: updateID(s), UpdateName: workflows.ActUpdate,
		Args: []any{s}, WaitForStage: client.WorkflowUpdateStageCompleted}
	return send(ctx, c, subject, update, a, begins)
}

func updateID(s workflows.Submitted) string {
	if s.Attempt == 0 {
		return s.Submission
	}
	return fmt.Sprintf("%s#%d", s.Submission, s.Attempt)
}

// CatchUp tells the workflow of a subject that its log has grown. Cause makes telling it twice harmless.
func CatchUp(ctx context.Context, c client.Client, subject, cause string, a Attributes) error {
	return send(ctx, c, subject, catchUp(subject, cause), a, false)
}

// LastCatchUp tells the workflow of a subject whose log has ended, so that it ends too, and answers false when it already has:
// a run that would end at once is not started.
func LastCatchUp(ctx context.Context, c client.Client, subject, cause string) (bool, error) {
	err := completed(ctx, catchUp(subject, cause), c.UpdateWorkflow)
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return false, nil
	}
	return err == nil, err
}

func catchUp(subject, cause string) client.UpdateWorkflowOptions {
	return client.UpdateWorkflowOptions{WorkflowID: subject, UpdateID: cause, UpdateName: workflows.CatchUpUpdate, WaitForStage: client.WorkflowUpdateStageCompleted}
}

// Resume starts the workflow of a subject from its log if none is running, as after Temporal's own database was lost.
func Resume(ctx context.Context, c client.Client, subject string, a Attributes) error {
	file := workflows.File{Subject: subject, Behind: true}
	if _, err := c.ExecuteWorkflow(ctx, startOptions(subject, a), workflowType(subject), file); err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	return nil
}

func send(ctx context.Context, c client.Client, subject string, update client.UpdateWorkflowOptions, a Attributes, begins bool) error {
	var err error
	if !begins {
		err = completed(ctx, update, c.UpdateWorkflow)
	}
	var gone *serviceerror.NotFound
	if begins || errors.As(err, &gone) {
		start := c.NewWithStartWorkflowOperation(startOptions(subject, a), workflowType(subject), workflows.File{Subject: subject})
		err = completed(ctx, update, func(ctx context.Context, u client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
			return c.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: start, UpdateOptions: u})
		})
	}
	return err
}

func completed(ctx context.Context, update client.UpdateWorkflowOptions,
	send func(context.Context, client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error)) error {
	handle, err := send(ctx, update)
	if err == nil {
		err = handle.Get(ctx, nil)
	}
	var failure *temporal.ApplicationError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failure) && failure.Type() == workflows.RefusedType:
		return ErrRefused
	case errors.As(err, &failure) && failure.Type() == workflows.NotRecordedType:
		return fmt.Errorf("deliver: %w: %w", ErrNotRecorded, err)
	}
	return fmt.Errorf("deliver: %w", err)
}

func startOptions(subject string, a Attributes) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID:                       subject,
		TaskQueue:                workflows.TaskQueue,
		WorkflowTaskTimeout:      workflowTaskTimeout,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		TypedSearchAttributes:    temporal.NewSearchAttributes(officeKey.ValueSet(a.Office), programmeKey.ValueSet(a.Programme)),
	}
}

func workflowType(subject string) string {
	if strings.HasPrefix(subject, workflows.MovementWorkflowID("")) {
		return workflows.MovementType
	}
	return workflows.ReturnCaseType
}
