package avrr_test

import (
	"strings"
	"testing"

	"homeward/avrr"
)

const accepts = `{"duty":"reintegration","answer":"accept"}`

// atHome is a programme that goes no further than the arrival.
func atHome() *avrr.Programme {
	p := *homebound
	p.PlanCeiling, p.FollowUp = 0, nil
	return &p
}

func TestNobodyIsBookedBeforeAnOfficeHasTakenThemIn(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	for _, turn := range []struct {
		who         avrr.Actor
		action      string
		body        string
		says, task  string
		asks, mends avrr.Duty
	}{
		{officer, "assign", `{"duty":"reintegration","office":"Shkodër partner"}`, "Shkodër partner has not accepted the reintegration duty yet.",
			"assignment:reintegration", avrr.ReintegrationDuty, avrr.ReintegrationDuty},
		{avrr.Actor{ID: "partner", Role: avrr.ReintegrationOfficer, Office: " shkodër PARTNER"}, "answer-assignment", `{"duty":"reintegration","answer":"send_back","reason":"No car"}`,
			"Shkodër partner sent the reintegration duty back.", "sent-back:reintegration", avrr.ReturnDuty, avrr.ReturnDuty},
		{officer, "assign", `{"duty":"reintegration","office":"Tirana office"}`, "Tirana office has not accepted the reintegration duty yet.",
			"assignment:reintegration", avrr.ReintegrationDuty, avrr.ReintegrationDuty},
	} {
		f.does(turn.who, turn.action, turn.body)
		f.offered(desk, "hold-seats", "reception-open")
		e := f.refused(march.who, march.action, march.body)
		if e.Message != turn.says || e.Blocks[0].Duty != turn.mends {
			t.Fatalf("the booking is refused by %+v", e.Blocks)
		}
		if task := taskOf(f, turn.task); task == nil || task.Duty != turn.asks {
			t.Fatalf("%s: nobody is asked: %+v", turn.says, f.c.Tasks(f.p))
		}
	}
	f.does(field, "answer-assignment", accepts)
	f.does(march.who, march.action, march.body)
	if got := f.c.OfficeOf(avrr.ReintegrationDuty); got != "Tirana office" || f.c.ReceivingOffice != got {
		t.Fatalf("the reintegration duty is with %q", got)
	}
}

func TestATicketWaitsWhenTheReceivingOfficeChangesAfterTheHold(t *testing.T) {
	f := withPassport(t, homebound, monday)
	f.does(officer, "assign", `{"duty":"reintegration","office":"Shkodër partner"}`)
	if e := f.refused(ticketing.who, ticketing.action, ticketing.body); rules(e) != "reception-open" {
		t.Fatal(e)
	}
}

func TestWhoeverWasToldOfAnArrivalIsCalledOffWhenAnotherOfficeReceives(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(officer, "assign", `{"duty":"reintegration","office":"Shkodër partner"}`)
	if n := f.c.Notices; len(n) != 2 || n[0].To != "Tirana office" || n[0].Status != "cancelled" || n[1].To != "Shkodër partner" || n[1].Status != "current" {
		t.Fatalf("the notices are %s", asJSON(t, n))
	}
}

func TestACaseWithoutAReceivingOfficeAsksForOneAndIsNotBooked(t *testing.T) {
	open := strings.Replace(openAda, `"receiving_office":"Tirana office",`, "", 1)
	f := newFile(t, homebound, monday)
	f.does(officer, "open", open)
	if task := taskOf(f, "receiving-office-missing"); task == nil || task.Duty != avrr.ReturnDuty || task.Action != "assign" {
		t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
	}
	f.received()
	if taskOf(f, "receiving-office-missing") != nil {
		t.Fatal("an office is asked for although one has accepted")
	}
	for p, blocked := range map[*avrr.Programme]string{homebound: "approval-missing consent-missing consent-missing reception-open", atHome(): "approval-missing consent-missing consent-missing"} {
		f := newFile(t, p, monday)
		f.does(officer, "open", open)
		hold, _ := avrr.Find("hold-seats")
		j := f.judging(desk)
		if got := rules(&avrr.Error{Blocks: j.Blocked(hold)}); got != blocked {
			t.Errorf("hold-seats is blocked by %q, not %q", got, blocked)
		}
	}
}

func TestOnlyTheOfficeThatWasAskedAnswers(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", openAda)
	elsewhere := avrr.Actor{ID: "other", Role: avrr.ReintegrationOfficer, Office: "Lagos office"}
	f.offered(elsewhere, "answer-assignment", "another-office")
	for _, c := range []struct {
		who               avrr.Actor
		body, rule, field string
	}{
		{elsewhere, accepts, "another-office", ""},
		{field, `{"duty":"reintegration","answer":"send_back","reason":" "}`, "reason-missing", "/reason"},
		{field, `{"duty":"travel","answer":"accept"}`, "another-duty", "/duty"},
		{desk, `{"duty":"reintegration","answer":"accept"}`, "nothing-offered", ""},
	} {
		if e := f.refused(c.who, "answer-assignment", c.body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s by %s: %s at %q", c.body, c.who.ID, rules(e), e.Field)
		}
	}
	f.does(avrr.Actor{ID: "roving", Role: avrr.ReintegrationOfficer}, "answer-assignment", accepts) // an account of no office
	if e := f.refused(field, "answer-assignment", accepts); rules(e) != "nothing-offered" {
		t.Fatal(e)
	}
}

