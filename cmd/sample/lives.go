package sample

import (
	"context"
	"fmt"
	"time"

	"homeward/avrr"
)

// A Life is a fictional person and how far their return has come.
type Life struct {
	Family, Given, Sex, Birth string
	Town                      string
	Steps                     []step
}

type step func(context.Context, *life) error

var (
	families = []string{"Hoxha", "Çela", "Gjoka", "Dervishi", "Leka", "Marku", "Prifti", "Shehu", "Kola", "Basha", "Gjini", "Ndreu", "Hysa", "Vata", "Toska", "Zeqiri", "Muça", "Bërxhani"}
	women    = []string{"Arta", "Drita", "Ermira", "Fatmira", "Gresa", "Jonida", "Liri", "Majlinda", "Rovena", "Shpresa"}
	men      = []string{"Agim", "Besnik", "Çlirim", "Dritan", "Ëngjëll", "Fatos", "Gëzim", "Ilir", "Luan", "Petrit"}
	towns    = []string{"Kukës", "Shkodër", "Durrës", "Vlorë", "Elbasan", "Fier", "Korçë", "Lezhë", "Peshkopi", "Gjirokastër"}
)

// Lives is the sample caseload: people in every stage, some who went all the way, and some who did not.
func Lives() []Life {
	toEligibility := []step{open}
	counselled := with(toEligibility, receive, counsel, screen)
	consented := with(counselled, consent, declaration)
	assessed := with(consented, assess)
	approved := with(assessed, approve)
	papered := with(approved, document)
	held := with(papered, hold)
	ticketed := with(papered, holdSoon, ticket)
	departed := with(papered, holdNow, ticket, brief, depart)
	arrived := with(departed, arrive)
	planned := with(arrived, propose)
	granted := with(planned, grant)
	paid := with(granted, release("i1"), pay("i1", 50000))
	toTransfer := with(granted, payee, releaseTo("i1"))
	settled := with(paid, releaseInLek("i2"), payInLek("i2"), release("i3"), pay("i3", 50000))
	visited := with(settled, visit("month-1"), visit("month-3"), visit("month-6"), visit("month-12"))
	ways := []struct {
		people int
		steps  []step
	}{
		{3, toEligibility}, {3, counselled}, {3, consented}, {3, assessed}, {3, approved}, {4, papered}, {4, held}, {5, ticketed}, {4, departed},
		{4, arrived}, {4, planned}, {2, granted}, {2, toTransfer}, {4, paid}, {3, settled}, {2, with(settled, visit("month-1"), visit("month-3"))}, {4, with(visited, closeCase)},
		{1, with(consented, withdraw)}, {1, with(ticketed, withdraw)}, {1, with(assessed, refuse)}, {1, with(approved, pause)}, {1, with(approved, document, hold, cancel)},
		{1, []step{open, receive, counsel, screenWithConcern, consent}}, {1, with(departed, note)},
		{4, with(papered, join)}, {6, with(papered, join, ticket)}, {1, with(approved, join)}, {1, with(papered, join, ticket, withdraw)},
		{2, with(granted, account, byBank("i1"), byBank("i2"))}, {5, with(granted, account, inFile("i1"))}, {2, with(granted, account, inLekFile("i1"))},
		{1, with(arrived, proposeTools, grant, release("i1"), deliver("i1"), pay("i1", 90000), spend)},
		{1, with(returned(30, theirs("Kola", "Liri", "F")...), proposeCarpentry)}, {1, with(returned(45, theirs("Basha", "Luan", "M")...), proposeCarpentry, grant)},
		{1, aYear()}, {1, with(aYear(), visitOn("month-12", 0, onOwnFeet), content, closeCase)},
	}
	var lives []Life
	for _, w := range ways {
		for range w.people {
			lives = append(lives, person(len(lives), w.steps))
		}
	}
	return lives
}

func with(before []step, more ...step) []step {
	return append(append([]step{}, before...), more...)
}

func person(n int, steps []step) Life {
	l := Life{Family: families[n%len(families)], Given: men[(n/2)%len(men)], Sex: "M", Town: towns[n%len(towns)],
		Birth: fmt.Sprintf("%d-%02d-%02d", 1966+(n*7)%38, 1+n%12, 1+(n*5)%28), Steps: steps}
	if n%2 == 1 {
		l.Given, l.Sex = women[(n/2)%len(women)], "F"
	}
	return l
}

