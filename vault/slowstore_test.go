package vault

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// slowStore answers a case's keys later than the deadlock detector of the tests allows, or not before the caller gives up.
type slowStore struct {
	keyStore
	delay time.Duration
	loads int
}

func (s *slowStore) load(ctx context.Context, owner string) (map[Compartment][]byte, error) {
	if !ownsData(owner) {
		return s.keyStore.load(ctx, owner)
	}
	s.loads++
	select {
	case <-time.After(s.delay):
		return s.keyStore.load(ctx, owner)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func slowVault(t *testing.T, delay time.Duration) (*Vault, *slowStore) {
	t.Helper()
	store := &slowStore{keyStore: newMemoryStore(), delay: delay}
	v, err := assemble(t.Context(), [32]byte{7}, store, func(owner string, c Compartment) (*keyset.Handle, error) {
		return derivedKey([32]byte{7}, owner, c)
	}, randomPaperKey)
	if err == nil {
		err = v.CreateKey(t.Context(), "case/1", Temporal)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v, store
}

func TestASlowKeyDoesNotTripTheDeadlockDetector(t *testing.T) {
	v, store := slowVault(t, 1500*time.Millisecond)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetWorkerOptions(worker.Options{DeadlockDetectionTimeout: time.Second})
	env.SetDataConverter(v.DataConverter())
	env.SetStartWorkflowOptions(client.StartWorkflowOptions{ID: "case/1"})
	env.ExecuteWorkflow(func(ctx workflow.Context) (string, error) {
		v.cache.drop("case/1") // as after ten quiet minutes
		var name string
		err := workflow.SideEffect(ctx, func(workflow.Context) any { return "Gjon" }).Get(&name)
		v.cache.drop("case/1")
		return name, err
	})
	var name string
	err := errors.Join(env.GetWorkflowError(), env.GetWorkflowResult(&name))
	if err != nil || name != "Gjon" {
		t.Errorf("ended with %q, %v", name, err)
	}
	if store.loads == 0 {
		t.Error("no key was ever read: this test shows nothing")
	}
}

// A local activity gets the converter of its workflow, and encodes while the workflow may yield. The SDK's detector is not its to pause.
func TestALocalActivityLeavesTheDetectorOfItsWorkflowAlone(t *testing.T) {
	v, _ := slowVault(t, 1500*time.Millisecond)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetWorkerOptions(worker.Options{DeadlockDetectionTimeout: 100 * time.Millisecond})
	env.ExecuteWorkflow(func(ctx workflow.Context) error {
		v.cache.drop("case/1")
		dc := v.DataConverter().(workflow.ContextAware).WithWorkflowContext(ctx)
		dc = converter.WithDataConverterSerializationContext(dc, converter.WorkflowSerializationContext{WorkflowID: "case/1"})
		_, err := dc.(workflow.ContextAware).WithContext(context.Background()).ToPayload("Gjon")
		return err
	})
	if err := env.GetWorkflowError(); err == nil || !strings.Contains(err.Error(), "deadlock detected") {
		t.Errorf("the detector was paused, and the workflow ended with %v", err)
	}
}

func TestAKeyIsAwaitedAsLongAsTheCallerMayWait(t *testing.T) {
	v, _ := slowVault(t, 1500*time.Millisecond)
	case1 := converter.WorkflowSerializationContext{WorkflowID: "case/1"}
	unannounced := converter.WithDataConverterSerializationContext(v.DataConverter(), case1)
	if _, err := unannounced.ToPayload("Gjon"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("code that may be a workflow's got %v", err)
	}
	client := converter.WithDataConverterSerializationContext(
		v.DataConverter().(workflow.ContextAware).WithContext(t.Context()), case1)
	if _, err := client.ToPayload("Gjon"); err != nil {
		t.Errorf("a client got %v", err)
	}
}

func TestAFailureDoesNotWaitForAKeyOutOfReach(t *testing.T) {
	v, _ := slowVault(t, time.Hour)
	fc := converter.WithFailureConverterSerializationContext(v.FailureConverter(),
		converter.WorkflowSerializationContext{WorkflowID: "case/1"})
	began := time.Now()
	failure := fc.ErrorToFailure(errors.New("no seats"))
	if took := time.Since(began); took >= longWait {
		t.Errorf("took %s, as long as a client may wait", took)
	}
	if owner := string(failure.GetEncodedAttributes().GetMetadata()[ownerMetadata]); owner != systemOwner {
		t.Errorf("sealed under %q", owner)
	}
}

func TestTheCacheKeepsWhatIsUsedAndForgetsWhatIsOld(t *testing.T) {
	c := newCache(2, time.Hour)
	c.put("a", keysOf{}, c.drops())
	c.put("b", keysOf{}, c.drops())
	c.get("a")
	c.put("c", keysOf{}, c.drops())
	for owner, want := range map[string]bool{"a": true, "b": false, "c": true} {
		if _, held := c.get(owner); held != want {
			t.Errorf("%s held: %v", owner, held)
		}
	}
	old := newCache(2, -time.Second)
	old.put("a", keysOf{}, old.drops())
	if _, held := old.get("a"); held {
		t.Error("answered a key past its time")
	}
}

func TestAKeyReadBeforeItsErasureIsNotRemembered(t *testing.T) {
	c := newCache(2, time.Hour)
	seen := c.drops()
	c.drop("a")
	c.put("a", keysOf{}, seen)
	if _, held := c.get("a"); held {
		t.Error("an erased key came back into memory")
	}
}
