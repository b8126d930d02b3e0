package store

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// What became of a task so far.
const (
	TaskOpen      = "open"
	TaskDone      = "done"
	TaskCancelled = "cancelled"
)

// A Task is work on a case that waits for a person. Empty text means none. What it is, whose duty and who is to do it
// would tell which cases wait for protection: the table keeps tokens to find rows by, and the words themselves sealed.
type Task struct {
	CaseID   string     `gorm:"primaryKey"`
	ID       string     `gorm:"-"` // unique within the case
	Detail   []byte     `gorm:"-"` // nil when there is none
	Duty     string     `gorm:"-"`
	Person   string     `gorm:"-"` // account id
	Due      *time.Time `gorm:"-"`
	Office   string
	State    string
	RaisedAt time.Time
	DoneAt   *time.Time
}

type taskRow struct {
	Task         Task      `gorm:"embedded"`
	IDToken      []byte    `gorm:"column:id;primaryKey"`
	DutyToken    []byte    `gorm:"column:duty"`
	PersonToken  []byte    `gorm:"column:person"`
	DueOrNever   time.Time `gorm:"column:due"`
	SealedDetail []byte    `gorm:"column:detail"`
}

func (taskRow) TableName() string { return "tasks" }

// sealedTask is what the detail column holds.
type sealedTask struct {
	ID     string
	Duty   string
	Person string
	Detail []byte
}

// Kinds of the keyed tokens tasks are found by.
const (
	tokenTask       = "task" // of the case's id and the task's
	tokenTaskDuty   = "task-duty"
	tokenTaskPerson = "task-person"
)

func (r *Reader) taskToken(t Task) []byte { return r.store.sealer.Token(tokenTask, t.CaseID+"#"+t.ID) }

func (row taskRow) cell() cell {
	c := row.Task.CaseID
	return cell{CaseSubject(c), CompartmentCase, "tasks", "detail", c + "#" + hex.EncodeToString(row.IDToken)}
}

// same tells whether two tasks say the same, to the microsecond.
func (t Task) same(o Task) bool {
	return bytes.Equal(t.Detail, o.Detail) && (t.Detail == nil) == (o.Detail == nil) &&
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
	for _, t := range former {
		if err := tx.db.Where("case_id = ? AND id = ?", caseID, tx.taskToken(t)).Delete(&taskRow{}).Error; err != nil {
			return fmt.Errorf("replace tasks: %w", classify(err))
		}
	}
	return nil
}

func (tx *Tx) putTask(t Task, known bool) error {
	row := taskRow{Task: t, IDToken: tx.taskToken(t), DutyToken: tx.store.sealer.Token(tokenTaskDuty, t.Duty),
		PersonToken: tx.store.sealer.Token(tokenTaskPerson, t.Person), DueOrNever: dueOrNever(t.Due)}
	words, err := json.Marshal(sealedTask{t.ID, t.Duty, t.Person, t.Detail})
	if err != nil {
		return err
	}
	if row.SealedDetail, err = tx.seal(row.cell(), words); err != nil {
		return err
	}
	if known {
		return classify(tx.db.Model(&row).Select("*").Updates(&row).Error)
	}
	return classify(tx.db.Create(&row).Error)
}

// TasksOf answers all tasks of a case, ended ones included, by due date.
func (r *Reader) TasksOf(caseID string) ([]Task, error) {
	var rows []taskRow
	if err := r.db.Where("case_id = ?", caseID).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("tasks: %w", classify(err))
	}
	tasks, err := r.openTasks(rows)
	slices.SortFunc(tasks, func(a, b Task) int {
		return cmp.Or(dueOrNever(a.Due).Compare(dueOrNever(b.Due)), cmp.Compare(a.ID, b.ID))
	})
	return tasks, err
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
	if f.Person != "" {
		query = query.Where("person = ?", r.store.sealer.Token(tokenTaskPerson, f.Person))
	}
	if f.Duty != "" {
		query = query.Where("duty = ?", r.store.sealer.Token(tokenTaskDuty, f.Duty))
	}
	if f.Office != "" {
		query = query.Where("office = ?", f.Office)
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
		id, err := hex.DecodeString(ids[1])
		if err != nil {
			return nil, "", ErrCursor
		}
		query = query.Where("(due, case_id, id) > (?, ?, ?)", due, ids[0], id)
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
		if next, err = duePosition("tasks", last.DueOrNever, last.Task.CaseID, hex.EncodeToString(last.IDToken)).text(); err != nil {
			return nil, "", fmt.Errorf("work list: %w", err)
		}
	}
	tasks, err := r.openTasks(rows)
	return tasks, next, err
}

func (r *Reader) openTasks(rows []taskRow) ([]Task, error) {
	tasks := make([]Task, len(rows))
	for i, row := range rows {
		opened, err := r.open(row.cell(), row.SealedDetail)
		if err != nil {
			return nil, err
		}
		var words sealedTask
		if err := json.Unmarshal(opened, &words); err != nil {
			return nil, fmt.Errorf("task of case %s: %w", row.Task.CaseID, err)
		}
		t := row.Task
		t.ID, t.Duty, t.Person, t.Detail, t.Due = words.ID, words.Duty, words.Person, words.Detail, nilIfNever(row.DueOrNever)
		tasks[i] = t
	}
	return tasks, nil
}
