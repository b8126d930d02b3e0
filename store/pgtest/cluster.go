package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	oldestVersion = 14              // PostgreSQL; what the migrations are written for
	startTimeout  = 2 * time.Minute // for a server on a busy machine
)

var errNoPostgres = fmt.Errorf("these tests need PostgreSQL %d or newer: install it (for example apt-get install postgresql) "+
	"or name a server in %s", oldestVersion, EnvServer)

// leash is the write end of the keeper's standard input. It stays open as long as this process lives, however it ends.
var leash io.Closer

// keeper runs the server and waits for its own standard input to end, which happens when the test process is gone, even
// killed. Then it stops the server at once and removes the cluster.
const keeper = `
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
	-c full_page_writes=off -c max_connections=200 >"$2/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
cd / && rm -rf "$2"
`

// startCluster makes a cluster in a temporary folder, reachable only through a socket in it, and answers its URL.
func startCluster() (string, error) {
	bin, err := findBinaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "homeward-pg-")
	if err != nil {
		return "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	owner, err := unprivileged(dir)
	if err != nil {
		return "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "homeward", "-A", "trust",
		"-E", "UTF8", "--locale=C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = dir, owner
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", errors.Join(fmt.Errorf("start PostgreSQL: initdb: %w\n%s", err, out), os.RemoveAll(dir))
	}
	keep := exec.Command("/bin/sh", "-c", keeper, "keeper", bin, dir)
	keep.Dir, keep.SysProcAttr = dir, owner
	if leash, err = keep.StdinPipe(); err != nil {
		return "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := keep.Start(); err != nil {
		return "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	address := (&url.URL{Scheme: "postgres", Path: "/postgres",
		RawQuery: url.Values{"host": {dir}, "user": {"homeward"}}.Encode()}).String()
	if err := waitUntilReady(address); err != nil {
		log, logErr := os.ReadFile(filepath.Join(dir, "log"))
		return "", fmt.Errorf("start PostgreSQL: %w\n%s", errors.Join(err, logErr), bytes.TrimSpace(log))
	}
	return address, nil
}

// unprivileged answers how to run a child that PostgreSQL accepts: it refuses to run as root, so root hands the folder
// to another user and steps down. The child has a process group of its own, so that an interrupt typed at the terminal
// reaches the tests first.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, int(uid), int(gid))
}

// waitUntilReady asks again and again, because PostgreSQL tells nobody that it is ready.
func waitUntilReady(address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	ask := time.NewTicker(20 * time.Millisecond)
	defer ask.Stop()
	for {
		conn, err := pgx.Connect(ctx, address)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ask.C:
		case <-ctx.Done():
			return err
		}
	}
}

// findBinaries answers the folder of the newest PostgreSQL that is new enough and has all we run.
func findBinaries() (string, error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	for _, name := range []string{"initdb", "postgres"} {
		if path, err := exec.LookPath(name); err == nil {
			if path, err = filepath.EvalSymlinks(path); err == nil {
				folders = append(folders, filepath.Dir(path))
			}
		}
	}
	newest, found := 0, ""
	for _, folder := range slices.Compact(folders) {
		if version := versionIn(folder); version >= oldestVersion && version > newest {
			newest, found = version, folder
		}
	}
	if found == "" {
		return "", errNoPostgres
	}
	return found, nil
}

// versionIn answers the major version of the PostgreSQL in a folder, 0 when there is none.
func versionIn(folder string) int {
	if _, err := os.Stat(filepath.Join(folder, "initdb")); err != nil {
		return 0
	}
	out, err := exec.Command(filepath.Join(folder, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	words := strings.Fields(string(out)) // postgres (PostgreSQL) 15.14 (Debian …)
	if len(words) < 3 {
		return 0
	}
	major, _, _ := strings.Cut(words[2], ".")
	version, err := strconv.Atoi(major)
	if err != nil {
		return 0 // a beta; not what we promise to run on
	}
	return version
}
