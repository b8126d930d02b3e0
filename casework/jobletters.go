package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/papers"
	"homeward/store"
)

// A LettersOrder says which paper of each case is printed.
type LettersOrder struct {
	Kind     string        `json:"kind"`
	Language avrr.Language `json:"language"` // of those that are issued for it
	Issue    bool          `json:"issue"`    // where there is none yet
}

// How long a paper that was just ordered is waited for.
const (
	printing     = 20 * time.Second
	printingBeat = 250 * time.Millisecond
)

// Order is the job of these letters. It answers an *avrr.Error when there is no such paper.
func (o LettersOrder) Order() (JobOrder, error) {
	if _, known := avrr.PaperTitles[o.Kind]; !known {
		return JobOrder{}, avrr.Errorf(avrr.CodeInvalid, "Choose the kind of paper to print.")
	}
	body, err := json.Marshal(o)
	if err != nil {
		return JobOrder{}, fmt.Errorf("order letters: %w", err)
	}
	return JobOrder{Kind: JobLetters, Body: body}, nil
}

// letterRow finds the paper of a case, or issues it and waits until it is printed.
func (d *Desk) letterRow(ctx context.Context, who access.Person, order JobOrder, row jobRow) (JobOutcome, error) {
	var in LettersOrder
	if err := json.Unmarshal(order.Body, &in); err != nil {
		return JobOutcome{}, fmt.Errorf("letters: %w", err)
	}
	f, err := d.letterFile(ctx, who, row.reference)
	if err != nil {
		return JobOutcome{}, err
	}
	letters, whole, err := d.lettersOf(ctx, f, in.Kind)
	if err != nil || whole && len(letters) > 0 {
		return JobOutcome{State: RowDone}, err
	}
	if whole && !in.Issue {
		return JobOutcome{State: RowSkipped, Says: SaysNoPaper}, nil
	}
	if whole {
		if err := d.issueLetters(ctx, who, f, in, row); err != nil {
			return JobOutcome{}, err
		}
	}
	patient, done := context.WithTimeout(ctx, printing)
	defer done()
	for whole = false; err == nil && (!whole || len(letters) == 0); {
		select {
		case <-patient.Done():
			return JobOutcome{State: RowTaken, Says: SaysPrinting}, ctx.Err()
		case <-time.After(printingBeat):
		}
		if f, err = d.fileOf(d.Store.Read(ctx), row.reference); err == nil {
			letters, whole, err = d.lettersOf(ctx, f, in.Kind)
		}
	}
	return JobOutcome{State: RowDone}, err
}

// letterFile opens a case to somebody who may have its papers.
func (d *Desk) letterFile(ctx context.Context, who access.Person, reference string) (*file, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return nil, err
	}
	return f, access.May(who.Actor, access.OpenPaper, f.c)
}

// lettersOf answers the papers of a kind that count now and are printed, in the order they were issued, and whether these are all that
// were ordered.
func (d *Desk) lettersOf(ctx context.Context, f *file, kind string) (letters []store.Document, whole bool, err error) {
	printed, err := d.Store.Read(ctx).Documents(store.CaseSubject(f.row.ID))
	if err != nil {
		return nil, false, err
	}
	ordered := 0
	for _, p := range f.c.Papers {
		if p.Kind != kind || p.Status != avrr.PaperCurrent {
			continue
		}
		ordered++
		for _, document := range printed {
			if document.Number == p.Number {
				letters = append(letters, document)
			}
		}
	}
	return letters, len(letters) == ordered, nil
}

// issueLetters has the paper issued by the action anybody issues it by: one of all who travel together, or else one for each person of
// whom there can be one.
func (d *Desk) issueLetters(ctx context.Context, who access.Person, f *file, in LettersOrder, row jobRow) error {
	issue := func(member, key string) error {
		body, err := json.Marshal(avrr.IssueDocument{Kind: in.Kind, Member: member, Language: in.Language})
		if err != nil {
			return fmt.Errorf("issue a letter: %w", err)
		}
		_, err = d.Perform(ctx, who, f.row.Reference, Request{Action: "issue-document", Body: body, Key: key})
		return err
	}
	err := issue("", row.key())
	var refused *avrr.Error
	if !errors.As(err, &refused) || refused.Field != "/member" {
		return err
	}
	var first error
	issued := 0
	for _, m := range f.c.Members {
		switch err := issue(m.ID, row.key()+"-"+m.ID); {
		case err == nil:
			issued++
		case !errors.As(err, &refused):
			return err
		case first == nil:
			first = err
		}
	}
	if issued > 0 {
		return nil
	}
	return first
}

// lettersFile joins the papers of the rows that are done into one file, in the order of the list. Opening each stands in the audit.
func (d *Desk) lettersFile(ctx context.Context, who access.Person, order JobOrder, rows []jobRow) (store.JobFile, error) {
	var in LettersOrder
	if err := json.Unmarshal(order.Body, &in); err != nil {
		return store.JobFile{}, fmt.Errorf("letters: %w", err)
	}
	var pdfs [][]byte
	for _, row := range rows {
		f, err := d.letterFile(ctx, who, row.reference)
		var refused *avrr.Error
		if errors.As(err, &refused) { // it was open to them a moment ago, and is not any more
			continue
		}
		if err != nil {
			return store.JobFile{}, err
		}
		letters, _, err := d.lettersOf(ctx, f, in.Kind)
		if err != nil {
			return store.JobFile{}, err
		}
		for _, l := range letters {
			if err := d.audit(ctx, who, "read", f.row, "document "+l.ID); err != nil {
				return store.JobFile{}, err
			}
			whole, err := d.Store.Read(ctx).DocumentFile(l.ID)
			if err != nil {
				return store.JobFile{}, err
			}
			pdfs = append(pdfs, whole.File)
		}
	}
	if len(pdfs) == 0 {
		return store.JobFile{}, nil
	}
	joint, err := papers.Join(pdfs)
	return store.JobFile{Name: "homeward-" + in.Kind + "-" + avrr.DateOf(d.now()).String() + ".pdf", MediaType: "application/pdf", Content: joint}, err
}
