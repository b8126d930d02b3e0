// Package casework holds what people do with cases: it checks who may, takes the submission, drives the workflow and answers.
package casework

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/oklog/ulid/v2"
	"go.temporal.io/sdk/client"

	"homeward/access"
	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

// patience is how long a person waits for a submission to be recorded before the answer is "accepted, waiting".
const patience = 3 * time.Second

// relayAfter is when the relay takes over a submission whose delivery has not ended.
const relayAfter = 5 * time.Second

// A Desk is where case work is done, whoever asks: a page, the API or a command.
type Desk struct {
	Store    *store.Store
	Vault    *vault.Vault
	Gate     *access.Gate
	Temporal func() client.Client  // nil while Temporal cannot be reached
	Library  *programmes.Library   // what the process brought; library answers what was loaded since, too
	Weights  *programmes.WeightSet // of the scores of a survey; its own where it is nil
	Intake   *Intake               // nil where spreadsheets are not read
	Clock    func() time.Time
	Logger   *slog.Logger

	pinned programmes.Pinned
	shelf  programmes.Shelf
}

func (d *Desk) now() time.Time { return d.Clock().UTC().Truncate(time.Microsecond) }

func (d *Desk) newID() (string, error) {
	id, err := ulid.New(ulid.Timestamp(d.now()), rand.Reader)
	if err != nil {
		return "", fmt.Errorf("new id: %w", err)
	}
	return id.String(), nil
}

// programme answers the version a case is pinned to.
func (d *Desk) programme(r *store.Reader, code, version string) (*avrr.Programme, error) {
	return d.pinned.Programme(code, version, d.Weights, func() (string, error) {
		p, err := r.Programme(code, version)
		return p.Source, err
	})
}

// library answers every programme there is now: what is loaded while the process runs counts from the next question on.
func (d *Desk) library(r *store.Reader) (*programmes.Library, error) {
	loaded, err := r.LoadedProgrammes()
	if err != nil {
		return nil, err
	}
	library, mistakes := d.shelf.With(d.Library, loaded)
	for _, m := range mistakes {
		d.Logger.Error("a loaded programme cannot be read by this version", "mistake", m.String())
	}
	return library, nil
}

func (d *Desk) assess(ctx context.Context, p *avrr.Programme) func(avrr.Facts) (avrr.EligibilityDecision, error) {
	return func(f avrr.Facts) (avrr.EligibilityDecision, error) {
		library, err := d.library(d.Store.Read(ctx))
		if err != nil {
			return avrr.EligibilityDecision{}, err
		}
		return programmes.Assess(p, f, library.All())
	}
}

// A file is one case as it stands, with the submissions that wait to be added to it.
type file struct {
	row     store.Case
	c       *avrr.Case
	p       *avrr.Programme
	waiting []store.Submission
	// movement is that of the booking, where something waits that may be about it; nil otherwise.
	movement *avrr.Movement
}

// errNoCase is the one answer for a case that is not there, or not for this person.
var errNoCase = avrr.Errorf(avrr.CodeNotFound, "There is no case with this reference.")

func (d *Desk) fileOf(r *store.Reader, reference string) (*file, error) {
	reference, err := avrr.ParseReference(reference)
	if err != nil {
		return nil, err
	}
	return d.fileAsFound(r, func(r *store.Reader) (store.Case, error) {
		row, err := r.CaseByReference(reference)
		if errors.Is(err, store.ErrNotFound) {
			err = errNoCase
		}
		return row, err
	})
}

// fileByID is fileOf for who knows the case by its id.
func (d *Desk) fileByID(r *store.Reader, id string) (*file, error) {
	return d.fileAsFound(r, func(r *store.Reader) (store.Case, error) { return r.Case(id) })
}

// fileAsFound reads a case and what waits for it as of one moment, so that a submission is in the one or in the other.
func (d *Desk) fileAsFound(r *store.Reader, find func(*store.Reader) (store.Case, error)) (f *file, err error) {
	err = r.Snapshot(func(r *store.Reader) error {
		row, err := find(r)
		if err == nil {
			f, err = d.openFile(r, row)
		}
		return err
	})
	return f, err
}

func (d *Desk) openFile(r *store.Reader, row store.Case) (*file, error) {
	waiting, err := r.UnsettledOf(row.ID)
	if err != nil {
		return nil, err
	}
	return d.fileWith(r, row, waiting)
}

// fileWith folds a case of which it is known what waits.
func (d *Desk) fileWith(r *store.Reader, row store.Case, waiting []store.Submission) (*file, error) {
	p, err := d.programme(r, row.Programme, row.ProgrammeVersion)
	if err != nil {
		return nil, err
	}
	c, err := r.Folded(row, p)
	if err != nil {
		return nil, err
	}
	f := &file{row: row, c: c, p: p, waiting: waiting}
	if b := f.booking(); b != nil && len(waiting) > 0 {
		f.movement, err = movementOf(r, b.Movement)
	}
	return f, err
}

func (d *Desk) judging(ctx context.Context, f *file, actor avrr.Actor) avrr.Judging {
	r := d.Store.Read(ctx)
	return avrr.Judging{Case: f.c, Programme: f.p, Actor: actor, Now: d.now(), Assess: d.assess(ctx, f.p), Staff: r.Staff, Named: d.named(ctx),
		History: func() ([]avrr.Event, error) { return r.History(store.CaseSubject(f.row.ID)) },
		Family:  func() ([]*avrr.Case, error) { return d.family(r, f) },
		Budgets: func() ([]avrr.Budget, error) { return r.BudgetsOf(f.c, f.p.Currency) },
		FileOf: func(order string) (string, error) {
			number, err := r.FileOf(order)
			return avrr.BatchName(number), err
		},
		Earlier: func(m *avrr.Member) (int, error) { return earlier(r, f.c, m) }}
}

// named answers what colleagues call an account's holder.
func (d *Desk) named(ctx context.Context) func(account string) string {
	return func(account string) string {
		names, err := d.Gate.Names(ctx)
		if err != nil {
			d.Logger.WarnContext(ctx, "who did something cannot be named", "account", account, "cause", err)
		}
		return names[account].DisplayName
	}
}

// family answers the other cases of a case's family.
func (d *Desk) family(r *store.Reader, f *file) ([]*avrr.Case, error) {
	ids, err := r.FamilyOf(f.c.ID, f.c.Links)
	if err != nil {
		return nil, err
	}
	rows, err := r.Cases(ids)
	if err != nil {
		return nil, err
	}
	var family []*avrr.Case
	for _, row := range rows {
		c, err := r.Folded(row, f.p) // a family keeps the programme it was opened under
		if err != nil {
			return nil, err
		}
		family = append(family, c)
	}
	return family, nil
}

// audit notes a reading before anything is shown.
func (d *Desk) audit(ctx context.Context, who access.Person, verb string, row store.Case, detail string) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: verb, Via: who.Via, SubjectKind: store.KindCase, SubjectID: row.ID, CaseID: row.ID, Detail: detail})
	})
}

// auditOf notes a reading of what a submission was made on.
func (d *Desk) auditOf(ctx context.Context, who access.Person, verb string, s store.Submission, detail string) error {
	if s.CaseID != "" {
		return d.audit(ctx, who, verb, store.Case{ID: s.CaseID}, detail)
	}
	return d.auditMovement(ctx, who, verb, s.Subject.ID, detail)
}

// auditMovement notes a reading of a movement; the list of them has no id.
func (d *Desk) auditMovement(ctx context.Context, who access.Person, verb, id, detail string) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: verb, Via: who.Via, SubjectKind: store.KindMovement, SubjectID: id, Detail: detail})
	})
}
