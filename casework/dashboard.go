package casework

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// fewestTold is the fewest cases a number may be told of to whoever does not work on them.
const fewestTold = 11

// longestPeriod bounds how many months a dashboard looks at: a calendar of more days is no picture any more.
const longestPeriod = 12

// A Dashboard is how a programme's cases stand: of those opened in the period how far they came, and of all open ones where they wait.
type Dashboard struct {
	Period     avrr.Period
	Programme  string // its code; empty for all
	AsOf       time.Time
	Opened     Figure
	Open       Figure // of all there are
	Departed   Figure // journeys of cases in the period
	Stages     []StageFigure
	Ages       []Figure
	Overdue    []Figure
	Ended      []Figure
	Load       []LoadFigure
	Departures []DayFigure // of the days with any
	Months     []MonthFigure
	Linked     bool // the numbers are lists this person may look at
}

// A Figure is a number of cases; N is nothing where it is hidden.
type Figure struct {
	Of     string // what is counted
	N      int
	Hidden bool
}

// A StageFigure is how many cases were in a stage, how many are, and how long half of them took at most.
type StageFigure struct {
	Stage        avrr.Stage
	Reached, Now Figure
	Median       int // days; -1 where nobody has gone on yet, or too few
}

// A LoadFigure is how much somebody looks after.
type LoadFigure struct {
	Username, Name string // empty for nobody
	Open, Overdue  Figure
}

// A DayFigure is how many cases leave on a day, by universal time.
type DayFigure struct {
	On avrr.Date
	Figure
}

// A MonthFigure is what was promised and paid in a month, in minor units.
type MonthFigure struct {
	Month, Currency    string
	Promised, Paid     int64
	PromisedTo, PaidTo Figure
}

// A DashboardSearch chooses what a dashboard is about; without a period it is about this month and the two before it.
type DashboardSearch struct {
	Period    avrr.Period
	Programme string // its code
}

// Dashboard answers the figures a manager steers by, from what the store counts of each case. To those who do not work on cases small
// numbers are not told. That somebody asked is on record.
func (d *Desk) Dashboard(ctx context.Context, who access.Person, s DashboardSearch) (*Dashboard, error) {
	if err := access.May(who.Actor, access.SeeResults, nil); err != nil {
		return nil, err
	}
	today := avrr.DateOf(d.now())
	if s.Period == (avrr.Period{}) {
		s.Period = lastMonths(today, 3)
	}
	if err := s.Period.Check(); err != nil {
		return nil, err
	}
	if s.Period.From.AddDays(31 * longestPeriod).Before(s.Period.Until) {
		return nil, &avrr.Error{Code: avrr.CodeInvalid, Field: "/until", Message: fmt.Sprintf("The page looks at %d months at most.", longestPeriod)}
	}
	if err := d.knownProgramme(ctx, s.Programme); err != nil {
		return nil, err
	}
	if err := d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf("dashboard %s to %s", s.Period.From, s.Period.Until)); err != nil {
		return nil, err
	}
	board := &Dashboard{Period: s.Period, Programme: s.Programme, AsOf: d.now(), Linked: who.Role == avrr.ProgrammeManager}
	r := d.Store.Read(ctx)
	for _, fill := range []func(*store.Reader) error{board.stays, board.ages, func(r *store.Reader) error { return d.loads(ctx, r, board) }, board.departures, board.months} {
		if err := fill(r); err != nil {
			return nil, fmt.Errorf("dashboard: %w", err)
		}
	}
	if !board.Linked {
		board.hideFew()
	}
	return board, nil
}

// lastMonths are the month of a day and those before it, n in all.
func lastMonths(day avrr.Date, n int) avrr.Period {
	first := time.Date(day.Year, day.Month, 1, 0, 0, 0, 0, time.UTC)
	return avrr.Period{From: avrr.DateOf(first.AddDate(0, 1-n, 0)), Until: avrr.DateOf(first.AddDate(0, 1, -1))}
}

