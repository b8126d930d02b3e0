package store

import (
	"fmt"

	"gorm.io/gorm"

	"homeward/avrr"
)

// Unbooked answers a page of the cases that prepare for a journey and have none, by what falls due in them first, and the cursor of
// the next page, empty on the last one. As in Caseload, headlines are open and states are not read.
func (r *Reader) Unbooked(cursor string, limit int) ([]Case, string, error) {
	query := r.unbooked()
	if cursor != "" {
		at, rest, err := readDuePosition("unbooked", cursor, 2)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("(next_due, id) > (?, ?)", at, rest[0])
	}
	page := atMost(limit)
	var rows []caseRow
	if err := query.Omit("state").Order("next_due, id").Limit(page + 1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("unbooked cases: %w", classify(err))
	}
	var next string
	if len(rows) > page {
		rows = rows[:page]
		last := rows[page-1]
		var err error
		if next, err = duePosition("unbooked", last.DueOrNever, last.Case.ID).text(); err != nil {
			return nil, "", fmt.Errorf("unbooked cases: %w", err)
		}
	}
	cases, err := r.listed(rows)
	return cases, next, err
}

// UnbookedCount answers how many cases Unbooked goes through.
func (r *Reader) UnbookedCount() (int, error) {
	var n int64
	if err := r.unbooked().Model(&caseRow{}).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("unbooked cases counted: %w", classify(err))
	}
	return int(n), nil
}

func (r *Reader) unbooked() *gorm.DB {
	return r.db.Where("stage = ? AND NOT on_hold", string(avrr.Preparation)).
		Where("NOT EXISTS (SELECT 1 FROM movement_passengers p WHERE p.case_id = cases.id AND p.active)")
}
