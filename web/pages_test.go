package web_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"homeward/access"
	"homeward/avrr"
	"homeward/web"
)

func newJar(o *office) http.CookieJar {
	jar, err := cookiejar.New(nil)
	o.must(err)
	return jar
}

// Budgets of a page: what goes over the line at the first visit, style sheet included, and how often.
const (
	htmlBudget  = 14 << 10
	styleBudget = 10 << 10
	requests    = 6
)

var (
	fetched    = regexp.MustCompile(`<(?:link|img|script|iframe)[^>]*(?:href|src)="(/[^"]*)"`)
	unsafe     = regexp.MustCompile(`(?i)<script|\son[a-z]+="|\sstyle="|javascript:`)
	unsaid     = regexp.MustCompile(`>\s*[a-z_]+(\.[a-z_]+)+\s*<|%!|&lt;no value|ZgotmplZ`)
	engineWord = regexp.MustCompile(`(?i)\b(workflow|temporal|submission|idempotency|goroutine|illegals?|deportees?|deport\w*)\b`)
	idOf       = regexp.MustCompile(`\sid="([^"]+)"`)
	refers     = regexp.MustCompile(`(?:aria-labelledby|aria-describedby|for)="([^"]+)"|href="#([^"]+)"`)
	ownScript  = regexp.MustCompile(`<script src="/[a-z]+-[\w-]{8}\.js" nonce="\w{26}" defer></script>`)
	opened     = regexp.MustCompile(`<(input|select|textarea)([^>]*)>`)
)

