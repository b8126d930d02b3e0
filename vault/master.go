package vault

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/aesgcm"
	"github.com/tink-crypto/tink-go/v2/insecuresecretdataaccess"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/secretdata"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// readMaster reads the key file, after making it when create is set and there is none.
func readMaster(path string, create bool) (master [32]byte, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		if err := writeMaster(path); err != nil {
			return master, fmt.Errorf("create key file: %w", err)
		}
		info, err = os.Stat(path)
	}
	if err != nil {
		return master, fmt.Errorf("key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return master, fmt.Errorf("key file %s is not a regular file", path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return master, fmt.Errorf("key file %s may be used by others (mode %04o): run chmod 600 on it", path, mode)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return master, fmt.Errorf("key file: %w", err)
	}
	// The decoder's own error would quote the key.
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != len(master) {
		return master, fmt.Errorf("key file %s does not hold %d bytes in base64", path, len(master))
	}
	return [32]byte(key), nil
}

// writeMaster makes a new key file. It appears whole or not at all, and of two processes starting at once the first wins.
func writeMaster(path string) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(folder, ".key-*") // CreateTemp makes it 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(draft.Name())) }()

	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return errors.Join(err, draft.Close())
	}
	_, err = draft.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// derive makes a 32-byte key of one purpose from the master key (RFC 5869).
func derive(master [32]byte, purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, master[:], nil, "homeward vault: "+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	return key, nil
}

func wrappingKey(master [32]byte) (tink.AEAD, error) {
	raw, err := derive(master, "wrapping")
	if err != nil {
		return nil, err
	}
	handle, err := keysetOf(raw)
	if err != nil {
		return nil, err
	}
	return aead.New(handle)
}

// randomKey is how data keys are made outside tests.
func randomKey(string, Compartment) (*keyset.Handle, error) {
	return keyset.NewHandle(aead.AES256GCMKeyTemplate())
}

func derivedKey(master [32]byte, owner string, compartment Compartment) (*keyset.Handle, error) {
	raw, err := derive(master, "data key "+string(bind(owner, compartment)))
	if err != nil {
		return nil, err
	}
	return keysetOf(raw)
}

// derivedKeyID is the same for every derived key: its ciphertexts must open in every vault of the same master.
const derivedKeyID = 1

func keysetOf(raw []byte) (*keyset.Handle, error) {
	parameters, err := aesgcm.NewParameters(aesgcm.ParametersOpts{
		KeySizeInBytes: 32, IVSizeInBytes: 12, TagSizeInBytes: 16, Variant: aesgcm.VariantTink,
	})
	if err != nil {
		return nil, err
	}
	key, err := aesgcm.NewKey(secretdata.NewBytesFromData(raw, insecuresecretdataaccess.Token{}), derivedKeyID, parameters)
	if err != nil {
		return nil, err
	}
	manager := keyset.NewManager()
	id, err := manager.AddKey(key)
	if err != nil {
		return nil, err
	}
	if err := manager.SetPrimary(id); err != nil {
		return nil, err
	}
	return manager.Handle()
}
