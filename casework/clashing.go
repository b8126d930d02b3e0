package casework

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A Clash is one field of an edit that somebody else has changed since its author looked. Values they may not see are left out.
type Clash struct {
	Field  string          `json:"field" doc:"JSON pointer (RFC 6901) into the input."`
	Yours  json.RawMessage `json:"yours,omitempty" doc:"What you would put there; missing when that is nothing."`
	Now    json.RawMessage `json:"now,omitempty" doc:"What stands there; missing when that is nothing."`
	Untold bool            `json:"untold,omitempty" doc:"What stands there is not for you to see."`
	By     string          `json:"by" doc:"Who put it there."`
	At     time.Time       `json:"at"`
}

// A ClashError refuses an edit of an earlier version, and says of which of its fields. It holds what stands in the case: it is answered
// to whoever asked, and neither logged nor kept.
type ClashError struct {
	Refusal *avrr.Error
	Fields  []Clash
}

func (e *ClashError) Error() string { return e.Refusal.Error() }
func (e *ClashError) Unwrap() error { return e.Refusal }

// asOf answers the version that a request is judged on: the one its author saw or, where nobody else has done anything since a decision was
// begun or an edit touches nothing that was changed, the one the case is at.
func (d *Desk) asOf(ctx context.Context, who access.Person, f *file, a *avrr.Action, body json.RawMessage, req Request) (*int, error) {
	if req.Seen == nil || !req.Apart || *req.Seen >= f.c.Version {
		return req.Seen, nil
	}
	now := f.c.Version
	if !a.Overwrites() {
		if own, err := d.aloneSince(ctx, who, f, *req.Seen); !own || err != nil {
			return req.Seen, err
		}
		return &now, nil
	}
	if !access.SeesPersonal(who.Actor, f.c) {
		return req.Seen, nil
	}
	fields, err := d.clashes(ctx, who, f, a, body, *req.Seen)
	if err != nil || len(fields) > 0 {
		return req.Seen, err
	}
	return &now, nil
}

// aloneSince reports whether whatever people have done on a case since a version was done by this person, who knows of it.
func (d *Desk) aloneSince(ctx context.Context, who access.Person, f *file, seen int) (bool, error) {
	log, err := d.Store.Read(ctx).History(store.CaseSubject(f.row.ID))
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(log, func(e avrr.Event) bool {
		return e.Version > seen && e.Actor.Role != avrr.System && e.Actor.ID != who.ID
	}), nil
}

// clashes answers what somebody else changed of the fields of an edit, as far as it is told to whom it is said.
func (d *Desk) clashes(ctx context.Context, who access.Person, f *file, a *avrr.Action, body json.RawMessage, seen int) ([]Clash, error) {
	if !a.Overwrites() || !access.SeesPersonal(who.Actor, f.c) {
		return nil, nil
	}
	edit, err := a.Decode(body)
	if err != nil {
		return nil, err
	}
	log, err := d.Store.Read(ctx).History(store.CaseSubject(f.row.ID))
	if err != nil {
		return nil, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	found, err := avrr.Clashes(f.c, f.p, log, edit, seen, func(account string) string { return names[account].Username })
	if err != nil {
		return nil, err
	}
	clashes := make([]Clash, len(found))
	for i, c := range found {
		clashes[i] = Clash{Field: c.Field, Yours: c.Yours, Now: c.Now, By: display(names, c.By), At: c.At}
		if !access.SeesClaims(who.Actor) && slices.Contains(ofClaims, strings.TrimPrefix(c.Field, "/")) {
			clashes[i].Now, clashes[i].Untold = nil, true
		}
	}
	return clashes, nil
}

// explained adds to the refusal of an edit that came too late what it met.
func (d *Desk) explained(ctx context.Context, who access.Person, reference string, a *avrr.Action, body json.RawMessage, req Request, refused error) error {
	var already *ClashError
	if avrr.ErrorCode(refused) != avrr.CodeStale || errors.As(refused, &already) || req.Seen == nil {
		return refused
	}
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return err
	}
	if *req.Seen >= f.c.Version {
		return refused
	}
	return d.stale(ctx, who, f, a, body, *req.Seen)
}
