package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// How jobs are done.
const (
	jobsAtOnce = 2                      // by one process, so that a long one keeps nobody else waiting
	rowsAtOnce = 6                      // of one job
	jobPause   = 500 * time.Millisecond // between two looks at an empty queue
	jobLease   = 10 * time.Second       // after which another process may go on with a job
	leaseBeat  = 3 * time.Second        // how often it is renewed
	sweepEvery = time.Minute            // for what has expired
)

// A job that does not work, and may the next time, is tried again after a pause that doubles: as often as fills about a day, so that an
// outage passes by itself and a lasting fault is told of.
const (
	mostTries    = 300
	longestPause = 5 * time.Minute
	mostFailing  = 20 // rows that do not work in one try before the rest is left to the next
)

func pauseAfter(tries int) time.Duration {
	return min(jobPause<<min(tries, 10), longestPause)
}

// DoJobs does what people have asked for, in their names, until ctx ends. Of several processes one does a job at a time; holder names
// this one.
func (d *Desk) DoJobs(ctx context.Context, holder string) {
	var hands sync.WaitGroup
	for n := range jobsAtOnce {
		hands.Go(func() {
			own := fmt.Sprintf("%s/%d", holder, n+1)
			d.keepAt(ctx, jobPause, func() (bool, error) { return d.nextJob(ctx, own) })
		})
	}
	d.keepAt(ctx, sweepEvery, func() (bool, error) { return false, d.DropExpiredJobs(ctx) })
	hands.Wait()
}

// keepAt does something again and again, and rests while there is nothing to do.
func (d *Desk) keepAt(ctx context.Context, rest time.Duration, do func() (bool, error)) {
	for ctx.Err() == nil {
		did, err := do()
		if err != nil && ctx.Err() == nil {
			d.Logger.Warn("jobs", "error", err)
		}
		if did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		}
	}
}

// nextJob does the oldest job nobody else is at. Nobody waits behind one that does not work for the moment: the next is done in its place.
func (d *Desk) nextJob(ctx context.Context, holder string) (bool, error) {
	open, err := d.Store.Read(ctx).OpenJobs(d.now())
	if err != nil {
		return false, err
	}
	var failed []error
	for _, j := range open {
		lease := store.JobSubject(j.ID).String()
		mine, err := d.Store.TakeLease(ctx, lease, holder, jobLease)
		if err != nil {
			return false, errors.Join(append(failed, err)...)
		}
		if mine {
			err := d.underLease(ctx, lease, holder, func(ctx context.Context) error { return d.doJob(ctx, j.ID) })
			if err != nil && ctx.Err() == nil && !errors.Is(err, errLeaseLost) {
				err = d.notWorking(ctx, j, err)
			}
			err = errors.Join(err, d.Store.ReleaseLease(context.WithoutCancel(ctx), lease, holder))
			if err == nil || ctx.Err() != nil {
				return true, err
			}
			failed = append(failed, err)
		}
	}
	return false, errors.Join(failed...)
}

// passes reports whether what did not work may work the next time: all but what is known to be so for ever. A job that is ended is lost to
// whoever asked for it, its sheet too.
func passes(err error) bool {
	var refused *avrr.Error
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &refused), errors.As(err, &syntax), errors.As(err, &mistyped):
		return false
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrReference), errors.Is(err, store.ErrCheck), errors.Is(err, store.ErrAltered):
		return false
	}
	return !erased(err) && !errors.Is(err, vault.ErrWrongPlace)
}

// erased reports whether a sealed value does not open because its key was destroyed. A key store that cannot be reached for a moment answers
// an error of its own, and nothing that was not erased may be taken for it.
func erased(err error) bool { return errors.Is(err, vault.ErrErased) || errors.Is(err, vault.ErrNoKey) }

