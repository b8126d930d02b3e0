package access

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/store"
	"homeward/store/pgtest"
	"homeward/vault"
)

const goodPassword = "a long walk home"

var boss = avrr.Actor{ID: "the-boss", Role: avrr.Administrator}

// clock is a time the tests move themselves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// newGate opens a gate with an empty house behind it.
func newGate(t testing.TB) (*Gate, *clock) {
	t.Helper()
	return newGateOf(t, "sqlite:"+filepath.Join(t.TempDir(), "homeward.db"))
}

// onBoth runs a test on either database, for what depends on how they lock and what text they take.
func onBoth(t *testing.T, test func(t *testing.T, g *Gate, clock *clock)) {
	t.Run("sqlite", func(t *testing.T) {
		g, clock := newGate(t)
		test(t, g, clock)
	})
	t.Run("postgres", func(t *testing.T) {
		g, clock := newGateOf(t, pgtest.Database(t))
		test(t, g, clock)
	})
}

func newGateOf(t testing.TB, address string) (*Gate, *clock) {
	t.Helper()
	watch := &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	keys, err := vault.NewInMemory([32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{URL: address, Sealer: store.SealerOf(keys), Clock: watch.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return New(Config{Store: s, Clock: watch.Now}), watch
}

// hire makes an account with goodPassword.
func hire(t testing.TB, g *Gate, username string, role avrr.Role) Account {
	t.Helper()
	a, err := g.CreateAccount(t.Context(), boss, Account{Username: username, DisplayName: "Someone", Role: role, Office: "Tirana office"}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func signIn(t testing.TB, g *Gate, username, kind string) Ticket {
	t.Helper()
	ticket, err := g.SignIn(t.Context(), username, goodPassword, kind)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if err == nil || avrr.ErrorCode(err) != code {
		t.Fatalf("got error %v (%s), want code %s", err, avrr.ErrorCode(err), code)
	}
}

func trail(t testing.TB, g *Gate) []store.AuditRow {
	t.Helper()
	rows, err := g.store.Read(context.WithoutCancel(t.Context())).AuditTrail(store.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
