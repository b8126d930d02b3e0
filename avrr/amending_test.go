package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"homeward/avrr"
)

func amended(day, extra string) string {
	return strings.ReplaceAll(`{"cause":"The carrier changed its plan",`+extra+`"segments":[{"carrier":"BA","number":"2604","from":"LGW","to":"TIA","departs_at":"DAYT12:00:00Z","arrives_at":"DAYT15:30:00+01:00"}]}`, "DAY", day)
}

func TestAChangedItineraryReplacesLettersAndNotices(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.does(officer, "issue-document", `{"kind":"travel_letter","member":"m1","language":"sq"}`)
	f.does(desk, "amend-booking", amended("2026-03-12", `"happened_on":"2026-02-02",`))
	var current []string
	for _, p := range f.c.Papers {
		if p.Status == avrr.PaperCurrent {
			current = append(current, p.Number+" "+string(p.Language))
		}
	}
	if strings.Join(current, ", ") != "HW-7K3-M9PX-G1-1 sq, HW-7K3-M9PX-L1-3 en, HW-7K3-M9PX-L1-4 sq, HW-7K3-M9PX-I-2 en, HW-7K3-M9PX-B-2 en" {
		t.Errorf("current are %v", current)
	}
	if n := f.c.Notices; len(n) != 2 || n[0].Status != "amended" || n[1].Status != "current" {
		t.Errorf("the notices are %+v", n)
	}
	if f.m.Segments[0].DepartsAt != moment("2026-03-12T12:00:00Z") || f.c.Member("m1").Ticket != "0551234567890" {
		t.Errorf("the movement leaves %s, the ticket is %q", f.m.Departs(), f.c.Member("m1").Ticket)
	}
}

// A ticket is in the name its traveller had when it was issued; another number makes it one in the name they have now.
func TestATicketKeepsTheNameItWasIssuedIn(t *testing.T) {
	f := ticketed(t, homebound, monday)
	m := f.c.Member("m1")
	if m.TicketName != "Ada Hoxha" {
		t.Fatalf("issued to %q", m.TicketName)
	}
	f.does(desk, "amend-booking", amended("2026-03-12", `"tickets":{"m1":"0551234567890"},`))
	if f.c.Member("m1").TicketName != "Ada Hoxha" || f.m.Passengers[0].Ticket != "0551234567890" {
		t.Errorf("issued to %q", f.c.Member("m1").TicketName)
	}
	f.does(desk, "amend-booking", amended("2026-03-12", `"tickets":{"m1":"0559999999999"},`))
	if f.c.Member("m1").Ticket != "0559999999999" || f.m.Passengers[0].Ticket != "0559999999999" {
		t.Errorf("the ticket is %q, on the movement %q", f.c.Member("m1").Ticket, f.m.Passengers[0].Ticket)
	}
	f.does(desk, "cancel-booking", `{"reason":"Strike"}`)
	if f.c.Member("m1").TicketName != "" {
		t.Error("a ticket that was given back still has a name")
	}
}

func TestAnItineraryIsChangedOnlyWhereItHolds(t *testing.T) {
	for _, c := range []struct {
		rule, field string
		at          opening
		now         string
		body        string
	}{
		{"no-booking", "", approvedFile, monday, amended("2026-03-12", "")},
		{"segment-nowhere", "/segments/0/to", ticketed, monday, strings.Replace(amended("2026-03-12", ""), "TIA", "LGW", 1)},
		{"departed-already", "/segments/0/departs_at", ticketed, monday, amended("2026-02-01", "")},
		{"arrived-already", "/segments", departed, "2026-03-11T12:00:00Z", amended("2026-03-10", "")},
		{"not-ticketed", "/tickets", held, monday, amended("2026-03-12", `"tickets":{"m1":"1"},`)},
		{"ticket-without-seat", "/tickets", oneOfTwoLeft, monday, amended("2026-03-12", `"tickets":{"m2":"1"},`)},
		{"horizon-breaks", "/segments", ticketed, monday, amended("2030-01-02", "")},
	} {
		f := c.at(t, homebound, monday)
		f.now = moment(c.now)
		if e := f.refused(desk, "amend-booking", c.body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s at %q (%s), not %s at %q", rules(e), e.Field, e.Message, c.rule, c.field)
		}
	}
}

// A traveller was told not to have come, then to have flown; the flight was changed on the way, and was another person's.
func TestAChangeOfAJourneyThatWasVoidedIsToldToNobody(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:00:00Z","passengers":{"m1":"no_show"}}`)
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:05:00Z","passengers":{"m1":"boarded"}}`)
	boarding := len(f.log)
	f.does(desk, "amend-booking", amended("2026-03-11", ""))
	f.does(officer, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"It was another traveller."}`, boarding))
	for _, n := range f.c.Notices {
		if n.Status == "current" {
			t.Errorf("the receiving office expects somebody: %+v", n)
		}
	}
}

// oneLeftWhileHeld is a couple with seats of whom one has withdrawn.
func oneLeftWhileHeld(t rapid.TB, p *avrr.Programme, now string) *file {
	f := couple(t, p, now)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	return f
}

// oneOfTwoLeft is a couple with tickets of whom one has withdrawn.
func oneOfTwoLeft(t rapid.TB, p *avrr.Programme, now string) *file {
	f := couple(t, p, now)
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	return f
}
