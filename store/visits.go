package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// A Visit is a follow-up visit that is still to be made.
type Visit struct {
	CaseID  string `gorm:"primaryKey"`
	ID      string `gorm:"primaryKey"` // unique within the case
	Visitor string // account id; empty when nobody in particular is to go
	Office  string // that looks after reintegration in the case
	Country string // where its days are counted, ISO 3166
	Day     string // YYYY-MM-DD: the one that is agreed, or the last the visit may be made on
	Due     time.Time
}

// TableName is where gorm finds visits.
func (Visit) TableName() string { return "visits" }

// VisitRowsOf makes the visits to be made of a folded case.
func VisitRowsOf(c *avrr.Case) []Visit {
	var rows []Visit
	for _, v := range c.Visits {
		if c.ToVisit(v) {
			rows = append(rows, Visit{CaseID: c.ID, ID: v.ID, Visitor: c.Visitor(v), Office: c.OfficeOf(avrr.ReintegrationDuty), Country: c.Country(), Day: c.VisitDay(v).String(), Due: v.Due})
		}
	}
	return rows
}

// same tells whether two visits say the same, to the microsecond.
func (v Visit) same(o Visit) bool {
	due, other := cut(v.Due), cut(o.Due)
	v.Due, o.Due = time.Time{}, time.Time{}
	return v == o && due.Equal(other)
}

// ReplaceVisits makes visits all that are to be made of a case, touching only the rows that differ.
func (tx *Tx) ReplaceVisits(caseID string, visits []Visit) error {
	var stored []Visit
	if err := tx.db.Where("case_id = ?", caseID).Find(&stored).Error; err != nil {
		return fmt.Errorf("replace visits: %w", classify(err))
	}
	former := make(map[string]Visit, len(stored))
	for _, v := range stored {
		former[v.ID] = v
	}
	for _, v := range visits {
		old, known := former[v.ID]
		delete(former, v.ID)
		var err error
		switch {
		case !known:
			err = tx.db.Create(&v).Error
		case !v.same(old):
			err = tx.db.Select("*").Updates(&v).Error
		}
		if err != nil {
			return fmt.Errorf("replace visits: %w", classify(err))
		}
	}
	for _, v := range former {
		if err := tx.db.Delete(&v).Error; err != nil {
			return fmt.Errorf("replace visits: %w", classify(err))
		}
	}
	return nil
}

// VisitFilter chooses among the visits to be made; an empty field does not choose.
type VisitFilter struct {
	// Of is whose visits: those that are theirs, and those of nobody in particular in no office of others.
	Of       *Work
	Own      bool      // of those only what is theirs by name
	Nobodys  bool      // of those only what nobody in particular is to make
	From, To string    // days, both included
	LateAt   time.Time // only what was due before
	Cursor   string    // where the page before ended
	Limit    int       // at most 100; 100 when 0
}

// VisitList answers visits to be made by day, and the cursor of the next page, empty on the last one.
func (r *Reader) VisitList(f VisitFilter) ([]Visit, string, error) {
	parts := r.visitsOf(f)
	var after []string
	if f.Cursor != "" {
		var err error
		if after, err = readPosition("visits", f.Cursor, 3); err != nil {
			return nil, "", err
		}
	}
	for i := range parts {
		parts[i] = f.chosen(parts[i], after)
	}
	page := atMost(f.Limit)
	var rows []Visit
	if err := r.db.Raw("? ORDER BY day, case_id, id LIMIT ?", union(r, parts), page+1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("visit list: %w", classify(err))
	}
	if len(rows) <= page {
		return rows, "", nil
	}
	last := rows[page-1]
	next, err := position{"visits", []string{last.Day, last.CaseID, last.ID}}.text()
	return rows[:page], next, err
}

// VisitCount answers how many visits a filter chooses. Cursor and limit mean nothing here.
func (r *Reader) VisitCount(f VisitFilter) (int, error) {
	sum := clause.Expr{SQL: "SELECT 0"}
	for _, part := range r.visitsOf(f) {
		sum.SQL += " + (?)"
		sum.Vars = append(sum.Vars, f.chosen(part, nil).Select("count(*)"))
	}
	var n int
	if err := r.db.Raw(sum.SQL, sum.Vars...).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("visit count: %w", classify(err))
	}
	return n, nil
}

// visitsOf answers the parts that somebody's visits have, or all visits in one.
func (r *Reader) visitsOf(f VisitFilter) []*gorm.DB {
	if f.Of == nil {
		return []*gorm.DB{r.db.Model(&Visit{})}
	}
	nobodys := r.db.Model(&Visit{}).Where("visitor = ''")
	if len(f.Of.Elsewhere) > 0 {
		nobodys = nobodys.Where("office NOT IN ?", f.Of.Elsewhere)
	}
	own := r.db.Model(&Visit{}).Where("visitor = ?", f.Of.Person)
	switch {
	case f.Own:
		return []*gorm.DB{own}
	case f.Nobodys:
		return []*gorm.DB{nobodys}
	}
	return []*gorm.DB{own, nobodys}
}

func (f VisitFilter) chosen(query *gorm.DB, after []string) *gorm.DB {
	if f.From != "" {
		query = query.Where("day >= ?", f.From)
	}
	if f.To != "" {
		query = query.Where("day <= ?", f.To)
	}
	if !f.LateAt.IsZero() {
		query = query.Where("due < ?", f.LateAt)
	}
	if after != nil {
		query = query.Where("(day, case_id, id) > (?, ?, ?)", after[0], after[1], after[2])
	}
	return query
}
