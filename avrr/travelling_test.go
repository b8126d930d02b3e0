package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

func TestASeatMayBeHeldForAMissingPaperButNotForOneThatEndsTooEarly(t *testing.T) {
	// The flight leaves London late on the 20th and lands in Tirana on the 21st: the local day of arrival counts.
	night := step{desk, "hold-seats", seats("2026-03-20T22:30:00Z", "2026-03-21T02:30:00+01:00", "2026-03-15T12:00:00Z")}
	utc := step{desk, "hold-seats", seats("2026-03-20T22:30:00Z", "2026-03-20T23:30:00Z", "2026-03-15T12:00:00Z")} // the 21st in Tirana all the same
	f := approvedFile(t, homebound, monday)
	f.does(officer, "record-travel-document", issued("2026-02-01", "2026-03-20"))
	if e := f.refused(utc.who, utc.action, utc.body); rules(e) != "horizon-breaks" {
		t.Fatal(e)
	}
	for _, c := range []struct {
		name, document    string
		hold, ticket, end string
	}{
		{"missing", "", "", "horizon-unknown", ""},
		{"ends the day before", issued("2026-02-01", "2026-03-20"), "horizon-breaks", "", "2026-03-20"},
		{"ends on the day", issued("2026-02-01", "2026-03-21"), "", "", ""},
	} {
		f := approvedFile(t, homebound, monday)
		if c.document != "" {
			f.does(officer, "record-travel-document", c.document)
		}
		if c.hold != "" {
			e := f.refused(night.who, night.action, night.body)
			if rules(e) != c.hold || e.Blocks[0].Until.String() != c.end || e.Blocks[0].Member != "m1" || e.Blocks[0].Duty != avrr.ReturnDuty {
				t.Errorf("%s: the hold is refused by %+v", c.name, e.Blocks)
			}
			continue
		}
		f.does(night.who, night.action, night.body)
		if c.ticket == "" {
			f.does(desk, "confirm-booking", ticket)
		} else if e := f.refused(desk, "confirm-booking", ticket); rules(e) != c.ticket {
			t.Errorf("%s: ticketing is refused by %q", c.name, rules(e))
		}
	}
}

