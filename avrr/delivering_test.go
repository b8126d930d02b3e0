package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// brought is a delivery of the first instalment that Ada accepted; short is what was missing of it.
func brought(what, short, on string) string {
	return fmt.Sprintf(`{"instalment":"i1","delivered":%q,"short":%q,"accepted_by":"m1","on":%q}`, what, short, on)
}

// owed is where the delivery of the first instalment stands, and what the tasks ask to have delivered.
func owed(f *file) (state, short string, tasks []string) {
	if d := f.c.Plan.Instalments[0].Delivered; d != nil {
		state, short = d.State, d.Short
	}
	for _, t := range f.c.Tasks(f.p) {
		if strings.HasPrefix(t.ID, "short-i1-") {
			tasks = append(tasks, t.Detail)
		}
	}
	return state, short, tasks
}

func (f *file) owes(state, short string, tasks ...string) {
	f.t.Helper()
	if gotState, gotShort, gotTasks := owed(f); gotState != state || gotShort != short || strings.Join(gotTasks, "; ") != strings.Join(tasks, "; ") {
		f.t.Errorf("delivered %q, short %q, to be seen to %q; not %q, %q, %q", gotState, gotShort, gotTasks, state, short, tasks)
	}
}

func TestWhatIsMissingOfADeliveryIsOwedUntilItComes(t *testing.T) {
	f := released(t, homebound, monday)
	f.owes("", "")
	f.does(field, "record-delivery", brought("An oven", "The door and the trays", "2026-03-10"))
	f.owes(avrr.PartlyDelivered, "The door and the trays", "The door and the trays")
	f.now = moment("2026-03-20T10:00:00Z")
	f.does(field, "record-delivery", brought("The door", "The trays", "2026-03-13"))
	f.owes(avrr.PartlyDelivered, "The trays", "The trays")
	f.does(field, "record-delivery", brought("The trays", "", "2026-03-18"))
	f.owes(avrr.FullyDelivered, "")
	if len(f.c.Deliveries) != 3 || doubts(f) != "" || f.c.Plan.Instalments[0].State != avrr.Released {
		t.Errorf("%+v, %q", f.c.Deliveries, doubts(f))
	}
}

// A delivery that is told late does not take back what came after it.
func TestADeliveryToldLateChangesNothingThatCameAfterIt(t *testing.T) {
	f := released(t, homebound, monday)
	f.now = moment("2026-03-20T10:00:00Z")
	f.does(field, "record-delivery", brought("The door", "", "2026-03-13"))
	f.does(field, "record-delivery", brought("An oven", "The door", "2026-03-11"))
	f.owes(avrr.FullyDelivered, "")
	if came := f.c.DeliveriesOf("i1"); came[0].Delivered != "An oven" || came[1].Delivered != "The door" {
		t.Errorf("told in the order %+v", came)
	}
}

func TestASupplierWhoFailsClosesADeliveryThatCameInPart(t *testing.T) {
	for _, c := range []struct {
		kind, state string
		tasks       []string
	}{
		{avrr.SupplierDefaulted, avrr.NoLongerDelivered, nil},
		{avrr.SupplierWithdrew, avrr.NoLongerDelivered, nil},
		{avrr.SupplierLate, avrr.PartlyDelivered, []string{"The door"}},
	} {
		f := paidOnce(t, homebound, monday)
		f.does(field, "record-delivery", brought("An oven", "The door", "2026-03-10"))
		f.does(field, "report-supplier", supplier(c.kind))
		f.owes(c.state, "The door", c.tasks...)
		f.now = moment("2026-04-20T10:00:00Z")
		f.does(field, "record-delivery", brought("The door, from another workshop", "", "2026-04-18"))
		f.owes(avrr.FullyDelivered, "")
	}
}

func TestADeliveryIsOfferedForWhatWasPaidUntilItIsWhole(t *testing.T) {
	f := paidOnce(t, homebound, monday)
	offered := func() any {
		a, _ := avrr.Find("record-delivery")
		return a.Schema(f.c)["properties"].(avrr.Schema)["instalment"].(avrr.Schema)["enum"]
	}
	if got := fmt.Sprint(offered()); got != "[i1]" {
		t.Fatalf("offered %s", got)
	}
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	f.does(field, "record-delivery", brought("An oven", "", "2026-03-10"))
	if got := fmt.Sprint(offered()); got != "[i2]" {
		t.Errorf("offered %s", got)
	}
}

// A form offers what the action can still be done to.
func TestAnInstalmentIsOfferedToWhatCanStillBeDoneWithIt(t *testing.T) {
	for _, c := range []struct {
		at                         opening
		release, supplier, ordered string
	}{
		{released, "[i2]", "[i1]", "[i1]"},
		{paidOnce, "[i2]", "[i1]", "[i1]"},
	} {
		f := c.at(t, homebound, monday)
		for action, want := range map[string]string{"release-instalment": c.release, "report-supplier": c.supplier, "issue-document": c.ordered} {
			a, _ := avrr.Find(action)
			if got := fmt.Sprint(a.Schema(f.c)["properties"].(avrr.Schema)["instalment"].(avrr.Schema)["enum"]); got != want {
				t.Errorf("%s of a case %d lines long is offered %s, not %s", action, f.c.Seq, got, want)
			}
		}
	}
}

