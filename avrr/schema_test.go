package avrr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// bodyFrom draws a body from a schema and nothing else, as a client does that has read no manual.
func bodyFrom(schema map[string]any) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any { return draw(t, schema) })
}

func draw(t *rapid.T, s map[string]any) any {
	if values, ok := s["enum"].([]any); ok {
		return rapid.SampledFrom(values).Draw(t, "enum")
	}
	switch s["type"] {
	case "object":
		return drawObject(t, s)
	case "array":
		list := []any{}
		least, most := number(s, "minItems", 0), min(number(s, "maxItems", 3), 3)
		for range rapid.IntRange(least, max(least, most)).Draw(t, "items") {
			v := draw(t, s["items"].(map[string]any))
			if s["uniqueItems"] == true && slices.Contains(list, v) {
				continue
			}
			list = append(list, v)
		}
		return list
	case "boolean":
		return rapid.Bool().Draw(t, "flag")
	case "integer":
		return rapid.IntRange(number(s, "minimum", -5), number(s, "maximum", 5000)).Draw(t, "integer")
	}
	return drawText(t, s)
}

func drawObject(t *rapid.T, s map[string]any) any {
	object := map[string]any{}
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for _, name := range sortedKeys(properties) {
		p := properties[name].(map[string]any)
		if namesNothing(p) {
			continue
		}
		if slices.Contains(required, any(name)) || rapid.Bool().Draw(t, name) {
			object[name] = draw(t, p)
		}
	}
	if values, ok := s["additionalProperties"].(map[string]any); ok {
		names := []any{"m1", "m2"}
		if keys, closed := s["propertyNames"].(map[string]any); closed {
			names = keys["enum"].([]any)
		}
		for i, name := range names {
			if i < number(s, "minProperties", 0) || rapid.Bool().Draw(t, fmt.Sprint(name)) {
				object[fmt.Sprint(name)] = draw(t, values)
			}
		}
	}
	return object
}

// namesNothing reports whether a field, or each entry of a list, is to name what the case has none of.
func namesNothing(s map[string]any) bool {
	if items, list := s["items"].(map[string]any); list {
		s = items
	}
	values, closed := s["enum"].([]any)
	return closed && len(values) == 0
}

func drawText(t *rapid.T, s map[string]any) any {
	switch s["format"] {
	case "date":
		return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1950, 2040).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	case "date-time":
		return fmt.Sprintf("%04d-%02d-%02dT%02d:30:00%s", rapid.IntRange(2020, 2030).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"),
			rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), rapid.SampledFrom([]string{"Z", "+01:00", "-05:00"}).Draw(t, "offset"))
	}
	if p, ok := s["pattern"].(string); ok && s["maxLength"] == nil {
		return rapid.StringMatching(p).Draw(t, "pattern")
	}
	return rapid.SampledFrom([]string{"a", "Përshtatshmëri", "日本", "line\nbreak", "x y"}).Draw(t, "text")
}

func number(s map[string]any, key string, otherwise int) int {
	if n, ok := s[key].(json.Number); ok {
		v, err := n.Int64()
		if err == nil {
			return int(v)
		}
	}
	return otherwise
}

