package activities

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/papers"
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
	if order.Subject.Kind == store.KindMovement {
		return a.printManifest(ctx, tx, order)
	}
	row, err := tx.LockCase(order.Subject.ID)
	if err != nil {
		return "", err
	}
	order, issued, err := lockOrdered(tx, order)
	if err != nil {
		return "", err
	}
	today, err := a.file(tx, row)
	if err != nil {
		return "", err
	}
	if !stillCurrent(today.c.Papers, issued.Number) {
		return notCurrent, nil
	}
	then, err := tx.FoldedTo(row, today.p, order.Seq)
	if err != nil {
		return "", err
	}
	w, err := today.wording(row, then, issued)
	if err != nil {
		return "", err
	}
	document, err := a.render(ctx, w, then, today.p, issued)
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

// lockOrdered locks an order, and answers the paper it is of.
func lockOrdered(tx *store.Tx, order store.OutboxRow) (store.OutboxRow, avrr.IssuedPaper, error) {
	var issued avrr.IssuedPaper
	order, err := tx.LockOutbox(order)
	if err != nil {
		return order, issued, err
	}
	if err := json.Unmarshal(order.Payload, &issued); err != nil {
		return order, issued, fmt.Errorf("print: %w", err)
	}
	return order, issued, nil
}

// wording is what a paper of the case as it stood then is worded with, beside the case itself.
func (f *caseFile) wording(row store.Case, then *avrr.Case, issued avrr.IssuedPaper) (wording, error) {
	w := wording{in: issued.Language, offices: map[string]papers.Office{}}
	for _, name := range []string{then.HostOffice, then.ReceivingOffice} {
		switch o, err := f.tx.OfficeCalled(name); {
		case err == nil:
			w.offices[name] = papers.Office{Name: name, Phone: o.Phone, Email: o.Email}
		case !errors.Is(err, store.ErrNotFound):
			return wording{}, fmt.Errorf("print %s: %w", issued.Kind, err)
		}
	}
	var err error
	if w.visitor, err = f.visitor(then, issued); err != nil {
		return wording{}, err
	}
	before := then.Replaced(issued)
	if before == nil || issued.Kind != avrr.PaperAdvanceBooking { // no other paper tells what it was
		return w, nil
	}
	c, err := f.tx.FoldedTo(row, f.p, before.Seq)
	if err != nil {
		return wording{}, err
	}
	w.before, err = w.content(c, f.p, *before)
	return w, err
}

// visitor is the name of who makes the visit a paper is of, or made it: "" while nobody is to.
func (f *caseFile) visitor(then *avrr.Case, issued avrr.IssuedPaper) (string, error) {
	at := slices.IndexFunc(then.Visits, func(v *avrr.Visit) bool { return issued.Kind == avrr.PaperVisit && v.ID == issued.About })
	if at < 0 {
		return "", nil
	}
	v := then.Visits[at]
	who, err := f.tx.Account(cmp.Or(v.By, then.Visitor(v)))
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("print %s: %w", issued.Kind, err)
	}
	return cmp.Or(who.DisplayName, who.Username), nil
}

// notCurrent is what became of an order that was overtaken.
const notCurrent = "no longer current when it was to be printed"

func stillCurrent(papers []*avrr.IssuedPaper, number string) bool {
	return slices.ContainsFunc(papers, func(p *avrr.IssuedPaper) bool { return p.Number == number && p.Status == avrr.PaperCurrent })
}

// askToCheck raises a task about a paper that shows code points where its fonts have no letter: only a person can tell
// whether it may be handed out so.
func (f *caseFile) askToCheck(d store.Document) error {
	return f.ask("paper/"+d.Number, avrr.ReturnDuty,
		fmt.Sprintf("Check paper %s: letters that cannot be printed stand there as [U+…] (%d)", d.Number, d.Substitutions))
}
