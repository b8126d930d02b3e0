package casework

import (
	"context"
	"errors"
	"log/slog"
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
	s, err := store.Open(t.Context(), store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "homeward.db"), Sealer: faulty{store.SealerOf(keys)}, Clock: time.Now})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Migrate(t.Context()))
	gate := access.New(access.Config{Store: s, Clock: time.Now})
	must(t, gate.SeedDemo(t.Context()))
	return &Desk{Store: s, Vault: keys, Gate: gate, Clock: time.Now, Logger: slog.New(slog.DiscardHandler)}
}

// faulty opens nothing where the context says so.
type faulty struct{ store.Sealer }

type opensNothing struct{}

func (f faulty) Open(ctx context.Context, owner, compartment, place string, sealed []byte) ([]byte, error) {
	if ctx.Value(opensNothing{}) != nil {
		return nil, errors.New("of a kind nobody has seen")
	}
	return f.Sealer.Open(ctx, owner, compartment, place, sealed)
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

func TestAFaultThatPassesKeepsNoJobUndoneAndOneThatLastsIsToldAfterADay(t *testing.T) {
	d := newDesk(t)
	now := time.Now()
	d.Clock = func() time.Time { return now }
	broken := context.WithValue(t.Context(), opensNothing{}, true)
	tries := func(ctx context.Context, until time.Time) {
		for ; now.Before(until); now = now.Add(longestPause) {
			_, err := d.nextJob(ctx, "test")
			if err != nil && ctx.Value(opensNothing{}) == nil {
				t.Fatal(err)
			}
		}
	}
	stands := func(id string) store.Job {
		j, err := d.Store.Read(t.Context()).Job(id)
		must(t, err)
		return j
	}
	insert := func(tx *store.Tx, j store.Job) error {
		j.Total = 1
		return tx.InsertJob(j, []string{"a case"})
	}
	id, asked, err := d.keepOne(t, insert)
	must(t, err)
	tries(broken, now.Add(time.Hour))
	if j := stands(id); j.Ended() || j.RetryAt == nil || jobView(j).RetryAt == nil || asked.RetryAt != nil {
		t.Fatalf("after an hour it is %+v", j)
	}
	tries(t.Context(), now.Add(2*longestPause))
	if j := stands(id); j.State != store.JobDone || jobView(j).RetryAt != nil {
		t.Fatalf("after the outage it is %+v", j)
	}

	must(t, d.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.DropJob(id) }))
	id, _, err = d.keepOne(t, insert)
	must(t, err)
	began := now
	tries(broken, began.Add(20*time.Hour))
	if j := stands(id); j.Ended() {
		t.Fatalf("after 20 hours it is %+v", j)
	}
	tries(broken, began.Add(30*time.Hour))
	officer, err := d.Store.Read(t.Context()).AccountByUsername("officer")
	must(t, err)
	page, err := d.Job(t.Context(), access.Person{Actor: avrr.Actor{ID: officer.ID, Role: avrr.ReturnOfficer}}, id)
	must(t, err)
	if page.State != store.JobFailed || page.Counts[RowFailed] != 1 || !page.Rows[0].Outcome.Again() {
		t.Fatalf("after 30 hours it is %+v", page)
	}
}
