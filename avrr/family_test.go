package avrr_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// The Hoxhas: two parents, a girl of twelve, and a boy who is sixteen when they apply in February and comes of age in 2027.
const openHoxhas = `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},"receiving_office":"Tirana office",
	"contact":{"channel":"phone","value":"+355690000001"},"members":[
	{"given_names":"Arben","family_name":"Hoxha","birth":{"date":"1980-03-01"},"nationality":"AL","relation":"principal"},
	{"given_names":"Drita","family_name":"Hoxha","birth":{"date":"1984-07-11"},"nationality":"AL","relation":"spouse"},
	{"given_names":"Era","family_name":"Hoxha","birth":{"date":"2013-09-05"},"nationality":"AL","relation":"child"},
	{"given_names":"Luan","family_name":"Hoxha","birth":{"date":"2009-01-20"},"nationality":"AL","relation":"child"}]}`

// signed has somebody consent to a member's return and to the use of the data.
func (f *file) signed(member, by, on string) {
	f.t.Helper()
	for _, kind := range []string{"return", "data"} {
		f.does(officer, "give-consent", fmt.Sprintf(`{"member":%q,"given_by":%q,"kind":%q,"signed_on":%q,"language":"sq"}`, member, by, kind, on))
	}
}

// counselledFamily is a family that was counselled and screened; nobody has signed yet.
func counselledFamily(t rapid.TB) *file {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", openHoxhas)
	f.received()
	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	for _, m := range f.c.Members {
		f.does(officer, "record-screening", fmt.Sprintf(`{"member":%q,"screened_on":"2026-02-02"}`, m.ID))
	}
	return f
}

func approvedFamily(t rapid.TB) *file {
	f := assessedFamily(t)
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	return f
}

func assessedFamily(t rapid.TB) *file {
	f := counselledFamily(t)
	for _, who := range [][2]string{{"m1", "m1"}, {"m2", "m2"}, {"m3", "m1"}, {"m3", "m2"}, {"m4", "m1"}, {"m4", "m2"}, {"m4", "m4"}} {
		f.signed(who[0], who[1], "2026-02-02")
	}
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	return f
}

// familyWithTickets has everything for the flight of 10 March.
func familyWithTickets(t rapid.TB) *file {
	f := approvedFamily(t)
	for i, m := range f.c.Members {
		f.does(officer, "record-travel-document", fmt.Sprintf(`{"member":%q,"status":"issued","kind":"passport","number":"BA000000%d","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`, m.ID, i))
		f.does(officer, "record-authority-reply", fmt.Sprintf(`{"member":%q,"reply":"no_objection","replied_on":"2026-02-02"}`, m.ID))
	}
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m2", "m3", "m4"))
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2","m3":"3","m4":"4"}}`)
	return f
}

func fates(f *file) string {
	var told []string
	for _, m := range f.c.Members {
		told = append(told, m.ID+" "+string(m.Fate))
	}
	return strings.Join(told, ", ")
}

func TestAChildNeedsTheConsentOfEverybodyWithParentalAuthorityAndFromSixteenSignsToo(t *testing.T) {
	f := counselledFamily(t)
	if e := f.refused(officer, "give-consent", `{"member":"m3","kind":"return","signed_on":"2026-02-02","language":"sq"}`); rules(e) != "giver-missing" {
		t.Fatal(e)
	}
	if e := f.refused(officer, "give-consent", `{"member":"m3","given_by":"m3","kind":"return","signed_on":"2026-02-02","language":"sq"}`); rules(e) != "not-a-holder" {
		t.Fatalf("a girl of twelve consents by herself: %v", e)
	}
	stands := func(member string) bool { return f.c.Consented(f.c.Member(member), avrr.ReturnConsent) }
	f.signed("m4", "m1", "2026-02-02")
	f.signed("m4", "m2", "2026-02-02")
	if stands("m4") {
		t.Fatal("a boy of seventeen is taken home without having been asked")
	}
	f.signed("m4", "m4", "2026-02-02")
	f.signed("m3", "m1", "2026-02-02")
	if !stands("m4") || stands("m3") {
		t.Fatalf("m4 %v, m3 %v", stands("m4"), stands("m3"))
	}
	f.signed("m3", "m2", "2026-02-02")
	if !stands("m3") {
		t.Fatal("both parents signed and the consent does not stand")
	}
}

