package access

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/store"
)

// How long a sign-in lasts.
const (
	longestSignIn = 12 * time.Hour   // of either kind, from the password on
	idleSession   = 30 * time.Minute // a session nobody uses
	noteUseEvery  = time.Minute      // how exact idleness is, so that reading a page writes nothing
)

// A Ticket is what a sign-in gives. Token is shown once; only its hash is kept.
type Ticket struct {
	Token     string
	Account   Account
	ExpiresAt time.Time // of a session: when it ends unused
}

// A Person is somebody who is signed in.
type Person struct {
	avrr.Actor
	Username    string
	DisplayName string
	Office      string
	Via         string // the kind of token they came with; empty for who came with none
}

// SignIn exchanges a username and a password for a token of a kind, store.TokenBearer or store.TokenSession.
//
// It answers an avrr.Error, CodeUnauthorised with the same sentence for an unknown name, a wrong password and a disabled
// account, or CodeTooManyAttempts. Each sign-in and each failure is an audit row; an attempt that came too early was not
// judged and leaves none, because it would let anybody fill the trail.
func (g *Gate) SignIn(ctx context.Context, username, password, kind string) (Ticket, error) {
	if kind != store.TokenBearer && kind != store.TokenSession {
		return Ticket{}, fmt.Errorf("sign in: there is no token of kind %q", kind)
	}
	account, err := g.recognise(ctx, foldUsername(username), password)
	if err != nil {
		return Ticket{}, during("sign in", err)
	}
	ticket, err := g.admit(ctx, account, kind)
	return ticket, during("sign in", err)
}

// recognise answers the account that username and password belong to.
func (g *Gate) recognise(ctx context.Context, username, password string) (store.Account, error) {
	account, known, err := g.lookUp(ctx, username)
	if err != nil {
		return store.Account{}, err
	}
	right, err := g.tryPassword(ctx, username, account, known, password)
	if err != nil || right {
		return account, err
	}
	if err := g.recordFailure(ctx, account, known); err != nil {
		return store.Account{}, err
	}
	return store.Account{}, avrr.Errorf(avrr.CodeUnauthorised, "The username or the password is not right.")
}

// lookUp answers the account of a username or, for an unknown one, an account that no password opens. What cannot be a
// username is not asked for: PostgreSQL refuses text with a zero byte in it.
func (g *Gate) lookUp(ctx context.Context, username string) (account store.Account, known bool, err error) {
	stranger := store.Account{PasswordHash: g.stranger}
	if !usernames.MatchString(username) {
		return stranger, false, nil
	}
	account, err = g.store.Read(ctx).AccountByUsername(username)
	if errors.Is(err, store.ErrNotFound) {
		return stranger, false, nil
	}
	return account, err == nil, err
}

// tryPassword looks at earlier failures and counts this one within one turn, so that guesses sent at once are no cheaper.
func (g *Gate) tryPassword(ctx context.Context, username string, account store.Account, known bool, password string) (bool, error) {
	if err := g.takeTurn(ctx); err != nil {
		return false, err
	}
	defer g.endTurn()
	if wait := g.attempts.wait(username, known, g.now()); wait > 0 {
		return false, avrr.Errorf(CodeTooManyAttempts, "Too many attempts. Wait %d seconds, then try again.", int(math.Ceil(wait.Seconds())))
	}
	right, err := matches(account.PasswordHash, password)
	if err != nil {
		return false, err
	}
	if right = right && known && !account.Disabled; right {
		g.attempts.succeeded(username)
	} else {
		g.attempts.failed(username, known, g.now())
	}
	return right, nil
}

// recordFailure names the account but never what was typed.
func (g *Gate) recordFailure(ctx context.Context, account store.Account, known bool) error {
	detail := "wrong password"
	switch {
	case !known:
		detail = "unknown username"
	case account.Disabled:
		detail = "disabled account"
	}
	return g.store.InTx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AuditRow{Verb: "sign-in-failed", SubjectKind: subjectAccount, SubjectID: account.ID, Detail: detail})
	})
}

func (g *Gate) admit(ctx context.Context, account store.Account, kind string) (Ticket, error) {
	secret, now := newSecret(), g.now()
	token := store.SignInToken{Hash: fingerprint(secret), AccountID: account.ID, Kind: kind, CreatedAt: now, LastSeenAt: &now}
	token.ExpiresAt = expiry(token, now)
	err := g.store.InTx(ctx, func(tx *store.Tx) error {
		// The password was right a moment ago; meanwhile somebody may have changed it or disabled the account.
		if is, err := tx.Account(account.ID); err != nil {
			return err
		} else if is.Disabled || is.PasswordHash != account.PasswordHash {
			return errNotSignedIn()
		}
		if err := tx.InsertSignInToken(token); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: account.ID, Verb: "sign-in", SubjectKind: subjectAccount, SubjectID: account.ID, Detail: kind})
	})
	if err != nil {
		return Ticket{}, err
	}
	return Ticket{Token: secret, Account: accountOf(account), ExpiresAt: token.ExpiresAt}, nil
}

