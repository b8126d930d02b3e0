package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// A walk drives one adult through a programme.
type walk struct {
	*house
	ref string
}

func (h *house) begin(programme string) walk {
	h.t.Helper()
	return walk{house: h, ref: h.open(oneAdult(programme))}
}

// oneAdult is the opening of a case of one person.
func oneAdult(programme string) body {
	return body{
		"programme": programme, "applied_on": day(0), "language": "sq", "host_country": "GB", "host_office": "London office", "receiving_office": "Tirana office",
		"legal_status": "rejected", "destination": body{"country": "AL", "place": "Kukës"},
		"members": []body{{"family_name": "Hoxha", "given_names": "Arta", "birth": body{"date": "1990-04-02"}, "sex": "F", "nationality": "AL"}},
	}
}

// day answers the date n days from today.
func day(n int) string { return avrr.DateOf(time.Now().UTC()).AddDays(n).String() }

func instant(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }

func (w walk) toApproval() {
	w.t.Helper()
	w.toAssessment()
	w.do("officer2", w.ref, "decide-eligibility", body{"decision": "approve"})
}

func (w walk) toAssessment() {
	w.t.Helper()
	w.do("field", w.ref, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	w.do("officer", w.ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	w.do("officer", w.ref, "record-screening", body{"member": "m1", "screened_on": day(0)})
	w.do("officer", w.ref, "give-consent", body{"member": "m1", "kind": "return", "signed_on": day(0), "language": "sq"})
	w.do("officer", w.ref, "give-consent", body{"member": "m1", "kind": "data", "signed_on": day(0), "language": "sq"})
	w.do("officer", w.ref, "issue-document", body{"kind": "declaration", "member": "m1", "language": "sq"})
	w.do("officer", w.ref, "assess-eligibility", body{"recommendation": "approve"})
}

func (w walk) toHold() {
	w.t.Helper()
	w.toPapers()
	w.hold(2 * time.Hour)
}

func (w walk) toPapers() {
	w.t.Helper()
	w.do("officer", w.ref, "request-authority", body{"members": []string{"m1"}, "authority": "Border Force", "sent_on": day(0)})
	w.do("officer", w.ref, "record-authority-reply", body{"member": "m1", "reply": "no_objection", "replied_on": day(0)})
	w.do("officer", w.ref, "record-travel-document", body{"member": "m1", "status": "issued", "kind": "passport", "number": strings.ReplaceAll(w.ref, "-", ""), "issuer": "AL", "issued_on": day(-400), "expires_on": day(2000)})
}

// brief is how long a hold lasts that is to lapse: longer than a slow machine takes to record it.
const brief = 10 * time.Second

func (w walk) hold(lasts time.Duration) {
	w.t.Helper()
	w.do("desk", w.ref, "hold-seats", w.seats(lasts))
}

// seats are what the travel desk asks the carrier to hold, on a flight tomorrow.
func (w walk) seats(lasts time.Duration) body { return w.seatsIn(24*time.Hour, lasts) }

func (w walk) seatsIn(ahead, lasts time.Duration) body {
	return body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(lasts).UTC().Format(time.RFC3339Nano), "segments": []body{
		{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": instant(ahead), "arrives_at": instant(ahead + 3*time.Hour)}}}
}

func (w walk) toTicket() {
	w.t.Helper()
	w.ticket()
	w.brief()
}

func (w walk) ticket() {
	w.t.Helper()
	w.do("desk", w.ref, "confirm-booking", body{"record_locator": "HXAB12", "tickets": body{"m1": "257-2410310000"}})
}

func (w walk) brief() {
	w.t.Helper()
	w.do("officer", w.ref, "record-briefing", body{"held_on": day(0), "items": []string{"itinerary", "right_to_withdraw"}})
	w.do("officer", w.ref, "reconfirm-consent", body{"member": "m1", "at": "gate", "channel": "in_person", "on": day(0)})
}

func (w walk) toArrival() {
	w.t.Helper()
	w.depart()
	w.arrive()
}

func (w walk) depart() {
	w.t.Helper()
	w.do("desk", w.ref, "confirm-departure", body{"departed_at": instant(0), "boarded": []string{"m1"}})
}

func (w walk) arrive() {
	w.t.Helper()
	w.do("field", w.ref, "confirm-arrival", body{"arrived_at": instant(0), "members": []string{"m1"}, "met_by": "Tirana office"})
}

func (w walk) toGrant() {
	w.t.Helper()
	w.do("field", w.ref, "propose-plan", body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "business", "description": "Tools.", "amount": 150000, "currency": planCurrency, "instalments": []body{{"amount": 50000}, {"amount": 50000}, {"amount": 50000}}}}})
	w.do("manager", w.ref, "decide-plan", body{"decision": "approve"})
}

func (w walk) toFollowUp() {
	w.t.Helper()
	for i := 1; i <= 3; i++ {
		id := fmt.Sprintf("i%d", i)
		w.do("manager", w.ref, "release-instalment", body{"instalment": id})
		w.do("field", w.ref, "record-payment", body{"instalment": id, "amount": 50000, "currency": planCurrency, "paid_on": day(0), "place": "supplier", "method": "bank_transfer", "receipt": "R" + id})
	}
}

func (w walk) toClosure() {
	w.t.Helper()
	for _, v := range w.folded(w.ref).Visits {
		w.do("field", w.ref, "log-contact", body{"member": "m1", "at": instant(0), "direction": "out", "channel": "phone", "outcome": "reached"})
		w.do("field", w.ref, "log-visit", body{"visit": v.ID, "visited_on": day(0), "mode": "home", "outcome": "on_track"})
	}
	w.do("field", w.ref, "close", body{"reason": "completed"})
}

const planCurrency = "EUR"

func TestOneAdultGoesFromOpeningToClosure(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		for _, programme := range []string{"demo", "standard"} {
			w := h.begin(programme)
			require.Equal(t, avrr.Eligibility, h.folded(w.ref).Stage)
			w.toApproval()
			require.Equal(t, avrr.Preparation, h.folded(w.ref).Stage)
			w.toHold()
			w.toTicket()
			require.Equal(t, avrr.Travel, h.folded(w.ref).Stage)
			w.toArrival()
			require.Equal(t, avrr.Arrival, h.folded(w.ref).Stage)
			w.toGrant()
			require.Equal(t, avrr.Reintegration, h.folded(w.ref).Stage)
			w.toFollowUp()
			require.Equal(t, avrr.FollowUp, h.folded(w.ref).Stage)
			w.toClosure()
			c := h.folded(w.ref)
			require.Equal(t, avrr.Closed, c.Stage)
			require.Equal(t, "completed", c.Closure.Reason)
		}
	})
}
