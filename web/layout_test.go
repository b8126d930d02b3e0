package web_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestAVisitIsLoggedOnAFormThatBeginsWithTheSafeContactRuleAndKnowsTheUsual(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	b, path := o.as("field"), "/cases/"+reference+"/do/log-visit"
	p := b.shows(path, "Safe contact:", `value="home" checked`, `value="`+day(0)+`"`, "<summary>More</summary>")
	before, after, _ := strings.Cut(p.html, "<summary>More</summary>")
	for _, common := range []string{"Safe contact:", `name="outcome"`, `name="findings"`, `name="members"`} {
		if !strings.Contains(before, common) {
			t.Errorf("%s does not come first", common)
		}
	}
	if !strings.Contains(after, `name="place"`) || strings.Contains(p.html, `name="photos"`) {
		t.Error("what few are asked is not folded away, or photos are asked for where there are none")
	}
	if !strings.Contains(p.html, `name="outcome" value="on_track"`) { // one tap each, though there are eight
		t.Error("the outcome is not chosen with one tap")
	}
	done := b.post(path, b.fills(path, url.Values{"visit": {"extra"}, "mode": {"home"}, "visited_on": {day(0)}, "outcome": {"on_track"}, "findings": {"The shop is open."}}))
	if done.status != 303 {
		t.Fatalf("got %d: %.900s", done.status, done.html)
	}
}

func TestWhoBoardedIsTickedUntilSomebodyTakesTheTickOut(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	b, path := o.as("desk"), "/cases/"+reference+"/do/confirm-departure"
	departs := o.desk.Clock().UTC().Add(-1)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": departs.AddDate(0, 0, 1),
		"segments": []body{{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": departs.AddDate(0, 0, 2), "arrives_at": departs.AddDate(0, 0, 3)}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
	b.shows(path, `name="boarded" value="m1" checked`, "Take out the tick of whoever did not board")
	p := b.post(path, b.fills(path, url.Values{"departed_at": {"x"}}))
	if strings.Contains(p.html, `value="m1" checked`) {
		t.Error("a tick that was taken out came back by itself")
	}
}
