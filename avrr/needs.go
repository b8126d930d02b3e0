package avrr

import "slices"

// Papers a programme may require before ticketing.
const (
	NeedTravelDocument   = "travel_document"
	NeedAuthority        = "authority"
	NeedMedicalClearance = "medical_clearance"
)

// Things a journey needs.
const (
	thingConsent     = "consent to return"
	thingDataConsent = "data consent"
	thingApproval    = "approval"
	thingDocument    = "travel document"
	thingClearance   = "medical clearance"
	thingAuthority   = "authority's answer"
	thingDeparture   = "departure period"
	thingAppointment = "guardian's appointment"
	thingOwnWord     = "age of own consent"
	thingAppeal      = "decision on the appeal"
	thingProtection  = "protection" // nothing a horizon shows
)

var thingTitles = map[string]Text{
	thingConsent:     T(thingConsent, "pëlqimi për kthim"),
	thingDataConsent: T(thingDataConsent, "pëlqimi për përpunimin e të dhënave"),
	thingApproval:    T(thingApproval, "miratimi"),
	thingDocument:    T(thingDocument, "dokumenti i udhëtimit"),
	thingClearance:   T(thingClearance, "aftësia mjekësore për udhëtim"),
	thingAuthority:   T(thingAuthority, "përgjigjja e autoritetit"),
	thingDeparture:   T(thingDeparture, "afati për largim vullnetar"),
	thingAppointment: T(thingAppointment, "caktimi i kujdestarit"),
	thingOwnWord:     T(thingOwnWord, "mosha e pëlqimit vetjak"),
	thingAppeal:      T(thingAppeal, "vendimi për ankimin"),
}

// needsOf answers everything a member needs to travel, as far as the programme asks for it and the case knows of it.
func (c *Case) needsOf(m *Member, p *Programme) []need {
	asks := func(paper string) bool { return slices.Contains(p.Papers, paper) }
	needs := []need{c.approvalOf(m)}
	needs = append(needs, c.consentsOf(m)...)
	if asks(NeedTravelDocument) {
		needs = append(needs, c.documentsOf(m))
	}
	if asks(NeedMedicalClearance) || m.Clearance != nil || m.unwellSinceClearance() {
		needs = append(needs, c.clearanceOf(m))
	}
	if asks(NeedAuthority) || m.Authority != nil {
		needs = append(needs, c.authorityOf(m))
	}
	needs = c.excepted(append(needs, c.legalClocksOf(m, p)...))
	for i := range needs {
		needs[i].reckon()
	}
	return needs
}

// one makes a need that a single interval meets or does not.
func (c *Case) one(m *Member, thing string, kind IntervalKind, is Interval) need {
	is.Thing, is.Kind, is.Duty = thing, kind, ReturnDuty
	if is.Place == "" {
		is.Place = c.HostCountry
	}
	return need{member: m.ID, thing: thing, kind: kind, duty: ReturnDuty, intervals: []Interval{is}}
}

// approvalOf holds from the decision on, until what it rests on is corrected.
func (c *Case) approvalOf(m *Member) need {
	var is Interval
	if m.approved() && !m.Recheck {
		is.Known, is.From = true, DateOf(m.Ruling.At.In(Zone(c.HostCountry)))
	}
	return c.one(m, thingApproval, ApprovalInterval, is)
}

// consentsOf answers the signatures a member needs, each by itself. Where nobody is known who may sign for a child, the signature
// is missing all the same.
func (c *Case) consentsOf(m *Member) []need {
	holders, known := c.holders(m, c.day())
	if !known {
		holders = append(holders, "")
	}
	var needs []need
	for _, by := range holders {
		for _, of := range []struct{ thing, kind string }{{thingConsent, ReturnConsent}, {thingDataConsent, DataConsent}} {
			var is Interval
			if by != m.ID {
				is.Detail = by
			}
			if k := m.standing(of.kind, by); k != nil {
				is.Known, is.From = true, k.SignedOn
			}
			needs = append(needs, c.one(m, of.thing, ConsentInterval, is))
		}
	}
	return needs
}

