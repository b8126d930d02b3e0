package casework

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// A journey is one movement as it stands, with the cases that are or were on it and those somebody names.
type journey struct {
	m       *avrr.Movement
	files   []*file            // in the order of their ids
	waiting []store.Submission // made on the movement itself, and not settled yet
}

var errNoMovement = avrr.Errorf(avrr.CodeNotFound, "There is no movement with this id.")

// journeyOf opens a movement with its cases and those of the references, all as of one moment.
func (d *Desk) journeyOf(r *store.Reader, id string, named []string) (j *journey, err error) {
	err = r.Snapshot(func(r *store.Reader) error {
		j, err = d.journeyAsFound(r, id, named)
		return err
	})
	return j, err
}

func (d *Desk) journeyAsFound(r *store.Reader, id string, named []string) (*journey, error) {
	row, err := r.Movement(id)
	if errors.Is(err, store.ErrNotFound) {
		return d.waitingToBe(r, id)
	}
	if err != nil {
		return nil, err
	}
	j := &journey{}
	if j.m, err = r.FoldedMovement(row); err != nil {
		return nil, err
	}
	if j.waiting, err = r.UnsettledOn(id); err != nil {
		return nil, err
	}
	cases, err := r.IDsOf(named)
	if err != nil {
		return nil, err
	}
	for _, p := range j.m.Passengers {
		cases = append(cases, p.Case)
	}
	j.files, err = d.filesOf(r, cases)
	return j, err
}

// waitingToBe answers a movement whose planning is accepted and not recorded yet: one before its first event.
func (d *Desk) waitingToBe(r *store.Reader, id string) (*journey, error) {
	waiting, err := r.UnsettledOn(id)
	if err != nil {
		return nil, err
	}
	if len(waiting) == 0 {
		return nil, errNoMovement
	}
	return &journey{m: avrr.NewMovement(id), waiting: waiting}, nil
}

func (d *Desk) filesOf(r *store.Reader, cases []string) ([]*file, error) {
	if len(cases) == 0 {
		return nil, nil
	}
	var files []*file
	err := r.Snapshot(func(r *store.Reader) error {
		rows, err := r.Cases(slices.Compact(slices.Sorted(slices.Values(cases))))
		if err != nil {
			return err
		}
		waiting, err := r.UnsettledOfAll(cases)
		if err != nil {
			return err
		}
		files = make([]*file, len(rows))
		for i, row := range rows {
			if files[i], err = d.fileWith(r, row, waiting[row.ID]); err != nil {
				return err
			}
		}
		return nil
	})
	return files, err
}

// Plan begins a movement that no case is on yet. Its keys and the submission are there before Temporal is asked.
func (d *Desk) Plan(ctx context.Context, who access.Person, req Request) (Answer, error) {
	a, _ := avrr.Find("plan-movement")
	body, err := normal(req.Body)
	if err != nil {
		return Answer{}, err
	}
	print := d.fingerprint(who.ID, "", a.Name, body)
	return d.once(ctx, who, req.Key, print, func() (store.Submission, error) {
		id, err := d.newID()
		if err != nil {
			return store.Submission{}, err
		}
		j := &journey{m: avrr.NewMovement(id)}
		if err := d.checkTogether(ctx, j, who, a, body, nil); err != nil {
			return store.Submission{}, err
		}
		if err := d.makeKeys(ctx, workflows.MovementWorkflowID(id)); err != nil {
			return store.Submission{}, err
		}
		return d.takeTogether(ctx, who, id, a, body, req, print)
	})
}

// PerformTogether carries out one action on a movement, for everybody it is about. An *avrr.Error says why it was refused, and of
// whom; nothing is then left half done.
func (d *Desk) PerformTogether(ctx context.Context, who access.Person, id string, req Request) (Answer, error) {
	a, ok := avrr.Find(req.Action)
	if !ok || !a.OnMovements() || a.Name == "plan-movement" {
		return Answer{}, avrr.Errorf(avrr.CodeNotFound, "There is no such action of a movement.")
	}
	body, err := normal(req.Body)
	if err != nil {
		return Answer{}, err
	}
	print := d.fingerprint(who.ID, store.MovementSubject(id).String(), a.Name, body)
	return d.once(ctx, who, req.Key, print, func() (store.Submission, error) {
		j, err := d.journeyOf(d.Store.Read(ctx), id, avrr.NamedAboard(a.Name, body))
		if err != nil {
			return store.Submission{}, err
		}
		if err := d.checkTogether(ctx, j, who, a, body, req.Seen); err != nil {
			return store.Submission{}, err
		}
		return d.takeTogether(ctx, who, id, a, body, req, print)
	})
}

