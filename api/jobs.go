package api

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"reflect"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/content"
)

// A jobs list is what whoever asks has asked for.
type jobs struct {
	Jobs       []casework.JobView `json:"jobs"`
	NextCursor *string            `json:"next_cursor"`
}

// chosenCases are the cases something is done to.
type chosenCases struct {
	Kind  string   `json:"kind" schema:"max=20"`
	Cases []string `json:"cases" schema:"max=300" doc:"Their references, in the order it is done to them."`
}

func (c chosenCases) cases() []string { return c.Cases }

// What is asked for beside the cases, kind by kind.
type (
	assignMany struct {
		chosenCases
		avrr.Assign
	}
	remindMany struct {
		chosenCases
		Language avrr.Language `json:"language,omitempty" schema:"enum=en|sq" doc:"Of the task they find; English when left out."`
	}
	printMany struct {
		chosenCases
		Paper    string        `json:"paper" schema:"max=40"`
		Language avrr.Language `json:"language,omitempty" schema:"enum=en|sq" doc:"Of those that are issued for it; English when left out."`
		Issue    bool          `json:"issue,omitempty" doc:"Whether it is issued where there is none yet."`
	}
	exportMany struct {
		chosenCases
		Form     string        `json:"form" schema:"enum=xlsx|csv"`
		Language avrr.Language `json:"language,omitempty" schema:"enum=en|sq" doc:"Of its words; English when left out."`
	}
)

func (m assignMany) order() (casework.JobOrder, error) { return casework.AssignOrder(m.Assign) }

func (m remindMany) order() (casework.JobOrder, error) {
	return casework.RemindOrder{Language: orEnglish(m.Language)}.Order()
}

func (m printMany) order() (casework.JobOrder, error) {
	return casework.LettersOrder{Kind: m.Paper, Language: orEnglish(m.Language), Issue: m.Issue}.Order()
}

func (m exportMany) order() (casework.JobOrder, error) {
	return casework.ExportOrder{Form: m.Form, Language: orEnglish(m.Language)}.Order()
}

func orEnglish(l avrr.Language) avrr.Language {
	if l == "" {
		return avrr.English
	}
	return l
}

// A many is a request to do something to many cases.
type many interface {
	cases() []string
	order() (casework.JobOrder, error)
}

// A manyKind is how the request for a job of a kind is described and read.
type manyKind struct {
	kind   string
	schema avrr.Schema
	read   func(json.RawMessage) (many, error)
}

func manyOf[T many](kind string) manyKind {
	schema := avrr.SchemaFor[T]()
	fields := schema["properties"].(avrr.Schema)
	fields["kind"] = avrr.Schema{"const": kind}
	if _, prints := fields["paper"]; prints {
		issue, _ := avrr.Find("issue-document")
		fields["paper"] = issue.Schema(nil)["properties"].(avrr.Schema)["kind"]
	}
	return manyKind{kind, schema, func(raw json.RawMessage) (many, error) { return avrr.DecodeAs[T](raw) }}
}

var manyKinds = []manyKind{
	manyOf[assignMany](casework.JobAssign), manyOf[remindMany](casework.JobRemind), manyOf[printMany](casework.JobLetters), manyOf[exportMany](casework.JobExport),
}

// readMany reads a request by the schema of its kind.
func readMany(raw json.RawMessage) (many, error) {
	var of struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(raw, &of); err != nil {
		return nil, avrr.Errorf(avrr.CodeInvalid, "The body must be a JSON object that says of which kind the job is.")
	}
	for _, k := range manyKinds {
		if k.kind == of.Kind {
			return k.read(raw)
		}
	}
	unknown := avrr.Errorf(avrr.CodeInvalid, "There is no job of the kind %.40q.", of.Kind)
	unknown.Field = "/kind"
	return nil, unknown
}

const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sheetDays is the parameter of a sheet whose days can be read in two ways.
var sheetDays = []parameter{{"dates", "How days are written where the sheet itself does not tell: 3/4 is the third of April with dmy.", avrr.Schema{"type": "string", "enum": []string{"dmy", "mdy"}}}}

