package papers

import (
	"errors"
	"math"
	"testing"

	"homeward/avrr"
)

func TestReceiptSaysItsSumInFiguresAndInWords(t *testing.T) {
	mustSay(t, layout(t, render(t, receipt(), meta(English))), "50.00 EUR", "1 200.50 EUR", "one thousand two hundred and 50/100 euros", "Signature or thumbprint")
	mustSay(t, layout(t, render(t, receipt(), meta(Albanian))), "1 200.50 EUR", "një mijë e dyqind e 50/100 euro", "Personi që merr paratë")
}

func TestAmountsInWords(t *testing.T) {
	tests := []struct {
		amount            int64
		currency          string
		english, albanian string
	}{
		{0, "EUR", "zero euros", "zero euro"},
		{100, "GBP", "one pound sterling", "një paund britanik"},
		{150, "GBP", "one and 50/100 pounds sterling", "një e 50/100 paundë britanikë"},
		{5, "EUR", "zero and 5/100 euros", "zero e 5/100 euro"},
		{1100, "ALL", "eleven Albanian lek", "njëmbëdhjetë lekë"},
		{4200, "EUR", "forty-two euros", "dyzet e dy euro"},
		{10000, "EUR", "one hundred euros", "njëqind euro"},
		{34100, "EUR", "three hundred and forty-one euros", "treqind e dyzet e një euro"},
		{100500, "USD", "one thousand and five US dollars", "një mijë e pesë dollarë amerikanë"},
		{123_456_700, "ALL", "one million two hundred and thirty-four thousand five hundred and sixty-seven Albanian lek",
			"një milion e dyqind e tridhjetë e katër mijë e pesëqind e gjashtëdhjetë e shtatë lekë"},
		{200_000_000_000, "EUR", "two billion euros", "dy miliardë euro"},
		{1200, "JPY", "one thousand two hundred JPY", "një mijë e dyqind JPY"},
		{1_234_567, "KWD", "one thousand two hundred and thirty-four and 567/1000 KWD", "një mijë e dyqind e tridhjetë e katër e 567/1000 KWD"},
		{mostInWords, "JPY", "ninety-nine thousand nine hundred and ninety-nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine JPY",
			"nëntëdhjetë e nëntë mijë e nëntëqind e nëntëdhjetë e nëntë miliardë e nëntëqind e nëntëdhjetë e nëntë milionë e nëntëqind e nëntëdhjetë e nëntë mijë e nëntëqind e nëntëdhjetë e nëntë JPY"},
	}
	for _, test := range tests {
		m := avrr.Money{Amount: test.amount, Currency: test.currency}
		if got := InWords(m, English); got != test.english {
			t.Errorf("%s: %q, want %q", m, got, test.english)
		}
		if got := InWords(m, Albanian); got != test.albanian {
			t.Errorf("%s: %q, want %q", m, got, test.albanian)
		}
	}
}

func TestAmountsThatCannotBeWordedStayFigures(t *testing.T) {
	for _, amount := range []int64{-1, math.MinInt64, math.MaxInt64, mostInWords + 1} {
		m := avrr.Money{Amount: amount, Currency: "EUR"}
		if got := InWords(m, English); got != m.String() {
			t.Errorf("%s is said as %q", m, got)
		}
	}
}

func TestReceiptThatDoesNotAddUpIsRefused(t *testing.T) {
	help := func(amount int64) ReceiptLine { return ReceiptLine{What: "Help", Amount: euro(amount)} }
	for name, lines := range map[string][]ReceiptLine{
		"nothing":         nil,
		"zero":            {help(0)},
		"negative":        {help(100), help(-50)},
		"two currencies":  {help(100), {Amount: avrr.Money{Amount: 1, Currency: "ALL"}}},
		"no currency":     {{Amount: avrr.Money{Amount: 1}}},
		"beyond counting": {help(math.MaxInt64), help(math.MaxInt64)},
		"beyond words":    {help(mostInWords + 1)},
	} {
		r := receipt()
		r.Lines = lines
		if _, err := Render(r, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}
