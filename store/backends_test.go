package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"homeward/store/pgtest"
	"homeward/vault"
)

// noon is the moment these tests happen at.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// onBoth runs a test on SQLite and on PostgreSQL, each with an empty, migrated store of its own.
func onBoth(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	for name, address := range backends {
		t.Run(name, func(t *testing.T) { test(t, openStore(t, address(t))) })
	}
}

var backends = map[string]func(t testing.TB) string{
	"sqlite": func(t testing.TB) string {
		address := "sqlite:" + filepath.Join(t.TempDir(), "homeward ? test.db")
		if err := migrated(t, address); err != nil {
			t.Fatal(err)
		}
		return address
	},
	"postgres": func(t testing.TB) string {
		return pgtest.Migrated(t, "store", func(address string) error { return migrated(t, address) })
	},
}

func migrated(t testing.TB, address string) error {
	s, err := Open(t.Context(), Config{URL: address, Sealer: newSealer(t)})
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(t.Context()), s.Close())
}

func openStore(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: address, Sealer: newSealer(t), Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// keyMaking is the real vault, giving every owner its keys on first use.
type keyMaking struct{ *vault.Vault }

func newSealer(t testing.TB) Sealer {
	t.Helper()
	v, err := vault.NewInMemory([32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	return SealerOf(keyMaking{v})
}

func (k keyMaking) Seal(ctx context.Context, owner string, c vault.Compartment, place string, plain []byte) ([]byte, error) {
	if err := k.CreateKey(ctx, owner, c); err != nil {
		return nil, err
	}
	return k.Vault.Seal(ctx, owner, c, place, plain)
}

func (k keyMaking) Open(ctx context.Context, owner string, c vault.Compartment, place string, sealed []byte) ([]byte, error) {
	if err := k.CreateKey(ctx, owner, c); err != nil {
		return nil, err
	}
	return k.Vault.Open(ctx, owner, c, place, sealed)
}

// in runs do in a transaction that must succeed.
func in(t testing.TB, s *Store, do func(tx *Tx) error) {
	t.Helper()
	if err := s.InTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// someCase is a valid case that differs from another only in its number.
func someCase(n int) Case {
	return Case{
		ID: fmt.Sprintf("case-%05d", n), Reference: fmt.Sprintf("HW-%05d", n), Programme: "varrp", ProgrammeVersion: "1",
		Stage: "preparation", Office: "tirana", Officer: "arta", HostCountry: "GB", Destination: "AL", OpenedOn: "2026-03-01",
		Headline: []byte(`{"principal":"Drita"}`), State: []byte(`{"members":1}`),
	}
}

// withCases puts n cases and their programme into a store.
func withCases(t testing.TB, s *Store, n int, change func(i int, c *Case)) {
	t.Helper()
	in(t, s, func(tx *Tx) error {
		if err := tx.PinProgramme("varrp", "1", "code: varrp"); err != nil {
			return err
		}
		for i := range n {
			c := someCase(i)
			if change != nil {
				change(i, &c)
			}
			if err := tx.InsertCase(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// someEvent is a valid event of a case at seq.
func someEvent(caseID string, seq int, cause string) Event {
	return Event{
		Subject: CaseSubject(caseID), Seq: seq, Version: seq, Cause: cause, Actor: "arta",
		RecordedAt: noon, Body: []byte(`{"text":"called"}`),
	}
}

func someSubmission(id string, subject Subject, received time.Time) Submission {
	return Submission{
		ID: id, Subject: subject, CaseID: subject.ID, Action: "add-note", Actor: "arta", IdempotencyKey: "key-" + id,
		Fingerprint: []byte("print"), Body: []byte(`{"text":"called"}`), ReceivedAt: received,
	}
}

func wantError(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}
