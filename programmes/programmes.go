// Package programmes holds the return programmes as data and judges eligibility by them.
//
// A programme is one YAML file in data/ (or in an office's own folder); its authors read docs/programmes.md and the mistakes
// Check finds. A version is never edited once a case was opened under it: a change is a
// new file with a new version, and the old one goes on answering as it always did.
package programmes

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"homeward/avrr"
)

//go:embed data/*.yaml data/instruments/*.yaml
var embedded embed.FS

const holidaysFile = "holidays.yaml"

// A Library is a set of programmes in all their versions. It does not change once loaded and is safe for concurrent use.
type Library struct {
	entries []entry // by code, then version
}

type entry struct {
	programme *avrr.Programme
	source    []byte
}

// Embedded answers the programmes shipped in the binary, and all their mistakes as one error if they do not load.
var Embedded = sync.OnceValues(func() (*Library, error) {
	library, mistakes := Load(shipped{})
	if len(mistakes) > 0 {
		return nil, fmt.Errorf("load the embedded programmes: %w", joined(mistakes))
	}
	return library, nil
})

// WithOwn answers the shipped programmes and those of an office's own folder, and every mistake in the folder.
func WithOwn(folder fs.FS) (*Library, []Mistake) { return Load(shipped{}, folder) }

// shipped is the folder of the programmes in the binary.
type shipped struct{}

func (shipped) Open(name string) (fs.File, error) { return embedded.Open(path.Join("data", name)) }

// Load reads every *.yaml file of the folders except holidays.yaml, one programme a file. It answers every mistake of
// every file; the library then holds the programmes that have none.
func Load(folders ...fs.FS) (*Library, []Mistake) {
	var library Library
	var mistakes []Mistake
	for _, folder := range folders {
		files, err := fs.Glob(folder, "*.yaml")
		if err != nil {
			mistakes = append(mistakes, Mistake{Problem: err.Error()})
		}
		for _, file := range files {
			if path.Base(file) == holidaysFile {
				continue
			}
			source, err := fs.ReadFile(folder, file)
			if err != nil {
				mistakes = append(mistakes, Mistake{File: file, Problem: err.Error()})
				continue
			}
			programme, found := Parse(file, source)
			if len(found) == 0 {
				found = library.add(file, programme, source)
			}
			mistakes = append(mistakes, found...)
		}
	}
	return &library, mistakes
}

func (l *Library) add(file string, p *avrr.Programme, source []byte) []Mistake {
	at, taken := l.find(p.Code, p.Version)
	if taken {
		return []Mistake{{File: file, Line: 1, Column: 1, Path: "version", Problem: fmt.Sprintf("programme %s %s is defined in another file already", p.Code, p.Version)}}
	}
	l.entries = slices.Insert(l.entries, at, entry{p, source})
	return nil
}

// Programme answers one version of a programme. The programme is shared: do not change it.
func (l *Library) Programme(code, version string) (*avrr.Programme, bool) {
	if at, ok := l.find(code, version); ok {
		return l.entries[at].programme, true
	}
	return nil, false
}

// Current answers the newest version of a programme: the one a case opened now is pinned to.
func (l *Library) Current(code string) (*avrr.Programme, bool) {
	for _, e := range slices.Backward(l.entries) {
		if e.programme.Code == code {
			return e.programme, true
		}
	}
	return nil, false
}

// All answers every programme in every version, by code and then version, oldest first.
func (l *Library) All() []*avrr.Programme {
	all := make([]*avrr.Programme, len(l.entries))
	for i, e := range l.entries {
		all[i] = e.programme
	}
	return all
}

// Source answers the YAML text a programme was read from, byte for byte, and nil when there is no such programme.
// Parse makes the same programme of it again.
func (l *Library) Source(code, version string) []byte {
	if at, ok := l.find(code, version); ok {
		return slices.Clone(l.entries[at].source)
	}
	return nil
}

func (l *Library) find(code, version string) (int, bool) {
	return slices.BinarySearchFunc(l.entries, entry{}, func(e, _ entry) int {
		return cmp.Or(cmp.Compare(e.programme.Code, code), compareVersions(e.programme.Version, version))
	})
}

// compareVersions orders versions as people count: 2 before 10, 2026.9 before 2026.10. Equal only when the same text.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		m, errM := strconv.Atoi(as[i])
		n, errN := strconv.Atoi(bs[i])
		if errM == nil && errN == nil && m != n {
			return cmp.Compare(m, n)
		}
		if (errM != nil || errN != nil) && as[i] != bs[i] {
			return cmp.Compare(as[i], bs[i])
		}
	}
	return cmp.Or(cmp.Compare(len(as), len(bs)), cmp.Compare(a, b))
}

func joined(mistakes []Mistake) error {
	all := make([]error, len(mistakes))
	for i, m := range mistakes {
		all[i] = errors.New(m.String())
	}
	return errors.Join(all...)
}
