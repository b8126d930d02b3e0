package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	persistence "go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	plugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/resolver"
	"go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/types/known/durationpb"
	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// The search attributes of every workflow: opaque codes, given at start, never anything personal.
const (
	OfficeAttribute    = "HomewardOffice"
	ProgrammeAttribute = "HomewardProgramme"
)

const (
	// connectionLifetime closes an idle connection: the server never does, not even when it stops.
	connectionLifetime = 10 * time.Minute

	// checkTime bounds how long a file is checked for damage before it is continued; a file too large to be read in this
	// time counts as sound.
	checkTime = 2 * time.Second
)

// databases counts the databases this process has opened. The server keeps connections by name after a stop; a number in
// the name keeps a new start from getting the connection to a file that has been set aside since.
var databases atomic.Int64

// openDatabase prepares the database: a sound file of this server version is continued, any other is set aside and a new
// one begun with its schema and namespace.
func openDatabase(ctx context.Context, options Options) (_ *config.SQL, setAside string, err error) {
	number := strconv.FormatInt(databases.Add(1), 10)
	if options.File == "" {
		database := &config.SQL{
			PluginName:        plugin.PluginName,
			DatabaseName:      "engine-" + number,
			ConnectAttributes: map[string]string{"mode": "memory", "cache": "shared"},
		}
		return database, "", createNamespace(database, options)
	}

	path, err := filepath.Abs(options.File)
	if err != nil {
		return nil, "", fmt.Errorf("engine file: %w", err)
	}
	name := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	database := &config.SQL{
		PluginName:   plugin.PluginName,
		DatabaseName: name,
		ConnectAttributes: map[string]string{
			"mode":         "rwc",
			"journal_mode": "wal",
			"synchronous":  "full", // acknowledged means kept, also when the power fails
			"busy_timeout": "5000",
			"setup":        "by engine " + number, // only "true" means something
		},
		MaxConnLifetime: connectionLifetime,
	}

	var spent unusable
	switch err := continues(ctx, path, name); {
	case err == nil:
		return database, "", createNamespace(database, options)
	case errors.As(err, &spent):
		options.Logger.Warn("engine file cannot be continued", "file", path, "reason", spent)
		if setAside, err = moveAside(path); err != nil {
			return nil, "", fmt.Errorf("set engine file aside: %w", err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, "", fmt.Errorf("check engine file: %w", err)
	}
	// Noted first: whenever the creation is interrupted, what the file does not hold is still known to be missing.
	if err := os.WriteFile(rebuildFile(path), nil, 0o600); err != nil {
		return nil, "", fmt.Errorf("note that the engine file is new: %w", err)
	}
	if err := createFile(path, database); err != nil {
		return nil, "", fmt.Errorf("create engine file: %w", err)
	}
	if err := createNamespace(database, options); err != nil {
		return nil, "", err
	}
	// Written last: a file whose creation was interrupted has no version and is set aside.
	if err := os.WriteFile(versionFile(path), []byte(headers.ServerVersion+"\n"), 0o600); err != nil {
		return nil, "", fmt.Errorf("note server version: %w", err)
	}
	return database, setAside, nil
}

func versionFile(path string) string { return path + ".version" }

// rebuildFile stands beside a file that was begun anew until everything that should run was started in it.
func rebuildFile(path string) string { return path + ".rebuild" }

// unusable says why a file cannot be continued. Any other error may pass, and the file stays where it is.
type unusable string

func (u unusable) Error() string { return string(u) }

// continues fails with unusable when the file at path must be set aside, and with fs.ErrNotExist when there is none.
func continues(ctx context.Context, path, name string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	version, err := os.ReadFile(versionFile(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	switch wrote := strings.TrimSpace(string(version)); wrote {
	case headers.ServerVersion:
		return sound(ctx, name)
	case "":
		return unusable("no server version is noted beside it")
	default:
		return unusable("server " + wrote + " wrote it, this is " + headers.ServerVersion)
	}
}

func sound(ctx context.Context, name string) error {
	db, err := sql.Open("sqlite", "file:"+name+"?mode=rw&_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer db.Close()
	checking, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()

	var verdict string
	err = db.QueryRowContext(checking, "PRAGMA quick_check(1)").Scan(&verdict)
	var refused *driver.Error
	switch {
	case errors.As(err, &refused) && (refused.Code()&0xff == codes.SQLITE_CORRUPT || refused.Code()&0xff == codes.SQLITE_NOTADB):
		return unusable("damaged: " + refused.Error())
	case err != nil && checking.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	case verdict != "ok":
		return unusable("damaged: " + verdict)
	}
	return nil
}

// moveAside renames the file and those that belong to it, and returns the new path.
func moveAside(path string) (string, error) {
	aside := path + time.Now().UTC().Format(".set-aside-20060102T150405.000Z")
	for _, suffix := range []string{"", "-wal", "-shm", ".version"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}

// createFile creates the file for its owner alone and all tables in one transaction, which is one write to disk.
func createFile(path string, database *config.SQL) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return onConnection(database, func(db sqlplugin.AdminDB) error {
		if err := db.Exec("BEGIN IMMEDIATE"); err != nil {
			return err
		}
		if err := sqlite.SetupSchemaOnDB(db); err != nil {
			return errors.Join(err, db.Exec("ROLLBACK"))
		}
		return db.Exec("COMMIT")
	})
}

// checkpoint brings all that the write-ahead log holds into the file itself, which is then whole without it.
func checkpoint(database *config.SQL) error {
	return onConnection(database, func(db sqlplugin.AdminDB) error {
		return db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	})
}

// onConnection lends the database's single connection, which its services share.
func onConnection(database *config.SQL, use func(sqlplugin.AdminDB) error) error {
	db, err := persistence.NewSQLAdminDB(sqlplugin.DbKindUnknown, database, resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	return errors.Join(use(db), db.Close())
}

// createNamespace writes the namespace straight into the database, unless it is there: a running server would need
// seconds until all of it knows a namespace created through its API.
func createNamespace(database *config.SQL, options Options) error {
	namespace, err := sqlite.NewNamespaceConfig(clusterName, options.Namespace, false, map[string]enums.IndexedValueType{
		OfficeAttribute:    enums.INDEXED_VALUE_TYPE_KEYWORD,
		ProgrammeAttribute: enums.INDEXED_VALUE_TYPE_KEYWORD,
	})
	if err != nil {
		return fmt.Errorf("describe namespace %s: %w", options.Namespace, err)
	}
	namespace.Detail.Config.Retention = durationpb.New(options.Retention)
	if err := sqlite.CreateNamespaces(database, namespace); err != nil {
		return fmt.Errorf("create namespace %s: %w", options.Namespace, err)
	}
	return nil
}