func TestMoneyThatCameBackWholeIsNotOfferedToBeTakenBackAgain(t *testing.T) {
	f := paidOnce(t, homebound, monday)
	f.offered(field, "reverse-payment")
	f.does(field, "reverse-payment", `{"payment":"p1","kind":"handed_back","amount":150000,"reason":"Paid twice","on":"2026-03-10"}`)
	if slices.ContainsFunc(avrr.Offers(f.judging(field)), func(o avrr.Offer) bool { return o.Action.Name == "reverse-payment" }) {
		t.Error("the reversal of a payment is offered, and nothing is left of any")
	}
}

func TestADeliveryIsRecordedOnceAndNamesWhoAcceptedIt(t *testing.T) {
	f := released(t, homebound, monday)
	oven := brought("An oven", "The door", "2026-03-10")
	f.does(field, "record-delivery", oven)
	for rule, body := range map[string]string{
		"delivery-recorded": oven,
		"one-acceptor":      `{"instalment":"i1","delivered":"An oven","accepted_by":"m1","accepted_by_name":"Agim Hoxha","on":"2026-03-10"}`,
	} {
		if e := f.refused(field, "record-delivery", body); rules(e) != rule {
			t.Errorf("%s, not %s", e, rule)
		}
	}
	for _, nobody := range []string{`{"instalment":"i1","delivered":"An oven","on":"2026-03-10"}`, `{"instalment":"i1","delivered":"An oven","accepted_by_name":"  ","on":"2026-03-10"}`} {
		if e := f.refused(field, "record-delivery", nobody); rules(e) != "one-acceptor" {
			t.Errorf("%s: %s", nobody, e)
		}
	}
}

func TestADeliveryOfWhatNobodyOrderedIsAContradiction(t *testing.T) {
	f := released(t, homebound, monday)
	f.does(field, "record-delivery", strings.Replace(brought("An oven", "", "2026-03-10"), "i1", "i2", 1))
	f.does(field, "record-delivery", brought("An oven", "", "2026-03-08"))
	if doubts(f) != "Small business, instalment 2 of 2 was delivered although it was planned. Small business, instalment 1 of 2 was delivered on 2026-03-08, before it was ordered on 2026-03-10." {
		t.Errorf("%q", doubts(f))
	}
}

// Goods are handed to the person, to an adult of the case, or to who is recorded to speak for one of its children. Whoever else took
// them, they were delivered, and somebody asks why.
func TestWhoAcceptsADeliveryForNobodyOfTheCaseIsAskedAbout(t *testing.T) {
	const said = "What was delivered (Small business, instalment 1 of 2) was accepted by "
	for by, want := range map[string]string{
		`"accepted_by":"m1"`:                     "",
		`"accepted_by":"m2"`:                     "",
		`"accepted_by":"r1"`:                     "",
		`"accepted_by":"m4"`:                     said + "m4, who was a child on 2026-03-12.",
		`"accepted_by":"r2"`:                     said + "r2, who represented nobody of this case on 2026-03-12.",
		`"accepted_by_name":"A man at the gate"`: said + "somebody who is neither an adult of this case nor a representative recorded on it.",
	} {
		f := familyWithTickets(t)
		f.does(officer, "set-representative", `{"member":"m3","kind":"guardian","person":{"given_names":"Vera","family_name":"Marsh"},"appointed_by":"Family Court","from":"2026-01-01"}`)
		f.does(officer, "set-representative", `{"member":"m4","kind":"guardian","person":{"given_names":"Teuta"},"appointed_by":"Family Court","from":"2026-01-01","until":"2026-03-01"}`)
		f.now = moment("2026-03-10T16:00:00Z")
		f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T15:30:00+01:00","members":["m1","m2","m3","m4"]}`)
		before := doubts(f)
		f.does(field, "propose-plan", onePlan)
		f.does(manager, "decide-plan", `{"decision":"approve"}`)
		f.does(manager, "release-instalment", `{"instalment":"i1"}`)
		f.now = moment("2026-03-13T10:00:00Z")
		f.does(field, "record-delivery", fmt.Sprintf(`{"instalment":"i1","delivered":"An oven",%s,"on":"2026-03-12"}`, by))
		if got := strings.TrimSpace(strings.TrimPrefix(doubts(f), before)); got != want {
			t.Errorf("%s: %q, not %q", by, got, want)
		}
		f.owes(avrr.FullyDelivered, "")
	}
}

func TestWhoDiedBeforeADeliveryCannotHaveAcceptedIt(t *testing.T) {
	for died, doubted := range map[string]bool{"2026-03-11": true, "2026-03-13": false} {
		f := released(t, homebound, monday)
		f.now = moment("2026-03-14T10:00:00Z")
		f.does(field, "report-event", fmt.Sprintf(`{"member":"m1","event":"death","on":%q,"source":"family"}`, died))
		f.does(field, "record-delivery", brought("An oven", "", "2026-03-12"))
		if got := strings.Contains(doubts(f), "was accepted by m1, who is not with this case any more."); got != doubted {
			t.Errorf("died on %s: %q", died, doubts(f))
		}
	}
}
