package avrr

import (
	"fmt"
	"math/big"
	"slices"
)

// A Payment is money that was handed over: an instalment of the plan, or a line of the package paid directly.
type Payment struct {
	ID         string     `json:"id"`
	Instalment string     `json:"instalment,omitempty"`
	Line       string     `json:"line,omitempty"` // of the package; of an instalment, the line its measure named
	Money      Money      `json:"money"`          // as it was paid
	Rate       string     `json:"rate,omitempty"`
	RateSource string     `json:"rate_source,omitempty"`
	Worth      int64      `json:"worth"`              // minor units of the programme's currency
	Overpaid   int64      `json:"overpaid,omitempty"` // of Worth, above what was to be paid
	PaidOn     Date       `json:"paid_on"`
	Place      string     `json:"place,omitempty"`
	PaidTo     string     `json:"paid_to,omitempty"`
	Method     string     `json:"method"`
	Receipt    string     `json:"receipt"`
	Reversals  []Reversal `json:"reversals,omitempty"`
}

// A Reversal is money of a payment that came back, or never reached anybody. Its amount is in the payment's own currency.
type Reversal struct {
	Kind   string `json:"kind"` // handed_back, refunded, lost
	Amount int64  `json:"amount"`
	Reason string `json:"reason"`
	On     Date   `json:"on"`
}

// reversed is how much of the payment was taken back, in its own currency.
func (p Payment) reversed() int64 {
	sum := int64(0)
	for _, r := range p.Reversals {
		sum += r.Amount
	}
	return sum
}

// Kept is what the payment still comes to, in minor units of the programme's currency.
func (p Payment) Kept() int64 {
	if p.Money.Amount == 0 {
		return 0
	}
	kept := new(big.Rat).SetFrac64(p.Money.Amount-p.reversed(), p.Money.Amount)
	worth, _ := rounded(kept.Mul(kept, new(big.Rat).SetInt64(p.Worth)))
	return worth
}

// rounded answers the nearest whole number, halves upwards, and false for one no amount may come to.
func rounded(r *big.Rat) (int64, bool) {
	r = new(big.Rat).Add(r, big.NewRat(1, 2))
	whole := new(big.Int).Div(r.Num(), r.Denom())
	return whole.Int64(), whole.IsInt64() && whole.Int64() <= maxMoney
}

// maxMoney bounds an amount, in minor units.
const maxMoney = 1_000_000_000_000

// payment answers the payment of that id, or nil.
func (c *Case) payment(id string) *Payment {
	for i := range c.Payments {
		if c.Payments[i].ID == id {
			return &c.Payments[i]
		}
	}
	return nil
}

// RecordPayment records that an instalment was paid, or a line of the package directly, as cash at departure is.
type RecordPayment struct {
	Line       string `json:"line,omitempty" schema:"pattern=^[a-z][a-z0-9-]{0,39}$" doc:"The line of the package that was paid; for an instalment left out."`
	Instalment string `json:"instalment,omitempty" schema:"ref=instalment" doc:"The instalment that was paid; for a line left out."`
	Amount     int64  `json:"amount" schema:"min=1,max=100000000" doc:"Minor units."`
	Currency   string `json:"currency" schema:"pattern=^[A-Z]{3}$"`
	Rate       string `json:"rate,omitempty" schema:"pattern=^[0-9]{1,9}(\\.[0-9]{1,9})?$" doc:"What one unit of the currency paid in is worth in the programme's; required when they differ."`
	RateSource string `json:"rate_source,omitempty" schema:"max=200" doc:"Where the rate comes from and of which day; required with a rate."`
	PaidOn     Date   `json:"paid_on"`
	Place      string `json:"place" schema:"enum=departure|arrival|office|supplier"`
	PaidTo     string `json:"paid_to,omitempty" schema:"max=200"`
	Method     string `json:"method" schema:"enum=cash|bank_transfer|mobile_money|in_kind"`
	Receipt    string `json:"receipt" schema:"max=80"`
}

func (in RecordPayment) happenedOn() Date { return in.PaidOn }

