package avrr_test

import (
	"reflect"
	"testing"

	"homeward/avrr"
)

func TestTheFinalBudgetIsFrozenWhenTheCaseIsClosed(t *testing.T) {
	f := released(t, homebound, monday)
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	f.does(field, "reverse-payment", reversed("p1", 20000, "2026-03-10"))
	f.does(desk, "record-cost", `{"kind":"ticket","amount":12000,"currency":"EUR","incurred_on":"2026-03-09"}`)
	f.does(manager, "close", `{"reason":"other","note":"They moved to another town."}`)
	want := &avrr.FinalBudget{Currency: "EUR", Lines: []avrr.FinalLine{{Approved: 200000, Paid: 150000, Back: 20000}}, Total: avrr.FinalLine{Approved: 200000, Paid: 150000, Back: 20000},
		Costs: map[string]int64{"ticket": 12000}}
	if got := f.c.Closure.Budget; !reflect.DeepEqual(got, want) {
		t.Fatalf("the budget is %+v, want %+v", got, want)
	}
	f.does(field, "reverse-payment", reversed("p1", 30000, "2026-03-10"))
	f.does(desk, "record-cost", `{"kind":"medical","amount":500,"currency":"EUR","incurred_on":"2026-03-09"}`)
	if got := f.c.Closure.Budget; !reflect.DeepEqual(got, want) || f.c.Totals().Paid != 100000 {
		t.Errorf("what came back later stands in the budget: %+v", got)
	}
}

func TestWhatCameBackWholeIsApprovedOnceInTheFinalBudget(t *testing.T) {
	for name, again := range map[string]bool{"paid again": true, "not paid again": false} {
		f := paidOnce(t, homebound, monday)
		f.does(field, "reverse-payment", reversed("p1", 150000, "2026-03-10"))
		want := avrr.FinalLine{Approved: 200000, Paid: 150000, Back: 150000}
		if again {
			f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
			want.Paid = 300000
		}
		f.does(manager, "close", `{"reason":"other","note":"They moved to another town."}`)
		if got := f.c.Closure.Budget.Total; got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestACaseThatEndsByItselfHasAFinalBudgetToo(t *testing.T) {
	f := newFile(t, homebound, "2026-02-02T10:00:00Z")
	f.does(officer, "open", openAda)
	f.does(officer, "record-cost", `{"kind":"interpreter","amount":4000,"currency":"EUR","incurred_on":"2026-02-02"}`)
	f.does(officer, "withdraw", `{"channel":"phone"}`)
	if b := f.c.Closure.Budget; b == nil || b.Costs["interpreter"] != 4000 {
		t.Errorf("the budget is %+v", b)
	}
}
