package e2e

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/api/workflowservice/v1"
	temporallog "go.temporal.io/sdk/log"
	"google.golang.org/protobuf/encoding/protojson"

	"homeward/api"
	"homeward/avrr"
	"homeward/casework"
)

// mark is in everything personal of the cases here, and nowhere else in the world.
const mark = "ZQXJVK"

// marked answers personal text that can be found again.
func marked(what string) string { return mark + what }

// traces are the shapes a mark may take where nobody thinks of it: as it is typed or folded, as UTF-16, in base64, in hex, and in hex
// of all of these, which is how PostgreSQL shows bytes.
func traces() map[string][]byte {
	shapes := map[string][]byte{}
	for _, word := range []string{mark, strings.ToLower(mark), mark[:1] + strings.ToLower(mark[1:])} {
		shapes["plain "+word] = []byte(word)
		for shift := range 3 {
			all := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(" ", shift) + word))
			whole := len(word) + shift
			shapes[fmt.Sprintf("base64+%d %s", shift, word)] = []byte(all[(shift*8+5)/6 : whole*8/6])
		}
		var little, big []byte
		for _, unit := range utf16.Encode([]rune(word)) {
			little = append(little, byte(unit), byte(unit>>8))
			big = append(big, byte(unit>>8), byte(unit))
		}
		shapes["UTF-16LE "+word], shapes["UTF-16BE "+word] = little, big
	}
	for name, shape := range shapes {
		if !strings.HasPrefix(name, "hex") {
			shapes["hex of "+name] = []byte(hex.EncodeToString(shape))
			shapes["HEX of "+name] = []byte(strings.ToUpper(hex.EncodeToString(shape)))
		}
	}
	return shapes
}

// clean checks that no trace of a mark is in a text, however it came there.
func clean(t testing.TB, where string, text []byte) {
	t.Helper()
	for name, shape := range traces() {
		if at := bytes.Index(text, shape); at >= 0 {
			t.Errorf("%s holds a mark (%s): …%q…", where, name, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

// The traces are found where they are hidden: without this, the tests below would pass on anything.
func TestTracesAreFound(t *testing.T) {
	text := "Arta " + marked("GIVEN") + " Hoxha"
	for _, hidden := range []string{text, strings.ToLower(text), base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte("x" + text)),
		hex.EncodeToString([]byte(text)), hex.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte("xy" + text))))} {
		found := false
		for _, shape := range traces() {
			found = found || bytes.Contains([]byte(hidden), shape)
		}
		require.True(t, found, hidden)
	}
}

const markedCases = 20

// After whole lives of cases with marks in everything personal, no mark is in any file, table, log or history.
func TestNothingPersonalIsReadableWhereItIsKept(t *testing.T) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			logs := &notebook{}
			dir := t.TempDir()
			database := b.url(t, dir)
			h := newHouse(t, dir, database, func(h *house) {
				h.log = slog.New(slog.NewJSONHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
				h.srvLog, h.sdkLog = h.log, temporallog.NewStructuredLogger(h.log)
			})
			before := slog.Default()
			slog.SetDefault(h.log)
			t.Cleanup(func() { slog.SetDefault(before) })

			c := h.counter()
			var refs []string
			for n := range markedCases {
				refs = append(refs, c.life(n))
			}
			c.slips(refs[0])
			require.Eventually(t, func() bool { return h.toDo() == 0 }, patience, 50*time.Millisecond)
			h.failing(database, refs[0])

			require.Positive(t, logs.Len(), "the logs are listened to")
			clean(t, "the log", logs.Bytes())
			cleanFiles(t, h.dir)
			if b.name == "postgres" {
				cleanTables(t, database)
			}
			for _, ref := range refs {
				w := walk{house: h, ref: ref}
				cleanHistories(t, h, w.caseWorkflow())
				cleanHistories(t, h, w.movementWorkflow())
			}
			cleanVisibility(t, h)
		})
	}
}

// A notebook is a log that can be read while it is written.
type notebook struct {
	mu sync.Mutex
	bytes.Buffer
}

func (n *notebook) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.Buffer.Write(p)
}

// Bytes answers what stands there so far.
func (n *notebook) Bytes() []byte {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.Buffer.Bytes())
}

// A counter is where the outside world speaks to the house: over HTTP, as everybody does.
type counter struct {
	*house
	server *httptest.Server
	tokens map[string]string
}

