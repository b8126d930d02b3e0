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
		{released, avrr.SupplierDefaulted, avrr.Planned, "Find another supplier for instalment i1", false},
		{released, avrr.SupplierWithdrew, avrr.Planned, "Find another supplier for instalment i1", false},
		{released, avrr.SupplierLate, avrr.Released, "Remind the supplier of instalment i1", false},
		{paidOnce, avrr.SupplierDefaulted, avrr.Paid, "Ask the supplier to pay instalment i1 back", false},
		{planned, avrr.SupplierDefaulted, avrr.Planned, "Find another supplier for instalment i1", true},
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
