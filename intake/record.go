package intake

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// hands is how many cases are recorded at once; the deeds of one case follow each other.
const hands = 6

// Staff are the accounts that play the parts.
type Staff map[Part]access.Person

// Actors are the staff as the rules see them.
func (s Staff) Actors() map[Part]avrr.Actor {
	actors := map[Part]avrr.Actor{}
	for part, person := range s {
		actors[part] = person.Actor
	}
	return actors
}

// Record opens the cases and records what is told of them, through the desk, as the staff would by hand. A request that was made
// before, for this file or an earlier state of it, is not made again. After each case done is called. The problems are those of
// cases that were refused after all; the error is that of something that does not work.
func (c *Caseload) Record(ctx context.Context, desk *casework.Desk, staff Staff, done func()) ([]Problem, error) {
	queue := make(chan *Planned)
	var mu sync.Mutex
	var problems []Problem
	var failed error
	working, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	for range hands {
		wg.Go(func() {
			for p := range queue {
				problem, err := (&recording{desk: desk, staff: staff, planned: p}).run(working)
				mu.Lock()
				if problem != nil {
					problems = append(problems, *problem)
				}
				if err != nil {
					failed = errors.Join(failed, err)
					stop()
				}
				mu.Unlock()
				done()
			}
		})
	}
	for _, p := range c.Cases {
		select {
		case queue <- p:
		case <-working.Done():
		}
	}
	close(queue)
	wg.Wait()
	if ctx.Err() != nil {
		return sorted(problems), ctx.Err()
	}
	return sorted(problems), failed
}

// recording is one case on its way into the store.
type recording struct {
	desk    *casework.Desk
	staff   Staff
	planned *Planned

	reference string // of the case, once it is opened
}

func (r *recording) run(ctx context.Context) (*Problem, error) {
	var references []string // of the case, and of those split from it
	for _, deed := range r.planned.Deeds {
		if ctx.Err() != nil {
			return nil, nil //nolint:nilnil // asked to end, between two requests
		}
		reference := ""
		if deed.Action != "open" {
			reference = references[deed.Side]
		}
		answer, err := r.make(ctx, reference, deed)
		if err == nil && deed.Action == "split-case" {
			references, err = r.splits(ctx, references[0])
		}
		var refused *avrr.Error
		if errors.As(err, &refused) {
			text := refused.Message
			if refused.Code == avrr.CodeKeyReused { // the key is made of what the line says, so it can only be the account
				text = "This was recorded from the same line before, by another account. Name the accounts of that import, or record it by hand."
			}
			return &Problem{Line: deed.Line, Column: deed.Column, Case: r.planned.Key, Text: text}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", deed.Line, deed.Action, err)
		}
		if deed.Action == "open" {
			references, r.reference = []string{answer.Reference}, answer.Reference
		}
	}
	return nil, nil //nolint:nilnil // nothing to say of it
}

// splits answers a case and those that were split from it, in the order they were.
func (r *recording) splits(ctx context.Context, reference string) ([]string, error) {
	view, err := r.desk.Case(ctx, r.staff[Officer], reference)
	if err != nil {
		return nil, err
	}
	references := []string{reference}
	for _, l := range view.Links {
		if l.Kind == "split_into" {
			references = append(references, l.Reference)
		}
	}
	return references, nil
}

// make makes one request, unless it was made before, and waits until it is recorded.
func (r *recording) make(ctx context.Context, reference string, deed Deed) (casework.Answer, error) {
	who := r.staff[deed.By]
	a, made, err := r.desk.Made(ctx, who, deed.Key)
	if err != nil {
		return a, err
	}
	if !made {
		req := casework.Request{Action: deed.Action, Body: deed.Body, Key: deed.Key, Imported: true}
		if deed.Action == "open" {
			a, err = r.desk.Open(ctx, who, req)
		} else {
			a, err = r.desk.Perform(ctx, who, reference, req)
		}
	}
	for err == nil && a.Waiting {
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
		a, err = r.desk.Submission(ctx, who, a.Submission)
	}
	return a, err
}
