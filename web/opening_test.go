package web_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"homeward/access"
	"homeward/store"
)

// heldBack finds what a page of the opening takes along from the others; a name may have dots.
var heldBack = regexp.MustCompile(`<input type="hidden" name="([a-z0-9_.]+)" value="([^"]*)">`)

// enters fills in the page of the opening that is shown, presses a button of it and answers the next page.
func (b *browser) enters(p page, entered url.Values) page {
	b.Helper()
	form := url.Values{}
	for _, m := range heldBack.FindAllStringSubmatch(p.html, -1) {
		form.Add(m[1], html.UnescapeString(m[2]))
	}
	for name, values := range entered {
		form[name] = values
	}
	next := b.post("/cases/new", form)
	if next.status == http.StatusOK || next.status == http.StatusUnprocessableEntity {
		holds(b.T, "/cases/new", next)
	}
	return next
}

func (b *browser) says(p page, want ...string) {
	b.Helper()
	for _, w := range want {
		if !strings.Contains(html.UnescapeString(p.html), w) {
			b.Errorf("the page does not show %q\n%.1200s", w, p.html[strings.Index(p.html, "<main"):])
		}
	}
}

var whoAsks = url.Values{"programme": {"demo"}, "language": {"Albanian"}, "applied_on": {day(0)}, "host_office": {"London office"}, "contact.channel": {"phone"}, "contact.value": {"+447700900123"}}

func TestACaseIsOpenedInShortPagesWithTwelveAnswers(t *testing.T) {
	o := newOffice(t)
	b := o.as("officer")
	p := b.enters(b.shows("/cases/new", "Step 1 of 6", `value="London office"`), whoAsks) // 4 answers, the rest was there
	b.says(p, "Step 2 of 6", `name="contact.value" value="+447700900123"`)
	p = b.enters(p, url.Values{"members.0.given_names": {"Zamira"}, "members.0.one_name": {"yes"}, "members.0.birth.year": {"1985"}, "members.0.birth.about": {"yes"}, "members.0.sex": {"F"}, "members.0.nationality": {"Albania"}})
	b.says(p, "Step 3 of 6", "Nobody so far")
	p = b.enters(p, nil)
	b.says(p, "Step 4 of 6")
	p = b.enters(p, url.Values{"host_country": {"United Kingdom"}, "destination.country": {"Albania"}, "legal_status": {"rejected"}})
	b.says(p, "Step 5 of 6", "Write nothing about them here")
	p = b.enters(p, url.Values{"screening": {"later"}})
	b.says(p, "Step 6 of 6", "Zamira", "about 1985", "Albanian", "United Kingdom", "Telephone", "Later: it stays among the tasks")
	p = b.enters(p, url.Values{"to": {"open"}})
	if p.status != http.StatusSeeOther {
		t.Fatalf("got %d: %.900s", p.status, p.html)
	}
	to := p.header.Get("Location")
	b.shows(to, "Your reference", "HW-", "accepted and will be recorded by itself")
	reference := regexp.MustCompile(`HW-\w{3}-\w{4}`).FindString(to)
	view, err := o.desk.Case(t.Context(), o.people["officer"], reference)
	o.must(err)
	if len(view.Waiting) != 1 {
		t.Fatalf("%d requests wait", len(view.Waiting))
	}
}

func TestAChangeAtTheEndLeadsBackToTheEnd(t *testing.T) {
	b := newOffice(t).as("officer")
	p := b.enters(b.get("/cases/new"), whoAsks)
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}})
	p = b.enters(p, nil)
	p = b.enters(p, nil)
	p = b.enters(p, nil)
	b.says(p, "Step 6 of 6", `formaction="/cases/new#f-members-0-given_names"`)
	p = b.enters(p, url.Values{"to": {"person"}})
	b.says(p, "Step 2 of 6", `name="members.0.given_names" value="Arta"`)
	p = b.enters(p, url.Values{"members.0.given_names": {"Artana"}, "members.0.family_name": {"Hoxha"}})
	b.says(p, "Step 6 of 6", "Artana", "+447700900123")
}

func TestAFamilyMemberIsAddedWithWhatFamiliesShareAndLeftOutAgain(t *testing.T) {
	b := newOffice(t).as("officer")
	p := b.enters(b.get("/cases/new"), whoAsks)
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.nationality": {"Albania"}})
	p = b.enters(p, url.Values{"more": {"members"}})
	b.says(p, "Family member 1", `name="members.1.family_name" value="Hoxha"`, `name="members.1.nationality" value="Albania"`)
	if strings.Contains(p.html, `value="principal"`) {
		t.Error("a relative can be made the principal applicant")
	}
	child := url.Values{"members.1.given_names": {"Besa"}, "members.1.family_name": {"Hoxha"}, "members.1.relation": {"child"}}
	second := url.Values{"more": {"members"}}
	for k, v := range child {
		second[k] = v
	}
	p = b.enters(p, second)
	b.says(p, "Family member 2", `name="members.1.given_names" value="Besa"`)
	out := url.Values{"less": {"members.1"}, "members.2.given_names": {"Dritan"}, "members.2.family_name": {"Hoxha"}}
	for k, v := range child {
		out[k] = v
	}
	p = b.enters(p, out)
	b.says(p, `name="members.1.given_names" value="Dritan"`)
	if strings.Contains(p.html, "Besa") {
		t.Error("who was left out is still there")
	}
}

