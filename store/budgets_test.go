package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"homeward/avrr"
)

// drawing is a case whose approved plan still sets an amount aside, and to which something was paid.
func drawing(n int, funding string, planned, paid int64) *avrr.Case {
	c := &avrr.Case{ID: someCase(n).ID, Programme: "varrp", Funding: funding}
	c.Plan = &avrr.Plan{Decision: "approve", Measures: []avrr.Measure{{}}, Instalments: []*avrr.Instalment{{ID: "i1", State: avrr.Released, Money: avrr.Money{Amount: planned, Currency: "GBP"}}}}
	if paid > 0 {
		c.Payments = []avrr.Payment{{ID: "p1", Worth: paid, Money: avrr.Money{Amount: paid, Currency: "GBP"}}}
	}
	return c
}

func (s *Store) budget(t *testing.T, funding string) avrr.Budget {
	t.Helper()
	all, err := s.Read(t.Context()).Budgets()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Funding == funding {
			return b
		}
	}
	t.Fatalf("there is no budget of %q", funding)
	return avrr.Budget{}
}

func setBudget(t *testing.T, s *Store, funding string, amount int64) {
	t.Helper()
	in(t, s, func(tx *Tx) error {
		_, err := tx.SetBudget("varrp", funding, "GBP", amount)
		return err
	})
}

func TestABudgetCountsWhatItsCasesArePromised(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 3, nil)
		in(t, s, func(tx *Tx) error {
			return errors.Join(tx.DrawOnBudgets(drawing(0, "Home Office", 300, 100), "GBP", true), tx.DrawOnBudgets(drawing(1, "", 50, 0), "GBP", true),
				tx.DrawOnBudgets(drawing(2, "", 70, 0), "EUR", true))
		})
		setBudget(t, s, "", 1000)
		setBudget(t, s, " home office", 500)
		all, half := s.budget(t, ""), s.budget(t, "home office")
		if all.Promised != 450 || all.Committed != 350 || all.Paid != 100 || all.Left() != 550 || half.Promised != 400 {
			t.Fatalf("what was promised before does not count: %+v, %+v", all, half)
		}
		in(t, s, func(tx *Tx) error {
			for range 2 { // the second time moves nothing
				if err := tx.DrawOnBudgets(drawing(0, "Red Cross", 200, 200), "GBP", true); err != nil {
					return err
				}
			}
			return nil
		})
		if all, half = s.budget(t, ""), s.budget(t, "home office"); all.Promised != 450 || all.Paid != 200 || half.Promised != 0 {
			t.Fatalf("another funding pays now: %+v, %+v", all, half)
		}
		in(t, s, func(tx *Tx) error {
			b, err := tx.SetBudget("varrp", "", "GBP", 449)
			wantError(t, err, ErrCheck)
			if b.Promised != 450 {
				t.Errorf("the refusal does not tell what is promised: %+v", b)
			}
			return nil
		})
		var funding string
		in(t, s, func(tx *Tx) error {
			return tx.db.Raw("SELECT funding_token FROM budget_draws WHERE case_id = ?", someCase(0).ID).Scan(&funding).Error
		})
		if funding == "" || strings.Contains(strings.ToLower(funding), "red") {
			t.Errorf("who pays for the case can be read: %q", funding)
		}
	})
}

func TestADecisionNeverExceedsABudgetAndAFactIsKeptAsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 2, nil)
		setBudget(t, s, "", 500)
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.DrawOnBudgets(drawing(0, "", 501, 0), "GBP", true) }), ErrCheck)
		if b := s.budget(t, ""); b.Promised != 0 {
			t.Fatalf("half of it was done: %+v", b)
		}
		in(t, s, func(tx *Tx) error { return tx.DrawOnBudgets(drawing(0, "", 400, 200), "GBP", false) })
		if b := s.budget(t, ""); b.Promised != 600 || b.Left() != -100 {
			t.Fatalf("a fact is kept: %+v", b)
		}
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.DrawOnBudgets(drawing(1, "", 1, 0), "GBP", true) }), ErrCheck)
		in(t, s, func(tx *Tx) error { return tx.DrawOnBudgets(drawing(0, "", 0, 200), "GBP", true) })
		in(t, s, func(tx *Tx) error { return tx.DrawOnBudgets(drawing(1, "", 300, 0), "GBP", true) })
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.DrawOnBudgets(drawing(1, "", 301, 0), "GBP", true) }), ErrCheck)
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.db.Exec("UPDATE budgets SET promised = promised + 1").Error }), ErrCheck)
	})
}

// Two processes with pools of their own approve at once, each by looking what is left and drawing on it.
func TestTwoAtOnceNeverPromiseMoreThanThereIs(t *testing.T) {
	const cases, each, amount = 24, 100, 1000
	for name, address := range backends {
		t.Run(name, func(t *testing.T) {
			place := address(t)
			processes := []*Store{openStore(t, place), openStore(t, place)}
			withCases(t, processes[0], cases, nil)
			setBudget(t, processes[0], "", amount)
			var wait sync.WaitGroup
			promised := make([]bool, cases)
			for n := range cases {
				wait.Go(func() {
					c := drawing(n, "", each, 0)
					err := processes[n%2].InTx(t.Context(), func(tx *Tx) error {
						budgets, err := tx.LockBudgetsOf(c, "GBP")
						if err != nil {
							return err
						}
						if promised[n] = budgets[0].Left() >= each; !promised[n] {
							return nil
						}
						return tx.DrawOnBudgets(c, "GBP", true)
					})
					if err != nil {
						t.Errorf("case %d: %v", n, err)
					}
				})
			}
			wait.Wait()
			count := 0
			for _, p := range promised {
				if p {
					count++
				}
			}
			if b := processes[1].budget(t, ""); b.Promised != amount || count != amount/each {
				t.Errorf("%d cases, %+v", count, b)
			}
			fmt.Printf("figure budget_%s_overcommitted %d cases\n", name, count-amount/each)
		})
	}
}
