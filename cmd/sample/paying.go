package sample

import (
	"context"
	"fmt"
)

// noAccount is an account nobody has; its check digits fit.
const noAccount = "AL47212110090000000235698741"

// account is how the person is paid by the bank from now on.
func account(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "set-payee", body{"for": "member", "member": "m1", "name": l.Given + " " + l.Family, "account": body{"iban": noAccount}})
}

// byBank orders an instalment of the bank that answers at once.
func byBank(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "pay": "by_bank", "payee": "p1"})
	}
}

// inFile leaves an instalment to the next file for the bank, and inLekFile one that is paid in lek.
func inFile(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "payee": "p1"})
	}
}

func inLekFile(instalment string) step {
	return func(ctx context.Context, l *life) error {
		return l.do(ctx, "manager", "release-instalment", body{"instalment": instalment, "payee": "p1", "pay_in": "ALL", "rate": "0.0101", "rate_source": "Bank of Albania", "rate_on": today()})
	}
}

// proposeTools is a plan whose first instalment is an order of a supplier.
func proposeTools(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "propose-plan", body{"measures": []body{
		{"dimension": "economic", "level": "individual", "kind": "tools", "description": "Two sewing machines, an overlock and a cutting table for a tailor's shop in " + l.Town + ".",
			"amount": 90000, "currency": "EUR", "supplier": "Makina Qepëse Drini",
			"quotes": []body{{"supplier": "Makina Qepëse Drini", "amount": 90000, "currency": "EUR", "chosen": true}, {"supplier": "Singer Tirana", "amount": 97000, "currency": "EUR"}}},
		{"dimension": "social", "level": "individual", "kind": "training", "description": "Evening course in bookkeeping, three months.", "amount": 60000, "currency": "EUR",
			"instalments": []body{{"amount": 30000}, {"amount": 30000}}}}})
}

// deliver prints the order, and records what came of it and what did not.
func deliver(instalment string) step {
	return func(ctx context.Context, l *life) error {
		if err := l.do(ctx, "field", "issue-document", body{"kind": "purchase_order", "instalment": instalment, "language": "sq"}); err != nil {
			return err
		}
		return l.do(ctx, "field", "record-delivery", body{"instalment": instalment, "delivered": "Two sewing machines and an overlock.", "short": "The cutting table follows on Friday.",
			"accepted_by": "m1", "on": today()})
	}
}

// spend is what the office itself paid beside, in its own currency.
func spend(ctx context.Context, l *life) error {
	return l.do(ctx, "officer", "record-cost", body{"kind": "ticket", "member": "m1", "amount": 18450, "currency": "GBP", "rate": "1.1520", "rate_source": "European Central Bank", "rate_on": l.today(),
		"funding": "Home Office", "incurred_on": l.today()})
}

// theirs are the wife or husband and the child of somebody who came home with them.
func theirs(family, given, sex string) []body {
	return []body{
		{"family_name": family, "given_names": given, "birth": body{"year": 1990}, "sex": sex, "nationality": "AL", "relation": "spouse"},
		{"family_name": family, "given_names": "Era", "birth": body{"date": "2019-04-11"}, "sex": "F", "nationality": "AL", "relation": "child"}}
}

// proposeCarpentry is a plan that comes to more than one manager may approve.
func proposeCarpentry(ctx context.Context, l *life) error {
	return l.do(ctx, "field", "propose-plan", body{"measures": []body{
		{"line": "start-up", "dimension": "economic", "level": "individual", "kind": "business", "description": "Carpentry in " + l.Town + ": a panel saw, a planer and the first load of timber.", "amount": 280000, "currency": "EUR",
			"supplier": "Druri i Mirë", "milestones": []body{{"title": "The workshop is registered", "due_on": l.inDays(40)}},
			"quotes": []body{
				{"supplier": "Druri i Mirë", "amount": 280000, "currency": "EUR", "chosen": true, "why_not_cheapest": "Delivers and sets up the machines, with a year's warranty."},
				{"supplier": "Makineri Elbasan", "amount": 265000, "currency": "EUR"}, {"supplier": "Pro Wood", "amount": 312000, "currency": "EUR"}},
			"instalments": []body{{"amount": 160000}, {"amount": 120000, "milestone": 1, "evidence": []string{"photo"}}}},
		{"dimension": "psychosocial", "level": "community", "kind": "counselling", "description": "Six evenings of the village's fathers' group.", "amount": 30000, "currency": "EUR"}}})
}

// bankFile is what the bank says of some orders: the first are paid, of the one before the last it says no, and of the last nothing.
func bankFile(orders []string) string {
	file := "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"
	for n, order := range orders[:len(orders)-1] {
		if n == len(orders)-2 {
			file += order + ",refused,,,,,Account closed\n"
			continue
		}
		file += fmt.Sprintf("%s,paid,500.00,EUR,%s,BKT-%06d,\n", order, today(), 418200+n)
	}
	return file
}
