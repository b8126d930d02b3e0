package intake

import (
	"encoding/json"
	"fmt"
	"testing"

	"homeward/avrr"
)

// inLek is the example with its first instalment, 1000.00 GBP, paid in lek, and some cells told otherwise.
func inLek(cells ...string) map[string]string {
	return like(append([]string{"instalment1_released_on", "2026-03-25", "instalment1_paid_on", "2026-03-27", "instalment1_receipt", "R-1",
		"instalment1_amount", "125000", "instalment1_currency", "all", "instalment1_rate", "0,008", "instalment1_rate_source", "Bank of Albania", "instalment1_rate_on", "2026-03-26"}, cells...)...)
}

func TestAPaymentInAnotherCurrencyIsToldWithItsRate(t *testing.T) {
	load := plan1June(t, sheet(t, inLek()), Options{})
	load.says(t)
	var paid *avrr.RecordPayment
	for _, d := range load.Cases[0].Deeds {
		if d.Action == "record-payment" {
			paid = &avrr.RecordPayment{}
			if err := json.Unmarshal(d.Body, paid); err != nil {
				t.Fatal(err)
			}
		}
	}
	if paid == nil || *paid != (avrr.RecordPayment{Instalment: "i1", Amount: 12500000, Currency: "ALL", PaidOn: avrr.MustDate("2026-03-27"), Place: "supplier", Method: "bank_transfer", Receipt: "R-1",
		AtRate: avrr.AtRate{Rate: "0.008", RateSource: "Bank of Albania", RateOn: avrr.MustDate("2026-03-26")}}) {
		t.Errorf("%+v", paid)
	}
}

func TestAnAmountHasTheDecimalsOfItsCurrency(t *testing.T) {
	for amount, c := range map[string]struct{ code, rate string }{"190000": {"JPY", "0.005"}, "3700.50": {"TND", "0.25"}, "1150.50": {"EUR", "0.85"}} {
		plan1June(t, sheet(t, inLek("instalment1_amount", amount, "instalment1_currency", c.code, "instalment1_rate", c.rate)), Options{}).says(t)
	}
}

// A workbook keeps what was typed as a number in binary, and writes it as its maker likes.
func TestNumbersOfAWorkbookAreReadAsTheyWereTyped(t *testing.T) {
	for _, c := range [][2]string{{"98000.20", "0.0102"}, {"125000", "0.008"}, {"1149.10", "0.87"}, {"1249.50", "0.8"}} {
		row := inLek("instalment1_amount", c[0], "instalment1_rate", c[1])
		load := plan1June(t, workbook(t, row, false), Options{Workbook: true})
		load.says(t)
		if got, want := load.Cases[0].Deeds, plan1June(t, sheet(t, row), Options{}).Cases[0].Deeds; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s at %s: the workbook asks for other things than the text", c[0], c[1])
		}
	}
	table := &table{header: []string{"instalment1_amount", "instalment1_rate"}}
	for _, c := range [][4]string{
		{"1250.0999999999999", "1.0200000000000001E-2", "1250.10", "0.0102"},
		{"1250.5", "8.0000000000000002E-3", "1250.50", "0.008"},
		{"1.25E+3", "9.9999999999999995e-7", "1250", "0.000001"},
		{"1.250", "1.5", "1.250", "1.5"}, // as a text it may be thousands: it is asked about
		{"1250.256789", "1E-40", "1250.256789", "1E-40"},
		{"1250,5", "0,008", "1250,5", "0,008"},
	} {
		table.rows = []row{{2, []string{c[0], c[1]}}}
		if table.numbers(); table.rows[0].cells[0] != c[2] || table.rows[0].cells[1] != c[3] {
			t.Errorf("%s and %s are written out as %v", c[0], c[1], table.rows[0].cells)
		}
	}
}

func TestWhatAPaymentInAnotherCurrencyLacksIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		row  map[string]string
		want string
	}{
		"no rate":             {inLek("instalment1_rate", ""), "line 2, instalment1_rate: The programme reckons in GBP; give the rate, where it comes from and of which day it is."},
		"nobody says so":      {inLek("instalment1_rate_source", ""), "line 2, instalment1_rate: The programme reckons in GBP; give the rate, where it comes from and of which day it is."},
		"of no day":           {inLek("instalment1_rate_on", ""), "line 2, instalment1_rate: The programme reckons in GBP; give the rate, where it comes from and of which day it is."},
		"of a later day":      {inLek("instalment1_rate_on", "2026-03-28"), "line 2, instalment1_rate_on: The rate is of 2026-03-28, after the 2026-03-27 on which it was used."},
		"no amount":           {inLek("instalment1_amount", ""), "line 2, instalment1_amount: This is needed because the payment was made in ALL: the plan says how much it was in GBP."},
		"a rate of pounds":    {inLek("instalment1_currency", ""), "line 2, instalment1_rate: The amount is in the programme's own currency and has no rate."},
		"a part of a yen":     {inLek("instalment1_amount", "190000.50", "instalment1_currency", "JPY"), "line 2, instalment1_amount: An amount of JPY has no decimals; write it as 1250."},
		"a thousandth":        {inLek("instalment1_amount", "125.000"), "line 2, instalment1_amount: This can be read as 125000 or as 125.000; write it as 1250 or 1250.50, without a separator of thousands."},
		"two separators":      {inLek("instalment1_amount", "125,000.00"), "line 2, instalment1_amount: This is no amount; write it as 1250 or 1250.50, without a separator of thousands."},
		"no currency":         {inLek("instalment1_currency", "lek"), "line 2, instalment1_currency: This must be a currency of ISO 4217, such as ALL."},
		"no number":           {inLek("instalment1_rate", "125 to 1"), "line 2, instalment1_rate: This must be a rate such as 0.0102: what one unit of the currency that was paid is worth in the programme's."},
		"a rate of two":       {inLek("instalment1_rate", "1,250"), "line 2, instalment1_rate: This can be read as 1250 or as 1.250; write it with a point, or without a separator of thousands."},
		"comes to nothing":    {inLek("instalment1_rate", "0.000000001"), "line 2, instalment1_rate: At this rate 125\u00a0000.00\u00a0ALL would come to nothing, or to more than 1\u00a0000\u00a0000.00\u00a0GBP."},
		"nothing was paid":    {inLek("instalment1_paid_on", ""), "line 2, instalment1_paid_on: instalment1_amount is told, but not the day it happened."},
		"a rate of elsewhere": {inLek("instalment1_rate", "0.0064"), "line 2, instalment1_paid_on: Small business, instalment 1 of 3 came to 800.00\u00a0GBP instead of 1\u00a0000.00\u00a0GBP at the rate of 2026-03-26: check the rate."},
		"more than approved":  {inLek("instalment1_rate", "0.8"), "line 2, instalment1_paid_on: Small business, instalment 1 of 3 was overpaid: 100\u00a0000.00\u00a0GBP instead of 1\u00a0000.00\u00a0GBP."},
	} {
		t.Run(name, func(t *testing.T) { plan1June(t, sheet(t, c.row), Options{}).says(t, c.want) })
	}
}
