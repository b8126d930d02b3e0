package vault

import (
	"context"
	"maps"
	"sync"
)

// memoryStore keeps wrapped keys as long as the process lives.
type memoryStore struct {
	mu     sync.Mutex
	keys   map[string]map[Compartment][]byte
	erased map[string]bool
}

func newMemoryStore() *memoryStore {
	return &memoryStore{keys: map[string]map[Compartment][]byte{}, erased: map[string]bool{}}
}

func (s *memoryStore) insert(_ context.Context, key wrappedKey) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.erased[key.owner] {
		return ErrErased
	}
	if s.keys[key.owner] == nil {
		s.keys[key.owner] = map[Compartment][]byte{}
	}
	if _, exists := s.keys[key.owner][key.compartment]; !exists {
		s.keys[key.owner][key.compartment] = key.wrapped
	}
	return nil
}

func (s *memoryStore) load(_ context.Context, owner string) (map[Compartment][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.erased[owner] {
		return nil, ErrErased
	}
	return maps.Clone(s.keys[owner]), nil
}

func (s *memoryStore) loadAll(_ context.Context, owners []string) (map[string]map[Compartment][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[string]map[Compartment][]byte{}
	for _, owner := range owners {
		if keys, known := s.keys[owner]; known {
			all[owner] = maps.Clone(keys)
		}
	}
	return all, nil
}

func (s *memoryStore) erase(_ context.Context, owner string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.keys, owner)
	s.erased[owner] = true
	return nil
}

func (s *memoryStore) close() error { return nil }
