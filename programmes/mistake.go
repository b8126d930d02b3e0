package programmes

import (
	"fmt"

	"homeward/avrr"
)

// A Mistake is one thing wrong in a programme file, where it is and what to do about it, in words for its author.
type Mistake struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // from 1; 0 when the file as a whole is at fault
	Column  int    `json:"column"` // in characters, from 1
	Path    string `json:"path"`   // criteria[2].when
	Problem string `json:"problem"`
}

// String writes the mistake as compilers do: file:line:column: path: problem.
func (m Mistake) String() string {
	where := m.File
	if m.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", m.File, m.Line, m.Column)
	}
	if m.Path != "" {
		where += ": " + m.Path
	}
	return where + ": " + m.Problem
}

// Check answers every mistake of a programme file, in the order they stand in it; none means the file can be used.
// name is what the mistakes call the file.
func Check(name string, source []byte) []Mistake {
	_, mistakes := Parse(name, source)
	return mistakes
}

// Parse reads a programme from its YAML text. It answers the programme, or nil and every mistake in it.
func Parse(name string, source []byte) (*avrr.Programme, []Mistake) {
	r := &reader{file: name, source: source}
	root := r.open()
	if root == nil {
		return nil, r.mistakes
	}
	programme := r.programme(root)
	if len(r.mistakes) > 0 {
		return nil, inOrder(r.mistakes)
	}
	return programme, nil
}
