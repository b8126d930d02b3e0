package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

// inOffice puts tasks on one case that arta looks after.
func inOffice(t *testing.T, s *Store, tasks ...Task) {
	t.Helper()
	withCases(t, s, 1, nil)
	in(t, s, func(tx *Tx) error {
		c := &avrr.Case{Officers: map[avrr.Duty]string{avrr.ReturnDuty: "arta", avrr.ProtectionDuty: "ruth"}}
		if err := tx.SetIndexTokens(someCase(0).ID, tx.IndexTokens(c)); err != nil {
			return err
		}
		return tx.ReplaceTasks(someCase(0).ID, tasks)
	})
}

func dueIn(id string, hours int) Task {
	due := noon.Add(time.Duration(hours) * time.Hour)
	return Task{ID: id, Duty: "return", Person: "arta", Due: &due, Country: "GB", State: TaskOpen}
}

// named answers the ids of tasks in their order.
func named(tasks []Task) string {
	var ids []string
	for _, t := range tasks {
		ids = append(ids, t.ID)
	}
	return fmt.Sprint(ids)
}

func TestAWorkListPagesByDueDate(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var tasks []Task
		for n := range 25 {
			task := dueIn(fmt.Sprintf("t%02d", n), n%5)
			task.Person = []string{"arta", ""}[n%2]
			tasks = append(tasks, task)
		}
		tasks[0].Due, tasks[24].State = nil, TaskDone
		inOffice(t, s, tasks...)
		var seen []Task
		for cursor := ""; ; {
			page, next, err := s.Read(t.Context()).WorkList(WorkFilter{Of: Work{Person: "arta", Duty: "return"}, Cursor: cursor, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			if seen = append(seen, page...); next == "" {
				break
			}
			cursor = next
		}
		if len(seen) != 24 || seen[23].ID != "t00" || !slices.IsSortedFunc(seen, func(a, b Task) int { return dueOrNever(a.Due).Compare(dueOrNever(b.Due)) }) {
			t.Fatalf("%d tasks: %s", len(seen), named(seen))
		}
	})
}

func TestWorkIsWhatAPersonHoldsAndWhatNobodyHoldsInTheirOffice(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		task := func(id, person, duty, office string) Task {
			return Task{ID: id, Person: person, Duty: duty, Office: office, State: TaskOpen}
		}
		inOffice(t, s, task("held", "arta", "reintegration", "tirana"), task("another's", "besa", "return", "london"), task("other duty", "", "travel", "london"),
			task("here", "", "return", "london"), task("there", "", "return", "athens"), task("no office", "", "return", ""))
		tasks, _, err := s.Read(t.Context()).WorkList(WorkFilter{Of: Work{Person: "arta", Duty: "return", Elsewhere: []string{"athens", "rome"}}})
		slices.SortFunc(tasks, func(a, b Task) int { return strings.Compare(a.ID, b.ID) })
		if got, want := named(tasks), "[held here no office]"; err != nil || got != want {
			t.Errorf("got %s, want %s, %v", got, want, err)
		}
	})
}

// In Dhaka it is already evening when London has lunch: a day ends where the case is.
func TestADayEndsWhereTheCaseIs(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var tasks []Task
		for hours, id := range []string{"noon", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "midnight", "morning"} {
			gb, bd := dueIn(id+" in London", hours), dueIn(id+" in Dhaka", hours)
			bd.Country = "BD"
			tasks = append(tasks, gb, bd)
		}
		never, late := dueIn("whenever", 0), dueIn("yesterday", -24)
		never.Due = nil
		inOffice(t, s, append(tasks, never, late)...)
		endOf := func(days int) *Moment {
			return MomentOf(func(country string) time.Time {
				place := avrr.Zone(country)
				return avrr.EndOf(avrr.DateOf(noon.In(place)).AddDays(days), place)
			})
		}
		day, week := endOf(0), endOf(7)
		of, r := Work{Person: "arta", Duty: "return"}, s.Read(t.Context())
		n, err := r.CountWork(of, noon, day, week, noon.Add(time.Hour))
		if want := (WorkCounts{Every: 30, Late: 1, Today: 13 + 7, Week: 1 + 7, Later: 1}); err != nil || n != want {
			t.Errorf("got %+v, want %+v, %v", n, want, err)
		}
		now := Before(noon)
		for name, list := range map[string]struct {
			f WorkFilter
			n int
		}{"late": {WorkFilter{Until: now}, n.Late}, "today": {WorkFilter{After: now, Until: day}, n.Today}, "week": {WorkFilter{After: day, Until: week}, n.Week}, "later": {WorkFilter{After: week}, n.Later}} {
			list.f.Of = of
			if tasks, _, err := r.WorkList(list.f); err != nil || len(tasks) != list.n {
				t.Errorf("%s: %d tasks were counted and these are listed: %s, %v", name, list.n, named(tasks), err)
			}
		}
	})
}

