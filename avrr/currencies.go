package avrr

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// currencyLines is the table of currencies people are paid in: code, digits of the minor unit, English name. It is list one of
// ISO 4217:2015 (SIX, as of 1 January 2026: the lev has gone, the Caribbean guilder and the Zimbabwe gold have come) without what
// nobody is handed: funds codes, precious metals, bond units, units of account, the test code XTS and XXX, no currency at all. SLE came
// with amendment 171, XCG with 176 and ZWG with 177, each with two digits; tests compare the table with OpenJDK's and Unicode's.
//
//go:embed currencies.tsv
var currencyLines string

// A Currency is one that people are paid in.
type Currency struct {
	Code   string // ISO 4217
	Digits int    // decimal digits of its minor unit: 2 where it is a hundredth, 0 where there is none
	Name   string
}

// currencies reads the table when the first currency is asked for.
var currencies = sync.OnceValue(func() map[string]Currency {
	all := make(map[string]Currency, strings.Count(currencyLines, "\n"))
	for line := range strings.Lines(currencyLines) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		all[f[0]] = Currency{Code: f[0], Digits: int(f[1][0] - '0'), Name: f[2]}
	}
	return all
})

// CurrencyOf finds a currency by its ISO 4217 code, false for a code nobody is paid in.
func CurrencyOf(code string) (Currency, bool) {
	c, ok := currencies()[code]
	return c, ok
}

// MinorDigits answers how many decimal digits the currency's minor unit has, 2 for a code that is none.
func MinorDigits(currency string) int {
	if c, ok := CurrencyOf(currency); ok {
		return c.Digits
	}
	return 2
}

var decimal = regexp.MustCompile(`^[0-9]{1,10}(\.[0-9]+)?$`)

// MinorUnits reads an amount as people write it, such as 250000.00, false for what is no amount of that currency.
func MinorUnits(text string, c Currency) (int64, bool) {
	whole, cents, _ := strings.Cut(text, ".")
	if !decimal.MatchString(text) || len(cents) > c.Digits {
		return 0, false
	}
	amount, err := strconv.ParseInt(whole+cents+strings.Repeat("0", c.Digits-len(cents)), 10, 64)
	return amount, err == nil
}

func noSuchCurrency(at, code string) *Error {
	return broken("no-such-currency", at, "%s is no currency that people are paid in (ISO 4217).", printable(code))
}
