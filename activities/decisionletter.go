package activities

import (
	"homeward/avrr"
	"homeward/papers"
)

// decisionLetter tells a member that they are helped, with what, and what comes next.
func (w wording) decisionLetter(c *avrr.Case, p *avrr.Programme, m *avrr.Member) papers.Content {
	d := papers.DecisionLetter{Decision: w.decision(c, p, m), Granted: w.granted(c, p, m)}
	d.Reasons = w.reasons(c, m, avrr.Pass)
	d.Next = w.says(
		avrr.T("We check with you which travel papers you have and help you to get those that are missing.", "Shohim bashkë me ju cilat dokumente udhëtimi keni dhe ju ndihmojmë të merrni ato që mungojnë."),
		avrr.T("We book your journey with you and give you its itinerary and a travel letter.", "Rezervojmë udhëtimin bashkë me ju dhe ju japim itinerarin dhe një letër udhëtimi."))
	return d
}

// refusalLetter tells a member that they are not helped by this programme: why, by which rule, and what they can do against it.
func (w wording) refusalLetter(c *avrr.Case, p *avrr.Programme, m *avrr.Member) papers.Content {
	r := papers.RefusalLetter{Decision: w.decision(c, p, m)}
	r.Reasons = append(w.reasons(c, m, avrr.Fail), papers.Reason{Rule: avrr.T("The reason of whoever decided", "Arsyeja e atij që vendosi").In(w.in),
		Source: p.Title.In(w.in), Finding: m.Ruling.Reason})
	r.Remedy = papers.Remedy{What: avrr.T("Appeal against this decision", "Ankim kundër këtij vendimi").In(w.in), To: w.office(c.HostOffice),
		How: avrr.T("Write to the office, or come to it, and say why you think the decision is wrong. Somebody who has not decided before looks at it again.",
			"Shkruani zyrës ose paraqituni aty dhe thoni pse mendoni se vendimi është i gabuar. E shqyrton përsëri dikush që nuk ka vendosur më parë.").In(w.in)}
	if until, limited := c.AppealUntil(p, m); limited {
		r.Remedy.Until = until
	}
	r.Next = w.says(avrr.T("You may ask us which other help there is for you.", "Mund të na pyesni çfarë ndihme tjetër ka për ju."))
	return r
}

// decision is what both letters say. The letter about a child goes to whoever the case is named after.
func (w wording) decision(c *avrr.Case, p *avrr.Programme, m *avrr.Member) papers.Decision {
	return papers.Decision{Reference: c.Reference, Programme: p.Title.In(w.in), To: c.Addressee(m).Name(), About: []string{m.Name()}, DecidedOn: m.Ruling.At.In(clocksOf(c)),
		RuleSet: p.Title.In(w.in) + " " + p.Version, Ask: w.office(c.HostOffice)}
}

// reasons are the criteria of the programme with a result. One that a person judged is told as judged, never by what it rests on.
func (w wording) reasons(c *avrr.Case, m *avrr.Member, result string) (all []papers.Reason) {
	assessed := c.Assessment.Of(m.ID)
	if assessed == nil {
		return nil
	}
	found := map[string]avrr.Text{avrr.Pass: avrr.T("met", "plotësohet"), avrr.Fail: avrr.T("not met", "nuk plotësohet")}
	for _, criterion := range assessed.Criteria {
		if criterion.Result == result {
			all = append(all, papers.Reason{Rule: criterion.Text.In(w.in), Source: criterion.Source, Finding: found[result].In(w.in)})
		}
	}
	return all
}

// granted is what the programme gives the member. Of a family in several cases it names no amounts: a cap is the whole family's.
func (w wording) granted(c *avrr.Case, p *avrr.Programme, m *avrr.Member) (all []papers.Grant) {
	for _, g := range p.Entitlement(c) {
		for _, share := range g.Shares {
			if share.Member != m.ID {
				continue
			}
			grant := papers.Grant{What: g.Line.Title.In(w.in)}
			if len(c.Links) == 0 && share.Amount > 0 {
				grant.Amount = avrr.Money{Amount: share.Amount, Currency: p.Currency}
			}
			all = append(all, grant)
		}
	}
	return all
}

func (w wording) says(sentences ...avrr.Text) (all []string) {
	for _, s := range sentences {
		all = append(all, s.In(w.in))
	}
	return all
}
