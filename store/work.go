package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// Work is the open tasks that are a person's: those they hold, and of their duty those that nobody holds.
type Work struct {
	Person string // account id; empty when only what nobody holds is meant
	Duty   string // empty when only what the person holds is meant
	// Elsewhere are the offices whose own people see to what nobody holds there.
	Elsewhere []string
}

// A Moment is an instant that comes at a time of its own in each country, such as the end of today. MomentOf makes one.
type Moment struct {
	first, last time.Time   // when it comes anywhere, and when it has come everywhere
	reached     clause.Expr // whether a task is due then or before
}

// WorkFilter chooses among the work of a person; an empty field does not choose.
type WorkFilter struct {
	Of     Work
	After  *Moment    // due later than this
	Until  *Moment    // due at this or before
	Since  *time.Time // came to its holder at this or later; the list is then by that, newest first
	Raised bool       // only what somebody, a deadline that passed or a doubt has raised
	Cursor string     // where the page before ended
	Limit  int        // at most 100; 100 when 0
}

// WorkList answers open tasks by due date and the cursor of the next page, empty on the last one. A task that does not open
// says its case and its day, and fails nobody's list.
func (r *Reader) WorkList(f WorkFilter) ([]Task, string, error) {
	order, parts := byDue, r.workOf(f.Of)
	if f.Since != nil {
		order = byNewest
	}
	for i := range parts {
		parts[i] = f.chosen(parts[i])
	}
	tasks, next, err := r.taskPage(order, parts, f.Cursor, f.Limit)
	if err != nil {
		return nil, "", fmt.Errorf("work list: %w", err)
	}
	return tasks, next, nil
}

func (f WorkFilter) chosen(query *gorm.DB) *gorm.DB {
	if f.Raised {
		query = query.Where("raised") // as the partial index says it
	}
	if f.Since != nil {
		query = query.Where("held_since >= ?", *f.Since)
	}
	if f.After != nil {
		query = query.Where("due > ? AND NOT ?", f.After.first, f.After.reached) // the first narrows the search in the index
	}
	if f.Until != nil {
		query = query.Where("due <= ? AND ?", f.Until.last, f.Until.reached)
	}
	return query
}

// WaitFilter chooses what a person's cases wait for others with.
type WaitFilter struct {
	Of     Work     // whose cases, and whose tasks are left out
	Except []string // duties that are left out
	Cursor string   // where the page before ended
	Limit  int      // at most 100; 100 when 0
}

// WaitList answers the open tasks of others on the cases somebody looks after, by due date, and the cursor of the next page.
func (r *Reader) WaitList(f WaitFilter) ([]Task, string, error) {
	tasks, next, err := r.taskPage(byDue, []*gorm.DB{r.waiting(f)}, f.Cursor, f.Limit)
	if err != nil {
		return nil, "", fmt.Errorf("wait list: %w", err)
	}
	return tasks, next, nil
}

// WaitCount answers how many tasks WaitList goes through.
func (r *Reader) WaitCount(f WaitFilter) (int, error) {
	var n int64
	if err := r.waiting(f).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("wait count: %w", classify(err))
	}
	return int(n), nil
}

func (r *Reader) waiting(f WaitFilter) *gorm.DB {
	theirs := "case_id IN (SELECT case_id FROM index_tokens WHERE token = ?)"
	if r.store.base.dialect == goose.DialectPostgres {
		// Until it has counted a table that was just filled, PostgreSQL would look up every open task there is among the cases of the person.
		theirs = "case_id = ANY (ARRAY(SELECT case_id FROM index_tokens WHERE token = ?))"
	}
	query := r.db.Model(&taskRow{}).Where("state = 'open' AND person <> ?", r.holder(f.Of.Person, "")).
		Where(theirs, r.store.sealer.Token(IndexOfficer, f.Of.Person))
	if f.Of.Duty != "" {
		query = query.Where("person <> ?", r.holder("", f.Of.Duty))
	}
	for _, duty := range f.Except {
		query = query.Where("duty <> ?", r.store.sealer.Token(tokenTaskDuty, duty))
	}
	return query
}

// WorkCounts says how much work somebody has. Late, Today, Week and Later add up to Every; the others are counted among them.
type WorkCounts struct {
	Every, Late, Today, Week, Later, New, Raised int
}

// CountWork counts the work of a person: what was due before now, until the end of the day, until the end of the week, later
// or never; what came to its holder since some instant; and what was raised. Each is counted along an index, in one statement.
func (r *Reader) CountWork(of Work, now time.Time, day, week *Moment, since time.Time) (WorkCounts, error) {
	var n struct{ Every, Late, ByDay, ByWeek, New, Raised int }
	past := Before(now)
	err := r.db.Raw("SELECT ? AS every, ? AS late, ? AS by_day, ? AS by_week, ? AS new, ? AS raised",
		r.count(WorkFilter{Of: of}), r.count(WorkFilter{Of: of, Until: past}), r.count(WorkFilter{Of: of, Until: day}), r.count(WorkFilter{Of: of, Until: week}),
		r.count(WorkFilter{Of: of, Since: &since}), r.count(WorkFilter{Of: of, Raised: true})).Find(&n).Error
	if err != nil {
		return WorkCounts{}, fmt.Errorf("count work: %w", classify(err))
	}
	return WorkCounts{Every: n.Every, Late: n.Late, Today: n.ByDay - n.Late, Week: n.ByWeek - n.ByDay, Later: n.Every - n.ByWeek, New: n.New, Raised: n.Raised}, nil
}

