package store

import "testing"

// What somebody commits between two questions of a snapshot is in neither answer, and in the next.
func TestASnapshotIsOfOneMoment(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		count := func(r *Reader) int {
			t.Helper()
			waiting, err := r.UnsettledOf(someCase(0).ID)
			if err != nil {
				t.Fatal(err)
			}
			return len(waiting)
		}
		r := s.Read(t.Context())
		err := r.Snapshot(func(at *Reader) error {
			if n := count(at); n != 0 {
				t.Errorf("%d submissions wait before there is one", n)
			}
			in(t, s, func(tx *Tx) error { return tx.InsertSubmission(someSubmission("s", CaseSubject(someCase(0).ID), noon)) })
			if n := count(at); n != 0 {
				t.Errorf("%d submissions wait at the moment before there was one", n)
			}
			return at.Snapshot(func(within *Reader) error {
				if n := count(within); n != 0 {
					t.Errorf("%d submissions wait at the same moment", n)
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(r); n != 1 {
			t.Errorf("%d submissions wait afterwards, not 1", n)
		}
	})
}
