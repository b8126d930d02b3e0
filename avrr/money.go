package avrr

import (
	"fmt"
	"strings"
)

// Money is an amount in minor units (cents, pence) of an ISO 4217 currency.
type Money struct {
	Amount   int64  `json:"amount" schema:"money,min=0" doc:"Minor units of the currency (cents, pence)."`
	Currency string `json:"currency" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217."`
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