// holds checks what every page promises.
func holds(t *testing.T, path string, p page) {
	t.Helper()
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
		if got := p.header.Get(name); got != want {
			t.Errorf("%s: %s is %q", path, name, got)
		}
	}
	if csp := p.header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s: the policy is %q", path, csp)
	}
	if bad := unsafe.FindString(ownScript.ReplaceAllString(p.html, "")); bad != "" {
		t.Errorf("%s has %q", path, bad)
	}
	if bad := unsaid.FindString(p.html); bad != "" {
		t.Errorf("%s shows a key instead of words: %q", path, bad)
	}
	if bad := engineWord.FindString(strings.ReplaceAll(p.html, "worker", "")); bad != "" {
		t.Errorf("%s says %q", path, bad)
	}
	if n := strings.Count(p.html, "<h1"); n != 1 {
		t.Errorf("%s has %d main headings", path, n)
	}
	if p.weight > htmlBudget {
		t.Errorf("%s weighs %d bytes", path, p.weight)
	}
	if n := 1 + len(fetched.FindAllString(p.html, -1)); n > requests {
		t.Errorf("%s takes %d requests", path, n)
	}
	ids := map[string]bool{}
	for _, m := range idOf.FindAllStringSubmatch(p.html, -1) {
		if ids[m[1]] {
			t.Errorf("%s has the id %q twice", path, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range refers.FindAllStringSubmatch(p.html, -1) {
		for id := range strings.FieldsSeq(m[1] + m[2]) {
			if !ids[id] {
				t.Errorf("%s refers to #%s, which is not there", path, id)
			}
		}
	}
	for _, m := range opened.FindAllStringSubmatch(p.html, -1) {
		if id := idOf.FindStringSubmatch(m[0]); !strings.Contains(m[2], "hidden") && !strings.Contains(m[2], "checkbox") && !strings.Contains(m[2], "radio") && (id == nil || !strings.Contains(p.html, `for="`+id[1]+`"`)) {
			t.Errorf("%s has a field without a label: %s", path, m[0])
		}
	}
	balanced(t, path, p.html)
}

// balanced checks that elements close in the order they open.
func balanced(t *testing.T, path, html string) {
	t.Helper()
	alone := map[string]bool{"meta": true, "link": true, "input": true, "br": true, "path": true, "rect": true, "img": true}
	var open []string
	for _, m := range regexp.MustCompile(`<(/?)([a-z0-9]+)[^>]*>`).FindAllStringSubmatch(html, -1) {
		switch {
		case alone[m[2]]:
		case m[1] == "":
			open = append(open, m[2])
		case len(open) == 0 || open[len(open)-1] != m[2]:
			t.Errorf("%s closes %s inside %v", path, m[2], open)
			return
		default:
			open = open[:len(open)-1]
		}
	}
}

func TestEveryRoleSeesEveryPageOfACaseThatWentHome(t *testing.T) {
	o := newOffice(t)
	long := strings.Repeat("Maria-Magdalena ", 18) + "Xhevahire-Zo" // 300 letters, and passports have worse
	reference := o.opened("Hoxha", long)
	stages := func() {
		for _, a := range access.DemoAccounts {
			b := o.as(a.Username)
			if a.Role == avrr.Administrator {
				if p := b.get("/cases"); p.status != http.StatusForbidden {
					t.Errorf("an administrator is answered %d", p.status)
				}
				continue
			}
			for _, lang := range []string{"en", "sq"} {
				b.shows("/cases?lang="+lang, "Hoxha", reference)
				b.shows("/cases/"+reference+"?lang="+lang, "Hoxha", `lang="`+lang+`"`)
			}
		}
	}
	stages()
	o.approved(reference)
	o.print()
	stages()
	o.home(reference)
	o.do("field", reference, "log-visit", body{"visit": "month-1", "visited_on": day(0), "mode": "home", "outcome": "on_track", "findings": "The shop is open."})
	stages()
	b := o.as("officer")
	b.shows("/cases/"+reference, "LHR", "OS 456", "HXOO40", "1\u00a0500.00\u00a0EUR", "Small business", "The shop is open.", "On track", "Koplik", "آرتا", "after six")
	b.shows("/cases/"+reference+"/history", "The case was opened", "Daniel Osei", "The shop is open.")
	for _, l := range []string{"sq", "en"} {
		b.shows("/cases/"+reference+"/money?lang="+l, "R-17", "1\u00a0500.00\u00a0EUR")
	}
	o.as("field").shows("/cases/"+reference+"/money", "/do/record-payment")
}

func TestTheListOfCasesIsChosenByItsAddress(t *testing.T) {
	o := newOffice(t)
	anila, besa := o.opened("Kola", "Anila"), o.opened("Gjini", "Besa")
	o.approved(besa)
	b := o.as("officer")
	for query, want := range map[string][2]bool{
		"": {true, true}, "stage=eligibility": {true, false}, "stage=preparation": {false, true}, "q=gjini": {false, true}, "open=1&q=" + anila: {true, false},
		"country=AL": {true, true}, "officer=officer": {true, true}, "officer=officer2": {false, false}, "office=London+office": {true, true}, "office=Elsewhere": {false, false}, "held=1": {false, false}, "opened_from=2020-01-01": {true, true}, "opened_to=2020-01-01": {false, false}, "departs_from=2020-01-01": {false, false}, "rows=100": {true, true}, "country=PK": {false, false}, "overdue=1": {true, false}, "mine=1": {true, true}, "open=1&sort=reference": {true, true},
		"q=%2B447700900123": {true, true}, "q=BA1234567": {true, true},
	} {
		p := b.shows("/cases?" + query)
		if got := [2]bool{strings.Contains(p.html, anila), strings.Contains(p.html, besa)}; got != want {
			t.Errorf("%q shows %v", query, got)
		}
	}
	b.shows("/cases?country=PK", "No case fits these choices")
	if p := b.get("/cases?stage=nowhere"); p.status != http.StatusBadRequest {
		t.Errorf("an unknown stage is answered %d", p.status)
	}
}

func TestTheEndOfAReferenceOpensTheCaseAndARowSaysWhyItIsFound(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	b := o.as("officer")
	for _, query := range []string{reference, reference[len(reference)-4:], "country=&sort=due&q=" + strings.ToLower(reference[len(reference)-4:])} {
		if !strings.Contains(query, "q=") {
			query = "q=" + query
		}
		if p := b.get("/cases?" + query); p.status != http.StatusSeeOther || p.header.Get("Location") != "/cases/"+reference {
			t.Errorf("%s leads to %d %q", query, p.status, p.header.Get("Location"))
		}
	}
	b.shows("/cases?q=cola", reference, "sounds like it")
	b.shows("/cases?q=900123&lang=sq", reference, "numri i telefonit")
	b.shows("/cases?q=HW-7K4-M9PF&lang=en", "Nobody is found by that", "has a wrong letter or digit; please check it.")
	b.shows("/cases?q=HW-7K4-M9PF&lang=sq", "ka një shkronjë ose shifër të gabuar")
}

func TestStageNumbersAreLinksThatAddUp(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"Anila", "Besa", "Drita"} {
		o.opened("Kola", name)
	}
	o.approved(o.opened("Gjini", "Era"))
	b := o.as("manager")
	links := regexp.MustCompile(`<a href="(/cases\?stage=[a-z_]+)"[^>]*><b>(\d+)</b>`).FindAllStringSubmatch(b.shows("/cases", "<b>4</b>All").html, -1)
	if len(links) != len(avrr.StageOrder) {
		t.Fatalf("%d stages are shown", len(links))
	}
	total := 0
	for _, l := range links {
		rows := strings.Count(b.shows(l[1]).html, `scope="row"`)
		if l[2] != strings.TrimSpace(l[2]) || rows != int(l[2][0]-'0') {
			t.Errorf("%s says %s and shows %d", l[1], l[2], rows)
		}
		total += rows
	}
	if total != 4 {
		t.Errorf("the stages add up to %d", total)
	}
}

func TestALongListGoesOnOnTheNextPage(t *testing.T) {
	o := newOffice(t)
	for range 27 {
		o.opened("Kola", "Anila")
	}
	b := o.as("officer")
	first := b.shows("/cases?sort=reference&open=1")
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(first.html)
	if next == nil {
		t.Fatal("there is no next page")
	}
	second := b.shows(strings.ReplaceAll(next[1], "&amp;", "&"), "Back to the beginning")
	if a, z := strings.Count(first.html, `scope="row"`), strings.Count(second.html, `scope="row"`); a != 25 || z != 2 {
		t.Errorf("the pages show %d and %d cases", a, z)
	}
}

func TestACaseThatIsBeingOpenedAndAnEntryThatWaitsAreShownAsSuch(t *testing.T) {
	o := newOffice(t)
	waiting := o.submit("officer", "", "open", application("Kola", "Anila")).Reference
	b := o.as("officer")
	b.shows("/cases", waiting, "Being opened")
	b.shows("/cases/"+waiting, "This case is being opened", "Waiting to be recorded")
	there := o.opened("Gjini", "Besa")
	o.submit("officer", there, "add-note", body{"text": "Call on Monday."})
	b.shows("/cases/"+there, "Waiting to be recorded", "Add a note", "1 entry is waiting")
}

func TestARestrictedCaseShowsTheDeskNoName(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Verysecret", "Unmistakable")
	o.approved(reference)
	o.print()
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-1), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	o.do("protection", reference, "record-risk-assessment", body{"member": "m1", "on": day(0), "safe": "with_measures"})
	for _, username := range []string{"desk", "field", "officer2", "auditor"} {
		b := o.as(username)
		for _, path := range []string{"/cases", "/cases/" + reference, "/cases/" + reference + "/history", "/cases/" + reference + "/notes"} {
			p := b.shows(path, reference)
			for _, secret := range []string{"Verysecret", "Unmistakable", "آرتا", "BA1234567", "+447700900123", "Koplik", "forced", "recruitment", "trafficking", "rotection", "Restricted"} {
				if strings.Contains(p.html, secret) {
					t.Errorf("%s shows %s %q", path, username, secret)
				}
			}
		}
	}
	o.as("officer").shows("/cases/"+reference, "Verysecret", "Restricted")
}

