package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Kinds and states of outbox rows.
const (
	OutboxPaper   = "paper"   // a paper to print
	OutboxMessage = "message" // a notice to send to another office
	OutboxNudge   = "nudge"   // a workflow to be told that its log has grown
	OutboxAlike   = "alike"   // other cases to be looked through for the people of this one; there is one whatever is found

	OutboxIntent = "intent" // still to be carried out
	OutboxDone   = "done"
	OutboxFailed = "failed" // given up; Outcome says why
)

// An OutboxRow is something Record decided and the relay carries out, once. Subject, Seq, Kind and N are its key.
type OutboxRow struct {
	Subject       Subject `gorm:"embedded"`
	Seq           int     // the event it follows from
	Kind          string
	N             int    // tells several of one kind at one seq apart
	Payload       []byte `gorm:"-"` // sealed
	Status        string // OutboxIntent when empty
	Attempts      int
	NextAttemptAt time.Time // the moment of writing when zero
	Outcome       string    // without personal data
	CreatedAt     time.Time // set by the store
	DoneAt        *time.Time
}

type outboxRow struct {
	OutboxRow     OutboxRow `gorm:"embedded"`
	SealedPayload []byte    `gorm:"column:payload"`
}

func (outboxRow) TableName() string { return "outbox" }

func (o OutboxRow) cell() cell {
	return cell{o.Subject, CompartmentCase, "outbox", "payload", fmt.Sprintf("%s#%d#%s#%d", o.Subject.ID, o.Seq, o.Kind, o.N)}
}

// PutOutbox writes an intent. One that is already there stays as it is, so folding again does nothing again.
func (tx *Tx) PutOutbox(o OutboxRow) error {
	if o.Status == "" {
		o.Status = OutboxIntent
	}
	if o.NextAttemptAt.IsZero() {
		o.NextAttemptAt = tx.store.now()
	}
	sealed, err := tx.seal(o.cell(), orEmpty(o.Payload))
	if err != nil {
		return fmt.Errorf("put outbox: %w", err)
	}
	row := outboxRow{o, sealed}
	if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("put outbox: %w", classify(err))
	}
	return nil
}

// DueOutbox answers intents whose next attempt is due, the longest due first, at most limit; messages are left to DueMessages.
// Payloads are left closed: one that does not open must not keep the others waiting; see LockOutbox.
func (r *Reader) DueOutbox(now time.Time, limit int) ([]OutboxRow, error) {
	return r.due(now, limit, "kind <> ?")
}

// DueMessages answers the messages among the intents whose next attempt is due: a mail server that stalls keeps nothing else waiting.
func (r *Reader) DueMessages(now time.Time, limit int) ([]OutboxRow, error) {
	return r.due(now, limit, "kind = ?")
}

func (r *Reader) due(now time.Time, limit int, kind string) ([]OutboxRow, error) {
	var rows []outboxRow
	// The status is written out, or the partial index would not be used.
	err := r.db.Omit("payload").Where("status = 'intent' AND next_attempt_at <= ?", now).Where(kind, OutboxMessage).
		Order("next_attempt_at").Limit(atMost(limit)).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("due outbox: %w", classify(err))
	}
	due := make([]OutboxRow, len(rows))
	for i, row := range rows {
		due[i] = row.OutboxRow
	}
	return due, nil
}

// LockOutbox answers an intent with its payload open, and keeps it from other transactions until this one ends. It answers
// ErrStale when the row is ended already.
func (tx *Tx) LockOutbox(o OutboxRow) (OutboxRow, error) {
	var rows []outboxRow
	if err := tx.outboxIntent(o).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Find(&rows).Error; err != nil {
		return OutboxRow{}, fmt.Errorf("lock outbox: %w", classify(err))
	}
	if len(rows) == 0 {
		return OutboxRow{}, fmt.Errorf("lock outbox: %w", ErrStale)
	}
	locked := rows[0].OutboxRow
	var err error
	locked.Payload, err = tx.open(locked.cell(), rows[0].SealedPayload)
	return locked, err
}

// Outbox answers all outbox rows of a subject in order.
func (r *Reader) Outbox(subject Subject) ([]OutboxRow, error) {
	return r.opened(r.db.Where("subject_kind = ? AND subject_id = ?", subject.Kind, subject.ID).Order("seq, kind, n"))
}

// Messages answers the messages of a case that were ordered before an event, the last first.
func (r *Reader) Messages(caseID string, before int) ([]OutboxRow, error) {
	return r.opened(r.db.Where("subject_kind = ? AND subject_id = ? AND seq < ? AND kind = ?", KindCase, caseID, before, OutboxMessage).Order("seq DESC, n DESC"))
}

func (r *Reader) opened(chosen *gorm.DB) ([]OutboxRow, error) {
	var rows []outboxRow
	if err := chosen.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("outbox: %w", classify(err))
	}
	all := make([]OutboxRow, len(rows))
	for i, row := range rows {
		all[i] = row.OutboxRow
		var err error
		if all[i].Payload, err = r.open(all[i].cell(), row.SealedPayload); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// FinishOutbox ends an intent as OutboxDone or OutboxFailed. It answers ErrStale when the row is ended already, so that
// of two who carried out the same intent only one records an outcome.
func (tx *Tx) FinishOutbox(o OutboxRow, status, outcome string) error {
	done := tx.outboxIntent(o).Updates(map[string]any{"status": status, "outcome": outcome, "done_at": tx.store.now()})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("finish outbox: %w", err)
	}
	return nil
}

// PostponeOutbox notes an attempt that did not end and when to try again.
func (tx *Tx) PostponeOutbox(o OutboxRow, attempts int, next time.Time, outcome string) error {
	done := tx.outboxIntent(o).Updates(map[string]any{"attempts": attempts, "next_attempt_at": next, "outcome": outcome})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("postpone outbox: %w", err)
	}
	return nil
}

func (tx *Tx) outboxIntent(o OutboxRow) *gorm.DB {
	return tx.db.Model(&outboxRow{}).Where("subject_kind = ? AND subject_id = ? AND seq = ? AND kind = ? AND n = ? AND status = ?",
		o.Subject.Kind, o.Subject.ID, o.Seq, o.Kind, o.N, OutboxIntent)
}

// TakeLease takes or renews the lease of that name for the holder and reports whether the holder has it now. Who has it
// must have ended its work, or renewed it, before d is over: another holder may take it then.
func (s *Store) TakeLease(ctx context.Context, name, holder string, d time.Duration) (bool, error) {
	now := s.now()
	n, err := affected(s.write.WithContext(ctx).Exec(
		`INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE leases.holder = excluded.holder OR leases.until <= ?`, name, holder, now.Add(d), now))
	if err != nil {
		return false, fmt.Errorf("take lease: %w", err)
	}
	return n == 1, nil
}

// ReleaseLease gives a lease back early; one that another holder has meanwhile is left alone.
func (s *Store) ReleaseLease(ctx context.Context, name, holder string) error {
	err := s.write.WithContext(ctx).Exec("DELETE FROM leases WHERE name = ? AND holder = ?", name, holder).Error
	if err != nil {
		return fmt.Errorf("release lease: %w", classify(err))
	}
	return nil
}