// expiry is when a token used now ends.
func expiry(t store.SignInToken, now time.Time) time.Time {
	end := t.CreatedAt.Add(longestSignIn)
	if idle := now.Add(idleSession); t.Kind == store.TokenSession && idle.Before(end) {
		return idle
	}
	return end
}

// Identify answers who a token of a kind belongs to. It reads two rows by their keys, so a disabled account, another role
// and a sign-out take effect at the next request; a session in use is written to at most once a minute.
// It answers an avrr.Error with CodeUnauthorised and one sentence, whatever is wrong with the token.
func (g *Gate) Identify(ctx context.Context, token, kind string) (Person, error) {
	now := g.now()
	known, account, err := g.holder(ctx, token)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Person{}, errNotSignedIn()
	case err != nil:
		return Person{}, during("identify", err)
	case known.Kind != kind, known.RevokedAt != nil, !now.Before(known.ExpiresAt), account.Disabled:
		return Person{}, errNotSignedIn()
	}
	if err := g.noteUse(ctx, known, now); err != nil {
		return Person{}, err
	}
	return personOf(account, kind), nil
}

// Colleague answers whose account that is, for what is done in their name after they have left. Nobody comes with a token here, and a
// disabled account is nobody's any more: CodeUnauthorised.
func (g *Gate) Colleague(ctx context.Context, account string) (Person, error) {
	a, err := g.store.Read(ctx).Account(account)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && a.Disabled:
		return Person{}, avrr.Errorf(avrr.CodeUnauthorised, "The account this was asked for with is disabled.")
	case err != nil:
		return Person{}, during("colleague", err)
	}
	return personOf(a, ""), nil
}

// EndsIn answers in what time a session ends unless it is used, and whether using it puts that off.
func (g *Gate) EndsIn(ctx context.Context, token string) (left time.Duration, renews bool, err error) {
	known, err := g.store.Read(ctx).SignInToken(fingerprint(token))
	if errors.Is(err, store.ErrNotFound) {
		return 0, false, errNotSignedIn()
	}
	if err != nil {
		return 0, false, during("end of a session", err)
	}
	return known.ExpiresAt.Sub(g.now()), known.ExpiresAt.Before(known.CreatedAt.Add(longestSignIn)), nil
}

// keptFor is how long after the end of a session what its holder sends is still taken to be theirs.
const keptFor = 12 * time.Hour

// Former answers whose session has run out, so that what they have just sent can be kept for them until they sign in again. It is
// nobody's permission to do or to see anything. A session that was signed out of, or ended long ago, is nobody's: CodeUnauthorised.
func (g *Gate) Former(ctx context.Context, token string) (Person, error) {
	known, account, err := g.holder(ctx, token)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Person{}, errNotSignedIn()
	case err != nil:
		return Person{}, during("former", err)
	case known.Kind != store.TokenSession, known.RevokedAt != nil, g.now().After(known.ExpiresAt.Add(keptFor)), account.Disabled:
		return Person{}, errNotSignedIn()
	}
	return personOf(account, store.TokenSession), nil
}

func personOf(a store.Account, via string) Person {
	return Person{Actor: avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role), Office: a.Office}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office, Via: via}
}

func (g *Gate) holder(ctx context.Context, token string) (store.SignInToken, store.Account, error) {
	read := g.store.Read(ctx)
	known, err := read.SignInToken(fingerprint(token))
	if err != nil {
		return store.SignInToken{}, store.Account{}, err
	}
	account, err := read.Account(known.AccountID)
	return known, account, err
}

// noteUse puts off the end of a session. A database that can only be read is no reason to send people away: the session
// then ends when it would have.
func (g *Gate) noteUse(ctx context.Context, t store.SignInToken, now time.Time) error {
	if t.Kind != store.TokenSession || t.LastSeenAt != nil && now.Sub(*t.LastSeenAt) < noteUseEvery {
		return nil
	}
	err := g.store.InTx(ctx, func(tx *store.Tx) error { return tx.SeenSignInToken(t.Hash, now, expiry(t, now)) })
	switch {
	case errors.Is(err, store.ErrNotFound): // revoked since it was read
		return errNotSignedIn()
	case err != nil:
		slog.WarnContext(ctx, "the use of a session was not noted", "error", err)
	}
	return nil
}

// SignOut ends a token. One that is unknown or has ended already is no error.
func (g *Gate) SignOut(ctx context.Context, token string) error {
	hash := fingerprint(token)
	return during("sign out", g.store.InTx(ctx, func(tx *store.Tx) error {
		known, err := tx.SignInToken(hash)
		if errors.Is(err, store.ErrNotFound) || err == nil && known.RevokedAt != nil {
			return nil
		} else if err != nil {
			return err
		}
		if err := tx.RevokeSignInToken(hash); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: known.AccountID, Verb: "sign-out", SubjectKind: subjectAccount, SubjectID: known.AccountID})
	}))
}

// foldUsername lets people type their name as a phone's keyboard likes to write it.
func foldUsername(username string) string { return strings.ToLower(strings.TrimSpace(username)) }

func errNotSignedIn() error {
	return avrr.Errorf(avrr.CodeUnauthorised, "Please sign in: this sign-in has ended or was never valid.")
}
