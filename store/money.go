package store

import (
	"fmt"

	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// CaseMoney is where the money of a case stands, in minor units of its programme's currency.
type CaseMoney struct {
	CaseID   string `gorm:"primaryKey"`
	Currency string // ISO 4217
	Approved int64
	Paid     int64 // reversals taken off
	Overpaid int64 // of Paid
	Exchange int64 // of Paid, what the rates moved; below zero it is gained
}

func (CaseMoney) TableName() string { return "case_money" }

// MoneyOf makes the running totals of a folded case, false for one whose money has not moved yet.
func MoneyOf(c *avrr.Case, p *avrr.Programme) (CaseMoney, bool) {
	t := c.Totals()
	m := CaseMoney{CaseID: c.ID, Currency: p.Currency, Approved: t.Approved, Paid: t.Paid, Overpaid: t.Overpaid, Exchange: t.Lost - t.Gained}
	return m, c.Plan != nil || len(c.Payments) > 0
}

// MoveMoney moves the running totals of a case. It answers ErrCheck when more was paid than approved and is neither overpaid nor
// what the rates moved.
func (tx *Tx) MoveMoney(m CaseMoney) error {
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&m).Error; err != nil {
		return fmt.Errorf("move the money of case %s: %w", m.CaseID, classify(err))
	}
	return nil
}

// Money answers the running totals of a case, and ErrNotFound for one whose money has not moved yet.
func (r *Reader) Money(caseID string) (CaseMoney, error) {
	var m CaseMoney
	if err := r.db.Where("case_id = ?", caseID).Take(&m).Error; err != nil {
		return m, fmt.Errorf("money: %w", classify(err))
	}
	return m, nil
}