func TestAPageThatCannotStandSaysWhyAndKeepsEverything(t *testing.T) {
	b := newOffice(t).as("officer")
	p := b.enters(b.get("/cases/new"), url.Values{"contact.value": {"+44770"}})
	if p.status != http.StatusUnprocessableEntity {
		t.Fatalf("got %d", p.status)
	}
	b.says(p, "There is a problem", `href="#f-programme">`, `href="#f-language">`, `href="#f-contact-channel">`, `value="+44770"`)
	early := maps.Clone(whoAsks)
	early.Set("applied_on", day(-40))
	p = b.enters(b.enters(b.get("/cases/new"), early), url.Values{"members.0.birth.day": {"31"}, "members.0.birth.month": {"2"}, "members.0.birth.year": {"١٩٨٥"}})
	b.says(p, "There is no such day", "Fill in: Given names", "or tick that there is one name only", `value="+447700900123"`)
	born := time.Now().AddDate(0, 0, -20)
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.birth.day": {born.Format("2")}, "members.0.birth.month": {born.Format("1")}, "members.0.birth.year": {born.Format("2006")}})
	for range 3 {
		p = b.enters(p, nil)
	}
	p = b.enters(p, url.Values{"to": {"open"}})
	b.says(p, "Step 2 of 6", "There is a problem", "The birth "+born.Format("2 January 2006")+" lies after the application") // the rule's own refusal leads to the page it speaks of
}

// Somebody who has a case is noticed as soon as name and birth are known.
func TestSomebodyWhoMayHaveACaseAlreadyIsNoticedBeforeASecondOneIsOpened(t *testing.T) {
	o := newOffice(t)
	known := o.opened("Hoxha", "Arta")
	person := url.Values{"members.0.given_names": {"ARTA"}, "members.0.family_name": {"Hoxha"}, "members.0.birth.year": {"1990"}}
	b := o.as("officer2")
	p := b.enters(b.enters(b.get("/cases/new"), whoAsks), person)
	b.says(p, "Step 2 of 6", "This person may have a case already", "/cases/"+known, "It is somebody else: go on")
	b.says(b.enters(p, person), "Step 3 of 6")
	person.Set("members.0.birth.year", "1970")
	b.post("/cases/new", url.Values{"draft": {"throw"}})
	b.says(b.enters(b.enters(b.get("/cases/new"), whoAsks), person), "Step 3 of 6")
	rows, err := o.store.Read(t.Context()).AuditTrail(store.AuditFilter{Actor: o.people["officer2"].ID, Limit: 20})
	o.must(err)
	if !slices.ContainsFunc(rows, func(r store.AuditRow) bool { return r.Detail == "1 likely cases" }) {
		t.Error("who was told of the other cases is not on record")
	}
}

// Whoever tries names one after the other reads the same pages, whether or not there is a restricted case of that name.
func TestTheOpeningReadsTheSameWithARestrictedCaseOfThatNameAndWithout(t *testing.T) {
	o := newOffice(t)
	kept := o.opened("Hoxha", "Arta")
	o.do("officer", kept, "record-screening", body{"member": "m1", "screened_on": day(-2), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	b := o.as("officer2")
	tried := func(family string) page {
		b.post("/cases/new", url.Values{"draft": {"throw"}})
		return b.enters(b.enters(b.get("/cases/new"), whoAsks), url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {family}, "members.0.birth.year": {"1990"}})
	}
	there, nowhere := tried("Hoxha"), tried("Zzyzx")
	b.says(there, "Step 3 of 6")
	changing := regexp.MustCompile(`nonce="[^"]*"|name="(?:key|page)" value="[^"]*"`)
	got, want := changing.ReplaceAllString(there.html, ""), strings.ReplaceAll(changing.ReplaceAllString(nowhere.html, ""), "Zzyzx", "Hoxha")
	if got != want {
		t.Errorf("the pages differ:\n%s\n%s", got, want)
	}
	known := o.as("officer")
	p := known.enters(known.enters(known.get("/cases/new"), whoAsks), url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.birth.year": {"1990"}})
	known.says(p, "This person may have a case already", "/cases/"+kept)
}

func TestOnlyWhoMayOpenACaseIsLedThroughIt(t *testing.T) {
	o := newOffice(t)
	for _, a := range access.DemoAccounts {
		want := http.StatusOK
		if access.May(o.people[a.Username].Actor, "open", nil) != nil {
			want = http.StatusForbidden
		}
		if p := o.as(a.Username).get("/cases/new"); p.status != want {
			t.Errorf("%s is answered %d", a.Username, p.status)
		}
	}
}

func TestWhatCannotStandIsSaidOnThePageItWasTypedOnAndInPlainWords(t *testing.T) {
	b := newOffice(t).as("officer")
	wrong := maps.Clone(whoAsks)
	wrong.Set("language", "Klingon")
	p := b.enters(b.get("/cases/new"), wrong)
	b.says(p, "Step 1 of 6", "Language: “Klingon” is not among the languages. Choose one from the list, such as Albanian, or write its code.")
	wrong.Set("language", "alb")
	p = b.enters(p, wrong)
	b.says(p, "Step 1 of 6", "Language: “alb” is not among the languages.")
	p = b.enters(p, whoAsks)
	b.says(p, "Step 2 of 6")
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.nationality": {"KS"}})
	b.says(p, "Step 2 of 6", "Nationality: no country is called “KS”. Choose one from the list, such as Albania.")
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.nationality": {"Albanian"}})
	b.says(p, "Step 2 of 6", "Nationality: no country is called “Albanian”. Choose one from the list, such as Albania.")
	p = b.enters(p, url.Values{"members.0.given_names": {"Arta"}, "members.0.family_name": {"Hoxha"}, "members.0.nationality": {"albania"}, "members.0.birth.year": {strconv.Itoa(time.Now().Year() + 9)}})
	b.says(p, "Step 2 of 6", "This day is still to come. Check the year of birth.")
}
