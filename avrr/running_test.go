package avrr_test

import (
	"errors"
	"testing"
	"time"

	"homeward/avrr"
)

func next(t *testing.T, f *file) avrr.Clock {
	t.Helper()
	k, runs := f.c.NextDue(f.p)
	if !runs {
		t.Fatalf("nothing runs in %s", f.c.Stage)
	}
	return k
}

func TestAHoldStopsTheClocksAndAResumedCaseHasThemAgain(t *testing.T) {
	f := assessed(t, homebound, monday)
	decision := next(t, f)
	f.does(wait.who, wait.action, wait.body)
	f.stands(avrr.Eligibility, "8/8", "hold-review 2026-03-05T00:00:00Z")
	f.on("2026-02-09")
	f.does(officer, "resume", `{}`)
	if next(t, f) != decision {
		t.Fatalf("after the hold %v runs, before it %v", next(t, f), decision)
	}
	f.does(wait.who, wait.action, wait.body)
	f.on("2026-03-12") // the decision's day passes unseen, the review of the hold does not
	f.stands(avrr.Eligibility, "10/11", "hold-review 2026-04-11T23:00:00Z", "hold-review")
	f.does(officer, "resume", `{}`)
	if task := f.c.Tasks(f.p)[0]; task.ID != "decision" || task.Due != decision.Due {
		t.Fatalf("after the hold the task is %+v", task)
	}
	f.on("2026-03-13")
	if ids := f.c.Tasks(f.p); ids[0].ID != "overdue:decision" {
		t.Fatalf("the missed decision raised %v", ids)
	}
}

func TestAClockThatRanOutIsNotRunAgain(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.on("2026-04-10")
	before := f.c.Seq
	if len(f.c.Due(f.p, f.now)) > 0 {
		t.Fatal("a clock runs out twice")
	}
	booking := step{desk, "hold-seats", seats("2026-05-10T12:00:00Z", "2026-05-10T16:30:00+02:00", "2026-05-01T12:00:00Z")}
	f.does(booking.who, booking.action, booking.body)
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == "overdue:papers" {
			t.Fatal("the alarm outlives the booking")
		}
	}
	f.does(desk, "cancel-booking", `{"reason":"Strike"}`) // there are sixty days again, from today
	if due := f.c.Due(f.p, f.now); len(due) > 0 || f.c.Seq != before+2 {
		t.Fatalf("%v is due again", due)
	}
	if k := next(t, f); k.Name != avrr.ClockPapers || k.Due != moment("2026-06-09T23:00:00Z") {
		t.Fatalf("%+v runs", k)
	}
}

func TestAReopenedCaseHasItsTimeAnew(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.does(desk, "withdraw", `{"channel":"phone"}`)
	f.on("2026-12-01")
	f.does(manager, "reopen", `{"stage":"preparation","reason":"Asked again"}`)
	if k := next(t, f); k.Name != avrr.ClockPapers || k.Due != moment("2027-01-31T00:00:00Z") {
		t.Fatalf("%+v runs", k)
	}
}

func TestARescheduledVisitIsDueAgain(t *testing.T) {
	f := travelled(t, homebound, monday)
	f.on("2026-04-20")
	f.does(field, "reschedule-visit", `{"visit":"month-1","due_on":"2026-05-20","reason":"Roads closed"}`)
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == "overdue:visit:month-1" {
			t.Fatal("a visit that was moved is still overdue")
		}
	}
	f.on("2026-05-21")
	found := false
	for _, task := range f.c.Tasks(f.p) {
		found = found || task.ID == "overdue:visit:month-1"
	}
	if !found || f.c.Visits[0].Due != moment("2026-05-20T22:00:00Z") {
		t.Fatalf("the moved visit is due %s and raises nothing", f.c.Visits[0].Due)
	}
}

