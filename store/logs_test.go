package store

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestConcurrentAppendsLeaveNoGapAndNoDouble(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		id := someCase(0).ID
		const people, each = 8, 50
		atOnce(t, people, func(person int) error {
			for n := range each {
				err := s.InTx(t.Context(), func(tx *Tx) error {
					return appendNext(tx, id, fmt.Sprintf("submission-%d-%d", person, n))
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		events, err := s.Read(t.Context()).Events(CaseSubject(id), 0)
		if err != nil {
			t.Fatal(err)
		}
		causes := map[string]bool{}
		for i, e := range events {
			if e.Seq != i+1 {
				t.Fatalf("event %d has seq %d", i+1, e.Seq)
			}
			causes[e.Cause] = true
		}
		head, err := s.Read(t.Context()).Case(id)
		if err != nil {
			t.Fatal(err)
		}
		if len(causes) != people*each || head.Seq != people*each {
			t.Fatalf("%d causes and head %d after %d appends", len(causes), head.Seq, people*each)
		}
	})
}

// appendNext does what Record does: lock, append at the head, move the read model.
func appendNext(tx *Tx, id, cause string) error {
	c, err := tx.LockCase(id)
	if err != nil {
		return err
	}
	if err := tx.AppendEvent(someEvent(id, c.Seq+1, cause)); err != nil {
		return err
	}
	c.Seq, c.Version = c.Seq+1, c.Version+1
	return tx.SaveCase(c)
}

func TestACauseAndASeqEnterALogOnceAndTheTransactionGoesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		id := someCase(0).ID
		in(t, s, func(tx *Tx) error {
			if err := tx.AppendEvent(someEvent(id, 1, "submission-a")); err != nil {
				return err
			}
			wantError(t, tx.AppendEvent(someEvent(id, 2, "submission-a")), ErrDuplicate)
			wantError(t, tx.AppendEvent(someEvent(id, 1, "submission-b")), ErrDuplicate)
			return tx.AppendEvent(someEvent(id, 2, "submission-b"))
		})
		e, err := s.Read(t.Context()).EventByCause(CaseSubject(id), "submission-b")
		if err != nil || e.Seq != 2 {
			t.Fatalf("got event %d, %v", e.Seq, err)
		}
		_, err = s.Read(t.Context()).EventByCause(CaseSubject(id), "submission-c")
		wantError(t, err, ErrNotFound)
	})
}

func TestALogNeedsItsCase(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		err := s.InTx(t.Context(), func(tx *Tx) error { return tx.AppendEvent(someEvent("nobody", 1, "a")) })
		wantError(t, err, ErrReference)
		err = s.InTx(t.Context(), func(tx *Tx) error { return tx.AppendEvent(Event{Subject: Subject{"file", "x"}, Seq: 1}) })
		wantError(t, err, ErrCheck)
	})
}

func TestProtectedPartsOpenOnlyWhenAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		e := someEvent(someCase(0).ID, 1, "a")
		e.Compartment, e.Protected = CompartmentProtection, []byte("what she told")
		in(t, s, func(tx *Tx) error { return tx.AppendEvent(e) })
		closed, err := s.Read(t.Context()).Events(e.Subject, 0)
		if err != nil || closed[0].Protected != nil || !bytes.Equal(closed[0].Body, e.Body) {
			t.Fatalf("got %+v, %v", closed, err)
		}
		open, err := s.Read(t.Context()).EventsWithProtected(e.Subject, 0)
		if err != nil || !bytes.Equal(open[0].Protected, e.Protected) {
			t.Fatalf("got %+v, %v", open, err)
		}
	})
}

func TestTheReadModelOnlyMovesForward(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		save := func(seq, version, fold int) error {
			c := someCase(0)
			c.Seq, c.Version, c.Fold = seq, version, fold
			return s.InTx(t.Context(), func(tx *Tx) error { return tx.SaveCase(c) })
		}
		for _, step := range []struct {
			seq, version, fold int
			want               error
		}{
			{3, 2, 1, nil},
			{3, 2, 1, nil},      // the same again
			{3, 2, 2, nil},      // folded again by newer code
			{3, 2, 1, ErrStale}, // by older code
			{3, 3, 2, ErrStale}, // another truth at the same seq
			{2, 2, 2, ErrStale}, // back
			{4, 2, 1, nil},
		} {
			wantError(t, save(step.seq, step.version, step.fold), step.want)
		}
		in(t, s, func(tx *Tx) error { return tx.InsertMovement(Movement{ID: "m", Status: "held", Seq: 2, Version: 1}) })
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error {
			return tx.SaveMovement(Movement{ID: "m", Status: "held", Seq: 1, Version: 1})
		}), ErrStale)
	})
}

func TestAMovementAndItsCasesAreRecordedTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 3, nil)
		departs := noon.Add(48 * time.Hour)
		in(t, s, func(tx *Tx) error {
			m := Movement{ID: "m", Status: "held", DepartsAt: &departs, State: []byte("LHR-TIA")}
			if err := tx.InsertMovement(m); err != nil {
				return err
			}
			for _, n := range []int{2, 0} {
				if err := tx.PutPassenger(Passenger{"m", someCase(n).ID, true}); err != nil {
					return err
				}
			}
			return tx.PutPassenger(Passenger{"m", someCase(0).ID, false})
		})
		in(t, s, func(tx *Tx) error {
			m, err := tx.LockMovement("m")
			if err != nil {
				return err
			}
			cases, err := tx.LockCases([]string{someCase(2).ID, someCase(0).ID, someCase(2).ID})
			if err != nil {
				return err
			}
			if len(cases) != 2 || cases[0].ID > cases[1].ID {
				t.Errorf("locked %d cases out of order", len(cases))
			}
			m.Seq, m.Version, m.Status = 1, 1, "ticketed"
			e := Event{Subject: MovementSubject("m"), Seq: 1, Version: 1, Cause: "s", Actor: "desk", RecordedAt: noon}
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
			for _, c := range cases {
				if err := appendNext(tx, c.ID, "movement/m#1"); err != nil {
					return err
				}
			}
			return tx.SaveMovement(m)
		})
		r := s.Read(t.Context())
		m, err := r.Movement("m")
		if err != nil || m.Status != "ticketed" || !m.DepartsAt.Equal(departs) || string(m.State) != "LHR-TIA" {
			t.Fatalf("got %+v, %v", m, err)
		}
		passengers, err := r.Passengers("m")
		if err != nil || len(passengers) != 2 || passengers[0].Active || !passengers[1].Active {
			t.Fatalf("got %+v, %v", passengers, err)
		}
		if events, err := r.Events(MovementSubject("m"), 0); err != nil || len(events) != 1 {
			t.Fatalf("got %+v, %v", events, err)
		}
		_, err = r.Movement("other")
		wantError(t, err, ErrNotFound)
	})
}

func TestCasesLockedInAnyOrderNeverDeadlock(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 6, nil)
		var forwards, backwards []string
		for n := range 6 {
			forwards = append(forwards, someCase(n).ID)
			backwards = append([]string{someCase(n).ID}, backwards...)
		}
		atOnce(t, 8, func(person int) error {
			ids := forwards
			if person%2 == 1 {
				ids = backwards
			}
			for n := range 10 {
				tries := 0
				err := s.InTx(t.Context(), func(tx *Tx) error {
					if tries++; tries > 1 {
						return fmt.Errorf("had to try again: the order of locks is not kept")
					}
					cases, err := tx.LockCases(ids)
					if err != nil {
						return err
					}
					for _, c := range cases {
						if err := appendNext(tx, c.ID, fmt.Sprintf("movement/%d#%d", person, n)); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func TestLockingAMissingCaseFindsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error {
			_, err := tx.LockCases([]string{someCase(0).ID, "nobody"})
			return err
		}), ErrNotFound)
	})
}

func TestABusyTransactionRunsAgainAFewTimes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		tries := 0
		in(t, s, func(tx *Tx) error {
			if tries++; tries < 3 {
				return ErrBusy
			}
			return tx.SetMeta("tries", "3")
		})
		tries = 0
		wantError(t, s.InTx(t.Context(), func(*Tx) error { tries++; return ErrBusy }), ErrBusy)
		if tries != busyAttempts {
			t.Fatalf("tried %d times", tries)
		}
	})
}

func TestAnAbandonedTransactionLeavesNothingBehind(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.InTx(ctx, func(tx *Tx) error {
			if err := tx.SetMeta("key", "value"); err != nil {
				return err
			}
			cancel()
			return nil
		})
		wantError(t, err, context.Canceled)
		_, err = s.Read(t.Context()).Meta("key")
		wantError(t, err, ErrNotFound)
	})
}

// atOnce runs do for several people at the same time and fails the test for the first error of each.
func atOnce(t *testing.T, people int, do func(person int) error) {
	t.Helper()
	var all sync.WaitGroup
	for person := range people {
		all.Go(func() {
			if err := do(person); err != nil {
				t.Errorf("person %d: %v", person, err)
			}
		})
	}
	all.Wait()
}
