package casework

import (
	"encoding/json"
	"time"

	"homeward/avrr"
	"homeward/store"
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
