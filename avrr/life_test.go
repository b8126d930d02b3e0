package avrr_test

import (
	"slices"
	"testing"

	"homeward/avrr"
)

const (
	openAda = `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},
		"host_office":"London office","receiving_office":"Tirana office",
		"contact":{"channel":"phone","value":"+355691234567"},
		"members":[{"given_names":"Ada","family_name":"Hoxha","birth":{"date":"1990-05-01"},"nationality":"AL"}]}`
	ticket  = `{"record_locator":"ABC123","tickets":{"m1":"0551234567890"}}`
	scan    = `{"file":"01HZXW5V0Q8N3P7T2R4S6B9D1F","kind":"signed_declaration","member":"m1"}`
	onePlan = `{"measures":[{"dimension":"economic","level":"individual","kind":"business","description":"A bakery","amount":200000,"currency":"EUR","instalments":[{"amount":150000},{"amount":50000}]}]}`
)

// A whole life of a case with one adult, in real days, from the first interview in London to the last visit near Shkodra.
func TestASingleAdultGoesHome(t *testing.T) {
	f := newFile(t, homebound, "2026-02-02T10:00:00Z")

	f.does(officer, "open", openAda)
	f.stands(avrr.Eligibility, "1/1", "counselling 2026-02-13T00:00:00Z", "counselling", "screening:m1", "consent:m1", "data-consent:m1", "assessment", "assignment:reintegration")
	f.does(field, "answer-assignment", `{"duty":"reintegration","answer":"accept"}`)
	f.offered(officer, "assess-eligibility", "counselling-missing", "consent-missing")

	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	f.stands(avrr.Eligibility, "3/3", "review 2026-05-03T23:00:00Z", "screening:m1", "consent:m1", "data-consent:m1", "assessment")
	f.does(officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02"}`)
	f.does(officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-02-02","language":"sq"}`)
	f.does(officer, "give-consent", `{"member":"m1","kind":"data","signed_on":"2026-02-02","language":"sq"}`)
	f.does(officer, "record-file", scan)
	f.offered(officer, "assess-eligibility")
	f.offered(officer, "decide-eligibility", "assessment-missing")

	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	f.stands(avrr.Eligibility, "8/8", "decision 2026-02-10T00:00:00Z", "decision")
	f.offered(officer, "decide-eligibility", "another-person")
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	f.stands(avrr.Preparation, "9/9", "papers 2026-04-03T23:00:00Z", "missing:travel document of m1", "missing:authority's answer of m1", "papers")

	f.on("2026-02-16")
	f.does(officer, "apply-travel-document", `{"member":"m1","kind":"emergency_travel_document","consulate":"London","applied_on":"2026-02-16"}`)
	f.does(officer, "request-authority", `{"members":["m1"],"authority":"Home Office","sent_on":"2026-02-16"}`)
	f.stands(avrr.Preparation, "11/11", "authority 2026-03-03T00:00:00Z", "missing:travel document of m1", "missing:authority's answer of m1", "papers")
	f.offered(desk, "hold-seats")

	f.on("2026-03-04") // the authority's fortnight has passed: the manager is told
	f.stands(avrr.Preparation, "11/12", "papers 2026-04-03T23:00:00Z", "overdue:authority", "missing:travel document of m1", "missing:authority's answer of m1", "papers")
	f.does(officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-03-04","valid_until":"2026-06-30"}`)
	f.stands(avrr.Preparation, "12/13", "papers 2026-04-03T23:00:00Z", "missing:travel document of m1", "papers")

	f.does(desk, "hold-seats", seats("2026-03-20T22:30:00+00:00", "2026-03-21T02:30:00+01:00", "2026-03-15T12:00:00Z"))
	f.stands(avrr.Preparation, "13/14", "review 2026-06-02T23:00:00Z", "missing:travel document of m1", "ticketing")
	f.offered(desk, "confirm-booking", "horizon-unknown")
	f.does(officer, "record-travel-document", issued("2026-02-27", "2026-03-21"))
	f.offered(desk, "confirm-booking")
	f.does(desk, "confirm-booking", ticket)
	f.stands(avrr.Travel, "15/16", "arrival 2026-03-23T00:00:00Z", "departure", "briefing")
	if got := ofKind(f, avrr.PaperTravelLetter)[0].Number; got != "HW-7K3-M9PX-L1-1" || f.c.Notices[0].Status != "current" {
		t.Fatalf("the travel letter is %q, the notice %+v", got, f.c.Notices[0])
	}

	f.on("2026-03-19")
	f.does(officer, "record-briefing", `{"held_on":"2026-03-19","items":["itinerary","right_to_withdraw"]}`)
	f.does(desk, "reconfirm-consent", `{"member":"m1","at":"briefing","channel":"in_person","on":"2026-03-19"}`)
	f.offered(desk, "withdraw")
	f.offered(desk, "confirm-departure")

	f.on("2026-03-21")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-20T22:41:00+00:00","boarded":["m1"]}`)
	f.stands(avrr.Travel, "18/19", "arrival 2026-03-23T00:00:00Z", "arrival")
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-21T02:35:00+01:00","met_by":"Partner in Tirana","members":["m1"]}`)
	f.stands(avrr.Arrival, "19/20", "visit:month-1/reminder 2026-04-13T22:00:00Z", "plan", "visit:month-1", "visit:month-3", "visit:month-6", "visit:month-12")

	f.does(field, "propose-plan", onePlan)
	f.stands(avrr.Arrival, "20/21", "plan-decision 2026-03-31T22:00:00Z", "plan-decision", "visit:month-1", "visit:month-3", "visit:month-6", "visit:month-12")
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.stands(avrr.Reintegration, "21/22", "visit:month-1/reminder 2026-04-13T22:00:00Z", "instalment", "visit:month-1", "visit:month-3", "visit:month-6", "visit:month-12")

	f.on("2026-04-01")
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "record-payment", paid("i1", 150000, "2026-04-01"))
	f.on("2026-04-21")
	f.does(field, "log-visit", visited("month-1", "2026-04-20")) // told a day late: the alarm of this morning ends
	f.stands(avrr.Reintegration, "24/27", "instalment 2026-05-16T22:00:00Z", "instalment", "visit:month-3", "visit:month-6", "visit:month-12")
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	f.does(field, "record-payment", paid("i2", 50000, "2026-04-21"))
	f.stands(avrr.FollowUp, "26/29", "visit:month-3/reminder 2026-06-13T22:00:00Z", "visit:month-3", "visit:month-6", "visit:month-12")

	f.on("2026-06-20")
	f.does(field, "log-visit", visited("month-3", "2026-06-19"))
	f.on("2026-09-18")
	f.does(field, "log-visit", visited("month-6", "2026-09-18"))
	if e := f.refused(field, "close", `{"reason":"completed"}`); rules(e) != "visit-open" {
		t.Fatal(e)
	}
	f.on("2027-03-20")
	f.does(field, "log-visit", visited("month-12", "2027-03-20"))
	if k, _ := f.c.NextDue(f.p); k.Name != avrr.ClockClosure {
		t.Fatalf("after the last visit the next clock is %q", k.Name)
	}
	f.does(field, "close", `{"reason":"completed"}`)
	f.stands(avrr.Closed, "30/36", "") // six deadlines passed in that year: those of visits, and the authority
	for _, o := range avrr.Offers(f.judging(manager)) {
		if !slices.Contains([]string{"reopen", "void-event", "report-event", "issue-document"}, o.Action.Name) {
			t.Fatalf("a closed case offers %s", o.Action.Name)
		}
	}
}

// The same life in a demonstration programme is told in minutes, and every deadline that is missed raises its alarm.
func TestADemonstrationYearLastsMinutes(t *testing.T) {
	f := newFile(t, hasty, "2026-02-02T10:00:00Z")
	f.does(officer, "open", openAda)
	f.stands(avrr.Eligibility, "1/1", "counselling 2026-02-02T10:03:00Z", "counselling", "screening:m1", "consent:m1", "data-consent:m1", "assessment", "assignment:reintegration")
	f.received()
	f.passes(moment("2026-02-02T10:04:00Z"))
	f.stands(avrr.Eligibility, "2/3", "review 2026-02-02T10:05:00Z", "overdue:counselling", "counselling", "screening:m1", "consent:m1", "data-consent:m1", "assessment")
	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	f.stands(avrr.Eligibility, "3/4", "review 2026-02-02T10:09:00Z", "screening:m1", "consent:m1", "data-consent:m1", "assessment")

	f = travelled(t, hasty, "2026-02-02T10:00:00Z")
	f.stands(avrr.Arrival, "14/14", "plan 2026-03-10T14:31:00Z", "plan", "visit:month-1", "visit:month-3", "visit:month-6", "visit:month-12")
	f.passes(f.now.Add(9 * 60e9))
	var overdue []string
	for _, task := range f.c.Tasks(f.p) {
		if len(task.ID) > 8 && task.ID[:8] == "overdue:" {
			overdue = append(overdue, task.ID[8:])
		}
	}
	if asJSON(t, overdue) != `["plan","visit:month-1","visit:month-3","visit:month-6","visit:month-12"]` {
		t.Fatalf("overdue after nine minutes: %q", overdue)
	}
}
