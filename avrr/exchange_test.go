package avrr_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

func atRate(rate, on string) string {
	return fmt.Sprintf(`,"rate":%q,"rate_source":"Bank of Albania","rate_on":%q`, rate, on)
}

// inLek releases the first instalment, 1 500.00 EUR, to be paid in lek at 0.0100: 150 000.00 ALL.
func inLek(t rapid.TB) *file {
	f := planned(t, homebound, monday)
	f.does(manager, "release-instalment", `{"instalment":"i1","pay_in":"ALL"`+atRate("0.0100", "2026-03-09")+`}`)
	return f
}

func lek(amount int, rate string) string {
	return strings.Replace(paid("i1", amount, "2026-03-10"), `"EUR"`, `"ALL"`+atRate(rate, "2026-03-10"), 1)
}

func TestWhatTheRatesMovedSinceTheReleaseIsALineOfItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		at       func(rapid.TB) *file
		body     string
		exchange []avrr.ExchangeLine
		totals   avrr.Totals
		doubt    string
	}{
		"the lek rose": {inLek, lek(15_000_000, "0.0102"), []avrr.ExchangeLine{{Payment: "p1", Amount: 3000, Kind: "loss"}},
			avrr.Totals{Promised: 203000, Paid: 153000, Approved: 200000, Lost: 3000}, ""},
		"the lek fell": {inLek, lek(15_000_000, "0.0097"), []avrr.ExchangeLine{{Payment: "p1", Amount: 4500, Kind: "gain"}},
			avrr.Totals{Promised: 195500, Paid: 145500, Approved: 200000, Gained: 4500}, ""},
		"the rate stood": {inLek, lek(15_000_000, "0.0100"), nil, avrr.Totals{Promised: 200000, Paid: 150000, Approved: 200000}, ""},
		"the lek rose, and more was paid than released": {inLek, lek(16_000_000, "0.0102"), []avrr.ExchangeLine{{Payment: "p1", Amount: 3000, Kind: "loss"}},
			avrr.Totals{Promised: 213200, Paid: 163200, Approved: 200000, Lost: 3000, Overpaid: 10200}, "Small business, instalment 1 of 2 was overpaid: 1\u00a0632.00\u00a0EUR instead of 1\u00a0530.00\u00a0EUR."},
		"half of it was paid": {inLek, lek(7_500_000, "0.0102"), []avrr.ExchangeLine{{Payment: "p1", Amount: 1500, Kind: "loss"}},
			avrr.Totals{Promised: 126500, Paid: 76500, Approved: 200000, Lost: 1500}, "Small business, instalment 1 of 2 was paid short: 765.00\u00a0EUR instead of 1\u00a0500.00\u00a0EUR."},
		"released in euros, less in lek": {func(t rapid.TB) *file { return released(t, homebound, monday) }, lek(15_000_000, "0.0097"), []avrr.ExchangeLine{{Payment: "p1", Amount: 4500, Kind: "gain"}},
			avrr.Totals{Promised: 195500, Paid: 145500, Approved: 200000, Gained: 4500}, ""},
		"released in euros, more in lek": {func(t rapid.TB) *file { return released(t, homebound, monday) }, lek(15_000_000, "0.0102"), nil,
			avrr.Totals{Promised: 203000, Paid: 153000, Approved: 200000, Overpaid: 3000}, "Small business, instalment 1 of 2 was overpaid: 1\u00a0530.00\u00a0EUR instead of 1\u00a0500.00\u00a0EUR."},
		"released in lek, paid in euros": {inLek, paid("i1", 150000, "2026-03-10"), nil, avrr.Totals{Promised: 200000, Paid: 150000, Approved: 200000}, ""},
		"a rate far off": {inLek, lek(15_000_000, "0.0970"), []avrr.ExchangeLine{{Payment: "p1", Amount: 1305000, Kind: "loss"}},
			avrr.Totals{Promised: 1505000, Paid: 1455000, Approved: 200000, Lost: 1305000}, "Small business, instalment 1 of 2 came to 14\u00a0550.00\u00a0EUR instead of 1\u00a0500.00\u00a0EUR at the rate of 2026-03-10: check the rate."},
	} {
		f := c.at(t)
		f.does(field, "record-payment", c.body)
		if got := f.c.Exchange(); !reflect.DeepEqual(got, c.exchange) || f.c.Totals() != c.totals || doubts(f) != c.doubt {
			t.Errorf("%s: %+v, %+v, %q", name, got, f.c.Totals(), doubts(f))
		}
	}
}

