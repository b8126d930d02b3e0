package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

func TestBothDatabasesNameTheSameErrors(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			if err := tx.SetMeta("key", "value"); err != nil {
				return err
			}
			return tx.InsertAccount(Account{ID: "1", Username: "arta", Role: "desk"})
		})
		for statement, want := range map[string]error{
			"INSERT INTO meta (key, value) VALUES ('key', 'other')":                                  ErrDuplicate,
			"INSERT INTO meta (key) VALUES ('other')":                                                ErrCheck,
			"UPDATE accounts SET role = ''":                                                          ErrCheck,
			"INSERT INTO movement_passengers (movement_id, case_id, active) VALUES ('m', 'c', true)": ErrReference,
		} {
			err := s.InTx(t.Context(), func(tx *Tx) error { return tx.db.Exec(statement).Error })
			if !errors.Is(err, want) {
				t.Errorf("%s: got %v, want %v", statement, err, want)
			}
		}
		for _, known := range []error{ErrDuplicate, fmt.Errorf("later: %w", ErrStale)} {
			if classify(known) != known {
				t.Errorf("%v was named twice", known)
			}
		}
		wantError(t, classify(gorm.ErrRecordNotFound), ErrNotFound)
	})
}

func TestPostgresStatesAreNamed(t *testing.T) {
	for state, want := range map[string]error{
		"40001": ErrBusy, "40P01": ErrBusy, "55P03": ErrBusy, "57P01": ErrUnavailable, "53300": ErrUnavailable, "08006": ErrUnavailable,
	} {
		wantError(t, classify(&pgconn.PgError{Code: state}), want)
	}
	if err := classify(&pgconn.PgError{Code: "42P01"}); ours(err) {
		t.Errorf("a mistake in a statement is named %v", err)
	}
}

func TestADatabaseThatIsNotThereIsUnavailable(t *testing.T) {
	for _, address := range []string{
		"postgres://user:hunter2@127.0.0.1:1/none?connect_timeout=2",
		"sqlite:" + filepath.Join(t.TempDir(), "no-such-folder", "homeward.db"),
		"mysql://localhost/none",
	} {
		_, err := Open(t.Context(), Config{URL: address, Sealer: newSealer(t)})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v", address, err)
		}
		if strings.HasPrefix(address, "postgres") {
			wantError(t, err, ErrUnavailable)
		}
	}
}

// Two transactions lock one case each and then the other's. PostgreSQL ends one of them, which then runs again.
func TestADeadlockIsEndedAndTriedAgain(t *testing.T) {
	s := openStore(t, backends["postgres"](t))
	withCases(t, s, 2, nil)
	var tries atomic.Int32
	both := make(chan struct{})
	atOnce(t, 2, func(person int) error {
		return s.InTx(t.Context(), func(tx *Tx) error {
			if _, err := tx.LockCase(someCase(person).ID); err != nil {
				return err
			}
			switch tries.Add(1) {
			case 1:
				<-both
			case 2:
				close(both)
			}
			return appendNext(tx, someCase(1-person).ID, fmt.Sprintf("person-%d", person))
		})
	})
	if tries.Load() != 3 {
		t.Fatalf("%d tries", tries.Load())
	}
}

func TestTheSecondStoreOfAFileWaitsForTheFirst(t *testing.T) {
	address := backends["sqlite"](t)
	first, second := openStore(t, address), openStore(t, address)
	withCases(t, first, 1, nil)
	atOnce(t, 8, func(person int) error {
		s := []*Store{first, second}[person%2]
		for n := range 20 {
			err := s.InTx(t.Context(), func(tx *Tx) error {
				return appendNext(tx, someCase(0).ID, fmt.Sprintf("%d-%d", person, n))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	c, err := second.Read(t.Context()).Case(someCase(0).ID)
	if err != nil || c.Seq != 160 {
		t.Fatalf("head %d, %v", c.Seq, err)
	}
}