func TestADutyIsWithAnOfficeAPersonOrBoth(t *testing.T) {
	f := opened(t, homebound, monday)
	if e := f.refused(officer, "assign", `{"duty":"travel"}`); rules(e) != "nobody-named" {
		t.Fatal(e)
	}
	f.does(officer, "assign", `{"duty":"travel","person":"desk","office":" london OFFICE "}`) // the case's own office has nothing to answer
	if o := f.c.Offices[avrr.TravelDuty]; o.Status != avrr.DutyAccepted || f.c.Officer(avrr.TravelDuty) != "account-of-desk" {
		t.Fatalf("%+v, %q", o, f.c.Officer(avrr.TravelDuty))
	}
	f.does(officer, "assign", `{"duty":"travel","office":"Manchester office"}`)
	if got := f.c.Officer(avrr.TravelDuty); got != "" || f.c.OfficeOf(avrr.TravelDuty) != "Manchester office" {
		t.Fatalf("%q of another office holds the travel duty of %q", got, f.c.OfficeOf(avrr.TravelDuty))
	}
}

func TestTheReturnStaysWithItsOfficeUntilAnotherHasAccepted(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(manager, "assign", `{"duty":"return","office":"Leeds office"}`)
	if f.c.OfficeOf(avrr.ReturnDuty) != "London office" || f.c.Officer(avrr.ReturnDuty) != "officer" {
		t.Fatalf("the return is with %q of %q", f.c.Officer(avrr.ReturnDuty), f.c.OfficeOf(avrr.ReturnDuty))
	}
	f.does(avrr.Actor{ID: "leeds", Role: avrr.ReturnOfficer, Office: "Leeds office"}, "answer-assignment", `{"duty":"return","answer":"accept"}`)
	if f.c.OfficeOf(avrr.ReturnDuty) != "Leeds office" || f.c.Officer(avrr.ReturnDuty) != "leeds" {
		t.Fatalf("the return is with %q of %q", f.c.Officer(avrr.ReturnDuty), f.c.OfficeOf(avrr.ReturnDuty))
	}
}

func TestAnOfferNobodyAnswersRunsOut(t *testing.T) {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockReview: days(90), avrr.ClockAssignment: working(2, "GB")}
	f := newFile(t, &p, monday)
	f.does(officer, "open", openAda)
	if k := next(t, f); k.Name != "assignment:reintegration" || k.Due != moment("2026-02-05T00:00:00Z") {
		t.Fatalf("%+v runs", k)
	}
	if task := taskOf(f, "assignment:reintegration"); task == nil || task.Due != moment("2026-02-05T00:00:00Z") {
		t.Fatalf("the task is %+v", task)
	}
	f.on("2026-02-06")
	if task := taskOf(f, "overdue:assignment:reintegration"); task == nil || task.Duty != avrr.ManagementDuty {
		t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
	}
	f.does(field, "answer-assignment", accepts)
	if taskOf(f, "overdue:assignment:reintegration") != nil {
		t.Fatal("the alarm outlives the answer")
	}
}

func TestACorrectedReceivingOfficeIsAskedAnew(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "correct-details", `{"receiving_office":"tirana OFFICE","reason":"Spelling"}`)
	if o := f.c.Offices[avrr.ReintegrationDuty]; o.Status != avrr.DutyAccepted {
		t.Fatalf("another spelling of the same office is asked again: %+v", o)
	}
	if f.c.ReceivingOffice != "tirana OFFICE" || f.c.OfficeOf(avrr.ReintegrationDuty) != "tirana OFFICE" {
		t.Fatalf("the office is still %q", f.c.ReceivingOffice)
	}
	f.does(officer, "correct-details", `{"receiving_office":"Shkodër partner","reason":"They go to Shkodër"}`)
	if o := f.c.Offices[avrr.ReintegrationDuty]; o.Status != avrr.DutyOffered || f.c.ReceivingOffice != "Shkodër partner" {
		t.Fatalf("%+v of %s", o, f.c.ReceivingOffice)
	}
}

func TestThatProtectionIsAskedIsToldToProtectionAlone(t *testing.T) {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockReview: days(90), avrr.ClockAssignment: working(2, "GB")}
	f := opened(t, &p, monday)
	there := avrr.Actor{ID: "there", Role: avrr.ProtectionOfficer, Office: "Tirana office"}
	f.does(officer, "assign", `{"duty":"protection","office":"Tirana office"}`)
	f.on("2026-02-20")
	f.does(there, "answer-assignment", `{"duty":"protection","answer":"send_back","reason":"Nobody is trained"}`)
	told := false
	for _, task := range f.c.Tasks(f.p) {
		if strings.Contains(task.ID, "protection") {
			told = true
			if task.Duty != avrr.ProtectionDuty {
				t.Errorf("%s is told of %s", task.Duty, task.ID)
			}
		}
	}
	for _, e := range f.log {
		if strings.Contains(e.Cause, "protection") {
			t.Errorf("the clock %s names it", e.Cause)
		}
	}
	if !told {
		t.Error("nobody is told that the duty came back")
	}
}
