package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/store"
)

// ask raises a task on behalf of nobody, once for its cause, and has the workflow told that the log has grown.
func (f *caseFile) ask(cause string, duty avrr.Duty, title string) error {
	subject := store.CaseSubject(f.c.ID)
	if f.c.Seq == 0 {
		return fmt.Errorf("ask a person: %s is not opened yet", subject)
	}
	if _, err := f.tx.EventByCause(subject, cause); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	body, err := json.Marshal(avrr.AddTask{Duty: duty, Title: title})
	if err != nil {
		return fmt.Errorf("ask a person: %w", err)
	}
	e := avrr.Event{Cause: cause, Action: "add-task", Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}, RecordedAt: f.now, Input: body}
	if err := f.append(e); err != nil {
		return err
	}
	if err := f.save(); err != nil {
		return err
	}
	return f.tx.PutOutbox(store.OutboxRow{Subject: subject, Seq: f.c.Seq, Kind: store.OutboxNudge})
}

// AskAboutSubmission asks the management to look at a submission that was accepted and cannot be recorded, once; of one that was
// made on a movement it asks in the first case aboard. It fails for a case that cannot be recorded on at all, and for a movement
// nobody is on.
func (a *Activities) AskAboutSubmission(ctx context.Context, s store.Submission) (err error) {
	defer a.guard("ask about a submission", &err)
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		about, err := concerned(tx, s.Subject.ID, s)
		if err != nil {
			return err
		}
		if len(about) == 0 {
			return errors.New("ask about a submission: nobody is on the movement")
		}
		f, err := a.openFile(tx, slices.Min(about))
		if err != nil {
			return err
		}
		return f.ask("stuck/"+s.ID, avrr.ManagementDuty, fmt.Sprintf("What was entered on %s cannot be recorded (submission %s)",
			avrr.DateOf(s.ReceivedAt), s.ID))
	})
}

// GiveUpPrinting ends an order for a paper that cannot be printed, and asks the case's officer to look. The order ends even when
// the case cannot be recorded on.
func (a *Activities) GiveUpPrinting(ctx context.Context, order store.OutboxRow) error {
	err := a.askAboutPaper(ctx, order)
	if err == nil || errors.Is(err, store.ErrStale) {
		return nil
	}
	a.Logger.Error("a paper cannot be printed, and no task says so", "subject", order.Subject.String(), "seq", order.Seq, "n", order.N, "error", err)
	return a.Store.InTx(ctx, func(tx *store.Tx) error { return tx.FinishOutbox(order, store.OutboxFailed, "cannot be printed") })
}

// ordered answers which paper an order is for. An order that cannot be opened any more is known by the event it was made at.
func (f *caseFile) ordered(order store.OutboxRow, payload []byte) string {
	var issued avrr.IssuedPaper
	if json.Unmarshal(payload, &issued) == nil && issued.Number != "" {
		return issued.Number
	}
	n := 0
	for _, p := range f.c.Papers {
		if p.Seq == order.Seq {
			if n == order.N {
				return p.Number
			}
			n++
		}
	}
	return f.c.Reference
}

func (a *Activities) askAboutPaper(ctx context.Context, order store.OutboxRow) (err error) {
	defer a.guard("ask about a paper", &err)
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		f, err := a.openFile(tx, order.Subject.ID)
		if err != nil {
			return err
		}
		locked, err := tx.LockOutbox(order)
		if err != nil && !errors.Is(err, store.ErrSealed) {
			return err
		}
		number := f.ordered(order, locked.Payload)
		if err := f.ask("unprinted/"+number, avrr.ReturnDuty, fmt.Sprintf("Paper %s could not be printed: issue it again", number)); err != nil {
			return err
		}
		return tx.FinishOutbox(order, store.OutboxFailed, "cannot be printed")
	})
}