func (in RecordPayment) check(j *Judging) error {
	if (in.Line == "") == (in.Instalment == "") {
		return broken("line-or-instalment", "", "A payment is of an instalment or of a line of the package: name exactly one.")
	}
	if _, known := j.Programme.line(in.Line); in.Line != "" && !known {
		return noSuchLine("/line", in.Line)
	}
	if in.Instalment != "" && j.Case.Plan.instalment(in.Instalment).State == Paid {
		return broken("instalment-paid", "/instalment", "Instalment %s is already paid.", in.Instalment)
	}
	switch same := in.Currency == j.Programme.Currency; {
	case !same && (in.Rate == "" || in.RateSource == ""):
		return broken("rate-missing", "/rate", "The programme pays in %s; give the rate and where it comes from.", j.Programme.Currency)
	case same && in.Rate != "":
		return broken("rate-needless", "/rate", "The payment is in the programme's own currency and has no rate.")
	}
	if worth, ok := in.worth(j.Programme); !ok || worth == 0 {
		return broken("rate-impossible", "/rate", "At this rate the payment would come to nothing, or to more than any payment.")
	}
	return nil
}

func noSuchLine(at, id string) *Error {
	return broken("no-such-line", at, "The programme's package has no line %q.", printable(id))
}

// worth is the payment in minor units of the programme's currency.
func (in RecordPayment) worth(p *Programme) (int64, bool) {
	if in.Currency == p.Currency {
		return in.Amount, true
	}
	worth, ok := new(big.Rat).SetString(in.Rate)
	if !ok {
		return 0, false
	}
	worth.Mul(worth, new(big.Rat).SetInt64(in.Amount))
	scale := new(big.Rat).SetInt64(tens(MinorDigits(p.Currency)))
	return rounded(worth.Mul(worth, scale.Quo(scale, new(big.Rat).SetInt64(tens(MinorDigits(in.Currency))))))
}

func tens(digits int) int64 {
	n := int64(1)
	for range digits {
		n *= 10
	}
	return n
}

// due is what was still to be paid of what the payment names, in minor units of the programme's currency; false where nothing
// bounds it, as with what is given at its cost.
func (in RecordPayment) due(j *Judging) (int64, bool, error) {
	if in.Instalment != "" {
		return j.Case.Plan.instalment(in.Instalment).Money.Amount, true, nil
	}
	r, err := j.reckoning()
	if err != nil {
		return 0, false, err
	}
	g, _ := grantOf(r.grants, in.Line)
	return max(0, g.Total-j.Case.spent(j.Programme, in.Line)-r.elsewhere(in.Line)), !g.Line.AtCost(), nil
}

// reckoned is what a payment comes to beside what was to be paid on the day it was recorded.
type reckoned struct {
	Worth    int64 `json:"worth"`
	Overpaid int64 `json:"overpaid,omitempty"`
}

func (in RecordPayment) reckon(j *Judging) (reckoned, error) {
	worth, _ := in.worth(j.Programme)
	r := reckoned{Worth: worth}
	due, bounded, err := in.due(j)
	if bounded {
		r.Overpaid = max(0, worth-due)
	}
	return r, err
}

func (in RecordPayment) conclude(j *Judging) (any, error) { return in.reckon(j) }

