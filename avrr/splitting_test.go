package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

// linked answers the case that the members of a split moved to.
func (f *file) linked() *file {
	f.t.Helper()
	if f.begun == nil {
		f.t.Fatal("the case was not split")
	}
	g := &file{t: f.t, p: f.p, c: avrr.NewCase("c2", "HW-9QX-4TRC", f.p), now: f.now, outcome: f.outcome, asked: 1000}
	g.append(*f.begun)
	return g
}

func TestWhoTravelsLaterMovesToALinkedCaseWithEverythingTheyHad(t *testing.T) {
	f := familyWithTickets(t)
	f.on("2026-03-05")
	if e := f.refused(officer, "split-case", `{"members":["m1","m2","m3","m4"],"reason":"School."}`); rules(e) != "nobody-left" {
		t.Fatal(e)
	}
	f.does(officer, "split-case", `{"members":["m2","m3"],"reason":"The girl finishes school first."}`)
	if got := fates(f); got != "m1 going, m2 left_case, m3 left_case, m4 going" {
		t.Fatal(got)
	}
	if b := f.c.Booking; strings.Join(b.Leaving, " ") != "m2 m3" {
		t.Fatalf("their seats are not given back: %+v", b)
	}
	if l := f.c.Links; len(l) != 1 || l[0].Reference != "HW-9QX-4TRC" || l[0].Kind != "split_into" {
		t.Fatalf("%+v", l)
	}

	g := f.linked()
	if g.c.Stage != avrr.Preparation || fates(g) != "m2 going, m3 going" || g.c.Principal().GivenNames != "Drita" || g.c.Booking != nil {
		t.Fatalf("%s in %s", fates(g), g.c.Stage)
	}
	if l := g.c.Links; len(l) != 1 || l[0].Reference != f.c.Reference || l[0].Kind != "split_from" {
		t.Fatalf("%+v", l)
	}
	if m := g.c.Member("m2"); m.TravelsOn() == nil || m.Authority == nil || !g.c.Consented(m, avrr.ReturnConsent) || !m.Further {
		t.Fatalf("she left something behind: %+v", m)
	}
	if !g.c.Consented(g.c.Member("m3"), avrr.ReturnConsent) {
		t.Fatal("the girl's consents did not come along")
	}
	f.does(desk, "withdraw", `{"member":"m1","channel":"phone"}`)
	if !g.c.Consented(g.c.Member("m3"), avrr.ReturnConsent) {
		t.Fatal("one case changed another")
	}
	if g.c.Version != 0 || g.c.Seq != 1 || len(g.c.Papers) > 0 {
		t.Fatalf("it begins at %d/%d with %d papers", g.c.Version, g.c.Seq, len(g.c.Papers))
	}
	g.does(desk, "hold-seats", seats("2026-06-25T12:00:00Z", "2026-06-25T15:30:00+02:00", "2026-06-20T12:00:00Z", "m2", "m3"))
	g.does(desk, "confirm-booking", `{"record_locator":"DEF456","tickets":{"m2":"5","m3":"6"}}`)
}

func TestFourEyesAreTheSameFourInALinkedCase(t *testing.T) {
	f := counselledFamily(t)
	for _, who := range [][2]string{{"m1", "m1"}, {"m2", "m2"}, {"m3", "m1"}, {"m3", "m2"}, {"m4", "m1"}, {"m4", "m2"}, {"m4", "m4"}} {
		f.signed(who[0], who[1], "2026-02-02")
	}
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	f.does(officer, "split-case", `{"members":["m2","m3"],"reason":"School."}`)
	g := f.linked()
	g.offered(officer, "decide-eligibility", "another-person")
	g.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
}

func TestAParentWhoStaysInTheOtherCaseIsStillAskedForTheChild(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "split-case", `{"members":["m3"],"reason":"She goes with her aunt."}`)
	g := f.linked()
	if len(g.c.Representatives) != 2 || g.c.Representatives[0].Person.GivenNames != "Arben" {
		t.Fatalf("who speaks for her: %+v", g.c.Representatives)
	}
	if !g.c.Consented(g.c.Member("m3"), avrr.ReturnConsent) {
		t.Fatal("her parents' consents did not come along")
	}
	g.does(officer, "correct-details", `{"reason":"Her own number.","contact":{"channel":"phone","value":"+355690000002"}}`)
	if e := g.refused(officer, "give-consent", `{"member":"m3","kind":"medical","signed_on":"2026-02-02","language":"sq"}`); rules(e) != "giver-missing" {
		t.Fatal(e)
	}
	g.does(officer, "give-consent", `{"member":"m3","given_by":"r1","kind":"medical","signed_on":"2026-02-02","language":"sq"}`)
}

func TestAFactOfALinkedCaseIsVoidedLikeAnyOther(t *testing.T) {
	f := familyWithTickets(t)
	f.does(officer, "record-briefing", `{"held_on":"2026-02-02","items":["itinerary"]}`)
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Of another family."}`, len(f.log)))
	f.does(officer, "split-case", `{"members":["m2"],"reason":"She works until June."}`)
	g := f.linked()
	g.does(officer, "record-medical-clearance", `{"member":"m2","result":"unfit","examined_on":"2026-02-02","valid_until":"2026-03-02"}`)
	g.does(officer2, "void-event", `{"seq":2,"reason":"Of another person."}`)
	if g.c.Member("m2").Clearance != nil {
		t.Fatal("the clearance of another person stays")
	}
	if len(g.c.Voided) != 1 {
		t.Fatalf("what was voided in the other case is passed over in this one: %v", g.c.Voided)
	}
}

// Whoever stays behind leaves nothing of theirs in the case of those who move.
func TestALinkedCaseHoldsTheAppointmentsFilesContactsAndAnswersOfItsMembersAlone(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "schedule", agreed("medical", "2026-03-02T10:00:00Z"))
	f.does(officer, "record-file", fileOf(1, "medical", "m1"))
	f.does(officer, "record-file", fileOf(2, "medical", "m2"))
	f.does(officer, "record-file", fileOf(3, "other", ""))
	for _, member := range []string{"m1", "m2"} {
		f.does(officer, "log-contact", fmt.Sprintf(`{"member":%q,"at":"2026-02-02T07:00:00Z","direction":"out","channel":"phone","outcome":"no_answer","summary":"s"}`, member))
	}
	f.asks(curious(t))
	for _, member := range []string{"m1", "m2"} {
		f.does(officer, "record-survey", strings.Replace(survey(t, "needs", "2026-02-02", avrr.Answers{"housing": "much_help"}), "m1", member, 1))
	}
	f.does(officer, "split-case", `{"members":["m2"],"reason":"later"}`)
	g := f.linked()
	if len(g.c.Surveys) != 1 || g.c.Surveys[0].Member != "m2" || len(f.c.Surveys) != 2 {
		t.Errorf("the answers are %s", asJSON(t, g.c.Surveys))
	}
	if len(g.c.Files) != 1 || g.c.Files[0].Member != "m2" {
		t.Errorf("the files are %s", asJSON(t, g.c.Files))
	}
	if len(g.c.Contacts) != 1 || g.c.Contacts["m2"] == nil {
		t.Errorf("the contacts are %s", asJSON(t, g.c.Contacts))
	}
	for _, a := range g.c.Appointments {
		if asJSON(t, a.Members) != `["m2"]` {
			t.Errorf("expected are %v", a.Members)
		}
	}
	if len(f.c.Files) != 3 || len(f.c.Contacts) != 2 {
		t.Errorf("the case they came from lost something: %s", asJSON(t, f.c.Files))
	}
}
