package avrr

import "slices"

// A DateRange is a run of days, both ends included; a zero end is open.
type DateRange struct {
	From  Date `json:"from,omitzero"`
	Until Date `json:"until,omitzero"`
}

// covers reports whether every day from the one to the other lies in the range.
func (r DateRange) covers(from, until Date) bool {
	return !from.Before(r.From) && (r.Until.IsZero() || !until.After(r.Until))
}

// sweep answers the days on which at least depth of the ranges hold, as runs in their order. It walks over the ends of the
// ranges: their number decides what it costs, and not how many days lie between.
func sweep(ranges []DateRange, depth int) []DateRange {
	type end struct {
		day  Date
		step int
	}
	ends := make([]end, 0, 2*len(ranges))
	for _, r := range ranges {
		if !r.Until.IsZero() && r.Until.Before(r.From) {
			continue
		}
		ends = append(ends, end{r.From, 1})
		if !r.Until.IsZero() {
			ends = append(ends, end{r.Until.AddDays(1), -1})
		}
	}
	slices.SortFunc(ends, func(a, b end) int { return a.day.Compare(b.day) })
	runs, hold := []DateRange{}, 0
	for len(ends) > 0 {
		day, before := ends[0].day, hold
		for len(ends) > 0 && ends[0].day == day {
			hold, ends = hold+ends[0].step, ends[1:]
		}
		switch {
		case before < depth && hold >= depth:
			runs = append(runs, DateRange{From: day})
		case before >= depth && hold < depth:
			runs[len(runs)-1].Until = day.AddDays(-1)
		}
	}
	return runs
}
