package casework

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// Open opens a case. Its row, its keys and the submission are there before Temporal is asked, so that an accepted case
// survives whatever comes next.
func (d *Desk) Open(ctx context.Context, who access.Person, req Request) (Answer, error) {
	a, _ := avrr.Find("open")
	body, err := normal(req.Body)
	if err != nil {
		return Answer{}, err
	}
	print := d.fingerprint(who.ID, "", a.Name, body)
	return d.once(ctx, who, req.Key, print, func() (store.Submission, error) {
		if err := access.May(who.Actor, a.Name, nil); err != nil {
			return store.Submission{}, err
		}
		return d.begin(ctx, who, a, body, req.Key, print)
	})
}

// begin checks the opening and makes it durable.
func (d *Desk) begin(ctx context.Context, who access.Person, a *avrr.Action, body json.RawMessage, key string, print []byte) (store.Submission, error) {
	input, err := a.Decode(body)
	if err != nil {
		return store.Submission{}, err
	}
	opening := input.(avrr.OpenCase)
	library, err := d.library(d.Store.Read(ctx))
	if err != nil {
		return store.Submission{}, err
	}
	p, ok := library.Current(opening.Programme)
	if !ok {
		return store.Submission{}, &avrr.Error{Code: avrr.CodeInvalid, Field: "/programme", Message: "There is no programme with this code; GET /programmes lists them."}
	}
	s, err := d.submission(who, a, body, key, print)
	if err != nil {
		return s, err
	}
	if s.CaseID, err = d.newID(); err != nil {
		return s, err
	}
	s.Subject, s.Urgent = store.CaseSubject(s.CaseID), true // nothing can come before it, not even a withdrawal
	c, err := d.opened(ctx, s, who, p)
	if err != nil {
		return s, err
	}
	row, err := firstRow(c, p)
	if err != nil {
		return s, err
	}
	if err := d.makeKeys(ctx, workflows.CaseWorkflowID(s.CaseID)); err != nil {
		return s, err
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.PinProgramme(p.Code, p.Version, string(library.Source(p.Code, p.Version))); err != nil {
			return err
		}
		if err := tx.InsertCase(row); err != nil {
			return err
		}
		if err := tx.SetIndexTokens(row.ID, tx.IndexTokens(c)); err != nil {
			return err
		}
		return d.take(tx, who, s)
	})
	return s, err
}

// opened judges the opening and answers the case as it will stand once that is recorded.
func (d *Desk) opened(ctx context.Context, s store.Submission, who access.Person, p *avrr.Programme) (*avrr.Case, error) {
	reference, err := avrr.NewReference(rand.Reader)
	if err != nil {
		return nil, err
	}
	c := avrr.NewCase(s.CaseID, reference, p)
	e, err := avrr.Judge(avrr.Judging{Case: c, Programme: p, Actor: who.Actor, Now: d.now(), Assess: d.assess(ctx, p)},
		avrr.Submission{ID: s.ID, Action: s.Action, Actor: who.Actor, Case: s.CaseID, Body: s.Body})
	if err != nil {
		return nil, err
	}
	return c, c.Append(p, &e)
}

// firstRow is the row a case has until its opening is recorded: listed at once, at no point of its log.
func firstRow(c *avrr.Case, p *avrr.Programme) (store.Case, error) {
	row, err := store.RowOf(c, p)
	row.Seq, row.Version, row.State = 0, 0, nil
	return row, err
}

// Programmes answers the newest version of every programme a case can be opened under.
func (d *Desk) Programmes(ctx context.Context) ([]*avrr.Programme, error) {
	library, err := d.library(d.Store.Read(ctx))
	if err != nil {
		return nil, err
	}
	var current []*avrr.Programme
	for _, p := range library.All() {
		if newest, ok := library.Current(p.Code); ok && newest == p {
			current = append(current, p)
		}
	}
	return slices.Clip(current), nil
}
