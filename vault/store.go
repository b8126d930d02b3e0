package vault

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// keyStore keeps wrapped keys.
type keyStore interface {
	// insert adds the key unless the owner has one for that compartment; it answers ErrErased for an erased owner.
	insert(ctx context.Context, key wrappedKey) error
	// load answers the owner's wrapped keys, none when there are none, ErrErased when they were erased.
	load(ctx context.Context, owner string) (map[Compartment][]byte, error)
	// loadAll answers the wrapped keys of many owners at once; one without keys, or erased, is left out.
	loadAll(ctx context.Context, owners []string) (map[string]map[Compartment][]byte, error)
	// erase deletes the owner's keys and bars new ones.
	erase(ctx context.Context, owner string) error
	close() error
}

type wrappedKey struct {
	owner       string
	compartment Compartment
	keyID       string
	wrapped     []byte
}

//go:embed migrations
var migrations embed.FS

// sqlStore keeps wrapped keys in SQLite or PostgreSQL.
type sqlStore struct {
	db *sql.DB
	dialect
}

// dialect is what differs between the two databases.
type dialect struct {
	migrations string // folder of its schema, one file a version
	prepare    string // makes the table schema_version; safe to run by two processes at once
	lockSchema string // held to the end of the transaction
	lockOwner  string // the same for one owner; SQLite's transactions exclude each other anyway
	scrub      string // overwrites what was deleted
	spell      *strings.Replacer
}

var sqlite = dialect{
	migrations: "migrations/sqlite",
	prepare:    `create table if not exists schema_version (version integer not null primary key)`,
	scrub:      `pragma wal_checkpoint(truncate)`,
	spell:      strings.NewReplacer("$", "?"),
}

var postgres = dialect{
	migrations: "migrations/postgres",
	prepare: `begin;
		select pg_advisory_xact_lock(hashtextextended('homeward_keys', 0));
		create schema if not exists homeward_keys;
		create table if not exists homeward_keys.schema_version (version integer not null primary key);
		commit`,
	lockSchema: `select pg_advisory_xact_lock(hashtextextended('homeward_keys', 0))`,
	lockOwner:  `select pg_advisory_xact_lock(hashtextextended('homeward_keys/' || $1, 0))`,
	spell: strings.NewReplacer(
		"case_keys", "homeward_keys.case_keys",
		"erased_owners", "homeward_keys.erased_owners",
		"schema_version", "homeward_keys.schema_version"),
}

func openStore(ctx context.Context, address string) (keyStore, error) {
	var s *sqlStore
	var err error
	switch scheme, rest, _ := strings.Cut(address, ":"); scheme {
	case "sqlite":
		s, err = openSQLite(rest)
	case "postgres", "postgresql":
		s, err = openPostgres(address)
	default:
		return nil, errors.New("its address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate: %w", err), s.close())
	}
	return s, nil
}

func openSQLite(path string) (*sqlStore, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// Made here rather than by SQLite, which would let others read it; its WAL takes over the mode.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	source := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{
		// busy_timeout comes first: switching to WAL can already meet a lock.
		"_pragma":      {"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)", "secure_delete(1)"},
		"_txlock":      {"immediate"},
		"_time_format": {"sqlite"},
	}.Encode()}
	db, err := sql.Open("sqlite", source.String())
	if err != nil {
		return nil, err
	}
	return &sqlStore{db: db, dialect: sqlite}, nil
}

func openPostgres(address string) (*sqlStore, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	return &sqlStore{db: stdlib.OpenDB(*config), dialect: postgres}, nil
}

// migrate brings the schema to the latest version; processes starting at once wait for the first.
func (s *sqlStore) migrate(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, s.prepare); err != nil {
		return err
	}
	files, err := fs.Glob(migrations, s.migrations+"/*.sql")
	if err != nil {
		return err
	}
	return s.transact(ctx, func(tx *sql.Tx) error {
		if s.lockSchema != "" {
			if _, err := tx.ExecContext(ctx, s.lockSchema); err != nil {
				return err
			}
		}
		var current int
		if err := tx.QueryRowContext(ctx, s.spell.Replace(`select coalesce(max(version), 0) from schema_version`)).Scan(&current); err != nil {
			return err
		}
		for i, file := range files {
			version := i + 1
			if version <= current {
				continue
			}
			statements, err := migrations.ReadFile(file)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if _, err := tx.ExecContext(ctx, s.spell.Replace(`insert into schema_version (version) values ($1)`), version); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		return nil
	})
}

func (s *sqlStore) insert(ctx context.Context, key wrappedKey) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		if err := s.holdOwner(ctx, tx, key.owner); err != nil {
			return err
		}
		if err := s.refuseErased(ctx, tx, key.owner); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, s.spell.Replace(
			`insert into case_keys (owner, compartment, key_id, wrapped, created_at) values ($1, $2, $3, $4, $5)
			 on conflict (owner, compartment) do nothing`),
			key.owner, string(key.compartment), key.keyID, key.wrapped, now())
		return err
	})
}

func (s *sqlStore) load(ctx context.Context, owner string) (map[Compartment][]byte, error) {
	all, err := s.loadAll(ctx, []string{owner})
	if err != nil {
		return nil, err
	}
	if len(all[owner]) == 0 {
		return nil, s.refuseErased(ctx, s.db, owner)
	}
	return all[owner], nil
}

func (s *sqlStore) loadAll(ctx context.Context, owners []string) (all map[string]map[Compartment][]byte, err error) {
	places, values := make([]string, len(owners)), make([]any, len(owners))
	for i, owner := range owners {
		places[i], values[i] = fmt.Sprintf("$%d", i+1), owner
	}
	rows, err := s.db.QueryContext(ctx, s.spell.Replace(
		`select owner, compartment, wrapped from case_keys where owner in (`+strings.Join(places, ", ")+`)`), values...)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	all = map[string]map[Compartment][]byte{}
	for rows.Next() {
		var owner, compartment string
		var wrapped []byte
		if err := rows.Scan(&owner, &compartment, &wrapped); err != nil {
			return nil, fmt.Errorf("read keys: %w", err)
		}
		if all[owner] == nil {
			all[owner] = map[Compartment][]byte{}
		}
		all[owner][Compartment(compartment)] = wrapped
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	return all, nil
}

func (s *sqlStore) erase(ctx context.Context, owner string) error {
	err := s.transact(ctx, func(tx *sql.Tx) error {
		if err := s.holdOwner(ctx, tx, owner); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, s.spell.Replace(
			`insert into erased_owners (owner, erased_at) values ($1, $2) on conflict (owner) do nothing`), owner, now()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, s.spell.Replace(`delete from case_keys where owner = $1`), owner)
		return err
	})
	if err != nil || s.scrub == "" {
		return err
	}
	_, err = s.db.ExecContext(ctx, s.scrub)
	return err
}

func (s *sqlStore) close() error { return s.db.Close() }

// holdOwner keeps insert and erase of one owner apart: a key must not slip in beside its own erasure.
func (s *sqlStore) holdOwner(ctx context.Context, tx *sql.Tx, owner string) error {
	if s.lockOwner == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, s.lockOwner, owner)
	return err
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s *sqlStore) refuseErased(ctx context.Context, q querier, owner string) error {
	var erased bool
	err := q.QueryRowContext(ctx, s.spell.Replace(`select exists (select 1 from erased_owners where owner = $1)`), owner).Scan(&erased)
	if err != nil {
		return fmt.Errorf("read erasures: %w", err)
	}
	if erased {
		return ErrErased
	}
	return nil
}

func (s *sqlStore) transact(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
