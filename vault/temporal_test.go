package vault_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	failurepb "go.temporal.io/api/failure/v1"
	historypb "go.temporal.io/api/history/v1"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/proto"

	"homeward/vault"
)

// marker stands for a name that must never be readable outside the vault.
const marker = "Përparim-Hoxhë-7731"

func forWorkflow(id string) converter.SerializationContext {
	return converter.WorkflowSerializationContext{Namespace: "default", WorkflowID: id}
}

func sealedFor(v *vault.Vault, id string) converter.DataConverter {
	return converter.WithDataConverterSerializationContext(v.DataConverter(), forWorkflow(id))
}

func keyOwner(p *commonpb.Payload) string { return string(p.GetMetadata()["owner"]) }

// hides fails the test when the message, as sent to Temporal, shows the marker.
func hides(t *testing.T, what string, message proto.Message) {
	t.Helper()
	wire, err := proto.Marshal(message)
	must(t, err)
	if strings.Contains(string(wire), marker) {
		t.Errorf("%s shows the marker: %s", what, message)
	}
}

func TestPayloadsAreSealedUnderTheirWorkflowsKey(t *testing.T) {
	v := inMemory(t, owner, other)
	activity := converter.ActivitySerializationContext{WorkflowID: other, ActivityType: "Record", IsLocal: true}
	for _, c := range []struct {
		name    string
		context converter.SerializationContext
		under   string
	}{
		{"workflow", forWorkflow(owner), owner},
		{"activity", activity, other},
		{"standalone activity", converter.ActivitySerializationContext{ActivityType: "Sweep"}, "system"},
		{"nexus", converter.NexusSerializationContext{Service: "s"}, "system"},
		{"workflow without a key", forWorkflow("sweep/1"), "system"},
		{"no context", nil, "system"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dc := v.DataConverter()
			if c.context != nil {
				dc = converter.WithDataConverterSerializationContext(dc, c.context)
			}
			for _, value := range []any{marker, []byte(marker), map[string]string{"name": strings.Repeat(marker, 40)}} {
				payloads, err := dc.ToPayloads(value)
				must(t, err)
				hides(t, "payload", payloads)
				if got := keyOwner(payloads.Payloads[0]); got != c.under {
					t.Errorf("sealed under %q, want %q", got, c.under)
				}
				// The histories' readers know no context.
				if text := v.DataConverter().ToString(payloads.Payloads[0]); text == "" || strings.Contains(text, "seal") {
					t.Errorf("opened without context: %q", text)
				}
			}
			payload, err := dc.ToPayload(marker)
			must(t, err)
			var got string
			must(t, v.DataConverter().FromPayload(payload, &got))
			if got != marker {
				t.Errorf("opened %q", got)
			}
		})
	}
}

func TestASealedPayloadCannotChangeItsOwner(t *testing.T) {
	v := inMemory(t, owner, other)
	payload, err := sealedFor(v, owner).ToPayload(marker)
	must(t, err)
	payload.Metadata["owner"] = []byte(other)
	var got string
	wants(t, v.DataConverter().FromPayload(payload, &got), vault.ErrWrongPlace)
}

func TestRepetitiveAndTinyPayloadsStaySmall(t *testing.T) {
	v := inMemory(t, owner)
	large, err := sealedFor(v, owner).ToPayload(strings.Repeat("the same words ", 1000))
	must(t, err)
	if size := proto.Size(large); size > 400 {
		t.Errorf("15,000 repetitive bytes take %d", size)
	}
	tiny, err := sealedFor(v, owner).ToPayload("x")
	must(t, err)
	if size := proto.Size(tiny); size > 180 {
		t.Errorf("one byte takes %d", size)
	}
}

func TestAnErasedWorkflowsPayloadsNeitherOpenNorSeal(t *testing.T) {
	v := inMemory(t, owner)
	payload, err := sealedFor(v, owner).ToPayload(marker)
	must(t, err)
	must(t, v.Destroy(t.Context(), owner))

	var got string
	wants(t, v.DataConverter().FromPayload(payload, &got), vault.ErrErased)
	_, err = sealedFor(v, owner).ToPayload(marker)
	wants(t, err, vault.ErrErased)
	if text := v.DataConverter().ToString(payload); strings.Contains(text, marker) {
		t.Errorf("an erased payload reads %q", text)
	}
}

