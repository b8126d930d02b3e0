package casework

import (
	"context"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// Of a case whose data was erased nobody knows any more whom its payments go to. They wait for no batch, and no batch counts them.

// erasedOf answers those of some payments without an outcome whose cases were erased. A case that cannot be read for another reason is an
// error: its payment is still due.
func erasedOf(r *store.Reader, orders []store.PaymentOrder) ([]store.PaymentOrder, error) {
	var open []string
	for _, o := range orders {
		if !outcomeKnown(o) {
			open = append(open, o.CaseID)
		}
	}
	cases, err := r.Listed(open)
	if err != nil {
		return nil, err
	}
	var gone []store.PaymentOrder
	for _, o := range orders {
		if outcomeKnown(o) || !cases[o.CaseID].Sealed {
			continue
		}
		switch _, err := r.Case(o.CaseID); {
		case erased(err):
			gone = append(gone, o)
		case err != nil:
			return nil, err
		}
	}
	return gone, nil
}

// outcomeKnown reports whether it is known what became of an order, whoever said so.
func outcomeKnown(o store.PaymentOrder) bool {
	return o.State == avrr.BankPaid || o.State == avrr.CallRefused || o.State == avrr.PaidOtherwise
}

// leaveOutErased notes which of some payments nobody can make any more.
func (d *Desk) leaveOutErased(ctx context.Context, who access.Person, orders []store.PaymentOrder) error {
	gone, err := erasedOf(d.Store.Read(ctx), orders)
	if err != nil || len(gone) == 0 {
		return err
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		for _, o := range gone {
			if err := leaveOut(tx, who, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// leaveOutErasedOf is leaveOutErased of the payments of a batch.
func (d *Desk) leaveOutErasedOf(ctx context.Context, who access.Person, b store.Batch) error {
	orders, err := d.Store.Read(ctx).BatchOrders(b)
	if err != nil {
		return err
	}
	return d.leaveOutErased(ctx, who, orders)
}

// leaveOut notes it of one payment, and once in the audit.
func leaveOut(tx *store.Tx, who access.Person, o store.PaymentOrder) error {
	out, err := tx.LeaveOrderOut(o.Key)
	if err != nil || !out {
		return err
	}
	return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "leave-payment-out", Via: who.Via, SubjectKind: store.KindCase, SubjectID: o.CaseID, CaseID: o.CaseID, Detail: o.Key})
}
