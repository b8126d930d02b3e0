package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	controls  = regexp.MustCompile(`<(?:input|textarea)[^>]*name="([^"]+)"[^>]*value="([^"]*)"`)
	areaSaid  = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>`)
	anInstant = "2006-01-02T15:04"
)

// entered is what a browser would send of a form as it stands.
func entered(html string) url.Values {
	sent := filledIn(html)
	for _, m := range controls.FindAllStringSubmatch(html, -1) {
		if !strings.Contains(m[0], "hidden") && !strings.Contains(m[0], "checkbox") && !strings.Contains(m[0], "radio") {
			sent.Set(m[1], m[2])
		}
	}
	for _, m := range areaSaid.FindAllStringSubmatch(html, -1) {
		sent.Set(m[1], strings.TrimSpace(m[2]))
	}
	return sent
}

// A booking by pasting: the text is read, what was not understood stays in sight, the rules look before anybody is asked, and the
// seats are held once.
func TestSeatsAreHeldFromThePastedTextOfTheCarrier(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	desk, at := o.as("desk"), "/cases/"+reference+"/do/hold-seats"
	form := desk.shows(at, "Paste the carrier", `value="m1" checked`)
	leaves := time.Now().AddDate(0, 0, 10)
	day := strings.ToUpper(leaves.Format("02Jan"))
	sent := entered(form.html)
	for text, said := range map[string]string{" \n": "Nothing is pasted here yet", "1.HOXHA/ARTA MRS": "line was not understood"} {
		sent.Set("text", text)
		sent.Set("step", "read")
		if p := desk.post(at, sent); !strings.Contains(p.html, said) || strings.Contains(p.html, "Everything was understood") {
			t.Errorf("reading %q is not answered by %q", text, said)
		}
	}
	sent.Set("text", "Thank you for choosing us!\n 1  OS 456 Y "+day+" LHRVIE HK1  0640 0955\n 2  OS 847 Y "+day+" VIETIA HK1  1020 1200\nBaggage 23 kg")
	sent.Set("step", "read")
	read := desk.post(at, sent)
	holds(t, "the reading", read)
	for _, want := range []string{"2 lines were not understood", "<mark", "Baggage 23 kg", `value="` + leaves.Format(time.DateOnly) + `T06:40"`, "The text names no year: " + leaves.Format("2006") + " was taken", `name="travel_year" inputmode="numeric" autocomplete="off" value="` + leaves.Format("2006"), `value="OS"`, `value="847"`, "In the time of London", "In the time of Tirana", `value="m1" checked`} {
		if !strings.Contains(read.html, want) {
			t.Errorf("after the reading the page does not show %q", want)
		}
	}
	sent = entered(read.html)
	sent.Set("step", "check")
	if p := desk.post(at, sent); p.status != 422 || !strings.Contains(p.html, "Held until") {
		t.Errorf("a hold without an end is answered %d", p.status)
	}
	sent.Set("hold_until", leaves.AddDate(0, 0, -5).Format(anInstant))
	backwards := url.Values{}
	for name, values := range sent {
		backwards[name] = values
	}
	backwards.Set("segments.0.arrives_at", leaves.Format(time.DateOnly)+"T05:00")
	if p := desk.post(at, backwards); p.status != 422 || !strings.Contains(p.html, "before it departs") || !strings.Contains(p.html, `id="f-segments-0-arrives_at-wrong"`) {
		t.Errorf("an arrival before the departure is answered %d, and not at its field", p.status)
	}
	check := desk.post(at, sent)
	holds(t, "the check", check)
	for _, want := range []string{"Check the booking", "Nothing has been asked of the carrier", "London LHR", "06:40 (UTC", "OS 847", "Arta Hoxha"} {
		if !strings.Contains(check.html, want) {
			t.Errorf("the check does not say %q", want)
		}
	}
	kept := entered(check.html)
	kept.Set("step", "change")
	if p := desk.post(at, kept); !strings.Contains(p.html, `value="847"`) || !strings.Contains(p.html, "Baggage 23 kg") {
		t.Error("going back to change something loses what was entered")
	}
	kept.Del("step")
	for range 2 { // sent twice, done once
		if p := desk.post(at, kept); p.status != 303 || !strings.HasPrefix(p.header.Get("Location"), "/cases/"+reference) {
			t.Fatalf("the booking is answered %d\n%.2000s", p.status, p.html)
		}
	}
	o.recordAll()
	desk.shows("/travel?on="+leaves.Format(time.DateOnly), "1 departure", "OS 456, OS 847", "Arta Hoxha")
}

// A date that can be read both ways is asked about, and a group is planned on the same form.
func TestAGroupIsPlannedFromAPastedTextAndAnAmbiguousDateIsAsked(t *testing.T) {
	o := newOffice(t)
	desk := o.as("desk")
	form := desk.shows("/movements/new?lang=sq", "Ngjitni tekstin")
	sent := entered(form.html)
	year := time.Now().AddDate(1, 0, 0).Format("2006")
	sent.Set("text", "LH1740 MUC-TIA 03/04/"+year+" 09:30 11:20")
	sent.Set("step", "read")
	asked := desk.post("/movements/new", sent)
	holds(t, "the question", asked)
	if !strings.Contains(asked.html, `name="date_order" value="month_first"`) || !strings.Contains(asked.html, "3 prill") {
		t.Fatal("the page does not ask how the date is meant")
	}
	sent.Set("date_order", "day_first")
	read := desk.post("/movements/new", sent)
	if !strings.Contains(read.html, `value="`+year+`-04-03T09:30"`) {
		t.Errorf("the answer is not taken")
	}
	full := entered(read.html)
	full.Set("kind", "group")
	full.Set("name", "April group")
	full.Set("seats", "12")
	full.Set("step", "check")
	check := desk.post("/movements/new", full)
	holds(t, "the check", check)
	kept := entered(check.html)
	if p := desk.post("/movements/new", kept); p.status != 303 {
		t.Fatalf("the group is answered %d\n%.1500s", p.status, p.html)
	}
	o.recordAll()
	desk.shows("/travel?on="+year+"-04-03&lang=en", "April group", "Planned")
}
