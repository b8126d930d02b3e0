package cmd

import (
	"bytes"
	"context"
	"database/sql"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"homeward/casework"
)

// run runs a command line and answers its exit code and what it said.
func run(args ...string) (code int, said string) {
	var out bytes.Buffer
	code = Run(args, &out, &out)
	return code, out.String()
}

func TestACommandThatIsNotReadySaysWhyInOneSentence(t *testing.T) {
	used := t.TempDir()
	code, said := run("migrate", "--data", used)
	require.Equal(t, exitOK, code, said)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no such database":       {[]string{"serve", "--data", t.TempDir(), "--database", "postgres://nobody@127.0.0.1:1/none", "--keys", "sqlite:" + filepath.Join(t.TempDir(), "keys.db")}, "The database cannot be"},
		"not a database":         {[]string{"serve", "--data", t.TempDir(), "--database", "mysql://x"}, "The database cannot be"},
		"an older schema":        {[]string{"api", "--data", emptied(t), "--temporal", "127.0.0.1:1"}, "run homeward migrate"},
		"a newer schema":         {[]string{"serve", "--data", schemaOf(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")}, "newer version"},
		"api without Temporal":   {[]string{"api", "--data", used}, "Say where Temporal runs"},
		"worker without address": {[]string{"worker", "--data", used}, "Say where Temporal runs"},
		"demo for everybody":     {[]string{"demo", "--listen", "0.0.0.0:8080"}, "not a loopback address"},
		"an address in use":      {[]string{"serve", "--data", t.TempDir(), "--listen", taken(t)}, "cannot be taken"},
	} {
		t.Run(name, func(t *testing.T) {
			code, said := run(c.args...)
			require.Equal(t, exitNotReady, code, said)
			require.Contains(t, said, c.says)
			require.NotContains(t, said, "goroutine")
		})
	}
}

// schemaOf makes a data folder whose database claims another schema.
func schemaOf(t *testing.T, change string) string {
	t.Helper()
	dir := t.TempDir()
	code, said := run("migrate", "--data", dir)
	require.Equal(t, exitOK, code, said)
	db, err := sql.Open("sqlite", filepath.Join(dir, "homeward.db"))
	require.NoError(t, err)
	_, err = db.Exec(change)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	return dir
}

// emptied makes a data folder whose database has no schema yet.
func emptied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	code, said := run("migrate", "--data", dir)
	require.Equal(t, exitOK, code, said)
	require.NoError(t, os.Remove(filepath.Join(dir, "homeward.db")))
	return dir
}

func taken(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l.Addr().String()
}

func TestWorkerAndServeGiveUpOnTemporalAfterHalfAMinute(t *testing.T) {
	data := t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	for _, command := range []string{"worker", "serve"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			code, said := run(command, "--data", data, "--temporal", "127.0.0.1:1")
			require.Equal(t, exitNotReady, code, said)
			require.Contains(t, said, "Temporal does not answer at 127.0.0.1:1.")
			require.InDelta(t, temporalPatience.Seconds(), time.Since(began).Seconds(), 5)
		})
	}
}

func TestWrongUsageIsAnExitCodeOfItsOwn(t *testing.T) {
	for _, args := range [][]string{{"fly"}, {"serve", "--no-such-flag"}, {"programme", "check"}, {}} {
		code, said := run(args...)
		require.Equal(t, exitUsage, code, said)
	}
}

func TestHelpLeadsWithExamples(t *testing.T) {
	code, said := run("--help")
	require.Equal(t, exitOK, code)
	require.Contains(t, said, "Examples:")
	require.Less(t, strings.Index(said, "Examples:"), strings.Index(said, "Commands:"))
}

func TestAProgrammeFileWithMistakesFailsAndNamesThem(t *testing.T) {
	file := filepath.Join(t.TempDir(), "broken.yaml")
	require.NoError(t, os.WriteFile(file, []byte("programme: x\nversion: 1\nclocks: {lunch: {after: 1m}}\n"), 0o600))
	code, said := run("programme", "check", file)
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "lunch")
	code, said = run("programme", "check", "../programmes/data/standard.yaml")
	require.Equal(t, exitOK, code, said)
}

// The compose file starts the binary with commands and settings it really has, at ports it really serves.
func TestTheComposeFileFitsTheBinary(t *testing.T) {
	raw, err := os.ReadFile("../docker-compose.yml")
	require.NoError(t, err)
	var compose struct {
		Services map[string]struct {
			Image       string
			Command     []string
			Environment map[string]string
			Ports       []string
			Healthcheck struct{ Test []string }
		}
	}
	require.NoError(t, yaml.Unmarshal(raw, &compose))
	ours := 0
	for name, s := range compose.Services {
		for _, port := range s.Ports {
			require.True(t, strings.HasPrefix(port, "127.0.0.1:"), "%s publishes %s beyond this machine", name, port)
		}
		if s.Image != "homeward" {
			continue
		}
		ours++
		for variable := range s.Environment {
			require.Contains(t, flagsOfAnyCommand(t), variable, "%s sets what no flag reads", name)
		}
		_, parser, _, err := parserFor(&bytes.Buffer{}, &bytes.Buffer{})
		require.NoError(t, err)
		_, err = parser.Parse(s.Command)
		require.NoError(t, err, "%s runs %v", name, s.Command)
	}
	require.Equal(t, 3, ours, "migrate, api and worker")
	api := compose.Services["api"]
	_, port, err := net.SplitHostPort(api.Environment["HOMEWARD_LISTEN"])
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(api.Ports[0], ":"+port), "the published port is the one that is served")
	require.Contains(t, strings.Join(api.Healthcheck.Test, " "), ":"+port+"/readyz")
}

func flagsOfAnyCommand(t *testing.T) []string {
	t.Helper()
	_, parser, _, err := parserFor(&bytes.Buffer{}, &bytes.Buffer{})
	require.NoError(t, err)
	var names []string
	for _, command := range parser.Model.Leaves(false) {
		for _, flags := range command.AllFlags(false) {
			for _, f := range flags {
				names = append(names, f.Envs...)
			}
		}
	}
	return names
}

// The README's walk is run as it is printed there, against everything in one process.
func TestTheWalkOfTheReadmeGoesFromOpeningToClosure(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	address := freeAddress(t)
	h, err := openHouse(ctx, storage{Data: t.TempDir()}, opening{create: true, migrate: true}, logging{LogLevel: "warn"}.logger(streams{t.Output(), t.Output()}))
	require.NoError(t, err)
	require.NoError(t, h.gate.SeedDemo(ctx))
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- h.everything(ctx, t.TempDir(), temporalPlace{Namespace: "homeward"}, listening{Listen: address}, nil, func(*casework.Desk) error {
			close(ready)
			return nil
		})
	}()
	select {
	case <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	walk := exec.Command("bash", "../examples/walk.sh", "http://"+address)
	out, err := walk.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "went from opening to closure.")
	stop()
	require.NoError(t, <-ended)
	h.shut()
}

// freeAddress answers an address that nobody serves at.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, l.Close()) }()
	return l.Addr().String()
}
