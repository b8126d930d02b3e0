package web_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"go.temporal.io/sdk/client"

	"homeward/access"
	"homeward/activities"
	"homeward/avrr"
	"homeward/casework"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
	"homeward/web"
	"homeward/workflows"
)

// An office is Homeward with everything real but Temporal, which is away: what people submit waits, and record does what a
// worker would.
type office struct {
	*testing.T
	server *httptest.Server
	store  *store.Store
	sealer *keysAway
	desk   *casework.Desk
	worker *activities.Activities
	people map[string]access.Person
	asked  int
	passed atomic.Int64 // how much later it is for sign-ins, as a time.Duration
}

func newOffice(t *testing.T, change ...func(*web.Config)) *office {
	t.Helper()
	o := &office{T: t, people: map[string]access.Person{}}
	keys, err := vault.NewInMemory([32]byte{7})
	o.must(err)
	o.sealer = &keysAway{Sealer: store.SealerOf(keys)}
	o.store, err = store.Open(t.Context(), store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "homeward.db"), Sealer: o.sealer, Clock: time.Now})
	o.must(err)
	t.Cleanup(func() { o.must(o.store.Close()) })
	o.must(o.store.Migrate(t.Context()))
	library, err := programmes.Embedded()
	o.must(err)
	gate := access.New(access.Config{Store: o.store, Clock: func() time.Time { return time.Now().Add(time.Duration(o.passed.Load())) }})
	o.must(gate.SeedDemo(t.Context()))
	for _, a := range access.DemoAccounts {
		account, err := o.store.Read(t.Context()).AccountByUsername(a.Username)
		o.must(err)
		o.people[a.Username] = access.Person{Actor: avrr.Actor{ID: account.ID, Role: a.Role}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office}
	}
	logger := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	o.worker = &activities.Activities{Store: o.store, Vault: keys, Library: library, Clock: time.Now, Logger: logger, PublicURL: "http://localhost"}
	o.desk = &casework.Desk{Store: o.store, Vault: keys, Gate: gate, Temporal: func() client.Client { return nil }, Library: library, Clock: time.Now, Logger: logger}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	c := web.Config{Desk: o.desk, Gate: gate, Logger: logger, Version: "test", Demo: &web.DemoInfo{Accounts: access.DemoAccounts, Password: access.DemoPassword}}
	for _, do := range change {
		do(&c)
	}
	o.must(web.Mount(engine, c))
	o.server = httptest.NewServer(engine)
	t.Cleanup(o.server.Close)
	return o
}

// keysAway is a vault whose key store can be away for a moment from one owner's keys.
type keysAway struct {
	store.Sealer
	from atomic.Value // of a string, the owner; nothing is away from nobody
}

func (s *keysAway) Open(ctx context.Context, owner, compartment, place string, sealed []byte) ([]byte, error) {
	if s.from.Load() == owner {
		return nil, errors.New("the key store cannot be reached")
	}
	return s.Sealer.Open(ctx, owner, compartment, place, sealed)
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

type body map[string]any

// submit asks for an action and leaves it waiting.
func (o *office) submit(username, reference, action string, in body) casework.Answer {
	o.Helper()
	raw, err := json.Marshal(in)
	o.must(err)
	o.asked++
	req := casework.Request{Action: action, Body: raw, Key: fmt.Sprintf("key-%d", o.asked)}
	var answer casework.Answer
	if action == "open" {
		answer, err = o.desk.Open(o.Context(), o.people[username], req)
	} else {
		answer, err = o.desk.Perform(o.Context(), o.people[username], reference, req)
	}
	if err != nil {
		o.Fatalf("%s: %v", action, err)
	}
	return answer
}

// do performs an action and sees it recorded.
func (o *office) do(username, reference, action string, in body) casework.Answer {
	o.Helper()
	answer := o.submit(username, reference, action, in)
	o.record(action, answer.Submission)
	return answer
}

// record does with a submission what a worker would.
func (o *office) record(action, submission string) {
	o.Helper()
	s, err := o.store.Read(o.Context()).Submission(submission)
	o.must(err)
	recorded, err := o.worker.Record(o.Context(), workflows.ToRecord{Subject: s.Subject.String(), Submission: s.ID})
	o.must(err)
	if recorded.Refused != "" {
		o.Fatalf("%s was refused: %s", action, recorded.Refused)
	}
	o.must(o.store.InTx(o.Context(), func(tx *store.Tx) error {
		s, err := tx.Submission(s.ID)
		if err != nil {
			return err
		}
		return tx.Settle(s.ID, store.SubmissionRecorded, s.RecordedSeq, nil)
	}))
}

// print prints what was ordered, as the relay does.
func (o *office) print() {
	o.Helper()
	orders, err := o.store.Read(o.Context()).DueOutbox(time.Now(), 100)
	o.must(err)
	for _, order := range orders {
		if order.Kind == store.OutboxPaper {
			o.must(o.worker.Print(o.Context(), order))
		}
	}
}

func day(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }

// application is what a case is opened with.
func application(family, given string) body {
	return body{
		"programme": "demo", "applied_on": day(-3), "language": "en", "host_country": "GB", "legal_status": "rejected", "host_office": "London office", "receiving_office": "Tirana office",
		"contact":     body{"channel": "phone", "value": "+447700900123", "hours": "after six", "shared_with": "a cousin"},
		"destination": body{"country": "AL", "district": "Shkodër", "place": "Koplik"},
		"members": []body{{
			"family_name": family, "given_names": given, "original_script": "آرتا", "birth": body{"date": "1990-04-02"}, "sex": "F", "nationality": "AL",
			"documents": []body{{"kind": "passport", "number": "BA1234567", "issuer": "AL", "issued_on": "2020-01-01", "expires_on": day(90)}},
		}},
	}
}

func (o *office) opened(family, given string) string {
	o.Helper()
	return o.do("officer", "", "open", application(family, given)).Reference
}

// approved brings a case to where it can be booked.
func (o *office) approved(reference string) {
	o.Helper()
	o.do("field", reference, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return", "note": "Asked about a shop."})
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-2)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", reference, "give-consent", body{"member": "m1", "kind": kind, "signed_on": day(-1), "language": "en"})
	}
	o.do("officer", reference, "issue-document", body{"kind": "declaration", "member": "m1", "language": "en"})
	o.do("officer", reference, "assess-eligibility", body{"recommendation": "approve"})
	o.do("officer2", reference, "decide-eligibility", body{"decision": "approve"})
}

