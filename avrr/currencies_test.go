package avrr_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/currency"

	"homeward/avrr"
)

// All others have a hundredth.
const (
	withoutMinorUnit = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
	withThousandths  = "BHD IQD JOD KWD LYD OMR TND"
)

// The same digits stand in CurrencyData.properties of OpenJDK, which follows each amendment of ISO 4217.
func TestACurrencyHasTheMinorUnitThatTheStandardGivesIt(t *testing.T) {
	for code, c := range avrr.Currencies() {
		digits := 2
		switch {
		case strings.Contains(withoutMinorUnit, code):
			digits = 0
		case strings.Contains(withThousandths, code):
			digits = 3
		}
		if c.Digits != digits {
			t.Errorf("%s has %d digits, not %d", code, c.Digits, digits)
		}
	}
	for _, code := range strings.Fields(withoutMinorUnit + " " + withThousandths) {
		if _, ok := avrr.CurrencyOf(code); !ok {
			t.Errorf("nobody is paid in %s", code)
		}
	}
}

// Unicode's data of 2017 says what is legal tender where, and how many digits people use; ISO 4217 says how many a bank reckons with. What
// the two do not agree on is told here: coins that nobody uses any more, and currencies that have come or gone since.
func TestTheTableAgreesWithUnicodesData(t *testing.T) {
	const (
		coinsUnused = "AFN ALL AMD COP GYD IDR IQD IRR KPW LAK LBP MGA MMK MNT MUR PKR RSD SOS SYP TZS UZS YER"
		gone        = "ANG BGN CUC HRK MRO SLL VEF"
		come        = "MRU SLE VED VES XCG ZWG" // by amendments up to 177
		besides     = "SVC"                     // the colón of El Salvador, reckoned in beside the dollar that is tender there
	)
	left := maps.Clone(avrr.Currencies())
	var unused, missing []string
	for all := currency.Query(currency.Date(time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC))); all.Next(); {
		code := all.Unit().String()
		delete(left, code)
		c, ok := avrr.CurrencyOf(code)
		switch digits, _ := currency.Standard.Rounding(all.Unit()); {
		case !ok:
			missing = append(missing, code)
		case digits == 0 && c.Digits > 0:
			unused = append(unused, code)
		case digits != c.Digits:
			t.Errorf("%s has %d digits, not %d", code, c.Digits, digits)
		}
	}
	got := fmt.Sprintln(sorted(unused)) + fmt.Sprintln(sorted(missing)) + fmt.Sprintln(slices.Sorted(maps.Keys(left)))
	want := fmt.Sprintln(strings.Fields(coinsUnused)) + fmt.Sprintln(strings.Fields(gone)) + fmt.Sprintln(sorted(strings.Fields(come+" "+besides)))
	if got != want {
		t.Errorf("coins unused, gone, come and besides:\n%s not\n%s", got, want)
	}
}

// sorted answers each once.
func sorted(codes []string) []string {
	slices.Sort(codes)
	return slices.Compact(codes)
}
