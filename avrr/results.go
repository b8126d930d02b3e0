package avrr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Period is what a report is about: whole months, both days included.
type Period struct {
	From  Date `json:"from"`
	Until Date `json:"until"`
}

// YearOf answers the year a day is in, which a report is about when nobody says otherwise.
func YearOf(day Date) Period {
	return Period{Date{day.Year, 1, 1}, Date{day.Year, 12, 31}}
}

// Check refuses a period that is not whole months: two reports that differ by a day would tell who came between them.
func (p Period) Check() error {
	at := func(field, text string) error { return &Error{Code: CodeInvalid, Field: field, Message: text} }
	switch {
	case p.From.IsZero() || p.Until.IsZero():
		return at("/from", "A period has a first and a last day.")
	case p.Until.Before(p.From):
		return at("/to", fmt.Sprintf("The period would end on %s, before it begins.", p.Until))
	case p.From.Day != 1:
		return at("/from", fmt.Sprintf("A report is about whole months: %s is not the first day of one.", p.From))
	case p.Until.AddDays(1).Day != 1:
		return at("/to", fmt.Sprintf("A report is about whole months: %s is not the last day of one.", p.Until))
	}
	return nil
}

func (p Period) covers(day Date) bool { return !day.Before(p.From) && !day.After(p.Until) }

// Results count cases one after the other for the tables a donor is given. They keep numbers and no case, and of the few who moved
// between cases what it takes to count them once.
type Results struct {
	Period Period
	Today  Date // what falls due later is not late yet

	counts map[string]counting
	titles map[string]Text // of the lines of packages
	split  map[string]splitPerson
}

// NewResults begins to count.
func NewResults(p Period, today Date) *Results {
	r := &Results{Period: p, Today: today, counts: map[string]counting{}, titles: map[string]Text{}, split: map[string]splitPerson{}}
	for _, in := range indicators {
		r.counts[in.id] = counting{}
	}
	return r
}

// one counts a person whom something happened to on a day, if that lies in the period.
func (r *Results) one(table, series string, who counted, on Date) {
	if !on.IsZero() && r.Period.covers(on) {
		r.count(table, series, who, func(c *cell) { c.person(who, 0) })
	}
}

// waited counts how long a person waited for what came in the period.
func (r *Results) waited(series string, who counted, from, to Date) {
	if !r.Period.covers(to) || to.Before(from) {
		return
	}
	r.count(TableWaiting, series, who, func(c *cell) {
		c.person(who, 0)
		c.days[from.DaysUntil(to)]++
	})
}

func (r *Results) count(table, series string, who counted, change func(*cell)) {
	in := indicators[slices.IndexFunc(indicators, func(in *indicator) bool { return in.id == table })]
	r.counts[table].in(series, who, in.people(), change)
}

// name keeps what a series is called. Where programmes call it differently it is the first by the alphabet, in whatever order cases are
// counted: the same report has the same names.
func (r *Results) name(series string, title Text) {
	if known, any := r.titles[series]; !any || cmp.Or(strings.Compare(title.EN, known.EN), strings.Compare(title.SQ, known.SQ)) < 0 {
		r.titles[series] = title
	}
}

// A ResultTable is one table, small numbers left out.
type ResultTable struct {
	ID      string         `json:"id"`
	Title   Text           `json:"title"`
	Means   Text           `json:"means"`       // what it counts
	Of      Text           `json:"of,omitzero"` // what its rows are told apart by beside the people
	Columns []ResultColumn `json:"columns"`
	Rows    []ResultRow    `json:"rows"`
}

// A ResultRow is the numbers of one series and one population.
type ResultRow struct {
	Series      string `json:"series,omitempty"`
	SeriesTitle Text   `json:"series_title,omitzero"`
	Currency    string `json:"currency,omitempty"` // of its amounts, ISO 4217
	Population
	Title  Text          `json:"group_title"`
	Values []ResultValue `json:"values"` // in the order of the columns
}

// A ResultValue is a number, nothing where there is none to tell, or suppressed where it would tell of too few people.
type ResultValue struct {
	Value      *int64 `json:"value"`
	Suppressed bool   `json:"suppressed,omitempty"`
}

