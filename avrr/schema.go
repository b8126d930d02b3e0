package avrr

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// A Schema is a JSON Schema (2020-12) object. The schemas of the catalogue are closed: they name every field, and a body
// made from one alone is well formed. The same schema serves the OpenAPI document, available_actions and the validator here.
type Schema map[string]any

// Struct tags read by schemaOf:
//
//	json:"name,omitempty"       the field's name; omitempty or omitzero makes it optional, as a pointer does
//	schema:"enum=a|b"           one of these
//	schema:"pattern=…"          a regular expression (must come last in the tag; may hold commas)
//	schema:"like=…"             an example of what fits the pattern, for whoever typed something else
//	schema:"min=…,max=…"        of a number, of a text's length, or of a list's or a map's length
//	schema:"money"              minor units of a currency, more than none unless min says otherwise
//	schema:"ref=member"         one of the case's members (or visits, instalments, tasks …), filled in for each case; of a map, its keys
//	compartment:"protection"    the value is sealed apart and never folded
//	doc:"…"                     one sentence for the reader

const (
	defaultTextLength = 2000
	defaultListLength = 100

	instantPattern = `^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`
)

var (
	dateType    = reflect.TypeFor[Date]()
	instantType = reflect.TypeFor[time.Time]()
	serviceType = reflect.TypeFor[ServiceCode]()
	rawType     = reflect.TypeFor[json.RawMessage]() // any object: what one log hands on to another
)

// A fieldRule is what the tags say of one field.
type fieldRule struct {
	enum    []string
	pattern string
	like    string // an example of what fits the pattern
	ref     string
	min     *int64
	max     *int64
	money   bool
	doc     string
}

// named reports whether the values are names of something: a list of them is a set.
func (r fieldRule) named() bool { return r.ref != "" || r.enum != nil }

// ofEntries is what the rule of a list or a map says of each of its values.
func (r fieldRule) ofEntries() fieldRule {
	return fieldRule{enum: r.enum, pattern: r.pattern, like: r.like}
}

func ruleOf(f reflect.StructField) fieldRule {
	r := fieldRule{doc: f.Tag.Get("doc")}
	if f.Type == serviceType || f.Type == reflect.SliceOf(serviceType) {
		r.enum = serviceNames
	}
	tag := f.Tag.Get("schema")
	for tag != "" {
		var part string
		if strings.HasPrefix(tag, "pattern=") {
			part, tag = tag, ""
		} else {
			part, tag, _ = strings.Cut(tag, ",")
		}
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "enum":
			r.enum = strings.Split(value, "|")
		case "pattern":
			r.pattern = value
		case "like":
			r.like = value
		case "ref":
			r.ref = value
		case "money":
			least, most := int64(1), int64(maxMoney)
			r.money, r.min, r.max = true, &least, &most
		case "min", "max":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				panic("avrr: schema tag of " + f.Name + ": " + err.Error())
			}
			if key == "min" {
				r.min = &n
			} else {
				r.max = &n
			}
		default:
			panic("avrr: schema tag of " + f.Name + " has an unknown key " + key)
		}
	}
	return r
}

// fieldsOf walks a struct's JSON fields, embedded structs flattened, in order.
func fieldsOf(t reflect.Type, visit func(name string, optional bool, f reflect.StructField)) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Tag.Get("json") == "" {
			fieldsOf(f.Type, visit)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero") || f.Type.Kind() == reflect.Pointer
		visit(name, optional, f)
	}
}

// SchemaFor answers the closed schema of a struct type, with tags as the inputs of actions have them.
func SchemaFor[T any]() Schema { return schemaOf(reflect.TypeFor[T](), nil) }

// DecodeAs reads a body by the closed schema of a struct type.
func DecodeAs[T any](body json.RawMessage) (T, error) {
	value, err := decode(reflect.TypeFor[T](), body)
	if err != nil {
		var none T
		return none, err
	}
	return value.(T), nil
}

