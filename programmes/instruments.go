package programmes

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"homeward/avrr"
)

const instrumentsFolder = "data/instruments"

// Instruments answers the questionnaires shipped in the binary, by code and then version. They are shared: do not change them.
var Instruments = sync.OnceValues(func() ([]*avrr.Instrument, error) {
	files, err := fs.Glob(embedded, instrumentsFolder+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("find the instruments: %w", err)
	}
	var all []*avrr.Instrument
	for _, file := range files {
		source, err := embedded.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the instruments: %w", err)
		}
		i, mistakes := ParseInstrument(file, source)
		if len(mistakes) > 0 {
			return nil, fmt.Errorf("read the instruments: %w", joined(mistakes))
		}
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b *avrr.Instrument) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), compareVersions(a.Version, b.Version))
	})
	return all, nil
})

// ParseInstrument reads a questionnaire from its YAML text. It answers the instrument, or nil and every mistake in it.
func ParseInstrument(name string, source []byte) (*avrr.Instrument, []Mistake) {
	r := &reader{file: name, source: source, holds: "instrument"}
	root := r.open()
	if root == nil {
		return nil, r.mistakes
	}
	i := r.instrument(field{node: root})
	if len(r.mistakes) > 0 {
		return nil, inOrder(r.mistakes)
	}
	return i, nil
}

// instruments reads what a programme asks: shipped instruments by name and version, and an office's own written out in full, so
// that the version a case is pinned to holds every question it asks.
func (r *reader) instruments(f field) (asked []*avrr.Instrument) {
	taken := map[string]bool{}
	for _, entry := range r.list(f) {
		var i *avrr.Instrument
		if entry.node.Kind == yaml.MappingNode {
			i = r.instrument(entry)
		} else {
			i = r.shippedInstrument(entry)
		}
		if i == nil {
			continue
		}
		if taken[i.Code] && i.Code != "" {
			r.note(entry, "%q is asked in another version above; a case asks each instrument in one", i.Code)
		}
		taken[i.Code] = true
		asked = append(asked, i)
	}
	return asked
}

// shippedInstrument reads code@version, and answers nil where there is none.
func (r *reader) shippedInstrument(f field) *avrr.Instrument {
	name := r.line(f)
	if name == "" {
		return nil
	}
	shipped, err := Instruments()
	if err != nil {
		r.note(f, "%v", err)
		return nil
	}
	var names []string
	for _, i := range shipped {
		if names = append(names, i.Code+"@"+i.Version); names[len(names)-1] == name {
			return i
		}
	}
	r.note(f, "there is no instrument %q; there are %s%s", name, strings.Join(names, ", "), didYouMean(name, names))
	return nil
}