func open(ctx context.Context, l *life) error {
	return l.open(ctx, body{
		"programme": "demo", "applied_on": l.daysAgo(l.n % 20), "language": "sq", "host_country": "GB", "host_office": "London office", "receiving_office": "Tirana office",
		"legal_status": []string{"rejected", "irregular", "asylum_seeker", "stranded"}[l.n%4],
		"contact":      body{"channel": "phone", "value": fmt.Sprintf("+4420794600%02d", l.n%100), "hours": "after six in the evening", "may_leave_message": l.n%3 == 0},
		"destination":  body{"country": "AL", "place": l.Town},
		"members":      []body{{"family_name": l.Family, "given_names": l.Given, "birth": body{"date": l.Birth}, "sex": l.Sex, "nationality": "AL"}},
	})
}

// receive is how the office at home takes over what comes after the arrival.
func receive(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
}

func counsel(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "record-counselling", body{"held_on": l.today(), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
}

func screen(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "record-screening", body{"member": "m1", "screened_on": l.today(), "vulnerabilities": []string{}})
}

func screenWithConcern(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "record-screening", body{"member": "m1", "screened_on": l.today(), "trafficking": body{"act": []string{"recruitment"}, "means": []string{"deception"}, "purpose": []string{"forced_labour"}}})
}

func consent(ctx context.Context, l *life) error {
	for _, kind := range []string{"return", "data"} {
		if err := l.do(ctx, "officer", "give-consent", body{"member": "m1", "kind": kind, "signed_on": l.today(), "language": "sq"}); err != nil {
			return err
		}
	}
	return nil
}

func declaration(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "issue-document", body{"kind": "declaration", "member": "m1", "language": []string{"sq", "en"}[l.n%2]})
}

func assess(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "assess-eligibility", body{"recommendation": "approve"})
}

func approve(ctx context.Context, l *life) error {
	return l.do(ctx, "officer2", "decide-eligibility", body{"decision": "approve"})
}

func refuse(ctx context.Context, l *life) error {
	return l.do(ctx, "officer2", "decide-eligibility", body{"decision": "refuse", "reason": "The person has found another way to travel with family."})
}

func document(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "record-travel-document", body{"member": "m1", "status": "issued", "kind": "passport", "number": fmt.Sprintf("BA%07d", 1200000+l.n*37),
		"issuer": "AL", "issued_on": l.daysAgo(700), "expires_on": l.inDays(2900), "original_held_by": "person"})
}

// seats are those of a journey over Vienna. Where a year takes minutes, so does a flight.
func seats(departs, until time.Time, hour time.Duration) body {
	at := func(t time.Time, place string) string { return t.In(avrr.Zone(place)).Format(time.RFC3339) }
	stop, on, arrives := departs.Add(5*hour/2), departs.Add(4*hour), departs.Add(11*hour/2)
	return body{"passengers": []string{"m1"}, "hold_until": until.UTC().Format(time.RFC3339), "segments": []body{
		{"carrier": "OS", "number": "456", "from": "LHR", "to": "VIE", "departs_at": at(departs, "GB"), "arrives_at": at(stop, "AT")},
		{"carrier": "OS", "number": "847", "from": "VIE", "to": "TIA", "departs_at": at(on, "AT"), "arrives_at": at(arrives, "AL")}}}
}

// hold keeps seats whose time limit is seen to pass while somebody looks.
func hold(ctx context.Context, l *life) error {
	return l.do(ctx, "desk", "hold-seats", seats(l.begun.Add(time.Duration(48+l.n)*time.Hour), l.begun.Add(time.Duration(4+l.n%4)*time.Minute), time.Hour))
}

func holdSoon(ctx context.Context, l *life) error {
	return l.do(ctx, "desk", "hold-seats", seats(l.begun.Add(time.Duration(20+l.n)*time.Hour), l.begun.Add(time.Hour), time.Hour))
}

// holdNow keeps seats on a flight that is about to leave.
func holdNow(ctx context.Context, l *life) error {
	departs := time.Now().Add(20 * time.Second)
	return l.do(ctx, "desk", "hold-seats", seats(departs, departs.Add(-5*time.Second), 4*time.Second))
}