// schemaOf derives the closed schema of a struct type; refs answers the values a reference may take, nil for any.
func schemaOf(t reflect.Type, refs func(kind string) []string) Schema {
	properties, required := Schema{}, []string{}
	fieldsOf(t, func(name string, optional bool, f reflect.StructField) {
		rule := ruleOf(f)
		var keys []string
		switch {
		case rule.ref == "" || refs == nil:
		case f.Type.Kind() == reflect.Map:
			keys = refs(rule.ref)
		default:
			rule.enum = refs(rule.ref)
		}
		s := valueSchema(f.Type, rule, !optional, refs)
		if optional && s.impossible() {
			return
		}
		if keys != nil {
			s["propertyNames"] = Schema{"enum": keys}
		}
		if rule.doc != "" {
			s["description"] = rule.doc
		}
		properties[name] = s
		if !optional {
			required = append(required, name)
		}
	})
	s := Schema{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// impossible reports whether nothing can be made from the schema: it asks for something the case has none of.
func (s Schema) impossible() bool {
	required, _ := s["required"].([]string)
	properties, _ := s["properties"].(Schema)
	return slices.ContainsFunc(required, func(name string) bool {
		values, closed := properties[name].(Schema)["enum"].([]string)
		return closed && len(values) == 0
	})
}

func valueSchema(t reflect.Type, rule fieldRule, required bool, refs func(string) []string) Schema {
	switch {
	case t.Kind() == reflect.Pointer:
		return valueSchema(t.Elem(), rule, required, refs)
	case t == rawType:
		return Schema{"type": "object"}
	case t == dateType:
		return Schema{"type": "string", "format": "date"}
	case t == instantType:
		return Schema{"type": "string", "format": "date-time"}
	}
	switch t.Kind() {
	case reflect.Struct:
		return schemaOf(t, refs)
	case reflect.Slice:
		s := Schema{"type": "array", "items": valueSchema(t.Elem(), rule.ofEntries(), true, refs), "maxItems": orDefault(rule.max, defaultListLength)}
		if required || rule.min != nil {
			s["minItems"] = orDefault(rule.min, 1)
		}
		if rule.named() {
			s["uniqueItems"] = true
		}
		if rule.enum != nil && len(rule.enum) == 0 { // there is nothing to name yet
			s["maxItems"], s["items"] = int64(0), Schema{"type": "string"}
		}
		return s
	case reflect.Map:
		s := Schema{"type": "object", "additionalProperties": valueSchema(t.Elem(), rule.ofEntries(), true, refs), "maxProperties": defaultListLength}
		if rule.min != nil {
			s["minProperties"] = *rule.min
		}
		return s
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		s := Schema{"type": "integer"}
		if rule.min != nil {
			s["minimum"] = *rule.min
		}
		if rule.max != nil {
			s["maximum"] = *rule.max
		}
		return s
	case reflect.String:
		s := Schema{"type": "string"}
		switch {
		case rule.enum != nil:
			s["enum"] = slices.Clone(rule.enum)
		case rule.pattern != "":
			s["pattern"] = rule.pattern
		default:
			s["maxLength"] = orDefault(rule.max, defaultTextLength)
			s["pattern"] = textPattern
			if required {
				s["minLength"] = int64(1)
				s["pattern"] = fullTextPattern
			}
		}
		return s
	}
	panic("avrr: no schema for " + t.String())
}

// Texts hold no control characters but tab and line breaks, nothing that turns the direction of what follows (U+202A to U+202E,
// U+2066 to U+2069), and no replacement character, which is what damaged text becomes. A required text holds something visible.
const (
	unwritten       = `\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069\uFFFD`
	invisible       = `\s\u0000-\u0020\u007F\u0085\u00A0\u1680\u2000-\u200F\u2028-\u202F\u205F-\u2069\u3000\uFEFF\uFFFD`
	textPattern     = `^[^` + unwritten + `]*$`
	fullTextPattern = `^[^` + unwritten + `]*[^` + invisible + `][^` + unwritten + `]*$`
)

func orDefault(n *int64, otherwise int64) int64 {
	if n != nil {
		return *n
	}
	return otherwise
}

// decode reads a JSON object into a new value of the struct type t, and refuses in one sentence what the schema of t does not allow.
func decode(t reflect.Type, raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, Errorf(CodeInvalid, "The body is not valid UTF-8.")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var body any
	if err := d.Decode(&body); err != nil {
		return nil, Errorf(CodeInvalid, "The body is not valid JSON.")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, Errorf(CodeInvalid, "The body holds more than one JSON value.")
	}
	if err := checkStruct(t, body, ""); err != nil {
		return nil, err
	}
	value := reflect.New(t)
	if err := json.Unmarshal(raw, value.Interface()); err != nil {
		return nil, Errorf(CodeInvalid, "The body does not fit: %s.", err)
	}
	return value.Elem().Interface(), nil
}

func invalid(at, format string, args ...any) error {
	if at == "" {
		at = "/"
	}
	return &Error{Code: CodeInvalid, Field: at, Message: fmt.Sprintf("%s %s.", strings.TrimPrefix(at, "/"), fmt.Sprintf(format, args...))}
}

func checkStruct(t reflect.Type, body any, at string) error {
	object, ok := body.(map[string]any)
	if !ok {
		if at == "" {
			return Errorf(CodeInvalid, "The body must be a JSON object.")
		}
		return invalid(at, "must be an object")
	}
	known := map[string]bool{}
	var failed error
	fieldsOf(t, func(name string, optional bool, f reflect.StructField) {
		known[name] = true
		if failed != nil {
			return
		}
		value, present := object[name]
		switch {
		case !present && !optional:
			failed = invalid(at+"/"+name, "is required")
		case present:
			failed = checkValue(f.Type, ruleOf(f), value, at+"/"+name, !optional)
		}
	})
	if failed != nil {
		return failed
	}
	for name := range object {
		if !known[name] {
			return invalid(at+"/"+printable(name), "is not a field of this input")
		}
	}
	return nil
}

// printable keeps a stranger's field name from filling an error message.
func printable(name string) string {
	if len(name) > 40 {
		name = strings.ToValidUTF8(name[:40], "") + "…"
	}
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, name)
}

func checkValue(t reflect.Type, rule fieldRule, value any, at string, required bool) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == dateType || t == instantType:
		return checkTime(t, value, at)
	case t == rawType:
		if _, ok := value.(map[string]any); !ok {
			return invalid(at, "must be an object")
		}
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		return checkStruct(t, value, at)
	case reflect.Slice:
		return checkList(t, rule, value, at, required)
	case reflect.Map:
		object, ok := value.(map[string]any)
		if !ok {
			return invalid(at, "must be an object")
		}
		if least := orDefault(rule.min, 0); int64(len(object)) < least || len(object) > defaultListLength {
			return invalid(at, "must have %d to %d entries", least, defaultListLength)
		}
		for name, v := range object {
			if err := checkValue(t.Elem(), rule.ofEntries(), v, at+"/"+printable(name), true); err != nil {
				return err
			}
		}
		return nil
	case reflect.Bool:
		if _, ok := value.(bool); !ok {
			return invalid(at, "must be true or false")
		}
		return nil
	case reflect.Int, reflect.Int64:
		return checkNumber(rule, value, at)
	default:
		return checkText(rule, value, at, required)
	}
}

