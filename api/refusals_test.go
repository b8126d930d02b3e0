package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/api"
	"homeward/avrr"
)

func TestWhatCannotBeReadIsRefusedBeforeAnythingIsKept(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	note := caseURL(reference) + "/actions/add-note"
	good := map[string]any{"text": "A note."}
	for _, x := range []struct {
		name, method, path string
		body               any
		headers            []string
		status             int
		code               string
	}{
		{"malformed JSON", "POST", "/api/v1/cases", `{"programme":`, nil, 400, "malformed"},
		{"two values", "POST", note, `{"text":"a"}{"text":"b"}`, nil, 400, "malformed"},
		{"a megabyte and more", "POST", note, `{"text":"` + strings.Repeat("x", 1<<20) + `"}`, nil, 413, "too-large"},
		{"a form", "POST", note, "text=a", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, "unsupported-media-type"},
		{"no media type", "POST", note, good, []string{"Content-Type: "}, 415, "unsupported-media-type"},
		{"no key", "POST", note, good, []string{"Idempotency-Key: "}, 400, "idempotency-key-missing"},
		{"no key to open", "POST", "/api/v1/cases", o.application(), []string{"Idempotency-Key: "}, 400, "idempotency-key-missing"},
		{"a key with blanks", "POST", note, good, []string{"Idempotency-Key: a b"}, 400, "malformed"},
		{"a key beyond ASCII", "POST", note, good, []string{"Idempotency-Key: çelës"}, 400, "malformed"},
		{"a key too long", "POST", note, good, []string{"Idempotency-Key: " + strings.Repeat("k", 201)}, 400, "malformed"},
		{"a version without quotes", "POST", note, good, []string{"If-Match: 1"}, 400, "malformed"},
		{"a version that is none", "POST", note, good, []string{`If-Match: "one"`}, 400, "malformed"},
		{"a version that is weak", "POST", note, good, []string{`If-Match: W/"1"`}, 400, "malformed"},
		{"another method", "DELETE", caseURL(reference), nil, nil, 405, "method-not-allowed"},
		{"an unknown address", "GET", "/api/v1/nowhere", nil, nil, 404, "not-found"},
		{"an unknown address outside", "GET", "/nowhere", nil, nil, 404, "not-found"},
		{"an unknown action", "POST", caseURL(reference) + "/actions/fly", good, nil, 404, "not-found"},
		{"an action of nobody", "POST", caseURL(reference) + "/actions/clock", good, nil, 404, "not-found"},
		{"opening what is open", "POST", caseURL(reference) + "/actions/open", o.application(), nil, 404, "not-found"},
		{"an unknown document", "GET", caseURL(reference) + "/documents/1.pdf", nil, nil, 404, "not-found"},
		{"a document by its bare id", "GET", caseURL(reference) + "/documents/1", nil, nil, 404, "not-found"},
		{"a submission of nobody", "GET", "/api/v1/submissions/1", nil, nil, 404, "not-found"},
		{"a decision nobody has made", "GET", caseURL(reference) + "/decision", nil, nil, 404, "not-found"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if r := o.ask("officer", x.method, x.path, x.body, x.headers...); r.status != x.status || r.code() != x.code {
				t.Errorf("want %d %s, got %d %s", x.status, x.code, r.status, r.text)
			}
		})
	}
	if v := o.see("officer", reference); v["version"] != 1.0 || len(v["waiting"].([]any)) != 0 {
		t.Errorf("the case is at version %v and waits for %v", v["version"], v["waiting"])
	}
}

func TestWhatDoesNotFitNamesTheFieldAtFault(t *testing.T) {
	o := newOffice(t)
	born := func(when map[string]any) []any {
		return []any{map[string]any{"given_names": "Arta", "birth": when}}
	}
	for _, x := range []struct {
		name   string
		body   map[string]any
		status int
		code   string
		field  string
	}{
		{"an unknown field", with(o.application(), "colour", "red"), 422, "invalid", "/colour"},
		{"a missing field", with(o.application(), "applied_on", nil), 422, "invalid", "/applied_on"},
		{"an unknown programme", with(o.application(), "programme", "no-such"), 422, "invalid", "/programme"},
		{"nobody", with(o.application(), "members", []any{}), 422, "invalid", "/members"},
		{"a day that does not exist", with(o.application(), "applied_on", "2026-02-30"), 422, "invalid", "/applied_on"},
		{"a birth in the future", with(o.application(), "members", born(map[string]any{"date": o.day(30)})), 409, "rule", "/members/0/birth"},
		{"a birth told twice", with(o.application(), "members", born(map[string]any{"year": 1990, "about": 1991})), 409, "rule", "/members/0/birth"},
		{"an application in the future", with(o.application(), "applied_on", o.day(30)), 409, "rule", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := o.ask("officer", "POST", "/api/v1/cases", x.body)
			if r.status != x.status || r.code() != x.code || text(r.body["field"]) != x.field {
				t.Errorf("want %d %s at %q, got %d %s", x.status, x.code, x.field, r.status, r.text)
			}
			if x.code == "rule" && len(r.body["blocked_by"].([]any)) == 0 {
				t.Errorf("a rule has a name: %s", r.text)
			}
		})
	}
	if list := o.ask("officer", "GET", "/api/v1/cases", nil).body["cases"].([]any); len(list) != 0 {
		t.Errorf("nothing was opened, and yet there is %v", list)
	}
}

