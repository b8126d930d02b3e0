package cmd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"homeward/access"
	"homeward/casework"
	"homeward/web"
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
		"no such database":  {[]string{"serve", "--data", t.TempDir(), "--database", "postgres://nobody@127.0.0.1:1/none", "--keys", "sqlite:" + filepath.Join(t.TempDir(), "keys.db")}, "The database cannot be"},
		"not a database":    {[]string{"serve", "--data", t.TempDir(), "--database", "mysql://x"}, "The database cannot be"},
		"an older schema":   {[]string{"api", "--data", emptied(t), "--temporal", "127.0.0.1:1"}, "run homeward migrate"},
		"a newer schema":    {[]string{"serve", "--data", schemaOf(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")}, "newer version"},
		"an address in use": {[]string{"serve", "--data", t.TempDir(), "--listen", taken(t)}, "cannot be taken"},
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
			require.GreaterOrEqual(t, time.Since(began), temporalPatience)
		})
	}
}

func TestWrongUsageIsAnExitCodeOfItsOwn(t *testing.T) {
	data := t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	for _, args := range [][]string{{"api", "--data", data}, {"worker", "--data", data}, {"engine", "rebuild", "--data", data}, {"demo", "--listen", "0.0.0.0:8080"}, {"demo", "--listen", "8080"},
		{"serve", "--data", data, "--database", "postgres://127.0.0.1/homeward"}, {"fly"}, {"serve", "--no-such-flag"}, {"programme", "check"}, {}} {
		code, said := run(args...)
		require.Equal(t, exitUsage, code, said)
	}
}

func TestASecondProcessOnTheSameFolderIsRefused(t *testing.T) {
	data := t.TempDir()
	first := serving(t, data)
	defer first.close()
	code, said := run("serve", "--data", data, "--listen", freeAddress(t))
	require.Equal(t, exitNotReady, code, said)
	require.Contains(t, said, "Another Homeward runs on the data folder")
}

func TestMigrateMakesNoFolderByAccident(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "none")
	code, said := run("migrate", "--data", nowhere)
	require.Equal(t, exitUsage, code, said)
	require.NoDirExists(t, nowhere)
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
	o := serving(t, t.TempDir())
	defer o.close()
	out, err := exec.Command("bash", "../examples/walk.sh", "http://"+o.address).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "went from opening to closure.")
}

// The opening may be kept and recorded later, as anything may: the walk asks what became of it before it goes on.
func TestTheWalkWaitsForAnOpeningThatIsRecordedLater(t *testing.T) {
	var asked atomic.Int32
	answers := http.NewServeMux()
	says := func(pattern string, status int, what func() string) {
		answers.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			fmt.Fprint(w, what())
		})
	}
	const waits = `{"status": "waiting", "status_url": "/api/v1/submissions/s"}`
	says("POST /api/v1/tokens", http.StatusOK, func() string { return `{"token": "t"}` })
	says("POST /api/v1/cases", http.StatusAccepted, func() string { return waits })
	says("GET /api/v1/submissions/s", http.StatusOK, func() string {
		if asked.Add(1) == 1 {
			return waits
		}
		return `{"status": "recorded", "case": {"reference": "HW-7K3-M9PX"}}`
	})
	server := httptest.NewServer(answers)
	defer server.Close()
	out, err := exec.Command("bash", "../examples/walk.sh", server.URL).CombinedOutput()
	require.Error(t, err, "nothing is offered on the case")
	require.Contains(t, string(out), "Opened HW-7K3-M9PX.")
	require.EqualValues(t, 2, asked.Load())
}

// freeAddress answers an address that nobody serves at. Where every address that begins with 127 is this machine, it is one that nobody
// else is given before it is used.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", fmt.Sprintf("127.%d.%d.%d:0", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254)))
	if err != nil {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, l.Close()) }()
	return l.Addr().String()
}

// An office is a data folder with the demonstration's accounts and somebody who asks its API.
type office struct {
	t       *testing.T
	data    string
	address string
	stop    context.CancelFunc
	ended   chan error
	desk    *casework.Desk
	token   string
	keys    int
}

// serving runs everything on a data folder, as serve does.
func serving(t *testing.T, data string) *office {
	t.Helper()
	return servingWith(t, data, nil, temporalPlace{Namespace: "homeward"})
}

