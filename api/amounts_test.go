package api_test

import "testing"

// Whatever is wrong with an amount is said in one sentence, and nothing of it is kept.
func TestAnAmountThatCannotStandIsRefusedPrecisely(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	whole := "amount must be whole minor units of the currency: 1050 for 10.50 where a unit has a hundred of them."
	lek := map[string]any{"currency": "ALL", "rate": "0.01", "rate_source": "Bank of Albania", "rate_on": o.day(0)}
	for name, x := range map[string]struct {
		change   map[string]any
		status   int
		rule     string
		sentence string
	}{
		"nothing":          {map[string]any{"amount": 0}, 422, "", "amount must be more than nothing."},
		"less than that":   {map[string]any{"amount": -20000}, 422, "", "amount must be more than nothing."},
		"a part of a cent": {map[string]any{"amount": 10.5}, 422, "", whole},
		"in words":         {map[string]any{"amount": "200"}, 422, "", whole},
		"beyond counting":  {map[string]any{"amount": 1e15}, 422, "", "amount cannot be right: it is above 1000000000000 minor units."},
		"absurd": {map[string]any{"amount": 100_000_001}, 409, "amount-absurd",
			"1\u00a0000\u00a0000.01\u00a0EUR cannot be right: nothing of a case comes to more than 1\u00a0000\u00a0000.00\u00a0EUR at once."},
		"no currency":        {map[string]any{"currency": "XXX"}, 409, "no-such-currency", "XXX is no currency that people are paid in (ISO 4217)."},
		"a currency unmade":  {map[string]any{"currency": "QQQ"}, 409, "no-such-currency", "QQQ is no currency that people are paid in (ISO 4217)."},
		"no rate":            {map[string]any{"currency": "ALL"}, 409, "rate-missing", "The programme reckons in EUR; give the rate, where it comes from and of which day it is."},
		"a rate of tomorrow": {with(lek, "rate_on", o.day(1)), 409, "rate-later", "The rate is of " + o.day(1) + ", after the " + o.day(0) + " on which it was used."},
		"a rate of nothing":  {with(lek, "rate", "0.000"), 409, "rate-impossible", "At this rate 200.00\u00a0ALL would come to nothing, or to more than 1\u00a0000\u00a0000.00\u00a0EUR."},
		"a rate for none":    {map[string]any{"rate": "1"}, 409, "rate-needless", "The amount is in the programme's own currency and has no rate."},
		"a receipt of next month": {map[string]any{"paid_on": o.day(30), "incurred_on": o.day(30)}, 409, "in-the-future",
			o.day(30) + " lies in the future; what has not happened yet cannot be recorded."},
	} {
		for action, body := range map[string]map[string]any{
			"record-payment": {"line": "travel-cash", "amount": 20000, "currency": "EUR", "paid_on": o.day(0), "place": "departure", "method": "cash", "receipt": "R-1"},
			"record-cost":    {"kind": "ticket", "amount": 20000, "currency": "EUR", "incurred_on": o.day(0)},
		} {
			for field, value := range x.change {
				if _, has := body[field]; has || field != "paid_on" && field != "incurred_on" {
					body[field] = value
				}
			}
			r := o.ask("manager", "POST", caseURL(reference)+"/actions/"+action, body)
			rule := ""
			if blocks, ok := r.body["blocked_by"].([]any); ok && len(blocks) > 0 {
				rule = text(blocks[0].(map[string]any)["rule"])
			}
			if r.status != x.status || rule != x.rule || text(r.body["detail"]) != x.sentence {
				t.Errorf("%s, %s: %d %s", name, action, r.status, r.text)
			}
		}
	}
	if v := o.see("manager", reference); v["totals"] != nil || v["payments"] != nil || v["costs"] != nil {
		t.Errorf("something was kept: %v, %v, %v", v["totals"], v["payments"], v["costs"])
	}
}

func TestACaseShowsWhatWasPaidInAnotherCurrencyAndWhatItCost(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	o.do("manager", reference, "record-payment", map[string]any{"line": "travel-cash", "amount": 2_050_000, "currency": "ALL", "rate": "0.01", "rate_source": "Bank of Albania",
		"rate_on": o.day(-1), "paid_on": o.day(0), "place": "departure", "method": "cash", "receipt": "R-1"})
	o.do("officer", reference, "record-cost", map[string]any{"kind": "ticket", "amount": 23000, "currency": "GBP", "rate": "1.15", "rate_source": "European Central Bank", "rate_on": o.day(0), "incurred_on": o.day(0)})
	v := o.see("manager", reference)
	paid, totals := v["payments"].([]any)[0].(map[string]any), v["totals"].(map[string]any)
	if paid["worth"] != 20500.0 || paid["overpaid"] != 500.0 || paid["rate_on"] != o.day(-1) || paid["rate_source"] != "Bank of Albania" {
		t.Errorf("%v", paid)
	}
	if totals["paid"] != 20500.0 || totals["overpaid"] != 500.0 || totals["approved"] != 20000.0 || totals["costs"] != 26450.0 {
		t.Errorf("%v", totals)
	}
}