func TestRoleAndStageSayWhyNot(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	act := func(who, action string, body any) reply {
		return o.ask(who, "POST", caseURL(reference)+"/actions/"+action, body)
	}
	if r := act("desk", "assess-eligibility", map[string]any{"recommendation": "approve"}); r.status != 403 || r.code() != "role-not-allowed" {
		t.Errorf("another role: %d %s", r.status, r.text)
	}
	if r := act("auditor", "add-note", map[string]any{"text": "a"}); r.status != 403 {
		t.Errorf("an auditor changes nothing: %d %s", r.status, r.text)
	}
	if r := o.ask("auditor", "POST", "/api/v1/cases", o.application()); r.status != 403 {
		t.Errorf("an auditor opens nothing: %d %s", r.status, r.text)
	}
	for _, path := range []string{"/api/v1/cases", caseURL(reference), "/api/v1/programmes"} {
		if r := o.ask("admin", "GET", path, nil); r.status != 403 {
			t.Errorf("an administrator sees no case work at %s: %d %s", path, r.status, r.text)
		}
	}
	if r := act("desk", "hold-seats", o.seats(time.Hour, 3*time.Hour)); r.status != 409 || r.code() != "stage-not-allowed" {
		t.Errorf("too early: %d %s", r.status, r.text)
	}
	if r := act("officer", "assess-eligibility", map[string]any{"recommendation": "approve"}); r.status != 409 || r.code() != "rule" || r.body["blocked_by"] == nil {
		t.Errorf("nobody was counselled: %d %s", r.status, r.text)
	}
}

func TestALostUpdateIsToldWhatChangedAndWhoChangedIt(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	o.do("officer2", reference, "add-note", map[string]any{"text": "Rang, no answer."})
	hold := caseURL(reference) + "/actions/hold"
	r := o.ask("officer", "POST", hold, map[string]any{"reason": "Ill."}, `If-Match: "1"`)
	if r.status != http.StatusPreconditionFailed || r.code() != "version-stale" || !strings.Contains(text(r.body["detail"]), "Add a note by Daniel Osei") {
		t.Errorf("%d %s", r.status, r.text)
	}
	if r := o.ask("officer", "POST", hold, map[string]any{"reason": "Ill."}, `If-Match: "9"`); r.status != http.StatusPreconditionFailed {
		t.Errorf("a version not reached yet: %d %s", r.status, r.text)
	}
	o.do("officer", reference, "add-note", map[string]any{"text": "A fact is taken whatever was seen."}, `If-Match: "1"`)
	o.do("officer", reference, "hold", map[string]any{"reason": "Ill."}, `If-Match: "3"`)
	o.do("officer", reference, "withdraw", map[string]any{"channel": "phone"}, `If-Match: "1"`)
}

// An edit that came too late is told each field it meets, with both values; what only others touched is not named.
func TestALateEditIsToldEachFieldThatSomebodyElseChanged(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	seen := fmt.Sprintf(`If-Match: "%v"`, o.see("officer", reference)["version"])
	o.do("officer2", reference, "correct-details", map[string]any{"reason": "By letter.", "host_office": "Bristol office", "legal_status": "tolerated"}, seen)
	correct := func(who string, fields map[string]any) reply {
		fields["reason"] = "She told me."
		return o.ask(who, "POST", caseURL(reference)+"/actions/correct-details", fields, seen)
	}
	r := correct("officer", map[string]any{"host_office": "Leeds office", "funding": "own"})
	if changed := r.body["changed"]; r.status != http.StatusPreconditionFailed || r.code() != "version-stale" || !strings.Contains(r.text, `"field":"/host_office","yours":"Leeds office","now":"Bristol office","by":"Daniel Osei"`) || len(changed.([]any)) != 1 {
		t.Errorf("%d %s", r.status, r.text)
	}
	if r := correct("officer", map[string]any{"funding": "own"}); r.status != http.StatusPreconditionFailed || r.body["changed"] != nil {
		t.Errorf("a field nobody else touched: %d %s", r.status, r.text)
	}
	if r := correct("field", map[string]any{"legal_status": "rejected"}); r.status != http.StatusPreconditionFailed || strings.Contains(r.text, `"now":"tolerated"`) || !strings.Contains(r.text, `"untold":true`) {
		t.Errorf("who may not learn of a claim: %d %s", r.status, r.text)
	}
}