// servingWith is serving with what the demo shows more, and with a Temporal of one's own or at an address.
func servingWith(t *testing.T, data string, demo *web.DemoInfo, temporal temporalPlace) *office {
	t.Helper()
	o := &office{t: t, data: data, address: freeAddress(t), ended: make(chan error, 1)}
	var ctx context.Context
	ctx, o.stop = context.WithCancel(context.Background())
	h := o.house(ctx)
	ready := make(chan struct{})
	go func() {
		err := h.everything(ctx, data, temporal, listening{Listen: o.address}, demo, func(desk *casework.Desk) error {
			o.desk = desk
			close(ready)
			return nil
		})
		h.shut()
		o.ended <- err
	}()
	select {
	case <-ready:
	case err := <-o.ended:
		t.Fatal(err)
	}
	return o
}

func (o *office) house(ctx context.Context) *house {
	o.t.Helper()
	log := logging{LogLevel: "warn"}.logger(streams{o.t.Output(), o.t.Output()})
	h, err := openHouse(ctx, storage{Data: o.data}, opening{create: true, migrate: true, pin: true}, log)
	require.NoError(o.t, err)
	require.NoError(o.t, h.gate.SeedDemo(ctx))
	return h
}

func (o *office) close() {
	o.t.Helper()
	o.stop()
	require.NoError(o.t, <-o.ended)
}

func (o *office) as(username string) {
	o.t.Helper()
	o.token = ""
	var answer struct{ Token string }
	o.ask("POST", "/api/v1/tokens", map[string]any{"username": username, "password": access.DemoPassword}, &answer)
	o.token = answer.Token
}

