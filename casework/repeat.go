package casework

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

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
	if err == nil {
		err = d.auditOf(ctx, who, "read", s, "answer of "+s.ID)
	}
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
		return answerOf(d.Store.Read(ctx), s)
	case store.SubmissionRefused: // the author's task stays: asking is not reading
		answer, err := answerOf(d.Store.Read(ctx), s)
		if err != nil {
			return Answer{}, err
		}
		why, err := refusal(s)
		if err != nil {
			return Answer{}, err
		}
		return answer, why
	}
	return d.again(ctx, who, s)
}

// refusedTaskMark begins the id of the task that tells an author of a late refusal.
const refusedTaskMark = "refused:"

// refusedTask reads whether somebody ticks off such a task.
func refusedTask(action string, body json.RawMessage) (submission string, ok bool) {
	var in struct{ Task string }
	if action != "complete-task" || json.Unmarshal(body, &in) != nil {
		return "", false
	}
	return strings.CutPrefix(in.Task, refusedTaskMark)
}

// dismiss ends the task that told an author of a late refusal. It is no part of the case's log: nothing happened to the case.
func (d *Desk) dismiss(ctx context.Context, who access.Person, reference, submission string) (Answer, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return Answer{}, err
	}
	var body json.RawMessage
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(submission)
		if errors.Is(err, store.ErrNotFound) || err == nil && (s.Actor != who.ID || s.CaseID != f.row.ID || s.Status != store.SubmissionRefused) {
			return avrr.Errorf(avrr.CodeNotFound, "There is no such task of yours.")
		}
		if err != nil {
			return err
		}
		if s.AnswerStatus == 0 {
			if err := tx.StoreAnswer(s.ID, explained, s.Problem); err != nil {
				return err
			}
		}
		body, err = d.caseBody(ctx, tx.Reader, f.row, who)
		return err
	})
	return Answer{Submission: submission, Reference: f.row.Reference, Body: body}, err
}

// normal brings every text of a body into Unicode normalisation form C, as the rules expect it. A body that is not JSON is
// left for them to refuse.
func normal(body json.RawMessage) (json.RawMessage, error) {
	if len(body) == 0 {
		return json.RawMessage("{}"), nil
	}
	if norm.NFC.IsNormal(body) && !strings.Contains(string(body), `\u`) {
		return body, nil
	}
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil || d.More() {
		return body, nil //nolint:nilerr // the rules say what is wrong with it
	}
	return json.Marshal(composed(value))
}

func composed(value any) any {
	switch v := value.(type) {
	case string:
		return norm.NFC.String(v)
	case []any:
		for i := range v {
			v[i] = composed(v[i])
		}
	case map[string]any:
		for name, inner := range v {
			delete(v, name)
			v[norm.NFC.String(name)] = composed(inner)
		}
	}
	return value
}

// repeatable is how long after a request the same one is taken for a second click, a second tab or the way back, until its author says
// that it is meant.
const repeatable = time.Hour

// A RepeatedError says that the same was asked for a moment ago, and that nothing stands in the way of doing it again.
type RepeatedError struct{ At time.Time }

func (e *RepeatedError) Error() string { return "the same was asked for at " + e.At.String() }

// anew refuses a request that its author made before, under whatever key.
func (d *Desk) anew(ctx context.Context, print []byte) error {
	at, before, err := d.Store.Read(ctx).AskedSince(print, d.now().Add(-repeatable))
	if err != nil || !before {
		return err
	}
	return &RepeatedError{at}
}

// fingerprint tells whether two requests are the same one. It is keyed: what somebody answered to a screening could
// otherwise be guessed from it.
func (d *Desk) fingerprint(actor, reference, action string, body json.RawMessage) []byte {
	return d.Vault.Token("request", strings.Join([]string{actor, strings.ToUpper(reference), action, string(body)}, "\x00"))
}