// The rates moved against the instalment, not against the cap: what is left for the second one is what it was.
func TestACapIsHeldInTheProgrammesCurrencyWhateverTheRatesDo(t *testing.T) {
	f := inLek(t)
	f.does(field, "record-payment", lek(15_000_000, "0.0102"))
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	f.does(field, "record-payment", paid("i2", 50000, "2026-03-10"))
	if doubts(f) != "" || f.c.Totals() != (avrr.Totals{Promised: 203000, Paid: 203000, Approved: 200000, Lost: 3000}) {
		t.Fatalf("%q, %+v", doubts(f), f.c.Totals())
	}
}

// What comes back takes off first what was too much, then what the rates moved and what was approved alike.
func TestWhatComesBackWasTooMuchFirst(t *testing.T) {
	f := inLek(t)
	f.does(field, "record-payment", lek(16_000_000, "0.0102"))
	for _, c := range []struct {
		back   int
		totals avrr.Totals
	}{
		{500_000, avrr.Totals{Promised: 208100, Paid: 158100, Approved: 200000, Lost: 3000, Overpaid: 5100}},
		{500_000, avrr.Totals{Promised: 203000, Paid: 153000, Approved: 200000, Lost: 3000}},
		{7_500_000, avrr.Totals{Promised: 126500, Paid: 76500, Approved: 200000, Lost: 1500}},
		{7_500_000, avrr.Totals{Promised: 200000, Committed: 150000, Approved: 200000}},
	} {
		f.does(field, "reverse-payment", reversed("p1", c.back, "2026-03-10"))
		if got := f.c.Totals(); got != c.totals {
			t.Fatalf("after %d: %+v, not %+v", c.back, got, c.totals)
		}
	}
}

func TestAReleaseInAnotherCurrencyNeedsARateThatCanBe(t *testing.T) {
	for _, c := range []struct{ rule, more string }{
		{"rate-missing", `,"pay_in":"ALL"`},
		{"rate-needless", atRate("0.01", "2026-03-09")},
		{"rate-needless", `,"pay_in":"EUR"` + atRate("1", "2026-03-09")},
		{"rate-later", `,"pay_in":"ALL"` + atRate("0.01", "2026-03-11")},
		{"rate-impossible", `,"pay_in":"ALL"` + atRate("0", "2026-03-09")},
		{"rate-impossible", `,"pay_in":"ALL"` + atRate("0.00000000001", "2026-03-09")},
		{"rate-impossible", `,"pay_in":"KWD"` + atRate("999999999", "2026-03-09")},
		{"no-such-currency", `,"pay_in":"XTS"` + atRate("1", "2026-03-09")},
	} {
		f := planned(t, homebound, monday)
		if e := f.refused(manager, "release-instalment", `{"instalment":"i1"`+c.more+`}`); rules(e) != c.rule {
			t.Errorf("%s: %s, not %s", c.more, e, c.rule)
		}
	}
}

// Whatever is paid, at whatever rates, and comes back in whatever parts, a payment never takes more than was approved.
func TestAPaymentNeverTakesMoreThanWasApproved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := planned(t, homebound, monday)
		if rapid.Bool().Draw(t, "in lek") {
			f.does(manager, "release-instalment", `{"instalment":"i1","pay_in":"ALL"`+atRate(rapid.SampledFrom([]string{"0.01", "0.37", "7", "1500"}).Draw(t, "then"), "2026-03-09")+`}`)
		}
		f.does(field, "record-payment", lek(rapid.IntRange(2, 40_000).Draw(t, "paid"), rapid.SampledFrom([]string{"0.5", "0.33", "7", "1499"}).Draw(t, "now")))
		for range 4 {
			if got := f.c.Totals(); got.Paid-got.Overpaid-got.Lost+got.Gained > got.Approved || got.Overpaid < 0 || got.Lost < 0 || got.Gained < 0 {
				t.Fatalf("%+v of %+v", got, f.c.Payments)
			}
			left := f.c.Payments[0].Money.Amount
			for _, r := range f.c.Payments[0].Reversals {
				left -= r.Amount
			}
			if left == 0 {
				return
			}
			f.does(field, "reverse-payment", reversed("p1", int(rapid.Int64Range(1, left).Draw(t, "back")), "2026-03-10"))
		}
	})
}

