package programmes

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"homeward/avrr"
)

// maxSource is the most a programme file may hold, in bytes: a hundred times the longest one shipped.
const maxSource = 512 << 10

// A reader walks the YAML of one programme file and notes each mistake where it stands, instead of stopping at the first.
// Its methods answer the zero value for what is missing or wrong, after noting it.
type reader struct {
	file     string
	source   []byte
	holds    string // what the file is to hold; a programme when empty
	mistakes []Mistake
	counted  []field // where each country is first named whose working days are counted
}

// A field is one value of the file: where it is, and the path people call it by. Its node is nil when it is missing.
type field struct {
	node *yaml.Node
	path string
}

func (f field) given() bool { return f.node != nil }

func (r *reader) note(f field, format string, args ...any) {
	r.noteAt(f.node.Line, f.node.Column, f.path, format, args...)
}

func (r *reader) noteAt(line, column int, path, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{File: r.file, Line: line, Column: column, Path: path, Problem: fmt.Sprintf(format, args...)})
}

var yamlErrorLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// held is what the file is to hold, in words.
func (r *reader) held() string { return cmp.Or(r.holds, "programme") }

// open answers the one document of the file, or nil.
func (r *reader) open() *yaml.Node {
	if len(r.source) > maxSource {
		r.noteAt(0, 0, "", "the file has %d bytes; a %s has at most %d", len(r.source), r.held(), maxSource)
		return nil
	}
	documents := yaml.NewDecoder(bytes.NewReader(r.source))
	var document, second yaml.Node
	err := documents.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		r.noteAt(0, 0, "", "the file is empty")
		return nil
	case err != nil:
		r.noteYAML(err)
		return nil
	}
	if err := documents.Decode(&second); err == nil {
		r.noteAt(second.Line, second.Column, "", "a file holds one %s; this is a second one", r.held())
	} else if !errors.Is(err, io.EOF) {
		r.noteYAML(err)
	}
	r.noAliases(&document, nil)
	return document.Content[0]
}

func (r *reader) noteYAML(err error) {
	line, problem := 1, err.Error()
	if found := yamlErrorLine.FindStringSubmatch(problem); found != nil {
		problem = found[2]
		if n, err := strconv.Atoi(found[1]); err == nil {
			line = n
		}
	}
	r.noteAt(line, 1, "", "this is not YAML: %s", problem)
}

// A mapping is the fields of one YAML mapping that has been checked against the keys it may have.
type mapping struct {
	self   field
	fields map[string]field
	reader *reader
}

// mapping reads a mapping that may have the given keys only.
func (r *reader) mapping(f field, known ...string) mapping {
	m := r.openMapping(f)
	for _, key := range m.keys() {
		if !slices.Contains(known, key.node.Value) {
			r.note(key, "there is no key %q here%s", key.node.Value, didYouMean(key.node.Value, known))
		}
	}
	return m
}

// openMapping reads a mapping with keys of the author's choice.
func (r *reader) openMapping(f field) mapping {
	m := mapping{self: f, fields: map[string]field{}, reader: r}
	if !f.given() || !r.is(f, yaml.MappingNode, "a mapping of keys to values") {
		return m
	}
	for _, key := range m.keys() {
		if _, twice := m.fields[key.node.Value]; twice {
			r.note(key, "the key %q is given twice", key.node.Value)
			continue
		}
		at := slices.Index(f.node.Content, key.node)
		m.fields[key.node.Value] = field{f.node.Content[at+1], key.path}
	}
	return m
}

// keys answers the keys in the order they stand in the file.
func (m mapping) keys() (keys []field) {
	if !m.self.given() || m.self.node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i < len(m.self.node.Content); i += 2 {
		key := m.self.node.Content[i]
		keys = append(keys, field{key, strings.TrimPrefix(m.self.path+"."+key.Value, ".")})
	}
	return keys
}

