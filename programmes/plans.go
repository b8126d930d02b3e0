package programmes

import "homeward/avrr"

const (
	fewestQuotes = 2 // one alone compares nothing
	mostQuotes   = 10
)

// procurement reads from which amount on a plan compares what suppliers ask for.
func (r *reader) procurement(f field) avrr.Procurement {
	if !f.given() {
		return avrr.Procurement{}
	}
	m := r.mapping(f, "quotes_above", "quotes")
	return avrr.Procurement{
		QuotesAbove: r.whole(m.need("quotes_above"), 0, maxAmount),
		Quotes:      int(r.whole(m.need("quotes"), fewestQuotes, mostQuotes)),
	}
}

// approval reads up to which amount one manager approves a plan, and from which on two do.
func (r *reader) approval(f field) (limits []avrr.ApprovalLimit) {
	entries := r.list(f)
	for n, entry := range entries {
		m := r.mapping(entry, "up_to", "role", "two_persons")
		role, two, upTo := m.may("role"), m.may("two_persons"), m.may("up_to")
		if role.given() == two.given() {
			r.note(entry, "say who approves: role: %s, or two_persons: true", avrr.ProgrammeManager)
		}
		r.oneOf(role, string(avrr.ProgrammeManager))
		l := avrr.ApprovalLimit{TwoPersons: r.boolean(two)}
		if two.given() && !l.TwoPersons {
			r.note(two, "two_persons is true, or left out")
		}
		if upTo.given() {
			l.UpTo = r.whole(upTo, 1, maxAmount)
		}
		switch last := n == len(entries)-1; {
		case !upTo.given() && !last:
			r.note(entry, "only the last entry holds for any amount; give up_to")
		case n > 0 && upTo.given() && l.UpTo <= limits[n-1].UpTo:
			r.note(upTo, "%d is no more than the %d above it; the amounts rise", l.UpTo, limits[n-1].UpTo)
		case n > 0 && limits[n-1].TwoPersons && !l.TwoPersons:
			r.note(entry, "above an amount that two persons approve, one alone does not")
		}
		limits = append(limits, l)
	}
	return limits
}
