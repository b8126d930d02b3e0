package intake

import (
	"fmt"

	"homeward/avrr"
)

// A step is one thing that happens to a case, told by a day in a column of its own.
type step struct {
	action  string
	by      Part
	each    bool     // told of each person, on their own row; otherwise on the first row of the case
	gathers bool     // told of each person, but recorded once for all of one day
	on      column   // its day: while this is empty, it has not happened
	fields  []column // what else is told of it
	after   []string // days of other steps, of which one at least must stand and lie no later; those of the person or of the case
	shape   func(*telling)
}

// isOnEachRow reports whether a column stands on each person's own row.
func (s step) isOnEachRow(c column) bool { return s.each || c.own }

func (s step) columns() []column {
	on := s.on
	if on.holds == aDay && on.about == "" {
		on.about = "The day."
	}
	return append([]column{on}, s.fields...)
}

// the files a case can hold: as many visits and instalments as have columns.
const (
	visitColumns      = 4
	attemptColumns    = 4
	instalmentColumns = 4
	measureColumns    = 2
)

// steps are in the order a case meets them, which is also the order of steps told of one day.
var steps = append([]step{
	{
		action: "record-counselling", by: Officer, on: day("counselled_on", "held_on", "The day of the counselling interview.").such("2026-02-09"),
		fields: []column{
			code("counselling_mode", "record-counselling", "mode", "How it was held.").of("in_person"),
			code("counselling_outcome", "record-counselling", "outcome", "What came of it.").of("wishes_to_return"),
			{name: "has_means", holds: aYesNo, to: "has_means", about: "Whether the person can pay for the journey; empty when not told."},
			{name: "assisted_before", holds: aYesNo, to: "assisted_before", about: "Whether the person was assisted to return before; empty when not told.", shown: "no"},
			{name: "in_detention", holds: aYesNo, to: "in_detention", about: "Whether the person is detained or serving a sentence; empty when not told.", shown: "no"},
		},
		shape: inTheirLanguage,
	},
	{
		action: "record-screening", by: Officer, each: true, on: day("screened_on", "screened_on", "The day of the screening.").such("2026-02-09"),
		fields: []column{
			list("vulnerabilities", "record-screening", "vulnerabilities", "What makes the person vulnerable; kept apart, for protection alone."),
			list("trafficking_act", "record-screening", "trafficking/act", "Elements of trafficking (Palermo Protocol, art. 3); kept apart."),
			list("trafficking_means", "record-screening", "trafficking/means", "As before."),
			list("trafficking_purpose", "record-screening", "trafficking/purpose", "As before."),
			{name: "screening_declined", holds: aYesNo, to: "declined", about: "Whether the person did not wish to answer."},
		},
	},
	{
		action: "record-risk-assessment", by: Protection, each: true, on: day("risk_assessed_on", "on", "The day protection assessed the return."),
		fields: []column{code("risk_safe", "record-risk-assessment", "safe", "Whether it is safe.").needed()},
		after:  []string{"screened_on"},
	},
	{
		action: "set-representative", by: Officer, each: true, on: day("represented_from", "from", "Since when somebody other than the parents in the case speaks for a child."),
		fields: []column{
			code("representative_kind", "set-representative", "kind", "What they are to the child.").of("guardian"),
			text("representative", "person/given_names", "Their name.").needed(),
			text("appointed_by", "appointed_by", "Who appointed them; needed unless it is a parent."),
		},
	},
	consent("return", "return_consent_on", "2026-02-09"),
	consent("data", "data_consent_on", "2026-02-09"),
	consent("medical", "medical_consent_on", ""),
	{
		action: "request-authority", by: Officer, on: day("authority_asked_on", "sent_on", "The day the host authority was asked.").such("2026-02-10"),
		fields: []column{
			text("authority", "authority", "Which authority.").of("Home Office"),
			text("authority_reference", "reference", "Its reference."),
		},
		shape: func(t *telling) { t.body["members"] = t.going() },
	},
	{
		action: "record-authority-reply", by: Officer, each: true, on: day("authority_replied_on", "replied_on", "The day it answered.").such("2026-02-17"),
		fields: []column{
			code("authority_reply", "record-authority-reply", "reply", "What it answered.").of("no_objection"),
			day("authority_valid_until", "valid_until", "Until when the answer holds."),
		},
		after: []string{"authority_asked_on"},
	},
	{
		action: "assess-eligibility", by: Officer, on: day("assessed_on", "happened_on", "The day eligibility was assessed.").such("2026-02-18"),
		fields: []column{code("recommendation", "assess-eligibility", "recommendation", "What the officer recommends.").of("approve")},
		after:  []string{"counselled_on"},
	},
	{
		action: "decide-eligibility", by: Approver, on: day("decided_on", "happened_on", "The day another person decided.").such("2026-02-20"),
		fields: []column{
			code("decision", "decide-eligibility", "decision", "The decision.").of("approve"),
			text("decision_reason", "reason", "The reason; needed to refuse, to send back, and where a criterion is open."),
		},
		after: []string{"assessed_on"},
	},
	{
		action: "record-appeal", by: Officer, on: day("appeal_on", "lodged_on", "The day a refusal was appealed."),
		fields: []column{
			text("appeal_body", "body", "Where.").needed(),
			text("appeal_grounds", "grounds", "On what grounds.").needed(),
		},
		after: []string{"decided_on"},
	},
	{
		action: "decide-appeal", by: Manager, on: day("appeal_decided_on", "happened_on", "The day the appeal was decided, by a third person."),
		fields: []column{
			code("appeal_decision", "decide-appeal", "decision", "The decision.").needed(),
			text("appeal_reason", "reason", "The reason.").needed(),
		},
		after: []string{"appeal_on"},
	},
	{
		action: "apply-travel-document", by: Officer, each: true, on: day("document_applied_on", "applied_on", "The day a travel document was applied for."),
		fields: []column{
			code("document_applied_kind", "apply-travel-document", "kind", "Which.").of("emergency_travel_document"),
			text("consulate", "consulate", "Where.").needed(),
		},
	},
	{
		action: "record-travel-document", by: Officer, each: true, on: day("document_received_on", "issued_on", "The day a travel document was issued that the person did not have before."),
		fields: []column{
			code("new_document_kind", "record-travel-document", "kind", "Which.").of("emergency_travel_document"),
			text("new_document_number", "number", "Its number.").holding(anID).needed(),
			text("new_document_issuer", "issuer", "The country that issued it.").holding(aCountry).needed(),
			day("new_document_expires", "expires_on", "When it ends.").needed(),
		},
		shape: func(t *telling) { t.body["status"] = "issued" },
	},
	{
		action: "record-medical-clearance", by: Officer, each: true, on: day("clearance_on", "examined_on", "The day of the medical examination."),
		fields: []column{
			code("clearance_result", "record-medical-clearance", "result", "Whether the person can fly.").of("fit"),
			day("clearance_until", "valid_until", "Until when that holds.").needed(),
			list("service_requests", "record-medical-clearance", "service_requests", "What the carrier is asked for (IATA codes)."),
		},
	},
	{
		action: "answer-assignment", by: Field, on: day("accepted_on", "happened_on", "The day the receiving office took the case over.").such("2026-02-23"),
		fields: []column{
			code("office_answer", "answer-assignment", "answer", "What it answered.").of("accept"),
			text("office_reason", "reason", "Why it sent the case back."),
		},
		shape: func(t *telling) { t.body["duty"] = avrr.ReintegrationDuty },
	},
	{
		action: "record-best-interests", by: Protection, each: true, on: day("best_interests_on", "decided_on", "The day a panel decided what is best for a child who travels alone."),
		fields: []column{
			code("best_interests", "record-best-interests", "outcome", "What it found.").of("return"),
			text("best_interests_panel", "panel", "Who decided; kept apart, for protection alone.").needed(),
		},
	},
	{
		action: "name-receiver", by: Field, each: true, on: day("receiver_named_on", "happened_on", "The day somebody undertook to receive a child who travels alone."),
		fields: []column{
			text("receiver", "name", "Their name.").needed(),
			text("receiver_relation", "relation", "What they are to the child.").needed(),
			text("receiver_phone", "phone", "Their telephone number.").needed(),
			code("receiver_document_kind", "name-receiver", "document/kind", "What they prove with who they are.").of("id_card"),
			text("receiver_document_number", "document/number", "Its number.").holding(anID).needed(),
			text("receiver_document_issuer", "document/issuer", "The country that issued it.").holding(aCountry).needed(),
			day("receiver_takes_charge_on", "takes_charge_on", "From which day they take charge of the child.").needed(),
			day("receiver_meets_on", "meets_at_airport_on", "On which day they come to the airport.").needed(),
		},
	},
	{
		action: "hold-seats", by: Desk, on: day("booked_on", "happened_on", "The day seats were held.").such("2026-02-24"),
		fields: itinerary,
		after:  []string{"decided_on"},
		shape:  seats,
	},
	{
		action: "confirm-booking", by: Desk, on: day("ticketed_on", "happened_on", "The day the tickets were issued.").such("2026-02-26"),
		fields: []column{
			text("locator", "record_locator", "The booking's code with the carrier.").holding(anID).needed().such("HX4K2Q"),
			text("ticket", "", "The ticket's number.").eachs().such("2572410310001"),
		},
		after: []string{"booked_on"},
		shape: tickets,
	},
	{
		action: "cancel-booking", by: Desk, on: day("booking_cancelled_on", "happened_on", "The day seats or tickets were given back."),
		fields: []column{text("booking_cancelled_reason", "reason", "Why.").needed()},
		after:  []string{"booked_on"},
	},
	{
		action: "record-briefing", by: Officer, on: day("briefed_on", "held_on", "The day of the briefing before departure.").such("2026-03-09"),
		shape: func(t *telling) { t.body["items"] = codesOf("record-briefing", "items") },
	},
	{
		action: "confirm-reception", by: Field, on: day("reception_on", "confirmed_on", "The day it was confirmed that somebody meets the travellers."),
		fields: []column{text("reception_by", "by", "Who confirmed it.").needed()},
		after:  []string{"booked_on"},
		shape:  func(t *telling) { t.body["members"] = t.going() },
	},
	{
		action: "record-handover", by: Officer, each: true, on: column{name: "handed_over_at", holds: aMoment, about: "When the guardian handed a child who travels alone over to an escort or the carrier."},
		fields: []column{
			text("handed_over_by", "from/name", "The guardian's name.").needed(),
			code("handed_over_to_role", "record-handover", "to/role", "To whom.").of("carrier"),
			text("handed_over_to", "to/name", "Their name.").needed(),
		},
		shape: handedOver,
	},
	{
		action: "confirm-departure", by: Desk, on: day("departed_at", "departed_at", "When the journey began.").holding(aMoment).such("2026-03-11 10:20"),
		fields: []column{{name: "gate", holds: aCode, codes: codesOf("report-leg", "passengers"), about: "What became of the traveller at the gate; `boarded` when empty.", own: true}},
		after:  []string{"ticketed_on"},
		shape:  departure,
	},
	{
		action: "confirm-arrival", by: Field, on: day("arrived_at", "arrived_at", "When it ended.").holding(aMoment).such("2026-03-11 17:05"),
		fields: []column{
			day("arrival_told_on", "", "The day the arrival was told, when that was later; what was recorded in between then comes first."),
			text("met_by", "met_by", "Who met the travellers.").such("Tirana office"),
			text("onward", "onward", "How the journey went on."),
		},
		after: []string{"departed_at"},
		shape: arrival,
	},
	{
		action: "record-handover", by: Field, each: true, on: column{name: "received_at", holds: aMoment, about: "When a child who travelled alone was handed over to the receiver, by whoever had the child last."},
		fields: []column{text("received_by", "to/name", "The receiver's name.").needed()},
		after:  []string{"arrived_at"},
		shape:  received,
	},
	{
		action: "propose-plan", by: Field, on: day("plan_on", "happened_on", "The day the reintegration plan was proposed.").such("2026-03-20"),
		fields: planColumns(), shape: plan,
	},
	{
		action: "decide-plan", by: Manager, on: day("plan_decided_on", "happened_on", "The day another person decided on the plan.").such("2026-03-24"),
		fields: []column{
			code("plan_decision", "decide-plan", "decision", "The decision.").of("approve"),
			text("plan_reason", "reason", "The reason, where it is not an approval."),
		},
		after: []string{"plan_on"},
	},
}, slicesOf(instalmentSteps(), visitSteps(), attemptSteps(), turns)...)

