package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A Chosen is a case that somebody has chosen with others, and why what they wish cannot be done to it as things stand.
type Chosen struct {
	Listed
	Why string // the sentence of a rule, in English; empty when nothing stands in the way
}

// ReferencesOf answers the cases a list shows, in its order: those of its page, or all of them.
func (d *Desk) ReferencesOf(ctx context.Context, who access.Person, s Search, all bool) ([]string, error) {
	if all {
		s.Cursor, s.Limit = "", 0
		n, err := d.CaseCount(ctx, who, s)
		if err != nil {
			return nil, err
		}
		if n > MostChosen {
			return nil, tooMany(n)
		}
	}
	var references []string
	for {
		list, next, err := d.Caseload(ctx, who, s)
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			references = append(references, l.Reference)
		}
		if !all || next == "" || len(references) >= MostChosen {
			return references[:min(len(references), MostChosen)], nil
		}
		s.Cursor = next
	}
}

// Choose answers the cases of references in their order, each once, with why work of a kind cannot be done to it now, whatever is entered.
func (d *Desk) Choose(ctx context.Context, who access.Person, references []string, kind string) ([]Chosen, error) {
	if err := MayAsk(who, kind); err != nil {
		return nil, err
	}
	action := jobKinds[kind].act
	r := d.Store.Read(ctx)
	ids, err := chosenIDs(r, references)
	if err != nil {
		return nil, err
	}
	if err := d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf("%d cases", len(ids))); err != nil {
		return nil, err
	}
	rows, err := r.Cases(ids)
	if err != nil {
		return nil, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	chosen := make([]Chosen, 0, len(rows))
	for _, row := range rows {
		c := Chosen{}
		if c.Listed, err = listed(row, who, names, d.now()); err != nil {
			return nil, err
		}
		if c.Why, err = d.inTheWay(ctx, who, row, action); err != nil {
			return nil, err
		}
		chosen = append(chosen, c)
	}
	slices.SortFunc(chosen, func(a, b Chosen) int {
		return slices.Index(references, a.Reference) - slices.Index(references, b.Reference)
	})
	return chosen, nil
}

// inTheWay answers why an action cannot be done to a case now; empty when nothing is known to stand in its way.
func (d *Desk) inTheWay(ctx context.Context, who access.Person, row store.Case, action string) (string, error) {
	f, err := d.openFile(d.Store.Read(ctx), row)
	if err != nil {
		return "", err
	}
	var refused *avrr.Error
	if err := access.May(who.Actor, action, f.c); errors.As(err, &refused) {
		return refused.Message, nil
	}
	a, ok := avrr.Find(action)
	if !ok {
		return "", nil
	}
	ahead, err := d.ahead(ctx, f, a.Always)
	if err != nil {
		return "", err
	}
	if ahead.withdrawing && !a.Always {
		return withdrawalWaits.Text, nil
	}
	ahead.Actor = who.Actor
	if err := ahead.InTheWay(a); errors.As(err, &refused) {
		return refused.Message, nil
	}
	return "", nil
}
