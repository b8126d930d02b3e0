package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// A Request is one action a person asks for.
type Request struct {
	Action string
	Body   json.RawMessage
	Key    string // Idempotency-Key
	Seen   *int   // the version the person saw, when they say so
	Apart  bool   // it stands although the case has changed since, where a decision was overtaken by its author alone, or an edit touches nothing that was changed
	Anew   bool   // a *RepeatedError answers what the same person asked for in the same words shortly before, under another key
	// Imported is set for what a file tells of what was done before: nobody is sent anything because of it.
	Imported bool
	// Unawaited is set where nobody can wait for the outcome: the request is taken, and the relay delivers it.
	Unawaited bool
}

// An Answer is what became of a request. While Waiting it is accepted and kept; its outcome can be asked for by Submission.
type Answer struct {
	Submission string
	Reference  string          // of the case; empty when it was made on a movement
	Movement   string          // the id of the movement it was made on; empty when it was made on a case
	Body       json.RawMessage // the case, or the movement, as it then was; nil while Waiting
	Opened     bool            // the request opened the case, or planned the movement
	Waiting    bool
	Replayed   bool // the same request was answered before
}

// Perform carries out one action on a case. An *avrr.Error says why it was refused; nothing is then left half done.
func (d *Desk) Perform(ctx context.Context, who access.Person, reference string, req Request) (Answer, error) {
	a, ok := avrr.Find(req.Action)
	if !ok || !a.OnCases() || a.Name == "open" {
		return Answer{}, avrr.Errorf(avrr.CodeNotFound, "There is no such action.")
	}
	body, err := normal(req.Body)
	if err != nil {
		return Answer{}, err
	}
	if id, ok := refusedTask(req.Action, body); ok {
		return d.dismiss(ctx, who, reference, id)
	}
	print := d.fingerprint(who.ID, reference, req.Action, body)
	carry := d.carry
	if req.Unawaited {
		carry = d.leaveToRelay
	}
	answer, err := d.onceThen(ctx, who, req.Key, print, func() (store.Submission, error) {
		return d.submit(ctx, who, reference, a, body, req, print)
	}, carry)
	if avrr.ErrorCode(err) == avrr.CodeStale { // somebody may have come between the check and the record
		err = d.explained(ctx, who, reference, a, body, req, err)
	}
	return answer, err
}

// once takes a request and carries it, unless one was made under the same key before, or at the same moment.
func (d *Desk) once(ctx context.Context, who access.Person, key string, print []byte, take func() (store.Submission, error)) (Answer, error) {
	return d.onceThen(ctx, who, key, print, take, d.carry)
}

// onceThen is once for whoever does something else with what was taken.
func (d *Desk) onceThen(ctx context.Context, who access.Person, key string, print []byte, take func() (store.Submission, error), carry carrying) (Answer, error) {
	if answer, known, err := d.known(ctx, key, print, who); known || err != nil {
		return answer, err
	}
	s, err := take()
	if err != nil { // perhaps the same request came first, by a moment: what it did stands in this one's way
		if answer, known, lookErr := d.known(ctx, key, print, who); known {
			return answer, lookErr
		}
		return Answer{}, err
	}
	return carry(ctx, who, s)
}

// submit makes the request durable, in one transaction with its audit row, after everything that can be checked was.
func (d *Desk) submit(ctx context.Context, who access.Person, reference string, a *avrr.Action, body json.RawMessage, req Request, print []byte) (store.Submission, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return store.Submission{}, err
	}
	seen, err := d.asOf(ctx, who, f, a, body, req)
	if err != nil {
		return store.Submission{}, err
	}
	if err := d.check(ctx, f, who, a, body, seen); err != nil {
		return store.Submission{}, err
	}
	if err := d.checkKept(ctx, f, a, body); err != nil {
		return store.Submission{}, err
	}
	if req.Anew {
		if err := d.anew(ctx, print); err != nil {
			return store.Submission{}, err
		}
	}
	subject, err := d.subject(ctx, f, a, body)
	if err != nil {
		return store.Submission{}, err
	}
	s, err := d.submission(who, a, body, req.Key, print)
	if err != nil {
		return s, err
	}
	s.Subject, s.CaseID, s.VersionSeen, s.Urgent, s.Imported = subject, f.row.ID, seen, a.Always, req.Imported
	if a.Name == "split-case" { // the new case goes by the submission's id
		if err := d.makeKeys(ctx, workflows.CaseWorkflowID(s.ID)); err != nil {
			return s, err
		}
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error { return d.take(tx, who, s) })
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

