package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"homeward/avrr"
)

func TestPagingSeesEveryCaseOnceWhileOthersAreOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		stages := []string{"eligibility", "preparation", "travel", "follow_up"}
		withCases(t, s, 1000, func(i int, c *Case) {
			c.Stage, c.OpenedOn = stages[i%4], fmt.Sprintf("2026-01-%02d", i%28+1)
			if i%3 > 0 {
				due := noon.Add(time.Duration(i%50) * time.Hour)
				c.NextDue = &due
			}
		})
		extra := 1000
		for _, sort := range []Sort{SortDue, SortOpened, SortStage, SortReference} {
			seen := map[string]int{}
			for cursor, pages := "", 0; ; pages++ {
				page, next, err := s.Read(t.Context()).Caseload(Filter{Sort: sort, Cursor: cursor, Limit: 90})
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range page {
					seen[c.ID]++
				}
				if next == "" {
					break
				}
				cursor = next
				in(t, s, func(tx *Tx) error {
					c := someCase(extra)
					c.Stage = stages[extra%4]
					extra++
					return tx.InsertCase(c)
				})
			}
			for i := range 1000 {
				if n := seen[someCase(i).ID]; n != 1 {
					t.Fatalf("by %s: %s was seen %d times", sort, someCase(i).ID, n)
				}
			}
		}
	})
}

func TestCasesAreFoundByHowTheirNextClockBegins(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		clocks := []string{"visit:v1", "visit:extra-2", "visitor", "visit", "plan", "Visit:v1"}
		withCases(t, s, len(clocks), func(i int, c *Case) { c.NextClock = clocks[i] })
		if n, err := s.Read(t.Context()).CaseCount(Filter{Clock: "visit:"}); err != nil || n != 2 {
			t.Errorf("found %d, %v", n, err)
		}
	})
}

func TestStagesSortTheWayACaseGoesAndAreCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		stages := []string{"arrival", "eligibility", "follow_up", "eligibility"}
		withCases(t, s, 4, func(i int, c *Case) { c.Stage = stages[i] })
		cases, _, err := s.Read(t.Context()).Caseload(Filter{Sort: SortStage})
		if err != nil || cases[0].Stage != "eligibility" || cases[2].Stage != "arrival" || cases[3].Stage != "follow_up" {
			t.Fatalf("got %+v, %v", cases, err)
		}
		if string(cases[0].Headline) != string(someCase(0).Headline) || cases[0].State != nil {
			t.Fatalf("a list opens the headline and nothing else: %+v", cases[0])
		}
		counts, err := s.Read(t.Context()).StageCounts(Filter{Office: "tirana"})
		if err != nil || len(counts) != 7 || counts[0] != (StageCount{"eligibility", 2}) || counts[1].Cases != 0 {
			t.Fatalf("got %+v, %v", counts, err)
		}
	})
}

func TestEachFilterChooses(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		past := noon.Add(-time.Hour)
		withCases(t, s, 4, func(i int, c *Case) {
			if i == 0 {
				c.Stage, c.Officer, c.Office, c.Destination, c.NextDue, c.NeedsPerson, c.OnHold, c.OpenedOn = "travel", "besa", "london", "XK", &past, true, true, "2026-02-02"
			} else {
				c.Closed = true
			}
		})
		in(t, s, func(tx *Tx) error {
			if err := tx.SetIndexTokens(someCase(0).ID, []IndexToken{{Kind: IndexName, Token: []byte("drita")}, {Kind: IndexName, Token: []byte("hoxha")}}); err != nil {
				return err
			}
			departs := noon.Add(time.Minute)
			if err := tx.InsertMovement(Movement{ID: "m", Status: "held", DepartsAt: &departs}); err != nil {
				return err
			}
			if err := tx.db.Create(&[]Passenger{{MovementID: "m", CaseID: someCase(0).ID, Active: true}, {MovementID: "m", CaseID: someCase(1).ID}}).Error; err != nil {
				return err
			}
			return tx.SetIndexTokens(someCase(1).ID, []IndexToken{{Kind: IndexName, Token: []byte("drita")}})
		})
		for name, f := range filters {
			cases, next, err := s.Read(t.Context()).Caseload(f)
			if err != nil || next != "" || len(cases) != 1 || cases[0].ID != someCase(0).ID {
				t.Errorf("%s: got %d cases, %v", name, len(cases), err)
			}
		}
		if both, _, err := s.Read(t.Context()).Caseload(Filter{Tokens: [][]byte{[]byte("drita")}}); err != nil || len(both) != 2 {
			t.Fatalf("found %d cases, %v", len(both), err)
		}
		in(t, s, func(tx *Tx) error { return tx.SetIndexTokens(someCase(0).ID, nil) })
		if cases, _, err := s.Read(t.Context()).Caseload(filters["tokens"]); err != nil || len(cases) != 0 {
			t.Fatalf("found %d cases by tokens that are gone, %v", len(cases), err)
		}
	})
}

