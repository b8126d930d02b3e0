package avrr

import (
	"encoding/json"
	"fmt"
	"time"
)

// BankSaid is what a bank says of a payment that it made.
type BankSaid struct {
	Reference string `json:"reference,omitempty" schema:"max=80" doc:"The bank's own, on its statement."`
	Amount    int64  `json:"amount,omitempty" schema:"money" doc:"What was paid, in minor units; as ordered when left out."`
	Currency  string `json:"currency,omitempty" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217; as ordered when left out."`
	ValueDate Date   `json:"value_date,omitzero" doc:"The day the money left the account; required when it was paid."`
}

// BankAnswered is the outcome of an order to a bank that answers the engine; no person performs it.
type BankAnswered struct {
	Call    string `json:"call"` // the order's key
	Outcome string `json:"outcome"`
	BankSaid
}

// RecordBankAnswer records what the bank said of an order, by a batch file or after somebody asked it.
type RecordBankAnswer struct {
	Order   string `json:"order" schema:"ref=order" doc:"The payment's end-to-end id."`
	Outcome string `json:"outcome" schema:"enum=paid|refused"`
	BankSaid
}

func (in RecordBankAnswer) happenedOn() Date { return in.ValueDate }

func (in RecordBankAnswer) check(j *Judging) error {
	o := j.Case.BankOrder(in.Order)
	switch paid := in.Outcome == BankPaid; {
	case !o.mayBeAnswered(in.Outcome):
		return broken("answered-already", "/order", "What the bank said of this order is already recorded: %s.", o.Outcome)
	case o.Awaited():
		return broken("bank-asked", "/order", "The bank is being asked about this order; its answer is recorded by itself.")
	case paid && in.ValueDate.IsZero():
		return broken("value-date-missing", "/value_date", "Say on which day the money left the account.")
	case in.Currency != "" && in.Currency != o.Money.Currency:
		return broken("other-currency", "/currency", "The order is in %s. Record what was paid in %s as a payment, with its rate.", o.Money.Currency, in.Currency)
	case paid && in.Amount > o.Money.Amount && part(o.Worth, in.amount(o).Amount, o.Money.Amount) > mostAtOnce:
		return broken("amount-absurd", "/amount", "%s cannot be right: nothing of a case comes to more than %s at once.", in.amount(o), Money{mostAtOnce, j.Programme.Currency})
	}
	return nil
}

func (in RecordBankAnswer) conclude(j *Judging) (any, error) {
	return j.Case.cameTo(in.Order, in.Outcome, in.BankSaid), nil
}

func (in RecordBankAnswer) apply(c *Case, _ *Programme, e *Event) {
	c.bankSaid(in.Order, in.Outcome, in.BankSaid, e)
}

func (in BankAnswered) apply(c *Case, _ *Programme, e *Event) {
	c.bankSaid(in.Call, in.Outcome, in.BankSaid, e)
}

// AnswerOfBank makes the event of an outcome. It has no place in the log yet. Money that went out is a fact: one that contradicts the
// case is recorded all the same, and says what it contradicts.
func (c *Case) AnswerOfBank(in BankAnswered, now time.Time) (Event, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return Event{}, fmt.Errorf("answer of the bank: %w", err)
	}
	e := Event{Cause: "bank:" + in.Call, Action: "bank-answered", Actor: Actor{ID: SystemActor, Role: System}, RecordedAt: now, HappenedOn: in.ValueDate, Input: body,
		Doubt: c.paidAgainstOrder(in.Call, in.Outcome, in.BankSaid)}
	e.Derived, err = json.Marshal(c.cameTo(in.Call, in.Outcome, in.BankSaid))
	if err != nil {
		return Event{}, fmt.Errorf("answer of the bank: %w", err)
	}
	return e, nil
}

// pays answers the instalment that an order pays, nil when it was paid otherwise or is of a plan before this one.
func (c *Case) pays(o *BankOrder) *Instalment {
	if c.Plan == nil {
		return nil
	}
	if i := c.Plan.instalment(o.Instalment); i != nil && i.State != Paid {
		return i
	}
	return nil
}

// stillToPay answers the instalment that an order is still to pay, nil when it was also taken back or ordered again.
func (c *Case) stillToPay(o *BankOrder) *Instalment {
	if i := c.pays(o); i != nil && i.State == Released && c.lastOrder(o.Instalment) == o {
		return i
	}
	return nil
}

