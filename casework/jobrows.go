package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"homeward/avrr"
	"homeward/store"
)

// fileOfRows makes what comes of the rows that are done.
func (d *Desk) fileOfRows(ctx context.Context, j store.Job, order JobOrder) (store.JobFile, error) {
	if j.Kind == JobImport {
		return d.failedRows(ctx, j, order)
	}
	makes := jobKinds[j.Kind].file
	if makes == nil {
		return store.JobFile{}, nil
	}
	who, err := d.Gate.Colleague(ctx, j.Account)
	var refused *avrr.Error
	if errors.As(err, &refused) {
		return store.JobFile{}, nil // their rows say so
	}
	if err != nil {
		return store.JobFile{}, err
	}
	rows, err := d.doneRows(ctx, j.ID)
	if err != nil {
		return store.JobFile{}, err
	}
	return makes(d, ctx, who, order, rows)
}

func (d *Desk) doneRows(ctx context.Context, id string) (done []jobRow, err error) {
	rows, err := d.Store.Read(ctx).JobRows(id)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.CaseID)
	}
	references, err := d.Store.Read(ctx).References(ids)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		var outcome JobOutcome
		if err := json.Unmarshal(row.Outcome, &outcome); err != nil {
			return nil, fmt.Errorf("outcome of a row: %w", err)
		}
		if reference := references[row.CaseID]; outcome.State == RowDone && reference != "" {
			done = append(done, jobRow{row, reference})
		}
	}
	return done, nil
}

// doRows does rows, a few at a time, until all are done or somebody asks to stop. A row that does not work, and may the next time, keeps
// no other from being done.
func (d *Desk) doRows(ctx context.Context, j store.Job, order JobOrder, rows []store.JobRow) (stopping bool, err error) {
	do, err := d.doer(ctx, j, order)
	if err != nil {
		return false, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue, enough := make(chan store.JobRow), make(chan struct{})
	var hands sync.WaitGroup
	var once sync.Once
	failed := faults{most: mostFailing, stop: stop}
	for range rowsAtOnce {
		hands.Go(func() {
			for row := range queue {
				asked, err := d.doRow(ctx, j, do, row)
				if err != nil {
					failed.add(err)
				}
				if asked {
					once.Do(func() { close(enough) })
				}
			}
		})
	}
	for _, row := range rows {
		select {
		case <-ctx.Done():
		case <-enough:
			stopping = true
		case queue <- row:
			continue
		}
		break
	}
	close(queue)
	hands.Wait()
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	select {
	case <-enough:
		stopping = true
	default:
	}
	if stopping {
		return true, nil
	}
	return false, errors.Join(failed.why...)
}

// faults are the rows of one try that did not work.
type faults struct {
	most int
	stop context.CancelCauseFunc // called when they are too many
	mu   sync.Mutex
	why  []error
}

func (f *faults) add(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.why = append(f.why, err); len(f.why) == f.most {
		f.stop(err)
	}
}

// doRow does one row as whoever asked, with the rights they have now, and notes what became of it.
func (d *Desk) doRow(ctx context.Context, j store.Job, do rowDoer, row store.JobRow) (stopping bool, err error) {
	var outcome JobOutcome
	who, err := d.Gate.Colleague(ctx, j.Account)
	if err == nil {
		outcome, err = do(ctx, who, &row)
	}
	var refused *avrr.Error
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case errors.As(err, &refused):
		outcome = JobOutcome{State: RowRefused, Why: refused.Message}
	case err != nil && passes(err):
		return false, err
	case err != nil:
		d.Logger.Error("a row of a job does not work", "job", row.Job, "row", row.N, "error", err)
		outcome = JobOutcome{State: RowFailed}
	}
	return d.settleRow(ctx, row, outcome)
}

func (d *Desk) settleRow(ctx context.Context, row store.JobRow, outcome JobOutcome) (stopping bool, err error) {
	if row.Outcome, err = json.Marshal(outcome); err != nil {
		return false, fmt.Errorf("settle a row: %w", err)
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		stopping, err = tx.SettleJobRow(row)
		return err
	})
	return stopping, err
}

// leave notes of the rows that are not done what became of them, and answers how many they are.
func (d *Desk) leave(ctx context.Context, j store.Job, became string) (left int, err error) {
	rows, err := d.Store.Read(ctx).JobRows(j.ID)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if row.Settled {
			continue
		}
		left++
		if _, err := d.settleRow(ctx, row, JobOutcome{State: became}); err != nil {
			return left, err
		}
	}
	return left, nil
}
