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
)

const asScript = "Accept: application/json"

// typed is a form on its way to being a draft, as the script sends it.
func typed(form url.Values, as string) url.Values {
	draft := url.Values{"draft": {as}}
	for name, values := range form {
		draft[name] = values
	}
	return draft
}

func TestWhatIsTypedComesBackOnItsPageAndNowhereElse(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/add-note"
	form := b.fills(path, url.Values{"text": {"The aunt will call on"}})
	p := b.post(path, typed(form, "keep"), asScript)
	var said struct {
		SavedAt time.Time `json:"saved_at"`
	}
	if err := json.Unmarshal([]byte(p.html), &said); err != nil || p.status != http.StatusOK || time.Since(said.SavedAt) > time.Minute {
		t.Fatalf("%d %s %v", p.status, p.html, err)
	}
	b.shows(path, "Your draft from ", "The aunt will call on", "It has not been sent.", `value="`+form.Get("key")+`"`)
	b.shows(path+"?lang=sq", "Drafti juaj i datës ", "The aunt will call on")
	b.shows("/work?lang=en", "Begun and not sent", `href="`+path+`"`, "Arta Hoxha")
	for _, elsewhere := range []string{path + "?text=Something+else", "/cases/" + reference} {
		if p := b.shows(elsewhere); strings.Contains(p.html, "The aunt") {
			t.Errorf("the draft shows at %s", elsewhere)
		}
	}
	other := o.as("officer2")
	for _, page := range []string{path, "/work"} {
		if p := other.shows(page); strings.Contains(p.html, "The aunt") || strings.Contains(p.html, "Begun and not sent") {
			t.Errorf("somebody else is shown the draft at %s", page)
		}
	}
	view, err := o.desk.Case(t.Context(), o.people["officer"], reference)
	o.must(err)
	if len(view.Waiting) != 0 {
		t.Error("a draft was sent")
	}
}

func TestADraftEndsWithItsFormHoweverLateItComes(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/add-note"
	form := b.fills(path, url.Values{"text": {"The aunt will call on Monday."}})
	b.post(path, typed(form, "keep"), asScript)
	if p := b.post(path, form); p.status != http.StatusSeeOther {
		t.Fatalf("got %d", p.status)
	}
	if p := b.post(path, typed(form, "keep"), asScript); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "has been sent already") {
		t.Errorf("a draft that was overtaken: %d %s", p.status, p.html)
	}
	if p := b.shows(path); strings.Contains(p.html, "The aunt") {
		t.Error("what was sent still shows as a draft")
	}
	if p := b.shows("/work"); strings.Contains(p.html, "Begun and not sent") {
		t.Error("what was sent is still listed as a draft")
	}
}

func TestADraftIsKeptAndThrownAwayWithoutScripts(t *testing.T) {
	o := newOffice(t)
	b, path := o.as("officer"), "/cases/new"
	form := b.fills(path, url.Values{"members.0.family_name": {"Hoxha"}, "members.1.family_name": {"Leka"}})
	p := b.post(path, typed(form, "leave"))
	if p.header.Get("Location") != "/work?kept=1" {
		t.Fatalf("%d leads to %q", p.status, p.header.Get("Location"))
	}
	b.shows("/work?kept=1", "Your draft is kept.", "Nothing has been sent.", "Open a case", `href="/cases/new?anew=1"`)
	b.shows(path, `name="members.0.family_name" value="Hoxha"`, `name="members.1.family_name" value="Leka"`, `href="/cases/new?anew=1"`)
	b.shows(path+"?anew=1", "Throw away this draft?", "Open a case")
	b.shows(path, "Hoxha")
	if p := b.post(path, url.Values{"draft": {"throw"}, "page": {path}}); p.header.Get("Location") != path {
		t.Fatalf("%d leads to %q", p.status, p.header.Get("Location"))
	}
	if p := b.shows(path); strings.Contains(p.html, "Hoxha") {
		t.Error("the draft is still there")
	}
	if p := b.get(path + "?anew=1"); p.header.Get("Location") != path {
		t.Errorf("there is nothing to throw away, and the answer is %d", p.status)
	}
}