func TestFailuresAreSealedUnderTheirWorkflowsKey(t *testing.T) {
	v := inMemory(t, owner)
	cause := temporal.NewApplicationErrorWithCause("refused for "+marker, "refused", errors.New("bank says "+marker), marker)
	for _, c := range []struct {
		name    string
		context converter.SerializationContext
		under   string
	}{
		{"workflow", forWorkflow(owner), owner},
		{"activity", converter.ActivitySerializationContext{WorkflowID: owner}, owner},
		{"workflow without a key", forWorkflow("sweep/1"), "system"},
		{"no context", nil, "system"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fc := v.FailureConverter()
			if c.context != nil {
				fc = converter.WithFailureConverterSerializationContext(fc, c.context)
			}
			failure := fc.ErrorToFailure(cause)
			hides(t, "failure", failure)
			for f := failure; f != nil; f = f.GetCause() {
				if got := keyOwner(f.GetEncodedAttributes()); got != c.under {
					t.Errorf("sealed under %q, want %q", got, c.under)
				}
			}
			var told *temporal.ApplicationError
			if err := v.FailureConverter().FailureToError(failure); !errors.As(err, &told) {
				t.Fatalf("told as %T", err)
			}
			var detail string
			must(t, told.Details(&detail))
			if told.Type() != "refused" || told.Message() != "refused for "+marker || detail != marker {
				t.Errorf("told as %q %q with %q", told.Type(), told.Message(), detail)
			}
			if inner := errors.Unwrap(told); inner == nil || !strings.Contains(inner.Error(), marker) {
				t.Errorf("its cause is told as %v", inner)
			}
		})
	}
}

func TestAFailureIsToldEvenWhenItsOwnerIsErased(t *testing.T) {
	v := inMemory(t, owner)
	fc := converter.WithFailureConverterSerializationContext(v.FailureConverter(), forWorkflow(owner))
	before := fc.ErrorToFailure(temporal.NewApplicationError(marker, "refused"))
	must(t, v.Destroy(t.Context(), owner))

	if err := fc.FailureToError(before); strings.Contains(err.Error(), marker) {
		t.Errorf("an erased failure reads %q", err)
	}
	after := fc.ErrorToFailure(errors.New(marker))
	hides(t, "failure", after)
	if got := keyOwner(after.GetEncodedAttributes()); got != "system" {
		t.Errorf("sealed under %q", got)
	}
}

// sent keeps everything the SDK converts, as Temporal would store it.
type sent struct {
	mu       sync.Mutex
	payloads []*commonpb.Payload
	failures []*failurepb.Failure
}

func (s *sent) keep(payloads ...*commonpb.Payload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.payloads = append(s.payloads, payloads...)
}

// listening passes everything on to the vault's converter and keeps a copy.
type listening struct {
	converter.DataConverter
	sent *sent
}

func (l listening) ToPayload(value any) (*commonpb.Payload, error) {
	payload, err := l.DataConverter.ToPayload(value)
	l.sent.keep(payload)
	return payload, err
}

func (l listening) ToPayloads(values ...any) (*commonpb.Payloads, error) {
	payloads, err := l.DataConverter.ToPayloads(values...)
	l.sent.keep(payloads.GetPayloads()...)
	return payloads, err
}

func (l listening) WithSerializationContext(sc converter.SerializationContext) converter.DataConverter {
	return listening{converter.WithDataConverterSerializationContext(l.DataConverter, sc), l.sent}
}

func (l listening) WithWorkflowContext(ctx workflow.Context) converter.DataConverter {
	return listening{l.DataConverter.(workflow.ContextAware).WithWorkflowContext(ctx), l.sent}
}

func (l listening) WithContext(ctx context.Context) converter.DataConverter {
	return listening{l.DataConverter.(workflow.ContextAware).WithContext(ctx), l.sent}
}

type listeningToFailures struct {
	converter.FailureConverter
	sent *sent
}

func (l listeningToFailures) ErrorToFailure(err error) *failurepb.Failure {
	failure := l.FailureConverter.ErrorToFailure(err)
	l.sent.mu.Lock()
	defer l.sent.mu.Unlock()
	l.sent.failures = append(l.sent.failures, failure)
	return failure
}

func (l listeningToFailures) WithSerializationContext(sc converter.SerializationContext) converter.FailureConverter {
	return listeningToFailures{converter.WithFailureConverterSerializationContext(l.FailureConverter, sc), l.sent}
}

