package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"homeward/store"
)

// waitsForDecision brings a case home with a plan of some suppliers that waits for its decision.
func (o *office) waitsForDecision(reference string, amount int) {
	o.Helper()
	o.do("field", reference, "propose-plan", body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "tools", "description": "A sewing machine.", "amount": amount, "currency": "EUR",
		"quotes": []body{{"supplier": "Singer Tirana", "amount": amount, "currency": "EUR", "chosen": true, "why_not_cheapest": "It comes with a warranty."}, {"supplier": "Market stall", "amount": amount - 5000, "currency": "EUR"}}}}})
}

func TestWhatWaitsForADecisionStandsAmongTheApprovalsWithItsEvidence(t *testing.T) {
	o := newOffice(t)
	planned, assessed := o.opened("Hoxha", "Arta"), o.opened("Kola", "Besa")
	o.approved(planned)
	o.waitsForDecision(planned, 40000)
	o.do("officer", assessed, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", assessed, "record-screening", body{"member": "m1", "screened_on": day(-2)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", assessed, "give-consent", body{"member": "m1", "kind": kind, "signed_on": day(-1), "language": "en"})
	}
	o.do("officer", assessed, "assess-eligibility", body{"recommendation": "approve", "note": "Has no other help."})

	manager := o.as("manager")
	p := manager.shows("/approvals", planned, assessed, "Hoxha", "400.00\u00a0EUR", "Singer Tirana", "It comes with a warranty.", "Market stall", "Arben Kelmendi", "Has no other help.",
		"/cases/"+planned+"/do/decide-plan?decision=approve", "/cases/"+planned+"/do/decide-plan?decision=send_back", "/cases/"+assessed+"/do/decide-eligibility?decision=refuse")
	for _, l := range regexp.MustCompile(`<a href="(/approvals\?kind=[a-z-]+)"[^>]*><b>(\d+)</b>`).FindAllStringSubmatch(p.html, -1) {
		if rows := strings.Count(manager.shows(l[1]).html, `<article class="card approval"`); rows != int(l[2][0]-'0') {
			t.Errorf("%s says %s and shows %d", l[1], l[2], rows)
		}
	}
	manager.shows("/approvals?lang=sq", "Miratimet")
	manager.shows("/cases/"+planned+"/do/decide-plan?decision=approve&lang=en", `value="approve" checked`)

	officer := o.as("officer").shows("/approvals", "Another person must decide", "This is decided by: programme manager.")
	if strings.Contains(officer.html, "/do/decide-") {
		t.Error("an officer is offered to decide what they put forward, or what is not theirs")
	}
	o.as("officer2").shows("/approvals?kind=decide-eligibility", "/cases/"+assessed+"/do/decide-eligibility?decision=approve")
	if got := o.as("desk").get("/approvals").status; got != http.StatusForbidden {
		t.Errorf("the travel desk is answered %d", got)
	}
	if got := manager.get("/approvals?kind=open").status; got != http.StatusBadRequest {
		t.Errorf("an action that approves nothing is answered %d", got)
	}

	o.do("manager", planned, "decide-plan", body{"decision": "approve"})
	if p := manager.shows("/approvals?kind=decide-plan", "Nothing waits for a decision"); strings.Contains(p.html, planned) {
		t.Error("a plan that is decided still waits")
	}
}

// Whoever decides has to know which criterion is open, not only how many are.
func TestAnApprovalNamesTheCriteriaThatAreNotMet(t *testing.T) {
	o := newOffice(t)
	unclear := application("Kola", "Besa")
	delete(unclear, "legal_status")
	reference := o.do("officer", "", "open", unclear).Reference
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-2)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", reference, "give-consent", body{"member": "m1", "kind": kind, "signed_on": day(-1), "language": "en"})
	}
	o.do("officer", reference, "assess-eligibility", body{"recommendation": "approve"})
	o.as("manager").shows("/approvals", "Besa Kola: 8 of 9 criteria are met", "<li>Not known: ")
}

