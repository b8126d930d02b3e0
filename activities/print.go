package activities

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/store"
)

// Print carries out an order for a paper: it renders the case as it stood when the paper was ordered and enters the file in the
// register, once. A paper that was withdrawn before it was printed is not printed.
func (a *Activities) Print(ctx context.Context, order store.OutboxRow) (err error) {
	defer a.guard("print", &err)
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		order, err := tx.LockOutbox(order)
		if err != nil {
			return fmt.Errorf("print: %w", err)
		}
		outcome, err := a.print(ctx, tx, order)
		if err != nil {
			return err
		}
		return tx.FinishOutbox(order, store.OutboxDone, outcome)
	})
}

// print answers what became of an order. Whoever comes second to the same one waits for the lock and finds it carried out.
func (a *Activities) print(ctx context.Context, tx *store.Tx, order store.OutboxRow) (outcome string, err error) {
	row, err := tx.LockCase(order.Subject.ID)
	if err != nil {
		return "", err
	}
	if order, err = tx.LockOutbox(order); err != nil {
		return "", err
	}
	var issued avrr.IssuedPaper
	if err := json.Unmarshal(order.Payload, &issued); err != nil {
		return "", fmt.Errorf("print: %w", err)
	}
	today, err := a.file(tx, row)
	if err != nil {
		return "", err
	}
	if !stillCurrent(today.c, issued.Number) {
		return "no longer current when it was to be printed", nil
	}
	then, err := tx.FoldedTo(row, today.p, order.Seq)
	if err != nil {
		return "", err
	}
	document, err := a.render(ctx, then, today.p, issued)
	if err != nil {
		return "", err
	}
	document.Seq = order.Seq
	if err := tx.InsertDocument(document); err != nil {
		return "", err
	}
	if document.Substitutions > 0 {
		if err := today.askToCheck(document); err != nil {
			return "", err
		}
	}
	return "printed", tx.Audit(store.AuditRow{Actor: avrr.SystemActor, Verb: "issue", SubjectKind: store.KindCase, SubjectID: row.ID, CaseID: row.ID, Detail: issued.Number})
}

func stillCurrent(c *avrr.Case, number string) bool {
	return slices.ContainsFunc(c.Papers, func(p *avrr.IssuedPaper) bool { return p.Number == number && p.Status == avrr.PaperCurrent })
}

// askToCheck raises a task about a paper that shows code points where its fonts have no letter: only a person can tell
// whether it may be handed out so.
func (f *caseFile) askToCheck(d store.Document) error {
	return f.ask("paper/"+d.Number, avrr.ReturnDuty,
		fmt.Sprintf("Check paper %s: letters that cannot be printed stand there as [U+…] (%d)", d.Number, d.Substitutions))
}
