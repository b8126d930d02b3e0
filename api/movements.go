package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
)

type movements struct {
	Movements  []casework.MovementListed `json:"movements"`
	NextCursor *string                   `json:"next_cursor"`
}

// departures are the parameters of the list of movements.
var departures = []parameter{
	{"from", "Departing on this day or later, or at this instant or later.", avrr.Schema{"type": "string"}},
	{"to", "Departing on this day or earlier, or before this instant.", avrr.Schema{"type": "string"}},
	{"status", "One status.", avrr.Schema{"type": "string", "enum": avrr.MovementStatuses}},
	{"cursor", "next_cursor of the page before.", avrr.Schema{"type": "string"}},
	{"limit", "Movements on a page.", avrr.Schema{"type": "integer", "minimum": 1, "maximum": largestPage, "default": usualPage}},
}

func (d *desk) movements(c *gin.Context) error {
	q := ask(c, departures)
	search := casework.MovementSearch{From: q.moment("from", 0), To: q.moment("to", 1), Status: q.text("status"), Cursor: q.text("cursor"),
		Limit: q.number("limit", 1, largestPage, usualPage)}
	if q.err != nil {
		return q.err
	}
	list, next, err := d.Desk.Movements(c.Request.Context(), whoAsks(c), search)
	if err != nil {
		return err
	}
	page := movements{Movements: list}
	if next != "" {
		page.NextCursor = &next
	}
	c.JSON(http.StatusOK, page)
	return nil
}

// moment reads an instant, or a day of UTC from its beginning or, with one day more, to its end; nil when it is not given.
func (q *question) moment(name string, more int) *time.Time {
	said := q.text(name)
	if said == "" {
		return nil
	}
	if at, err := time.Parse(time.RFC3339, said); err == nil {
		return &at
	}
	day, err := time.Parse(time.DateOnly, said)
	if err != nil {
		q.fault(name, "%s is a day such as 2026-11-22, or an instant with its offset.", name)
		return nil
	}
	day = day.AddDate(0, 0, more)
	return &day
}

func (d *desk) movement(c *gin.Context) error {
	view, err := d.Desk.Movement(c.Request.Context(), whoAsks(c), c.Param("movement"))
	if err != nil {
		return err
	}
	c.Header("ETag", etag(view.Version))
	c.JSON(http.StatusOK, view)
	return nil
}

// manifests answers the papers of a movement.
func (d *desk) manifests(c *gin.Context) error {
	q := ask(c, pages)
	list, err := d.Desk.MovementDocuments(c.Request.Context(), whoAsks(c), c.Param("movement"))
	if err != nil {
		return err
	}
	return page(c, q, list)
}

// manifestFile answers a paper of a movement as it was printed.
func (d *desk) manifestFile(c *gin.Context) error {
	id, err := documentID(c)
	if err != nil {
		return err
	}
	paper, err := d.Desk.MovementDocumentFile(c.Request.Context(), whoAsks(c), c.Param("movement"), id)
	if err != nil {
		return err
	}
	show(c, paper.Number, paper.File)
	return nil
}

// plan begins a movement that no case is on yet.
func (d *desk) plan(c *gin.Context) error {
	req, err := request(c)
	if err != nil {
		return err
	}
	answer, err := d.Desk.Plan(c.Request.Context(), whoAsks(c), req)
	return tell(c, answer, err)
}

// performTogether carries out an action on a movement, for everybody it is about.
func (d *desk) performTogether(c *gin.Context) error {
	return act(c, c.Param("movement"), d.Desk.PerformTogether)
}
