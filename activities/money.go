package activities

import (
	"slices"

	"homeward/store"
)

// moveMoney moves the running totals of the case, and notes which instalments are now released and paid. The database refuses both
// what was not approved and what was done before, whoever judged it.
func (f *caseFile) moveMoney() error {
	steps := store.StepsOf(f.c)
	for _, gone := range without(f.steps, steps) {
		if err := f.tx.UndoStep(gone); err != nil {
			return err
		}
	}
	for _, come := range without(steps, f.steps) {
		if err := f.tx.TakeStep(come); err != nil {
			return err
		}
	}
	m, moved := store.MoneyOf(f.c, f.p)
	if !moved {
		return nil
	}
	return f.tx.MoveMoney(m)
}

// without answers the steps that are not among others.
func without(steps, others []store.InstalmentStep) []store.InstalmentStep {
	return slices.DeleteFunc(slices.Clone(steps), func(s store.InstalmentStep) bool { return slices.Contains(others, s) })
}
