package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
)

type visits struct {
	Visits     []casework.VisitLine `json:"visits"`
	NextCursor *string              `json:"next_cursor"`
}

// rounds are the parameters of the list of visits.
var rounds = []parameter{
	{"from", "On this day or later.", avrr.Schema{"type": "string", "format": "date"}},
	{"to", "On this day or earlier.", avrr.Schema{"type": "string", "format": "date"}},
	{"mine", "Only those of whoever asks, and those of nobody in particular in their office.", avrr.Schema{"type": "boolean"}},
	{"overdue", "Only those that are late.", avrr.Schema{"type": "boolean"}},
	{"cursor", "next_cursor of the page before.", avrr.Schema{"type": "string"}},
	{"limit", "Visits on a page.", avrr.Schema{"type": "integer", "minimum": 1, "maximum": largestPage, "default": usualPage}},
}

func (d *desk) visits(c *gin.Context) error {
	q := ask(c, rounds)
	search := casework.VisitSearch{From: q.day("from"), To: q.day("to"), Mine: q.yes("mine"), Overdue: q.yes("overdue"), Cursor: q.text("cursor"),
		Limit: q.number("limit", 1, largestPage, usualPage)}
	if q.err != nil {
		return q.err
	}
	list, next, err := d.Desk.Visits(c.Request.Context(), whoAsks(c), search)
	if err != nil {
		return err
	}
	page := visits{Visits: list}
	if next != "" {
		page.NextCursor = &next
	}
	c.JSON(http.StatusOK, page)
	return nil
}

func (d *desk) caseVisits(c *gin.Context) error {
	view, err := d.Desk.CaseVisits(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, view)
	return nil
}
