package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

const viaVienna = `"segments":[{"carrier":"OS","number":"452","from":"LHR","to":"VIE","departs_at":"2026-03-10T08:00:00Z","arrives_at":"2026-03-10T11:20:00+01:00"},
	{"carrier":"OS","number":"847","from":"VIE","to":"TIA","departs_at":"2026-03-10T13:00:00+01:00","arrives_at":"2026-03-10T14:40:00+01:00"}]`

// onTwoLegs is a couple with tickets by way of Vienna, on the morning of their journey.
func onTwoLegs(t rapid.TB, p *avrr.Programme, now string) *file {
	f := couple(t, p, now)
	f.does(desk, "cancel-booking", `{"reason":"A cheaper way"}`)
	f.does(desk, "hold-seats", `{"passengers":["m1","m2"],"hold_until":"2026-03-01T12:00:00Z",`+viaVienna+`}`)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"257-1","m2":"257-2"}}`)
	f.now = moment("2026-03-10T18:00:00Z")
	return f
}

// inVienna is the same couple, flown as far as Vienna.
func inVienna(t rapid.TB, p *avrr.Programme, now string) *file {
	f := onTwoLegs(t, p, now)
	f.does(desk, "report-leg", leg(1, "m1", "boarded", "m2", "boarded"))
	return f
}

func leg(segment int, told ...string) string {
	var passengers []string
	for pair := range slices.Chunk(told, 2) {
		passengers = append(passengers, fmt.Sprintf("%q:%q", pair[0], pair[1]))
	}
	at := []string{"2026-03-10T08:05:00Z", "2026-03-10T12:10:00Z"}[segment-1]
	return fmt.Sprintf(`{"segment":%d,"occurred_at":%q,"passengers":{%s}}`, segment, at, strings.Join(passengers, ","))
}

// What becomes of the second of two travellers; the first boards every segment.
func TestEachOutcomeOfASegmentHasItsFate(t *testing.T) {
	for _, c := range []struct {
		segment  int
		outcome  string
		fate     avrr.Fate
		booked   string // who still travels on the booking
		consents bool   // the consent to return stands
		seat     string // what became of the passenger on the movement
		stage    avrr.Stage
		tasks    []string
	}{
		{1, "boarded", avrr.Departed, `["m1","m2"]`, true, "boarded", avrr.Travel, nil},
		{1, "refused_at_gate", avrr.Withdrew, `["m1"]`, false, "refused_at_gate", avrr.Travel, nil},
		{1, "declined_onward", avrr.Withdrew, `["m1"]`, false, "declined_onward", avrr.Travel, nil},
		{1, "no_show", avrr.NoShow, `["m1"]`, true, "no_show", avrr.Travel, nil},
		{1, "denied_boarding", avrr.Going, `["m1"]`, true, "denied_boarding", avrr.Travel, nil},
		{1, "offloaded", avrr.Going, `["m1"]`, true, "offloaded", avrr.Travel, nil},
		{1, "missed_connection", avrr.Going, `["m1"]`, true, "missed_connection", avrr.Travel, nil},
		{1, "detained", avrr.Stranded, `["m1","m2"]`, true, "stranded", avrr.Travel, []string{"protection call:m2", "travel stranded:m2"}},
		{2, "boarded", avrr.Departed, `["m1","m2"]`, true, "boarded", avrr.Travel, nil},
		{2, "missed_connection", avrr.Stranded, `["m1","m2"]`, true, "stranded", avrr.Travel, []string{"travel stranded:m2"}},
		{2, "denied_boarding", avrr.Stranded, `["m1","m2"]`, true, "stranded", avrr.Travel, []string{"travel stranded:m2"}},
		{2, "offloaded", avrr.Stranded, `["m1","m2"]`, true, "stranded", avrr.Travel, []string{"travel stranded:m2"}},
		{2, "no_show", avrr.Stranded, `["m1","m2"]`, true, "stranded", avrr.Travel, []string{"travel stranded:m2"}},
		{2, "declined_onward", avrr.Stranded, `["m1","m2"]`, false, "stranded", avrr.Travel, []string{"return declined:m2", "travel declined-seat:m2", "travel stranded:m2"}},
		{2, "refused_at_gate", avrr.Stranded, `["m1","m2"]`, false, "stranded", avrr.Travel, []string{"return declined:m2", "travel declined-seat:m2", "travel stranded:m2"}},
		{2, "detained", avrr.Stranded, `["m1","m2"]`, true, "stranded", avrr.Travel, []string{"protection call:m2", "travel stranded:m2"}},
		{2, "refused_entry", avrr.Returned, `["m1"]`, true, "returned", avrr.Travel, []string{"return brought-back:m2"}},
	} {
		at := map[int]opening{1: onTwoLegs, 2: inVienna}[c.segment]
		f := at(t, homebound, monday)
		f.does(desk, "report-leg", leg(c.segment, "m1", "boarded", "m2", c.outcome))
		name := fmt.Sprintf("%s on segment %d", c.outcome, c.segment)
		m, b := f.c.Member("m2"), f.c.Booking
		if m.Fate != c.fate || asJSON(t, b.Members) != c.booked || f.c.Stage != c.stage || b.Status != avrr.Under || f.m.Status != avrr.Under {
			t.Errorf("%s: m2 is %s, booked are %v (%s), the case is in %s, the movement %s", name, m.Fate, b.Members, b.Status, f.c.Stage, f.m.Status)
		}
		if f.c.Wishes("m2") != c.consents {
			t.Errorf("%s: the consent to return stands: %t", name, !c.consents)
		}
		if seat := seatOf(f, "m2"); seat != c.seat {
			t.Errorf("%s: the seat is %q", name, seat)
		}
		if gone := !m.IsOneOf(b.Members); gone != (m.Ticket == "") || gone != (f.paper(avrr.PaperTravelLetter, "m2") != avrr.PaperCurrent) || gone != everybodyHeard(f) {
			t.Errorf("%s: ticket %q, letter %s, offices told of a change: %t", name, m.Ticket, f.paper(avrr.PaperTravelLetter, "m2"), everybodyHeard(f))
		}
		if tasks := about(f, "m2"); !slices.Equal(tasks, c.tasks) {
			t.Errorf("%s: the tasks are %v", name, tasks)
		}
		if told := b.Legs[len(b.Legs)-1]; told.Outcome != c.outcome || told.Segment != c.segment || doubts(f) != "" {
			t.Errorf("%s: kept as %+v, doubted %q", name, told, doubts(f))
		}
	}
}

func seatOf(f *file, member string) string {
	for _, p := range f.m.Passengers {
		if p.Case == f.c.ID && p.Member == member {
			return p.Outcome
		}
	}
	return "none"
}

// paper answers the status of a member's last paper of a kind.
func (f *file) paper(kind, member string) string {
	for _, p := range slices.Backward(f.c.Papers) {
		if p.Kind == kind && p.Member == member {
			return p.Status
		}
	}
	return ""
}

// about answers the tasks of the journey that speak of a member, with the duty they fall to.
func about(f *file, member string) []string {
	var tasks []string
	for _, task := range f.c.Tasks(f.p) {
		if strings.HasSuffix(task.ID, ":"+member) && !strings.HasPrefix(task.ID, "scan:") {
			tasks = append(tasks, string(task.Duty)+" "+task.ID)
		}
	}
	slices.Sort(tasks)
	return tasks
}

func TestWhoTurnsBackAtTheGateHasWithdrawn(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T11:50:00Z","passengers":{"m1":"refused_at_gate"}}`)
	unwound(t, "at the gate", f)
	if f.m.Status != avrr.Cancelled || f.m.Passengers[0].Outcome != "refused_at_gate" || doubts(f) != "" {
		t.Errorf("the movement is %s with %+v; %q", f.m.Status, f.m.Passengers, doubts(f))
	}
}

