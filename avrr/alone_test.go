package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// Luan Hoxha is fifteen and applies on his own.
const openLuan = `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},"receiving_office":"Tirana office",
	"contact":{"channel":"phone","value":"+355690000001"},"members":[
	{"given_names":"Luan","family_name":"Hoxha","birth":{"date":"2010-09-20"},"nationality":"AL","relation":"principal"}]}`

// What a child brings along who travels alone.
const (
	appointed = `{"member":"m1","kind":"guardian","person":{"given_names":"Teuta","family_name":"Leka"},"appointed_by":"Family Court","from":"2026-02-02"}`
	best      = `{"member":"m1","outcome":"return","decided_on":"2026-02-02","panel":"Two social workers and a psychologist"}`
	received  = `{"member":"m1","name":"Agron Hoxha","relation":"uncle","phone":"+355690000009","document":{"kind":"id_card","number":"I12345678A","issuer":"AL"},"takes_charge_on":"2026-03-10","meets_at_airport_on":"2026-03-10"}`
	nurse     = `{"kind":"medical","name":"Ana Berisha","organisation":"Red Cross","phone":"+355690000010","members":["m1"],"way_back":[{"carrier":"BA","number":"2605","from":"TIA","to":"LGW","departs_at":"2026-03-11T16:00:00+01:00","arrives_at":"2026-03-11T18:00:00Z"}]}`
)