// home brings an approved case to its visits.
func (o *office) home(reference string) {
	o.Helper()
	departs := time.Now().UTC().Add(48 * time.Hour).Truncate(time.Minute)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour),
		"segments": []body{{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
	o.do("desk", reference, "confirm-departure", body{"departed_at": time.Now().Add(-5 * time.Hour), "boarded": []string{"m1"}})
	o.do("field", reference, "confirm-arrival", body{"arrived_at": time.Now().Add(-2 * time.Hour), "members": []string{"m1"}, "met_by": "Arben"})
	o.do("field", reference, "propose-plan", body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "business", "description": "A small shop.", "amount": 150000, "currency": "EUR", "instalments": []body{{"amount": 50000}, {"amount": 100000}}}}})
	o.do("manager", reference, "decide-plan", body{"decision": "approve"})
	o.do("manager", reference, "release-instalment", body{"instalment": "i1"})
	o.do("field", reference, "record-payment", body{"instalment": "i1", "amount": 50000, "currency": "EUR", "paid_on": day(0), "place": "office", "method": "cash", "receipt": "R-17"})
}

// A browser is somebody's, with cookies and without scripts. It does not follow by itself.
type browser struct {
	*office
	client *http.Client
	accept string // Accept-Language
}

func (o *office) browser() *browser {
	return &browser{office: o, accept: "en", client: &http.Client{Jar: newJar(o), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a browser in which a demo account is signed in.
func (o *office) as(username string) *browser {
	o.Helper()
	b := o.browser()
	if p := b.post("/sign-in", url.Values{"username": {username}, "password": {access.DemoPassword}}); p.status != http.StatusSeeOther {
		o.Fatalf("sign in as %s: %d", username, p.status)
	}
	return b
}

// A page is what a browser got. Weight is what went over the line.
type page struct {
	status int
	header http.Header
	html   string
	weight int
}

func (b *browser) get(path string) page {
	b.Helper()
	return b.send(http.MethodGet, path, nil)
}

func (b *browser) post(path string, form url.Values, headers ...string) page {
	b.Helper()
	return b.send(http.MethodPost, path, form, headers...)
}

func (b *browser) send(method, path string, form url.Values, headers ...string) page {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, strings.NewReader(form.Encode()))
	b.must(err)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Accept-Language", b.accept)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	return b.does(req)
}

func (b *browser) does(req *http.Request) page {
	b.Helper()
	answer, err := b.client.Do(req)
	b.must(err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	b.must(err)
	p := page{status: answer.StatusCode, header: answer.Header, html: string(raw), weight: len(raw)}
	if answer.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(strings.NewReader(p.html))
		b.must(err)
		plain, err := io.ReadAll(z)
		b.must(err)
		p.html = string(plain)
	}
	return p
}

// shows gets a page and holds it to what every page promises.
func (b *browser) shows(path string, want ...string) page {
	b.Helper()
	p := b.get(path)
	if p.status != http.StatusOK {
		b.Fatalf("%s: %d\n%.600s", path, p.status, p.html)
	}
	holds(b.T, path, p)
	for _, w := range want {
		if !strings.Contains(p.html, w) {
			b.Errorf("%s does not show %q", path, w)
		}
	}
	return p
}
