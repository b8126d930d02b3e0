package avrr

import (
	"fmt"
	"strings"
	"testing"
)

// A form that lacks a field of the schema could never be sent.
func TestEveryFieldOfEveryInputHasItsPlaceInAForm(t *testing.T) {
	for _, a := range Catalogue {
		s := a.Schema(nil)
		hold(t, a.Name, a.Fields(s), s)
	}
}

func hold(t *testing.T, at string, fields []Field, s Schema) {
	t.Helper()
	properties, _ := s["properties"].(Schema)
	required := map[string]bool{}
	if names, ok := s["required"].([]string); ok {
		for _, name := range names {
			required[name] = true
		}
	}
	if len(fields) != len(properties) {
		t.Errorf("%s: %d fields for %d properties", at, len(fields), len(properties))
	}
	for _, f := range fields {
		here := at + "/" + f.Name
		p, ok := properties[f.Name].(Schema)
		if !ok {
			t.Errorf("%s is no property", here)
			continue
		}
		if f.Optional == required[f.Name] {
			t.Errorf("%s: optional %v, required %v", here, f.Optional, required[f.Name])
		}
		holdValue(t, here, f, p)
	}
}

func holdValue(t *testing.T, at string, f Field, s Schema) {
	t.Helper()
	kinds := map[string]string{TextField: "string", DateField: "string", InstantField: "string", NumberField: "integer", FlagField: "boolean", AnswerField: "boolean", GroupField: "object",
		ListField: "array", MapField: "object", AnyField: "object"}
	if kinds[f.Kind] != s["type"] {
		t.Errorf("%s: a %s for a value of type %v", at, f.Kind, s["type"])
	}
	enum, _ := s["enum"].([]string)
	if fmt.Sprint(enum) != fmt.Sprint(f.Choices) {
		t.Errorf("%s: choices %v, enum %v", at, f.Choices, enum)
	}
	switch f.Kind {
	case GroupField:
		hold(t, at, f.Of, s)
	case ListField:
		holdValue(t, at+"/0", *f.Entry, s["items"].(Schema))
	case MapField:
		holdValue(t, at+"/*", *f.Entry, s["additionalProperties"].(Schema))
	}
}

func TestTheFieldsOfAFormStandInTheOrderOfTheInput(t *testing.T) {
	a, _ := Find("log-contact")
	var names []string
	for _, f := range a.Fields(a.Schema(nil)) {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); !strings.HasPrefix(got, "member at direction channel outcome") {
		t.Errorf("a contact is asked for as: %s", got)
	}
}

func TestWhatAnActionMayNameIsOfferedInItsForm(t *testing.T) {
	a, _ := Find("log-visit")
	s := a.Schema(&Case{Visits: []*Visit{{ID: "month-3"}, {ID: "month-6"}}})
	for _, f := range a.Fields(s) {
		if f.Name == "visit" && (f.Ref != "visit to log" || len(f.Choices) != 3) {
			t.Errorf("the visits to choose from are %v of %q", f.Choices, f.Ref)
		}
	}
}
