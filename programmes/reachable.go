package programmes

import (
	"slices"

	"homeward/avrr"
)

// mostTried bounds the search for somebody an amount is for. A line that would need more is taken to be right.
const mostTried = 100_000

// elsewhere is a nationality no condition names.
const elsewhere = "ZZ"

// reachable notes an amount nobody is ever given, because those above it come first or because it is for nobody at all.
func (s spanReader) reachable(f field, row avrr.Amount, above []avrr.Amount) {
	asked, met := someone{row.When, above}, false
	for who := range asked.candidates() {
		if !row.When.Applies(who) {
			continue
		}
		if met = true; !slices.ContainsFunc(above, func(a avrr.Amount) bool { return a.When.Applies(who) }) {
			return
		}
	}
	if met {
		s.note(f, "nobody is ever given this amount: everybody it is for has one that stands above it")
	} else {
		s.note(f, "nobody is ever given this amount: its conditions are never met together")
	}
}

// someone is a person who is looked for: the condition they meet, and the amounts they must not have.
type someone struct {
	meets avrr.Condition
	above []avrr.Amount
}

// A trait sets one thing about a person.
type trait func(*avrr.Particulars)

// candidates are the people a condition and the amounts above it can tell apart. What the condition does not ask stays unknown where
// it can be: whatever asks for it then does not apply.
func (q someone) candidates() func(yield func(avrr.Particulars) bool) {
	traits := q.traits()
	return func(yield func(avrr.Particulars) bool) {
		at := make([]int, len(traits))
		for range mostTried {
			who := avrr.Particulars{Age: avrr.NotKnown, Weeks: avrr.NotKnown, Months: avrr.NotKnown}
			for n, choices := range traits {
				choices[at[n]](&who)
			}
			if possible(who) && !yield(who) {
				return
			}
			if !next(at, traits) {
				return
			}
		}
	}
}

// next moves on to the next of all combinations, false after the last.
func next(at []int, traits [][]trait) bool {
	for n := range at {
		if at[n]++; at[n] < len(traits[n]) {
			return true
		}
		at[n] = 0
	}
	return false
}

// possible leaves out whom the engine never reckons for.
func possible(who avrr.Particulars) bool {
	further := who.Position == avrr.FurtherOfFamily && who.Family < 2
	removed := who.ReturnType == avrr.ForcedReturn && who.Entry == "before_departure"
	return !further && !removed
}

func (q someone) traits() [][]trait {
	w := q.meets
	traits := [][]trait{
		words([]string{avrr.FirstOfFamily, avrr.FurtherOfFamily}, func(x *avrr.Particulars) *string { return &x.Position }),
		words([]string{"before_departure", "already_returned"}, func(x *avrr.Particulars) *string { return &x.Entry }),
		words([]string{avrr.VoluntaryReturn, avrr.ForcedReturn}, func(x *avrr.Particulars) *string { return &x.ReturnType }),
		numbers(q.edges(func(c avrr.Condition) avrr.Bounds { return c.Family }, 1, 2), func(x *avrr.Particulars) *int { return &x.Family }),
	}
	add := func(asked bool, choices []trait) {
		if asked {
			traits = append(traits, choices)
		}
	}
	add(len(w.Nationality)+len(w.NationalityNot) > 0, words(q.nationalities(), func(x *avrr.Particulars) *string { return &x.Nationality }))
	add(len(w.LegalStatus) > 0, words(w.LegalStatus, func(x *avrr.Particulars) *string { return &x.LegalStatus }))
	add(w.Departure != "", words([]string{w.Departure}, func(x *avrr.Particulars) *string { return &x.Departure }))
	add(w.Age != avrr.Bounds{}, numbers(q.edges(func(c avrr.Condition) avrr.Bounds { return c.Age }, 0), func(x *avrr.Particulars) *int { return &x.Age }))
	add(w.Weeks != avrr.Bounds{}, numbers(q.edges(func(c avrr.Condition) avrr.Bounds { return c.Weeks }, 0), func(x *avrr.Particulars) *int { return &x.Weeks }))
	add(w.Months != avrr.Bounds{}, numbers(q.edges(func(c avrr.Condition) avrr.Bounds { return c.Months }, 0), func(x *avrr.Particulars) *int { return &x.Months }))
	add(!w.AppliedFrom.IsZero() || !w.AppliedUntil.IsZero(), q.days())
	return traits
}

func words(choices []string, of func(*avrr.Particulars) *string) (traits []trait) {
	for _, word := range choices {
		traits = append(traits, func(x *avrr.Particulars) { *of(x) = word })
	}
	return traits
}

func numbers(choices []int, of func(*avrr.Particulars) *int) (traits []trait) {
	for _, n := range choices {
		traits = append(traits, func(x *avrr.Particulars) { *of(x) = n })
	}
	return traits
}

// nationalities are those the condition can be met with: its own, or any other one that a row above speaks of, and one that none does.
func (q someone) nationalities() []string {
	if len(q.meets.Nationality) > 0 {
		return q.meets.Nationality
	}
	all := []string{elsewhere}
	for _, a := range q.above {
		all = append(append(all, a.When.Nationality...), a.When.NationalityNot...)
	}
	return all
}

// edges are the numbers at which a condition begins or ends to hold, those aside that there are anyway, the least first.
func (q someone) edges(of func(avrr.Condition) avrr.Bounds, anyway ...int) []int {
	all := slices.Clone(anyway)
	for _, c := range q.conditions() {
		all = append(all, max(anyway[0], of(c).From), max(anyway[0], of(c).Under))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// days are those at which a condition begins or ends to hold.
func (q someone) days() (traits []trait) {
	for _, c := range q.conditions() {
		edges := []avrr.Date{c.AppliedFrom}
		if !c.AppliedUntil.IsZero() {
			edges = append(edges, c.AppliedUntil, c.AppliedUntil.AddDays(1))
		}
		for _, day := range edges {
			traits = append(traits, func(x *avrr.Particulars) { x.Applied = day })
		}
	}
	return traits
}

func (q someone) conditions() []avrr.Condition {
	all := []avrr.Condition{q.meets}
	for _, a := range q.above {
		all = append(all, a.When)
	}
	return all
}