func (in RecordPayment) apply(c *Case, _ *Programme, e *Event) {
	var r reckoned
	e.derived(&r)
	line := in.Line
	if in.Instalment != "" {
		i := c.Plan.instalment(in.Instalment)
		i.State, i.ChangedAt = Paid, e.when(c)
		line = c.Plan.lineOf(i)
	}
	c.Payments = append(c.Payments, Payment{ID: fmt.Sprintf("p%d", len(c.Payments)+1), Instalment: in.Instalment, Line: line, Money: Money{in.Amount, in.Currency},
		Rate: in.Rate, RateSource: in.RateSource, Worth: r.Worth, Overpaid: r.Overpaid, PaidOn: in.PaidOn, Place: in.Place, PaidTo: in.PaidTo, Method: in.Method, Receipt: in.Receipt})
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
		what = "Instalment " + i.ID
		if i.State != Released {
			return fmt.Sprintf("%s was paid although it was %s.", what, i.State)
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
	Amount  int64  `json:"amount" schema:"min=1,max=100000000" doc:"Minor units of the currency it was paid in."`
	Reason  string `json:"reason" schema:"max=2000"`
	On      Date   `json:"on"`
}

func (in ReversePayment) happenedOn() Date { return in.On }

func (in ReversePayment) check(j *Judging) error {
	p := j.Case.payment(in.Payment)
	switch left := p.Money.Amount - p.reversed(); {
	case in.Amount > left:
		return broken("reversed-too-much", "/amount", "Of payment %s only %s is left to reverse.", p.ID, Money{left, p.Money.Currency})
	case in.On.Before(p.PaidOn):
		return broken("reversed-before-paid", "/on", "Payment %s was made on %s, after that.", p.ID, p.PaidOn)
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
	i.State, i.ChangedAt = Void, e.when(c)
	if c.Plan.Decision == "approve" && !c.Declined && c.Closure == nil {
		i.State = Released // it is still to be paid
	}
}

// hasPayments reports whether there is a payment to reverse.
func hasPayments(j *Judging) bool { return len(j.Case.references("payment")) > 0 }

// Totals are a case's running totals, in minor units of the programme's currency.
type Totals struct {
	Promised  int64 `json:"promised"`  // the approved plan and what was paid
	Committed int64 `json:"committed"` // released and not paid yet
	Paid      int64 `json:"paid"`      // what was paid, reversals taken off
}

// Totals answers where the case's money stands.
func (c *Case) Totals() Totals {
	var t Totals
	for _, p := range c.Payments {
		t.Paid += p.Kept()
	}
	t.Promised = t.Paid
	if c.Plan != nil && c.Plan.Decision == "approve" {
		t.Promised += c.planned("")
		for _, i := range c.Plan.Instalments {
			if i.State == Released {
				t.Committed += i.Money.Amount
			}
		}
	}
	return t
}

// lineOf answers which line of the package an instalment is of, "" when its measure names none.
func (p *Plan) lineOf(i *Instalment) string {
	if i.Measure < 0 || i.Measure >= len(p.Measures) {
		return ""
	}
	return p.Measures[i.Measure].Line
}

// A Cost is what the office spent on a case beside what it gave.
type Cost struct {
	Kind       string `json:"kind"`
	Member     string `json:"member,omitempty"`
	Money      Money  `json:"money"`
	Funding    string `json:"funding,omitempty"`
	IncurredOn Date   `json:"incurred_on"`
}

// RecordCost records what the office spent on a case: tickets, penalties, doctors.
type RecordCost struct {
	Kind       string `json:"kind" schema:"enum=ticket|rebooking|cancellation|document_fee|medical|escort|transport|accommodation|interpreter|visit|other"`
	Member     string `json:"member,omitempty" schema:"ref=member" doc:"For whom; for the whole case when left out."`
	Amount     int64  `json:"amount" schema:"min=1,max=100000000" doc:"Minor units."`
	Currency   string `json:"currency" schema:"pattern=^[A-Z]{3}$" doc:"ISO 4217."`
	Funding    string `json:"funding,omitempty" schema:"max=80" doc:"Who bears it; as the case says when left out."`
	IncurredOn Date   `json:"incurred_on"`
}

func (in RecordCost) happenedOn() Date { return in.IncurredOn }

func (in RecordCost) apply(c *Case, _ *Programme, _ *Event) {
	funding := in.Funding
	if funding == "" {
		funding = c.Funding
	}
	c.Costs = append(c.Costs, Cost{Kind: in.Kind, Member: in.Member, Money: Money{in.Amount, in.Currency}, Funding: funding, IncurredOn: in.IncurredOn})
}

// A Delivery is goods or a service that reached a person.
type Delivery struct {
	Instalment string `json:"instalment"`
	Delivered  string `json:"delivered"`
	Short      string `json:"short,omitempty"` // what was missing
	AcceptedBy string `json:"accepted_by"`
	On         Date   `json:"on"`
}

// RecordDelivery records what was delivered of an instalment, and who accepted it.
type RecordDelivery struct {
	Instalment string `json:"instalment" schema:"ref=instalment"`
	Delivered  string `json:"delivered" schema:"max=2000" doc:"What was delivered."`
	Short      string `json:"short,omitempty" schema:"max=2000" doc:"What was missing or broken."`
	AcceptedBy string `json:"accepted_by" schema:"max=200"`
	On         Date   `json:"on"`
}

func (in RecordDelivery) happenedOn() Date { return in.On }

func (in RecordDelivery) check(j *Judging) error {
	if slices.Contains(j.Case.Deliveries, Delivery(in)) {
		return broken("delivery-recorded", "/instalment", "This delivery is already recorded.")
	}
	return nil
}

func (in RecordDelivery) apply(c *Case, _ *Programme, e *Event) {
	c.Deliveries = append(c.Deliveries, Delivery(in))
	if in.Short != "" {
		c.raise(fmt.Sprintf("short-%d", e.Seq), T("Have what was missing delivered", "Siguroni dorëzimin e asaj që mungoi"), in.Short, ReintegrationDuty, e.RecordedAt)
	}
}

// deliveredAgainstTheCase names a delivery of what nobody had released.
func deliveredAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(RecordDelivery)
	if !ok {
		return ""
	}
	if i := j.Case.Plan.instalment(in.Instalment); i.State == Planned || i.State == Void {
		return fmt.Sprintf("Instalment %s was delivered although it was %s.", i.ID, i.State)
	}
	return ""
}
