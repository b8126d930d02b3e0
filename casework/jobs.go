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

// The kinds of work that takes longer than anybody waits for a page.
const (
	JobAssign  = "assign"
	JobRemind  = "remind"
	JobLetters = "letters"
	JobExport  = "export"
	JobImport  = "import"
)

// A JobOrder is what somebody asks to be done.
type JobOrder struct {
	Kind  string          `json:"kind"`
	Body  json.RawMessage `json:"body,omitempty"`  // what its kind asks for: of an action, or one of the orders
	Print []byte          `json:"print,omitempty"` // of the request it came by; set when it is asked for
}

// What became of a row.
const (
	RowDone      = "done"
	RowTaken     = "taken"   // accepted and kept; it is recorded as soon as that can be done, and its author learns when it cannot
	RowRefused   = "refused" // by a rule, or because they may not
	RowSkipped   = "skipped" // nothing was left to do
	RowCancelled = "cancelled"
	RowFailed    = "failed" // something did not work; nothing is half done
)

// RowOutcomes are what can become of a row, in the order they are told: first what somebody has to look at.
var RowOutcomes = []string{RowFailed, RowRefused, RowSkipped, RowCancelled, RowTaken, RowDone}

// A JobOutcome is what became of one row.
type JobOutcome struct {
	State  string `json:"state" doc:"done, taken, refused, skipped, cancelled or failed; taken is accepted, and recorded as soon as that can be done."`
	Why    string `json:"why,omitempty" doc:"The sentence of a rule, in English."`
	Says   string `json:"says,omitempty" doc:"Where nothing was done, or not all of it: theirs, nothing_late, reminded, no_paper or printing."` // one of RowSays
	Told   []Told `json:"told,omitempty" doc:"Who was reminded."`
	Line   int    `json:"line,omitempty" doc:"Where it stands in the sheet, when that is at fault."`
	Column string `json:"column,omitempty"`
}

// A Told is a colleague who was told something: whoever has the duty, by name where somebody does.
type Told struct {
	Duty   avrr.Duty `json:"duty"`
	Person string    `json:"person,omitempty"`
}

// What is said of a row beside its outcome.
const (
	SaysTheirs      = "theirs"       // they had the duty before
	SaysNothingLate = "nothing_late" // there is nothing to remind of
	SaysReminded    = "reminded"     // they were reminded earlier that day
	SaysNoPaper     = "no_paper"
	SaysPrinting    = "printing" // it is issued, and was not printed in time for the file
)

// RowSays are all that can be said of a row.
var RowSays = []string{SaysTheirs, SaysNothingLate, SaysReminded, SaysNoPaper, SaysPrinting}

// Again reports whether it makes sense to ask for the row once more.
func (o JobOutcome) Again() bool {
	return o.State == RowRefused || o.State == RowFailed || o.State == RowCancelled
}

// A JobView is a job as whoever asked for it sees it.
type JobView struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind" doc:"assign, remind, letters, export or import."`
	State     string     `json:"state" doc:"checked (a sheet that waits for a yes), waiting, running, done, cancelled or failed."` // store.JobWaiting and its like
	Total     int        `json:"total" doc:"Cases."`
	Done      int        `json:"done" doc:"Of them, with an outcome."`
	Stopping  bool       `json:"stopping" doc:"No more is begun."`
	Unseen    bool       `json:"unseen" doc:"It has ended, and nobody has looked at what came of it."`
	AskedAt   time.Time  `json:"asked_at"`
	EndedAt   *time.Time `json:"ended_at" doc:"null while it is under way."`
	RetryAt   *time.Time `json:"retry_at" doc:"When it is tried again, where it did not work; null otherwise."`
	ExpiresAt time.Time  `json:"expires_at" doc:"When it is destroyed with all it holds."`
	Href      string     `json:"href"`
	Replayed  bool       `json:"-"` // the same request asked for it before
}

// Open reports whether something is still done for the job.
func (v JobView) Open() bool { return v.EndedAt == nil && !v.Checked() }

// Checked reports whether it waits for its owner to say yes.
func (v JobView) Checked() bool { return v.State == store.JobChecked }

// A JobPage is a job with what was asked for and, once it has ended, what became of each row.
type JobPage struct {
	JobView
	Order  JobOrder       `json:"-"`
	Counts map[string]int `json:"counts" doc:"Of its rows, by outcome."`
	Rows   []JobRowView   `json:"rows,omitempty" doc:"What became of each case, once the job has ended; first what somebody has to look at."`
	File   *JobFileView   `json:"file,omitempty"`
	Import *ImportOrder   `json:"sheet,omitempty" doc:"What was found in a sheet."`
}

// A JobFileView is what is known of the file that came of a job.
type JobFileView struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int    `json:"size" doc:"In bytes."`
	Href      string `json:"href"`
}

