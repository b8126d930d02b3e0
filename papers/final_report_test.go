package papers

import (
	"errors"
	"regexp"
	"testing"

	"homeward/avrr"
)

func TestFinalReportSaysWhatBecameOfTheMoney(t *testing.T) {
	text := layout(t, render(t, finalReport(), meta(English)))
	mustSay(t, text, "Total 2 850.00 EUR 2 950.00 EUR 120.00 EUR", "Paid above what was approved: 5.00 EUR", "-2.60 EUR", "8 400.00 ALL", "not made",
		"0.31 0.72 0.55 0.51", "0.58 0.75 incomplete 0.64", "Weighed by: RSS-compatible, default weights v0")
	mustSay(t, layout(t, render(t, finalReport(), meta(Albanian))), "Gjithsej 2 850.00 EUR", "nuk u bë", "Paguar mbi shumën e miratuar: 5.00 EUR")
}

func TestFinalReportOfACaseWithoutMoneyHasNoBudget(t *testing.T) {
	r := finalReport()
	r.Budget, r.Total, r.Overpaid = nil, Budget{}, avrr.Money{}
	mustNotSay(t, layout(t, render(t, r, meta(English))), "Final budget", "Paid above")
}

func TestFinalReportThatDoesNotAgreeWithItselfIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*FinalReport){
		"no case":        func(r *FinalReport) { r.Reference = "" },
		"below nothing":  func(r *FinalReport) { r.Budget[0].Paid = euro(-1) },
		"two currencies": func(r *FinalReport) { r.Budget[1].Back = avrr.Money{Amount: 1, Currency: "ALL"} },
		"no people":      func(r *FinalReport) { r.People = -1 },
	} {
		r := finalReport()
		spoil(&r)
		if _, err := Render(r, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}

func TestClosureLetterSaysWhatWasGivenAndWhatCanStillBeDone(t *testing.T) {
	mustSay(t, layout(t, render(t, closure(), meta(English))), "Your case is closed", "All that was agreed has been given", "in kind", "1 900.00 EUR", "You may ask what we keep about you")
	mustSay(t, layout(t, render(t, closure(), meta(Albanian))), "Rasti juaj u mbyll", "në natyrë", "Mund të ankoheni")
}

func TestReceiptInAnotherCurrencySaysWhatItComesTo(t *testing.T) {
	mustSay(t, layout(t, render(t, exchangedReceipt(), meta(English))), "118 080.00 ALL", "one hundred and eighteen thousand and eighty Albanian lek", "1 200.00 EUR", "1 ALL = 0.010163 EUR", "Bank of Albania, 9 June 2026")
	mustNotSay(t, layout(t, render(t, exchangedReceipt(), meta(English))), "paid in the currency granted")
	long := exchangedReceipt() // a second line of it would part the signatures from the amount
	long.Exchanged.Source, long.Exchanged.On = "European Central Bank", date(2026, 11, 23, 0, 0, tirana)
	lines := tool(t, "pdftotext", "-layout", file(t, render(t, long, meta(English))), "-")
	if !regexp.MustCompile(`EUR +European Central Bank, 23 November 2026\n`).MatchString(lines) {
		t.Errorf("the source of the rate takes two lines: %s", lines)
	}
	mustSay(t, layout(t, render(t, receipt(), meta(English))), "none: paid in the currency granted")
	for name, spoil := range map[string]func(*Exchanged){
		"no rate":       func(x *Exchanged) { x.Rate = "" },
		"nothing":       func(x *Exchanged) { x.Worth.Amount = 0 },
		"same currency": func(x *Exchanged) { x.Worth.Currency = "ALL" },
	} {
		r := exchangedReceipt()
		spoil(r.Exchanged)
		if _, err := Render(r, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}