// Tables answers everything that was counted, with what must not be told left out.
func (r *Results) Tables() []ResultTable {
	r.addSplit()
	tables := make([]ResultTable, len(indicators))
	for i, in := range indicators {
		tables[i] = r.table(in)
	}
	return tables
}

func (r *Results) table(in *indicator) ResultTable {
	t := ResultTable{ID: in.id, Title: in.title, Means: in.means, Of: in.of, Columns: in.columns, Rows: []ResultRow{}}
	of, hidden := r.counts[in.id], r.suppressed(in)
	for _, series := range r.seriesOf(in) {
		for _, p := range of.populations(series) {
			row := ResultRow{Series: series, Population: p, Title: p.Title(), SeriesTitle: r.seriesTitle(in, series)}
			if in.whole != nil {
				row.Currency, row.Series, _ = strings.Cut(series, " ")
			}
			c := of.at(series, p, in.people())
			for i, column := range in.columns {
				row.Values = append(row.Values, column.value(i, c, func(i int) bool { return hidden[place{series, p, i}] }))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// value answers what a column tells of a cell.
func (column ResultColumn) value(at int, c *cell, hidden func(column int) bool) ResultValue {
	if column.tell == nil {
		if hidden(at) {
			return ResultValue{Suppressed: true}
		}
		n := c.people[at]
		return ResultValue{Value: &n}
	}
	if slices.ContainsFunc(column.needs, hidden) {
		return ResultValue{Suppressed: true}
	}
	if n, ok := column.tell(c); ok {
		return ResultValue{Value: &n}
	}
	return ResultValue{}
}

// seriesOf answers the series of a table in their order: all that are named or, of costs, those somebody spent something on, the
// total of each currency first.
func (r *Results) seriesOf(in *indicator) []string {
	switch {
	case in.order != nil:
		return in.order
	case in.whole == nil && !in.open:
		return []string{""}
	}
	var series []string
	for s := range r.counts[in.id] {
		series = append(series, s)
	}
	slices.Sort(series)
	if in.whole == nil {
		return series
	}
	slices.SortStableFunc(series, func(a, b string) int {
		currency := func(s string) string { return s[:strings.IndexByte(s, ' ')] }
		return cmp.Or(strings.Compare(currency(a), currency(b)), totalFirst(in.whole(a), in.whole(b)))
	})
	return series
}

// totalFirst orders two series by what each is a part of: one that is a part of nothing comes first.
func totalFirst(a, b string) int { return cmp.Compare(min(len(a), 1), min(len(b), 1)) }

func (r *Results) seriesTitle(in *indicator, series string) Text {
	if in.whole == nil && !in.open {
		return in.titles[series]
	}
	if title, ok := r.titles[series]; ok {
		return title
	}
	return costTitles[allLines]
}

// A place is where a number of people stands in a table.
type place struct {
	series string
	of     Population
	column int
}

// suppressed answers the numbers of people of a table that are not told.
func (r *Results) suppressed(in *indicator) map[place]bool {
	var counts []Count
	at := map[place]int{}
	of := r.counts[in.id]
	for _, series := range r.seriesOf(in) {
		for _, p := range of.populations(series) {
			c := of.at(series, p, in.people())
			for column := range in.people() {
				at[place{series, p, column}] = len(counts)
				counts = append(counts, Count{N: c.people[column], Fewest: c.fewestOf(column, p), Hidden: c.beside && c.people[column] == 0})
			}
		}
	}
	within, differences := r.differences(in, at, len(counts))
	counts = append(counts, differences...)
	Suppress(counts, append(r.sumsOf(in, at), within...))
	hidden := map[place]bool{}
	for where, i := range at {
		hidden[where] = counts[i].Hidden
	}
	return hidden
}

// sumsOf answers how the numbers of a table add up: populations to all, the columns that are parts to the first, and the lines of a
// currency to its total. Where several series are of the same people, each of their numbers is the other's.
func (r *Results) sumsOf(in *indicator, at map[place]int) []Sum {
	var sums []Sum
	lines := map[place]int{}    // of sums, by the total
	same := map[string]string{} // the first series of an instrument
	for _, series := range r.seriesOf(in) {
		populations := r.counts[in.id].populations(series)
		for column := range in.people() {
			sums = append(sums, breakdownsOf(series, column, populations, at)...)
		}
		of, _, _ := strings.Cut(series, " ")
		if same[of] == "" {
			same[of] = series
		}
		for _, p := range populations {
			first := at[place{series, p, 0}]
			if in.parts {
				s := Sum{Whole: first}
				for column := 1; column < in.people(); column++ {
					s.Parts = append(s.Parts, at[place{series, p, column}])
				}
				sums = append(sums, s)
			}
			if in.open && same[of] != series {
				sums = append(sums, Sum{Whole: at[place{same[of], p, 0}], Parts: []int{first}})
			}
			if in.whole == nil || in.whole(series) == "" {
				continue
			}
			whole := place{in.whole(series), p, 0}
			if _, begun := lines[whole]; !begun {
				lines[whole] = len(sums)
				sums = append(sums, Sum{Whole: at[whole], Overlap: true})
			}
			sums[lines[whole]].Parts = append(sums[lines[whole]].Parts, first)
		}
	}
	return sums
}

// differences answers what numbers of the same people that lie within each other differ by, to stand behind so many counts. They are told
// nowhere, but whoever reads both has them: nobody may be found between two thresholds, or among those helped who lacked one kind.
func (r *Results) differences(in *indicator, at map[place]int, behind int) ([]Sum, []Count) {
	var sums []Sum
	var counts []Count
	of := r.counts[in.id]
	for _, n := range r.nested(in) {
		for _, p := range of.populations(n.outer) {
			outer, inner := of.at(n.outer, p, in.people()), of.at(n.inner, p, in.people())
			between := newCell(in.people())
			between.people[n.column] = outer.people[n.column] - inner.people[n.column]
			between.guarded[n.column] = outer.guarded[n.column] - inner.guarded[n.column]
			if within, known := at[place{n.inner, p, n.column}]; known && between.people[n.column] >= 0 {
				sums = append(sums, Sum{Whole: at[place{n.outer, p, n.column}], Parts: []int{within, behind + len(counts)}})
				counts = append(counts, Count{N: between.people[n.column], Fewest: between.fewestOf(n.column, p)})
			}
		}
	}
	return sums, counts
}

// A nesting says that whoever is counted in a column of the inner series is in that of the outer one.
type nesting struct {
	outer, inner string
	column       int
}

// nested answers which series of a table lie within which: kinds of help in any, and what reached a higher threshold of an instrument
// in what reached the next lower one.
func (r *Results) nested(in *indicator) []nesting {
	var all []nesting
	if in.id == TableAssisted {
		for _, kind := range in.order[1:] {
			all = append(all, nesting{anyHelp, kind, 0})
		}
	}
	if !in.open {
		return all
	}
	const reached = 1
	series := r.seriesOf(in)
	instrument := func(s string) string { of, _, _ := strings.Cut(s, " "); return of }
	slices.SortStableFunc(series, func(a, b string) int {
		many := func(s string) int64 { return r.counts[in.id].at(s, everybody, in.people()).people[reached] }
		return cmp.Or(strings.Compare(instrument(a), instrument(b)), cmp.Compare(many(b), many(a)))
	})
	for i := 1; i < len(series); i++ {
		if instrument(series[i-1]) == instrument(series[i]) {
			all = append(all, nesting{series[i-1], series[i], reached})
		}
	}
	return all
}

// breakdownsOf answers how the populations of a series add up to everybody, each breakdown for itself.
func breakdownsOf(series string, column int, populations []Population, at map[place]int) []Sum {
	var sums []Sum
	for _, by := range Breakdowns[1:] {
		s := Sum{Whole: at[place{series, everybody, column}]}
		for _, p := range populations {
			if p.By == by {
				s.Parts = append(s.Parts, at[place{series, p, column}])
			}
		}
		sums = append(sums, s)
	}
	return sums
}

// ResultTables answers the ids of the tables, in their order.
func ResultTables() []string {
	ids := make([]string, len(indicators))
	for i, in := range indicators {
		ids[i] = in.id
	}
	return ids
}

// KnownResultTable reports whether there is a table of that id.
func KnownResultTable(id string) bool { return slices.Contains(ResultTables(), id) }
