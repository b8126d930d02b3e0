package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// validating is a transport that holds every answer against the OpenAPI document. For that the schemas of answers are closed:
// what the document does not know is not answered.
type validating struct {
	router  routers.Router
	problem *openapi3.Schema
	mu      sync.Mutex
	asked   map[string]bool // operations with the statuses they answered
}

func init() {
	for _, mediaType := range []string{"application/pdf", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		openapi3filter.RegisterBodyDecoder(mediaType, openapi3filter.FileBodyDecoder)
	}
}

func newValidating(t *testing.T, server *httptest.Server) *validating {
	t.Helper()
	return validatingBy(t, load(t, fetch(t, server)))
}

func validatingBy(t *testing.T, doc *openapi3.T) *validating {
	t.Helper()
	router, err := gorillamux.NewRouter(doc)
	must(t, err)
	return &validating{router: router, problem: doc.Components.Schemas["Problem"].Value, asked: map[string]bool{}}
}

func fetch(t *testing.T, server *httptest.Server) []byte {
	t.Helper()
	answer, err := http.Get(server.URL + "/openapi.json")
	must(t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(t, err)
	return raw
}

func load(t *testing.T, raw []byte) *openapi3.T {
	t.Helper()
	var document map[string]any
	must(t, json.Unmarshal(raw, &document))
	schemas := document["components"].(map[string]any)["schemas"].(map[string]any)
	for _, schema := range schemas {
		schema.(map[string]any)["additionalProperties"] = false
	}
	closed, err := json.Marshal(document)
	must(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(closed)
	must(t, err)
	must(t, doc.Validate(context.Background()))
	return doc
}

func (v *validating) RoundTrip(req *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if err := answer.Body.Close(); err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(raw))
	if err := v.check(req, answer, raw); err != nil {
		return nil, fmt.Errorf("the answer is not what the document says: %w\n%d %s", err, answer.StatusCode, raw)
	}
	return answer, nil
}

func (v *validating) check(req *http.Request, answer *http.Response, raw []byte) error {
	for name, value := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
		if answer.Header.Get(name) != value {
			return fmt.Errorf("%s is %q", name, answer.Header.Get(name))
		}
	}
	if answer.Header.Get("X-Request-Id") == "" {
		return fmt.Errorf("the answer has no id")
	}
	route, parameters, err := v.router.FindRoute(req)
	if err != nil { // an address the document does not know answers a problem
		return v.isProblem(raw)
	}
	v.mu.Lock()
	v.asked[route.Operation.OperationID+" "+answer.Status[:3]] = true
	v.mu.Unlock()
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") {
		if err := v.isProblem(raw); err != nil {
			return err
		}
	}
	return openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: parameters, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header, Body: io.NopCloser(bytes.NewReader(raw)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
}

func (v *validating) isProblem(raw []byte) error {
	var problem map[string]any
	if err := json.Unmarshal(raw, &problem); err != nil {
		return err
	}
	if problem["type"] != "urn:homeward:problem:"+text(problem["code"]) {
		return fmt.Errorf("type %v does not name the code %v", problem["type"], problem["code"])
	}
	return v.problem.VisitJSON(problem, openapi3.EnableJSONSchema2020())
}

// The check that every other test stands on can fail.
func TestAnAnswerTheDocumentDoesNotKnowIsNoticed(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	for name, spoil := range map[string]func(*openapi3.T){
		"a field": func(doc *openapi3.T) { delete(doc.Components.Schemas["Member"].Value.Properties, "fate") },
		"a kind": func(doc *openapi3.T) {
			doc.Components.Schemas["Case"].Value.Properties["stage"].Value.Type = &openapi3.Types{"integer"}
		},
		"a status": func(doc *openapi3.T) { doc.Paths.Value("/api/v1/cases/{reference}").Get.Responses.Delete("200") },
	} {
		doc := load(t, fetch(t, o.server))
		spoil(doc)
		client := http.Client{Transport: validatingBy(t, doc)}
		answer, err := client.Do(o.request("officer", "GET", caseURL(reference), nil))
		if err == nil {
			t.Errorf("%s the document does not know passed: %s", name, answer.Status)
		}
	}
}
