package casework

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
	"homeward/workflows/call"
)

// A Request is one action a person asks for.
type Request struct {
	Action string
	Body   json.RawMessage
	Key    string // Idempotency-Key
	Seen   *int   // the version the person saw, when they say so
}

// An Answer is what became of a request. While Waiting it is accepted and kept; its outcome can be asked for by Submission.
type Answer struct {
	Submission string
	Reference  string
	Body       json.RawMessage // the case as it then was; nil while Waiting
	Opened     bool            // the request opened the case
	Waiting    bool
	Replayed   bool // the same request was answered before
}

// Perform carries out one action on a case. An *avrr.Error says why it was refused; nothing is then left half done.
func (d *Desk) Perform(ctx context.Context, who access.Person, reference string, req Request) (Answer, error) {
	a, ok := avrr.Find(req.Action)
	if !ok || a.Roles == nil || a.Name == "open" {
		return Answer{}, avrr.Errorf(avrr.CodeNotFound, "There is no such action.")
	}
	body, err := normal(req.Body)
	if err != nil {
		return Answer{}, err
	}
	print := fingerprint(who.ID, reference, req.Action, body)
	if answer, known, err := d.known(ctx, req.Key, print, who); known || err != nil {
		return answer, err
	}
	s, err := d.submit(ctx, who, reference, a, body, req, print)
	if errors.Is(err, store.ErrDuplicate) { // the same key at the same moment: the other one was faster
		answer, _, err := d.known(ctx, req.Key, print, who)
		return answer, err
	}
	if err != nil {
		return Answer{}, err
	}
	return d.carry(ctx, who, s, false)
}

// submit makes the request durable, in one transaction with its audit row, after everything that can be checked was.
func (d *Desk) submit(ctx context.Context, who access.Person, reference string, a *avrr.Action, body json.RawMessage, req Request, print []byte) (store.Submission, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return store.Submission{}, err
	}
	if err := d.check(ctx, f, who, a, body, req.Seen); err != nil {
		return store.Submission{}, err
	}
	subject, err := d.subject(ctx, f, a)
	if err != nil {
		return store.Submission{}, err
	}
	s, err := d.submission(who, a, body, req.Key, print)
	if err != nil {
		return s, err
	}
	s.Subject, s.CaseID, s.VersionSeen, s.Urgent = subject, f.row.ID, &f.row.Seq, a.Always
	err = d.Store.InTx(ctx, func(tx *store.Tx) error { return d.take(tx, s) })
	return s, err
}

func (d *Desk) submission(who access.Person, a *avrr.Action, body json.RawMessage, key string, print []byte) (store.Submission, error) {
	id, err := d.newID()
	if err != nil {
		return store.Submission{}, err
	}
	open, protected, err := a.Split(body)
	if err != nil {
		return store.Submission{}, err
	}
	now := d.now()
	return store.Submission{ID: id, Action: a.Name, Actor: who.ID, IdempotencyKey: key, Fingerprint: print, Body: open, Protected: protected,
		ReceivedAt: now, NextAttemptAt: now.Add(relayAfter)}, nil
}

func (d *Desk) take(tx *store.Tx, s store.Submission) error {
	if err := tx.InsertSubmission(s); err != nil {
		return err
	}
	return tx.Audit(store.AuditRow{At: s.ReceivedAt, Actor: s.Actor, Verb: "submit", SubjectKind: s.Subject.Kind, SubjectID: s.Subject.ID, CaseID: s.CaseID, Detail: s.Action})
}

// check refuses what cannot be right: who may, which version was seen, and the rules, with what waits folded in.
func (d *Desk) check(ctx context.Context, f *file, who access.Person, a *avrr.Action, body json.RawMessage, seen *int) error {
	if err := access.May(who.Actor, a.Name, f.c); err != nil {
		return err
	}
	if seen != nil && a.Kind == avrr.Decision && !a.Always && *seen != f.c.Version {
		return d.stale(ctx, f, *seen)
	}
	ahead := d.ahead(ctx, f, a.Always)
	if ahead.withdrawing && !a.Always {
		return &avrr.Error{Code: avrr.CodeRule, Message: "A withdrawal is waiting to be recorded; until then nothing else can be done on this case.",
			Blocks: []avrr.Blocked{{Rule: "withdrawal-waiting", Text: "A withdrawal is waiting to be recorded."}}}
	}
	_, err := ahead.judge(who.Actor, avrr.Submission{Action: a.Name, Actor: who.Actor, Case: f.row.ID, Body: body})
	return err
}

