package activities

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"homeward/avrr"
	"homeward/papers"
)

// endings are what a report says of why a case ended. None of them tells more than who reads it needs.
var endings = map[string]avrr.Text{
	"completed":     avrr.T("completed", "përfunduar"),
	"lost_contact":  avrr.T("not reached any more", "nuk u arrit më"),
	"re_migrated":   avrr.T("left the country again", "u largua përsëri nga vendi"),
	"own_departure": avrr.T("travelled by own means", "udhëtoi me mjete vetjake"),
	"deceased":      avrr.T("has died", "ka vdekur"),
	"transferred":   avrr.T("goes on elsewhere", "vazhdon gjetkë"),
	"duplicate":     avrr.T("entered twice", "i regjistruar dy herë"),
	"ineligible":    avrr.T("not within the programme", "jashtë programit"),
	"withdrawn":     avrr.T("withdrawn", "u tërhoq"),
}

var otherEnding = avrr.T("ended before it was completed", "mbaroi para se të përfundonte")

var costKinds = map[string]avrr.Text{
	"ticket":        avrr.T("Tickets", "Bileta"),
	"rebooking":     avrr.T("Rebooking", "Ndryshim rezervimi"),
	"cancellation":  avrr.T("Cancellation", "Anulim"),
	"document_fee":  avrr.T("Fees for documents", "Tarifa dokumentesh"),
	"medical":       avrr.T("Examinations before travel", "Ekzaminime para udhëtimit"),
	"escort":        avrr.T("Escorts", "Shoqërim"),
	"transport":     avrr.T("Transport", "Transport"),
	"accommodation": avrr.T("Accommodation", "Akomodim"),
	"interpreter":   avrr.T("Interpreters", "Interpretim"),
	"visit":         avrr.T("Visits", "Vizita"),
	"other":         avrr.T("Other", "Të tjera"),
}

// finalReport is what a closed case came to. It names nobody.
func (w wording) finalReport(c *avrr.Case, p *avrr.Programme) papers.FinalReport {
	r := papers.FinalReport{Reference: c.Reference, Programme: p.Title.In(w.in), Funding: c.Funding, ClosedOn: c.Closure.At.In(clocksOf(c)),
		Reason: cmp.Or(endings[c.Closure.Reason].In(w.in), otherEnding.In(w.in)), Dates: w.dates(c), Budget: w.given(c, p), Costs: w.costs(c), Visits: w.visits(c)}
	if c.Destination.Country != "" {
		r.Country = w.country(c.Destination.Country)
	}
	for _, m := range c.Members {
		if m.Fate == avrr.Arrived {
			r.People++
		}
	}
	w.surveyed(&r, c, p)
	nothing := avrr.Money{Currency: p.Currency}
	r.Total = papers.Budget{Approved: nothing, Paid: nothing, Back: nothing}
	for _, b := range r.Budget {
		r.Total.Approved.Amount += b.Approved.Amount
		r.Total.Paid.Amount += b.Paid.Amount
		r.Total.Back.Amount += b.Back.Amount
	}
	if kept := c.Closure.Budget; kept != nil {
		w.keptBudget(&r, p, kept)
		return r
	}
	t := c.Totals()
	r.Gone, r.Overpaid, r.Exchange = avrr.Money{Amount: t.Gone, Currency: p.Currency}, avrr.Money{Amount: t.Overpaid, Currency: p.Currency}, w.exchange(c, p)
	return r
}

// keptBudget is the money as it stood when the case was closed: what comes back later is not of this report.
func (w wording) keptBudget(r *papers.FinalReport, p *avrr.Programme, kept *avrr.FinalBudget) {
	money := func(amount int64) avrr.Money { return avrr.Money{Amount: amount, Currency: kept.Currency} }
	row := func(l avrr.FinalLine) papers.Budget {
		return papers.Budget{What: cmp.Or(w.line(p, l.Line), avrr.PaperTitles[avrr.PaperPlan].In(w.in)), Approved: money(l.Approved), Paid: money(l.Paid), Back: money(l.Back)}
	}
	r.Budget, r.Costs, r.Exchange = nil, nil, nil
	for _, l := range kept.Lines {
		r.Budget = append(r.Budget, row(l))
	}
	r.Total, r.Gone, r.Overpaid = row(kept.Total), money(kept.Gone), money(kept.Overpaid)
	for _, kind := range slices.Sorted(maps.Keys(kept.Costs)) {
		r.Costs = append(r.Costs, papers.Spent{What: costKinds[kind].In(w.in), Amount: money(kept.Costs[kind])})
	}
	if kept.Lost > 0 {
		r.Exchange = append(r.Exchange, papers.Spent{What: avrr.T("Lost", "Humbje").In(w.in), Amount: money(-kept.Lost)})
	}
	if kept.Gained > 0 {
		r.Exchange = append(r.Exchange, papers.Spent{What: avrr.T("Gained", "Fitim").In(w.in), Amount: money(kept.Gained)})
	}
}

