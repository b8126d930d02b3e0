package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/store"
	"homeward/workflows"
)

// parents are whose signatures each member of the family needs.
var parents = map[string][]string{"m1": {"m1"}, "m2": {"m2"}, "m3": {"m1", "m2"}, "m4": {"m1", "m2"}}

var everybody = []string{"m1", "m2", "m3", "m4"}

// family opens a case of four: two parents and two children.
func (h *house) family(programme string) walk {
	h.t.Helper()
	in := oneAdult(programme)
	in["members"] = []body{
		{"family_name": "Hoxha", "given_names": "Arta", "birth": body{"date": "1990-04-02"}, "sex": "F", "nationality": "AL", "relation": "principal"},
		{"family_name": "Hoxha", "given_names": "Besnik", "birth": body{"date": "1988-11-30"}, "sex": "M", "nationality": "AL", "relation": "spouse"},
		{"family_name": "Hoxha", "given_names": "Dea", "birth": body{"date": day(-3000)}, "sex": "F", "nationality": "AL", "relation": "child"},
		{"family_name": "Hoxha", "given_names": "Erion", "birth": body{"date": day(-1200)}, "sex": "M", "nationality": "AL", "relation": "child"},
	}
	return walk{house: h, ref: h.open(in)}
}

func (w walk) familyToApproval() {
	w.t.Helper()
	w.do("field", w.ref, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	w.do("officer", w.ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	for _, m := range everybody {
		w.do("officer", w.ref, "record-screening", body{"member": m, "screened_on": day(0)})
		for _, by := range parents[m] {
			for _, kind := range []string{"return", "data"} {
				w.do("officer", w.ref, "give-consent", body{"member": m, "given_by": by, "kind": kind, "signed_on": day(0), "language": "sq"})
			}
		}
	}
	w.do("officer", w.ref, "assess-eligibility", body{"recommendation": "approve"})
	w.do("officer2", w.ref, "decide-eligibility", body{"decision": "approve", "reason": "The children travel with their parents."})
}

func (w walk) familyToTickets(members ...string) {
	w.t.Helper()
	w.do("officer", w.ref, "request-authority", body{"members": members, "authority": "Border Force", "sent_on": day(0)})
	for i, m := range members {
		w.do("officer", w.ref, "record-authority-reply", body{"member": m, "reply": "no_objection", "replied_on": day(0)})
		w.do("officer", w.ref, "record-travel-document", body{"member": m, "status": "issued", "kind": "passport", "number": fmt.Sprintf("BA123456%d", i), "issuer": "AL", "issued_on": day(-400), "expires_on": day(2000)})
	}
	w.familyToSeats(members...)
}

func (w walk) familyToSeats(members ...string) {
	w.t.Helper()
	seats, tickets := w.seats(2*time.Hour), body{}
	seats["passengers"] = members
	w.do("desk", w.ref, "hold-seats", seats)
	for i, m := range members {
		tickets[m] = fmt.Sprintf("257-241031000%d", i)
	}
	w.do("desk", w.ref, "confirm-booking", body{"record_locator": "HXAB12", "tickets": tickets})
}

func TestAFamilyIsSplitAndBothCasesGoOn(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.family("standard")
		w.familyToApproval()
		w.familyToTickets(everybody...)
		movement := h.folded(w.ref).Booking.Movement
		w.do("officer", w.ref, "split-case", body{"members": []string{"m2", "m3"}, "reason": "The girl finishes school first."})
		w.carriedOut()

		left := h.folded(w.ref)
		require.Equal(t, []string{"m1", "m4"}, left.Booking.Members)
		require.Empty(t, left.Booking.Leaving, "the seats are given back")
		read := h.store.Read(context.Background())
		row, err := read.Movement(movement)
		require.NoError(t, err)
		m, err := read.FoldedMovement(row)
		require.NoError(t, err)
		for _, p := range m.Passengers {
			require.Equal(t, p.Member == "m2" || p.Member == "m3", p.Outcome == "released", p.Member)
		}

		later := walk{house: h, ref: left.Links[0].Reference}
		require.Equal(t, w.ref, h.folded(later.ref).Links[0].Reference)
		view, err := h.desk.Case(context.Background(), h.staff["officer"], later.ref)
		require.NoError(t, err)
		require.Equal(t, "Besnik Hoxha", view.Principal)
		require.Equal(t, avrr.Preparation, view.Stage)
		timeline, err := h.desk.Timeline(context.Background(), h.staff["officer"], later.ref)
		require.NoError(t, err)
		require.NotContains(t, fmt.Sprintf("%s", timeline[0].Details), "Besnik", "the first line names cases, not people")

		later.familyToSeats("m2", "m3")
		require.Equal(t, avrr.Travel, h.folded(later.ref).Stage, "its own workflow carries it on")
		later.do("officer", later.ref, "withdraw", body{"channel": "phone"})
		later.carriedOut()
		later.ended(workflows.CaseWorkflowID(h.folded(later.ref).ID))
		require.Equal(t, avrr.Travel, h.folded(w.ref).Stage, "and leaves the other alone")
		w.do("desk", w.ref, "confirm-departure", body{"departed_at": instant(0), "boarded": []string{"m1", "m4"}})
		w.do("field", w.ref, "confirm-arrival", body{"arrived_at": instant(0), "members": []string{"m1", "m4"}})
		require.Equal(t, avrr.Arrival, h.folded(w.ref).Stage)
	})
}