// stays fills in how far the cases came that were opened in the period, and why some of them ended.
func (b *Dashboard) stays(r *store.Reader) error {
	counts, err := r.StayCounts(store.FigureFilter{Programme: b.Programme, OpenedFrom: b.Period.From.String(), OpenedUntil: b.Period.Until.String()}, Endings)
	if err != nil {
		return err
	}
	ended := map[string]int{}
	for _, stage := range avrr.StageOrder {
		f, took := StageFigure{Stage: stage}, map[int]int{}
		for _, n := range counts {
			switch {
			case n.Stage != stage:
				continue
			case n.Days < 0:
				f.Now.N += n.N
			default:
				took[n.Days] += n.N
			}
			f.Reached.N += n.N
			if n.Days < 0 && stage == avrr.Closed {
				ended[n.Reason] += n.N
			}
		}
		f.Median = median(took)
		b.Opened.N += f.Now.N
		b.Stages = append(b.Stages, f)
	}
	for _, reason := range Endings {
		if ended[reason] > 0 {
			b.Ended = append(b.Ended, Figure{Of: reason, N: ended[reason]})
		}
	}
	slices.SortStableFunc(b.Ended, func(a, b Figure) int { return b.N - a.N })
	return nil
}

// Endings are why cases end.
var Endings = []string{"completed", "withdrawn", "refused", "lost_contact", "re_migrated", "own_departure", "deceased", "detained", "removed", "protection_granted", "ineligible",
	"transferred", "duplicate", "left", "other"}

// median answers the number of days half of them took at most, -1 for none.
func median(took map[int]int) int {
	all := 0
	for _, n := range took {
		all += n
	}
	half := 0
	for _, days := range slices.Sorted(maps.Keys(took)) {
		if half += took[days]; 2*half >= all {
			return days
		}
	}
	return -1
}

// Ages are how long open cases may have been in their stage, in days, the last without an end.
var Ages = []string{"0-7", "8-30", "31-60", "61-90", "91-"}

// entered answers the first and the last day on which a case of an age entered its stage; the first is zero for the oldest.
func entered(age string, today avrr.Date) (from, until avrr.Date, known bool) {
	var least, most int
	switch n, _ := fmt.Sscanf(age, "%d-%d", &least, &most); {
	case !slices.Contains(Ages, age):
		return from, until, false
	case n == 2:
		from = today.AddDays(-most)
	}
	return from, today.AddDays(-least), true
}

func (b *Dashboard) ages(r *store.Reader) error {
	counts, err := r.AgeCounts(b.Programme)
	if err != nil {
		return err
	}
	today := avrr.DateOf(b.AsOf)
	for _, age := range Ages {
		from, until, _ := entered(age, today)
		f := Figure{Of: age}
		for day, n := range counts {
			if newest := age == Ages[0] && day > until.String(); newest || day >= from.String() && day <= until.String() {
				f.N += n
			}
		}
		b.Ages, b.Open.N = append(b.Ages, f), b.Open.N+f.N
	}
	return nil
}

// loads fills in what is overdue, and who looks after how much.
func (d *Desk) loads(ctx context.Context, r *store.Reader, b *Dashboard) error {
	open, err := r.LoadCounts(b.Programme)
	if err != nil {
		return err
	}
	overdue, err := r.OverdueCounts(b.Programme)
	if err != nil {
		return err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return err
	}
	late, kinds := map[string]int{}, map[string]int{}
	for _, n := range overdue {
		late[n.Officer] += n.N
		kinds[kindOf(n.Clock)] += n.N
	}
	for _, n := range open {
		b.Load = append(b.Load, LoadFigure{names[n.Officer].Username, names[n.Officer].DisplayName, Figure{N: n.N}, Figure{N: late[n.Officer]}})
	}
	slices.SortFunc(b.Load, func(x, y LoadFigure) int { return cmp.Or(y.Open.N-x.Open.N, cmp.Compare(x.Username, y.Username)) })
	for kind, n := range kinds {
		b.Overdue = append(b.Overdue, Figure{Of: kind, N: n})
	}
	slices.SortFunc(b.Overdue, func(x, y Figure) int { return cmp.Or(y.N-x.N, cmp.Compare(x.Of, y.Of)) })
	return nil
}

