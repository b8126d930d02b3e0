package activities

import (
	"context"
	"errors"

	"homeward/avrr"
)

// A Bank pays what is ordered. Every order has a key of its own, under which Ask finds out later what became of it. An error leaves open
// what the bank did, unless it is ErrNotAsked; no error names a payee or an account.
type Bank interface {
	Pay(ctx context.Context, o PaymentOrder) (BankAnswer, error)
	Ask(ctx context.Context, key string) (BankAnswer, error)
}

// A PaymentOrder is all that a bank is told: how much, to whom, and nothing of why.
type PaymentOrder struct {
	Key      string       `json:"key"`    // the end-to-end id of the payment
	Amount   int64        `json:"amount"` // minor units
	Currency string       `json:"currency"`
	Name     string       `json:"name"`
	Account  avrr.Account `json:"account"`
}

// A BankAnswer is what a bank says it did: avrr.BankPaid, with how much and when, or avrr.CallRefused.
type BankAnswer struct {
	Outcome   string    `json:"outcome"`
	Reference string    `json:"reference"`
	Amount    int64     `json:"amount"` // minor units
	Currency  string    `json:"currency"`
	ValueDate avrr.Date `json:"value_date"`
}

// PaidByDesk is the bank of an office that pays over the counter or by batch file. What the desk records is the outcome, so the
// engine orders nothing of it; what was still to be ordered when a bank stopped answering is left to the desk, as a task.
type PaidByDesk struct{}

// Pay leaves it to the desk.
func (PaidByDesk) Pay(context.Context, PaymentOrder) (BankAnswer, error) {
	return BankAnswer{Outcome: avrr.CallRefused}, nil
}

// Ask knows nothing: whoever was ordered before does not answer here.
func (PaidByDesk) Ask(context.Context, string) (BankAnswer, error) {
	return BankAnswer{}, ErrNotKnown
}

func (a *Activities) bank() Bank {
	if a.Bank == nil {
		return PaidByDesk{}
	}
	return a.Bank
}

// A BankAPI is a bank whose payment system answers over HTTP: POST /payments with a PaymentOrder and GET /calls?key=… each answer a
// BankAnswer.
type BankAPI struct{ outsideAPI }

// NewBankAPI answers the bank at an address, which may hold the user and password it asks for.
func NewBankAPI(address string) (*BankAPI, error) {
	at, err := outsideAt(address, "the bank")
	return &BankAPI{at}, err
}

// Pay orders a payment.
func (b *BankAPI) Pay(ctx context.Context, o PaymentOrder) (answer BankAnswer, err error) {
	err = b.post(ctx, "payments", o, &answer)
	return b.clear(answer, err)
}

// Ask finds out what became of an order.
func (b *BankAPI) Ask(ctx context.Context, key string) (answer BankAnswer, err error) {
	err = b.ask(ctx, key, &answer)
	return b.clear(answer, err)
}

// clear takes no answer for one but a clear word.
func (b *BankAPI) clear(answer BankAnswer, err error) (BankAnswer, error) {
	switch {
	case err != nil:
		return BankAnswer{}, err
	case answer.Outcome == avrr.CallRefused:
		return answer, nil
	case answer.Outcome != avrr.BankPaid:
		return BankAnswer{}, b.unread()
	case answer.Amount <= 0 || answer.ValueDate.IsZero() || answer.Reference == "":
		return BankAnswer{}, errors.New("the bank does not say how much it paid, when, and under which reference")
	}
	return answer, nil
}
