package vault

import (
	"context"

	failurepb "go.temporal.io/api/failure/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/proto"
)

// DataConverter seals every payload sent to Temporal under the key of its workflow's id, compartment [Temporal]. What
// belongs to no workflow, or to one without a key, goes under the vault's own key, and then outlives every erasure:
// create the key before the workflow starts. After erasure payloads neither seal nor open ([ErrErased]).
//
// A key not in memory is read from the key store. In workflow code the SDK's deadlock detector is paused meanwhile, so
// a slow key store delays a workflow task but never trips it. If a key cannot be had at all, the conversion panics
// there: the SDK turns that into a failed workflow task, which is tried again, whereas an error would end the workflow.
//
// Elsewhere it is an error. That includes the arguments of updates, which the SDK decodes without saying that it is in
// workflow code: the key is awaited for half a second, below the detector's one, and then the update is rejected before
// anything is recorded, to be sent again. [Vault.Warm] on the worker that runs the workflow saves all of this.
func (v *Vault) DataConverter() converter.DataConverter {
	return newSealingConverter(codec{vault: v, wait: shortWait})
}

// FailureConverter seals messages, stack traces and details of failures as [Vault.DataConverter] does payloads. Error
// types stay readable: Temporal's retry policies need them.
//
// A failure must always be told, so when the owner's key cannot be had it goes under the vault's own. One that cannot
// be opened reads "Encoded failure"; workflow code must decide by an error's type, never by its message.
func (v *Vault) FailureConverter() converter.FailureConverter {
	return newFailureConverter(codec{vault: v, wait: shortWait, always: true})
}

// sealingConverter is the SDK's converter around our codec, telling the codec for whom and where it works.
type sealingConverter struct {
	converter.DataConverter
	codec codec
}

var (
	_ workflow.ContextAware                           = sealingConverter{}
	_ converter.DataConverterWithSerializationContext = sealingConverter{}
)

func newSealingConverter(c codec) sealingConverter {
	return sealingConverter{
		DataConverter: converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), c),
		codec:         c,
	}
}

func (s sealingConverter) WithSerializationContext(sc converter.SerializationContext) converter.DataConverter {
	return newSealingConverter(s.codec.serving(sc))
}

func (s sealingConverter) WithWorkflowContext(ctx workflow.Context) converter.DataConverter {
	c := s.codec
	c.inWorkflow, c.wait = true, longWait
	unannounced := struct{ converter.DataConverter }{newSealingConverter(c)} // it knows for whom it works
	undetected := workflow.DataConverterWithoutDeadlockDetection(unannounced).(workflow.ContextAware)
	return workflowConverter{DataConverter: undetected.WithWorkflowContext(ctx), ctx: ctx, beside: s}
}

// WithContext is how clients and activities announce themselves, where no detector runs.
func (s sealingConverter) WithContext(context.Context) converter.DataConverter {
	c := s.codec
	c.wait = longWait
	return newSealingConverter(c)
}

// workflowConverter seals in workflow code, and pauses the deadlock detector meanwhile. The SDK hands it to the local activities of the
// workflow as well, which run beside it: they must leave the detector alone, for pausing one (SDK 1.50.0) at the moment at which the
// workflow yields can stop both for good.
type workflowConverter struct {
	converter.DataConverter
	ctx    workflow.Context
	beside sealingConverter
}

var (
	_ workflow.ContextAware                           = workflowConverter{}
	_ converter.DataConverterWithSerializationContext = workflowConverter{}
)

func (w workflowConverter) WithWorkflowContext(ctx workflow.Context) converter.DataConverter {
	return w.beside.WithWorkflowContext(ctx)
}

func (w workflowConverter) WithContext(ctx context.Context) converter.DataConverter {
	return w.beside.WithContext(ctx)
}

func (w workflowConverter) WithSerializationContext(sc converter.SerializationContext) converter.DataConverter {
	return newSealingConverter(w.beside.codec.serving(sc)).WithWorkflowContext(w.ctx)
}

// failureConverter is the SDK's failure converter, which by itself ignores the serialization context and opens a
// failure where it lies, leaving the text readable in whatever still holds it.
type failureConverter struct {
	converter.FailureConverter
	codec codec
}

var _ converter.FailureConverterWithSerializationContext = failureConverter{}

func newFailureConverter(c codec) failureConverter {
	return failureConverter{
		FailureConverter: temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{
			DataConverter:          newSealingConverter(c),
			EncodeCommonAttributes: true,
		}),
		codec: c,
	}
}

func (f failureConverter) WithSerializationContext(sc converter.SerializationContext) converter.FailureConverter {
	return newFailureConverter(f.codec.serving(sc))
}

func (f failureConverter) FailureToError(failure *failurepb.Failure) error {
	return f.FailureConverter.FailureToError(proto.CloneOf(failure))
}
