package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/store"
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

		back := time.Now().UTC().Truncate(time.Minute).Add(30 * time.Hour)
		w.do("desk", w.ref, "set-escorts", body{"escorts": []body{{"kind": "operational", "name": "Iris Vale", "members": []string{"m2"}, "way_back": []body{
			{"carrier": "OS", "number": "848", "from": "TIA", "to": "VIE", "departs_at": back, "arrives_at": back.Add(2 * time.Hour)}}}}})
		w.carriedOut()
		before := w.letters(t)
		require.Equal(t, map[string]string{"m1": "genuine", "m2": "genuine", "m3": "genuine"}, before)

		w.do("field", w.ref, "withdraw", body{"member": "m2", "channel": "phone"})
		w.carriedOut()
		w.answered()

		require.Equal(t, map[string]string{"m1": "held ticketed", "m2": "held ticketed released", "m3": "held ticketed"}, carrier.seats(movement))
		c := w.folded(w.ref)
		require.Equal(t, avrr.Travel, c.Stage)
		require.Equal(t, []string{"m1", "m3"}, c.Booking.Members)
		require.Empty(t, c.Booking.Leaving)
		require.False(t, w.hasTask("Tell the carrier"), "it knows already")
		require.Equal(t, avrr.EscortReleased, c.Booking.Escorts[0].State)
		require.Equal(t, map[string]string{"m1": "genuine", "m2": "withdrawn", "m3": "genuine"}, w.letters(t))
		require.Equal(t, []string{"new", "amended"}, w.told("tirana@homeward.example"))

		for _, m := range []string{"m1", "m3"} {
			w.do("field", w.ref, "withdraw", body{"member": m, "channel": "phone"})
		}
		w.carriedOut()
		w.answered()
		for m, said := range carrier.seats(movement) {
			require.Equal(t, "held ticketed released", said, m)
		}
		require.Equal(t, map[string]string{"m1": "withdrawn", "m2": "withdrawn", "m3": "withdrawn"}, w.letters(t))
		heard := w.told("tirana@homeward.example")
		require.Equal(t, "cancelled", heard[len(heard)-1])
	})
}

// letters is what a stranger who checks each member's newest travel letter is told.
func (w walk) letters(t *testing.T) map[string]string {
	t.Helper()
	papers, err := w.store.Read(context.Background()).Documents(store.CaseSubject(w.folded(w.ref).ID))
	require.NoError(t, err)
	said, newest := map[string]string{}, map[string]int{}
	for _, p := range papers {
		if p.Kind != avrr.PaperTravelLetter || p.Version < newest[p.Member] {
			continue
		}
		verdict, err := w.desk.Verify(context.Background(), p.Code)
		require.NoError(t, err)
		said[p.Member], newest[p.Member] = verdict.State, p.Version
	}
	return said
}

// told is what an office heard of the case, in its mailbox, in the order it arrived.
func (w walk) told(mailbox string) []string {
	var said []string
	for _, m := range w.mail.Mails() {
		if strings.Contains(m.Subject, w.ref) && slices.Contains(m.To, mailbox) {
			said = append(said, strings.TrimSuffix(m.Subject[strings.LastIndex(m.Subject, "(")+1:], ")"))
		}
	}
	return said
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
