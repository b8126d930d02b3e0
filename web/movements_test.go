package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
	"homeward/workflows"
)

var journeyLink = regexp.MustCompile(`href="(/movements/[0-9A-Z]{26})"`)

// held holds seats for a case, two days from now, the hold ending tomorrow.
func (o *office) held(reference string) {
	o.Helper()
	departs := time.Now().UTC().Add(48 * time.Hour).Truncate(time.Minute)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour),
		"service_requests": []body{{"member": "m1", "code": "WCHR"}},
		"segments":         []body{{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
}

// ticketed holds seats for a case and issues its ticket.
func (o *office) ticketed(reference string) {
	o.Helper()
	o.held(reference)
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
}

// later has the office's clocks go on.
func (o *office) later(by time.Duration) {
	clock := func() time.Time { return time.Now().Add(by) }
	o.desk.Clock, o.worker.Clock = clock, clock
}

func TestTheTravelDeskSeesWhoLeavesWhen(t *testing.T) {
	o := newOffice(t)
	desk := o.as("desk")
	desk.shows("/travel/list", "Nobody leaves this week", `href="/travel/list?show=all"`)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.held(reference)

	list := desk.get("/travel/list")
	holds(t, "/travel/list", list)
	for _, want := range []string{"London LHR → Tirana TIA", "OS 456", "Seats held", "1 without a ticket", "Hold ends", "Hoxha"} {
		if !strings.Contains(list.html, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	found := journeyLink.FindStringSubmatch(list.html)
	if found == nil {
		t.Fatal("the list leads to no journey")
	}
	one := desk.get(found[1])
	holds(t, found[1], one)
	for _, want := range []string{"Arta Hoxha", reference, "WCHR", "no ticket yet", "planned", "no legs told"} {
		if told := strings.Contains(one.html, want); told == (want == "no legs told") {
			t.Errorf("the journey says %q: %v", want, told)
		}
	}
	desk.shows("/travel/list?show=underway", "Nobody is on the way")
	desk.shows("/travel/list?show=held", "London LHR → Tirana TIA")
	if p := desk.get("/travel/list?show=yesterday"); p.status != 404 {
		t.Errorf("a view that is none answers %d", p.status)
	}
	if p := desk.get("/movements/01HZXW5V0Q8N3P7T2R4S6B9D1F"); p.status != 404 {
		t.Errorf("a journey that is none answers %d", p.status)
	}
	desk.accept = "sq"
	holds(t, "/travel/list", desk.get("/travel/list?lang=sq"))
	holds(t, found[1], desk.get(found[1]+"?lang=sq"))
}

// What the board counts is what the lists behind it hold: to be booked, then held and expiring, then left without a word.
func TestTheBoardCountsWhatItsListsHold(t *testing.T) {
	o := newOffice(t)
	desk := o.as("desk")
	holds(t, "/travel", desk.shows("/travel", "Nobody leaves", "Every case that prepares has a journey", "No hold ends in the next three days", `href="/travel/day?on=`))
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	desk.shows("/travel", `To book <span class="n">1</span>`, "Arta Hoxha", "Seats can be held", "/cases/"+reference+"/")
	holds(t, "/travel/to-book", desk.shows("/travel/to-book?lang=sq", "Arta Hoxha", "Mund të mbahen vende"))
	desk.get("/travel?lang=en")
	o.held(reference)
	leaves := time.Now().Add(48 * time.Hour).In(time.UTC).Format(time.DateOnly)
	for _, at := range []string{"/travel?on=" + leaves, "/travel/day?on=" + leaves, "/travel?airport=LHR&status=held&on=" + leaves} {
		holds(t, at, desk.shows(at, "1 departure", "OS 456", "Seats held", "wheelchair", "Arta Hoxha", `Holds expiring <span class="n">1</span>`, "/do/confirm-booking", "/do/cancel-booking",
			`To book <span class="n">0</span>`, `Not confirmed <span class="n">0</span>`))
	}
	for _, at := range []string{"/travel?airport=TIA&on=" + leaves, "/travel?status=ticketed&on=" + leaves, "/travel?escort=1&on=" + leaves, "/travel/day?on=2020-01-01"} {
		desk.shows(at, "0 departures")
	}
	desk.shows("/travel/list?show=expiring", "OS 456")
	if p := o.as("officer").shows("/travel?on="+leaves, "OS 456", "wheelchair"); strings.Contains(p.html, "/do/confirm-booking") {
		t.Error("an officer is offered to issue tickets")
	}
	for at, want := range map[string]int{"/travel?on=yesterday": 400, "/travel?status=late": 400, "/movements": 303, "/movements?view=held": 303} {
		if p := desk.get(at); p.status != want {
			t.Errorf("%s answers %d", at, p.status)
		}
	}
}

// A departure nobody has told of stands out until somebody tells.
func TestADepartureNobodyHasToldOfStandsOut(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	o.later(49 * time.Hour)
	desk := o.as("desk")
	p := desk.shows("/travel/list?show=untold", "Not confirmed", "Arta Hoxha")
	holds(t, "/travel/list?show=untold", p)
	desk.shows("/travel", `Not confirmed <span class="n">1</span>`)
	o.do("desk", reference, "confirm-departure", body{"departed_at": time.Now().Add(48 * time.Hour), "boarded": []string{"m1"}})
	desk.shows("/travel/list?show=untold", "Everybody who should have left is accounted for")
	desk.shows("/travel", `Not confirmed <span class="n">0</span>`)
}

// The desk sees that somebody of a restricted case travels, and not who.
func TestARestrictedTravellerIsAReferenceOnTheJourney(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.held(reference)
	o.do("protection", reference, "record-screening", body{"member": "m1", "screened_on": day(0),
		"trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	desk := o.as("desk")
	list := desk.get("/travel/list?show=all")
	for _, p := range []page{list, desk.get("/travel?on=" + time.Now().Add(48*time.Hour).In(time.UTC).Format(time.DateOnly)), desk.get(journeyLink.FindStringSubmatch(list.html)[1])} {
		if strings.Contains(p.html, "Hoxha") || !strings.Contains(p.html, reference) {
			t.Error("the page names who travels, or says no reference")
		}
	}
}

// The case leads to its journey, and tells what other offices have heard of it.
func TestACaseTellsWhatOtherOfficesWereTold(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.held(reference)
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
	desk := o.as("desk")
	p := desk.shows("/cases/"+reference, "What other offices were told", "Advance booking notification", "Tirana office", "Not acknowledged yet", "Open the journey")
	holds(t, "/cases/"+reference, p)
	if link := journeyLink.FindStringSubmatch(p.html); link == nil || desk.get(link[1]).status != 200 {
		t.Error("the case leads to no journey")
	}
	o.do("officer", reference, "withdraw", body{"channel": "phone"})
	desk.shows("/cases/"+reference, "Called back")
}

// recordAll records everything that waits.
func (o *office) recordAll() {
	o.Helper()
	waiting, err := o.store.Read(o.Context()).DueSubmissions(time.Now().Add(1000*time.Hour), 100)
	o.must(err)
	for _, s := range waiting {
		o.record(s.Action, s.ID)
	}
}

var hiddenOrTicked = regexp.MustCompile(`<input type="(?:hidden|checkbox|datetime-local)"[^>]*>|<input class="short" type="datetime-local"[^>]*>`)

// filledIn is what a browser sends of a form that nobody has touched.
func filledIn(html string) url.Values {
	sent := url.Values{}
	for _, control := range hiddenOrTicked.FindAllString(html, -1) {
		name, value := attribute(control, "name"), attribute(control, "value")
		if name != "" && (!strings.Contains(control, "checkbox") || strings.Contains(control, " checked")) {
			sent.Add(name, value)
		}
	}
	return sent
}

func attribute(tag, name string) string {
	_, rest, _ := strings.Cut(tag, " "+name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// A day's departures are one form on which everybody left, one page to look through, and one answer a case.
func TestTheDeparturesOfADayAreConfirmedAtOnce(t *testing.T) {
	o := newOffice(t)
	var references []string
	for _, family := range []string{"Hoxha", "Kola", "Dervishi"} {
		reference := o.opened(family, "Arta")
		o.approved(reference)
		o.ticketed(reference)
		references = append(references, reference)
	}
	o.later(49 * time.Hour)
	desk := o.as("desk")
	form := desk.shows("/travel/departures", "Everybody is ticked as having left", "Hoxha", "Kola", "Dervishi", "London LHR")
	holds(t, "/travel/departures", form)
	sent := filledIn(form.html)
	stayed := references[1] + "/m1"
	for n, who := range sent["gone"] {
		if who == stayed {
			sent["gone"] = append(sent["gone"][:n:n], sent["gone"][n+1:]...)
		}
	}
	sent.Set("instead."+stayed, "refused_at_gate")
	check := desk.post("/travel/departures", sent)
	holds(t, "the check", check)
	for _, want := range []string{"<b>2</b> left", "<b>1</b> did not leave", "turned back at the gate", "This is a withdrawal"} {
		if !strings.Contains(check.html, want) {
			t.Errorf("the check does not say %q", want)
		}
	}
	confirmed := filledIn(check.html)
	for range 2 { // sent twice, counted once
		done := desk.post("/travel/departures", confirmed)
		holds(t, "the outcome", done)
		if n := strings.Count(done.html, "Accepted, being recorded"); done.status != 200 || n != 3 {
			t.Errorf("%d: %d cases were accepted", done.status, n)
		}
	}
	o.recordAll()
	for n, want := range []string{"On the way", "Withdrawn", "On the way"} {
		desk.shows("/cases/"+references[n], want)
	}
	desk.shows("/travel/departures", "Everybody who should have left is accounted for")
	sent.Set("at."+sent.Get("movement"), "soon")
	if p := desk.post("/travel/departures", sent); p.status != 422 || !strings.Contains(p.html, "Hoxha") {
		t.Errorf("a time that is none is answered %d", p.status)
	}
}

// Who arrives is told with one tap, by the clock of the place; of whom nobody has heard for six hours stands before all others.
func TestArrivalsAreToldWithOneTapAndTheLateStandFirst(t *testing.T) {
	o := newOffice(t)
	field := o.as("field")
	field.shows("/travel/arrivals", "Nobody arrives today or tomorrow")
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	o.later(48*time.Hour + 30*time.Minute)
	o.do("desk", reference, "confirm-departure", body{"departed_at": time.Now().Add(48 * time.Hour), "boarded": []string{"m1"}})
	coming := field.shows("/travel/arrivals", "Arta Hoxha", "Tirana TIA", "On the way", "wheelchair", "Met by", "Reception not confirmed", "They have arrived", "local time in Tirana")
	if strings.Contains(coming.html, "Nobody has heard") {
		t.Error("who is on the way is called late")
	}
	o.as("desk").shows("/travel/arrivals?lang=sq", "Mbërritjet", "Kanë mbërritur")
	o.later(58 * time.Hour)
	late := field.shows("/travel/arrivals", "Nobody has heard from them", "no word for 7 h")
	forms := strings.Split(late.html, "<form ")
	var meets, arrives url.Values
	for _, form := range forms {
		switch {
		case strings.Contains(form, `value="confirm-reception"`):
			meets = entered("<form " + form)
		case strings.Contains(form, `value="confirm-arrival"`):
			arrives = entered("<form " + form)
		}
	}
	arrives.Set("met_by", strings.Repeat("x", 1000))
	refused := field.post("/travel/arrivals", arrives)
	control := between(refused.html, `type="datetime-local"`, ">")
	named := between(control, `aria-describedby="`, `"`)
	if refused.status != 422 || !strings.Contains(control, `aria-invalid="true"`) || named == "" || !strings.Contains(refused.html, `<span class="wrong" id="`+named+`">`) ||
		!strings.Contains(refused.html, `<a href="#`+strings.TrimSuffix(named, "-wrong")+`">`+reference+": ") {
		t.Errorf("a refusal is answered %d, and does not stand beside its field: %s", refused.status, between(refused.html, "<h1>", "</section>"))
	}
	arrives.Del("met_by")
	for _, told := range []url.Values{meets, arrives} {
		for range 2 { // two taps are one
			if p := field.post("/travel/arrivals", told); p.status != 303 || !strings.HasPrefix(p.header.Get("Location"), "/travel/arrivals?done=") {
				t.Fatalf("one tap is answered %d: %s", p.status, between(p.html, "role=\"alert\"", "</p>"))
			}
		}
		o.recordAll()
	}
	field.shows("/cases/"+reference, "Arrived")
	if p := field.shows("/travel/list?show=underway"); strings.Contains(p.html, "Hoxha") {
		t.Error("who has arrived is still on the way")
	}
	arrives.Set("at", "soon")
	gone := field.post("/travel/arrivals", arrives)
	if gone.status != 422 || !strings.Contains(between(gone.html, `id="problems"`, "</div>"), "<li>"+reference+": This is not a date and time.</li>") {
		t.Errorf("a time that is none, of somebody who is not on the list any more, is answered %d", gone.status)
	}
}

// Whoever never confirmed an arrival, and journeys that were given up, keep nobody who lands today from the list.
func TestOldJourneysDoNotHideWhoArrivesToday(t *testing.T) {
	o := newOffice(t)
	id := func(n int) string { return fmt.Sprintf("01J0000000000000000000%04d", n) }
	for n := range 150 {
		o.must(o.desk.Vault.CreateKey(t.Context(), workflows.MovementWorkflowID(id(n)), vault.Case))
	}
	o.must(o.store.InTx(t.Context(), func(tx *store.Tx) error {
		for n := range 150 {
			at := time.Now().Add(46 * time.Hour)
			m := store.Movement{ID: id(n), Status: avrr.Cancelled, DepartsAt: &at, ArrivesAt: &at}
			if n >= 110 {
				long := time.Now().AddDate(0, -2, 0)
				m.Status, m.DepartsAt, m.ArrivesAt = avrr.Under, &long, &long
			}
			if err := tx.InsertMovement(m); err != nil {
				return err
			}
		}
		return nil
	}))
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	o.later(47 * time.Hour)
	o.as("field").shows("/travel/arrivals", "Arta Hoxha", "10 more journeys that nobody has heard from are not shown here.", "/travel/list?show=underway")
}

// The ferry lands at half past eleven, and is still awaited when the day is over.
func TestAnArrivalAtAHarbourIsTakenByTheClockItWasPlannedBy(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	ferry := time.FixedZone("", 2*60*60)
	year, month, today := time.Now().In(ferry).Date()
	departs := time.Date(year, month, today+3, 14, 30, 0, 0, ferry)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour), "segments": []body{
		{"carrier": "VE", "number": "1", "mode": "ferry", "from_place": "Bari", "to_place": "Durrës", "departs_at": departs, "arrives_at": departs.Add(9 * time.Hour)}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
	o.later(time.Until(departs.Add(30 * time.Minute)))
	o.do("desk", reference, "confirm-departure", body{"departed_at": departs, "boarded": []string{"m1"}})
	o.later(time.Until(departs.Add(10 * time.Hour)))
	field := o.as("field")
	for _, form := range strings.Split(field.shows("/travel/arrivals", "Durrës").html, "<form ") {
		if strings.Contains(form, `value="confirm-arrival"`) {
			if p := field.post("/travel/arrivals", entered(html.UnescapeString("<form "+form))); p.status != http.StatusSeeOther {
				t.Fatalf("one tap is answered %d: %s", p.status, between(p.html, "role=\"alert\"", "</p>"))
			}
		}
	}
	o.recordAll()
	v, err := o.desk.Timeline(t.Context(), o.people["manager"], reference)
	o.must(err)
	told, err := json.Marshal(v[0].Details)
	o.must(err)
	if want := departs.Add(9 * time.Hour).Format("2006-01-02T15:04"); v[0].Action != "confirm-arrival" || !strings.Contains(string(told), want) {
		t.Errorf("recorded %s %s, wanted %s by the clock of the harbour", v[0].Action, told, want)
	}
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	said, _, _ := strings.Cut(rest, to)
	return said
}
