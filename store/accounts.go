package store

import (
	"errors"
	"fmt"
	"time"

	"homeward/avrr"
)

// An Account is a member of staff who may sign in.
type Account struct {
	ID           string `gorm:"primaryKey"`
	Username     string
	DisplayName  string
	Role         string
	Office       string
	PasswordHash string
	Disabled     bool
	CreatedAt    time.Time // set by the store
}

// Kinds of sign-in tokens.
const (
	TokenBearer  = "bearer"
	TokenSession = "session"
)

// A SignInToken is proof of a sign-in. Only the hash of the secret is kept.
type SignInToken struct {
	Hash       []byte `gorm:"primaryKey"`
	AccountID  string
	Kind       string // TokenBearer or TokenSession
	CreatedAt  time.Time
	ExpiresAt  time.Time
	LastSeenAt *time.Time
	RevokedAt  *time.Time
}

// TableName is where gorm finds sign-in tokens.
func (SignInToken) TableName() string { return "tokens" }

// InsertAccount adds an account. It answers ErrDuplicate when the id or the username is taken.
func (tx *Tx) InsertAccount(a Account) error {
	if err := tx.db.Create(&a).Error; err != nil {
		return fmt.Errorf("insert account: %w", classify(err))
	}
	return nil
}

// SaveAccount changes all of an account but its id and its day of creation.
func (tx *Tx) SaveAccount(a Account) error {
	if err := exactlyOne(tx.db.Model(&a).Select("*").Omit("id", "created_at").Updates(&a), ErrNotFound); err != nil {
		return fmt.Errorf("save account: %w", err)
	}
	return nil
}

// Account answers the account of that id.
func (r *Reader) Account(id string) (Account, error) { return r.oneAccount("id = ?", id) }

// AccountByUsername answers the account that signs in with that name, which is compared as it is.
func (r *Reader) AccountByUsername(username string) (Account, error) {
	return r.oneAccount("username = ?", username)
}

// Accounts answers accounts in the order of their usernames, at most 100, those after the given username.
func (r *Reader) Accounts(after string, limit int) ([]Account, error) {
	var all []Account
	if err := r.db.Where("username > ?", after).Order("username").Limit(atMost(limit)).Find(&all).Error; err != nil {
		return nil, fmt.Errorf("accounts: %w", classify(err))
	}
	return all, nil
}

func (r *Reader) oneAccount(where, value string) (Account, error) {
	var a Account
	if err := r.db.Where(where, value).Take(&a).Error; err != nil {
		return Account{}, fmt.Errorf("account: %w", classify(err))
	}
	return a, nil
}

// InsertSignInToken keeps a token. It answers ErrReference when there is no such account.
func (tx *Tx) InsertSignInToken(t SignInToken) error {
	if err := tx.db.Create(&t).Error; err != nil {
		return fmt.Errorf("insert sign-in token: %w", classify(err))
	}
	return nil
}

// SignInToken answers the token with that hash, expired and revoked ones included.
func (r *Reader) SignInToken(hash []byte) (SignInToken, error) {
	var t SignInToken
	if err := r.db.Where("hash = ?", hash).Take(&t).Error; err != nil {
		return SignInToken{}, fmt.Errorf("sign-in token: %w", classify(err))
	}
	return t, nil
}

// SeenSignInToken notes when a token was last used and when it now expires.
func (tx *Tx) SeenSignInToken(hash []byte, at, expires time.Time) error {
	done := tx.db.Model(&SignInToken{}).Where("hash = ? AND revoked_at IS NULL", hash).
		Updates(map[string]any{"last_seen_at": at, "expires_at": expires})
	if err := exactlyOne(done, ErrNotFound); err != nil {
		return fmt.Errorf("seen sign-in token: %w", err)
	}
	return nil
}

// RevokeSignInToken ends one token; ending it again changes nothing.
func (tx *Tx) RevokeSignInToken(hash []byte) error { return tx.revoke("hash = ?", hash) }

// RevokeSignInTokens ends every token of an account.
func (tx *Tx) RevokeSignInTokens(accountID string) error {
	return tx.revoke("account_id = ?", accountID)
}

func (tx *Tx) revoke(where string, value any) error {
	err := tx.db.Model(&SignInToken{}).Where(where, value).Where("revoked_at IS NULL").Update("revoked_at", tx.store.now()).Error
	if err != nil {
		return fmt.Errorf("revoke sign-in token: %w", classify(err))
	}
	return nil
}

// Staff answers whom a user name belongs to, for rules that ask; false when nobody who may sign in has it.
func (r *Reader) Staff(username string) (who avrr.Actor, ok bool, err error) {
	a, err := r.AccountByUsername(username)
	if errors.Is(err, ErrNotFound) {
		return who, false, nil
	}
	return avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role)}, err == nil && !a.Disabled, err
}