// A cost has no instalment it could be held against; a rate that is the wrong way round would be believed.
func TestARateFarFromTheLastKnownOneIsLookedInto(t *testing.T) {
	spent := func(rate, on string) string {
		return `{"kind":"transport","amount":50000,"currency":"ALL","incurred_on":"2026-03-10"` + atRate(rate, on) + `}`
	}
	after := func(records ...string) func() *file {
		return func() *file {
			f := departed(t, generous(), monday)
			for _, body := range records {
				f.does(desk, "record-cost", body)
			}
			return f
		}
	}
	said := "The rate %s of 2026-03-10 is far from the %s of %s at which ALL was reckoned before: check the rate."
	before := after(spent("0.0200", "2026-01-05"), spent("0.0100", "2026-03-09")) // a doubt of its own
	first := fmt.Sprintf(strings.Replace(said, "2026-03-10", "2026-03-09", 1), "0.0100", "0.0200", "2026-01-05")
	for name, c := range map[string]struct {
		at           func() *file
		action, body string
		doubt        string
	}{
		"the first of its currency":   {after(), "record-cost", spent("0.0970", "2026-03-10"), ""},
		"a tenth":                     {after(spent("0.0100", "2026-03-09")), "record-cost", spent("0.0110", "2026-03-10"), ""},
		"more than a tenth up":        {after(spent("0.0100", "2026-03-09")), "record-cost", spent("0.0111", "2026-03-10"), fmt.Sprintf(said, "0.0111", "0.0100", "2026-03-09")},
		"more than a tenth down":      {after(spent("0.0100", "2026-03-09")), "record-cost", spent("0.0089", "2026-03-10"), fmt.Sprintf(said, "0.0089", "0.0100", "2026-03-09")},
		"the wrong way round":         {after(spent("0.0100", "2026-03-09")), "record-cost", spent("98", "2026-03-10"), fmt.Sprintf(said, "98", "0.0100", "2026-03-09")},
		"against the nearest day":     {before, "record-cost", spent("0.0101", "2026-03-10"), first},
		"a line of the package":       {after(spent("0.0100", "2026-03-09")), "record-payment", strings.Replace(paidLine("travel-cash", 5000, "ALL"), `"ALL"`, `"ALL"`+atRate("0.0120", "2026-03-10"), 1), fmt.Sprintf(said, "0.0120", "0.0100", "2026-03-09")},
		"a line in its own currency":  {after(spent("0.0100", "2026-03-09")), "record-payment", paidLine("travel-cash", 100, "EUR"), ""},
		"a cost in its own currency":  {after(spent("0.0100", "2026-03-09")), "record-cost", `{"kind":"ticket","amount":100,"currency":"EUR","incurred_on":"2026-03-10"}`, ""},
		"another currency altogether": {after(spent("0.0100", "2026-03-09")), "record-cost", strings.Replace(spent("1.17", "2026-03-10"), "ALL", "GBP", 1), ""},
	} {
		f := c.at()
		f.does(manager, c.action, c.body)
		if got := doubts(f); got != c.doubt {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWhoComesSecondIsToldWhoReleasedOrPaidAndWhen(t *testing.T) {
	f := planned(t, homebound, monday)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.now = f.now.Add(3e9)
	if e := f.refused(manager, "release-instalment", `{"instalment":"i1"}`); rules(e) != "instalment-not-planned" || e.Message != "Small business, instalment 1 of 2 was already released by Colleague manager on 10 March 2026 at 15:30:00 CET." {
		t.Error(e)
	}
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	for _, again := range []struct {
		who          avrr.Actor
		action, body string
	}{{field, "record-payment", paid("i1", 150000, "2026-03-10")}, {manager, "release-instalment", `{"instalment":"i1"}`}} {
		if e := f.refused(again.who, again.action, again.body); rules(e) != "instalment-paid" || e.Message != "Small business, instalment 1 of 2 was already paid by Colleague field on 10 March 2026 at 15:30:03 CET." {
			t.Error(e)
		}
	}
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	release, _ := avrr.Find("release-instalment")
	j := f.judging(manager)
	if blocks := j.Blocked(release); len(blocks) != 1 || blocks[0].Rule != "nothing-to-release" {
		t.Errorf("%+v", blocks)
	}
	if e := f.refused(manager, "release-instalment", `{"instalment":"i2"}`); rules(e) != "instalment-not-planned" || !strings.Contains(e.Message, "Colleague manager") {
		t.Error(e)
	}
}

func TestAReceiptStandsForOnePayment(t *testing.T) {
	f := departed(t, generous(), monday)
	f.does(field, "record-payment", paidLine("travel-cash", 100, "EUR"))
	f.does(field, "record-payment", paidLine("travel-cash", 100, "EUR"))
	if doubts(f) != "The receipt has the number of the one for the payment of 1.00\u00a0EUR on 2026-03-10." {
		t.Errorf("%q", doubts(f))
	}
}
