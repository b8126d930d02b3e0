package programmes

import (
	"slices"

	"homeward/avrr"
)

// Bounds on the amounts of a line, as those of shape.go.
const (
	maxRows   = 40
	maxAge    = 125
	maxWeeks  = 1040
	maxMonths = 240
	maxFamily = 100
)

var conditionKeys = []string{"nationality", "nationality_not", "legal_status", "age_from", "age_under", "applied_from", "applied_until",
	"weeks_since_decision_from", "weeks_since_decision_under", "months_since_decision_from", "months_since_decision_under", "departure_period",
	"members_from", "members_under", "family_position", "entry", "return_type"}

// amounts reads what a line gives to some people only, and notes each row that is for nobody.
func (s spanReader) amounts(f field) (rows []avrr.Amount) {
	entries := s.list(f)
	if f.given() && len(entries) > maxRows {
		s.note(f, "there are %d amounts; a line has at most %d", len(entries), maxRows)
	}
	for _, entry := range entries {
		m := s.mapping(entry, "when", "per_person", "per_family")
		before := len(s.mistakes)
		row := avrr.Amount{
			When:      s.condition(m.need("when")),
			PerPerson: s.whole(m.need("per_person"), 0, maxAmount),
			PerFamily: s.whole(m.may("per_family"), 0, maxAmount),
		}
		if len(s.mistakes) == before && len(entries) <= maxRows {
			s.reachable(entry, row, rows)
		}
		rows = append(rows, row)
	}
	return rows
}

func (s spanReader) condition(f field) avrr.Condition {
	m := s.mapping(f, conditionKeys...)
	if f.given() && len(m.fields) == 0 {
		s.note(f, "an amount needs a condition; what everybody else is given is per_person of the line")
	}
	w := avrr.Condition{
		Nationality:    s.countries(s.someIn(m.may("nationality"))),
		NationalityNot: s.countries(s.someIn(m.may("nationality_not"))),
		LegalStatus:    s.statuses(m.may("legal_status")),
		Age:            s.bounds(m, "age", maxAge),
		AppliedFrom:    s.date(m.may("applied_from")),
		AppliedUntil:   s.date(m.may("applied_until")),
		Weeks:          s.bounds(m, "weeks_since_decision", maxWeeks),
		Months:         s.bounds(m, "months_since_decision", maxMonths),
		Departure:      s.oneOf(m.may("departure_period"), avrr.DepartureRunning, avrr.DepartureOver),
		Family:         s.bounds(m, "members", maxFamily),
		Position:       s.oneOf(m.may("family_position"), avrr.FirstOfFamily, avrr.FurtherOfFamily),
		Entry:          s.oneOf(m.may("entry"), "before_departure", "already_returned"),
		ReturnType:     s.oneOf(m.may("return_type"), avrr.VoluntaryReturn, avrr.ForcedReturn),
	}
	s.contradictions(m, w)
	return w
}

// contradictions notes parts of a condition that cannot hold together.
func (s spanReader) contradictions(m mapping, w avrr.Condition) {
	if until := m.may("applied_until"); until.given() && !w.AppliedUntil.IsZero() && w.AppliedUntil.Before(w.AppliedFrom) {
		s.note(until, "nobody applied before %s and after it: applied_until comes before applied_from", w.AppliedFrom)
	}
	if not := m.may("nationality_not"); not.given() && m.may("nationality").given() {
		s.note(not, "an amount names who has it or who has not: nationality and nationality_not do not go together")
	}
	if months := m.may("months_since_decision_from"); w.Weeks != (avrr.Bounds{}) && w.Months != (avrr.Bounds{}) {
		if !months.given() {
			months = m.may("months_since_decision_under")
		}
		s.note(months, "the time since the decision is counted in weeks or in months, not in both")
	}
	if forced := m.may("return_type"); w.ReturnType == avrr.ForcedReturn && w.Entry == "before_departure" {
		s.note(forced, "nobody is helped before a forced return: it goes with already_returned")
	}
}

// bounds reads a pair of keys: from a number on, and below another.
func (s spanReader) bounds(m mapping, name string, most int64) avrr.Bounds {
	from, under := m.may(name+"_from"), m.may(name+"_under")
	b := avrr.Bounds{From: int(s.whole(from, 1, most)), Under: int(s.whole(under, 1, most))}
	if b.Under != 0 && b.From >= b.Under {
		s.note(under, "nothing lies from %d on and under %d", b.From, b.Under)
	}
	return b
}

func (s spanReader) statuses(f field) (words []string) {
	at := slices.IndexFunc(avrr.FactSpecs, func(spec avrr.FactSpec) bool { return spec.Name == "legal_status" })
	for _, entry := range s.someOf(f) {
		word := s.oneOf(entry, avrr.FactSpecs[at].Values...)
		if word != "" && slices.Contains(words, word) {
			s.note(entry, "%q is listed twice", word)
		}
		words = append(words, word)
	}
	return words
}
