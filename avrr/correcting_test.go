package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

func TestACorrectionSaysWhichVersionItIsOfAndChangesSomething(t *testing.T) {
	f := opened(t, homebound, monday)
	body := `{"reason":"Misspelt.","members":[{"member":"m1","given_names":"Ada Maria"}]}`
	_, err := avrr.Judge(f.judging(officer), avrr.Submission{ID: "x", Action: "correct-details", Actor: officer, Case: f.c.ID, Body: []byte(body)})
	if avrr.ErrorCode(err) != avrr.CodeUnseen {
		t.Fatal(err)
	}
	if e := f.refused(officer, "correct-details", `{"reason":"Nothing."}`); rules(e) != "nothing-corrected" {
		t.Fatal(e)
	}
	if e := f.refused(officer, "correct-details", `{"reason":"No.","members":[{"member":"m1","birth":{"date":"2030-01-01"}}]}`); rules(e) != "birth-after-application" {
		t.Fatal(e)
	}
	f.does(officer, "correct-details", body)
	if name := f.c.Principal().Name(); name != "Ada Maria Hoxha" || f.c.Principal().Nationality != "AL" {
		t.Fatalf("%q", name)
	}
	f.does(officer, "correct-details", `{"reason":"She moved.","destination":{"country":"AL","district":"Kukës"},"contact":{"channel":"letter","value":"c/o the school"}}`)
	if f.c.Destination.District != "Kukës" || f.c.Contact.Channel != "letter" {
		t.Fatalf("%+v %+v", f.c.Destination, f.c.Contact)
	}
}

