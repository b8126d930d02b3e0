package avrr

import (
	"maps"
	"slices"
	"strings"
)

// A counting is what one pass over the cases has counted for a table: by series, by population. It grows with the tables and never with
// the cases.
type counting map[string]map[Population]*cell

// A cell is where a series and a population meet.
type cell struct {
	people  []int64 // by column of people
	guarded []int64 // of them, how many a small number endangers most
	beside  bool    // its sums are also about people who are counted elsewhere
	sums    map[string]int64
	days    map[int]int64 // how many people waited so many days
}

// median answers the day by which half of the people had waited.
func (c *cell) median() (int64, bool) {
	all, passed := int64(0), int64(0)
	for _, n := range c.days {
		all += n
	}
	for _, days := range slices.Sorted(maps.Keys(c.days)) {
		if passed += c.days[days]; 2*passed >= all {
			return int64(days), true
		}
	}
	return 0, false
}

func (c *cell) unitCost() (int64, bool) {
	if c.people[0] == 0 {
		return 0, false
	}
	return (2*c.sums[spentSum] + c.people[0]) / (2 * c.people[0]), true
}

// counted is one person as tables count them.
type counted struct {
	member string
	among  []Population
	worst  bool // a small number endangers them most
}

func (c *Case) counted(m *Member) counted {
	who := counted{member: m.ID, among: c.populationsOf(m)}
	who.worst = slices.ContainsFunc(who.among, Population.guarded)
	return who
}

// in answers what change does to every cell of a series in which the person is counted.
func (t counting) in(series string, who counted, columns int, change func(*cell)) {
	of := t[series]
	if of == nil {
		of = map[Population]*cell{}
		t[series] = of
	}
	for _, p := range who.among {
		if of[p] == nil {
			of[p] = newCell(columns)
		}
		change(of[p])
	}
}

func newCell(columns int) *cell {
	return &cell{people: make([]int64, columns), guarded: make([]int64, columns), sums: map[string]int64{}, days: map[int]int64{}}
}

// person counts one more in the columns named.
func (c *cell) person(who counted, columns ...int) {
	for _, i := range columns {
		c.people[i]++
		if who.worst {
			c.guarded[i]++
		}
	}
}

// fewestOf is the fewest people a cell's column may be told of: where all of them are guarded, the population is.
func (c *cell) fewestOf(column int, p Population) int64 {
	if p.guarded() || c.people[column] > 0 && c.guarded[column] == c.people[column] {
		return fewestGuarded
	}
	return fewest
}

// populations answers the rows of a series: the fixed ones, and the nationalities somebody has.
func (t counting) populations(series string) []Population {
	var nations []Population
	for p := range t[series] {
		if p.By == ByNationality {
			nations = append(nations, p)
		}
	}
	slices.SortFunc(nations, func(a, b Population) int { return strings.Compare(a.Is, b.Is) })
	at := slices.IndexFunc(fixed, func(p Population) bool { return p.By == ByVulnerability })
	return slices.Concat(fixed[:at], nations, fixed[at:])
}

// at answers the cell, an empty one where nobody was counted.
func (t counting) at(series string, p Population, columns int) *cell {
	if c := t[series][p]; c != nil {
		return c
	}
	return newCell(columns)
}
