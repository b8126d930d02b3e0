package avrr

import (
	"fmt"
	"slices"
)

// RecordPayment records that an instalment was paid, or a line of the package directly, as cash at departure is.
type RecordPayment struct {
	Line       string `json:"line,omitempty" schema:"like=in-kind,pattern=^[a-z][a-z0-9-]{0,39}$" doc:"The line of the package that was paid; for an instalment left out."`
	Instalment string `json:"instalment,omitempty" schema:"ref=instalment" doc:"The instalment that was paid; for a line left out."`
	Amount     int64  `json:"amount" schema:"money" doc:"Minor units."`
	Currency   string `json:"currency" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217."`
	AtRate
	PaidOn  Date   `json:"paid_on"`
	Place   string `json:"place" schema:"enum=departure|arrival|office|supplier"`
	PaidTo  string `json:"paid_to,omitempty" schema:"max=200"`
	Method  string `json:"method" schema:"enum=cash|bank_transfer|mobile_money|in_kind"`
	Receipt string `json:"receipt" schema:"max=80"`
}

func (in RecordPayment) happenedOn() Date { return in.PaidOn }

func (in RecordPayment) money() Money { return Money{in.Amount, in.Currency} }

func (in RecordPayment) check(j *Judging) error {
	if (in.Line == "") == (in.Instalment == "") {
		return broken("line-or-instalment", "", "A payment is of an instalment or of a line of the package: name exactly one.")
	}
	if _, known := j.Programme.line(in.Line); in.Line != "" && !known {
		return noSuchLine("/line", in.Line)
	}
	if in.Instalment != "" {
		if i := j.Case.Plan.instalment(in.Instalment); i.State == Paid {
			return j.taken(i)
		}
	}
	return in.covers(j.Programme, in.money(), in.PaidOn)
}

func noSuchLine(at, id string) *Error {
	return broken("no-such-line", at, "The programme's package has no line %q.", printable(id))
}

// reckoned is what a payment comes to beside what was to be paid on the day it was recorded, in minor units of the programme's currency.
type reckoned struct {
	Worth    int64 `json:"worth"`
	Approved int64 `json:"approved,omitempty"`
	Exchange int64 `json:"exchange,omitempty"`
	Overpaid int64 `json:"overpaid,omitempty"`
}

func (in RecordPayment) reckon(j *Judging) (reckoned, error) {
	worth, _ := in.worth(j.Programme, in.money())
	if in.Instalment != "" {
		return in.settles(j.Programme, j.Case.Plan, worth), nil
	}
	r, err := j.reckoning()
	if err != nil {
		return reckoned{Worth: worth}, err
	}
	g, _ := grantOf(r.grants, in.Line)
	if g.Line.AtCost() {
		return reckoned{Worth: worth, Approved: worth}, nil
	}
	left := max(0, r.most(in.Line)-j.Case.spent(j.Programme, in.Line)-j.Case.planned(in.Line)) // what the plan sets aside is its instalments'
	return reckoned{Worth: worth, Approved: min(worth, left), Overpaid: max(0, worth-left)}, nil
}

// settles reckons the payment against its instalment. An instalment that was released in the currency it is paid in is owed in that
// currency: what the rate moved since then is exchange, and only what is paid above the amount released is too much. Of any other,
// all above the approved amount is too much; what a payment in another currency came to less is gained, since it settles the
// instalment all the same.
func (in RecordPayment) settles(p *Programme, plan *Plan, worth int64) reckoned {
	i, r := plan.instalment(in.Instalment), reckoned{Worth: worth}
	if plan.Decision == "approve" && i.State != Void {
		r.Approved = i.Money.Amount
	}
	switch {
	case r.Approved > 0 && i.PayIn != nil && i.PayIn.Currency == in.Currency:
		within := min(in.Amount, i.PayIn.Amount)
		due, _ := in.worth(p, Money{within, in.Currency})
		r.Overpaid = worth - due
		r.Exchange = due - part(r.Approved, within, i.PayIn.Amount)
	case worth > r.Approved:
		r.Overpaid = worth - r.Approved
	case in.Currency != p.Currency:
		r.Exchange = worth - r.Approved
	}
	return r
}