func TestATicketInAMisspeltNameStopsTheJourneyUntilItIsReissued(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"sq"}`)
	f.does(officer, "correct-details", `{"reason":"Misspelt.","members":[{"member":"m1","family_name":"Hoxhaj"}]}`)
	status := map[string]string{}
	for _, p := range f.c.Papers {
		status[p.Number] = p.Status
	}
	want := map[string]string{"HW-7K3-M9PX-L1-1": "withdrawn", "HW-7K3-M9PX-D1-1": "superseded", "HW-7K3-M9PX-D1-2": "current",
		"HW-7K3-M9PX-I-1": "superseded", "HW-7K3-M9PX-I-2": "current", "HW-7K3-M9PX-B-1": "superseded", "HW-7K3-M9PX-B-2": "current",
		"HW-7K3-M9PX-G1-1": "superseded", "HW-7K3-M9PX-G1-2": "current"}
	if asJSON(t, status) != asJSON(t, want) {
		t.Fatalf("the register is %v", status)
	}
	if taskOf(f, "ticket-name:m1") == nil {
		t.Fatal("nobody is asked to have the ticket reissued")
	}
	if e := f.refused(officer, "issue-document", `{"kind":"travel_letter","member":"m1","language":"en"}`); rules(e) != "ticket-name" {
		t.Fatal(e)
	}
	g := ticketed(t, homebound, monday)
	g.does(officer, "correct-details", `{"reason":"Misspelt.","members":[{"member":"m1","family_name":"Hoxhaj"}]}`)
	g.now = moment("2026-03-10T14:30:00Z")
	g.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	if last := g.log[len(g.log)-1]; !strings.Contains(last.Doubt, "another name") {
		t.Fatalf("she boarded on another's ticket and the doubt is %q", last.Doubt)
	}

	segments := strings.TrimPrefix(seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z"), `{"passengers":["m1"],"hold_until":"2026-03-01T12:00:00Z",`)
	f.does(desk, "amend-booking", `{"cause":"Name corrected","tickets":{"m1":"0559876543210"},`+segments)
	if taskOf(f, "ticket-name:m1") != nil {
		t.Fatal("the reissued ticket is still in another name")
	}
	letters := ofKind(f, avrr.PaperTravelLetter)
	if last := letters[len(letters)-1]; last.Status != avrr.PaperCurrent || last.Number != "HW-7K3-M9PX-L1-2" {
		t.Fatalf("the last paper is %+v", last)
	}
}

func TestACorrectionThatChangesTheOutcomeHasEligibilityDecidedAgain(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.outcome = "" // from now on the criteria look at the nationality
	f.assess = func(facts avrr.Facts) string {
		if facts["nationality"] == "AL" {
			return avrr.Eligible
		}
		return avrr.NotEligible
	}
	f.does(officer, "correct-details", `{"reason":"The passport says so.","members":[{"member":"m1","nationality":"XK"}]}`)
	f.offered(desk, "hold-seats", "facts-changed")
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	if e := f.refused(officer2, "decide-eligibility", `{"decision":"approve"}`); rules(e) != "criteria-not-met" {
		t.Fatal(e)
	}
	f.does(officer, "correct-details", `{"reason":"He holds both.","members":[{"member":"m1","nationality":"AL"}]}`)
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	f.offered(desk, "hold-seats")
}

func TestAVoidedArrivalTakesItsVisitsAlongAndTheLogKeepsItsLine(t *testing.T) {
	f := departed(t, homebound, monday)
	before := asJSON(t, f.c.Members)
	f.does(desk, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00Z","members":["m1"]}`)
	arrival := len(f.log)
	if e := f.refused(desk, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another flight."}`, arrival)); rules(e) != "another-person" {
		t.Fatal(e)
	}
	f.does(field, "log-visit", visited("month-1", "2026-03-10"))
	if e := f.refused(field, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another flight."}`, arrival)); rules(e) != "rests-on-it" {
		t.Fatal(e)
	}
	f.does(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another person."}`, len(f.log)))
	f.does(field, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another flight."}`, arrival))
	if got := asJSON(t, f.c.Members); got != before || f.c.Stage != avrr.Travel || len(f.c.Visits) > 0 {
		t.Fatalf("in %s with %d visits: %s", f.c.Stage, len(f.c.Visits), got)
	}
	if k := next(t, f); k.Name != avrr.ClockArrival {
		t.Fatalf("nobody waits for the arrival: %v", k)
	}
	if len(f.log) != arrival+3 || f.log[arrival-1].Action != "confirm-arrival" {
		t.Fatal("the log lost a line")
	}
	if e := f.refused(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Again."}`, arrival)); rules(e) != "voided-already" {
		t.Fatal(e)
	}
	f.does(desk, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00Z","members":["m1"]}`)
	if f.c.Stage != avrr.Arrival || len(f.c.Visits) != 4 {
		t.Fatalf("told again, the case is in %s", f.c.Stage)
	}
}

// Somebody is told to be dead who is not, and their seat is given back before that is put right: no ticket stands without a seat.
func TestASeatThatWasGivenBackIsNotThereAgainWhenItsReasonIsTakenBack(t *testing.T) {
	dead := func(f *file, member string) {
		f.does(protection, "report-event", fmt.Sprintf(`{"member":%q,"event":"death","on":"2026-02-02","source":"Hospital"}`, member))
		line := len(f.log)
		f.givesSeatsBack()
		f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another patient"}`, line))
	}
	f := familyWithTickets(t)
	dead(f, "m2")
	if m := f.c.Member("m2"); m.Fate != avrr.Going || m.Ticket != "" || !slices.Equal(f.c.Booking.Members, []string{"m1", "m3", "m4"}) || f.c.Member("m1").Ticket == "" {
		t.Errorf("%s with the ticket %q, seats for %v", m.Fate, m.Ticket, f.c.Booking.Members)
	}
	if f.taskIDs("seat-gone:") != "seat-gone:m2" || f.taskIDs("give-back-") == "" {
		t.Errorf("the tasks are %s", f.taskIDs(""))
	}
	if n := f.c.Notices[len(f.c.Notices)-1]; n.Status != avrr.NoticeCurrent || len(n.Members) != 3 {
		t.Errorf("the office expects %v (%s)", n.Members, n.Status)
	}
	for _, p := range f.c.Papers {
		if p.Kind == avrr.PaperTravelLetter && p.Member == "m2" && p.Status == avrr.PaperCurrent {
			t.Errorf("%s stands without a seat", p.Number)
		}
	}
	one := ticketed(t, homebound, monday)
	dead(one, "m1")
	if b := one.c.Booking; b.Status != avrr.Cancelled || one.c.Member("m1").Ticket != "" || one.c.Stage != avrr.Preparation {
		t.Errorf("%+v in %s", b, one.c.Stage)
	}
	one.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z"))
}

func TestDecisionsAndPaymentsAreNeverVoided(t *testing.T) {
	f := planned(t, homebound, monday)
	for _, e := range f.log {
		a, _ := avrr.Find(e.Action)
		if a.Kind == avrr.Fact && e.Action != "open" || e.Action == "clock" {
			continue
		}
		if got := f.refused(protection, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Wrong."}`, e.Seq)); rules(got) != "not-voidable" {
			t.Errorf("%s: %v", e.Action, got)
		}
	}
	if e := f.refused(manager, "void-event", `{"seq":4000,"reason":"Wrong."}`); rules(e) != "no-such-event" {
		t.Fatal(e)
	}
}

func TestOnlyProtectionVoidsAScreeningAndTheCaseIsThenNotRestricted(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02","trafficking":{"act":["recruitment"],"means":["deception"],"purpose":["forced_labour"]}}`)
	if e := f.refused(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another person's answers."}`, len(f.log))); rules(e) != "protected" {
		t.Fatal(e)
	}
	f.does(protection, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another person's answers."}`, len(f.log)))
	if f.c.Restricted || f.c.Member("m1").Screening != nil {
		t.Fatal("the case stays restricted by answers that are not this person's")
	}
}

func TestIdsAreNeverGivenOutTwice(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "change-members", `{"on":"2026-02-02","reason":"An aunt.","add":[{"given_names":"Mira","relation":"other"}]}`)
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another family."}`, len(f.log)))
	if f.c.Member("m5") != nil {
		t.Fatal("she is still there")
	}
	f.does(officer, "change-members", `{"on":"2026-02-02","reason":"A grandmother.","add":[{"given_names":"Zana","relation":"parent"}]}`)
	if m := f.c.Member("m6"); m == nil || m.GivenNames != "Zana" {
		t.Fatalf("the grandmother is not m6: %s", fates(f))
	}
}

func TestATaskOfProtectionIsNamedToNobodyElse(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(protection, "add-task", `{"title":"Call the shelter","duty":"protection"}`)
	id := f.c.Raised[len(f.c.Raised)-1].ID
	for _, o := range avrr.Offers(f.judging(manager)) {
		if strings.Contains(asJSON(t, o.Schema), id) {
			t.Fatalf("%s names it to the manager", o.Action.Name)
		}
	}
	if e := f.refused(manager, "complete-task", `{"task":"`+id+`"}`); rules(e) != avrr.CodeInvalid || !strings.Contains(e.Message, "none") {
		t.Fatal(e)
	}
	f.does(protection, "complete-task", `{"task":"`+id+`"}`)

}
func TestAnAppealThatWasDecidedIsNotVoidedBeneathItsDecision(t *testing.T) {
	f := assessed(t, homebound, monday)
	f.does(officer2, "decide-eligibility", `{"decision":"refuse","reason":"No."}`)
	f.does(officer, "record-appeal", `{"lodged_on":"2026-02-02","body":"Tribunal","grounds":"Family"}`)
	appeal := len(f.log)
	f.does(manager, "decide-appeal", `{"decision":"allow","reason":"Family life."}`)
	if e := f.refused(protection, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another person."}`, appeal)); rules(e) != "rests-on-it" {
		t.Fatal(e)
	}
}

func TestALastDayToLeaveIsWatchedThoughNobodyToldTheDecisionItComesFrom(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "correct-details", `{"reason":"It stands on the letter.","leave_by":"2026-02-05"}`)
	f.on("2026-02-07")
	if c := f.log[len(f.log)-1]; c.Action != "clock" || !strings.Contains(string(c.Input), avrr.ClockDeparture) {
		t.Fatalf("%s %s", c.Action, c.Input)
	}
}

func TestACaseThatWasNeverOverGoesOnWhereItStood(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.does(officer, "report-event", `{"member":"m1","event":"own_departure","on":"2026-02-02","source":"A neighbour"}`)
	left := len(f.log)
	f.does(manager, "reopen", `{"stage":"eligibility","reason":"She wishes again."}`)
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"The neighbour was wrong."}`, left))
	if f.c.Stage != avrr.Preparation || f.c.Member("m1").Fate != avrr.Going {
		t.Fatalf("in %s: %s", f.c.Stage, fates(f))
	}
}

func TestWhoHasWithdrawnIsNotAskedWhyTheyDidNotCome(t *testing.T) {
	f := approvedFamily(t)
	for range 2 {
		f.does(officer, "schedule", `{"kind":"medical","at":"2026-02-02T09:00:00Z","members":["m1","m2"]}`)
	}
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.does(officer, "record-appointment", `{"appointment":"a1","outcome":"missed"}`)
	f.does(officer, "record-appointment", `{"appointment":"a2","outcome":"missed"}`)
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == "missed-twice:m2" {
			t.Fatal(task.Title.EN)
		}
	}
}

func TestWhatIsToBeRecheckedIsNotApprovedOnTheOldAssessment(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.outcome = ""
	f.assess = func(facts avrr.Facts) string {
		if facts["nationality"] == "AL" {
			return avrr.Eligible
		}
		return avrr.NotEligible
	}
	f.does(officer, "correct-details", `{"reason":"The passport says so.","members":[{"member":"m1","nationality":"XK"}]}`)
	if e := f.refused(officer2, "decide-eligibility", `{"decision":"approve"}`); rules(e) != "assessment-missing" {
		t.Fatal(e)
	}
}

func TestVoidingWhoSpeaksForAChildMakesNobodyElseSign(t *testing.T) {
	f := counselledFamily(t)
	f.does(officer, "set-representative", `{"member":"m3","kind":"court","person":{"given_names":"Vera","family_name":"Marsh"},"appointed_by":"Family Court","from":"2026-01-01"}`)
	appointed := len(f.log)
	f.does(officer, "give-consent", `{"member":"m3","kind":"return","signed_on":"2026-02-02","language":"sq"}`)
	if e := f.refused(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another child."}`, appointed)); rules(e) != "rests-on-it" {
		t.Fatal(e)
	}
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another child."}`, appointed+1))
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another child."}`, appointed))
	if len(f.c.Member("m3").Consents) > 0 {
		t.Fatalf("%+v", f.c.Member("m3").Consents)
	}
}