// filters holds each filter alone.
var filters = map[string]Filter{
	"stage": {Stage: "travel"}, "officer": {Officer: "besa"}, "office": {Office: "london"}, "country": {Country: "XK"},
	"overdue": {Overdue: true}, "open only": {OpenOnly: true}, "needs a person": {NeedsPerson: true},
	"tokens": {Tokens: [][]byte{[]byte("drita"), []byte("hoxha")}}, "on hold": {OnHold: true}, "due": {Due: &noon},
	"opened": {OpenedFrom: "2026-02-01", OpenedUntil: "2026-02-03"}, "departs": {Departs: [2]time.Time{noon, noon.Add(time.Hour)}},
	"a name":      {Find: &Find{Parts: []Part{{Exact: []byte("drita")}, {Exact: []byte("hodja"), Alike: [][]byte{[]byte("hoxha")}}}}},
	"a reference": {Find: &Find{Reference: "HW-00000"}}, "an id": {Find: &Find{ID: "case-00000", Ending: "nobody's"}}, "the end of a reference": {Find: &Find{Ending: "0"}},
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 3, nil)
		_, next, err := s.Read(t.Context()).Caseload(Filter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []Filter{{Sort: SortStage, Cursor: next}, {Cursor: "'; DROP TABLE cases"}, {Cursor: next[2:]}} {
			_, _, err := s.Read(t.Context()).Caseload(f)
			wantError(t, err, ErrCursor)
		}
		_, _, err = s.Read(t.Context()).WorkList(WorkFilter{Of: Work{Person: "arta"}, Cursor: next})
		wantError(t, err, ErrCursor)
		_, _, err = s.Read(t.Context()).Movements(MovementFilter{Cursor: next})
		wantError(t, err, ErrCursor)
	})
}

func TestMovementsPageByDeparture(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			for n := range 15 {
				departs := noon.Add(time.Duration(15-n) * time.Hour)
				m := Movement{ID: fmt.Sprintf("m%02d", n), Status: "held", DepartsAt: &departs}
				if n == 0 {
					m.DepartsAt = nil
				}
				if err := tx.InsertMovement(m); err != nil {
					return err
				}
			}
			return nil
		})
		first, next, err := s.Read(t.Context()).Movements(MovementFilter{Status: "held", Limit: 10})
		if err != nil || first[0].ID != "m14" {
			t.Fatalf("got %+v, %v", first, err)
		}
		rest, next, err := s.Read(t.Context()).Movements(MovementFilter{Status: "held", Limit: 10, Cursor: next})
		if err != nil || next != "" || len(rest) != 5 || rest[4].ID != "m00" || rest[4].DepartsAt != nil {
			t.Fatalf("got %+v, %v", rest, err)
		}
		from, to := noon.Add(2*time.Hour), noon.Add(4*time.Hour)
		if some, _, err := s.Read(t.Context()).Movements(MovementFilter{From: &from, To: &to}); err != nil || len(some) != 2 {
			t.Fatalf("got %+v, %v", some, err)
		}
	})
}

