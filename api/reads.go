package api

import (
	"encoding/base64"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// Pages of the caseload.
const (
	usualPage   = 50
	largestPage = 100
)

// The lists. Each names its kind, and where the next page begins; null on the last one.
type (
	caseload struct {
		Cases      []casework.Listed `json:"cases"`
		NextCursor *string           `json:"next_cursor"`
	}
	timeline struct {
		Timeline   []casework.TimelineEntry `json:"timeline"`
		NextCursor *string                  `json:"next_cursor"`
	}
	documents struct {
		Documents  []casework.DocumentView `json:"documents"`
		NextCursor *string                 `json:"next_cursor"`
	}
	tasks struct {
		Tasks      []casework.TaskView `json:"tasks"`
		NextCursor *string             `json:"next_cursor"`
	}
	programmes struct {
		Programmes []Programme `json:"programmes"`
		NextCursor *string     `json:"next_cursor"`
	}
)

// choices are the parameters of the caseload.
var choices = []parameter{
	{"stage", "One stage.", avrr.Schema{"type": "string", "enum": avrr.StageOrder}},
	{"officer", "The return officer's user name.", avrr.Schema{"type": "string"}},
	{"country", "Country of return, ISO 3166-1 alpha-2.", avrr.Schema{"type": "string"}},
	{"overdue", "Only cases on which something is overdue.", avrr.Schema{"type": "boolean"}},
	{"open", "Only cases that are not closed.", avrr.Schema{"type": "boolean"}},
	{"needs_person", "Only cases somebody has to look at: a deadline has passed, or a fact contradicts the case.", avrr.Schema{"type": "boolean"}},
	{"on_hold", "Only cases that are on hold.", avrr.Schema{"type": "boolean"}},
	{"child", "Only cases with a member who is under 18, or may be. Of a restricted case nobody learns it who does not see its names.", avrr.Schema{"type": "boolean"}},
	{"due_this_week", "Only cases on which something falls due within seven days, or is overdue.", avrr.Schema{"type": "boolean"}},
	{"office", "The office that opened the case.", avrr.Schema{"type": "string"}},
	{"opened_from", "Opened on this day or later.", avrr.Schema{"type": "string", "format": "date"}},
	{"opened_to", "Opened on this day or before.", avrr.Schema{"type": "string", "format": "date"}},
	{"departs_from", "On a journey that leaves on this day or later, by universal time.", avrr.Schema{"type": "string", "format": "date"}},
	{"departs_to", "On a journey that leaves on this day or before, by universal time.", avrr.Schema{"type": "string", "format": "date"}},
	{"mine", "Only cases of which whoever asks holds a duty.", avrr.Schema{"type": "boolean"}},
	{"q", "A name, in any order, spelling or script and with initials; a reference or its last four signs; the number of a document or ticket, a record locator, the key of an order to the bank, or at least the last six digits of a phone number. What is found exactly comes first; found_by says why each case is found.", avrr.Schema{"type": "string"}},
	{"sort", "The order; due when left out.", avrr.Schema{"type": "string", "enum": []string{"due", "opened", "stage", "reference"}}},
	{"cursor", "next_cursor of the page before.", avrr.Schema{"type": "string"}},
	{"limit", "Cases on a page.", avrr.Schema{"type": "integer", "minimum": 1, "maximum": largestPage, "default": usualPage}},
}

func (d *desk) caseload(c *gin.Context) error {
	q := ask(c, choices)
	search := q.search()
	search.Cursor, search.Limit = q.text("cursor"), q.number("limit", 1, largestPage, usualPage)
	if q.err != nil {
		return q.err
	}
	cases, next, err := d.Desk.Caseload(c.Request.Context(), whoAsks(c), search)
	if err != nil {
		return err
	}
	page := caseload{Cases: cases}
	if next != "" {
		page.NextCursor = &next
	}
	c.JSON(http.StatusOK, page)
	return nil
}

// search reads what chooses and sorts the caseload.
func (q *question) search() casework.Search {
	return casework.Search{Stage: q.text("stage"), Officer: q.text("officer"), Country: q.text("country"), Query: q.text("q"),
		Overdue: q.yes("overdue"), Open: q.yes("open"), Needs: q.yes("needs_person"), Held: q.yes("on_hold"), Child: q.yes("child"), Week: q.yes("due_this_week"), Mine: q.yes("mine"), Office: q.text("office"),
		OpenedFrom: q.day("opened_from"), OpenedUntil: q.day("opened_to"), DepartsFrom: q.day("departs_from"), DepartsTo: q.day("departs_to"), Sort: q.text("sort")}
}

// portions are the parameters of somebody's work.
var portions = []parameter{
	{"group", "Lists this group alone and counts the others; the first tasks of each group are listed when left out.", avrr.Schema{"type": "string", "enum": casework.WorkGroups}},
	{"cursor", "next_cursor of the page before; it goes with its group.", avrr.Schema{"type": "string"}},
	{"limit", "Tasks on a page of a group.", avrr.Schema{"type": "integer", "minimum": 1, "maximum": largestPage, "default": usualPage}},
}

// pages are the parameters of the lists of one case. What a case has is read whole, so a page is as large as the largest.
var pages = []parameter{
	{"cursor", "next_cursor of the page before.", avrr.Schema{"type": "string"}},
	{"limit", "Lines on a page.", avrr.Schema{"type": "integer", "minimum": 1, "maximum": largestPage, "default": largestPage}},
}

// onPage cuts a page out of a list whose lines have a key each: the cursor is that of the last line of the page before.
func onPage[T any](q *question, list []T, key func(T) string) (page []T, next *string) {
	limit := q.number("limit", 1, largestPage, largestPage)
	if q.err != nil {
		return nil, nil
	}
	if after := q.text("cursor"); after != "" {
		raw, err := base64.RawURLEncoding.DecodeString(after)
		at := slices.IndexFunc(list, func(line T) bool { return key(line) == string(raw) })
		if err != nil || at < 0 {
			q.fault("cursor", "The line this cursor stands for is gone; begin again without it.")
			return nil, nil
		}
		list = list[at+1:]
	}
	if len(list) <= limit {
		return list, nil
	}
	last := base64.RawURLEncoding.EncodeToString([]byte(key(list[limit-1])))
	return list[:limit], &last
}

func (d *desk) work(c *gin.Context) error {
	q := ask(c, portions)
	search := casework.WorkSearch{Group: q.text("group"), Cursor: q.text("cursor"), Limit: q.number("limit", 1, largestPage, usualPage)}
	if q.err != nil {
		return q.err
	}
	view, err := d.Desk.Work(c.Request.Context(), whoAsks(c), search)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, view)
	return nil
}

