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
	longestRest   = 15 * time.Minute // between two deliveries of what could not be recorded
	hopeless      = 5                // such deliveries, after which a person is asked to look
	printAttempts = 8                // after which a paper is given up
	mailAttempts  = 13               // after which a message is given up; they take about an hour
	quietAttempts = 3                // of which the log need not hear: a paper is often printed a second after its letter was ordered
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

// Run works until ctx ends. Mail has a hand of its own: a mail server that stalls keeps nothing else waiting.
func (r *Relay) Run(ctx context.Context) {
	var post sync.WaitGroup
	post.Go(func() { r.keep(ctx, r.lookAtPost) })
	r.keep(ctx, r.look)
	post.Wait()
}

// keep looks again and again, and rests while there is nothing to do.
func (r *Relay) keep(ctx context.Context, look func(context.Context) (int, error)) {
	for ctx.Err() == nil {
		did, err := look(ctx)
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

// look takes what is due and answers how much of it is done. What can be read of it is done even when the rest cannot.
func (r *Relay) look(ctx context.Context) (did int, err error) {
	read := r.Store.Read(ctx)
	submissions, unread := read.DueSubmissions(r.Clock(), relayBatch)
	orders, unreadToo := read.DueOutbox(r.Clock(), relayBatch)
	var jobs []func() (bool, error)
	for _, s := range submissions {
		jobs = append(jobs, func() (bool, error) { return r.redeliver(ctx, s) })
	}
	for _, o := range orders {
		jobs = append(jobs, func() (bool, error) { return r.carryOut(ctx, o) })
	}
	did, err = together(jobs)
	return did, errors.Join(unread, unreadToo, err)
}

// lookAtPost takes the messages that are due.
func (r *Relay) lookAtPost(ctx context.Context) (did int, err error) {
	messages, err := r.Store.Read(ctx).DueMessages(r.Clock(), relayBatch)
	var jobs []func() (bool, error)
	for _, o := range messages {
		jobs = append(jobs, func() (bool, error) { return r.carryOut(ctx, o) })
	}
	did, failed := together(jobs)
	return did, errors.Join(err, failed)
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

	err = r.deliver(ctx, s)
	switch {
	case err == nil:
		return true, r.settle(ctx, s.ID)
	case errors.Is(err, call.ErrRefused):
		return true, nil // Record has settled it, with the reason for its author
	case errors.Is(err, call.ErrNotRecorded):
		return false, r.notRecorded(ctx, s, err)
	}
	now := r.Clock()
	wait := min(max(now.Sub(s.ReceivedAt), firstBackoff), longestWait) // as long again as it has waited
	r.Logger.Info("a submission waits", "submission", s.ID, "again_in", wait, "error", err)
	return false, r.postpone(ctx, s, s.Attempts, now.Add(wait))
}

func (r *Relay) deliver(ctx context.Context, s store.Submission) error {
	patient, cancel := context.WithTimeout(ctx, relayPatience)
	defer cancel()
	a, err := r.attributes(patient, s.CaseID)
	if err != nil {
		return err
	}
	return call.Deliver(patient, r.Client, s.Subject.String(), workflows.Submitted{Submission: s.ID, Action: s.Action, Again: true, Attempt: s.Attempts}, a, false)
}

// notRecorded puts off a submission whose update has ended without the log. Only such ends are counted as attempts: the next
// delivery is then an update of its own. When there is no end to them, a person is asked to look.
func (r *Relay) notRecorded(ctx context.Context, s store.Submission, why error) error {
	attempts, wait := s.Attempts+1, backoff(s.Attempts, longestRest)
	r.Logger.Warn("a submission could not be recorded", "submission", s.ID, "attempts", attempts, "again_in", wait, "error", why)
	if attempts >= hopeless {
		err := r.Activities.AskAboutSubmission(ctx, s)
		r.Logger.Error("a submission needs a person", "submission", s.ID, "subject", s.Subject.String(), "attempts", attempts, "task_error", err)
	}
	return r.postpone(ctx, s, attempts, r.Clock().Add(wait))
}

func (r *Relay) postpone(ctx context.Context, s store.Submission, attempts int, next time.Time) error {
	err := r.Store.InTx(ctx, func(tx *store.Tx) error { return tx.Postpone(s.ID, attempts, next) })
	if errors.Is(err, store.ErrStale) {
		return nil // settled meanwhile
	}
	return err
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
	case store.OutboxMessage:
		err = r.Activities.Send(patient, o)
	case store.OutboxAlike:
		err = r.Activities.LookForAlike(patient, o)
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
	if ctx.Err() != nil {
		return false, nil // asked to end: it waits as it stood
	}
	level := slog.LevelWarn
	if o.Attempts < quietAttempts {
		level = slog.LevelDebug
	}
	r.Logger.Log(ctx, level, "an order waits", "subject", o.Subject.String(), "seq", o.Seq, "kind", o.Kind, "attempts", o.Attempts+1, "error", err)
	longest := longestWait
	switch {
	case o.Kind == store.OutboxPaper && o.Attempts+1 >= printAttempts:
		return true, r.Activities.GiveUpPrinting(ctx, o)
	case o.Kind == store.OutboxMessage && o.Attempts+1 >= mailAttempts:
		return true, r.Activities.GiveUpSending(ctx, o)
	case o.Kind == store.OutboxMessage:
		longest = longestRest
	}
	return false, r.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.PostponeOutbox(o, o.Attempts+1, r.Clock().Add(backoff(o.Attempts, longest)), "waits")
	})
}

// nudge tells a workflow that its log has grown. A case that is closed by now may have no workflow left; one that its movement
// closed still has, and ends once it knows.
func (r *Relay) nudge(ctx context.Context, o store.OutboxRow) (outcome string, err error) {
	row, err := r.Store.Read(ctx).Case(o.Subject.ID)
	if err != nil {
		return "", err
	}
	cause := fmt.Sprintf("nudge#%d", o.Seq)
	if row.Closed {
		running, err := call.LastCatchUp(ctx, r.Client, o.Subject.String(), cause)
		if err == nil && !running {
			return "closed by now", nil
		}
		return "told", err
	}
	return "told", call.CatchUp(ctx, r.Client, o.Subject.String(), cause, attributes(r.Store, row))
}

// attributes answers the opaque codes a run starts with; what is submitted on a movement itself has none.
func (r *Relay) attributes(ctx context.Context, caseID string) (call.Attributes, error) {
	if caseID == "" {
		return call.Attributes{}, nil
	}
	row, err := r.Store.Read(ctx).Case(caseID)
	if err != nil {
		return call.Attributes{}, err
	}
	return attributes(r.Store, row), nil
}

func backoff(attempts int, most time.Duration) time.Duration {
	return min(firstBackoff<<min(attempts, 16), most)
}
