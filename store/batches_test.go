package store

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
)

// withOrders keeps one waiting payment of 100 in each of so many cases.
func withOrders(t *testing.T, s *Store, cases int) {
	t.Helper()
	withCases(t, s, cases, nil)
	in(t, s, func(tx *Tx) error {
		for n := range cases {
			if err := tx.KeepPaymentOrders(someCase(n).ID, []PaymentOrder{someOrder(n, "waiting")}); err != nil {
				return err
			}
		}
		return nil
	})
}

func someOrder(n int, state string) PaymentOrder {
	id := someCase(n).ID
	return PaymentOrder{Key: id + "-7-i1", CaseID: id, Instalment: "i1", Programme: "varrp", Currency: "GBP", Amount: 100, State: state}
}

func makeBatch(s *Store, t *testing.T, key string) (b Batch, err error) {
	err = s.InTx(t.Context(), func(tx *Tx) error {
		var err error
		b, err = tx.MakeBatch(Batch{Programme: "varrp", Currency: "GBP", MadeBy: "manager", RequestKey: key})
		return err
	})
	return b, err
}

// Sixteen people make batches of the same payments at once: each payment is in one batch, and the totals add up to what there was.
func TestAPaymentIsInOneBatchHoweverManyMakeThemAtOnce(t *testing.T) {
	const payments, people, rounds = 30, 16, 5
	onBoth(t, func(t *testing.T, s *Store) {
		withOrders(t, s, payments)
		for round := range rounds {
			var taken, batches atomic.Int64
			atOnce(t, people, func(person int) error {
				b, err := makeBatch(s, t, fmt.Sprintf("%d/%d", round, person))
				if errors.Is(err, ErrNothing) {
					return nil
				}
				taken.Add(int64(b.Payments))
				batches.Add(1)
				return err
			})
			if taken.Load() != payments || batches.Load() == 0 {
				t.Fatalf("round %d: %d payments in %d batches", round, taken.Load(), batches.Load())
			}
			all, _, err := s.Read(t.Context()).Batches(0)
			if err != nil {
				t.Fatal(err)
			}
			total := int64(0)
			for _, b := range all {
				orders, err := s.Read(t.Context()).BatchOrders(b)
				if err != nil || len(orders) != b.Payments || b.Total != int64(100*len(orders)) {
					t.Fatalf("batch %d says %d payments of %d, and has %d: %v", b.Number, b.Payments, b.Total, len(orders), err)
				}
				if b.State == BatchOpen {
					total += b.Total
					in(t, s, func(tx *Tx) error { _, err := tx.CancelBatch(b.Number, "manager"); return err })
				}
			}
			if total != 100*payments {
				t.Fatalf("round %d: the batches come to %d", round, total)
			}
		}
	})
}

// The index itself keeps a payment out of a second batch, whatever a program forgets.
func TestTheDatabaseRefusesAPaymentInTwoBatches(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withOrders(t, s, 2)
		if _, err := makeBatch(s, t, "one"); err != nil {
			t.Fatal(err)
		}
		in(t, s, func(tx *Tx) error {
			return tx.KeepPaymentOrders(someCase(1).ID, []PaymentOrder{someOrder(1, "waiting")})
		})
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error {
			second := Batch{Programme: "varrp", Currency: "GBP", State: BatchOpen, MadeBy: "manager", MadeAt: noon, RequestKey: "two"}
			if err := tx.numberBatch(&second); err != nil {
				return err
			}
			return classify(tx.db.Create(&batchOrder{second.Number, someOrder(0, "").Key, true}).Error)
		}), ErrDuplicate)
	})
}

func TestTheSameRequestMakesOneBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withOrders(t, s, 3)
		made := atomic.Int64{}
		atOnce(t, 8, func(int) error {
			_, err := makeBatch(s, t, "the same")
			if err == nil {
				made.Add(1)
			}
			if errors.Is(err, ErrDuplicate) {
				return nil
			}
			return err
		})
		b, err := s.Read(t.Context()).BatchOfRequest("the same")
		if err != nil || made.Load() != 1 || b.Payments != 3 || b.Number != 1 {
			t.Fatalf("%d were made: %+v, %v", made.Load(), b, err)
		}
	})
}

