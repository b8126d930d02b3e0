package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keysOf are an owner's unwrapped keys.
type keysOf map[Compartment]tink.AEAD

// CreateKey gives the owner a key for the compartment, once: asking again, or from two processes, changes nothing.
// It fails with [ErrErased] when the owner's keys were destroyed.
func (v *Vault) CreateKey(ctx context.Context, owner string, compartment Compartment) error {
	if err := check(owner, compartment); err != nil {
		return fmt.Errorf("create key: %w", err)
	}
	if err := v.insertKey(ctx, owner, compartment); err != nil {
		return fmt.Errorf("create %s key of %s: %w", compartment, owner, err)
	}
	return nil
}

// Warm brings the owners' keys into memory, so that the next Seal or Open of each needs no database. An owner without
// keys is left out; an erased one is too.
func (v *Vault) Warm(ctx context.Context, owners ...string) error {
	for _, owner := range owners {
		if _, held := v.cache.get(owner); held {
			continue
		}
		if _, err := v.load(ctx, owner); err != nil && !errors.Is(err, ErrErased) {
			return fmt.Errorf("warm keys of %s: %w", owner, err)
		}
	}
	return nil
}

// Destroy erases the owner: the wrapped keys of all its compartments are deleted and none can be created again.
// Other processes forget their unwrapped copies within ten minutes.
//
// SQLite overwrites the deleted bytes at the checkpoint that Destroy asks for, or at the next one if a reader is in its
// way. PostgreSQL keeps them in the table's file until its next vacuum, and in whatever archive of its log it is told
// to keep: the key store wants short retention.
func (v *Vault) Destroy(ctx context.Context, owner string) error {
	if owner == "" || owner == systemOwner {
		return fmt.Errorf("destroy keys: %q owns no case", owner)
	}
	defer v.cache.drop(owner)
	if err := v.store.erase(ctx, owner); err != nil {
		return fmt.Errorf("destroy keys of %s: %w", owner, err)
	}
	return nil
}

// key answers the owner's key for the compartment, from memory when it is there.
func (v *Vault) key(ctx context.Context, owner string, compartment Compartment) (tink.AEAD, error) {
	if keys, held := v.cache.get(owner); held {
		if key, ok := keys[compartment]; ok {
			return key, nil
		}
	}
	keys, err := v.load(ctx, owner)
	if err != nil {
		return nil, err
	}
	key, ok := keys[compartment]
	if !ok {
		return nil, ErrNoKey
	}
	return key, nil
}

// load reads, unwraps and remembers all keys of the owner; it answers none when there are none.
func (v *Vault) load(ctx context.Context, owner string) (keysOf, error) {
	seen := v.cache.drops()
	wrapped, err := v.store.load(ctx, owner)
	if err != nil {
		return nil, err
	}
	keys := make(keysOf, len(wrapped))
	for compartment, sealed := range wrapped {
		handle, err := keyset.ReadWithAssociatedData(
			keyset.NewBinaryReader(bytes.NewReader(sealed)), v.wrapping, bind(owner, compartment))
		if err != nil {
			return nil, fmt.Errorf("unwrap %s key: %w", compartment, ErrForeignStore)
		}
		if keys[compartment], err = aead.New(handle); err != nil {
			return nil, fmt.Errorf("use %s key: %w", compartment, err)
		}
	}
	if len(keys) > 0 {
		v.cache.put(owner, keys, seen)
	}
	return keys, nil
}

func (v *Vault) insertKey(ctx context.Context, owner string, compartment Compartment) error {
	handle, err := v.newKey(owner, compartment)
	if err != nil {
		return fmt.Errorf("make key: %w", err)
	}
	var wrapped bytes.Buffer
	if err := handle.WriteWithAssociatedData(keyset.NewBinaryWriter(&wrapped), v.wrapping, bind(owner, compartment)); err != nil {
		return fmt.Errorf("wrap key: %w", err)
	}
	return v.store.insert(ctx, wrappedKey{
		owner:       owner,
		compartment: compartment,
		keyID:       fmt.Sprintf("%08x", handle.KeysetInfo().GetPrimaryKeyId()),
		wrapped:     wrapped.Bytes(),
	})
}

func check(owner string, compartment Compartment) error {
	if owner == "" || owner == systemOwner {
		return fmt.Errorf("%q owns no case", owner)
	}
	switch compartment {
	case Case, Protection, Medical, Temporal:
		return nil
	}
	return fmt.Errorf("unknown compartment %q", compartment)
}

// bind makes associated data. Each part carries its length, so that no two lists of parts read the same.
func bind(owner string, compartment Compartment, place ...string) []byte {
	var bound []byte
	for _, part := range append([]string{owner, string(compartment)}, place...) {
		bound = binary.AppendUvarint(bound, uint64(len(part)))
		bound = append(bound, part...)
	}
	return bound
}
