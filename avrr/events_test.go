package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// told is what somebody tells of a member.
func told(member, event, on string) string {
	return fmt.Sprintf(`{"member":%q,"event":%q,"on":%q,"source":"The hospital called"}`, member, event, on)
}

func (f *file) dies(member, on string) {
	f.t.Helper()
	f.does(officer, "report-event", told(member, avrr.Death, on))
}

func TestADeathEndsEverythingAtOnceAtEveryTurn(t *testing.T) {
	for _, turn := range turns[:len(turns)-1] {
		f := turn.at(t, homebound, monday)
		day := avrr.DateOf(f.now).String()
		f.does(officer, "schedule", agreed("medical", "2026-06-06T09:00:00Z"))
		f.does(officer, "add-task", `{"title":"Call the shelter","duty":"return","due_on":"2026-06-01"}`)
		f.dies("m1", day)
		f.givesSeatsBack()
		f.tellsTheCarrier()
		m := f.c.Member("m1")
		if f.c.Stage != avrr.Closed || f.c.Closure.Reason != "deceased" || m.Fate != avrr.Died || m.Ended.On.String() != day || m.Ticket != "" {
			t.Errorf("%s: %s in %s for %+v", turn.name, m.Fate, f.c.Stage, f.c.Closure)
		}
		if len(f.c.Clocks(f.p)) > 0 || len(f.c.Tasks(f.p)) > 0 || f.c.Contact != nil {
			t.Errorf("%s: clocks %v, tasks %v and the contact %v are left", turn.name, f.c.Clocks(f.p), f.c.Tasks(f.p), f.c.Contact)
		}
		for _, k := range m.Consents {
			if k.Withdrawn.IsZero() {
				t.Errorf("%s: the %s consent outlives the person", turn.name, k.Kind)
			}
		}
		for _, p := range f.c.Papers {
			if p.Status == avrr.PaperCurrent {
				t.Errorf("%s: the paper %s is still current", turn.name, p.Number)
			}
		}
		if p := f.c.Plan; p != nil && slices.ContainsFunc(p.Instalments, func(i *avrr.Instalment) bool { return i.State != avrr.Void }) {
			t.Errorf("%s: money is left to be paid: %s", turn.name, asJSON(t, p.Instalments))
		}
		if b := f.c.Booking; b != nil && (b.Status == avrr.Held || b.Status == avrr.Ticketed || b.Status == avrr.Releasing) {
			t.Errorf("%s: the booking is %s", turn.name, b.Status)
		}
		if e := f.refused(officer, "report-event", told("m1", avrr.Death, day)); rules(e) != "death-recorded" {
			t.Errorf("%s: %s", turn.name, e)
		}
		if e := f.refused(manager, "reopen", `{"stage":"eligibility","reason":"Again"}`); rules(e) != "nobody-left" {
			t.Errorf("%s: %s", turn.name, e)
		}
	}
}

func TestADeathIsRecordedInAClosedCaseToo(t *testing.T) {
	for name, at := range map[string]opening{"withdrawn": withdrawn, "closed": closed} {
		f := at(t, homebound, monday)
		reason := f.c.Closure.Reason
		f.dies("m1", avrr.DateOf(f.now).String())
		if f.c.Member("m1").Fate != avrr.Died || f.c.Stage != avrr.Closed || f.c.Closure.Reason != reason || doubts(f) != "" {
			t.Errorf("%s: %s in %s for %s, %q", name, f.c.Member("m1").Fate, f.c.Stage, f.c.Closure.Reason, doubts(f))
		}
	}
}

