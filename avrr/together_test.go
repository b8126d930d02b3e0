package avrr_test

import (
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

const anyMovement = `"movement":"01JDNP4R8C5T2V9XQ0H3KM7WZB"`

// joining is another case, of one person with the same member id, that joins the movement of the first.
func joining(t rapid.TB, first *file) *file {
	t.Helper()
	f := approvedFile(t, first.p, monday)
	f.does(passport.who, passport.action, passport.body)
	f.c.ID = "c2"
	f.beside(first)
	f.does(desk, "join-movement", `{`+anyMovement+`,"passengers":["m1"]}`)
	first.beside(f)
	return f
}

// beside has a file see the movement as another one left it.
func (f *file) beside(other *file) { f.m, f.voyages, f.now = other.m, other.voyages, other.now }

// both have two cases on one movement.
func both(t rapid.TB) (ada, ben *file) {
	ada = withPassport(t, homebound, monday)
	return ada, joining(t, ada)
}

func (f *file) seatNow() string { return seatOf(f, "m1") }

func TestWhoJoinsTravelsByTheMovementsItineraryUntilItsLimit(t *testing.T) {
	ada, ben := both(t)
	sameJSON(t, ben.c.Booking.Segments, ada.c.Booking.Segments)
	if ben.c.Booking.Status != avrr.Held || !ben.c.Booking.HoldUntil.Equal(ada.c.Booking.HoldUntil) || !slices.Equal(ada.m.Cases(), []string{"c1", "c2"}) {
		t.Fatalf("%+v aboard %v", ben.c.Booking, ada.m.Cases())
	}
}

func TestTheTicketsOfOneCaseLeaveTheSeatsOfTheOtherOnHold(t *testing.T) {
	ada, ben := both(t)
	ada.does(desk, "confirm-booking", ticket)
	ben.beside(ada)
	if ada.m.Status != avrr.Ticketed || seatOf(ben, "m1") != "" || ben.c.Booking.Status != avrr.Held || ada.m.Passengers[1].Ticket != "" {
		t.Fatalf("the movement is %s, Ben's booking %s, %+v", ada.m.Status, ben.c.Booking.Status, ada.m.Passengers)
	}
	k, runs := ada.m.NextDue()
	if !runs || !k.Due.Equal(ben.c.Booking.HoldUntil) {
		t.Fatalf("the carrier's limit does not run for the seats still held: %+v", k)
	}
	if ada.m.Holds("c1") || !ada.m.Holds("c2") {
		t.Fatal("the seat that is only held is Ben's")
	}
	lapse := avrr.Event{Cause: k.Cause(), Action: "lapse-hold", Actor: engine, RecordedAt: k.Due, Input: []byte(asJSON(t, avrr.LapseHold{Clock: k.Name, Due: k.Due}))}
	theirs := lapse
	theirs.Movement = ada.m.ID
	if err := ada.m.Append(&lapse); err != nil {
		t.Fatal(err)
	}
	ada.voyages[0] = append(ada.voyages[0], lapse)
	ben.beside(ada)
	ben.append(theirs)
	if ada.c.Booking.Status != avrr.Ticketed || ben.c.Booking.Status != avrr.Lapsed || ada.m.Status != avrr.Ticketed || !slices.Equal(ada.m.Cases(), []string{"c1"}) {
		t.Fatalf("Ada's booking is %s, Ben's %s, the movement %s with %v", ada.c.Booking.Status, ben.c.Booking.Status, ada.m.Status, ada.m.Cases())
	}
	if _, runs := ada.m.NextDue(); runs {
		t.Fatal("a limit runs though nobody's seat is only held")
	}
}

// Whatever is done on one case leaves the passenger of the other alone, though both are called m1.
func TestWhatOneCaseDoesLeavesTheOtherAlone(t *testing.T) {
	boards, stays := `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`, `{"departed_at":"2026-03-10T12:05:00Z","boarded":[]}`
	for name, c := range map[string]struct {
		does     []step
		seat     string
		other    string // what then becomes of the other, who boards
		movement string
	}{
		"boards":        {[]step{{desk, "confirm-departure", boards}}, "boarded", "boarded", avrr.Under},
		"stays away":    {[]step{{desk, "confirm-departure", stays}}, "no_show", "boarded", avrr.Under},
		"turns back":    {[]step{{desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:05:00Z","passengers":{"m1":"refused_at_gate"}}`}}, "refused_at_gate", "boarded", avrr.Under},
		"withdraws":     {[]step{{desk, "withdraw", `{"channel":"phone"}`}}, "released", "boarded", avrr.Under},
		"gives up":      {[]step{{desk, "cancel-booking", `{"reason":"Ill"}`}}, "released", "boarded", avrr.Under},
		"arrives first": {[]step{{desk, "confirm-departure", boards}, {field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00Z","members":["m1"]}`}}, "arrived", "boarded", avrr.Under},
	} {
		ada, ben := both(t)
		ada.does(desk, "confirm-booking", ticket)
		ben.beside(ada)
		ben.does(desk, "confirm-booking", strings.Replace(ticket, "0551", "0552", 1))
		ada.beside(ben)
		if ada.c.Member("m1").Ticket == ben.c.Member("m1").Ticket || ada.m.Passengers[0].Ticket == ada.m.Passengers[1].Ticket {
			t.Fatalf("both travel on one ticket: %+v", ada.m.Passengers)
		}
		ada.now = moment("2026-03-10T15:00:00Z")
		for _, s := range c.does {
			ada.does(s.who, s.action, s.body)
		}
		ada.givesSeatsBack()
		ben.beside(ada)
		if ben.c.Member("m1").Fate != avrr.Going || ben.seatNow() != "" || ada.seatNow() != c.seat {
			t.Errorf("%s: Ada's seat is %q, Ben is %s with %q", name, ada.seatNow(), ben.c.Member("m1").Fate, ben.seatNow())
		}
		ben.does(desk, "confirm-departure", boards)
		ada.beside(ben)
		if ben.seatNow() != c.other || ada.seatNow() != c.seat || ben.m.Status != c.movement {
			t.Errorf("%s: then Ada's seat is %q, Ben's %q, the movement %s", name, ada.seatNow(), ben.seatNow(), ben.m.Status)
		}
		ben.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00Z","members":["m1"]}`)
		want := avrr.Completed
		if c.seat == "boarded" {
			want = avrr.Under
		}
		if ben.m.Status != want {
			t.Errorf("%s: with Ben home the movement is %s", name, ben.m.Status)
		}
	}
}

func TestAChangedItineraryIsThatOfTheCaseAlone(t *testing.T) {
	ada, ben := both(t)
	ada.does(desk, "amend-booking", `{"cause":"An earlier flight","segments":[{"carrier":"BA","number":"2606","from":"LGW","to":"TIA","departs_at":"2026-03-09T12:00:00Z","arrives_at":"2026-03-09T15:30:00+01:00"}]}`)
	ben.beside(ada)
	if len(ada.m.Passengers[0].Segments) != 1 || len(ada.m.Passengers[1].Segments) != 0 || ada.m.Segments[0].Number != "2604" || ada.c.Booking.Segments[0].Number != "2606" || ben.c.Booking.Segments[0].Number != "2604" {
		t.Fatalf("%+v", ada.m)
	}
}

func TestNobodyJoinsWhatIsNotThereOrHasLeft(t *testing.T) {
	lone := func() *file {
		f := approvedFile(t, homebound, monday)
		f.c.ID = "c2"
		return f
	}
	join := `{` + anyMovement + `,"passengers":["m1"]}`
	f := lone()
	if e := f.refused(desk, "join-movement", join); rules(e) != "no-such-movement" {
		t.Error(e)
	}
	left := departed(t, homebound, monday)
	f.beside(left)
	if e := f.refused(desk, "join-movement", join); rules(e) != "movement-over" {
		t.Error(e)
	}
	late := ticketed(t, homebound, monday)
	late.now = moment("2026-03-10T14:00:00Z")
	f = lone()
	f.beside(late)
	if e := f.refused(desk, "join-movement", join); rules(e) != "departed-already" {
		t.Error(e)
	}
	ada, ben := both(t)
	if e := ben.refused(desk, "join-movement", join); rules(e) != "already-booked" {
		t.Error(e)
	}
	ben.does(desk, "cancel-booking", `{"reason":"Too early"}`)
	ben.does(desk, "join-movement", join)
	if len(ada.m.Passengers) != 2 || !ben.m.Live() {
		t.Errorf("a seat taken again: %+v", ben.m.Passengers)
	}
}

func TestAFamilyTravelsTogether(t *testing.T) {
	f := couple(t, homebound, monday)
	f.does(desk, "cancel-booking", `{"reason":"Another day"}`)
	e := f.refused(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1"))
	if rules(e) != "family-apart" || e.Blocks[0].Member != "m2" || e.Blocks[0].Duty != avrr.ReturnDuty {
		t.Fatalf("%+v", e)
	}
	f.does(desk, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1"))
}
