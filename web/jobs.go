package web

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// refreshEvery is how often the page of a job that is under way looks again, in seconds.
const refreshEvery = 2

// rowsOfJob is how many rows of a job a page shows.
const rowsOfJob = 100

// A jobsBody is what somebody has asked for.
type jobsBody struct{ Jobs []jobLine }

type jobLine struct {
	Href  string
	Title string
	Asked string
	Done  int
	Total int
	Open  bool
	New   bool // nobody has looked at what came of it
	State sign
}

// A jobBody is one job.
type jobBody struct {
	jobLine
	Ended    string
	Until    string
	Retry    string // when it is tried again, where it did not work
	Gone     string // what to do about one that could not be finished
	Stopping bool
	Counts   []jobCount
	Rows     []jobRowLine
	Only     string // the outcome that is shown alone
	Shown    int
	File     *jobFile
	Sheet    *uploadBody // that waits for a yes
	Import   bool
	Again    int // rows that can be asked for once more
	Key      string
}

type jobFile struct{ Href, Name, Size string }

type jobCount struct {
	State sign
	Rows  int
	Href  string
	Here  bool
}

type jobRowLine struct {
	Reference, Href, Principal string
	Key                        string // the office's own number
	Named                      bool
	State                      sign
	Says                       string
	Why                        line
}

var jobSigns = map[string]sign{
	"checked": {"soon", "◆", "job.checked"}, "waiting": {"quiet", "○", "job.waiting"}, "running": {"soon", "◆", "job.running"}, "done": {"good", "✓", "job.done"},
	"cancelled": {"quiet", "✕", "job.cancelled"}, "failed": {"late", "▲", "job.failed"},
}

var rowSigns = map[string]sign{
	casework.RowDone: {"good", "✓", "row.done"}, casework.RowTaken: {"soon", "◆", "row.taken"}, casework.RowRefused: {"late", "▲", "row.refused"},
	casework.RowSkipped: {"quiet", "○", "row.skipped"}, casework.RowCancelled: {"quiet", "✕", "row.cancelled"}, casework.RowFailed: {"late", "▲", "row.failed"},
}

func (v *visit) jobLine(j casework.JobView, title string) jobLine {
	return jobLine{Href: "/jobs/" + j.ID, Title: title, Asked: v.here.moment(j.AskedAt, time.UTC), Done: j.Done, Total: j.Total, Open: j.Open(), New: j.Unseen,
		State: v.said(jobSigns[j.State])}
}

// jobs lists what somebody has asked for.
func (f *face) jobs(v *visit) (screen, error) {
	jobs, err := f.Desk.Jobs(v.ctx(), v.who)
	if err != nil {
		return screen{}, err
	}
	b := &jobsBody{}
	for _, j := range jobs {
		b.Jobs = append(b.Jobs, v.jobLine(j, v.jobOf(j)))
	}
	return screen{Name: "jobs", Title: "jobs.title", Body: b}, nil
}

// newsOfJobs are the jobs that are under way, or have ended and nobody has looked.
func (f *face) newsOfJobs(v *visit) (news []jobLine, err error) {
	jobs, err := f.Desk.Jobs(v.ctx(), v.who)
	for _, j := range jobs {
		if j.Open() || j.Unseen {
			news = append(news, v.jobLine(j, v.jobOf(j)))
		}
	}
	return news, err
}

