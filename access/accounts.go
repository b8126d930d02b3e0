package access

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/oklog/ulid/v2"
	"golang.org/x/text/unicode/norm"

	"homeward/avrr"
	"homeward/store"
)

// subjectAccount is the kind of audit rows about accounts.
const subjectAccount = "account"

// An Account is a member of staff who may sign in.
type Account struct {
	ID          string // a ULID
	Username    string // ^[a-z0-9._-]{1,60}$
	DisplayName string // at most 120 characters
	Role        avrr.Role
	Office      string // at most 120 characters
	Disabled    bool
	CreatedAt   time.Time
}

// CreateAccount adds an account and answers it with its id. Of a it takes all but ID, Disabled and CreatedAt.
// It answers an avrr.Error with CodeInvalid and the field at fault when a value is malformed or the username is taken.
func (g *Gate) CreateAccount(ctx context.Context, by avrr.Actor, a Account, password string) (Account, error) {
	if err := May(by, ManageAccounts, nil); err != nil {
		return Account{}, err
	}
	row, err := g.newAccount(a, g.hashOfNew(ctx, password))
	if err != nil {
		return Account{}, during("create account", err)
	}
	if err := g.changing(ctx, func(tx *store.Tx) error { return insertAccount(tx, by, row) }); err != nil {
		return Account{}, during("create account", err)
	}
	return accountOf(row), nil
}

// SetPassword gives an account another password and ends all its sign-ins.
func (g *Gate) SetPassword(ctx context.Context, by avrr.Actor, id, password string) error {
	if err := May(by, ManageAccounts, nil); err != nil {
		return err
	}
	if err := checkNewPassword(password); err != nil {
		return err
	}
	hash, err := g.hashPassword(ctx, password)
	if err != nil {
		return during("set password", err)
	}
	return g.change(ctx, by, "set-password", id, func(tx *store.Tx, a *store.Account) error {
		a.PasswordHash = hash
		return tx.RevokeSignInTokens(id)
	})
}

// ChangePassword gives somebody another password who knows the present one, and ends all their sign-ins.
// It answers an avrr.Error: CodeInvalid, CodeUnauthorised for a wrong present password, or CodeTooManyAttempts.
func (g *Gate) ChangePassword(ctx context.Context, who Person, present, next string) error {
	if err := checkNewPassword(next); err != nil {
		return err
	}
	account, err := g.recognise(ctx, who.Username, present)
	if err != nil {
		return during("change password", err)
	}
	hash, err := g.hashPassword(ctx, next)
	if err != nil {
		return during("change password", err)
	}
	return g.edit(ctx, who.Actor, "change-password", account.ID, func(tx *store.Tx, a *store.Account) error {
		if a.PasswordHash != account.PasswordHash {
			return errNotSignedIn() // somebody set another one meanwhile
		}
		a.PasswordHash = hash
		return tx.RevokeSignInTokens(a.ID)
	})
}

// Disable ends all sign-ins of an account and refuses further ones. The last administrator cannot be disabled.
func (g *Gate) Disable(ctx context.Context, by avrr.Actor, id string) error {
	return g.change(ctx, by, "disable-account", id, func(tx *store.Tx, a *store.Account) error {
		a.Disabled = true
		if a.Role == string(avrr.Administrator) {
			if others, err := administrators(tx.Reader, id); err != nil {
				return err
			} else if others == 0 {
				return avrr.Errorf(avrr.CodeRule, "This is the last administrator; make another one first.")
			}
		}
		return tx.RevokeSignInTokens(id)
	})
}

// Enable lets an account sign in again.
func (g *Gate) Enable(ctx context.Context, by avrr.Actor, id string) error {
	return g.change(ctx, by, "enable-account", id, func(_ *store.Tx, a *store.Account) error {
		a.Disabled = false
		return nil
	})
}

// change edits one account on behalf of an administrator. It answers CodeNotFound when there is no such account.
func (g *Gate) change(ctx context.Context, by avrr.Actor, verb, id string, edit func(tx *store.Tx, a *store.Account) error) error {
	if err := May(by, ManageAccounts, nil); err != nil {
		return err
	}
	return g.edit(ctx, by, verb, id, edit)
}

func (g *Gate) edit(ctx context.Context, by avrr.Actor, verb, id string, edit func(tx *store.Tx, a *store.Account) error) error {
	if _, err := ulid.ParseStrict(id); err != nil {
		return errNoAccount()
	}
	return during(verb, g.changing(ctx, func(tx *store.Tx) error {
		a, err := tx.Account(id)
		if errors.Is(err, store.ErrNotFound) {
			return errNoAccount()
		} else if err != nil {
			return err
		}
		if err := edit(tx, &a); err != nil {
			return err
		}
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: by.ID, Verb: verb, SubjectKind: subjectAccount, SubjectID: id})
	}))
}

