package avrr_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

// proclaimed is a programme once holidays are known that nobody knew of before.
func proclaimed(p *avrr.Programme, days ...string) *avrr.Programme {
	later := *p
	later.Holidays = map[string][]avrr.Date{"GB": slices.Clone(p.Holidays["GB"])}
	for _, day := range days {
		later.Holidays["GB"] = append(later.Holidays["GB"], avrr.MustDate(day))
	}
	return &later
}

func TestAClockThatRanOutDoesNotRunAgainWhenHolidaysBecomeKnown(t *testing.T) {
	f := assessed(t, homebound, monday)
	f.on("2026-02-12")
	f.does(manager, "complete-task", `{"task":"overdue:decision"}`)
	f.p = proclaimed(homebound, "2026-02-05")
	f.on("2026-02-20")
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == "overdue:decision" {
			t.Fatal("an alarm that was dealt with is raised again")
		}
	}
}

func TestARunThatIsDueWhenOneBeforeItWasRunsOutAllTheSame(t *testing.T) {
	p := *homebound
	p.Clocks = maps.Clone(homebound.Clocks)
	p.Clocks[avrr.ClockAuthority] = working(5, "GB")
	f := approvedFile(t, &p, monday)
	asked := func(day string) {
		f.does(officer, "request-authority", `{"members":["m1"],"authority":"Home Office","sent_on":"`+day+`","reference":"A1"}`)
	}
	f.on("2026-02-08")
	asked("2026-02-06")
	f.on("2026-02-17")
	asked("2026-02-07") // a Saturday: five working days from then end as they did from Friday
	f.on("2026-02-19")
	ran := 0
	for _, e := range f.log {
		if strings.HasPrefix(e.Cause, "clock:authority:") {
			ran++
		}
	}
	if ran != 2 {
		t.Fatalf("the deadline ran out %d times:\n%s", ran, asJSON(t, f.log))
	}
}

func TestADeadlineThatHadPassedBeforeAnybodyToldIsPutADayAfterTheTelling(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.on("2026-04-20")
	f.does(officer, "request-authority", `{"members":["m1"],"authority":"Home Office","sent_on":"2026-02-16"}`) // due in March
	if k := next(t, f); k.Name != avrr.ClockAuthority || !k.Due.Equal(f.now.Add(24*time.Hour)) {
		t.Fatalf("a deadline of March that was told of in April is put at %v", k)
	}
	if task := taskOf(f, "missing:authority's answer of m1"); task == nil {
		t.Fatal("nobody is asked for the answer")
	}
	f.on("2026-04-22")
	if taskOf(f, "overdue:authority") == nil {
		t.Fatal("the day of grace passed and nobody was told")
	}
}

func TestWhatIsOverdueIsSeenToFirstUntilItIsDoneOrTickedOff(t *testing.T) {
	f := assessed(t, homebound, monday)
	is := func(name string, overdue bool) {
		t.Helper()
		if k, ok := f.c.FirstDue(f.p); !ok || k.Name != name || k.Due.Before(f.now) != overdue {
			t.Errorf("first is %s, due %s", k.Name, k.Due)
		}
	}
	is(avrr.ClockDecision, false)
	f.on("2026-02-12")
	is(avrr.ClockDecision, true)
	f.does(manager, "complete-task", `{"task":"overdue:decision"}`)
	if k, ok := f.c.FirstDue(f.p); ok && k.Due.Before(f.now) {
		t.Errorf("%s is overdue, and somebody has ticked it off", k.Name)
	}

	late := approvedFile(t, homebound, monday)
	late.on("2026-04-20")
	late.does(officer, "request-authority", `{"members":["m1"],"authority":"Home Office","sent_on":"2026-02-16"}`) // due in March
	if k, _ := late.c.FirstDue(late.p); k.Name != avrr.ClockAuthority || !k.Due.Before(late.now) {
		t.Errorf("first is %s, due %s", k.Name, k.Due)
	}
}

func taskOf(f *file, id string) *avrr.Task {
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == id {
			return &task
		}
	}
	return nil
}

func TestAVisitStaysOnTheDayThatWasReckonedAtTheArrival(t *testing.T) {
	p := *homebound
	p.FollowUp = []avrr.PlannedVisit{visitAfter("week-1", working(5, "GB"))}
	for name, f := range map[string]*file{"travelled": travelled(t, &p, monday), "came back before": newFile(t, &p, monday)} {
		if f.c.Seq == 0 {
			f.does(officer, "open", `{"programme":"homebound","entry":"already_returned","applied_on":"2026-02-02","language":"sq","destination":{"country":"AL"},"members":[{"given_names":"Ada"}]}`)
		}
		arrived := avrr.DateOf(f.c.ArrivedAt)
		later := proclaimed(&p, arrived.AddDays(2).String(), arrived.AddDays(3).String(), arrived.AddDays(4).String())
		again := avrr.NewCase(f.c.ID, f.c.Reference, later)
		for _, e := range f.log {
			if err := again.Fold(later, &e); err != nil {
				t.Fatal(err)
			}
		}
		if len(again.Visits) != 1 || again.Visits[0].Due.IsZero() || !again.Visits[0].Due.Equal(f.c.Visits[0].Due) {
			t.Errorf("%s: the visit moved from %s to %s", name, f.c.Visits[0].Due, again.Visits[0].Due)
		}
	}
}

// While something else will bring a case before somebody's eyes, nobody is asked to look whether anything happened.
func TestACaseIsReviewedOnlyWhenNothingElseIsDue(t *testing.T) {
	f := opened(t, homebound, monday)
	names := func() (all []string) {
		for _, k := range f.c.Clocks(f.p) {
			all = append(all, k.Name)
		}
		return all
	}
	if got := names(); !slices.Contains(got, avrr.ClockCounselling) || slices.Contains(got, avrr.ClockReview) {
		t.Fatalf("before counselling these run: %v", got)
	}
	f.does(officer, "record-counselling", `{"held_on":"`+avrr.DateOf(f.now).String()+`","language":"sq","mode":"in_person","outcome":"undecided"}`)
	if got := names(); !slices.Equal(got, []string{avrr.ClockReview}) {
		t.Fatalf("after counselling these run: %v", got)
	}
}