// journey uses every way in which data passes between a workflow and Temporal, then continues as new.
func journey(ctx workflow.Context, name string) (string, error) {
	var done bool
	err := workflow.SetUpdateHandlerWithOptions(ctx, "act", func(ctx workflow.Context, what string) (string, error) {
		defer func() { done = true }()
		local := workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
			StartToCloseTimeout: time.Second,
			Summary:             marker,
			RetryPolicy:         &temporal.RetryPolicy{MaximumAttempts: 1},
		})
		var recorded string
		if err := workflow.ExecuteLocalActivity(local, record, what).Get(ctx, &recorded); err != nil {
			return "", err
		}
		err := workflow.ExecuteLocalActivity(local, refuse, what).Get(ctx, nil)
		var refused *temporal.ApplicationError
		if !errors.As(err, &refused) || refused.Type() != "refused" {
			return "", errors.New("the refusal lost its type")
		}
		return recorded, nil
	}, workflow.UpdateHandlerOptions{Validator: func(_ workflow.Context, what string) error {
		if what == "" {
			return errors.New("nothing to do for " + marker)
		}
		return nil
	}})
	if err != nil {
		return "", err
	}
	if err := workflow.SetQueryHandler(ctx, "name", func(prefix string) (string, error) { return prefix + name, nil }); err != nil {
		return "", err
	}
	if err := workflow.NewTimerWithOptions(ctx, time.Hour, workflow.TimerOptions{Summary: marker}).Get(ctx, nil); err != nil {
		return "", err
	}
	remote := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Second,
		Summary:             marker,
		RetryPolicy:         &temporal.RetryPolicy{MaximumAttempts: 1},
	})
	if err := workflow.ExecuteActivity(remote, refuse, name).Get(ctx, nil); err == nil {
		return "", errors.New("the refusal was lost")
	}
	child := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{WorkflowID: other, StaticSummary: marker})
	var echoed string
	if err := workflow.ExecuteChildWorkflow(child, echo, name).Get(ctx, &echoed); err != nil {
		return "", err
	}
	if err := workflow.Await(ctx, func() bool { return done }); err != nil {
		return "", err
	}
	return "", workflow.NewContinueAsNewError(ctx, journey, echoed)
}

func echo(_ workflow.Context, name string) (string, error) { return name, nil }

func record(_ context.Context, what string) (string, error) { return "recorded " + what, nil }

func refuse(_ context.Context, what string) error {
	return temporal.NewNonRetryableApplicationError("refused "+what, "refused", errors.New(what), what)
}

func TestAWorkflowSendsNothingReadable(t *testing.T) {
	v := inMemory(t, owner, other)
	var out sent
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetDataConverter(listening{v.DataConverter(), &out})
	env.SetFailureConverter(listeningToFailures{v.FailureConverter(), &out})
	env.SetStartWorkflowOptions(client.StartWorkflowOptions{ID: owner})
	env.RegisterWorkflow(journey)
	env.RegisterWorkflow(echo)
	env.RegisterActivity(record)
	env.RegisterActivity(refuse)

	var answered, asked string
	var rejected error
	env.RegisterDelayedCallback(func() {
		env.UpdateWorkflow("act", "1", &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { t.Error(err) },
			OnComplete: func(answer any, err error) {
				must(t, err)
				answered = answer.(string)
			},
		}, marker)
		env.UpdateWorkflow("act", "2", &testsuite.TestUpdateCallback{
			OnAccept:   func() { t.Error("accepted an empty update") },
			OnReject:   func(err error) { rejected = err },
			OnComplete: func(any, error) {},
		}, "")
		answer, err := env.QueryWorkflow("name", "I am ")
		must(t, err)
		must(t, answer.Get(&asked))
	}, time.Minute)
	env.ExecuteWorkflow(journey, marker)

	if answered != "recorded "+marker || asked != "I am "+marker || rejected == nil {
		t.Errorf("update answered %q, query %q, rejection %v", answered, asked, rejected)
	}
	var next *workflow.ContinueAsNewError
	if err := env.GetWorkflowError(); !errors.As(err, &next) {
		t.Fatalf("ended with %v", err)
	}
	var carried string
	must(t, v.DataConverter().FromPayloads(next.Input, &carried))
	if carried != marker {
		t.Errorf("the next run gets %q", carried)
	}

	out.keep(next.Input.Payloads...)
	owners := map[string]int{}
	for _, payload := range out.payloads {
		hides(t, "payload", payload)
		owners[keyOwner(payload)]++
	}
	for _, failure := range out.failures {
		hides(t, "failure", failure)
		owners[keyOwner(failure.GetEncodedAttributes())]++
	}
	if owners[owner] == 0 || owners[other] == 0 || owners[""] != 0 || len(out.failures) == 0 {
		t.Errorf("%d failures; payloads by the owner of their key: %v", len(out.failures), owners)
	}
}

