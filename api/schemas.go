package api

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"homeward/avrr"
)

// schemas describes Go types as JSON Schema 2020-12, by reflection on the very types that are answered, so that the document
// cannot say anything else than the code does.
type schemas struct {
	named map[string]any
	taken map[string]reflect.Type
}

var enums = map[reflect.Type]any{
	reflect.TypeFor[avrr.Stage]():        avrr.StageOrder,
	reflect.TypeFor[avrr.Kind]():         []avrr.Kind{avrr.Decision, avrr.Fact},
	reflect.TypeFor[avrr.IntervalKind](): avrr.IntervalKinds,
	reflect.TypeFor[avrr.Role]():         append([]avrr.Role{avrr.System}, avrr.Roles...),
}

// of answers the schema of a type; that of a struct is a reference to its name.
func (s *schemas) of(t reflect.Type) avrr.Schema {
	if values, ok := enums[t]; ok {
		return avrr.Schema{"type": "string", "enum": values}
	}
	switch t {
	case reflect.TypeFor[time.Time]():
		return avrr.Schema{"type": "string", "format": "date-time"}
	case reflect.TypeFor[avrr.Date]():
		return avrr.Schema{"type": "string", "pattern": `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`, "description": "A day (ISO 8601); empty when there is none."}
	case reflect.TypeFor[json.RawMessage]():
		return avrr.Schema{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Struct:
		return s.reference(t)
	case reflect.Slice:
		return avrr.Schema{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return avrr.Schema{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return avrr.Schema{"type": "string"}
	case reflect.Bool:
		return avrr.Schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return avrr.Schema{"type": "integer"}
	case reflect.Float64:
		return avrr.Schema{"type": "number"}
	}
	return avrr.Schema{} // anything
}

func (s *schemas) reference(t reflect.Type) avrr.Schema {
	name := strings.TrimSuffix(t.Name(), "View")
	name = strings.ToUpper(name[:1]) + name[1:]
	if other, ok := s.taken[name]; ok && other != t {
		name += "Of" + t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
	}
	if _, done := s.taken[name]; !done {
		s.taken[name] = t
		s.named[name] = s.object(t)
	}
	return avrr.Schema{"$ref": "#/components/schemas/" + name}
}

func (s *schemas) object(t reflect.Type) avrr.Schema {
	properties, required := avrr.Schema{}, []string{}
	s.fields(t, func(name string, optional bool, field avrr.Schema) {
		properties[name] = field
		if !optional {
			required = append(required, name)
		}
	})
	return avrr.Schema{"type": "object", "properties": properties, "required": required}
}

// fields walks what encoding/json writes of a struct.
func (s *schemas) fields(t reflect.Type, visit func(name string, optional bool, field avrr.Schema)) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			s.fields(f.Type, visit)
			continue
		case name == "-" || !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		field := s.of(f.Type)
		if f.Type.Kind() == reflect.Pointer && !optional {
			field = avrr.Schema{"anyOf": []avrr.Schema{field, {"type": "null"}}}
		}
		if says := f.Tag.Get("doc"); says != "" {
			field["description"] = says
		}
		visit(name, optional, field)
	}
}