// couplePlanned are two people who have arrived, with a plan.
func couplePlanned(t *testing.T) *file {
	t.Helper()
	f := couple(t, homebound, monday)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m2"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1","m2"]}`)
	f.does(field, "propose-plan", onePlan)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	return f
}

func TestMoneyAndMessagesWaitUntilItIsKnownWhoSpeaksForTheFamily(t *testing.T) {
	f := couplePlanned(t)
	f.does(field, "schedule", `{"kind":"visit","at":"2026-03-20T09:00:00Z","members":["m1"]}`)
	f.does(field, "schedule", `{"kind":"visit","at":"2026-03-21T09:00:00Z","members":["m1","m2"]}`)
	f.on("2026-03-12")
	f.dies("m1", "2026-03-11")
	if task := taskOf(f, "speaks-for-family"); task == nil || f.c.Stage != avrr.Reintegration || f.c.Principal().ID != "m2" {
		t.Fatalf("in %s these are left to do: %+v", f.c.Stage, f.c.Tasks(f.p))
	}
	for _, a := range []struct {
		who  avrr.Actor
		name string
	}{{manager, "release-instalment"}, {field, "propose-plan"}, {manager, "decide-plan"}} {
		action, _ := avrr.Find(a.name)
		j := f.judging(a.who)
		if !slices.ContainsFunc(j.Blocked(action), func(b avrr.Blocked) bool { return b.Rule == "money-frozen" }) {
			t.Errorf("%s is blocked by %+v only", a.name, j.Blocked(action))
		}
	}
	for _, k := range f.c.Clocks(f.p) {
		if strings.HasPrefix(k.Name, "appointment:a1") || k.Name == "appointment:a2/reminder" {
			t.Errorf("%+v still runs", k)
		}
	}
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-12"))
	if !strings.Contains(doubts(f), "Small business, instalment 1 of 2 was paid although nobody has said who speaks for the family") {
		t.Errorf("the doubts are %q", doubts(f))
	}
	f.does(field, "complete-task", `{"task":"speaks-for-family","note":"Ben does"}`)
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	if !slices.ContainsFunc(f.c.Clocks(f.p), func(k avrr.Clock) bool { return k.Name == "appointment:a2/reminder" }) {
		t.Error("nobody reminds the other of their appointment")
	}
	f.dies("m2", "2026-03-12")
	if f.c.Stage != avrr.Closed || f.c.Closure.Reason != "deceased" || f.c.Plan.Instalments[1].State != avrr.Void || f.c.Visits[0].NotMade != "deceased" {
		t.Fatalf("in %s for %+v: %s", f.c.Stage, f.c.Closure, asJSON(t, f.c.Plan))
	}
}

func TestACaseThatIsReopenedStillAsksWhoSpeaks(t *testing.T) {
	f := couplePlanned(t)
	f.dies("m1", "2026-03-10")
	f.does(field, "close", `{"reason":"lost_contact","note":"Nobody answers"}`)
	f.does(manager, "reopen", `{"stage":"follow_up","reason":"They called"}`)
	if taskOf(f, "speaks-for-family") == nil {
		t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
	}
}

func TestOneOfTwoDiesAndTheOtherMayTravelWhenSomebodySpeaks(t *testing.T) {
	f := couple(t, homebound, monday)
	f.does(officer, "log-contact", `{"member":"m1","at":"2026-02-02T09:00:00Z","direction":"out","channel":"phone","outcome":"no_answer"}`)
	f.dies("m1", "2026-02-02")
	f.givesSeatsBack()
	if b := f.c.Booking; b.Status != avrr.Held || asJSON(t, b.Members) != `["m2"]` {
		t.Fatalf("the booking is %s", asJSON(t, b))
	}
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m2":"2"}}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m2"]}`)
	if f.c.Member("m1").Fate != avrr.Died || f.c.Member("m2").Fate != avrr.Departed || doubts(f) != "m1 boarded although the case says: Died." {
		t.Fatalf("m1 %s, m2 %s: %q", f.c.Member("m1").Fate, f.c.Member("m2").Fate, doubts(f))
	}
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1","m2"]}`)
	if f.c.Member("m1").Fate != avrr.Died || f.c.Member("m2").Fate != avrr.Arrived || f.c.Stage != avrr.Arrival {
		t.Fatalf("m1 %s, m2 %s in %s", f.c.Member("m1").Fate, f.c.Member("m2").Fate, f.c.Stage)
	}
}

