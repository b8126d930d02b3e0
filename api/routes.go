package api

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/content"
)

// A route is one address with all that is known of it: who answers, and what the OpenAPI document says.
type route struct {
	method   string
	path     string // as OpenAPI writes it
	name     string // operationId
	says     string
	signedIn bool
	answer   func(*gin.Context) error // nil where the route before answers this one, too: the router cannot tell their addresses apart

	query   []parameter
	input   avrr.Schema
	sentAs  []string                // the media types of the input; application/json when nil
	once    bool                    // takes an Idempotency-Key
	action  func(*avrr.Action) bool // one address in the document for each action of the catalogue it answers true for
	media   []string                // what a file that is given may be; a PDF when nil
	gives   []reply                 // when it is carried out
	refuses []string                // the codes of problems, beside those every route has
}

// A parameter of the query string.
type parameter struct {
	name   string
	says   string
	schema avrr.Schema
}

// A reply is one answer of a route that is no problem.
type reply struct {
	status  int
	says    string
	as      reflect.Type // nil for a file, see route.media
	headers []string
}

// whole is what may be wrong with a body; every is what may be wrong with any request.
var (
	every = []string{avrr.CodeInternal, codeUnavailable}
	whole = []string{codeMalformed, codeTooLarge, codeMediaType, avrr.CodeInvalid}
)