// documentsOf holds while any document does that the member can travel on. What was applied for is missing until it is issued, and
// what was issued for a single journey is missing again once that journey was made.
func (c *Case) documentsOf(m *Member) need {
	n := c.one(m, thingDocument, DocumentInterval, Interval{})
	empty := n.intervals[0]
	n.intervals = nil
	for _, d := range m.Papers {
		is := empty
		is.Detail, is.SingleJourney = d.Kind, d.singleJourney()
		is.From, is.Until = d.IssuedOn, d.ExpiresOn
		switch {
		case d.Status != "issued":
			continue
		case m.spent(d):
			is.Used, is.Until = true, d.UsedOn
		default:
			is.Known = true
		}
		n.intervals = append(n.intervals, is)
	}
	if len(n.intervals) == 0 {
		n.intervals = []Interval{empty}
	}
	return n
}

// clearanceOf holds from the examination until the day the doctor gave; nobody is fit by it who was in hospital since.
func (c *Case) clearanceOf(m *Member) need {
	var is Interval
	if k := m.Clearance; k != nil && k.Result != "unfit" && !m.unwellSinceClearance() {
		is = Interval{Known: true, From: k.ExaminedOn, Until: k.ValidUntil}
	}
	return c.one(m, thingClearance, ClearanceInterval, is)
}

// authorityOf holds from the answer until the day it names. An objection is no answer to travel on.
func (c *Case) authorityOf(m *Member) need {
	var is Interval
	if a := m.Authority; a != nil && a.Reply == "no_objection" {
		is = Interval{Known: true, From: a.RepliedOn, Until: a.ValidUntil}
	}
	return c.one(m, thingAuthority, AuthorityInterval, is)
}

// legalClocksOf are the days the law sets: of the host state's period to leave, of a guardian's appointment, of the birthdays from
// which a child must sign, and of an appeal.
func (c *Case) legalClocksOf(m *Member, p *Programme) []need {
	var needs []need
	clock := func(thing, detail string, from, until Date) {
		needs = append(needs, c.one(m, thing, LegalClock, Interval{Known: true, Detail: detail, From: from, Until: until}))
	}
	if until := c.leaveBy(p); !until.IsZero() {
		clock(thingDeparture, "", c.ReturnDecision, until)
		needs[len(needs)-1].leaving = true
	}
	if m.childOn(c.day()) {
		for _, r := range c.representatives(m.ID, c.day()) {
			if r.Kind != "parent" || !r.Until.IsZero() {
				clock(thingAppointment, r.Holder, r.From, r.Until)
			}
		}
		if c.Alone(m, c.day()) && c.Guardianship(m, c.day()) == nil {
			needs = append(needs, c.one(m, thingAppointment, LegalClock, Interval{}))
		}
		signed := m.standing(ReturnConsent, m.ID) != nil && m.standing(DataConsent, m.ID) != nil
		if day := m.ownWord(c.day()); !day.IsZero() && !signed {
			clock(thingOwnWord, "", Date{}, day.AddDays(-1))
		}
	}
	if c.Appeal.open() && m.isOneOf(c.Appeal.Members) {
		needs = append(needs, c.one(m, thingAppeal, LegalClock, Interval{From: c.Appeal.LodgedOn}))
	}
	return needs
}

// leaveBy answers the last day of the period for voluntary departure: the day that was told or else, from the host state's decision
// on, as long as the programme says; zero when neither is known, and in a demonstration whose periods are no days.
func (c *Case) leaveBy(p *Programme) Date {
	span, named := p.Clocks[ClockDeparture]
	switch {
	case !c.LeaveBy.IsZero():
		return c.LeaveBy
	case c.ReturnDecision.IsZero() || !named || span.Calendar == Elapsed:
		return Date{}
	}
	host := Zone(c.HostCountry)
	return DateOf(p.after(span, dayBreak(c.ReturnDecision, host), host).In(host)).AddDays(-1)
}

// ownWord answers from when on it takes the child's own signature, or that alone. A day of birth that is not known is taken for the
// latest it can be.
func (m *Member) ownWord(today Date) Date {
	if day, known := m.nextWord(today); known {
		return day
	}
	for year := today.Year; m.Birth != nil; year++ {
		if newYear := (Date{year + 1, 1, 1}); !m.childOn(newYear) {
			return newYear
		}
	}
	return Date{}
}