// stale says what changed since a version, and who changed it.
func (d *Desk) stale(ctx context.Context, f *file, seen int) error {
	history, err := d.Store.Read(ctx).History(store.CaseSubject(f.row.ID))
	if err != nil {
		return err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return err
	}
	var since []string
	for _, e := range history {
		if e.Version > seen && e.Actor.Role != avrr.System {
			a, _ := avrr.Find(e.Action)
			since = append(since, fmt.Sprintf("%s by %s", a.Title.EN, names[e.Actor.ID].DisplayName))
		}
	}
	if len(since) == 0 {
		return avrr.Errorf(avrr.CodeStale, "The case is at version %d; version %d has not been reached.", f.c.Version, seen)
	}
	return avrr.Errorf(avrr.CodeStale, "The case has changed since version %d: %s. Look at it again before you go on.", seen, strings.Join(since, "; "))
}

// subject answers whose log the action belongs to. Holding seats begins a movement.
func (d *Desk) subject(ctx context.Context, f *file, a *avrr.Action) (store.Subject, error) {
	if a.Of != avrr.OfMovement {
		return store.CaseSubject(f.row.ID), nil
	}
	if a.Name != "hold-seats" {
		return store.MovementSubject(f.booking().Movement), nil
	}
	id, err := d.newID()
	if err != nil {
		return store.Subject{}, err
	}
	return store.MovementSubject(id), d.makeKeys(ctx, workflows.MovementWorkflowID(id))
}

// carry delivers a submission and waits for its outcome as long as a person would.
func (d *Desk) carry(ctx context.Context, who access.Person, s store.Submission, begins bool) (Answer, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err := d.turn(ctx, s)
	if err == nil {
		err = d.deliver(ctx, s, begins)
	}
	late, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	if err != nil && !errors.Is(err, call.ErrRefused) {
		d.Logger.Info("a submission waits", "submission", s.ID, "error", err)
		return d.outcome(late, who, s.ID, false)
	}
	return d.outcome(late, who, s.ID, err == nil)
}

// turn waits until no submission of the case is before this one.
func (d *Desk) turn(ctx context.Context, s store.Submission) error {
	for {
		before, err := d.Store.Read(ctx).UnsettledOf(s.CaseID)
		if err != nil {
			return err
		}
		if len(before) == 0 || before[0].ID == s.ID {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for a turn: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (d *Desk) deliver(ctx context.Context, s store.Submission, begins bool) error {
	temporal := d.Temporal()
	if temporal == nil {
		return errors.New("deliver: Temporal cannot be reached")
	}
	row, err := d.Store.Read(ctx).Case(s.CaseID)
	if err != nil {
		return err
	}
	seen := 0
	if s.VersionSeen != nil {
		seen = *s.VersionSeen
	}
	return call.Deliver(ctx, temporal, s.Subject.String(), workflows.Submitted{Submission: s.ID, Action: s.Action, Seen: seen},
		call.Attributes{Office: d.Store.Opaque("office", row.Office), Programme: row.Programme}, begins || s.Action == "hold-seats")
}

// outcome asks the store, which knows best, what became of a submission, and answers accordingly. Settled says that its update
// has completed. Of two who ask at once both get the answer of the first.
func (d *Desk) outcome(ctx context.Context, who access.Person, id string, settled bool) (Answer, error) {
	answer, err := d.answer(ctx, who, id, settled)
	if errors.Is(err, store.ErrStale) {
		return d.answer(ctx, who, id, settled)
	}
	return answer, err
}

func (d *Desk) answer(ctx context.Context, who access.Person, id string, settled bool) (answer Answer, err error) {
	var refused error
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return err
		}
		row, err := tx.Case(s.CaseID)
		if err != nil {
			return err
		}
		answer = Answer{Submission: id, Reference: row.Reference, Opened: s.Action == "open", Waiting: s.Status == store.SubmissionWaiting}
		switch s.Status {
		case store.SubmissionWaiting:
			return nil
		case store.SubmissionRefused:
			if refused, err = refusal(s); err != nil {
				return err
			}
			if s.AnswerStatus != 0 {
				return nil
			}
			return tx.StoreAnswer(id, told, s.Problem) // the author learns of it now, and needs no task
		}
		if settled {
			if err := tx.Settle(id, store.SubmissionRecorded, s.RecordedSeq, nil); err != nil {
				return err
			}
		}
		if s.AnswerStatus != 0 {
			answer.Body = s.Answer
			return nil
		}
		if answer.Body, err = d.caseBody(ctx, tx.Reader, row, who); err != nil {
			return err
		}
		return tx.StoreAnswer(id, answered, answer.Body)
	})
	if err != nil {
		return answer, err
	}
	return answer, refused
}

