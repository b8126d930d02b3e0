package avrr_test

import (
	"fmt"
	"slices"
	"testing"

	"homeward/avrr"
)

var manager2 = avrr.Actor{ID: "manager2", Role: avrr.ProgrammeManager}

// changed is an amendment that spends what is left on something else.
func changed(amount int) string {
	return fmt.Sprintf(`{"amends":true,"reason":"The oven cannot be delivered","measures":[{"dimension":"social","level":"individual","kind":"housing","description":"Rent","amount":%d,"currency":"EUR"}]}`, amount)
}

func ids(p *avrr.Plan) (said []string) {
	for _, i := range p.Instalments {
		said = append(said, i.ID+" "+i.State)
	}
	return said
}

func TestAnAmendmentLeavesWhatWasPaidAndReplacesTheRest(t *testing.T) {
	f := paidOnce(t, homebound, monday) // 1,500.00 of 2,000.00
	f.does(field, "propose-plan", changed(120000))
	if f.c.Plan.Decision != "approve" || f.c.Stage != avrr.Reintegration || taskOf(f, "plan-decision") == nil {
		t.Fatalf("the plan is %q in %s before anybody has decided on its amendment", f.c.Plan.Decision, f.c.Stage)
	}
	f.offered(avrr.Actor{ID: "field", Role: avrr.ProgrammeManager}, "decide-plan", "another-person")
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if got := ids(f.c.Plan); !slices.Equal(got, []string{"i1 paid", "i3 planned"}) {
		t.Fatalf("the amended plan has %v", got)
	}
	if m := f.c.Plan.Measures; len(m) != 2 || m[0].Amount != 150000 || m[0].Kind != "business" || m[1].Kind != "housing" || f.c.Plan.Instalments[1].Measure != 1 {
		t.Fatalf("%+v", m)
	}
	if v := f.c.PlanVersions; len(v) != 1 || !slices.Equal(ids(v[0]), []string{"i1 paid", "i2 planned"}) || v[0].Measures[0].Amount != 200000 {
		t.Fatalf("the version before it reads %s", asJSON(t, v))
	}
	if totals := f.c.Totals(); totals.Promised != 270000 || f.c.Amendment != nil || f.c.Plan.Amends == "" {
		t.Fatalf("%+v", totals)
	}
	f.does(manager, "release-instalment", `{"instalment":"i3"}`)
	f.does(field, "record-payment", paid("i3", 120000, "2026-03-10"))
	if f.c.Stage != avrr.FollowUp {
		t.Fatal(f.c.Stage)
	}
}

func TestUntilAnAmendmentIsApprovedThePlanBeforeItIsInForce(t *testing.T) {
	for _, decision := range []string{"refuse", "send_back"} {
		f := paidOnce(t, homebound, monday)
		f.does(field, "propose-plan", changed(120000))
		f.does(manager, "release-instalment", `{"instalment":"i2"}`)
		f.does(manager, "decide-plan", fmt.Sprintf(`{"decision":%q,"reason":"The rent is paid by the municipality"}`, decision))
		if got := ids(f.c.Plan); !slices.Equal(got, []string{"i1 paid", "i2 released"}) || f.c.Amendment != nil || len(f.c.PlanVersions) != 1 {
			t.Fatalf("%s: %v, %s", decision, got, asJSON(t, f.c.PlanVersions))
		}
		if task := taskOf(f, "amendment-1"); (task != nil) != (decision == "send_back") {
			t.Fatalf("%s: %+v", decision, task)
		}
	}
}

func TestWhatIsReleasedWhileAnAmendmentWaitsCountsAgainstIt(t *testing.T) {
	f := paidOnce(t, homebound, monday)
	if e := f.refused(field, "propose-plan", changed(150001)); rules(e) != "above-ceiling" {
		t.Fatal(e)
	}
	f.does(field, "propose-plan", changed(150000))
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	if e := f.refused(manager, "decide-plan", `{"decision":"approve"}`); rules(e) != "above-ceiling" {
		t.Fatal(e)
	}
}

func TestAnAmendmentNeedsAPlanAndAReason(t *testing.T) {
	f := travelled(t, homebound, monday)
	if e := f.refused(field, "propose-plan", changed(1000)); rules(e) != "nothing-to-amend" {
		t.Error(e)
	}
	f = planned(t, homebound, monday)
	if e := f.refused(field, "propose-plan", buyingAmended); rules(e) != "reason-missing" {
		t.Error(e)
	}
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	if e := f.refused(field, "propose-plan", onePlan); rules(e) != "plan-begun" {
		t.Error(e)
	}
}

const buyingAmended = `{"amends":true,"measures":[{"dimension":"social","level":"individual","kind":"housing","description":"Rent","amount":1000,"currency":"EUR"}]}`

func TestACompletedCaseHasNoAmendmentOpen(t *testing.T) {
	f := paidOnce(t, homebound, monday)
	f.does(field, "propose-plan", changed(1000))
	if e := f.refused(manager, "close", `{"reason":"completed"}`); rules(e) != "amendment-open" {
		t.Fatal(e)
	}
	f.does(manager, "close", `{"reason":"other","note":"Enough."}`)
	if f.c.Amendment != nil {
		t.Fatal("the amendment of a closed case waits for its decision")
	}
}

func TestADearPlanIsApprovedByTwoManagers(t *testing.T) {
	p := *homebound
	p.Approval = []avrr.ApprovalLimit{{UpTo: 199999}, {TwoPersons: true}}
	f := proposed(t, &p, monday) // 2,000.00
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if f.c.Plan.Decision != "" || f.c.Stage != avrr.Arrival || len(f.c.Plan.Approvals) != 1 || f.c.Totals().Promised != 0 {
		t.Fatalf("one approval made it %q in %s", f.c.Plan.Decision, f.c.Stage)
	}
	if e := f.refused(manager, "decide-plan", `{"decision":"approve"}`); rules(e) != "second-manager" {
		t.Fatal(e)
	}
	f.offered(manager, "release-instalment", "plan-not-approved")
	f.does(manager2, "decide-plan", `{"decision":"approve"}`)
	if f.c.Plan.Decision != "approve" || f.c.Plan.DecidedBy != "manager2" || f.c.Stage != avrr.Reintegration {
		t.Fatalf("%+v in %s", f.c.Plan, f.c.Stage)
	}
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "propose-plan", changed(50000)) // with what stays it comes to as much again
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if f.c.Amendment == nil || len(f.c.Amendment.Approvals) != 1 {
		t.Fatal("an amendment of a dear plan was approved by one manager")
	}
	f.does(manager2, "decide-plan", `{"decision":"approve"}`)
	if f.c.Amendment != nil || len(f.c.PlanVersions) != 1 {
		t.Fatal("two managers approved, and the amendment still waits")
	}

	p.Approval = []avrr.ApprovalLimit{{UpTo: 200000}, {TwoPersons: true}}
	if f = planned(t, &p, monday); f.c.Plan.Decision != "approve" {
		t.Fatal("a plan of just so much was not approved by one manager")
	}
}