func (in RecordPayment) conclude(j *Judging) (any, error) { return in.reckon(j) }

func (in RecordPayment) apply(c *Case, _ *Programme, e *Event) {
	var r reckoned
	e.derived(&r)
	line := in.Line
	if in.Instalment != "" {
		i := c.Plan.instalment(in.Instalment)
		i.State, i.ChangedAt, i.Payment = Paid, e.when(c), e.signed()
		line = c.Plan.lineOf(i)
		c.paidByDesk(i.ID)
	}
	c.Payments = append(c.Payments, Payment{ID: fmt.Sprintf("p%d", len(c.Payments)+1), Instalment: in.Instalment, Line: line, Money: Money{in.Amount, in.Currency},
		AtRate: in.AtRate, Worth: r.Worth, Approved: r.Approved, Exchange: r.Exchange, Overpaid: r.Overpaid, PaidOn: in.PaidOn, Place: in.Place, PaidTo: in.PaidTo, Method: in.Method, Receipt: in.Receipt})
}

// paidAgainstTheCase names a payment nobody had approved in that form.
func paidAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(RecordPayment)
	if !ok {
		return ""
	}
	what, line := "The line "+in.Line, PackageLine{}
	if in.Instalment != "" {
		i := j.Case.Plan.instalment(in.Instalment)
		what = j.Case.Plan.Called(i).EN
		if i.State != Released {
			return fmt.Sprintf("%s was paid although it was %s.", what, i.State)
		}
		if j.Case.bankMayPay(i) {
			return what + " was paid while nobody knows whether the bank pays it: ask the bank."
		}
		switch batch, err := j.atTheBank(i.ID); {
		case err != nil:
			return what + " was paid, and whether the bank has it in a file could not be looked up."
		case batch != "":
			return fmt.Sprintf("%s was paid while the bank has it in batch %s: ask the bank not to pay.", what, batch)
		}
		if in.Place == "supplier" && j.Case.Plan.Measures[i.Measure].boughtElsewhere(in.PaidTo) {
			return what + " was paid to another supplier than the one whose quote was chosen."
		}
		line, _ = j.Programme.line(j.Case.Plan.lineOf(i))
	} else {
		line, _ = j.Programme.line(in.Line)
	}
	switch r, err := in.reckon(j); {
	case err != nil:
		return "What the family was paid in its other cases could not be looked up."
	case r.Overpaid > 0:
		return fmt.Sprintf("%s was overpaid: %s instead of %s.", what, Money{r.Worth, j.Programme.Currency}, Money{r.Worth - r.Overpaid, j.Programme.Currency})
	case in.Instalment != "" && r.Worth-r.Exchange < r.Approved && j.Case.Plan.instalment(in.Instalment).State == Released:
		return fmt.Sprintf("%s was paid short: %s instead of %s.", what, Money{r.Worth, j.Programme.Currency}, Money{r.Approved, j.Programme.Currency})
	case in.Instalment != "" && j.Case.plannedTooMuch(j.Programme):
		return what + " was paid although the plan is above what those who are left of the family are given."
	case j.Case.mourning():
		return what + " was paid although nobody has said who speaks for the family."
	case j.Case.ArrivedAt.IsZero() && line.Place != "departure":
		return what + " was paid before the arrival."
	case j.windowOver(line):
		return what + " was paid after its time was over."
	case j.paidEarly(line):
		return what + " was paid before its time had come."
	case line.Form == formInKind && in.Method == "cash":
		return what + " is help in kind and was paid in cash."
	case max(r.Exchange, -r.Exchange) > r.Approved/strayed:
		return fmt.Sprintf("%s came to %s instead of %s at the rate of %s: check the rate.", what, Money{r.Worth, j.Programme.Currency}, Money{r.Approved, j.Programme.Currency}, in.RateOn)
	}
	if text := receiptKnown(j.Case, in.Receipt); text != "" {
		return text
	}
	if text := in.strays(j.Case, in.Currency); text != "" && in.Line != "" {
		return text
	}
	return j.paidAboveBudget(in, what)
}