// A JobRowView is one case of a job.
type JobRowView struct {
	N         int        `json:"n" doc:"Which it was of those that were asked for, from 1."`
	Key       string     `json:"key,omitempty" doc:"The office's own number in a sheet."`
	Reference string     `json:"reference,omitempty" doc:"None where there is no such case any more, or none yet."`
	Principal string     `json:"principal,omitempty" doc:"The reference where the name is not shown."`
	Outcome   JobOutcome `json:"outcome"`
}

// JobURL is where the API answers a job.
func JobURL(id string) string { return "/api/v1/jobs/" + id }

var (
	errNoJob    = avrr.Errorf(avrr.CodeNotFound, "There is no such job of yours.")
	errClosed   = avrr.Errorf(avrr.CodeRole, "You may no longer open every letter in this file; print the letters again for a file of those you may open.")
	errNotEnded = avrr.Errorf(avrr.CodeRule, "This job has not ended; what comes of it is there once it has.")
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

func jobView(j store.Job) JobView {
	view := JobView{ID: j.ID, Kind: j.Kind, State: j.State, Total: j.Total, Done: j.Done, Stopping: j.Stopping, Unseen: j.Ended() && !j.Seen,
		AskedAt: j.AskedAt, EndedAt: j.EndedAt, ExpiresAt: j.ExpiresAt, Href: JobURL(j.ID)}
	if !j.Ended() {
		view.RetryAt = j.RetryAt
	}
	return view
}

// Jobs answers what somebody has asked for, the newest first.
func (d *Desk) Jobs(ctx context.Context, who access.Person) ([]JobView, error) {
	jobs, err := d.Store.Read(ctx).Jobs(who.ID)
	views := make([]JobView, len(jobs))
	for i, j := range jobs {
		views[i] = jobView(j)
	}
	return views, err
}

// Job answers a job of somebody's. Once it has ended its rows are in it, and it counts as looked at.
func (d *Desk) Job(ctx context.Context, who access.Person, id string) (*JobPage, error) {
	j, err := d.jobOf(ctx, who, id)
	if err != nil {
		return nil, err
	}
	page := &JobPage{JobView: jobView(j), Counts: map[string]int{}}
	if err := json.Unmarshal(j.Asked, &page.Order); err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	var keys []string
	if j.Kind == JobImport {
		in, err := readImport(page.Order)
		if err != nil {
			return nil, err
		}
		page.Import, keys = &in, in.Keys
	}
	rows, err := d.Store.Read(ctx).JobRows(id)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if !row.Settled {
			continue
		}
		view := JobRowView{N: row.N, Reference: row.CaseID}
		if err := json.Unmarshal(row.Outcome, &view.Outcome); err != nil {
			return nil, fmt.Errorf("job: %w", err)
		}
		if row.N <= len(keys) {
			view.Key = keys[row.N-1]
		}
		page.Counts[view.Outcome.State]++
		page.Rows = append(page.Rows, view)
	}
	if page.EndedAt == nil {
		page.Rows = nil // a page that is looked at every second would name them every second
		return page, nil
	}
	switch file, err := d.Store.Read(ctx).JobFile(id); {
	case err == nil && MayAsk(who, j.Kind) == nil:
		page.File = &JobFileView{file.Name, file.MediaType, file.Size, page.Href + "/file"}
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	return page, d.showRows(ctx, who, page)
}

func (d *Desk) jobOf(ctx context.Context, who access.Person, id string) (store.Job, error) {
	j, err := d.Store.Read(ctx).Job(id)
	if errors.Is(err, store.ErrNotFound) || erased(err) || err == nil && j.Account != who.ID {
		return store.Job{}, errNoJob
	}
	return j, err
}

// showRows names the cases of rows as a list does, on record like one.
func (d *Desk) showRows(ctx context.Context, who access.Person, page *JobPage) error {
	err := d.Store.InTx(ctx, func(tx *store.Tx) error {
		if page.Unseen {
			if err := tx.SeeJob(page.ID); err != nil {
				return err
			}
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "list", Via: who.Via, SubjectKind: store.KindJob, SubjectID: page.ID, Detail: fmt.Sprintf("%d cases", len(page.Rows))})
	})
	if err != nil {
		return err
	}
	ids := make([]string, len(page.Rows))
	for i, row := range page.Rows {
		ids[i] = row.Reference
	}
	cases, err := d.Store.Read(ctx).Listed(ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		page.Rows[i].Reference = ""
		row, there := cases[id]
		if !there {
			continue
		}
		l, err := listed(row, who, nil, d.now())
		if err != nil {
			return err
		}
		page.Rows[i].Reference, page.Rows[i].Principal = l.Reference, l.Principal
	}
	slices.SortStableFunc(page.Rows, func(a, b JobRowView) int {
		return slices.Index(RowOutcomes, a.Outcome.State) - slices.Index(RowOutcomes, b.Outcome.State)
	})
	return nil
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