// need answers a field that must be there.
func (m mapping) need(key string) field {
	f, ok := m.fields[key]
	if !ok && m.self.given() && m.self.node.Kind == yaml.MappingNode {
		m.reader.note(field{m.self.node, strings.TrimPrefix(m.self.path+"."+key, ".")}, "%q is missing", key)
	}
	return f
}

func (m mapping) may(key string) field { return m.fields[key] }

func (r *reader) is(f field, kind yaml.Kind, what string) bool {
	if f.node.Kind == yaml.AliasNode {
		return false // noted by noAliases
	}
	if f.node.Kind != kind {
		r.note(f, "this must be %s", what)
		return false
	}
	return true
}

// list answers the entries of a list; a missing list is empty.
func (r *reader) list(f field) (entries []field) {
	if f.given() {
		r.is(f, yaml.SequenceNode, "a list")
	}
	return r.entries(f)
}

// entries answers the entries of a list that has been read.
func (r *reader) entries(f field) (entries []field) {
	if !f.given() || f.node.Kind != yaml.SequenceNode {
		return nil
	}
	for i, node := range f.node.Content {
		entries = append(entries, field{node, fmt.Sprintf("%s[%d]", f.path, i)})
	}
	return entries
}

func (r *reader) scalar(f field, tag, what string) (string, bool) {
	if !f.given() || !r.is(f, yaml.ScalarNode, what) {
		return "", false
	}
	if got := f.node.ShortTag(); got != tag {
		r.note(f, "this must be %s, not %q", what, f.node.Value)
		return "", false
	}
	return f.node.Value, true
}

// line reads a text that is not empty.
func (r *reader) line(f field) string {
	value, ok := r.scalar(f, "!!str", "text (in quotes, if it looks like a number or a date)")
	if ok && strings.TrimSpace(value) == "" {
		r.note(f, "this must not be empty")
	}
	return value
}

// text reads a wording in every language the product speaks.
func (r *reader) text(f field) avrr.Text {
	m := r.mapping(f, string(avrr.English), string(avrr.Albanian))
	return avrr.T(r.line(m.need(string(avrr.English))), r.line(m.need(string(avrr.Albanian))))
}

func (r *reader) boolean(f field) bool {
	value, _ := r.scalar(f, "!!bool", "true or false")
	return strings.EqualFold(value, "true")
}

// whole reads a whole number between least and most.
func (r *reader) whole(f field, least, most int64) int64 {
	value, ok := r.scalar(f, "!!int", "a whole number")
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		r.note(f, "%q is not a whole number in decimal digits", value)
		return 0
	}
	if n < least || n > most {
		r.note(f, "%d is not between %d and %d", n, least, most)
		return 0
	}
	return n
}

// number reads a number with or without decimals.
func (r *reader) number(f field, what string) (float64, bool) {
	if !f.given() || !r.is(f, yaml.ScalarNode, what) {
		return 0, false
	}
	n, err := strconv.ParseFloat(f.node.Value, 64)
	if tag := f.node.ShortTag(); err != nil || tag != "!!float" && tag != "!!int" {
		r.note(f, "this must be %s, not %q", what, f.node.Value)
		return 0, false
	}
	return n, true
}

// oneOf reads a word of a closed list.
func (r *reader) oneOf(f field, words ...string) string {
	value := r.line(f)
	if value != "" && !slices.Contains(words, value) {
		r.note(f, "%q is not one of %s%s", value, strings.Join(words, ", "), didYouMean(value, words))
		return ""
	}
	return value
}

// matching reads a text of the given form.
func (r *reader) matching(f field, form *regexp.Regexp, what string) string {
	value := r.line(f)
	if value != "" && !form.MatchString(value) {
		r.note(f, "%q is not %s", value, what)
	}
	return value
}

func didYouMean(word string, known []string) string {
	best, distance := "", len(word)/2+1
	for _, candidate := range known {
		if d := editDistance(word, candidate); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// editDistance answers how many letters must be put in, taken out or changed to make b of a (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
