package avrr_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

func paidLine(line string, amount int, currency string, more ...string) string {
	return fmt.Sprintf(`{"line":%q,"amount":%d,"currency":%q,"paid_on":"2026-03-10","place":"departure","method":"cash","receipt":"R-1"%s}`, line, amount, currency, strings.Join(more, ""))
}

func reversed(payment string, amount int, on string) string {
	return fmt.Sprintf(`{"payment":%q,"kind":"handed_back","amount":%d,"reason":"Bought elsewhere","on":%q}`, payment, amount, on)
}

func TestCashIsPaidByALineOfThePackage(t *testing.T) {
	f := departed(t, generous(), monday)
	f.does(field, "record-payment", paidLine("travel-cash", 20000, "EUR"))
	p := f.c.Payments[0]
	if p.ID != "p1" || p.Line != "travel-cash" || p.Worth != 20000 || p.Overpaid != 0 || doubts(f) != "" || f.c.Totals() != (avrr.Totals{Promised: 20000, Paid: 20000, Approved: 20000}) {
		t.Fatalf("%+v, %+v, %q", p, f.c.Totals(), doubts(f))
	}
	f.does(field, "record-payment", paidLine("travel-cash", 1, "EUR"))
	if f.c.Payments[1].Overpaid != 1 || f.c.Payments[1].ID != "p2" {
		t.Errorf("%+v", f.c.Payments[1])
	}
	f.does(field, "record-payment", paidLine("journey", 90000, "EUR"))
	if f.c.Payments[2].Overpaid != 0 {
		t.Errorf("what is given at its cost was overpaid by %d", f.c.Payments[2].Overpaid)
	}
}

func TestAPaymentNamesWhatItIsOfAndWhatItIsWorth(t *testing.T) {
	rate := func(r string) string {
		return `,"rate":"` + r + `","rate_source":"Bank of Albania","rate_on":"2026-03-09"`
	}
	for _, c := range []struct{ rule, body string }{
		{"line-or-instalment", `{"amount":1,"currency":"EUR","paid_on":"2026-03-10","place":"office","method":"cash","receipt":"R"}`},
		{"line-or-instalment", `{"line":"tools","instalment":"i1","amount":1,"currency":"EUR","paid_on":"2026-03-10","place":"office","method":"cash","receipt":"R"}`},
		{"no-such-line", paidLine("house", 100, "EUR")},
		{"rate-missing", paidLine("travel-cash", 100, "ALL")},
		{"rate-missing", paidLine("travel-cash", 100, "ALL", `,"rate":"0.01"`)},
		{"rate-missing", paidLine("travel-cash", 100, "ALL", `,"rate":"0.01","rate_source":"Bank of Albania"`)},
		{"rate-missing", paidLine("travel-cash", 100, "ALL", `,"rate":"0.01","rate_on":"2026-03-09"`)},
		{"rate-later", paidLine("travel-cash", 100, "ALL", strings.Replace(rate("0.01"), "09", "11", 1))},
		{"no-such-currency", paidLine("travel-cash", 100, "XXX", rate("1"))},
		{"no-such-currency", paidLine("travel-cash", 100, "XTS", rate("1"))},
		{"no-such-currency", paidLine("travel-cash", 100, "XAU", rate("1"))},
		{"no-such-currency", paidLine("travel-cash", 100, "DEM", rate("1"))},
		{"rate-needless", paidLine("travel-cash", 100, "EUR", rate("1"))},
		{"rate-needless", paidLine("travel-cash", 100, "EUR", `,"rate_on":"2026-03-09"`)},
		{"amount-absurd", paidLine("travel-cash", 100_000_001, "EUR")},
		{"rate-impossible", paidLine("travel-cash", 100_000_001, "ALL", rate("1"))},
		{"rate-impossible", paidLine("travel-cash", 100, "ALL", rate("0"))},
		{"rate-impossible", paidLine("travel-cash", 100000000, "KWD", rate("999999999"))},
	} {
		f := planned(t, generous(), monday)
		if e := f.refused(field, "record-payment", c.body); rules(e) != c.rule {
			t.Errorf("%s: %s, not %s", c.body, e, c.rule)
		}
	}
	for _, c := range []struct {
		amount         int
		currency, rate string
		worth          int64
	}{
		{2062000, "ALL", "0.0097", 20001},             // 20 620.00 lek
		{20000, "JPY", "0.0061", 12200},               // a yen has no hundredths
		{10000, "KWD", "3.0", 3000},                   // a dinar has a thousand parts
		{50, "ALL", "0.01", 1},                        // half a cent is rounded up
		{60_000_000_000, "IRR", "0.000000833", 49980}, // six hundred million rials are five hundred euros
		{750_000_000, "IQD", "0.00065", 48750},        // and so are 750 000 dinars of a thousand fils
	} {
		f := departed(t, generous(), monday)
		f.does(field, "record-payment", paidLine("journey", c.amount, c.currency, rate(c.rate)))
		if p := f.c.Payments[0]; p.Worth != c.worth || p.Money.Currency != c.currency || p.RateSource == "" {
			t.Errorf("%d %s at %s: %+v", c.amount, c.currency, c.rate, p)
		}
		f.sums(t)
		f.does(field, "reverse-payment", reversed("p1", c.amount/3, "2026-03-10"))
		f.sums(t)
	}
}