func TestAChildWaitsForAnotherGuardianWhenTheOnlyParentDied(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},
		"members":[{"given_names":"Ada","birth":{"date":"1990-05-01"}},{"given_names":"Ben","relation":"child","birth":{"date":"2015-05-01"}}]}`)
	for _, kind := range []string{"return", "data"} {
		for _, m := range []string{"m1", "m2"} {
			f.does(officer, "give-consent", fmt.Sprintf(`{"member":%q,"kind":%q,"given_by":"m1","signed_on":"2026-02-02","language":"sq"}`, m, kind))
		}
	}
	f.dies("m1", "2026-02-02")
	hold, _ := avrr.Find("hold-seats")
	j := f.judging(desk)
	if !slices.ContainsFunc(j.Blocked(hold), func(b avrr.Blocked) bool { return b.Rule == "guardian-missing" && b.Member == "m2" }) {
		t.Fatalf("the child's journey is blocked by %+v only", j.Blocked(hold))
	}
	if taskOf(f, "guardian:m2") == nil || f.c.Consented(f.c.Member("m2"), avrr.ReturnConsent) {
		t.Fatalf("the consent of a dead parent still speaks: %+v", f.c.Tasks(f.p))
	}
}

// What happened to somebody keeps them from being booked until it is settled, in words that say no more than they must.
func TestWhatHappenedKeepsSomebodyFromBeingBookedUntilItIsSettled(t *testing.T) {
	for _, c := range []struct {
		event, rule, task string
		settle            step
		ticketsOnly       bool
	}{
		{avrr.Detention, "detained", "detained:m1", step{officer, "report-event", told("m1", avrr.Release, "2026-02-05")}, false},
		{avrr.Hospital, "clearance-needed", "missing:medical clearance of m1", step{officer, "record-medical-clearance", `{"member":"m1","result":"fit","examined_on":"2026-02-05","valid_until":"2026-05-05"}`}, false},
		{avrr.Discharge, "clearance-needed", "missing:medical clearance of m1", step{officer, "record-medical-clearance", `{"member":"m1","result":"fit","examined_on":"2026-02-05","valid_until":"2026-05-05"}`}, false},
		{avrr.ProtectionGranted, "reconfirmation-needed", "reconfirm:m1", step{officer, "reconfirm-consent", `{"member":"m1","at":"booking","channel":"in_person","on":"2026-02-05"}`}, false},
		{avrr.AsylumClaim, "counsel-again", "counsel:m1", step{officer, "record-counselling", `{"held_on":"2026-02-05","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`}, true},
	} {
		f := approvedFile(t, homebound, monday)
		f.does(officer, "record-medical-clearance", `{"member":"m1","result":"fit","examined_on":"2026-02-02","valid_until":"2026-05-02"}`)
		f.does(passport.who, passport.action, passport.body)
		if c.ticketsOnly {
			f.does(march.who, march.action, march.body)
		}
		f.on("2026-02-06")
		f.does(officer, "report-event", told("m1", c.event, "2026-02-04"))
		if doubts(f) != "" || taskOf(f, c.task) == nil || taskOf(f, c.task).Duty != avrr.ReturnDuty {
			t.Errorf("%s: %q, and these are asked: %+v", c.event, doubts(f), f.c.Tasks(f.p))
		}
		then := march
		if c.ticketsOnly {
			then = ticketing
		} else {
			f.offered(desk, "hold-seats", c.rule)
		}
		if e := f.refused(then.who, then.action, then.body); e.Blocks[0].Rule != c.rule || e.Blocks[0].Member != "m1" {
			t.Errorf("%s: %s is refused by %q", c.event, then.action, rules(e))
		}
		f.does(c.settle.who, c.settle.action, c.settle.body)
		f.does(then.who, then.action, then.body)
		if taskOf(f, c.task) != nil {
			t.Errorf("%s: %s outlives its reason", c.event, c.task)
		}
	}
}

func TestALateReleaseDoesNotHideALaterDetention(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.on("2026-02-20")
	for _, l := range [][2]string{{avrr.Detention, "2026-02-15"}, {avrr.Release, "2026-02-10"}, {avrr.Detention, "2026-02-05"}} {
		f.does(officer, "report-event", told("m1", l[0], l[1]))
	}
	if !f.c.Member("m1").Detained() || f.c.FactsOf(f.c.Member("m1"))["in_detention"] != true {
		t.Fatal("a release of the 10th ends a detention of the 15th")
	}
	f.does(officer, "report-event", told("m1", avrr.Release, "2026-02-15"))
	if f.c.Member("m1").Detained() || f.c.FactsOf(f.c.Member("m1"))["in_detention"] != false {
		t.Fatal("whoever was released is still detained")
	}
	if e := f.refused(officer, "report-event", told("m1", avrr.Release, "2026-02-15")); rules(e) != "event-recorded" {
		t.Fatal(e)
	}
}