func TestAParentsWithdrawalEndsWhatNeedsTheirConsentAndNothingElse(t *testing.T) {
	f := familyWithTickets(t)
	f.does(desk, "withdraw", `{"member":"m2","channel":"phone"}`)
	if got := fates(f); got != "m1 going, m2 withdrawn, m3 withdrawn, m4 withdrawn" || f.c.Stage != avrr.Travel {
		t.Fatalf("%s in %s", got, f.c.Stage)
	}
	if b := f.c.Booking; !slices.Equal(b.Members, []string{"m1"}) || !slices.Equal(b.Leaving, []string{"m2", "m3", "m4"}) {
		t.Fatalf("the booking is %+v", b)
	}
	if !f.c.Consented(f.c.Member("m1"), avrr.ReturnConsent) || f.c.Consented(f.c.Member("m3"), avrr.ReturnConsent) {
		t.Fatal("the father's consent fell, or the girl's stands")
	}
	f.signed("m3", "m2", "2026-02-02") // she stays, and lets the girl go with her father: his own signature for the girl was never in doubt
	if f.c.Member("m3").Fate != avrr.Withdrew {
		t.Fatal("the girl goes before everybody has signed anew")
	}
	f.signed("m3", "m1", "2026-02-02")
	if f.c.Member("m3").Fate != avrr.Going || f.c.Member("m4").Fate != avrr.Withdrew {
		t.Fatal(fates(f))
	}
}

func TestAGrownMembersWithdrawalLeavesTheFamilyAlone(t *testing.T) {
	f := familyWithTickets(t)
	f.does(desk, "withdraw", `{"member":"m4","channel":"phone"}`) // the boy does not want to
	if got := fates(f); got != "m1 going, m2 going, m3 going, m4 withdrawn" {
		t.Fatal(got)
	}
}

func TestABirthdayOnTheWayChangesWhoConsents(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "correct-details", `{"reason":"The passport says so.","members":[{"member":"m3","birth":{"date":"2010-02-20"}},{"member":"m4","birth":{"date":"2008-02-20"}}]}`)
	if until := consentUntil(f, "m3"); until != "2026-02-19" {
		t.Fatalf("her parents alone speak for the girl until %q", until)
	}
	f.on("2026-02-21") // since yesterday she is sixteen, and her brother eighteen
	if f.c.Consented(f.c.Member("m3"), avrr.ReturnConsent) || taskOf(f, "missing:consent to return of m3") == nil {
		t.Fatal("she is sixteen, and nobody asks her")
	}
	f.does(officer, "give-consent", `{"member":"m3","given_by":"m3","kind":"return","signed_on":"2026-02-21","language":"sq"}`)
	f.does(officer, "give-consent", `{"member":"m3","given_by":"m3","kind":"data","signed_on":"2026-02-21","language":"sq"}`)
	if !f.c.Consented(f.c.Member("m3"), avrr.ReturnConsent) || consentUntil(f, "m3") != "" {
		t.Fatal("she signed, and it does not count")
	}
	f.does(desk, "withdraw", `{"member":"m1","channel":"phone"}`)
	if got := fates(f); got != "m1 withdrawn, m2 going, m3 withdrawn, m4 going" {
		t.Fatalf("a man's return hangs on his father's: %s", got)
	}
}

func consentUntil(f *file, member string) string {
	for _, t := range f.c.Horizon(f.p).Travellers {
		for _, i := range t.Intervals {
			if t.Member == member && i.Thing == "age of own consent" {
				return i.Until.String()
			}
		}
	}
	return ""
}

func TestAChildAloneTravelsByTheWordOfAGuardianWhoMayChange(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},"members":[{"given_names":"Ilir","family_name":"Gashi","birth":{"about":2012}}]}`)
	if taskOf(f, "guardian:m1") == nil {
		t.Fatal("nobody is asked who may consent")
	}
	if e := f.refused(officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-02-02","language":"sq"}`); rules(e) != "guardian-missing" {
		t.Fatal(e)
	}
	if e := f.refused(officer, "set-representative", `{"member":"m1","kind":"guardian","person":{"given_names":"Vera","family_name":"Marsh"},"from":"2026-01-01"}`); rules(e) != "appointment-missing" {
		t.Fatal(e)
	}
	f.does(officer, "set-representative", `{"member":"m1","kind":"guardian","person":{"given_names":"Vera","family_name":"Marsh"},"appointed_by":"London Borough of Barnet","from":"2026-01-01"}`)
	f.does(officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-02-02","language":"sq"}`)
	if !f.c.Consented(f.c.Member("m1"), avrr.ReturnConsent) || f.c.Member("m1").Consents[0].By != "r1" {
		t.Fatalf("%+v", f.c.Member("m1").Consents)
	}
	f.on("2026-02-10")
	f.does(officer, "set-representative", `{"member":"m1","kind":"court","person":{"given_names":"Noor","family_name":"Haddad"},"appointed_by":"Family Court","from":"2026-02-10"}`)
	if f.c.Consented(f.c.Member("m1"), avrr.ReturnConsent) {
		t.Fatal("the new guardian has not been asked")
	}
	if r := f.c.Representatives[0]; r.Until != avrr.MustDate("2026-02-09") {
		t.Fatalf("the first guardian speaks until %s", r.Until)
	}
}