// job shows one job: how far it is, or what came of it.
func (f *face) job(v *visit) (screen, error) {
	page, err := f.Desk.Job(v.ctx(), v.who, v.c.Param("job"))
	if err != nil {
		return screen{}, err
	}
	names, err := f.Gate.Names(v.ctx())
	if err != nil {
		return screen{}, err
	}
	b := &jobBody{jobLine: v.jobLine(page.JobView, v.jobTitle(page, names)), Stopping: page.Stopping, Only: v.c.Query("show"), Key: rand.Text(),
		Until: v.here.moment(page.ExpiresAt, time.UTC)}
	if page.Checked() {
		b.Sheet, b.Title = v.sheet(page, b.Until), v.here.t("sheet.title")
	}
	b.Import = page.Import != nil
	if page.EndedAt != nil {
		b.Ended = v.here.moment(*page.EndedAt, time.UTC)
	}
	if page.RetryAt != nil {
		b.Retry = v.here.moment(*page.RetryAt, time.UTC)
	}
	if page.State == "failed" {
		b.Gone = v.here.t("job.gone_wrong", page.ID)
	}
	if page.File != nil {
		b.File = &jobFile{b.Href + "/file", page.File.Name, v.here.size(page.File.Size)}
	}
	for _, outcome := range casework.RowOutcomes {
		if n := page.Counts[outcome]; n > 0 {
			b.Counts = append(b.Counts, jobCount{v.said(rowSigns[outcome]), n, b.Href + "?show=" + outcome, b.Only == outcome})
		}
	}
	for _, row := range page.Rows {
		if row.Outcome.Again() {
			b.Again++
		}
		if b.Only != "" && row.Outcome.State != b.Only {
			continue
		}
		if b.Shown++; b.Shown <= rowsOfJob {
			b.Rows = append(b.Rows, v.jobRow(row))
		}
	}
	s := screen{Name: "job", Said: b.Title, Body: b}
	if b.Open {
		s.Refresh = refreshEvery
	}
	return s, nil
}

func (v *visit) jobRow(row casework.JobRowView) jobRowLine {
	l := jobRowLine{Key: row.Key, Reference: row.Reference, Principal: row.Principal, Named: row.Principal != row.Reference, State: v.said(rowSigns[row.Outcome.State])}
	if row.Reference != "" {
		l.Href = "/cases/" + row.Reference
	}
	l.Says = v.here.word("row.says", row.Outcome.Says)
	for _, told := range row.Outcome.Told {
		who := v.here.word("duty", string(told.Duty))
		if told.Person != "" {
			who = told.Person + " (" + lowerFirst(who) + ")"
		}
		l.Says += " " + v.here.t("row.told", who)
	}
	if row.Outcome.Line > 0 {
		l.Says = v.whereIn(row.Outcome.Line, row.Outcome.Column) + ":"
	}
	if row.Outcome.Why != "" {
		l.Why = v.here.ruled(row.Outcome.Why, nil)
	}
	return l
}

// jobOf says of what kind a job is, and to how many cases.
func (v *visit) jobOf(j casework.JobView) string {
	key := "job.of." + j.Kind
	return v.here.count(key, j.Total)
}

// jobTitle says what is done, and to how many.
func (v *visit) jobTitle(page *casework.JobPage, names map[string]access.Name) string {
	title := v.jobOf(page.JobView)
	if page.Kind == casework.JobLetters {
		var in casework.LettersOrder
		if json.Unmarshal(page.Order.Body, &in) == nil {
			title += ": " + v.here.text(avrr.PaperTitles[in.Kind])
		}
		return title
	}
	var in avrr.Assign
	if page.Kind != casework.JobAssign || json.Unmarshal(page.Order.Body, &in) != nil {
		return title
	}
	to := in.Office
	for _, n := range names {
		if in.Person != "" && n.Username == in.Person {
			to = n.DisplayName
		}
	}
	return v.here.t("job.assigned", title, v.here.word("many.duty", string(in.Duty)), to)
}

// jobFile hands out what came of a job.
func (f *face) jobFile(v *visit) (screen, error) {
	file, err := f.Desk.JobFile(v.ctx(), v.who, v.c.Param("job"))
	if err != nil {
		return screen{}, err
	}
	h := v.c.Writer.Header()
	h.Set("Content-Type", file.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	http.ServeContent(v.c.Writer, v.c.Request, "", time.Time{}, bytes.NewReader(file.Content))
	return sent, nil
}

// cancelJob asks that no more is done. A job that has ended meanwhile is shown as it is: that says more than a refusal.
func (f *face) cancelJob(v *visit) (screen, error) {
	err := f.Desk.CancelJob(v.ctx(), v.who, v.c.Param("job"))
	var refused *avrr.Error
	if err != nil && (!errors.As(err, &refused) || refused.Code != avrr.CodeRule) {
		return screen{}, err
	}
	return v.goTo("/jobs/" + v.c.Param("job"))
}

// jobAgain asks once more for what was not done.
func (f *face) jobAgain(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, mostOfForm)
	key := v.c.PostForm("key")
	if !formKey.MatchString(key) {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	job, err := f.Desk.AskAgain(v.ctx(), v.who, key, v.c.Param("job"))
	if err != nil {
		return screen{}, err
	}
	return v.goTo("/jobs/" + job.ID)
}
