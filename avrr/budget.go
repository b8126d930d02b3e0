package avrr

import (
	"fmt"
	"strings"
)

// A Budget is what a programme may promise, altogether or from one funding, and what all its cases together were promised of it. Amounts
// are minor units of Currency. Each word means of a budget what it means of a case's Totals.
type Budget struct {
	Programme string
	Funding   string // "": the whole programme, whoever pays
	Currency  string
	Amount    int64
	Promised  int64
	Committed int64
	Paid      int64
	Own       int64 // of Promised, what the case that is judged was promised
}

// OneFunding answers how a funding is compared: however it is written, "EU AMIF" and "eu amif " are one.
func OneFunding(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Left is what may still be promised; below zero, what facts brought above the amount.
func (b Budget) Left() int64 { return b.Amount - b.Promised }

// short answers the budget of those a case draws on that has least left for more, false when each has enough. more is what the case
// would be promised altogether.
func (j *Judging) short(promised int64) (least Budget, is bool, err error) {
	if j.Budgets == nil {
		return least, false, nil
	}
	budgets, err := j.Budgets()
	if err != nil {
		return least, false, err
	}
	for _, b := range budgets {
		more := promised - b.Own
		if more > 0 && more > b.Left() && (!is || b.Left() < least.Left()) {
			least, is = b, true
		}
	}
	return least, is, nil
}

// of names what the budget is of.
func (b Budget) of() string {
	if b.Funding == "" {
		return "the programme's budget"
	}
	return "the budget of " + b.Funding
}

// withinBudget asks that what an approval promises is there. It lets the decision be carried out on a copy, so that it counts whatever
// an approval sets aside.
func (j *Judging) withinBudget(in DecidePlan) error {
	if in.Decision != "approve" || j.Budgets == nil {
		return nil
	}
	after, err := j.Case.clone()
	if err != nil {
		return err
	}
	in.apply(after, j.Programme, &Event{Actor: j.Actor, RecordedAt: j.Now})
	promised := after.Totals().Promised
	b, short, err := j.short(promised)
	if err != nil || !short {
		return err
	}
	return broken("budget-exceeded", "/decision", "Of %s %s is left; this plan needs %s.", b.of(), Money{max(0, b.Left()), b.Currency}, Money{promised - b.Own, b.Currency})
}

// paidAboveBudget says that a payment, which is a fact, took more than the budget had left.
func (j *Judging) paidAboveBudget(in RecordPayment, what string) string {
	r, err := in.reckon(j)
	more := r.Worth
	if in.Instalment != "" {
		more -= r.Approved // the approval set that much aside
	}
	b, short, lookedUp := j.short(j.Case.Totals().Promised + more)
	switch {
	case err != nil || lookedUp != nil:
		return "What is left of the programme's budget could not be looked up."
	case short:
		return fmt.Sprintf("%s was paid although only %s was left of %s.", what, Money{max(0, b.Left()), b.Currency}, b.of())
	}
	return ""
}
