package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

// tracing is homebound with a protocol for who cannot be reached and some time before the manager hears of a missed visit.
var tracing = func() *avrr.Programme {
	p := *homebound
	p.LostContact = avrr.LostContact{Attempts: 3, Channels: 2, OverDays: 14, HomeVisit: true}
	p.Clocks = map[string]avrr.Span{avrr.ClockVisitEscalation: days(7)}
	for name, span := range homebound.Clocks {
		p.Clocks[name] = span
	}
	return &p
}()

// outcome is a visit on the 20th of April and what it found.
func outcome(what, more string) string {
	return fmt.Sprintf(`{"visit":"month-1","visited_on":"2026-04-20","mode":"home","outcome":%q%s}`, what, more)
}

// couple who have both arrived, in a programme.
func bothHome(t *testing.T, p *avrr.Programme) *file {
	f := couple(t, p, monday)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1","m2"]}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1","m2"]}`)
	f.on("2026-04-20")
	return f
}

func TestAVisitKeepsWhatWasFoundAndItsNextStepsBecomeTasks(t *testing.T) {
	f := travelled(t, tracing, monday)
	const id = "01HZX3K5N8Q2R4S6T8V0W2X4Y6"
	f.does(field, "record-file", `{"file":"`+id+`","kind":"photo"}`)
	f.on("2026-04-20")
	f.does(field, "log-visit", outcome("needs_support", `,"place":"Shkodër","present":[{"name":"Liri","relation":"sister"}],"findings":"The oven is broken.",
		"photos":["`+id+`"],"photo_consent":true,"safe_contact_checked":true,"next_steps":[{"what":"Ask the bakery for a price","duty":"reintegration","due_on":"2026-05-01"}]`))
	v := f.c.Visits[0]
	if v.Outcome != "needs_support" || v.Place != "Shkodër" || v.Present[0].Name != "Liri" || v.Findings == "" || !slices.Equal(v.Members, []string{"m1"}) || len(v.Photos) != 1 || !v.SafeContact {
		t.Fatalf("%+v", v)
	}
	step := taskOf(f, fmt.Sprintf("task-%d-1", f.c.Seq))
	if step == nil || step.Title.EN != "Ask the bakery for a price" || !step.Due.Equal(moment("2026-05-01T22:00:00Z")) {
		t.Fatalf("the next step is %+v", step)
	}
	f.on("2026-05-02")
	if taskOf(f, "overdue:task:"+step.ID) == nil {
		t.Fatal("nobody is told that the next step was not taken")
	}
}

func TestAVisitThatNobodyPlannedIsKeptBesideThePlan(t *testing.T) {
	f := travelled(t, tracing, monday)
	f.on("2026-03-20")
	f.does(field, "log-visit", visited("extra", "2026-03-19"))
	f.does(field, "log-visit", visited("extra", "2026-03-20"))
	if v := f.c.Visits[5]; v.ID != "extra-2" || v.VisitedOn.String() != "2026-03-20" || !v.Planned.IsZero() || len(f.c.Visits) != 6 {
		t.Fatalf("%+v of %d visits", v, len(f.c.Visits))
	}
	if f.c.Visits[0].Made() {
		t.Fatal("it counts as the planned one")
	}
}

func TestAVisitThatContradictsItselfIsRefused(t *testing.T) {
	const receipt, picture = "01HZX3K5N8Q2R4S6T8V0W2X4Y6", "01HZX3K5N8Q2R4S6T8V0W2X4Y7"
	for _, c := range []struct{ rule, field, outcome, more string }{
		{"not-a-photo", "/photos/0", "on_track", `,"photos":["` + receipt + `"],"photo_consent":true`},
		{"photo-consent", "/photo_consent", "on_track", `,"photos":["` + picture + `"]`},
		{"step-before-the-visit", "/next_steps/0/due_on", "on_track", `,"next_steps":[{"what":"Call","duty":"reintegration","due_on":"2026-04-01"}]`},
		{"no-event", "/outcome_on", "on_track", `,"outcome_on":"2026-04-01"`},
		{"after-the-visit", "/outcome_on", "died", `,"concerns":["m1"],"outcome_on":"2026-04-21"`},
		{"whose-death", "/concerns", "died", ``},
		{"not-lost-yet", "/outcome", "lost_contact", ``},
	} {
		f := bothHome(t, tracing)
		f.does(field, "record-file", `{"file":"`+receipt+`","kind":"receipt"}`)
		f.does(field, "record-file", `{"file":"`+picture+`","kind":"photo"}`)
		if e := f.refused(field, "log-visit", outcome(c.outcome, c.more)); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s: %+v", c.rule, e)
		}
	}
}

// What a visit finds of one member is that member's alone: the others are visited as planned.
func TestAnOutcomeEndsTheVisitsOfWhomItIsAbout(t *testing.T) {
	for _, c := range []struct {
		outcome   string
		fate      avrr.Fate
		visitable bool
	}{
		{"died", avrr.Died, false},
		{"re_migrated", avrr.LeftCase, false},
		{"detained", avrr.Arrived, false},
		{"refused", avrr.Arrived, false},
		{"moved", avrr.Arrived, true},
	} {
		f := bothHome(t, tracing)
		f.does(field, "log-visit", outcome(c.outcome, `,"concerns":["m2"]`))
		m := f.c.Member("m2")
		if m.Fate != c.fate || slices.Contains(f.c.Visitable(), m) != c.visitable || !f.c.ToVisit(f.c.Visits[1]) || f.c.Stage == avrr.Closed {
			t.Errorf("%s: %s in %s, %d to visit", c.outcome, m.Fate, f.c.Stage, len(f.c.Visitable()))
		}
		f.on("2026-06-01")
		f.does(field, "log-visit", visited("month-3", "2026-06-01"))
		if got := f.c.Visits[1].Members; slices.Contains(got, "m2") != c.visitable {
			t.Errorf("%s: %q were visited", c.outcome, got)
		}
	}
}

func TestNobodyIsSentToWhomTheLastOutcomeEnded(t *testing.T) {
	for _, c := range []struct {
		outcome, notMade string
		stage            avrr.Stage
	}{
		{"died", "deceased", avrr.Closed}, {"re_migrated", "re_migrated", avrr.Closed}, {"refused", "refused", avrr.Arrival},
		{"detained", "", avrr.Arrival}, // who is held may be released
	} {
		f := travelled(t, tracing, monday)
		f.on("2026-04-20")
		f.does(field, "log-visit", outcome(c.outcome, ""))
		v := f.c.Visits[3]
		if f.c.ToVisit(v) || v.NotMade != c.notMade || v.Made() || f.c.Stage != c.stage {
			t.Errorf("%s: in %s, the last visit is %+v", c.outcome, f.c.Stage, v)
		}
		for _, k := range f.c.Clocks(f.p) {
			if strings.HasPrefix(k.Name, "visit:") {
				t.Errorf("%s: %s still runs", c.outcome, k.Name)
			}
		}
	}
}

func TestWhoIsReleasedIsVisitedAgain(t *testing.T) {
	f := travelled(t, tracing, monday)
	f.on("2026-04-20")
	f.does(field, "log-visit", outcome("detained", ""))
	f.on("2026-07-20")
	f.does(field, "report-event", told("m1", avrr.Release, "2026-07-19"))
	if !f.c.ToVisit(f.c.Visits[1]) || taskOf(f, "overdue:visit:month-3") != nil {
		t.Fatalf("the visit of the third month is %+v", f.c.Visits[1])
	}
	f.on("2026-07-22")
	if taskOf(f, "overdue:visit:month-3") == nil {
		t.Fatal("the visit that fell into the detention is asked for by nobody")
	}
}

func TestAVisitIsRemindedOfAssignedAndEscalated(t *testing.T) {
	f := travelled(t, tracing, monday)
	f.on("2026-04-03")
	reminder := taskOf(f, "visit:month-1/reminder")
	if reminder == nil || reminder.Duty != avrr.ReintegrationDuty || !strings.Contains(reminder.Says.EN, "Do") {
		t.Fatalf("the reminder is %+v", reminder)
	}
	for _, c := range []struct{ rule, body string }{
		{"no-such-person", `{"visit":"month-1","person":"nobody"}`},
		{"no-visitor", `{"visit":"month-1","person":"desk"}`},
		{"visit-in-the-past", `{"visit":"month-1","person":"field","on":"2026-04-02"}`},
		{"after-due", `{"visit":"month-1","person":"field","on":"2026-04-10"}`},
	} {
		if e := f.refused(manager, "assign-visit", c.body); rules(e) != c.rule {
			t.Errorf("%s: %+v", c.rule, e)
		}
	}
	f.does(manager, "assign-visit", `{"visit":"month-1","person":"field","on":"2026-04-09"}`)
	if v := f.c.Visits[0]; f.c.Visitor(v) != "account-of-field" || f.c.VisitDay(v).String() != "2026-04-09" || taskOf(f, "visit:month-1/reminder") != nil {
		t.Fatalf("%+v", v)
	}
	if task := taskOf(f, "visit:month-1"); task.Person != "account-of-field" {
		t.Fatalf("the visit is asked of %q", task.Person)
	}
	f.on("2026-04-10")
	if task := taskOf(f, "overdue:visit:month-1"); task == nil || task.Duty != avrr.ReintegrationDuty || task.Person != "account-of-field" {
		t.Fatalf("once it is late the visitor is told %+v", task)
	}
	if taskOf(f, "overdue:visit:month-1/escalation") != nil {
		t.Fatal("the manager is told at once")
	}
	f.on("2026-04-18")
	if task := taskOf(f, "overdue:visit:month-1/escalation"); task == nil || task.Duty != avrr.ManagementDuty || task.Person != "" {
		t.Fatalf("after a week the manager is told %+v", task)
	}
	f.does(field, "log-visit", visited("month-1", "2026-04-18"))
	if taskOf(f, "overdue:visit:month-1") != nil || taskOf(f, "overdue:visit:month-1/escalation") != nil {
		t.Fatalf("the alarms stand: %+v", f.c.Tasks(f.p))
	}
}

func TestAMovedVisitKeepsItsHistoryAndStaysWithinTheFollowUp(t *testing.T) {
	f := travelled(t, tracing, monday)
	f.on("2026-04-05")
	f.does(field, "assign-visit", `{"visit":"month-1","person":"field","on":"2026-04-08"}`)
	f.does(field, "reschedule-visit", `{"visit":"month-1","due_on":"2026-04-20","reason":"Roads closed"}`)
	f.does(field, "reschedule-visit", `{"visit":"month-1","due_on":"2026-04-25","reason":"At a wedding"}`)
	v := f.c.Visits[0]
	if !v.On.IsZero() || len(v.Moved) != 2 || v.Moved[0].From.String() != "2026-04-09" || v.Moved[1].From.String() != "2026-04-20" || v.Moved[1].To.String() != "2026-04-25" ||
		v.Moved[1].Reason != "At a wedding" || !v.Planned.Equal(moment("2026-04-09T22:00:00Z")) {
		t.Fatalf("%+v", v)
	}
	// The last visit is planned for 10 March 2027, and the case is to be closed within twenty days of that day.
	f.does(field, "reschedule-visit", `{"visit":"month-12","due_on":"2027-03-31","reason":"At her sister's"}`)
	if e := f.refused(field, "reschedule-visit", `{"visit":"month-12","due_on":"2027-04-01","reason":"At her sister's"}`); rules(e) != "after-follow-up" || !strings.Contains(e.Message, "2027-03-31") {
		t.Fatal(e)
	}
}

// attempt is somebody trying to reach m1.
func attempt(at, channel, outcome string) string {
	return fmt.Sprintf(`{"member":"m1","at":"%s:00Z","direction":"out","channel":%q,"outcome":%q}`, at, channel, outcome)
}

func TestContactCountsAsLostOnlyAfterTheAttemptsTheProgrammeWants(t *testing.T) {
	f := travelled(t, tracing, monday)
	f.on("2026-05-20")
	const close = `{"reason":"lost_contact","note":"Nobody answers."}`
	for _, c := range []struct{ log, missing string }{
		{"", "3 more attempts on different days; 2 more ways of reaching them; attempts over 14 days, not 0; an attempt at the door."},
		{attempt("2026-05-01T09:00", "phone", "no_answer"), "2 more attempts on different days; 1 more way of reaching them; attempts over 14 days, not 0; an attempt at the door."},
		{attempt("2026-05-01T15:00", "phone", "no_answer"), "2 more attempts on different days; 1 more way"},
		{attempt("2026-05-06T09:00", "sms", "no_answer"), "1 more attempt on another day; attempts over 14 days, not 5; an attempt at the door."},
		{attempt("2026-05-09T09:00", "phone", "wrong_number"), "log: attempts over 14 days, not 8; an attempt at the door."},
		{attempt("2026-05-16T09:00", "phone", "no_answer"), "log: an attempt at the door."},
	} {
		if c.log != "" {
			f.does(field, "log-contact", c.log)
		}
		if e := f.refused(field, "close", close); rules(e) != "not-lost-yet" || !strings.Contains(e.Message, c.missing) {
			t.Fatalf("after %s: %s", c.log, e.Message)
		}
	}
	f.does(field, "log-visit", `{"visit":"month-1","visited_on":"2026-05-18","mode":"home","outcome":"lost_contact"}`) // the visit itself is the attempt at the door
	if e := f.refused(field, "close", close); !strings.Contains(e.Message, "an attempt at the door") {
		t.Fatal(e)
	}
	f.does(field, "log-contact", attempt("2026-05-18T09:00", "in_person", "no_answer"))
	f.does(field, "close", close)
	if f.c.Closure.Reason != "lost_contact" {
		t.Fatalf("%+v", f.c.Closure)
	}
}

func TestAVoiceOnTheTelephoneEndsTheSearch(t *testing.T) {
	f := travelled(t, tracing, monday)
	f.on("2026-05-20")
	for _, c := range []string{attempt("2026-05-01T09:00", "phone", "no_answer"), attempt("2026-05-06T09:00", "in_person", "no_answer"), attempt("2026-05-16T09:00", "sms", "no_answer")} {
		f.does(field, "log-contact", c)
	}
	if s := f.c.Tracing(f.p); s.Attempts != 3 || s.Missing.EN != "" {
		t.Fatalf("%+v", s)
	}
	f.does(field, "log-contact", attempt("2026-05-17T09:00", "phone", "reached"))
	if s := f.c.Tracing(f.p); s.Attempts != 0 || s.Missing.EN == "" || s.Missing.SQ == "" {
		t.Fatalf("%+v", s)
	}
}

func TestWhoHasDiedIsNoLostContact(t *testing.T) {
	f := bothHome(t, homebound) // a programme without a protocol
	f.dies("m2", "2026-04-01")
	if e := f.refused(field, "log-visit", outcome("lost_contact", `,"concerns":["m2"]`)); rules(e) != "not-lost-but-dead" {
		t.Fatal(e)
	}
	f.does(field, "log-visit", outcome("lost_contact", ""))
	f.does(field, "close", `{"reason":"lost_contact","note":"Nobody answers."}`)
	f.does(officer, "report-event", told("m1", avrr.Death, "2026-04-02"))
	if f.c.Closure.Reason != "deceased" {
		t.Fatalf("they are looked for in the numbers of the lost: %+v", f.c.Closure)
	}
}

func TestADeathFoundAtAVisitIsADeathInTheCase(t *testing.T) {
	f := bothHome(t, tracing)
	before := asJSON(t, f.c.Contact)
	f.does(field, "log-visit", outcome("died", `,"concerns":["m1"],"outcome_on":"2026-04-11"`))
	m := f.c.Member("m1")
	if m.Fate != avrr.Died || m.Ended.On.String() != "2026-04-11" || f.c.Contact != nil || taskOf(f, "speaks-for-family") == nil {
		t.Fatalf("%s, %+v", m.Fate, f.c.Tasks(f.p))
	}
	f.does(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"It was the neighbour"}`, f.c.Seq))
	if m := f.c.Member("m1"); m.Fate != avrr.Arrived || asJSON(t, f.c.Contact) != before || f.c.Visits[0].Made() {
		t.Fatalf("taken back, it still says %s", m.Fate)
	}
}

func TestAVisitToSomebodyWhoIsGoneRaisesTheAlarm(t *testing.T) {
	f := bothHome(t, tracing)
	f.does(field, "report-event", told("m2", avrr.ReMigrated, "2026-04-01"))
	f.does(field, "log-visit", outcome("on_track", `,"members":["m1","m2"]`))
	if last := f.log[len(f.log)-1]; !strings.Contains(last.Doubt, "m2 was visited although the case says") {
		t.Fatalf("the doubt is %q", last.Doubt)
	}
}

func TestAVisitorsDayIsTheLastTheVisitMayBeMadeOn(t *testing.T) {
	f := travelled(t, homebound, monday)
	if day := f.c.VisitDay(f.c.Visits[0]); day.String() != "2026-04-09" || !avrr.EndOf(day, avrr.Zone("AL")).Equal(f.c.Visits[0].Due) {
		t.Fatalf("due %s, listed under %s", f.c.Visits[0].Due.Format(time.RFC3339), day)
	}
}
