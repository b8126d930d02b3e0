package avrr_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// Whatever anybody tries in whatever order, a case stays whole: see whole for what that means.
func TestACaseStaysWholeWhateverIsTried(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]*avrr.Programme{homebound, hasty}).Draw(t, "programme")
		at := rapid.SampledFrom([]opening{opened, assessed, approvedFile, held, couple, ticketed, departed, travelled, planned, closed}).Draw(t, "turn")
		f := at(t, p, monday)
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			f.something(t)
			f.whole(t)
		}
	})
}

// something tries one thing: an action by anybody with a likely or an unlikely body, a while of waiting, or the machinery's part.
func (f *file) something(t *rapid.T) {
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		f.passes(f.now.Add(time.Duration(rapid.IntRange(1, 60*24).Draw(t, "hours")) * time.Hour / time.Duration(speed(f.p))))
	case 1:
		f.givesSeatsBack()
	case 2:
		a := rapid.SampledFrom(avrr.Catalogue).Draw(t, "action")
		body := asJSON(t, bodyFrom(published(t, a.Schema(f.c))).Draw(t, "body"))
		f.tries(t, rapid.SampledFrom(staff).Draw(t, "who"), a.Name, body)
	default:
		offers := avrr.Offers(f.judging(rapid.SampledFrom(staff).Draw(t, "by")))
		likely := f.likely(t)
		s := rapid.SampledFrom(likely).Draw(t, "likely")
		if len(offers) > 0 && rapid.Bool().Draw(t, "follows an offer") {
			o := rapid.SampledFrom(offers).Draw(t, "offer")
			for _, l := range likely {
				if l.action == o.Action.Name {
					s = l
				}
			}
		}
		f.tries(t, s.who, s.action, s.body)
	}
}

// speed is how many times faster than life a programme runs.
func speed(p *avrr.Programme) int {
	if p.Demo {
		return 10000
	}
	return 1
}

func (f *file) tries(t *rapid.T, who avrr.Actor, action, body string) {
	if err := f.try(who, action, body); err != nil {
		refusal(t, err)
	}
}