func TestAScriptInAnyFieldIsInert(t *testing.T) {
	o := newOffice(t)
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	in := application(evil, evil)
	in["contact"] = body{"channel": "partner", "value": evil, "hours": evil, "shared_with": evil}
	in["destination"] = body{"country": "AL", "district": evil, "place": evil}
	reference := o.do("officer", "", "open", in).Reference
	o.do("officer", reference, "add-note", body{"text": evil})
	o.do("officer", reference, "add-task", body{"title": evil, "duty": "return"})
	b := o.as("officer")
	for _, path := range []string{"/cases", "/cases/" + reference, "/cases?q=" + url.QueryEscape(evil), "/verify?code=" + url.QueryEscape(evil), "/sign-in?to=" + url.QueryEscape("/"+evil)} {
		if p := b.shows(path); strings.Contains(p.html, "<img") || strings.Contains(p.html, "<script>") {
			t.Errorf("%s runs what was typed", path)
		}
	}
}

func TestThePDFOfAPaperOpensForThoseWhoMay(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	o.approved(reference)
	o.as("officer").shows("/cases/"+reference, "Being printed")
	o.print()
	b := o.as("officer")
	link := regexp.MustCompile(`href="(/cases/[^"]+\.pdf)"`).FindStringSubmatch(b.shows("/cases/" + reference).html)
	if link == nil {
		t.Fatal("the page has no link to the paper")
	}
	p := b.get(link[1])
	if p.status != http.StatusOK || p.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(p.html, "%PDF-") || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the paper is answered %d %v", p.status, p.header)
	}
	if p := o.browser().get(link[1]); p.status != http.StatusSeeOther {
		t.Errorf("a stranger is answered %d", p.status)
	}
	if p := b.get(strings.Replace(link[1], ".pdf", ".doc", 1)); p.status != http.StatusNotFound {
		t.Errorf("another ending is answered %d", p.status)
	}
}