func (d *Desk) take(tx *store.Tx, who access.Person, s store.Submission) error {
	if err := tx.InsertSubmission(s); err != nil {
		return err
	}
	return tx.Audit(store.AuditRow{At: s.ReceivedAt, Actor: s.Actor, Verb: "submit", Via: who.Via, SubjectKind: s.Subject.Kind, SubjectID: s.Subject.ID, CaseID: s.CaseID, Detail: s.ID})
}

// check refuses what cannot be right: who may, which version was seen, and the rules, with what waits folded in.
func (d *Desk) check(ctx context.Context, f *file, who access.Person, a *avrr.Action, body json.RawMessage, seen *int) error {
	if err := access.May(who.Actor, a.Name, f.c); err != nil {
		return err
	}
	if seen != nil && a.Kind == avrr.Decision && !a.Always && *seen != f.c.Version {
		return d.stale(ctx, who, f, a, body, *seen)
	}
	ahead, err := d.ahead(ctx, f, a.Always)
	if err != nil {
		return err
	}
	if ahead.withdrawing && !a.Always {
		return &avrr.Error{Code: avrr.CodeRule, Message: withdrawalWaits.Text, Blocks: []avrr.Blocked{withdrawalWaits}}
	}
	_, err = ahead.judge(who.Actor, avrr.Submission{Action: a.Name, Actor: who.Actor, Case: f.row.ID, Body: body, Seen: seen})
	return err
}

// withdrawalWaits is why nothing else can be done for the moment.
var withdrawalWaits = avrr.Blocked{Rule: "withdrawal-waiting", Text: "A withdrawal is waiting to be recorded; until then nothing else can be done on this case."}

// stale says what changed since a version, and who changed it, as far as the history shows it to whom it is said; of an edit field by
// field, in a *ClashError.
func (d *Desk) stale(ctx context.Context, who access.Person, f *file, a *avrr.Action, body json.RawMessage, seen int) error {
	if seen > f.c.Version {
		return avrr.Errorf(avrr.CodeStale, "The case is at version %d; version %d has not been reached.", f.c.Version, seen)
	}
	since, err := d.since(ctx, store.CaseSubject(f.row.ID), seen, func(e avrr.Event) bool { return inTimeline(e, f.c, who) })
	if err != nil {
		return err
	}
	why := avrr.Errorf(avrr.CodeStale, "The case has changed since version %d. Look at it again before you go on.", seen)
	if len(since) > 0 {
		why = avrr.Errorf(avrr.CodeStale, "The case has changed since version %d: %s. Look at it again before you go on.", seen, saidOf(since))
	}
	fields, err := d.clashes(ctx, who, f, a, body, seen)
	switch {
	case err != nil:
		return err
	case len(fields) == 0:
		return &StaleError{why, since}
	}
	return &ClashError{why, fields}
}

// A StaleError refuses what was decided on an earlier version, and says what people have done since, as far as it is told.
type StaleError struct {
	Refusal *avrr.Error
	Since   []Done
}

func (e *StaleError) Error() string { return e.Refusal.Error() }
func (e *StaleError) Unwrap() error { return e.Refusal }

// Done is an action that somebody has performed.
type Done struct {
	Action *avrr.Action
	By     string
}

func saidOf(since []Done) string {
	var said []string
	for _, s := range since {
		said = append(said, fmt.Sprintf("%s by %s", s.Action.Title.EN, s.By))
	}
	return strings.Join(said, "; ")
}

// since answers what people have done in a log since a version, and who did, as far as it is told.
func (d *Desk) since(ctx context.Context, subject store.Subject, seen int, told func(avrr.Event) bool) ([]Done, error) {
	history, err := d.Store.Read(ctx).History(subject)
	if err != nil {
		return nil, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	var done []Done
	for _, e := range history {
		if e.Version > seen && e.Actor.Role != avrr.System && told(e) {
			a, _ := avrr.Find(e.Action)
			done = append(done, Done{a, names[e.Actor.ID].DisplayName})
		}
	}
	return done, nil
}

// subject answers whose log the action belongs to. Holding seats begins a movement; joining names one.
func (d *Desk) subject(ctx context.Context, f *file, a *avrr.Action, body json.RawMessage) (store.Subject, error) {
	switch {
	case a.Of != avrr.OfMovement:
		return store.CaseSubject(f.row.ID), nil
	case movementNamed(a.Name, body) != "":
		return store.MovementSubject(movementNamed(a.Name, body)), nil
	case a.Name != "hold-seats":
		return store.MovementSubject(f.booking().Movement), nil
	}
	id, err := d.newID()
	if err != nil {
		return store.Subject{}, err
	}
	return store.MovementSubject(id), d.makeKeys(ctx, workflows.MovementWorkflowID(id))
}
