package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

// nearing is homebound with the clocks of the last days before a departure.
var nearing = func() *avrr.Programme {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockCall: elapsed(72 * time.Hour), avrr.ClockLastCheck: elapsed(24 * time.Hour),
		avrr.ClockNotice: elapsed(48 * time.Hour), avrr.ClockNoticeAnswer: elapsed(24 * time.Hour)}
	for name, span := range homebound.Clocks {
		p.Clocks[name] = span
	}
	return &p
}()

// toldOffices lists the notices of a case, such as "advance_booking VIE 1 amended".
func toldOffices(f *file) []string {
	var all []string
	for _, n := range f.c.Notices {
		all = append(all, fmt.Sprintf("%s %s %d %s", n.Kind, n.Place, n.Version, n.Status))
	}
	return all
}

func raisedNow(f *file) []string {
	var ids []string
	for _, t := range f.c.Raised {
		if t.DoneAt.IsZero() {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

func TestEachOfficeHasItsOwnVersionsAndHearsOnlyOfWhatChangedForIt(t *testing.T) {
	for name, c := range map[string]struct {
		does func(*file)
		want []string
	}{
		"nothing changes for them": {func(f *file) { f.does(officer, "record-briefing", `{"held_on":"2026-02-02","items":["itinerary"]}`) },
			[]string{"advance_booking VIE 1 current", "advance_booking TIA 1 current"}},
		"one of the family stays": {func(f *file) { f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`) },
			[]string{"advance_booking VIE 1 amended", "advance_booking TIA 1 amended", "advance_booking VIE 2 current", "advance_booking TIA 2 current"}},
		"nobody goes": {func(f *file) { f.does(officer, "withdraw", `{"channel":"phone"}`) },
			[]string{"advance_booking VIE 1 cancelled", "advance_booking TIA 1 cancelled"}},
		"the booking is cancelled": {func(f *file) { f.does(desk, "cancel-booking", `{"reason":"Strike"}`) },
			[]string{"advance_booking VIE 1 cancelled", "advance_booking TIA 1 cancelled"}},
		"it goes direct now": {func(f *file) { f.does(desk, "amend-booking", amended("2026-03-12", "")) },
			[]string{"advance_booking VIE 1 cancelled", "advance_booking TIA 1 amended", "advance_booking TIA 2 current"}},
		"somebody needs help at the connection": {func(f *file) {
			f.does(officer, "record-medical-clearance", `{"member":"m1","result":"fit","examined_on":"2026-02-02","valid_until":"2026-06-01","service_requests":["WCHR"]}`)
			f.does(desk, "amend-booking", strings.Replace(`{"cause":"Later",`+viaVienna+`}`, "2026-03-10T12", "2026-03-10T11", 1))
		}, []string{"advance_booking VIE 1 amended", "advance_booking TIA 1 amended", "advance_booking VIE 2 current", "transit_assistance VIE 1 current", "advance_booking TIA 2 current"}},
	} {
		f := onTwoLegs(t, homebound, monday)
		f.now = moment(monday)
		c.does(f)
		if got := toldOffices(f); !slices.Equal(got, c.want) {
			t.Errorf("%s: told %q", name, got)
		}
	}
}

func TestAnOfficeThatDoesNotAnswerIsRemindedOnce(t *testing.T) {
	f := ticketed(t, nearing, monday)
	id := f.c.Notices[0].ID
	f.passes(moment("2026-03-08T11:59:00Z"))
	if !f.c.Notices[0].Reminded.IsZero() {
		t.Fatal("reminded before two days are left")
	}
	f.passes(moment("2026-03-08T12:01:00Z"))
	if f.c.Notices[0].Reminded.IsZero() || !slices.Contains(raisedNow(f), avrr.ClockNotice+":"+id) {
		t.Fatalf("not reminded: %+v, open are %q", f.c.Notices[0], raisedNow(f))
	}
	f.does(desk, "acknowledge-notice", fmt.Sprintf(`{"notice":%q,"acknowledged_on":"2026-03-08","by":"Tirana office"}`, id))
	if got := raisedNow(f); slices.Contains(got, avrr.ClockNotice+":"+id) {
		t.Fatalf("acknowledged, and still asked: %q", got)
	}
	if e := f.refused(desk, "acknowledge-notice", fmt.Sprintf(`{"notice":%q,"acknowledged_on":"2026-03-08","by":"Tirana office"}`, id)); rules(e) != "acknowledged-already" {
		t.Fatal(e)
	}

	f.now = moment("2026-03-09T10:00:00Z") // told later than two days ahead: a day is given to answer
	f.does(desk, "amend-booking", strings.ReplaceAll(amended("2026-03-10", ""), "T12:00", "T13:00"))
	f.passes(moment("2026-03-10T09:59:00Z"))
	early := f.c.Notices[1].Reminded
	f.passes(moment("2026-03-10T10:01:00Z"))
	if late := f.c.Notices[1].Reminded; !early.IsZero() || late.IsZero() {
		t.Fatalf("reminded at %s, then %s", early, late)
	}
}

func TestTheTravellerIsCalledBeforeTheDepartureAndNeverAfterIt(t *testing.T) {
	f := ticketed(t, nearing, monday)
	for at, want := range map[string]string{"2026-03-07T12:01:00Z": avrr.ClockCall} {
		f.passes(moment(at))
		if got := raisedNow(f); !slices.Contains(got, want) || slices.Contains(got, avrr.ClockLastCheck) {
			t.Fatalf("at %s open are %q", at, got)
		}
	}
	f.passes(moment("2026-03-09T12:01:00Z"))
	if got := raisedNow(f); !slices.Contains(got, avrr.ClockLastCheck) {
		t.Fatalf("a day ahead open are %q", got)
	}
	f.does(officer, "withdraw", `{"channel":"phone"}`)
	if got := raisedNow(f); slices.Contains(got, avrr.ClockCall) || slices.Contains(got, avrr.ClockLastCheck) {
		t.Fatalf("withdrawn, and still to be called: %q", got)
	}
}

func TestNobodyIsSentOffUnmetWhoHasToBeMet(t *testing.T) {
	f := held(t, nearing, monday)
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`)
	f.does(officer, "record-medical-clearance", `{"member":"m1","result":"fit_with_conditions","examined_on":"2026-02-02","valid_until":"2026-06-01"}`)
	f.does(desk, "confirm-booking", ticket)
	letter := func() string { return f.paper(avrr.PaperTravelLetter, "m1") }
	if letter() == avrr.PaperCurrent {
		t.Fatal("a letter is issued before anybody will meet them")
	}
	e := f.refused(officer, "issue-document", `{"kind":"travel_letter","member":"m1","language":"en"}`)
	if rules(e) != "reception" || e.Message != "The reception has not been confirmed yet." {
		t.Fatalf("%s: %s", rules(e), e.Message)
	}
	f.passes(moment("2026-03-07T12:01:00Z"))
	at := slices.IndexFunc(f.c.Tasks(f.p), func(k avrr.Task) bool { return k.ID == avrr.ClockCall })
	if at < 0 || f.c.Tasks(f.p)[at].Says.EN != e.Message {
		t.Fatalf("the call before the departure does not say so: %+v", f.c.Tasks(f.p))
	}
	f.does(field, "confirm-reception", `{"members":["m1"],"confirmed_on":"2026-03-07","by":"Partner in Tirana"}`)
	if letter() != avrr.PaperCurrent {
		t.Fatal("confirmed, and no letter")
	}
	f.does(desk, "amend-booking", amended("2026-03-12", ""))
	if letter() == avrr.PaperCurrent {
		t.Fatal("they arrive another day, and nobody was asked again")
	}
	f.now = moment("2026-03-12T18:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-12T12:05:00Z","boarded":["m1"]}`)
	if got := doubts(f); got != "m1 boarded although the reception has not been confirmed." {
		t.Fatalf("doubted %q", got)
	}
}
