package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

// endsEarly is a file with seats for 10 March, of somebody whose authority's answer ends the day before.
func endsEarly(t *testing.T) *file {
	f := withPassport(t, homebound, monday)
	f.does(officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02","valid_until":"2026-03-09"}`)
	return f
}

func exception(thing, until string) string {
	return fmt.Sprintf(`{"member":"m1","thing":%q,"until":%q,"reason":"They said so by telephone."}`, thing, until)
}

func TestAnExceptionLetsOneTravelAndAnotherPersonIssuesTheTickets(t *testing.T) {
	f := endsEarly(t)
	f.offered(desk, "confirm-booking", "horizon-breaks")
	f.does(manager, "allow-exception", exception("authority's answer", "2026-03-10"))
	if said := horizonOf(f, "m1"); !strings.Contains(said, "exception/authority's answer/ 2026-02-02..2026-03-10 GB") {
		t.Fatal(said)
	}
	if h := f.c.Horizon(f.p); runs(h.Holds) != "2026-02-02..2026-03-10" {
		t.Fatalf("all hold on %s", runs(h.Holds))
	}
	if e := f.refused(avrr.Actor{ID: "manager", Role: avrr.TravelDesk}, "confirm-booking", ticket); rules(e) != "another-person" {
		t.Fatal(e)
	}
	f.does(desk, "confirm-booking", ticket)
	later := strings.ReplaceAll(seats("2026-03-11T12:00:00Z", "2026-03-11T15:30:00+01:00", ""), `"passengers":["m1"],"hold_until":"",`, "")
	if e := f.refused(desk, "amend-booking", strings.Replace(later, "{", `{"cause":"Strike",`, 1)); rules(e) != "horizon-breaks" {
		t.Fatalf("an exception until the tenth covers the eleventh: %+v", e.Blocks)
	}
}

func TestAnExceptionEndsWithWhatItRestsOn(t *testing.T) {
	for _, change := range []struct {
		name, thing string
		then        []step
		stands      bool
	}{
		{"another answer", "authority's answer", []step{{officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02","valid_until":"2026-03-08"}`}}, false},
		{"an objection", "authority's answer", []step{objection}, false},
		{"something else", "authority's answer", []step{passport}, true},
		{"the same answer for another", "departure period", []step{{officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02"}`}}, true},
		{"another period", "departure period", []step{{officer, "correct-details", `{"reason":"Shortened.","leave_by":"2026-03-05"}`}}, false},
		{"a withdrawal", "departure period", []step{{desk, "withdraw", `{"channel":"phone"}`}}, false},
		{"another passport", "travel document", []step{{officer, "record-travel-document", issued("2026-02-01", "2026-03-02")}}, false},
	} {
		f := endsEarly(t)
		f.does(desk, "cancel-booking", `{"reason":"To be looked at."}`)
		f.does(officer, "correct-details", `{"reason":"From the decision.","leave_by":"2026-03-07"}`)
		f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2026-03-01"}`)
		f.does(manager, "allow-exception", exception(change.thing, "2026-03-20"))
		for _, s := range change.then {
			f.does(s.who, s.action, s.body)
		}
		if x := f.c.Exceptions[0]; x.EndedAt.IsZero() != change.stands {
			t.Errorf("after %s the exception stands: %v", change.name, x.EndedAt.IsZero())
		}
	}
}

func TestAnApprovalThatWasCorrectedAwayMayBeExceptedAndOneThatNeverWasMayNot(t *testing.T) {
	f := withPassport(t, homebound, monday)
	f.outcome, f.assess = "", func(facts avrr.Facts) string {
		if facts["nationality"] == "XK" {
			return avrr.Undecided
		}
		return avrr.Eligible
	}
	f.does(officer, "correct-details", `{"reason":"The passport says so.","members":[{"member":"m1","nationality":"XK"}]}`)
	f.offered(desk, "confirm-booking", "facts-changed")
	f.does(manager, "allow-exception", exception("approval", "2026-03-31"))
	f.does(desk, "confirm-booking", ticket)
}

func TestWhatNoExceptionCoversIsSaid(t *testing.T) {
	for _, c := range []struct {
		at                opening
		given             []step
		thing, until      string
		rule, field, says string
	}{
		{held, nil, "consent to return", "2026-03-31", "exception-never", "/thing", "never covers a consent"},
		{held, nil, "data consent", "2026-03-31", "exception-never", "/thing", "never covers a consent"},
		{held, nil, "medical clearance", "2026-03-31", "exception-never", "/thing", "a medical clearance"},
		{held, nil, "guardian's appointment", "2026-03-31", "exception-never", "/thing", "a guardian"},
		{held, nil, "age of own consent", "2026-03-31", "exception-never", "/thing", "never covers a consent"},
		{held, nil, "protection", "2026-03-31", "exception-never", "/thing", "protection"},
		{held, nil, "travel document", "2026-03-31", "exception-never", "/thing", "never a paper that is missing"},
		{held, []step{objection}, "authority's answer", "2026-03-31", "exception-never", "/thing", "The authority objects"},
		{held, nil, "authority's answer", "2026-03-31", "exception-needless", "/until", "holds on 2026-03-31 without an exception"},
		{held, nil, "departure period", "2026-03-31", "exception-needless", "/thing", "does not ask for this"},
		{held, nil, "decision on the appeal", "2026-03-31", "exception-needless", "/thing", "does not ask for this"},
		{held, nil, "authority's answer", "2026-02-01", "exception-over", "/until", "ended before it was made"},
	} {
		f := c.at(t, homebound, monday)
		for _, s := range c.given {
			f.does(s.who, s.action, s.body)
		}
		e := f.refused(manager, "allow-exception", exception(c.thing, c.until))
		if rules(e) != c.rule || e.Field != c.field || !strings.Contains(e.Message, c.says) {
			t.Errorf("%s: %s at %s: %s", c.thing, rules(e), e.Field, e.Message)
		}
	}
	f := approvedFamily(t)
	f.does(officer, "change-members", `{"on":"2026-02-02","reason":"Born today.","add":[{"given_names":"Dea","birth":{"date":"2026-02-02"},"relation":"child"}]}`)
	if e := f.refused(manager, "allow-exception", strings.Replace(exception("approval", "2026-03-31"), "m1", "m5", 1)); rules(e) != "exception-never" {
		t.Fatal(e)
	}
	if e := f.refused(desk, "allow-exception", exception("approval", "2026-03-31")); e.Code != avrr.CodeRole {
		t.Fatal(e)
	}
}
