package lives

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
)

// written is a body as it is sent.
func written(in body) json.RawMessage {
	raw, err := json.Marshal(in)
	if err != nil {
		panic("lives: " + err.Error()) // a body is made of texts, numbers and lists
	}
	return raw
}

// fill makes a body from a schema: what is given, what is required and, now and then, what is optional. It answers false when a
// reference is required and the case has nothing to refer to.
func (l *Life) fill(s avrr.Schema, given body) (body, bool) {
	made := body{}
	properties, _ := s["properties"].(avrr.Schema)
	required, _ := s["required"].([]string)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		value, said := given[name]
		if said {
			if value != nil {
				made[name] = value
			}
			continue
		}
		if !slices.Contains(required, name) && !l.volunteers(name) {
			continue
		}
		value, ok := l.value(name, properties[name].(avrr.Schema))
		if !ok && slices.Contains(required, name) {
			return nil, false
		}
		if ok {
			made[name] = value
		}
	}
	return made, true
}

// volunteers reports whether an optional field is filled in. That something happened earlier is said one time in ten.
func (l *Life) volunteers(name string) bool {
	if name == "happened_on" {
		return l.oneIn(10)
	}
	return l.oneIn(6)
}

func (l *Life) value(name string, s avrr.Schema) (any, bool) {
	if values, closed := s["enum"].([]string); closed {
		if len(values) == 0 {
			return nil, false
		}
		return pick(l, values), true
	}
	switch s["type"] {
	case "boolean":
		return l.oneIn(2), true
	case "integer":
		return l.whole(s), true
	case "array":
		return l.list(name, s)
	case "object":
		return l.object(name, s)
	}
	return l.text(name, s), true
}

func (l *Life) whole(s avrr.Schema) int64 {
	least, _ := s["minimum"].(int64)
	most, bounded := s["maximum"].(int64)
	if !bounded || most > least+50000 {
		most = least + 50000
	}
	return least + l.chance.Int64N(most-least+1)
}

func (l *Life) list(name string, s avrr.Schema) (any, bool) {
	items := s["items"].(avrr.Schema)
	if values, closed := items["enum"].([]string); closed {
		if len(values) == 0 {
			return nil, false
		}
		return l.some(values), true
	}
	value, ok := l.value(name, items)
	return []any{value}, ok
}

// some answers at least one of several, in their order; mostly all.
func (l *Life) some(of []string) []string {
	if len(of) == 0 || l.oneIn(2) {
		return of
	}
	first := l.chance.IntN(len(of))
	return of[first : first+1+l.chance.IntN(len(of)-first)]
}

func (l *Life) object(name string, s avrr.Schema) (any, bool) {
	if name == "birth" {
		return l.birth(l.chance.IntN(70)), true
	}
	if keys, of := s["propertyNames"].(avrr.Schema); of {
		return l.mapping(keys["enum"].([]string), s)
	}
	if _, closed := s["properties"]; !closed {
		return body{}, true
	}
	return l.fill(s, nil)
}

func (l *Life) mapping(keys []string, s avrr.Schema) (any, bool) {
	made := body{}
	if len(keys) == 0 {
		return nil, false
	}
	for _, key := range l.some(keys) {
		value, ok := l.value(key, s["additionalProperties"].(avrr.Schema))
		if !ok {
			return nil, false
		}
		made[key] = value
	}
	return made, true
}

// text is what people write in a field of that name and form.
func (l *Life) text(name string, s avrr.Schema) string {
	switch s["format"] {
	case "date":
		return l.day(name).String()
	case "date-time":
		return instant(l.about(name))
	}
	switch name {
	case "currency":
		return l.programme.Currency
	case "language":
		return "sq"
	case "programme":
		return l.programme.Code
	case "country", "nationality", "issuer":
		return l.family.home
	case "given_names":
		return pick(l, names)
	case "family_name":
		return l.family.surname
	case "office":
		return pick(l, []string{l.family.received, "Shkodër partner", "London office"})
	case "person":
		return "desk"
	case "phone", "value": // of a contact
		return pick(l, []string{"+355 69 555 0110", "069 555 0111", "(020) 7946-0012"})
	}
	switch pattern, _ := s["pattern"].(string); {
	case strings.HasSuffix(pattern, "{26}$"):
		return l.ulid()
	case strings.HasPrefix(pattern, "^[A-Z]{2}"):
		return l.family.host
	case strings.HasPrefix(pattern, "^[A-Z]{3}"):
		return pick(l, []string{"LGW", "TIA", "VIE"})
	case strings.HasPrefix(pattern, "^[A-Z0-9]{"):
		return l.ulid()[18:23]
	case strings.HasPrefix(pattern, "^[0-9]{"):
		return "2604"
	case strings.HasPrefix(pattern, "^[a-z]{"):
		return "sq"
	}
	return pick(l, []string{"Told on the telephone.", "Ashtu tha vetë.", "As agreed"})
}

// day is about today: a plan lies ahead, and what happened some time ago is now and then told late.
func (l *Life) day(name string) avrr.Date {
	today := avrr.DateOf(l.now)
	switch {
	case strings.Contains(name, "until"), strings.Contains(name, "expires"), strings.Contains(name, "due"), name == "leave_by", name == "appointment":
		return today.AddDays(l.chance.IntN(200))
	case name == "happened_on" || l.oneIn(8):
		return today.AddDays(-l.chance.IntN(40))
	}
	return today.AddDays(-l.chance.IntN(2))
}

func (l *Life) about(name string) time.Time {
	switch {
	case name == "moved_to", name == "at" && l.oneIn(2):
		return l.now.Add(time.Duration(l.chance.IntN(20*24)) * time.Hour)
	case l.oneIn(6):
		return l.now.Add(-time.Duration(l.chance.IntN(30*24)) * time.Hour)
	}
	return l.now.Add(-time.Duration(l.chance.IntN(180)) * time.Minute)
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