func (h *house) counter() *counter {
	h.t.Helper()
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	require.NoError(h.t, api.Mount(engine, api.Config{Desk: h.desk, Gate: h.gate, Logger: h.log}))
	c := &counter{house: h, server: httptest.NewServer(engine), tokens: map[string]string{}}
	h.t.Cleanup(c.server.Close)
	for _, who := range []string{"officer", "officer2", "desk", "field", "manager", "protection"} {
		var token struct{ Token string }
		status, answer := c.ask(who, http.MethodPost, "/tokens", body{"username": who, "password": "demo-homeward"})
		require.Less(h.t, status, 300, string(answer))
		require.NoError(h.t, json.Unmarshal(answer, &token))
		c.tokens[who] = token.Token
	}
	return c
}

// ask makes one request and answers its status and body.
func (c *counter) ask(who, method, path string, in any) (int, []byte) {
	c.t.Helper()
	raw, ok := in.([]byte)
	if !ok {
		var err error
		raw, err = json.Marshal(in)
		require.NoError(c.t, err)
	}
	return c.send(who, method, path, "application/json", raw)
}

func (c *counter) send(who, method, path, contentType string, raw []byte) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequest(method, c.server.URL+"/api/v1"+path, bytes.NewReader(raw))
	require.NoError(c.t, err)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Idempotency-Key", fmt.Sprintf("marked-%d", c.keys.Add(1)))
	if token := c.tokens[who]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(c.t, err)
	defer answer.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(answer.Body)
	require.NoError(c.t, err)
	return answer.StatusCode, text.Bytes()
}

// uploads sends a file with a mark in its name, and opens it when it was taken.
func (c *counter) uploads(who, ref string, want int, content []byte) {
	c.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	require.NoError(c.t, w.WriteField("kind", "signed_declaration"))
	require.NoError(c.t, w.WriteField("member", "m1"))
	part, err := w.CreateFormFile("file", marked("FILE")+".pdf")
	require.NoError(c.t, err)
	_, err = part.Write(content)
	require.NoError(c.t, err)
	require.NoError(c.t, w.Close())
	status, answer := c.send(who, http.MethodPost, "/cases/"+ref+"/files", w.FormDataContentType(), form.Bytes())
	c.taken(want, status, answer, "a file")
	if want != http.StatusCreated {
		return
	}
	var file struct{ ID, File string } // the latter of one that was accepted only
	require.NoError(c.t, json.Unmarshal(answer, &file))
	status, answer = c.ask(who, http.MethodGet, "/cases/"+ref+"/files/"+file.ID+file.File, body{})
	require.Equal(c.t, http.StatusOK, status)
	require.Equal(c.t, content, answer)
}

// does performs one action that must be recorded.
func (c *counter) does(who, ref, action string, in body) {
	c.t.Helper()
	status, answer := c.ask(who, http.MethodPost, "/cases/"+ref+"/actions/"+action, in)
	c.taken(http.StatusOK, status, answer, action)
}

// taken holds an answer to what it must be. What a slow machine could only accept is waited for.
func (c *counter) taken(want, status int, answer []byte, what string) {
	c.t.Helper()
	if status != http.StatusAccepted {
		require.Equal(c.t, want, status, "%s: %s", what, answer)
		return
	}
	require.Eventually(c.t, func() bool { return c.toDo() == 0 }, patience, 20*time.Millisecond, "%s is not recorded", what)
}

// life leads a case through everything, with a mark wherever a person could be told by it.
func (c *counter) life(n int) string {
	c.t.Helper()
	status, answer := c.ask("officer", http.MethodPost, "/cases", body{
		"programme": "standard", "applied_on": day(0), "language": "sq", "host_country": "GB", "host_office": "London office", "receiving_office": "Tirana office",
		"legal_status": "rejected", "funding": "Fund",
		"contact":     body{"channel": "email", "value": marked(fmt.Sprintf("MAIL%03d", n)) + "@example.org", "hours": marked("HOURS"), "shared_with": marked("SHARED"), "may_leave_message": true},
		"destination": body{"country": "AL", "district": marked("DISTRICT"), "place": marked("PLACE"), "directions": marked("DIRECTIONS")},
		"members": []body{{"family_name": marked(fmt.Sprintf("FAMILY%d", n)), "given_names": marked("GIVEN"), "original_script": marked("SCRIPT"), "birth": body{"date": "1990-04-02"}, "sex": "F", "nationality": "AL",
			"documents": []body{{"kind": "id_card", "number": marked(fmt.Sprintf("ID%03d", n)), "issuer": "AL", "expires_on": day(900)}}}},
	})
	c.taken(http.StatusCreated, status, answer, "the opening")
	var opened struct{ Reference string }
	require.NoError(c.t, json.Unmarshal(answer, &opened))
	ref := opened.Reference
	c.prepare(ref, n)
	c.goHome(ref)
	c.settleIn(ref, n == 0)
	for _, path := range []string{"", "/timeline", "/documents", "/files", "/tasks", "/decision", "/horizon"} {
		status, answer := c.ask("officer", http.MethodGet, "/cases/"+ref+path, body{})
		require.Equal(c.t, http.StatusOK, status, "%s: %s", path, answer)
	}
	status, _ = c.ask("officer", http.MethodGet, "/cases?q="+url.QueryEscape(marked(fmt.Sprintf("FAMILY%d", n))), body{})
	require.Equal(c.t, http.StatusOK, status)
	return ref
}

