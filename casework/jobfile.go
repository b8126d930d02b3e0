package casework

import (
	"context"
	"errors"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// JobFile answers what came of a job, to be saved, to who may still ask for it: they may have another role by now. Letters are given out only
// while all of their cases are open to them. That it was opened stands in the audit first.
func (d *Desk) JobFile(ctx context.Context, who access.Person, id string) (store.JobFile, error) {
	j, err := d.jobOf(ctx, who, id)
	if err != nil {
		return store.JobFile{}, err
	}
	if !j.Ended() {
		return store.JobFile{}, errNotEnded
	}
	if err := d.mayHave(ctx, who, j); err != nil {
		return store.JobFile{}, err
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "read", Via: who.Via, SubjectKind: store.KindJob, SubjectID: id, Detail: "file"})
	})
	if err != nil {
		return store.JobFile{}, err
	}
	file, err := d.Store.Read(ctx).JobFileContent(id)
	if errors.Is(err, store.ErrNotFound) {
		return store.JobFile{}, avrr.Errorf(avrr.CodeNotFound, "No file came of this job.")
	}
	return file, err
}

// mayHave answers nil when somebody may have the file of a job of theirs.
func (d *Desk) mayHave(ctx context.Context, who access.Person, j store.Job) error {
	if err := MayAsk(who, j.Kind); err != nil || j.Kind != JobLetters {
		return err
	}
	rows, err := d.doneRows(ctx, j.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		_, err := d.letterFile(ctx, who, row.reference)
		var refused *avrr.Error
		if errors.As(err, &refused) || erased(err) {
			return errClosed
		}
		if err != nil {
			return err
		}
	}
	return nil
}