// likely are things people do, about the members, visits and instalments the case has, on days around today.
func (f *file) likely(t *rapid.T) []step {
	day := avrr.DateOf(f.now).AddDays(rapid.IntRange(-40, 2).Draw(t, "day")).String()
	m := rapid.SampledFrom(f.c.Members).Draw(t, "member").ID
	flight := f.now.Add(time.Duration(rapid.IntRange(-24, 24*40).Draw(t, "flight")) * time.Hour)
	when := func(after time.Duration) string { return flight.Add(after).UTC().Format(time.RFC3339) }
	passengers := []string{m}
	if rapid.Bool().Draw(t, "all") {
		passengers = nil
		for _, m := range f.c.Members {
			passengers = append(passengers, m.ID)
		}
	}
	happened := f.now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "ago")) * time.Hour).UTC().Format(time.RFC3339)
	tickets := map[string]string{}
	if f.c.Booking != nil {
		for _, m := range f.c.Booking.Members {
			tickets[m] = "055" + m
		}
	}
	steps := []step{
		{officer, "record-counselling", fmt.Sprintf(`{"held_on":%q,"language":"sq","mode":"phone","outcome":"wishes_to_return"}`, day)},
		{officer, "give-consent", fmt.Sprintf(`{"member":%q,"kind":%q,"signed_on":%q,"language":"sq"}`, m, rapid.SampledFrom([]string{"return", "data"}).Draw(t, "kind"), day)},
		{officer, "record-screening", fmt.Sprintf(`{"member":%q,"screened_on":%q}`, m, day)},
		{concern.who, concern.action, fmt.Sprintf(`{"member":%q,"screened_on":%q,"trafficking":{"act":["transport"]}}`, m, day)},
		{protection, "record-risk-assessment", fmt.Sprintf(`{"member":%q,"on":%q,"safe":"yes"}`, m, day)},
		{officer, "assess-eligibility", `{"recommendation":"approve"}`},
		{officer2, "decide-eligibility", fmt.Sprintf(`{"decision":%q,"reason":"So"}`, rapid.SampledFrom([]string{"approve", "approve", "refuse", "send_back"}).Draw(t, "decision"))},
		{officer, "record-authority-reply", fmt.Sprintf(`{"member":%q,"reply":"no_objection","replied_on":%q}`, m, day)},
		{officer, "record-travel-document", fmt.Sprintf(`{"member":%q,"status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2035-01-01"}`, m)},
		{desk, "hold-seats", seats(when(0), when(3*time.Hour), when(-time.Hour), passengers...)},
		{desk, "confirm-booking", `{"record_locator":"ABC123","tickets":` + asJSON(t, tickets) + `}`},
		{desk, "cancel-booking", `{"reason":"Strike"}`},
		{desk, "amend-booking", fmt.Sprintf(`{"cause":"Strike","segments":[{"carrier":"BA","number":"2604","from":"LGW","to":"TIA","departs_at":%q,"arrives_at":%q}]}`, when(0), when(3*time.Hour))},
		{desk, "report-leg", fmt.Sprintf(`{"segment":1,"occurred_at":%q,"passengers":{%q:%q}}`, happened, m, rapid.SampledFrom([]string{"boarded", "boarded", "refused_at_gate", "no_show",
			"denied_boarding", "missed_connection", "declined_onward", "refused_entry", "detained", "added"}).Draw(t, "on the leg"))},
		{desk, "confirm-departure", fmt.Sprintf(`{"departed_at":%q,"boarded":%s}`, happened, asJSON(t, rapid.SampledFrom([][]string{passengers, {}}).Draw(t, "boarded")))},
		{field, "confirm-arrival", fmt.Sprintf(`{"arrived_at":%q,"members":%s}`, happened, asJSON(t, passengers))},
		{field, "propose-plan", onePlan},
		{field, "propose-plan", changed(rapid.IntRange(1, 60000).Draw(t, "amended"))},
		{manager, "decide-plan", fmt.Sprintf(`{"decision":%q,"reason":"So"}`, rapid.SampledFrom([]string{"approve", "approve", "send_back"}).Draw(t, "on the plan"))},
		{officer, "decline-reintegration", fmt.Sprintf(`{"on":%q}`, day)},
		{desk, "withdraw", `{"channel":"phone"}`},
		{desk, "withdraw", fmt.Sprintf(`{"channel":"phone","member":%q}`, m)},
		{officer, "schedule", fmt.Sprintf(`{"kind":"medical","at":%q,"members":%s}`, when(0), asJSON(t, passengers))},
		{officer, "log-contact", fmt.Sprintf(`{"member":%q,"at":%q,"direction":"out","channel":"phone","outcome":%q}`, m, happened, rapid.SampledFrom([]string{"reached", "no_answer"}).Draw(t, "answer"))},
		{officer, "add-task", fmt.Sprintf(`{"title":"Call","duty":"return","due_on":%q}`, day)},
		{officer, "assign", fmt.Sprintf(`{"duty":"reintegration","office":%q}`, rapid.SampledFrom([]string{"Tirana office", "London office", "Shkodër partner"}).Draw(t, "office"))},
		{field, "answer-assignment", fmt.Sprintf(`{"duty":"reintegration","answer":%q,"reason":"So"}`, rapid.SampledFrom([]string{"accept", "send_back"}).Draw(t, "answer of the office"))},
		{officer, "report-event", told(m, rapid.SampledFrom([]string{avrr.Death, avrr.Detention, avrr.Release, avrr.Hospital, avrr.AsylumClaim, avrr.ProtectionGranted,
			avrr.OwnDeparture, avrr.RemovedByState, avrr.ReMigrated}).Draw(t, "event"), day)},
		wait,
		{manager, "resume", `{}`},
		{manager, "close", fmt.Sprintf(`{"reason":%q,"note":"So"}`, rapid.SampledFrom([]string{"completed", "other"}).Draw(t, "closing"))},
		{manager, "reopen", fmt.Sprintf(`{"stage":%q,"reason":"So"}`, rapid.SampledFrom([]string{"eligibility", "preparation", "reintegration", "follow_up"}).Draw(t, "reopening"))},
	}
	if f.c.Plan != nil {
		i := rapid.SampledFrom(f.c.Plan.Instalments).Draw(t, "instalment")
		steps = append(steps, step{manager, "release-instalment", fmt.Sprintf(`{"instalment":%q}`, i.ID)}, step{field, "record-payment", paid(i.ID, int(i.Money.Amount), day)})
	}
	if len(f.c.Appointments) > 0 {
		agreed := rapid.SampledFrom(f.c.Appointments).Draw(t, "appointment")
		outcome := rapid.SampledFrom([]string{`"kept"`, `"missed"`, fmt.Sprintf(`"moved","moved_to":%q`, when(0))}).Draw(t, "what became of it")
		steps = append(steps, step{officer, "record-appointment", fmt.Sprintf(`{"appointment":%q,"outcome":%s}`, agreed.ID, outcome)})
	}
	steps = append(steps, step{field, "record-payment", fmt.Sprintf(`{"line":"cash","amount":100,"currency":"EUR","paid_on":%q,"place":"departure","method":"cash","receipt":"R"}`, day)},
		step{field, "decline-reintegration", fmt.Sprintf(`{"member":%q,"scope":%q,"on":%q}`, m, rapid.SampledFrom([]string{"all", "plan", "visits"}).Draw(t, "scope"), day)})
	if len(f.c.Payments) > 0 {
		p := rapid.SampledFrom(f.c.Payments).Draw(t, "payment")
		steps = append(steps, step{field, "reverse-payment", reversed(p.ID, int(p.Money.Amount)/rapid.IntRange(1, 2).Draw(t, "a part"), day)})
	}
	if len(f.c.Visits) > 0 {
		v := rapid.SampledFrom(f.c.Visits).Draw(t, "visit")
		steps = append(steps, step{field, "log-visit", visited(v.ID, day)},
			step{field, "reschedule-visit", fmt.Sprintf(`{"visit":%q,"due_on":%q,"reason":"Away"}`, v.ID, avrr.DateOf(f.now).AddDays(30))})
	}
	return steps
}

