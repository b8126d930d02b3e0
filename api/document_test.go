package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/api"
	"homeward/avrr"
)

// operations answers what the document knows, by method and path.
func (o *office) operations() map[string]map[string]any {
	o.t.Helper()
	var document struct {
		Paths map[string]map[string]map[string]any `json:"paths"`
	}
	must(o.t, json.Unmarshal(fetch(o.t, o.server), &document))
	all := map[string]map[string]any{}
	for path, methods := range document.Paths {
		for method, operation := range methods {
			all[strings.ToUpper(method)+" "+path] = operation
		}
	}
	return all
}

func (o *office) documentedCodes() []string {
	o.t.Helper()
	var codes []string
	for _, operation := range o.operations() {
		for _, answer := range operation["responses"].(map[string]any) {
			says := strings.TrimSuffix(strings.TrimPrefix(text(answer.(map[string]any)["description"]), "Codes: "), ".")
			codes = append(codes, strings.Split(says, ", ")...)
		}
	}
	return codes
}

func TestTheDocumentAndTheRouterKnowTheSameAddresses(t *testing.T) {
	o := newOffice(t)
	documented := []string{}
	for operation := range o.operations() {
		method, path, _ := strings.Cut(operation, " ")
		parts := strings.Split(path, "/")
		for i, part := range parts {
			if name, ok := strings.CutPrefix(part, "{"); ok {
				parts[i] = ":" + name[:strings.Index(name, "}")]
			}
			if i > 0 && parts[i-1] == "actions" {
				parts[i] = ":action"
			}
		}
		documented = append(documented, method+" "+strings.Join(parts, "/"))
	}
	slices.Sort(documented)
	documented = slices.Compact(documented)
	routed := []string{}
	for _, r := range o.engine.Routes() {
		routed = append(routed, r.Method+" "+r.Path)
	}
	slices.Sort(routed)
	if !slices.Equal(documented, routed) {
		t.Errorf("documented %v\nrouted %v", documented, routed)
	}
}

func TestEveryActionOfTheCatalogueHasItsOperation(t *testing.T) {
	o := newOffice(t)
	known := o.operations()
	for _, a := range avrr.Catalogue {
		operation, there := known["POST /api/v1/cases/{reference}/actions/"+a.Name]
		if _, together := known["POST /api/v1/movements/{movement}/actions/"+a.Name]; together != (a.OnMovements() && a.Name != "plan-movement") {
			t.Errorf("%s: on a movement in the document is %v", a.Name, together)
		}
		if wanted := a.OnCases() && a.Name != "open"; there != wanted {
			t.Errorf("%s: in the document is %v", a.Name, there)
			continue
		} else if !wanted {
			continue
		}
		schema := operation["requestBody"].(map[string]any)["content"].(map[string]any)["application/json"].(map[string]any)["schema"]
		written, err := json.Marshal(a.Schema(nil))
		must(t, err)
		var closed any
		must(t, json.Unmarshal(written, &closed))
		if !same(schema, closed) || schema.(map[string]any)["additionalProperties"] != false {
			t.Errorf("%s: the schema is another one", a.Name)
		}
		if operation["x-homeward-kind"] != string(a.Kind) || !same(operation["x-homeward-roles"], a.Roles) || len(operation["x-homeward-stages"].([]any)) == 0 {
			t.Errorf("%s: kind, roles or stages are others: %v", a.Name, operation)
		}
	}
}

func same(a, b any) bool {
	one, errOne := json.Marshal(a)
	other, errOther := json.Marshal(b)
	return errOne == nil && errOther == nil && string(one) == string(other)
}

func TestTheServerEndsSlowClients(t *testing.T) {
	s := api.Server(":0", http.NotFoundHandler())
	for name, limit := range map[string]time.Duration{"header": s.ReadHeaderTimeout, "read": s.ReadTimeout, "write": s.WriteTimeout, "idle": s.IdleTimeout} {
		if limit <= 0 || limit > 5*time.Minute {
			t.Errorf("the %s timeout is %s", name, limit)
		}
	}
}
