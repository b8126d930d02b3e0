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
	Office   string     // whose work it is while nobody holds it
	Country  string     // where its days are counted, ISO 3166
	State    string
	Decides  string    // the action of the catalogue that decides it, where another person has put something forward; else empty
	Raised   bool      // by a person, a deadline that passed or a doubt; the others follow from where the case stands
	RaisedAt time.Time // when it first stood here, where the case does not say
	// HeldSince is when the task came to whoever holds it now; the store keeps it.
	HeldSince time.Time
	DoneAt    *time.Time
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
	tokenTaskUnheld = "task-unheld" // of the duty, where nobody holds it
)

func (r *Reader) taskToken(t Task) []byte { return r.store.sealer.Token(tokenTask, t.CaseID+"#"+t.ID) }

// holder is whose the task is: a person's, or a duty's that nobody holds.
func (r *Reader) holder(person, duty string) []byte {
	if person == "" {
		return r.store.sealer.Token(tokenTaskUnheld, duty)
	}
	return r.store.sealer.Token(tokenTaskPerson, person)
}

func (row taskRow) cell() cell {
	c := row.Task.CaseID
	return cell{CaseSubject(c), CompartmentCase, "tasks", "detail", c + "#" + hex.EncodeToString(row.IDToken)}
}

// same tells whether two tasks say the same, to the microsecond.
func (t Task) same(o Task) bool {
	return bytes.Equal(t.Detail, o.Detail) && (t.Detail == nil) == (o.Detail == nil) &&
		t.Duty == o.Duty && t.Office == o.Office && t.Country == o.Country && t.Decides == o.Decides && t.Raised == o.Raised && t.Person == o.Person && t.State == o.State &&
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
		t.follow(old, tx.store.now())
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

// follow keeps of the task's former row since when it stands here and since when its holder has it.
func (t *Task) follow(old Task, now time.Time) {
	t.HeldSince = now
	if t.Person == old.Person && t.Duty == old.Duty && !old.HeldSince.IsZero() {
		t.HeldSince = old.HeldSince
	}
	if t.RaisedAt.IsZero() {
		t.RaisedAt = old.RaisedAt
	}
	if t.RaisedAt.IsZero() {
		t.RaisedAt = now
	}
}

func (tx *Tx) putTask(t Task, known bool) error {
	row := taskRow{Task: t, IDToken: tx.taskToken(t), DutyToken: tx.store.sealer.Token(tokenTaskDuty, t.Duty),
		PersonToken: tx.holder(t.Person, t.Duty), DueOrNever: dueOrNever(t.Due)}
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

func (r *Reader) openTasks(rows []taskRow) ([]Task, error) {
	tasks := make([]Task, len(rows))
	for i, row := range rows {
		var err error
		if tasks[i], err = r.openTask(row); err != nil {
			return nil, err
		}
	}
	return tasks, nil
}

func (r *Reader) openTask(row taskRow) (Task, error) {
	t := row.Task
	t.Due = nilIfNever(row.DueOrNever)
	opened, err := r.open(row.cell(), row.SealedDetail)
	if err != nil {
		return t, err
	}
	var words sealedTask
	if err := json.Unmarshal(opened, &words); err != nil {
		return t, fmt.Errorf("task of case %s: %w", t.CaseID, err)
	}
	t.ID, t.Duty, t.Person, t.Detail = words.ID, words.Duty, words.Person, words.Detail
	return t, nil
}
