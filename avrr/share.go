package avrr

import (
	"slices"
	"strings"
)

// An offer is what a line gives one person before the family's cap, and why.
type offer struct {
	Amount
	row     int
	because []test // what is so of the person
	unknown []test // what nobody knows, and another amount might be for
}

// amounts are the line's own rows and, of a line without any, those that its amounts for children and further members stand for.
func (l PackageLine) amounts() []Amount {
	switch {
	case len(l.Amounts) > 0:
		return l.Amounts
	case l.PerChild != l.PerPerson:
		return []Amount{{When: Condition{Age: Bounds{Under: adulthood}}, PerPerson: l.PerChild}}
	case l.PerNext != l.PerPerson:
		return []Amount{{When: Condition{Position: FurtherOfFamily}, PerPerson: l.PerNext}}
	}
	return nil
}

// offer answers the first of the line's amounts that is for somebody, what the line gives without them where none is.
func (l PackageLine) offer(x Particulars) offer {
	o := offer{Amount: Amount{PerPerson: l.PerPerson}}
	for n, amount := range l.amounts() {
		if amount.When.Applies(x) {
			o.Amount, o.row, o.because = amount, n+1, amount.When.tests(x)
			break
		}
		o.unknown = append(o.unknown, amount.When.mayApply(x)...)
	}
	if o.PerFamily == 0 {
		o.PerFamily = l.PerFamily
	}
	return o
}

// add gives somebody their share of the line: what they are offered, as far as the family's cap leaves it.
func (g *Grant) add(who entitled, o offer, currency string) {
	s := Share{of: who, Case: who.c.ID, Member: who.m.ID, Amount: o.PerPerson, Row: o.row, RestsOn: o.restsOn()}
	sentences := []Text{o.reason(g.Line, currency)}
	if o.PerFamily > 0 && o.PerPerson > max(0, o.PerFamily-g.Total) {
		s.Amount = max(0, o.PerFamily-g.Total)
		sentences = append(sentences, g.taken(who.c, o.PerFamily, currency))
	}
	if len(o.unknown) > 0 {
		sentences = append(sentences, o.notKnown())
	}
	s.Because = said(sentences...)
	g.Shares, g.Total = append(g.Shares, s), g.Total+s.Amount
}

// restsOn names the facts that decided an offer.
func (o offer) restsOn() (facts []string) {
	for _, t := range slices.Concat(o.because, o.unknown) {
		if !slices.Contains(facts, t.fact) {
			facts = append(facts, t.fact)
		}
	}
	return facts
}

// reason says why somebody is offered what they are.
func (o offer) reason(l PackageLine, currency string) Text {
	given := amountOrNothing(o.PerPerson, currency)
	var parts []Text
	for _, t := range o.because {
		parts = append(parts, t.says)
	}
	if o.PerPerson == 0 {
		given = T("Nothing", "Asgjë")
	}
	switch why := commas(parts); {
	case l.AtCost():
		return T("Given at what it costs.", "Jepet sipas kostos.")
	case o.row > 0:
		return T(given.EN+": "+why.EN+".", given.SQ+": "+why.SQ+".")
	case len(l.amounts()) > 0:
		return T(given.EN+": no other amount of this line applies.", given.SQ+": asnjë shumë tjetër e këtij zëri nuk vlen.")
	}
	return T(given.EN+" for each person.", given.SQ+" për çdo person.")
}

func amountOrNothing(amount int64, currency string) Text {
	if amount == 0 {
		return T("nothing", "asgjë")
	}
	written := Money{amount, currency}.String()
	return T(written, written)
}

// taken says who has the money of the family that a cap leaves no more of. A linked case is named by its reference, since whoever
// reads this may not be told who is in it.
func (g *Grant) taken(own *Case, most int64, currency string) Text {
	var by []Text
	for _, s := range g.Shares {
		if s.Amount == 0 {
			continue
		}
		name := T("case "+s.of.c.Reference, "çështja "+s.of.c.Reference)
		if s.of.c == own {
			name = T(s.of.m.Name(), s.of.m.Name())
		}
		if !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	names, whole, part := commas(by), Money{most, currency}.String(), Money{min(g.Total, most), currency}.String()
	left := amountOrNothing(max(0, most-g.Total), currency)
	return T("Of "+whole+" for the family "+part+" is taken by "+names.EN+"; "+left.EN+" is left.",
		"Nga "+whole+" për familjen "+part+" i kanë "+names.SQ+"; "+left.SQ+" mbetet.")
}

// notKnown says what would have to be known for another amount.
func (o offer) notKnown() Text {
	var names []Text
	for _, t := range o.unknown {
		if !slices.Contains(names, t.named) {
			names = append(names, t.named)
		}
	}
	what := commas(names)
	return T("It could be another amount; not known yet: "+what.EN+".", "Mund të jetë një shumë tjetër; ende nuk dihet: "+what.SQ+".")
}

// commas puts texts behind each other with commas, said sentences with spaces.
func commas(texts []Text) Text { return chained(", ", texts) }

func said(sentences ...Text) Text { return chained(" ", sentences) }

func chained(mark string, texts []Text) Text {
	var en, sq []string
	for _, t := range texts {
		en, sq = append(en, t.EN), append(sq, t.SQ)
	}
	return T(strings.Join(en, mark), strings.Join(sq, mark))
}
