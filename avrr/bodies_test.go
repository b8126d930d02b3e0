package avrr_test

import (
	"fmt"
	"strings"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// Bodies of actions, as people send them.

func seats(departs, arrives, until string, passengers ...string) string {
	if passengers == nil {
		passengers = []string{"m1"}
	}
	return fmt.Sprintf(`{"passengers":["%s"],"hold_until":%q,"segments":[{"carrier":"BA","number":"2604","from":"LGW","to":"TIA","departs_at":%q,"arrives_at":%q}]}`,
		strings.Join(passengers, `","`), until, departs, arrives)
}

func issued(on, expires string) string {
	return fmt.Sprintf(`{"member":"m1","status":"issued","kind":"emergency_travel_document","number":"ETD123","issuer":"AL","issued_on":%q,"expires_on":%q}`, on, expires)
}

func paid(instalment string, amount int, on string) string {
	return fmt.Sprintf(`{"instalment":%[1]q,"amount":%[2]d,"currency":"EUR","paid_on":%[3]q,"place":"supplier","method":"bank_transfer","receipt":"R-%[1]s"}`, instalment, amount, on)
}

func visited(visit, on string) string {
	return fmt.Sprintf(`{"visit":%q,"visited_on":%q,"mode":"home","outcome":"on_track"}`, visit, on)
}

// Files as they stand at each turn of the road. The flight leaves London on 10 March 2026 at noon and lands in Tirana at 15:30.

func opened(t rapid.TB, p *avrr.Programme, now string) *file {
	f := newFile(t, p, now)
	f.does(officer, "open", openAda)
	f.received()
	return f
}

// received has the office of the country of return take the case over.
func (f *file) received() {
	f.t.Helper()
	if f.c.Offices[avrr.ReintegrationDuty] == nil {
		f.does(officer, "assign", `{"duty":"reintegration","office":"Tirana office"}`)
	}
	f.does(field, "answer-assignment", `{"duty":"reintegration","answer":"accept"}`)
}

func assessed(t rapid.TB, p *avrr.Programme, now string) *file {
	f := opened(t, p, now)
	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	f.does(officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02"}`)
	f.does(officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-02-02","language":"sq"}`)
	f.does(officer, "give-consent", `{"member":"m1","kind":"data","signed_on":"2026-02-02","language":"sq"}`)
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	return f
}

func approvedFile(t rapid.TB, p *avrr.Programme, now string) *file {
	f := assessed(t, p, now)
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	f.does(officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02"}`)
	return f
}

func held(t rapid.TB, p *avrr.Programme, now string) *file {
	f := approvedFile(t, p, now)
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z"))
	return f
}

func ticketed(t rapid.TB, p *avrr.Programme, now string) *file {
	f := held(t, p, now)
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`)
	f.does(desk, "confirm-booking", ticket)
	return f
}

func departed(t rapid.TB, p *avrr.Programme, now string) *file {
	f := ticketed(t, p, now)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	return f
}

func travelled(t rapid.TB, p *avrr.Programme, now string) *file {
	f := departed(t, p, now)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`)
	return f
}

func planned(t rapid.TB, p *avrr.Programme, now string) *file {
	f := travelled(t, p, now)
	f.does(field, "propose-plan", onePlan)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	return f
}
