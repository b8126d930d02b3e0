package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// ofTwelve is what a case of twelve people with names of 300 letters is opened with; all but the first have papers for some days more.
func ofTwelve(relation string, born, papers int) body {
	name := func(n int) string {
		return strings.Repeat(fmt.Sprintf("Maria-Magdalena%c ", 'a'+n), 16) + "Xhevahire-Zojë"
	}
	in := application("Hoxha-"+strings.Repeat("Përmeti", 10), name(0))
	members := in["members"].([]body)
	for n := 1; n < 12; n++ {
		members = append(members, body{"family_name": "Hoxha", "given_names": name(n), "birth": body{"date": fmt.Sprintf("%d-05-01", born+n)}, "sex": "M", "nationality": "AL", "relation": relation,
			"documents": []body{{"kind": "passport", "number": fmt.Sprintf("BB%07d", n), "issuer": "AL", "issued_on": "2020-01-01", "expires_on": day(papers + n)}}})
	}
	in["members"] = members
	return in
}

// worst opens a case as large as any: twelve people with names of 300 letters, forty tasks and two hundred lines of history.
func (o *office) worst() string {
	o.Helper()
	reference := o.do("officer", "", "open", ofTwelve("child", 2009, 20)).Reference
	for n := range 40 {
		o.do("officer", reference, "add-task", body{"title": fmt.Sprintf("Task %d: %s", n, strings.Repeat("ask again ", 15)), "duty": "return", "due_on": day(n - 3)})
	}
	for n := range 160 { // with the forty tasks and the opening: two hundred lines
		o.do("officer", reference, "add-note", body{"text": fmt.Sprintf("Note %d: %s", n, strings.Repeat("the aunt did not answer ", 12))})
	}
	return reference
}

func TestTheWorstCaseStaysUsable(t *testing.T) {
	o := newOffice(t)
	reference := o.worst()
	base := "/cases/" + reference
	pages := []string{base}
	for _, part := range []string{"/notes", "/history", "/files", "/surveys", "/visits", "/money", "/opened", "/do/log-contact", "/do/change-members", "/do/correct-details", "/do/schedule"} {
		pages = append(pages, base+part)
	}
	pages = append(pages, "/work", "/cases", "/cases?q=hodzha")
	b := o.as("officer")
	for _, path := range pages {
		for _, lang := range []string{"en", "sq"} {
			b.accept = lang
			p := b.shows(path)
			t.Logf("%s in %s: %d bytes packed", path, lang, p.weight)
		}
	}
	b.accept = "en"
	b.shows(base, "more tasks")
	o.inBrowser("worst.mjs", append([]string{"officer"}, pages...)...)
}

// worstToBook brings twelve grown people with names of 300 letters to where they can be booked, and answers who they are.
func (o *office) worstToBook() (reference string, members []string) {
	o.Helper()
	reference = o.do("officer", "", "open", ofTwelve("sibling", 1970, 300)).Reference
	o.do("field", reference, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	for n := range 12 {
		member := fmt.Sprintf("m%d", n+1)
		members = append(members, member)
		o.do("officer", reference, "record-screening", body{"member": member, "screened_on": day(-2)})
		for _, kind := range []string{"return", "data"} {
			o.do("officer", reference, "give-consent", body{"member": member, "kind": kind, "signed_on": day(-1), "language": "en"})
		}
	}
	o.do("officer", reference, "assess-eligibility", body{"recommendation": "approve"})
	o.do("officer2", reference, "decide-eligibility", body{"decision": "approve"})
	return reference, members
}

// worstAboard has twelve such people hold tickets for a journey over two airports, and answers their case and the journey.
func (o *office) worstAboard(departs time.Time) (reference, journey string) {
	o.Helper()
	reference, members := o.worstToBook()
	lands := departs.Add(5 * time.Hour)
	var wishes []body
	tickets := body{}
	for n, member := range members {
		wishes = append(wishes, body{"member": member, "code": "WCHR"})
		tickets[member] = fmt.Sprintf("257-2410310%03d", n)
	}
	o.do("desk", reference, "hold-seats", body{"passengers": members, "hold_until": time.Now().Add(12 * time.Hour), "service_requests": wishes, "segments": []body{
		{"carrier": "OS", "number": "456", "from": "LHR", "to": "VIE", "departs_at": departs, "arrives_at": departs.Add(2 * time.Hour)},
		{"carrier": "OS", "number": "847", "from": "VIE", "to": "TIA", "departs_at": departs.Add(3 * time.Hour), "arrives_at": lands}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": tickets})
	return reference, journeyLink.FindStringSubmatch(o.as("desk").get("/cases/" + reference).html)[1]
}

func TestTheTravelPagesStayUsableWithTheLongestNames(t *testing.T) {
	o := newOffice(t)
	departs := time.Now().Add(24 * time.Hour).Truncate(time.Minute)
	toBook, _ := o.worstToBook()
	booked, journey := o.worstAboard(departs.Add(24 * time.Hour))
	o.do("desk", booked, "issue-document", body{"kind": "itinerary", "language": "en"})
	_, untold := o.worstAboard(departs)
	aboard, underway := o.worstAboard(departs.Add(-time.Hour))
	o.later(24*time.Hour + 10*time.Minute)
	members := make([]string, 12)
	for n := range members {
		members[n] = fmt.Sprintf("m%d", n+1)
	}
	o.do("desk", aboard, "confirm-departure", body{"departed_at": departs.Add(-time.Hour), "boarded": members})
	pages := []string{"/travel", "/travel/day?day=" + departs.Format(time.DateOnly), "/travel/list?show=all", "/travel/to-book", "/travel/departures", "/travel/arrivals", "/movements/new",
		"/cases/" + toBook + "/do/hold-seats", "/cases/" + booked + "/do/amend-booking", journey, untold, underway}
	for _, action := range []string{"issue-manifest", "amend-booking", "cancel-booking", "set-escorts"} {
		pages = append(pages, journey+"/do/"+action)
	}
	for _, action := range []string{"confirm-departure", "report-leg"} {
		pages = append(pages, untold+"/do/"+action)
	}
	pages = append(pages, underway+"/do/confirm-arrival")
	desk := o.as("desk")
	for _, path := range pages {
		for _, desk.accept = range []string{"en", "sq"} {
			p := desk.shows(path)
			t.Logf("%s in %s: %d bytes packed", path, desk.accept, p.weight)
		}
	}
	o.inBrowser("worst.mjs", append([]string{"desk"}, pages...)...)
}
