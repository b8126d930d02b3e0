package e2e

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// BenchmarkListFigures prints what lists of 50 cost a person in an office of 20,000 cases: headlines opened, the reading on
// record. Every request asks for another page than the one before, so that keys are as cold as they are on a morning.
func BenchmarkListFigures(b *testing.B) { inAFullOffice(b, caseload.measure) }

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