func TestANewbornJoinsAFamilyOnItsWayAndWaitsForWhatTheOthersHave(t *testing.T) {
	f := approvedFamily(t)
	f.on("2026-02-16")
	f.does(officer, "change-members", `{"on":"2026-02-14","reason":"Born on Saturday.","add":[{"given_names":"Dea","family_name":"Hoxha","birth":{"date":"2026-02-14"},"relation":"child"}]}`)
	if f.c.Stage != avrr.Preparation || f.c.Member("m5") == nil || taskOf(f, "screening:m5") == nil || taskOf(f, "assessment") == nil {
		t.Fatalf("in %s with %v", f.c.Stage, f.c.Tasks(f.p))
	}
	f.offered(desk, "hold-seats", "approval-missing", "consent-missing", "consent-missing", "consent-missing", "consent-missing")
	f.signed("m5", "m1", "2026-02-16")
	f.signed("m5", "m2", "2026-02-16")
	f.does(officer, "assess-eligibility", `{"recommendation":"approve","members":["m5"]}`)
	if e := f.refused(officer2, "decide-eligibility", `{"decision":"approve","members":["m1"]}`); rules(e) != "decided-already" {
		t.Fatal(e)
	}
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	f.offered(desk, "hold-seats")
	f.does(officer, "change-members", `{"on":"2026-02-16","reason":"She stays with her sister.","remove":["m2"]}`)
	if f.c.Member("m2").Fate != avrr.LeftCase {
		t.Fatal(fates(f))
	}
}

func TestOneOfAFamilyIsRefusedAndTheOthersGo(t *testing.T) {
	f := counselledFamily(t)
	for _, who := range [][2]string{{"m1", "m1"}, {"m2", "m2"}, {"m3", "m1"}, {"m3", "m2"}, {"m4", "m1"}, {"m4", "m2"}, {"m4", "m4"}} {
		f.signed(who[0], who[1], "2026-02-02")
	}
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	if n := len(f.c.Assessment.Each); n != 4 {
		t.Fatalf("%d members were assessed", n)
	}
	f.does(officer2, "decide-eligibility", `{"decision":"refuse","reason":"Assisted last year.","members":["m4"]}`)
	if got := fates(f); got != "m1 going, m2 going, m3 going, m4 refused" || f.c.Stage != avrr.Eligibility {
		t.Fatalf("%s in %s", got, f.c.Stage)
	}
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	if f.c.Stage != avrr.Preparation || !f.c.Member("m1").Ruling.At.Equal(f.now) {
		t.Fatalf("in %s", f.c.Stage)
	}
	f.does(officer, "record-appeal", `{"lodged_on":"2026-02-02","body":"Tribunal","grounds":"It was another Luan."}`)
	if f.c.Stage != avrr.Eligibility && f.c.Stage != avrr.Preparation {
		t.Fatalf("in %s", f.c.Stage)
	}
	f.does(manager, "decide-appeal", `{"decision":"allow","reason":"Another person."}`)
	if got := fates(f); got != "m1 going, m2 going, m3 going, m4 going" {
		t.Fatal(got)
	}
}

