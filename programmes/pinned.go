package programmes

import (
	"errors"
	"fmt"
	"sync"

	"homeward/avrr"
)

// Pinned reads the versions cases were opened under from where they were pinned, each once. The zero Pinned is ready.
type Pinned struct {
	read sync.Map // of string to *avrr.Programme
}

// Programme answers one pinned version, scored by the weights, if any; source is asked for its text only the first time. All who ask
// one Pinned name the same weights.
func (p *Pinned) Programme(code, version string, weights *WeightSet, source func() (string, error)) (*avrr.Programme, error) {
	key := code + "@" + version
	if known, ok := p.read.Load(key); ok {
		return known.(*avrr.Programme), nil
	}
	text, err := source()
	if err != nil {
		return nil, fmt.Errorf("programme %s %s: %w", code, version, err)
	}
	programme, mistakes := Parse(key, []byte(text))
	if len(mistakes) > 0 {
		return nil, fmt.Errorf("programme %s %s: %w", code, version, errors.New(mistakes[0].String()))
	}
	weights.in(programme)
	p.read.Store(key, programme)
	return programme, nil
}