func TestAPaymentThatSurprisesIsKeptAndNamed(t *testing.T) {
	window := "2026-06-25"
	for _, c := range []struct {
		at    opening
		body  string
		doubt string
	}{
		{ticketed, paidLine("second", 50000, "EUR"), "The line second was paid before the arrival."},
		{travelled, strings.ReplaceAll(paidLine("tools", 100, "EUR"), "2026-03-10", window), "The line tools was paid after its time was over."},
		{travelled, paidLine("tools", 100, "EUR"), "The line tools is help in kind and was paid in cash."},
		{travelled, paidLine("second", 50001, "EUR"), "The line second was overpaid: 500.01\u00a0EUR instead of 500.00\u00a0EUR."},
	} {
		f := c.at(t, generous(), monday)
		f.now = moment("2026-06-26T10:00:00Z")
		f.does(field, "record-payment", c.body)
		if got := doubts(f); got != c.doubt {
			t.Errorf("%q, not %q", got, c.doubt)
		}
	}
}

func TestAReversalStandsBesideThePayment(t *testing.T) {
	f := paidOnce(t, homebound, monday)
	f.does(field, "reverse-payment", reversed("p1", 50000, "2026-03-10"))
	if p := f.c.Payments[0]; p.Kept() != 100000 || p.Money.Amount != 150000 || f.c.Plan.Instalments[0].State != avrr.Paid {
		t.Fatalf("%+v, instalment %s", p, f.c.Plan.Instalments[0].State)
	}
	for rule, body := range map[string]string{"reversed-too-much": reversed("p1", 100001, "2026-03-10"), "reversed-before-paid": reversed("p1", 1, "2026-03-09")} {
		if e := f.refused(field, "reverse-payment", body); rules(e) != rule {
			t.Errorf("%s, not %s", e, rule)
		}
	}
	f.does(field, "reverse-payment", reversed("p1", 100000, "2026-03-10"))
	if e := f.refused(field, "reverse-payment", reversed("p1", 1, "2026-03-10")); rules(e) != "reversed-before" || e.Message != "The whole of this payment was taken back before, last on 2026-03-10." {
		t.Error(e)
	}
	if i := f.c.Plan.Instalments[0]; i.State != avrr.Released || f.c.Totals() != (avrr.Totals{Promised: 200000, Committed: 150000, Approved: 200000}) {
		t.Fatalf("the instalment is %s, %+v", i.State, f.c.Totals())
	}
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	if f.c.Payments[1].ID != "p2" || f.c.Totals() != (avrr.Totals{Promised: 200000, Paid: 150000, Approved: 200000}) {
		t.Fatalf("%+v, %+v", f.c.Payments[1], f.c.Totals())
	}
}

func TestACostIsBorneByWhomTheCaseSaysUnlessTold(t *testing.T) {
	cost := avrr.RecordCost{Kind: "ticket", Member: "m1", Amount: 23000, Currency: "GBP", AtRate: avrr.AtRate{Rate: "1.15", RateSource: "European Central Bank", RateOn: avrr.MustDate("2026-01-30")}, IncurredOn: avrr.MustDate("2026-02-02")}
	f := newFile(t, homebound, monday)
	f.does(officer, "open", strings.Replace(openAda, `"language"`, `"funding":"AMIF","language"`, 1))
	f.does(desk, "record-cost", asJSON(t, cost))
	if got := f.c.Costs[0]; got.Funding != "AMIF" || got.Worth != 26450 || got.Money != (avrr.Money{Amount: 23000, Currency: "GBP"}) || got.Member != "m1" {
		t.Errorf("%+v", got)
	}
	cost.Funding = "City of Lyon"
	f.does(desk, "record-cost", asJSON(t, cost))
	if got := f.c.Costs[1].Funding; got != "City of Lyon" {
		t.Errorf("borne by %q", got)
	}
	if got := f.c.Totals(); got != (avrr.Totals{Costs: 52900}) {
		t.Errorf("the costs add up to %+v", got)
	}
	cost.AtRate = avrr.AtRate{}
	if e := f.refused(desk, "record-cost", asJSON(t, cost)); rules(e) != "rate-missing" {
		t.Error(e)
	}
}