// receiptKnown names the payment a receipt was given for before: one paper stands for one payment.
func receiptKnown(c *Case, receipt string) string {
	for _, p := range c.Payments {
		if p.Receipt == receipt {
			return fmt.Sprintf("The receipt has the number of the one for the payment of %s on %s.", p.Money, p.PaidOn)
		}
	}
	return ""
}

// formInKind is the form of help that is delivered, never handed over as money.
const formInKind = "in_kind"

// payable reports whether there is anything to pay.
func payable(j *Judging) bool { return hasInstalments(j) || len(j.Programme.Package) > 0 }

// ReversePayment records money that came back or was lost. A payment stays in the books; what is taken off it stands beside it.
type ReversePayment struct {
	Payment string `json:"payment" schema:"ref=payment"`
	Kind    string `json:"kind" schema:"enum=handed_back|refunded|lost"`
	Amount  int64  `json:"amount" schema:"money" doc:"Minor units of the currency it was paid in."`
	Reason  string `json:"reason" schema:"max=2000"`
	On      Date   `json:"on"`
}

func (in ReversePayment) happenedOn() Date { return in.On }

func (in ReversePayment) check(j *Judging) error {
	p := j.Case.payment(in.Payment)
	switch left := p.Money.Amount - p.reversed(); {
	case left == 0:
		return broken("reversed-before", "/payment", "The whole of this payment was taken back before, last on %s.", p.Reversals[len(p.Reversals)-1].On)
	case in.Amount > left:
		return broken("reversed-too-much", "/amount", "Of this payment only %s is left to reverse.", Money{left, p.Money.Currency})
	case in.On.Before(p.PaidOn):
		return broken("reversed-before-paid", "/on", "This payment was made on %s, after that.", p.PaidOn)
	}
	return nil
}

func (in ReversePayment) apply(c *Case, _ *Programme, e *Event) {
	p := c.payment(in.Payment)
	p.Reversals = append(p.Reversals, Reversal{Kind: in.Kind, Amount: in.Amount, Reason: in.Reason, On: in.On})
	if p.reversed() < p.Money.Amount || p.Instalment == "" || c.Plan == nil {
		return
	}
	i := c.Plan.instalment(p.Instalment)
	if i == nil || i.State != Paid { // paid of a plan before this one
		return
	}
	if c.paidOtherwise(i) { // it was paid twice, and one of the two came back
		return
	}
	i.State, i.ChangedAt, i.Payment = Void, e.when(c), nil
	if c.Plan.Decision == "approve" && !c.Declined && c.Closure == nil {
		i.State = Released                                             // it is still to be paid
		if o := c.lastOrder(i.ID); o != nil && o.Outcome == BankPaid { // somebody says anew whom to pay: that account gave it back
			i.State, i.Release, i.PayIn = Planned, nil, nil
		}
	}
}

// paidOtherwise reports whether some payment of an instalment has not come back whole.
func (c *Case) paidOtherwise(i *Instalment) bool {
	return slices.ContainsFunc(c.Payments, func(p Payment) bool { return p.Instalment == i.ID && p.Kept() > 0 })
}

// somethingToReverse reports whether some payment was not taken back whole.
func somethingToReverse(j *Judging) bool {
	return slices.ContainsFunc(j.Case.Payments, func(p Payment) bool { return p.reversed() < p.Money.Amount })
}

// lineOf answers which line of the package an instalment is of, "" when its measure names none.
func (p *Plan) lineOf(i *Instalment) string {
	if i.Measure < 0 || i.Measure >= len(p.Measures) {
		return ""
	}
	return p.Measures[i.Measure].Line
}
