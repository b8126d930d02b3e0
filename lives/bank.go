package lives

import (
	"slices"
	"time"

	"homeward/avrr"
)

// theirAccounts are where families are paid: by bank and by mobile money. The last is no account, for its check digits do not fit.
var theirAccounts = []body{
	{"iban": "AL47 2121 1009 0000 0002 3569 8741"}, {"iban": "DE89370400440532013000"}, {"iban": "GB29NWBK60161331926819"},
	{"account_number": "001-2345678", "bank_code": "TBCBGE22", "country": "GE"}, {"mobile_money_number": "+355695550102"},
	{"iban": "AL74 2121 1009 0000 0002 3569 8741"},
}

// banks has whoever is paid by a bank name their account, and records what a bank said to the desk.
func (t turn) banks() []proposal {
	var next []proposal
	if len(t.c.Payees) == 0 && t.oneIn(2) || t.oneIn(60) {
		next = append(next, t.payee())
	}
	for _, o := range t.c.BankOrders {
		if (o.Outcome == "" || o.Outcome == avrr.CallUnknown) && !o.Awaited() && t.oneIn(2) {
			told := body{"order": o.Key, "outcome": pick(t.Life, []string{avrr.BankPaid, avrr.BankPaid, avrr.CallRefused}), "amount": nil, "currency": nil, "value_date": avrr.DateOf(t.now).String()}
			next = append(next, proposal{nil, "record-bank-answer", told})
		}
	}
	return next
}

// payee is somebody with an account: a member, a supplier, or who was recorded already and has another one now.
func (t turn) payee() proposal {
	m := pick(t.Life, t.c.Members)
	told := body{"payee": nil, "for": "member", "member": m.ID, "name": m.Name(), "account": pick(t.Life, theirAccounts), "currency": nil}
	if t.oneIn(4) {
		told["for"], told["member"], told["name"] = "supplier", nil, "Mobileri Kukësi"
	}
	if len(t.c.Payees) > 0 && t.oneIn(2) {
		told["payee"] = pick(t.Life, t.c.Payees).ID
	}
	return proposal{nil, "set-payee", told}
}

// payable has an instalment paid by a bank where there is an account, now and then by one that does not answer.
func (t turn) payable(release body) body {
	release["pay"], release["payee"] = nil, nil
	if len(t.c.Payees) > 0 && !t.oneIn(3) {
		release["pay"], release["payee"] = pick(t.Life, []string{avrr.ByBank, avrr.ByBank, avrr.ByDesk}), pick(t.Life, t.c.Payees).ID
	}
	return release
}

// ordered reports whether a bank may still pay an instalment.
func (t turn) ordered(i *avrr.Instalment) bool {
	return slices.ContainsFunc(t.c.BankOrders, func(o *avrr.BankOrder) bool { return o.Instalment == i.ID && o.Outcome == "" })
}

// paying is the bank of a case when it says what became of the first order it was given, at some time in the three hours after; nil
// while it was ordered nothing.
func (o *Office) paying(f *File) (at time.Time, answer func() error) {
	asks := f.Case.Asks()
	if len(asks) == 0 {
		return at, nil
	}
	ordered := *asks[0]
	after := time.Duration(drawn(ordered.Key, "minutes", 180)) * time.Minute
	return f.Log[ordered.Seq-1].RecordedAt.Add(after), func() error {
		e, err := f.Case.AnswerOfBank(paid(ordered, o.Now), o.Now)
		if err != nil {
			return err
		}
		return o.append(f, e)
	}
}

// paid is what a bank answers: that it paid what was ordered, mostly.
func paid(o avrr.BankOrder, now time.Time) avrr.BankAnswered {
	in := avrr.BankAnswered{Call: o.Key, Outcome: avrr.BankPaid}
	switch drawn(o.Key, "outcome", 10) {
	case 0:
		in.Outcome = avrr.CallRefused
		return in
	case 1:
		in.Outcome = avrr.CallUnknown
		return in
	}
	in.BankSaid = avrr.BankSaid{Reference: "SIM-" + o.Key[20:26], Amount: o.Money.Amount, Currency: o.Money.Currency, ValueDate: avrr.DateOf(now)}
	if drawn(o.Key, "amount", 12) == 0 && in.Amount > 1 {
		in.Amount-- // what a bank on the way kept for itself
	}
	return in
}
