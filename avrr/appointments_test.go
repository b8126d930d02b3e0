package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

func agreed(kind, at string) string {
	return fmt.Sprintf(`{"kind":%q,"at":%q,"place":"Consulate, room 4","members":["m1"]}`, kind, at)
}

func became(id, outcome string) string {
	return fmt.Sprintf(`{"appointment":%q,"outcome":%q}`, id, outcome)
}

func TestAnAppointmentIsRemindedOfTheDayBeforeInTheWayThatIsSafe(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", strings.Replace(openAda, `"value":"+355691234567"`, `"value":"+355691234567","hours":"after six","shared_with":"a cousin","may_leave_message":true`, 1))
	f.received()
	f.does(officer, "schedule", agreed("consulate", "2026-02-06T09:00:00Z"))
	if k := next(t, f); k.Name != "appointment:a1/reminder" || k.Due != moment("2026-02-05T00:00:00Z") {
		t.Fatalf("%+v runs", k)
	}
	f.on("2026-02-05")
	task := taskOf(f, "appointment:a1/reminder")
	if task == nil || task.Duty != avrr.ReturnDuty || task.Title.EN != "Remind of tomorrow: appointment at the consulate" {
		t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
	}
	if said := "Only by telephone, after six. Shared with: a cousin. A message may be left. Do not say who is calling."; task.Says.EN != said || task.Says.SQ == said {
		t.Fatalf("it says %q", task.Says)
	}
	f.on("2026-02-06")
	if task := taskOf(f, "appointment:a1"); task == nil || task.Action != "record-appointment" {
		t.Fatalf("the hour passed, and nobody is asked what became of it: %+v", f.c.Tasks(f.p))
	}
	if taskOf(f, "appointment:a1/reminder") != nil {
		t.Fatal("a reminder outlives its appointment")
	}
	f.does(officer, "record-appointment", became("a1", "kept"))
	if taskOf(f, "appointment:a1") != nil || next(t, f).Name != avrr.ClockCounselling {
		t.Fatalf("it is asked for again: %+v", f.c.Tasks(f.p))
	}
}

func TestWhoeverToldNoSafeWayIsNotContacted(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","members":[{"given_names":"Ada"}]}`)
	f.does(officer, "schedule", agreed("medical", "2026-02-06T09:00:00Z"))
	f.on("2026-02-05")
	if task := taskOf(f, "appointment:a1/reminder"); !strings.HasPrefix(task.Says.EN, "Do not contact") || !strings.HasPrefix(task.Says.SQ, "Mos kontaktoni") {
		t.Fatalf("it says %q", task.Says)
	}
}

func TestAnAppointmentThatIsToldLateRemindsNobody(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "schedule", agreed("medical", "2026-02-03T09:00:00Z")) // tomorrow: they have just been told
	f.does(officer, "schedule", agreed("medical", "2026-01-20T09:00:00Z"))
	for _, k := range f.c.Clocks(f.p) {
		if strings.HasSuffix(k.Name, "/reminder") {
			t.Errorf("%+v runs", k)
		}
	}
	if len(f.c.Due(f.p, f.now)) > 0 {
		t.Error("an appointment of last month alarms at once")
	}
	f.does(officer, "record-appointment", `{"appointment":"a2","outcome":"kept","on":"2026-01-20"}`)
	f.on("2026-02-20")
	if taskOf(f, "appointment:a2") != nil || taskOf(f, "appointment:a1") == nil {
		t.Errorf("the tasks are %+v", f.c.Tasks(f.p))
	}
}

func TestAMovedAppointmentKeepsItsChain(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "schedule", agreed("medical", "2026-02-10T09:00:00Z"))
	f.does(officer, "record-appointment", `{"appointment":"a1","outcome":"moved","moved_to":"2026-02-17T09:00:00Z"}`)
	a := f.c.Appointments
	if len(a) != 2 || a[0].MovedTo != "a2" || a[1].MovedFrom != "a1" || a[1].Kind != "medical" || a[1].At != moment("2026-02-17T09:00:00Z") || a[1].Outcome != "" {
		t.Fatalf("the appointments are %s", asJSON(t, a))
	}
	for _, k := range f.c.Clocks(f.p) {
		if strings.HasPrefix(k.Name, "appointment:a1") {
			t.Errorf("%+v runs", k)
		}
	}
}

