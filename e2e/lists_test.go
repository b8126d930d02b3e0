package e2e

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

// How large the office of these figures is.
const (
	listedCases = 20_000
	officers    = 50  // who look after 400 each
	atATime     = 500 // cases filled in one transaction
)

// BenchmarkListFigures prints what lists of 50 cost a person in an office of 20,000 cases: headlines opened, the reading on
// record. Every request asks for another page than the one before, so that keys are as cold as they are on a morning.
func BenchmarkListFigures(b *testing.B) {
	for b.Loop() {
		for _, backend := range backends {
			dir := b.TempDir()
			h := newHouse(b, dir, backend.url(b, dir))
			o := h.fill()
			h.stopWorker()
			h.stopTemporal()
			o.measure(backend.name)
		}
	}
}

// A caseload is an office full of cases.
type caseload struct {
	*house
	officers []access.Person
}

// fill makes the cases: a few are walked to their stages, the others are theirs with other names, officers and days.
func (h *house) fill() caseload {
	h.t.Helper()
	o := caseload{house: h}
	for n := range officers {
		a, err := h.gate.CreateAccount(context.Background(), avrr.Actor{Role: avrr.System},
			access.Account{Username: fmt.Sprintf("officer-%02d", n), DisplayName: fmt.Sprintf("Officer %d", n), Role: avrr.ReturnOfficer, Office: "London office"}, "long-enough-for-a-figure")
		require.NoError(h.t, err)
		o.officers = append(o.officers, access.Person{Actor: avrr.Actor{ID: a.ID, Role: a.Role}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office})
	}
	patterns := h.patterns()
	library, err := programmes.Embedded()
	require.NoError(h.t, err)
	p, ok := library.Current("standard")
	require.True(h.t, ok)
	began := time.Now()
	for n := 0; n < listedCases; n += atATime {
		cases := make([]*avrr.Case, atATime)
		for i := range cases {
			cases[i] = o.another(patterns[(n+i)%len(patterns)], n+i)
			require.NoError(h.t, h.vault.CreateKey(context.Background(), store.CaseSubject(cases[i].ID).String(), vault.Case))
		}
		require.NoError(h.t, h.store.InTx(context.Background(), func(tx *store.Tx) error {
			for i, c := range cases {
				if err := insert(tx, c, p, time.Duration((n+i)*7919%listedCases)*3*time.Minute); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	h.t.Logf("%d cases in %s", listedCases, time.Since(began))
	return o
}

// patterns are cases in each stage, as they are kept.
func (h *house) patterns() [][]byte {
	h.t.Helper()
	way := []func(walk){func(walk) {}, walk.toApproval, walk.toHold, walk.toTicket, walk.toArrival, walk.toGrant, walk.toFollowUp, walk.toClosure}
	var patterns [][]byte
	for stage := range way {
		w := h.begin("standard")
		for _, step := range way[:stage+1] {
			step(w)
		}
		state, err := json.Marshal(h.folded(w.ref))
		require.NoError(h.t, err)
		patterns = append(patterns, state)
	}
	return patterns
}

var (
	families = []string{"Hoxha", "Kola", "Gjini", "Basha", "Ndreu", "Muça", "Zeqiri", "Toska", "Bërxhani", "Çela", "Gjoka", "Shehu", "Dervishi", "Prifti", "Leka", "Marku", "Hysa", "Kurti", "Meta", "Rama",
		"Bushati", "Doda", "Frashëri", "Gashi", "Islami", "Jakupi", "Kastrati", "Lleshi", "Mema", "Nano"}
	given = []string{"Arta", "Besa", "Drita", "Era", "Fatos", "Gëzim", "Ilir", "Jonida", "Liri", "Majlinda", "Agim", "Luan", "Besnik"}
)

// another is the n-th case: one of the patterns, of somebody else.
func (o caseload) another(pattern []byte, n int) *avrr.Case {
	o.t.Helper()
	var c avrr.Case
	require.NoError(o.t, json.Unmarshal(pattern, &c))
	reference, err := avrr.NewReference(rand.Reader)
	require.NoError(o.t, err)
	c.ID, c.Reference = ulid.Make().String(), reference
	c.Officers[avrr.ReturnDuty] = o.officers[n/8%officers].ID // of every pattern as many
	c.Members[0].FamilyName, c.Members[0].GivenNames = families[n%len(families)], given[n%len(given)]
	return &c
}

// insert adds a folded case with its tasks and what it is found by, its days moved.
func insert(tx *store.Tx, c *avrr.Case, p *avrr.Programme, later time.Duration) error {
	row, err := store.RowOf(c, p)
	if err != nil {
		return err
	}
	tasks, err := store.TaskRowsOf(c, p)
	if err != nil {
		return err
	}
	moved := func(at *time.Time) *time.Time {
		if at == nil {
			return nil
		}
		then := at.Add(later - 20*24*time.Hour)
		return &then
	}
	row.NextDue = moved(row.NextDue)
	for i := range tasks {
		tasks[i].Due = moved(tasks[i].Due)
	}
	if err := tx.InsertCase(row); errors.Is(err, store.ErrDuplicate) {
		return nil // two references fell alike: one case less
	} else if err != nil {
		return err
	}
	return errors.Join(tx.ReplaceTasks(c.ID, tasks), tx.SetIndexTokens(c.ID, tx.IndexTokens(c)))
}

// worked is the processor time this process has used: on SQLite all that a list costs, whatever else the machine does.
func (o caseload) worked() time.Duration {
	o.t.Helper()
	var used syscall.Rusage
	require.NoError(o.t, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// measure prints the 95th percentile of each list, the processor time it takes on average, and how many statements.
func (o caseload) measure(database string) {
	o.t.Helper()
	stages := avrr.StageOrder
	manager := o.staff["manager"]
	list := func(who access.Person, s casework.Search) ([]casework.Listed, string) {
		s.Limit = 50
		cases, next, err := o.desk.Caseload(context.Background(), who, s)
		require.NoError(o.t, err)
		return cases, next
	}
	var cursor string
	for _, kind := range []struct {
		name string
		ask  func(n int) int
	}{
		{"first_page", func(int) int { cases, _ := list(manager, casework.Search{}); return len(cases) }},
		{"page_by_page", func(int) int {
			var cases []casework.Listed
			cases, cursor = list(manager, casework.Search{Cursor: cursor})
			return len(cases)
		}},
		{"stage_and_officer", func(n int) int {
			cases, _ := list(manager, casework.Search{Stage: string(stages[n%len(stages)]), Officer: o.officers[n%officers].Username})
			return len(cases)
		}},
		{"mine", func(n int) int {
			cases, _ := list(o.officers[n%officers], casework.Search{Mine: true})
			return len(cases)
		}},
		{"name", func(n int) int {
			cases, _ := list(manager, casework.Search{Query: given[n%len(given)] + " " + families[n%len(families)]})
			return len(cases)
		}},
		{"work", func(n int) int {
			view, err := o.desk.Work(context.Background(), o.officers[n%officers], casework.WorkSearch{})
			require.NoError(o.t, err)
			return view.Groups[0].Count
		}},
		{"work_group", func(n int) int {
			view, err := o.desk.Work(context.Background(), o.officers[n%officers], casework.WorkSearch{Group: casework.WorkLater, Limit: 50})
			require.NoError(o.t, err)
			return len(view.Groups[len(view.Groups)-1].Tasks)
		}},
		{"work_of_the_field", func(int) int {
			view, err := o.desk.Work(context.Background(), o.staff["field"], casework.WorkSearch{})
			require.NoError(o.t, err)
			return view.Groups[0].Count
		}},
	} {
		before, worked := o.store.Statements(), o.worked()
		took := timed(notes, func(n int) { require.NotZero(o.t, kind.ask(n), kind.name) })
		statements := (o.store.Statements() - before) / notes
		figure(fmt.Sprintf("list_50_of_20000_%s_p95_%s", kind.name, database), ms(percentile(took, 95)), "ms")
		figure(fmt.Sprintf("list_50_of_20000_%s_cpu_%s", kind.name, database), ms((o.worked()-worked)/notes), "ms")
		figure(fmt.Sprintf("list_50_sql_statements_%s_%s", kind.name, database), float64(statements), "statements")
	}
}
