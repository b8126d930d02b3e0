package programmes

import (
	"cmp"
	"fmt"
	"slices"

	"homeward/avrr"
)

// Warnings answers what makes a programme file that has no mistakes count badly from today on: a country whose working days it
// counts without a list of holidays for this year or the next. In a year without a list only weekends and New Year are left out, so
// that deadlines come early. name is what the warnings call the file; of a file with mistakes they say nothing.
func Warnings(name string, source []byte, today avrr.Date) []Mistake {
	r := &reader{file: name, source: source}
	root := r.open()
	if root == nil {
		return nil
	}
	p := r.programme(root)
	if len(r.mistakes) > 0 {
		return nil
	}
	for _, country := range r.counted {
		code := country.node.Value
		for _, year := range []int{today.Year, today.Year + 1} {
			if days := p.Holidays[code]; !slices.ContainsFunc(days, func(d avrr.Date) bool { return d.Year == year }) {
				r.note(country, "the holidays of %q are not listed for %d (%s): deadlines of that year would come early; list them under holidays", code, year, listedYears(days))
				break
			}
		}
	}
	return inOrder(r.mistakes)
}

// listedYears says which years a list of holidays is for.
func listedYears(days []avrr.Date) string {
	first, last := days[0].Year, days[len(days)-1].Year
	if first == last {
		return fmt.Sprintf("the list has %d only", first)
	}
	return fmt.Sprintf("the list goes from %d to %d", first, last)
}

// inOrder sorts mistakes by where they stand in the file.
func inOrder(mistakes []Mistake) []Mistake {
	slices.SortStableFunc(mistakes, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return mistakes
}
