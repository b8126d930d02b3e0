// Package store keeps cases, movements, their logs and all that hangs on them, the same way in SQLite and in PostgreSQL.
//
// Columns that hold personal data are sealed here, on the way in and on the way out, so that nobody can forget: callers
// see plain text, the tables hold ciphertext bound to its row and column.
//
// Whether a case is restricted has no column of its own, because the mark alone tells too much: it lives inside the
// sealed headline and state, and no list filters on it. For the same reason no column names an action, a task or its duty.
package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Config says which database to open and what the store works with.
type Config struct {
	URL    string           // sqlite:PATH or postgres://…
	Sealer Sealer           // required; SealerOf makes one of a vault
	Clock  func() time.Time // time.Now when nil
	Logger *slog.Logger     // slog.Default() when nil
}

// A Store is one open database. It is safe for use by several goroutines.
type Store struct {
	sealer     Sealer
	clock      func() time.Time
	log        *slog.Logger
	base       *database
	write      *gorm.DB
	read       *gorm.DB
	statements atomic.Int64
}

// Open connects to the database of c.URL without touching its schema; see Migrate and SchemaState.
// It answers ErrUnavailable when the database cannot be reached.
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.Sealer == nil {
		return nil, errors.New("open store: a Sealer is required")
	}
	s := &Store{sealer: c.Sealer, clock: c.Clock, log: c.Logger}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	base, err := connect(ctx, c.URL)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", classify(err))
	}
	s.base = base
	if s.write, err = s.session(base.writer); err == nil {
		s.read, err = s.session(base.reader)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", classify(err)), base.close())
	}
	return s, nil
}

// session puts gorm over a pool. gorm's own log is off because it prints values.
func (s *Store) session(pool *sql.DB) (*gorm.DB, error) {
	return gorm.Open(s.base.dialector(counted{pool, &s.statements}), &gorm.Config{
		Logger:                 logger.Discard,
		NowFunc:                s.now,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
	})
}

// Close ends all connections.
func (s *Store) Close() error { return s.base.close() }

// Opaque answers a code that stands for a value wherever the value itself must not appear, such as in Temporal's visibility.
func (s *Store) Opaque(kind, value string) string {
	return hex.EncodeToString(s.sealer.Token(kind, value)[:8])
}

// Statements counts the SQL statements run since Open, transaction control not included.
func (s *Store) Statements() int64 { return s.statements.Load() }

// Read gives the queries outside a transaction, bound to ctx. Each query sees what is committed when it runs.
func (s *Store) Read(ctx context.Context) *Reader {
	return &Reader{ctx: ctx, db: s.read.WithContext(ctx), store: s}
}

// A Reader answers queries, inside a transaction (as part of Tx) or outside one (from Store.Read).
// A query for one row answers ErrNotFound when there is none.
type Reader struct {
	ctx   context.Context
	db    *gorm.DB
	store *Store
}

// Snapshot lets do ask several questions of one and the same moment: what another transaction commits between two of them is in neither.
// In a transaction they are asked of that one, by its own rules.
func (r *Reader) Snapshot(do func(*Reader) error) error {
	if _, inside := r.db.Statement.ConnPool.(gorm.TxCommitter); inside {
		return do(r)
	}
	return classify(r.db.Transaction(func(db *gorm.DB) error {
		return do(&Reader{ctx: r.ctx, db: db, store: r.store})
	}, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}))
}

func (s *Store) now() time.Time { return cut(s.clock()) }