func TestWhoIsRefusedEntryIsPreparedForAnotherJourney(t *testing.T) {
	f := inVienna(t, homebound, monday)
	f.does(desk, "report-leg", leg(2, "m1", "refused_entry", "m2", "refused_entry"))
	if f.c.Stage != avrr.Preparation || f.c.Booking.Status != avrr.Cancelled || f.m.Status != avrr.Cancelled || f.c.Notices[len(f.c.Notices)-1].Status != "cancelled" {
		t.Fatalf("in %s, the booking %s, the movement %s", f.c.Stage, f.c.Booking.Status, f.m.Status)
	}
	f.offered(desk, "hold-seats")
	f.does(desk, "hold-seats", seats("2026-03-20T12:00:00Z", "2026-03-20T15:30:00+01:00", "2026-03-15T12:00:00Z", "m1", "m2"))
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
	f.now = moment("2026-03-20T16:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-20T12:05:00Z","boarded":["m1","m2"]}`)
	if doubts(f) != "" || f.c.Stage != avrr.Travel {
		t.Fatalf("in %s: %q", f.c.Stage, doubts(f))
	}
}

func TestWhoIsStrandedIsBookedOn(t *testing.T) {
	f := inVienna(t, homebound, monday)
	f.does(desk, "report-leg", leg(2, "m1", "missed_connection", "m2", "missed_connection"))
	if k, runs := f.c.NextDue(f.p); !runs || k.Name != avrr.ClockArrival || f.c.Stage != avrr.Travel {
		t.Fatalf("in %s %+v is due", f.c.Stage, k)
	}
	f.offered(desk, "amend-booking")
	f.does(desk, "amend-booking", `{"cause":"The connection was missed","segments":[{"carrier":"OS","number":"452","from":"LHR","to":"VIE","departs_at":"2026-03-10T08:00:00Z","arrives_at":"2026-03-10T11:20:00+01:00"},
		{"carrier":"OS","number":"849","from":"VIE","to":"TIA","departs_at":"2026-03-11T13:00:00+01:00","arrives_at":"2026-03-11T14:40:00+01:00"}]}`)
	if k, _ := f.c.NextDue(f.p); k.Due != moment("2026-03-12T13:40:00Z") && k.Due.Before(moment("2026-03-11T14:40:00Z")) {
		t.Fatalf("the arrival is due %s", k.Due)
	}
	f.now = moment("2026-03-11T15:00:00Z")
	f.does(desk, "report-leg", `{"segment":2,"occurred_at":"2026-03-11T12:05:00Z","passengers":{"m1":"boarded","m2":"boarded"}}`)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-11T14:40:00+01:00","members":["m1"]}`)
	if f.c.Booking.Status != avrr.Under || f.m.Status != avrr.Under || f.c.Stage != avrr.Travel {
		t.Fatalf("one of two has arrived: the booking is %s, the movement %s, in %s", f.c.Booking.Status, f.m.Status, f.c.Stage)
	}
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-11T14:40:00+01:00","members":["m2"]}`)
	if doubts(f) != "" || f.c.Stage != avrr.Arrival || f.m.Status != avrr.Completed || f.c.Booking.Status != avrr.Completed {
		t.Fatalf("in %s, the movement %s: %q", f.c.Stage, f.m.Status, doubts(f))
	}
}

