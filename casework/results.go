package casework

import (
	"context"
	"fmt"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A ResultsSearch chooses what a report is about; an empty field does not choose. Without a period it is about the present year.
type ResultsSearch struct {
	Period    avrr.Period
	Programme string // its code
	Funding   string
}

// A Report is the tables a donor is given, with what everything in them means.
type Report struct {
	avrr.ReportOf
	Definitions []avrr.Definition  `json:"definitions"`
	Tables      []avrr.ResultTable `json:"tables"`
}

// Results reads every case that is chosen once, one at a time, and answers what they come to. That somebody asked is on record, and
// in which form they were given it.
func (d *Desk) Results(ctx context.Context, who access.Person, s ResultsSearch, form string) (*Report, error) {
	if err := access.May(who.Actor, access.SeeResults, nil); err != nil {
		return nil, err
	}
	today := avrr.DateOf(d.now())
	if s.Period == (avrr.Period{}) {
		s.Period = avrr.YearOf(today)
	}
	if err := s.Period.Check(); err != nil {
		return nil, err
	}
	if err := d.knownProgramme(ctx, s.Programme); err != nil {
		return nil, err
	}
	of := avrr.ReportOf{Period: s.Period, Programme: s.Programme, Funding: s.Funding, MadeOn: today}
	detail := fmt.Sprintf("results %s to %s as %s", s.Period.From, s.Period.Until, form)
	if s.Programme != "" {
		detail += " of " + s.Programme
	}
	if s.Funding != "" {
		detail += " of one funding"
	}
	if err := d.audit(ctx, who, "export", store.Case{}, detail); err != nil {
		return nil, err
	}
	r := d.Store.Read(ctx)
	counted := avrr.NewResults(s.Period, today)
	err := r.EachCase(s.Programme, func(row store.Case) error {
		if row.Sealed {
			of.Unreadable++
			return nil
		}
		p, err := d.programme(r, row.Programme, row.ProgrammeVersion)
		if err != nil {
			return err
		}
		c, err := r.Folded(row, p)
		if err != nil {
			return err
		}
		if s.Funding == "" || c.Funding == s.Funding {
			counted.Add(c, p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	return &Report{of, avrr.Definitions(of), counted.Tables()}, nil
}

// knownProgramme refuses a code that no programme has: a slip of the pen would otherwise report nothing.
func (d *Desk) knownProgramme(ctx context.Context, code string) error {
	if code == "" {
		return nil
	}
	library, err := d.library(d.Store.Read(ctx))
	if err != nil {
		return err
	}
	if _, known := library.Current(code); !known {
		return &avrr.Error{Code: avrr.CodeInvalid, Field: "/programme", Message: fmt.Sprintf("There is no programme %.40q.", code)}
	}
	return nil
}