// What a submission's author was answered.
const (
	answered = 200 // the case
	told     = 409 // why it was refused
)

// refusal reads the reason a submission was refused for.
func refusal(s store.Submission) (*avrr.Error, error) {
	var why avrr.Error
	if err := json.Unmarshal(s.Problem, &why); err != nil {
		return nil, fmt.Errorf("read the refusal: %w", err)
	}
	return &why, nil
}

// Made answers what became of the request a person made under a key, whatever its body was; false when there is none.
func (d *Desk) Made(ctx context.Context, who access.Person, key string) (Answer, bool, error) {
	s, err := d.Store.Read(ctx).SubmissionByKey(key)
	if errors.Is(err, store.ErrNotFound) || err == nil && s.Actor != who.ID {
		return Answer{}, false, nil
	}
	if err != nil {
		return Answer{}, false, err
	}
	answer, err := d.again(ctx, who, s)
	return answer, true, err
}

// known answers a request that was made before under the same key.
func (d *Desk) known(ctx context.Context, key string, print []byte, who access.Person) (Answer, bool, error) {
	s, err := d.Store.Read(ctx).SubmissionByKey(key)
	if errors.Is(err, store.ErrNotFound) {
		return Answer{}, false, nil
	}
	if err != nil {
		return Answer{}, false, err
	}
	if s.Actor != who.ID || !slices.Equal(s.Fingerprint, print) {
		return Answer{}, true, avrr.Errorf(avrr.CodeKeyReused, "This Idempotency-Key was used for another request. Use a new key for each request.")
	}
	answer, err := d.again(ctx, who, s)
	answer.Replayed = true
	return answer, true, err
}

// again gives the answer of an earlier request: the one that was given, or will be as soon as there is one.
func (d *Desk) again(ctx context.Context, who access.Person, s store.Submission) (Answer, error) {
	patient, done := context.WithTimeout(ctx, patience)
	defer done()
	for s.AnswerStatus == 0 && s.SettledAt == nil && patient.Err() == nil {
		select {
		case <-patient.Done():
		case <-time.After(20 * time.Millisecond):
		}
		var err error
		if s, err = d.Store.Read(ctx).Submission(s.ID); err != nil {
			return Answer{}, err
		}
	}
	return d.outcome(ctx, who, s.ID, false)
}

// Submission answers what became of a submission its author asks about.
func (d *Desk) Submission(ctx context.Context, who access.Person, id string) (Answer, error) {
	s, err := d.Store.Read(ctx).Submission(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && s.Actor != who.ID {
		return Answer{}, avrr.Errorf(avrr.CodeNotFound, "There is no such submission of yours.")
	}
	if err != nil {
		return Answer{}, err
	}
	switch s.Status {
	case store.SubmissionWaiting:
		row, err := d.Store.Read(ctx).Case(s.CaseID)
		return Answer{Submission: s.ID, Reference: row.Reference, Waiting: true}, err
	case store.SubmissionRefused: // the author's task stays: asking is not reading
		row, err := d.Store.Read(ctx).Case(s.CaseID)
		if err != nil {
			return Answer{}, err
		}
		why, err := refusal(s)
		if err != nil {
			return Answer{}, err
		}
		return Answer{Submission: s.ID, Reference: row.Reference}, why
	}
	return d.again(ctx, who, s)
}

// normal brings every text of a body into Unicode normalisation form C, as the rules expect it.
func normal(body json.RawMessage) (json.RawMessage, error) {
	if len(body) == 0 {
		return json.RawMessage("{}"), nil
	}
	return norm.NFC.Bytes(body), nil
}

// fingerprint tells whether two requests are the same one.
func fingerprint(actor, reference, action string, body json.RawMessage) []byte {
	sum := sha256.Sum256([]byte(strings.Join([]string{actor, strings.ToUpper(reference), action, string(body)}, "\x00")))
	return sum[:]
}
