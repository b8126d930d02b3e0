package casework

import (
	"context"
	"strings"
	"unicode/utf8"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// Bounds of what somebody keeps as a view.
const (
	longestViewName  = 60 // letters
	longestViewQuery = 500
)

// CaseCounts answers how many cases each of several searches finds. Cursor and limit mean nothing here.
func (d *Desk) CaseCounts(ctx context.Context, who access.Person, searches []Search) ([]int, error) {
	if err := access.May(who.Actor, access.SeeCaseload, nil); err != nil {
		return nil, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	filters := make([]store.Filter, len(searches))
	for i, s := range searches {
		if filters[i], err = d.filter(who, s, names); err != nil {
			return nil, err
		}
	}
	return d.Store.Read(ctx).CaseCounts(filters)
}

// Views answers the views of the caseload that somebody keeps, the oldest first.
func (d *Desk) Views(ctx context.Context, who access.Person) ([]store.View, error) {
	if err := access.May(who.Actor, access.SeeCaseload, nil); err != nil {
		return nil, err
	}
	return d.Store.Read(ctx).Views(who.ID)
}

// SaveView keeps a view for whoever asks, or gives the one of the same query another name. What is kept chooses cases and looks for
// nobody: the query holds no name.
func (d *Desk) SaveView(ctx context.Context, who access.Person, query, name string) error {
	kept, err := d.Views(ctx, who)
	if err != nil {
		return err
	}
	again := false
	for _, v := range kept {
		again = again || v.Query == query
	}
	switch name = strings.TrimSpace(name); {
	case name == "" || utf8.RuneCountInString(name) > longestViewName:
		return avrr.Errorf(avrr.CodeInvalid, "A view has a name of at most %d letters.", longestViewName)
	case query == "" || len(query) > longestViewQuery:
		return avrr.Errorf(avrr.CodeInvalid, "Choose some of the cases first; a view keeps the choice.")
	case !again && len(kept) >= store.MostViews:
		return avrr.Errorf(avrr.CodeInvalid, "You keep %d views already; delete one first.", store.MostViews)
	}
	if err := d.Vault.CreateKey(ctx, store.AccountSubject(who.ID).String(), vault.Case); err != nil {
		return err
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.SaveView(store.View{Account: who.ID, Query: query, Name: name, SavedAt: d.now()})
	})
}

// DropView forgets a view of whoever asks.
func (d *Desk) DropView(ctx context.Context, who access.Person, query string) error {
	if err := access.May(who.Actor, access.SeeCaseload, nil); err != nil {
		return err
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error { return tx.DropView(who.ID, query) })
}
