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

// BatchFile answers the file of a batch that was sent: a row for each payment, in which nothing says why it is made. It is the one place
// where an account is shown in full; that it was opened is on record, for the batch and for each of its cases.
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
	orders, err := d.Store.Read(ctx).BatchOrders(b)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, o := range orders {
		row, err := d.bankRow(ctx, o)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if err := d.auditBatchFile(ctx, who, b, orders); err != nil {
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
	f, err := d.fileByID(ctx, of.CaseID)
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

// fileByID is fileOf for who knows the case by its id.
func (d *Desk) fileByID(ctx context.Context, id string) (*file, error) {
	r := d.Store.Read(ctx)
	row, err := r.Case(id)
	if err != nil {
		return nil, err
	}
	return d.openFile(r, row)
}

func (d *Desk) auditBatchFile(ctx context.Context, who access.Person, b store.Batch, orders []store.PaymentOrder) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := auditBatch(tx, who, "open-batch-file", b); err != nil {
			return err
		}
		for _, o := range orders {
			row := store.AuditRow{Actor: who.ID, Verb: "read", SubjectKind: store.KindCase, SubjectID: o.CaseID, CaseID: o.CaseID, Detail: "batch file " + avrr.BatchName(b.Number)}
			if err := tx.Audit(row); err != nil {
				return err
			}
		}
		return nil
	})
}