func TestARefusedCaseLivesAgainWhileItsAppealIsOpenAndNeitherEarlierPersonDecidesIt(t *testing.T) {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockAppealWindow: days(14), avrr.ClockAppealDecision: days(30), avrr.ClockReview: days(90)}
	f := assessed(t, &p, monday)
	f.does(officer2, "decide-eligibility", `{"decision":"refuse","reason":"Not in this programme."}`)
	if f.c.Stage != avrr.Closed || f.c.Closure.Reason != "refused" {
		t.Fatalf("%s, %+v", f.c.Stage, f.c.Closure)
	}
	f.on("2026-02-20")
	f.does(officer, "record-appeal", `{"lodged_on":"2026-02-18","body":"Tribunal","grounds":"The facts are others."}`)
	f.stands(avrr.Eligibility, fmt.Sprintf("%d/%d", f.c.Version, f.c.Seq), "appeal-decision 2026-03-21T00:00:00Z", fmt.Sprintf("doubt-%d", f.c.Seq), "appeal-decision")
	if task := f.c.Tasks(f.p)[0]; !strings.Contains(task.Detail, "2026-02-16") {
		t.Fatalf("the appeal was late, and the officer reads %q", task.Detail)
	}
	f.offered(officer, "decide-appeal", "another-person")
	f.offered(officer2, "decide-appeal", "another-person")
	f.offered(manager, "decide-appeal")
	if e := f.refused(officer, "record-appeal", `{"lodged_on":"2026-02-20","body":"Tribunal","grounds":"Again."}`); rules(e) != "appeal-open" {
		t.Fatal(e)
	}
	f.does(manager, "decide-appeal", `{"decision":"dismiss","reason":"The facts are the same."}`)
	if f.c.Stage != avrr.Closed || f.c.Closure.Reason != "refused" {
		t.Fatalf("%s, %+v", f.c.Stage, f.c.Closure)
	}
}

func TestThePeriodForVoluntaryDepartureRunsFromTheReturnDecision(t *testing.T) {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockDeparture: days(30)}
	f := newFile(t, &p, monday)
	f.does(officer, "open", strings.Replace(openAda, `"language"`, `"return_decision_on":"2026-01-20","language"`, 1))
	if k := next(t, f); k.Name != avrr.ClockDeparture || k.Due != moment("2026-02-20T00:00:00Z") {
		t.Fatalf("%v", k)
	}
	f.does(officer, "correct-details", `{"reason":"Extended for school.","leave_by":"2026-06-30"}`)
	if k := next(t, f); k.Due != moment("2026-06-30T23:00:00Z") {
		t.Fatalf("extended, the period ends on %v", k)
	}
}

func TestSomebodyIsToldWhenAChildBoardedWithoutWhoSpeaksForThemNow(t *testing.T) {
	f := familyWithTickets(t)
	f.does(officer, "set-representative", `{"member":"m3","kind":"court","person":{"given_names":"Teuta"},"appointed_by":"Family court","from":"2026-02-02"}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m2","m3","m4"]}`)
	if got := doubts(f); !strings.Contains(got, "m3 boarded without every consent") {
		t.Fatal(got)
	}
}

func TestNobodyTurnsToWhoHasWithdrawn(t *testing.T) {
	f := approvedFamily(t)
	for _, day := range []string{"2026-02-03", "2026-02-04", "2026-02-05"} {
		f.on(day)
		f.does(officer, "log-contact", `{"member":"m2","at":"`+day+`T09:00:00Z","direction":"out","channel":"phone","outcome":"no_answer"}`)
	}
	lost := func() bool {
		return slices.ContainsFunc(f.c.Tasks(f.p), func(task avrr.Task) bool { return task.ID == "lost-contact:m2" })
	}
	if !lost() {
		t.Fatal("nobody asks where they are")
	}
	f.does(officer, "hold", `{"reason":"Nobody answers."}`)
	f.does(officer, "withdraw", `{"member":"m2","channel":"letter"}`)
	if lost() {
		t.Fatal("they wrote that they stay, and are still looked for")
	}
}

