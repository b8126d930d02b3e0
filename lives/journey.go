package lives

import (
	"slices"
	"time"

	"homeward/avrr"
)

// travel is the journey: the briefing before it, each leg of it, and the arrival.
func (t turn) travel() []proposal {
	b := t.c.Booking
	if b == nil || len(b.Segments) == 0 {
		return nil
	}
	departs, desk := b.Segments[0].DepartsAt, by(avrr.TravelDesk)
	var next []proposal
	for _, m := range t.travellers() {
		next = append(append(next, t.readies(m)...), t.guards(m)...)
		if m.Ticket != "" && m.TicketName != m.Name() {
			next = append(next, proposal{desk, "amend-booking", body{"segments": b.Segments, "tickets": t.tickets(b.Members), "cause": "Name corrected"}})
		}
	}
	next = append(next, t.announced()...)
	if t.now.Before(departs) && t.c.Briefed.IsZero() {
		return append(next, proposal{by(avrr.ReturnOfficer), "record-briefing", nil})
	}
	if b.Status == avrr.Ticketed && t.oneIn(3) && !t.world.Now {
		next = append(next, proposal{by(avrr.ReturnOfficer), "reconfirm-consent", nil}, proposal{by(avrr.ReturnOfficer), "issue-document", nil})
	}
	switch stranded := t.having(avrr.Stranded); {
	case len(stranded) > 0 && len(t.having(avrr.Departed)) == 0:
		return append(next, proposal{desk, "amend-booking", body{"segments": t.itinerary(), "tickets": nil, "cause": "Missed connection"}}, t.seats())
	case b.Status == avrr.Ticketed:
		return append(append(next, t.handsOver()...), t.departs(departs)...)
	}
	return append(next, t.arrives()...)
}

// announced has the receiving office say that it will be there, and the offices on the way that they know.
func (t turn) announced() []proposal {
	var next []proposal
	for _, task := range t.c.Tasks(t.programme) {
		if task.Action == "confirm-reception" && !t.oneIn(6) {
			next = append(next, proposal{by(avrr.ReintegrationOfficer), "confirm-reception", body{"members": ids(t.travellers())}})
		}
	}
	for _, n := range t.c.Notices {
		if n.Status == avrr.NoticeCurrent && n.Answerable() && n.Acknowledged == nil && t.oneIn(3) {
			next = append(next, proposal{by(avrr.ReintegrationOfficer), "acknowledge-notice", body{"notice": n.ID, "acknowledged_on": t.today().String()}})
		}
	}
	return next
}

// departs tells who left: as one sentence about everybody, or leg by leg.
func (t turn) departs(planned time.Time) []proposal {
	b := t.c.Booking
	left := t.happens(planned.Add(time.Duration(t.chance.IntN(50)) * time.Minute))
	if t.oneIn(2) {
		return []proposal{{by(avrr.TravelDesk), "confirm-departure", body{"departed_at": left, "boarded": t.most(b.Members)}}}
	}
	return []proposal{t.leg(1, left, "boarded", []string{"refused_at_gate", "no_show", "denied_boarding", "offloaded", "detained"})}
}

// leg reports a segment: what became of nearly everybody, and of the odd one.
func (t turn) leg(segment int, at, usual string, odd []string) proposal {
	passengers := body{}
	for _, id := range t.c.Booking.Members {
		passengers[id] = usual
		if t.oneIn(10) {
			passengers[id] = pick(t.Life, odd)
		}
	}
	return proposal{by(avrr.TravelDesk), "report-leg", body{"segment": segment, "occurred_at": at, "passengers": passengers}}
}

// arrives tells the second leg, or the arrival.
func (t turn) arrives() []proposal {
	b := t.c.Booking
	last := b.Segments[len(b.Segments)-1]
	arrived := t.happens(last.ArrivesAt.Add(time.Duration(t.chance.IntN(60)) * time.Minute))
	if len(b.Segments) > 1 && t.oneIn(3) {
		return []proposal{t.leg(len(b.Segments), t.happens(last.DepartsAt), "boarded", []string{"missed_connection", "declined_onward", "refused_entry", "detained", "added"})}
	}
	return []proposal{{by(avrr.ReintegrationOfficer), "confirm-arrival", body{"arrived_at": arrived, "members": t.most(ids(t.having(avrr.Departed)))}}}
}

// most is everybody, as a rule.
func (t turn) most(members []string) []string {
	if t.oneIn(12) && len(members) > 1 {
		return t.some(members)
	}
	return slices.Clone(members)
}

// happens is when something is told to have been: as planned, but never ahead of its telling.
func (t turn) happens(planned time.Time) string {
	if planned.After(t.now) {
		planned = t.now
	}
	return instant(planned)
}