// What the travel desk must not forget is found by its own clock, counted as it is listed, and paged like every list.
func TestMovementsAreFoundByWhatIsDueOrStillToBeTold(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			for n := range 6 {
				departs, due := noon.Add(time.Duration(n)*time.Hour), noon.Add(time.Duration(20-n)*time.Hour)
				arrives := departs.Add(30 * time.Hour)
				m := Movement{ID: fmt.Sprintf("m%02d", n), Status: "departed", DepartsAt: &departs, ArrivesAt: &arrives, Awaited: n%2 == 0}
				if n < 4 {
					m.NextDue = &due
				}
				if err := tx.InsertMovement(m); err != nil {
					return err
				}
			}
			return nil
		})
		r, soon, late := s.Read(t.Context()), noon.Add(3*time.Hour), noon.Add(24*time.Hour)
		for name, want := range map[string]struct {
			f   MovementFilter
			ids string
		}{
			"still to be told":   {MovementFilter{Awaited: true, To: &soon}, "m00 m02"},
			"falling due":        {MovementFilter{DueBefore: &late}, "m03 m02 m01 m00"},
			"arriving by a time": {MovementFilter{Status: "departed", ArrivesTo: new(noon.Add(32 * time.Hour))}, "m00 m01"},
			"arriving from one":  {MovementFilter{ArrivesFrom: new(noon.Add(34 * time.Hour))}, "m04 m05"},
		} {
			var ids []string
			for want.f.Limit = 1; ; {
				page, next, err := r.Movements(want.f)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				for _, m := range page {
					ids = append(ids, m.ID)
				}
				if want.f.Cursor = next; next == "" {
					break
				}
			}
			n, err := r.MovementCount(want.f)
			if got := strings.Join(ids, " "); got != want.ids || n != len(ids) || err != nil {
				t.Errorf("%s: %s, counted %d, %v; want %s", name, got, n, err, want.ids)
			}
		}
	})
}

