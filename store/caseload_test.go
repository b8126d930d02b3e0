package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"
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
				c.Stage, c.Officer, c.Office, c.Destination, c.NextDue, c.NeedsPerson = "travel", "besa", "london", "XK", &past, true
			} else {
				c.Closed = true
			}
		})
		in(t, s, func(tx *Tx) error {
			if err := tx.SetIndexTokens(someCase(0).ID, []IndexToken{{Kind: IndexName, Token: []byte("drita")}, {Kind: IndexName, Token: []byte("hoxha")}}); err != nil {
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
		ids, err := s.Read(t.Context()).CasesByToken(IndexName, []byte("drita"))
		if err != nil || len(ids) != 2 {
			t.Fatalf("got %v, %v", ids, err)
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
	"tokens": {Tokens: [][]byte{[]byte("drita"), []byte("hoxha")}},
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
		_, _, err = s.Read(t.Context()).WorkList(WorkFilter{Cursor: next})
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

// SQLite tells how it would find the rows of a query: by SCAN of the table alone means without an index.
func TestEveryFilterAndOrderHasItsIndex(t *testing.T) {
	s := openStore(t, backends["sqlite"](t))
	plan := func(query string, values ...any) string {
		var steps []struct{ Detail string }
		if err := s.read.Raw("EXPLAIN QUERY PLAN "+query, values...).Scan(&steps).Error; err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		var details []string
		for _, step := range steps {
			details = append(details, step.Detail)
		}
		return strings.Join(details, "\n")
	}
	check := func(name, steps string) {
		t.Helper()
		for step := range strings.SplitSeq(steps, "\n") {
			if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "USING") || strings.Contains(step, "TEMP B-TREE FOR ORDER") {
				t.Errorf("%s is found without an index:\n%s", name, steps)
			}
		}
	}
	dry := s.Read(t.Context())
	for name, f := range filters {
		if f.Tokens != nil {
			continue // few rows are found first and sorted then
		}
		statement := dry.chosen(f).Session(dryRun()).Order(orders[SortDue].by).Find(&[]caseRow{}).Statement
		steps := plan(statement.SQL.String(), statement.Vars...)
		check(name, steps)
		if name != "needs a person" && !strings.Contains(steps, "SEARCH") {
			t.Errorf("%s does not narrow the search:\n%s", name, steps)
		}
	}
	if steps := plan("SELECT id FROM cases WHERE id IN (SELECT case_id FROM index_tokens WHERE token = ?)", []byte("x")); strings.Contains(steps, "SCAN") {
		t.Errorf("tokens are found without an index:\n%s", steps)
	}
	for sort, order := range orders {
		check("order "+string(sort), plan("SELECT * FROM cases ORDER BY "+order.by))
	}
	for name, query := range map[string]string{
		"work of a person":     "SELECT * FROM tasks WHERE state = 'open' AND person = 'x' ORDER BY due, case_id, id",
		"work of a duty":       "SELECT * FROM tasks WHERE state = 'open' AND duty = 'x' ORDER BY due, case_id, id",
		"work of an office":    "SELECT * FROM tasks WHERE state = 'open' AND office = 'x' ORDER BY due, case_id, id",
		"all work":             "SELECT * FROM tasks WHERE state = 'open' ORDER BY due, case_id, id",
		"waiting submissions":  "SELECT * FROM submissions WHERE subject_kind = 'case' AND subject_id = 'x' AND settled_at IS NULL ORDER BY urgent DESC",
		"due outbox":           "SELECT * FROM outbox WHERE status = 'intent' AND next_attempt_at <= 'x' ORDER BY next_attempt_at",
		"movements":            "SELECT * FROM movements WHERE departs_at > 'x' ORDER BY departs_at, id",
		"movements by status":  "SELECT * FROM movements WHERE status = 'held' ORDER BY departs_at, id",
		"a case's movements":   "SELECT * FROM movement_passengers WHERE case_id = 'x' ORDER BY movement_id, case_id",
		"a case's audit trail": "SELECT * FROM audit WHERE case_id = 'x' ORDER BY id DESC",
		"a person's trail":     "SELECT * FROM audit WHERE actor = 'x' ORDER BY id DESC",
	} {
		check(name, plan(query))
	}
}

func dryRun() *gorm.Session { return &gorm.Session{DryRun: true} }
