package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A jobKind says who may ask for work of a kind, and how it is done.
type jobKind struct {
	act string // of access or of the catalogue
	// row does one row for whoever asked. It is asked for again after a fall, so what it does must be the same work the second time: it
	// goes by the row's key.
	row func(d *Desk, ctx context.Context, who access.Person, order JobOrder, row jobRow) (JobOutcome, error)
	// file makes what comes of the rows that are done; one without a name is none. It is nil where nothing does.
	file func(d *Desk, ctx context.Context, who access.Person, order JobOrder, rows []jobRow) (store.JobFile, error)
}

// A jobRow is a row that is to be done.
type jobRow struct {
	store.JobRow
	reference string // of its case
}

// key makes the request of a row once, however often the row is begun.
func (r jobRow) key() string { return fmt.Sprintf("job-%s-%d", r.Job, r.N) }

// A rowDoer does one row for whoever asked; it may learn of which case the row is.
type rowDoer func(ctx context.Context, who access.Person, row *store.JobRow) (JobOutcome, error)

// doer answers how the rows of a job are done.
func (d *Desk) doer(ctx context.Context, j store.Job, order JobOrder) (rowDoer, error) {
	if j.Kind == JobImport {
		return d.sheetRows(ctx, j, order)
	}
	return func(ctx context.Context, who access.Person, row *store.JobRow) (JobOutcome, error) {
		c, err := d.Store.Read(ctx).Case(row.CaseID)
		if errors.Is(err, store.ErrNotFound) {
			return JobOutcome{}, errNoCase
		}
		if err != nil {
			return JobOutcome{}, err
		}
		return jobKinds[j.Kind].row(d, ctx, who, order, jobRow{*row, c.Reference})
	}, nil
}

// JobKinds are the kinds of work that can be done to cases that were chosen, in the order they are offered.
var JobKinds = []string{JobAssign, JobRemind, JobLetters, JobExport}

var jobKinds = map[string]jobKind{
	JobAssign:  {act: "assign", row: (*Desk).assignRow},
	JobRemind:  {act: "add-task", row: (*Desk).remindRow},
	JobLetters: {act: access.OpenPaper, row: (*Desk).letterRow, file: (*Desk).lettersFile},
	JobExport:  {act: access.ExportCases, row: (*Desk).exportRow, file: (*Desk).exportFile},
	JobImport:  {act: "open"},
}

// assignRow gives the duty of a case away, unless whoever is to have it has it already.
func (d *Desk) assignRow(ctx context.Context, who access.Person, order JobOrder, row jobRow) (JobOutcome, error) {
	var in avrr.Assign
	if err := json.Unmarshal(order.Body, &in); err != nil {
		return JobOutcome{}, fmt.Errorf("assign: %w", err)
	}
	r := d.Store.Read(ctx)
	if _, err := r.SubmissionByKey(row.key()); !errors.Is(err, store.ErrNotFound) || in.Person == "" {
		return d.performRow(ctx, who, order, row) // begun before a fall, or asked of an office
	}
	f, err := d.fileOf(r, row.reference)
	if err != nil {
		return JobOutcome{}, err
	}
	holder, known, err := r.Staff(in.Person)
	if err == nil && known && f.c.Officers[in.Duty] == holder.ID && access.May(who.Actor, order.Kind, f.c) == nil {
		return JobOutcome{State: RowSkipped, Says: SaysTheirs}, nil
	}
	return d.performRow(ctx, who, order, row)
}

// performRow puts a case to the action of the order, as its author would by hand.
func (d *Desk) performRow(ctx context.Context, who access.Person, order JobOrder, row jobRow) (JobOutcome, error) {
	answer, err := d.Perform(ctx, who, row.reference, Request{Action: order.Kind, Body: order.Body, Key: row.key()})
	if err == nil && answer.Waiting {
		return JobOutcome{State: RowTaken}, nil
	}
	return JobOutcome{State: RowDone}, err
}

// AssignOrder asks for one duty of each case to be given to a person or an office.
func AssignOrder(in avrr.Assign) (JobOrder, error) {
	if in.Person == "" && in.Office == "" {
		return JobOrder{}, avrr.Errorf(avrr.CodeInvalid, "Name the office or the person that is to take the duty.")
	}
	body, err := json.Marshal(in)
	if err != nil {
		return JobOrder{}, fmt.Errorf("order a job: %w", err)
	}
	return JobOrder{Kind: JobAssign, Body: body}, nil
}