func TestATaskIsNewToWhoeverItCameToLast(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		moved, stays := dueIn("moved", 1), dueIn("stays", 2)
		inOffice(t, s, moved, stays)
		clock := noon.Add(time.Hour)
		s.clock = func() time.Time { return clock }
		moved.Person, stays.Office = "besa", "tirana"
		in(t, s, func(tx *Tx) error { return tx.ReplaceTasks(someCase(0).ID, []Task{moved, stays}) })
		r := s.Read(t.Context())
		for person, want := range map[string]string{"arta": "[]", "besa": "[moved]"} {
			if tasks, _, err := r.WorkList(WorkFilter{Of: Work{Person: person}, Since: &clock}); err != nil || named(tasks) != want {
				t.Errorf("%s: got %s, want %s, %v", person, named(tasks), want, err)
			}
		}
		tasks, err := r.TasksOf(someCase(0).ID)
		if err != nil || !tasks[0].RaisedAt.Equal(noon) || !tasks[1].HeldSince.Equal(noon) {
			t.Errorf("got %+v, %v", tasks, err)
		}
	})
}

func TestOthersAreWaitedForOnOnesOwnCases(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		task := func(id, person, duty string) Task { return Task{ID: id, Person: person, Duty: duty, State: TaskOpen} }
		alarm := task("alarm", "arta", "return")
		alarm.Raised = true
		inOffice(t, s, alarm, task("unheld", "", "return"), task("booking", "", "travel"), task("plan", "besa", "reintegration"), task("risk", "ruth", "protection"))
		r, arta := s.Read(t.Context()), WaitFilter{Of: Work{Person: "arta", Duty: "return"}, Except: []string{"protection"}}
		tasks, _, err := r.WaitList(arta)
		n, counting := r.WaitCount(arta)
		if err != nil || counting != nil || n != 2 || len(tasks) != 2 || tasks[0].Duty == "return" || tasks[1].Duty == "return" {
			t.Errorf("counted %d and got %s, %v, %v", n, named(tasks), err, counting)
		}
		for _, person := range []string{"besa", "ruth"} {
			if n, err := r.WaitCount(WaitFilter{Of: Work{Person: person}}); err != nil || n != 0 {
				t.Errorf("%s looks after no case, or does so unseen: %d, %v", person, n, err)
			}
		}
		if tasks, _, err := r.WorkList(WorkFilter{Of: arta.Of, Raised: true}); err != nil || named(tasks) != "[alarm]" {
			t.Errorf("raised: %s, %v", named(tasks), err)
		}
	})
}

func TestWhatSomebodySubmittedIsFoundWhileItWaits(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		seq := 1
		in(t, s, func(tx *Tx) error {
			for n, id := range []string{"waits", "recorded"} {
				if err := tx.InsertSubmission(someSubmission(id, CaseSubject("c"), noon.Add(time.Duration(n)*time.Minute))); err != nil {
					return err
				}
			}
			other := someSubmission("another's", CaseSubject("c"), noon)
			other.Actor = "besa"
			if err := tx.InsertSubmission(other); err != nil {
				return err
			}
			return tx.MarkRecorded("recorded", seq)
		})
		waiting, err := s.Read(t.Context()).WaitingOf("arta")
		if err != nil || len(waiting) != 1 || waiting[0].ID != "waits" || waiting[0].Action != "add-note" || waiting[0].Body != nil {
			t.Errorf("got %+v, %v", waiting, err)
		}
	})
}