func TestACaseIsReopenedWhereItIsNamed(t *testing.T) {
	for _, c := range []struct {
		name  string
		at    opening
		given []step
		to    string
		stage avrr.Stage
	}{
		{"withdrawn before the decision", withdrawn, nil, "eligibility", avrr.Eligibility},
		{"withdrawn with a ticket", ticketed, []step{{desk, "withdraw", `{"channel":"phone"}`}}, "preparation", avrr.Preparation},
		{"withdrawn with a ticket, assessed anew", ticketed, []step{{desk, "withdraw", `{"channel":"phone"}`}}, "eligibility", avrr.Eligibility},
		{"refused", assessed, []step{{officer2, "decide-eligibility", `{"decision":"refuse","reason":"No corridor"}`}}, "eligibility", avrr.Eligibility},
		{"closed after arrival", travelled, []step{{field, "close", `{"reason":"lost_contact","note":"No answer"}`}}, "reintegration", avrr.Arrival},
		{"declined and thought again", closed, nil, "reintegration", avrr.Arrival},
		{"declined", closed, nil, "follow_up", avrr.FollowUp},
		{"paid in part", paidOnce, []step{{field, "close", `{"reason":"lost_contact","note":"No answer"}`}}, "follow_up", avrr.FollowUp},
	} {
		f := c.at(t, homebound, monday)
		for _, s := range c.given {
			f.does(s.who, s.action, s.body)
			f.givesSeatsBack()
		}
		if f.c.Stage != avrr.Closed {
			t.Fatalf("%s: in %s", c.name, f.c.Stage)
		}
		f.does(manager, "reopen", `{"stage":"`+c.to+`","reason":"They came back"}`)
		if f.c.Stage != c.stage || f.c.Withdrawn || f.c.Closure != nil {
			t.Errorf("%s: reopened at %s, it is in %s", c.name, c.to, f.c.Stage)
		}
		if _, runs := f.c.NextDue(f.p); !runs || len(f.c.Tasks(f.p)) == 0 {
			t.Errorf("%s: nobody is told", c.name)
		}
	}
}

func TestAReopenedCaseGetsANewPlanWithinWhatIsLeft(t *testing.T) {
	f := paidOnce(t, homebound, monday)
	f.does(field, "close", `{"reason":"lost_contact","note":"No answer"}`)
	f.does(manager, "reopen", `{"stage":"reintegration","reason":"They called"}`)
	if e := f.refused(field, "propose-plan", onePlan); rules(e) != "above-ceiling" {
		t.Fatal(e) // 1 500 of 3 000 EUR were paid
	}
	f.does(field, "propose-plan", `{"measures":[{"dimension":"social","level":"individual","kind":"housing","description":"Rent","amount":150000,"currency":"EUR"}]}`)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if id := f.c.Plan.Instalments[0].ID; id != "i2" {
		t.Fatalf("the new instalment has the id %s of one that was paid", id)
	}
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	f.does(field, "record-payment", paid("i2", 150000, "2026-03-10"))
	if f.c.Stage != avrr.FollowUp {
		t.Fatalf("in %s", f.c.Stage)
	}
}

func TestTheNextInstalmentIsDueFromTheLastPayment(t *testing.T) {
	f := released(t, homebound, monday)
	f.now = moment("2026-04-15T10:00:00Z")
	f.does(field, "record-payment", paid("i1", 150000, "2026-04-15"))
	for _, k := range f.c.Clocks(f.p) {
		if k.Name == avrr.ClockInstalment && k.Due != moment("2026-05-30T22:00:00Z") {
			t.Fatalf("the second instalment is due %s", k.Due)
		}
	}
}

func TestAConcernIsProtectionsToLift(t *testing.T) {
	f := withPassport(t, homebound, monday)
	clear := step{officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02"}`}
	safe := step{protection, "record-risk-assessment", `{"member":"m1","on":"2026-02-02","safe":"with_measures","measures":["Met at the gate"]}`}
	uncleared := func(when string) {
		t.Helper()
		if e := f.refused(desk, "confirm-booking", ticket); rules(e) != "not-cleared" || e.Message != "Not cleared yet, ask the case owner." {
			t.Fatalf("%s: %s", when, e)
		}
	}
	f.does(concern.who, concern.action, concern.body)
	f.does(clear.who, clear.action, clear.body)
	uncleared("a clear screening after a concern")
	f.does(safe.who, safe.action, safe.body)
	f.offered(desk, "confirm-booking")
	f.does(concern.who, concern.action, concern.body)
	uncleared("a new concern after the assessment")
	f.does(safe.who, safe.action, safe.body)
	f.does(desk, "confirm-booking", ticket)
	for _, e := range f.log {
		if e.Action == "record-screening" && len(e.Input) > 60 {
			t.Errorf("the answers stand in the open log: %s", e.Input)
		}
	}
}

func TestAConcernAfterArrivalReachesProtection(t *testing.T) {
	f := travelled(t, homebound, monday)
	f.does(concern.who, concern.action, concern.body)
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == "risk:m1" && task.Duty == avrr.ProtectionDuty {
			return
		}
	}
	t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
}

