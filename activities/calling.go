package activities

import (
	"context"
	"errors"
	"fmt"
	"time"

	"homeward/avrr"
	"homeward/workflows"
)

// askFor is how long somebody outside is asked what became of a call before a person is.
const askFor = 5 * time.Minute

// ErrNotAsked says that a call never reached whom it was for: it may be made again.
var ErrNotAsked = errors.New("nobody was reached")

// ErrNotKnown is the answer of somebody who has never heard of the key they are asked about. The call may still be on its way.
var ErrNotKnown = errors.New("nothing is known of it")

// Call carries out one call that a log asks for, and records its outcome there: a movement's asks a carrier, a case's a bank.
// However often it runs, and whatever is killed in between, the call is made once: from the moment it may have been made, it is only
// asked about. It fails while the outcome may still be found out, and is then run again.
func (a *Activities) Call(ctx context.Context, what workflows.ToCall) (answer workflows.Recorded, err error) {
	defer a.guard("call", &err)
	if id, ok := workflows.MovementID(what.Subject); ok {
		if answer, err = a.callCarrier(ctx, id, what); err != nil {
			return answer, fmt.Errorf("call the carrier: %w", err)
		}
		return answer, nil
	}
	if id, ok := workflows.CaseID(what.Subject); ok {
		if answer, err = a.callBank(ctx, id, what); err != nil {
			return answer, fmt.Errorf("call the bank: %w", err)
		}
		return answer, nil
	}
	return answer, fmt.Errorf("call: %q is neither a case nor a movement", what.Subject)
}

// A calling is one call: how it is made, and how it is asked what became of it.
type calling[A any] struct {
	key, kind string
	make      func(ctx context.Context) (A, error)
	ask       func(ctx context.Context, key string) (A, error)
	check     func(A) error // why an answer cannot be taken for one
}

// callOnce makes the call, or asks what became of it when it may have been made before. The outcome is empty when there is an answer,
// which has its own.
func callOnce[A any](ctx context.Context, a *Activities, c calling[A]) (said A, outcome string, err error) {
	var none A
	call, first, err := a.Store.BeginCall(ctx, c.key, a.Clock())
	if err != nil {
		return none, "", err
	}
	if first {
		said, err = c.make(ctx)
	} else {
		said, err = c.ask(ctx, c.key)
	}
	if err == nil {
		err = c.check(said)
	}
	late := !a.Clock().Before(call.TriedAt.Add(a.asksFor()))
	unreached := first && errors.Is(err, ErrNotAsked)
	switch {
	case err == nil:
		return said, "", nil
	case unreached && late:
		return none, avrr.CallRefused, nil // it was never asked, so nothing was done
	case unreached:
		return none, "", errors.Join(err, a.Store.TakeBackCall(ctx, c.key))
	case late:
		a.Logger.Warn("nobody knows what became of a call", "key", c.key, "kind", c.kind, "error", err)
		return none, avrr.CallUnknown, nil
	}
	return none, "", err
}

func (a *Activities) asksFor() time.Duration {
	if a.AskFor > 0 {
		return a.AskFor
	}
	return askFor
}
