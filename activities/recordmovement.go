package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// A voyage is one movement with the cases it concerns, all locked: cases in the order of their ids, the movement last.
type voyage struct {
	a     *Activities
	tx    *store.Tx
	m     *avrr.Movement
	files []*caseFile
	isNew bool
	now   time.Time
	// papers are the statuses of its manifests that the register was told.
	papers map[string]string
}

// errAnotherCase says that somebody joined the movement between looking and locking; the transaction is tried again.
var errAnotherCase = fmt.Errorf("%w: the movement's cases changed meanwhile", store.ErrBusy)

func (a *Activities) recordMovement(ctx context.Context, id string, what workflows.ToRecord) (answer workflows.Recorded, err error) {
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		answer = workflows.Recorded{}
		var s store.Submission
		if what.Submission != "" {
			if s, err = tx.Submission(what.Submission); err != nil {
				return err
			}
		}
		v, err := a.openVoyage(tx, id, s)
		if err != nil {
			return err
		}
		switch {
		case what.Submission != "":
			answer.Refused, err = v.judge(s)
		case what.Clocks:
			err = v.runClock()
		}
		answer.Head = v.head()
		return err
	})
	return answer, err
}

// openVoyage locks the case that speaks or, where the movement itself is spoken of, every case that travels or is named; then the
// movement. A movement nobody has recorded yet is one before its first event.
func (a *Activities) openVoyage(tx *store.Tx, id string, s store.Submission) (*voyage, error) {
	v := &voyage{a: a, tx: tx, now: a.Clock().UTC().Truncate(time.Microsecond)}
	cases, err := concerned(tx, id, s)
	if err != nil {
		return nil, err
	}
	rows, err := tx.LockCases(cases)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		f, err := a.file(tx, row)
		if err != nil {
			return nil, err
		}
		v.files = append(v.files, f)
	}
	row, err := tx.LockMovement(id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		v.m, v.isNew, v.papers = avrr.NewMovement(id), true, map[string]string{}
		return v, nil
	case err != nil:
		return nil, err
	}
	if v.m, err = tx.FoldedMovement(row); err != nil {
		return nil, err
	}
	v.papers = statuses(v.m.Papers)
	for _, c := range v.m.Cases() {
		if s.CaseID == "" && !slices.Contains(cases, c) {
			return nil, errAnotherCase
		}
	}
	return v, nil
}

// concerned answers the cases a submission may be about: made on a case, that one alone.
func concerned(tx *store.Tx, id string, s store.Submission) ([]string, error) {
	if s.CaseID != "" {
		return []string{s.CaseID}, nil
	}
	aboard, err := tx.Passengers(id)
	if err != nil {
		return nil, err
	}
	cases, err := tx.IDsOf(avrr.NamedAboard(s.Action, s.Body))
	if err != nil {
		return nil, err
	}
	for _, p := range aboard {
		if p.Active || s.Action == "issue-manifest" { // who stayed behind stands on it, too
			cases = append(cases, p.CaseID)
		}
	}
	return cases, nil
}

// judge takes one submission to the movement and to each case it concerns. Made on a case, it concerns that case alone.
func (v *voyage) judge(s store.Submission) (refused string, err error) {
	switch s.Status {
	case store.SubmissionRecorded:
		return "", nil
	case store.SubmissionRefused:
		return refusalCode(s.Problem), nil
	}
	actor, err := v.a.actorOf(v.tx.Reader, s.Actor)
	if err != nil {
		return "", err
	}
	var aboard []avrr.Judging
	for _, f := range v.files {
		f.imported = s.Imported
		aboard = append(aboard, f.judging(actor))
	}
	own, theirs, err := avrr.JudgeMovement(v.m, aboard, submission(s, actor), v.now, actor)
	if err != nil {
		return v.a.refuse(v.tx, s, err)
	}
	if err := v.append(own, theirs, v.about(own)); err != nil {
		return "", err
	}
	return "", v.tx.MarkRecorded(s.ID, v.m.Seq)
}

