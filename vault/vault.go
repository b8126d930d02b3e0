// Package vault keeps the keys of every case and turns personal data into ciphertext and back.
//
// Each owner (a case or a movement) has one data key for each compartment, wrapped by a key that lives in a file.
// Ciphertext is bound to its owner, compartment and place; destroying an owner's keys makes all of it unreadable.
package vault

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Compartment is one need-to-know part of an owner's data, sealed under a key of its own.
type Compartment string

// The compartments an owner may have.
const (
	Case       Compartment = "case"       // what the case's own staff may read
	Protection Compartment = "protection" // screenings and risk assessments
	Medical    Compartment = "medical"    // clearances and their conditions
	Temporal   Compartment = "temporal"   // payloads and failures sent to Temporal
)

var (
	// ErrNoKey says that the owner has no key for this compartment: create it first.
	ErrNoKey = errors.New("no key for this owner and compartment")
	// ErrErased says that the owner's keys were destroyed, for good.
	ErrErased = errors.New("the owner's keys were destroyed")
	// ErrWrongPlace says that ciphertext does not open here: it was moved, altered, or is not ours.
	ErrWrongPlace = errors.New("ciphertext cannot be opened in this place")
	// ErrForeignStore says that the key store's keys were wrapped by another key file.
	ErrForeignStore = errors.New("the key store belongs to another key file")
)

const (
	// cachedOwners bounds how many owners' unwrapped keys stay in memory, about 8 kB each.
	cachedOwners = 4096
	// cacheTTL bounds how long a process can still open what another process has erased.
	cacheTTL = 10 * time.Minute
)

// systemOwner holds the vault's own key, used for what belongs to no case.
const systemOwner = "system"

// Config says where the keys are.
type Config struct {
	// KeyFile is the path of the key-encryption key: 32 random bytes in base64, readable by its owner alone.
	KeyFile string
	// Create makes the key file, and its folder, when it does not exist.
	Create bool
	// Store is the key store: "sqlite:PATH" or "postgres://…" (schema homeward_keys).
	Store string
}

// Vault seals and opens data. It is safe for use by many goroutines.
type Vault struct {
	wrapping tink.AEAD // wraps the data keys
	index    []byte    // keys the blind indexes
	store    keyStore
	cache    *cache
	system   tink.AEAD
	newKey   func(owner string, compartment Compartment) (*keyset.Handle, error)

	newPaperKey func(name Compartment) (*ecdsa.PrivateKey, error)
}

// Open reads the key file and connects to the key store, creating its tables when they are missing. It fails with
// [ErrForeignStore] when the store's keys were wrapped by another key file.
func Open(ctx context.Context, config Config) (*Vault, error) {
	master, err := readMaster(config.KeyFile, config.Create)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	store, err := openStore(ctx, config.Store)
	if err != nil {
		return nil, fmt.Errorf("open vault: key store: %w", err)
	}
	v, err := assemble(ctx, master, store, randomKey, randomPaperKey)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open vault: %w", err), store.close())
	}
	return v, nil
}

// NewInMemory makes a vault whose keys follow from master and are stored nowhere: the same owner has the same key in
// every vault of that master, so what one process recorded another can replay. It is for tests and recorded histories.
func NewInMemory(master [32]byte) (*Vault, error) {
	v, err := assemble(context.Background(), master, newMemoryStore(), func(owner string, c Compartment) (*keyset.Handle, error) {
		return derivedKey(master, owner, c)
	}, func(name Compartment) (*ecdsa.PrivateKey, error) { return derivedPaperKey(master, name) })
	if err != nil {
		return nil, fmt.Errorf("open vault in memory: %w", err)
	}
	return v, nil
}

func assemble(ctx context.Context, master [32]byte, store keyStore, newKey func(string, Compartment) (*keyset.Handle, error),
	newPaperKey func(Compartment) (*ecdsa.PrivateKey, error)) (*Vault, error) {
	wrapping, err := wrappingKey(master)
	if err != nil {
		return nil, err
	}
	index, err := derive(master, "blind index")
	if err != nil {
		return nil, err
	}
	v := &Vault{
		wrapping: wrapping,
		index:    index,
		store:    store,
		cache:    newCache(cachedOwners, cacheTTL),
		newKey:   newKey,

		newPaperKey: newPaperKey,
	}
	if err := v.insertKey(ctx, systemOwner, Temporal); err != nil {
		return nil, err
	}
	keys, err := v.load(ctx, systemOwner)
	if err != nil {
		return nil, err
	}
	v.system = keys[Temporal]
	if err := v.firstPaperKey(ctx); err != nil {
		return nil, err
	}
	return v, nil
}

// Close releases the key store.
func (v *Vault) Close() error {
	if err := v.store.close(); err != nil {
		return fmt.Errorf("close vault: %w", err)
	}
	return nil
}
