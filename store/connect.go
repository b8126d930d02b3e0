package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	_ "modernc.org/sqlite" // registers the driver "sqlite", the same one the embedded Temporal server registers
)

// Sizes of the connection pools.
const (
	sqliteReaders   = 4                // WAL lets readers run beside the writer; more only contend for the same cores
	postgresConns   = 20               // a fifth of PostgreSQL's default limit, so that several processes fit
	postgresMaxIdle = 10               // kept open between bursts
	connLifetime    = 30 * time.Minute // so that a moved or restarted server is found again
)

// A database is one of the two kinds, opened. Reader and writer are the same pool on PostgreSQL.
type database struct {
	dialect   goose.Dialect
	writer    *sql.DB
	reader    *sql.DB
	dialector func(gorm.ConnPool) gorm.Dialector
}

func connect(ctx context.Context, address string) (*database, error) {
	switch scheme, rest, _ := strings.Cut(address, ":"); scheme {
	case "sqlite":
		return connectSQLite(ctx, rest)
	case "postgres", "postgresql":
		return connectPostgres(ctx, address)
	default:
		return nil, errors.New("the database URL must begin with sqlite: or postgres://")
	}
}

// connectSQLite opens path with one writing connection, so that writers queue in order instead of polling for the lock,
// and a few reading ones.
func connectSQLite(ctx context.Context, path string) (*database, error) {
	if path == "" || path == ":memory:" {
		return nil, errors.New("sqlite: needs the path of a file")
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite itself would let everybody read it
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	writer, err := openSQLite(ctx, path, 1)
	if err != nil {
		return nil, err
	}
	reader, err := openSQLite(ctx, path, sqliteReaders, "query_only(1)")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	return &database{goose.DialectSQLite3, writer, reader, func(pool gorm.ConnPool) gorm.Dialector {
		return sqlite.New(sqlite.Config{DriverName: "sqlite", Conn: pool})
	}}, nil
}

func openSQLite(ctx context.Context, path string, conns int, pragmas ...string) (*sql.DB, error) {
	query := url.Values{
		"_pragma":      append([]string{"journal_mode(WAL)", "busy_timeout(5000)", "foreign_keys(1)"}, pragmas...),
		"_txlock":      {"immediate"}, // a transaction that begins reading and then writes would end BUSY
		"_time_format": {"sqlite"},    // sorts as text and can be read back
		"_timezone":    {"UTC"},
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func connectPostgres(ctx context.Context, address string) (*database, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the database URL cannot be read: %w", err)
	}
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(scanUTC))
	db.SetMaxOpenConns(postgresConns)
	db.SetMaxIdleConns(postgresMaxIdle)
	db.SetConnMaxLifetime(connLifetime)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &database{goose.DialectPostgres, db, db, func(pool gorm.ConnPool) gorm.Dialector {
		return postgres.New(postgres.Config{Conn: pool})
	}}, nil
}

// scanUTC makes instants arrive in UTC; pgx gives them in the machine's own zone.
func scanUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

func (d *database) close() error {
	if d.reader == d.writer {
		return d.writer.Close()
	}
	return errors.Join(d.reader.Close(), d.writer.Close())
}
