// Package pgtest gives tests a PostgreSQL of their own, started once in each test process and gone when that ends.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// EnvServer names the variable with the postgres:// URL of a server to use instead of a private one. Its user must be
// allowed to create databases.
const EnvServer = "HOMEWARD_TEST_POSTGRES"

var server = sync.OnceValues(func() (string, error) {
	if address := os.Getenv(EnvServer); address != "" {
		return address, nil
	}
	return startCluster()
})

// Start answers the URL of the server's maintenance database, starting the server if it does not run yet. The test fails
// when there is no PostgreSQL to start: a test that quietly did not run would prove nothing.
func Start(t testing.TB) string {
	t.Helper()
	address, err := server()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// Database answers the URL of a new, empty database that is dropped when the test ends.
func Database(t testing.TB) string {
	t.Helper()
	return create(t, "")
}

// likeInUse makes a database that sorts texts as a language does, which those in use mostly do: there a semicolon comes before a colon, and
// small letters before capitals.
const likeInUse = " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"

var templates sync.Map // name → func() (string, error)

// Migrated answers the URL of a new database in which prepare has been done. Prepare runs once in the process for each
// name; the databases are copies of its result and must find it with all connections closed. They sort texts as English does.
func Migrated(t testing.TB, name string, prepare func(databaseURL string) error) string {
	t.Helper()
	if os.Getenv(EnvServer) != "" { // nobody would remove a template from a server that outlives this process
		database := Database(t)
		if err := prepare(database); err != nil {
			t.Fatalf("prepare a test database: %v", err)
		}
		return database
	}
	address := Start(t)
	once, _ := templates.LoadOrStore(name, sync.OnceValues(func() (string, error) {
		template := freshName()
		if err := run(address, "CREATE DATABASE "+template+likeInUse); err != nil {
			return "", err
		}
		return template, prepare(named(address, template))
	}))
	template, err := once.(func() (string, error))()
	if err != nil {
		t.Fatalf("prepare the database template %s: %v", name, err)
	}
	return create(t, " TEMPLATE "+template)
}

func create(t testing.TB, template string) string {
	t.Helper()
	address, name := Start(t), freshName()
	if err := run(address, "CREATE DATABASE "+name+template); err != nil {
		t.Fatalf("create a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := run(address, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	return named(address, name)
}

func run(address, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%w (closing: %v)", err, conn.Close(ctx))
	}
	return conn.Close(ctx)
}

func freshName() string { return "test_" + strings.ToLower(rand.Text()) }

// named puts another database into a server's URL.
func named(address, database string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // the server was reached by it, so this does not happen
	}
	u.Path = "/" + database
	return u.String()
}