func TestAFormThatCannotStandIsADraftAsWell(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/log-contact"
	if p := b.post(path, b.fills(path, url.Values{"summary": {"She laughed."}})); p.status != http.StatusUnprocessableEntity {
		t.Fatalf("got %d", p.status)
	}
	b.shows(path, "Your draft from ", "She laughed.")
	path = "/cases/" + reference + "/do/resume"
	p := b.post(path, url.Values{"page": {path}, "note": {"She wants to go on."}})
	if p.status == http.StatusSeeOther || p.status >= 500 {
		t.Fatalf("an action that is not possible: %d", p.status)
	}
	if p.status != http.StatusUnprocessableEntity && !strings.Contains(p.html, "What you entered is kept as your draft.") {
		t.Errorf("the page does not say where the entry went: %.900s", p.html)
	}
}

func TestADraftIsSealedWithItsCaseAndGoesWithIt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/add-note"
	b.post(path, typed(b.fills(path, url.Values{"text": {"The aunt"}}), "keep"), asScript)
	row, err := o.store.Read(t.Context()).CaseByReference(reference)
	o.must(err)
	o.must(o.desk.Vault.Destroy(t.Context(), "case/"+row.ID))
	if _, found, err := o.desk.Draft(t.Context(), o.people["officer"], path); found || err != nil {
		t.Errorf("found %v, error %v", found, err)
	}
	if list, err := o.desk.Drafts(t.Context(), o.people["officer"]); len(list) != 0 || err != nil {
		t.Errorf("%d drafts, error %v", len(list), err)
	}
}

func TestADraftEndsAfterFourteenDays(t *testing.T) {
	o := newOffice(t)
	b, path := o.as("officer"), "/cases/new"
	b.post(path, typed(b.fills(path, url.Values{"members.0.family_name": {"Hoxha"}}), "keep"), asScript)
	o.desk.Clock = func() time.Time { return time.Now().Add(15 * 24 * time.Hour) }
	if _, found, err := o.desk.Draft(t.Context(), o.people["officer"], path); found || err != nil {
		t.Errorf("found %v, error %v", found, err)
	}
}

func TestADraftIsOfTheFormItWasTypedInto(t *testing.T) {
	o := newOffice(t)
	one, other := o.opened("Hoxha", "Arta"), o.opened("Leka", "Agim")
	b, path := o.as("officer"), "/cases/"+one+"/do/add-note"
	form := typed(b.fills(path, url.Values{"text": {"About Arta"}}), "keep")
	form.Set("page", "/cases/"+other+"/do/add-note")
	b.post(path, form, asScript)
	if p := b.shows("/cases/" + other + "/do/add-note"); strings.Contains(p.html, "About Arta") {
		t.Error("a draft stands on another case")
	}
	b.shows(path, "About Arta")
	long := typed(b.fills(path, url.Values{"text": {strings.Repeat("far too much ", 40_000)}}), "keep")
	if p := b.post(path, long, asScript); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "more than a draft can hold") {
		t.Errorf("half a megabyte: %d %.200s", p.status, p.html)
	}
}

func TestWhatIsSentAfterTheSessionEndedWaitsForTheSamePerson(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/add-note"
	form := b.fills(path, url.Values{"text": {"The aunt will call on Monday."}})
	o.passed.Store(int64(31 * time.Minute)) // nobody touched it for half an hour
	p := b.post(path, form)
	back := "/sign-in?kept=yes&to=" + url.QueryEscape(path)
	if p.header.Get("Location") != back {
		t.Fatalf("%d leads to %q", p.status, p.header.Get("Location"))
	}
	b.shows(back, "It is kept as your draft", `value="`+path+`"`)
	if p := o.as("officer2").shows(path); strings.Contains(p.html, "The aunt") {
		t.Error("somebody else is given what was entered")
	}
	again := o.as("officer")
	again.shows(path, "Your draft from ", "The aunt will call on Monday.")
	if p := again.post(path, again.fills(path, url.Values{"text": {"The aunt will call on Monday."}})); p.status != http.StatusSeeOther {
		t.Errorf("the form that came back: %d", p.status)
	}
	if p := b.post(path, typed(form, "keep"), asScript); p.status != http.StatusUnauthorized {
		t.Errorf("a script is told %d", p.status)
	}
}

func TestWhatIsSentByNobodyIsNotKeptAndSaidSo(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/add-note"
	form := b.fills(path, url.Values{"text": {"The aunt"}})
	b.post("/sign-out", nil)
	p := b.post(path, form)
	if !strings.HasPrefix(p.header.Get("Location"), "/sign-in?kept=no") {
		t.Fatalf("%d leads to %q", p.status, p.header.Get("Location"))
	}
	b.shows(p.header.Get("Location"), "was not taken")
}

