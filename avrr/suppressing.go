package avrr

import "slices"

// A Count is how many people a published number is about, and the fewest it may be told of. One that is about nobody tells nothing
// of anybody, and is hidden only if it was to begin with, for what stands beside it.
type Count struct {
	N      int64
	Fewest int64
	Hidden bool
}

// A Sum says that what is published of one count is that of its parts together; all are indices into the counts.
type Sum struct {
	Whole   int
	Parts   []int
	Overlap bool // the same people may stand in several parts: only what is told with them, such as amounts, adds up
}

// of answers everything the sum is about.
func (s Sum) of() []int { return append([]int{s.Whole}, s.Parts...) }

// Suppress hides the counts that are too small to be told, and as many others as it takes that nobody can reckon back any hidden one
// from what is shown, be it from one sum or from several. What is hidden of one sum whose whole is shown comes to as many people as
// its members must at least be about, so that the rest left by subtracting tells no more than a count that may be shown. Where parts
// overlap, the most of them counts: the others may be the same people.
func Suppress(counts []Count, sums []Sum) {
	for i, c := range counts {
		counts[i].Hidden = c.Hidden || 0 < c.N && c.N < c.Fewest
	}
	for more := true; more; {
		more = false
		for _, s := range sums {
			more = fill(counts, s) || more
		}
		if more {
			continue
		}
		for _, known := range derivable(counts, sums) {
			more = cover(counts, sums, known) || more
		}
	}
}

// fill hides one more count of a sum whose hidden ones are too few, and reports whether it did.
func fill(counts []Count, s Sum) bool {
	people, needed, hidden := int64(0), int64(0), 0
	for _, i := range s.Parts {
		if c := counts[i]; c.Hidden {
			needed, hidden = max(needed, c.Fewest), hidden+1
			if s.Overlap {
				people = max(people, c.N)
			} else {
				people += c.N
			}
		}
	}
	whole := counts[s.Whole].Hidden
	switch {
	case whole && hidden > 0, !whole && hidden == 0:
		return false
	case !whole && hidden > 1 && people >= needed:
		return false
	}
	return hide(counts, s.Parts) || hide(counts, []int{s.Whole})
}

// cover hides another count of the sums that give a hidden one away: of those it stands in or, where all is hidden in them, of those
// that hang together with them.
func cover(counts []Count, sums []Sum, known int) bool {
	among := func(wanted func(Sum) bool) bool {
		var parts, wholes []int
		for _, s := range sums {
			if wanted(s) {
				parts, wholes = append(parts, s.Parts...), append(wholes, s.Whole)
			}
		}
		return hide(counts, parts) || hide(counts, wholes)
	}
	return among(func(s Sum) bool { return slices.Contains(s.of(), known) }) ||
		among(func(s Sum) bool { return slices.ContainsFunc(s.of(), func(i int) bool { return counts[i].Hidden }) })
}

// hide hides the smallest count shown of those named: as little as possible is lost.
func hide(counts []Count, named []int) bool {
	least := -1
	for _, i := range named {
		if c := counts[i]; !c.Hidden && c.N > 0 && (least < 0 || c.N < counts[least].N) {
			least = i
		}
	}
	if least >= 0 {
		counts[least].Hidden = true
	}
	return least >= 0
}

// field is the prime modulo which sums are solved: whole numbers without rounding. All coefficients are 1 or -1 and the sums few, so
// what can be reckoned back with fractions can be with these, too.
const field = 1<<31 - 1

// An equation tells, of the hidden counts in it, with which factor each stands in a sum that is known.
type equation map[int]uint64

// derivable answers the hidden counts that the sums give away, in their order: those that are alone in some combination of the sums
// (Gauss and Jordan's elimination, over what is hidden). The same counts are always hidden alike: two reports that hide differently
// would tell what each of them hides.
func derivable(counts []Count, sums []Sum) []int {
	solved := map[int]equation{} // by the count that stands in no other of them
	for _, s := range sums {
		row := equation{}
		row.take(counts, s.Whole, field-1)
		for _, part := range s.Parts {
			row.take(counts, part, 1)
		}
		for count, with := range solved {
			row.without(count, with)
		}
		lead, ok := row.lead()
		if !ok {
			continue
		}
		row.scale(inverse(row[lead]))
		for _, other := range solved {
			other.without(lead, row)
		}
		solved[lead] = row
	}
	var known []int
	for count, row := range solved {
		if len(row) == 1 {
			known = append(known, count)
		}
	}
	slices.Sort(known)
	return known
}

func (e equation) take(counts []Count, i int, factor uint64) {
	if counts[i].Hidden {
		e.add(i, factor)
	}
}

func (e equation) add(i int, factor uint64) {
	if e[i] = (e[i] + factor) % field; e[i] == 0 {
		delete(e, i)
	}
}

// without takes a count out of the equation by another one that leads with it.
func (e equation) without(count int, leads equation) {
	factor := e[count]
	if factor == 0 {
		return
	}
	for i, f := range leads {
		e.add(i, field-f*factor%field)
	}
}

func (e equation) scale(factor uint64) {
	for i := range e {
		e[i] = e[i] * factor % field
	}
}

// lead answers the first count of the equation.
func (e equation) lead() (int, bool) {
	first, any := 0, false
	for i := range e {
		if !any || i < first {
			first, any = i, true
		}
	}
	return first, any
}

// inverse answers what makes 1 of a factor, by Fermat's little theorem.
func inverse(factor uint64) uint64 {
	result, power := uint64(1), factor
	for n := field - 2; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = result * power % field
		}
		power = power * power % field
	}
	return result
}