func TestAPaperThatEndsAfterTheHoldRefusesTheTicket(t *testing.T) {
	f := withPassport(t, homebound, monday)
	f.does(officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02","valid_until":"2026-03-09"}`)
	h := f.c.Horizon(f.p)
	if asJSON(t, h.BreaksFirst) != `{"member":"m1","thing":"authority's answer","until":"2026-03-09"}` || !h.Complete {
		t.Fatalf("the horizon is %+v", h)
	}
	e := f.refused(desk, "confirm-booking", ticket)
	if rules(e) != "horizon-breaks" || !strings.Contains(e.Message, "2026-03-10") || e.Blocks[0].Until.String() != "2026-03-09" {
		t.Fatalf("%s: %+v", e, e.Blocks)
	}
}

// doubts are what the alarms of a case say.
func doubts(f *file) string {
	var said []string
	for _, task := range f.c.Tasks(f.p) {
		if strings.HasPrefix(task.ID, "doubt-") {
			said = append(said, task.Detail)
		}
	}
	return strings.Join(said, " ")
}

// A fact that contradicts the case is recorded all the same, and a person is told what it contradicts.
func TestASurprisingFactIsRecordedAndAPersonTold(t *testing.T) {
	const boards = `{"departed_at":"2026-02-02T09:30:00Z","boarded":["m1"]}`
	const lands = `{"arrived_at":"2026-02-02T09:45:00Z","members":["m1"]}`
	for _, c := range []struct {
		at    opening
		given []step
		then  step
		stage avrr.Stage
		doubt string
	}{
		{ticketed, []step{{desk, "withdraw", `{"channel":"phone"}`}}, step{desk, "confirm-departure", boards}, avrr.Travel, "m1 boarded although the case says: Withdrawn."},
		{held, nil, step{desk, "confirm-departure", boards}, avrr.Travel, "Somebody boarded although no ticket was confirmed."},
		{ticketed, []step{wait}, step{desk, "confirm-departure", boards}, avrr.Travel, "Somebody boarded although the case is on hold."},
		{ticketed, []step{concern}, step{desk, "confirm-departure", boards}, avrr.Travel, "m1 boarded although not cleared yet."},
		{ticketed, nil, step{field, "confirm-arrival", lands}, avrr.Arrival, "m1 arrived although no departure is recorded (Going)."},
		{ticketed, []step{{desk, "confirm-departure", `{"departed_at":"2026-02-02T09:50:00Z","boarded":["m1"]}`}}, step{field, "confirm-arrival", lands}, avrr.Arrival, "The departure is told 866 hours before its plan. m1 arrived before the departure that is recorded."},
		{ticketed, nil, step{desk, "confirm-departure", boards}, avrr.Travel, "The departure is told 866 hours before its plan."},
		{travelled, nil, step{field, "log-visit", visited("month-1", "2026-03-09")}, avrr.Arrival, "The visit is dated 2026-03-09, before the arrival."},
		{planned, nil, step{field, "record-payment", paid("i1", 150000, "2026-03-10")}, avrr.Reintegration, "Small business, instalment 1 of 2 was paid although it was planned."},
		{released, nil, step{field, "record-payment", paid("i1", 150001, "2026-03-10")}, avrr.Reintegration, "Small business, instalment 1 of 2 was overpaid: 1\u00a0500.01\u00a0EUR instead of 1\u00a0500.00\u00a0EUR."},
		{travelled, nil, step{officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-03-10","language":"sq"}`}, avrr.Arrival, "A consent to return was recorded while the case was in the stage Arrival."},
		{closed, nil, step{officer, "log-contact", `{"member":"m1","at":"2026-03-10T14:00:00Z","direction":"in","channel":"phone","outcome":"reached"}`}, avrr.Closed, "Log a contact was recorded while the case was in the stage Closed."},
	} {
		f := c.at(t, homebound, monday)
		for _, s := range c.given {
			f.does(s.who, s.action, s.body)
		}
		f.does(c.then.who, c.then.action, c.then.body)
		checks := avrr.ReturnDuty
		if c.then.action == "log-visit" || c.then.action == "record-payment" {
			checks = avrr.ReintegrationDuty
		}
		if raised := f.c.Raised[len(f.c.Raised)-1]; raised.Duty != checks {
			t.Errorf("%s: it is checked by %s, not by %s", c.doubt, raised.Duty, checks)
		}
		if doubts(f) != c.doubt || f.c.Stage != c.stage || !f.c.NeedsPerson() {
			t.Errorf("%s in %s: %q in %s, not %q in %s", c.then.action, c.stage, doubts(f), f.c.Stage, c.doubt, c.stage)
		}
		for _, raised := range f.c.Raised {
			f.does(officer, "complete-task", fmt.Sprintf(`{"task":%q}`, raised.ID))
		}
		if f.c.NeedsPerson() {
			t.Errorf("%s: the alarm cannot be ticked off", c.doubt)
		}
	}
}

func TestADepartureMayBeToldAfterTheArrival(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.now = moment("2026-03-11T09:00:00Z")
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T15:30:00+01:00","members":["m1"]}`)
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	if f.c.Member("m1").Fate != avrr.Arrived || f.c.Stage != avrr.Arrival || f.c.Booking.Status != avrr.Completed || f.m.Status != avrr.Completed {
		t.Fatalf("%s in %s, the movement %s", f.c.Member("m1").Fate, f.c.Stage, f.m.Status)
	}
	if e := f.refused(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`); rules(e) != "departure-recorded" {
		t.Fatal(e)
	}
}

func TestALateArrivalCountsItsVisitsFromTheDayItWas(t *testing.T) {
	onTime, late := travelled(t, homebound, monday), departed(t, homebound, monday)
	late.now = moment("2026-05-20T09:00:00Z")
	late.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
	sameJSON(t, late.c.Visits, onTime.c.Visits)
	for _, k := range late.c.Due(late.p, late.now) {
		if strings.HasSuffix(k.Name, "/reminder") && k.Due.Before(late.c.ArrivedAt) {
			t.Errorf("%s reminds before the arrival, at %s", k.Name, k.Due)
		}
	}
}

// Whoever boarded is on the way, whatever was thought before, and seats that are given back late do not bring them home.
func TestWhoBoardsAfterWithdrawingIsCarriedOn(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(desk, "withdraw", `{"channel":"at_the_gate"}`)
	f.does(desk, "confirm-departure", `{"departed_at":"2026-02-02T09:30:00Z","boarded":["m1"]}`)
	f.does(engine, "release-passengers", `{"members":["m1"],"reason":"withdrawn"}`)
	if f.c.Stage != avrr.Travel || f.c.Withdrawn || f.c.Booking.Status != avrr.Under || f.m.Status != avrr.Under {
		t.Fatalf("in %s, the booking %s, the movement %s", f.c.Stage, f.c.Booking.Status, f.m.Status)
	}
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-02-02T09:45:00Z","members":["m1"]}`)
	f.does(field, "propose-plan", onePlan)
}

// Withdrawal is open to whoever hears it at every turn before departure, on hold or not, and unwinds what was prepared.
func TestWhoIsBookedAgainWasNotCarriedByTheJourneyBefore(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:05:00Z","passengers":{"m1":"denied_boarding"}}`)
	leg := len(f.log)
	f.does(desk, "hold-seats", seats("2026-03-20T12:00:00Z", "2026-03-20T15:30:00+01:00", "2026-03-18T12:00:00Z"))
	if e := f.refused(officer, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another flight."}`, leg)); rules(e) != "rests-on-it" {
		t.Fatal(e)
	}
	f.does(desk, "cancel-booking", `{"reason":"They flew on the tenth."}`)
	if e := f.refused(officer, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another flight."}`, leg)); rules(e) != "rests-on-it" {
		t.Fatal(e)
	}
}

func TestWithdrawalUnwindsEverythingAtEveryTurn(t *testing.T) {
	hear := avrr.Actor{ID: "hear"}
	withdraw, _ := avrr.Find("withdraw")
	for _, turn := range turns[:5] {
		for _, role := range withdraw.Roles {
			for _, onHold := range []bool{false, true} {
				f := turn.at(t, homebound, monday)
				if !f.c.Counselled.IsZero() {
					f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"sq"}`)
				}
				f.does(officer, "add-task", `{"title":"Call the shelter","duty":"return"}`)
				if onHold {
					f.does(wait.who, wait.action, wait.body)
				}
				hear.Role = role
				f.offered(hear, "withdraw")
				f.does(hear, "withdraw", `{"channel":"sms"}`)
				f.givesSeatsBack()
				f.tellsTheCarrier()
				unwound(t, turn.name, f)
			}
		}
	}
	for _, turn := range turns[5:] {
		f := turn.at(t, homebound, monday)
		if e := f.refused(desk, "withdraw", `{"channel":"sms"}`); e.Code != avrr.CodeStage {
			t.Errorf("%s: %s", turn.name, e)
		}
	}
}

func unwound(t *testing.T, turn string, f *file) {
	t.Helper()
	c := f.c
	if c.Stage != avrr.Closed || c.Closure.Reason != "withdrawn" || !c.Withdrawn || c.OnHold || c.Member("m1").Fate != avrr.Withdrew || c.Member("m1").Ticket != "" {
		t.Errorf("%s: %s for %+v", turn, c.Stage, c.Closure)
	}
	if len(c.Tasks(f.p)) > 0 || len(c.Clocks(f.p)) > 0 {
		t.Errorf("%s: tasks %v and clocks %v are left", turn, c.Tasks(f.p), c.Clocks(f.p))
	}
	if c.Consented(c.Member("m1"), avrr.ReturnConsent) {
		t.Errorf("%s: the consent to return still stands", turn)
	}
	for _, p := range c.Papers {
		if p.Status == avrr.PaperCurrent {
			t.Errorf("%s: the paper %s is still current", turn, p.Number)
		}
	}
	for _, n := range c.Notices {
		if n.Status == "current" {
			t.Errorf("%s: the notice %s was not called back", turn, n.Kind)
		}
	}
	if b := c.Booking; b != nil && (b.Status != avrr.Cancelled || f.m.Status != avrr.Cancelled) {
		t.Errorf("%s: the booking is %s, the movement %s", turn, b.Status, f.m.Status)
	}
}

func TestOneOfTwoMayWithdrawAndTheOtherFlies(t *testing.T) {
	f := withOneWithdrawn(t, homebound, monday)
	if b := f.c.Booking; b.Status != avrr.Held || asJSON(t, b.Members) != `["m1"]` || asJSON(t, b.Leaving) != `["m2"]` {
		t.Fatalf("the booking is %+v", b)
	}
	f.givesSeatsBack()
	if b := f.c.Booking; b.Status != avrr.Held || len(b.Leaving) > 0 || f.m.Status != avrr.Held || f.m.Passengers[1].Outcome != "released" {
		t.Fatalf("the booking is %+v on %+v", b, f.m)
	}
	f.does(desk, "confirm-booking", ticket)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
	if f.c.Stage != avrr.Arrival || f.c.Withdrawn {
		t.Fatalf("in %s", f.c.Stage)
	}
}

func TestWhoStaysAwayIsBookedAgainWhileTheOtherIsVisited(t *testing.T) {
	f := couple(t, homebound, monday)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
	if f.c.Stage != avrr.Preparation || f.c.Member("m2").Fate != avrr.NoShow {
		t.Fatalf("in %s, m2 %s", f.c.Stage, f.c.Member("m2").Fate)
	}
	f.does(desk, "hold-seats", seats("2026-06-10T12:00:00Z", "2026-06-10T16:30:00+02:00", "2026-06-01T12:00:00Z", "m2"))
	f.offered(field, "log-visit")
	f.does(field, "log-visit", visited("month-1", "2026-03-10"))
	if doubts(f) != "" || len(f.c.Clocks(f.p)) < 3 {
		t.Fatalf("%q, clocks %v", doubts(f), f.c.Clocks(f.p))
	}
	f.does(desk, "withdraw", `{"channel":"phone"}`)
	f.givesSeatsBack()
	if f.c.Booking.Status != avrr.Cancelled || f.m.Status != avrr.Cancelled || f.c.Stage != avrr.Arrival || f.c.Withdrawn {
		t.Fatalf("the booking is %s, the movement %s, the case in %s", f.c.Booking.Status, f.m.Status, f.c.Stage)
	}
}

func TestWhoDoesNotTravelNeedsNothingAndStopsNobody(t *testing.T) {
	f := newFile(t, hasty, monday)
	f.does(officer, "open", `{"programme":"hasty","applied_on":"2026-02-02","language":"sq","host_country":"GB","members":[{"given_names":"Ada"},{"given_names":"Ben","travels":false}]}`)
	for _, task := range f.c.Tasks(f.p) {
		if strings.HasSuffix(task.ID, ":m2") {
			t.Errorf("%s waits for somebody who stays", task.ID)
		}
	}
	f.does(desk, "withdraw", `{"channel":"phone"}`)
	if f.c.Stage != avrr.Closed || !f.c.Withdrawn {
		t.Fatalf("in %s", f.c.Stage)
	}
}

func TestALapsedHoldIsHeldAgainOnAnotherMovement(t *testing.T) {
	f := withPassport(t, homebound, monday)
	first := f.m
	k, _ := first.NextDue()
	lapse := avrr.Event{Cause: k.Cause(), Action: "lapse-hold", Actor: engine, RecordedAt: k.Due, Input: []byte(asJSON(t, avrr.LapseHold{Clock: k.Name, Due: k.Due}))}
	theirs := lapse
	theirs.Movement = first.ID
	f.now = k.Due
	if err := first.Append(&lapse); err != nil {
		t.Fatal(err)
	}
	f.voyages[0] = append(f.voyages[0], lapse)
	f.append(theirs)
	if f.c.Booking.Status != avrr.Lapsed || f.c.Stage != avrr.Preparation {
		t.Fatalf("the booking is %s in %s", f.c.Booking.Status, f.c.Stage)
	}
	f.does(desk, "hold-seats", seats("2026-04-10T12:00:00Z", "2026-04-10T15:30:00+02:00", "2026-04-01T12:00:00Z"))
	_, _, err := avrr.JudgeMovement(first, []avrr.Judging{f.judging(desk)}, avrr.Submission{ID: "late", Action: "confirm-booking", Actor: desk, Case: f.c.ID, Body: []byte(ticket)}, f.now, desk)
	if e := refusal(t, err); rules(e) != "another-movement" {
		t.Fatal(e)
	}
	_, _, err = avrr.JudgeMovement(first, nil, avrr.Submission{ID: "empty", Action: "confirm-booking", Actor: desk, Case: f.c.ID, Body: []byte(ticket)}, f.now, desk)
	if e := refusal(t, err); rules(e) != "nobody-aboard" {
		t.Fatal(e)
	}
	f.does(desk, "confirm-booking", ticket)
}

func TestTheLettersOfAFamilyAreEnteredInOneOrder(t *testing.T) {
	f := couple(t, homebound, monday)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m2":"2","m1":"1"}}`)
	for range 200 {
		f.refolds()
	}
	if f.c.Papers[0].Member != "m1" || f.c.Papers[1].Member != "m2" {
		t.Fatalf("%+v, %+v", f.c.Papers[0], f.c.Papers[1])
	}
}
