package main

import (
	"fmt"
	"strings"
)

// A chapter is a part of a life; a story is told in chapters.
type chapter func(*life)

func counselled(l *life) {
	l.tell("counselled_on", l.after(2, 8), "counselling_mode", pick(l.r, []string{"in_person", "in_person", "phone", "video", "outreach"}), "assisted_before", "no", "in_detention", "no")
}

func screened(l *life) {
	l.all("screened_on", l.after(0, 3))
	if l.r.IntN(8) == 0 {
		l.rows[0]["vulnerabilities"] = pick(l.r, []string{"chronic_illness", "mental_health", "homeless"})
	}
}

func concern(l *life) {
	l.rows[0]["trafficking_act"], l.rows[0]["trafficking_means"], l.rows[0]["trafficking_purpose"] = "recruitment transport", "deception", "forced_labour"
}

func possibleConcern(l *life) { l.rows[0]["trafficking_act"] = "harbouring" }

func assessedSafe(l *life) {
	l.rows[0]["risk_assessed_on"], l.rows[0]["risk_safe"] = l.after(2, 6), pick(l.r, []string{"yes", "with_measures"})
}

func consented(l *life) {
	on := l.after(0, 2)
	l.all("return_consent_on", on, "data_consent_on", on)
}

func asked(l *life) { l.tell("authority_asked_on", l.after(1, 3)) }

func cleared(l *life) { l.all("authority_replied_on", l.after(3, 9)) }

func objected(l *life) { l.all("authority_replied_on", l.after(3, 9), "authority_reply", "objection") }

func assessed(l *life) { l.tell("assessed_on", l.after(1, 4)) }

func approved(l *life) {
	l.tell("decided_on", l.after(1, 4))
	if birth, _ := l.rows[0]["birth"].(string); strings.HasPrefix(birth, "about") {
		l.tell("decision_reason", "The day of birth is not known, but the person is an adult beyond doubt.")
	}
}

func sentBack(l *life) {
	l.tell("decided_on", l.after(1, 4), "decision", "send_back", "decision_reason", "The answer of the authority is not in the file yet.")
}

func refused(l *life) {
	l.tell("recommendation", "refuse", "decided_on", l.after(1, 4), "decision", "refuse", "decision_reason", "An investigation is open, and the authority has not agreed to the departure.")
}

func appealed(l *life) {
	l.tell("appeal_on", l.after(2, 6), "appeal_body", "Programme board", "appeal_grounds", "The investigation was closed before the decision.")
}

func appealAllowed(l *life) {
	l.tell("appeal_decided_on", l.after(3, 8), "appeal_decision", "allow", "appeal_reason", "The investigation has been closed; nothing stands in the way.")
}

func appealDismissed(l *life) {
	l.tell("appeal_decided_on", l.after(3, 8), "appeal_decision", "dismiss", "appeal_reason", "The reason for the refusal still stands.")
}

func accepted(l *life) { l.tell("accepted_on", l.after(1, 4)) }

func officeSentBack(l *life) {
	l.tell("accepted_on", l.after(1, 4), "office_answer", "send_back", "office_reason", "The family lives in another region; ask the office there.")
}

// withoutPassport has the principal travel on a paper that has to be applied for.
func withoutPassport(l *life) {
	for _, name := range []string{"document_kind", "document_number", "document_issuer", "document_issued", "document_expires"} {
		delete(l.rows[0], name)
	}
	l.rows[0]["document_applied_on"], l.rows[0]["consulate"] = l.after(1, 4), "Embassy of Albania, London"
}

func paperArrived(l *life) {
	l.rows[0]["document_received_on"], l.rows[0]["new_document_number"], l.rows[0]["new_document_issuer"], l.rows[0]["new_document_expires"] =
		l.after(6, 14), fmt.Sprintf("LP%06d", 200000+l.number), "AL", since{days: l.day + 180}
}

func fitToFly(l *life) {
	on := l.after(1, 3)
	l.rows[0]["clearance_on"], l.rows[0]["clearance_until"], l.rows[0]["clearance_result"] = on, since{days: l.day + 30}, "fit"
}

// booked holds seats for a flight in some days; one that lies ahead leaves after asOf.
func booked(l *life, departs any, day func(clock string) any) {
	w := l.way
	l.tell("booked_on", departs, "flight", w.flight, "from", w.from, "departs_at", day(w.departs), "to", "TIA", "arrives_at", day(w.arrives))
	if w.via != "" {
		l.tell("via", w.via, "via_arrives_at", day(w.viaIn), "via_departs_at", day(w.viaOut), "flight2", w.flight2)
	}
}