// Nobody is moved on against their will: who declined on the way gives a new consent before anything is booked for them.
func TestWhoDeclinesOnTheWayIsNotBookedOnUnasked(t *testing.T) {
	f := departedOnTwoLegs(t)
	f.does(desk, "report-leg", leg(2, "m1", "declined_onward"))
	if e := f.refused(desk, "amend-booking", `{"cause":"Another flight",`+later(viaVienna)+`}`); rules(e) != "declined-onward" {
		t.Fatal(e)
	}
	if e := f.refused(manager, "close", `{"reason":"other","note":"Stays in Vienna"}`); rules(e) != "movement-live" {
		t.Fatal(e)
	}
	f.does(desk, "cancel-booking", `{"reason":"Does not travel on"}`)
	if f.m.Status != avrr.Cancelled || f.c.Stage != avrr.Travel {
		t.Fatalf("the movement is %s, the case in %s", f.m.Status, f.c.Stage)
	}
	f.offered(desk, "hold-seats")
	f.does(desk, "hold-seats", seats("2026-03-20T12:00:00Z", "2026-03-20T15:30:00+01:00", "2026-03-15T12:00:00Z"))
	if e := f.refused(desk, "confirm-booking", ticket); !strings.Contains(rules(e), "consent-missing") {
		t.Fatal(e)
	}
	f.does(officer, "give-consent", `{"member":"m1","kind":"return","signed_on":"2026-03-10","language":"sq"}`)
	f.does(desk, "confirm-booking", ticket)
}

func departedOnTwoLegs(t rapid.TB) *file {
	f := approvedFile(t, homebound, monday)
	f.does(passport.who, passport.action, passport.body)
	f.does(desk, "hold-seats", `{"passengers":["m1"],"hold_until":"2026-03-01T12:00:00Z",`+viaVienna+`}`)
	f.does(desk, "confirm-booking", ticket)
	f.now = moment("2026-03-10T18:00:00Z")
	f.does(desk, "report-leg", leg(1, "m1", "boarded"))
	return f
}

