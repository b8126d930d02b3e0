package lives

import (
	"slices"
	"strings"
	"time"

	"homeward/avrr"
)

// expected is what the field does next where the case stands, the most pressing first.
func (t turn) expected() []proposal {
	var next []proposal
	if t.c.OnHold {
		return []proposal{{by(avrr.ProgrammeManager), "resume", nil}}
	}
	switch t.c.Stage {
	case avrr.Eligibility:
		next = append(t.reception(), t.eligibility()...)
	case avrr.Preparation:
		next = append(t.reception(), append(t.eligibility(), t.preparation()...)...)
	case avrr.Travel:
		next = t.travel()
	case avrr.Arrival, avrr.Reintegration, avrr.FollowUp:
		next = t.home()
	case avrr.Closed:
		next = t.closed()
	}
	return next
}

// reception has an office of the country of return take the case over.
func (t turn) reception() []proposal {
	switch o := t.c.Offices[avrr.ReintegrationDuty]; {
	case o == nil || o.Status == avrr.DutySentBack:
		return []proposal{{by(avrr.ProgrammeManager), "assign", body{"duty": "reintegration", "office": t.family.received}}}
	case o.Status == avrr.DutyOffered:
		answer := "accept"
		if t.oneIn(12) {
			answer = "send_back"
		}
		return []proposal{{by(avrr.ReintegrationOfficer), "answer-assignment", body{"duty": "reintegration", "answer": answer, "reason": "As agreed"}}}
	}
	return nil
}

// eligibility leads everybody who waits for it to a decision: counselling, screening, consents, assessment, and another person.
func (t turn) eligibility() []proposal {
	var next []proposal
	add := func(p proposal) { next = append(next, p) }
	officer := by(avrr.ReturnOfficer)
	if a := t.c.Appeal; a != nil && a.Decision == "" {
		add(proposal{by(avrr.ProgrammeManager, avrr.ReturnOfficer), "decide-appeal", nil})
	}
	if t.c.Destination.Country == "" || t.c.Contact == nil {
		add(proposal{officer, "correct-details", body{"destination": body{"country": t.family.home}, "contact": body{"channel": "phone", "value": "+355 69 555 0101"},
			"applied_on": nil, "return_decision_on": nil, "leave_by": nil, "members": nil, "host_country": nil, "legal_status": nil, "return_type": nil}})
	}
	if t.c.Counselled.IsZero() {
		add(proposal{officer, "record-counselling", body{"outcome": "wishes_to_return", "has_means": false, "assisted_before": false, "in_detention": false}})
	}
	for _, m := range t.travellers() {
		next = append(next, t.readies(m)...)
	}
	for _, m := range t.travellers() {
		next = append(next, t.guards(m)...)
	}
	if t.undecided(true) {
		add(proposal{officer, "assess-eligibility", body{"recommendation": "approve", "members": nil}})
	}
	if t.undecided(false) {
		add(proposal{by(avrr.ReturnOfficer, avrr.ProgrammeManager), "decide-eligibility",
			body{"decision": pick(t.Life, []string{"approve", "approve", "approve", "approve", "approve", "approve", "approve", "refuse", "send_back"}), "reason": "As assessed", "members": nil}})
	}
	return next
}

// undecided reports whether anybody still going waits for the decision, assessed or still to be assessed.
func (t turn) undecided(assess bool) bool {
	return slices.ContainsFunc(t.travellers(), func(m *avrr.Member) bool {
		decided := m.Ruling != nil && m.Ruling.Decision == "approve" && !m.Recheck
		return !decided && (t.c.Assessment.Of(m.ID) == nil) == assess
	})
}