// home is everything after the arrival: the plan and its instalments, the visits of a year, and the end.
func (t turn) home() []proposal {
	var next []proposal
	field, manager := by(avrr.ReintegrationOfficer), by(avrr.ProgrammeManager)
	next = append(append(append(next, t.receives()...), t.banks()...), t.questions()...)
	for _, m := range t.travellers() { // who travels later
		next = append(next, t.readies(m)...)
	}
	switch plan := t.c.Plan; {
	case t.c.Stage == avrr.FollowUp:
	case plan == nil || plan.Decision == "refuse" || plan.Decision == "send_back":
		next = append(next, proposal{field, "propose-plan", body{"measures": t.measures(), "amends": nil}})
	case plan.Decision == "" || t.c.Amendment != nil:
		next = append(next, proposal{manager, "decide-plan", body{"decision": pick(t.Life, []string{"approve", "approve", "approve", "approve", "refuse", "send_back"}), "reason": "As proposed"}})
	case t.oneIn(20):
		next = append(next, proposal{field, "propose-plan", body{"measures": t.measures(), "amends": true, "reason": "The shop cannot be rented"}})
	default:
		next = append(next, t.instalments(plan)...)
	}
	for _, v := range t.c.Visits {
		if v.Outcome == "" {
			if t.oneIn(6) {
				next = append(next, proposal{field, "assign-visit", body{"visit": v.ID, "person": pick(t.Life, []string{"field", "field", "desk"})}})
			}
			return append(next, proposal{field, "log-visit", body{"visit": v.ID, "visited_on": t.visitedOn(v).String()}})
		}
	}
	if t.c.Stage == avrr.FollowUp {
		next = append(next, proposal{manager, "close", body{"reason": "completed"}})
	}
	return next
}

// visitedOn is the day a visit was due, when that has come.
func (t turn) visitedOn(v *avrr.Visit) avrr.Date {
	if v.Due.Before(t.now) && v.Due.After(t.c.ArrivedAt) {
		return avrr.DateOf(v.Due)
	}
	return avrr.DateOf(t.now)
}

// openingDays is how long after the arrival a shop may be open.
const openingDays = 20

func (t turn) measures() []any {
	most := t.programme.PlanCeiling
	amount := 1 + t.chance.Int64N(max(most/3, 1))
	measure := body{"dimension": "economic", "level": "individual", "kind": "business", "description": "A shop", "amount": amount, "currency": t.programme.Currency}
	if t.oneIn(2) && amount > 3 {
		measure["milestones"] = []any{body{"title": "The shop is open", "due_on": avrr.DateOf(t.now).AddDays(openingDays).String()}}
		measure["instalments"] = []any{body{"amount": amount / 2, "condition": "The lease is signed"},
			body{"amount": amount - amount/2, "milestone": 1, "not_before": body{"after_arrival_days": openingDays}}}
	}
	return []any{measure}
}

func (t turn) instalments(plan *avrr.Plan) []proposal {
	for _, i := range plan.Instalments {
		switch i.State {
		case avrr.Planned:
			release := body{"instalment": i.ID, "evidence": nil, "reached_on": nil}
			if i.Milestone > 0 {
				if t.now.Before(t.c.ArrivedAt.AddDate(0, 0, i.NotBefore.AfterArrivalDays+1)) {
					return nil
				}
				release["reached_on"] = avrr.DateOf(t.now.Add(-48 * time.Hour)).String()
			}
			return []proposal{{by(avrr.ProgrammeManager), "release-instalment", t.payable(t.inWhichever(release))}}
		case avrr.Released:
			if t.ordered(i) && !t.oneIn(10) {
				return nil
			}
			return []proposal{{by(avrr.ReintegrationOfficer), "record-payment", t.paying(i)}}
		}
	}
	return nil
}

// abroad is a currency that no programme reckons in, and what it was worth of late.
const abroad = "JPY"

var itsRates = []string{"0.0058", "0.0060", "0.0061", "0.0063"}

// inWhichever lets a release be in another currency now and then.
func (t turn) inWhichever(release body) body {
	release["pay_in"], release["rate"], release["rate_source"], release["rate_on"] = nil, nil, nil, nil
	if t.oneIn(3) {
		release["pay_in"] = abroad
		t.at(release)
	}
	return release
}

// paying hands an instalment over in the currency it was released in.
func (t turn) paying(i *avrr.Instalment) body {
	paid := body{"instalment": i.ID, "amount": i.Money.Amount, "currency": i.Money.Currency, "paid_on": avrr.DateOf(t.now).String(), "receipt": "R-" + i.ID, "line": nil, "rate": nil, "rate_source": nil, "rate_on": nil}
	if i.PayIn != nil {
		paid["amount"], paid["currency"] = i.PayIn.Amount, i.PayIn.Currency
		t.at(paid)
	}
	return paid
}

// at says at what rate an amount is in another currency.
func (t turn) at(in body) {
	in["rate"], in["rate_source"], in["rate_on"] = pick(t.Life, itsRates), "A central bank", avrr.DateOf(t.now.Add(-48*time.Hour)).String()
}

// closed is what may still come to a case that is over.
func (t turn) closed() []proposal {
	manager := by(avrr.ProgrammeManager)
	switch {
	case len(t.having(avrr.Refused)) > 0 && !t.oneIn(3):
		return []proposal{{by(avrr.ReturnOfficer), "record-appeal", body{"members": nil, "lodged_on": t.today().String()}}}
	case len(t.having(avrr.Arrived)) > 0:
		return []proposal{{manager, "reopen", body{"stage": pick(t.Life, []string{"reintegration", "follow_up"})}}}
	}
	return []proposal{{manager, "reopen", body{"stage": pick(t.Life, []string{"eligibility", "preparation"})}}}
}