func sortedKeys(m map[string]any) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// published is a schema as a client receives it.
func published(t rapid.TB, s avrr.Schema) map[string]any {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(asJSON(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	return v.(map[string]any)
}

func validator(t rapid.TB, schema map[string]any) *jsonschema.Schema {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		r, err := regexp.Compile(unicodeEscape.ReplaceAllString(strings.ReplaceAll(s, `\s`, `\s\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`), `\x{$1}`))
		return ecma{r}, err
	})
	if err := c.AddResource("body.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("body.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

var unicodeEscape = regexp.MustCompile(`\\u([0-9A-F]{4})`)

// ecma is a regular expression as JSON Schema has it (ECMA-262), told to Go: there a character is \x{0000} and \s is ASCII only.
type ecma struct{ *regexp.Regexp }

// mutate spoils a body somewhere: a field too many or too few, a value of another kind, an empty text, one thing named twice.
func mutate(t *rapid.T, v any) any {
	switch v := v.(type) {
	case map[string]any:
		names := sortedKeys(v)
		switch n := rapid.IntRange(0, 3+3*len(names)).Draw(t, "spoil"); {
		case n == 0:
			v["surplus"] = "x"
		case n == 1:
			return []any{v}
		case len(names) > 0 && n == 2:
			delete(v, rapid.SampledFrom(names).Draw(t, "drop"))
		case len(names) > 0:
			name := rapid.SampledFrom(names).Draw(t, "into")
			v[name] = mutate(t, v[name])
		}
		return v
	case []any:
		switch n := rapid.IntRange(0, 4).Draw(t, "spoil"); {
		case n == 0:
			return []any{}
		case n == 1 && len(v) > 0:
			return append(v, v[0])
		case n == 2 && len(v) > 0:
			return slices.Repeat(v, 101)
		case len(v) > 0:
			i := rapid.IntRange(0, len(v)-1).Draw(t, "at")
			v[i] = mutate(t, v[i])
		}
		return v
	}
	return rapid.SampledFrom([]any{"", " ", "\t", "x", "X1", "m1", "\u0000", "\u007f", "\u00a0", strings.Repeat("ë", 2001), "2026-02-30", "2026-2-3", "2026-02-03", "2026-02-03T10:00:00",
		"2026-02-03T10:00:00Z", "2026-02-03T10:00:00.5+01:00", "2026-02-03T24:00:00Z", "2026-02-03T10:00:00+24:00", "2026-02-03T10:00:00,5Z", "\u200b", "\u2066x", "a\u202eb", "\ufffd", -1, 0, 1, 2101, 1.5, 1e15, true, nil, map[string]any{}, []any{"m1"}}).Draw(t, "instead")
}

// A body made from the schema alone is never malformed, and what our decoder refuses is exactly what any JSON Schema
// validator refuses.
func TestTheSchemaAndTheDecoderAgree(t *testing.T) {
	for _, a := range avrr.Catalogue {
		schema := published(t, a.Schema(nil))
		check := validator(t, schema)
		rapid.Check(t, func(t *rapid.T) {
			body := bodyFrom(schema).Draw(t, "body")
			if _, err := a.Decode([]byte(asJSON(t, body))); err != nil {
				t.Fatalf("%s: a body made from the schema is refused: %v\n%s", a.Name, err, asJSON(t, body))
			}
			spoilt := asJSON(t, mutate(t, body))
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(spoilt))
			if err != nil {
				t.Fatal(err)
			}
			_, ours := a.Decode([]byte(spoilt))
			if theirs := check.Validate(value); (ours == nil) != (theirs == nil) {
				t.Fatalf("%s: we say %v, the schema says %v\n%.400s", a.Name, ours, theirs, spoilt)
			}
			if ours != nil && avrr.ErrorCode(ours) != avrr.CodeInvalid {
				t.Fatalf("%s: %v has the code %s", a.Name, ours, avrr.ErrorCode(ours))
			}
		})
	}
}

// A body made from the schema of a case never fails as malformed: at the most a named rule is in its way.
func TestABodyFromTheCasesOwnSchemaMeetsOnlyRules(t *testing.T) {
	for n, turn := range turns {
		programme := curious(t)
		if n%2 == 0 {
			programme = homebound // which asks nothing
		}
		f := turn.at(t, programme, monday)
		for _, a := range avrr.Catalogue {
			schema := published(t, a.Schema(f.c))
			if !a.OnCases() || impossible(schema) {
				continue
			}
			rapid.Check(t, func(t *rapid.T) {
				body := asJSON(t, bodyFrom(schema).Draw(t, "body"))
				j := f.judging(avrr.Actor{ID: "somebody", Role: a.Roles[0]})
				s := avrr.Submission{ID: "s", Action: a.Name, Actor: j.Actor, Case: f.c.ID, Body: []byte(body)}
				var err error
				if a.Of == avrr.OfMovement {
					m := f.m
					if m == nil {
						m = avrr.NewMovement("v1")
					}
					_, _, err = avrr.JudgeMovement(m, []avrr.Judging{j}, s, f.now, j.Actor)
				} else {
					_, err = avrr.Judge(j, s)
				}
				if err != nil && refusal(t, err).Code == avrr.CodeInvalid {
					t.Fatalf("%s: %s of %s: %v", turn.name, a.Name, body, err)
				}
			})
		}
	}
}

// impossible reports whether a required field has nothing to name.
func impossible(schema map[string]any) bool {
	properties := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	return slices.ContainsFunc(required, func(name any) bool {
		p := properties[name.(string)].(map[string]any)
		values, closed := p["enum"].([]any)
		return closed && len(values) == 0
	})
}

func TestAMalformedBodySaysWhereItIsWrong(t *testing.T) {
	a, _ := avrr.Find("open")
	for _, c := range []struct{ body, field, says string }{
		{`{`, "", "The body is not valid JSON."},
		{`{} {}`, "", "The body holds more than one JSON value."},
		{"\"\xff\"", "", "The body is not valid UTF-8."},
		{`[]`, "", "The body must be a JSON object."},
		{`{"programme":"p","applied_on":"2026-02-30","language":"sq","members":[{"given_names":"A"}]}`, "/applied_on", "applied_on must be a date of the form YYYY-MM-DD that exists."},
		{`{"programme":"p","applied_on":"2026-02-02","language":"sq","members":[]}`, "/members", "members must have 1 to 30 entries."},
		{`{"programme":"p","applied_on":"2026-02-02","language":"sq","members":[{"given_names":" "}]}`, "/members/0/given_names", "members/0/given_names must not be empty."},
		{`{"programme":"p","applied_on":"2026-02-02","language":"sq","members":[{"given_names":"A","sex":"f"}]}`, "/members/0/sex", "members/0/sex must be one of F, M, X."},
		{`{"programme":"p","applied_on":"2026-02-02","language":"sq","members":[{"given_names":"A"}],"Language":"sq"}`, "/Language", "Language is not a field of this input."},
	} {
		_, err := a.Decode([]byte(c.body))
		var e *avrr.Error
		if !errors.As(err, &e) || e.Code != avrr.CodeInvalid || e.Field != c.field || e.Message != c.says {
			t.Errorf("%s: %+v", c.body, e)
		}
	}
}

// What Go's own reader of instants lets through and cannot write again, or what RFC 3339 §5.6 does not allow, is refused.
func TestAnInstantIsTakenOnlyAsRFC3339WritesIt(t *testing.T) {
	contact, _ := avrr.Find("log-contact")
	for at, taken := range map[string]bool{
		"2026-11-22T12:00:00Z": true, "2026-11-22T12:00:00.5+05:45": true, "2026-11-22T12:00:00-00:00": true, "2026-11-22T12:00:00+23:59": true,
		"2026-11-22T12:00:00+24:00": false, "2026-11-22T12:00:00+01:60": false, "2026-11-22T12:00:00,5Z": false, "2026-11-22t12:00:00z": false, "2026-11-22 12:00:00Z": false, "2026-11-22T12:00:00": false,
	} {
		_, err := contact.Decode([]byte(`{"at":"` + at + `","direction":"in","channel":"sms","outcome":"reached"}`))
		if (err == nil) != taken {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// Nobody is called by something invisible, and nothing turns the direction of what is printed after it.
func TestATextHoldsSomethingVisibleAndNothingThatTurnsItsReader(t *testing.T) {
	note, _ := avrr.Find("add-note")
	for text, taken := range map[string]bool{"Gëzim": true, "علی‌رضا": true, "two\nlines": true, "\u200b": false, "\u00a0": false, "a\u202eb": false, "\u2066a": false, "\ufffd": false, "a\u0001": false} {
		body, err := json.Marshal(map[string]string{"text": text})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := note.Decode(body); (err == nil) != taken {
			t.Errorf("%q: %v", text, err)
		}
	}
}