func (d *Desk) takeTogether(ctx context.Context, who access.Person, id string, a *avrr.Action, body json.RawMessage, req Request, print []byte) (store.Submission, error) {
	s, err := d.submission(who, a, body, req.Key, print)
	if err != nil {
		return s, err
	}
	s.Subject, s.VersionSeen = store.MovementSubject(id), req.Seen
	err = d.Store.InTx(ctx, func(tx *store.Tx) error { return d.take(tx, who, s) })
	return s, err
}

// checkTogether refuses what cannot be right: who may, for every case it is about, which version was seen, and the rules, with what
// waits folded in.
func (d *Desk) checkTogether(ctx context.Context, j *journey, who access.Person, a *avrr.Action, body json.RawMessage, seen *int) error {
	if err := access.May(who.Actor, a.Name, nil); err != nil {
		return err
	}
	if seen != nil && a.Kind == avrr.Decision && *seen != j.m.Version {
		return d.staleMovement(ctx, j.m, *seen)
	}
	var aboard []avrr.Judging
	for _, f := range j.files {
		judging, err := d.partOf(ctx, j, f, who, a, body)
		if err != nil {
			return err
		}
		aboard = append(aboard, judging)
	}
	if err := d.aheadTogether(ctx, j.m, aboard, j.waiting); err != nil {
		return err
	}
	for i := range aboard {
		aboard[i].Actor = who.Actor
	}
	_, _, err := avrr.JudgeMovement(j.m, aboard, avrr.Submission{Action: a.Name, Actor: who.Actor, Body: body}, d.now(), who.Actor)
	return err
}

// partOf is one case of the journey as it will stand, open to this person for what the body says of it.
func (d *Desk) partOf(ctx context.Context, j *journey, f *file, who access.Person, a *avrr.Action, body json.RawMessage) (avrr.Judging, error) {
	if err := access.May(who.Actor, a.Name, f.c); err != nil && j.m.Concerns(a.Name, body, f.c) {
		return avrr.Judging{}, avrr.Errorf(avrr.ErrorCode(err), "%s: %s", f.row.Reference, err)
	}
	if len(f.waiting) == 0 {
		return d.judging(ctx, f, who.Actor), nil
	}
	ahead, err := d.ahead(ctx, f, false)
	if err != nil {
		return avrr.Judging{}, err
	}
	if ahead.withdrawing && j.m.Concerns(a.Name, body, ahead.Case) {
		block := withdrawalWaits
		block.Text, block.Member = f.row.Reference+": "+block.Text, f.row.Reference
		return avrr.Judging{}, &avrr.Error{Code: avrr.CodeRule, Message: block.Text, Blocks: []avrr.Blocked{block}}
	}
	return ahead.Judging, nil
}

// aheadTogether folds what waits on the movement itself into it and its cases. What would be refused is left out.
func (d *Desk) aheadTogether(ctx context.Context, m *avrr.Movement, aboard []avrr.Judging, waiting []store.Submission) error {
	for _, s := range waiting {
		if s.Status != store.SubmissionWaiting {
			continue
		}
		actor, err := d.actor(ctx, s.Actor)
		if err != nil {
			return err
		}
		for i := range aboard {
			aboard[i].Actor = actor
		}
		own, theirs, err := avrr.JudgeMovement(m, aboard, avrr.Submission{ID: s.ID, Action: s.Action, Actor: actor, Body: s.Body}, d.now(), actor)
		if err != nil {
			continue
		}
		if err := m.Append(&own); err != nil {
			return err
		}
		for _, j := range aboard {
			if at := slices.Index(own.Cases, j.Case.ID); at >= 0 {
				if err := j.Case.Append(j.Programme, &theirs[at]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// staleMovement says what changed since a version, and who changed it.
func (d *Desk) staleMovement(ctx context.Context, m *avrr.Movement, seen int) error {
	since, err := d.since(ctx, store.MovementSubject(m.ID), seen, func(avrr.Event) bool { return true })
	if err != nil {
		return err
	}
	if len(since) == 0 {
		return avrr.Errorf(avrr.CodeStale, "The movement is at version %d; version %d has not been reached.", m.Version, seen)
	}
	return &StaleError{avrr.Errorf(avrr.CodeStale, "The movement has changed since version %d: %s. Look at it again before you go on.", seen, saidOf(since)), since}
}
