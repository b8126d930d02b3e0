package papers

import (
	"cmp"
	"fmt"
	"strings"

	"homeward/avrr"
)

// mostInWords is the largest amount, in minor units, that InWords can say: below a thousand billion whole units of
// a currency with hundredths.
const mostInWords = 100_000_000_000_000 - 1

// InWords says an amount as cheques do: the whole units in words, the minor ones as a fraction, and the currency
// by its name, or by its ISO 4217 code where it has none here. "one thousand two hundred and 50/100 euros".
// Amounts below zero and above a thousand billion units answer the figures.
func InWords(m avrr.Money, l Language) string {
	w, ok := amountWords[l]
	if !ok || m.Amount < 0 || m.Amount > mostInWords {
		return m.String()
	}
	parts := int64(1)
	for range avrr.MinorDigits(m.Currency) {
		parts *= 10
	}
	whole, minor := m.Amount/parts, m.Amount%parts
	said := w.number(whole)
	if minor > 0 {
		said += fmt.Sprintf(w.Fraction, minor, parts)
	}
	name := w.Currencies[m.Currency]
	if m.Amount == parts {
		return said + " " + cmp.Or(name.one, m.Currency)
	}
	return said + " " + cmp.Or(name.many, m.Currency)
}

// counted is a noun for one and for any other number.
type counted struct{ one, many string }

type amountWording struct {
	number     func(int64) string
	Fraction   string // format: minor units of so many
	Currencies map[string]counted
}

var amountWords = map[Language]amountWording{
	English: {number: inEnglish, Fraction: " and %d/%d", Currencies: map[string]counted{
		"EUR": {"euro", "euros"}, "GBP": {"pound sterling", "pounds sterling"}, "ALL": {"Albanian lek", "Albanian lek"},
		"USD": {"US dollar", "US dollars"}, "CHF": {"Swiss franc", "Swiss francs"}, "BDT": {"Bangladeshi taka", "Bangladeshi taka"},
	}},
	Albanian: {number: inAlbanian, Fraction: " e %d/%d", Currencies: map[string]counted{
		"EUR": {"euro", "euro"}, "GBP": {"paund britanik", "paundë britanikë"}, "ALL": {"lek", "lekë"},
		"USD": {"dollar amerikan", "dollarë amerikanë"}, "CHF": {"frangë zvicerane", "franga zvicerane"}, "BDT": {"taka", "taka"},
	}},
}

var (
	englishOnes = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	englishTens   = []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	englishScales = []scale{{1_000_000_000, counted{"billion", "billion"}}, {1_000_000, counted{"million", "million"}}, {1_000, counted{"thousand", "thousand"}}}

	albanianOnes = []string{"zero", "një", "dy", "tre", "katër", "pesë", "gjashtë", "shtatë", "tetë", "nëntë", "dhjetë", "njëmbëdhjetë",
		"dymbëdhjetë", "trembëdhjetë", "katërmbëdhjetë", "pesëmbëdhjetë", "gjashtëmbëdhjetë", "shtatëmbëdhjetë", "tetëmbëdhjetë", "nëntëmbëdhjetë"}
	albanianTens   = []string{"", "", "njëzet", "tridhjetë", "dyzet", "pesëdhjetë", "gjashtëdhjetë", "shtatëdhjetë", "tetëdhjetë", "nëntëdhjetë"}
	albanianScales = []scale{{1_000_000_000, counted{"miliard", "miliardë"}}, {1_000_000, counted{"milion", "milionë"}}, {1_000, counted{"mijë", "mijë"}}}
)

// A scale is what large numbers are counted in.
type scale struct {
	of int64
	counted
}

// groups says how many of each scale n has, and answers what is left below a thousand.
func groups(n int64, scales []scale, say func(int64) string) (said []string, rest int64) {
	for _, s := range scales {
		if count := n / s.of; count > 0 {
			word := s.many
			if count == 1 {
				word = s.one
			}
			said = append(said, say(count)+" "+word)
			n %= s.of
		}
	}
	return said, n
}

func inEnglish(n int64) string {
	if n < 1000 {
		return englishBelowThousand(n)
	}
	said, rest := groups(n, englishScales, inEnglish)
	switch {
	case rest == 0:
	case rest < 100:
		said = append(said, "and "+englishBelowThousand(rest))
	default:
		said = append(said, englishBelowThousand(rest))
	}
	return strings.Join(said, " ")
}

func englishBelowThousand(n int64) string {
	switch {
	case n < 20:
		return englishOnes[n]
	case n < 100 && n%10 == 0:
		return englishTens[n/10]
	case n < 100:
		return englishTens[n/10] + "-" + englishOnes[n%10]
	case n%100 == 0:
		return englishOnes[n/100] + " hundred"
	}
	return englishOnes[n/100] + " hundred and " + englishBelowThousand(n%100)
}

// inAlbanian joins every part with "e"; hundreds are written in one word, thousands in two.
func inAlbanian(n int64) string {
	if n == 0 {
		return albanianOnes[0]
	}
	said, rest := groups(n, albanianScales, inAlbanian)
	if hundreds := rest / 100; hundreds > 0 {
		said = append(said, albanianOnes[hundreds]+"qind")
	}
	switch rest %= 100; {
	case rest == 0:
	case rest < 20:
		said = append(said, albanianOnes[rest])
	default:
		said = append(said, albanianTens[rest/10])
		if rest%10 > 0 {
			said = append(said, albanianOnes[rest%10])
		}
	}
	return strings.Join(said, " e ")
}
