package casework

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"strings"

	"homeward/avrr"
	"homeward/papers"
	"homeward/store"
)

// What a stranger is told of a paper.
const (
	PaperGenuine    = "genuine"
	PaperSuperseded = "superseded"
	PaperWithdrawn  = "withdrawn"
	PaperExpired    = "expired" // it counted until a day that has passed
	PaperUnknown    = "unknown"
)

// A Verdict is what a stranger may learn of a paper: whether it is genuine and still counts, and nothing about the person. Of a code
// nobody printed everything but the state is empty.
type Verdict struct {
	State    string    `json:"state"`
	Kind     string    `json:"kind"`
	Title    avrr.Text `json:"title"`
	Number   string    `json:"number"`
	Version  int       `json:"version"`
	IssuedOn avrr.Date `json:"issued_on"`
}

// Verify answers what a verification code stands for, by one look-up whatever comes of it.
func (d *Desk) Verify(ctx context.Context, code string) (Verdict, error) {
	plain := strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(code))
	p, err := d.Store.Read(ctx).DocumentByCode(plain)
	if errors.Is(err, store.ErrNotFound) {
		return Verdict{State: PaperUnknown}, nil
	}
	if err != nil {
		return Verdict{}, err
	}
	return Verdict{State: d.stateOf(p), Kind: p.Kind, Title: avrr.PaperTitles[p.Kind], Number: p.Number, Version: p.Version, IssuedOn: avrr.DateOf(p.IssuedAt)}, nil
}

func (d *Desk) stateOf(p store.Document) string {
	switch {
	case p.Status == store.DocumentSuperseded:
		return PaperSuperseded
	case p.Status == store.DocumentWithdrawn:
		return PaperWithdrawn
	case p.ValidUntil != nil && !d.now().Before(*p.ValidUntil):
		return PaperExpired
	}
	return PaperGenuine
}

// SealKeys answers the public keys that papers are sealed with, the one in use first: what a stranger checks a seal with who cannot
// ask for a verdict.
func (d *Desk) SealKeys(ctx context.Context) (papers.JWKSet, error) {
	keys, err := d.Vault.PaperKeys(ctx)
	if err != nil {
		return papers.JWKSet{}, err
	}
	public := make([]*ecdsa.PublicKey, len(keys))
	for i, k := range keys {
		public[i] = &k.PublicKey
	}
	set, err := papers.Publish(public...)
	if err != nil {
		return papers.JWKSet{}, fmt.Errorf("seal keys: %w", err)
	}
	return set, nil
}