// about answers the cases an event of the movement tells of, in the order of their ids.
func (v *voyage) about(e avrr.Event) []*caseFile {
	return slices.DeleteFunc(slices.Clone(v.files), func(f *caseFile) bool { return f.c.ID != e.Case && !slices.Contains(e.Cases, f.c.ID) })
}

// runClock lets the hold lapse when the carrier's time limit has passed.
func (v *voyage) runClock() error {
	next, ok := v.m.NextDue()
	if !ok || next.Due.After(v.now) {
		return nil
	}
	body, err := json.Marshal(avrr.LapseHold{Clock: next.Name, Due: next.Due})
	if err != nil {
		return fmt.Errorf("lapse hold: %w", err)
	}
	e := avrr.Event{Cause: next.Cause(), Action: "lapse-hold", Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}, RecordedAt: v.now, Input: body}
	concerned := slices.DeleteFunc(slices.Clone(v.files), func(f *caseFile) bool { return !v.m.Holds(f.c.ID) })
	e.Cases = idsOf(concerned)
	theirs := make([]avrr.Event, len(concerned))
	for i := range theirs {
		theirs[i] = e
		theirs[i].Cases, theirs[i].Movement = nil, v.m.ID
	}
	return v.append(e, theirs, concerned)
}

// append writes the movement's event and, in the same transaction, one to the log of each case, and asks the relay to tell
// the cases' workflows.
func (v *voyage) append(own avrr.Event, theirs []avrr.Event, concerned []*caseFile) error {
	if err := orRefolded(v.m.Append(&own), func() error { return v.refold(own) }); err != nil {
		return err
	}
	row, err := store.MovementRowOf(v.m)
	if err != nil {
		return err
	}
	if v.isNew {
		err = v.tx.InsertMovement(row)
	} else {
		err = v.tx.SaveMovement(row)
	}
	if err != nil {
		return err
	}
	if err := v.tx.Write(store.MovementSubject(v.m.ID), own); err != nil {
		return err
	}
	if err := orderPapers(v.tx, store.MovementSubject(v.m.ID), v.m.Seq, v.m.Papers, v.papers); err != nil {
		return err
	}
	for i, f := range concerned {
		e := theirs[i]
		e.Cause = avrr.MovementCause(v.m.ID, own.Seq)
		if err := v.tell(f, e); err != nil {
			return err
		}
	}
	return nil
}

func (v *voyage) tell(f *caseFile, e avrr.Event) error {
	over := f.c.Stage == avrr.Closed
	if err := f.append(e); err != nil {
		return err
	}
	if err := f.save(); err != nil {
		return err
	}
	active := slices.Contains(v.m.Cases(), f.c.ID)
	if err := v.tx.PutPassenger(store.Passenger{MovementID: v.m.ID, CaseID: f.c.ID, Active: active}); err != nil {
		return err
	}
	if over && f.c.Stage == avrr.Closed {
		return nil // a case that was closed before has no workflow to tell
	}
	return v.tx.PutOutbox(store.OutboxRow{Subject: store.CaseSubject(f.c.ID), Seq: f.c.Seq, Kind: store.OutboxNudge})
}

// head is as much of the movement as drives its workflow.
func (v *voyage) head() workflows.Head {
	h := workflows.Head{Seq: v.m.Seq, Stage: v.m.Status, Live: v.m.Live()}
	if next, ok := v.m.NextDue(); ok {
		h.NextDue = next.Due.UTC().Truncate(time.Microsecond)
	}
	for _, asked := range v.m.Asks() {
		h.Calls = append(h.Calls, workflows.Call{Key: avrr.AskKey(v.m.ID, asked.Case, asked.Seq), Kind: asked.Kind})
	}
	return h
}

func idsOf(files []*caseFile) []string {
	ids := []string{}
	for _, f := range files {
		ids = append(ids, f.c.ID)
	}
	return ids
}