func TestHelpIsDeclinedByEachForThemselves(t *testing.T) {
	couple := func(p *avrr.Programme) *file {
		f := couple(t, p, monday)
		f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
		f.now = moment("2026-03-10T15:00:00Z")
		f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m2"]}`)
		f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1","m2"]}`)
		return f
	}
	f := couple(generous())
	f.does(field, "propose-plan", measured("tools", 250000, "[]"))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(field, "decline-reintegration", `{"member":"m2","on":"2026-03-10"}`)
	if f.c.Declined || f.c.Stage != avrr.Reintegration || taskOf(f, "plan-too-high") == nil || f.p.Entitlement(f.c)[2].Total != 200000 {
		t.Fatalf("in %s, %+v", f.c.Stage, f.c.Raised)
	}
	f.does(field, "decline-reintegration", `{"member":"m1","scope":"plan","on":"2026-03-10"}`)
	if !f.c.Declined || f.c.Stage != avrr.FollowUp || f.c.Plan.Instalments[0].State != avrr.Void || f.c.Visits[0].NotMade != "" {
		t.Fatalf("in %s", f.c.Stage)
	}
	f.does(field, "decline-reintegration", `{"member":"m1","scope":"visits","on":"2026-03-10"}`)
	if f.c.Visits[0].NotMade != "" {
		t.Error("the visits ended though one of two wants them")
	}
	f.does(field, "decline-reintegration", `{"member":"m2","scope":"visits","on":"2026-03-10"}`)
	if f.c.Visits[0].NotMade != "refused" || f.c.Visits[3].NotMade != "refused" {
		t.Errorf("%+v", f.c.Visits[0])
	}
	f.does(field, "close", `{"reason":"completed"}`)
}

func TestVisitsDeclinedBeforeTheJourneyAreNotPlannedAfterIt(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(officer, "decline-reintegration", `{"scope":"visits","on":"2026-02-02"}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
	if f.c.Visits[0].NotMade != "refused" || f.c.Stage != avrr.Arrival {
		t.Fatalf("in %s, %+v", f.c.Stage, f.c.Visits[0])
	}
}

// sums checks the running totals against the log, which is read here on its own. What is paid abroad is worth its rate, to the
// minor unit.
func (f *file) sums(t rapid.TB) {
	type payment struct {
		Payment, Currency, Rate string
		Amount                  int64
	}
	made := map[string]payment{}
	for _, e := range f.log {
		var in payment
		switch e.Action {
		case "record-payment":
			if err := json.Unmarshal(e.Input, &in); err != nil {
				t.Fatal(err)
			}
			made[fmt.Sprintf("p%d", len(made)+1)] = in
		case "reverse-payment":
			if err := json.Unmarshal(e.Input, &in); err != nil {
				t.Fatal(err)
			}
			of := made[in.Payment]
			of.Amount -= in.Amount
			made[in.Payment] = of
		}
	}
	paid, abroad := new(big.Rat), new(big.Rat)
	for id, p := range made {
		if p.Amount < 0 {
			t.Fatalf("more than all of %s was reversed", id)
		}
		left := new(big.Rat).SetInt64(p.Amount)
		if p.Rate != "" {
			rate, _ := new(big.Rat).SetString(fmt.Sprintf("%se%d", p.Rate, avrr.MinorDigits(f.p.Currency)-avrr.MinorDigits(p.Currency)))
			left.Mul(left, rate)
			abroad.Add(abroad, big.NewRat(1, 1))
		}
		paid.Add(paid, left)
	}
	got := f.c.Totals()
	off := new(big.Rat).SetInt64(got.Paid)
	if off.Sub(off, paid).Abs(off).Cmp(abroad) > 0 || got.Committed < 0 || got.Promised < got.Committed+got.Paid {
		t.Fatalf("the log comes to %s, the totals are %+v", paid.FloatString(2), got)
	}
}

// What a case costs only adds up: nothing that is paid, taken back or bounded lowers it, and it takes nothing of a budget.
func TestCostsOnlyAddUpAndTakeNothingOfABudget(t *testing.T) {
	f := travelled(t, generous(), monday)
	f.budgets = []avrr.Budget{{Currency: "EUR", Amount: 20000}}
	cost := `{"kind":"visit","amount":%d,"currency":"EUR","incurred_on":"2026-03-10"}`
	before := int64(0)
	for n, does := range []struct{ action, body string }{
		{"record-cost", fmt.Sprintf(cost, 9000000)},
		{"record-payment", paidLine("travel-cash", 20000, "EUR")},
		{"record-cost", fmt.Sprintf(cost, 1)},
		{"reverse-payment", reversed("p1", 20000, "2026-03-10")},
		{"record-cost", fmt.Sprintf(cost, 1)},
	} {
		f.does(field, does.action, does.body)
		after := f.c.Totals().Costs
		if after < before || (after > before) != (does.action == "record-cost") {
			t.Errorf("%d: %s took the costs from %d to %d", n, does.action, before, after)
		}
		before = after
	}
	if doubts(f) != "" || before != 9000002 {
		t.Errorf("%d, %q", before, doubts(f))
	}
	for _, amount := range []int{0, -1} {
		if e := f.refused(field, "record-cost", fmt.Sprintf(cost, amount)); e.Field != "/amount" {
			t.Errorf("%d at %s: %s", amount, e.Field, e)
		}
	}
}
