package store

import (
	"fmt"

	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// An InstalmentStep is a release or a payment of an instalment that stands. Each is there once, whatever the keys it was asked for
// under: the row is the guard, written in the transaction that appends the event it names.
type InstalmentStep struct {
	CaseID     string `gorm:"primaryKey"`
	Instalment string `gorm:"primaryKey"`
	Kind       string `gorm:"primaryKey"` // of avrr.Step
	Seq        int    // the event that did it
}

// StepsOf makes the steps of a folded case.
func StepsOf(c *avrr.Case) []InstalmentStep {
	var steps []InstalmentStep
	for _, s := range c.Steps() {
		steps = append(steps, InstalmentStep{c.ID, s.Instalment, s.Kind, s.Seq})
	}
	return steps
}

// TakeStep notes a release or a payment. It answers ErrDuplicate, and changes nothing, when one stands.
func (tx *Tx) TakeStep(s InstalmentStep) error {
	done := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&s)
	if err := exactlyOne(done, ErrDuplicate); err != nil {
		return fmt.Errorf("%s of instalment %s of case %s: %w", s.Kind, s.Instalment, s.CaseID, err)
	}
	return nil
}

// UndoStep takes back a release or a payment that stands no longer; another event's is left alone.
func (tx *Tx) UndoStep(s InstalmentStep) error {
	if err := tx.db.Where("seq = ?", s.Seq).Delete(&s).Error; err != nil {
		return fmt.Errorf("undo the %s of instalment %s of case %s: %w", s.Kind, s.Instalment, s.CaseID, classify(err))
	}
	return nil
}

// Steps answers what stands of the instalments of a case, by instalment and kind.
func (r *Reader) Steps(caseID string) ([]InstalmentStep, error) {
	var steps []InstalmentStep
	if err := r.db.Where("case_id = ?", caseID).Order("instalment, kind").Find(&steps).Error; err != nil {
		return nil, fmt.Errorf("steps: %w", classify(err))
	}
	return steps, nil
}
