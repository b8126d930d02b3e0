// Tally reads the output of go test -json, prints what go test would have printed, and closes with how many passed and failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	t := newTally(os.Stdout)
	if err := t.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	t.close()
	if t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

// An event is one line of test2json: see `go doc cmd/test2json`.
type event struct {
	Action     string
	Package    string
	ImportPath string // of what did not build
	Test       string
	Output     string
}

type test struct{ pkg, name string }

type tally struct {
	out            io.Writer
	passed, failed int
	said           map[test][]string // by tests that have not ended
	broken         map[string]bool   // packages with a failed test
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, said: map[test][]string{}, broken: map[string]bool{}}
}

func (t *tally) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// line takes one line. What is no event is shown: go says so some of what goes wrong before any test.
func (t *tally) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintf(t.out, "%s", line)
		return
	}
	key := test{e.Package, e.Test}
	switch {
	case e.Action == "build-output":
		fmt.Fprint(t.out, e.Output)
	case e.Action == "output" && e.Test != "":
		t.said[key] = append(t.said[key], e.Output)
	case e.Action == "output" && e.Output != "PASS\n":
		fmt.Fprint(t.out, e.Output)
	case e.Test == "" && e.Action == "fail":
		t.packageFailed(e.Package)
	case e.Action == "pass" && e.Test != "":
		t.passed++
		delete(t.said, key)
	case e.Action == "skip":
		delete(t.said, key)
	case e.Action == "fail":
		t.failed++
		t.broken[e.Package] = true
		t.show(key)
	}
}

// packageFailed shows what tests said that never ended, and counts a package that failed without a failing test: it did
// not build, or broke off.
func (t *tally) packageFailed(pkg string) {
	for key := range t.said {
		if key.pkg == pkg {
			t.show(key)
		}
	}
	if !t.broken[pkg] {
		t.failed++
	}
}

func (t *tally) show(key test) {
	for _, line := range t.said[key] {
		if !strings.HasPrefix(line, "=== ") {
			fmt.Fprint(t.out, line)
		}
	}
	delete(t.said, key)
}

func (t *tally) close() { fmt.Fprintf(t.out, "%d passed, %d failed\n", t.passed, t.failed) }