// heldAhead holds seats on a flight some weeks from now.
func heldAhead(l *life) {
	on, days := l.after(1, 4), 15+l.r.IntN(20)
	booked(l, on, func(clock string) any { return ahead{days, clock} })
	l.tell("hold_until", ahead{8 + l.r.IntN(5), "18:00"})
}

func ticketed(l *life) {
	l.tell("ticketed_on", l.after(0, 2), "locator", fmt.Sprintf("H%c%c%03d", 'A'+l.number%26, 'K'+l.number%14, l.number%1000))
	for i := range l.rows {
		if i >= l.first && !(l.first == 0 && l.rows[i]["split_on"] != nil) && l.rows[i]["joined_on"] == nil {
			l.rows[i]["ticket"] = fmt.Sprintf("257241%07d", l.number*10+i)
		}
	}
}

func briefed(l *life) { l.tell("briefed_on", l.after(1, 3)) }

// journey holds seats, has them ticketed, briefs, and leads to the day of the flight.
func journey(l *life) {
	on := l.after(1, 4)
	travels := l.day + 10 + l.r.IntN(6)
	if weekday := travels % 7; weekday > 4 {
		travels += 7 - weekday
	}
	booked(l, on, func(clock string) any { return since{travels, clock} })
	ticketed(l)
	briefed(l)
	l.day = travels
}

func departed(l *life) { l.tell("departed_at", since{l.day, l.way.departs}) }

func gate(member int, outcome string) chapter {
	return func(l *life) { l.rows[member]["gate"] = outcome }
}

func arrived(l *life) {
	l.tell("arrived_at", since{l.day, l.way.arrives}, "met_by", "Tirana office", "onward", "By bus to "+l.home.town+".")
}

// arrivedToldLate is an arrival the office hears of some days later.
func arrivedToldLate(l *life) {
	arrived(l)
	l.tell("noted_on", l.after(1, 2), "note", "No word from the airport yet.")
	l.tell("arrival_told_on", l.after(2, 5))
}

func planned(l *life) {
	arrived := 0
	for _, row := range l.rows {
		if row["split_on"] == nil {
			arrived++
		}
	}
	whole := 100 * (12 + l.r.IntN(12)) * min(arrived, 3)
	third := whole / 3
	l.part = third
	l.tell("plan_on", l.after(6, 20), "measure1_kind", pick(l.r, []string{"business", "training", "housing", "tools", "education"}), "measure1_for", pick(l.r, []string{"Tools and first stock for a workshop in " + l.home.town + ".", "A greenhouse and seedlings.",
		"A course as an electrician.", "Rent and repairs of a flat.", "School materials and a language course."}), "measure1_amounts", fmt.Sprintf("%d+%d+%d", third, third, whole-2*third))
}

func granted(l *life) { l.tell("plan_decided_on", l.after(1, 6)) }

func planSentBack(l *life) {
	l.tell("plan_decided_on", l.after(1, 6), "plan_decision", "send_back", "plan_reason", "The quotation of the supplier is missing.")
}

func paid(n int) chapter {
	return func(l *life) {
		l.tell(fmt.Sprintf("instalment%d_released_on", n), l.after(2, 9))
		on := l.after(1, 6)
		l.tell(fmt.Sprintf("instalment%d_paid_on", n), on, fmt.Sprintf("instalment%d_receipt", n), fmt.Sprintf("R-%04d-%d", l.number, n))
		if n == 1 && l.number%8 == 0 {
			l.paidInLek(on)
		}
	}
}

// paidInLek has the first instalment paid on a day in the money of the country, at a rate of that day.
func (l *life) paidInLek(on since) {
	const lekForAPound = 125
	l.tell("instalment1_amount", fmt.Sprint(lekForAPound*l.part), "instalment1_currency", "ALL", "instalment1_rate", "0.008", "instalment1_rate_source", "Bank of Albania", "instalment1_rate_on", on)
}

func released(n int) chapter {
	return func(l *life) { l.tell(fmt.Sprintf("instalment%d_released_on", n), l.after(2, 9)) }
}

func visited(n int, outcome string) chapter {
	return func(l *life) {
		l.tell(fmt.Sprintf("visit%d_on", n), l.after([]int{8, 45, 70, 150}[n-1], []int{16, 60, 90, 170}[n-1]), fmt.Sprintf("visit%d_mode", n), pick(l.r, []string{"home", "home", "office", "phone"}),
			fmt.Sprintf("visit%d_outcome", n), outcome)
	}
}

// unanswered is who cannot be found: the attempts the programme wants, the last at the door, and the visit that found nobody.
func unanswered(l *life) {
	for i, channel := range []string{"phone", "whatsapp", "phone"} {
		l.tell(fmt.Sprintf("attempt%d_at", i+1), since{l.after(6, 9).days, "10:30"}, fmt.Sprintf("attempt%d_channel", i+1), channel)
	}
	l.tell("visit2_on", l.after(2, 4), "visit2_mode", "home", "visit2_outcome", "lost_contact")
	l.tell("attempt4_at", since{l.after(0, 1).days, "16:00"}, "attempt4_channel", "in_person")
}