// whole checks what holds of every case at every moment; that it refolds is checked whenever it grows.
func (f *file) whole(t *rapid.T) {
	c := f.c
	_, runs := c.NextDue(f.p)
	tasks := c.Tasks(f.p)
	switch {
	case c.Stage == avrr.Closed && len(c.Clocks(f.p)) > 0:
		t.Fatalf("a clock runs in a closed case: %v", c.Clocks(f.p))
	case c.Stage != avrr.Closed && !runs:
		t.Fatalf("nothing is due in %s", c.Stage)
	case c.Owner(f.p).Duty == "":
		t.Fatalf("nobody is to act in %s", c.Stage)
	case c.Stage != avrr.Closed && !c.OnHold && len(tasks) == 0 && c.Officer(avrr.ReturnDuty) == "":
		t.Fatalf("nobody is asked for anything in %s", c.Stage)
	}
	ids := map[string]bool{}
	for _, task := range tasks {
		if ids[task.ID] || task.Duty == "" || task.Title.EN == "" {
			t.Fatalf("the task %+v", task)
		}
		ids[task.ID] = true
		if by := strings.TrimPrefix(task.ID, "overdue:task:"); task.Title.EN == task.Title.SQ && !strings.HasPrefix(by, "task-") {
			t.Fatalf("%s is said in English only: %q", task.ID, task.Title.EN)
		}
	}
	f.sums(t)
	f.leavesTheDeadAlone(t)
	f.mayWithdraw(t)
	f.saysWhatItRefuses(t)
}

// leavesTheDeadAlone checks that nobody is asked to reach, book or hear somebody who died.
func (f *file) leavesTheDeadAlone(t *rapid.T) {
	for _, m := range f.c.Members {
		if m.Fate != avrr.Died {
			continue
		}
		for _, task := range f.c.Tasks(f.p) {
			if strings.HasSuffix(task.ID, ":"+m.ID) {
				t.Fatalf("%s is dead, and there is the task %+v", m.ID, task)
			}
		}
		if b := f.c.Booking; m.Ticket != "" || b != nil && (b.Status == avrr.Held || b.Status == avrr.Ticketed) && slices.Contains(b.Members, m.ID) {
			t.Fatalf("%s is dead and still has a seat: %+v", m.ID, b)
		}
		if slices.ContainsFunc(m.Consents, func(k *avrr.Consent) bool { return k.Withdrawn.IsZero() }) {
			t.Fatalf("a consent of %s, who is dead, stands", m.ID)
		}
	}
}

// mayWithdraw checks that nothing ever refuses a withdrawal while somebody is still to depart.
func (f *file) mayWithdraw(t rapid.TB) {
	withdraw, _ := avrr.Find("withdraw")
	for _, m := range f.c.Members {
		awaited := m.Fate == avrr.Going || m.Fate == avrr.NoShow || m.Fate == avrr.Returned
		for _, role := range withdraw.Roles {
			j := f.judging(avrr.Actor{ID: "hear", Role: role})
			for _, body := range []string{`{"channel":"at_the_gate"}`, fmt.Sprintf(`{"channel":"sms","member":%q}`, m.ID)} {
				_, err := avrr.Judge(j, avrr.Submission{ID: "w", Action: "withdraw", Actor: j.Actor, Case: f.c.ID, Body: []byte(body)})
				if awaited && err != nil {
					t.Fatalf("%s may not withdraw in %s: %v", m.ID, f.c.Stage, err)
				}
			}
			offers := avrr.Offers(j)
			if awaited && !slices.ContainsFunc(offers, func(o avrr.Offer) bool { return o.Action == withdraw && len(o.Blocked) == 0 }) {
				t.Fatalf("%s is not offered the withdrawal in %s", role, f.c.Stage)
			}
		}
	}
}

// saysWhatItRefuses checks that whoever follows the offers is told beforehand what would be in the way.
func (f *file) saysWhatItRefuses(t *rapid.T) {
	for _, who := range staff {
		for _, o := range avrr.Offers(f.judging(who)) {
			if len(o.Blocked) == 0 {
				continue
			}
			schema := published(t, o.Schema)
			if impossible(schema) {
				continue
			}
			body := asJSON(t, bodyFrom(schema).Draw(t, "blocked body"))
			var e *avrr.Error
			if err := f.try(who, o.Action.Name, body); !errors.As(err, &e) || e.Code != avrr.CodeRule {
				t.Fatalf("%s is blocked by %v, but: %v", o.Action.Name, o.Blocked, err)
			}
		}
	}
}