func TestWhoIsGoneOtherwiseLeavesTheCaseWithTheReason(t *testing.T) {
	for _, c := range []struct {
		at            opening
		event, reason string
	}{
		{opened, avrr.OwnDeparture, "own_departure"},
		{held, avrr.OwnDeparture, "own_departure"},
		{ticketed, avrr.RemovedByState, "removed"},
		{assessed, avrr.ReMigrated, "re_migrated"},
		{planned, avrr.ReMigrated, "re_migrated"},
	} {
		f := c.at(t, homebound, monday)
		f.does(officer, "report-event", told("m1", c.event, avrr.DateOf(f.now).String()))
		f.givesSeatsBack()
		m := f.c.Member("m1")
		if m.Fate != avrr.LeftCase || m.Ended.Reason != c.reason || f.c.Stage != avrr.Closed || f.c.Closure.Reason != c.reason || doubts(f) != "" {
			t.Errorf("%s: %s in %s for %+v, %q", c.event, m.Fate, f.c.Stage, f.c.Closure, doubts(f))
		}
		if slices.ContainsFunc(f.c.Visits, f.c.ToVisit) || f.c.Booking != nil && f.c.Booking.Status != avrr.Cancelled && f.c.Booking.Status != avrr.Completed {
			t.Errorf("%s: visits %v and a booking are left", c.event, f.c.Visits)
		}
	}
}

func TestWhoReMigratesLeavesTheOtherToBeVisited(t *testing.T) {
	f := couplePlanned(t)
	f.on("2026-06-20")
	f.does(field, "report-event", told("m1", avrr.ReMigrated, "2026-06-01"))
	if f.c.Stage == avrr.Closed || len(f.c.Visits) != 4 {
		t.Fatalf("in %s with %d visits", f.c.Stage, len(f.c.Visits))
	}
	f.does(field, "report-event", told("m2", avrr.ReMigrated, "2026-06-01"))
	if f.c.Stage != avrr.Closed || f.c.Closure.Reason != "re_migrated" {
		t.Fatalf("in %s for %+v", f.c.Stage, f.c.Closure)
	}
}

// What contradicts the case is recorded all the same, and a person is told what it contradicts.
func TestAnEventThatContradictsTheCaseRaisesTheAlarm(t *testing.T) {
	for _, c := range []struct {
		at          opening
		given       []string
		event, on   string
		fate        avrr.Fate
		doubt       string
		member, day string
	}{
		{travelled, nil, avrr.OwnDeparture, "2026-03-10", avrr.Arrived, "Own departure is told of m1 although the case says: Arrived.", "", ""},
		{departed, nil, avrr.RemovedByState, "2026-03-10", avrr.Departed, "Removed by state is told of m1 although the case says: Departed.", "", ""},
		{departed, nil, avrr.ReMigrated, "2026-03-10", avrr.LeftCase, "Re migrated is told of m1 although no arrival is recorded.", "", ""},
		{travelled, nil, avrr.ReMigrated, "2026-03-09", avrr.LeftCase, "Re migrated is told of m1 on 2026-03-09, before the arrival.", "", ""},
		{travelled, nil, avrr.Death, "2026-03-09", avrr.Died, "The death of m1 is told for 2026-03-09, before the departure that is recorded.", "", ""},
		{travelled, []string{told("m1", avrr.Death, "2026-03-10")}, avrr.Hospital, "2026-03-09", avrr.Died, "", "", ""},
	} {
		f := c.at(t, homebound, monday)
		for _, body := range c.given {
			f.does(officer, "report-event", body)
		}
		f.does(officer, "report-event", told("m1", c.event, c.on))
		if m := f.c.Member("m1"); m.Fate != c.fate || doubts(f) != c.doubt {
			t.Errorf("%s of %s: %s, %q", c.event, c.on, m.Fate, doubts(f))
		}
	}
}