// turns are what may happen at any time; told of one day with other things, they come after those.
var turns = []step{
	{
		action: "report-event", by: Officer, each: true, on: day("event_on", "on", "The day something happened to the person that nobody had planned."),
		fields: []column{
			code("event", "report-event", "event", "What.").needed(),
			text("event_source", "source", "Who told it, or which paper says so.").needed(),
			text("event_note", "note", "In words."),
		},
	},
	{
		action: "change-members", by: Officer, each: true, on: day("joined_on", "on", "The day the person came into a case that was open: a newborn, a spouse."),
		fields: []column{text("joined_because", "reason", "Why.").needed()},
		shape:  join,
	},
	{
		action: "split-case", by: Officer, each: true, gathers: true, on: day("split_on", "happened_on", "The day the person was moved to a linked case, to travel later. The first row of those who moved that day tells what is told of their case from then on."),
		fields: []column{text("split_reason", "reason", "Why.").needed()},
		shape:  split,
	},
	{
		action: "log-contact", by: Officer, on: column{name: "contacted_at", holds: aMoment, to: "at", about: "When the person was called, or called."},
		fields: []column{
			code("contact_outcome", "log-contact", "outcome", "Whether the person was reached.").of("reached"),
			text("contact_summary", "summary", "What was said."),
		},
		shape: contact,
	},
	{
		action: "add-note", by: Officer, on: day("noted_on", "happened_on", "The day of a remark."),
		fields: []column{text("note", "text", "The remark.").needed()},
	},
	{
		action: "hold", by: Officer, on: day("held_on", "happened_on", "The day the case was put on hold."),
		fields: []column{text("hold_reason", "reason", "Why.").needed()},
	},
	{
		action: "resume", by: Officer, on: day("resumed_on", "happened_on", "The day it went on."), after: []string{"held_on"},
	},
	{
		action: "withdraw", by: Officer, each: true, on: day("withdrawn_on", "happened_on", "The day the person withdrew."),
		fields: []column{
			code("withdrawal_channel", "withdraw", "channel", "How the person said so.").of("phone"),
			text("withdrawal_reason", "reason", "Only if the person wished to give one."),
		},
	},
	{
		action: "decline-reintegration", by: Field, on: day("declined_on", "on", "The day help after arrival was declined."),
	},
	{
		action: "close", by: Field, on: day("closed_on", "happened_on", "The day the case was closed."),
		fields: []column{
			code("close_reason", "close", "reason", "Why.").of("completed"),
			text("close_note", "note", "A sentence on it, unless the case is completed."),
		},
	},
}

