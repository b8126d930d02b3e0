package store

// The two kinds of subject that have a log.
const (
	KindCase     = "case"
	KindMovement = "movement"
)

// A Subject is what a log, a submission or an outbox row is about.
type Subject struct {
	Kind string `gorm:"column:subject_kind"` // KindCase or KindMovement
	ID   string `gorm:"column:subject_id"`
}

// CaseSubject is the case of that id.
func CaseSubject(id string) Subject { return Subject{KindCase, id} }

// MovementSubject is the movement of that id.
func MovementSubject(id string) Subject { return Subject{KindMovement, id} }

// String answers "case/<id>" or "movement/<id>": the owner of its keys and the id of its workflow.
func (s Subject) String() string { return s.Kind + "/" + s.ID }

// logTable and logKey name the table of the subject's log and its column for the subject.
func (s Subject) logTable() string { return s.Kind + "_events" }
func (s Subject) logKey() string   { return s.Kind + "_id" }

func (s Subject) known() bool { return s.Kind == KindCase || s.Kind == KindMovement }
