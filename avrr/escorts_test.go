package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

// home is the way back of an escort, from Tirana.
const home = `[{"carrier":"BA","number":"2605","from":"TIA","to":"LGW","departs_at":"2026-03-11T16:00:00+01:00","arrives_at":"2026-03-11T18:00:00Z"}]`

func escorted(members string) string {
	return fmt.Sprintf(`{"kind":"operational","name":"Ana Berisha","members":%s,"way_back":%s}`, members, home)
}

// states are where each escort stands with the case and with the movement.
func (f *file) states() string {
	var all []string
	for i, e := range f.c.Booking.Escorts {
		all = append(all, e.Name+" "+e.State+"/"+f.m.Escorts[i].State)
	}
	return strings.Join(all, ", ")
}

func TestEscortsAreFreedWhenNobodyIsLeftToAccompany(t *testing.T) {
	for name, ends := range map[string]func(*file){
		"withdrawn": func(f *file) {
			f.does(officer, "withdraw", `{"member":"m3","channel":"phone"}`)
			if f.states() != "Ana Berisha assigned/assigned" { // m4 is still to go
				t.Errorf("%s after one withdrew", f.states())
			}
			f.does(officer, "withdraw", `{"member":"m4","channel":"phone"}`)
			f.givesSeatsBack()
		},
		"everybody withdrawn": func(f *file) {
			f.does(officer, "withdraw", `{"channel":"phone"}`)
			f.givesSeatsBack()
		},
		"cancelled": func(f *file) { f.does(desk, "cancel-booking", `{"reason":"Strike"}`) },
		"lapsed":    func(f *file) { f.does(engine, "lapse-hold", `{"clock":"hold","due":"2026-03-01T12:00:00Z"}`) },
		"dead": func(f *file) {
			for _, m := range []string{"m3", "m4"} {
				f.does(officer, "report-event", fmt.Sprintf(`{"member":%q,"event":"death","on":"2026-02-02","source":"Hospital"}`, m))
			}
			f.givesSeatsBack()
		},
		"another escort": func(f *file) {
			f.does(desk, "set-escorts", `{"escorts":[]}`)
			if f.taskIDs("escort-back") != "escort-back:e1" {
				t.Error("nobody sees to the escort who is not needed")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := approvedFamily(t)
			f.does(desk, "hold-seats", strings.Replace(seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m2", "m3", "m4"),
				"{", `{"escorts":[`+escorted(`["m3","m4"]`)+`],`, 1))
			if f.states() != "Ana Berisha assigned/assigned" || f.taskIDs("escort-back") != "" {
				t.Fatalf("%s, tasks %s", f.states(), f.taskIDs("escort-back"))
			}
			ends(f)
			if name != "another escort" && f.states() != "Ana Berisha released/released" || f.taskIDs("escort-back") != "escort-back:e1" {
				t.Errorf("%s, tasks %q", f.states(), f.taskIDs("escort-back"))
			}
			for _, task := range f.c.Raised {
				if task.ID == "escort-back:e1" && task.Duty != avrr.TravelDuty {
					t.Errorf("it is asked of %s", task.Duty)
				}
			}
		})
	}
}

// A death was another person's: the child goes, and the escort with her.
func TestAVoidedLossKeepsTheEscort(t *testing.T) {
	f := approvedFamily(t)
	f.does(desk, "hold-seats", strings.Replace(seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m2", "m3", "m4"),
		"{", `{"escorts":[`+escorted(`["m3"]`)+`],`, 1))
	f.does(officer, "report-event", `{"member":"m3","event":"death","on":"2026-02-02","source":"Hospital"}`)
	if e := f.c.Booking.Escorts[0]; e.State != avrr.EscortReleased {
		t.Fatalf("the escort is %s", e.State)
	}
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another child of the name."}`, len(f.log)))
	if e := f.c.Booking.Escorts[0]; e.State != avrr.EscortAssigned || f.taskIDs("escort-back") != "" {
		t.Errorf("the escort is %s, tasks %s", e.State, f.taskIDs("escort-back"))
	}
}