func consent(kind, on, shown string) step {
	return step{
		action: "give-consent", by: Officer, each: true, on: day(on, "signed_on", fmt.Sprintf("The day the person signed the %s consent.", kind)).such(shown),
		shape: func(t *telling) {
			t.body["kind"] = kind
			inTheirLanguage(t)
		},
	}
}

// itinerary are the columns of a journey of one flight or two. Times are local where they belong.
var itinerary = []column{
	text("flight", "", "Carrier and number of the first flight.").needed().such("OS456"),
	text("from", "", "Airport it leaves from (IATA).").needed().such("LHR"),
	column{name: "departs_at", holds: aMoment, must: true, about: "Its departure, local time."}.such("2026-03-11 10:20"),
	text("via", "", "Airport of the change, if there is one.").such("VIE"),
	column{name: "via_arrives_at", holds: aMoment, about: "Arrival there, local time."}.such("2026-03-11 13:40"),
	column{name: "via_departs_at", holds: aMoment, about: "Departure from there, local time."}.such("2026-03-11 15:10"),
	text("flight2", "", "Carrier and number of the second flight.").such("OS847"),
	text("to", "", "Airport of arrival (IATA).").needed().such("TIA"),
	column{name: "arrives_at", holds: aMoment, must: true, about: "Its arrival, local time."}.such("2026-03-11 16:45"),
	list("seat_services", "hold-seats", "service_requests/code", "What the carrier is asked for with the person's seat (IATA codes).").apart().eachs(),
	{name: "hold_until", holds: aMoment, about: "The carrier's time limit for ticketing; three days after the booking when empty."},
}

