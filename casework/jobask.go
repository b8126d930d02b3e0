package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// What jobs are bounded by.
const (
	MostChosen  = 300                 // cases of one job that does something to each
	mostOpen    = 5                   // jobs of one person that have not ended
	jobWaits    = 14 * 24 * time.Hour // how long one may wait to be done before it goes, as a draft does
	resultsKept = 7 * 24 * time.Hour  // since it ended
)

// MayAsk answers nil when somebody may ask for a job of a kind.
func MayAsk(who access.Person, kind string) error {
	k, known := jobKinds[kind]
	if !known {
		return avrr.Errorf(avrr.CodeInvalid, "There is no job of the kind %q.", kind)
	}
	return access.May(who.Actor, k.act, nil)
}

// AskForJob asks for something to be done to cases, in their order, in the background. The same request asks for it once.
func (d *Desk) AskForJob(ctx context.Context, who access.Person, key string, order JobOrder, references []string) (JobView, error) {
	if err := MayAsk(who, order.Kind); err != nil {
		return JobView{}, err
	}
	order.Print = d.jobPrint(who, order, references...)
	if made, known, err := d.jobOfRequest(ctx, who, key, order.Print); known || err != nil {
		return made, err
	}
	cases, err := chosenIDs(d.Store.Read(ctx), references)
	if err != nil {
		return JobView{}, err
	}
	return d.keepJobOfCases(ctx, who, key, order, cases, len(cases))
}

// jobPrint tells whether two requests ask for the same.
func (d *Desk) jobPrint(who access.Person, order JobOrder, of ...string) []byte {
	return d.fingerprint(who.ID, "", "job "+order.Kind, slices.Concat(order.Body, []byte("\x00"+strings.Join(of, "\x00"))))
}

// jobOfRequest answers the job a request has asked for before.
func (d *Desk) jobOfRequest(ctx context.Context, who access.Person, key string, print []byte) (JobView, bool, error) {
	made, err := d.Store.Read(ctx).JobByRequest(key)
	if errors.Is(err, store.ErrNotFound) {
		return JobView{}, false, nil
	}
	if err != nil {
		return JobView{}, false, err
	}
	var asked JobOrder
	if err := json.Unmarshal(made.Asked, &asked); err != nil {
		return JobView{}, true, fmt.Errorf("job: %w", err)
	}
	if made.Account != who.ID || !slices.Equal(asked.Print, print) {
		return JobView{}, true, avrr.Errorf(avrr.CodeKeyReused, "This Idempotency-Key was used for another request. Use a new key for each request.")
	}
	view := jobView(made)
	view.Replayed = true
	return view, true, nil
}

// chosenIDs answers the ids of cases, each once, in the order they were named.
func chosenIDs(r *store.Reader, references []string) ([]string, error) {
	switch n := len(references); {
	case n == 0:
		return nil, avrr.Errorf(avrr.CodeInvalid, "Choose at least one case.")
	case n > MostChosen:
		return nil, tooMany(n)
	}
	ids, err := r.IDsOf(references)
	if err != nil {
		return nil, err
	}
	named, err := r.References(ids)
	if err != nil {
		return nil, err
	}
	idOf := map[string]string{}
	for id, reference := range named {
		idOf[reference] = id
	}
	var cases []string
	for _, reference := range references {
		id, there := idOf[reference]
		if !there {
			return nil, errNoCase
		}
		if !slices.Contains(cases, id) {
			cases = append(cases, id)
		}
	}
	return cases, nil
}

func tooMany(n int) error {
	return avrr.Errorf(avrr.CodeInvalid, "At most %d cases are taken at once; these are %d. Choose fewer.", MostChosen, n)
}

// roomForJob refuses the job just begun in tx when it is one too many. It is asked afterwards, so that the same request made twice at once
// is found out to be that before it is counted.
func roomForJob(tx *store.Tx, account string) error {
	jobs, err := tx.Jobs(account)
	if err != nil {
		return err
	}
	open := 0
	for _, j := range jobs {
		if j.State == store.JobWaiting || j.State == store.JobRunning {
			open++
		}
	}
	if open > mostOpen {
		return avrr.Errorf(avrr.CodeRule, "%d of your jobs are still under way. Wait until one has ended, or cancel one.", open-1)
	}
	return nil
}

