package web_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
)

var (
	control     = regexp.MustCompile(`(?s)<input\b([^>]*)>|<textarea\b([^>]*)>([^<]*)</textarea>|<select\b([^>]*)>(.*?)</select>`)
	attributeOf = regexp.MustCompile(`\b(name|type|value)="([^"]*)"`)
	chosen      = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// entries is what the form of an action holds as it is shown: what a browser would send.
func entries(page string) url.Values {
	_, form, _ := strings.Cut(page, `method="post" action="/cases/`)
	form, _, _ = strings.Cut(form, "</form>")
	held := url.Values{}
	for _, c := range control.FindAllStringSubmatch(form, -1) {
		of := map[string]string{}
		for _, a := range attributeOf.FindAllStringSubmatch(c[1]+c[2]+c[4], -1) {
			of[a[1]] = html.UnescapeString(a[2])
		}
		switch {
		case c[2] != "":
			of["value"] = html.UnescapeString(c[3])
		case c[4] != "":
			if m := chosen.FindStringSubmatch(c[5]); m != nil {
				of["value"] = html.UnescapeString(m[1])
			}
		case (of["type"] == "radio" || of["type"] == "checkbox") && !strings.Contains(c[1], " checked"):
			continue
		}
		held.Add(of["name"], of["value"])
	}
	return held
}

// sent records what a form was accepted for, as a worker would.
func (o *office) sent(action string, p page) {
	o.Helper()
	to, err := url.Parse(p.header.Get("Location"))
	o.must(err)
	if p.status != http.StatusSeeOther || to.Query().Get("waiting") == "" {
		o.Fatalf("%s: %d %s", action, p.status, said(p.html))
	}
	o.record(action, to.Query().Get("waiting"))
}

// chartered plans a charter that leaves in three days, and answers its id.
func (o *office) chartered(name string, seats int) string {
	o.Helper()
	departs := time.Now().UTC().Add(72 * time.Hour).Truncate(time.Minute)
	raw, err := json.Marshal(body{"kind": "charter", "name": name, "seats": seats, "hold_until": departs.Add(-24 * time.Hour),
		"segments": []body{{"carrier": "W4", "number": "9001", "from": "LGW", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
	o.must(err)
	answer, err := o.desk.Plan(o.Context(), o.people["desk"], casework.Request{Action: "plan-movement", Body: raw, Key: "plan-" + name})
	o.must(err)
	o.record("plan-movement", answer.Submission)
	return answer.Movement
}

func TestAJourneyToJoinIsChosenByItsNameAndItsDay(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	charter := o.chartered("Charter to Tirana", 2)
	desk := o.as("desk")
	path := "/cases/" + reference + "/do/join-movement"
	form := desk.shows(path, `<option value="`+charter+`">Charter to Tirana · London LGW → Tirana TIA, `, "2 seats left")
	entered := entries(form.html)
	if got := entered["passengers"]; len(got) != 1 || got[0] != "m1" {
		t.Errorf("ticked as passengers: %v", got)
	}
	entered.Set("movement", charter)
	o.sent("join-movement", desk.post(path, entered))
}

func TestAmendingABookingBeginsWithWhatIsBooked(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	desk := o.as("desk")
	path := "/cases/" + reference + "/do/amend-booking"
	form := desk.shows(path, "In the time of London.", "In the time of Tirana.")
	entered := entries(form.html)
	for field, want := range map[string]string{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA"} {
		if got := entered.Get("segments.0." + field); got != want {
			t.Errorf("the form begins with %s %q instead of %q", field, got, want)
		}
	}
	later := time.Now().In(avrr.Zone("AL")).Add(54 * time.Hour).Format("2006-01-02T15:04")
	entered.Set("segments.0.arrives_at", later)
	entered.Set("cause", "A strike.")
	o.sent("amend-booking", desk.post(path, entered))
	if got := entries(desk.shows(path).html).Get("segments.0.arrives_at"); got != later {
		t.Errorf("it arrives at %s instead of %s", got, later)
	}
}

func TestAnEscortWhoIsNotSpokenOfIsNotLost(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.held(reference)
	back := time.Now().UTC().Add(96 * time.Hour).Truncate(time.Minute)
	wayBack := []body{{"carrier": "OS", "number": "457", "from": "TIA", "to": "LHR", "departs_at": back, "arrives_at": back.Add(3 * time.Hour)}}
	o.do("desk", reference, "set-escorts", body{"escorts": []body{{"kind": "medical", "name": "Ana Berisha", "members": []string{"m1"}, "way_back": wayBack},
		{"kind": "family", "name": "Ilir Berisha", "members": []string{"m1"}, "way_back": wayBack}}})
	desk := o.as("desk")
	path := "/cases/" + reference + "/do/set-escorts"
	entered := entries(desk.shows(path, "Escort 2").html)
	if entered.Get("escorts.0.name") != "Ana Berisha" || entered.Get("escorts.1.way_back.0.number") != "457" {
		t.Fatalf("the form begins with %v", entered)
	}
	entered.Set("less", "escorts.0")
	p := desk.post(path, entered)
	left := entries(p.html)
	if p.status != http.StatusOK || left.Get("escorts.0.name") != "Ilir Berisha" || left.Get("escorts.0.kind") != "family" || left.Has("escorts.1.name") {
		t.Fatalf("after the first was taken out: %d %v", p.status, left)
	}
	left.Set("less", "escorts.0")
	nobody := entries(desk.post(path, left).html)
	o.sent("set-escorts", desk.post(path, nobody))
}

func TestTicketNumbersAreLinesAndOtherLocatorsAreFoldedAway(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.held(reference)
	form := o.as("desk").shows("/cases/" + reference + "/do/confirm-booking").html
	if !strings.Contains(form, `<input id="f-tickets-m1"`) {
		t.Error("a ticket number has several lines")
	}
	if strings.Contains(form, `<textarea`) {
		t.Error("something of a booking is a text")
	}
}

func TestALegIsChosenAndToldByTheClockOfWhereItDeparts(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	departs := time.Now().UTC().Add(48 * time.Hour).Truncate(time.Minute)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour), "segments": []body{
		{"carrier": "OS", "number": "456", "from": "LHR", "to": "VIE", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)},
		{"carrier": "OS", "number": "847", "from": "VIE", "to": "TIA", "departs_at": departs.Add(5 * time.Hour), "arrives_at": departs.Add(7 * time.Hour)}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
	o.later(60 * time.Hour)
	desk := o.as("desk")
	path := "/cases/" + reference + "/do/report-leg"
	form := desk.shows(path, `<option value="2">OS 847 Vienna VIE → Tirana TIA, `, "By the clock of the place the leg departs from.")
	entered := entries(form.html)
	missed := departs.Add(5 * time.Hour)
	for field, value := range map[string]string{"segment": "2", "passengers.m1": "missed_connection", "occurred_at": missed.In(avrr.Zone("AT")).Format("2006-01-02T15:04")} {
		entered.Set(field, value)
	}
	o.sent("report-leg", desk.post(path, entered))
	view, err := o.desk.Case(o.Context(), o.people["desk"], reference)
	o.must(err)
	told := view.Booking.Legs[len(view.Booking.Legs)-1]
	if told.Segment != 2 || !told.At.Equal(missed) {
		t.Errorf("told of leg %d at %s instead of %s", told.Segment, told.At, missed)
	}
}

func TestAManifestIsIssuedInTheLanguageOfThePageUnderTravel(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	view, err := o.desk.Case(o.Context(), o.people["desk"], reference)
	o.must(err)
	path := "/movements/" + view.Booking.Movement + "/do/issue-manifest?lang=sq"
	o.as("desk").shows(path, `<a href="/travel" aria-current="page">`, `value="sq" checked`)
}

func TestATimeThatARuleRefusesIsSaidAsPeopleWriteIt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	desk, path := o.as("desk"), "/cases/"+reference+"/do/report-leg"
	entered := entries(desk.shows(path).html)
	ahead := time.Now().In(avrr.Zone("GB")).Add(96 * time.Hour)
	for field, value := range map[string]string{"segment": "1", "passengers.m1": "boarded", "occurred_at": ahead.Format("2006-01-02T15:04")} {
		entered.Set(field, value)
	}
	p := desk.post(path, entered)
	if want := ahead.Format("2 January 2006, 15:04 (") + "UTC"; !strings.Contains(html.UnescapeString(p.html), want) || strings.Contains(said(p.html), "T"+ahead.Format("15:04")) {
		t.Errorf("%d: it is not said as %q: %s", p.status, want, said(p.html))
	}
}

func TestTheTimeLimitsOfAGroupAreToldByTheClockOfTheOffice(t *testing.T) {
	o := newOffice(t)
	o.must(o.store.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.SetOffice(store.Office{Name: o.people["desk"].Office, Country: "GB", Airports: []string{"LHR"}})
	}))
	o.as("desk").shows("/movements/new", "In the time of London.")
}

func TestWhatWasPaidIsSaidOnThePageOfTheMoney(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	field, path := o.as("field"), "/cases/"+reference+"/do/record-payment"
	shown, _, _ := strings.Cut(field.shows(path).html, "<details")
	if !strings.Contains(shown, `name="line"`) {
		t.Error("what of the package is paid is asked under “More”")
	}
	entered := entries(field.get(path).html)
	for name, value := range map[string]string{"line": "travel-cash", "amount": "100", "method": "cash", "place": "arrival", "receipt": "C-1"} {
		entered.Set(name, value)
	}
	p := field.post(path, entered)
	if to := p.header.Get("Location"); !strings.HasPrefix(to, "/cases/"+reference+"/money?done=record-payment") {
		t.Fatalf("%d: it leads to %q: %s", p.status, to, said(p.html))
	}
	o.sent("record-payment", p)
	page := field.shows("/cases/"+reference+"/money?done=record-payment", "Recorded:", "C-1")
	if !strings.Contains(page.html, `<section class="no-print" aria-label="You can do now"`) {
		t.Error("what can be done is printed without its buttons")
	}
}

func TestADraftStandsWhereOnlyItsAuthorHasGoneOn(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	field, path := o.as("field"), "/cases/"+reference+"/do/refer"
	entered := entries(field.shows(path).html)
	for name, value := range map[string]string{"service": "health", "provider": "The clinic", "consent": "m1"} {
		entered.Set(name, value)
	}
	if p := field.post(path, entered); p.status != http.StatusUnprocessableEntity || !strings.Contains(said(p.html), "consent") {
		t.Fatalf("without a consent: %d %s", p.status, said(p.html))
	}
	o.do("field", reference, "give-consent", body{"member": "m1", "kind": "sharing", "recipient": "The clinic", "signed_on": day(0), "language": "en"})
	kept := entries(field.shows(path, "The clinic").html)
	o.sent("refer", field.post(path, kept))

	again := entries(field.shows(path).html)
	for name, value := range map[string]string{"service": "legal", "provider": "The clinic", "consent": "m1"} {
		again.Set(name, value)
	}
	o.do("officer2", reference, "add-note", body{"text": "She has called."})
	if p := field.post(path, again); p.status == http.StatusSeeOther {
		t.Error("what somebody else has done since is not told")
	}
}

func TestAJourneyIsPlannedOnAPageNamedAsItsButton(t *testing.T) {
	o := newOffice(t)
	for language, words := range map[string]string{"en": "Plan a journey", "sq": "Planifikoni një udhëtim"} {
		b := o.as("desk")
		b.shows("/travel?lang="+language, `href="/movements/new">`+words+"</a>")
		b.shows("/movements/new?lang="+language, "<h1>"+words+"</h1>")
	}
}