func planColumns() []column {
	var all []column
	for n := 1; n <= measureColumns; n++ {
		kind := code(fmt.Sprintf("measure%d_kind", n), "propose-plan", "measures/kind", fmt.Sprintf("Measure %d of the plan.", n)).apart()
		dimension := code(fmt.Sprintf("measure%d_dimension", n), "propose-plan", "measures/dimension", "Its dimension.").apart().of(mostly)
		level := code(fmt.Sprintf("measure%d_level", n), "propose-plan", "measures/level", "Whom it reaches.").apart().of(nearest)
		about := text(fmt.Sprintf("measure%d_for", n), "", "What it is for.")
		parts := column{name: fmt.Sprintf("measure%d_amounts", n), holds: amounts, about: "Its instalments in the programme's currency, such as 400+300+300.50."}
		if n == 1 {
			kind, about, parts = kind.needed().such("business"), about.needed().such("Tools and first stock for a workshop."), parts.needed().such("1000+750+750")
		}
		all = append(all, kind, dimension, level, about, parts)
	}
	return all
}

func instalmentSteps() []step {
	var all []step
	for n := 1; n <= instalmentColumns; n++ {
		released, paid := fmt.Sprintf("instalment%d_released_on", n), fmt.Sprintf("instalment%d_paid_on", n)
		of := func(t *telling) { t.body["instalment"] = fmt.Sprintf("i%d", n) }
		all = append(all,
			step{action: "release-instalment", by: Manager, on: day(released, "happened_on", fmt.Sprintf("The day instalment %d was released.", n)), after: []string{"plan_decided_on"}, shape: of},
			step{action: "record-payment", by: Field, on: day(paid, "paid_on", fmt.Sprintf("The day instalment %d was paid.", n)), after: []string{released},
				fields: []column{
					{name: fmt.Sprintf("instalment%d_amount", n), holds: anAmount, about: "How much, in the currency it was paid in; needed when that differs from the plan, or the currency does."},
					{name: fmt.Sprintf("instalment%d_currency", n), holds: aCurrency, to: "currency", about: "The currency it was paid in (ISO 4217); the programme's when empty."},
					{name: fmt.Sprintf("instalment%d_rate", n), holds: aRate, to: "rate", about: "What one unit of that currency was worth in the programme's; needed when they differ."},
					text(fmt.Sprintf("instalment%d_rate_source", n), "rate_source", "Who says so, such as a central bank or the bank's own slip; needed with a rate."),
					day(fmt.Sprintf("instalment%d_rate_on", n), "rate_on", "The day the rate is of; needed with a rate."),
					code(fmt.Sprintf("instalment%d_method", n), "record-payment", "method", "How.").of("bank_transfer"),
					code(fmt.Sprintf("instalment%d_place", n), "record-payment", "place", "Where.").of("supplier"),
					text(fmt.Sprintf("instalment%d_receipt", n), "receipt", "The receipt's number.").needed(),
				},
				shape: payment(n)})
	}
	return all
}

