package papers

import (
	"errors"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

func TestAmendmentMarksWhatDiffersFromThePlanBefore(t *testing.T) {
	text := layout(t, render(t, amendedPlan(), meta(English)))
	mustSay(t, text, "Reintegration plan: amendment", "takes the place of the one approved on 2 July 2026", "Reason: The school gives the books",
		"was: 2 200.00 EUR", "was: Supplier: Singer Tirana", "was: from 10 July 2026", "was: 700.00 EUR", "was: 15 August 2026", "left out", "new", "changed",
		"School things and the bus to school")
	mustSay(t, layout(t, render(t, amendedPlan(), meta(Albanian))), "zëvendëson planin e miratuar më 2 korrik 2026", "ishte: 2 200.00 EUR", "hequr", "e re", "ndryshuar")
	first := layout(t, render(t, plan(), meta(English)))
	mustNotSay(t, first, "amendment", "was:", "left out", "takes the place")
}

func TestAmendmentThatCostsMoreSaysWhatThePlanCameToBefore(t *testing.T) {
	p := amendedPlan()
	mustNotSay(t, layout(t, render(t, p, meta(English))), "The plan came to")
	p.Measures[1].Amount = euro(120000)
	mustSay(t, layout(t, render(t, p, meta(English))), "3 100.00 EUR", "The plan came to 2 800.00 EUR before.")
}

// A plan of which everything else was taken out still shows what is gone, and one that had no steps gets its first ones marked as new.
func TestAmendmentOfTablesThatWereOrBecomeEmpty(t *testing.T) {
	p := amendedPlan()
	p.Instalments, p.Amends.Before.Milestones = nil, nil
	text := layout(t, render(t, p, meta(English)))
	mustSay(t, text, "What is given, and when", "from 10 July 2026", "The windows are in")
	if n := strings.Count(text, "left out"); n != 4 { // a measure and three instalments
		t.Errorf("%d rows are marked as left out, want 4", n)
	}
}

func TestPlanThatDoesNotAddUpIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*ReintegrationPlan){
		"nobody":         func(p *ReintegrationPlan) { p.For = nil },
		"no measure":     func(p *ReintegrationPlan) { p.Measures = nil },
		"no approval":    func(p *ReintegrationPlan) { p.ApprovedOn = time.Time{} },
		"nameless":       func(p *ReintegrationPlan) { p.Measures[0].What = "" },
		"nothing":        func(p *ReintegrationPlan) { p.Measures[0].Amount.Amount = 0 },
		"two currencies": func(p *ReintegrationPlan) { p.Measures[0].Amount.Currency = "ALL" },
		"beyond counting": func(p *ReintegrationPlan) {
			p.Measures[0].Amount, p.Measures[1].Amount = euro(1<<62), euro(1<<62)
		},
	} {
		p := plan()
		spoil(&p)
		if _, err := Render(p, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}

func TestOrderSaysItsTotal(t *testing.T) {
	mustSay(t, layout(t, render(t, order(), meta(English))), "Purchase order", "1 500.00 EUR", "Friday 31 July 2026", "Ask nothing of who receives it")
	mustSay(t, layout(t, render(t, order(), meta(Albanian))), "Urdhër blerjeje", "1 500.00 EUR", "e premte, 31 korrik 2026")
	o := order()
	o.Lines[1].Amount = avrr.Money{Amount: 100, Currency: "ALL"}
	if _, err := Render(o, meta(English)); !errors.Is(err, ErrContent) {
		t.Errorf("got %v, want an order in two currencies refused", err)
	}
}

func TestDeliveryNoteTicksWhetherAllCame(t *testing.T) {
	blank := layout(t, render(t, deliveryNote(), meta(English)))
	mustSay(t, blank, tickBox+" complete and in order", tickBox+" not complete", "What was missing or broken")
	mustNotSay(t, blank, tickedBox)
	mustSay(t, layout(t, render(t, deliveredNote(), meta(English))), tickBox+" complete and in order", tickedBox+" not complete", "The lamp", "Tuesday 28 July 2026")
	whole := deliveredNote()
	whole.Delivery.Short = ""
	text := layout(t, render(t, whole, meta(English)))
	mustSay(t, text, tickedBox+" complete and in order", tickBox+" not complete")
	mustNotSay(t, text, "What was missing or broken")
	whole.Delivery.On = time.Time{}
	if _, err := Render(whole, meta(English)); !errors.Is(err, ErrContent) {
		t.Errorf("got %v, want a delivery without a day refused", err)
	}
}
