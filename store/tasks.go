package store

import (
	"bytes"
	"fmt"
	"time"
)

// What became of a task so far.
const (
	TaskOpen      = "open"
	TaskDone      = "done"
	TaskCancelled = "cancelled"
)

// A Task is work on a case that waits for a person. Empty text means none.
type Task struct {
	CaseID    string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"` // unique within the case
	TitleCode string
	Detail    []byte `gorm:"-"` // sealed; nil when there is none
	Duty      string
	Office    string
	Person    string     // account id
	Due       *time.Time `gorm:"-"`
	State     string
	RaisedAt  time.Time
	DoneAt    *time.Time
}

type taskRow struct {
	Task         Task      `gorm:"embedded"`
	DueOrNever   time.Time `gorm:"column:due"`
	SealedDetail []byte    `gorm:"column:detail"`
}

func (taskRow) TableName() string { return "tasks" }

func (t Task) cell() cell {
	return cell{CaseSubject(t.CaseID), CompartmentCase, "tasks", "detail", t.CaseID + "#" + t.ID}
}

// same tells whether two tasks say the same, to the microsecond.
func (t Task) same(o Task) bool {
	return t.TitleCode == o.TitleCode && bytes.Equal(t.Detail, o.Detail) && (t.Detail == nil) == (o.Detail == nil) &&
		t.Duty == o.Duty && t.Office == o.Office && t.Person == o.Person && t.State == o.State &&
		sameInstant(t.Due, o.Due) && sameInstant(&t.RaisedAt, &o.RaisedAt) && sameInstant(t.DoneAt, o.DoneAt)
}

func sameInstant(a, b *time.Time) bool { return dueOrNever(a).Equal(dueOrNever(b)) }

// ReplaceTasks makes tasks the whole list of a case, touching only the rows that differ.
func (tx *Tx) ReplaceTasks(caseID string, tasks []Task) error {
	stored, err := tx.TasksOf(caseID)
	if err != nil {
		return fmt.Errorf("replace tasks: %w", err)
	}
	former := make(map[string]Task, len(stored))
	for _, t := range stored {
		former[t.ID] = t
	}
	for _, t := range tasks {
		t.CaseID = caseID
		old, known := former[t.ID]
		delete(former, t.ID)
		if known && t.same(old) {
			continue
		}
		if err := tx.putTask(t, known); err != nil {
			return fmt.Errorf("replace tasks: %w", err)
		}
	}
	for id := range former {
		if err := tx.db.Where("case_id = ? AND id = ?", caseID, id).Delete(&taskRow{}).Error; err != nil {
			return fmt.Errorf("replace tasks: %w", classify(err))
		}
	}
	return nil
}

func (tx *Tx) putTask(t Task, known bool) error {
	sealed, err := tx.seal(t.cell(), t.Detail)
	if err != nil {
		return err
	}
	row := taskRow{t, dueOrNever(t.Due), sealed}
	if known {
		return classify(tx.db.Model(&row).Select("*").Updates(&row).Error)
	}
	return classify(tx.db.Create(&row).Error)
}

// TasksOf answers all tasks of a case, ended ones included, by due date.
func (r *Reader) TasksOf(caseID string) ([]Task, error) {
	var rows []taskRow
	if err := r.db.Where("case_id = ?", caseID).Order("due, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("tasks: %w", classify(err))
	}
	return r.openTasks(rows)
}

// WorkFilter chooses open tasks; an empty field does not choose.
type WorkFilter struct {
	Person string // account id
	Duty   string
	Office string
	DueBy  *time.Time // due at or before
	Cursor string     // where the page before ended
	Limit  int        // at most 100; 100 when 0
}

// WorkList answers open tasks by due date and the cursor of the next page, empty on the last one.
func (r *Reader) WorkList(f WorkFilter) ([]Task, string, error) {
	query := r.db.Where("state = 'open'") // written out, or the partial indexes would not be used
	for column, value := range map[string]string{"person": f.Person, "duty": f.Duty, "office": f.Office} {
		if value != "" {
			query = query.Where(column+" = ?", value)
		}
	}
	if f.DueBy != nil {
		query = query.Where("due <= ?", *f.DueBy)
	}
	page := atMost(f.Limit)
	if f.Cursor != "" {
		due, ids, err := readDuePosition("tasks", f.Cursor, 3)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("(due, case_id, id) > (?, ?, ?)", due, ids[0], ids[1])
	}
	var rows []taskRow
	if err := query.Order("due, case_id, id").Limit(page + 1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("work list: %w", classify(err))
	}
	var next string
	if len(rows) > page {
		rows = rows[:page]
		last := rows[page-1]
		var err error
		if next, err = duePosition("tasks", last.DueOrNever, last.Task.CaseID, last.Task.ID).text(); err != nil {
			return nil, "", fmt.Errorf("work list: %w", err)
		}
	}
	tasks, err := r.openTasks(rows)
	return tasks, next, err
}

func (r *Reader) openTasks(rows []taskRow) ([]Task, error) {
	tasks := make([]Task, len(rows))
	for i, row := range rows {
		t := row.Task
		t.Due = nilIfNever(row.DueOrNever)
		var err error
		if t.Detail, err = r.open(t.cell(), row.SealedDetail); err != nil {
			return nil, err
		}
		tasks[i] = t
	}
	return tasks, nil
}