// later moves an itinerary of 10 March to the day after.
func later(segments string) string { return strings.ReplaceAll(segments, "2026-03-10", "2026-03-11") }

func TestAReportThatSurprisesIsRecordedAndNamed(t *testing.T) {
	for _, c := range []struct {
		at    opening
		given []step
		body  string
		doubt string
	}{
		{onTwoLegs, []step{{desk, "withdraw", `{"member":"m2","channel":"phone"}`}}, leg(1, "m1", "boarded", "m2", "added"), "m2 boarded who was not planned."},
		{onTwoLegs, []step{{desk, "withdraw", `{"member":"m2","channel":"phone"}`}}, leg(1, "m1", "boarded", "m2", "boarded"), "m2 boarded although the case says: Withdrawn."},
		{onTwoLegs, nil, leg(2, "m1", "boarded"), "Segment 2 is told of m1 although no departure is recorded (Going)."},
		{onTwoLegs, nil, leg(1, "m1", "refused_entry"), "Segment 1 is told of m1 although no departure is recorded (Going)."},
		{inVienna, []step{{field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:40:00+01:00","members":["m1"]}`}}, leg(1, "m1", "no_show"), "m1 is told not to have left although the case says: Arrived."},
	} {
		f := c.at(t, homebound, monday)
		for _, s := range c.given {
			f.does(s.who, s.action, s.body)
		}
		f.does(desk, "report-leg", c.body)
		if doubts(f) != c.doubt {
			t.Errorf("%s: %q, not %q", c.body, doubts(f), c.doubt)
		}
	}
	f := inVienna(t, homebound, monday)
	for rule, body := range map[string]string{"leg-recorded": leg(1, "m2", "boarded"), "no-such-segment": strings.Replace(leg(2, "m2", "boarded"), `"segment":2`, `"segment":3`, 1)} {
		if e := f.refused(desk, "report-leg", body); rules(e) != rule {
			t.Errorf("%s, not %s", e, rule)
		}
	}
}

func TestWhoIsOffloadedAfterBoardingIsBookedAgain(t *testing.T) {
	f := inVienna(t, homebound, monday)
	f.does(desk, "report-leg", leg(1, "m1", "offloaded", "m2", "offloaded"))
	if f.c.Stage != avrr.Preparation || f.c.Member("m1").Fate != avrr.Going || f.m.Status != avrr.Cancelled || doubts(f) != "" {
		t.Fatalf("in %s, m1 %s, the movement %s: %q", f.c.Stage, f.c.Member("m1").Fate, f.m.Status, doubts(f))
	}
	f.offered(desk, "hold-seats")
}

func TestAChildWhoBoardsWhileAParentTurnsBackIsLookedInto(t *testing.T) {
	for parent, others := range map[string]string{"m1": "m2", "m2": "m1"} {
		f := familyWithTickets(t)
		f.now = moment("2026-03-10T13:00:00Z")
		f.does(desk, "report-leg", leg(1, parent, "refused_at_gate", others, "boarded", "m3", "boarded", "m4", "boarded"))
		if doubts(f) != "m3 boarded without every consent to return that is needed." || taskOf(f, fmt.Sprintf("doubt-%d", len(f.log))) == nil {
			t.Errorf("%s turned back: %q", parent, doubts(f))
		}
	}
	f := familyWithTickets(t)
	f.now = moment("2026-03-10T13:00:00Z")
	f.does(desk, "report-leg", leg(1, "m1", "no_show", "m2", "boarded", "m3", "boarded", "m4", "boarded"))
	if doubts(f) != "" {
		t.Errorf("who did not show up has withdrawn nothing: %q", doubts(f))
	}
}

// everybodyHeard reports whether every office that was told of the booking has heard of a change.
func everybodyHeard(f *file) bool {
	versions := map[string]int{}
	for _, n := range f.c.Notices {
		if n.Kind == avrr.NoticeAdvanceBooking {
			versions[n.Thread()] = n.Version
		}
	}
	for _, v := range versions {
		if v < 2 {
			return false
		}
	}
	return len(versions) == 2 // Vienna and Tirana
}
