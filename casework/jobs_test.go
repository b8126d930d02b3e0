package casework

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

func newDesk(t *testing.T) *Desk {
	t.Helper()
	keys, err := vault.NewInMemory([32]byte{7})
	must(t, err)
	s, err := store.Open(t.Context(), store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "homeward.db"), Sealer: store.SealerOf(keys), Clock: time.Now})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Migrate(t.Context()))
	gate := access.New(access.Config{Store: s, Clock: time.Now})
	must(t, gate.SeedDemo(t.Context()))
	return &Desk{Store: s, Vault: keys, Gate: gate, Clock: time.Now}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// keepOne keeps a job of a demo officer's, unless what is done with its rows fails, and answers its id beside what is answered to them.
func (d *Desk) keepOne(t *testing.T, rows func(tx *store.Tx, j store.Job) error) (id string, made JobView, err error) {
	t.Helper()
	officer, err := d.Store.Read(t.Context()).AccountByUsername("officer")
	must(t, err)
	who := access.Person{Actor: avrr.Actor{ID: officer.ID, Role: avrr.ReturnOfficer}}
	j := store.Job{RequestKey: "once", ExpiresAt: time.Now().Add(time.Hour)}
	made, err = d.keepJob(t.Context(), who, JobOrder{Kind: JobRemind}, j, "", func(tx *store.Tx, j store.Job) error {
		id = j.ID
		return rows(tx, j)
	})
	return id, made, err
}

func TestAJobThatIsNotKeptLeavesNoKey(t *testing.T) {
	d := newDesk(t)
	insert := func(tx *store.Tx, j store.Job) error { return tx.InsertJob(j, nil) }
	keyOf := func(job string) error {
		_, err := d.Vault.Seal(t.Context(), store.JobSubject(job).String(), vault.Protection, "test", []byte("x"))
		return err
	}
	refused, _, err := d.keepOne(t, func(tx *store.Tx, j store.Job) error {
		return errors.Join(insert(tx, j), avrr.Errorf(avrr.CodeRule, "One too many."))
	})
	if avrr.ErrorCode(err) != avrr.CodeRule || !errors.Is(keyOf(refused), vault.ErrErased) {
		t.Errorf("a refused job is answered %v, and has a key still", err)
	}
	kept, _, err := d.keepOne(t, insert)
	must(t, err)
	copied, made, err := d.keepOne(t, insert)
	must(t, err)
	if made.ID != kept || !errors.Is(keyOf(copied), vault.ErrErased) {
		t.Errorf("the copy of %s is job %s, or has a key still", kept, made.ID)
	}
	must(t, keyOf(kept))
}

// What a second copy repeats may be gone in that moment; a job that nobody can look at is no answer.
func TestACopyOfAJobThatIsGoneIsAnError(t *testing.T) {
	d := newDesk(t)
	_, made, err := d.keepOne(t, func(*store.Tx, store.Job) error { return store.ErrDuplicate })
	if !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("it is answered %v and the job %+v", err, made)
	}
}