// Accounts answers accounts in the order of their usernames, at most 100, those after the given username.
func (g *Gate) Accounts(ctx context.Context, by avrr.Actor, after string) ([]Account, error) {
	if err := May(by, ManageAccounts, nil); err != nil {
		return nil, err
	}
	if after != "" && !usernames.MatchString(after) {
		return nil, invalid("/after", "There is no such username.")
	}
	rows, err := g.store.Read(ctx).Accounts(after, 0)
	if err != nil {
		return nil, during("accounts", err)
	}
	accounts := make([]Account, len(rows))
	for i, row := range rows {
		accounts[i] = accountOf(row)
	}
	return accounts, nil
}

// Account answers the account of a username. It answers CodeNotFound when there is none.
func (g *Gate) Account(ctx context.Context, by avrr.Actor, username string) (Account, error) {
	if err := May(by, ManageAccounts, nil); err != nil {
		return Account{}, err
	}
	row, err := g.store.Read(ctx).AccountByUsername(username)
	if errors.Is(err, store.ErrNotFound) {
		return Account{}, errNoAccount()
	}
	return accountOf(row), during("account", err)
}

// administrators counts those who can sign in, one account left out.
func administrators(r *store.Reader, but string) (int, error) {
	count := 0
	err := eachAccount(r, func(a store.Account) {
		if a.Role == string(avrr.Administrator) && !a.Disabled && a.ID != but {
			count++
		}
	})
	return count, err
}

func eachAccount(r *store.Reader, visit func(a store.Account)) error {
	for after := ""; ; {
		page, err := r.Accounts(after, 0)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		for _, a := range page {
			visit(a)
		}
		after = page[len(page)-1].Username
	}
}

// newAccount checks the values of an account and gives it an id and a password hash, which is made when all else holds.
func (g *Gate) newAccount(a Account, hashed func() (string, error)) (store.Account, error) {
	a.DisplayName, a.Office = tidy(a.DisplayName), tidy(a.Office)
	if err := checkAccount(a); err != nil {
		return store.Account{}, err
	}
	now := g.now()
	id, err := ulid.New(ulid.Timestamp(now), rand.Reader)
	if err != nil {
		return store.Account{}, fmt.Errorf("make an id: %w", err)
	}
	hash, err := hashed()
	if err != nil {
		return store.Account{}, err
	}
	return store.Account{
		ID: id.String(), Username: a.Username, DisplayName: a.DisplayName, Role: string(a.Role), Office: a.Office,
		PasswordHash: hash, CreatedAt: now,
	}, nil
}

func insertAccount(tx *store.Tx, by avrr.Actor, row store.Account) error {
	// Asked first, because a refused insert would spoil a PostgreSQL transaction; nobody else adds accounts meanwhile.
	switch _, err := tx.AccountByUsername(row.Username); {
	case err == nil:
		return invalid("/username", "There is an account of that name already.")
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	if err := tx.InsertAccount(row); err != nil {
		return err
	}
	return tx.Audit(store.AuditRow{Actor: by.ID, Verb: "create-account", SubjectKind: subjectAccount, SubjectID: row.ID, Detail: row.Role})
}

var usernames = regexp.MustCompile(`^[a-z0-9._-]{1,60}$`)

// longestLabel is the most characters of a display name or an office.
const longestLabel = 120

func checkAccount(a Account) error {
	switch {
	case !usernames.MatchString(a.Username):
		return invalid("/username", "A username has 1 to 60 small letters, digits, dots, hyphens and underscores.")
	case a.DisplayName == "" || !isLabel(a.DisplayName):
		return invalid("/display_name", "A display name has 1 to 120 characters on one line.")
	case !isLabel(a.Office):
		return invalid("/office", "An office has at most 120 characters on one line.")
	case !slices.Contains(avrr.Roles, a.Role):
		return invalid("/role", "There is no such role.")
	}
	return nil
}

func isLabel(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestLabel && !strings.ContainsFunc(text, unicode.IsControl)
}

func tidy(text string) string { return strings.TrimSpace(norm.NFC.String(text)) }

func errNoAccount() error { return avrr.Errorf(avrr.CodeNotFound, "There is no such account.") }

func invalid(field, message string) error {
	return &avrr.Error{Code: avrr.CodeInvalid, Message: message, Field: field}
}

func accountOf(row store.Account) Account {
	return Account{
		ID: row.ID, Username: row.Username, DisplayName: row.DisplayName, Role: avrr.Role(row.Role), Office: row.Office,
		Disabled: row.Disabled, CreatedAt: row.CreatedAt,
	}
}
