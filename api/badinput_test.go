package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/store"
)

// A household is a case whose people came home twenty days ago, in the middle of its plan: i1 is released and in a file the bank has, i2
// waits for its day, i4 for a photo, and i5 for a milestone.
type household struct {
	*office
	reference, photo, receipt, order string
}

func (o *office) household() household {
	o.t.Helper()
	in := with(with(with(o.application(), "programme", "standard"), "entry", "already_returned"), "applied_on", o.day(-20))
	h := household{office: o, reference: o.opened("officer", in)}
	o.do("field", h.reference, "answer-assignment", fields{"duty": "reintegration", "answer": "accept"})
	o.do("field", h.reference, "propose-plan", fields{"measures": []any{
		fields{"dimension": "economic", "level": "individual", "kind": "business", "description": "A kiosk.", "amount": 60000, "currency": "EUR",
			"instalments": []any{fields{"amount": 20000}, fields{"amount": 20000, "not_before": fields{"after_arrival_days": 90}}, fields{"amount": 20000}}},
		fields{"dimension": "economic", "level": "individual", "kind": "tools", "description": "Tools.", "amount": 30000, "currency": "EUR", "supplier": "Vegla shpk",
			"instalments": []any{fields{"amount": 30000, "evidence": []string{"photo"}}}},
		fields{"dimension": "social", "level": "individual", "kind": "training", "description": "A course.", "amount": 10000, "currency": "EUR",
			"milestones": []any{fields{"title": "Enrolled", "due_on": o.day(30)}}, "instalments": []any{fields{"amount": 10000, "milestone": 1}}},
	}})
	o.do("manager", h.reference, "decide-plan", fields{"decision": "approve"})
	o.do("field", h.reference, "set-payee", fields{"for": "member", "member": "m1", "name": "Arta Hoxha", "account": fields{"iban": "AL47212110090000000235698741"}})
	o.do("manager", h.reference, "release-instalment", fields{"instalment": "i1", "payee": "p1"})
	var drawing bytes.Buffer
	must(o.t, png.Encode(&drawing, image.NewGray(image.Rect(0, 0, 8, 8))))
	h.photo = o.kept("field", h.reference, filed("photo", "", "shop.png", drawing.String()))
	h.receipt = o.kept("field", h.reference, filed("receipt", "", "receipt.pdf", scanned))
	batch := o.ask("manager", "POST", "/api/v1/batches", fields{"programme": "standard", "currency": "EUR"})
	h.order = text(batch.body["orders"].([]any)[0].(map[string]any)["order"])
	if r := o.ask("manager", "POST", "/api/v1/batches/B-00001/send", fields{}); r.status != http.StatusOK {
		o.t.Fatalf("send: %d %s", r.status, r.text)
	}
	return h
}

// releasedAt is when i1 was, as it is said.
func (h household) releasedAt() string {
	h.t.Helper()
	first := h.see("field", h.reference)["plan"].(map[string]any)["instalments"].([]any)[0].(map[string]any)
	at, err := time.Parse(time.RFC3339Nano, text(first["changed_at"]))
	must(h.t, err)
	home, err := time.LoadLocation("Europe/Tirane")
	must(h.t, err)
	return at.In(home).Format("2 January 2006 at 15:04:05 MST")
}

// written is everything that is written down of the case: its row with the head of its log and its state, its log, its money, its tasks and
// what was accepted of it.
func (h household) written() string {
	h.t.Helper()
	r := h.store.Read(h.t.Context())
	row, err := r.CaseByReference(h.reference)
	must(h.t, err)
	events, err := r.Events(store.CaseSubject(row.ID), 0)
	must(h.t, err)
	money, err := r.Money(row.ID)
	must(h.t, err)
	steps, err := r.Steps(row.ID)
	must(h.t, err)
	tasks, err := r.TasksOf(row.ID)
	must(h.t, err)
	waiting, err := r.UnsettledOf(row.ID)
	must(h.t, err)
	files, err := r.Files(row.ID)
	must(h.t, err)
	budgets, err := r.Budgets()
	must(h.t, err)
	order, err := r.PaymentOrder(h.order)
	must(h.t, err)
	all, err := json.Marshal([]any{row, len(events), money, steps, tasks, waiting, files, budgets, order})
	must(h.t, err)
	return string(all)
}