func (d *desk) oneCase(c *gin.Context) error {
	view, err := d.Desk.Case(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.Header("ETag", etag(view.Version))
	c.JSON(http.StatusOK, view)
	return nil
}

func (d *desk) timeline(c *gin.Context) error {
	q := ask(c, pages)
	entries, err := d.Desk.Timeline(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	some, next := onPage(q, entries, func(e casework.TimelineEntry) string { return strconv.Itoa(e.Seq) })
	if q.err != nil {
		return q.err
	}
	c.JSON(http.StatusOK, timeline{some, next})
	return nil
}

func (d *desk) tasks(c *gin.Context) error {
	q := ask(c, pages)
	list, err := d.Desk.Tasks(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	some, next := onPage(q, list, func(t casework.TaskView) string { return t.ID })
	if q.err != nil {
		return q.err
	}
	c.JSON(http.StatusOK, tasks{some, next})
	return nil
}

func (d *desk) decision(c *gin.Context) error {
	decision, err := d.Desk.Decision(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, decision)
	return nil
}

func (d *desk) packageOf(c *gin.Context) error {
	view, err := d.Desk.Package(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, view)
	return nil
}

// budgets are some dozens at most: the answer is whole.
type budgets struct {
	Budgets []casework.BudgetView `json:"budgets"`
}

func (d *desk) budgets(c *gin.Context) error {
	all, err := d.Desk.Budgets(c.Request.Context(), whoAsks(c))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, budgets{all})
	return nil
}

func (d *desk) horizon(c *gin.Context) error {
	horizon, err := d.Desk.Horizon(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, horizon)
	return nil
}

func (d *desk) documents(c *gin.Context) error {
	q := ask(c, pages)
	list, err := d.Desk.Documents(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	return page(c, q, list)
}

func page(c *gin.Context, q *question, list []casework.DocumentView) error {
	some, next := onPage(q, list, func(d casework.DocumentView) string { return d.Number })
	if q.err != nil {
		return q.err
	}
	c.JSON(http.StatusOK, documents{some, next})
	return nil
}

const pdf = ".pdf"

// documentID reads the id of a paper out of its address.
func documentID(c *gin.Context) (string, error) {
	id, isPDF := strings.CutSuffix(c.Param("document"), pdf)
	if !isPDF {
		return "", avrr.Errorf(avrr.CodeNotFound, "A document is asked for as its id with %s after it.", pdf)
	}
	return id, nil
}

// documentFile answers a paper as it was printed.
func (d *desk) documentFile(c *gin.Context) error {
	id, err := documentID(c)
	if err != nil {
		return err
	}
	paper, err := d.Desk.DocumentFile(c.Request.Context(), whoAsks(c), c.Param("reference"), id)
	if err != nil {
		return err
	}
	show(c, paper.Number, paper.File)
	return nil
}

// show answers a paper. It may be looked at, and runs nothing.
func show(c *gin.Context, number string, file []byte) {
	c.Header("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": number + pdf}))
	c.Header("Content-Security-Policy", "sandbox")
	c.Data(http.StatusOK, "application/pdf", file)
}

func (d *desk) programmes(c *gin.Context) error {
	if err := access.May(whoAsks(c).Actor, access.SeeProgrammes, nil); err != nil {
		return err
	}
	current, err := d.Desk.Programmes(c.Request.Context())
	if err != nil {
		return err
	}
	list := programmes{Programmes: []Programme{}}
	for _, p := range current {
		list.Programmes = append(list.Programmes, programmeOf(p))
	}
	c.JSON(http.StatusOK, list)
	return nil
}