func TestACorrectionNamesMembersTheCaseHas(t *testing.T) {
	f := opened(t, homebound, monday)
	body := `{"reason":"Misspelt.","members":[{"member":"m2","given_names":"Besa"}]}`
	if e := f.refused(officer, "correct-details", body); e.Code != avrr.CodeInvalid || e.Field != "/members/0/member" {
		t.Fatalf("%+v", e)
	}
	f.does(officer, "change-members", `{"on":"2026-02-02","reason":"A sister.","add":[{"given_names":"Bessa","relation":"sibling"}]}`)
	joined := len(f.log)
	f.does(officer, "correct-details", body)
	if e := f.refused(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another family."}`, joined)); rules(e) != "rests-on-it" {
		t.Fatal(e)
	}
}

// The numbers of papers that have left the house mean the same papers whatever is taken back later.
func TestAPaperKeepsItsNumberWhateverIsTakenBack(t *testing.T) {
	f := familyWithTickets(t)
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`)
	f.now = moment("2026-03-10T13:00:00Z")
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:05:00Z","passengers":{"m1":"refused_at_gate"}}`)
	leg := len(f.log)
	f.does(officer, "correct-details", `{"reason":"r","members":[{"member":"m1","given_names":"Arbën"}]}`)
	f.now = moment("2026-03-12T13:00:00Z")
	f.does(officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-03-12","language":"sq"}`)
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`)
	before := papersOf(f, "m1")
	f.does(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another man was turned back."}`, leg))
	after := papersOf(f, "m1")
	for number, seq := range before {
		if after[number] != seq {
			t.Errorf("%s was issued by event %d, and now by %d", number, seq, after[number])
		}
	}
	if len(after) != len(before)+2 {
		t.Fatalf("the correction issues a declaration and a decision letter now that he was not turned back: %v, before %v", after, before)
	}
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`)
	if again := papersOf(f, "m1"); len(again) != len(after)+1 {
		t.Fatalf("a number was given out twice: %v, before %v", again, after)
	}
}

// A number the log gave to a paper that its event no longer issues stays known, as called back: somebody may hold the paper.
func TestAPaperThatNothingIssuesAnyMoreIsCalledBack(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "add-note", `{"text":"n"}`)
	log := throughJSON(t, f.log)
	last := &log[len(log)-1]
	last.Papers = []avrr.IssuedPaper{{Kind: avrr.PaperDeclaration, Member: "m1", Language: "en", Version: 3, Number: "HW-7K3-M9PX-D1-3", Status: avrr.PaperCurrent, Seq: last.Seq}}
	c := avrr.NewCase(f.c.ID, f.c.Reference, f.p)
	if err := c.FoldAll(f.p, log); err != nil {
		t.Fatal(err)
	}
	f.c, f.log = c, log
	if got := register(f, avrr.PaperDeclaration); !slices.Equal(got, []string{"HW-7K3-M9PX-D1-3 withdrawn"}) {
		t.Fatalf("the papers are %v", got)
	}
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`)
	if got := ofKind(f, avrr.PaperDeclaration)[1].Number; got != "HW-7K3-M9PX-D1-4" {
		t.Fatalf("the next one is %s", got)
	}
}

