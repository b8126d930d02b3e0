package sample

import (
	"context"
	"fmt"

	"homeward/access"
	"homeward/casework"
)

// fewestInFile is how many payments the bank's answers tell a story of: some paid, one refused, one not yet answered.
const fewestInFile = 4

// budgets are what the programmes may promise.
var budgets = []struct {
	programme, funding string
	amount             int64
}{{"demo", "", 10_000_000}, {"standard", "", 1_500_000}, {"standard", "Home Office", 1_200_000}, {"varrp-uk-albania", "", 90_000_000}}

// budget has the administrator say what the programmes may promise.
func budget(ctx context.Context, d *casework.Desk, staff map[string]access.Person) error {
	for _, b := range budgets {
		if _, err := d.SetBudget(ctx, staff["admin"], b.programme, b.funding, b.amount); err != nil {
			return fmt.Errorf("the budget of %s: %w", b.programme, err)
		}
	}
	return nil
}

// payday is the day the files go to the bank: one in euros is sent and answered in part, one in lek is still to be looked over, and the
// next payment waits for a third. Made again it changes nothing.
func payday(ctx context.Context, d *casework.Desk, staff map[string]access.Person) error {
	manager := staff["manager"]
	euros, _, err := d.MakeBatch(ctx, manager, "sample-batch-eur", casework.NewBatch{Programme: "demo", Currency: "EUR"})
	if err != nil {
		return fmt.Errorf("the file in euros: %w", err)
	}
	if _, _, err := d.MakeBatch(ctx, manager, "sample-batch-all", casework.NewBatch{Programme: "demo", Currency: "ALL"}); err != nil {
		return fmt.Errorf("the file in lek: %w", err)
	}
	if len(euros.Orders) < fewestInFile {
		return fmt.Errorf("the file in euros has %d payments only", len(euros.Orders))
	}
	if _, err := d.SendBatch(ctx, manager, euros.Batch); err != nil {
		return fmt.Errorf("send the file: %w", err)
	}
	var orders []string
	for _, o := range euros.Orders {
		orders = append(orders, o.Order)
	}
	if _, err := d.BankAnswers(ctx, manager, euros.Batch, []byte(bankFile(orders))); err != nil {
		return fmt.Errorf("the bank's answers: %w", err)
	}
	next := &life{desk: d, staff: staff, reference: euros.Orders[0].Reference, n: len(Lives())}
	return inFile("i2")(ctx, next)
}
