// Package access knows who somebody is and what they may do: accounts, sign-ins, and the one question May.
package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"time"

	"homeward/avrr"
	"homeward/store"
)

// CodeTooManyAttempts is the code of the avrr.Error that asks somebody to wait before trying a password again.
const CodeTooManyAttempts = "too-many-attempts"

// Config says where accounts are kept and what time it is.
type Config struct {
	Store *store.Store     // required
	Clock func() time.Time // time.Now when nil
}

// A Gate lets people in and keeps their accounts. It is safe for use by several goroutines.
type Gate struct {
	store    *store.Store
	now      func() time.Time
	hashing  chan struct{} // holds a value for each password being hashed
	stranger string        // the password hash of whoever has no account
	attempts *attempts

	mu    sync.Mutex
	names nameList
}

// New makes the gate of a store.
func New(c Config) *Gate {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	return &Gate{store: c.Store, now: c.Clock, hashing: make(chan struct{}, hashesAtOnce), stranger: strangersHash(), attempts: newAttempts()}
}

// accountsKey is the meta row that every change of an account rewrites.
const accountsKey = "accounts-changed"

// changing runs do in a transaction that no other change of accounts overlaps. Rewriting one row first makes the others
// wait on either database: an account is read and saved whole, and a password set at the wrong moment would otherwise
// enable again whom somebody has just disabled. The row's value tells every process that its list of names is old.
func (g *Gate) changing(ctx context.Context, do func(tx *store.Tx) error) error {
	return g.store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.SetMeta(accountsKey, rand.Text()); err != nil {
			return err
		}
		return do(tx)
	})
}

// newSecret makes a random reference of 256 bits, safe in a header, a cookie and a link.
func newSecret() string {
	var raw [32]byte
	rand.Read(raw[:]) // never fails: crypto/rand ends the process instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// fingerprint is all that is kept of a secret. One of 256 random bits needs no slow hash.
func fingerprint(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// during names the operation an error came from; what is said to the person stays as it is.
func during(operation string, err error) error {
	var said *avrr.Error
	if err == nil || errors.As(err, &said) {
		return err
	}
	return fmt.Errorf("%s: %w", operation, err)
}