func TestASignInLeadsBackToThePageThatWasWantedAndNowhereElse(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	p := b.get("/cases?stage=travel")
	if p.status != http.StatusSeeOther || p.header.Get("Location") != "/sign-in?to="+url.QueryEscape("/cases?stage=travel") {
		t.Fatalf("%d %s", p.status, p.header.Get("Location"))
	}
	b.shows(p.header.Get("Location"), `value="/cases?stage=travel"`)
	for to, want := range map[string]string{
		"/cases?stage=travel": "/cases?stage=travel", "": "/", "https://elsewhere.example/": "/", "//elsewhere.example": "/", `/\elsewhere.example`: "/", "cases": "/", "javascript:alert(1)": "/",
	} {
		p := o.browser().post("/sign-in", url.Values{"username": {"officer"}, "password": {access.DemoPassword}, "to": {to}})
		if got := p.header.Get("Location"); p.status != http.StatusSeeOther || got != want {
			t.Errorf("%q leads to %d %q", to, p.status, got)
		}
	}
}

func TestAWrongPasswordIsSaidPlainlyAndTheNameIsKept(t *testing.T) {
	o := newOffice(t)
	p := o.browser().post("/sign-in", url.Values{"username": {"officer"}, "password": {"wrong password"}})
	holds(t, "/sign-in", p)
	if p.status != http.StatusUnauthorized || !strings.Contains(p.html, "is not right") || !strings.Contains(p.html, `value="officer"`) || strings.Contains(p.html, "wrong password") {
		t.Errorf("%d %s", p.status, p.html)
	}
}

func TestTheSessionCookieIsOutOfReachAndEndsWithTheSignOut(t *testing.T) {
	for _, secure := range []bool{false, true} {
		o := newOffice(t, func(c *web.Config) { c.Secure = secure })
		b := o.browser()
		p := b.post("/sign-in", url.Values{"username": {"officer"}, "password": {access.DemoPassword}})
		cookie := p.header.Get("Set-Cookie")
		if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || !strings.Contains(cookie, "Path=/") {
			t.Errorf("the cookie is %q", cookie)
		}
		if strings.HasPrefix(cookie, "__Host-sid=") != secure || strings.Contains(cookie, "Secure") != secure {
			t.Errorf("secure is %v and the cookie %q", secure, cookie)
		}
		if secure {
			continue
		}
		b.shows("/cases")
		if p := b.post("/sign-out", nil); p.status != http.StatusSeeOther {
			t.Errorf("sign out: %d", p.status)
		}
		stolen, _, _ := strings.Cut(cookie, ";")
		if p := o.browser().send(http.MethodGet, "/cases", nil, "Cookie: "+stolen); p.status != http.StatusSeeOther {
			t.Errorf("a session that has ended still opens: %d", p.status)
		}
	}
}