// readies is what a member needs from anybody before they may go: screening, whoever speaks for a child, and every consent.
func (t turn) readies(m *avrr.Member) []proposal {
	var next []proposal
	officer := by(avrr.ReturnOfficer)
	if m.Screening == nil {
		screened := body{"member": m.ID, "trafficking": nil}
		if t.oneIn(12) {
			screened["trafficking"] = body{"act": []string{"transport"}}
		}
		next = append(next, proposal{officer, "record-screening", screened})
	} else if m.Screening.Concern && m.Risk == nil {
		next = append(next, proposal{by(avrr.ProtectionOfficer), "record-risk-assessment", body{"member": m.ID, "safe": pick(t.Life, []string{"yes", "with_measures", "with_measures", "no"})}})
	}
	holders, known := holders(t.c, m, t.today())
	if !known {
		return append(next, proposal{officer, "set-representative", body{"member": m.ID, "kind": "guardian", "holder": nil, "appointed_by": "Municipality", "until": nil,
			"person": body{"given_names": "Teuta", "family_name": "Leka", "birth": body{"year": 1980}}, "from": t.c.AppliedOn.String(), "file": nil}})
	}
	for _, kind := range []string{avrr.DataConsent, avrr.ReturnConsent} {
		for _, holder := range holders {
			if !gave(m, kind, holder) {
				next = append(next, proposal{officer, "give-consent", body{"member": m.ID, "kind": kind, "given_by": holder, "signed_on": t.today().String(), "file": nil}})
			}
		}
	}
	return next
}

// gave reports whether a holder's consent stands.
func gave(m *avrr.Member, kind, holder string) bool {
	return slices.ContainsFunc(m.Consents, func(k *avrr.Consent) bool { return k.Kind == kind && k.By == holder && k.Withdrawn.IsZero() })
}

// holders are whom an officer would ask for a member's consent on a day: an adult themself; for a child whoever was appointed or the
// parents and, from 16, the child as well.
func holders(c *avrr.Case, m *avrr.Member, day avrr.Date) (holders []string, known bool) {
	if !child(m, day) {
		return []string{m.ID}, true
	}
	for _, r := range c.Representatives {
		if r.Member == m.ID && fate(c, r.Holder) != avrr.Died && !day.Before(r.From) && (r.Until.IsZero() || !day.After(r.Until)) {
			holders = append(holders, r.Holder)
		}
	}
	appointed := len(holders) > 0
	for _, parent := range c.Members {
		if !appointed && m.Relation == "child" && slices.Contains([]string{"principal", "spouse"}, parent.Relation) && parent.Fate != avrr.Died && !child(parent, day) {
			holders = append(holders, parent.ID)
		}
	}
	known = len(holders) > 0
	if age, sure := m.Birth.AgeOn(day); sure && age >= 16 {
		holders = append(holders, m.ID)
	}
	return holders, known
}

func child(m *avrr.Member, day avrr.Date) bool {
	age, _ := m.Birth.AgeOn(day)
	return m.Birth != nil && age < 18
}

// preparation brings together what a journey needs, and books it.
func (t turn) preparation() []proposal {
	var next []proposal
	for _, needed := range t.c.Horizon(t.programme).Travellers {
		for _, i := range needed.Intervals {
			if !i.Known || !i.Until.IsZero() && i.Until.Before(t.today().AddDays(25)) {
				next = append(next, t.brings(needed.Member, i)...)
			}
		}
	}
	if t.oneIn(30) {
		return append(t.refers(), next...)
	}
	for _, m := range t.travellers() {
		next = append(next, t.guards(m)...)
	}
	switch b := t.c.Booking; {
	case b != nil && b.Status == avrr.Held:
		next = append(next, t.confirms(b))
	case b == nil || b.Status != avrr.Releasing:
		next = append(next, t.seats())
	}
	return next
}

// brings gets one thing a journey needs.
func (t turn) brings(member string, i avrr.Interval) []proposal {
	officer := by(avrr.ReturnOfficer)
	today := t.today()
	switch {
	case i.Kind == avrr.LegalClock && strings.Contains(i.Thing, "departure"), i.Kind == avrr.AuthorityInterval && t.oneIn(8):
		if i.Kind == avrr.AuthorityInterval || t.oneIn(3) {
			return []proposal{{by(avrr.ProgrammeManager), "allow-exception", body{"member": member, "thing": i.Thing, "until": today.AddDays(40).String()}}}
		}
		return []proposal{{officer, "correct-details", onlyCorrecting("leave_by", today.AddDays(60).String())}}
	case strings.Contains(i.Thing, "document"):
		if t.oneIn(2) {
			return []proposal{{officer, "apply-travel-document", body{"member": member, "kind": "emergency_travel_document"}}}
		}
		return []proposal{{officer, "record-travel-document", body{"member": member, "status": "issued", "kind": "emergency_travel_document", "number": t.number(), "issuer": t.family.home,
			"issued_on": today.String(), "expires_on": today.AddDays(90 + t.chance.IntN(200)).String()}}}
	case strings.Contains(i.Thing, "authority"):
		if t.c.Member(member).Authority == nil {
			return []proposal{{officer, "request-authority", body{"members": ids(t.travellers())}}}
		}
		return []proposal{{officer, "record-authority-reply", body{"member": member, "reply": pick(t.Life, []string{"no_objection", "no_objection", "no_objection", "objection"}),
			"valid_until": nil, "replied_on": today.String()}}}
	case strings.Contains(i.Thing, "clearance"):
		return []proposal{{officer, "record-medical-clearance", body{"member": member, "result": "fit", "examined_on": today.String(), "valid_until": today.AddDays(60).String()}}}
	}
	return nil
}

