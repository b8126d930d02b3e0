package casework

import (
	"context"

	"homeward/access"
	"homeward/avrr"
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
