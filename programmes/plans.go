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