func checkTime(t reflect.Type, value any, at string) error {
	text, ok := value.(string)
	if t == dateType {
		if _, err := ParseDate(text); !ok || err != nil {
			return invalid(at, "must be a date of the form YYYY-MM-DD that exists")
		}
		return nil
	}
	// Go's own reader takes more than RFC 3339 §5.6 allows: an offset of a whole day, for one, which it then cannot write.
	if err := new(time.Time).UnmarshalText([]byte(text)); !ok || err != nil || !compiled(instantPattern).MatchString(text) {
		return invalid(at, "must be a date and time with its offset, such as 2026-11-22T09:30:00+01:00")
	}
	return nil
}

func checkList(t reflect.Type, rule fieldRule, value any, at string, required bool) error {
	list, ok := value.([]any)
	if !ok {
		return invalid(at, "must be a list")
	}
	least := int64(0)
	if required || rule.min != nil {
		least = orDefault(rule.min, 1)
	}
	if most := orDefault(rule.max, defaultListLength); int64(len(list)) < least || int64(len(list)) > most {
		return invalid(at, "must have %d to %d entries", least, most)
	}
	seen := map[string]bool{}
	for i, v := range list {
		name := fmt.Sprint(v)
		if rule.named() && seen[name] {
			return invalid(at, "must not name anything twice")
		}
		seen[name] = true
		if err := checkValue(t.Elem(), rule.ofEntries(), v, fmt.Sprintf("%s/%d", at, i), true); err != nil {
			return err
		}
	}
	return nil
}

func checkNumber(rule fieldRule, value any, at string) error {
	number, ok := value.(json.Number)
	if rule.money {
		return checkAmount(rule, number, at)
	}
	if !ok {
		return invalid(at, "must be a whole number")
	}
	n, err := number.Int64()
	if err != nil {
		return invalid(at, "must be a whole number")
	}
	if rule.min != nil && n < *rule.min {
		return invalid(at, "must be at least %d", *rule.min)
	}
	if rule.max != nil && n > *rule.max {
		return invalid(at, "must be at most %d", *rule.max)
	}
	return nil
}

