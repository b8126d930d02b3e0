package store

import "context"

// A Sealer encrypts and decrypts personal data and makes keyed tokens to find it by. Owner is the subject whose key is
// used ("case/<id>" or "movement/<id>"), compartment names one of the owner's keys, and place ("table/column/row") is
// bound into the ciphertext, so that one moved elsewhere does not open.
type Sealer interface {
	Seal(ctx context.Context, owner, compartment, place string, plain []byte) ([]byte, error)
	Open(ctx context.Context, owner, compartment, place string, sealed []byte) ([]byte, error)
	// Warm makes ready for opening what several owners have, all at once.
	Warm(ctx context.Context, owners ...string) error
	Token(kind, value string) []byte
	NameTokens(family, given, original string) [][]byte
	AlikeTokens(family, given, original string) map[string][][]byte // by kind
}

// A Vault is a Sealer with a compartment type of its own.
type Vault[C ~string] interface {
	Seal(ctx context.Context, owner string, compartment C, place string, plain []byte) ([]byte, error)
	Open(ctx context.Context, owner string, compartment C, place string, sealed []byte) ([]byte, error)
	Warm(ctx context.Context, owners ...string) error
	Token(kind, value string) []byte
	NameTokens(family, given, original string) [][]byte
	AlikeTokens(family, given, original string) map[string][][]byte
}

// SealerOf lets a vault seal for the store, which must not know the vault's types.
func SealerOf[C ~string](v Vault[C]) Sealer { return vaultSealer[C]{v} }

type vaultSealer[C ~string] struct{ Vault[C] }

func (s vaultSealer[C]) Seal(ctx context.Context, owner, compartment, place string, plain []byte) ([]byte, error) {
	return s.Vault.Seal(ctx, owner, C(compartment), place, plain)
}

func (s vaultSealer[C]) Open(ctx context.Context, owner, compartment, place string, sealed []byte) ([]byte, error) {
	return s.Vault.Open(ctx, owner, C(compartment), place, sealed)
}
