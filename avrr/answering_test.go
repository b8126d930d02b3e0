package avrr_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"homeward/avrr"
)

// answered is a carrier that a machine answers for: it answers the oldest thing it was asked.
func (f *file) answered(in avrr.CarrierAnswered) {
	f.t.Helper()
	asks := f.m.Asks()
	if len(asks) == 0 {
		f.t.Fatal("the carrier was asked nothing")
	}
	own, theirs, err := f.m.Answer(asks[0], in, f.now)
	if err != nil {
		f.t.Fatal(err)
	}
	if err := f.m.Append(&own); err != nil {
		f.t.Fatal(err)
	}
	f.voyages[len(f.voyages)-1] = append(f.voyages[len(f.voyages)-1], own)
	theirs.Cause = avrr.MovementCause(f.m.ID, own.Seq)
	f.append(theirs)
}

// askedNow answers what the carrier is being asked, as "kind members".
func (f *file) askedNow() (kinds []string) {
	for _, a := range f.m.Asks() {
		kinds = append(kinds, a.Kind+" "+strings.Join(a.Members, ","))
	}
	return kinds
}

func (f *file) asking(want ...string) {
	f.t.Helper()
	if got := f.askedNow(); !slices.Equal(got, want) {
		f.t.Fatalf("the carrier is asked %q, not %q", got, want)
	}
}

