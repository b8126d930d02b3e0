package avrr_test

import (
	"fmt"
	"testing"

	"homeward/avrr"
)

func supplier(kind string) string {
	return fmt.Sprintf(`{"instalment":"i1","kind":%q,"reason":"The workshop is shut","on":"2026-03-10"}`, kind)
}

func TestASupplierWhoDoesNotDeliverIsNotPaid(t *testing.T) {
	for _, c := range []struct {
		at           opening
		kind         string
		state, asked string
		doubted      bool
	}{
		{released, avrr.SupplierDefaulted, avrr.Planned, "Find another supplier (Small business, instalment 1 of 2)", false},
		{released, avrr.SupplierWithdrew, avrr.Planned, "Find another supplier (Small business, instalment 1 of 2)", false},
		{released, avrr.SupplierLate, avrr.Released, "Remind the supplier (Small business, instalment 1 of 2)", false},
		{paidOnce, avrr.SupplierDefaulted, avrr.Paid, "Ask the supplier to pay the money back (Small business, instalment 1 of 2)", false},
		{planned, avrr.SupplierDefaulted, avrr.Planned, "Find another supplier (Small business, instalment 1 of 2)", true},
	} {
		f := c.at(t, homebound, monday)
		f.does(field, "report-supplier", supplier(c.kind))
		task := taskOf(f, fmt.Sprintf("supplier-%d", f.c.Seq))
		if i := f.c.Plan.Instalments[0]; i.State != c.state || task == nil || task.Title.EN != c.asked || (doubts(f) != "") != c.doubted {
			t.Errorf("%s: instalment %s, task %+v, doubt %q", c.kind, i.State, task, doubts(f))
		}
		if r := f.c.Suppliers; len(r) != 1 || r[0].Kind != c.kind || r[0].Instalment != "i1" {
			t.Errorf("%+v", r)
		}
	}
}

func TestWhatWasHeldBackIsReleasedAgainOnTheSameBill(t *testing.T) {
	f := staged(t, homebound, monday)
	f.does(manager, "release-instalment", letGo("i1", "", 1, 2))
	f.does(field, "report-supplier", supplier(avrr.SupplierWithdrew))
	f.does(manager, "release-instalment", letGo("i1", "", 1, 2))
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
}

// A transfer that was on its way when its supplier withdrew is money paid all the same: the instalment is not paid again, and somebody is told.
func TestWhatABankPaysAfterItWasHeldBackIsNotPaidAgain(t *testing.T) {
	f := planned(t, homebound, monday)
	f.does(field, "set-payee", `{"for":"supplier","name":"Workshop","account":{"iban":"AL47212110090000000235698741"}}`)
	f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`)
	f.does(field, "report-supplier", supplier(avrr.SupplierWithdrew))
	f.does(field, "record-bank-answer", fmt.Sprintf(`{"order":%q,"outcome":"paid","value_date":"2026-03-10"}`, f.c.BankOrders[0].Key))
	if doubts(f) != fmt.Sprintf("The bank paid %s (Small business, instalment 1 of 2) although it was not to be paid any more.", f.c.Plan.Instalments[0].Money) {
		t.Errorf("%q", doubts(f))
	}
	if totals := f.c.Totals(); f.c.Plan.Instalments[0].State != avrr.Paid || totals.Paid != 150000 || totals.Overpaid != 0 {
		t.Errorf("%s, %+v", f.c.Plan.Instalments[0].State, totals)
	}
	if e := f.refused(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`); rules(e) != "instalment-paid" {
		t.Error(e)
	}
}