func (c *counter) prepare(ref string, n int) {
	c.t.Helper()
	c.does("field", ref, "answer-assignment", body{"duty": "reintegration", "answer": "accept"})
	c.does("officer", ref, "record-counselling", body{"held_on": day(0), "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	c.does("officer", ref, "log-contact", body{"member": "m1", "at": instant(0), "direction": "out", "channel": "phone", "outcome": "reached", "summary": marked("SUMMARY")})
	c.does("officer", ref, "record-screening", body{"member": "m1", "screened_on": day(0), "vulnerabilities": []string{"single_parent"}})
	c.does("officer", ref, "give-consent", body{"member": "m1", "kind": "return", "signed_on": day(0), "language": "sq"})
	c.does("officer", ref, "give-consent", body{"member": "m1", "kind": "data", "signed_on": day(0), "language": "sq"})
	c.uploads("officer", ref, http.StatusCreated, aPDF(marked("CONTENT")))
	c.uploads("officer", ref, http.StatusUnprocessableEntity, aPDF(marked("CONTENT"))[:40])
	c.does("officer", ref, "issue-document", body{"kind": "declaration", "member": "m1", "language": "sq"})
	c.does("officer", ref, "assess-eligibility", body{"recommendation": "approve", "note": marked("ASSESSMENT")})
	c.does("officer2", ref, "decide-eligibility", body{"decision": "approve", "reason": marked("REASON")})
	c.does("officer", ref, "request-authority", body{"members": []string{"m1"}, "authority": marked("AUTHORITY"), "sent_on": day(0), "reference": marked("AUTHREF")})
	c.does("officer", ref, "record-authority-reply", body{"member": "m1", "reply": "no_objection", "replied_on": day(0), "conditions": marked("CONDITIONS")})
	c.does("officer", ref, "apply-travel-document", body{"member": "m1", "kind": "passport", "consulate": marked("CONSULATE"), "applied_on": day(0), "reference": marked("DOCREF")})
	c.does("officer", ref, "record-travel-document", body{"member": "m1", "status": "issued", "kind": "passport", "number": marked(fmt.Sprintf("PASS%03d", n)), "issuer": "AL", "issued_on": day(-400), "expires_on": day(2000)})
	c.does("officer", ref, "hold", body{"reason": marked("HOLD")})
	c.does("officer", ref, "resume", body{"note": marked("RESUME")})
	c.does("officer", ref, "add-note", body{"text": marked("NOTE")})
	c.does("officer", ref, "add-task", body{"title": marked("TASK"), "duty": "return"})
}

func (c *counter) goHome(ref string) {
	c.t.Helper()
	c.does("desk", ref, "hold-seats", body{"passengers": []string{"m1"}, "hold_until": instant(2 * time.Hour), "segments": []body{
		{"carrier": "OS", "number": "456", "from": "LHR", "to": "TIA", "departs_at": instant(24 * time.Hour), "arrives_at": instant(27 * time.Hour)}}})
	c.does("desk", ref, "confirm-booking", body{"record_locator": mark + "12", "tickets": body{"m1": marked("TICKET")}})
	c.does("officer", ref, "record-briefing", body{"held_on": day(0), "items": []string{"itinerary", "right_to_withdraw"}})
	c.does("officer", ref, "reconfirm-consent", body{"member": "m1", "at": "gate", "channel": "in_person", "on": day(0)})
	c.does("desk", ref, "confirm-departure", body{"departed_at": instant(0), "boarded": []string{"m1"}})
	c.does("field", ref, "confirm-arrival", body{"arrived_at": instant(0), "members": []string{"m1"}, "met_by": marked("METBY"), "onward": marked("ONWARD")})
}

func (c *counter) settleIn(ref string, byFile bool) {
	c.t.Helper()
	c.does("field", ref, "propose-plan", body{"measures": []body{{"dimension": "economic", "level": "individual", "kind": "business", "description": marked("PLAN"), "supplier": marked("SUPPLIER"), "amount": 50000, "currency": planCurrency,
		"milestones": []body{{"title": marked("MILESTONE"), "due_on": day(30)}}, "quotes": []body{{"supplier": marked("SUPPLIER"), "amount": 50000, "currency": planCurrency, "chosen": true},
			{"supplier": marked("BIDDER"), "amount": 60000, "currency": planCurrency}},
		"quotes_reason": marked("QUOTES"), "instalments": []body{{"amount": 50000, "condition": marked("CONDITION")}}}}})
	c.does("manager", ref, "decide-plan", body{"decision": "approve", "reason": marked("PLANREASON")})
	c.does("field", ref, "set-payee", body{"for": "member", "member": "m1", "name": marked("HOLDER"), "account": body{"iban": markedIBAN()}})
	c.does("field", ref, "set-payee", body{"for": "supplier", "name": marked("HOLDER"), "supplier": marked("SUPPLIER"), "account": body{"account_number": marked("0042"), "bank_code": marked("BANK"), "country": "AL"}})
	c.does("manager", ref, "release-instalment", body{"instalment": "i1", "payee": "p1"})
	if byFile {
		c.pays(ref)
		c.does("manager", ref, "release-instalment", body{"instalment": "i1", "payee": "p1"})
	}
	c.does("field", ref, "record-payment", body{"instalment": "i1", "amount": 50000, "currency": planCurrency, "paid_on": day(0), "place": "supplier", "paid_to": marked("PAYEE"), "method": "cash", "receipt": marked("RECEIPT")})
	visits := walk{house: c.house, ref: ref}.folded(ref).Visits
	c.does("field", ref, "reschedule-visit", body{"visit": visits[0].ID, "due_on": day(40), "reason": marked("LATER")})
	for _, v := range visits {
		c.does("field", ref, "log-visit", body{"visit": v.ID, "visited_on": day(0), "mode": "home", "present": []body{{"name": marked("PRESENT"), "relation": marked("RELATION")}}, "place": marked("PLACE"), "findings": marked("FINDINGS"), "outcome": "on_track"})
	}
	c.does("field", ref, "close", body{"reason": "other", "note": marked("CLOSURE")})
	c.does("manager", ref, "reopen", body{"stage": "follow_up", "reason": marked("REOPEN")})
	c.does("field", ref, "close", body{"reason": "completed"})
}

// markedIBAN is an account with a mark in it, and check digits that fit (ISO 13616-1 §6).
func markedIBAN() string {
	const bank, account = "21211009", "0000000000" + mark
	var digits strings.Builder
	for _, r := range bank + account + "AL00" {
		if r >= 'A' {
			digits.WriteString(strconv.Itoa(int(r-'A') + 10))
		} else {
			digits.WriteRune(r)
		}
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	return fmt.Sprintf("AL%02d%s%s", 98-n.Mod(n, big.NewInt(97)).Int64(), bank, account)
}

// pays sends a case's money to a marked account by a file, which is the one place where the mark is read. The bank refuses it.
func (c *counter) pays(ref string) {
	c.t.Helper()
	made := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
	_, raw := c.ask("manager", http.MethodPost, "/batches/"+made.Batch+"/send", body{})
	clean(c.t, "a batch", raw)
	require.Contains(c.t, fmt.Sprint(c.file(made.Batch)), markedIBAN())
	answered := c.answers(made.Batch, answerColumns+fmt.Sprintf("%s,refused,,,,,%s\n%s,refused,,,,,%s\n", made.Orders[0].Order, marked("WHY"), markedIBAN(), marked("WHY")))
	require.Equal(c.t, map[string]int{avrr.LineRecorded: 1, avrr.LineUnknown: 1}, outcomes(answered))
	status, _ := c.send("manager", http.MethodPost, "/batches/"+made.Batch+"/answers", "text/csv", []byte(answerColumns+markedIBAN()+",gone,,,,,\n"))
	require.Equal(c.t, http.StatusUnprocessableEntity, status)
	for _, path := range []string{"/batches", "/batches/" + made.Batch} {
		_, raw = c.ask("manager", http.MethodGet, path, body{})
		clean(c.t, path, raw)
	}
}

// slips are the mistakes people make with personal data in the wrong place; what refuses them must not write it down.
func (c *counter) slips(ref string) {
	c.t.Helper()
	for _, slip := range []struct {
		method, path string
		in           any
	}{
		{http.MethodGet, "/cases/" + marked("TYPED"), body{}},
		{http.MethodGet, "/" + marked("NOWHERE"), body{}},
		{http.MethodPost, "/cases/" + ref + "/actions/" + marked("ACTION"), body{}},
		{http.MethodPost, "/cases/" + ref + "/actions/add-note", body{marked("field"): marked("VALUE")}},
		{http.MethodPost, "/cases/" + ref + "/actions/add-note", []byte(`{"text": "` + marked("BROKEN"))},
		{http.MethodPost, "/cases/" + ref + "/actions/record-travel-document", body{"member": marked("MEMBER"), "status": "issued", "kind": "passport"}},
		{http.MethodPost, "/cases", body{"programme": marked("PROGRAMME"), "applied_on": day(0), "language": "sq", "members": []body{{"given_names": marked("GIVEN")}}}},
		{http.MethodPost, "/tokens", body{"username": marked("USER"), "password": marked("PASSWORD")}},
	} {
		status, answer := c.ask("officer", slip.method, slip.path, slip.in)
		require.GreaterOrEqual(c.t, status, 400, "%s %s: %s", slip.method, slip.path, answer)
	}
}

// failing takes the log's table away while a submission is judged, and looks at what the failure left in the history.
func (h *house) failing(database, ref string) {
	h.t.Helper()
	driver, source := "pgx", database
	if file, ok := strings.CutPrefix(database, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	require.NoError(h.t, err)
	defer func() { require.NoError(h.t, db.Close()) }()

	w := walk{house: h, ref: ref}
	s := w.slipIn("manager", "reopen", fmt.Sprintf(`{"stage":"follow_up","reason":%q}`, marked("FAILING")))
	_, err = db.Exec("ALTER TABLE case_events RENAME TO away")
	require.NoError(h.t, err)
	delivered := make(chan error, 1)
	go func() { delivered <- w.deliver(s) }()
	require.Eventually(h.t, func() bool {
		all := h.runs(w.caseWorkflow())
		return slices.ContainsFunc(all[len(all)-1].events, func(e *history.HistoryEvent) bool { return e.EventType == enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED })
	}, patience, 100*time.Millisecond, "Record never failed beside the task")
	for _, r := range h.runs(w.caseWorkflow()) {
		require.NotContains(h.t, asText(h.t, r), "case_events", "what went wrong is not readable either")
	}
	_, err = db.Exec("ALTER TABLE away RENAME TO case_events")
	require.NoError(h.t, err)
	require.NoError(h.t, <-delivered)
}

func asText(t require.TestingT, r run) string {
	raw, err := temporalproto.CustomJSONMarshalOptions{}.Marshal(&history.History{Events: r.events})
	require.NoError(t, err)
	return string(raw)
}

// cleanFiles looks into every file the house has written.
func cleanFiles(t *testing.T, dir string) {
	t.Helper()
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files++
		clean(t, filepath.Base(path), text)
		return err
	}))
	require.GreaterOrEqual(t, files, 3)
}

// cleanTables looks into every row of every table of a PostgreSQL database; bytes are shown in hex.
func cleanTables(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("pgx", database)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	names := column(t, db, "SELECT quote_ident(table_schema)||'.'||quote_ident(table_name) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")
	require.Greater(t, len(names), 8)
	for _, name := range names {
		clean(t, name, []byte(strings.Join(column(t, db, "SELECT t::text FROM "+name+" AS t"), "\n")))
	}
}

func column(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	var all []string
	for rows.Next() {
		var one string
		require.NoError(t, rows.Scan(&one))
		all = append(all, one)
	}
	require.NoError(t, rows.Err())
	return all
}

func cleanHistories(t *testing.T, h *house, workflow string) {
	t.Helper()
	for _, r := range h.runs(workflow) {
		clean(t, "the history of "+workflow, []byte(asText(t, r)))
	}
}

// cleanVisibility looks at what Temporal lists of workflows.
func cleanVisibility(t *testing.T, h *house) {
	t.Helper()
	list, err := h.client.ListWorkflow(context.Background(), &workflowservice.ListWorkflowExecutionsRequest{PageSize: 1000})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(list.Executions), markedCases)
	raw, err := protojson.Marshal(list)
	require.NoError(t, err)
	clean(t, "visibility", raw)
}