func TestAVoidedArrivalIsTakenBackOnTheMovementToo(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.toArrival()
		c := h.folded(w.ref)
		require.Equal(t, avrr.Arrival, c.Stage)
		_, err := w.try("field", w.ref, "void-event", body{"seq": c.Seq, "reason": "Another passenger of that name."})
		require.Equal(t, avrr.CodeRule, avrr.ErrorCode(err), "it takes another person")
		w.do("desk", w.ref, "void-event", body{"seq": c.Seq, "reason": "Another passenger of that name."})
		w.carriedOut()

		c = h.folded(w.ref)
		require.Equal(t, avrr.Travel, c.Stage)
		require.Empty(t, c.Visits, "its visits are disarmed")
		read := h.store.Read(context.Background())
		row, err := read.Movement(c.Booking.Movement)
		require.NoError(t, err)
		m, err := read.FoldedMovement(row)
		require.NoError(t, err)
		require.Equal(t, avrr.Under, m.Status)
		require.Equal(t, "boarded", m.Passengers[0].Outcome)
		timeline, err := h.desk.Timeline(context.Background(), h.staff["officer"], w.ref)
		require.NoError(t, err)
		voided := 0
		for _, line := range timeline {
			if line.VoidedBy > 0 {
				require.Equal(t, "confirm-arrival", line.Action)
				voided++
			}
		}
		require.Equal(t, 1, voided, "the history keeps the line, and says what became of it")

		w.arrive()
		require.Equal(t, avrr.Arrival, h.folded(w.ref).Stage)
	})
}

func TestACorrectionReprintsThePapersAndTheTicketFollows(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("standard")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.carriedOut()
		_, err := w.try("officer", w.ref, "correct-details", body{"reason": "Misspelt.", "members": []body{{"member": "m1", "family_name": "Hoxhaj"}}})
		require.Equal(t, avrr.CodeUnseen, avrr.ErrorCode(err))
		w.corrects("officer", body{"reason": "Misspelt.", "members": []body{{"member": "m1", "family_name": "Hoxhaj"}}})
		w.carriedOut()
		statuses := map[string]string{}
		papers, err := h.store.Read(context.Background()).Documents(store.CaseSubject(h.folded(w.ref).ID))
		require.NoError(t, err)
		for _, p := range papers {
			verdict, err := h.desk.Verify(context.Background(), p.Code)
			require.NoError(t, err)
			statuses[fmt.Sprintf("%s %d", p.Kind, p.Version)] = verdict.State
		}
		require.Equal(t, map[string]string{"declaration 1": "superseded", "declaration 2": "genuine", "travel_letter 1": "withdrawn",
			"itinerary 1": "superseded", "itinerary 2": "genuine", "advance_booking 1": "superseded", "advance_booking 2": "genuine",
			"decision_letter 1": "superseded", "decision_letter 2": "genuine"}, statuses)
		found, _, err := h.desk.Caseload(context.Background(), h.staff["officer"], searchFor("Hoxhaj"))
		require.NoError(t, err)
		require.Len(t, found, 1, "found by the right name")

		amended := body{"cause": "Name corrected.", "segments": w.seats(time.Hour)["segments"], "tickets": body{"m1": "257-2410310009"}}
		w.do("desk", w.ref, "amend-booking", amended)
		w.carriedOut()
		require.Equal(t, "Arta Hoxhaj", h.folded(w.ref).Principal().TicketName)
	})
}

// A family of four has more signatures, papers and answers than one person, and one journey: it stays within the same budget.
func TestAWholeFamilyStaysWithinTheBudgetOfOnePerson(t *testing.T) {
	h := newReplayHouse(t)
	w := h.family("standard")
	w.familyToApproval()
	w.familyToTickets(everybody...)
	w.do("officer", w.ref, "record-briefing", body{"held_on": day(0), "items": []string{"itinerary", "right_to_withdraw"}})
	w.do("desk", w.ref, "confirm-departure", body{"departed_at": instant(0), "boarded": everybody})
	w.do("field", w.ref, "confirm-arrival", body{"arrived_at": instant(0), "members": everybody, "met_by": "Tirana office"})
	w.toGrant()
	w.toFollowUp()
	w.toClosure()
	h.ended(w.caseWorkflow())
	h.ended(w.movementWorkflow())

	var whole spending
	whole.add(h.runs(w.caseWorkflow()))
	whole.add(h.runs(w.movementWorkflow()))
	whole.print(t, "budget-family-of-four")
	fmt.Printf("figure budget-family-of-four-actions %d actions\n", h.folded(w.ref).Version)
	whole.affordable(t)
}

// A parent who travels later in a linked case and withdraws there is heard for the child who was to go first.
func TestAWithdrawalInALinkedCaseIsHeardForTheChildWhoNeedsIt(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.family("standard")
		w.familyToApproval()
		w.do("officer", w.ref, "split-case", body{"members": []string{"m1", "m3"}, "reason": "They travel later."})
		w.carriedOut()
		later := walk{house: h, ref: h.folded(w.ref).Links[0].Reference}
		later.do("officer", later.ref, "withdraw", body{"member": "m1", "channel": "phone"})
		later.carriedOut()
		require.Equal(t, avrr.Withdrew, h.folded(later.ref).Member("m3").Fate)
		require.Equal(t, avrr.Going, h.folded(w.ref).Member("m2").Fate, "her own return is hers")
		require.Equal(t, avrr.Withdrew, h.folded(w.ref).Member("m4").Fate, "the boy needs his father's consent, wherever his father is")

		w = h.family("standard")
		w.familyToApproval()
		w.do("officer", w.ref, "split-case", body{"members": []string{"m4"}, "reason": "He goes with his aunt."})
		w.carriedOut()
		later = walk{house: h, ref: h.folded(w.ref).Links[0].Reference}
		w.do("officer", w.ref, "withdraw", body{"member": "m2", "channel": "phone"})
		w.carriedOut()
		require.Equal(t, avrr.Withdrew, h.folded(later.ref).Member("m4").Fate)
		require.Equal(t, avrr.Closed, h.folded(later.ref).Stage)
	})
}
