package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"go.temporal.io/sdk/client"

	"homeward/access"
	"homeward/activities"
	"homeward/api"
	"homeward/casework"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
	"homeward/workflows"
)

// An office is Homeward with everything real but Temporal, which is away: what people submit waits, and catchUp records it
// as a worker would.
type office struct {
	t      *testing.T
	engine *gin.Engine
	server *httptest.Server
	client *http.Client
	store  *store.Store
	gate   *access.Gate
	worker *activities.Activities
	desk   *casework.Desk
	logged *logbook

	ahead      time.Duration // how far the office's clock is ahead
	readiness  api.Readiness
	away       bool // the database counts as away
	mu         sync.Mutex
	tokens     map[string]string
	keysInUse  int
	validating *validating
}

// A logbook keeps what was logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, tokens: map[string]string{}, readiness: api.Readiness{Ready: true}, logged: &logbook{}}
	keys, err := vault.NewInMemory([32]byte{7})
	must(t, err)
	logger := slog.New(slog.NewTextHandler(o.logged, nil))
	o.store, err = store.Open(t.Context(), store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "homeward.db"), Sealer: store.SealerOf(keys), Clock: o.now, Logger: logger})
	must(t, err)
	t.Cleanup(func() { must(t, o.store.Close()) })
	must(t, o.store.Migrate(t.Context()))
	library, err := programmes.Embedded()
	must(t, err)
	o.gate = access.New(access.Config{Store: o.store, Clock: o.now})
	must(t, o.gate.SeedDemo(t.Context()))
	o.worker = &activities.Activities{Store: o.store, Vault: keys, Library: library, Clock: o.now, Logger: logger}
	o.desk = &casework.Desk{Store: o.store, Vault: keys, Gate: o.gate, Temporal: func() client.Client { return nil }, Library: library, Clock: o.now, Logger: logger}
	gin.SetMode(gin.ReleaseMode)
	o.engine = gin.New()
	must(t, api.Mount(o.engine, api.Config{Desk: o.desk, Gate: o.gate, Version: "test", Logger: logger,
		Ready:       func(context.Context) api.Readiness { return o.readiness },
		Unavailable: func(error) bool { return o.away }}))
	o.server = httptest.NewServer(o.engine)
	t.Cleanup(o.server.Close)
	o.validating = newValidating(t, o.server)
	o.client = &http.Client{Transport: o.validating}
	return o
}

func (o *office) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Now().Add(o.ahead)
}

func (o *office) later(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ahead += d
}

// A reply is an answer that was read.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (r reply) code() string { return text(r.body["code"]) }

func text(v any) string { s, _ := v.(string); return s }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as answers the token of a demo account.
func (o *office) as(username string) string {
	o.t.Helper()
	o.mu.Lock()
	token := o.tokens[username]
	o.mu.Unlock()
	if token != "" {
		return token
	}
	r := o.ask("", "POST", "/api/v1/tokens", map[string]any{"username": username, "password": access.DemoPassword})
	if r.status != http.StatusOK {
		o.t.Fatalf("sign in as %s: %d %s", username, r.status, r.text)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tokens[username] = text(r.body["token"])
	return o.tokens[username]
}

func (o *office) newKey() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.keysInUse++
	return "key-" + strings.Repeat("x", o.keysInUse%3) + time.Now().Format("150405.000000000") + string(rune('a'+o.keysInUse%26))
}

// ask sends a request; a body that is no string is sent as JSON. Headers are given as "Name: value"; a mutating request
// brings a new Idempotency-Key unless one is given.
func (o *office) ask(username, method, path string, body any, headers ...string) reply {
	o.t.Helper()
	return o.send(o.request(username, method, path, body, headers...))
}

func (o *office) request(username, method, path string, body any, headers ...string) *http.Request {
	o.t.Helper()
	var raw io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		raw = strings.NewReader(b)
	default:
		encoded, err := json.Marshal(b)
		must(o.t, err)
		raw = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.server.URL+path, raw)
	must(o.t, err)
	if username != "" {
		req.Header.Set("Authorization", "Bearer "+o.as(username))
	}
	if raw != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if method == http.MethodPost && path != "/api/v1/tokens" {
		req.Header.Set("Idempotency-Key", o.newKey())
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Del(name)
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	return req
}

