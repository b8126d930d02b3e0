package store

import (
	"strings"
	"testing"
	"time"
)

// A case that prepares is to be booked until it travels on something, and again when it does not any more.
func TestCasesToBookAreThoseThatPrepareAndTravelOnNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 7, func(i int, c *Case) {
			due := noon.Add(time.Duration(10-i) * time.Hour)
			c.Stage, c.NextDue, c.OnHold = "preparation", &due, i == 4
			if i == 5 {
				c.Stage = "travel"
			}
		})
		id := func(i int) string { return someCase(i).ID }
		in(t, s, func(tx *Tx) error {
			if err := tx.InsertMovement(Movement{ID: "m", Status: "held"}); err != nil {
				return err
			}
			if err := tx.PutPassenger(Passenger{MovementID: "m", CaseID: id(0), Active: true}); err != nil {
				return err
			}
			return tx.PutPassenger(Passenger{MovementID: "m", CaseID: id(1)})
		})
		var ids []string
		for cursor := ""; ; {
			page, next, err := s.Read(t.Context()).Unbooked(cursor, 3)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page {
				ids = append(ids, c.ID)
			}
			if cursor = next; next == "" {
				break
			}
		}
		want := strings.Join([]string{id(6), id(3), id(2), id(1)}, " ")
		if n, err := s.Read(t.Context()).UnbookedCount(); err != nil || n != 4 || strings.Join(ids, " ") != want {
			t.Errorf("%v, counted %d, %v; want %s", ids, n, err, want)
		}
	})
}
