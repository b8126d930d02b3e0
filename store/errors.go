package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
)

// What can go wrong, told alike for both databases. Test with errors.Is; the database's own error stays in the chain.
var (
	ErrNotFound    = errors.New("there is no such row")
	ErrDuplicate   = errors.New("it is already there")
	ErrReference   = errors.New("it refers to a row that is not there, or is still referred to")
	ErrCheck       = errors.New("a value breaks a rule of the table")
	ErrBusy        = errors.New("the database is busy with the same rows")
	ErrUnavailable = errors.New("the database cannot be reached or cannot write")
	ErrStale       = errors.New("the row has moved on")
	ErrSealed      = errors.New("a sealed value does not open") // moved, altered, or its key is gone; the Sealer's error says which
	ErrCursor      = errors.New("the cursor does not belong to this list")
	ErrAltered     = errors.New("a kept text is not the one that was put there")
)

// SQLite result codes, https://www.sqlite.org/rescode.html. gorm's TranslateError knows none of modernc's errors.
const (
	sqliteBusy                 = 5
	sqliteLocked               = 6
	sqliteReadOnly             = 8
	sqliteIOErr                = 10
	sqliteFull                 = 13
	sqliteCantOpen             = 14
	sqliteConstraintCheck      = 275
	sqliteConstraintForeignKey = 787
	sqliteConstraintNotNull    = 1299
	sqliteConstraintPrimaryKey = 1555
	sqliteConstraintTrigger    = 1811
	sqliteConstraintUnique     = 2067
	sqlitePrimaryCode          = 0xff // masks an extended code to its primary one
)

// classify puts the error of ours before a database's own. It leaves alone what it does not know and what is ours already.
func classify(err error) error {
	if err == nil || ours(err) {
		return err
	}
	if kind := kindOf(err); kind != nil {
		return fmt.Errorf("%w (%w)", kind, err)
	}
	return err
}

func ours(err error) bool {
	for _, kind := range []error{ErrNotFound, ErrDuplicate, ErrReference, ErrCheck, ErrBusy, ErrUnavailable, ErrStale, ErrSealed, ErrCursor, ErrAltered} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

func kindOf(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return kindOfSQLite(lite.Code())
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return kindOfPostgres(pg.Code)
	}
	if errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil // the caller's own end, not the database's
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return ErrUnavailable
	}
	return nil
}

func kindOfSQLite(code int) error {
	switch code {
	case sqliteConstraintPrimaryKey, sqliteConstraintUnique:
		return ErrDuplicate
	case sqliteConstraintForeignKey:
		return ErrReference
	case sqliteConstraintCheck, sqliteConstraintNotNull, sqliteConstraintTrigger:
		return ErrCheck
	}
	switch code & sqlitePrimaryCode {
	case sqliteBusy, sqliteLocked:
		return ErrBusy
	case sqliteReadOnly, sqliteIOErr, sqliteFull, sqliteCantOpen:
		return ErrUnavailable
	}
	return nil
}

// kindOfPostgres reads an SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html.
func kindOfPostgres(state string) error {
	switch state {
	case "23505":
		return ErrDuplicate
	case "23503":
		return ErrReference
	case "23514", "23502":
		return ErrCheck
	case "40001", "40P01", "55P03": // serialization failure, deadlock, lock not available
		return ErrBusy
	case "25006": // read only, after a failover
		return ErrUnavailable
	}
	switch state[:2] {
	case "08", "53", "57", "58": // connection, resources, operator intervention, system error
		return ErrUnavailable
	}
	return nil
}
