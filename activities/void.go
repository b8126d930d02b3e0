package activities

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/oklog/ulid/v2"

	"homeward/avrr"
	"homeward/store"
)

// refold makes the case anew when an event takes back an earlier one, and notes what a movement has to take back with it.
func (f *caseFile) refold(last *avrr.Event) error {
	log, err := f.history()
	if err != nil {
		return err
	}
	var void avrr.VoidEvent
	if err := json.Unmarshal(last.Input, &void); err != nil {
		return fmt.Errorf("refold: %w", err)
	}
	if voided := log[void.Seq-1]; voided.Movement != "" {
		f.passages = append(f.passages, voided)
	}
	f.c, err = f.c.Refold(f.p, log, last)
	return err
}

// passageKey is what a voiding on a movement is submitted under. The space in it keeps it apart from clients' keys.
const passageKey = "passage of case/%s#%d"

// voidPassages asks the movement, by a submission like any other, to take back what was voided in the case.
func (f *caseFile) voidPassages() error {
	for _, e := range f.passages {
		movement, seq, err := avrr.PassageOf(e)
		if err != nil {
			return err
		}
		body, err := json.Marshal(avrr.VoidPassage{Seq: seq})
		if err != nil {
			return fmt.Errorf("void a passage: %w", err)
		}
		id, err := ulid.New(ulid.Timestamp(f.now), rand.Reader)
		if err != nil {
			return fmt.Errorf("void a passage: %w", err)
		}
		err = f.tx.InsertSubmission(store.Submission{ID: id.String(), Subject: store.MovementSubject(movement), CaseID: f.c.ID,
			Action: "void-passage", Actor: avrr.SystemActor, IdempotencyKey: fmt.Sprintf(passageKey, f.c.ID, e.Seq),
			Fingerprint: []byte{}, Body: body, ReceivedAt: f.now, Urgent: true})
		if err != nil {
			return err
		}
	}
	return nil
}

// refold makes the movement anew when an event takes back an earlier one.
func (v *voyage) refold(last avrr.Event) error {
	log, err := v.tx.History(store.MovementSubject(v.m.ID))
	if err != nil {
		return err
	}
	v.m = avrr.NewMovement(v.m.ID)
	return v.m.FoldAll(append(log, last))
}

func orRefolded(err error, refold func() error) error {
	if errors.Is(err, avrr.ErrRefold) {
		return refold()
	}
	return err
}