func TestANoteBegunOnThePageOfNotesIsThereAgain(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path, page := o.as("officer"), "/cases/"+reference+"/do/add-note", "/cases/"+reference+"/notes"
	form := b.fills(page, url.Values{"text": {"The aunt will call on"}, "after": {"notes"}})
	b.post(path, typed(form, "keep"), asScript)
	b.shows(page, "Your draft from ", ">The aunt will call on</textarea>", `value="`+form.Get("key")+`"`)
	o.passed.Store(int64(31 * time.Minute))
	if to := b.post(path, form).header.Get("Location"); to != "/sign-in?kept=yes&to="+url.QueryEscape(path) {
		t.Fatal(to)
	}
	again := o.as("officer")
	if p := again.post(path, again.fills(path, url.Values{"text": {"The aunt will call on Monday."}})); !strings.HasPrefix(p.header.Get("Location"), page+"?done=") {
		t.Errorf("%d leads to %q", p.status, p.header.Get("Location"))
	}
}

func TestADayOfDeparturesIsKeptWhileItIsFilledIn(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	o.later(80 * time.Hour)
	b := o.as("desk")
	page := "/travel/departures"
	form := url.Values{"page": {page}}
	for _, m := range regexp.MustCompile(`name="(movement|aboard)" value="([^"]+)"`).FindAllStringSubmatch(b.shows(page).html, -1) {
		form.Add(m[1], m[2])
	}
	if len(form["aboard"]) != 1 {
		t.Fatalf("%v", form)
	}
	form.Set("instead."+form.Get("aboard"), "denied_boarding")
	form.Set("at."+form.Get("movement"), "2026-11-25T07:10")
	if p := b.post(page, typed(form, "keep"), asScript); p.status != 200 {
		t.Fatalf("%d %s", p.status, p.html)
	}
	shown := b.shows(page, "Your draft from ", `value="2026-11-25T07:10"`, `<option value="denied_boarding" selected>`)
	if strings.Contains(shown.html, `name="gone" value="`+form.Get("aboard")+`" checked`) {
		t.Error("who was taken off the list is on it again")
	}
	b.shows("/work", "Begun and not sent", `href="/travel/departures"`)
}

func TestTheTimeOfAnArrivalIsKeptWhileItIsTyped(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	o.later(48*time.Hour + 30*time.Minute)
	o.do("desk", reference, "confirm-departure", body{"departed_at": time.Now().Add(48 * time.Hour), "boarded": []string{"m1"}})
	o.later(58 * time.Hour)
	b := o.as("field")
	shown := b.shows("/travel/arrivals", "data-draft", `action="/travel/arrivals?case=`+reference)
	page := "/travel/arrivals?case=" + html.UnescapeString(between(shown.html, `action="/travel/arrivals?case=`, `"`))
	form := entered("<form " + between(shown.html, `class="arrive"`, "</form>"))
	form.Set("at", "2026-11-25T07:10")
	if p := b.post(page, typed(form, "keep"), asScript); p.status != 200 || !strings.Contains(p.html, "saved_at") {
		t.Fatalf("%d %s", p.status, p.html)
	}
	b.shows("/travel/arrivals", "Your draft from ", `value="2026-11-25T07:10"`)
	b.shows("/work", "Begun and not sent", "Confirm the arrival", html.EscapeString(page))
	if other := o.as("desk").shows("/travel/arrivals", "Arta Hoxha"); strings.Contains(other.html, "2026-11-25T07:10") {
		t.Error("somebody else's draft is shown")
	}

	form.Set("at", "soon")
	if p := b.post(page, form); p.status != 422 || !strings.Contains(p.html, `value="soon"`) {
		t.Errorf("what could not stand is gone: %d", p.status)
	}
	form.Set("at", time.Now().Add(58*time.Hour).UTC().Format("2006-01-02T15:04"))
	if p := b.post(page, form); p.status != 303 {
		t.Fatalf("%d %s", p.status, between(p.html, `role="alert"`, "</p>"))
	}
	o.recordAll()
	if p := b.shows("/work"); strings.Contains(p.html, "Begun and not sent") {
		t.Error("what was sent is still a draft")
	}
}
