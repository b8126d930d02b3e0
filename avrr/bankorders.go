package avrr

import (
	"cmp"
	"fmt"
	"slices"
)

// AskPayment is what a bank is asked for.
const AskPayment = "payment"

// BankPaid is what became of an order that the bank carried out.
const BankPaid = "paid"

// PaidOtherwise is what became of an order whose instalment was paid over the counter before it went to the bank.
const PaidOtherwise = "paid_otherwise"

// How a released instalment reaches its payee.
const (
	ByDesk = "by_desk" // over the counter, or in a batch file for the bank
	ByBank = "by_bank" // a bank that answers the engine is ordered to
)

// A BankOrder is money that a bank is to pay out: one instalment, released once, to the account its payee had then.
type BankOrder struct {
	Key        string  `json:"key"` // the payment's end-to-end id
	Seq        int     `json:"seq"` // of the event that released it
	Instalment string  `json:"instalment"`
	Line       string  `json:"line,omitempty"` // of the package
	Money      Money   `json:"money"`          // as it is to be paid
	Worth      int64   `json:"worth"`          // minor units of the programme's currency: what was approved
	AtRate             // of the release, where the two differ
	By         string  `json:"by"` // ByBank, or ByDesk in a batch file
	Payee      string  `json:"payee"`
	Name       string  `json:"name"`
	Account    Account `json:"account"`
	Outcome    string  `json:"outcome,omitempty"` // empty while it is not known
	Reference  string  `json:"reference,omitempty"`
}

// orderKey is the key a bank knows one order by, the same whoever orders and however often: 35 signs at most, as payment schemes
// carry (ISO 20022 EndToEndIdentification).
func orderKey(caseID string, seq int, instalment string) string {
	return fmt.Sprintf("%s-%d-%s", caseID, seq, instalment)
}

// Awaited reports whether a bank that answers the engine has been, or is to be, ordered without anybody knowing the outcome.
func (o *BankOrder) Awaited() bool { return o.By == ByBank && o.Outcome == "" }

// open reports whether the bank has neither paid nor refused.
func (o *BankOrder) open() bool { return o.Outcome == "" || o.Outcome == CallUnknown }

// mayBeAnswered reports whether an answer of the bank is still to be recorded. That it paid is a fact, also after it had refused.
func (o *BankOrder) mayBeAnswered(outcome string) bool {
	return o.open() || o.Outcome == PaidOtherwise || o.Outcome == CallRefused && outcome == BankPaid
}

// Asks answers what the bank is to be asked for, in order.
func (c *Case) Asks() []*BankOrder {
	return slices.DeleteFunc(slices.Clone(c.BankOrders), func(o *BankOrder) bool { return !o.Awaited() })
}

// BankOrder answers the order of that key, or nil.
func (c *Case) BankOrder(key string) *BankOrder {
	for _, o := range c.BankOrders {
		if o.Key == key {
			return o
		}
	}
	return nil
}

// lastOrder answers the last order of an instalment, or nil.
func (c *Case) lastOrder(instalment string) *BankOrder {
	for _, o := range slices.Backward(c.BankOrders) {
		if o.Instalment == instalment {
			return o
		}
	}
	return nil
}

// Batchable reports whether an order may go into a batch file: its instalment is still to be paid, and by nobody else.
func (c *Case) Batchable(o *BankOrder) bool {
	if o.By != ByDesk || o.Outcome != "" || c.Closure != nil || c.Plan == nil || c.lastOrder(o.Instalment) != o {
		return false
	}
	i := c.Plan.instalment(o.Instalment)
	return i != nil && i.State == Released
}

// ordered is what is concluded with a release: whom the money goes to as the payee was then, and whether a bank is ordered to pay it.
type ordered struct {
	By    string `json:"by"`
	Payee Payee  `json:"payee"`
}

// conclude says how the money is paid; nothing where the desk pays it over the counter.
func (in ReleaseInstalment) conclude(j *Judging) (any, error) {
	if in.Payee == "" {
		return nil, nil
	}
	o := ordered{By: ByDesk, Payee: *j.Case.payee(in.Payee)}
	if in.Pay == ByBank && j.BankAnswers {
		o.By = ByBank
	}
	return o, nil
}

// payable refuses to order a payment to nobody.
func (in ReleaseInstalment) payable(c *Case, i *Instalment) error {
	m := c.Plan.Measures[i.Measure]
	switch payee := c.payee(in.Payee); {
	case in.Pay == ByBank && in.Payee == "":
		return broken("payee-missing", "/payee", "Say whom the bank is to pay; set-payee records an account.")
	case payee != nil && payee.For == "supplier" && m.boughtElsewhere(cmp.Or(payee.Supplier, payee.Name)):
		return broken("another-supplier", "/payee", "The plan buys this from another supplier, whose quote was chosen. Pay that one, or have the plan amended.")
	}
	return nil
}

// order notes what a release asks of the bank.
func (c *Case) order(i *Instalment, in ReleaseInstalment, e *Event) {
	var as ordered
	e.derived(&as)
	if as.By == "" {
		return
	}
	money := i.Money
	if i.PayIn != nil {
		money = *i.PayIn
	}
	c.BankOrders = append(c.BankOrders, &BankOrder{Key: orderKey(c.ID, e.Seq, i.ID), Seq: e.Seq, Instalment: i.ID, Line: c.Plan.lineOf(i), Money: money, Worth: i.Money.Amount,
		AtRate: in.AtRate, By: as.By, Payee: as.Payee.ID, Name: as.Payee.Name, Account: as.Payee.Account})
	if in.Pay == ByBank && as.By == ByDesk {
		c.raise(fmt.Sprintf("pay-%d", e.Seq), T("No bank answers here: pay by batch file or over the counter", "Këtu nuk përgjigjet asnjë bankë: paguani me skedar ose në arkë").about(c.Plan.Called(i)), "",
			ReintegrationDuty, e.RecordedAt)
	}
}

// paidByDesk notes that an instalment was paid over the counter, so that its order goes into no batch file.
func (c *Case) paidByDesk(instalment string) {
	if o := c.lastOrder(instalment); o != nil && o.open() && !o.Awaited() {
		o.Outcome = PaidOtherwise
	}
}

// lastOrderedNumber is the number of the last instalment a bank was ordered to pay: what a bank may still pay keeps its id for ever.
func (c *Case) lastOrderedNumber() int {
	last := 0
	for _, o := range c.BankOrders {
		last = max(last, numberOf(o.Instalment))
	}
	return last
}