func TestAFormFromAnotherSiteIsTurnedAway(t *testing.T) {
	o := newOffice(t)
	p := o.browser().post("/sign-in", url.Values{"username": {"officer"}, "password": {access.DemoPassword}}, "Sec-Fetch-Site: cross-site")
	if p.status != http.StatusForbidden || p.header.Get("Set-Cookie") != "" {
		t.Errorf("%d %v", p.status, p.header)
	}
}

func TestWhatIsNotThereIsSaidKindly(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	b := o.as("officer")
	for _, path := range []string{"/nowhere", "/cases/HW-222-2222", "/cases/nonsense", "/cases/" + reference + "/documents/none.pdf", "/cases/" + reference + "/nothing"} {
		p := b.get(path)
		if p.status != http.StatusNotFound || !strings.Contains(p.html, "Nothing was changed") {
			t.Errorf("%s: %d", path, p.status)
		}
		holds(t, path, p)
	}
	plain := strings.ToLower(strings.ReplaceAll(reference, "-", ""))
	if p := b.get("/cases/" + plain); p.header.Get("Location") != "/cases/"+reference {
		t.Errorf("a reference as people write it leads to %q", p.header.Get("Location"))
	}
}

func TestTheLanguageIsTheOneAskedForThenTheOneChosenThenTheBrowsers(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	b.accept = "sq-AL,sq;q=0.9,en;q=0.5"
	b.shows("/verify", `lang="sq"`, "Kontrollo një dokument")
	b.shows("/verify?lang=en", `lang="en"`)
	b.shows("/verify", `lang="en"`, "Check a document")
	b.shows("/help?lang=sq", "Ndihmë")
	b.accept = "fr"
	b.shows("/verify", `lang="sq"`)
	o.browser().shows("/verify?lang=xx", `lang="en"`)
}

func TestTheStyleSheetIsSmallAndKept(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	path := fetched.FindStringSubmatch(b.shows("/sign-in").html)[1]
	p := b.get(path)
	if p.status != http.StatusOK || p.weight > styleBudget || !strings.Contains(p.header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(p.header.Get("Content-Type"), "text/css") {
		t.Errorf("%d, %d bytes, %v", p.status, p.weight, p.header)
	}
	for _, side := range regexp.MustCompile(`(?m)[\s{;](left|right|margin-left|margin-right|padding-left|padding-right|top|bottom|width|height):|@import|url\(|https?:`).FindAllString(p.html, -1) {
		t.Errorf("the style sheet says %q", side)
	}
	if strings.Count(p.html, "{") != strings.Count(p.html, "}") {
		t.Error("a brace is missing")
	}
}

func TestOnlyTheDemoOffersItsSignIns(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Demo = nil })
	if p := o.browser().shows("/sign-in"); strings.Contains(p.html, access.DemoPassword) || strings.Contains(p.html, "invented") {
		t.Error("a demo password is shown outside the demo")
	}
	newOffice(t).browser().shows("/sign-in", access.DemoPassword, "Maya Whitcombe")
}

func TestTheDemoSaysHowFarItsCaseloadHasCome(t *testing.T) {
	o := newOffice(t, func(c *web.Config) { c.Demo.Progress = func() (int, int) { return 12, 64 } })
	o.browser().shows("/sign-in", "12 of 64")
	o.as("officer").shows("/cases", "12 of 64")
}

func TestAPageSaysWhichOfficeHasNotTakenTheCaseOver(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Kola", "Anila")
	o.approved(reference)
	o.do("officer", reference, "assign", body{"duty": "reintegration", "office": "Shkodër partner"})
	b := o.as("desk")
	b.shows("/cases/"+reference, "Shkodër partner has not taken over reintegration.")
	b.shows("/cases/"+reference+"?lang=sq", "Shkodër partner nuk e ka marrë përsipër riintegrimin.")
}
