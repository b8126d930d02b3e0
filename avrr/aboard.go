package avrr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// A passenger has three names. On a movement's own route it is REFERENCE/member, as people know a case. A case's own route and its
// log know plain members. A movement's log knows a case by its id, so that it tells its story without asking anybody.

// Key names a member of a case among all who travel.
func Key(of, member string) string { return of + "/" + member }

// Reference kinds of an input of a movement: "member" names a passenger, "case" a case.
const (
	refMember = "member"
	refCase   = "case"
)

// A naming answers how what an input refers to is to be named, and false for what is left out.
type naming func(kind, id string) (as string, kept bool)

// renamed answers a body with everything it refers to named anew. An entry of a list that refers to nobody who is kept is left out.
func (as naming) renamed(a *Action, raw json.RawMessage) (json.RawMessage, error) {
	var body map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&body); err != nil {
		return nil, fmt.Errorf("name anew: %w", err)
	}
	as.object(reflect.TypeOf(a.Input), body)
	named, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("name anew: %w", err)
	}
	return named, nil
}

// object names anew within an object, and answers false when it referred to somebody and to nobody who is kept.
func (as naming) object(t reflect.Type, body map[string]any) bool {
	refers, kept := false, false
	fieldsOf(t, func(name string, _ bool, f reflect.StructField) {
		value, said := body[name]
		kind := ruleOf(f).ref
		switch {
		case !said:
		case kind == refMember || kind == refCase:
			refers = true
			if named, some := as.value(kind, value); some {
				body[name], kept = named, true
			} else if f.Type.Kind() == reflect.String {
				delete(body, name)
			} else {
				body[name] = named
			}
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			body[name] = as.entries(f.Type.Elem(), value)
		}
	})
	return kept || !refers
}

func (as naming) value(kind string, value any) (named any, some bool) {
	switch v := value.(type) {
	case string:
		return as(kind, v)
	case []any:
		list := []any{}
		for _, id := range v {
			if name, kept := as.value(kind, id); kept {
				list = append(list, name)
			}
		}
		return list, len(list) > 0
	case map[string]any:
		all := map[string]any{}
		for id, of := range v {
			if name, kept := as(kind, id); kept {
				all[name] = of
			}
		}
		return all, len(all) > 0
	}
	return value, false
}

func (as naming) entries(t reflect.Type, value any) any {
	list, ok := value.([]any)
	if !ok {
		return value
	}
	kept := []any{}
	for _, entry := range list {
		if object, ok := entry.(map[string]any); ok && as.object(t, object) {
			kept = append(kept, object)
		}
	}
	return kept
}

// NamedAboard answers the references of the cases that a body of a movement's own route names, in no order and none twice.
func NamedAboard(action string, body json.RawMessage) []string {
	a, ok := Find(action)
	if !ok {
		return nil
	}
	in, err := decodeStored(a, body)
	if err != nil {
		return nil // the judge says what is wrong with it
	}
	named, seen := []string{}, map[string]bool{}
	for _, r := range referencesOf(in) {
		reference, _, _ := strings.Cut(r.id, "/")
		if (r.kind == refMember || r.kind == refCase) && !seen[reference] {
			seen[reference] = true
			named = append(named, reference)
		}
	}
	return named
}
