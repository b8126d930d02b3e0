package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
	"homeward/workflows/call"
)

// carry delivers a submission and waits for its outcome as long as a person would. What was taken is never answered with a failure:
// while its outcome cannot be asked for, it waits.
func (d *Desk) carry(ctx context.Context, who access.Person, s store.Submission) (Answer, error) {
	ctx = context.WithoutCancel(ctx) // what was taken is carried, whether or not the one who asked still listens
	err := d.tryToDeliver(ctx, s)
	if err != nil && !errors.Is(err, call.ErrRefused) {
		d.Logger.Info("a submission waits", "submission", s.ID, "error", err)
	}
	late, done := context.WithTimeout(ctx, patience)
	defer done()
	answer, err := d.outcome(late, who, s.ID, err == nil)
	var refused *avrr.Error
	if err == nil || errors.As(err, &refused) {
		return answer, err
	}
	d.Logger.Warn("the outcome of a submission cannot be asked for", "submission", s.ID, "error", err)
	return d.waiting(ctx, s), nil
}

// A carrying does with a submission that was taken what comes next, and answers what became of it.
type carrying func(context.Context, access.Person, store.Submission) (Answer, error)

// leaveToRelay leaves a submission to the relay.
func (d *Desk) leaveToRelay(ctx context.Context, _ access.Person, s store.Submission) (Answer, error) {
	return d.waiting(context.WithoutCancel(ctx), s), nil
}

// waiting answers that a submission was taken. It writes nothing: on a busy day nobody would wait for their turn to.
func (d *Desk) waiting(ctx context.Context, s store.Submission) Answer {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	answer, err := answerOf(d.Store.Read(ctx), s)
	if err != nil {
		d.Logger.Warn("the case of a submission cannot be named", "submission", s.ID, "error", err)
	}
	answer.Waiting = true
	return answer
}

// errAway says that nothing can be delivered now.
var errAway = errors.New("Temporal cannot be reached")

func (d *Desk) tryToDeliver(ctx context.Context, s store.Submission) error {
	temporal := d.Temporal()
	if temporal == nil {
		return errAway
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := d.turn(ctx, s); err != nil {
		return err
	}
	begins := s.Action == "open" || s.Action == "hold-seats" || s.Action == "plan-movement"
	submitted := workflows.Submitted{Submission: s.ID, Action: s.Action}
	var attributes call.Attributes
	if s.CaseID != "" {
		row, err := d.Store.Read(ctx).Case(s.CaseID)
		if err != nil {
			return err
		}
		submitted.Seen, attributes = row.Seq, call.AttributesOf(d.Store.Opaque, row.Office, row.Programme)
	}
	err := call.Deliver(ctx, temporal, s.Subject.String(), submitted, attributes, begins)
	if !errors.Is(err, call.ErrRefused) {
		return err
	}
	// A refusal is final only when it stands in the log's own books; the workflow's early one is put to Record.
	if now, readErr := d.Store.Read(ctx).Submission(s.ID); readErr != nil || now.Status != store.SubmissionWaiting {
		return err
	}
	submitted.Again = true
	return call.Deliver(ctx, temporal, s.Subject.String(), submitted, attributes, false)
}

// turn waits until no submission of the case, or of the movement it was made on, is before this one.
func (d *Desk) turn(ctx context.Context, s store.Submission) error {
	for {
		first, err := d.Store.Read(ctx).FirstUnsettled(s)
		if err != nil {
			return err
		}
		if first == "" || first == s.ID {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for a turn: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// outcome asks the store, which knows best, what became of a submission, and answers accordingly. Settled says that its update
// has completed. Of two who ask at once both get the answer of the first.
func (d *Desk) outcome(ctx context.Context, who access.Person, id string, settled bool) (Answer, error) {
	answer, err := d.answer(ctx, who, id, settled)
	if errors.Is(err, store.ErrStale) {
		return d.answer(ctx, who, id, settled)
	}
	return answer, err
}

func (d *Desk) answer(ctx context.Context, who access.Person, id string, settled bool) (answer Answer, err error) {
	var refused error
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return err
		}
		if answer, err = answerOf(tx.Reader, s); err != nil {
			return err
		}
		switch s.Status {
		case store.SubmissionWaiting:
			return nil
		case store.SubmissionRefused:
			if refused, err = refusal(s); err != nil {
				return err
			}
			if s.AnswerStatus != 0 {
				return nil
			}
			return tx.StoreAnswer(id, explained, s.Problem) // the author learns of it now, and needs no task
		}
		if settled {
			if err := tx.Settle(id, store.SubmissionRecorded, s.RecordedSeq, nil); err != nil {
				return err
			}
		}
		if s.AnswerStatus != 0 {
			answer.Body = s.Answer
			return nil
		}
		if answer.Body, err = d.body(ctx, tx.Reader, s, who); err != nil {
			return err
		}
		return tx.StoreAnswer(id, answered, answer.Body)
	})
	if err != nil {
		return answer, err
	}
	return answer, refused
}

// answerOf is the answer to a submission, without its body.
func answerOf(r *store.Reader, s store.Submission) (Answer, error) {
	answer := Answer{Submission: s.ID, Opened: s.Action == "open" || s.Action == "plan-movement", Waiting: s.Status == store.SubmissionWaiting}
	if s.CaseID == "" {
		answer.Movement = s.Subject.ID
		return answer, nil
	}
	row, err := r.Case(s.CaseID)
	answer.Reference = row.Reference
	return answer, err
}

// body is what the submission was made on, as it stands.
func (d *Desk) body(ctx context.Context, r *store.Reader, s store.Submission, who access.Person) (json.RawMessage, error) {
	if s.CaseID == "" {
		return d.movementBody(ctx, r, s.Subject.ID, who)
	}
	row, err := r.Case(s.CaseID)
	if err != nil {
		return nil, err
	}
	return d.caseBody(ctx, r, row, who)
}

// What a submission's author was answered.
const (
	answered  = 200 // the case
	explained = 409 // why it was refused
)

// refusal reads the reason a submission was refused for.
func refusal(s store.Submission) (*avrr.Error, error) {
	var why avrr.Error
	if err := json.Unmarshal(s.Problem, &why); err != nil {
		return nil, fmt.Errorf("read the refusal: %w", err)
	}
	return &why, nil
}
