package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
	"homeward/casework/content"
)

// headers describes every header an answer may carry.
var headers = avrr.Schema{
	"ETag":                 header("The version of the case, or of the movement, to be sent as If-Match."),
	"Location":             header("Where the case, the movement, the job or the status of the request is answered."),
	"Retry-After":          header("Seconds to wait."),
	"Idempotency-Replayed": header("true when the same request was made before, and this is its answer."),
	"Content-Disposition":  header("The name of the file."),
	"WWW-Authenticate":     header("How to sign in."),
}

func header(says string) avrr.Schema {
	return avrr.Schema{"description": says, "schema": avrr.Schema{"type": "string"}}
}

// document writes the OpenAPI 3.1 document of the routes and of the catalogue.
func document(routes []route, version string) ([]byte, error) {
	s := &schemas{named: map[string]any{}, taken: map[string]reflect.Type{}}
	s.reference(reflect.TypeFor[Problem]())
	paths := map[string]avrr.Schema{}
	put := func(path, method string, operation avrr.Schema) {
		if paths[path] == nil {
			paths[path] = avrr.Schema{}
		}
		paths[path][strings.ToLower(method)] = operation
	}
	for _, r := range routes {
		if r.action == nil {
			put(r.path, r.method, s.operation(r))
			continue
		}
		for _, a := range avrr.Catalogue {
			if r.action(a) {
				put(strings.Replace(r.path, "{action}", a.Name, 1), r.method, s.act(r, a))
			}
		}
	}
	raw, err := json.Marshal(avrr.Schema{
		"openapi": "3.1.0",
		"info": avrr.Schema{"title": "Homeward", "version": orUnknown(version), "license": avrr.Schema{"name": "European Union Public Licence 1.2", "identifier": "EUPL-1.2"},
			"description": "Assisted voluntary return and reintegration: from eligibility through travel and arrival to the last follow-up visit. A client that only follows available_actions can drive a case from opening to closure."},
		"servers":  []avrr.Schema{{"url": "/"}},
		"security": []avrr.Schema{{"bearer": []string{}}},
		"paths":    paths,
		"components": avrr.Schema{"schemas": s.named, "headers": headers,
			"securitySchemes": avrr.Schema{"bearer": avrr.Schema{"type": "http", "scheme": "bearer"}}},
	})
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	return raw, nil
}

// performable reports whether people perform an action on a case that is there.
func performable(a *avrr.Action) bool { return a.OnCases() && a.Name != "open" }

// performableTogether reports whether people perform an action on a movement that is there.
func performableTogether(a *avrr.Action) bool { return a.OnMovements() && a.Name != "plan-movement" }

func orUnknown(version string) string {
	if version == "" {
		return "unknown"
	}
	return version
}

// act is the operation of one action: its closed schema, who may perform it and where in a case.
func (s *schemas) act(r route, a *avrr.Action) avrr.Schema {
	r.name, r.says, r.input = r.name+a.Name, a.Title.EN+".", a.Schema(nil)
	o := s.operation(r)
	if a.Help.EN != "" {
		o["description"] = a.Help.EN
	}
	return extend(o, a)
}

func extend(o avrr.Schema, a *avrr.Action) avrr.Schema {
	stages := a.Stages
	if stages == nil {
		stages = slices.DeleteFunc(slices.Clone(avrr.StageOrder), func(s avrr.Stage) bool { return s == avrr.Closed })
	}
	o["x-homeward-kind"], o["x-homeward-roles"], o["x-homeward-stages"], o["x-homeward-title"] = a.Kind, a.Roles, stages, a.Title
	return o
}

func (s *schemas) operation(r route) avrr.Schema {
	o := avrr.Schema{"operationId": r.name, "summary": r.says, "responses": s.responses(r)}
	if parameters := r.parameters(); len(parameters) > 0 {
		o["parameters"] = parameters
	}
	if r.input != nil {
		_, required := r.input["required"]
		o["requestBody"] = avrr.Schema{"required": required, "content": r.takes()}
	}
	if !r.signedIn {
		o["security"] = []avrr.Schema{}
	}
	return o
}

