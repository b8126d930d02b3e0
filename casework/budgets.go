package casework

import (
	"context"
	"errors"
	"fmt"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A BudgetView is what a programme, or one funding of it, may promise, and what was promised of it. Amounts are minor units of Currency.
type BudgetView struct {
	Programme string `json:"programme"`
	Funding   string `json:"funding,omitempty" doc:"Left out for the whole programme, whoever pays."`
	Currency  string `json:"currency"`
	Amount    int64  `json:"amount"`
	Promised  int64  `json:"promised" doc:"Approved plans and what was paid."`
	Committed int64  `json:"committed" doc:"Released and not paid yet."`
	Paid      int64  `json:"paid"`
	Left      int64  `json:"left" doc:"What may still be promised; below zero what payments brought above the amount."`
}

// Budgets answers every budget. A programme without one has no bounds.
func (d *Desk) Budgets(ctx context.Context, who access.Person) ([]BudgetView, error) {
	if err := access.May(who.Actor, access.SeeBudgets, nil); err != nil {
		return nil, err
	}
	all, err := d.Store.Read(ctx).Budgets()
	if err != nil {
		return nil, err
	}
	views := []BudgetView{}
	for _, b := range all {
		views = append(views, budgetView(b))
	}
	return views, nil
}

func budgetView(b avrr.Budget) BudgetView {
	return BudgetView{b.Programme, b.Funding, b.Currency, b.Amount, b.Promised, b.Committed, b.Paid, b.Left()}
}

// SetBudget gives a programme, or one funding of it, an amount it may promise from now on: minor units of the programme's currency. What
// cases were promised before counts at once, and the amount cannot be less than that.
func (d *Desk) SetBudget(ctx context.Context, who access.Person, programme, funding string, amount int64) (BudgetView, error) {
	if err := access.May(who.Actor, access.SetBudget, nil); err != nil {
		return BudgetView{}, err
	}
	library, err := d.library(d.Store.Read(ctx))
	if err != nil {
		return BudgetView{}, err
	}
	p, known := library.Current(programme)
	switch {
	case !known:
		return BudgetView{}, &avrr.Error{Code: avrr.CodeInvalid, Field: "/programme", Message: fmt.Sprintf("There is no programme %.40q.", programme)}
	case amount < 0 || amount > mostOfBudget:
		return BudgetView{}, &avrr.Error{Code: avrr.CodeInvalid, Field: "/amount", Message: "A budget is an amount from nothing to ten thousand million."}
	case len(funding) > mostOfFunding:
		return BudgetView{}, &avrr.Error{Code: avrr.CodeInvalid, Field: "/funding", Message: "The name of the funding is too long."}
	}
	var b avrr.Budget
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		if b, err = tx.SetBudget(p.Code, funding, p.Currency, amount); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "set-budget", Via: who.Via, SubjectKind: "programme", SubjectID: p.Code, Detail: fmt.Sprintf("%d %s for %q", amount, p.Currency, b.Funding)})
	})
	if errors.Is(err, store.ErrCheck) {
		return budgetView(b), &avrr.Error{Code: avrr.CodeRule, Field: "/amount", Message: fmt.Sprintf("%s is promised already; a budget cannot be less.", avrr.Money{Amount: b.Promised, Currency: p.Currency})}
	}
	return budgetView(b), err
}

// What a budget may be: far above any there is, and a name as long as a case's.
const (
	mostOfBudget  = 1_000_000_000_000
	mostOfFunding = 200
)
