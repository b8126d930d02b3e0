package store

import "testing"

func moved(approved, paid, overpaid, exchange int64) CaseMoney {
	return CaseMoney{CaseID: someCase(0).ID, Currency: "EUR", Approved: approved, Paid: paid, Overpaid: overpaid, Exchange: exchange}
}

func TestNoMoreIsPaidThanApprovedUnlessItIsCalledOverpaid(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		for _, m := range []CaseMoney{moved(500, 0, 0, 0), moved(500, 500, 0, 0), moved(500, 510, 10, 0), moved(500, 530, 10, 20), moved(500, 485, 0, -15), moved(0, 40, 40, 0)} {
			in(t, s, func(tx *Tx) error { return tx.MoveMoney(m) })
			if got, err := s.Read(t.Context()).Money(m.CaseID); err != nil || got != m {
				t.Fatalf("got %+v, %v", got, err)
			}
		}
		for _, m := range []CaseMoney{moved(500, 501, 0, 0), moved(500, 511, 10, 0), moved(500, 486, 0, -15), moved(500, 10, 11, 0), moved(-1, 0, 0, 0), moved(500, -1, 0, 0)} {
			wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.MoveMoney(m) }), ErrCheck)
		}
		if got, err := s.Read(t.Context()).Money(someCase(0).ID); err != nil || got != moved(0, 40, 40, 0) {
			t.Fatalf("a refused move left %+v, %v", got, err)
		}
		_, err := s.Read(t.Context()).Money("another")
		wantError(t, err, ErrNotFound)
	})
}

func TestAnInstalmentIsReleasedAndPaidOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		id := someCase(0).ID
		in(t, s, func(tx *Tx) error {
			for seq, cause := range []string{"", "release", "payment", "another", "reversal"} {
				if seq > 0 {
					if err := tx.AppendEvent(someEvent(id, seq, cause)); err != nil {
						return err
					}
				}
			}
			return nil
		})
		release, payment := InstalmentStep{id, "i1", "release", 1}, InstalmentStep{id, "i1", "payment", 2}
		in(t, s, func(tx *Tx) error { return tx.TakeStep(release) })
		in(t, s, func(tx *Tx) error { return tx.TakeStep(payment) })
		for _, again := range []InstalmentStep{release, {id, "i1", "release", 3}, {id, "i1", "payment", 3}} {
			wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.TakeStep(again) }), ErrDuplicate)
		}
		in(t, s, func(tx *Tx) error { return tx.UndoStep(InstalmentStep{id, "i1", "payment", 3}) })
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.TakeStep(InstalmentStep{id, "i1", "payment", 4}) }), ErrDuplicate)
		in(t, s, func(tx *Tx) error { return tx.UndoStep(payment) })
		in(t, s, func(tx *Tx) error { return tx.TakeStep(InstalmentStep{id, "i1", "payment", 4}) })
		steps, err := s.Read(t.Context()).Steps(id)
		if err != nil || len(steps) != 2 || steps[0] != (InstalmentStep{id, "i1", "payment", 4}) || steps[1] != release {
			t.Fatalf("got %+v, %v", steps, err)
		}
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.TakeStep(InstalmentStep{id, "i2", "release", 9}) }), ErrReference)
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.TakeStep(InstalmentStep{id, "i2", "gift", 1}) }), ErrCheck)
	})
}
