package activities

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// callCarrier carries out what one event of a movement asks of its carrier.
func (a *Activities) callCarrier(ctx context.Context, id string, what workflows.ToCall) (answer workflows.Recorded, err error) {
	asked, request, err := a.seatRequest(ctx, id, what.Key)
	if err != nil {
		return answer, err
	}
	if asked == nil { // the outcome is recorded, and only the workflow does not know
		return a.recordMovement(ctx, id, workflows.ToRecord{Subject: what.Subject})
	}
	said, outcome, err := callOnce(ctx, a, calling[CarrierAnswer]{key: what.Key, kind: asked.Kind,
		make:  func(ctx context.Context) (CarrierAnswer, error) { return a.makeCall(ctx, asked.Kind, request) },
		ask:   a.carrier().Ask,
		check: func(said CarrierAnswer) error { return everyTicket(asked.Kind, request, said) }})
	if err != nil {
		return answer, err
	}
	in := avrr.CarrierAnswered{Outcome: cmp.Or(outcome, said.Outcome), Locator: said.Locator, HoldUntil: said.HoldUntil, Tickets: said.Tickets}
	return a.recordAnswer(ctx, id, asked.Case, what.Key, in)
}

// everyTicket takes no answer for one that leaves out a passenger's ticket.
func everyTicket(kind string, r SeatRequest, said CarrierAnswer) error {
	unticketed := func(p Seat) bool { return said.Tickets[p.ID] == "" }
	if kind == avrr.AskTicket && said.Outcome == avrr.CarrierDid && slices.ContainsFunc(r.Passengers, unticketed) {
		return errors.New("a ticket is missing in the carrier's answer")
	}
	return nil
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
