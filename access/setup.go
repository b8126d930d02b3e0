package access

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/store"
)

// The set-up link makes the first administrator of an empty house.
const (
	setupKey  = "setup" // the meta row that holds the hash of the secret and when it ends; empty once spent
	setupLife = 30 * time.Minute
)

// FirstAdministrator answers a secret for a one-time link with which to make the first administrator, and whether one is
// needed at all. The link holds for 30 minutes; asking again replaces it.
func (g *Gate) FirstAdministrator(ctx context.Context) (secret string, needed bool, err error) {
	err = g.changing(ctx, func(tx *store.Tx) error {
		count, err := administrators(tx.Reader, "")
		if needed = count == 0; err != nil || !needed {
			return err
		}
		secret = newSecret()
		ends := g.now().Add(setupLife).UTC().Format(time.RFC3339)
		return tx.SetMeta(setupKey, hex.EncodeToString(fingerprint(secret))+" "+ends)
	})
	if err != nil {
		return "", false, during("first administrator", err)
	}
	return secret, needed, nil
}

// NeedsFirst reports whether nobody administers the house yet.
func (g *Gate) NeedsFirst(ctx context.Context) (bool, error) {
	count, err := administrators(g.store.Read(ctx), "")
	if err != nil {
		return false, during("needs first administrator", err)
	}
	return count == 0, nil
}

// RedeemSetup makes the first administrator with the secret of the link, which is spent by it.
// It answers an avrr.Error: CodeUnauthorised for a secret that does not hold, CodeInvalid for a malformed value, which
// spends nothing.
func (g *Gate) RedeemSetup(ctx context.Context, secret, username, displayName, password string) (Account, error) {
	// Asked before a password is hashed, so that only who has the link can make us work.
	if err := g.checkSetup(g.store.Read(ctx), secret); err != nil {
		return Account{}, during("redeem set-up link", err)
	}
	row, err := g.newAccount(Account{Username: username, DisplayName: displayName, Role: avrr.Administrator}, g.hashOfNew(ctx, password))
	if err != nil {
		return Account{}, during("redeem set-up link", err)
	}
	err = g.changing(ctx, func(tx *store.Tx) error {
		if err := g.checkSetup(tx.Reader, secret); err != nil {
			return err
		}
		if err := insertAccount(tx, avrr.Actor{ID: row.ID}, row); err != nil {
			return err
		}
		return tx.SetMeta(setupKey, "")
	})
	if err != nil {
		return Account{}, during("redeem set-up link", err)
	}
	return accountOf(row), nil
}

// checkSetup refuses a secret that is wrong, spent or too old, and any while there is an administrator.
func (g *Gate) checkSetup(r *store.Reader, secret string) error {
	kept, err := r.Meta(setupKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	hash, ends, _ := strings.Cut(kept, " ")
	end, err := time.Parse(time.RFC3339, ends)
	given := hex.EncodeToString(fingerprint(secret))
	if err != nil || subtle.ConstantTimeCompare([]byte(hash), []byte(given)) != 1 || !g.now().Before(end) {
		return errSetup()
	}
	if count, err := administrators(r, ""); err != nil {
		return err
	} else if count > 0 {
		return errSetup()
	}
	return nil
}

func errSetup() error {
	return avrr.Errorf(avrr.CodeUnauthorised, "This set-up link is spent or too old; starting Homeward again prints a new one.")
}
