package store

import (
	"bytes"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"homeward/avrr"
)

// tokenEnded is the kind of the token that stands for why a case ended.
const tokenEnded = "ended"

// A Stay is how long a case was in a stage.
type Stay struct {
	CaseID    string `gorm:"primaryKey"`
	Stage     string `gorm:"primaryKey"`
	Programme string
	OpenedOn  string // the case, as 2026-01-31
	EnteredOn string // last
	Days      int    // altogether; -1 while the case is there
	How       []byte // a token of why the case ended, in its last stage; empty elsewhere
}

// TableName is where gorm finds stays.
func (Stay) TableName() string { return "stays" }

func (s Stay) same(o Stay) bool {
	how := bytes.Equal(s.How, o.How)
	s.How, o.How = nil, nil
	return how && fmt.Sprint(s) == fmt.Sprint(o)
}

// stayRowsOf makes the stays of a folded case, one a stage.
func (r *Reader) stayRowsOf(c *avrr.Case) []Stay {
	var rows []Stay
	for _, s := range c.Stays {
		n := slices.IndexFunc(rows, func(row Stay) bool { return row.Stage == string(s.Stage) })
		if n < 0 {
			n = len(rows)
			rows = append(rows, Stay{CaseID: c.ID, Stage: string(s.Stage), Programme: c.Programme, OpenedOn: avrr.DateOf(c.OpenedAt).String(), How: []byte{}})
		}
		rows[n].EnteredOn = s.From.String()
		if s.Until.IsZero() {
			rows[n].Days = -1
		} else {
			rows[n].Days += s.From.DaysUntil(s.Until)
		}
	}
	if n := len(rows); n > 0 && c.Closure != nil {
		i := slices.IndexFunc(rows, func(row Stay) bool { return row.Days < 0 })
		rows[max(i, 0)].How = r.endedToken(c.Closure.Reason)
	}
	return rows
}

func (r *Reader) endedToken(reason string) []byte { return r.store.sealer.Token(tokenEnded, reason) }

// NoteFigures writes down what reports count of a folded case: where it was, and what it was promised and paid, touching only the rows
// that differ.
func (tx *Tx) NoteFigures(c *avrr.Case, currency string) error {
	if err := replace(tx.db, c.ID, tx.stayRowsOf(c), Stay.same, "case_id = ? AND stage = ?", func(s Stay) []any { return []any{s.CaseID, s.Stage} }); err != nil {
		return fmt.Errorf("note stays: %w", err)
	}
	if err := replace(tx.db, c.ID, monthRowsOf(c, currency), MoneyMonth.same, "case_id = ? AND month = ? AND currency = ?",
		func(m MoneyMonth) []any { return []any{m.CaseID, m.Month, m.Currency} }); err != nil {
		return fmt.Errorf("note months: %w", err)
	}
	return nil
}

// replace makes rows all that a table has of a case, touching only those that differ. key is what identifies a row, as where says it.
func replace[T any](db *gorm.DB, caseID string, rows []T, same func(T, T) bool, where string, key func(T) []any) error {
	var stored []T
	if err := db.Where("case_id = ?", caseID).Find(&stored).Error; err != nil {
		return classify(err)
	}
	is := func(row T) func(T) bool {
		return func(o T) bool { return fmt.Sprint(key(o)...) == fmt.Sprint(key(row)...) }
	}
	for _, row := range rows {
		at := slices.IndexFunc(stored, is(row))
		var err error
		switch {
		case at < 0:
			err = db.Create(&row).Error
		case !same(stored[at], row):
			err = db.Model(&row).Where(where, key(row)...).Select("*").Updates(&row).Error
		}
		if err != nil {
			return classify(err)
		}
	}
	for _, old := range stored {
		if !slices.ContainsFunc(rows, is(old)) {
			if err := db.Where(where, key(old)...).Delete(new(T)).Error; err != nil {
				return classify(err)
			}
		}
	}
	return nil
}

// A MoneyMonth is what a case was promised in a month, and what was paid of it, in minor units of Currency.
type MoneyMonth struct {
	CaseID    string `gorm:"primaryKey"`
	Month     string `gorm:"primaryKey"` // as 2026-01
	Currency  string `gorm:"primaryKey"`
	Programme string
	Promised  int64
	Paid      int64
}

// TableName is where gorm finds months.
func (MoneyMonth) TableName() string { return "money_months" }

func (m MoneyMonth) same(o MoneyMonth) bool { return m == o }

// monthRowsOf makes the months of a folded case: a plan is promised in the month it was approved, what an amendment changes of it in the
// amendment's own, and a payment counts in its month with what came back taken off. A month that has been told of stays as it was.
func monthRowsOf(c *avrr.Case, currency string) []MoneyMonth {
	var rows []MoneyMonth
	in := func(on avrr.Date) *MoneyMonth {
		month := on.String()[:len("2026-01")]
		n := slices.IndexFunc(rows, func(m MoneyMonth) bool { return m.Month == month })
		if n < 0 {
			n = len(rows)
			rows = append(rows, MoneyMonth{CaseID: c.ID, Month: month, Currency: currency, Programme: c.Programme})
		}
		return &rows[n]
	}
	stood := int64(0)
	for _, p := range append(slices.Clone(c.PlanVersions), c.Plan) {
		if p == nil || p.Decision != "approve" {
			continue
		}
		comesTo := int64(0)
		for _, m := range p.Measures {
			comesTo += m.Amount
		}
		in(avrr.DateOf(p.DecidedAt)).Promised += comesTo - stood
		stood = comesTo
	}
	for _, p := range c.Payments {
		in(p.PaidOn).Paid += p.Kept()
	}
	return rows
}