// Whatever is wrong with what is told of money, goods, visits and answers, one sentence says what, and nothing of it is kept: the log, the
// case and everything beside it stand as they did.
func TestBadInputIsRefusedInOneSentenceAndLeavesNothingBehind(t *testing.T) {
	o := newOffice(t)
	h := o.household()
	whole := "amount must be whole minor units of the currency: 1050 for 10.50 where a unit has a hundred of them."
	absurd := "1\u00a0000\u00a0000.01\u00a0EUR cannot be right: nothing of a case comes to more than 1\u00a0000\u00a0000.00\u00a0EUR at once."
	future := func(days int) string {
		return o.day(days) + " lies in the future; what has not happened yet cannot be recorded."
	}
	payment := fields{"instalment": "i1", "amount": 20000, "currency": "EUR", "paid_on": o.day(0), "place": "office", "method": "cash", "receipt": "R-1"}
	cost := fields{"kind": "transport", "amount": 20000, "currency": "EUR", "incurred_on": o.day(0)}
	lek := fields{"instalment": "i1", "amount": 2_000_000, "currency": "ALL", "rate": "0.01", "rate_source": "Bank of Albania", "rate_on": o.day(0), "paid_on": o.day(0), "place": "office", "method": "cash", "receipt": "R-1"}
	measure := fields{"dimension": "social", "level": "individual", "kind": "housing", "description": "Rent.", "amount": 20000, "currency": "EUR"}
	plan := func(field string, value any) fields {
		return fields{"amends": true, "reason": "Another need.", "measures": []any{map[string]any(with(measure, field, value))}}
	}
	visit := fields{"visit": "extra", "visited_on": o.day(0), "mode": "home", "findings": "All is well.", "outcome": "on_track"}
	survey := func(answers fields) fields {
		return fields{"member": "m1", "instrument": "rss", "held_on": o.day(0), "mode": "home", "answers": answers}
	}
	before := h.written()
	for _, x := range []struct {
		name, who, action string
		body              map[string]any
		status            int
		sentence          string
	}{
		{"a payment of nothing", "field", "record-payment", with(payment, "amount", 0), 422, "amount must be more than nothing."},
		{"a payment of less than nothing", "field", "record-payment", with(payment, "amount", -20000), 422, "amount must be more than nothing."},
		{"a payment with a part of a cent", "field", "record-payment", with(payment, "amount", 200.5), 422, whole},
		{"a payment in words", "field", "record-payment", with(payment, "amount", "two hundred"), 422, whole},
		{"a payment beyond counting", "field", "record-payment", with(payment, "amount", 1e15), 422, "amount cannot be right: it is above 1000000000000 minor units."},
		{"an absurd payment", "field", "record-payment", with(payment, "amount", 100_000_001), 409, absurd},
		{"an absurd payment in lek", "field", "record-payment", with(lek, "amount", 100_000_001_00), 409, "At this rate 100\u00a0000\u00a0001.00\u00a0ALL would come to nothing, or to more than 1\u00a0000\u00a0000.00\u00a0EUR."},
		{"a currency nobody is paid in", "field", "record-payment", with(payment, "currency", "XAU"), 409, "XAU is no currency that people are paid in (ISO 4217)."},
		{"a second currency without a rate", "field", "record-payment", with(with(with(lek, "rate", nil), "rate_source", nil), "rate_on", nil), 409, "The programme reckons in EUR; give the rate, where it comes from and of which day it is."},
		{"a rate of nobody", "field", "record-payment", with(lek, "rate_source", nil), 409, "The programme reckons in EUR; give the rate, where it comes from and of which day it is."},
		{"a rate of tomorrow", "field", "record-payment", with(lek, "rate_on", o.day(1)), 409, "The rate is of " + o.day(1) + ", after the " + o.day(0) + " on which it was used."},
		{"a rate below nothing", "field", "record-payment", with(lek, "rate", "-0.01"), 422, "rate must look like 0.0102."},
		{"a payment in the future", "field", "record-payment", with(payment, "paid_on", o.day(3)), 409, future(3)},
		{"a payment on no day", "field", "record-payment", with(payment, "paid_on", "2026-02-30"), 422, "paid_on must be a date of the form YYYY-MM-DD that exists."},
		{"a payment of nothing known", "field", "record-payment", with(payment, "instalment", "i9"), 422, "instalment: the case has no instalment \"i9\"; it has i1, i2, i3, i4, i5."},
		{"a payment of two things", "field", "record-payment", with(payment, "line", "travel-cash"), 409, "A payment is of an instalment or of a line of the package: name exactly one."},
		{"a payment without a receipt", "field", "record-payment", with(payment, "receipt", nil), 422, "receipt is required."},

		{"a cost of nothing", "field", "record-cost", with(cost, "amount", 0), 422, "amount must be more than nothing."},
		{"a cost of less than nothing", "field", "record-cost", with(cost, "amount", -1), 422, "amount must be more than nothing."},
		{"a cost with a part of a cent", "field", "record-cost", with(cost, "amount", 0.5), 422, whole},
		{"an absurd cost", "field", "record-cost", with(cost, "amount", 100_000_001), 409, absurd},
		{"a cost in the future", "field", "record-cost", with(cost, "incurred_on", o.day(2)), 409, future(2)},

		{"a measure of nothing", "field", "propose-plan", plan("amount", 0), 422, "measures/0/amount must be more than nothing."},
		{"a measure of less than nothing", "field", "propose-plan", plan("amount", -20000), 422, "measures/0/amount must be more than nothing."},
		{"a measure with a part of a cent", "field", "propose-plan", plan("amount", 200.25), 422, "measures/0/" + whole},
		{"a measure above all plans", "field", "propose-plan", plan("amount", 100_000_001), 422, "measures/0/amount cannot be right: it is above 100000000 minor units."},
		{"a measure above the package", "field", "propose-plan", plan("amount", 140_000), 409, "The plan comes to 1\u00a0600.00\u00a0EUR, payments before it included; the programme gives this family at most 1\u00a0500.00\u00a0EUR."},
		{"a measure in another currency", "field", "propose-plan", plan("currency", "ALL"), 409, "The programme pays in EUR, not in ALL."},
		{"instalments that do not add up", "field", "propose-plan", plan("instalments", []any{fields{"amount": 15000}, fields{"amount": 15000}}), 409, "The instalments add up to 300.00\u00a0EUR, the measure to 200.00\u00a0EUR."},
		{"an instalment below nothing", "field", "propose-plan", plan("instalments", []any{fields{"amount": 25000}, fields{"amount": -5000}}), 422, "measures/0/instalments/1/amount must be more than nothing."},

		{"an instalment before its window", "manager", "release-instalment", fields{"instalment": "i2"}, 409, "Small business, instalment 2 of 3 may be released from " + o.day(-20+90) + " on."},
		{"an instalment before the one before it", "manager", "release-instalment", fields{"instalment": "i3"}, 409, "Small business, instalment 2 of 3 comes before this one and has not been released."},
		{"an instalment a second time", "manager", "release-instalment", fields{"instalment": "i1"}, 409, "Small business, instalment 1 of 3 was already released by Helen Marchbank on " + h.releasedAt() + "."},
		{"an instalment without its evidence", "manager", "release-instalment", fields{"instalment": "i4"}, 409, "Tools and equipment asks for a file of the kind photo; none is named."},
		{"evidence of the wrong type", "manager", "release-instalment", fields{"instalment": "i4", "evidence": []string{h.receipt}}, 409, "This file is kept as receipt, which is no evidence for this instalment."},
		{"evidence nobody has", "manager", "release-instalment", fields{"instalment": "i4", "evidence": []string{"01ARZ3NDEKTSV4RRFFQ69G5FAV"}}, 422, "evidence: the case has no file \"01ARZ3NDEKTSV4RRFFQ69G5FAV\"; it has " + h.photo + ", " + h.receipt + "."},
		{"a milestone nobody reached", "manager", "release-instalment", fields{"instalment": "i5"}, 409, "Training waits for milestone 1 of its measure. Say on which day it was reached."},
		{"a milestone of the day after tomorrow", "manager", "release-instalment", fields{"instalment": "i5", "reached_on": o.day(2)}, 409, "A milestone reached on " + o.day(2) + " cannot release anything on " + o.day(0) + "."},
		{"an account that cannot be", "field", "set-payee", fields{"for": "member", "member": "m1", "name": "Arta Hoxha", "account": fields{"iban": "AL48212110090000000235698741"}}, 409, "This is not an IBAN: its check digits do not fit. Compare it with the card, sign by sign."},
		{"a delivery in the future", "field", "record-delivery", fields{"instalment": "i1", "delivered": "A kiosk.", "accepted_by": "m1", "on": o.day(2)}, 409, future(2)},
		{"money back of no payment", "field", "reverse-payment", fields{"payment": "p1", "kind": "lost", "amount": 100, "reason": "Stolen.", "on": o.day(0)}, 422, "payment: the case has no payment \"p1\"; it has none."},

		{"a visit in the future", "field", "log-visit", with(visit, "visited_on", o.day(2)), 409, future(2)},
		{"a visit with a photo that is none", "field", "log-visit", with(with(visit, "photos", []string{h.receipt}), "photo_consent", true), 409, "This file was uploaded as receipt, not as a photo."},
		{"a photo without a consent", "field", "log-visit", with(visit, "photos", []string{h.photo}), 409, "Photos are kept only with the consent of whoever is to be seen."},
		{"answers that contradict each other at a visit", "field", "log-visit", with(visit, "survey", fields{"instrument": "rss", "answers": fields{"works": "yes", "looking-for-work": "yes", "why-looking": "unemployed"}}), 409, "Item 7 (works) says that there is work, and item 10 (why-looking) that there is none."},
		{"answers that contradict each other", "field", "record-survey", survey(fields{"works": "yes", "looking-for-work": "yes", "why-looking": "unemployed"}), 409, "Item 7 (works) says that there is work, and item 10 (why-looking) that there is none."},
		{"an answer to what was not asked", "field", "record-survey", survey(fields{"looking-for-work": "no", "why-looking": "other"}), 409, "Item 10 (why-looking) is answered, but it is asked only of who answers item 9 (looking-for-work) with yes."},
		{"an answer nobody could give", "field", "record-survey", survey(fields{"works": "sometimes"}), 409, "Item 7 (works) is answered by yes, in_training, no, dont_know or no_answer."},
		{"an answer to no question", "field", "record-survey", survey(fields{"horoscope": "good"}), 409, "Reintegration Sustainability Survey, version 1, has no item \"horoscope\"."},
		{"a survey in the future", "field", "record-survey", with(survey(fields{"works": "yes"}), "held_on", o.day(2)), 409, future(2)},
	} {
		r := o.ask(x.who, "POST", caseURL(h.reference)+"/actions/"+x.action, x.body)
		if r.status != x.status || text(r.body["detail"]) != x.sentence {
			t.Errorf("%s: %d %s", x.name, r.status, r.text)
		}
		if after := h.written(); after != before {
			t.Errorf("%s left something behind: %s", x.name, after)
			before = after
		}
	}
}