// checkAmount refuses an amount of money that cannot be right, and says what it should look like to who thinks in whole units.
func checkAmount(rule fieldRule, number json.Number, at string) error {
	n, err := number.Int64()
	switch {
	case errors.Is(err, strconv.ErrRange) && number[0] != '-', err == nil && n > *rule.max:
		return invalid(at, "cannot be right: it is above %d minor units", *rule.max)
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return invalid(at, "must be whole minor units of the currency: 1050 for 10.50 where a unit has a hundred of them")
	case n < *rule.min && *rule.min > 0:
		return invalid(at, "must be more than nothing")
	case n < *rule.min:
		return invalid(at, "must not be negative")
	}
	return nil
}

func checkText(rule fieldRule, value any, at string, required bool) error {
	text, ok := value.(string)
	switch {
	case !ok:
		return invalid(at, "must be a text")
	case rule.enum != nil && !slices.Contains(rule.enum, text):
		return invalid(at, "must be one of %s", strings.Join(rule.enum, ", "))
	case rule.enum != nil:
		return nil
	case rule.pattern != "":
		if !compiled(rule.pattern).MatchString(text) {
			return invalid(at, "must look like %s", cmp.Or(rule.like, rule.pattern))
		}
		return nil
	}
	if most := orDefault(rule.max, defaultTextLength); int64(utf8.RuneCountInString(text)) > most {
		return invalid(at, "must be at most %d characters long", most)
	}
	if strings.ContainsFunc(text, isUnwritten) {
		return invalid(at, "holds a control character, or text that was damaged on its way")
	}
	if required && !strings.ContainsFunc(text, isVisible) {
		return invalid(at, "must not be empty")
	}
	return nil
}

// isUnwritten reports the characters of the class unwritten.
func isUnwritten(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r < ' ', r == 0x7f, r == utf8.RuneError:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// isVisible reports the characters outside the class invisible.
func isVisible(r rune) bool {
	switch {
	case r <= ' ', r == 0x7f, r == 0x85, r == 0xa0, r == 0x1680, r == 0x3000, r == 0xfeff, r == utf8.RuneError:
		return false
	}
	return (r < 0x2000 || r > 0x200f) && (r < 0x2028 || r > 0x202f) && (r < 0x205f || r > 0x2069)
}

var patterns sync.Map // of string to *regexp.Regexp

func compiled(pattern string) *regexp.Regexp {
	if known, ok := patterns.Load(pattern); ok {
		return known.(*regexp.Regexp)
	}
	made := regexp.MustCompile(pattern)
	patterns.Store(pattern, made)
	return made
}

// A reference is an input field that names something of the case.
type reference struct{ field, kind, id string }

// referencesOf collects what a decoded input names, empty optional fields left out.
func referencesOf(input any) []reference {
	var found []reference
	v := reflect.ValueOf(input)
	fieldsOf(v.Type(), func(name string, _ bool, f reflect.StructField) {
		kind, value := ruleOf(f).ref, v.FieldByName(f.Name) // of embedded structs, too
		if kind == "" {
			found = append(found, referencesWithin(name, value)...)
			return
		}
		switch value.Kind() {
		case reflect.String:
			if id := value.String(); id != "" {
				found = append(found, reference{name, kind, id})
			}
		case reflect.Slice:
			for i := range value.Len() {
				found = append(found, reference{name, kind, value.Index(i).String()})
			}
		case reflect.Map:
			for _, key := range value.MapKeys() {
				found = append(found, reference{name, kind, key.String()})
			}
		}
	})
	return found
}

// referencesWithin answers what the entries of a list name, or the input within an input.
func referencesWithin(name string, list reflect.Value) (found []reference) {
	if within := list.Type(); within.Kind() == reflect.Pointer && within.Elem().Kind() == reflect.Struct && !list.IsNil() {
		found = referencesOf(list.Elem().Interface())
		for n := range found {
			found[n].field = name + "/" + found[n].field
		}
		return found
	}
	if list.Kind() != reflect.Slice || list.Type().Elem().Kind() != reflect.Struct {
		return nil
	}
	for i := range list.Len() {
		for _, r := range referencesOf(list.Index(i).Interface()) {
			r.field = fmt.Sprintf("%s/%d/%s", name, i, r.field)
			found = append(found, r)
		}
	}
	return found
}