func TestWhoCameBackOnTheirOwnIsHelpedFromTheArrivalOn(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", `{"programme":"homebound","entry":"already_returned","applied_on":"2026-02-02","language":"sq","receiving_office":"Tirana office",
		"destination":{"country":"AL"},"contact":{"channel":"phone","value":"+355691234567"},"members":[{"given_names":"Ada"}]}`)
	if f.c.Stage != avrr.Arrival || taskOf(f, "assignment:reintegration") == nil || f.c.OfficeOf(avrr.ReintegrationDuty) != "Tirana office" {
		t.Fatalf("in %s: %+v", f.c.Stage, f.c.Tasks(f.p))
	}
	f.received()
	f.does(field, "schedule", agreed("other", "2026-02-10T09:00:00Z"))
	if a := f.c.Appointments[0]; a.Duty != avrr.ReintegrationDuty {
		t.Fatalf("the appointment is the work of %s", a.Duty)
	}
	f.does(field, "propose-plan", onePlan)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "record-payment", paid("i1", 150000, "2026-02-02"))
	for day := 2; day <= 4; day++ {
		f.on(fmt.Sprintf("2026-02-%02d", day+1))
		f.does(field, "log-contact", tries(fmt.Sprintf("%02dT09:00", day), "no_answer"))
	}
	if task := taskOf(f, "lost-contact:m1"); task == nil || task.Duty != avrr.ReintegrationDuty {
		t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
	}
	f.does(field, "report-event", told("m1", avrr.ReMigrated, "2026-02-05"))
	if f.c.Stage != avrr.Closed || f.c.Closure.Reason != "re_migrated" || f.c.Plan.Instalments[1].State != avrr.Void || doubts(f) != "" {
		t.Fatalf("in %s for %+v, %q", f.c.Stage, f.c.Closure, doubts(f))
	}
}

func TestWhoFollowsLaterIsVisitedAlthoughTheFirstDied(t *testing.T) {
	f := couple(t, homebound, monday)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
	f.dies("m1", "2026-03-10")
	visits := func() bool {
		return slices.ContainsFunc(f.c.Clocks(f.p), func(k avrr.Clock) bool { return strings.HasPrefix(k.Name, "visit:") }) || taskOf(f, "visit:month-1") != nil
	}
	if visits() {
		t.Fatal("somebody is sent to visit the dead")
	}
	f.does(desk, "hold-seats", seats("2026-03-15T12:00:00Z", "2026-03-15T15:30:00+01:00", "2026-03-14T12:00:00Z", "m2"))
	f.does(desk, "confirm-booking", `{"record_locator":"ABC124","tickets":{"m2":"2"}}`)
	f.now = moment("2026-03-15T18:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-15T12:05:00Z","boarded":["m2"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-15T15:30:00+01:00","members":["m2"]}`)
	if !visits() {
		t.Fatalf("nobody visits who followed: %+v", f.c.Tasks(f.p))
	}
}

func TestWhoDiesOnTheWayLeavesNoMovementWaitingForThem(t *testing.T) {
	f := departed(t, homebound, monday)
	f.does(officer, "report-event", `{"member":"m1","event":"death","on":"2026-03-10","source":"The carrier."}`)
	f.givesSeatsBack()
	if f.m.Live() || f.c.Stage != avrr.Closed || f.c.Closure.Reason != "deceased" {
		t.Fatalf("the movement is %s, the case in %s", f.m.Status, f.c.Stage)
	}
}

func TestADeathToldInAClosedCaseStillAsksWhoSpeaksOnceItIsReopened(t *testing.T) {
	f := couplePlanned(t)
	f.does(manager, "close", `{"reason":"lost_contact","note":"Nobody answers"}`)
	f.dies("m1", "2026-03-10")
	if len(f.c.Tasks(f.p)) > 0 {
		t.Fatalf("a closed case asks for %+v", f.c.Tasks(f.p))
	}
	f.does(manager, "reopen", `{"stage":"reintegration","reason":"They called"}`)
	f.offered(field, "propose-plan", "money-frozen")
	f.does(officer, "complete-task", `{"task":"speaks-for-family","note":"Ben does"}`)
	f.offered(field, "propose-plan")
	f.does(manager, "close", `{"reason":"lost_contact","note":"Nobody answers"}`)
	f.does(manager, "reopen", `{"stage":"reintegration","reason":"They called"}`)
	if taskOf(f, "speaks-for-family") != nil {
		t.Fatal("what was answered is asked again")
	}
}