func TestAClosedCaseLeavesNoPaperOfWhoDidNotGo(t *testing.T) {
	f := assessed(t, homebound, monday)
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"sq"}`)
	f.does(officer, "close", `{"reason":"lost_contact","note":"Not to be found."}`)
	if got := f.c.Papers[0].Status; got != avrr.PaperWithdrawn {
		t.Fatal(got)
	}
}

func TestAnOldSignatureDoesNotUndoAWithdrawal(t *testing.T) {
	f := approvedFamily(t)
	f.on("2026-02-20")
	f.does(desk, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.on("2026-02-25")
	f.does(officer, "give-consent", `{"member":"m2","kind":"return","signed_on":"2026-02-02","language":"sq"}`)
	if f.c.Member("m2").Fate != avrr.Withdrew || f.c.Consented(f.c.Member("m2"), avrr.ReturnConsent) {
		t.Fatal("a paper of the second undoes the word of the twentieth")
	}
	if last := f.log[len(f.log)-1]; !strings.Contains(last.Doubt, "older") {
		t.Fatalf("nobody is told: %q", last.Doubt)
	}
	f.does(officer, "give-consent", `{"member":"m2","kind":"return","signed_on":"2026-02-24","language":"sq"}`)
	if f.c.Member("m2").Fate != avrr.Going {
		t.Fatal(fates(f))
	}
}

func TestWhoStaysBehindWithdrawsForTheChildWhoNeedsThem(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", strings.Replace(openHoxhas, `"relation":"spouse"}`, `"relation":"spouse","travels":false}`, 1))
	f.does(desk, "withdraw", `{"member":"m2","channel":"phone"}`)
	if got := fates(f); got != "m1 going, m2 staying, m3 withdrawn, m4 withdrawn" {
		t.Fatal(got)
	}
	g := newFile(t, homebound, monday)
	g.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","members":[{"given_names":"Ilir","birth":{"about":2012}}]}`)
	g.does(officer, "set-representative", `{"member":"m1","kind":"guardian","person":{"given_names":"Vera"},"appointed_by":"Borough","from":"2026-01-01"}`)
	g.does(desk, "withdraw", `{"member":"r1","channel":"letter"}`)
	if g.c.Stage != avrr.Closed || fates(g) != "m1 withdrawn" {
		t.Fatalf("a guardian's word is not heard: %s in %s", fates(g), g.c.Stage)
	}
}

func TestAWithdrawalOfTheRestLeavesThoseInTheAirTheirConsent(t *testing.T) {
	f := familyWithTickets(t)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m3"]}`)
	f.does(desk, "withdraw", `{"channel":"phone"}`)
	if !f.c.Consented(f.c.Member("m1"), avrr.ReturnConsent) {
		t.Fatalf("who flies is said to have withdrawn: %s", fates(f))
	}
}

func TestAParentSetExplicitlyStandsBesideTheOther(t *testing.T) {
	f := counselledFamily(t)
	f.does(officer, "set-representative", `{"member":"m3","kind":"parent","holder":"m1","from":"2013-09-05"}`)
	f.signed("m3", "m1", "2026-02-02")
	if f.c.Consented(f.c.Member("m3"), avrr.ReturnConsent) {
		t.Fatal("her mother was not asked")
	}
	f.does(officer, "set-representative", `{"member":"m3","kind":"court","holder":"m1","appointed_by":"Family Court","from":"2026-02-01"}`)
	if !f.c.Consented(f.c.Member("m3"), avrr.ReturnConsent) {
		t.Fatal("the court gave the father sole custody")
	}
	f.does(officer, "correct-details", `{"reason":"Not known after all.","members":[{"member":"m4","birth":{"about":2009}}]}`)
	g := newFile(t, homebound, monday)
	g.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","members":[{"given_names":"Ada"},{"given_names":"Era","relation":"child"}]}`)
	if e := g.refused(officer, "give-consent", `{"member":"m2","given_by":"m2","kind":"return","signed_on":"2026-02-02","language":"sq"}`); rules(e) != "not-a-holder" {
		t.Fatalf("a child whose birth nobody knows signs alone: %v", e)
	}
}

func TestTheFourEyesOfAnAppealAreThoseOfTheRefusalItself(t *testing.T) {
	f := counselledFamily(t)
	for _, who := range [][2]string{{"m1", "m1"}, {"m2", "m2"}, {"m3", "m1"}, {"m3", "m2"}, {"m4", "m1"}, {"m4", "m2"}, {"m4", "m4"}} {
		f.signed(who[0], who[1], "2026-02-02")
	}
	f.does(officer, "assess-eligibility", `{"recommendation":"refuse","members":["m4"]}`)
	f.does(officer2, "assess-eligibility", `{"recommendation":"approve","members":["m1","m2","m3"]}`)
	if f.c.Assessment.Of("m4") == nil {
		t.Fatal("assessing some threw away what was assessed of another")
	}
	if e := f.refused(officer, "decide-eligibility", `{"decision":"refuse","reason":"Assisted before.","members":["m4"]}`); rules(e) != "another-person" {
		t.Fatal(e)
	}
	f.does(officer2, "decide-eligibility", `{"decision":"refuse","reason":"Assisted before.","members":["m4"]}`)
	if e := f.refused(manager, "decide-eligibility", `{"decision":"approve","happened_on":"2026-02-01"}`); rules(e) != "before-the-case" {
		t.Fatal(e)
	}
	f.does(manager, "decide-eligibility", `{"decision":"approve"}`)
	f.does(officer, "record-appeal", `{"lodged_on":"2026-02-02","body":"Tribunal","grounds":"Another Luan."}`)
	f.offered(officer, "decide-appeal", "another-person")
	f.offered(officer2, "decide-appeal", "another-person")
	f.offered(manager, "decide-appeal")
}

