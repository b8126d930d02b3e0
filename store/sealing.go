package store

import (
	"fmt"
	"strings"
)

// Compartments of a subject's keys that the store itself names; an event may name another for its protected part.
const (
	CompartmentCase       = "case"
	CompartmentProtection = "protection"
)

// A cell is where a sealed value lives: whose key seals it and the place bound into it.
type cell struct {
	owner       Subject
	compartment string
	table       string
	column      string
	row         string
}

func (c cell) place() string { return strings.Join([]string{c.table, c.column, c.row}, "/") }

// seal encrypts plain for its cell; nil stays nil.
func (r *Reader) seal(c cell, plain []byte) ([]byte, error) {
	if plain == nil {
		return nil, nil
	}
	sealed, err := r.store.sealer.Seal(r.ctx, c.owner.String(), c.compartment, c.place(), plain)
	if err != nil {
		return nil, err
	}
	return sealed, nil
}

// open decrypts what seal made for the same cell.
func (r *Reader) open(c cell, sealed []byte) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	plain, err := r.store.sealer.Open(r.ctx, c.owner.String(), c.compartment, c.place(), sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSealed, err)
	}
	if plain == nil {
		plain = []byte{}
	}
	return plain, nil
}

// warm makes the keys of the subjects in a list ready at once. A list does without: what does not open is listed by its reference.
func warm[R any](r *Reader, rows []R, ownerOf func(R) string) {
	owners := make([]string, len(rows))
	for i, row := range rows {
		owners[i] = ownerOf(row)
	}
	if err := r.store.sealer.Warm(r.ctx, owners...); err != nil {
		r.store.log.ErrorContext(r.ctx, "keys cannot be read", "error", err)
	}
}

// orEmpty gives a required sealed column something to seal.
func orEmpty(plain []byte) []byte {
	if plain == nil {
		return []byte{}
	}
	return plain
}
