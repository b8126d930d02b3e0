package sample

import (
	"context"
	"fmt"

	"homeward/avrr"
)

// returned is somebody who came home on their own some days ago, with others perhaps, under a programme whose year is a year.
func returned(daysAgo int, with ...body) []step {
	return []step{func(ctx context.Context, l *life) error {
		return l.open(ctx, body{
			"programme": "standard", "entry": "already_returned", "applied_on": l.daysAgo(daysAgo), "language": "sq", "host_country": "GB", "host_office": "London office", "receiving_office": "Tirana office",
			"legal_status": "rejected", "funding": "Home Office",
			"contact":     body{"channel": "phone", "value": fmt.Sprintf("+3556923456%02d", l.n%100), "hours": "in the morning", "may_leave_message": true},
			"destination": body{"country": "AL", "place": l.Town},
			"members":     append([]body{{"family_name": l.Family, "given_names": l.Given, "birth": body{"date": l.Birth}, "sex": l.Sex, "nationality": "AL"}}, with...),
		})
	}, receive}
}

// aYear is what was done for somebody who came home a year ago, as it is entered late: a plan in three instalments, a payment in lek
// among them, and visits that asked how life goes in the first month and after half a year.
func aYear() []step {
	return with(returned(362), asked(350), planned(345), decided(340), paidOn("i1", 330), visitOn("month-1", 331, settlingIn), paidInLekOn("i2", 250), visitOn("month-3", 270, nil),
		paidOn("i3", 200), visitOn("month-6", 180, onOwnFeet))
}

// asked is the assessment of what is needed first.
func asked(daysAgo int) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "field", "record-survey", body{"member": "m1", "instrument": "needs", "held_on": l.daysAgo(daysAgo), "mode": "office", "language": "sq", "answers": body{
			"lodging": "with_others", "housing": "some_help", "food-and-household": "no_help", "income": "much_help", "training": "some_help", "health": "no_help", "documents": "some_help", "debts": "some_help"}})
	}
}

func planned(daysAgo int) step {
	return func(ctx context.Context, l *life) error {
		plan := workshop(l)
		plan["measures"].([]body)[0]["line"] = "start-up"
		plan["happened_on"] = l.daysAgo(daysAgo)
		return l.do(ctx, "field", "propose-plan", plan)
	}
}

func decided(daysAgo int) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "decide-plan", body{"decision": "approve", "happened_on": l.daysAgo(daysAgo)})
	}
}

// paidOn is an instalment that was released and paid on one day, and paidInLekOn one that was paid in lek after the rate had moved.
func paidOn(instalment string, daysAgo int) step {
	return func(ctx context.Context, l *life) error {
		if err := l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "happened_on": l.daysAgo(daysAgo)}); err != nil {
			return err
		}
		return l.do(ctx, "field", "record-payment", body{"instalment": instalment, "amount": 50000, "currency": "EUR", "paid_on": l.daysAgo(daysAgo), "place": "supplier", "paid_to": "Supplier in " + l.Town,
			"method": "bank_transfer", "receipt": fmt.Sprintf("R-%03d-%s", l.n, instalment)})
	}
}

func paidInLekOn(instalment string, daysAgo int) step {
	return func(ctx context.Context, l *life) error {
		if err := l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "happened_on": l.daysAgo(daysAgo), "pay_in": "ALL", "rate": "0.0098", "rate_source": "Bank of Albania",
			"rate_on": l.daysAgo(daysAgo)}); err != nil {
			return err
		}
		return l.do(ctx, "field", "record-payment", body{"instalment": instalment, "amount": 5_102_041, "currency": "ALL", "rate": "0.0100", "rate_source": "Bank of Albania", "rate_on": l.daysAgo(daysAgo - 5),
			"paid_on": l.daysAgo(daysAgo - 5), "place": "supplier", "method": "bank_transfer", "paid_to": "Supplier in " + l.Town, "receipt": fmt.Sprintf("R-%03d-%s", l.n, instalment)})
	}
}

// visitOn logs a visit some days ago, with what was answered then.
func visitOn(id string, daysAgo int, answers body) step {
	return func(ctx context.Context, l *life) error {
		log := body{"visit": id, "visited_on": l.daysAgo(daysAgo), "mode": "home", "present": []body{{"name": "Besnik", "relation": "brother"}}, "safe_contact_checked": true,
			"findings": "The workshop is open; the first customers have come.", "outcome": "on_track"}
		if answers != nil {
			log["survey"] = body{"member": "m1", "instrument": "rss", "language": "sq", "answers": answers}
		}
		return l.do(ctx, "field", "log-visit", log)
	}
}

// content is how somebody felt about the help, when it was over.
func content(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "record-survey", body{"member": "m1", "instrument": "reintegration-satisfaction", "held_on": avrr.DateOf(l.begun.In(avrr.Zone("AL"))).String(), "mode": "phone", "language": "sq",
		"answers": satisfied})
}
