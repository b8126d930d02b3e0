package avrr_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"homeward/avrr"
)

// tell folds an action of one case into a movement that others share.
func tell(t *testing.T, m *avrr.Movement, caseID, action, body string) {
	t.Helper()
	e := avrr.Event{Cause: action + caseID, Action: action, Actor: desk, Case: caseID, RecordedAt: moment(monday), Input: json.RawMessage(body)}
	if err := m.Append(&e); err != nil {
		t.Fatal(err)
	}
}

func shared(t *testing.T) *avrr.Movement {
	m := avrr.NewMovement("v1")
	for _, c := range []string{"c1", "c2"} {
		tell(t, m, c, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z"))
	}
	tell(t, m, "", "confirm-booking", `{"record_locator":"ABC123","tickets":{"c1/m1":"1","c2/m1":"2"}}`)
	return m
}

func TestAMovementGoesOnWithoutTheCaseThatStayedAway(t *testing.T) {
	boards, nobody := `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`, `{"departed_at":"2026-03-10T12:05:00Z","boarded":[]}`
	for name, told := range map[string][]struct{ who, body string }{
		"the one that stayed away last":  {{"c1", boards}, {"c2", nobody}},
		"the one that stayed away first": {{"c2", nobody}, {"c1", boards}},
	} {
		m := shared(t)
		for _, d := range told {
			tell(t, m, d.who, "confirm-departure", d.body)
		}
		if m.Status != avrr.Under || !m.Live() {
			t.Errorf("%s: the movement is %s", name, m.Status)
		}
		tell(t, m, "c1", "confirm-arrival", `{"arrived_at":"2026-03-10T15:30:00+01:00","members":["m1"]}`)
		if m.Status != avrr.Completed || m.Live() {
			t.Errorf("%s: the movement is %s", name, m.Status)
		}
	}
	m := shared(t)
	tell(t, m, "c1", "confirm-departure", nobody)
	if m.Status != avrr.Ticketed {
		t.Errorf("one case stayed away, the other has not been told: the movement is %s", m.Status)
	}
	tell(t, m, "c2", "confirm-departure", nobody)
	if m.Status != avrr.Cancelled {
		t.Errorf("nobody boarded: the movement is %s", m.Status)
	}
}

func TestAMovementThatNobodyIsOnIsCancelled(t *testing.T) {
	m := shared(t)
	if !slices.Equal(m.Cases(), []string{"c1", "c2"}) || m.Passengers[1].Ticket == "" || m.Arrives() != m.Segments[0].ArrivesAt || m.Departs() != m.Segments[0].DepartsAt {
		t.Fatalf("%+v", m)
	}
	tell(t, m, "c1", "cancel-booking", `{"reason":"Strike"}`)
	if m.Status != avrr.Ticketed || !slices.Equal(m.Cases(), []string{"c2"}) {
		t.Fatalf("%s with %v", m.Status, m.Cases())
	}
	tell(t, m, "c2", "release-passengers", `{"members":["m1"],"reason":"withdrawn"}`)
	if m.Status != avrr.Cancelled || len(m.Cases()) > 0 {
		t.Fatalf("%s with %v", m.Status, m.Cases())
	}
	if _, runs := m.NextDue(); runs {
		t.Fatal("a cancelled movement has a clock")
	}
}

func TestWhoStaysAwayGoesBackToPreparation(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":[]}`)
	if m := f.c.Member("m1"); f.c.Stage != avrr.Preparation || m.Fate != avrr.NoShow || m.Ticket != "" || ofKind(f, avrr.PaperTravelLetter)[0].Status != avrr.PaperWithdrawn || f.c.Notices[0].Status != "cancelled" {
		t.Fatalf("in %s: %+v, %+v", f.c.Stage, m, f.c.Papers[0])
	}
	f.does(desk, "hold-seats", seats("2026-03-20T12:00:00Z", "2026-03-20T15:30:00+01:00", "2026-03-15T12:00:00Z"))
	f.does(desk, "confirm-booking", ticket)
	if p := ofKind(f, avrr.PaperTravelLetter); len(p) != 2 || p[1].Number != "HW-7K3-M9PX-L1-2" || p[1].Status != avrr.PaperCurrent || f.c.Notices[1].Version != 2 {
		t.Fatalf("the second travel letter is %+v", p[len(p)-1])
	}
	f.does(officer, "issue-document", `{"kind":"travel_letter","member":"m1","language":"en"}`)
	if p := ofKind(f, avrr.PaperTravelLetter); p[1].Status != avrr.PaperSuperseded || p[2].Language != avrr.English {
		t.Fatalf("the letters are %+v, %+v", p[1], p[2])
	}
}

func TestWhoHasReturnedAlreadyBeginsAtArrival(t *testing.T) {
	f := newFile(t, homebound, "2026-02-02T23:30:00Z")
	f.does(officer, "open", `{"programme":"homebound","entry":"already_returned","applied_on":"2026-02-02","language":"sq","destination":{"country":"AL"},"members":[{"given_names":"Ada"},{"given_names":"Ben","travels":false}]}`)
	f.stands(avrr.Arrival, "1/1", "visit:month-1/reminder 2026-02-25T23:00:00Z", "plan", "visit:month-1", "visit:month-3", "visit:month-6", "visit:month-12")
	if f.c.Member("m1").Fate != avrr.Arrived || f.c.Member("m2").Fate != avrr.Staying {
		t.Fatalf("%s, %s", f.c.Member("m1").Fate, f.c.Member("m2").Fate)
	}
}

func TestALogWithAGapIsNotFolded(t *testing.T) {
	f := assessed(t, homebound, monday)
	again := avrr.NewCase(f.c.ID, f.c.Reference, f.p)
	if err := again.Fold(f.p, &f.log[1]); !errors.Is(err, avrr.ErrGap) {
		t.Fatal(err)
	}
	if err := avrr.NewMovement("v1").Fold(&avrr.Event{Seq: 2, Action: "hold-seats"}); !errors.Is(err, avrr.ErrGap) {
		t.Fatal(err)
	}
	for _, e := range []avrr.Event{{Seq: 1, Action: "dance"}, {Seq: 1, Action: "open", Input: json.RawMessage(`7`)}} {
		if err := again.Fold(f.p, &e); err == nil || again.Seq != 0 {
			t.Errorf("%s was folded", e.Action)
		}
		if err := avrr.NewMovement("v1").Fold(&e); err == nil {
			t.Errorf("%s was folded into a movement", e.Action)
		}
	}
}

// Without a year's holidays a deadline in working days is early, never late.
func TestAWorkingDayInAYearNobodyEnteredLeavesOutWeekendsAndNewYear(t *testing.T) {
	p := *homebound
	p.Holidays = nil
	f := assessed(t, &p, monday)
	if k, _ := f.c.NextDue(f.p); k.Name != avrr.ClockDecision || k.Due != moment("2026-02-10T00:00:00Z") {
		t.Fatalf("%+v", k)
	}
}

func TestAnAgeThatIsNotSureIsTheYoungestItCanBe(t *testing.T) {
	on := avrr.MustDate("2027-03-01")
	for _, c := range []struct {
		birth *avrr.Birth
		age   int
		sure  bool
		text  string
	}{
		{nil, 0, false, ""},
		{&avrr.Birth{Date: avrr.MustDate("2009-03-01")}, 18, true, "2009-03-01"},
		{&avrr.Birth{Date: avrr.MustDate("2009-03-02")}, 17, true, "2009-03-02"},
		{&avrr.Birth{Date: avrr.MustDate("2008-02-29")}, 19, true, "2008-02-29"},
		{&avrr.Birth{Year: 2009}, 17, false, "2009"},
		{&avrr.Birth{About: 2009}, 15, false, "about 2009"},
	} {
		if age, sure := c.birth.AgeOn(on); age != c.age || sure != c.sure || c.birth.String() != c.text {
			t.Errorf("%v is %d (%t), written %q", c.birth, age, sure, c.birth)
		}
	}
	if name := (avrr.Person{GivenNames: "Suharto"}).Name(); name != "Suharto" {
		t.Errorf("a single name is written %q", name)
	}
}

func TestMoneyIsWrittenInTheCurrencysOwnUnits(t *testing.T) {
	for want, m := range map[string]avrr.Money{
		"1\u00a0500.00\u00a0EUR": {Amount: 150000, Currency: "EUR"}, "0.05\u00a0EUR": {Amount: 5, Currency: "EUR"}, "-12.30\u00a0EUR": {Amount: -1230, Currency: "EUR"},
		"1\u00a0500\u00a0JPY": {Amount: 1500, Currency: "JPY"}, "1.234\u00a0IQD": {Amount: 1234, Currency: "IQD"},
	} {
		if m.String() != want {
			t.Errorf("%d %s is written %q", m.Amount, m.Currency, m)
		}
	}
}

func TestAnInstantIsKeptWithTheOffsetOfItsPlace(t *testing.T) {
	f := held(t, homebound, monday)
	c := throughJSON(t, *f.c)
	if got := c.Booking.Segments[0].ArrivesAt.Format(time.RFC3339); got != "2026-03-10T15:30:00+01:00" {
		t.Fatalf("the arrival reads back as %s", got)
	}
}