// cameTo is what a payment by the bank comes to beside what was to be paid. The rate was fixed with the release.
func (c *Case) cameTo(key, outcome string, said BankSaid) reckoned {
	o := c.BankOrder(key)
	if outcome != BankPaid {
		return reckoned{}
	}
	r := reckoned{Worth: part(o.Worth, said.amount(o).Amount, o.Money.Amount)}
	if i := c.pays(o); i != nil && i.State != Void && c.Plan.Decision == "approve" {
		r.Approved = o.Worth
	}
	r.Overpaid = max(0, r.Worth-r.Approved)
	return r
}

// amount is what was paid: what was ordered, unless the bank says otherwise.
func (said BankSaid) amount(o *BankOrder) Money {
	if said.Amount == 0 {
		return o.Money
	}
	return Money{said.Amount, o.Money.Currency}
}

// paidAgainstOrder names what a payment by the bank contradicts, "" when nothing.
func (c *Case) paidAgainstOrder(key, outcome string, said BankSaid) string {
	o := c.BankOrder(key)
	paid, of := said.amount(o), c.instalmentCalled(o.Instalment).EN
	switch {
	case outcome != BankPaid:
		return ""
	case c.Closure != nil:
		return fmt.Sprintf("The bank paid %s (%s) after the case was closed.", paid, of)
	case o.Outcome == CallRefused:
		if last := c.lastOrder(o.Instalment); last != o && last.open() {
			return fmt.Sprintf("The bank paid %s (%s) after it had refused to, and was ordered to pay it again: ask it not to.", paid, of)
		}
		return fmt.Sprintf("The bank paid %s (%s) after it had refused to.", paid, of)
	case c.stillToPay(o) == nil:
		return fmt.Sprintf("The bank paid %s (%s) although it was not to be paid any more.", paid, of)
	case paid != o.Money:
		return fmt.Sprintf("The bank paid %s (%s) instead of %s.", paid, of, o.Money)
	}
	return ""
}

// bankAnsweredAgainst names what an answer somebody recorded contradicts.
func bankAnsweredAgainst(j *Judging) string {
	in, ok := j.Input.(RecordBankAnswer)
	if !ok {
		return ""
	}
	return j.Case.paidAgainstOrder(in.Order, in.Outcome, in.BankSaid)
}

// bankSaid folds the outcome of an order: a payment, or a task for a person.
func (c *Case) bankSaid(key, outcome string, said BankSaid, e *Event) {
	o := c.BankOrder(key)
	if o == nil {
		return
	}
	i, due := c.pays(o), c.stillToPay(o)
	if o.Outcome == PaidOtherwise && outcome != BankPaid { // the desk paid it, and the bank did not
		return
	}
	o.Outcome, o.Reference = outcome, said.Reference
	switch outcome {
	case BankPaid:
		var r reckoned
		e.derived(&r)
		if i != nil {
			i.State, i.ChangedAt, i.Payment = Paid, e.when(c), e.signed()
		}
		c.Payments = append(c.Payments, Payment{ID: fmt.Sprintf("p%d", len(c.Payments)+1), Instalment: o.Instalment, Order: o.Key, Line: o.Line, Money: said.amount(o),
			AtRate: o.AtRate, Worth: r.Worth, Approved: r.Approved, Overpaid: r.Overpaid, PaidOn: said.ValueDate, Place: "office", PaidTo: o.Name, Method: o.Account.method(), Receipt: said.Reference})
	case CallRefused:
		if due != nil {
			due.State, due.ChangedAt, due.Release, due.PayIn = Planned, e.when(c), nil, nil
		}
		c.askBank(o, T("The bank did not pay: find out why, and release the instalment again", "Banka nuk pagoi: mësoni pse dhe lironi këstin përsëri"), e)
	case CallUnknown:
		c.askBank(o, T("Ask the bank whether it paid, and record its answer", "Pyesni bankën nëse ka paguar dhe regjistroni përgjigjen"), e)
	}
}

func (c *Case) askBank(o *BankOrder, title Text, e *Event) {
	c.raise(fmt.Sprintf("bank-%d", e.Seq), title.about(c.instalmentCalled(o.Instalment)), fmt.Sprintf("%s, end-to-end id %s.", o.Money, o.Key), ReintegrationDuty, e.RecordedAt)
}

// hasOrders reports whether there is an order whose outcome a person may record.
func hasOrders(j *Judging) bool {
	for _, o := range j.Case.BankOrders {
		if o.open() && !o.Awaited() {
			return true
		}
	}
	return false
}
