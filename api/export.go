package api

import (
	"fmt"
	"mime"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
)

// worded is the parameter of a file whose words are for people.
var worded = parameter{"lang", "The language of the words; English when left out.", avrr.Schema{"type": "string", "enum": []avrr.Language{avrr.English, avrr.Albanian}}}

// listedOnly are the parameters of the caseload that a file of it does not take: it has all that is chosen.
var listedOnly = []string{"cursor", "limit"}

// chosen are the parameters that choose and sort the caseload.
var chosen = append(slices.DeleteFunc(slices.Clone(choices), func(p parameter) bool { return slices.Contains(listedOnly, p.name) }), worded)

// exportedTable is the parameter of a CSV of results.
var exportedTable = parameter{"table", "The table; definitions says what the words of all of them mean.", avrr.Schema{"type": "string", "enum": append(avrr.ResultTables(), "definitions")}}

// reportedAs are the parameters of the results as a file of a form.
func reportedAs(form string) []parameter {
	known := append(slices.Clone(reported), worded)
	if form == casework.FormCSV {
		known = append(known, exportedTable)
	}
	return known
}

// resultsFile answers the results as a file of a form.
func (d *desk) resultsFile(form string) func(*gin.Context) error {
	return func(c *gin.Context) error {
		q := ask(c, reportedAs(form))
		search, table, in := q.report(), q.text("table"), q.language()
		if q.err != nil {
			return q.err
		}
		export, err := d.Desk.ExportResults(c.Request.Context(), whoAsks(c), search, form, table, in)
		if err != nil {
			return err
		}
		return d.send(c, export)
	}
}

// casesFile answers the caseload as a file of a form.
func (d *desk) casesFile(form string) func(*gin.Context) error {
	return func(c *gin.Context) error {
		q := ask(c, chosen)
		search, in := q.search(), q.language()
		if q.err != nil {
			return q.err
		}
		export, err := d.Desk.ExportCases(c.Request.Context(), whoAsks(c), search, form, in)
		if err != nil {
			return err
		}
		return d.send(c, export)
	}
}

func (q *question) language() avrr.Language {
	switch said := avrr.Language(q.text("lang")); said {
	case "":
		return avrr.English
	case avrr.English, avrr.Albanian:
		return said
	}
	q.fault("lang", "lang is en or sq.")
	return avrr.English
}

// tableMedia are the media types of a table by form.
var tableMedia = map[string]string{casework.FormXLSX: mediaXLSX, casework.FormCSV: textCSV}

// send writes a file while it is made. One that breaks off after it has begun ends the connection: half a file must not look whole.
func (d *desk) send(c *gin.Context, e *casework.Export) error {
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}))
	c.Header("Content-Type", e.MediaType)
	err := e.Write(c.Writer)
	switch {
	case err == nil:
		return nil
	case !c.Writer.Written():
		c.Header("Content-Disposition", "")
		return fmt.Errorf("export: %w", err)
	}
	d.Logger.Error("an export broke off", "request", c.GetString(requestID), "error", err)
	panic(http.ErrAbortHandler)
}
