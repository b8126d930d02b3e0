// Package e2e tries the rooms together: a real Temporal server, a real database, and people at their desks.
package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	temporallog "go.temporal.io/sdk/log"
	sdkworker "go.temporal.io/sdk/worker"

	"homeward/access"
	"homeward/activities"
	"homeward/avrr"
	"homeward/casework"
	"homeward/catcher"
	"homeward/engine"
	"homeward/programmes"
	"homeward/store"
	"homeward/store/pgtest"
	"homeward/vault"
	"homeward/worker"
	"homeward/workflows"
)

// patience is how long a slow machine may take for what a quick one does at once.
const patience = 2 * time.Minute

// backends are the databases every test here runs on.
var backends = []struct {
	name string
	url  func(t testing.TB, dir string) string
}{
	{"sqlite", func(_ testing.TB, dir string) string { return "sqlite:" + filepath.Join(dir, "homeward.db") }},
	{"postgres", func(t testing.TB, _ string) string { return pgtest.Database(t) }},
}

func onEachDatabase(t *testing.T, test func(t *testing.T, h *house)) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			dir := t.TempDir()
			test(t, newHouse(t, dir, b.url(t, dir)))
		})
	}
}

// A house is everything one office runs, in one process, with switches for what may fail.
type house struct {
	t      testing.TB
	dir    string
	url    string // of the store
	store  *store.Store
	vault  *vault.Vault
	gate   *access.Gate
	desk   *casework.Desk
	staff  map[string]access.Person
	engine *engine.Engine
	client client.Client
	acts   *activities.Activities
	mail   *catcher.Catcher
	worker sdkworker.Worker
	relay  context.CancelFunc
	done   sync.WaitGroup
	keys   atomic.Int64
	log    *slog.Logger
	sdkLog temporallog.Logger
	srvLog *slog.Logger // of the Temporal server; the default one when nil

	bareOnce   sync.Once // see figures_test.go
	bareWorker sdkworker.Worker
}

// newHouse builds a house; how may set the vault and the logs before anything is built on them.
func newHouse(t testing.TB, dir, url string, how ...func(*house)) *house {
	t.Helper()
	ctx := context.Background()
	sdkworker.SetStickyWorkflowCacheSize(0) // every workflow task replays from the start
	h := &house{t: t, dir: dir, url: url, sdkLog: silent{}, log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))}
	for _, set := range how {
		set(h)
	}
	var err error
	if h.vault == nil {
		h.vault, err = vault.Open(ctx, vault.Config{KeyFile: filepath.Join(dir, "key"), Create: true, Store: "sqlite:" + filepath.Join(dir, "keys.db")})
		require.NoError(t, err)
	}
	v, log := h.vault, h.log
	s, err := store.Open(ctx, store.Config{URL: url, Sealer: store.SealerOf(v), Logger: log})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(ctx))
	h.store, h.gate = s, access.New(access.Config{Store: s})
	require.NoError(t, h.gate.SeedDemo(ctx))
	library, err := programmes.Embedded()
	require.NoError(t, err)
	h.desk = &casework.Desk{Store: s, Vault: v, Gate: h.gate, Library: library, Clock: time.Now, Logger: log, Temporal: func() client.Client { return h.client }}
	h.mail, err = catcher.Start(catcher.Options{SMTP: "127.0.0.1:0", Logger: log})
	require.NoError(t, err)
	h.registerOffices()
	h.acts = &activities.Activities{Store: s, Vault: h.vault, Library: library, PublicURL: "http://localhost:8080", Clock: time.Now, Logger: log,
		Post: &activities.Post{Server: h.mail.SMTP(), From: "journeys@homeward.example"}}
	h.staff = h.people()
	h.startTemporal()
	h.startWorker()
	t.Cleanup(func() {
		h.stopWorker()
		if h.bareWorker != nil {
			h.bareWorker.Stop()
		}
		h.stopTemporal()
		require.NoError(t, h.mail.Stop())
		require.NoError(t, s.Close())
		require.NoError(t, v.Close())
	})
	return h
}

// registerOffices enters the offices that the cases here are sent from and received by, and the one they change planes at.
func (h *house) registerOffices() {
	for _, o := range []store.Office{
		{Name: "London office", Country: "GB", Email: "london@homeward.example", Airports: []string{"LGW", "LHR"}},
		{Name: "Tirana office", Country: "AL", Email: "tirana@homeward.example", Airports: []string{"TIA"}, ReceivesNames: true},
		{Name: "Vienna office", Country: "AT", Email: "vienna@homeward.example", Airports: []string{"VIE"}},
	} {
		require.NoError(h.t, h.store.InTx(context.Background(), func(tx *store.Tx) error { return tx.SetOffice(o) }))
	}
}

func (h *house) people() map[string]access.Person {
	staff := map[string]access.Person{}
	for _, name := range []string{"officer", "officer2", "desk", "field", "manager", "protection", "auditor", "admin"} {
		a, err := h.store.Read(context.Background()).AccountByUsername(name)
		require.NoError(h.t, err)
		staff[name] = personOf(a)
	}
	return staff
}

func personOf(a store.Account) access.Person {
	return access.Person{Actor: avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role)}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office}
}