// notWorking has a job tried again later. One that would not work then either, or was tried often enough, is ended: what was done stays
// done, and whoever asked is told.
func (d *Desk) notWorking(ctx context.Context, j store.Job, why error) error {
	later := d.Store.InTx(ctx, func(tx *store.Tx) error { return tx.RetryJob(j.ID, d.now().Add(pauseAfter(j.Tries))) })
	if passes(why) && j.Tries < mostTries {
		return errors.Join(why, later)
	}
	d.Logger.Error("a job does not work", "job", j.ID, "tries", j.Tries+1, "error", why)
	if _, err := d.leave(ctx, j, RowFailed); err != nil && !erased(err) && j.Tries < 2*mostTries { // its rows may be noted a little later
		return errors.Join(err, later)
	}
	return d.endJob(ctx, j, store.JobFailed, store.JobFile{})
}

var errLeaseLost = errors.New("another process goes on with this job")

// underLease does something while a lease is renewed, and stops it when the lease is lost.
func (d *Desk) underLease(ctx context.Context, lease, holder string, do func(context.Context) error) error {
	working, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		beat := time.NewTicker(leaseBeat)
		defer beat.Stop()
		for {
			select {
			case <-working.Done():
				return
			case <-beat.C:
				if mine, err := d.Store.TakeLease(working, lease, holder, jobLease); err == nil && !mine {
					stop(errLeaseLost)
				}
			}
		}
	}()
	err := do(working)
	if lost := context.Cause(working); errors.Is(lost, errLeaseLost) {
		return lost
	}
	return err
}

// doJob does what is left of a job. Read under the lease, it may have ended meanwhile.
func (d *Desk) doJob(ctx context.Context, id string) error {
	r := d.Store.Read(ctx)
	j, err := r.Job(id)
	if err != nil || j.Ended() {
		return err
	}
	var order JobOrder
	if err := json.Unmarshal(j.Asked, &order); err != nil {
		return fmt.Errorf("job %s: %w", id, err)
	}
	rows, err := r.JobRows(id)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return d.doWhole(ctx, j, order)
	}
	rows = slices.DeleteFunc(rows, func(row store.JobRow) bool { return row.Settled })
	stopping := j.Stopping
	if !stopping {
		if stopping, err = d.doRows(ctx, j, order, rows); err != nil {
			return err
		}
	}
	state := store.JobDone
	if stopping {
		left, err := d.leave(ctx, j, RowCancelled)
		if err != nil {
			return err
		}
		if left > 0 { // else it was asked to stop when all was done
			state = store.JobCancelled
		}
	}
	file, err := d.fileOfRows(ctx, j, order)
	if err != nil {
		return err
	}
	return d.endJob(ctx, j, state, file)
}

// doWhole does a job that has no rows: the file of a whole list.
func (d *Desk) doWhole(ctx context.Context, j store.Job, order JobOrder) error {
	who, err := d.Gate.Colleague(ctx, j.Account)
	var file store.JobFile
	stopped := j.Stopping
	if err == nil && !stopped {
		file, stopped, err = d.exportList(ctx, who, j, order)
	}
	state := store.JobDone
	var refused *avrr.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused):
		state = store.JobFailed
	case err != nil:
		return err
	case stopped:
		state = store.JobCancelled
	}
	return d.endJob(ctx, j, state, file)
}

// endJob ends a job with what came of it, in one.
func (d *Desk) endJob(ctx context.Context, j store.Job, state string, file store.JobFile) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		file.Job = j.ID
		keep := tx.KeepJobFile
		if file.Name == "" { // nor is a sheet kept that was read
			keep = func(store.JobFile) error { return tx.DropJobFile(j.ID) }
		}
		if err := keep(file); err != nil {
			return err
		}
		return tx.EndJob(j.ID, state, d.now().Add(resultsKept))
	})
}

// DropExpiredJobs destroys the jobs whose time is over: their keys first, so that nothing of them opens any more wherever it was copied to.
func (d *Desk) DropExpiredJobs(ctx context.Context) error {
	expired, err := d.Store.Read(ctx).ExpiredJobs(d.now())
	if err != nil {
		return err
	}
	for _, j := range expired {
		if err := d.dropJob(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) dropJob(ctx context.Context, j store.Job) error {
	if err := d.Vault.Destroy(ctx, store.JobSubject(j.ID).String()); err != nil {
		return fmt.Errorf("drop job: %w", err)
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error { return tx.DropJob(j.ID) })
}