// recordedHistory is that of a finished echo, as Temporal would keep it.
func recordedHistory(t *testing.T, v *vault.Vault) *historypb.History {
	t.Helper()
	input, err := sealedFor(v, owner).ToPayloads(marker)
	must(t, err)
	result, err := sealedFor(v, owner).ToPayloads(marker)
	must(t, err)
	hides(t, "input", input)
	events := []*historypb.HistoryEvent{
		{EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, Attributes: &historypb.HistoryEvent_WorkflowExecutionStartedEventAttributes{
			WorkflowExecutionStartedEventAttributes: &historypb.WorkflowExecutionStartedEventAttributes{
				WorkflowType: &commonpb.WorkflowType{Name: "echo"}, TaskQueue: &taskqueuepb.TaskQueue{Name: "cases"}, Input: input,
			}}},
		{EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, Attributes: &historypb.HistoryEvent_WorkflowTaskScheduledEventAttributes{
			WorkflowTaskScheduledEventAttributes: &historypb.WorkflowTaskScheduledEventAttributes{}}},
		{EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_STARTED, Attributes: &historypb.HistoryEvent_WorkflowTaskStartedEventAttributes{
			WorkflowTaskStartedEventAttributes: &historypb.WorkflowTaskStartedEventAttributes{ScheduledEventId: 2}}},
		{EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, Attributes: &historypb.HistoryEvent_WorkflowTaskCompletedEventAttributes{
			WorkflowTaskCompletedEventAttributes: &historypb.WorkflowTaskCompletedEventAttributes{ScheduledEventId: 2, StartedEventId: 3}}},
		{EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, Attributes: &historypb.HistoryEvent_WorkflowExecutionCompletedEventAttributes{
			WorkflowExecutionCompletedEventAttributes: &historypb.WorkflowExecutionCompletedEventAttributes{Result: result, WorkflowTaskCompletedEventId: 4}}},
	}
	for i, event := range events {
		event.EventId = int64(i + 1)
	}
	return &historypb.History{Events: events}
}

func replay(t *testing.T, v *vault.Vault, history *historypb.History) error {
	t.Helper()
	replayer, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		DataConverter: v.DataConverter(), FailureConverter: v.FailureConverter(),
	})
	must(t, err)
	replayer.RegisterWorkflow(echo)
	return replayer.ReplayWorkflowHistoryWithOptions(nil, history, worker.ReplayWorkflowHistoryOptions{
		OriginalExecution: workflow.Execution{ID: owner, RunID: "1"},
	})
}

func TestARecordedHistoryReplaysUnderAVaultOfTheSameMaster(t *testing.T) {
	history := recordedHistory(t, inMemory(t, owner))
	must(t, replay(t, inMemory(t, owner), history))
}

func TestAMissingKeyFailsTheTaskNotTheWorkflow(t *testing.T) {
	history := recordedHistory(t, inMemory(t, owner))
	err := replay(t, inMemory(t), history)
	// A panic stops the replay with its own words. Had decoding answered an error, the workflow would have ended with it,
	// and the replayer would complain that the history ends otherwise.
	if err == nil || !strings.HasPrefix(err.Error(), "open payload of "+owner) {
		t.Errorf("replaying without the key answers: %v", err)
	}
}

func BenchmarkPayload(b *testing.B) {
	v := inMemory(b, owner)
	dc := sealedFor(v, owner)
	value := map[string]string{"submission": "01JD8K3M5N7P9Q1R3S5T7V9W1X", "action": "decide-eligibility", "version": "12"}
	b.ReportAllocs()
	for b.Loop() {
		payload, err := dc.ToPayload(value)
		must(b, err)
		var got map[string]string
		must(b, dc.FromPayload(payload, &got))
	}
}