// ask asks the API and answers the status.
func (o *office) ask(method, path string, in, out any) int {
	o.t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(o.t, err)
	req, err := http.NewRequest(method, "http://"+o.address+path, bytes.NewReader(raw))
	require.NoError(o.t, err)
	o.keys++
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", fmt.Sprintf("%s-%s-%d", o.t.Name(), o.address, o.keys))
	if o.token != "" {
		req.Header.Set("Authorization", "Bearer "+o.token)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(o.t, err)
	defer resp.Body.Close()
	require.NoError(o.t, json.NewDecoder(resp.Body).Decode(out))
	return resp.StatusCode
}

// A seen is as much of a case as these tests look at.
type seen struct {
	Reference string
	Stage     string
	Booking   struct{ Status string }
	StatusURL string `json:"status_url"`
}

func (o *office) do(who, reference, action string, in map[string]any) {
	o.t.Helper()
	o.as(who)
	o.sends("/api/v1/cases/"+reference+"/actions/"+action, in, http.StatusOK, nil)
}

// patience is how long a slow machine may take for what a quick one does at once.
const patience = 2 * time.Minute

// sends asks for something that must be recorded, and waits for what a slow machine could only accept. The case it is answered with goes
// to out, unless that is nil.
func (o *office) sends(path string, in map[string]any, want int, out any) {
	o.t.Helper()
	var answer json.RawMessage
	status := o.ask("POST", path, in, &answer)
	if status == http.StatusAccepted {
		var accepted seen
		require.NoError(o.t, json.Unmarshal(answer, &accepted))
		var now struct {
			Status string
			Case   json.RawMessage
		}
		require.Eventually(o.t, func() bool {
			return o.ask("GET", accepted.StatusURL, nil, &now) == http.StatusOK && now.Status == "recorded"
		}, patience, 50*time.Millisecond, "%s: %s", path, answer)
		status, answer = want, now.Case
	}
	require.Equal(o.t, want, status, "%s: %s", path, answer)
	if out != nil {
		require.NoError(o.t, json.Unmarshal(answer, out))
	}
}

// ago answers a day that is some days past.
func ago(days int) string { return time.Now().UTC().AddDate(0, 0, -days).Format(time.DateOnly) }

func (o *office) open() string {
	o.t.Helper()
	o.as("officer")
	var c seen
	o.sends("/api/v1/cases", map[string]any{"programme": "demo", "applied_on": ago(21), "language": "sq", "host_country": "GB", "receiving_office": "Tirana office",
		"legal_status": "rejected", "destination": map[string]any{"country": "AL"},
		"members": []any{map[string]any{"given_names": "Arta", "birth": map[string]any{"date": "1990-04-02"}, "nationality": "AL"}}}, http.StatusCreated, &c)
	return c.Reference
}

func (o *office) approve(reference string) {
	o.t.Helper()
	on := ago(20)
	o.do("field", reference, "answer-assignment", map[string]any{"duty": "reintegration", "answer": "accept"})
	o.do("officer", reference, "record-counselling", map[string]any{"held_on": on, "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", reference, "give-consent", map[string]any{"member": "m1", "kind": "return", "signed_on": on, "language": "sq"})
	o.do("officer", reference, "give-consent", map[string]any{"member": "m1", "kind": "data", "signed_on": on, "language": "sq"})
	o.do("officer", reference, "assess-eligibility", map[string]any{"recommendation": "approve"})
	o.do("officer2", reference, "decide-eligibility", map[string]any{"decision": "approve"})
}

func (o *office) see(reference string) seen {
	o.t.Helper()
	o.as("officer")
	var c seen
	require.Equal(o.t, http.StatusOK, o.ask("GET", "/api/v1/cases/"+reference, nil, &c))
	return c
}

func TestASecondStartGoesOnWhereTheFirstWasTimersIncluded(t *testing.T) {
	data := t.TempDir()
	first := serving(t, data)
	reference := first.open()
	first.approve(reference)
	in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
	first.do("desk", reference, "hold-seats", map[string]any{"passengers": []string{"m1"}, "hold_until": in(20 * time.Second), "segments": []any{
		map[string]any{"carrier": "OS", "number": "1", "from": "LHR", "to": "TIA", "departs_at": in(48 * time.Hour), "arrives_at": in(51 * time.Hour)}}})
	first.close()

	second := serving(t, data)
	defer second.close()
	require.Eventually(t, func() bool { return second.see(reference).Booking.Status == "lapsed" }, patience, 200*time.Millisecond, "the hold lapses by the timer of the first start")
	second.do("officer", reference, "add-note", map[string]any{"text": "Still here."})
}

func TestTheAPIWithoutTemporalAcceptsAndSaysSo(t *testing.T) {
	data := t.TempDir()
	o := &office{t: t, data: data, address: freeAddress(t), ended: make(chan error, 1)}
	var ctx context.Context
	ctx, o.stop = context.WithCancel(context.Background())
	h := o.house(ctx)
	link, err := connect(ctx, temporalPlace{Temporal: "127.0.0.1:1", Namespace: "homeward"}, h.vault, h.log)
	require.NoError(t, err)
	ready := make(chan struct{})
	go func() {
		o.ended <- h.serve(ctx, listening{Listen: o.address}, h.desk(link.reach), link.degraded, nil, func() { close(ready) })
	}()
	<-ready
	var health struct{ Status, Degraded string }
	require.Equal(t, http.StatusOK, o.ask("GET", "/readyz", nil, &health))
	require.NotEmpty(t, health.Degraded)
	o.as("officer")
	var waiting seen
	require.Equal(t, http.StatusAccepted, o.ask("POST", "/api/v1/cases", map[string]any{"programme": "demo", "applied_on": ago(21), "language": "sq", "members": []any{map[string]any{"given_names": "Arta"}}}, &waiting))
	require.NotEmpty(t, waiting.StatusURL)
	o.close()
	link.close()
	h.shut()

	later := serving(t, data)
	defer later.close()
	require.Eventually(t, func() bool {
		return later.see(waiting.Reference).Stage == "eligibility" && later.recorded(waiting.StatusURL)
	}, patience, 200*time.Millisecond,
		"what was accepted is recorded when Temporal is there")
}

func (o *office) recorded(statusURL string) bool {
	o.t.Helper()
	var answer map[string]any
	return o.ask("GET", statusURL, nil, &answer) == http.StatusOK
}

func TestADecisionIsRecomputedFromWhatIsStoredAndADifferenceFails(t *testing.T) {
	data := t.TempDir()
	o := serving(t, data)
	reference := o.open()
	o.approve(reference)
	o.close()
	code, said := run("decision", "replay", reference, "--data", data)
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "1 decisions of "+reference)

	alterProgramme(t, data, "demo", "!child || age >= 18", "age >= 60", false)
	code, said = run("decision", "replay", reference, "--data", data)
	require.Equal(t, exitFailed, code, said)
	require.Contains(t, said, "was altered where it is kept")

	alterProgramme(t, data, "demo", "", "", true) // whoever altered the text thought of its sum, too
	code, said = run("decision", "replay", reference, "--data", data)
	require.Equal(t, exitFailed, code, said)
	require.Contains(t, said, "recomputed:")
}

// alterProgramme changes the text of a programme behind everybody's back, and its sum with it when asked to.
func alterProgramme(t *testing.T, data, code, from, to string, sum bool) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "homeward.db"))
	require.NoError(t, err)
	var source string
	require.NoError(t, db.QueryRow("SELECT source FROM programmes WHERE code = ?", code).Scan(&source))
	require.Contains(t, source, from)
	source = strings.Replace(source, from, to, 1)
	_, err = db.Exec("UPDATE programmes SET source = ? WHERE code = ?", source, code)
	require.NoError(t, err)
	if sum {
		of := sha256.Sum256([]byte(source))
		_, err = db.Exec("UPDATE programmes SET sha256 = ? WHERE code = ?", of[:], code)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
}
