package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"go.temporal.io/sdk/client"

	"homeward/activities"
	"homeward/store"
	"homeward/workflows"
	"homeward/workflows/call"
)

// How the relay paces itself.
const (
	relayPause    = 250 * time.Millisecond // between two looks at an empty queue
	relayBatch    = 64                     // rows a look takes
	relayHands    = 8                      // deliveries under way at once
	relayPatience = 15 * time.Second       // how long one delivery may take; the lease lasts longer
	relayLease    = 30 * time.Second
	firstBackoff  = time.Second
	longestWait   = time.Minute
)

// A Relay carries on what others began: it redelivers submissions that are not settled, one at a time for each case, carries
// out what Record wrote down for the world, and tells workflows that are behind their log.
type Relay struct {
	Client     client.Client
	Store      *store.Store
	Activities *activities.Activities
	Holder     string // names this relay in leases
	Clock      func() time.Time
	Logger     *slog.Logger
}

// Run works until ctx ends.
func (r *Relay) Run(ctx context.Context) {
	for ctx.Err() == nil {
		did, err := r.look(ctx)
		if err != nil && ctx.Err() == nil {
			r.Logger.Warn("relay", "error", err)
		}
		if did == 0 {
			select {
			case <-ctx.Done():
			case <-time.After(relayPause):
			}
		}
	}
}

// look takes what is due and answers how much of it is done.
func (r *Relay) look(ctx context.Context) (did int, err error) {
	read := r.Store.Read(ctx)
	submissions, err := read.DueSubmissions(r.Clock(), relayBatch)
	if err != nil {
		return 0, err
	}
	orders, err := read.DueOutbox(r.Clock(), relayBatch)
	if err != nil {
		return 0, err
	}
	var jobs []func() (bool, error)
	for _, s := range submissions {
		jobs = append(jobs, func() (bool, error) { return r.redeliver(ctx, s) })
	}
	for _, o := range orders {
		jobs = append(jobs, func() (bool, error) { return r.carryOut(ctx, o) })
	}
	return together(jobs)
}

// together runs jobs a few at a time.
func together(jobs []func() (bool, error)) (did int, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	hands := make(chan struct{}, relayHands)
	for _, job := range jobs {
		hands <- struct{}{}
		wg.Go(func() {
			defer func() { <-hands }()
			done, failed := job()
			mu.Lock()
			defer mu.Unlock()
			if done {
				did++
			}
			err = errors.Join(err, failed)
		})
	}
	wg.Wait()
	return did, err
}

// redeliver delivers a submission again, under its own id, until its update has completed.
func (r *Relay) redeliver(ctx context.Context, s store.Submission) (done bool, err error) {
	queue := "case/" + s.CaseID
	if s.CaseID == "" {
		queue = s.Subject.String()
	}
	mine, err := r.Store.TakeLease(ctx, queue, r.Holder, relayLease)
	if err != nil || !mine {
		return false, err
	}
	defer func() { err = errors.Join(err, r.Store.ReleaseLease(context.WithoutCancel(ctx), queue, r.Holder)) }()

	patient, cancel := context.WithTimeout(ctx, relayPatience)
	defer cancel()
	err = call.Deliver(patient, r.Client, s.Subject.String(), workflows.Submitted{Submission: s.ID, Action: s.Action, Again: true}, r.attributes(ctx, s.CaseID), false)
	switch {
	case err == nil:
		return true, r.settle(ctx, s.ID)
	case errors.Is(err, call.ErrRefused):
		return true, nil // Record has settled it, with the reason for its author
	}
	wait := backoff(s.Attempts)
	r.Logger.Info("a submission waits", "submission", s.ID, "attempts", s.Attempts+1, "again_in", wait, "error", err)
	return false, r.Store.InTx(ctx, func(tx *store.Tx) error { return tx.Postpone(s.ID, s.Attempts+1, r.Clock().Add(wait)) })
}

// settle notes that a recorded submission has reached its workflow.
func (r *Relay) settle(ctx context.Context, id string) error {
	return r.Store.InTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil || s.SettledAt != nil {
			return err
		}
		return tx.Settle(id, store.SubmissionRecorded, s.RecordedSeq, nil)
	})
}

// carryOut does what an outbox row asks for.
func (r *Relay) carryOut(ctx context.Context, o store.OutboxRow) (bool, error) {
	patient, cancel := context.WithTimeout(ctx, relayPatience)
	defer cancel()
	var err error
	switch o.Kind {
	case store.OutboxPaper:
		err = r.Activities.Print(patient, o)
	case store.OutboxNudge:
		var outcome string
		if outcome, err = r.nudge(patient, o); err == nil {
			err = r.Store.InTx(ctx, func(tx *store.Tx) error { return tx.FinishOutbox(o, store.OutboxDone, outcome) })
		}
	default:
		err = fmt.Errorf("there is no order of the kind %q", o.Kind)
	}
	if err == nil || errors.Is(err, store.ErrStale) {
		return true, nil // stale: another relay was faster
	}
	r.Logger.Warn("an order waits", "subject", o.Subject.String(), "kind", o.Kind, "attempts", o.Attempts+1, "error", err)
	return false, r.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.PostponeOutbox(o, o.Attempts+1, r.Clock().Add(backoff(o.Attempts)), "waits")
	})
}

// nudge tells a workflow that its log has grown. A case that is closed by now has no workflow left, and telling it would only
// start one that ends at once.
func (r *Relay) nudge(ctx context.Context, o store.OutboxRow) (outcome string, err error) {
	if row, err := r.Store.Read(ctx).Case(o.Subject.ID); err == nil && row.Closed {
		return "closed by now", nil
	}
	return "told", call.CatchUp(ctx, r.Client, o.Subject.String(), fmt.Sprintf("nudge#%d", o.Seq), r.attributes(ctx, o.Subject.ID))
}

// attributes answers the opaque codes a run starts with; a case that cannot be read starts without.
func (r *Relay) attributes(ctx context.Context, caseID string) call.Attributes {
	row, err := r.Store.Read(ctx).Case(caseID)
	if err != nil {
		return call.Attributes{}
	}
	return attributes(r.Store, row)
}

func backoff(attempts int) time.Duration {
	return min(firstBackoff<<min(attempts, 10), longestWait)
}