func TestTwoAppointmentsMissedInARowAreAsked(t *testing.T) {
	f := opened(t, homebound, monday)
	for day := 10; day <= 14; day++ {
		f.does(officer, "schedule", agreed("medical", fmt.Sprintf("2026-02-%dT09:00:00Z", day)))
	}
	f.on("2026-02-20")
	for _, turn := range []struct {
		id, outcome string
		asked       bool
	}{{"a1", "missed", false}, {"a2", "kept", false}, {"a3", "missed", false}, {"a4", "moved", false}, {"a5", "missed", true}} {
		body := became(turn.id, turn.outcome)
		if turn.outcome == "moved" {
			body = `{"appointment":"a4","outcome":"moved","moved_to":"2026-02-24T09:00:00Z"}`
		}
		f.does(officer, "record-appointment", body)
		if task := taskOf(f, "missed-twice:m1"); (task != nil) != turn.asked || task != nil && task.Duty != avrr.ReturnDuty {
			t.Fatalf("after %s %s: %+v", turn.id, turn.outcome, task)
		}
	}
}

func TestWhatCannotBeOfAnAppointmentIsRefusedByName(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "schedule", agreed("medical", "2026-02-10T09:00:00Z"))
	f.does(officer, "schedule", agreed("medical", "2026-01-10T09:00:00Z"))
	f.does(officer, "record-appointment", became("a2", "kept"))
	for _, c := range []struct{ action, body, rule, field string }{
		{"schedule", agreed("medical", "1626-02-10T09:00:00Z"), "long-past", "/at"},
		{"schedule", agreed("medical", "2062-02-10T09:00:00Z"), "far-ahead", "/at"},
		{"record-appointment", became("a1", "kept"), "in-the-future", "/outcome"},
		{"record-appointment", became("a1", "moved"), "new-time-missing", "/moved_to"},
		{"record-appointment", `{"appointment":"a1","outcome":"moved","moved_to":"2062-02-10T09:00:00Z"}`, "far-ahead", "/moved_to"},
		{"record-appointment", `{"appointment":"a1","outcome":"missed","moved_to":"2026-02-12T09:00:00Z"}`, "not-moved", "/moved_to"},
		{"record-appointment", became("a2", "missed"), "appointment-recorded", "/appointment"},
	} {
		if e := f.refused(officer, c.action, c.body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s: %s at %q", c.body, rules(e), e.Field)
		}
	}
}

// tries is a contact that was tried at an hour of a day in February.
func tries(at, outcome string) string {
	return fmt.Sprintf(`{"member":"m1","at":"2026-02-%s:00Z","direction":"out","channel":"phone","outcome":%q}`, at, outcome)
}

func TestSomebodyNobodyReachedOnThreeDaysMayBeLost(t *testing.T) {
	for _, c := range []struct {
		name  string
		given []string
		lost  bool
	}{
		{"three times on one day", []string{tries("03T09:00", "no_answer"), tries("03T12:00", "no_answer"), tries("03T18:00", "wrong_number")}, false},
		{"on three days", []string{tries("03T09:00", "no_answer"), tries("04T09:00", "wrong_number"), tries("05T09:00", "no_answer")}, true},
		{"told in another order", []string{tries("05T09:00", "no_answer"), tries("03T09:00", "no_answer"), tries("04T09:00", "no_answer")}, true},
		{"reached in between", []string{tries("03T09:00", "no_answer"), tries("04T09:00", "reached"), tries("05T09:00", "no_answer"), tries("06T09:00", "no_answer")}, false},
		{"reached in between, told late", []string{tries("03T09:00", "no_answer"), tries("05T09:00", "no_answer"), tries("06T09:00", "no_answer"), tries("04T09:00", "reached")}, false},
		{"reached after all", []string{tries("03T09:00", "no_answer"), tries("04T09:00", "no_answer"), tries("05T09:00", "no_answer"), tries("06T09:00", "reached")}, false},
		{"somebody else called", []string{tries("03T09:00", "no_answer"), tries("04T09:00", "no_answer"), strings.Replace(tries("05T09:00", "no_answer"), `"out"`, `"in"`, 1)}, false},
	} {
		f := opened(t, homebound, monday)
		f.on("2026-02-10")
		for _, body := range c.given {
			f.does(officer, "log-contact", body)
		}
		if task := taskOf(f, "lost-contact:m1"); (task != nil) != c.lost || task != nil && task.Duty != avrr.ReturnDuty {
			t.Errorf("%s: %+v", c.name, task)
		}
	}
}

