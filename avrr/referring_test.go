package avrr_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"homeward/avrr"
)

func TestNobodyIsReferredWithoutTheirConsentToIt(t *testing.T) {
	f := travelled(t, homebound, monday)
	ask := `{"service":"health","provider":"Health centre, Kukës","consent":"m1","member":"m1"}`
	if e := f.refused(field, "refer", ask); rules(e) != "consent-missing" {
		t.Fatal(e)
	}
	if e := f.refused(field, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-03-10","language":"sq"}`); rules(e) != "heard-elsewhere" {
		t.Fatal(e)
	}
	f.does(field, "give-consent", `{"member":"m1","kind":"sharing","recipient":"Health centre, Kukës","signed_on":"2026-03-10","language":"sq"}`)
	if e := f.refused(field, "refer", strings.Replace(ask, "Health centre", "Clinic", 1)); rules(e) != "consent-missing" {
		t.Error(e)
	}
	f.does(field, "refer", ask)
	waits := func() bool {
		for _, task := range f.c.Tasks(f.p) {
			if task.ID == "referral:referral-1" && task.Duty == avrr.ReintegrationDuty {
				return true
			}
		}
		return false
	}
	if !waits() {
		t.Fatal("nobody waits for the answer")
	}
	answer := `{"referral":"referral-1","answer":"declined","on":"2026-03-10"}`
	if e := f.refused(field, "answer-referral", strings.Replace(answer, "10", "09", 1)); rules(e) != "answered-before-referred" {
		t.Error(e)
	}
	f.does(field, "answer-referral", answer)
	if waits() || f.c.Raised[len(f.c.Raised)-1].ID != "refer-again:referral-1" {
		t.Errorf("raised %+v", f.c.Raised[len(f.c.Raised)-1])
	}
	if e := f.refused(field, "answer-referral", answer); rules(e) != "referral-answered" {
		t.Error(e)
	}
}

const (
	clinicHears = `{"member":"m1","kind":"sharing","recipient":"Clinic, Kukës","signed_on":"2026-03-10","language":"sq"}`
	toClinic    = `{"service":"health","provider":"Clinic, Kukës","consent":"m1","measure":"1"}`
)

func TestAReferralServesAMeasureOfThePlanAndFollowsItIntoTheNext(t *testing.T) {
	f := released(t, homebound, monday)
	f.does(officer, "give-consent", clinicHears)
	if e := f.refused(field, "refer", strings.Replace(toClinic, `"1"`, `"2"`, 1)); e.Code != avrr.CodeInvalid {
		t.Fatal(e)
	}
	f.does(field, "refer", toClinic)
	f.does(field, "propose-plan", `{"amends":true,"reason":"The oven is dearer","measures":[{"dimension":"social","level":"individual","kind":"housing","description":"A room","amount":10000,"currency":"EUR"},
		{"dimension":"economic","level":"individual","kind":"business","description":"A bakery","amount":60000,"currency":"EUR"}]}`)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	serves := func() string {
		if n := f.c.Referrals[0].Measure; n > 0 {
			return f.c.Plan.Measures[n-1].Description
		}
		return ""
	}
	if got := serves(); got != "A bakery" {
		t.Errorf("after the amendment it serves %q", got)
	}
}

func TestAReferralServesNothingOnceItsMeasureIsOutOfThePlan(t *testing.T) {
	f := travelled(t, homebound, monday)
	f.does(field, "propose-plan", onePlan)
	f.does(officer, "give-consent", clinicHears)
	f.does(field, "refer", toClinic)
	f.does(field, "propose-plan", strings.Replace(onePlan, "A bakery", "A barber's shop", 1))
	if got := f.c.Referrals[0].Measure; got != 0 {
		t.Errorf("it serves measure %d", got)
	}
}

// Help goes on long after the journey, and so does what it takes: whoever consents to it then contradicts nothing.
func TestConsentsToHelpContradictNothingAfterTheArrival(t *testing.T) {
	for _, at := range []func(rapid.TB, *avrr.Programme, string) *file{travelled, planned, followed} {
		f := at(t, homebound, monday)
		for _, consent := range []string{clinicHears, strings.Replace(clinicHears, `"kind":"sharing","recipient":"Clinic, Kukës"`, `"kind":"medical"`, 1), strings.Replace(clinicHears, `"kind":"sharing","recipient":"Clinic, Kukës"`, `"kind":"data"`, 1)} {
			f.does(officer, "give-consent", consent)
			if said := doubts(f); said != "" || f.c.NeedsPerson() {
				t.Errorf("in %s: %s", f.c.Stage, said)
			}
		}
	}
}