// What protection does in a restricted case is told in a refusal to those alone who see it in the history.
func TestALostUpdateTellsNobodyWhatTheHistoryHides(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	o.restricted("protection", reference)
	seen := o.see("desk", reference)["version"].(float64)
	o.do("protection", reference, "record-risk-assessment", map[string]any{"member": "m1", "on": o.day(0), "safe": "yes", "measures": []any{}})
	r := o.ask("desk", "POST", caseURL(reference)+"/actions/hold-seats", o.seats(72*time.Hour, 75*time.Hour), fmt.Sprintf(`If-Match: "%v"`, seen))
	if r.status != http.StatusPreconditionFailed || !strings.Contains(text(r.body["detail"]), "has changed since") || strings.Contains(r.text, "risk") {
		t.Errorf("%d %s", r.status, r.text)
	}
}

func TestSeatsAreNotHeldBeyondADocument(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	r := o.ask("desk", "POST", caseURL(reference)+"/actions/hold-seats", o.seats(401*24*time.Hour, 402*24*time.Hour))
	if r.status != http.StatusConflict || r.code() != "rule" || r.body["field"] != "/segments" {
		t.Fatalf("%d %s", r.status, r.text)
	}
	block := r.body["blocked_by"].([]any)[0].(map[string]any)
	if block["rule"] != "horizon-breaks" || block["member"] != "m1" || block["thing"] != "travel document" || block["until"] != o.day(400) || block["duty"] != "return" {
		t.Errorf("the block names member, thing, date and duty: %v", block)
	}
}

func TestAReferenceMisheardIsRefusedNotMisfiled(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	for _, wrong := range []string{reference[:len(reference)-1] + otherSign(reference[len(reference)-1]), "HW-000-0000", "x", "HW-" + strings.Repeat("A", 500)} {
		if r := o.ask("officer", "GET", caseURL(wrong), nil); r.status != http.StatusNotFound || r.code() != "not-found" {
			t.Errorf("%.20s: %d %s", wrong, r.status, r.text)
		}
	}
	if r := o.ask("officer", "GET", caseURL(strings.ToLower(reference)), nil); r.status != http.StatusOK || r.body["reference"] != reference {
		t.Errorf("however it is written: %d %s", r.status, r.text)
	}
}

func otherSign(sign byte) string {
	if sign == 'A' {
		return "B"
	}
	return "A"
}

func TestARefusalThatComesLateIsAnsweredAtTheStatusURLAndShownToItsAuthor(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	accepted := o.ask("desk", "POST", caseURL(reference)+"/actions/hold-seats", o.seats(2*time.Hour, 5*time.Hour))
	o.later(3 * time.Hour) // the carrier's limit passes before it is recorded
	o.record(text(accepted.body["submission"]))
	if tasks := o.ask("desk", "GET", caseURL(reference)+"/tasks", nil); !strings.Contains(tasks.text, "Not recorded: Hold seats") {
		t.Errorf("its author is told: %s", tasks.text)
	}
	r := o.ask("desk", "GET", text(accepted.body["status_url"]), nil)
	if r.status != http.StatusConflict || r.code() != "rule" {
		t.Errorf("%d %s", r.status, r.text)
	}
	if r := o.ask("officer", "GET", text(accepted.body["status_url"]), nil); r.status != http.StatusNotFound {
		t.Errorf("somebody else's submission: %d %s", r.status, r.text)
	}
}

func TestTheAPIIsOpenToBearerTokensOnly(t *testing.T) {
	o := newOffice(t)
	session, err := o.gate.SignIn(t.Context(), "officer", access.DemoPassword, "session")
	must(t, err)
	for name, headers := range map[string][]string{
		"nothing": nil, "a guess": {"Authorization: Bearer guess"}, "no token": {"Authorization: Bearer"}, "a password": {"Authorization: Basic b2ZmaWNlcjpkZW1v"},
		"a session":      {"Authorization: Bearer " + session.Token},
		"a cookie alone": {"Cookie: session=" + session.Token},
	} {
		for _, path := range []string{"/api/v1/cases", "/api/v1/programmes", "/api/v1/submissions/1"} {
			if r := o.ask("", "GET", path, nil, headers...); r.status != http.StatusUnauthorized || r.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s at %s: %d %s", name, path, r.status, r.text)
			}
		}
	}
	o.later(13 * time.Hour)
	if r := o.ask("", "GET", "/api/v1/cases", nil, "Authorization: Bearer "+o.as("officer")); r.status != http.StatusOK {
		t.Errorf("a token that is new: %d", r.status)
	}
	o.later(13 * time.Hour)
	if r := o.ask("officer", "GET", "/api/v1/cases", nil); r.status != http.StatusUnauthorized {
		t.Errorf("a token that has expired: %d %s", r.status, r.text)
	}
}

