package avrr_test

import (
	"testing"

	"homeward/avrr"
)

func TestAPlanIsNotApprovedAboveABudget(t *testing.T) {
	plan := func(amount int) string { return measured("tools", amount, "[]") }
	whole := avrr.Budget{Programme: "homebound", Currency: "EUR", Amount: 500000, Promised: 400000}
	cross := avrr.Budget{Programme: "homebound", Funding: "the Red Cross", Currency: "EUR", Amount: 100000, Promised: 90000, Own: 10000}
	for _, c := range []struct {
		budgets []avrr.Budget
		amount  int
		refusal string
	}{
		{nil, 150000, ""},
		{[]avrr.Budget{whole}, 100000, ""},
		{[]avrr.Budget{whole}, 100001, "Of the programme's budget 1\u00a0000.00\u00a0EUR is left; this plan needs 1\u00a0000.01\u00a0EUR."},
		{[]avrr.Budget{whole, cross}, 20000, ""},
		{[]avrr.Budget{whole, cross}, 20001, "Of the budget of the Red Cross 100.00\u00a0EUR is left; this plan needs 100.01\u00a0EUR."},
		{[]avrr.Budget{{Currency: "EUR", Amount: 10, Promised: 200000, Own: 150000}}, 150000, ""}, // it needs no more than before
		{[]avrr.Budget{{Currency: "EUR", Amount: 10, Promised: 20}}, 1, "Of the programme's budget 0.00\u00a0EUR is left; this plan needs 0.01\u00a0EUR."},
	} {
		f := travelled(t, generous(), monday)
		f.budgets = c.budgets
		f.does(field, "propose-plan", plan(c.amount))
		if c.refusal == "" {
			f.does(manager, "decide-plan", `{"decision":"approve"}`)
			continue
		}
		if e := f.refused(manager, "decide-plan", `{"decision":"approve"}`); rules(e) != "budget-exceeded" || e.Message != c.refusal {
			t.Errorf("%d: %s: %s", c.amount, rules(e), e.Message)
		}
		f.does(manager, "decide-plan", `{"decision":"send_back","reason":"Too much for now."}`)
	}
}

// Money that was handed over is a fact, whatever is left.
func TestAPaymentAboveABudgetIsRecordedWithAnAlarm(t *testing.T) {
	for left, alarm := range map[int64]string{
		20000: "",
		19999: "The line travel-cash was paid although only 199.99\u00a0EUR was left of the programme's budget.",
	} {
		f := travelled(t, generous(), monday)
		f.budgets = []avrr.Budget{{Currency: "EUR", Amount: left}}
		f.does(field, "record-payment", paidLine("travel-cash", 20000, "EUR"))
		if doubts(f) != alarm || f.c.Totals().Paid != 20000 {
			t.Errorf("%d left: %q", left, doubts(f))
		}
	}
	f := travelled(t, generous(), monday)
	f.does(field, "propose-plan", measured("tools", 50000, "[]"))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.budgets = []avrr.Budget{{Currency: "EUR", Amount: 50000, Promised: 50000, Own: 50000}}
	f.does(field, "record-payment", paid("i1", 50000, "2026-03-11"))
	if doubts(f) != "" {
		t.Errorf("what was approved is paid: %q", doubts(f))
	}
}
