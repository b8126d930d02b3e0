package store

import (
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm/clause"
)

// An Event is one line of the log of a case or a movement.
type Event struct {
	Subject     Subject `gorm:"-"`
	Seq         int     // from 1, without gaps
	Version     int
	Cause       string // submission id, "clock:<name>:<due>", "movement/<id>#<seq>" or what the engine asks about; once in a log
	Actor       string // account id, or avrr.SystemActor
	HappenedOn  string // as the caller writes a day or an instant; empty when it is the moment of recording
	RecordedAt  time.Time
	Compartment string // whose key seals Protected; empty when there is none
	Body        []byte `gorm:"-"` // sealed
	Protected   []byte `gorm:"-"` // sealed with the key of Compartment; nil when there is none or it was not asked for
}

// eventRow serves both logs; the key of the other one is left out of statements.
type eventRow struct {
	CaseID          string
	MovementID      string
	Event           Event  `gorm:"embedded"`
	SealedBody      []byte `gorm:"column:body"`
	SealedProtected []byte `gorm:"column:protected"`
}

func (e Event) cell(column, compartment string) cell {
	return cell{e.Subject, compartment, e.Subject.logTable(), column, e.Subject.ID + "#" + strconv.Itoa(e.Seq)}
}

// Events answers the log of a subject above afterSeq in order, protected parts left closed.
func (r *Reader) Events(subject Subject, afterSeq int) ([]Event, error) {
	return r.events(subject, afterSeq, false)
}

// EventsWithProtected is Events with the protected parts opened. It answers ErrSealed when one of their keys is gone.
func (r *Reader) EventsWithProtected(subject Subject, afterSeq int) ([]Event, error) {
	return r.events(subject, afterSeq, true)
}

// EventByCause answers the event a cause led to, its protected part left closed.
func (r *Reader) EventByCause(subject Subject, cause string) (Event, error) {
	if !subject.known() {
		return Event{}, unknownSubject(subject)
	}
	var row eventRow
	err := r.db.Table(subject.logTable()).Where(subject.logKey()+" = ? AND cause = ?", subject.ID, cause).Take(&row).Error
	if err != nil {
		return Event{}, fmt.Errorf("event by cause: %w", classify(err))
	}
	return r.openEvent(subject, row, false)
}

// AppendEvent adds a line to a log. It answers ErrDuplicate, and changes nothing, when the seq or the cause is there.
func (tx *Tx) AppendEvent(e Event) error {
	row, err := tx.eventRow(e)
	if err != nil {
		return fmt.Errorf("append event: %w", err)
	}
	other := MovementSubject("").logKey()
	if e.Subject.Kind == KindMovement {
		other = CaseSubject("").logKey()
	}
	done := tx.db.Table(e.Subject.logTable()).Clauses(clause.OnConflict{DoNothing: true}).Omit(other).Create(&row)
	if err := exactlyOne(done, ErrDuplicate); err != nil {
		return fmt.Errorf("append event %d to %s: %w", e.Seq, e.Subject, err)
	}
	return nil
}

func (r *Reader) events(subject Subject, afterSeq int, protected bool) ([]Event, error) {
	if !subject.known() {
		return nil, unknownSubject(subject)
	}
	var rows []eventRow
	err := r.db.Table(subject.logTable()).Where(subject.logKey()+" = ? AND seq > ?", subject.ID, afterSeq).Order("seq").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("events: %w", classify(err))
	}
	events := make([]Event, len(rows))
	for i, row := range rows {
		if events[i], err = r.openEvent(subject, row, protected); err != nil {
			return nil, err
		}
	}
	return events, nil
}

func (r *Reader) openEvent(subject Subject, row eventRow, protected bool) (Event, error) {
	e := row.Event
	e.Subject = subject
	var err error
	if e.Body, err = r.open(e.cell("body", CompartmentCase), row.SealedBody); err != nil {
		return Event{}, err
	}
	if protected {
		e.Protected, err = r.open(e.cell("protected", e.Compartment), row.SealedProtected)
	}
	return e, err
}

func (r *Reader) eventRow(e Event) (eventRow, error) {
	if !e.Subject.known() {
		return eventRow{}, unknownSubject(e.Subject)
	}
	if e.Protected != nil && e.Compartment == "" {
		return eventRow{}, fmt.Errorf("%w: a protected part needs a compartment", ErrCheck)
	}
	body, err := r.seal(e.cell("body", CompartmentCase), orEmpty(e.Body))
	if err != nil {
		return eventRow{}, err
	}
	protected, err := r.seal(e.cell("protected", e.Compartment), e.Protected)
	if err != nil {
		return eventRow{}, err
	}
	return eventRow{e.Subject.ID, e.Subject.ID, e, body, protected}, nil
}

func unknownSubject(s Subject) error {
	return fmt.Errorf("%w: %q is no kind of subject", ErrCheck, s.Kind)
}
