package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// A foresight is a case as it will stand when what waits has been recorded. It is what a new request is held against, so that
// nobody is told yes now and no later without need.
type foresight struct {
	avrr.Judging // of the case, by whom it may concern
	movement     *avrr.Movement
	stands       func(id string) (*avrr.Movement, error) // any movement as it stands
	folded       []avrr.Event                            // what waited and is in the case now
	withdrawing  bool
}

// ahead folds the waiting submissions into the case of the file. One that would be refused is left out, and so is one that an
// urgent action will overtake: a withdrawal is not refused for what is not recorded.
func (d *Desk) ahead(ctx context.Context, f *file, urgent bool) (*foresight, error) {
	r := d.Store.Read(ctx)
	h := &foresight{Judging: d.judging(ctx, f, avrr.Actor{}), movement: f.movement, stands: func(id string) (*avrr.Movement, error) { return movementOf(r, id) }}
	recorded, head := h.History, f.c.Seq
	h.History = func() ([]avrr.Event, error) {
		log, err := recorded()
		return append(log[:min(head, len(log))], h.folded...), err // what was recorded since the file was opened waited then, and is folded below
	}
	if h.movement == nil {
		h.movement = avrr.NewMovement("")
		if b := f.booking(); b != nil {
			var err error
			if h.movement, err = movementOf(r, b.Movement); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range f.waiting {
		if s.Status != store.SubmissionWaiting || urgent && !s.Urgent {
			continue
		}
		actor, err := d.actor(ctx, s.Actor)
		if err != nil {
			return nil, err
		}
		if s.Subject.Kind == store.KindMovement && s.Action == "hold-seats" {
			h.movement = avrr.NewMovement(s.Subject.ID)
		}
		done, err := h.judge(actor, avrr.Submission{ID: s.ID, Action: s.Action, Actor: actor, Case: s.CaseID, Body: s.Body, Protected: s.Protected, Seen: s.VersionSeen})
		if err == nil && done() == nil && s.Action == "withdraw" {
			h.withdrawing = true
		}
	}
	return h, nil
}

// judge says whether a submission would be taken; the function it answers then folds it.
func (h *foresight) judge(actor avrr.Actor, s avrr.Submission) (func() error, error) {
	j := h.Judging
	j.Actor = actor
	a, ok := avrr.Find(s.Action)
	if !ok {
		return nil, avrr.Errorf(avrr.CodeNotFound, "There is no such action.")
	}
	if a.Of != avrr.OfMovement {
		e, err := avrr.Judge(j, s)
		return func() error { return h.append(e) }, err
	}
	m := h.movement
	if id := movementNamed(s.Action, s.Body); id != "" {
		var err error
		if m, err = h.stands(id); err != nil {
			return nil, err
		}
	}
	own, theirs, err := avrr.JudgeMovement(m, []avrr.Judging{j}, s, j.Now, actor)
	if err != nil {
		return nil, err
	}
	return func() error {
		h.movement = m
		return errors.Join(m.Append(&own), h.append(theirs[0]))
	}, nil
}

// append folds an event that waits; one that takes back an earlier one has the case folded anew, with all that waited before it.
// When that fails the case stays as it is.
func (h *foresight) append(e avrr.Event) error {
	err := h.Case.Append(h.Programme, &e)
	if errors.Is(err, avrr.ErrRefold) {
		err = h.refold(&e)
	}
	if err == nil {
		h.folded = append(h.folded, e)
	}
	return err
}

func (h *foresight) refold(e *avrr.Event) error {
	log, err := h.History()
	if err != nil {
		return err
	}
	again, err := h.Case.Refold(h.Programme, log, e)
	if err == nil {
		h.Case = again
	}
	return err
}

// movementOf answers a movement as it stands; one that only waits to be recorded is one before its first event.
func movementOf(r *store.Reader, id string) (*avrr.Movement, error) {
	row, err := r.Movement(id)
	if errors.Is(err, store.ErrNotFound) {
		return avrr.NewMovement(id), nil
	}
	if err != nil {
		return nil, err
	}
	return r.FoldedMovement(row)
}

// movementNamed answers which movement an action of a case names: the one it joins, or the one a leg was flown on before another was
// booked; "" when it names none, which is then the one it has.
func movementNamed(action string, body json.RawMessage) string {
	if action != "join-movement" && action != "report-leg" {
		return ""
	}
	var in struct{ Movement string }
	if json.Unmarshal(body, &in) != nil {
		return "" // the judge says what is wrong with it
	}
	return in.Movement
}

func (d *Desk) actor(ctx context.Context, id string) (avrr.Actor, error) {
	if id == avrr.SystemActor {
		return avrr.Actor{ID: id, Role: avrr.System}, nil
	}
	account, err := d.Store.Read(ctx).Account(id)
	if err != nil {
		return avrr.Actor{}, fmt.Errorf("actor: %w", err)
	}
	return avrr.Actor{ID: account.ID, Role: avrr.Role(account.Role), Office: account.Office}, nil
}

// booking answers the booking of the case, or the one that waits to become it.
func (f *file) booking() *avrr.Booking {
	for _, s := range f.waiting {
		if (s.Action == "hold-seats" || s.Action == "join-movement") && s.Status == store.SubmissionWaiting {
			return &avrr.Booking{Movement: s.Subject.ID}
		}
	}
	return f.c.Booking
}

// withdrawing reports whether a withdrawal waits to be recorded.
func (f *file) withdrawing() bool {
	return slices.ContainsFunc(f.waiting, func(s store.Submission) bool {
		return s.Action == "withdraw" && s.Status == store.SubmissionWaiting
	})
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
