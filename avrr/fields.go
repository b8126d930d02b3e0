package avrr

import (
	"reflect"
)

// Kinds of a Field.
const (
	TextField    = "text"
	DateField    = "date"
	InstantField = "instant"
	NumberField  = "number"
	FlagField    = "flag"   // true or left alone
	AnswerField  = "answer" // yes, no, or not known
	GroupField   = "group"  // several fields that belong together: Of
	ListField    = "list"   // entries of one kind: Entry
	MapField     = "map"    // one entry for each of Keys, or for names that are not known beforehand: Entry
	AnyField     = "any"    // an object that no form can show
)

// A Field is one thing an action asks for, as a form shows it: in the order in which the input is declared, which a schema does not
// keep.
type Field struct {
	Name     string
	Kind     string
	Optional bool
	Ref      string   // the kind of thing of the case it names: member, visit, instalment …
	Choices  []string // the values it may take; nil for any
	Keys     []string // of a map
	Min, Max *int64   // of a number, of a text's length, of a list's or a map's length
	Pattern  string
	Like     string // an example of what fits the pattern
	Doc      string // one sentence in English
	Of       []Field
	Entry    *Field
}

// Fields answers what an action asks for. The schema is the one of an Offer: what of this case may be named is taken from it.
func (a *Action) Fields(of Schema) []Field { return fieldsIn(reflect.TypeOf(a.Input), of) }

func fieldsIn(t reflect.Type, of Schema) []Field {
	var fields []Field
	properties, _ := of["properties"].(Schema)
	fieldsOf(t, func(name string, optional bool, f reflect.StructField) {
		s, _ := properties[name].(Schema)
		field := fieldOf(f.Type, ruleOf(f), s)
		field.Name, field.Optional = name, optional
		fields = append(fields, field)
	})
	return fields
}

func fieldOf(t reflect.Type, rule fieldRule, of Schema) Field {
	f := Field{Ref: rule.ref, Min: rule.min, Max: rule.max, Pattern: rule.pattern, Like: rule.like, Doc: rule.doc}
	unknown := t.Kind() == reflect.Pointer // may be left unsaid, which is not the same as no
	if unknown {
		t = t.Elem()
	}
	switch {
	case t == dateType:
		f.Kind = DateField
		return f
	case t == instantType:
		f.Kind = InstantField
		return f
	case t == rawType:
		f.Kind = AnyField
		return f
	}
	switch t.Kind() {
	case reflect.Struct:
		f.Kind, f.Of = GroupField, fieldsIn(t, of)
	case reflect.Slice:
		items, _ := of["items"].(Schema)
		entry := fieldOf(t.Elem(), rule.ofEntries(), items)
		entry.Ref = rule.ref
		f.Kind, f.Entry = ListField, &entry
	case reflect.Map:
		values, _ := of["additionalProperties"].(Schema)
		entry := fieldOf(t.Elem(), rule.ofEntries(), values)
		f.Kind, f.Entry = MapField, &entry
		if names, ok := of["propertyNames"].(Schema); ok {
			f.Keys, _ = names["enum"].([]string)
		}
	case reflect.Bool:
		f.Kind = FlagField
		if unknown {
			f.Kind = AnswerField
		}
	case reflect.Int, reflect.Int64:
		f.Kind = NumberField
	default:
		f.Kind = TextField
	}
	f.Choices, _ = of["enum"].([]string)
	return f
}
