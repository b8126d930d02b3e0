package avrr_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

// ordered is a case whose first instalment a bank is to pay by its account.
func ordered(t *testing.T) *file {
	f := planned(t, homebound, monday)
	f.does(field, "set-payee", `{"for":"supplier","name":"Workshop","account":{"iban":"AL47212110090000000235698741"}}`)
	f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`)
	return f
}

func bankSays(order, outcome string) string {
	return fmt.Sprintf(`{"order":%q,"outcome":%q,"value_date":"2026-03-10"}`, order, outcome)
}

// An amount with noughts too many is said back: what the bank is said to have paid stays in the books for ever.
func TestAnAnswerOfTheBankThatCannotBeRightIsSaidBack(t *testing.T) {
	says := func(order string, amount int) string {
		return fmt.Sprintf(`{"order":%q,"outcome":"paid","amount":%d,"value_date":"2026-03-10"}`, order, amount)
	}
	f := ordered(t)
	key := f.c.BankOrders[0].Key
	if e := f.refused(field, "record-bank-answer", says(key, 100_000_001)); rules(e) != "amount-absurd" || e.Field != "/amount" {
		t.Errorf("%s at %q", e, e.Field)
	}
	f.does(field, "record-bank-answer", says(key, 100_000_000))
	if p := f.c.Payments[0]; p.Worth != 100_000_000 || p.Overpaid != 100_000_000-150000 {
		t.Errorf("%+v", p)
	}
}

// Whichever of two payments comes back, the family still has the other: the instalment is not paid a third time.
func TestAnInstalmentPaidTwiceStaysPaidUntilBothCameBack(t *testing.T) {
	for _, order := range [][2]string{{"p1", "p2"}, {"p2", "p1"}} {
		f := ordered(t)
		f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
		f.does(field, "record-bank-answer", bankSays(f.c.BankOrders[0].Key, "paid"))
		if totals := f.c.Totals(); totals.Paid != 300000 || totals.Overpaid != 150000 {
			t.Fatalf("%+v", totals)
		}
		f.does(field, "reverse-payment", reversed(order[0], 150000, "2026-03-10"))
		if i := f.c.Plan.Instalments[0]; i.State != avrr.Paid || len(f.c.Steps()) != 2 {
			t.Errorf("after %s came back it is %s, guarded by %v", order[0], i.State, f.c.Steps())
		}
		if e := f.refused(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`); rules(e) != "instalment-paid" {
			t.Error(e)
		}
		f.does(field, "reverse-payment", reversed(order[1], 150000, "2026-03-10"))
		if i := f.c.Plan.Instalments[0]; i.State == avrr.Paid {
			t.Errorf("both came back, and it is %s", i.State)
		}
	}
}

func TestABankThatReturnsTheSecondPaymentLeavesTheFirstOne(t *testing.T) {
	f := ordered(t)
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	key := f.c.BankOrders[0].Key
	f.does(field, "record-bank-answer", bankSays(key, "paid"))
	deed, outcome := f.c.Weigh(avrr.BankLine{Order: key, Outcome: avrr.BankReturned, On: avrr.MustDate("2026-03-10"), Reason: "Recalled"}, f.now)
	if outcome != avrr.LineRecorded || deed.Action != "reverse-payment" {
		t.Fatalf("%s: %+v", outcome, deed)
	}
	body, err := json.Marshal(deed.Input)
	if err != nil {
		t.Fatal(err)
	}
	f.does(field, deed.Action, string(body))
	if f.c.Plan.Instalments[0].State != avrr.Paid {
		t.Error("the family has its money, and is to be paid again")
	}
}

// Money that left is a fact, whatever the bank said before.
func TestABankThatPaysAfterItRefusedIsBelieved(t *testing.T) {
	f := ordered(t)
	first := f.c.BankOrders[0].Key
	f.does(field, "record-bank-answer", bankSays(first, "refused"))
	f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`)
	if _, outcome := f.c.Weigh(avrr.BankLine{Order: first, Outcome: avrr.BankPaid, On: avrr.MustDate("2026-03-10")}, f.now); outcome != avrr.LineContradicts {
		t.Fatal(outcome)
	}
	f.does(field, "record-bank-answer", bankSays(first, "paid"))
	if said := doubts(f); !strings.Contains(said, "after it had refused to, and was ordered to pay it again") {
		t.Errorf("%q", said)
	}
	if i, second := f.c.Plan.Instalments[0], f.c.BankOrders[1]; i.State != avrr.Paid || f.c.Batchable(second) {
		t.Errorf("the instalment is %s, and the second order may still go to the bank", i.State)
	}
	if totals := f.c.Totals(); totals.Paid != 150000 || totals.Overpaid != 0 {
		t.Errorf("%+v", totals)
	}
	f.does(field, "record-bank-answer", bankSays(f.c.BankOrders[1].Key, "paid"))
	if totals := f.c.Totals(); totals.Overpaid != 150000 {
		t.Errorf("%+v", totals)
	}
}

func TestWhatABankMayHavePaidIsNotPaidOverTheCounterUnnoticed(t *testing.T) {
	for _, outcome := range []string{"", avrr.CallUnknown} {
		f := planned(t, homebound, monday)
		f.banking = true
		f.does(field, "set-payee", `{"for":"supplier","name":"Workshop","account":{"iban":"AL47212110090000000235698741"}}`)
		f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p1","pay":"by_bank"}`)
		if outcome != "" {
			f.banked(avrr.BankAnswered{Call: f.c.BankOrders[0].Key, Outcome: outcome})
		}
		f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
		if said := doubts(f); !strings.Contains(said, "nobody knows whether the bank pays it") {
			t.Errorf("outcome %q: %q", outcome, said)
		}
	}
}

