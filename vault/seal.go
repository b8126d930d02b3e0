package vault

import (
	"context"
	"fmt"
)

// Seal encrypts plaintext under the owner's key for the compartment and binds it to place, which names where it will
// be kept (table, column and row, e.g. "case_events/body/7"). The result is 33 bytes longer than plaintext.
// It never creates a key: without one it fails with [ErrNoKey], after erasure with [ErrErased].
func (v *Vault) Seal(ctx context.Context, owner string, compartment Compartment, place string, plaintext []byte) ([]byte, error) {
	key, err := v.key(ctx, owner, compartment)
	if err != nil {
		return nil, fmt.Errorf("seal %s of %s: %w", place, owner, err)
	}
	sealed, err := key.Encrypt(plaintext, bind(owner, compartment, place))
	if err != nil {
		return nil, fmt.Errorf("seal %s of %s: %w", place, owner, err)
	}
	return sealed, nil
}

// Open decrypts what [Vault.Seal] answered for the same owner, compartment and place. It fails with [ErrWrongPlace]
// for any other ciphertext, with [ErrNoKey] without a key, and with [ErrErased] after erasure.
func (v *Vault) Open(ctx context.Context, owner string, compartment Compartment, place string, sealed []byte) ([]byte, error) {
	key, err := v.key(ctx, owner, compartment)
	if err != nil {
		return nil, fmt.Errorf("open %s of %s: %w", place, owner, err)
	}
	plaintext, err := key.Decrypt(sealed, bind(owner, compartment, place))
	if err != nil {
		return nil, fmt.Errorf("open %s of %s: %w", place, owner, ErrWrongPlace)
	}
	return plaintext, nil
}
