package avrr_test

import (
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// toTell answers what the travel desk is asked to tell the carrier.
func (f *file) toTell() (titles []string) {
	for _, task := range f.c.Tasks(f.p) {
		if strings.HasPrefix(task.ID, "give-back-") && task.Duty == avrr.TravelDuty {
			titles = append(titles, task.Title.EN)
		}
	}
	return titles
}

func TestSeatsThatAWithdrawalGivesBackAreNotForgottenAtTheCarrier(t *testing.T) {
	for _, turn := range []struct {
		name string
		at   opening
		told []string
	}{
		{"seats held", held, []string{"Tell the carrier that the seats are given back (BA 2604 LGW–TIA, 2026-03-10)"}},
		{"ticketed", ticketed, []string{"Tell the carrier that the seats are given back (ABC123)"}},
	} {
		f := turn.at(t, homebound, monday)
		f.does(officer, "withdraw", `{"channel":"sms"}`)
		f.givesSeatsBack()
		if told := f.toTell(); !slices.Equal(told, turn.told) {
			t.Errorf("%s: %q", turn.name, told)
		}
		f.tellsTheCarrier()
		if f.c.Stage != avrr.Closed || len(f.c.Tasks(f.p)) > 0 {
			t.Errorf("%s: in %s with %v", turn.name, f.c.Stage, f.c.Tasks(f.p))
		}
	}
}

// The desk that cancels has spoken to the carrier; when somebody else cancels, nobody has.
func TestOnlyWhatTheDeskDidNotCancelItselfIsToBeTold(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(desk, "cancel-booking", `{"reason":"The flight was taken off the schedule."}`)
	if told := f.toTell(); len(told) > 0 {
		t.Errorf("the desk is asked to tell what it told itself: %q", told)
	}
	f = ticketed(t, homebound, monday)
	f.does(manager, "cancel-booking", `{"reason":"The corridor is closed."}`)
	if told := f.toTell(); len(told) != 1 {
		t.Errorf("nobody tells the carrier: %q", told)
	}
}

// Who withdrew at the gate and boarded all the same has no seat that anybody could give back.
func TestASeatThatWasTakenIsNotGivenBack(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(desk, "withdraw", `{"channel":"at_the_gate"}`)
	f.does(desk, "confirm-departure", `{"departed_at":"2026-02-02T09:30:00Z","boarded":["m1"]}`)
	f.does(engine, "release-passengers", `{"members":["m1"],"reason":"withdrawn"}`)
	if told := f.toTell(); len(told) > 0 {
		t.Errorf("the carrier would be told of a seat that was flown: %q", told)
	}
}

// A seat is given back once, however often the machinery says so.
func TestACarrierIsToldOfASeatOnce(t *testing.T) {
	f := couple(t, homebound, monday)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.givesSeatsBack()
	f.does(engine, "release-passengers", `{"members":["m2"],"reason":"withdrawn"}`)
	if told := f.toTell(); len(told) != 1 {
		t.Errorf("told %q", told)
	}
	if f.c.Stage != avrr.Preparation || f.c.Booking.Status != avrr.Held || !slices.Equal(f.c.Booking.Members, []string{"m1"}) {
		t.Errorf("in %s, the booking %s of %v", f.c.Stage, f.c.Booking.Status, f.c.Booking.Members)
	}
}