// A file of the bank is read whole or not at all, and read again it changes nothing.
func TestABadFileOfTheBankChangesNothing(t *testing.T) {
	o := newOffice(t)
	h := o.household()
	const columns = "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"
	line := func(cells ...string) string { return columns + h.order + "," + strings.Join(cells, ",") + "\n" }
	send := func(file string) reply {
		return o.ask("manager", "POST", "/api/v1/batches/B-00001/answers", file, "Content-Type: text/csv")
	}
	before := h.written()
	for name, x := range map[string]struct{ file, sentence string }{
		"nothing":                 {"", "The file is empty."},
		"a header alone":          {columns, "The file has a header and no line under it."},
		"a column too few":        {"end_to_end_id,outcome\n" + h.order + ",paid\n", "Line 1: the column amount is missing."},
		"a column of no name":     {"end_to_end_id,outcome,amount,currency,paid_on,bank_reference,colour\n", "Line 1, column 7: its name is none of end_to_end_id, outcome, amount, currency, paid_on, bank_reference, reason."},
		"no outcome":              {line("maybe", "200.00", "EUR", o.day(0), "B-1", ""), "Line 2, column outcome: an outcome is paid, refused or returned."},
		"an amount below nothing": {line("paid", "-200.00", "EUR", o.day(0), "B-1", ""), "Line 2, column amount: an amount of EUR is written like 1250.00, without spaces."},
		"an amount of nothing":    {line("paid", "0.00", "EUR", o.day(0), "B-1", ""), "Line 2, column amount: an amount of EUR is written like 1250.00, without spaces."},
		"a part of a cent":        {line("paid", "200.005", "EUR", o.day(0), "B-1", ""), "Line 2, column amount: an amount of EUR is written like 1250.00, without spaces."},
		"no currency":             {line("paid", "200.00", "XXX", o.day(0), "B-1", ""), "Line 2, column currency: this is no currency of ISO 4217."},
		"no day":                  {line("paid", "200.00", "EUR", "soon", "B-1", ""), "Line 2, column paid_on: a day is written like 2026-03-14."},
		"no reference":            {line("paid", "200.00", "EUR", o.day(0), "", ""), "Line 2, column bank_reference: a payment that was made has the bank's reference."},
		"one payment twice":       {line("paid", "200.00", "EUR", o.day(0), "B-1", "") + h.order + ",refused,,,,,\n", "Line 3, column end_to_end_id: the same payment stands in line 2."},
		"a quotation mark":        {line("paid", "200.00", "EUR", o.day(0), "B\"1", ""), "Line 2, sign 61: a quotation mark is out of place."},
	} {
		if r := send(x.file); r.status != http.StatusUnprocessableEntity || text(r.body["detail"]) != x.sentence {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
		if h.written() != before {
			t.Fatalf("%s left something behind", name)
		}
	}
	lines := func(r reply) (outcomes []string) {
		t.Helper()
		if r.status != http.StatusOK {
			t.Fatalf("%d %s", r.status, r.text)
		}
		for _, l := range r.body["lines"].([]any) {
			l := l.(map[string]any)
			outcomes = append(outcomes, fmt.Sprint(text(l["outcome"]), " ", text(l["why"])))
		}
		return outcomes
	}
	for name, x := range map[string]struct{ file, told string }{
		"in the future":    {line("paid", "200.00", "EUR", o.day(4), "B-1", ""), "[in_the_future ]"},
		"another currency": {line("paid", "200.00", "ALL", o.day(0), "B-1", ""), "[currency_differs ]"},
		"nobody's payment": {columns + "X-1-i1,paid,200.00,EUR," + o.day(0) + ",B-1,\n", "[unknown_payment ]"},
	} {
		if told := lines(send(x.file)); fmt.Sprint(told) != x.told {
			t.Errorf("%s: %q", name, told)
		}
		if h.written() != before {
			t.Fatalf("%s left something behind", name)
		}
	}
}

// Read again, a file records nothing: the bank paid once.
func TestAFileOfTheBankIsRecordedOnceHoweverOftenItIsRead(t *testing.T) {
	o := newOffice(t)
	h := o.household()
	file := "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n" + h.order + ",paid,200.00,EUR," + o.day(0) + ",B-1,\n"
	read := func() string {
		r := o.ask("manager", "POST", "/api/v1/batches/B-00001/answers", file, "Content-Type: text/csv")
		if r.status != http.StatusOK {
			t.Fatalf("%d %s", r.status, r.text)
		}
		return text(r.body["lines"].([]any)[0].(map[string]any)["outcome"])
	}
	row, err := o.store.Read(t.Context()).CaseByReference(h.reference)
	must(t, err)
	told := []string{read(), read()} // the second time before anything is recorded
	waiting, err := o.store.Read(t.Context()).UnsettledOf(row.ID)
	must(t, err)
	if len(waiting) != 1 {
		t.Fatalf("%d requests wait", len(waiting))
	}
	o.record(waiting[0].ID)
	once := h.written()
	if told = append(told, read()); fmt.Sprint(told) != "[waiting waiting already_recorded]" {
		t.Errorf("it is told of as %v", told)
	}
	if h.written() != once || len(h.see("manager", h.reference)["payments"].([]any)) != 1 {
		t.Errorf("it stands there as %s", h.written())
	}
}

// What has happened is recorded although it contradicts the case, and somebody is told: a visit and cash in the hand of somebody who has
// not come home yet.
func TestAVisitAndCashBeforeTheArrivalAreRecordedWithAnAlarm(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	o.do("manager", reference, "record-payment", fields{"line": "start-up", "amount": 20000, "currency": "EUR", "paid_on": o.day(0), "place": "arrival", "method": "cash", "receipt": "R-1"})
	o.do("field", reference, "log-visit", fields{"visit": "extra", "visited_on": o.day(0), "mode": "home", "findings": "The house is empty.", "outcome": "needs_support"})
	v := o.see("manager", reference)
	if len(v["payments"].([]any)) != 1 || len(v["visits"].([]any)) != 1 {
		t.Errorf("what happened is not recorded: %v, %v", v["payments"], v["visits"])
	}
	if told := o.alarms(reference); !slices.Equal(told, []string{"The line start-up was paid before the arrival.", "The visit is dated " + o.day(0) + ", before anybody has arrived."}) {
		t.Errorf("the alarms are %q", told)
	}
}
