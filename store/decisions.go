package store

import (
	"fmt"

	"gorm.io/gorm"
)

// DecisionFilter chooses open tasks that decide on what somebody else has put forward; an empty field does not choose.
type DecisionFilter struct {
	Actions []string // the deciding actions of the catalogue; at least one
	Cursor  string   // where the page before ended
	Limit   int      // at most 100; 100 when 0
}

// DecisionList answers such tasks by due date and the cursor of the next page, empty on the last one.
func (r *Reader) DecisionList(f DecisionFilter) ([]Task, string, error) {
	parts := make([]*gorm.DB, len(f.Actions))
	for i, action := range f.Actions {
		parts[i] = r.db.Model(&taskRow{}).Where("state = 'open' AND decides <> '' AND decides = ?", action) // as the partial index says it
	}
	tasks, next, err := r.taskPage(byDue, parts, f.Cursor, f.Limit)
	if err != nil {
		return nil, "", fmt.Errorf("decisions: %w", err)
	}
	return tasks, next, nil
}

// DecisionCounts answers how many such tasks there are, by the action that decides.
func (r *Reader) DecisionCounts() (map[string]int, error) {
	var rows []struct {
		Decides string
		N       int
	}
	if err := r.db.Model(&taskRow{}).Where("state = 'open' AND decides <> ''").Select("decides, count(*) AS n").Group("decides").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("decision counts: %w", classify(err))
	}
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.Decides] = row.N
	}
	return counts, nil
}
