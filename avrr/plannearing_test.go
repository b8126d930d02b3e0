package avrr_test

import (
	"testing"
	"time"

	"homeward/avrr"
)

// reminding is homebound with a reminder a week before the plan is due.
func reminding() *avrr.Programme {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockPlanReminder: days(7)}
	for name, span := range homebound.Clocks {
		p.Clocks[name] = span
	}
	return &p
}

func TestSomebodyIsRemindedBeforeThePlanIsDue(t *testing.T) {
	f := travelled(t, reminding(), monday)
	f.passes(moment("2026-04-01T10:00:00Z"))
	if taskOf(f, avrr.ClockPlanReminder) != nil {
		t.Fatal("reminded more than a week before")
	}
	f.passes(moment("2026-04-03T10:00:00Z"))
	task := taskOf(f, avrr.ClockPlanReminder)
	if task == nil || task.Duty != avrr.ReintegrationDuty || task.Says != f.c.Contact.Rule() {
		t.Fatalf("%+v", task)
	}
	f.does(field, "propose-plan", onePlan)
	if taskOf(f, avrr.ClockPlanReminder) != nil {
		t.Error("still reminded once there is a plan")
	}
}

func TestAReminderOfThePlanEndsWhenThePlanIsOverdue(t *testing.T) {
	f := travelled(t, reminding(), monday)
	f.passes(moment("2026-04-12T10:00:00Z"))
	if taskOf(f, avrr.ClockPlanReminder) != nil || taskOf(f, "overdue:plan") == nil {
		t.Errorf("reminder %v, overdue %v", taskOf(f, avrr.ClockPlanReminder), taskOf(f, "overdue:plan"))
	}
}

// An arrival that is told late reminds, after the day of grace, as long as the plan is not due; of nothing after that.
func TestALateEntryNeverRemindsOfAPlanThatIsOverdue(t *testing.T) {
	for told, reminded := range map[string]bool{"2026-04-05T10:00:00Z": true, "2026-05-05T10:00:00Z": false} {
		f := departed(t, reminding(), monday)
		f.now = moment(told)
		f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
		before := len(f.c.Raised)
		f.passes(moment(told).Add(25 * time.Hour)) // a day of grace for what is told late
		if got := taskOf(f, avrr.ClockPlanReminder) != nil; got != reminded {
			t.Errorf("told at %s: reminded %t", told, got)
		}
		for _, task := range f.c.Raised[before:] {
			if task.ID == avrr.ClockPlanReminder && !reminded {
				t.Errorf("told at %s, a reminder was sent all the same", told)
			}
		}
	}
}