// hires makes an account for somebody the demo does not have.
func (h *house) hires(name string, role avrr.Role) {
	h.t.Helper()
	_, err := h.gate.CreateAccount(context.Background(), h.staff["admin"].Actor, access.Account{Username: name, DisplayName: "Second " + name, Role: role}, "a long enough password")
	require.NoError(h.t, err)
	a, err := h.store.Read(context.Background()).AccountByUsername(name)
	require.NoError(h.t, err)
	h.staff[name] = personOf(a)
}

func (h *house) startTemporal() {
	h.t.Helper()
	e, err := engine.Start(context.Background(), engine.Options{File: filepath.Join(h.dir, "temporal.db"), Logger: h.srvLog})
	require.NoError(h.t, err)
	h.engine = e
	h.client, err = client.Dial(client.Options{HostPort: e.Address(), Namespace: e.Namespace(), DataConverter: h.vault.DataConverter(),
		FailureConverter: h.vault.FailureConverter(), Logger: h.sdkLog})
	require.NoError(h.t, err)
}

func (h *house) stopTemporal() {
	if h.engine == nil {
		return
	}
	h.client.Close()
	h.client = nil
	require.NoError(h.t, h.engine.Stop())
	h.engine = nil
}

func (h *house) startWorker() {
	h.t.Helper()
	h.startWorkerAlone()
	h.startRelay()
}

func (h *house) startWorkerAlone() {
	h.t.Helper()
	h.worker = worker.New(h.client, h.acts)
	require.NoError(h.t, h.worker.Start())
	h.relay = func() {}
}

func (h *house) startRelay() {
	h.t.Helper()
	relay := &worker.Relay{Client: h.client, Store: h.store, Activities: h.acts, Holder: "test", Clock: time.Now, Logger: h.log}
	ctx, cancel := context.WithCancel(context.Background())
	h.relay = cancel
	h.done.Go(func() { relay.Run(ctx) })
}

func (h *house) stopWorker() {
	if h.worker == nil {
		return
	}
	h.relay()
	h.done.Wait()
	h.worker.Stop()
	h.worker = nil
}

type body map[string]any

// open opens a case and answers its reference.
func (h *house) open(in body) string {
	h.t.Helper()
	a, err := h.desk.Open(context.Background(), h.staff["officer"], h.request("open", in))
	require.NoError(h.t, err)
	h.settles("officer", a)
	return a.Reference
}

// do performs an action that must be recorded.
func (h *house) do(who, reference, action string, in body) {
	h.t.Helper()
	a, err := h.try(who, reference, action, in)
	require.NoError(h.t, err, action)
	h.settles(who, a)
}

// corrects performs an edit, which says which version of the case it is of.
func (w walk) corrects(who string, in body) {
	w.t.Helper()
	r := w.request("correct-details", in)
	version := w.folded(w.ref).Version
	r.Seen = &version
	a, err := w.desk.Perform(context.Background(), w.staff[who], w.ref, r)
	require.NoError(w.t, err)
	w.settles(who, a)
}

// searchFor asks the caseload for somebody.
func searchFor(q string) casework.Search { return casework.Search{Query: q} }

// settles waits for what a slow machine could only accept in the time a person would wait.
func (h *house) settles(who string, a casework.Answer) {
	h.t.Helper()
	if !a.Waiting {
		return
	}
	if h.client == nil {
		h.recordsAlone(a.Submission)
		return
	}
	require.Eventually(h.t, func() bool {
		now, err := h.desk.Submission(context.Background(), h.staff[who], a.Submission)
		require.NoError(h.t, err)
		return !now.Waiting
	}, patience, 20*time.Millisecond, "submission %s is not recorded", a.Submission)
}

// recordsAlone records what was submitted while Temporal is away: nothing of a case depends on a workflow but that somebody drives it.
func (h *house) recordsAlone(submission string) {
	h.t.Helper()
	ctx := context.Background()
	_, err := h.acts.Record(ctx, workflows.ToRecord{Subject: h.submission(submission).Subject.String(), Submission: submission})
	require.NoError(h.t, err)
	now := h.submission(submission)
	require.Equal(h.t, store.SubmissionRecorded, now.Status, "%s: %s", now.Action, now.Problem)
	require.NoError(h.t, h.store.InTx(ctx, func(tx *store.Tx) error { return tx.Settle(submission, now.Status, now.RecordedSeq, nil) }))
}

func (h *house) try(who, reference, action string, in body) (casework.Answer, error) {
	return h.desk.Perform(context.Background(), h.staff[who], reference, h.request(action, in))
}

func (h *house) request(action string, in body) casework.Request {
	raw, err := json.Marshal(in)
	require.NoError(h.t, err)
	return casework.Request{Action: action, Body: raw, Key: fmt.Sprintf("%s-%d", h.t.Name(), h.keys.Add(1))}
}

// folded answers the case as it stands at the head of its log.
func (h *house) folded(reference string) *avrr.Case {
	h.t.Helper()
	r := h.store.Read(context.Background())
	row, err := r.CaseByReference(reference)
	require.NoError(h.t, err)
	source, err := r.Programme(row.Programme, row.ProgrammeVersion)
	require.NoError(h.t, err)
	p, mistakes := programmes.Parse("pinned", []byte(source.Source))
	require.Empty(h.t, mistakes)
	c, err := r.Folded(row, p)
	require.NoError(h.t, err)
	return c
}

type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}
