package vault

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
)

// paperOwner holds the keys that papers are sealed with. They belong to the installation and outlive every case.
const paperOwner = "system/papers"

// paperKeyMark begins the name of such a key; its number follows, so that names are in the order the keys were made in.
const paperKeyMark = "seal-"

// PaperKeys answers the keys that papers are sealed with, on P-256, the newest first; there is always one. The newest signs, the
// others stay published for the papers they have signed.
func (v *Vault) PaperKeys(ctx context.Context) ([]*ecdsa.PrivateKey, error) {
	keys, err := v.paperKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("paper keys: %w", err)
	}
	slices.Reverse(keys)
	return keys, nil
}

// firstPaperKey makes sure that there is a key.
func (v *Vault) firstPaperKey(ctx context.Context) error {
	keys, err := v.paperKeys(ctx)
	if err != nil || len(keys) > 0 {
		return err
	}
	return v.insertPaperKey(ctx, 1)
}

// RotatePaperKey makes a new key, which signs from now on. Of two processes that rotate at once one makes it.
func (v *Vault) RotatePaperKey(ctx context.Context) error {
	keys, err := v.paperKeys(ctx)
	if err == nil {
		err = v.insertPaperKey(ctx, len(keys)+1)
	}
	if err != nil {
		return fmt.Errorf("rotate paper key: %w", err)
	}
	return nil
}

func (v *Vault) paperKeys(ctx context.Context) (keys []*ecdsa.PrivateKey, err error) {
	all, err := v.store.load(ctx, paperOwner)
	if err != nil {
		return nil, err
	}
	for n := 1; n <= len(all); n++ {
		name := paperKeyName(n)
		scalar, err := v.wrapping.Decrypt(all[name], bind(paperOwner, name))
		if err != nil {
			return nil, fmt.Errorf("unwrap %s: %w", name, ErrForeignStore)
		}
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar)
		if err != nil {
			return nil, fmt.Errorf("use %s: %w", name, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func paperKeyName(n int) Compartment { return Compartment(fmt.Sprintf("%s%04d", paperKeyMark, n)) }

// insertPaperKey adds the nth key unless it is there.
func (v *Vault) insertPaperKey(ctx context.Context, n int) error {
	name := paperKeyName(n)
	key, err := v.newPaperKey(name)
	if err != nil {
		return fmt.Errorf("make key: %w", err)
	}
	scalar, err := key.Bytes()
	if err != nil {
		return fmt.Errorf("make key: %w", err)
	}
	wrapped, err := v.wrapping.Encrypt(scalar, bind(paperOwner, name))
	if err != nil {
		return fmt.Errorf("wrap key: %w", err)
	}
	return v.store.insert(ctx, wrappedKey{owner: paperOwner, compartment: name, keyID: strings.TrimPrefix(string(name), paperKeyMark), wrapped: wrapped})
}

// randomPaperKey is how keys are made outside tests.
func randomPaperKey(Compartment) (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func derivedPaperKey(master [32]byte, name Compartment) (*ecdsa.PrivateKey, error) {
	scalar, err := derive(master, "paper key "+string(name))
	if err != nil {
		return nil, err
	}
	return ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar)
}
