package programmes

import (
	"fmt"
	"slices"
	"sync"

	"homeward/avrr"
)

// A Shelf puts what was loaded while a process runs beside the library it brought. The zero Shelf is ready, and safe for
// concurrent use.
type Shelf struct {
	read sync.Map // of source text to shelved: a version never changes, so each text is read once
}

type shelved struct {
	programme *avrr.Programme
	mistakes  []Mistake
}

// With answers the library and the programmes of the sources beside it, and the mistakes of those that this version of
// Homeward cannot read. A version that the library holds stays as it is there.
func (s *Shelf) With(library *Library, sources []string) (*Library, []Mistake) {
	if len(sources) == 0 {
		return library, nil
	}
	grown := &Library{entries: slices.Clone(library.entries)}
	var mistakes []Mistake
	for n, source := range sources {
		one := s.parse(n, source)
		mistakes = append(mistakes, one.mistakes...)
		if one.programme == nil {
			continue
		}
		if at, there := grown.find(one.programme.Code, one.programme.Version); !there {
			grown.entries = slices.Insert(grown.entries, at, entry{one.programme, []byte(source)})
		}
	}
	return grown, mistakes
}

func (s *Shelf) parse(n int, source string) shelved {
	if known, ok := s.read.Load(source); ok {
		return known.(shelved)
	}
	var one shelved
	one.programme, one.mistakes = Parse(fmt.Sprintf("loaded programme %d", n+1), []byte(source))
	s.read.Store(source, one)
	return one
}
