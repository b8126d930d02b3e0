package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// askCarrierFor is how long a carrier is asked what became of a call before the travel desk is.
const askCarrierFor = 5 * time.Minute

// CallCarrier carries out one call that a movement's log asks for, and records its outcome there. However often it runs, and
// whatever is killed in between, the carrier is called once: from the moment the call may have been made, it is only asked. It fails
// while the outcome may still be found out, and is then run again.
func (a *Activities) CallCarrier(ctx context.Context, what workflows.ToCall) (answer workflows.Recorded, err error) {
	defer a.guard("call the carrier", &err)
	id, ok := workflows.MovementID(what.Subject)
	if !ok {
		return answer, fmt.Errorf("call the carrier: %q is no movement", what.Subject)
	}
	asked, request, err := a.seatRequest(ctx, id, what.Key)
	if err != nil {
		return answer, fmt.Errorf("call the carrier: %w", err)
	}
	if asked == nil { // the outcome is recorded, and only the workflow does not know
		return a.recordMovement(ctx, id, workflows.ToRecord{Subject: what.Subject})
	}
	said, err := a.callOnce(ctx, asked.Kind, request)
	if err != nil {
		return answer, fmt.Errorf("call the carrier: %w", err)
	}
	return a.recordAnswer(ctx, id, asked.Case, what.Key, said)
}

// callOnce makes the call, or asks what became of it when it may have been made before.
func (a *Activities) callOnce(ctx context.Context, kind string, r SeatRequest) (avrr.CarrierAnswered, error) {
	call, first, err := a.Store.BeginCarrierCall(ctx, r.Key, a.Clock())
	if err != nil {
		return avrr.CarrierAnswered{}, err
	}
	var said CarrierAnswer
	if first {
		said, err = a.makeCall(ctx, kind, r)
	} else {
		said, err = a.carrier().Ask(ctx, r.Key)
	}
	if err == nil && kind == avrr.AskTicket && said.Outcome == avrr.CarrierDid && slices.ContainsFunc(r.Passengers, func(p Seat) bool { return said.Tickets[p.ID] == "" }) {
		err = errors.New("a ticket is missing in the carrier's answer")
	}
	late := !a.Clock().Before(call.TriedAt.Add(a.asksFor()))
	unreached := first && errors.Is(err, ErrNotAsked)
	switch {
	case err == nil:
		return avrr.CarrierAnswered{Outcome: said.Outcome, Locator: said.Locator, HoldUntil: said.HoldUntil, Tickets: said.Tickets}, nil
	case unreached && late:
		return avrr.CarrierAnswered{Outcome: avrr.CarrierRefused}, nil // it was never asked, so nothing was done
	case unreached:
		return avrr.CarrierAnswered{}, errors.Join(err, a.Store.TakeBackCarrierCall(ctx, r.Key))
	case late:
		a.Logger.Warn("nobody knows what a carrier did", "key", r.Key, "kind", kind, "error", err)
		return avrr.CarrierAnswered{Outcome: avrr.CarrierUnknown}, nil
	}
	return avrr.CarrierAnswered{}, err
}

func (a *Activities) makeCall(ctx context.Context, kind string, r SeatRequest) (CarrierAnswer, error) {
	switch kind {
	case avrr.AskHold:
		return a.carrier().Hold(ctx, r)
	case avrr.AskTicket:
		return a.carrier().Ticket(ctx, r)
	case avrr.AskRelease:
		return a.carrier().Release(ctx, r)
	}
	return CarrierAnswer{}, fmt.Errorf("a carrier is never asked for a %q", kind)
}

func (a *Activities) asksFor() time.Duration {
	if a.AskCarrierFor > 0 {
		return a.AskCarrierFor
	}
	return askCarrierFor
}

// seatRequest answers what the log asks under a key, and as much of the case as the carrier is told. It answers nil when the
// outcome is recorded.
func (a *Activities) seatRequest(ctx context.Context, movement, key string) (*avrr.Asked, SeatRequest, error) {
	read := a.Store.Read(ctx)
	row, err := read.Movement(movement)
	if err != nil {
		return nil, SeatRequest{}, err
	}
	m, err := read.FoldedMovement(row)
	if err != nil {
		return nil, SeatRequest{}, err
	}
	asked := askedAs(m, key)
	if asked == nil {
		return nil, SeatRequest{}, nil
	}
	r := SeatRequest{Key: key}
	if asked.Kind == avrr.AskHold {
		r.Segments, r.HoldUntil = m.Segments, m.HoldUntil
	} else {
		r.Hold = m.HeldAs(*asked)
	}
	if asked.Kind == avrr.AskRelease {
		for _, id := range asked.Members {
			r.Passengers = append(r.Passengers, Seat{ID: id})
		}
		return asked, r, nil
	}
	c, err := a.caseOf(read, asked.Case)
	if err != nil {
		return nil, SeatRequest{}, err
	}
	for _, id := range asked.Members {
		who := c.Member(id)
		r.Passengers = append(r.Passengers, Seat{ID: id, FamilyName: who.FamilyName, GivenNames: who.GivenNames, Services: c.Services(who)})
	}
	return asked, r, nil
}

func (a *Activities) caseOf(read *store.Reader, id string) (*avrr.Case, error) {
	row, err := read.Case(id)
	if err != nil {
		return nil, err
	}
	p, err := a.programme(read, row.Programme, row.ProgrammeVersion)
	if err != nil {
		return nil, err
	}
	return read.Folded(row, p)
}

// askedAs answers what a movement's log asks under a key, nil when it asks it no more.
func askedAs(m *avrr.Movement, key string) *avrr.Asked {
	for _, asked := range m.Asks() {
		if avrr.AskKey(m.ID, asked.Case, asked.Seq) == key {
			return &asked
		}
	}
	return nil
}

// recordAnswer records an outcome in the movement's log and its case's, once.
func (a *Activities) recordAnswer(ctx context.Context, movement, caseID, key string, said avrr.CarrierAnswered) (answer workflows.Recorded, err error) {
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		answer = workflows.Recorded{}
		v, err := a.openVoyage(tx, movement, store.Submission{CaseID: caseID})
		if err != nil {
			return err
		}
		if asked := askedAs(v.m, key); asked != nil {
			own, theirs, err := v.m.Answer(*asked, said, v.now)
			if err != nil {
				return err
			}
			if err := v.append(own, []avrr.Event{theirs}, v.files); err != nil {
				return err
			}
		}
		answer.Head = v.head()
		return nil
	})
	return answer, err
}
