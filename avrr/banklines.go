package avrr

import (
	"fmt"
	"time"
)

// What became of one line of a bank's answer file.
const (
	LineRecorded    = "recorded"
	LineContradicts = "recorded_contradicts" // recorded, and a task names what it contradicts
	LineWaiting     = "waiting"              // accepted, and recorded as soon as that can be done
	LineKnown       = "already_recorded"
	LineUnknown     = "unknown_payment"
	LineElsewhere   = "not_in_batch"
	LineAmount      = "amount_differs"
	LineCurrency    = "currency_differs"
	LineFuture      = "in_the_future"
	LineByDesk      = "paid_otherwise" // the bank did not pay, and the desk did
	LineOpposite    = "answered_otherwise"
	LineAsked       = "bank_asked"
	LineUnreadable  = "unreadable" // its case does not open any more, as after an erasure
	LineRefused     = "refused"
)

// BankLineTexts say each in a sentence.
var BankLineTexts = map[string]Text{
	LineRecorded:    T("Recorded.", "U regjistrua."),
	LineContradicts: T("Recorded. It contradicts the case, and a task there says what.", "U regjistrua. Bie ndesh me çështjen dhe një detyrë aty thotë pse."),
	LineWaiting:     T("Accepted; it is recorded as soon as that can be done.", "U pranua; regjistrohet sapo të jetë e mundur."),
	LineKnown:       T("Already recorded; nothing was done again.", "Ishte regjistruar tashmë; asgjë nuk u bë përsëri."),
	LineUnknown:     T("No payment has this end-to-end id.", "Asnjë pagesë nuk e ka këtë identifikues."),
	LineElsewhere:   T("This payment is not in this batch.", "Kjo pagesë nuk është në këtë skedar."),
	LineAmount:      T("Not recorded: another amount was ordered. Ask the bank, then record it in the case.", "Nuk u regjistrua: u urdhërua një shumë tjetër. Pyesni bankën, pastaj regjistrojeni te çështja."),
	LineCurrency:    T("Not recorded: another currency was ordered. Ask the bank, then record it in the case.", "Nuk u regjistrua: u urdhërua një monedhë tjetër. Pyesni bankën, pastaj regjistrojeni te çështja."),
	LineFuture:      T("Not recorded: the day has not come yet.", "Nuk u regjistrua: dita nuk ka ardhur ende."),
	LineByDesk:      T("Nothing to record: the bank did not pay, and the desk had paid it over the counter.", "Nuk ka çfarë të regjistrohet: banka nuk pagoi dhe pagesa ishte bërë në arkë."),
	LineOpposite:    T("Not recorded: the bank had answered the opposite before. Ask the bank which is right.", "Nuk u regjistrua: banka më parë ishte përgjigjur të kundërtën. Pyesni bankën cila është e saktë."),
	LineAsked:       T("Not recorded: the bank is being asked about this payment, and its answer is recorded by itself.", "Nuk u regjistrua: banka po pyetet për këtë pagesë dhe përgjigjja regjistrohet vetë."),
	LineUnreadable: T("Not recorded in the case: its data cannot be opened any more, as after an erasure. The answer is kept in the audit trail.",
		"Nuk u regjistrua te çështja: të dhënat e saj nuk hapen më, si pas një fshirjeje. Përgjigjja ruhet në gjurmën e auditimit."),
	LineRefused: T("Not recorded.", "Nuk u regjistrua."),
}

// A BankDeed is the action by which a line is recorded.
type BankDeed struct {
	Action string
	Input  Input
}

// Weigh answers by which action a line is recorded and what it will then have been, or why it is not. The order is one of the case.
func (c *Case) Weigh(l BankLine, now time.Time) (*BankDeed, string) {
	o := c.BankOrder(l.Order)
	switch {
	case o.Awaited():
		return nil, LineAsked
	case l.Money.Currency != "" && l.Money.Currency != o.Money.Currency:
		return nil, LineCurrency
	case l.Money.Amount != 0 && l.Money != o.Money:
		return nil, LineAmount
	case l.On.After(DateOf(now.In(c.place()))):
		return nil, LineFuture
	case l.Outcome == BankReturned:
		return c.weighReturned(o, l)
	case o.Outcome == l.Outcome:
		return nil, LineKnown
	case o.Outcome == PaidOtherwise && l.Outcome == CallRefused:
		return nil, LineByDesk
	case !o.mayBeAnswered(l.Outcome):
		return nil, LineOpposite
	}
	in := RecordBankAnswer{Order: l.Order, Outcome: l.Outcome, BankSaid: BankSaid{Reference: l.Reference, Amount: l.Money.Amount, Currency: l.Money.Currency, ValueDate: l.On}}
	if c.paidAgainstOrder(in.Order, in.Outcome, in.BankSaid) != "" {
		return &BankDeed{"record-bank-answer", in}, LineContradicts
	}
	return &BankDeed{"record-bank-answer", in}, LineRecorded
}

// weighReturned takes back what was recorded as paid. Money that came back before anybody knew it had left was never paid.
func (c *Case) weighReturned(o *BankOrder, l BankLine) (*BankDeed, string) {
	switch o.Outcome {
	case CallRefused:
		return nil, LineKnown
	case PaidOtherwise:
		return nil, LineByDesk
	case BankPaid:
		p := c.paidBy(o)
		if p == nil || p.reversed() == p.Money.Amount {
			return nil, LineKnown
		}
		in := ReversePayment{Payment: p.ID, Kind: "refunded", Amount: p.Money.Amount - p.reversed(), Reason: returnedBecause(l), On: l.On}
		return &BankDeed{"reverse-payment", in}, LineRecorded
	}
	in := RecordBankAnswer{Order: l.Order, Outcome: CallRefused, BankSaid: BankSaid{Reference: l.Reference}}
	return &BankDeed{"record-bank-answer", in}, LineRecorded
}

// paidBy answers the payment that an order came to, or nil.
func (c *Case) paidBy(o *BankOrder) *Payment {
	for i := range c.Payments {
		if p := &c.Payments[i]; p.Instalment == o.Instalment && p.Order == o.Key {
			return p
		}
	}
	return nil
}

func returnedBecause(l BankLine) string {
	if l.Reference == "" {
		return "Returned by the bank: " + l.Reason
	}
	return fmt.Sprintf("Returned by the bank (%s): %s", l.Reference, l.Reason)
}
