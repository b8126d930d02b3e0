package avrr

import (
	"fmt"
	"strings"
)

// Money is an amount in minor units (cents, pence) of an ISO 4217 currency.
type Money struct {
	Amount   int64  `json:"amount" schema:"min=0,max=1000000000000" doc:"Minor units of the currency (cents, pence)."`
	Currency string `json:"currency" schema:"pattern=^[A-Z]{3}$" doc:"ISO 4217."`
}

// minorDigits lists the currencies whose minor unit is not a hundredth (ISO 4217, table A.1).
var minorDigits = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

// MinorDigits answers how many decimal digits the currency's minor unit has.
func MinorDigits(currency string) int {
	if n, ok := minorDigits[currency]; ok {
		return n
	}
	return 2
}

// String writes the amount as people do: "1 500.00 EUR".
func (m Money) String() string {
	digits := MinorDigits(m.Currency)
	text := fmt.Sprintf("%0*d", digits+1, max(m.Amount, -m.Amount))
	whole, cents := text[:len(text)-digits], text[len(text)-digits:]
	var b strings.Builder
	if m.Amount < 0 {
		b.WriteByte('-')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(r)
	}
	if digits > 0 {
		b.WriteString("." + cents)
	}
	return b.String() + "\u00a0" + m.Currency
}
