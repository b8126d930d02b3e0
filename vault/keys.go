package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

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

// warmedAtOnce is how many owners' keys one statement reads: well above a page of a list, well below what a database takes.
const warmedAtOnce = 200

// Warm brings the owners' keys into memory, all by one reading, so that the next Seal or Open of each needs no database. An
// owner without keys is left out, and so is one that was erased or whose keys do not unwrap: opening says why.
func (v *Vault) Warm(ctx context.Context, owners ...string) error {
	cold := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(owners))), func(owner string) bool {
		_, held := v.cache.get(owner)
		return held
	})
	for some := range slices.Chunk(cold, warmedAtOnce) {
		seen := v.cache.drops()
		all, err := v.store.loadAll(ctx, some)
		if err != nil {
			return fmt.Errorf("warm keys: %w", err)
		}
		for owner, wrapped := range all {
			if keys, err := v.unwrap(owner, wrapped); err == nil {
				v.cache.put(owner, keys, seen)
			}
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
	if !ownsData(owner) {
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
	keys, err := v.unwrap(owner, wrapped)
	if err == nil && len(keys) > 0 {
		v.cache.put(owner, keys, seen)
	}
	return keys, err
}

func (v *Vault) unwrap(owner string, wrapped map[Compartment][]byte) (keysOf, error) {
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
	if !ownsData(owner) {
		return fmt.Errorf("%q owns no case", owner)
	}
	switch compartment {
	case Case, Protection, Medical, Temporal:
		return nil
	}
	return fmt.Errorf("unknown compartment %q", compartment)
}

// ownsData tells cases and movements from the installation itself.
func ownsData(owner string) bool { return owner != "" && owner != systemOwner && owner != paperOwner }

// bind makes associated data. Each part carries its length, so that no two lists of parts read the same.
func bind(owner string, compartment Compartment, place ...string) []byte {
	var bound []byte
	for _, part := range append([]string{owner, string(compartment)}, place...) {
		bound = binary.AppendUvarint(bound, uint64(len(part)))
		bound = append(bound, part...)
	}
	return bound
}