// keepJob keeps a job under keys of its own: its first rows with what it works on, and an audit row that tells how much it is.
func (d *Desk) keepJob(ctx context.Context, who access.Person, order JobOrder, j store.Job, told string, rows func(tx *store.Tx, j store.Job) error) (JobView, error) {
	asked, err := json.Marshal(order)
	if err != nil {
		return JobView{}, fmt.Errorf("keep a job: %w", err)
	}
	if j.ID, err = d.newID(); err != nil {
		return JobView{}, err
	}
	if err := d.Vault.CreateKey(ctx, store.JobSubject(j.ID).String(), vault.Protection); err != nil {
		return JobView{}, fmt.Errorf("keep a job: %w", err)
	}
	j.Kind, j.Account, j.AskedAt, j.Asked = order.Kind, who.ID, d.now(), asked
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := rows(tx, j); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "job", Via: who.Via, SubjectKind: store.KindJob, SubjectID: j.ID, Detail: told})
	})
	if err == nil {
		return jobView(j), nil
	}
	if failed := d.dropKeys(ctx, j); failed != nil {
		return JobView{}, errors.Join(err, failed)
	}
	if errors.Is(err, store.ErrDuplicate) { // sent twice at the same moment
		if made, known, failed := d.jobOfRequest(ctx, who, j.RequestKey, order.Print); known || failed != nil {
			return made, failed
		}
	}
	return JobView{}, err
}

// dropKeys destroys the keys of a job that was not kept: nothing that goes by jobs would find them. They stay where a lost connection
// leaves open whether it was kept.
func (d *Desk) dropKeys(ctx context.Context, j store.Job) error {
	ctx = context.WithoutCancel(ctx)
	if _, err := d.Store.Read(ctx).Job(j.ID); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := d.Vault.Destroy(ctx, store.JobSubject(j.ID).String()); err != nil {
		return fmt.Errorf("keep a job: %w", err)
	}
	return nil
}

// keepJobOfCases keeps a job that does something to each of some cases.
func (d *Desk) keepJobOfCases(ctx context.Context, who access.Person, key string, order JobOrder, cases []string, total int) (JobView, error) {
	j := store.Job{State: store.JobWaiting, RequestKey: key, Total: total, ExpiresAt: d.now().Add(jobWaits)}
	return d.keepJob(ctx, who, order, j, fmt.Sprintf("%d cases", total), func(tx *store.Tx, j store.Job) error {
		if err := tx.InsertJob(j, cases); err != nil {
			return err
		}
		return roomForJob(tx, who.ID)
	})
}

// CancelJob asks that no more is done. What was done stays done.
func (d *Desk) CancelJob(ctx context.Context, who access.Person, id string) error {
	j, err := d.jobOf(ctx, who, id)
	if err != nil {
		return err
	}
	if !jobView(j).Open() && !j.Stopping {
		return avrr.Errorf(avrr.CodeRule, "Nothing of this job is under way that could be cancelled.")
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.StopJob(id); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "cancel", Via: who.Via, SubjectKind: store.KindJob, SubjectID: id})
	})
}

// AskAgain asks for the rows of an ended job that were not done, as a job of its own.
func (d *Desk) AskAgain(ctx context.Context, who access.Person, key, id string) (JobView, error) {
	page, err := d.Job(ctx, who, id)
	switch {
	case err != nil:
		return JobView{}, err
	case page.Kind == JobImport:
		return JobView{}, avrr.Errorf(avrr.CodeRule, "Send the spreadsheet again: what was opened is not opened twice.")
	case page.EndedAt == nil:
		return JobView{}, errNotEnded
	}
	var references []string
	for _, row := range page.Rows {
		if row.Outcome.Again() && row.Reference != "" {
			references = append(references, row.Reference)
		}
	}
	if len(references) == 0 {
		return JobView{}, avrr.Errorf(avrr.CodeRule, "Nothing of this job is left to be asked for again.")
	}
	return d.AskForJob(ctx, who, key, page.Order, references)
}
