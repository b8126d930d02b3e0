package e2e

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/web"
)

// BenchmarkPageFigures prints what the pages cost in an office of 20,000 cases, from the request to the last byte, with nobody else
// asking: the handler that serves them, the session looked up, the reading on record.
func BenchmarkPageFigures(b *testing.B) { inAFullOffice(b, caseload.open) }

// looks is how often each page is asked for.
const looks = 100

// deepest is the page that is far down a list: as far as anybody goes by hand.
const deepest = 50

// open measures the pages.
func (o caseload) open(database string) {
	o.t.Helper()
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	require.NoError(o.t, web.Mount(engine, web.Config{Desk: o.desk, Gate: o.gate, Version: "bench"}))
	officer := o.signedIn(engine, o.officers[0].Username)
	field, desk, manager := o.newcomer(engine, avrr.ReintegrationOfficer), o.newcomer(engine, avrr.TravelDesk), o.newcomer(engine, avrr.ProgrammeManager)
	list, _, err := o.desk.Caseload(context.Background(), o.staff["manager"], casework.Search{Limit: 100})
	require.NoError(o.t, err)
	deep := manager.page(o.t, "/cases?stage=reintegration&rows=25", deepest)
	name := func(n int) string { return url.QueryEscape(given[n%len(given)] + " " + families[n%len(families)]) }
	for _, kind := range []struct {
		name string
		who  reader
		path func(n int) string
	}{
		{"work_of_an_officer", officer, func(int) string { return "/work" }},
		{"work_of_the_desk", desk, func(int) string { return "/work" }},
		{"work_of_the_field", field, func(int) string { return "/work" }},
		{"work_of_a_manager", manager, func(int) string { return "/work" }},
		{"caseload", manager, func(int) string { return "/cases" }},
		{"filtered_page_50", manager, func(int) string { return deep }},
		{"search_by_name", manager, func(n int) string { return "/cases?q=" + name(n) }},
		{"search_by_family_name", manager, func(n int) string { return "/cases?q=" + url.QueryEscape(families[n%len(families)]) }},
		{"search_by_sound", manager, func(int) string { return "/cases?q=Hodzha" }},
		{"search_by_phone", manager, func(int) string { return "/cases?q=900123" }},
		{"search_by_reference", manager, func(n int) string {
			r := list[n%len(list)].Reference
			return "/cases?q=" + r[len(r)-4:]
		}},
		{"case", manager, func(n int) string { return "/cases/" + list[n%len(list)].Reference }},
		{"travel_board", desk, func(int) string { return "/travel" }},
		{"to_be_booked", desk, func(int) string { return "/travel/to-book" }},
		{"departures_to_confirm", desk, func(int) string { return "/travel/departures" }},
		{"arrivals", field, func(int) string { return "/travel/arrivals" }},
		{"visits", field, func(int) string { return "/visits?whose=all" }},
		{"approvals", manager, func(int) string { return "/approvals" }},
		{"dashboard", manager, func(int) string { return "/dashboard" }},
	} {
		weight, worked := 0, o.worked()
		took := timed(looks, func(n int) {
			answer := kind.who.ask(kind.path(n))
			if answer.Code != http.StatusOK && answer.Code != http.StatusSeeOther {
				o.t.Fatalf("%s answers %d", kind.path(n), answer.Code)
			}
			weight = max(weight, answer.Body.Len())
		})
		figure(fmt.Sprintf("page_of_20000_%s_cpu_%s", kind.name, database), ms((o.worked()-worked)/looks), "ms")
		figure(fmt.Sprintf("page_of_20000_%s_weighs_%s", kind.name, database), float64(weight), "bytes")
		figure(fmt.Sprintf("page_of_20000_%s_p50_%s", kind.name, database), ms(percentile(took, 50)), "ms")
		figure(fmt.Sprintf("page_of_20000_%s_p95_%s", kind.name, database), ms(percentile(took, 95)), "ms")
	}
}

// A reader asks for pages as somebody who is signed in.
type reader struct {
	engine  http.Handler
	session string
}

// newcomer is somebody new of a role, with a session.
func (o caseload) newcomer(engine http.Handler, role avrr.Role) reader {
	o.t.Helper()
	username := "reader-" + strings.ReplaceAll(string(role), "_", "-")
	_, err := o.gate.CreateAccount(context.Background(), avrr.Actor{Role: avrr.System}, access.Account{Username: username, DisplayName: "Reader", Role: role, Office: "London office"}, password)
	require.NoError(o.t, err)
	return o.signedIn(engine, username)
}

// signedIn is somebody of this office, with a session.
func (o caseload) signedIn(engine http.Handler, username string) reader {
	o.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(url.Values{"username": {username}, "password": {password}}.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	engine.ServeHTTP(answer, req)
	require.NotEmpty(o.t, answer.Result().Cookies(), answer.Body.String())
	return reader{engine, strings.SplitN(answer.Header().Get("Set-Cookie"), ";", 2)[0]}
}

func (r reader) ask(path string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, path, nil)
	req.Header.Set("Cookie", r.session)
	req.Header.Set("Accept-Encoding", "gzip")
	answer := httptest.NewRecorder()
	r.engine.ServeHTTP(answer, req)
	return answer
}

var nextPage = regexp.MustCompile(`href="([^"]+)" rel="next"`)

// page answers the address of the n-th page of a list, or of its last.
func (r reader) page(t testing.TB, path string, n int) string {
	t.Helper()
	for range n - 1 {
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.Header.Set("Cookie", r.session)
		answer := httptest.NewRecorder()
		r.engine.ServeHTTP(answer, req)
		next := nextPage.FindStringSubmatch(answer.Body.String())
		if next == nil {
			break
		}
		path = html.UnescapeString(next[1])
	}
	return path
}
