package activities

import (
	"crypto/rand"

	"homeward/avrr"
	"homeward/store"
)

// into names the case that members who travel later move to. Its id is that of the submission, so that its keys could be made
// before anybody judged.
func (f *caseFile) into(s store.Submission) (avrr.Link, error) {
	if s.Action != "split-case" {
		return avrr.Link{}, nil
	}
	reference, err := avrr.NewReference(rand.Reader)
	return avrr.Link{Case: s.ID, Reference: reference}, err
}

// beginLinked opens the linked case in the same transaction as the split, from the case as it stands before its members leave,
// and has its workflow started.
func (f *caseFile) beginLinked(split avrr.Event) error {
	begin, into, err := f.c.BeginLinked(split)
	if err != nil {
		return err
	}
	linked := &caseFile{a: f.a, tx: f.tx, c: avrr.NewCase(into.Case, into.Reference, f.p), p: f.p, now: f.now, papers: map[string]string{}}
	row, err := store.RowOf(linked.c, f.p)
	if err != nil {
		return err
	}
	row.Office, row.OpenedOn, row.State = f.c.HostOffice, avrr.DateOf(f.now).String(), nil
	if err := f.tx.InsertCase(row); err != nil {
		return err
	}
	if err := linked.append(begin); err != nil {
		return err
	}
	if err := linked.save(); err != nil {
		return err
	}
	return f.tx.PutOutbox(store.OutboxRow{Subject: store.CaseSubject(into.Case), Seq: linked.c.Seq, Kind: store.OutboxNudge})
}