func visitSteps() []step {
	var all []step
	for n := 1; n <= visitColumns; n++ {
		all = append(all, step{
			action: "log-visit", by: Field, on: day(fmt.Sprintf("visit%d_on", n), "visited_on", fmt.Sprintf("The day of follow-up visit %d.", n)), after: []string{"arrived_at", "entry"},
			fields: []column{
				code(fmt.Sprintf("visit%d_outcome", n), "log-visit", "outcome", "What was found.").of("on_track"),
				code(fmt.Sprintf("visit%d_mode", n), "log-visit", "mode", "How the visit was made.").of("home"),
				text(fmt.Sprintf("visit%d_findings", n), "findings", "In words."),
			},
			shape: visit(n)})
	}
	return all
}

// attemptSteps are the attempts to reach somebody that reached nobody: before contact counts as lost they are counted.
func attemptSteps() []step {
	var all []step
	for n := 1; n <= attemptColumns; n++ {
		at := fmt.Sprintf("attempt%d_at", n)
		all = append(all, step{
			action: "log-contact", by: Field, on: column{name: at, holds: aMoment, to: "at", about: fmt.Sprintf("When somebody tried to reach the person in vain, attempt %d.", n)}, after: []string{"arrived_at", "entry"},
			fields: []column{code(fmt.Sprintf("attempt%d_channel", n), "log-contact", "channel", "How.").of("phone")},
			shape:  attempt(at)})
	}
	return all
}

func slicesOf(groups ...[]step) []step {
	var all []step
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}