// papersOf answers the events that issued a member's papers, by number.
func papersOf(f *file, member string) map[string]int {
	seqs := map[string]int{}
	for _, p := range f.c.Papers {
		if p.Member == member {
			seqs[p.Number] = p.Seq
		}
	}
	return seqs
}

func TestAPaperIsIssuedAgainWhenAnythingItPrintsIsCorrected(t *testing.T) {
	f := familyWithTickets(t)
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`)
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m2","language":"en"}`)
	for _, c := range []struct{ corrected, current string }{
		{`"members":[{"member":"m1","birth":{"date":"1981-03-01"}}]`, "D1-2 D2-1 G1-1 G2-1 L1-2 L2-1"},
		{`"members":[{"member":"m1","nationality":"XK"}]`, "D1-3 D2-1 G1-1 G2-1 L1-3 L2-1"},
		{`"destination":{"country":"AL","place":"Shkodër"}`, "D1-4 D2-2 G1-1 G2-1 L1-3 L2-1"},
		{`"legal_status":"tolerated"`, "D1-4 D2-2 G1-1 G2-1 L1-3 L2-1"},
	} {
		f.does(officer, "correct-details", `{"reason":"r",`+c.corrected+`}`)
		var current []string
		for _, p := range f.c.Papers {
			if p.Status == avrr.PaperCurrent && (p.Member == "m1" || p.Member == "m2") {
				current = append(current, strings.TrimPrefix(p.Number, f.c.Reference+"-"))
			}
		}
		slices.Sort(current)
		if got := strings.Join(current, " "); got != c.current {
			t.Errorf("after %s the papers are %s, not %s", c.corrected, got, c.current)
		}
	}
}
