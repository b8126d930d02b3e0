package store

import (
	"fmt"
	"time"
)

// An AuditRow says who did or saw what. Rows are only ever added; both databases refuse to change or delete one.
type AuditRow struct {
	ID          int64     `gorm:"primaryKey;autoIncrement"` // set by the database
	At          time.Time // the moment of writing when zero
	Actor       string    // account id, or avrr.SystemActor; empty when nobody was signed in
	Verb        string    // "submit", "record", "refuse", "read", "sign-in", "sign-in-failed", "issue" and the like
	Via         string    // the kind of sign-in it came through: TokenSession from the pages, TokenBearer from the API; empty beside them
	SubjectKind string
	SubjectID   string
	CaseID      string
	Detail      string // without personal data, and without an action: its name may tell that a case is restricted
	PrevHash    []byte // kept for a chain over the rows
	Hash        []byte // kept for a chain over the rows
}

// TableName is where gorm finds audit rows.
func (AuditRow) TableName() string { return "audit" }

// Audit adds a row in the same transaction as what it records.
func (tx *Tx) Audit(row AuditRow) error {
	if row.At.IsZero() {
		row.At = tx.store.now()
	}
	row.ID = 0
	if err := tx.db.Create(&row).Error; err != nil {
		return fmt.Errorf("audit: %w", classify(err))
	}
	return nil
}

// AuditFilter chooses audit rows; an empty field does not choose.
type AuditFilter struct {
	CaseID  string
	Actor   string
	Subject Subject
	Verbs   []string
	Before  int64 // rows with a lower id, for the next page
	Limit   int   // at most 100; 100 when 0
}

// AuditTrail answers audit rows, newest first.
func (r *Reader) AuditTrail(f AuditFilter) ([]AuditRow, error) {
	query := r.db.Order("id DESC").Limit(atMost(f.Limit))
	if f.CaseID != "" {
		query = query.Where("case_id = ?", f.CaseID)
	}
	if f.Actor != "" {
		query = query.Where("actor = ?", f.Actor)
	}
	if f.Subject != (Subject{}) {
		query = query.Where("subject_kind = ? AND subject_id = ?", f.Subject.Kind, f.Subject.ID)
	}
	if len(f.Verbs) > 0 {
		query = query.Where("verb IN ?", f.Verbs)
	}
	if f.Before > 0 {
		query = query.Where("id < ?", f.Before)
	}
	var rows []AuditRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("audit trail: %w", classify(err))
	}
	return rows, nil
}