func TestSigningIn(t *testing.T) {
	o := newOffice(t)
	sign := func(body any) reply { return o.ask("", "POST", "/api/v1/tokens", body) }
	good := map[string]any{"username": "field", "password": access.DemoPassword}
	if r := sign(good); r.status != http.StatusOK || r.body["role"] != "reintegration_officer" || text(r.body["token"]) == "" {
		t.Errorf("%d %s", r.status, r.text)
	}
	for name, body := range map[string]any{"an unknown field": with(good, "otp", "1"), "no password": with(good, "password", nil), "a number": with(good, "username", 7), "a list": []any{}, "nothing": nil} {
		if r := sign(body); r.status != http.StatusUnprocessableEntity || r.code() != "invalid" {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
	var codes []string
	for range 20 {
		codes = append(codes, sign(with(good, "password", "wrong")).code())
	}
	if codes[0] != "unauthorised" || codes[19] != "too-many-attempts" {
		t.Errorf("guesses were answered %v", codes)
	}
}

func TestNothingOfAnInnerErrorIsShown(t *testing.T) {
	o := newOffice(t)
	token := o.as("officer")
	must(t, o.store.Close())
	ask := func() reply { return o.ask("", "GET", "/api/v1/cases", nil, "Authorization: Bearer "+token) }
	r := ask()
	if r.status != http.StatusInternalServerError || strings.Contains(r.text, "closed") || strings.Contains(r.text, "sql") {
		t.Errorf("%d %s", r.status, r.text)
	}
	if !strings.Contains(o.logged.String(), "request="+text(r.body["request_id"])) {
		t.Errorf("the log does not know the request: %s", o.logged)
	}
	o.away = true
	if r := ask(); r.status != http.StatusServiceUnavailable || r.code() != "unavailable" || r.header.Get("Retry-After") == "" {
		t.Errorf("a database that is away passes: %d %s", r.status, r.text)
	}
}

func TestAPanicIsAProblemAndTheNextRequestIsAnswered(t *testing.T) {
	o := newOffice(t)
	o.engine.GET("/breaks", func(*gin.Context) { panic("a secret") })
	for range 2 {
		r := o.ask("", "GET", "/breaks", nil)
		if r.status != http.StatusInternalServerError || r.code() != "internal" || strings.Contains(r.text, "secret") {
			t.Errorf("%d %s", r.status, r.text)
		}
	}
	if !strings.Contains(o.logged.String(), "refusals_test.go") {
		t.Error("the log does not say where")
	}
}

func TestAnotherMethodIsToldWhichThereAre(t *testing.T) {
	o := newOffice(t)
	if r := o.ask("", "DELETE", "/api/v1/cases", nil); r.status != http.StatusMethodNotAllowed || !strings.Contains(r.header.Get("Allow"), "POST") {
		t.Errorf("%d %v", r.status, r.header)
	}
}

func TestAnAddressNobodyHasIsAPageOutsideTheAPIAndAProblemInside(t *testing.T) {
	o := newOffice(t)
	o.engine.NoRoute(func(c *gin.Context) { c.String(http.StatusNotFound, "No such page.") })
	for path, want := range map[string]string{"/nowhere": "No such page.", "/api/v1/nowhere": `"code":"not-found"`, "/api": `"code":"not-found"`} {
		w := httptest.NewRecorder()
		o.engine.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestAPIWithoutItsPartsIsNotMounted(t *testing.T) {
	if err := api.Mount(gin.New(), api.Config{}); err == nil {
		t.Error("there is nobody to ask")
	}
}

func TestEveryCodeOfTheFieldHasAStatus(t *testing.T) {
	o := newOffice(t)
	for _, code := range []string{avrr.CodeInvalid, avrr.CodeNotFound, avrr.CodeRole, avrr.CodeStage, avrr.CodeRule, avrr.CodeStale, avrr.CodeUnseen, avrr.CodeKeyReused, avrr.CodeUnauthorised, access.CodeTooManyAttempts} {
		if !slices.Contains(o.documentedCodes(), code) {
			t.Errorf("the document does not know %s", code)
		}
	}
}