// exchange is what the rates moved, gained above zero and lost below.
func (w wording) exchange(c *avrr.Case, p *avrr.Programme) (all []papers.Spent) {
	for _, paid := range c.Payments {
		if moved := paid.KeptExchange(); moved != 0 {
			all = append(all, papers.Spent{What: w.paymentFor(c, p, paid), Amount: avrr.Money{Amount: -moved, Currency: p.Currency}})
		}
	}
	return all
}

func (w wording) dates(c *avrr.Case) (all []papers.Dated) {
	add := func(what avrr.Text, at time.Time) {
		if !at.IsZero() {
			all = append(all, papers.Dated{What: what.In(w.in), On: day(at.In(clocksOf(c)))})
		}
	}
	var left time.Time
	for _, m := range c.Members {
		if !m.LeftAt.IsZero() && (left.IsZero() || m.LeftAt.Before(left)) {
			left = m.LeftAt
		}
	}
	if !c.AppliedOn.IsZero() {
		add(avrr.T("Applied", "Kërkesa"), c.AppliedOn.In(clocksOf(c)))
	}
	if c.Ruling != nil {
		add(avrr.T("Decided", "Vendimi"), c.Ruling.At)
	}
	add(avrr.T("Left", "Nisja"), left)
	add(avrr.T("Arrived", "Mbërritja"), c.ArrivedAt)
	if c.Plan != nil && c.Plan.Decision == "approve" {
		add(avrr.T("Plan approved", "Miratimi i planit"), c.Plan.DecidedAt)
	}
	return all
}

// day is an instant without its time: a report counts in days.
func day(at time.Time) time.Time { return avrr.DateOf(at).In(at.Location()) }

// costs are what the office spent beside what it gave, by kind and currency.
func (w wording) costs(c *avrr.Case) (all []papers.Spent) {
	for _, cost := range c.Costs {
		what, found := costKinds[cost.Kind].In(w.in), false
		for i := range all {
			if all[i].What == what && all[i].Amount.Currency == cost.Money.Currency {
				all[i].Amount.Amount += cost.Money.Amount
				found = true
			}
		}
		if !found {
			all = append(all, papers.Spent{What: what, Amount: cost.Money})
		}
	}
	return all
}

var visitOutcomes = map[string]avrr.Text{
	"on_track":      avrr.T("on track", "ecën mirë"),
	"needs_support": avrr.T("needs more support", "ka nevojë për më shumë mbështetje"),
	"moved":         avrr.T("moved within the country", "ndërroi vendbanim brenda vendit"),
	"re_migrated":   avrr.T("left the country again", "u largua përsëri nga vendi"),
	"refused":       avrr.T("not wished", "nuk u dëshirua"),
	"lost_contact":  avrr.T("not found", "nuk u gjet"),
	"detained":      avrr.T("is detained", "është i ndaluar"),
	"died":          avrr.T("has died", "ka vdekur"),
}

func (w wording) visits(c *avrr.Case) (all []papers.ReportedVisit) {
	for _, v := range c.Visits {
		visit := papers.ReportedVisit{What: v.Title.In(w.in), DueOn: dueOn(c, v)}
		if !v.VisitedOn.IsZero() {
			visit.On = v.VisitedOn.In(clocksOf(c))
			visit.Outcome = visitOutcomes[v.Outcome].In(w.in)
		}
		all = append(all, visit)
	}
	return all
}

// dueOn is the last day of a visit: it falls due as that day ends.
func dueOn(c *avrr.Case, v *avrr.Visit) time.Time {
	return day(v.Due.Add(-time.Second).In(clocksOf(c)))
}
