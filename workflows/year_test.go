package workflows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/workflows"
)

const openArta = `{"programme":"standard","applied_on":"2026-02-02","language":"sq","host_country":"GB","legal_status":"rejected","receiving_office":"Tirana office",
	"destination":{"country":"AL"},"members":[{"given_names":"Arta","family_name":"Hoxha","birth":{"date":"1990-04-02"},"nationality":"AL"}]}`

// approved are the deeds that bring a case to preparation, in the first hours of 2 February.
var approved = []deed{
	{"2026-02-02T10:00:00Z", officer, "open", openArta},
	{"2026-02-02T10:05:00Z", field, "answer-assignment", `{"duty":"reintegration","answer":"accept"}`},
	{"2026-02-02T10:10:00Z", officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`},
	{"2026-02-02T10:20:00Z", officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02"}`},
	{"2026-02-02T10:30:00Z", officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-02-02","language":"sq"}`},
	{"2026-02-02T10:31:00Z", officer, "give-consent", `{"member":"m1","kind":"data","signed_on":"2026-02-02","language":"sq"}`},
	{"2026-02-02T10:40:00Z", officer, "assess-eligibility", `{"recommendation":"approve"}`},
	{"2026-02-02T10:50:00Z", officer2, "decide-eligibility", `{"decision":"approve"}`},
}

// granted are the deeds that bring an approved case home and its plan to approval on 21 March.
var granted = []deed{
	{"2026-02-03T10:00:00Z", officer, "request-authority", `{"members":["m1"],"authority":"Border Force","sent_on":"2026-02-03"}`},
	{"2026-02-20T10:00:00Z", officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-20"}`},
	{"2026-02-20T10:10:00Z", officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2024-02-02","expires_on":"2034-02-02"}`},
	{"2026-02-20T11:00:00Z", desk, "hold-seats", seats},
	{"2026-02-21T11:00:00Z", desk, "confirm-booking", `{"record_locator":"HXAB12","tickets":{"m1":"257-2410310000"}}`},
	{"2026-03-20T08:10:00Z", desk, "confirm-departure", `{"departed_at":"2026-03-20T08:05:00Z","boarded":["m1"]}`},
	{"2026-03-20T12:00:00Z", field, "confirm-arrival", `{"arrived_at":"2026-03-20T11:05:00Z","members":["m1"]}`},
	{"2026-03-20T13:00:00Z", field, "propose-plan", `{"measures":[{"dimension":"economic","level":"individual","kind":"business","description":"Tools.","amount":100000,"currency":"EUR","instalments":[{"amount":60000},{"amount":40000}]}]}`},
	{"2026-03-21T09:00:00Z", manager, "decide-plan", `{"decision":"approve"}`},
}

const seats = `{"passengers":["m1"],"hold_until":"2026-02-23T12:00:00Z","segments":[
	{"carrier":"OS","number":"456","from":"LHR","to":"TIA","departs_at":"2026-03-20T08:00:00Z","arrives_at":"2026-03-20T11:00:00Z"}]}`

// A case of the standard programme lives its whole year: every deadline that nothing stopped runs out at its own moment, in
// the place where the case then is, and the case ends with the closure.
func TestAWholeYearOfTheStandardProgramme(t *testing.T) {
	o := newOffice(t, "standard")
	h := o.live(workflows.ReturnCase, workflows.File{Subject: theCase}, "2026-02-02T10:00:00Z", year()...)

	for action, err := range h.answers {
		require.NoError(t, err, action)
	}
	require.Equal(t, avrr.Closed, o.c.Stage)
	require.Equal(t, []string{
		"scan:m1 2026-02-10T00:00:00Z",                                // nobody scanned the declaration
		"authority 2026-02-18T00:00:00Z",                              // counted in London
		"departure-call 2026-03-17T08:00:00Z",                         // hours before the flight, whatever the day
		"notice-reminder:advance_booking:TIA:15 2026-03-18T08:00:00Z", // Tirana has not answered
		"departure-check 2026-03-19T08:00:00Z",
		"visit:month-1/reminder 2026-04-12T22:00:00Z", // from here on in Tirana, in summer time
		"visit:month-1 2026-04-19T22:00:00Z",          // told of a day late
		"visit:month-3/reminder 2026-06-12T22:00:00Z",
		"visit:month-6/reminder 2026-09-11T22:00:00Z",
		"visit:month-12/reminder 2027-03-13T23:00:00Z", // winter time
	}, o.rang)
	require.Equal(t, 1, h.most, "one timer at a time")
	require.Equal(t, moment("2027-03-22T09:00:00Z"), h.ended.Truncate(time.Second), "it ends with the closure")
	require.Len(t, h.runs, 3, "a new run on entering reintegration, and another on entering follow-up")
	require.Equal(t, []string{"", "reintegration", "follow_up"}, []string{h.runs[0].Head.Stage, h.runs[1].Head.Stage, h.runs[2].Head.Stage})
}

// year are the deeds of a whole case.
func year() []deed {
	deeds := append(append([]deed{}, approved...), granted...)
	return append(deeds,
		deed{"2026-03-30T09:00:00Z", manager, "release-instalment", `{"instalment":"i1"}`},
		deed{"2026-04-01T09:00:00Z", field, "record-payment", paid("i1", "60000", "2026-04-01")},
		deed{"2026-04-20T09:00:00Z", field, "log-visit", visited("month-1", "2026-04-20")},
		deed{"2026-04-21T09:00:00Z", manager, "release-instalment", `{"instalment":"i2"}`},
		deed{"2026-04-22T09:00:00Z", field, "record-payment", paid("i2", "40000", "2026-04-22")},
		deed{"2026-06-19T09:00:00Z", field, "log-visit", visited("month-3", "2026-06-19")},
		deed{"2026-09-18T09:00:00Z", field, "log-visit", visited("month-6", "2026-09-18")},
		deed{"2027-03-20T09:00:00Z", field, "log-visit", visited("month-12", "2027-03-20")},
		deed{"2027-03-22T09:00:00Z", field, "close", `{"reason":"completed"}`},
	)
}

func paid(instalment, amount, on string) string {
	return `{"instalment":"` + instalment + `","amount":` + amount + `,"currency":"EUR","paid_on":"` + on + `","place":"supplier","method":"bank_transfer","receipt":"R-` + instalment + `"}`
}

func visited(visit, on string) string {
	return `{"visit":"` + visit + `","visited_on":"` + on + `","mode":"home","outcome":"on_track"}`
}