// flight are seats on the flight of 10 March, with as much more as is told.
func flight(extra string) string {
	return strings.Replace(seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z"), "{", "{"+extra, 1)
}

func handed(at, fromRole, from, toRole, to string) string {
	return fmt.Sprintf(`{"member":"m1","at":%q,"place":"Airport","from":{"role":%q,"name":%q},"to":{"role":%q,"name":%q,"identity_checked":true},"signed_from":true,"signed_to":true}`, at, fromRole, from, toRole, to)
}

// approvedChild is a child with a guardian whose return is approved, with papers and seats, and nothing else.
func approvedChild(t rapid.TB, open, hold string) *file {
	f := newFile(t, homebound, monday)
	f.does(officer, "open", open)
	f.received()
	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	f.does(officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02"}`)
	f.does(officer, "set-representative", appointed)
	f.signed("m1", "r1", "2026-02-02")
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	f.does(officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02"}`)
	f.does(officer, "record-travel-document", issued("2020-01-01", "2030-01-01"))
	f.does(desk, "hold-seats", hold)
	return f
}

// readyChild lacks nothing.
func readyChild(t rapid.TB, hold string) *file {
	f := approvedChild(t, openLuan, hold)
	f.does(protection, "record-best-interests", best)
	f.does(field, "name-receiver", received)
	return f
}

const asked = `"service_requests":[{"member":"m1","code":"UMNR"}],`

// taskIDs are the tasks whose id begins with a mark.
func (f *file) taskIDs(mark string) string {
	var ids []string
	for _, t := range f.c.Tasks(f.p) {
		if strings.HasPrefix(t.ID, mark) {
			ids = append(ids, t.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestNoTicketForAChildAloneUntilEverythingStands(t *testing.T) {
	f := approvedChild(t, openLuan, flight(""))
	f.offered(desk, "confirm-booking", "best-interests-open", "receiver-missing", "unaccompanied")
	if ids := f.taskIDs("alone-"); ids != "alone-best-interests:m1 alone-receiver:m1 alone-escort:m1" {
		t.Errorf("the tasks are %s", ids)
	}
	f.does(protection, "record-best-interests", strings.Replace(best, "return", "remain", 1))
	e := f.refused(desk, "confirm-booking", ticket)
	if b := e.Blocks[0]; b.Rule != "best-interests-open" || b.Member != "m1" || b.Thing != "best interests" || b.Duty != avrr.ProtectionDuty || !strings.Contains(b.Text, "not cleared yet, ask the case owner") {
		t.Errorf("refused with %+v", b)
	}
	f.does(protection, "record-best-interests", best)
	f.offered(desk, "confirm-booking", "receiver-missing", "unaccompanied")
	f.does(officer, "name-receiver", strings.ReplaceAll(received, "2026-03-10", "2026-03-14"))
	f.offered(desk, "confirm-booking", "receiver-another-day", "unaccompanied")
	f.does(officer, "name-receiver", received)
	f.offered(desk, "confirm-booking", "unaccompanied")
	f.does(desk, "set-escorts", `{"escorts":[`+nurse+`]}`)
	f.offered(desk, "confirm-booking")
	f.does(desk, "confirm-booking", ticket)
}

func TestAGuardianIsAppointedUntilTheDayOfArrival(t *testing.T) {
	f := approvedChild(t, openLuan, flight(asked))
	f.does(officer, "set-representative", strings.Replace(appointed, `"from":"2026-02-02"`, `"from":"2026-02-02","until":"2026-03-09"`, 1))
	e := f.refused(desk, "confirm-booking", ticket)
	i := slices.IndexFunc(e.Blocks, func(b avrr.Blocked) bool { return b.Rule == "guardian-not-appointed" })
	if i < 0 || e.Blocks[i].Until.String() != "2026-03-10" || e.Blocks[i].Duty != avrr.ReturnDuty {
		t.Fatalf("refused with %s", rules(e))
	}
	if g := f.c.Guardianship(f.c.Member("m1"), avrr.MustDate("2026-03-09")); g == nil || g.Until != avrr.MustDate("2026-03-09") {
		t.Errorf("the appointment is %+v", g)
	}
	if g := f.c.Guardianship(f.c.Member("m1"), avrr.MustDate("2026-03-10")); g != nil {
		t.Errorf("the appointment is %+v", g)
	}
}

func TestWhoeverMayStillBeAChildIsOneUntilKnown(t *testing.T) {
	for _, c := range []struct {
		birth string
		child bool
	}{
		{`{"date":"2008-03-10"}`, false}, {`{"date":"2008-03-11"}`, true}, // eighteen on the day of the flight, and the day after
		{`{"year":2008}`, true}, {`{"year":2007}`, false}, {`{"about":2006}`, true}, {`{"about":2005}`, false}, {`{"about":2009}`, true},
	} {
		f := newFile(t, homebound, monday)
		f.does(officer, "open", strings.Replace(openLuan, `{"date":"2010-09-20"}`, c.birth, 1))
		if is := f.c.Alone(f.c.Member("m1"), avrr.MustDate("2026-03-10")); is != c.child {
			t.Errorf("born %s is a child alone on 10 March 2026: %v", c.birth, is)
		}
	}
}

// A family of which some stay behind, each in their way; nobody of age travels with the boy then.
func TestAChildWhoseFamilyStaysBehindTravelsAlone(t *testing.T) {
	for name, stays := range map[string]func(*file){
		"withdrawn": func(f *file) {
			f.does(officer, "withdraw", `{"member":"m1","channel":"phone"}`)
			f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
		},
		"dead": func(f *file) {
			f.does(officer, "report-event", `{"member":"m1","event":"death","on":"2026-02-02","source":"Hospital"}`)
			f.does(officer, "report-event", `{"member":"m2","event":"death","on":"2026-02-02","source":"Hospital"}`)
		},
		"refused at the gate": func(f *file) {
			f.now = moment("2026-03-10T11:50:00Z")
			f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T11:45:00Z","passengers":{"m1":"refused_at_gate","m2":"refused_at_gate"}}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := familyWithTickets(t)
			for _, child := range []string{"m3", "m4"} { // a guardian signs, so that the parents' word is not the children's
				f.does(officer, "set-representative", fmt.Sprintf(`{"member":%q,"kind":"guardian","person":{"given_names":"Teuta"},"appointed_by":"Family Court","from":"2026-02-02"}`, child))
			}
			f.signed("m3", "r1", "2026-02-02")
			f.signed("m4", "r2", "2026-02-02")
			if len(f.c.ChildrenAlone()) > 0 || f.taskIDs("alone-") != "" {
				t.Fatalf("with their parents %d are alone: %s", len(f.c.ChildrenAlone()), f.taskIDs("alone-"))
			}
			stays(f)
			if len(f.c.ChildrenAlone()) != 2 || !strings.Contains(f.taskIDs("alone-ticket:"), "alone-ticket:m3 alone-ticket:m4") {
				t.Errorf("%d are alone, the tasks are %s", len(f.c.ChildrenAlone()), f.taskIDs("alone-"))
			}
			f.now = moment("2026-03-10T14:30:00Z")
			f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m3","m4"]}`)
			if doubt := f.log[len(f.log)-1].Doubt; !strings.Contains(doubt, "m3 boarded as a child alone") {
				t.Errorf("the alarm says %q", doubt)
			}
		})
	}
}

// In one report the parents do not come and the children fly: they were not alone before it, and are by it.
func TestParentsWhoMissTheFlightLeaveAChildAlone(t *testing.T) {
	f := familyWithTickets(t)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m3"]}`)
	if doubt := f.log[len(f.log)-1].Doubt; !strings.Contains(doubt, "m3 boarded as a child alone") {
		t.Errorf("the alarm says %q", doubt)
	}
	g := familyWithTickets(t)
	g.now = moment("2026-03-10T14:30:00Z")
	g.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m2","m3"]}`)
	if doubt := g.log[len(g.log)-1].Doubt; strings.Contains(doubt, "alone") {
		t.Errorf("with one parent the alarm says %q", doubt)
	}
}

func TestNoOtherTicketIsIssuedToAChildAloneWhomAPanelWouldKeep(t *testing.T) {
	f := readyChild(t, flight(asked))
	f.does(desk, "confirm-booking", ticket)
	f.does(protection, "record-best-interests", strings.Replace(best, "return", "remain", 1))
	if e := f.refused(desk, "amend-booking", amended("2026-03-11", `"tickets":{"m1":"0559999999999"},`)); rules(e) != "best-interests-open" {
		t.Errorf("refused with %s", rules(e))
	}
	f.does(desk, "amend-booking", amended("2026-03-11", "")) // what the carrier changed is kept all the same
}

func TestAChangedFlightAsksForTheReceiverAgain(t *testing.T) {
	f := readyChild(t, flight(asked))
	f.does(desk, "confirm-booking", ticket)
	if ids := f.taskIDs("alone-"); ids != "" {
		t.Fatalf("asked for %s", ids)
	}
	f.does(desk, "amend-booking", amended("2026-03-14", ""))
	if ids := f.taskIDs("alone-"); ids != "alone-receiver:m1 alone-ticket:m1" {
		t.Errorf("the tasks are %s", ids)
	}
}
