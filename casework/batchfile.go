package casework

import (
	"context"
	"fmt"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/tables"
)

// batchColumns are the columns of a batch file. They are for the bank's machines, and the same in every language.
var batchColumns = []tables.Column{{Title: "end_to_end_id"}, {Title: "payee"}, {Title: "account"}, {Title: "account_type"}, {Title: "bank_code"}, {Title: "bank_country"},
	{Title: "amount"}, {Title: "currency"}, {Title: "reference"}}

// BatchFile answers the file of a batch that was sent: a row for each payment that is still to be made, in which nothing says why it is.
// What was paid, refused or taken back since the sending is left out, because a file may be uploaded late, or once more, and so is what
// was erased. A case that cannot be read for another reason is an error: a file that leaves out what is due is paid as if it were whole.
// It is the one place where an account is shown in full; that it was opened is on record, for the batch and for each of its cases.
func (d *Desk) BatchFile(ctx context.Context, who access.Person, name string) (*Export, error) {
	if err := access.May(who.Actor, access.OpenBatchFile, nil); err != nil {
		return nil, err
	}
	b, err := d.batch(ctx, name)
	switch {
	case err != nil:
		return nil, err
	case b.State != store.BatchSent:
		return nil, batchRule("batch-not-sent", "Batch %s has no file: it is %s. A file is given out once the batch is sent.", name, b.State)
	}
	if err := d.leaveOutErasedOf(ctx, who, b); err != nil {
		return nil, err
	}
	orders, err := d.Store.Read(ctx).BatchOrders(b)
	if err != nil {
		return nil, err
	}
	var due []store.PaymentOrder
	var rows [][]any
	for _, o := range orders {
		if o.State != avrr.OrderWaiting {
			continue
		}
		row, err := d.bankRow(ctx, o)
		if erased(err) {
			continue // nobody knows any more whom to pay
		}
		if err != nil {
			return nil, err
		}
		due, rows = append(due, o), append(rows, row)
	}
	if len(due) == 0 {
		return nil, batchRule("nothing-due", "Nothing in batch %s is still to be paid by the bank: there is no file any more.", name)
	}
	if err := d.auditBatchFile(ctx, who, b, due, len(orders)-len(due)); err != nil {
		return nil, err
	}
	return exported("homeward-batch-"+avrr.BatchName(b.Number), FormCSV, func(w tables.Writer) error {
		if err := w.Table("", batchColumns); err != nil {
			return err
		}
		for _, row := range rows {
			if err := w.Row(row...); err != nil {
				return err
			}
		}
		return nil
	}), nil
}

// bankRow is what the bank is told of one payment.
func (d *Desk) bankRow(ctx context.Context, of store.PaymentOrder) ([]any, error) {
	f, err := d.fileByID(d.Store.Read(ctx), of.CaseID)
	if err != nil {
		return nil, err
	}
	o := f.c.BankOrder(of.Key)
	if o == nil {
		return nil, fmt.Errorf("batch file: case %s has no order %s", of.CaseID, of.Key)
	}
	kind, account := o.Account.Whole()
	cell := any(account)
	if kind == avrr.MobileMoneyAccount {
		cell = tables.Phone(account)
	}
	return []any{o.Key, o.Name, cell, kind, o.Account.BankCode, o.Account.Country, tables.Amount{Minor: o.Money.Amount, Digits: avrr.MinorDigits(o.Money.Currency)}, o.Money.Currency, f.row.Reference}, nil
}

// auditBatchFile notes which payments a file ordered, and how many of the batch it left out.
func (d *Desk) auditBatchFile(ctx context.Context, who access.Person, b store.Batch, orders []store.PaymentOrder, left int) error {
	total := int64(0)
	for _, o := range orders {
		total += o.Amount
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		err := tx.Audit(store.AuditRow{Actor: who.ID, Verb: "open-batch-file", Via: who.Via, SubjectKind: "batch", SubjectID: avrr.BatchName(b.Number),
			Detail: fmt.Sprintf("%d payments, %d %s, %d left out", len(orders), total, b.Currency, left)})
		if err != nil {
			return err
		}
		for _, o := range orders {
			row := store.AuditRow{Actor: who.ID, Verb: "read", Via: who.Via, SubjectKind: store.KindCase, SubjectID: o.CaseID, CaseID: o.CaseID, Detail: "batch file " + avrr.BatchName(b.Number)}
			if err := tx.Audit(row); err != nil {
				return err
			}
		}
		return nil
	})
}
