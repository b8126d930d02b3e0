package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"homeward/avrr"
)

// FigureFilter chooses cases for a report; an empty field does not choose.
type FigureFilter struct {
	Programme   string
	OpenedFrom  string // the first day a case was opened, as 2026-01-31
	OpenedUntil string // the last one
	Reached     string // a stage the case has been in
	Open        bool   // it is in a stage but the last
	EnteredFrom string // the first day it entered the stage it is in
	EnteredTo   string // the last one
	Ended       string // why it ended
	PaidIn      string // a month something was paid in, as 2026-01
	PromisedIn  string // a month a plan was approved in
	Currency    string // of what was paid or promised in that month
}

// figured narrows a list of cases to those a report counts.
func (r *Reader) figured(query *gorm.DB, f FigureFilter) *gorm.DB {
	if f.PaidIn+f.PromisedIn != "" {
		of := r.db.Model(&MoneyMonth{}).Select("case_id")
		if f.PaidIn != "" {
			of = of.Where("month = ? AND paid <> 0", f.PaidIn)
		} else {
			of = of.Where("month = ? AND promised <> 0", f.PromisedIn)
		}
		if f.Currency != "" {
			of = of.Where("currency = ?", f.Currency)
		}
		query = query.Where("id IN (?)", of)
	}
	if f.PaidIn, f.PromisedIn, f.Currency = "", "", ""; f == (FigureFilter{}) {
		return query
	}
	return query.Where("id IN (?)", r.staying(f).Select("case_id"))
}

func (r *Reader) staying(f FigureFilter) *gorm.DB {
	of := r.db.Model(&Stay{})
	for _, is := range []struct{ where, value string }{
		{"opened_on >= ?", f.OpenedFrom}, {"opened_on <= ?", f.OpenedUntil}, {"programme = ?", f.Programme}, {"stage = ?", f.Reached}, {"entered_on >= ?", f.EnteredFrom}, {"entered_on <= ?", f.EnteredTo},
	} {
		if is.value != "" {
			of = of.Where(is.where, is.value)
		}
	}
	if f.Open {
		of = of.Where("days < 0 AND stage <> ?", avrr.Closed) // the first as the partial index says it
	}
	if f.Ended != "" {
		of = of.Where("how = ?", r.endedToken(f.Ended))
	}
	return of
}

// A StayCount says how many cases were so many days in a stage, or are there now with -1, and for the last stage why they ended.
type StayCount struct {
	Stage  avrr.Stage
	Days   int
	Reason string `gorm:"-"`
	N      int
}

// StayCounts answers how long the cases of a report were in each stage; reasons are those an end is asked for.
func (r *Reader) StayCounts(f FigureFilter, reasons []string) ([]StayCount, error) {
	var rows []struct {
		StayCount
		How []byte
	}
	if err := r.staying(f).Select("stage, days, how, count(*) AS n").Group("stage, days, how").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("stay counts: %w", classify(err))
	}
	named := map[string]string{}
	for _, reason := range reasons {
		named[string(r.endedToken(reason))] = reason
	}
	counts := make([]StayCount, len(rows))
	for i, row := range rows {
		counts[i] = row.StayCount
		counts[i].Reason = named[string(row.How)]
	}
	return counts, nil
}

// AgeCounts answers how many open cases of a programme, of all for "", entered the stage they are in on which day.
func (r *Reader) AgeCounts(programme string) (map[string]int, error) {
	var rows []struct {
		EnteredOn string
		N         int
	}
	of := r.staying(FigureFilter{Programme: programme, Open: true})
	if err := of.Select("entered_on, count(*) AS n").Group("entered_on").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("age counts: %w", classify(err))
	}
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.EnteredOn] = row.N
	}
	return counts, nil
}

// A LoadCount says how many open cases somebody looks after, and of how many what is overdue.
type LoadCount struct {
	Officer string // account id; empty for those nobody looks after
	Clock   string // what is overdue of them; empty for all of them
	N       int
}

// LoadCounts answers the open cases of a programme, of all for "", by who looks after them.
func (r *Reader) LoadCounts(programme string) ([]LoadCount, error) {
	return r.loads(programme, "officer, '' AS clock, count(*) AS n", "officer", false)
}

// OverdueCounts answers the open cases of a programme of which something is overdue, by who looks after them and by what is.
func (r *Reader) OverdueCounts(programme string) ([]LoadCount, error) {
	return r.loads(programme, "officer, next_clock AS clock, count(*) AS n", "officer, next_clock", true)
}

func (r *Reader) loads(programme, columns, by string, overdue bool) ([]LoadCount, error) {
	of := r.db.Model(&caseRow{}).Where("closed = ?", false)
	if programme != "" {
		of = of.Where("programme = ?", programme)
	}
	if overdue {
		of = of.Where("next_due < ?", r.store.now())
	}
	var rows []LoadCount
	if err := of.Select(columns).Group(by).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("load counts: %w", classify(err))
	}
	return rows, nil
}

// A Departure is a case on a journey that leaves at an instant.
type Departure struct {
	DepartsAt time.Time
	CaseID    string
}

// Departures answers which cases leave from an instant on and before another: each journey of a case once.
func (r *Reader) Departures(programme string, from, until time.Time) ([]Departure, error) {
	of := r.db.Table("movements").Select("movements.departs_at, movement_passengers.case_id").
		Joins("JOIN movement_passengers ON movement_passengers.movement_id = movements.id AND movement_passengers.active").
		Where("movements.departs_at >= ? AND movements.departs_at < ?", from, until)
	if programme != "" {
		of = of.Where("movement_passengers.case_id IN (?)", r.db.Model(&caseRow{}).Select("id").Where("programme = ?", programme))
	}
	var rows []Departure
	if err := of.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("departures: %w", classify(err))
	}
	return rows, nil
}

// A MonthCount is what was promised and paid in a month in a currency, and to how many cases.
type MonthCount struct {
	Month, Currency            string
	Promised, Paid             int64
	PromisedCases, PaidToCases int
}

// MonthCounts answers the months of a programme, of all for "", from one to another, both included.
func (r *Reader) MonthCounts(programme, from, until string) ([]MonthCount, error) {
	of := r.db.Model(&MoneyMonth{}).Where("month >= ? AND month <= ?", from, until)
	if programme != "" {
		of = of.Where("programme = ?", programme)
	}
	var rows []MonthCount
	err := of.Select(`month, currency, sum(promised) AS promised, sum(paid) AS paid, sum(CASE WHEN promised <> 0 THEN 1 ELSE 0 END) AS promised_cases,
		sum(CASE WHEN paid <> 0 THEN 1 ELSE 0 END) AS paid_to_cases`).Group("month, currency").Order("month, currency").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("month counts: %w", classify(err))
	}
	return rows, nil
}
