package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// What drafts are bounded by.
const (
	draftsKept   = 14 * 24 * time.Hour // since somebody last wrote
	mostDrafts   = 100                 // of one person
	largestDraft = 256 << 10           // of what was entered, in bytes
)

// A FormAt is where a form stands: the address of its page with what it was opened with, and the case or the movement it is about.
type FormAt struct {
	Page      string
	Reference string // of the case; empty when there is none yet
	Movement  string // its id; empty when it is about none
}

// A Draft is what somebody has entered in a form and not sent. It is nobody's but theirs, and never counts as said about the case.
type Draft struct {
	Page    string              `json:"page"`
	Entries map[string][]string `json:"entries"`
	SavedAt time.Time           `json:"-"`
}

// errSent is the answer to a draft that comes after its form: there is nothing to keep any more.
var errSent = avrr.Errorf(avrr.CodeStage, "This form has been sent already.")

// KeepDraft keeps what somebody has entered so far, in place of what was kept of the same form before, and answers when. The key of
// the form goes with it: once a request was made under it there is no draft of it any more, however late one arrives.
func (d *Desk) KeepDraft(ctx context.Context, who access.Person, at FormAt, entries map[string][]string) (time.Time, error) {
	owner, err := d.draftOwner(ctx, who, at)
	if err != nil {
		return time.Time{}, err
	}
	content, err := json.Marshal(Draft{Page: at.Page, Entries: entries})
	if err != nil {
		return time.Time{}, fmt.Errorf("keep draft: %w", err)
	}
	if len(content) > largestDraft {
		return time.Time{}, avrr.Errorf(avrr.CodeInvalid, "This is more than a draft can hold.")
	}
	now := d.now()
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		if sent, err := wasSent(tx.Reader, entries); err != nil || sent {
			return errors.Join(err, errSent)
		}
		if err := tx.DropDraftsBefore(now.Add(-draftsKept)); err != nil {
			return err
		}
		if err := roomForDraft(tx, who.ID, at.Page); err != nil {
			return err
		}
		return tx.KeepDraft(at.Page, store.Draft{Account: who.ID, Owner: owner, SavedAt: now, Content: content})
	})
	return now, err
}

func roomForDraft(tx *store.Tx, account, page string) error {
	n, err := tx.CountDrafts(account)
	if err != nil || n < mostDrafts {
		return err
	}
	if _, err := tx.Draft(account, page); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return avrr.Errorf(avrr.CodeRule, "You have %d drafts already. Send or throw away some of them on your work page first.", mostDrafts)
}

// draftOwner answers whose keys seal a draft, and makes those of the person where there is no case yet.
func (d *Desk) draftOwner(ctx context.Context, who access.Person, at FormAt) (store.Subject, error) {
	switch {
	case at.Reference != "":
		if err := access.May(who.Actor, access.SeeCase, nil); err != nil {
			return store.Subject{}, err
		}
		row, err := d.Store.Read(ctx).CaseByReference(at.Reference)
		if errors.Is(err, store.ErrNotFound) {
			return store.Subject{}, errNoCase
		}
		return store.CaseSubject(row.ID), err
	case at.Movement != "":
		if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
			return store.Subject{}, err
		}
		_, err := d.Store.Read(ctx).Movement(at.Movement)
		if errors.Is(err, store.ErrNotFound) {
			return store.Subject{}, errNoMovement
		}
		return store.MovementSubject(at.Movement), err
	}
	owner := store.AccountSubject(who.ID)
	if err := d.Vault.CreateKey(ctx, owner.String(), vault.Protection); err != nil {
		return store.Subject{}, fmt.Errorf("keep draft: %w", err)
	}
	return owner, nil
}

// Draft answers what somebody has entered in a form before; false when there is nothing, or nothing that still counts.
func (d *Desk) Draft(ctx context.Context, who access.Person, page string) (Draft, bool, error) {
	r := d.Store.Read(ctx)
	kept, err := r.Draft(who.ID, page)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrSealed):
		return Draft{}, false, nil
	case err != nil:
		return Draft{}, false, err
	}
	draft, err := readDraft(kept)
	if err != nil || kept.SavedAt.Before(d.now().Add(-draftsKept)) {
		return Draft{}, false, err
	}
	sent, err := wasSent(r, draft.Entries)
	return draft, !sent && err == nil, err
}

// DropDraft throws a draft away. One that is not there is no error.
func (d *Desk) DropDraft(ctx context.Context, who access.Person, page string) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error { return tx.DropDraft(who.ID, page) })
}

// A DraftView is one line of the list of somebody's drafts: where it is, and of which case. What was entered is not in it.
type DraftView struct {
	Page      string
	SavedAt   time.Time
	Reference string // empty when it is about no case
	Principal string // the reference where the name is not shown
	Country   string // where its times are told, ISO 3166-1 alpha-2; empty when it is about no case
}

// Drafts answers what somebody has begun and not sent, the newest first.
func (d *Desk) Drafts(ctx context.Context, who access.Person) ([]DraftView, error) {
	r := d.Store.Read(ctx)
	kept, err := r.Drafts(who.ID)
	if err != nil {
		return nil, err
	}
	kept = slices.DeleteFunc(kept, func(k store.Draft) bool { return k.SavedAt.Before(d.now().Add(-draftsKept)) })
	cases, err := d.casesOfDrafts(r, kept)
	if err != nil {
		return nil, err
	}
	drafts := make([]Draft, len(kept))
	var keys []string
	for n, k := range kept {
		if drafts[n], err = readDraft(k); err != nil {
			return nil, err
		}
		keys = append(keys, keyOf(drafts[n].Entries))
	}
	sent, err := r.KeysUsed(keys)
	if err != nil {
		return nil, err
	}
	views := make([]DraftView, 0, len(kept))
	for n, k := range kept {
		draft := drafts[n]
		if sent[keys[n]] {
			continue
		}
		v := DraftView{Page: draft.Page, SavedAt: k.SavedAt}
		if row, ok := cases[k.Owner.ID]; ok {
			l, err := listed(row, who, nil, d.now())
			if err != nil {
				return nil, err
			}
			v.Reference, v.Principal, v.Country = l.Reference, l.Principal, l.HostCountry
		}
		views = append(views, v)
	}
	return views, nil
}

func (d *Desk) casesOfDrafts(r *store.Reader, drafts []store.Draft) (map[string]store.Case, error) {
	var ids []string
	for _, k := range drafts {
		if k.Owner.Kind == store.KindCase && !slices.Contains(ids, k.Owner.ID) {
			ids = append(ids, k.Owner.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return r.Listed(ids)
}

func readDraft(kept store.Draft) (Draft, error) {
	draft := Draft{SavedAt: kept.SavedAt}
	if err := json.Unmarshal(kept.Content, &draft); err != nil {
		return Draft{}, fmt.Errorf("read draft: %w", err)
	}
	return draft, nil
}

// wasSent reports whether the form these entries are of has been accepted.
func wasSent(r *store.Reader, entries map[string][]string) (bool, error) {
	key := keyOf(entries)
	sent, err := r.KeysUsed([]string{key})
	return sent[key], err
}

// keyOf is the key of the form these entries are of, empty where it has none.
func keyOf(entries map[string][]string) string {
	if keys := entries["key"]; len(keys) > 0 {
		return keys[0]
	}
	return ""
}