func closed(reason, note string) chapter {
	return func(l *life) { l.tell("closed_on", l.after(2, 9), "close_reason", reason, "close_note", note) }
}

func withdrew(l *life) {
	l.all("withdrawn_on", l.after(1, 6), "withdrawal_channel", pick(l.r, []string{"phone", "in_person", "sms", "email"}))
}

// oneWithdrew is a family in which the last one named stays.
func oneWithdrew(l *life) {
	l.rows[len(l.rows)-1]["withdrawn_on"] = l.after(1, 4)
	l.rows[len(l.rows)-1]["withdrawal_channel"] = "in_person"
}

func paused(l *life) {
	l.tell("held_on", l.after(1, 5), "hold_reason", pick(l.r, []string{"The person is in hospital until next week.", "A court hearing comes first.", "The children finish the school term."}))
}

func resumed(l *life) { l.tell("resumed_on", l.after(4, 12)) }

func declined(l *life) { l.tell("declined_on", l.after(3, 9)) }

func called(l *life) {
	on := l.after(1, 4)
	on.clock = "10:30"
	l.tell("contacted_at", on, "contact_outcome", pick(l.r, []string{"reached", "no_answer", "reached"}))
}

// splitOff moves everybody but the principal to a case of their own, to travel later.
func splitOff(l *life) {
	on := l.after(1, 3)
	for i := range l.rows[1:] {
		l.rows[i+1]["split_on"], l.rows[i+1]["split_reason"] = on, "The others follow when the school term is over."
	}
}

// theOthers goes on with those who were split off.
func theOthers(l *life) { l.first = 1 }

// newborn is a child born while the case is open: the last one of the family.
func newborn(l *life) {
	last := len(l.rows) - 1
	on := l.after(3, 10)
	row := l.rows[last]
	l.rows[last] = map[string]any{"case": row["case"], "family_name": row["family_name"], "given_names": row["given_names"], "sex": row["sex"], "relation": "child", "nationality": "AL",
		"birth": since{days: l.day - 2}, "joined_on": on, "joined_because": "Born while the case was open."}
}

// alone is a child who returns without parents.
func alone(l *life) {
	l.rows[0]["birth"], l.rows[0]["relation"] = asOf.AddYears(-17).AddDays(40+l.r.IntN(200)).String(), "principal"
}

func guarded(l *life) {
	l.rows[0]["represented_from"], l.rows[0]["representative"], l.rows[0]["appointed_by"] = l.after(2, 5), "Guardian service of the borough", "Family Court at "+pick(l.r, postTowns)
}

// approvedChild is approved although the applicant is a child: a person judges that criterion.
func approvedChild(l *life) {
	l.tell("decided_on", l.after(1, 4), "decision_reason", "A guardian is appointed, and the family was found and is ready to take the child in.")
}

func bestFound(l *life) {
	l.rows[0]["best_interests_on"], l.rows[0]["best_interests_panel"] = l.after(2, 6), "Two social workers and the guardian"
}

// lookedAfter is the journey of a child alone: somebody is named who receives them, the carrier looks after them, and each signs.
func lookedAfter(l *life) {
	row, uncle := l.rows[0], pick(l.r, men)+" "+l.people[0].family
	journey(l)
	there := since{days: l.day}
	row["receiver_named_on"], row["receiver"], row["receiver_relation"], row["receiver_phone"] = row["booked_on"], uncle, "uncle", fmt.Sprintf("+35569555%04d", l.number)
	row["receiver_document_number"], row["receiver_document_issuer"] = fmt.Sprintf("I%08dA", l.number*71), "AL"
	row["receiver_takes_charge_on"], row["receiver_meets_on"], row["seat_services"] = there, there, "UMNR"
	row["handed_over_at"], row["handed_over_by"], row["handed_over_to"] = since{l.day, "05:10"}, row["representative"], "Carrier's special assistance"
	met(l)
	departed(l)
	arrived(l)
	row["received_at"], row["received_by"] = since{l.day, "21:05"}, uncle
}

// met has the receiving office confirm that somebody meets the travellers.
func met(l *life) {
	l.tell("reception_on", l.rows[l.first]["briefed_on"], "reception_by", "Tirana office")
}

func alreadyHome(l *life) { l.tell("entry", "already_returned") }

// happened is what life brings to the principal.
func happened(event, source string) chapter {
	return func(l *life) {
		l.rows[0]["event_on"], l.rows[0]["event"], l.rows[0]["event_source"] = l.after(1, 5), event, source
	}
}