func (d *desk) jobRoutes() []route {
	const one = root + "/jobs/{job}"
	var kinds []avrr.Schema
	for _, k := range manyKinds {
		kinds = append(kinds, k.schema)
	}
	asks := append([]string{codeKeyMissing, avrr.CodeRole, avrr.CodeNotFound, avrr.CodeRule, avrr.CodeKeyReused}, whole...)
	asked := func(says string) []reply {
		return []reply{{http.StatusCreated, says, reflect.TypeFor[casework.JobView](), []string{"Location", "Idempotency-Replayed"}}}
	}
	now := []reply{{http.StatusOK, "The job as it now is.", reflect.TypeFor[casework.JobPage](), nil}}
	change := []string{codeKeyMissing, codeMalformed, avrr.CodeRole, avrr.CodeNotFound, avrr.CodeRule}
	return []route{
		{method: http.MethodPost, path: root + "/jobs", name: "start-job", says: "Do something to up to 300 cases in the background, each by your rights when its turn comes.", signedIn: true,
			answer: d.startJob, input: avrr.Schema{"type": "object", "required": []string{"kind"}, "oneOf": kinds}, once: true, gives: asked("The job."), refuses: asks},
		{method: http.MethodGet, path: root + "/jobs", name: "list-jobs", says: "The last hundred jobs you asked for, the newest first.", signedIn: true, answer: d.jobs,
			gives: []reply{{http.StatusOK, "The jobs.", reflect.TypeFor[jobs](), nil}}},
		{method: http.MethodGet, path: one, name: "job", says: "A job of yours: how far it is and, once it has ended, what became of each case.", signedIn: true, answer: d.job, gives: now,
			refuses: []string{avrr.CodeNotFound}},
		{method: http.MethodGet, path: one + "/file", name: "job-file", says: "What came of a job, once it has ended, to who may still ask for it. That it was opened is on record.", signedIn: true, answer: d.jobFile,
			media: []string{content.PDF, textCSV, mediaXLSX}, gives: []reply{{http.StatusOK, "The file.", nil, []string{"Content-Disposition"}}}, refuses: []string{avrr.CodeNotFound, avrr.CodeRole, avrr.CodeRule}},
		{method: http.MethodPost, path: one + "/cancel", name: "cancel-job", says: "Begin nothing more of a job; what was done stays done.", signedIn: true, answer: d.changing(d.Desk.CancelJob), once: true,
			gives: now, refuses: change},
		{method: http.MethodPost, path: one + "/again", name: "job-again", says: "Ask again, as a job of its own, for the cases of an ended one to which it was not done.", signedIn: true, answer: d.jobAgain, once: true,
			gives: asked("The new job."), refuses: append([]string{avrr.CodeKeyReused}, change...)},
		{method: http.MethodPost, path: root + "/imports", name: "send-sheet", says: "Have a spreadsheet looked over. Nothing is opened before you say yes to what was found in it.", signedIn: true,
			answer: d.sendSheet, query: sheetDays, input: avrr.Schema{"type": "string", "format": "binary", "description": "A row a person, of at most 10 MB and 1000 cases, in the columns of docs/import.md."},
			sentAs: []string{textCSV, mediaXLSX}, once: true, gives: asked("A job in the state checked; it tells what would be opened, and what is wrong."), refuses: asks},
		{method: http.MethodPost, path: one + "/throw-away", name: "throw-sheet-away", says: "Destroy a sheet that still waits for your yes, with the key it is kept under.", signedIn: true,
			answer: d.throwSheetAway, once: true, gives: []reply{{http.StatusOK, "The jobs you have left.", reflect.TypeFor[jobs](), nil}}, refuses: change},
		{method: http.MethodPost, path: one + "/open", name: "open-sheet", says: "Say yes to a sheet: its cases are opened.", signedIn: true, answer: d.changing(d.Desk.OpenSheet), once: true, gives: now, refuses: change},
	}
}

func (d *desk) startJob(c *gin.Context) error {
	req, err := request(c)
	if err != nil {
		return err
	}
	asked, err := readMany(req.Body)
	if err != nil {
		return err
	}
	order, err := asked.order()
	if err != nil {
		return err
	}
	job, err := d.Desk.AskForJob(c.Request.Context(), whoAsks(c), req.Key, order, asked.cases())
	return begun(c, job, err)
}

func (d *desk) jobAgain(c *gin.Context) error {
	key, err := idempotencyKey(c)
	if err != nil {
		return err
	}
	job, err := d.Desk.AskAgain(c.Request.Context(), whoAsks(c), key, c.Param("job"))
	return begun(c, job, err)
}

func (d *desk) sendSheet(c *gin.Context) error {
	key, err := idempotencyKey(c)
	if err != nil {
		return err
	}
	q := ask(c, sheetDays)
	dates := q.text("dates")
	if dates != "" && dates != "dmy" && dates != "mdy" {
		q.fault("dates", "dates is dmy or mdy.")
	}
	if q.err != nil {
		return q.err
	}
	raw, mediaType, err := sentFile(c, casework.MostOfSheet, textCSV, mediaXLSX)
	if err != nil {
		return err
	}
	job, err := d.Desk.CheckSheet(c.Request.Context(), whoAsks(c), key, casework.Sheet{Workbook: mediaType == mediaXLSX, Dates: dates, Content: raw})
	return begun(c, job, err)
}

// begun answers a job that was asked for.
func begun(c *gin.Context, job casework.JobView, err error) error {
	if err != nil {
		return err
	}
	if job.Replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	c.Header("Location", job.Href)
	c.JSON(http.StatusCreated, job)
	return nil
}

func (d *desk) jobs(c *gin.Context) error {
	list, err := d.Desk.Jobs(c.Request.Context(), whoAsks(c))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, jobs{Jobs: list})
	return nil
}

func (d *desk) job(c *gin.Context) error {
	page, err := d.Desk.Job(c.Request.Context(), whoAsks(c), c.Param("job"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, page)
	return nil
}

// changing answers a job after a change that is made once however often it is asked for, whatever the key.
func (d *desk) changing(change func(ctx context.Context, who access.Person, id string) error) func(*gin.Context) error {
	return func(c *gin.Context) error {
		if _, err := idempotencyKey(c); err != nil {
			return err
		}
		if err := change(c.Request.Context(), whoAsks(c), c.Param("job")); err != nil {
			return err
		}
		return d.job(c)
	}
}

func (d *desk) throwSheetAway(c *gin.Context) error {
	if _, err := idempotencyKey(c); err != nil {
		return err
	}
	if err := d.Desk.ThrowSheetAway(c.Request.Context(), whoAsks(c), c.Param("job")); err != nil {
		return err
	}
	return d.jobs(c)
}

func (d *desk) jobFile(c *gin.Context) error {
	file, err := d.Desk.JobFile(c.Request.Context(), whoAsks(c), c.Param("job"))
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	c.Data(http.StatusOK, file.MediaType, file.Content)
	return nil
}
