package pgtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"homeward/store/pgtest"
)

func TestADatabaseIsFreshAndACopyHoldsWhatWasPrepared(t *testing.T) {
	prepare := func(address string) error { return execute(address, "CREATE TABLE prepared (n integer)") }
	for range 2 {
		if err := execute(pgtest.Migrated(t, "prepared", prepare), "INSERT INTO prepared VALUES (1)"); err != nil {
			t.Fatal(err)
		}
	}
	if err := execute(pgtest.Database(t), "CREATE TABLE prepared (n integer)"); err != nil {
		t.Fatal(err)
	}
}

// The test runs itself once more as a child that starts a cluster and is then killed.
func TestTheServerIsGoneWhenItsTestProcessIsKilled(t *testing.T) {
	if os.Getenv("PGTEST_CHILD") != "" {
		fmt.Println(pgtest.Start(t))
		select {}
	}
	if os.Getenv(pgtest.EnvServer) != "" {
		t.Setenv(pgtest.EnvServer, "")
	}
	child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.timeout", "1m")
	child.Env = append(os.Environ(), "PGTEST_CHILD=1")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(out)
	line, _, err := said.ReadLine()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(line), "postgres://") {
		rest, err := io.ReadAll(said)
		t.Fatalf("the child started no server: %s\n%s %v", line, rest, errors.Join(err, child.Wait()))
	}
	server, err := url.Parse(string(line))
	if err != nil {
		t.Fatal(err)
	}
	folder := server.Query().Get("host")
	if _, err := os.Stat(folder + "/data"); err != nil {
		t.Fatal(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed, and says so
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for deadline := time.After(2 * time.Minute); ; {
		if _, err := os.Stat(folder); os.IsNotExist(err) {
			return
		}
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("%s is still there", folder)
		}
	}
}

func execute(address, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, statement); err != nil {
		return err
	}
	return conn.Close(ctx)
}
