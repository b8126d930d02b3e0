package casework

import (
	"context"
	"fmt"
	"strings"
	"sync"

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

// Results reads every case that is chosen once, a few at a time, and answers what they come to. That somebody asked is on record, and
// in which form they were given it.
func (d *Desk) Results(ctx context.Context, who access.Person, s ResultsSearch, form string) (*Report, error) {
	if err := access.May(who.Actor, access.SeeResults, nil); err != nil {
		return nil, err
	}
	s.Funding = strings.TrimSpace(s.Funding)
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
	err := d.audit(ctx, who, "export", store.Case{}, detail)
	if err != nil {
		return nil, err
	}
	counted, borne := avrr.NewResults(s.Period, today), false
	if of.Unreadable, borne, err = d.count(ctx, s, counted); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	if !borne {
		if err := d.knownFunding(ctx, s); err != nil {
			return nil, err
		}
	}
	return &Report{of, avrr.Definitions(of), counted.Tables()}, nil
}

// foldersOfResults is how many cases are folded at once while the next are read: reading and folding take about as long as each other.
const foldersOfResults = 2

// A folding is a case with the programme it is folded under.
type folding struct {
	row       store.Case
	programme *avrr.Programme
}

// count adds every case that is chosen, whatever its days, and answers whether there is one and how many do not open any more.
func (d *Desk) count(ctx context.Context, s ResultsSearch, counted *avrr.Results) (unreadable int, found bool, err error) {
	ctx, enough := context.WithCancelCause(ctx)
	defer enough(nil)
	funding := avrr.OneFunding(s.Funding)
	toFold := make(chan folding)
	var counting sync.Mutex
	var folders sync.WaitGroup
	for range foldersOfResults {
		folders.Go(func() {
			r := d.Store.Read(ctx)
			for f := range toFold {
				c, err := r.Folded(f.row, f.programme)
				if err != nil {
					enough(err)
					return
				}
				if funding == "" || avrr.OneFunding(c.Funding) == funding {
					counting.Lock()
					found = true
					counted.Add(c, f.programme)
					counting.Unlock()
				}
			}
		})
	}
	r := d.Store.Read(ctx)
	err = r.EachCase(s.Programme, func(row store.Case) error {
		if row.Sealed {
			unreadable++
			return nil
		}
		p, err := d.programme(r, row.Programme, row.ProgrammeVersion)
		if err != nil {
			return err
		}
		select {
		case toFold <- folding{row, p}:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(toFold)
	folders.Wait()
	if failed := context.Cause(ctx); failed != nil {
		return unreadable, found, failed
	}
	return unreadable, found, err
}

// knownFunding refuses a funding that neither a case nor a budget has, when no case was found: a slip of the pen would report nothing.
func (d *Desk) knownFunding(ctx context.Context, s ResultsSearch) error {
	if s.Funding == "" {
		return nil
	}
	budgets, err := d.Store.Read(ctx).Budgets()
	if err != nil {
		return err
	}
	for _, b := range budgets {
		if avrr.OneFunding(b.Funding) == avrr.OneFunding(s.Funding) && (s.Programme == "" || s.Programme == b.Programme) {
			return nil
		}
	}
	text := fmt.Sprintf("No case and no budget has the funding %.80q.", s.Funding)
	if s.Programme != "" {
		text = fmt.Sprintf("No case and no budget of the programme %s has the funding %.80q.", s.Programme, s.Funding)
	}
	return &avrr.Error{Code: avrr.CodeInvalid, Field: "/funding", Message: text}
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