func TestAnAppealOfOneLeavesTheHelpOfThoseWhoArrivedAlone(t *testing.T) {
	f := counselledFamily(t)
	for _, who := range [][2]string{{"m1", "m1"}, {"m2", "m2"}, {"m3", "m1"}, {"m3", "m2"}, {"m4", "m1"}, {"m4", "m2"}, {"m4", "m4"}} {
		f.signed(who[0], who[1], "2026-02-02")
	}
	p := *f.p
	p.Clocks = maps.Clone(p.Clocks)
	p.Clocks[avrr.ClockAppealDecision] = days(30)
	f.p = &p
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	f.does(officer2, "decide-eligibility", `{"decision":"refuse","reason":"No corridor","members":["m2"]}`)
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	for i, m := range []string{"m1", "m3", "m4"} {
		f.does(officer, "record-travel-document", fmt.Sprintf(`{"member":%q,"status":"issued","kind":"passport","number":"BA000000%d","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`, m, i))
		f.does(officer, "record-authority-reply", fmt.Sprintf(`{"member":%q,"reply":"no_objection","replied_on":"2026-02-02"}`, m))
	}
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m3", "m4"))
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m3":"3","m4":"4"}}`)
	f.now = moment("2026-03-11T13:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m3","m4"]}`)
	f.does(desk, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00Z","members":["m1","m3","m4"]}`)
	f.does(officer, "record-appeal", `{"lodged_on":"2026-03-11","body":"court","grounds":"The corridor is open."}`)
	runs := slices.ContainsFunc(f.c.Clocks(f.p), func(k avrr.Clock) bool { return k.Name == avrr.ClockAppealDecision })
	if task := taskOf(f, avrr.ClockAppealDecision); f.c.Stage != avrr.Arrival || task == nil || task.Due.IsZero() || !runs {
		t.Fatalf("in %s, the appeal is decided as %+v, its clock runs %t", f.c.Stage, task, runs)
	}
	f.does(field, "propose-plan", onePlan)
	f.does(manager, "decide-appeal", `{"decision":"dismiss","reason":"It is not."}`)
	if f.c.Stage != avrr.Arrival || taskOf(f, avrr.ClockAppealDecision) != nil {
		t.Fatalf("in %s", f.c.Stage)
	}
}

func TestAnArrivalOfOneLeavesTheOthersTheirSeats(t *testing.T) {
	f := familyWithTickets(t)
	f.now = moment("2026-03-10T16:00:00Z")
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T15:30:00+01:00","members":["m1"]}`)
	if f.c.Booking.Status != avrr.Ticketed || f.c.Stage != avrr.Travel {
		t.Fatalf("the booking is %s in %s", f.c.Booking.Status, f.c.Stage)
	}
	if e := f.refused(desk, "hold-seats", seats("2026-03-20T12:00:00Z", "2026-03-20T15:30:00+01:00", "2026-03-15T12:00:00Z", "m2", "m3", "m4")); rules(e) == "" {
		t.Fatal("they have two journeys now")
	}
}

func TestADepartureIsNotVoidedBeneathItsArrival(t *testing.T) {
	f := travelled(t, homebound, monday)
	for i, e := range f.log {
		if e.Action != "confirm-departure" {
			continue
		}
		if e := f.refused(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another flight."}`, i+1)); rules(e) != "rests-on-it" {
			t.Fatal(e)
		}
	}
}

func TestProtectionIsLookedAfterByAProtectionOfficer(t *testing.T) {
	f := opened(t, homebound, monday)
	if e := f.refused(officer, "assign", `{"duty":"protection","person":"desk"}`); rules(e) != "not-protection" {
		t.Fatal(e)
	}
}