// SQLite tells how it finds the rows of a query: a SCAN that names no index reads the whole table.
func TestEveryFilterAndOrderHasItsIndex(t *testing.T) {
	s := openStore(t, backends["sqlite"](t))
	var asked []question
	if err := s.read.Callback().Query().After("gorm:query").Register("test:record", func(db *gorm.DB) {
		if !db.DryRun { // a part of another statement
			asked = append(asked, question{db.Statement.SQL.String(), slices.Clone(db.Statement.Vars)})
		}
	}); err != nil {
		t.Fatal(err)
	}
	r, soon := s.Read(t.Context()), noon.Add(time.Hour)
	queries := map[string]func() error{
		"whose turn it is":    func() error { _, err := r.FirstUnsettled(Submission{CaseID: "c"}); return err },
		"unsettled of a case": func() error { _, err := r.UnsettledOf("c"); return err },
		"refused late":        func() error { _, err := r.RefusedLate("c", "a"); return err },
		"due submissions":     func() error { _, err := r.DueSubmissions(noon, 10); return err },
		"submission by key":   func() error { _, err := r.SubmissionByKey("b"); return ignoreNotFound(err) },
		"due outbox":          func() error { _, err := r.DueOutbox(noon, 10); return err },
		"outbox":              func() error { _, err := r.Outbox(CaseSubject("c")); return err },
		"events":              func() error { _, err := r.Events(CaseSubject("c"), 3); return err },
		"event by cause":      func() error { _, err := r.EventByCause(CaseSubject("c"), "x"); return ignoreNotFound(err) },
		"case by reference":   func() error { _, err := r.CaseByReference("x"); return ignoreNotFound(err) },
		"documents":           func() error { _, err := r.Documents(CaseSubject("c")); return err },
		"document by code":    func() error { _, err := r.DocumentByCode("c"); return ignoreNotFound(err) },
		"tasks of a case":     func() error { _, err := r.TasksOf("c"); return err },
		"passengers":          func() error { _, err := r.Passengers("m"); return err },
		"loaded programmes":   func() error { _, err := r.LoadedProgrammes(); return err },
		"likely": func() error {
			_, err := r.Likely(&avrr.Case{ID: "c"}, []string{AudienceStaff, "a"}, likelyMember)
			return err
		},
		"accounts":           func() error { _, err := r.Accounts("", 10); return err },
		"stage counts":       func() error { _, err := r.StageCounts(Filter{}); return err },
		"audit of a case":    func() error { _, err := r.AuditTrail(AuditFilter{CaseID: "c"}); return err },
		"audit of a person":  func() error { _, err := r.AuditTrail(AuditFilter{Actor: "a"}); return err },
		"audit of a subject": func() error { _, err := r.AuditTrail(AuditFilter{Subject: CaseSubject("c")}); return err },
		"audit":              func() error { _, err := r.AuditTrail(AuditFilter{Before: 7}); return err },
	}
	for name, ask := range map[string]func() error{
		"turn":    func() error { _, err := r.FirstUnsettled(Submission{Subject: MovementSubject("m")}); return err },
		"waiting": func() error { _, err := r.UnsettledOn("m"); return err },
		"cases":   func() error { _, err := r.UnsettledOfAll([]string{"c", "d"}); return err },
		"aboard":  func() error { _, err := r.Aboard([]string{"m", "n"}); return err },
		"named":   func() error { _, err := r.IDsOf([]string{"HW-1", "HW-2"}); return err },
	} {
		queries["on a movement: "+name] = ask
	}
	for name, f := range filters {
		queries["cases: "+name] = func() error { _, _, err := r.Caseload(f); return err }
	}
	for name, f := range filters {
		queries["cases counted: "+name] = func() error { _, err := r.CaseCount(f); return err }
	}
	for sort := range orders {
		queries["cases by "+string(sort)] = func() error { _, _, err := r.Caseload(Filter{Sort: sort}); return err }
	}
	arta, evening := Work{Person: "a", Duty: "travel", Elsewhere: []string{"tirana"}}, MomentOf(func(string) time.Time { return soon })
	for name, f := range map[string]WorkFilter{"all": {Of: arta}, "held": {Of: Work{Person: "a"}}, "unheld": {Of: Work{Duty: "travel"}}, "late": {Of: arta, Until: evening},
		"later": {Of: arta, After: evening}, "new": {Of: arta, Since: &noon}, "raised": {Of: arta, Raised: true}} {
		queries["work: "+name] = func() error { _, _, err := r.WorkList(f); return err }
	}
	queries["work: counted"] = func() error { _, err := r.CountWork(arta, noon, evening, evening, noon); return err }
	queries["work: of others"] = func() error {
		_, _, err := r.WaitList(WaitFilter{Of: arta, Except: []string{"protection"}})
		return err
	}
	queries["work: of others, counted"] = func() error { _, err := r.WaitCount(WaitFilter{Of: arta}); return err }
	queries["decisions"] = func() error {
		_, _, err := r.DecisionList(DecisionFilter{Actions: []string{"decide-plan", "decide-appeal"}})
		return err
	}
	queries["decisions, counted"] = func() error { _, err := r.DecisionCounts(); return err }
	for name, f := range map[string]FigureFilter{"all": {}, "a period": {OpenedFrom: "2026-01-01", OpenedUntil: "2026-03-31"}, "a programme": {Programme: "standard", OpenedFrom: "2026-01-01"}} {
		queries["stays of "+name] = func() error { _, err := r.StayCounts(f, nil); return err }
	}
	queries["ages"] = func() error { _, err := r.AgeCounts("standard"); return err }
	queries["loads"] = func() error { _, err := r.LoadCounts("standard"); return err }
	queries["overdue"] = func() error { _, err := r.OverdueCounts(""); return err }
	queries["leaving"] = func() error { _, err := r.Departures("standard", noon, noon.AddDate(0, 1, 0)); return err }
	queries["months"] = func() error { _, err := r.MonthCounts("standard", "2026-01", "2026-12"); return err }
	queries["work: waiting"] = func() error { _, err := r.WaitingOf("a"); return err }
	for _, programme := range []string{"", "standard"} {
		queries["each case of "+programme] = func() error { return r.EachCase(programme, func(Case) error { return nil }) }
	}
	queries["drafts"] = func() error { _, err := r.Drafts("a"); return err }
	queries["drafts counted"] = func() error { _, err := r.CountDrafts("a"); return err }
	queries["draft of a page"] = func() error { _, err := r.Draft("a", "/cases/new"); return ignoreNotFound(err) }
	queries["jobs of somebody"] = func() error { _, err := r.Jobs("a"); return err }
	queries["open jobs"] = func() error { _, err := r.OpenJobs(noon); return err }
	queries["expired jobs"] = func() error { _, err := r.ExpiredJobs(noon); return err }
	queries["job of a request"] = func() error { _, err := r.JobByRequest("k"); return ignoreNotFound(err) }
	queries["rows of a job"] = func() error { _, err := r.JobRows("j"); return err }
	queries["file of a job"] = func() error { _, err := r.JobFile("j"); return ignoreNotFound(err) }
	queries["batches of payments"] = func() error { _, err := r.BatchesOf([]string{"a", "b"}); return err }
	queries["cases still calling"] = func() error { _, err := r.StillCalling("c"); return err }
	queries["cases listed"] = func() error { _, err := r.Listed([]string{"a", "b"}); return err }
	for name, f := range map[string]MovementFilter{"all": {}, "from": {From: &soon}, "to": {To: &soon}, "status": {Status: "held"}, "due": {DueBefore: &soon},
		"arriving": {ArrivesFrom: &noon, ArrivesTo: &soon}, "under way": {Status: "departed", ArrivesTo: &soon}, "untold": {Awaited: true, To: &soon}} {
		queries["movements: "+name] = func() error { _, _, err := r.Movements(f); return err }
		queries["movements counted: "+name] = func() error { _, err := r.MovementCount(f); return err }
	}
	queries["unbooked"] = func() error { _, _, err := r.Unbooked("", 0); return err }
	queries["unbooked: counted"] = func() error { _, err := r.UnbookedCount(); return err }
	// These find few rows by an index first and sort them then.
	sorted := []string{"waiting", "on a movement: waiting", "on a movement: cases", "waiting on a case", "unsettled of a case", "due submissions", "documents", "cases: tokens", "likely", "work: of others",
		"cases: departs", "cases: opened"}
	for _, found := range []string{"a name", "a reference", "an id", "the end of a reference"} {
		sorted = append(sorted, "cases: "+found, "cases counted: "+found)
	}
	twice := []string{"cases: a name"} // what is found exactly, then what is spelt otherwise
	for name, ask := range queries {
		asked = nil
		if err := ask(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, q := range asked {
			steps := plan(t, s, q)
			for step := range strings.SplitSeq(steps, "\n") {
				if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "USING") && step != "SCAN CONSTANT ROW" {
					t.Errorf("%s reads a whole table:\n%s", name, steps)
				}
				if strings.HasPrefix(name, "cases: ") && strings.Contains(step, "SCAN cases USING INDEX cases_due") {
					t.Errorf("%s does not narrow the search:\n%s", name, steps)
				}
				if strings.Contains(step, "TEMP B-TREE FOR ORDER") && !slices.Contains(sorted, name) {
					t.Errorf("%s is sorted without an index:\n%s", name, steps)
				}
			}
		}
		if len(asked) != 1 && !(len(asked) == 2 && slices.Contains(twice, name)) {
			t.Errorf("%s took %d statements", name, len(asked))
		}
	}
}

type question struct {
	sql    string
	values []any
}

func plan(t *testing.T, s *Store, q question) string {
	t.Helper()
	var steps []struct{ Detail string }
	if err := s.write.Raw("EXPLAIN QUERY PLAN "+q.sql, q.values...).Scan(&steps).Error; err != nil {
		t.Fatalf("%s: %v", q.sql, err)
	}
	details := make([]string, len(steps))
	for i, step := range steps {
		details[i] = step.Detail
	}
	return strings.Join(details, "\n")
}

func ignoreNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