// askedToHold is a case whose seats a machine is asked for.
func askedToHold(t rapid.TB, p *avrr.Programme, now string) *file {
	f := approvedFile(t, p, now)
	f.operated = true
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`)
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z"))
	f.asking("hold m1")
	return f
}

var (
	seatHeld     = avrr.CarrierAnswered{Outcome: avrr.CarrierDid, Locator: "HXAB12"}
	ticketIssued = avrr.CarrierAnswered{Outcome: avrr.CarrierDid, Locator: "HXAB12", Tickets: map[string]string{"m1": "257-1"}}
	seatFree     = avrr.CarrierAnswered{Outcome: avrr.CarrierDid}
	refusedIt    = avrr.CarrierAnswered{Outcome: avrr.CallRefused}
	nobodyKnows  = avrr.CarrierAnswered{Outcome: avrr.CallUnknown}
)

func TestACarrierIsAskedForSeatsAndThenForTickets(t *testing.T) {
	f := askedToHold(t, homebound, monday)
	if e := f.refused(desk, "confirm-booking", `{}`); rules(e) != "carrier-asked" {
		t.Fatal(e)
	}
	f.answered(seatHeld)
	if f.c.Booking.Locator != "HXAB12" || f.c.Stage != avrr.Preparation {
		t.Fatalf("in %s with %+v", f.c.Stage, f.c.Booking)
	}
	f.does(desk, "confirm-booking", `{}`)
	f.asking("ticket m1")
	if f.c.Stage != avrr.Preparation || f.c.Booking.Status != avrr.Held {
		t.Fatalf("the case says %s in %s before the carrier has said anything", f.c.Booking.Status, f.c.Stage)
	}
	f.answered(ticketIssued)
	if f.c.Stage != avrr.Travel || f.c.Member("m1").Ticket != "257-1" || f.m.Status != avrr.Ticketed || f.m.Passengers[0].Ticket != "257-1" {
		t.Fatalf("in %s with %+v on %+v", f.c.Stage, f.c.Booking, f.m.Passengers)
	}
	if !slices.ContainsFunc(f.c.Papers, func(p *avrr.IssuedPaper) bool { return p.Kind == avrr.PaperTravelLetter }) {
		t.Error("there is no letter to travel with")
	}
	f.asking()
}

func TestWhoWithdrawsIsGivenBackAtTheCarrierWhateverItWasAskedBefore(t *testing.T) {
	for _, c := range []struct {
		name string
		at   func(*file)
		then []avrr.CarrierAnswered
		asks []string
	}{
		{"asked for seats", func(*file) {}, []avrr.CarrierAnswered{seatHeld, seatFree}, []string{"hold m1", "release m1"}},
		{"held", func(f *file) { f.answered(seatHeld) }, []avrr.CarrierAnswered{seatFree}, []string{"release m1"}},
		{"asked for tickets", func(f *file) { f.answered(seatHeld); f.does(desk, "confirm-booking", `{}`) }, []avrr.CarrierAnswered{ticketIssued, seatFree}, []string{"ticket m1", "release m1"}},
		{"ticketed", func(f *file) { f.answered(seatHeld); f.does(desk, "confirm-booking", `{}`); f.answered(ticketIssued) }, []avrr.CarrierAnswered{seatFree}, []string{"release m1"}},
		{"asked for seats it does not have", func(*file) {}, []avrr.CarrierAnswered{refusedIt}, []string{"hold m1", "release m1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := askedToHold(t, homebound, monday)
			c.at(f)
			f.does(officer, "withdraw", `{"channel":"sms"}`)
			f.givesSeatsBack()
			f.asking(c.asks...)
			for _, answer := range c.then {
				f.answered(answer)
			}
			f.asking()
			unwound(t, c.name, f)
			if f.m.Status != avrr.Cancelled || f.m.Passengers[0].Ticket != "" && f.m.Passengers[0].Outcome != "released" {
				t.Errorf("the movement is %s with %+v", f.m.Status, f.m.Passengers)
			}
		})
	}
}

// A carrier that does nothing, or of which nobody knows what it did, is a task for the travel desk, never a second call.
func TestWhatACarrierDidNotDoIsATaskForTheDesk(t *testing.T) {
	const flight = " (BA 2604 LGW–TIA, 2026-03-10)"
	holding := func(*file) {}
	ticketing := func(f *file) { f.answered(seatHeld); f.does(desk, "confirm-booking", `{}`) }
	releasing := func(f *file) {
		f.answered(seatHeld)
		f.does(manager, "cancel-booking", `{"reason":"The corridor is closed."}`)
	}
	for _, c := range []struct {
		name    string
		at      func(*file)
		answer  avrr.CarrierAnswered
		task    string
		booking string
	}{
		{"no seats", holding, refusedIt, "Find other seats: the carrier did not hold these" + flight, avrr.Cancelled},
		{"seats, perhaps", holding, nobodyKnows, "Ask the carrier whether it holds the seats" + flight, avrr.Held},
		{"no tickets", ticketing, refusedIt, "Ask the carrier why it issued no tickets (HXAB12)", avrr.Held},
		{"tickets, perhaps", ticketing, nobodyKnows, "Ask the carrier whether it issued the tickets (HXAB12)", avrr.Held},
		{"not given back", releasing, refusedIt, "Tell the carrier that the seats are given back (HXAB12)", avrr.Cancelled},
		{"given back, perhaps", releasing, nobodyKnows, "Ask the carrier whether the seats are given back (HXAB12)", avrr.Cancelled},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := askedToHold(t, homebound, monday)
			c.at(f)
			f.answered(c.answer)
			asked := slices.ContainsFunc(f.c.Tasks(f.p), func(task avrr.Task) bool { return task.Title.EN == c.task && task.Duty == avrr.TravelDuty })
			if !asked || f.c.Booking.Status != c.booking {
				t.Errorf("the booking is %s, and the tasks are %+v", f.c.Booking.Status, f.c.Tasks(f.p))
			}
			f.asking()
		})
	}
}

// Once the desk has it from the carrier's own mouth, what it types is the outcome.
func TestWhatNobodyKnewTheDeskTypes(t *testing.T) {
	f := askedToHold(t, homebound, monday)
	f.answered(nobodyKnows)
	if e := f.refused(desk, "confirm-booking", `{}`); rules(e) != "tickets-unknown" {
		t.Fatal(e)
	}
	if e := f.refused(desk, "confirm-booking", `{"tickets":{"m1":"257-1"}}`); rules(e) != "locator-unknown" {
		t.Fatal(e)
	}
	f.does(desk, "confirm-booking", ticket)
	if f.c.Stage != avrr.Travel || f.m.Status != avrr.Ticketed {
		t.Fatalf("in %s, the movement %s", f.c.Stage, f.m.Status)
	}
	f.asking()
}

// A hold does not lapse while the carrier issues the tickets, nor while nobody knows whether it has.
func TestAHoldDoesNotLapseUnderTicketsThatMayBeThere(t *testing.T) {
	f := askedToHold(t, homebound, monday)
	f.answered(seatHeld)
	if _, runs := f.m.NextDue(); !runs {
		t.Fatal("the hold never lapses")
	}
	f.does(desk, "confirm-booking", `{}`)
	f.now = moment("2026-03-01T12:00:01Z")
	for range 2 {
		if k, runs := f.m.NextDue(); runs {
			t.Fatalf("it lapses on %s", k.Due)
		}
		if f.m.Asked[len(f.m.Asked)-1].Outcome == "" {
			f.answered(nobodyKnows)
		}
	}

	f = askedToHold(t, homebound, monday)
	f.answered(seatHeld)
	f.does(desk, "confirm-booking", `{}`)
	f.now = moment("2026-03-01T12:00:01Z")
	f.answered(refusedIt)
	if k, runs := f.m.NextDue(); !runs || !k.Due.After(f.now) {
		t.Fatalf("nobody has a day to find out why: %v", k.Due)
	}
}

// The carrier's own time limit counts when it is shorter than the one that was asked for.
func TestACarriersShorterLimitCounts(t *testing.T) {
	f := askedToHold(t, homebound, monday)
	sooner := moment("2026-02-10T12:00:00Z")
	f.answered(avrr.CarrierAnswered{Outcome: avrr.CarrierDid, Locator: "HXAB12", HoldUntil: sooner})
	if k, _ := f.m.NextDue(); !k.Due.Equal(sooner) || !f.c.Booking.HoldUntil.Equal(sooner) {
		t.Fatalf("the movement lapses on %s, the booking on %s", k.Due, f.c.Booking.HoldUntil)
	}
}

// Of a family of which one withdraws, one seat is given back.
func TestOneOfAFamilyIsGivenBackAlone(t *testing.T) {
	f := coupleWith(t, homebound, monday, func(f *file) { f.operated = true })
	f.asking("hold m1,m2")
	f.answered(seatHeld)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.givesSeatsBack()
	f.asking("release m2")
	f.answered(seatFree)
	f.does(engine, "release-passengers", `{"members":["m2"],"reason":"withdrawn"}`)
	f.asking()
	f.does(desk, "confirm-booking", `{}`)
	f.asking("ticket m1")
	f.answered(ticketIssued)
	if f.c.Stage != avrr.Travel {
		t.Fatalf("in %s", f.c.Stage)
	}
}

// Buses are booked by telephone, whatever answers for the airlines.
func TestOnlyFlightsAreAskedFor(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.operated = true
	f.does(desk, "hold-seats", `{"segments":[{"mode":"bus","from_place":"London Victoria","to":"TIA","departs_at":"2026-03-10T12:00:00Z","arrives_at":"2026-03-12T15:30:00+01:00"}],"passengers":["m1"],"hold_until":"2026-03-01T12:00:00Z"}`)
	f.asking()
	if f.c.Booking.Operated || f.c.Booking.Asked != "" {
		t.Errorf("the booking is %+v", f.c.Booking)
	}
}