// kindOf answers what several clocks have in common, such as those of each visit: what comes before a colon, and the colon.
func kindOf(clock string) string {
	if kind, _, several := strings.Cut(clock, ":"); several {
		return kind + ":"
	}
	return clock
}

func (b *Dashboard) departures(r *store.Reader) error {
	leaving, err := r.Departures(b.Programme, b.Period.From.In(time.UTC), b.Period.Until.AddDays(1).In(time.UTC))
	if err != nil {
		return err
	}
	days := map[avrr.Date]map[string]bool{}
	for _, l := range leaving {
		on := avrr.DateOf(l.DepartsAt)
		if days[on] == nil {
			days[on] = map[string]bool{}
		}
		days[on][l.CaseID] = true
	}
	for _, on := range slices.SortedFunc(maps.Keys(days), avrr.Date.Compare) {
		b.Departures = append(b.Departures, DayFigure{on, Figure{N: len(days[on])}})
		b.Departed.N += len(days[on])
	}
	return nil
}

func (b *Dashboard) months(r *store.Reader) error {
	counts, err := r.MonthCounts(b.Programme, b.Period.From.String()[:len("2026-01")], b.Period.Until.String()[:len("2026-01")])
	if err != nil {
		return err
	}
	for _, n := range counts {
		b.Months = append(b.Months, MonthFigure{Month: n.Month, Currency: n.Currency, Promised: n.Promised, Paid: n.Paid, PromisedTo: Figure{N: n.PromisedCases}, PaidTo: Figure{N: n.PaidToCases}})
	}
	return nil
}

// hideFew hides what is about so few cases that it would tell of them, and what would give that away.
func (b *Dashboard) hideFew() {
	var now, ages, overdue, ended, loads, late, days []*Figure
	for i := range b.Stages {
		s := &b.Stages[i]
		if s.Reached.N < fewestTold {
			s.Median = -1
		}
		suppress(nil, &s.Reached)
		now = append(now, &s.Now)
	}
	each := func(list []Figure, to *[]*Figure) {
		for i := range list {
			*to = append(*to, &list[i])
		}
	}
	each(b.Ages, &ages)
	each(b.Overdue, &overdue)
	each(b.Ended, &ended)
	for i := range b.Load {
		loads, late = append(loads, &b.Load[i].Open), append(late, &b.Load[i].Overdue)
	}
	for i := range b.Departures {
		days = append(days, &b.Departures[i].Figure)
	}
	suppress(&b.Opened, now...)
	suppress(&b.Open, ages...)
	suppress(&b.Departed, days...)
	suppress(nil, overdue...)
	suppress(nil, ended...)
	suppress(nil, loads...)
	suppress(nil, late...)
	for i := range b.Months {
		m := &b.Months[i]
		suppress(nil, &m.PromisedTo)
		suppress(nil, &m.PaidTo)
		if m.PromisedTo.Hidden {
			m.Promised = 0
		}
		if m.PaidTo.Hidden {
			m.Paid = 0
		}
	}
}

// suppress hides the parts that are about too few, and where they add up to a whole as many more as it takes.
func suppress(whole *Figure, parts ...*Figure) {
	counts := make([]avrr.Count, 0, len(parts)+1)
	var of []int
	for i, p := range parts {
		counts, of = append(counts, avrr.Count{N: int64(p.N), Fewest: fewestTold}), append(of, i)
	}
	var sums []avrr.Sum
	if whole != nil {
		counts, sums = append(counts, avrr.Count{N: int64(whole.N), Fewest: fewestTold}), []avrr.Sum{{Whole: len(parts), Parts: of}}
		parts = append(slices.Clone(parts), whole)
	}
	avrr.Suppress(counts, sums)
	for i, c := range counts {
		if c.Hidden {
			parts[i].N, parts[i].Hidden = 0, true
		}
	}
}
