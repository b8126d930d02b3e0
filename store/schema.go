package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// How a process waits while another one migrates PostgreSQL.
const (
	lockPause    = 1   // seconds between two attempts
	lockAttempts = 120 // after which it gives up
)

// What SchemaState answers beside the two versions when they differ.
var (
	ErrSchemaOlder = errors.New("the database was made by an older version: run migrate")
	ErrSchemaNewer = errors.New("the database was made by a newer version of this program")
)

// Migrate brings the schema to the version this program wants. Several processes may call it at once.
// It answers ErrSchemaNewer, and changes nothing, when the database is ahead.
func (s *Store) Migrate(ctx context.Context) error {
	provider, err := s.migrator()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, _, err := s.SchemaState(ctx); err == nil || errors.Is(err, ErrSchemaNewer) {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", classify(err))
	}
	return nil
}

// SchemaState answers the schema's version and the one this program wants, with ErrSchemaOlder or ErrSchemaNewer when
// they differ. An empty database has version 0.
func (s *Store) SchemaState(ctx context.Context) (current, wanted int, err error) {
	provider, err := s.migrator()
	if err != nil {
		return 0, 0, fmt.Errorf("schema state: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return 0, 0, fmt.Errorf("schema state: %w", classify(err))
	case have < want:
		err = ErrSchemaOlder
	case have > want:
		err = ErrSchemaNewer
	}
	return int(have), int(want), err
}

func (s *Store) migrator() (*goose.Provider, error) {
	folder := "migrations/sqlite"
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.base.dialect == goose.DialectPostgres {
		folder = "migrations/postgres"
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lockPause, lockAttempts))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(s.base.dialect, s.base.writer, files, options...)
}
