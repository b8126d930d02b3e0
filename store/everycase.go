package store

import (
	"errors"
	"fmt"
)

// EachCase answers every case of a programme, of all programmes for "", one after the other in the order of their ids, until visit
// answers an error. States are open and headlines are not read; a case whose state does not open, as after an erasure, is Sealed. A page
// of cases is in memory at a time, however many there are; one that is opened meanwhile comes at the end or not at all.
func (r *Reader) EachCase(programme string, visit func(Case) error) error {
	for last := ""; ; {
		rows, err := r.casesAfter(programme, last)
		if err != nil {
			return fmt.Errorf("each case: %w", err)
		}
		warm(r, rows, func(row caseRow) string { return CaseSubject(row.Case.ID).String() })
		for _, row := range rows {
			c := row.Case
			c.NextDue = nilIfNever(row.DueOrNever)
			if c.State, err = r.open(caseCell(c.ID, "state"), row.SealedState); errors.Is(err, ErrSealed) {
				c.Sealed, err = true, nil
			}
			if err != nil {
				return fmt.Errorf("each case: %w", err)
			}
			if err := visit(c); err != nil {
				return err
			}
		}
		if len(rows) < maxLimit {
			return nil
		}
		last = rows[len(rows)-1].Case.ID
	}
}

func (r *Reader) casesAfter(programme, id string) ([]caseRow, error) {
	query := r.db.Omit("headline").Where("id > ?", id)
	if programme != "" {
		query = query.Where("programme = ?", programme)
	}
	var rows []caseRow
	err := query.Order("id").Limit(maxLimit).Find(&rows).Error
	return rows, classify(err)
}
