package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// adults opens a case of grown-ups who decide each for themselves.
func (h *house) adults(programme string, names ...string) (w walk, members []string) {
	h.t.Helper()
	in := oneAdult(programme)
	var people []body
	for i, name := range names {
		people = append(people, body{"family_name": "Hoxha", "given_names": name, "birth": body{"date": day(-9000 - 100*i)}, "sex": "F", "nationality": "AL"})
		members = append(members, "m"+string(rune('1'+i)))
	}
	in["members"] = people
	return walk{house: h, ref: h.open(in)}, members
}

// Who withdraws after ticketing is out of it everywhere outside, and nobody else is: the witnesses are not ours.
func TestAWithdrawalAfterTicketingIsSeenOutside(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		carrier := h.withCarrier()
		w, members := h.adults("standard", "Arta", "Besa", "Dea")
		w.adultsToTickets(members)
		movement := w.folded(w.ref).Booking.Movement
		for _, m := range members {
			require.Equal(t, "held ticketed", carrier.seats(movement)[m], m)
		}

		w.do("field", w.ref, "withdraw", body{"member": "m2", "channel": "phone"})
		w.carriedOut()
		w.answered()

		require.Equal(t, map[string]string{"m1": "held ticketed", "m2": "held ticketed released", "m3": "held ticketed"}, carrier.seats(movement))
		c := w.folded(w.ref)
		require.Equal(t, avrr.Travel, c.Stage)
		require.Equal(t, []string{"m1", "m3"}, c.Booking.Members)
		require.Empty(t, c.Booking.Leaving)
		require.False(t, w.hasTask("Tell the carrier"), "it knows already")
	})
}

// adultsToTickets brings them to tickets that a machine issues.
func (w walk) adultsToTickets(members []string) {
	w.t.Helper()
	w.do("field", w.ref, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	w.do("officer", w.ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	w.do("officer", w.ref, "request-authority", body{"members": members, "authority": "Border Force", "sent_on": day(0)})
	for i, m := range members {
		w.do("officer", w.ref, "record-screening", body{"member": m, "screened_on": day(0)})
		for _, kind := range []string{"return", "data"} {
			w.do("officer", w.ref, "give-consent", body{"member": m, "kind": kind, "signed_on": day(0), "language": "sq"})
		}
		w.do("officer", w.ref, "record-travel-document", body{"member": m, "status": "issued", "kind": "passport", "number": "BA98765" + string(rune('1'+i)), "issuer": "AL", "issued_on": day(-400), "expires_on": day(2000)})
	}
	w.do("officer", w.ref, "assess-eligibility", body{"recommendation": "approve"})
	w.do("officer2", w.ref, "decide-eligibility", body{"decision": "approve"})
	for _, m := range members {
		w.do("officer", w.ref, "record-authority-reply", body{"member": m, "reply": "no_objection", "replied_on": day(0)})
	}
	seats := w.seats(2 * time.Hour)
	seats["passengers"] = members
	w.do("desk", w.ref, "hold-seats", seats)
	w.answered()
	w.do("desk", w.ref, "confirm-booking", body{})
	w.answered()
	w.carriedOut()
}