func TestAQuietCaseIsLookedAtAgainAndAgain(t *testing.T) {
	f := opened(t, homebound, monday)
	f.passes(f.now.Add(365 * 24 * time.Hour))
	reviews := 0
	for _, e := range f.log {
		if e.Action == "clock" {
			reviews++
		}
	}
	if reviews != 5 { // the counselling that was missed, and one review a quarter
		t.Fatalf("%d clocks ran out in a quiet year", reviews)
	}
}

func TestAHoldKeepsTheAlarmsThatWereRaised(t *testing.T) {
	f := opened(t, homebound, monday)
	f.on("2026-02-20")
	f.does(wait.who, wait.action, wait.body)
	f.stands(avrr.Eligibility, "3/4", "hold-review 2026-03-23T00:00:00Z", "overdue:counselling")
	f.does(officer, "record-counselling", `{"held_on":"2026-02-10","language":"sq","mode":"phone","outcome":"wishes_to_return"}`)
	f.does(officer, "resume", `{}`)
	f.stands(avrr.Eligibility, "5/6", "review 2026-05-21T23:00:00Z", "screening:m1", "consent:m1", "data-consent:m1", "assessment")
}

func TestADutyIsAssignedToAnAccountAndNotToANobody(t *testing.T) {
	f := opened(t, homebound, monday)
	j := f.judging(officer)
	ask := func(person string) (avrr.Event, error) {
		return avrr.Judge(j, avrr.Submission{ID: "assign-" + person, Action: "assign", Actor: officer, Case: f.c.ID, Body: []byte(`{"duty":"travel","person":"` + person + `"}`)})
	}
	_, err := ask("nobody")
	if avrr.ErrorCode(err) != avrr.CodeRule {
		t.Fatalf("nobody was assigned: %v", err)
	}
	away := errors.New("the database is away")
	j.Staff = func(string) (avrr.Actor, bool, error) { return avrr.Actor{}, false, away }
	if _, err := ask("desk"); !errors.Is(err, away) || avrr.ErrorCode(err) == avrr.CodeRule {
		t.Fatalf("whom nobody could look up was refused: %v", err)
	}
	j = f.judging(officer)
	e, err := ask("desk")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.c.Append(f.p, &e); err != nil {
		t.Fatal(err)
	}
	if got := f.c.Officer(avrr.TravelDuty); got != "account-of-desk" {
		t.Fatalf("the travel duty is held by %q", got)
	}
}

