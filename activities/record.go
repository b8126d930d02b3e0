package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// Record judges at the head of a log. In one transaction it locks the row, folds the log to its head, judges the submission
// there, and appends at head+1, or refuses, or finds the cause already recorded. In every case it answers where the log
// stands, so a workflow that was killed before it learned of an event learns of it now.
func (a *Activities) Record(ctx context.Context, what workflows.ToRecord) (answer workflows.Recorded, err error) {
	defer a.guard("record", &err)
	if id, ok := workflows.CaseID(what.Subject); ok {
		return a.recordCase(ctx, id, what)
	}
	if id, ok := workflows.MovementID(what.Subject); ok {
		return a.recordMovement(ctx, id, what)
	}
	return answer, fmt.Errorf("record: %q is neither a case nor a movement", what.Subject)
}

func (a *Activities) recordCase(ctx context.Context, id string, what workflows.ToRecord) (answer workflows.Recorded, err error) {
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		answer = workflows.Recorded{}
		f, err := a.openFile(tx, id)
		if err != nil {
			return err
		}
		switch {
		case what.Submission != "":
			answer.Refused, err = f.judge(what.Submission)
		case what.Clocks:
			err = f.runClocks()
		}
		if err != nil {
			return err
		}
		answer.Head = f.head()
		return f.save()
	})
	return answer, err
}

// judge takes one submission to the case, unless it stands in the log or was refused already.
func (f *caseFile) judge(id string) (refused string, err error) {
	s, err := f.tx.Submission(id)
	if err != nil {
		return "", err
	}
	switch s.Status {
	case store.SubmissionRecorded:
		return "", nil
	case store.SubmissionRefused:
		return refusalCode(s.Problem), nil
	}
	f.imported = s.Imported
	actor, err := f.a.actorOf(f.tx.Reader, s.Actor)
	if err != nil {
		return "", err
	}
	j := f.judging(actor)
	if j.Into, err = f.into(s); err != nil {
		return "", err
	}
	e, err := avrr.Judge(j, submission(s, actor))
	if err != nil {
		return f.refuse(s, err)
	}
	f.decides = s.Action == "decide-plan"
	if s.Action == "split-case" {
		if err := f.beginLinked(e); err != nil {
			return "", err
		}
	}
	if err := f.append(e); err != nil {
		return "", err
	}
	return "", f.tx.MarkRecorded(s.ID, f.c.Seq)
}

// refuse settles a submission that a rule forbids. A file that was kept for it is kept no longer, unless the log knows it.
func (f *caseFile) refuse(s store.Submission, why error) (string, error) {
	code, err := f.a.refuse(f.tx, s, why)
	if err != nil || s.Action != "record-file" {
		return code, err
	}
	var in avrr.RecordFile
	if json.Unmarshal(s.Body, &in) != nil || f.c.File(in.File) != nil {
		return code, nil
	}
	if err := f.tx.DropFile(in.File); !errors.Is(err, store.ErrNotFound) {
		return code, err
	}
	return code, nil
}

// runClocks lets every clock run out that is due.
func (f *caseFile) runClocks() error {
	for _, k := range f.c.Due(f.p, f.now) {
		e, err := k.Event(f.now)
		if err != nil {
			return err
		}
		if err := f.append(e); err != nil {
			return err
		}
	}
	return nil
}

func submission(s store.Submission, actor avrr.Actor) avrr.Submission {
	return avrr.Submission{ID: s.ID, Action: s.Action, Actor: actor, Case: s.CaseID, Body: s.Body, Protected: s.Protected, Received: s.ReceivedAt, Seen: s.VersionSeen}
}

// actorOf answers who made a submission, with the role the account has now.
func (a *Activities) actorOf(r *store.Reader, account string) (avrr.Actor, error) {
	if account == avrr.SystemActor {
		return avrr.Actor{ID: account, Role: avrr.System}, nil
	}
	who, err := r.Account(account)
	if err != nil {
		return avrr.Actor{}, err
	}
	return avrr.Actor{ID: who.ID, Role: avrr.Role(who.Role), Office: who.Office}, nil
}

// refuse settles a submission that a rule forbids. Any error that is not a refusal goes back as it is.
func (a *Activities) refuse(tx *store.Tx, s store.Submission, why error) (string, error) {
	var refusal *avrr.Error
	if !errors.As(why, &refusal) {
		return "", why
	}
	problem, err := json.Marshal(refusal)
	if err != nil {
		return "", fmt.Errorf("refuse: %w", err)
	}
	if err := tx.Settle(s.ID, store.SubmissionRefused, nil, problem); err != nil {
		return "", err
	}
	err = tx.Audit(store.AuditRow{Actor: s.Actor, Verb: "refuse", SubjectKind: s.Subject.Kind, SubjectID: s.Subject.ID, CaseID: s.CaseID, Detail: s.ID + " " + refusal.Code})
	return refusal.Code, err
}

func refusalCode(problem []byte) string {
	var refusal avrr.Error
	if err := json.Unmarshal(problem, &refusal); err != nil || refusal.Code == "" {
		return avrr.CodeRule
	}
	return refusal.Code
}

// head is as much of the case as drives its workflow.
func (f *caseFile) head() workflows.Head {
	h := workflows.Head{Seq: f.c.Seq, Stage: string(f.c.Stage), Live: f.c.Seq > 0 && f.c.Stage != avrr.Closed}
	if next, ok := f.c.NextDue(f.p); ok {
		h.NextDue = next.Due.UTC().Truncate(time.Microsecond)
	}
	for _, o := range f.c.Asks() {
		h.Calls = append(h.Calls, workflows.Call{Key: o.Key, Kind: avrr.AskPayment})
	}
	return h
}