// Whoever takes their consent back is referred no more: nobody waits for the answer, and the provider is told.
func TestAConsentToSharingIsTakenBackAtAnyTime(t *testing.T) {
	f := planned(t, homebound, monday)
	f.does(officer, "give-consent", clinicHears)
	f.does(field, "refer", toClinic)
	if ended := f.c.ConsentEnded(f.c.Referrals[0]); !ended.IsZero() || taskOf(f, "referral:referral-1") == nil {
		t.Fatalf("ended on %s before anybody took it back", ended)
	}
	back := `{"member":"m1","kind":"sharing","recipient":"clinic, kukës","on":"2026-03-10"}`
	for rule, body := range map[string]string{
		"recipient-missing":      strings.Replace(back, `"recipient":"clinic, kukës",`, "", 1),
		"consent-missing":        strings.Replace(back, "clinic", "court", 1),
		"withdrawn-before-given": strings.Replace(back, "03-10", "03-09", 1),
	} {
		if e := f.refused(field, "withdraw-consent", body); rules(e) != rule {
			t.Errorf("%s: %s, not %s", body, e, rule)
		}
	}
	f.does(field, "withdraw-consent", back)
	if ended := f.c.ConsentEnded(f.c.Referrals[0]); ended != avrr.MustDate("2026-03-10") {
		t.Errorf("ended on %q", ended)
	}
	if taskOf(f, "referral:referral-1") != nil || taskOf(f, "unshare:referral-1") == nil {
		t.Error("somebody still waits for the answer, or nobody tells the provider")
	}
	if e := f.refused(field, "refer", toClinic); rules(e) != "consent-missing" {
		t.Error(e)
	}
	f.does(field, "answer-referral", `{"referral":"referral-1","answer":"accepted","on":"2026-03-10"}`)
	f.does(officer, "give-consent", clinicHears)
	if ended := f.c.ConsentEnded(f.c.Referrals[0]); !ended.IsZero() {
		t.Errorf("it ended on %s although it was given again", ended)
	}
}

// expectingAnswers is homebound with a fortnight for providers to answer in.
func expectingAnswers() *avrr.Programme {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockReferral: days(14)}
	for name, span := range homebound.Clocks {
		p.Clocks[name] = span
	}
	return &p
}

const (
	unanswered = "overdue:referral:referral-1"
	itAnswers  = `{"referral":"referral-1","answer":"accepted","on":"2026-03-26"}`
)

// referred has asked a clinic on 10 March to take the member on.
func referred(t *testing.T) *file {
	t.Helper()
	f := travelled(t, expectingAnswers(), monday)
	f.does(officer, "give-consent", clinicHears)
	f.does(field, "refer", strings.Replace(toClinic, `,"measure":"1"`, "", 1))
	return f
}

func TestWhoReferredIsRemindedOfAProviderWhoDoesNotAnswer(t *testing.T) {
	f := referred(t)
	due := taskOf(f, "referral:referral-1").Due
	if avrr.DateOf(due) != avrr.MustDate("2026-03-24") && avrr.DateOf(due) != avrr.MustDate("2026-03-25") {
		t.Errorf("the answer is due at %s", due)
	}
	f.passes(due.Add(-time.Hour))
	if taskOf(f, unanswered) != nil {
		t.Fatal("reminded before the time is over")
	}
	f.passes(moment("2026-03-26T10:00:00Z"))
	if task := taskOf(f, unanswered); task == nil || task.Duty != avrr.ReintegrationDuty {
		t.Fatalf("%+v", task)
	}
	f.does(field, "answer-referral", itAnswers)
	if taskOf(f, unanswered) != nil || taskOf(f, "referral:referral-1") != nil {
		t.Error("still reminded once the provider has answered")
	}
}

func TestAnAnswerInTimeRemindsNobody(t *testing.T) {
	f := referred(t)
	f.does(field, "answer-referral", strings.Replace(itAnswers, "03-26", "03-10", 1))
	f.passes(moment("2026-03-26T10:00:00Z"))
	for _, task := range f.c.Raised {
		if task.ID == unanswered {
			t.Error("reminded of what was answered")
		}
	}
}

// Whoever ended the consent is talked of to nobody any more: there is no answer to ask for.
func TestTheEndOfTheConsentEndsTheReminder(t *testing.T) {
	f := referred(t)
	f.passes(moment("2026-03-26T10:00:00Z"))
	f.does(field, "withdraw-consent", `{"member":"m1","kind":"sharing","recipient":"Clinic, Kukës","on":"2026-03-26"}`)
	if taskOf(f, unanswered) != nil {
		t.Error("still reminded although the consent has ended")
	}
}
