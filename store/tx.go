package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
)

// How a transaction that met ErrBusy is tried again.
const (
	busyAttempts = 6                     // attempts in all
	busyPause    = 10 * time.Millisecond // the first pause at most; it doubles
)

// A Tx is one transaction: every query of Reader, and all that writes. It is bound to the context given to InTx and
// must not outlive the function it was given to.
//
// Methods that say a row was already there answer ErrDuplicate without spoiling the transaction.
// Where several rows are locked, cases come before movements and rows of one kind in the order of their ids.
type Tx struct{ *Reader }

// InTx runs do in one transaction, commits when it answers nil and rolls back otherwise. When the database is busy with
// the same rows the whole of do runs again, a few times, so it must have no effect outside tx.
// SQLite has one writer: a second InTx inside do would wait for ever.
//
// A connection lost while committing answers ErrUnavailable and leaves open whether the work was kept.
func (s *Store) InTx(ctx context.Context, do func(tx *Tx) error) error {
	for attempt, pause := 1, busyPause; ; attempt, pause = attempt+1, 2*pause {
		err := classify(s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			return classify(do(&Tx{&Reader{ctx: ctx, db: db, store: s}}))
		}))
		if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
			return ctx.Err() // rolled back behind our back because the caller left
		}
		if !errors.Is(err, ErrBusy) {
			return err
		}
		if attempt == busyAttempts {
			return fmt.Errorf("gave up after %d attempts: %w", attempt, err)
		}
		s.log.DebugContext(ctx, "transaction tried again", "attempt", attempt, "cause", err)
		if err := wait(ctx, rand.N(pause)); err != nil {
			return err
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// affected answers the number of rows a statement changed.
func affected(db *gorm.DB) (int64, error) { return db.RowsAffected, classify(db.Error) }

// exactlyOne answers none when a statement changed no row.
func exactlyOne(db *gorm.DB, none error) error {
	n, err := affected(db)
	if err == nil && n == 0 {
		return none
	}
	return err
}