func TestEscortsArriveWithThoseTheyAccompany(t *testing.T) {
	f := childWithTicket(t)
	f.does(manager, "set-escorts", `{"escorts":[`+nurse+`]}`)
	f.does(officer, "record-handover", handed("2026-03-10T10:30:00Z", "guardian", "Teuta Leka", "escort", "Ana Berisha"))
	f.leaves()
	f.lands("2026-03-10T14:25:00Z")
	if f.states() != "Ana Berisha assigned/assigned" || len(f.doubts()) > 0 {
		t.Errorf("%s, doubts %q", f.states(), f.doubts())
	}
}

func TestAnEscortAccompaniesPassengersAndComesBackAfterThem(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "change-members", `{"add":[{"given_names":"Agim","relation":"other","travels":false}],"on":"2026-02-02","reason":"An uncle who stays."}`)
	hold := func(escort string) string {
		return strings.Replace(seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m2", "m3", "m4"), "{", `{"escorts":[`+escort+`],`, 1)
	}
	for _, c := range []struct{ rule, field, escort string }{
		{"escort-without-passenger", "/escorts/0/members", strings.Replace(nurse, `"m1"`, `"m5"`, 1)},
		{"escort-back-too-early", "/escorts/0/way_back/0/departs_at", strings.ReplaceAll(nurse, "2026-03-11", "2026-03-09")},
		{"segment-backwards", "/escorts/0/way_back/0/arrives_at", strings.Replace(nurse, "T18:00:00Z", "T14:00:00Z", 1)},
	} {
		if e := f.refused(desk, "hold-seats", hold(c.escort)); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("with the seats: %s at %s, not %s at %s", rules(e), e.Field, c.rule, c.field)
		}
	}
	f.does(desk, "hold-seats", hold(nurse))
	if e := f.refused(desk, "set-escorts", `{"escorts":[`+strings.Replace(nurse, `"m1"`, `"m5"`, 1)+`]}`); rules(e) != "escort-without-passenger" {
		t.Errorf("later: %s", rules(e))
	}
}

// One nurse goes with travellers of two cases. Each case knows of its own, and she is free of one when that one withdraws.
func TestAnEscortOfAGroupIsSetForEveryCaseAndFreedCaseByCase(t *testing.T) {
	g := boarding(t, 2)
	both := strings.Replace(escorted(`["HW-7K3-M9PX/m1","HW-2B2-AAAA/m1"]`), "operational", "medical", 1)
	g.does(desk, "set-escorts", `{"escorts":[`+both+`]}`)
	for _, f := range g.files {
		if e := f.c.Booking.Escorts; len(e) != 1 || e[0].State != avrr.EscortAssigned || asJSON(t, e[0].Members) != `["m1"]` {
			t.Errorf("case %s knows of %s", f.c.Reference, asJSON(t, e))
		}
		if along := g.m.EscortsOf(f.c.ID); len(along) != 1 || asJSON(t, along[0].Members) != `["m1"]` {
			t.Errorf("the movement knows of %s for %s", asJSON(t, along), f.c.Reference)
		}
	}
	first, second := g.files[0], g.files[1]
	first.does(officer, "withdraw", `{"channel":"phone"}`)
	if err := g.try(engine, first, "release-passengers", `{"members":["m1"],"reason":"withdrawn"}`); err != nil {
		t.Fatal(err)
	}
	if first.c.Booking.Escorts[0].State != avrr.EscortReleased || second.c.Booking.Escorts[0].State != avrr.EscortAssigned {
		t.Errorf("%s and %s", first.c.Booking.Escorts[0].State, second.c.Booking.Escorts[0].State)
	}
	if a, b := g.m.EscortsOf(first.c.ID)[0].State, g.m.EscortsOf(second.c.ID)[0].State; a != avrr.EscortReleased || b != avrr.EscortAssigned {
		t.Errorf("on the movement %s and %s", a, b)
	}
	g.does(desk, "set-escorts", `{"escorts":[]}`)
	if len(second.c.Booking.Escorts) != 0 || len(g.m.EscortsOf(second.c.ID)) != 0 || second.taskIDs("escort-back") != "escort-back:e1" {
		t.Errorf("%d escorts are left, tasks %q", len(second.c.Booking.Escorts), second.taskIDs("escort-back"))
	}
}
