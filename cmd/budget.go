package cmd

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"

	"homeward/avrr"
	"homeward/store"
)

type budgetCommand struct {
	Set  setBudget   `cmd:"" help:"Set what a programme, or one funding of it, may promise. What cases were promised before counts at once."`
	List listBudgets `cmd:"" help:"List the budgets with what is promised, paid and left."`
}

type setBudget struct {
	storage
	logging
	Programme string `arg:"" help:"Code of the programme."`
	Amount    string `arg:"" help:"The amount in the programme's currency, as people write it." placeholder:"250000.00"`
	Funding   string `help:"Only for cases with this funding; without it for the whole programme." placeholder:"NAME"`
}

// Run sets the budget, and notes who did.
func (c setBudget) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	p, err := h.offered(ctx, c.Programme)
	if err != nil {
		return err
	}
	amount, err := minorUnits(c.Amount, p.Currency)
	if err != nil {
		return err
	}
	var b avrr.Budget
	err = h.store.InTx(ctx, func(tx *store.Tx) error {
		if b, err = tx.SetBudget(p.Code, c.Funding, p.Currency, amount); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: avrr.SystemActor, Verb: "set-budget", SubjectKind: "programme", SubjectID: p.Code,
			Detail: fmt.Sprintf("%d %s for %q by %s on %s", amount, p.Currency, b.Funding, operator(), hostName())})
	})
	if errors.Is(err, store.ErrCheck) {
		return usage{fmt.Sprintf("%s is promised already; a budget cannot be less.", avrr.Money{Amount: b.Promised, Currency: p.Currency})}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s may promise %s; %s is left.\n", budgetName(b), avrr.Money{Amount: b.Amount, Currency: b.Currency}, avrr.Money{Amount: b.Left(), Currency: b.Currency})
	return err
}

// offered answers the version of a programme that new cases open under.
func (h *house) offered(ctx context.Context, code string) (*avrr.Programme, error) {
	current, err := h.desk(nil).Programmes(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range current {
		if p.Code == code {
			return p, nil
		}
	}
	return nil, usage{fmt.Sprintf("There is no programme %q; see homeward programme list.", code)}
}

// minorUnits reads an amount as people write it.
func minorUnits(text, currency string) (int64, error) {
	c, known := avrr.CurrencyOf(currency)
	if !known {
		return 0, usage{fmt.Sprintf("%s is no currency of ISO 4217.", currency)}
	}
	amount, ok := avrr.MinorUnits(text, c)
	if !ok {
		return 0, usage{fmt.Sprintf("%q is not an amount of %s such as %s.", text, currency, plainAmount(c.Digits))}
	}
	return amount, nil
}

// plainAmount is an example of an amount with so many digits after the point.
func plainAmount(digits int) string { return strconv.FormatFloat(250000, 'f', digits, 64) }

func budgetName(b avrr.Budget) string {
	if b.Funding == "" {
		return b.Programme
	}
	return b.Programme + " for " + b.Funding
}

type listBudgets struct {
	storage
	logging
}

// Run prints the budgets.
func (c listBudgets) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	all, err := h.store.Read(ctx).Budgets()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, b := range all {
		in := func(amount int64) avrr.Money { return avrr.Money{Amount: amount, Currency: b.Currency} }
		if _, err := fmt.Fprintf(w, "%s\tof %s\tpromised %s\tpaid %s\tleft %s\n", budgetName(b), in(b.Amount), in(b.Promised), in(b.Paid), in(b.Left())); err != nil {
			return err
		}
	}
	return w.Flush()
}
