// Package sample drives a caseload of fictional people through the real workflows, as the demonstration's staff would.
package sample

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// hands is how many cases are driven at once.
const hands = 6

// Drive opens and drives the whole sample caseload. Each time a case stands where it should, done is called. The keys of its
// requests are fixed: driven again into the same data it goes on where it was broken off, and changes nothing else.
func Drive(ctx context.Context, d *casework.Desk, staff map[string]access.Person, done func()) error {
	if err := budget(ctx, d, staff); err != nil {
		return err
	}
	lives := Lives()
	queue := make(chan int)
	together := &charter{begun: time.Now()}
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	for range hands {
		wg.Go(func() {
			for n := range queue {
				err := (&life{Life: lives[n], desk: d, staff: staff, n: n, begun: time.Now(), charter: together}).live(ctx)
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
				done()
			}
		})
	}
	for n := range lives {
		select {
		case queue <- n:
		case <-ctx.Done():
		}
	}
	close(queue)
	wg.Wait()
	if ctx.Err() != nil {
		return nil // asked to end
	}
	return errors.Join(failed, payday(ctx, d, staff))
}

// A life is one case on its way.
type life struct {
	Life
	desk      *casework.Desk
	staff     map[string]access.Person
	n         int
	step      int
	begun     time.Time
	reference string
	charter   *charter // shared with the others
}

func (l *life) live(ctx context.Context) error {
	for _, s := range l.Steps {
		if ctx.Err() != nil {
			return nil
		}
		if err := s(ctx, l); err != nil {
			return fmt.Errorf("sample case %d (%s): %w", l.n, l.reference, err)
		}
	}
	return nil
}

// body is a request's body as an officer's form would make it.
type body map[string]any

func (l *life) open(ctx context.Context, in body) error {
	a, err := l.ask(ctx, "officer", func(who access.Person, req casework.Request) (casework.Answer, error) {
		return l.desk.Open(ctx, who, req)
	}, "open", in)
	l.reference = a.Reference
	return err
}

func (l *life) do(ctx context.Context, who, action string, in body) error {
	_, err := l.ask(ctx, who, func(who access.Person, req casework.Request) (casework.Answer, error) {
		return l.desk.Perform(ctx, who, l.reference, req)
	}, action, in)
	return err
}

func (l *life) ask(ctx context.Context, who string, send func(access.Person, casework.Request) (casework.Answer, error), action string, in body) (casework.Answer, error) {
	l.step++
	return l.asks(ctx, who, fmt.Sprintf("sample-%d-%d-%s", l.n, l.step, action), action, in, send)
}

// asks sends a request under a key, unless it was made before.
func (l *life) asks(ctx context.Context, who, key, action string, in body, send func(access.Person, casework.Request) (casework.Answer, error)) (casework.Answer, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return casework.Answer{}, err
	}
	person, ok := l.staff[who]
	if !ok {
		return casework.Answer{}, fmt.Errorf("nobody is called %q", who)
	}
	a, made, err := l.desk.Made(ctx, person, key)
	if !made && err == nil {
		a, err = send(person, casework.Request{Action: action, Body: raw, Key: key})
	}
	if err != nil {
		return a, fmt.Errorf("%s: %w", action, err)
	}
	return a, l.settle(ctx, person, a)
}

// settle waits for a request that was accepted and not recorded yet.
func (l *life) settle(ctx context.Context, who access.Person, a casework.Answer) error {
	for a.Waiting {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(100 * time.Millisecond):
		}
		var err error
		if a, err = l.desk.Submission(ctx, who, a.Submission); err != nil {
			return err
		}
	}
	return nil
}

// today is the day it is where the cases are prepared.
func (l *life) today() string { return avrr.DateOf(l.begun.In(avrr.Zone("GB"))).String() }

func (l *life) daysAgo(n int) string {
	return avrr.DateOf(l.begun.In(avrr.Zone("GB"))).AddDays(-n).String()
}

func (l *life) inDays(n int) string { return l.daysAgo(-n) }