func TestALostContactIsAskedOnceUntilSomebodyIsReached(t *testing.T) {
	f := opened(t, homebound, monday)
	f.on("2026-02-20")
	for day := 3; day <= 5; day++ {
		f.does(officer, "log-contact", tries(fmt.Sprintf("%02dT09:00", day), "no_answer"))
	}
	f.does(officer, "complete-task", `{"task":"lost-contact:m1"}`)
	f.does(officer, "log-contact", tries("06T09:00", "no_answer"))
	if taskOf(f, "lost-contact:m1") != nil {
		t.Fatal("what was dealt with is asked again")
	}
	if s := f.c.Contacts["m1"]; len(s.Tried) != 4 || !s.LastReached.IsZero() {
		t.Fatalf("%+v", s)
	}
	f.does(officer, "log-contact", tries("07T09:00", "reached"))
	if s := f.c.Contacts["m1"]; len(s.Tried) != 0 || s.LastReached != moment("2026-02-07T09:00:00Z") {
		t.Fatalf("%+v", s)
	}
}

func TestATaskSomebodyAddedIsEscalatedWhenItsDayHasPassed(t *testing.T) {
	f := opened(t, homebound, monday)
	f.does(officer, "add-task", `{"title":"Call the shelter","duty":"return","due_on":"2026-02-04"}`)
	id := f.c.Raised[len(f.c.Raised)-1].ID
	if k := next(t, f); k.Name != "task:"+id || k.Due != moment("2026-02-05T00:00:00Z") {
		t.Fatalf("%+v runs", k)
	}
	f.on("2026-02-05")
	if task := taskOf(f, "overdue:task:"+id); task == nil || task.Duty != avrr.ManagementDuty || task.Title.EN != "Overdue: Call the shelter" {
		t.Fatalf("the tasks are %+v", f.c.Tasks(f.p))
	}
	f.does(officer, "complete-task", fmt.Sprintf(`{"task":%q}`, id))
	if taskOf(f, "overdue:task:"+id) != nil {
		t.Fatal("the alarm outlives the task")
	}
}

func TestAPersonElseAnOfficeElseARoleOwnsWhatIsNext(t *testing.T) {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", openAda)
	f.does(manager, "add-task", `{"title":"Ring the mother","duty":"reintegration","due_on":"2026-02-03"}`)
	if o := f.c.Owner(f.p); o != (avrr.Owner{Duty: avrr.ReintegrationDuty, Office: "Tirana office"}) {
		t.Fatalf("%+v", o)
	}
	f.does(manager, "add-task", `{"title":"Ask for a wheelchair","duty":"travel","due_on":"2026-02-02"}`)
	if o := f.c.Owner(f.p); o != (avrr.Owner{Duty: avrr.TravelDuty}) {
		t.Fatalf("%+v", o)
	}
	f.does(officer, "assign", `{"duty":"travel","person":"desk"}`)
	if o := f.c.Owner(f.p); o != (avrr.Owner{Duty: avrr.TravelDuty, Person: "account-of-desk"}) {
		t.Fatalf("%+v", o)
	}
}