// What the bank has when a plan ends is still money on its way: somebody is to stop it, and no budget has it back before.
func TestABankIsCalledOffWhenThePlanEnds(t *testing.T) {
	for name, end := range map[string]struct {
		by           avrr.Actor
		action, body string
	}{
		"declined": {field, "decline-reintegration", `{"member":"m1","scope":"all","on":"2026-03-10"}`},
		"closed":   {manager, "close", `{"reason":"other","note":"They moved to another town."}`},
	} {
		for pay, committed := range map[string]int64{avrr.ByBank: 150000, avrr.ByDesk: 0} {
			f := planned(t, homebound, monday)
			f.banking = true
			f.does(field, "set-payee", `{"for":"supplier","name":"Workshop","account":{"iban":"AL47212110090000000235698741"}}`)
			f.does(manager, "release-instalment", fmt.Sprintf(`{"instalment":"i1","payee":"p1","pay":%q}`, pay))
			f.does(end.by, end.action, end.body)
			if asked := f.taskIDs("bank-"); strings.Count(asked, "bank-") != 1 {
				t.Errorf("%s, %s: asked %q", name, pay, asked)
			}
			if totals := f.c.Totals(); totals.Promised != committed || totals.Committed != committed {
				t.Errorf("%s, %s: %+v", name, pay, totals)
			}
			if pay == avrr.ByBank {
				f.banked(avrr.BankAnswered{Call: f.c.BankOrders[0].Key, Outcome: avrr.CallRefused})
				if totals := f.c.Totals(); totals.Promised != 0 {
					t.Errorf("%s: the bank did not pay, and %+v", name, totals)
				}
			}
		}
	}
}

// What is stolen on the way is paid again, and was spent all the same.
func TestMoneyThatWasLostIsNotThereAgain(t *testing.T) {
	f := released(t, homebound, monday)
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	f.does(field, "reverse-payment", `{"payment":"p1","kind":"handed_back","amount":20000,"reason":"Too much","on":"2026-03-10"}`)
	f.does(field, "reverse-payment", `{"payment":"p1","kind":"lost","amount":130000,"reason":"Stolen on the way","on":"2026-03-10"}`)
	if totals := f.c.Totals(); totals.Paid != 0 || totals.Gone != 130000 || totals.Promised != 330000 {
		t.Errorf("%+v", totals)
	}
	f.does(manager, "close", `{"reason":"other","note":"They moved to another town."}`)
	if b := f.c.Closure.Budget; b.Total.Paid != 150000 || b.Total.Back != 20000 || b.Gone != 130000 {
		t.Errorf("%+v", b)
	}
}

func TestTheDeskPaidAndTheBankDidNotAsksNobodyToPayAgain(t *testing.T) {
	f := ordered(t)
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	f.does(field, "record-bank-answer", bankSays(f.c.BankOrders[0].Key, "refused"))
	if asked := f.taskIDs("bank-"); asked != "" || f.c.BankOrders[0].Outcome != avrr.PaidOtherwise {
		t.Errorf("asked %q, the order is %s", asked, f.c.BankOrders[0].Outcome)
	}
}

// Adding an account is no way round the question that a changed one asks, and nobody answers it about themselves.
func TestASecondAccountOfTheSamePersonIsAskedAbout(t *testing.T) {
	f := planned(t, generous(), monday)
	f.does(field, "set-payee", anAccount(goodIBAN))
	f.does(field, "set-payee", anAccount(otherIBAN))
	if refusal := f.refused(manager, "release-instalment", `{"instalment":"i1","payee":"p2"}`); rules(refusal) != "payee-unconfirmed" {
		t.Fatalf("%v", refusal)
	}
	f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`)
	ticked := fmt.Sprintf(`{"task":%q}`, f.c.Payees[1].Asks)
	if refusal := f.refused(field, "complete-task", ticked); rules(refusal) != "another-person" {
		t.Fatalf("%v", refusal)
	}
	f.does(manager, "complete-task", ticked)
	f.does(manager, "release-instalment", `{"instalment":"i2","payee":"p2"}`)
}

// banked folds what a bank that answers the engine said of an order.
func (f *file) banked(in avrr.BankAnswered) {
	f.t.Helper()
	e, err := f.c.AnswerOfBank(in, f.now)
	if err != nil {
		f.t.Fatal(err)
	}
	f.append(e)
}