func (o *office) send(req *http.Request) reply {
	o.t.Helper()
	answer, err := o.client.Do(req)
	if err != nil {
		o.t.Errorf("%s %s: %v", req.Method, req.URL.Path, err)
		return reply{}
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		o.t.Errorf("%s %s: %v", req.Method, req.URL.Path, err)
	}
	r := reply{status: answer.StatusCode, header: answer.Header, text: string(raw)}
	if strings.Contains(answer.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &r.body); err != nil {
			o.t.Errorf("%s %s: %v in %s", req.Method, req.URL.Path, err, raw)
		}
	}
	return r
}

// catchUp records what a 202 left waiting, as a worker does, and settles it, as the relay does. It answers the status URL's answer.
func (o *office) catchUp(username string, accepted reply) reply {
	o.t.Helper()
	if accepted.status != http.StatusAccepted {
		o.t.Fatalf("want 202, got %d %s", accepted.status, accepted.text)
	}
	status := text(accepted.body["status_url"])
	if accepted.header.Get("Location") != status || accepted.header.Get("Retry-After") == "" {
		o.t.Errorf("a 202 says where to ask and when: %v", accepted.header)
	}
	o.record(text(accepted.body["submission"]))
	return o.ask(username, "GET", status, nil)
}

func (o *office) record(submission string) {
	o.t.Helper()
	ctx := o.t.Context()
	s, err := o.store.Read(ctx).Submission(submission)
	must(o.t, err)
	_, err = o.worker.Record(ctx, workflows.ToRecord{Subject: s.Subject.String(), Submission: s.ID})
	must(o.t, err)
	must(o.t, o.store.InTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(submission)
		if err != nil || s.Status == store.SubmissionRefused {
			return err
		}
		return tx.Settle(s.ID, store.SubmissionRecorded, s.RecordedSeq, nil)
	}))
}

// do performs an action and sees it recorded.
func (o *office) do(username, reference, action string, body any, headers ...string) reply {
	o.t.Helper()
	r := o.catchUp(username, o.ask(username, "POST", caseURL(reference)+"/actions/"+action, body, headers...))
	if r.status != http.StatusOK || r.body["status"] != "recorded" {
		o.t.Fatalf("%s: %d %s", action, r.status, r.text)
	}
	return r
}

func caseURL(reference string) string { return "/api/v1/cases/" + reference }

// opened opens a case and answers its reference.
func (o *office) opened(username string, body map[string]any) string {
	o.t.Helper()
	accepted := o.ask(username, "POST", "/api/v1/cases", body)
	o.catchUp(username, accepted)
	return text(accepted.body["reference"])
}

func (o *office) see(username, reference string) map[string]any {
	o.t.Helper()
	r := o.ask(username, "GET", caseURL(reference), nil)
	if r.status != http.StatusOK {
		o.t.Fatalf("see %s: %d %s", reference, r.status, r.text)
	}
	return r.body
}

// day is a day from today.
func (o *office) day(days int) string { return o.now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }

// application is what a case is opened with.
func (o *office) application() map[string]any {
	return map[string]any{
		"programme": "demo", "applied_on": o.day(-3), "language": "en", "host_country": "GB", "legal_status": "rejected", "receiving_office": "Tirana office",
		"contact":     map[string]any{"channel": "phone", "value": "+447700900123"},
		"destination": map[string]any{"country": "AL", "district": "Shkodër"},
		"members": []any{map[string]any{
			"family_name": "Hoxha", "given_names": "Arta", "birth": map[string]any{"date": "1990-04-02"}, "sex": "F", "nationality": "AL",
			"documents": []any{map[string]any{"kind": "passport", "number": "BA1234567", "issuer": "AL", "issued_on": "2020-01-01", "expires_on": o.day(400)}},
		}},
	}
}

// with answers a body with one field changed; nil takes it away.
func with(body map[string]any, field string, value any) map[string]any {
	changed := map[string]any{}
	for name, v := range body {
		changed[name] = v
	}
	if changed[field] = value; value == nil {
		delete(changed, field)
	}
	return changed
}
