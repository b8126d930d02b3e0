package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

type resultsCommand struct {
	From      string `help:"First day of the period, the first of a month; the present year when left out." placeholder:"2026-01-01"`
	To        string `help:"Last day of the period, the last of a month." placeholder:"2026-12-31"`
	Programme string `help:"Code of a programme; all of them when left out."`
	Funding   string `help:"Who bears the cases; everybody when left out."`
	Table     string `help:"Which table a .csv holds, or definitions."`
	Language  string `help:"Of the words: en or sq." enum:"en,sq" default:"en"`
	File      string `arg:"" help:"Where to write: a name that ends in .xlsx, .csv or .json."`
	storage
	logging
}

// Run writes the results of a period to a file. What was begun and could not be finished is not left there.
func (c resultsCommand) Run(ctx context.Context, s streams) error {
	search, err := c.search()
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	write, err := c.report(ctx, h.desk(nil), search)
	if err != nil {
		return err
	}
	if err := writeFile(c.File, write); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "The results are in %s.\n", c.File)
	return err
}

func (c resultsCommand) search() (casework.ResultsSearch, error) {
	s := casework.ResultsSearch{Programme: c.Programme, Funding: c.Funding}
	for _, day := range []struct {
		said string
		into *avrr.Date
	}{{c.From, &s.Period.From}, {c.To, &s.Period.Until}} {
		if day.said == "" {
			continue
		}
		var err error
		if *day.into, err = avrr.ParseDate(day.said); err != nil {
			return s, usage{err.Error()}
		}
	}
	return s, nil
}

// report answers what writes the results in the form the file's name asks for.
func (c resultsCommand) report(ctx context.Context, desk *casework.Desk, s casework.ResultsSearch) (func(io.Writer) error, error) {
	operator := access.Person{Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}}
	switch form := strings.TrimPrefix(filepath.Ext(c.File), "."); form {
	case "json":
		report, err := desk.Results(ctx, operator, s, form)
		if err != nil {
			return nil, err
		}
		return func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(report)
		}, nil
	case casework.FormXLSX, casework.FormCSV:
		export, err := desk.ExportResults(ctx, operator, s, form, c.Table, avrr.Language(c.Language))
		if err != nil {
			return nil, err
		}
		return export.Write, nil
	}
	return nil, usage{fmt.Sprintf("The results are written as .xlsx, .csv or .json; %s ends in none of them.", c.File)}
}

// writeFile writes a file that only its owner may read.
func writeFile(path string, write func(io.Writer) error) (err error) {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(out), out.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