// confirms has tickets issued: by the machine that holds the seats, or as the desk was told.
func (t turn) confirms(b *avrr.Booking) proposal {
	told := body{"tickets": t.tickets(b.Members), "record_locator": "ABC" + t.ulid()[20:23]}
	if b.Operated && b.Locator != "" && !t.oneIn(4) {
		told = body{"tickets": nil, "record_locator": nil, "record_locators": nil}
	}
	return proposal{by(avrr.TravelDesk), "confirm-booking", told}
}

// seats holds seats for everybody still going, or joins the rest of the family on its journey.
func (t turn) seats() proposal {
	for _, c := range t.all {
		if c != t.c && c.Booking != nil && (c.Booking.Status == avrr.Held || c.Booking.Status == avrr.Ticketed) && !t.oneIn(4) {
			return proposal{by(avrr.TravelDesk), "join-movement", body{"movement": c.Booking.Movement, "passengers": ids(t.travellers()), "service_requests": t.asks(t.travellers())}}
		}
	}
	going := t.travellers()
	if len(going) == 0 {
		going = t.having(avrr.Stranded)
	}
	segments := t.itinerary()
	until := segments[0].DepartsAt.Add(-time.Duration(1+t.chance.IntN(48)) * t.day24() / 24)
	if !until.After(t.now) {
		until = segments[0].DepartsAt.Add(-time.Second)
	}
	return proposal{by(avrr.TravelDesk), "hold-seats", body{"segments": segments, "passengers": ids(going), "hold_until": instant(until), "happened_on": nil,
		"service_requests": t.asks(going), "escorts": nil}}
}

// itinerary is a journey by one or two flights some days ahead.
func (t turn) itinerary() []avrr.Segment {
	departs, flies := t.now.Add(time.Duration(2+t.chance.IntN(15))*t.day24()), 3*time.Hour
	if t.programme.Demo {
		departs, flies = t.now.Add(time.Minute), time.Minute
	}
	departs = departs.UTC().Truncate(time.Second)
	one := avrr.Segment{Carrier: "BA", Number: "2604", From: "LGW", To: "TIA", DepartsAt: departs, ArrivesAt: departs.Add(flies)}
	if t.oneIn(2) {
		return []avrr.Segment{one}
	}
	one.To = "VIE"
	return []avrr.Segment{one, {Carrier: "OS", Number: "847", From: "VIE", To: "TIA", DepartsAt: one.ArrivesAt.Add(flies / 2), ArrivesAt: one.ArrivesAt.Add(2 * flies)}}
}

func (t turn) tickets(members []string) body {
	tickets := body{}
	for _, m := range members {
		tickets[m] = "125" + t.ulid()[16:]
	}
	return tickets
}

// refers has a provider help a member, once they have consented that it learns of them.
func (t turn) refers() []proposal {
	const provider = "Clinic in Shkodër"
	officer := by(avrr.ReturnOfficer)
	m := pick(t.Life, t.c.Members)
	asked, _ := holders(t.c, m, t.today())
	for _, holder := range asked {
		if !slices.ContainsFunc(m.Consents, func(k *avrr.Consent) bool { return k.By == holder && k.Recipient == provider && k.Withdrawn.IsZero() }) {
			return []proposal{{officer, "give-consent", body{"member": m.ID, "kind": avrr.SharingConsent, "given_by": holder, "recipient": provider, "signed_on": t.today().String(), "file": nil}}}
		}
	}
	if len(asked) == 0 {
		return nil
	}
	return []proposal{{officer, "refer", body{"member": m.ID, "provider": provider, "consent": asked[0]}}}
}
