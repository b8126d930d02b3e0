package avrr_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

// given answers the papers of the time after arrival, as the register lists them.
func given(f *file) []string {
	return register(f, avrr.PaperPlan, avrr.PaperOrder, avrr.PaperDelivery, avrr.PaperVisit, avrr.PaperReceipt, avrr.PaperClosure, avrr.PaperReport)
}

func (f *file) gives(want ...string) {
	f.t.Helper()
	for i := range want {
		want[i] = "HW-7K3-M9PX-" + want[i]
	}
	if got := given(f); !slices.Equal(got, want) {
		f.t.Fatalf("the papers are\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const toolsPlan = `{"measures":[{"dimension":"economic","level":"individual","kind":"tools","description":"A sewing machine","amount":200000,"currency":"EUR","supplier":"Singer Tirana",
	"instalments":[{"amount":150000},{"amount":50000}]}]}`

func equipped(t *testing.T) *file {
	f := travelled(t, homebound, monday)
	f.on("2026-03-12")
	f.does(field, "propose-plan", toolsPlan)
	return f
}

func TestAPlanIsGivenOutWhenItIsApproved(t *testing.T) {
	f := equipped(t)
	f.gives()
	if e := f.refused(field, "issue-document", `{"kind":"reintegration_plan","language":"en"}`); rules(e) != "plan-not-in-force" {
		t.Fatal(e)
	}
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.gives("P-1 current")
	if p := ofKind(f, avrr.PaperPlan)[0]; p.Language != avrr.Albanian || !p.ValidUntil.IsZero() {
		t.Errorf("it is in %s until %s", p.Language, p.ValidUntil)
	}
	f.does(field, "issue-document", `{"kind":"reintegration_plan","language":"en"}`)
	f.gives("P-1 current", "P-2 current")
}

func TestAPlanThatIsReplacedOrGivenUpIsCalledBack(t *testing.T) {
	f := equipped(t)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(field, "propose-plan", onePlan)
	f.gives("P-1 withdrawn")
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.gives("P-1 withdrawn", "P-2 current")
	f.does(field, "decline-reintegration", `{"member":"m1","scope":"all","on":"2026-03-12"}`)
	f.gives("P-1 withdrawn", "P-2 withdrawn")
}

func TestAPlanOfLongAgoIsGivenOutOnRequestAlone(t *testing.T) {
	f := equipped(t)
	f.on("2026-06-01")
	f.does(manager, "decide-plan", `{"decision":"approve","happened_on":"2026-03-13"}`)
	f.gives()
	f.does(field, "issue-document", `{"kind":"reintegration_plan","language":"sq"}`)
	f.gives("P-1 current")
}

func TestNothingIsOrderedBeforeItsInstalmentIsReleased(t *testing.T) {
	f := equipped(t)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	for body, want := range map[string]string{
		`{"kind":"purchase_order","language":"en"}`:                   "paper-of-an-instalment",
		`{"kind":"purchase_order","instalment":"i1","language":"en"}`: "instalment-not-released",
		`{"kind":"delivery_note","instalment":"i1","language":"en"}`:  "instalment-not-released",
	} {
		if e := f.refused(field, "issue-document", body); rules(e) != want {
			t.Errorf("%s: %v, not %s", body, e, want)
		}
	}
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "issue-document", `{"kind":"purchase_order","instalment":"i1","language":"en"}`)
	f.does(field, "issue-document", `{"kind":"delivery_note","instalment":"i1","language":"sq"}`)
	f.gives("P-1 current", "O1-1 current", "N1-1 current")

	f.does(field, "record-delivery", `{"instalment":"i1","delivered":"The machine","short":"The table","accepted_by":"m1","on":"2026-03-12"}`)
	f.gives("P-1 current", "O1-1 current", "N1-1 superseded", "N1-2 current")
	f.does(field, "decline-reintegration", `{"member":"m1","scope":"all","on":"2026-03-12"}`)
	f.gives("P-1 withdrawn", "O1-1 withdrawn", "N1-1 superseded", "N1-2 withdrawn")
}

func TestAPlanWithoutASupplierOrdersNothing(t *testing.T) {
	f := travelled(t, homebound, monday)
	f.does(field, "propose-plan", strings.Replace(toolsPlan, `,"supplier":"Singer Tirana"`, "", 1))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	if e := f.refused(field, "issue-document", `{"kind":"purchase_order","instalment":"i1","language":"en"}`); rules(e) != "supplier-missing" {
		t.Fatal(e)
	}
}

// A supplier must not deliver on an order of last year: the order ends with the time in which the help is given.
func TestAnOrderEndsWithTheTimeItsLineIsGivenIn(t *testing.T) {
	p, window := *homebound, days(90)
	p.Package = slices.Clone(p.Package)
	p.Package = append(p.Package, avrr.PackageLine{ID: "tools", Title: avrr.T("Tools", "Vegla"), Form: "in_kind", PerPerson: 300000, PerChild: 300000, PerNext: 300000, Plan: true, Parts: 2, Window: &window})
	f := travelled(t, &p, monday)
	f.does(field, "propose-plan", strings.Replace(toolsPlan, `{"dimension"`, `{"line":"tools","dimension"`, 1))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "issue-document", `{"kind":"purchase_order","instalment":"i1","language":"en"}`)
	until := ofKind(f, avrr.PaperOrder)[0].ValidUntil
	if arrived := moment("2026-03-10T13:30:00Z"); until.Before(arrived.AddDate(0, 0, 89)) || until.After(arrived.AddDate(0, 0, 92)) || until.Format("15:04:05") != "23:59:59" {
		t.Errorf("the order counts until %s", until)
	}
}

func TestAVisitFormIsKeptTrueUntilItIsFilledIn(t *testing.T) {
	f := travelled(t, homebound, monday)
	if e := f.refused(field, "issue-document", `{"kind":"visit_form","language":"en"}`); rules(e) != "paper-of-a-visit" {
		t.Fatal(e)
	}
	f.does(field, "issue-document", `{"kind":"visit_form","visit":"month-1","language":"sq"}`)
	f.does(field, "issue-document", `{"kind":"visit_form","visit":"month-3","language":"sq"}`)
	f.gives("VMONTH-1-1 current", "VMONTH-3-1 current")
	f.does(officer, "correct-details", `{"contact":{"channel":"letter","value":"Rruga 1, Kukës"},"reason":"The telephone is her brother's."}`)
	f.gives("VMONTH-1-1 superseded", "VMONTH-3-1 superseded", "VMONTH-1-2 current", "VMONTH-3-2 current")
	f.does(officer, "add-note", `{"text":"Nothing about visits."}`)
	f.does(manager, "assign-visit", `{"visit":"month-3","person":"field"}`)
	f.on("2026-04-09")
	f.does(field, "log-visit", visited("month-1", "2026-04-09"))
	f.gives("VMONTH-1-1 superseded", "VMONTH-3-1 superseded", "VMONTH-1-2 superseded", "VMONTH-3-2 superseded", "VMONTH-3-3 current", "VMONTH-1-3 current")
}

func TestWhoeverIsHandedCashGetsAReceipt(t *testing.T) {
	f := equipped(t)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "record-payment", strings.NewReplacer("bank_transfer", "cash", "supplier", "office").Replace(paid("i1", 150000, "2026-03-12")))
	f.gives("P-1 current", "C1-1 current")
	if p := ofKind(f, avrr.PaperReceipt)[0]; p.About != "p1" || p.Language != avrr.Albanian {
		t.Errorf("the receipt is of %s in %s", p.About, p.Language)
	}
}

func TestAReceiptSaysWhatIsLeftOfThePaymentAndIsWithdrawnWithIt(t *testing.T) {
	f := equipped(t)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "record-payment", strings.NewReplacer("bank_transfer", "cash", "supplier", "office").Replace(paid("i1", 150000, "2026-03-12")))
	f.does(field, "reverse-payment", reversed("p1", 50000, "2026-03-12"))
	f.gives("P-1 current", "C1-1 superseded", "C1-2 current")
	f.does(officer, "add-note", `{"text":"Nothing about the payment."}`)
	f.gives("P-1 current", "C1-1 superseded", "C1-2 current")
	f.does(field, "reverse-payment", reversed("p1", 100000, "2026-03-12"))
	f.gives("P-1 current", "C1-1 superseded", "C1-2 withdrawn")
}

func TestACaseThatIsClosedSaysGoodbye(t *testing.T) {
	f := travelled(t, homebound, monday)
	for _, kind := range []string{"closure_letter", "final_report"} {
		if e := f.refused(manager, "issue-document", `{"kind":"`+kind+`","language":"en"}`); rules(e) != "not-closed" {
			t.Errorf("%s: %v", kind, e)
		}
	}
	f.does(field, "close", `{"reason":"re_migrated","note":"She has gone to work abroad."}`)
	f.gives("Z-1 current")
	f.does(manager, "issue-document", `{"kind":"final_report","language":"en"}`)
	f.gives("Z-1 current", "F-1 current")
	f.does(manager, "reopen", `{"stage":"follow_up","reason":"She has come back."}`)
	f.gives("Z-1 withdrawn", "F-1 withdrawn")
}

// A letter to whoever could not be found, or whom a state took away, may come into wrong hands.
func TestNoLetterGoesOutByItselfToWhoMayNotReadIt(t *testing.T) {
	f := travelled(t, homebound, monday)
	f.does(field, "close", `{"reason":"detained","note":"She is held in Kukës."}`)
	f.gives()
	f.does(field, "issue-document", `{"kind":"closure_letter","language":"sq"}`)
	f.gives("Z-1 current")

	f = travelled(t, homebound, monday)
	f.now = f.now.Add(24 * time.Hour)
	f.does(field, "report-event", `{"member":"m1","event":"death","on":"2026-03-10","source":"family"}`)
	f.gives()
	if e := f.refused(field, "issue-document", `{"kind":"closure_letter","language":"sq"}`); rules(e) != "nobody-to-write-to" {
		t.Fatal(e)
	}
}

func TestAnAmendmentIsGivenOutBesideThePlanItMakes(t *testing.T) {
	f := equipped(t)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if e := f.refused(field, "issue-document", `{"kind":"plan_amendment","language":"en"}`); rules(e) != "plan-not-amended" {
		t.Fatal(e)
	}
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.on("2026-04-02")
	amendment := strings.Replace(strings.Replace(toolsPlan, "200000", "60000", 1), `"instalments":[{"amount":150000},{"amount":50000}]`, `"instalments":[{"amount":60000}]`, 1)
	f.does(field, "propose-plan", strings.TrimSuffix(amendment, "}")+`,"amends":true,"reason":"The machine costs more."}`)
	f.gives("P-1 current")
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.gives("P-1 superseded", "P-2 current")
	if got := register(f, avrr.PaperAmendment); !slices.Equal(got, []string{"HW-7K3-M9PX-X-1 current"}) {
		t.Fatal(got)
	}
	f.does(field, "decline-reintegration", `{"member":"m1","scope":"all","on":"2026-04-02"}`)
	if got := register(f, avrr.PaperAmendment); !slices.Equal(got, []string{"HW-7K3-M9PX-X-1 withdrawn"}) {
		t.Fatal(got)
	}
}
