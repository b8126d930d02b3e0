package casework

import (
	"context"
	"errors"
	"fmt"

	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// A foresight is a case as it will stand when what waits has been recorded. It is what a new request is held against, so that
// nobody is told yes now and no later without need.
type foresight struct {
	ctx         context.Context // of the one request it is made for
	desk        *Desk
	c           *avrr.Case
	p           *avrr.Programme
	movement    *avrr.Movement
	withdrawing bool
}

// ahead folds the waiting submissions into the case of the file. One that would be refused is left out, and so is one that an
// urgent action will overtake: a withdrawal is not refused for what is not recorded.
func (d *Desk) ahead(ctx context.Context, f *file, urgent bool) *foresight {
	h := &foresight{ctx: ctx, desk: d, c: f.c, p: f.p}
	if b := f.booking(); b != nil {
		h.movement = d.movement(ctx, b.Movement)
	}
	if h.movement == nil {
		h.movement = avrr.NewMovement("")
	}
	for _, s := range f.waiting {
		if s.Status != store.SubmissionWaiting || urgent && !s.Urgent {
			continue
		}
		actor, err := d.actor(ctx, s.Actor)
		if err != nil {
			continue
		}
		if s.Subject.Kind == store.KindMovement && s.Action == "hold-seats" {
			h.movement = avrr.NewMovement(s.Subject.ID)
		}
		done, err := h.judge(actor, avrr.Submission{ID: s.ID, Action: s.Action, Actor: actor, Case: s.CaseID, Body: s.Body, Protected: s.Protected})
		if err == nil && done() == nil && s.Action == "withdraw" {
			h.withdrawing = true
		}
	}
	return h
}

// judge says whether a submission would be taken; the function it answers then folds it.
func (h *foresight) judge(actor avrr.Actor, s avrr.Submission) (func() error, error) {
	j := h.desk.judging(h.ctx, &file{c: h.c, p: h.p}, actor)
	a, ok := avrr.Find(s.Action)
	if !ok {
		return nil, avrr.Errorf(avrr.CodeNotFound, "There is no such action.")
	}
	if a.Of != avrr.OfMovement {
		e, err := avrr.Judge(j, s)
		return func() error { return h.c.Append(h.p, &e) }, err
	}
	own, theirs, err := avrr.JudgeMovement(h.movement, []avrr.Judging{j}, s, j.Now, actor)
	if err != nil {
		return nil, err
	}
	return func() error {
		return errors.Join(h.movement.Append(&own), h.c.Append(h.p, &theirs[0]))
	}, nil
}

func (d *Desk) movement(ctx context.Context, id string) *avrr.Movement {
	r := d.Store.Read(ctx)
	row, err := r.Movement(id)
	if err != nil {
		return nil
	}
	m, err := r.FoldedMovement(row)
	if err != nil {
		return nil
	}
	return m
}

func (d *Desk) actor(ctx context.Context, id string) (avrr.Actor, error) {
	if id == avrr.SystemActor {
		return avrr.Actor{ID: id, Role: avrr.System}, nil
	}
	account, err := d.Store.Read(ctx).Account(id)
	if err != nil {
		return avrr.Actor{}, fmt.Errorf("actor: %w", err)
	}
	return avrr.Actor{ID: account.ID, Role: avrr.Role(account.Role)}, nil
}

// booking answers the booking of the case, or the one that waits to become it.
func (f *file) booking() *avrr.Booking {
	for _, s := range f.waiting {
		if s.Action == "hold-seats" && s.Status == store.SubmissionWaiting {
			return &avrr.Booking{Movement: s.Subject.ID}
		}
	}
	return f.c.Booking
}

// makeKeys makes the keys of a new case or movement, before anything is sealed with them.
func (d *Desk) makeKeys(ctx context.Context, owner string) error {
	for _, compartment := range []vault.Compartment{vault.Case, vault.Protection, vault.Temporal} {
		if err := d.Vault.CreateKey(ctx, owner, compartment); err != nil {
			return fmt.Errorf("make keys: %w", err)
		}
	}
	return nil
}
