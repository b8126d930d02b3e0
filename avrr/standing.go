package avrr

import (
	"fmt"
	"slices"
	"time"
)

// A LineStanding is what one line of the package gives the members of a case, why, and what has become of it. Amounts are minor units of
// the programme's currency.
type LineStanding struct {
	Line      PackageLine
	Shares    []Share // of the case's own members, the cap of the whole family applied
	Total     int64
	Because   Text
	From      Date  // the first day it is given, where not_before sets one and the arrival is known
	Until     Date  // the last day it is given, likewise by its window
	Promised  int64 // the approved plan and what was paid
	Committed int64 // released and not paid yet
	Paid      int64 // what was paid, reversals taken off
	Left      int64 // what may still be planned or paid; 0 for a line at its cost, which nothing bounds
}

// Standing answers the package of a case line by line, others being the family's other cases, and what is left altogether: what the
// lines leave, those of the plan together no more than the ceiling of plans does.
func (p *Programme) Standing(c *Case, others []*Case) (lines []LineStanding, left int64) {
	r := reckoning{p: p, others: others, own: p.Entitlement(c), grants: p.Entitlement(append([]*Case{c}, others...)...)}
	plan := int64(0)
	for _, g := range r.grants {
		s := LineStanding{Line: g.Line, Paid: c.spent(p, g.Line.ID)}
		s.Shares = slices.DeleteFunc(g.Shares, func(share Share) bool { return share.Case != c.ID })
		for _, share := range s.Shares {
			s.Total += share.Amount
		}
		s.Promised, s.Committed = s.Paid, c.committed(g.Line.ID)
		if c.Plan != nil && c.Plan.Decision == "approve" {
			s.Promised += c.planned(g.Line.ID)
		}
		s.From, s.Until = p.given(g.Line, c)
		s.Because = r.because(s)
		if !g.Line.AtCost() {
			s.Left = max(0, r.most(g.Line.ID)-c.planned(g.Line.ID)-s.Paid)
		}
		if g.Line.Plan {
			plan += s.Left
		} else {
			left += s.Left
		}
		lines = append(lines, s)
	}
	return lines, left + min(plan, max(0, r.most("")-c.planned("")-c.spent(p, "")))
}

// committed is what of a line was released and not paid yet, of a plan that is approved.
func (c *Case) committed(line string) int64 {
	if c.Plan == nil || c.Plan.Decision != "approve" {
		return 0
	}
	return c.released(line)
}

// given answers the first and the last day a line is given, zero where nothing sets them or nobody has arrived.
func (p *Programme) given(l PackageLine, c *Case) (from, until Date) {
	if c.ArrivedAt.IsZero() {
		return from, until
	}
	if l.NotBefore != nil {
		from = DateOf(p.after(*l.NotBefore, c.ArrivedAt, c.place()).In(c.place()))
	}
	if l.Window != nil {
		until = DateOf(p.after(*l.Window, c.ArrivedAt, c.place()).Add(-time.Nanosecond).In(c.place()))
	}
	return from, until
}

// because says what the case has of a line, and what its family's other cases have of it already.
func (r reckoning) because(s LineStanding) Text {
	if s.Line.AtCost() {
		return T("Given at what it costs.", "Jepet sipas kostos.")
	}
	total, n := amountOrNothing(s.Total, r.p.Currency), len(s.Shares)
	members, anetare := "members", "anëtarë"
	if n == 1 {
		members, anetare = "member", "anëtar"
	}
	sentences := []Text{T(fmt.Sprintf("For %d %s of this case: %s.", n, members, total.EN), fmt.Sprintf("Për %d %s të kësaj çështjeje: %s.", n, anetare, total.SQ))}
	if elsewhere := r.elsewhere(s.Line.ID); elsewhere > 0 {
		g, _ := grantOf(r.grants, s.Line.ID)
		whole, there := Money{g.Total, r.p.Currency}.String(), Money{elsewhere, r.p.Currency}.String()
		sentences = append(sentences, T("Of "+whole+" for the family "+there+" is planned or paid in its other cases.",
			"Nga "+whole+" për familjen "+there+" janë planifikuar ose paguar në çështjet e tjera të saj."))
	}
	return said(sentences...)
}
