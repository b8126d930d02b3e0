package access

import (
	"context"
	"errors"

	"homeward/avrr"
	"homeward/store"
)

// A Name is how a colleague is shown.
type Name struct {
	Username    string
	DisplayName string
	Role        avrr.Role
	Office      string
	Disabled    bool
}

// nameList is everybody's name as of one value of the row at accountsKey.
type nameList struct {
	asOf string
	byID map[string]Name
}

// Names answers the names of all accounts, disabled ones included, by account id. The map is shared: do not change it.
// It is read again only when an account has changed, in this process or another; otherwise the call costs one small read.
func (g *Gate) Names(ctx context.Context) (map[string]Name, error) {
	read := g.store.Read(ctx)
	asOf, err := read.Meta(accountsKey)
	if errors.Is(err, store.ErrNotFound) {
		return map[string]Name{}, nil
	} else if err != nil {
		return nil, during("names", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.names.asOf == asOf {
		return g.names.byID, nil
	}
	byID := map[string]Name{}
	err = eachAccount(read, func(a store.Account) {
		byID[a.ID] = Name{a.Username, a.DisplayName, avrr.Role(a.Role), a.Office, a.Disabled}
	})
	if err != nil {
		return nil, during("names", err)
	}
	g.names = nameList{asOf, byID}
	return byID, nil
}
