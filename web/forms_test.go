package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"homeward/access"
	"homeward/avrr"
)

// hidden finds what a form sends along unseen.
var hidden = regexp.MustCompile(`<input type="hidden" name="([a-z0-9._]+)" value="([^"]*)">`)

// fills takes the form of a page and what a person enters in it.
func (b *browser) fills(path string, entered url.Values) url.Values {
	b.Helper()
	form := url.Values{}
	for name, values := range entered {
		form[name] = values
	}
	for _, m := range hidden.FindAllStringSubmatch(b.shows(path).html, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// Every button of every role leads to a form that keeps the promises of every page, in both languages.
func TestEveryActionThatCanBeDoneHasItsForm(t *testing.T) {
	o := newOffice(t)
	opened, home := o.opened("Hoxha", "Arta"), o.opened("Leka", "Agim")
	o.approved(home)
	o.home(home)
	seen := map[string]bool{}
	for _, account := range access.DemoAccounts {
		if access.May(o.people[account.Username].Actor, access.SeeCaseload, nil) != nil {
			continue
		}
		b := o.as(account.Username)
		for _, reference := range []string{opened, home} {
			view, err := o.desk.Case(t.Context(), o.people[account.Username], reference)
			if err != nil {
				continue
			}
			for _, a := range view.AvailableActions {
				for _, l := range []string{"en", "sq"} {
					b.shows("/cases/" + reference + "/do/" + a.Action + "?lang=" + l)
				}
				seen[a.Action] = true
			}
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d actions were offered to anybody", len(seen))
	}
}

func TestWhatIsEnteredInAFormIsTakenOnce(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/add-note"
	form := b.fills(path, url.Values{"text": {"The aunt will call on Monday."}})
	var led []string
	for range 2 { // sent twice, as impatient people do
		p := b.post(path, form)
		if p.status != http.StatusSeeOther {
			t.Fatalf("got %d: %.600s", p.status, p.html)
		}
		led = append(led, p.header.Get("Location"))
	}
	if led[0] != led[1] {
		t.Errorf("the second sending is another request: %v", led)
	}
	b.shows(led[0], "Accepted:", "Add a note", "will be recorded by themselves")
	view, err := o.desk.Case(t.Context(), o.people["officer"], reference)
	o.must(err)
	if len(view.Waiting) != 1 {
		t.Errorf("%d requests wait", len(view.Waiting))
	}
}

func TestAnArrivalIsToldByTheClockOfThePlacePeopleArriveAt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	departs := time.Now().UTC().Add(48 * time.Hour).Truncate(time.Minute)
	o.do("desk", reference, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": time.Now().Add(24 * time.Hour),
		"segments": []body{{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": departs, "arrives_at": departs.Add(3 * time.Hour)}}})
	o.do("desk", reference, "confirm-booking", body{"record_locator": "HXOO40", "tickets": body{"m1": "2571234567890"}})
	o.do("desk", reference, "confirm-departure", body{"departed_at": time.Now().Add(-5 * time.Hour), "boarded": []string{"m1"}})
	b, path := o.as("field"), "/cases/"+reference+"/do/confirm-arrival"
	b.shows(path, "In the time of Tirana.")
	landed := time.Now().Add(-2 * time.Minute).In(avrr.Zone("AL")) // an hour ahead of London: by its clock, this is still to come
	p := b.post(path, b.fills(path, url.Values{"arrived_at": {landed.Format("2006-01-02T15:04")}, "members": {"m1"}, "met_by": {"Arben"}}))
	if p.status != http.StatusSeeOther {
		t.Fatalf("got %d: %.600s", p.status, p.html)
	}
}

func TestAFormThatCannotStandComesBackWithEverythingThatWasEntered(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	b, path := o.as("officer"), "/cases/"+reference+"/do/record-cost"
	entered := url.Values{"kind": {"ticket"}, "amount": {"ten"}, "currency": {"EUR"}, "incurred_on": {"2026-02-30"}, "funding": {`<b>"AMIF"</b>`}}
	p := b.post(path, b.fills(path, entered))
	if p.status != http.StatusUnprocessableEntity {
		t.Fatalf("got %d: %.600s", p.status, p.html)
	}
	holds(t, path, p)
	for _, want := range []string{"<title>There is a problem:", `href="#f-amount">Write the amount like 1`, `href="#f-incurred_on">This is not a date.`, `value="ten"`,
		`value="&lt;b&gt;&#34;AMIF&#34;&lt;/b&gt;"`, `aria-invalid="true"`, "Everything you entered is still in the form."} {
		if !strings.Contains(p.html, want) {
			t.Errorf("the form does not show %q", want)
		}
	}
	p = b.post(path, b.fills(path, url.Values{"kind": {"ticket"}, "amount": {"-5"}, "currency": {"EUR"}, "incurred_on": {"2026-11-02"}}))
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "must be more than nothing") {
		t.Errorf("a negative amount: %d", p.status)
	}
	p = b.post(path, b.fills(path, url.Values{"kind": {"ticket"}, "amount": {"5"}, "currency": {"EUR"}, "incurred_on": {"2061-12-24"}}))
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "24 December 2061 lies in the future") {
		t.Errorf("a day to come: %d", p.status)
	}
	p = b.post(path, b.fills(path, url.Values{"kind": {"ticket"}, "amount": {"5000"}, "currency": {"ALL"}, "incurred_on": {day(0)}, "rate": {"0,0085"}, "rate_source": {"Bank of Albania"}, "rate_on": {"2061-12-24"}}))
	if !strings.Contains(p.html, "The rate is of 24 December 2061") {
		t.Error("a rate with a comma is not read")
	}
	view, err := o.desk.Case(t.Context(), o.people["officer"], reference)
	o.must(err)
	if len(view.Waiting) != 0 {
		t.Errorf("%d requests wait", len(view.Waiting))
	}
}

func TestAListGrowsByOneAndKeepsWhatStandsInIt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/change-members"
	form := b.fills(path, url.Values{"add.0.family_name": {"Hoxha"}, "more": {"add"}})
	p := b.post(path, form)
	if p.status != http.StatusOK || !strings.Contains(p.html, `name="add.0.family_name" value="Hoxha"`) || !strings.Contains(p.html, `name="add.1.family_name" value=""`) {
		t.Errorf("got %d; %.300s", p.status, p.html)
	}
	holds(t, path, p)
}

func TestAnotherRolesActionIsRefusedWithTheRoleThatDoesIt(t *testing.T) {
	o := newOffice(t)
	path := "/cases/" + o.opened("Hoxha", "Arta") + "/do/reopen?lang="
	for language, want := range map[string]string{"en": "Reopen the case is done by another role: programme manager.", "sq": "“Rihapni çështjen” e bën një rol tjetër: drejtues i programit."} {
		b := o.as("officer")
		p := b.get(path + language)
		if p.status != http.StatusForbidden {
			t.Errorf("it is answered %d", p.status)
		}
		b.says(p, want)
	}
}

func TestAFormSaysInWordsWhySomethingCannotBeDone(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b := o.as("officer")
	p := b.shows("/cases/"+reference+"/do/assess-eligibility", "This cannot be done yet")
	if strings.Contains(p.html, "<form class=\"card stack ask\"") {
		t.Error("a form is shown that cannot be sent")
	}
	if p := b.get("/cases/" + reference + "/do/record-risk-assessment"); p.status != http.StatusForbidden {
		t.Errorf("another role's action: %d", p.status)
	}
	if p := b.get("/cases/" + reference + "/do/launder"); p.status != http.StatusNotFound {
		t.Errorf("no action: %d", p.status)
	}
	if p := b.post("/cases/"+reference+"/do/add-note", url.Values{"text": {"No key"}}); p.status != http.StatusBadRequest {
		t.Errorf("a form without its key: %d", p.status)
	}
}

func TestAWithdrawalSaysWhatItEnds(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("desk"), "/cases/"+reference+"/do/withdraw"
	b.shows(path, "What this ends", "Travel papers that were issued are withdrawn.")
	p := b.post(path, b.fills(path, url.Values{"channel": {"phone"}}))
	if p.status != http.StatusSeeOther {
		t.Fatalf("got %d: %.900s", p.status, p.html)
	}
	b.shows(p.header.Get("Location"), "Accepted:", "Withdraw")
}

func TestACaseIsOpenedOnAPageWithCountriesByTheirNames(t *testing.T) {
	o := newOffice(t)
	b := o.as("officer")
	b.shows("/cases", `href="/cases/new"`)
	b.shows("/cases/new/long?lang=sq", "Hapni një çështje", `<option value="Shqipëri">`)
	entered := url.Values{"programme": {"demo"}, "applied_on": {day(-1)}, "language": {"Albanian"}, "host_country": {"germany"}, "destination.country": {"al"},
		"members.0.family_name": {"Hoxha"}, "members.0.given_names": {"Arta"}, "members.0.birth.year": {"1990"}, "members.0.sex": {"F"}, "members.0.nationality": {"Albania"}}
	p := b.post("/cases/new/long", b.fills("/cases/new/long?lang=en", entered))
	if p.status != http.StatusSeeOther || !strings.Contains(p.header.Get("Location"), "?done=open") {
		t.Fatalf("got %d: %.1500s", p.status, p.html)
	}
	b.shows(p.header.Get("Location"), "Accepted:", "Open a case")
	entered.Set("host_country", "Atlantis")
	if p := b.post("/cases/new/long", b.fills("/cases/new/long", entered)); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, `value="Atlantis"`) {
		t.Errorf("a country that is none: %d", p.status)
	}
	if p := o.as("desk").get("/cases/new/long"); p.status != http.StatusForbidden {
		t.Errorf("the desk opens a case: %d", p.status)
	}
}

func TestAJourneyIsPlannedWithTheClocksOfItsAirports(t *testing.T) {
	o := newOffice(t)
	b := o.as("desk")
	entered := url.Values{"kind": {"group"}, "name": {"Munich in December"}, "seats": {"12"}, "segments.0.carrier": {"LH"}, "segments.0.number": {"1740"},
		"segments.0.from": {"MUC"}, "segments.0.to": {"LHR"}, "segments.0.departs_at": {day(20) + "T09:30"}, "segments.0.arrives_at": {day(20) + "T10:25"}}
	p := b.post("/movements/new", b.fills("/movements/new", entered))
	if p.status != http.StatusSeeOther {
		t.Fatalf("got %d: %s", p.status, said(p.html))
	}
	b.shows(p.header.Get("Location"), "Accepted:", "Plan")
}

// said are the problems a page lists.
func said(html string) string {
	_, rest, _ := strings.Cut(html, `role="alert"`)
	list, _, _ := strings.Cut(rest, "</div>")
	return list
}

// What a form refuses is said in words with an example; a regular expression is nobody's language.
func TestEveryPatternHasAnExampleThatFitsIt(t *testing.T) {
	var look func(action string, fields []avrr.Field)
	look = func(action string, fields []avrr.Field) {
		for _, f := range fields {
			if f.Entry != nil {
				look(action, append(f.Entry.Of, *f.Entry))
			}
			look(action, f.Of)
			if f.Pattern != "" && !regexp.MustCompile(f.Pattern).MatchString(f.Like) {
				t.Errorf("%s, %s: %q is no example of %s", action, f.Name, f.Like, f.Pattern)
			}
		}
	}
	for _, a := range avrr.Catalogue {
		look(a.Name, a.Fields(a.Schema(nil)))
	}
}

func TestANumberOutOfBoundsAndAPatternAreExplainedBesideTheirField(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	b := o.as("field")
	cost := "/cases/" + reference + "/do/record-cost"
	for said, want := range map[string]string{"0": "Amount: the amount must be more than nothing.", "-3": "Amount: the amount must be more than nothing."} {
		p := b.post(cost, b.fills(cost, url.Values{"amount": {said}, "currency": {"EUR"}}))
		if !strings.Contains(p.html, want) || strings.Contains(p.html, "must look like") {
			t.Errorf("an amount of %s is answered without %q", said, want)
		}
	}
	if p := b.post(cost, b.fills(cost, url.Values{"amount": {"3"}, "currency": {"euro"}})); !strings.Contains(p.html, "this cannot be right. Write it like EUR.") {
		t.Error("a currency that is none is not explained")
	}
}