func (r route) parameters() []avrr.Schema {
	var all []avrr.Schema
	add := func(name, in, says string, required bool, schema avrr.Schema) {
		all = append(all, avrr.Schema{"name": name, "in": in, "description": says, "required": required, "schema": schema})
	}
	text := avrr.Schema{"type": "string"}
	for part := range strings.SplitSeq(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name, _, _ = strings.Cut(name, "}")
			if name != "action" {
				add(name, "path", pathSays[name], true, text)
			}
		}
	}
	for _, p := range r.query {
		add(p.name, "query", p.says, false, p.schema)
	}
	if r.once {
		add("Idempotency-Key", "header", "A new one for each request, the same one to repeat it: the request is carried out once.", true,
			avrr.Schema{"type": "string", "minLength": 1, "maxLength": keyLimit, "pattern": "^[!-~]+$"})
	}
	if r.action != nil {
		add("If-Match", "header", "The version you saw; a decision on another one is refused. Facts and withdrawal are never refused for it.", false,
			avrr.Schema{"type": "string", "pattern": `^"[0-9]+"$`})
	}
	return all
}

var pathSays = map[string]string{
	"reference":  "The reference of the case, such as HW-7K3-M9PX.",
	"submission": "The id of the request, as its status URL has it.",
	"document":   "The id of the document.",
	"file":       "The id of the uploaded file.",
	"movement":   "The id of the movement.",
	"batch":      "The number of the batch, such as B-00001.",
	"job":        "The id of the job.",
}

// responses are the answers of a route: what it gives, and one for each status of its problems with the codes it may have.
func (s *schemas) responses(r route) avrr.Schema {
	all := avrr.Schema{}
	for status, codes := range r.problems() {
		as := avrr.Schema{"description": "Codes: " + strings.Join(codes, ", ") + ".",
			"content": carries(problemType, avrr.Schema{"$ref": "#/components/schemas/Problem"})}
		switch status {
		case http.StatusUnauthorized:
			as["headers"] = referTo("WWW-Authenticate")
		case http.StatusServiceUnavailable:
			as["headers"] = referTo("Retry-After")
		}
		all[strconv.Itoa(status)] = as
	}
	for _, g := range r.gives {
		as := avrr.Schema{"description": g.says}
		switch known, there := all[strconv.Itoa(g.status)].(avrr.Schema); {
		case g.as == nil:
			as["content"] = r.files()
		case there:
			known["content"].(avrr.Schema)["application/json"] = avrr.Schema{"schema": s.of(g.as)}
			continue
		default:
			as["content"] = carries("application/json", s.of(g.as))
		}
		if len(g.headers) > 0 {
			as["headers"] = referTo(g.headers...)
		}
		all[strconv.Itoa(g.status)] = as
	}
	return all
}

// problems are the codes a route may answer, by status.
func (r route) problems() map[int][]string {
	codes := append(slices.Clone(r.refuses), every...)
	if r.signedIn {
		codes = append(codes, avrr.CodeUnauthorised)
	}
	slices.Sort(codes)
	byStatus := map[int][]string{}
	for _, code := range slices.Compact(codes) {
		byStatus[kinds[code].status] = append(byStatus[kinds[code].status], code)
	}
	return byStatus
}

func referTo(names ...string) avrr.Schema {
	refs := avrr.Schema{}
	for _, name := range names {
		refs[name] = avrr.Schema{"$ref": "#/components/headers/" + name}
	}
	return refs
}

// files are the media types of a file that is given.
func (r route) files() avrr.Schema {
	if r.media == nil {
		return carries(content.PDF, avrr.Schema{})
	}
	all := avrr.Schema{}
	for _, mediaType := range r.media {
		all[mediaType] = avrr.Schema{"schema": avrr.Schema{}}
	}
	return all
}

// takes are the media types of the input.
func (r route) takes() avrr.Schema {
	if r.sentAs == nil {
		return carries("application/json", r.input)
	}
	all := avrr.Schema{}
	for _, mediaType := range r.sentAs {
		all[mediaType] = avrr.Schema{"schema": r.input}
	}
	return all
}

func carries(mediaType string, schema avrr.Schema) avrr.Schema {
	return avrr.Schema{mediaType: avrr.Schema{"schema": schema}}
}
