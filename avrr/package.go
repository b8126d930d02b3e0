package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Grant is what one line of the package gives a family, person by person. A line given at what it costs has no amount.
type Grant struct {
	Line   PackageLine
	Shares []Share
	Total  int64 // minor units of the programme's currency, the family cap applied
}

// A Share is one person's part of a line. What the family cap leaves goes to the members in their order.
type Share struct {
	Case    string
	Member  string
	Amount  int64
	Row     int      // which of the line's amounts applied, from 1; 0: what the line gives without them
	RestsOn []string // the facts that decided it, by name; the reader may not be one who is told of them
	Because Text

	of entitled
}

// grantOf answers what a line gives, false when the package has no line of that name.
func grantOf(grants []Grant, line string) (Grant, bool) {
	for _, g := range grants {
		if g.Line.ID == line {
			return g, true
		}
	}
	return Grant{}, false
}

// AtCost reports whether the line is given at what it costs, as a ticket is.
func (l PackageLine) AtCost() bool {
	return l.PerPerson == 0 && l.PerChild == 0 && l.PerNext == 0 && len(l.Amounts) == 0
}

// entitled is somebody the package is reckoned for.
type entitled struct {
	c *Case
	m *Member
}

// helped are the members of a family who travel or have arrived and want help, over all its cases, the first of them in front:
// a member split off into another case stays behind whoever was first before.
func helped(family []*Case) []entitled {
	family = slices.Clone(family)
	slices.SortFunc(family, func(a, b *Case) int { return strings.Compare(a.ID, b.ID) })
	var first, further []entitled
	for _, c := range family {
		for _, m := range c.having(remaining...) {
			switch {
			case m.declined(declineAll):
			case m.Further:
				further = append(further, entitled{c, m})
			default:
				first = append(first, entitled{c, m})
			}
		}
	}
	return append(first, further...)
}

// Entitlement reckons the package line by line for a family: all its cases, since a cap is the family's and not the case's.
func (p *Programme) Entitlement(family ...*Case) []Grant {
	people := helped(family)
	var grants []Grant
	for _, line := range p.Package {
		g := Grant{Line: line}
		for place, who := range people {
			g.add(who, line.offer(who.particulars(place, len(people))), p.Currency)
		}
		grants = append(grants, g)
	}
	return grants
}

// ceiling is the most that plans of a family may come to: what the lines a plan is made of give, and never more than the
// programme's own ceiling. A programme that does not say what a plan is made of has that ceiling alone.
func (p *Programme) ceiling(grants []Grant) int64 {
	most, said := int64(0), false
	for _, g := range grants {
		if g.Line.Plan {
			most, said = most+g.Total, true
		}
	}
	if !said {
		return p.PlanCeiling
	}
	return min(most, p.PlanCeiling)
}

// most is what grants come to: of a line, of plans altogether when no line is named.
func (p *Programme) most(grants []Grant, line string) int64 {
	if line == "" {
		return p.ceiling(grants)
	}
	g, _ := grantOf(grants, line)
	return g.Total
}

// line answers a line of the package, false when there is none of that name.
func (p *Programme) line(id string) (PackageLine, bool) {
	for _, l := range p.Package {
		if l.ID == id {
			return l, true
		}
	}
	return PackageLine{}, false
}

// A reckoning is what the package gives the family that is judged, beside what its other cases have of it.
type reckoning struct {
	p      *Programme
	grants []Grant // of the whole family
	own    []Grant // of this case's members alone
	others []*Case
}

func (j *Judging) reckoning() (reckoning, error) {
	var others []*Case
	if j.Family != nil {
		linked, err := j.Family()
		if err != nil {
			return reckoning{}, fmt.Errorf("reckon the package: %w", err)
		}
		others = slices.DeleteFunc(slices.Clone(linked), func(c *Case) bool { return c.ID == j.Case.ID })
	}
	return reckoning{p: j.Programme, others: others, own: j.Programme.Entitlement(j.Case), grants: j.Programme.Entitlement(append([]*Case{j.Case}, others...)...)}, nil
}

// most is what the case may come to of a line, of plans altogether when no line is named: what its own members are given, and no
// more than the family's other cases leave.
func (r reckoning) most(line string) int64 {
	return min(r.p.most(r.own, line), r.p.most(r.grants, line)-r.elsewhere(line))
}

// elsewhere is what the family's other cases have of a line, planned or paid; of plans altogether when no line is named.
func (r reckoning) elsewhere(line string) int64 {
	sum := int64(0)
	for _, c := range r.others {
		sum += c.planned(line) + c.spent(r.p, line)
	}
	return sum
}

// planned is what a case's plan still sets aside: what was not paid of a proposal that stands. A line narrows it to that line.
func (c *Case) planned(line string) int64 {
	if c.Plan == nil || c.Plan.Decision == "refuse" || c.Plan.Decision == "send_back" {
		return 0
	}
	sum := int64(0)
	for _, i := range c.Plan.Instalments {
		if (i.State == Planned || i.State == Released) && (line == "" || c.Plan.lineOf(i) == line) {
			sum += i.Money.Amount
		}
	}
	return sum
}

// spent is what was paid of a line and not reversed, whatever the rates moved; with no line, what was paid of plans, and of the lines
// a plan is made of.
func (c *Case) spent(p *Programme, line string) int64 {
	sum := int64(0)
	for _, paid := range c.Payments {
		l, _ := p.line(paid.Line)
		if line == "" && (paid.Instalment != "" || l.Plan) || line != "" && paid.Line == line {
			sum += paid.Kept() - paid.KeptExchange()
		}
	}
	return sum
}

// plannedTooMuch reports whether the plan still sets aside more than those are given who are left of the case and want help.
func (c *Case) plannedTooMuch(p *Programme) bool {
	grants := p.Entitlement(c)
	above := func(line string) bool {
		planned := c.planned(line)
		return planned > 0 && planned+c.spent(p, line) > p.most(grants, line)
	}
	return above("") || slices.ContainsFunc(grants, func(g Grant) bool { return g.Line.Plan && above(g.Line.ID) })
}

// planFits asks that the plan is not above what is given to those who are left, whoever has gone since it was approved.
func planFits(j *Judging) []Blocked {
	if !j.Case.plannedTooMuch(j.Programme) {
		return nil
	}
	return []Blocked{{Rule: "plan-too-high", Text: "The plan is above what those who are left of the family are given. Propose it again.", Thing: "plan", Duty: ReintegrationDuty}}
}

// notYet answers the first moment a line is given after arrival, false when it is given already.
func (j *Judging) notYet(l PackageLine) (from time.Time, early bool) {
	if l.NotBefore == nil || j.Case.ArrivedAt.IsZero() {
		return from, false
	}
	from = j.Programme.after(*l.NotBefore, j.Case.ArrivedAt, j.Case.place())
	return from, j.at().Before(from)
}

// paidEarly reports whether a payment of a line came before the line is given.
func (j *Judging) paidEarly(l PackageLine) bool {
	_, early := j.notYet(l)
	return early
}

// windowOver reports whether the time is over in which a line is given after arrival.
func (j *Judging) windowOver(l PackageLine) bool {
	return l.Window != nil && !j.Case.ArrivedAt.IsZero() && j.at().After(j.Programme.after(*l.Window, j.Case.ArrivedAt, j.Case.place()))
}
