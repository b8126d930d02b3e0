package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
)

// reported are the parameters of a report.
var reported = []parameter{
	{"from", "First day of the period, the first of a month; with to, the present year when left out.", avrr.Schema{"type": "string", "format": "date"}},
	{"to", "Last day of the period, the last of a month.", avrr.Schema{"type": "string", "format": "date"}},
	{"programme", "The code of a programme.", avrr.Schema{"type": "string"}},
	{"funding", "Who bears the cases, as the cases say it.", avrr.Schema{"type": "string"}},
}

func (d *desk) results(c *gin.Context) error {
	q := ask(c, reported)
	search := q.report()
	if q.err != nil {
		return q.err
	}
	report, err := d.Desk.Results(c.Request.Context(), whoAsks(c), search, "json")
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, report)
	return nil
}

func (q *question) report() casework.ResultsSearch {
	return casework.ResultsSearch{Period: avrr.Period{From: q.day("from"), Until: q.day("to")}, Programme: q.text("programme"), Funding: q.text("funding")}
}

func (q *question) day(name string) avrr.Date {
	said := q.text(name)
	if said == "" {
		return avrr.Date{}
	}
	day, err := avrr.ParseDate(said)
	if err != nil {
		q.fault(name, "%s is a day, such as 2026-01-01.", name)
	}
	return day
}