func TestAReopeningBringsBackOnlyThoseTheClosingEnded(t *testing.T) {
	moved := func(f *file) { f.does(officer, "split-case", `{"members":["m2"],"reason":"Later."}`) }
	removed := func(f *file) {
		f.does(officer, "change-members", `{"remove":["m2"],"on":"2026-02-02","reason":"She stays."}`)
	}
	left := func(f *file) { f.does(officer, "report-event", told("m2", "own_departure", "2026-02-02")) }
	withdrew := func(f *file) { f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`) }
	closed := func(f *file) { f.does(manager, "close", `{"reason":"other","note":"They moved away"}`) }
	allWithdrew := func(f *file) { f.does(officer, "withdraw", `{"channel":"phone"}`) }
	for name, c := range map[string]struct {
		before, ends func(*file)
		want         string
	}{
		"moved, closed":            {moved, closed, "m1 going, m2 left_case, m3 going, m4 going"},
		"moved, withdrawn":         {moved, allWithdrew, "m1 going, m2 left_case, m3 going, m4 going"},
		"removed, closed":          {removed, closed, "m1 going, m2 left_case, m3 going, m4 going"},
		"left, closed":             {left, closed, "m1 going, m2 left_case, m3 going, m4 going"},
		"left, withdrawn":          {left, allWithdrew, "m1 going, m2 left_case, m3 going, m4 going"},
		"withdrew, closed":         {withdrew, closed, "m1 going, m2 withdrawn, m3 withdrawn, m4 withdrawn"},
		"withdrew, then withdrawn": {withdrew, allWithdrew, "m1 going, m2 withdrawn, m3 withdrawn, m4 withdrawn"},
		"everybody at once":        {func(*file) {}, allWithdrew, "m1 going, m2 going, m3 going, m4 going"},
	} {
		f := approvedFamily(t)
		c.before(f)
		c.ends(f)
		f.does(manager, "reopen", `{"stage":"preparation","reason":"They called"}`)
		if got := fates(f); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	f := approvedFamily(t)
	f.does(officer, "report-event", told("m1", "own_departure", "2026-02-02"))
	f.does(officer, "change-members", `{"remove":["m2","m3","m4"],"on":"2026-02-02","reason":"They stay."}`)
	if e := f.refused(manager, "reopen", `{"stage":"preparation","reason":"They called"}`); rules(e) != "nobody-left" {
		t.Error(e)
	}
}

func TestWhoHadWithdrawnMayReturnToACaseThatADeathClosed(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.dies("m1", "2026-02-02")
	f.does(manager, "reopen", `{"stage":"preparation","reason":"She wishes again"}`)
	if got := fates(f); f.c.Stage == avrr.Closed || got != "m1 died, m2 going, m3 going, m4 going" {
		t.Fatalf("in %s: %s", f.c.Stage, got)
	}
}

func TestWhoJoinsAClosedCaseGoesOnceItLivesAgain(t *testing.T) {
	joins := step{officer, "change-members", `{"on":"2026-02-02","reason":"A sister.","add":[{"given_names":"Bessa","relation":"sibling"}]}`}
	closes := step{manager, "close", `{"reason":"other","note":"They moved away"}`}
	reopened := func(stage string) step {
		return step{manager, "reopen", `{"stage":"` + stage + `","reason":"They called"}`}
	}
	dies := step{officer, "report-event", told("m1", "death", "2026-02-02")}
	refuses := step{officer2, "decide-eligibility", `{"decision":"refuse","reason":"No corridor"}`}
	appeals := step{officer, "record-appeal", `{"lodged_on":"2026-02-02","body":"Tribunal","grounds":"The facts are others."}`}
	decides := func(decision string) step {
		return step{manager, "decide-appeal", `{"decision":"` + decision + `","reason":"So"}`}
	}
	for name, c := range map[string]struct {
		at    opening
		ends  step
		goOn  []step
		want  string
		stage avrr.Stage
	}{
		"closed":                    {approvedFile, closes, nil, "m1 left_case, m2 staying", avrr.Closed},
		"closed, reopened":          {approvedFile, closes, []step{reopened("preparation")}, "m1 going, m2 going", avrr.Preparation},
		"died":                      {opened, dies, nil, "m1 died, m2 staying", avrr.Closed},
		"died, reopened":            {opened, dies, []step{reopened("eligibility")}, "m1 died, m2 going", avrr.Eligibility},
		"arrived, reopened":         {followed, closes, []step{reopened("follow_up")}, "m1 arrived, m2 staying", avrr.FollowUp},
		"refused, allowed":          {assessed, refuses, []step{appeals, decides("allow")}, "m1 going, m2 going", avrr.Preparation},
		"refused, dismissed":        {assessed, refuses, []step{appeals, decides("dismiss")}, "m1 refused, m2 staying", avrr.Closed},
		"closed, removed, reopened": {approvedFile, closes, []step{{officer, "change-members", `{"on":"2026-02-02","reason":"She stays.","remove":["m2"]}`}, reopened("preparation")}, "m1 going, m2 left_case", avrr.Preparation},
	} {
		f := c.at(t, homebound, monday)
		f.does(c.ends.who, c.ends.action, c.ends.body)
		f.does(joins.who, joins.action, joins.body)
		for _, s := range c.goOn {
			f.does(s.who, s.action, s.body)
		}
		if got := fates(f); got != c.want || f.c.Stage != c.stage {
			t.Errorf("%s: %s in %s", name, got, f.c.Stage)
		}
		f.mayWithdraw(t)
	}
	f := approvedFile(t, homebound, monday)
	f.does(dies.who, dies.action, dies.body)
	f.does(joins.who, joins.action, joins.body)
	if e := f.refused(manager, "reopen", `{"stage":"preparation","reason":"They called"}`); rules(e) != "reopen-unapproved" {
		t.Fatal(e) // the brother's return was approved, the sister's never
	}
}