func TestWhatIsDecidedWhileTheListIsReadDoesNotStandAmongTheApprovals(t *testing.T) {
	o := newOffice(t)
	planned := o.opened("Hoxha", "Arta")
	o.approved(planned)
	o.waitsForDecision(planned, 40000)
	row, err := o.store.Read(t.Context()).CaseByReference(planned)
	o.must(err)
	listed, err := o.store.Read(t.Context()).TasksOf(row.ID)
	o.must(err)
	o.do("manager", planned, "decide-plan", body{"decision": "approve"})
	o.must(o.store.InTx(t.Context(), func(tx *store.Tx) error { return tx.ReplaceTasks(row.ID, listed) })) // as the list was a moment before
	if p := o.as("manager").shows("/approvals?kind=decide-plan", "Approvals"); strings.Contains(p.html, planned) {
		t.Error("a plan nobody waits for is offered to be decided")
	}
}

func TestApprovalsOfARestrictedCaseTellNothingOfIt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Verysecret", "Unmistakable")
	o.approved(reference)
	o.waitsForDecision(reference, 40000)
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-1), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	o.as("manager").shows("/approvals", "Verysecret", "Singer Tirana")
	for _, username := range []string{"officer2", "auditor"} {
		if p := o.as(username).shows("/approvals", reference); strings.Contains(p.html, "Verysecret") || strings.Contains(p.html, "Singer") || strings.Contains(p.html, "400.00") {
			t.Errorf("%s learns of a restricted case among the approvals", username)
		}
	}
}

func TestTheFieldLearnsAmongTheApprovalsNothingOfWhatADecisionRestsOn(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-2)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", reference, "give-consent", body{"member": "m1", "kind": kind, "signed_on": day(-1), "language": "en"})
	}
	told := func(username, secret string) bool {
		return strings.Contains(o.as(username).shows("/approvals", reference).html, secret)
	}
	for _, step := range []struct {
		do     func()
		secret string
	}{
		{func() {
			o.do("officer", reference, "assess-eligibility", body{"recommendation": "refuse", "note": "Fears the ministry."})
		}, "Fears the ministry."},
		{func() {
			o.do("officer2", reference, "decide-eligibility", body{"decision": "refuse", "reason": "No corridor."})
			o.do("officer", reference, "record-appeal", body{"lodged_on": day(0), "body": "Asylum Chamber", "grounds": "Fears the ministry."})
		}, "Asylum Chamber"},
	} {
		step.do()
		if !told("manager", step.secret) {
			t.Errorf("whoever decides is not told %q", step.secret)
		}
		if told("field", step.secret) || told("field", "criteria") {
			t.Errorf("the country of return is told %q", step.secret)
		}
	}
}

func TestABudgetIsSetByAnAdministratorAndSeenByWhoPlansOnIt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.waitsForDecision(reference, 40000)
	o.do("manager", reference, "decide-plan", body{"decision": "approve"})
	admin, manager := o.as("admin"), o.as("manager")
	admin.shows("/budgets", "No programme has a budget yet", `action="/budgets"`)
	form := url.Values{"programme": {"demo"}, "amount": {"300"}}
	if p := admin.post("/budgets", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "400.00") || !strings.Contains(p.html, `value="300"`) {
		t.Errorf("a budget below what is promised is answered %d\n%.200s", p.status, p.html)
	}
	form.Set("amount", "a lot")
	if p := admin.post("/budgets", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, `aria-invalid="true"`) {
		t.Errorf("an amount that is none is answered %d", p.status)
	}
	form.Set("amount", "1 000,00")
	if p := manager.post("/budgets", form); p.status != http.StatusForbidden {
		t.Errorf("whoever approves plans sets the budget: %d", p.status)
	}
	if p := admin.post("/budgets", form); p.status != http.StatusSeeOther {
		t.Fatalf("setting a budget is answered %d", p.status)
	}
	admin.shows("/budgets?done=1", "The budget is set.")
	for _, b := range []*browser{admin, manager, o.as("auditor")} {
		b.shows("/budgets?lang=sq", "Buxhetet")
		b.shows("/budgets?lang=en", "1\u00a0000.00\u00a0EUR", "600.00\u00a0EUR", "40 %", "is no part of these sums")
	}
	if strings.Contains(manager.shows("/budgets").html, "<form class=\"card") {
		t.Error("a manager is offered to set a budget")
	}
}
