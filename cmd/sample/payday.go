package sample

import (
	"context"
	"fmt"

	"homeward/access"
	"homeward/casework"
)

// fewestInFile is how many payments the bank's answers tell a story of: some paid, one refused, one not yet answered.
const fewestInFile = 4

// payday is the day the files go to the bank: one in euros is sent and answered in part, one in lek is still to be looked over. Made
// again it changes nothing.
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
	_, err = d.BankAnswers(ctx, manager, euros.Batch, []byte(bankFile(orders)))
	if err != nil {
		return fmt.Errorf("the bank's answers: %w", err)
	}
	return nil
}