func (d *desk) routes() []route {
	reads := []string{avrr.CodeRole, avrr.CodeNotFound}
	acts := append([]string{codeKeyMissing, avrr.CodeRole, avrr.CodeNotFound, avrr.CodeStage, avrr.CodeRule, avrr.CodeStale, avrr.CodeUnseen, avrr.CodeKeyReused}, whole...)
	waits := reply{http.StatusAccepted, "Kept; ask the status URL what became of it.", reflect.TypeFor[Accepted](), []string{"Location", "Retry-After", "Idempotency-Replayed"}}
	acted := []string{"ETag", "Idempotency-Replayed"}
	const one = root + "/cases/{reference}"
	opening, _ := avrr.Find("open")
	planning, _ := avrr.Find("plan-movement")
	get := func(path, name, says string, answer func(*gin.Context) error, as reflect.Type, headers ...string) route {
		return route{method: http.MethodGet, path: path, name: name, says: says, signedIn: true, answer: answer, refuses: reads,
			gives: []reply{{http.StatusOK, says, as, headers}}}
	}
	open := func(r route) route {
		r.signedIn, r.refuses = false, nil
		return r
	}
	paged := func(r route) route {
		r.query, r.refuses = pages, append(slices.Clone(r.refuses), avrr.CodeInvalid)
		return r
	}
	list := get(root+"/cases", "list-cases", "The caseload, a page at a time.", d.caseload, reflect.TypeFor[caseload]())
	list.query, list.refuses = choices, []string{avrr.CodeRole, avrr.CodeInvalid}
	voyages := get(root+"/movements", "list-movements", "The movements by departure, a page at a time.", d.movements, reflect.TypeFor[movements]())
	voyages.query, voyages.refuses = departures, []string{avrr.CodeRole, avrr.CodeInvalid}
	work := get(root+"/work", "work", "What whoever asks has to do: late, today, in the next days, new, waited for.", d.work, reflect.TypeFor[casework.WorkView]())
	work.query, work.refuses = portions, []string{avrr.CodeRole, avrr.CodeInvalid}
	budgeted := get(root+"/budgets", "budgets", "What each programme may promise, and has.", d.budgets, reflect.TypeFor[budgets]())
	budgeted.refuses = []string{avrr.CodeRole}
	results := get(root+"/results", "results", "What the cases come to in a period, for a donor; numbers of too few people are left out.", d.results, reflect.TypeFor[casework.Report]())
	results.query, results.refuses = reported, []string{avrr.CodeRole, avrr.CodeInvalid}
	export := func(path, name, says, form string, answer func(*gin.Context) error, query []parameter) route {
		r := get(path+"."+form, name+"-"+form, says, answer, nil, "Content-Disposition")
		r.query, r.refuses, r.media = query, results.refuses, []string{tableMedia[form]}
		return r
	}
	file := get(one+"/files/{file}", "file", "An uploaded file. That it was opened is on record.", d.openFile, nil, "Content-Disposition")
	file.media = []string{content.PDF, content.JPEG, content.PNG}
	status := get(root+"/submissions/{submission}", "submission", "What became of a request that had to wait; a problem when it was refused.", d.submission, reflect.TypeFor[Settled](), "ETag")
	status.gives, status.refuses = append(status.gives, waits), acts
	ready := open(get("/readyz", "ready", "Whether work can be done.", d.ready, reflect.TypeFor[Health]()))
	ready.gives = append(ready.gives, reply{http.StatusServiceUnavailable, "Work cannot be done.", reflect.TypeFor[Health](), []string{"Retry-After"}})
	const oneBatch = root + "/batches/{batch}"
	gathered := get(root+"/batches", "list-batches", "What waits to be paid by a file, and the batches there are, the newest first.", d.batches, reflect.TypeFor[batches]())
	gathered.query, gathered.refuses = batchPage, []string{avrr.CodeRole, avrr.CodeInvalid}
	batched := get(oneBatch, "batch", "A batch with its payments. Payees and accounts stand in its file alone.", d.batch, reflect.TypeFor[casework.WholeBatch]())
	forBank := get(oneBatch+".csv", "batch-file", "The file for the bank, of a batch that was sent. That it was opened is on record.", nil, nil, "Content-Disposition")
	forBank.media, forBank.refuses = []string{tableMedia[casework.FormCSV]}, append(slices.Clone(reads), avrr.CodeRule)
	settle := func(what, says string, answer func(*gin.Context) error) route {
		return route{method: http.MethodPost, path: oneBatch + "/" + what, name: what + "-batch", says: says, signedIn: true, answer: answer, once: true,
			gives: []reply{{http.StatusOK, "The batch as it now is.", reflect.TypeFor[casework.WholeBatch](), nil}}, refuses: append([]string{codeKeyMissing, codeMalformed, avrr.CodeRule}, reads...)}
	}
	calls := get(root+"/visits", "list-visits", "The visits to be made, by day, across cases.", d.visits, reflect.TypeFor[visits]())
	calls.query, calls.refuses = rounds, []string{avrr.CodeRole, avrr.CodeInvalid}
	return append(d.jobRoutes(), []route{
		{method: http.MethodPost, path: root + "/tokens", name: "sign-in", says: "A bearer token for a username and a password.", answer: d.signIn, input: credentials,
			gives:   []reply{{http.StatusOK, "The token.", reflect.TypeFor[Token](), nil}},
			refuses: append([]string{avrr.CodeUnauthorised, access.CodeTooManyAttempts}, whole...)},
		{method: http.MethodPost, path: root + "/cases", name: "open", says: opening.Title.EN + ".", signedIn: true, answer: d.open, input: opening.Schema(nil), once: true,
			gives: []reply{{http.StatusCreated, "The case.", reflect.TypeFor[casework.CaseView](), append([]string{"Location"}, acted...)}, waits}, refuses: acts},
		list,
		work,
		calls,
		get(one, "case", "The case as this person may see it, with what they may do.", d.oneCase, reflect.TypeFor[casework.CaseView](), "ETag"),
		{method: http.MethodPost, path: one + "/actions/{action}", signedIn: true, answer: d.perform, once: true, action: performable,
			gives: []reply{{http.StatusOK, "The case as it now is.", reflect.TypeFor[casework.CaseView](), acted}, waits}, refuses: acts},
		paged(get(one+"/timeline", "timeline", "What happened, the newest first.", d.timeline, reflect.TypeFor[timeline]())),
		paged(get(one+"/documents", "documents", "The papers of the case.", d.documents, reflect.TypeFor[documents]())),
		get(one+"/documents/{document}.pdf", "document", "A paper as it was printed.", d.documentFile, nil, "Content-Disposition"),
		{method: http.MethodPost, path: one + "/files", name: "upload", says: "Keep a file with the case; that records it, too.", signedIn: true, answer: d.upload, input: fileForm(), sentAs: []string{formData}, once: true,
			gives: []reply{{http.StatusCreated, "The file.", reflect.TypeFor[casework.FileView](), []string{"Location", "Idempotency-Replayed"}}, waits}, refuses: acts},
		get(one+"/files", "files", "The uploaded files of the case.", d.files, reflect.TypeFor[files]()),
		file,
		paged(get(one+"/tasks", "tasks", "What the case waits for.", d.tasks, reflect.TypeFor[tasks]())),
		get(one+"/decision", "decision", "The explained decision on eligibility.", d.decision, reflect.TypeFor[casework.DecisionView]()),
		get(one+"/package", "package", "What the programme gives each member, line by line, why, and what is left.", d.packageOf, reflect.TypeFor[casework.PackageView]()),
		get(one+"/horizon", "horizon", "Until when everything the journey needs holds.", d.horizon, reflect.TypeFor[avrr.Horizon]()),
		get(one+"/visits", "visits", "The follow-up visits of the case. How the person may be reached safely stands first.", d.caseVisits, reflect.TypeFor[casework.CaseVisitsView]()),
		get(one+"/surveys", "surveys", "What the members answered to surveys and assessments, with the scores and what they are called. No score ever cuts support.", d.surveys, reflect.TypeFor[casework.SurveysView]()),
		{method: http.MethodPost, path: root + "/readings/mrz", name: "read-mrz", says: "What a machine-readable zone says. Nothing of it is kept.", signedIn: true,
			answer: d.readZone, input: avrr.SchemaFor[typedZone](), gives: []reply{{http.StatusOK, "What it says.", reflect.TypeFor[ZoneReading](), nil}}, refuses: whole},
		{method: http.MethodPost, path: root + "/movements", name: "plan-movement", says: planning.Title.EN + ".", signedIn: true, answer: d.plan, input: planning.Schema(nil), once: true,
			gives: []reply{{http.StatusCreated, "The movement.", reflect.TypeFor[casework.MovementView](), append([]string{"Location"}, acted...)}, waits}, refuses: acts},
		voyages,
		get(root+"/movements/{movement}", "movement", "A movement with its manifest: planned beside actual, for each leg and each passenger.", d.movement, reflect.TypeFor[casework.MovementView](), "ETag"),
		paged(get(root+"/movements/{movement}/documents", "movement-documents", "The manifests of the movement.", d.manifests, reflect.TypeFor[documents]())),
		get(root+"/movements/{movement}/documents/{document}.pdf", "movement-document", "A manifest as it was printed.", d.manifestFile, nil, "Content-Disposition"),
		{method: http.MethodPost, path: root + "/movements/{movement}/actions/{action}", name: "movement-", signedIn: true, answer: d.performTogether, once: true, action: performableTogether,
			gives: []reply{{http.StatusOK, "The movement as it now is.", reflect.TypeFor[casework.MovementView](), acted}, waits}, refuses: acts},
		{method: http.MethodPost, path: root + "/readings/itinerary", name: "read-itinerary", says: "Which flights a pasted text tells of. Nothing of it is kept.", signedIn: true,
			answer: d.readItinerary, input: avrr.SchemaFor[avrr.PastedItinerary](), gives: []reply{{http.StatusOK, "What it tells, what it does not, and what only a person can say.", reflect.TypeFor[avrr.ItineraryReading](), nil}}, refuses: whole},
		{method: http.MethodPost, path: root + "/departures", name: "departures", says: "Confirm the departures of a day, each row for itself.", signedIn: true, answer: d.departures,
			input: avrr.SchemaFor[departureList](), once: true, gives: []reply{{http.StatusOK, "What became of each row.", reflect.TypeFor[DepartedRows](), nil}},
			refuses: append([]string{codeKeyMissing}, whole...)},
		results,
		get(root+"/instruments", "instruments", "The surveys and assessments, question by question, with what is not settled about them.", d.instruments, reflect.TypeFor[instruments]()),
		export(root+"/results", "results", "The results as a workbook, with what everything in it means.", casework.FormXLSX, d.resultsFile(casework.FormXLSX), reportedAs(casework.FormXLSX)),
		export(root+"/results", "results", "One table of the results as HXL-tagged CSV.", casework.FormCSV, d.resultsFile(casework.FormCSV), reportedAs(casework.FormCSV)),
		export(root+"/cases", "cases", "The caseload as a workbook, by reference.", casework.FormXLSX, d.casesFile(casework.FormXLSX), chosen),
		export(root+"/cases", "cases", "The caseload as HXL-tagged CSV, by reference.", casework.FormCSV, d.casesFile(casework.FormCSV), chosen),
		budgeted,
		gathered,
		{method: http.MethodPost, path: root + "/batches", name: "make-batch", says: "Take what waits of a programme and currency into a batch for the bank.", signedIn: true, answer: d.makeBatch,
			input: avrr.SchemaFor[casework.NewBatch](), once: true, gives: []reply{{http.StatusCreated, "The batch.", reflect.TypeFor[casework.WholeBatch](), []string{"Location", "Idempotency-Replayed"}}},
			refuses: append([]string{codeKeyMissing, avrr.CodeRole, avrr.CodeRule, avrr.CodeKeyReused}, whole...)},
		batched,
		forBank,
		settle("send", "Settle that the batch goes to the bank: its file is given out from now on, and it is cancelled no more.", d.sendBatch),
		settle("cancel", "Free the payments of a batch that was not sent.", d.cancelBatch),
		{method: http.MethodPost, path: oneBatch + "/answers", name: "bank-answers", says: "Record what the bank says of the payments of a batch, line by line. The same file again changes nothing.", signedIn: true,
			answer: d.bankAnswers, input: bankFile, sentAs: []string{textCSV}, once: true, gives: []reply{{http.StatusOK, "What became of each line.", reflect.TypeFor[casework.BankAnswered](), nil}},
			refuses: append([]string{codeKeyMissing, avrr.CodeRole, avrr.CodeNotFound, avrr.CodeRule}, whole...)},
		get(root+"/programmes", "programmes", "The programmes a case can be opened under.", d.programmes, reflect.TypeFor[programmes]()),
		status,
		open(get("/livez", "live", "Whether the process runs.", d.live, reflect.TypeFor[Health]())),
		ready,
		open(get("/openapi.json", "openapi", "This document.", d.describe, reflect.TypeFor[map[string]any]())),
	}...)
}

// pattern writes the path as the router does. The router has whole parts only, so an ending is the answer's to check.
func (r route) pattern() string {
	parts := strings.Split(r.path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name, _, _ = strings.Cut(name, "}")
			parts[i] = ":" + name
		}
	}
	return strings.Join(parts, "/")
}