// count is the number of tasks a filter chooses, as an expression.
func (r *Reader) count(f WorkFilter) clause.Expr {
	sum := clause.Expr{SQL: "0"}
	for _, part := range r.workOf(f.Of) {
		sum.SQL += " + (?)"
		sum.Vars = append(sum.Vars, f.chosen(part).Select("count(*)"))
	}
	return sum
}

// workOf answers the parts that a person's work has, each of which an index finds.
func (r *Reader) workOf(of Work) []*gorm.DB {
	open := func() *gorm.DB { return r.db.Model(&taskRow{}).Where("state = 'open'") } // written out, or the partial indexes would not be used
	var parts []*gorm.DB
	if of.Person != "" {
		parts = append(parts, open().Where("person = ?", r.holder(of.Person, "")))
	}
	if of.Duty != "" {
		unheld := open().Where("person = ?", r.holder("", of.Duty))
		if len(of.Elsewhere) > 0 {
			unheld = unheld.Where("office NOT IN ?", of.Elsewhere)
		}
		parts = append(parts, unheld)
	}
	return parts
}

// union puts parts together. Each keeps its own index, and rows that come sorted are merged as they come.
func union(r *Reader, parts []*gorm.DB) *gorm.DB {
	all, queries := make([]string, len(parts)), make([]any, len(parts))
	for i, part := range parts {
		all[i], queries[i] = fmt.Sprintf("SELECT * FROM (?) AS part%d", i), part
	}
	return r.db.Raw(strings.Join(all, " UNION ALL "), queries...)
}

// MomentOf makes a moment of when it comes in a country (ISO 3166; UTC for one that avrr does not know the zone of).
func MomentOf(in func(country string) time.Time) *Moment {
	known := avrr.Zoned()
	elsewhere := in("")
	m := &Moment{first: elsewhere, last: elsewhere}
	shared := map[time.Time][]string{}
	for _, country := range known {
		at := in(country)
		shared[at] = append(shared[at], country)
		if at.Before(m.first) {
			m.first = at
		}
		if at.After(m.last) {
			m.last = at
		}
	}
	// Most tasks are due before it comes anywhere, or after it has come everywhere: no country has to be asked.
	m.reached = clause.Expr{SQL: "(due <= ? OR due <= ? AND (country NOT IN ? AND due <= ?", Vars: []any{m.first, m.last, known, elsewhere}}
	for _, at := range slices.SortedFunc(maps.Keys(shared), time.Time.Compare) {
		m.reached.SQL += " OR country IN ? AND due <= ?"
		m.reached.Vars = append(m.reached.Vars, shared[at], at)
	}
	m.reached.SQL += "))"
	return m
}

// Before is the last moment before an instant, which comes everywhere at once.
func Before(at time.Time) *Moment {
	last := cut(at).Add(-time.Microsecond) // the finest a database keeps
	return &Moment{first: last, last: last, reached: clause.Expr{SQL: "due <= ?", Vars: []any{last}}}
}

// A taskOrder is a sort key of tasks, always ended by their ids so that no two rows tie.
type taskOrder struct {
	list, by, beyond string
	at               func(taskRow) time.Time
}

var (
	byDue    = taskOrder{"tasks", "due, case_id, id", "(due, case_id, id) > (?, ?, ?)", func(row taskRow) time.Time { return row.DueOrNever }}
	byNewest = taskOrder{"tasks/new", "held_since DESC, case_id DESC, id DESC", "(held_since, case_id, id) < (?, ?, ?)",
		func(row taskRow) time.Time { return row.Task.HeldSince }}
)

// taskPage answers a page of the tasks that parts choose.
func (r *Reader) taskPage(o taskOrder, parts []*gorm.DB, cursor string, limit int) ([]Task, string, error) {
	if len(parts) == 0 {
		return nil, "", nil
	}
	if cursor != "" {
		at, ids, err := readDuePosition(o.list, cursor, 3)
		if err != nil {
			return nil, "", err
		}
		id, err := hex.DecodeString(ids[1])
		if err != nil {
			return nil, "", ErrCursor
		}
		for i, part := range parts {
			parts[i] = part.Where(o.beyond, at, ids[0], id)
		}
	}
	page := atMost(limit)
	var rows []taskRow
	if err := r.db.Raw("? ORDER BY "+o.by+" LIMIT ?", union(r, parts), page+1).Find(&rows).Error; err != nil {
		return nil, "", classify(err)
	}
	var next string
	if len(rows) > page {
		rows = rows[:page]
		last := rows[page-1]
		var err error
		if next, err = duePosition(o.list, o.at(last), last.Task.CaseID, hex.EncodeToString(last.IDToken)).text(); err != nil {
			return nil, "", err
		}
	}
	warm(r, rows, func(row taskRow) string { return CaseSubject(row.Task.CaseID).String() })
	tasks := make([]Task, len(rows))
	for i, row := range rows {
		var err error
		if tasks[i], err = r.openTask(row); err != nil && !errors.Is(err, ErrSealed) {
			return nil, "", err
		}
	}
	return tasks, next, nil
}
