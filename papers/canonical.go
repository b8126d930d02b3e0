package papers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// object is a JSON object of strings, whole numbers and further objects, which is all a seal is made of.
type object map[string]any

// mostExact is the greatest whole number every reader of JSON takes as it stands (RFC 8785 §3.2.2.3).
const mostExact = 1<<53 - 1

// canonical writes the object in the one form of RFC 8785, so that everybody signs and checks the same bytes.
func (o object) canonical() ([]byte, error) {
	var b strings.Builder
	if err := o.write(&b); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

func (o object) write(b *strings.Builder) error {
	b.WriteByte('{')
	for i, name := range o.names() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := quote(b, name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeValue(b, o[name]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// names are in the order of their UTF-16 units (RFC 8785 §3.2.3), which is not that of their bytes.
func (o object) names() []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
	return names
}

func writeValue(b *strings.Builder, value any) error {
	switch v := value.(type) {
	case string:
		return quote(b, v)
	case int64:
		if v > mostExact || v < -mostExact {
			return fmt.Errorf("%d is no number every reader takes as it stands", v)
		}
		b.WriteString(strconv.FormatInt(v, 10))
		return nil
	case object:
		return v.write(b)
	}
	return fmt.Errorf("a seal holds no %T", value)
}

// shortEscapes are the control characters with a letter of their own (RFC 8785 §3.2.2.2).
var shortEscapes = map[rune]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`}

func quote(b *strings.Builder, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("text that is not UTF-8")
	}
	b.WriteByte('"')
	for _, r := range s {
		switch escaped, short := shortEscapes[r]; {
		case short:
			b.WriteString(escaped)
		case r < ' ':
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return nil
}
