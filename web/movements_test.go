package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

var journeyLink = regexp.MustCompile(`href="(/movements/[0-9A-Z]{26})"`)

// held holds seats for a case, two days from now, the hold ending tomorrow.
func (o *office) held(reference string) {
	o.Helper()
	departs := time.Now().Add(48 * time.Hour).Truncate(time.Minute)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour),
		"service_requests": []body{{"member": "m1", "code": "WCHR"}},
		"segments":         []body{{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
}

func TestTheTravelDeskSeesWhoLeavesWhen(t *testing.T) {
	o := newOffice(t)
	desk := o.as("desk")
	desk.shows("/movements", "Nobody leaves this week", `href="/movements?view=all"`)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.held(reference)

	list := desk.get("/movements")
	holds(t, "/movements", list)
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
	desk.shows("/movements?view=underway", "Nobody is on the way")
	desk.shows("/movements?view=held", "London LHR → Tirana TIA")
	if p := desk.get("/movements?view=yesterday"); p.status != 404 {
		t.Errorf("a view that is none answers %d", p.status)
	}
	if p := desk.get("/movements/01HZXW5V0Q8N3P7T2R4S6B9D1F"); p.status != 404 {
		t.Errorf("a journey that is none answers %d", p.status)
	}
	desk.accept = "sq"
	holds(t, "/movements", desk.get("/movements?lang=sq"))
	holds(t, found[1], desk.get(found[1]+"?lang=sq"))
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
	list := desk.get("/movements?view=all")
	for _, p := range []page{list, desk.get(journeyLink.FindStringSubmatch(list.html)[1])} {
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
