package programmes

import "homeward/avrr"

const (
	cash   = "cash"
	inKind = "in_kind"
)

var lineKeys = []string{"id", "title", "form", "payer", "place", "per_person", "per_child", "per_next", "per_family", "amounts", "parts", "plan",
	"not_before", "window"}

func (s spanReader) packageLines(f field) (lines []avrr.PackageLine) {
	taken := map[string]bool{}
	for _, entry := range s.list(f) {
		m := s.mapping(entry, lineKeys...)
		line := avrr.PackageLine{
			ID:        s.id(m.need("id"), taken),
			Title:     s.text(m.need("title")),
			Form:      s.oneOf(m.need("form"), cash, inKind),
			Payer:     s.line(m.need("payer")),
			Place:     s.oneOf(m.need("place"), "departure", "arrival", "office", "supplier"),
			PerPerson: s.perPerson(m),
			PerFamily: s.whole(m.may("per_family"), 0, maxAmount),
			Amounts:   s.amounts(m.may("amounts")),
			Parts:     1,
		}
		s.differences(m, &line)
		if f := m.may("parts"); f.given() {
			line.Parts = int(s.whole(f, 1, maxParts))
		}
		line.Plan = line.Form == inKind && !line.AtCost()
		if f := m.may("plan"); f.given() {
			line.Plan = s.boolean(f)
		}
		s.period(m, &line)
		s.familyCoversPerson(m, line)
		lines = append(lines, line)
	}
	return lines
}

// perPerson reads what a line gives; one with amounts for some people may give the others nothing.
func (s spanReader) perPerson(m mapping) int64 {
	if f := m.may("per_person"); f.given() || m.may("amounts").given() {
		return s.whole(f, 0, maxAmount)
	}
	return s.whole(m.need("per_person"), 0, maxAmount)
}

// differences reads the two amounts most programmes need, for children and for further members.
func (s spanReader) differences(m mapping, line *avrr.PackageLine) {
	line.PerChild, line.PerNext = line.PerPerson, line.PerPerson
	child, next := m.may("per_child"), m.may("per_next")
	if child.given() {
		line.PerChild = s.whole(child, 1, maxAmount)
	}
	if next.given() {
		line.PerNext = s.whole(next, 1, maxAmount)
		if child.given() {
			s.note(next, "a line differs by age or by place in the family, not by both: say it with amounts")
		}
	}
	if amounts := m.may("amounts"); amounts.given() && (child.given() || next.given()) {
		s.note(amounts, "a line has amounts, or per_child or per_next: say with amounts what differs for children and further members")
	}
}

// period reads from when and until when after arrival a line is given.
func (s spanReader) period(m mapping, line *avrr.PackageLine) {
	if f := m.may("window"); f.given() {
		window := s.span(s.mapping(f, spanKeys...))
		line.Window = &window
	}
	f := m.may("not_before")
	if !f.given() {
		return
	}
	from := s.span(s.mapping(f, spanKeys...))
	line.NotBefore = &from
	if line.Window != nil && length(from) > 0 && length(*line.Window) > 0 && length(from) >= length(*line.Window) {
		s.note(f, "the line would be over before it is given: not_before is no shorter than window")
	}
}

// familyCoversPerson notes a cap below what one person is given under it.
func (s spanReader) familyCoversPerson(m mapping, line avrr.PackageLine) {
	if one := max(line.PerPerson, line.PerChild); line.PerFamily > 0 && line.PerFamily < one {
		s.note(m.may("per_family"), "a family gets at most %d, less than the %d of one person", line.PerFamily, one)
	}
	for n, entry := range s.entries(m.may("amounts")) {
		amount := line.Amounts[n]
		most := amount.PerFamily
		if most == 0 {
			most = line.PerFamily
		}
		if most > 0 && most < amount.PerPerson {
			s.note(entry, "a family gets at most %d, less than the %d of one person", most, amount.PerPerson)
		}
	}
}

// mostOf answers the most a family could be given of a line without its size being known.
func mostOf(line avrr.PackageLine) int64 {
	most := max(line.PerPerson, line.PerChild, line.PerFamily)
	for _, a := range line.Amounts {
		most = max(most, a.PerPerson, a.PerFamily)
	}
	return most
}