func ticket(ctx context.Context, l *life) error {
	return l.do(ctx, "desk", "confirm-booking", body{"record_locator": fmt.Sprintf("HX%c%c%02d", 'A'+l.n%26, 'K'+l.n%12, l.n%100), "tickets": body{"m1": fmt.Sprintf("257-24%08d", 10310000+l.n)}})
}

func cancel(ctx context.Context, l *life) error {
	return l.do(ctx, "desk", "cancel-booking", body{"reason": "The carrier moved the flight by a day."})
}

func brief(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "record-briefing", body{"held_on": l.today(), "items": []string{"itinerary", "documents", "baggage", "cash", "arrival_contact", "right_to_withdraw"}})
}

func depart(ctx context.Context, l *life) error {
	return l.do(ctx, "desk", "confirm-departure", body{"departed_at": time.Now().UTC().Format(time.RFC3339), "boarded": []string{"m1"}})
}

func arrive(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "confirm-arrival", body{"arrived_at": time.Now().UTC().Format(time.RFC3339), "members": []string{"m1"}, "met_by": "Tirana office", "onward": "By bus to " + l.Town + "."})
}

func propose(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "propose-plan", workshop(l))
}

func workshop(l *life) body {
	return body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "business", "description": "Tools and first stock for a small workshop in " + l.Town + ".",
		"amount": 150000, "currency": "EUR", "instalments": []body{{"amount": 50000}, {"amount": 50000}, {"amount": 50000}}}}}
}

func grant(ctx context.Context, l *life) error {
	return l.do(ctx, "manager", "decide-plan", body{"decision": "approve"})
}

func release(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "release-instalment", body{"instalment": instalment})
	}
}

// payee has the account noted that somebody's money is sent to.
func payee(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "set-payee", body{"for": "member", "member": "m1", "name": l.Given + " " + l.Family, "account": body{"iban": "AL47212110090000000235698741"}})
}

// releaseTo releases an instalment that waits for the next batch file to the bank.
func releaseTo(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "payee": "p1"})
	}
}

func pay(instalment string, amount int) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "field", "record-payment", body{"instalment": instalment, "amount": amount, "currency": "EUR", "paid_on": today(), "place": "supplier", "paid_to": "Supplier in " + l.Town,
			"method": "bank_transfer", "receipt": fmt.Sprintf("R-%03d-%s", l.n, instalment)})
	}
}

// releaseInLek and payInLek give 500 euros in lek; the rate has moved in between.
func releaseInLek(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "pay_in": "ALL", "rate": "0.0100", "rate_source": "Bank of Albania", "rate_on": today()})
	}
}

func payInLek(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "field", "record-payment", body{"instalment": instalment, "amount": 5_000_000, "currency": "ALL", "rate": "0.0102", "rate_source": "Bank of Albania", "rate_on": today(),
			"paid_on": today(), "place": "office", "method": "bank_transfer", "paid_to": "Supplier in " + l.Town, "receipt": fmt.Sprintf("R-%03d-%s", l.n, instalment)})
	}
}

func visit(id string) step {
	return func(ctx context.Context, l *life) error {
		log := body{"visit": id, "visited_on": today(), "mode": "home", "present": []body{{"name": "Besnik", "relation": "brother"}}, "findings": "The workshop is open; the first customers have come.", "outcome": "on_track"}
		if id == "month-1" {
			log["survey"] = body{"member": "m1", "instrument": "rss", "language": "sq", "answers": settlingIn}
		}
		return l.do(ctx, "field", "log-visit", log)
	}
}

func closeCase(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "close", body{"reason": "completed"})
}

func withdraw(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "withdraw", body{"channel": "phone"})
}

func pause(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "hold", body{"reason": "The person is in hospital until next week."})
}

// note leaves a remark on somebody under way.
func note(ctx context.Context, l *life) error {
	return l.do(ctx, "desk", "add-note", body{"text": "Missed the connection in Vienna; rebooked by the carrier for the evening."})
}

// today is the day it is where the visits are made.
func today() string { return avrr.DateOf(time.Now().In(avrr.Zone("AL"))).String() }
