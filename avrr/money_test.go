package avrr_test

import (
	"strings"
	"testing"

	"homeward/avrr"
)

func TestMoneyIsWrittenInTheUnitsItsCurrencyHas(t *testing.T) {
	for text, m := range map[string]avrr.Money{
		"1\u00a0500.00\u00a0EUR":           {Amount: 150000, Currency: "EUR"},
		"1\u00a0500\u00a0JPY":              {Amount: 1500, Currency: "JPY"},
		"1\u00a0500\u00a0UGX":              {Amount: 1500, Currency: "UGX"},
		"1\u00a0500.000\u00a0IQD":          {Amount: 1500000, Currency: "IQD"},
		"-0.05\u00a0ALL":                   {Amount: -5, Currency: "ALL"},
		"10\u00a0000\u00a0000.00\u00a0IRR": {Amount: 1_000_000_000, Currency: "IRR"},
	} {
		if got := m.String(); got != text {
			t.Errorf("%q, not %q", got, text)
		}
	}
}

// The numbers are those of list one as SIX publishes it; the codes left out are there, too, but nobody is handed them.
func TestACurrencyIsOneThatPeopleArePaidIn(t *testing.T) {
	for code, digits := range map[string]int{"EUR": 2, "ALL": 2, "AFN": 2, "GEL": 2, "NGN": 2, "PKR": 2, "MRU": 2, "SLE": 2, "VES": 2, "ZWG": 2, "XCG": 2, "MGA": 2,
		"JPY": 0, "VND": 0, "GNF": 0, "XAF": 0, "XOF": 0, "UGX": 0, "ISK": 0, "IQD": 3, "TND": 3, "JOD": 3, "LYD": 3, "KWD": 3, "OMR": 3, "BHD": 3} {
		if c, ok := avrr.CurrencyOf(code); !ok || c.Digits != digits || c.Name == "" || avrr.MinorDigits(code) != digits {
			t.Errorf("%s: %+v, %v", code, c, ok)
		}
	}
	for _, code := range []string{"XXX", "XTS", "XAU", "XDR", "XBA", "CHW", "CLF", "UYI", "USN", "BGN", "HRK", "ANG", "SLL", "DEM", "eur", "", "EURO"} {
		if c, ok := avrr.CurrencyOf(code); ok {
			t.Errorf("%q is %+v", code, c)
		}
	}
}

func TestAnAmountThatCannotBeIsRefusedInOneSentence(t *testing.T) {
	whole := "amount must be whole minor units of the currency: 1050 for 10.50 where a unit has a hundred of them."
	for amount, sentence := range map[string]string{
		"0": "amount must be more than nothing.", "-1": "amount must be more than nothing.", "-99999999999999999999": "amount must be more than nothing.",
		"10.5": whole, "10.0": whole, "1e3": whole, `"1050"`: whole, "null": whole,
		"1000000000001": "amount cannot be right: it is above 1000000000000 minor units.", "99999999999999999999": "amount cannot be right: it is above 1000000000000 minor units.",
	} {
		for action, body := range map[string]string{
			"record-payment":  paidLine("travel-cash", 4711, "EUR"),
			"reverse-payment": `{"payment":"p1","kind":"lost","amount":4711,"reason":"Stolen","on":"2026-03-10"}`,
			"record-cost":     `{"kind":"ticket","amount":4711,"currency":"EUR","incurred_on":"2026-03-10"}`,
		} {
			a, _ := avrr.Find(action)
			_, err := a.Decode([]byte(strings.Replace(body, "4711", amount, 1)))
			if avrr.ErrorCode(err) != avrr.CodeInvalid || err.Error() != sentence {
				t.Errorf("%s of %s: %v", action, amount, err)
			}
		}
	}
}