func TestWhatIsNoLongerToBePaidFallsOutOfABatchThatIsSent(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withOrders(t, s, 3)
		b, err := makeBatch(s, t, "one")
		if err != nil || b.Payments != 3 || b.Total != 300 {
			t.Fatalf("got %+v, %v", b, err)
		}
		fileOf := func(n int) int {
			t.Helper()
			number, err := s.Read(t.Context()).FileOf(someOrder(n, "").Key)
			if err != nil {
				t.Fatal(err)
			}
			return number
		}
		if fileOf(0) != 0 {
			t.Fatal("the bank has what was not sent")
		}
		in(t, s, func(tx *Tx) error {
			return tx.KeepPaymentOrders(someCase(1).ID, []PaymentOrder{someOrder(1, "paid_otherwise")})
		})
		in(t, s, func(tx *Tx) error { b, err = tx.SendBatch(b.Number, "manager"); return err })
		if b.State != BatchSent || b.Payments != 2 || b.Total != 200 || fileOf(0) != b.Number || fileOf(1) != 0 {
			t.Fatalf("sent %+v", b)
		}
		for _, again := range []func(*Tx) error{
			func(tx *Tx) error { _, err := tx.SendBatch(b.Number, "manager"); return err },
			func(tx *Tx) error { _, err := tx.CancelBatch(b.Number, "manager"); return err },
		} {
			wantError(t, s.InTx(t.Context(), again), ErrStale)
		}
		if waiting, err := s.Read(t.Context()).WaitingForBatch(); err != nil || len(waiting) != 0 {
			t.Fatalf("still waiting: %+v, %v", waiting, err)
		}
	})
}

// A payment of an erased case falls out of the batch it is in, counts in no other and waits for no answer.
func TestAPaymentOfAnErasedCaseIsLeftOutOfEveryBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withOrders(t, s, 3)
		b, err := makeBatch(s, t, "one")
		if err != nil || b.Payments != 3 {
			t.Fatalf("got %+v, %v", b, err)
		}
		for _, first := range []bool{true, false} { // it is noted once
			in(t, s, func(tx *Tx) error {
				if out, err := tx.LeaveOrderOut(someOrder(1, "").Key); err != nil || out != first {
					t.Errorf("noted %v, %v", out, err)
				}
				return nil
			})
		}
		in(t, s, func(tx *Tx) error { b, err = tx.SendBatch(b.Number, "manager"); return err })
		r := s.Read(t.Context())
		left, err := r.LeftOut([]int{b.Number})
		if err != nil || b.Payments != 2 || b.Total != 200 || left[b.Number] != 1 {
			t.Fatalf("sent %+v without %v: %v", b, left, err)
		}
		in(t, s, func(tx *Tx) error { _, err := tx.LeaveOrderOut(someOrder(2, "").Key); return err })
		if open, err := r.Unanswered([]int{b.Number}); err != nil || open[b.Number] != 1 {
			t.Fatalf("%v are waited for, %v", open, err)
		}
		if next, err := r.NextForBatch("varrp", "GBP"); err != nil || len(next) != 0 {
			t.Fatalf("a batch would take %+v, %v", next, err)
		}
		in(t, s, func(tx *Tx) error {
			if out, err := tx.LeaveOrderOut("nonesuch"); err != nil || out {
				t.Errorf("an order nobody gave is noted: %v, %v", out, err)
			}
			return tx.KeepPaymentOrders(someCase(1).ID, []PaymentOrder{someOrder(1, "waiting")}) // its key was brought back
		})
		if next, err := r.NextForBatch("varrp", "GBP"); err != nil || len(next) != 1 {
			t.Fatalf("a batch would take %+v, %v", next, err)
		}
	})
}

func TestACancelledBatchFreesItsPaymentsAndStaysReadable(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withOrders(t, s, 2)
		b, err := makeBatch(s, t, "one")
		if err != nil {
			t.Fatal(err)
		}
		in(t, s, func(tx *Tx) error { _, err := tx.CancelBatch(b.Number, "manager"); return err })
		if b, err = s.Read(t.Context()).Batch(b.Number); err != nil || b.State != BatchCancelled || b.SettledBy != "manager" || *b.SettledAt != noon {
			t.Fatalf("got %+v, %v", b, err)
		}
		if orders, err := s.Read(t.Context()).BatchOrders(b); err != nil || len(orders) != 2 {
			t.Fatalf("got %+v, %v", orders, err)
		}
		waiting, err := s.Read(t.Context()).WaitingForBatch()
		if err != nil || len(waiting) != 1 || waiting[0] != (Waiting{"varrp", "GBP", 2, 200}) {
			t.Fatalf("got %+v, %v", waiting, err)
		}
		if again, err := makeBatch(s, t, "two"); err != nil || again.Number != 2 || again.Payments != 2 {
			t.Fatalf("got %+v, %v", again, err)
		}
	})
}
