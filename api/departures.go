package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
)

// A departureList is what the gate tells of a day: who left, case by case.
type departureList struct {
	Rows []departureRow `json:"rows" schema:"max=100"`
}

type departureRow struct {
	Reference string `json:"reference" schema:"max=40" doc:"Of the case."`
	departureTold
}

// departureTold is the body of confirm-departure.
type departureTold struct {
	DepartedAt time.Time `json:"departed_at"`
	Boarded    []string  `json:"boarded" schema:"min=0" doc:"The members who boarded; who is not named did not show up."`
}

// DepartedRows are the outcomes in the order of the rows.
type DepartedRows struct {
	Rows []DepartedRow `json:"rows"`
}

// A DepartedRow is what became of one row.
type DepartedRow struct {
	Reference  string   `json:"reference"`
	Status     string   `json:"status" doc:"recorded, waiting or refused."`
	Submission string   `json:"submission,omitempty"`
	StatusURL  string   `json:"status_url,omitempty"`
	Problem    *Problem `json:"problem,omitempty" doc:"Why it was refused; the other rows stand."`
}

// departures confirms the departures of a day, each row for itself.
func (d *desk) departures(c *gin.Context) error {
	req, err := request(c)
	if err != nil {
		return err
	}
	told, err := avrr.DecodeAs[departureList](req.Body)
	if err != nil {
		return err
	}
	rows := make([]casework.Departure, len(told.Rows))
	for n, row := range told.Rows {
		raw, err := json.Marshal(row.departureTold)
		if err != nil {
			return fmt.Errorf("departures: %w", err)
		}
		rows[n] = casework.Departure{Reference: row.Reference, Body: raw}
	}
	answer := DepartedRows{Rows: []DepartedRow{}}
	for n, done := range d.Desk.Departures(c.Request.Context(), whoAsks(c), req.Key, rows) {
		row := DepartedRow{Reference: rows[n].Reference, Status: "recorded", Submission: done.Answer.Submission}
		switch {
		case done.Err != nil:
			problem := d.problem(c, done.Err)
			row.Status, row.Problem = "refused", &problem
		case done.Answer.Waiting:
			row.Status, row.StatusURL = "waiting", casework.StatusURL(done.Answer.Submission)
		}
		answer.Rows = append(answer.Rows, row)
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
