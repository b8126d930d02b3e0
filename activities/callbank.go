package activities

import (
	"cmp"
	"context"
	"errors"

	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// callBank carries out one payment order of a case.
func (a *Activities) callBank(ctx context.Context, id string, what workflows.ToCall) (answer workflows.Recorded, err error) {
	c, err := a.caseOf(a.Store.Read(ctx), id)
	if err != nil {
		return answer, err
	}
	o := c.BankOrder(what.Key)
	if o == nil || !o.Awaited() { // the outcome is recorded, and only the workflow does not know
		return a.recordCase(ctx, id, workflows.ToRecord{Subject: what.Subject})
	}
	order := PaymentOrder{Key: o.Key, Amount: o.Money.Amount, Currency: o.Money.Currency, Name: o.Name, Account: o.Account}
	said, outcome, err := callOnce(ctx, a, calling[BankAnswer]{key: o.Key, kind: avrr.AskPayment,
		make: func(ctx context.Context) (BankAnswer, error) { return a.bank().Pay(ctx, order) },
		ask:  a.bank().Ask,
		check: func(said BankAnswer) error {
			if said.Outcome == avrr.BankPaid && said.Currency != order.Currency {
				return errors.New("the bank paid in another currency than was ordered")
			}
			return nil
		}})
	if err != nil {
		return answer, err
	}
	in := avrr.BankAnswered{Call: o.Key, Outcome: cmp.Or(outcome, said.Outcome),
		BankSaid: avrr.BankSaid{Reference: said.Reference, Amount: said.Amount, Currency: said.Currency, ValueDate: said.ValueDate}}
	return a.recordBankAnswer(ctx, id, in)
}

// recordBankAnswer records an outcome in the case's log, once.
func (a *Activities) recordBankAnswer(ctx context.Context, id string, in avrr.BankAnswered) (answer workflows.Recorded, err error) {
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		answer = workflows.Recorded{}
		f, err := a.openFile(tx, id)
		if err != nil {
			return err
		}
		if o := f.c.BankOrder(in.Call); o != nil && o.Awaited() {
			e, err := f.c.AnswerOfBank(in, f.now)
			if err != nil {
				return err
			}
			if err := f.append(e); err != nil {
				return err
			}
		}
		answer.Head = f.head()
		return f.save()
	})
	return answer, err
}
