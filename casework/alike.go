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

// Alike answers the references of the cases a person is probably in already: one that holds a document of the same number, or
// a member of the same name and birth; but for the case that the request of a key opened. What is found is noted in the audit. It is for
// whoever may open cases, and for the host's own command line.
func (d *Desk) Alike(ctx context.Context, who access.Person, person avrr.Person, documents []string, opening string) ([]string, error) {
	if who.Actor.Role != avrr.System {
		if err := access.May(who.Actor, "open", nil); err != nil {
			return nil, err
		}
	}
	rows, err := d.withDocuments(ctx, documents)
	if err != nil {
		return nil, fmt.Errorf("alike: %w", err)
	}
	namesakes, err := d.namesakes(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("alike: %w", err)
	}
	own, err := d.Store.Read(ctx).SubmissionByKey(opening)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("alike: %w", err)
	}
	var references []string
	for _, row := range append(rows, namesakes...) {
		if row.ID == own.CaseID || slices.Contains(references, row.Reference) {
			continue
		}
		if err := d.audit(ctx, who, "read", row, "alike"); err != nil {
			return nil, fmt.Errorf("alike: %w", err)
		}
		references = append(references, row.Reference)
	}
	return references, nil
}

func (d *Desk) withDocuments(ctx context.Context, documents []string) ([]store.Case, error) {
	r := d.Store.Read(ctx)
	var rows []store.Case
	for _, number := range documents {
		ids, err := r.CasesByToken(store.IndexDocument, d.Vault.Token(store.IndexDocument, number))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			row, err := r.Case(id)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// namesakes answers the cases with a member of the same name who was born on the same day, or in the same year as far as is known.
// Births are only kept sealed, so each case of that name is opened to look.
func (d *Desk) namesakes(ctx context.Context, person avrr.Person) ([]store.Case, error) {
	if person.Birth == nil {
		return nil, nil
	}
	r := d.Store.Read(ctx)
	filter := store.Filter{Tokens: d.Vault.NameTokens(person.FamilyName, person.GivenNames, ""), Sort: store.SortReference}
	var found []store.Case
	for more := true; more; more = filter.Cursor != "" {
		rows, next, err := r.Caseload(filter)
		if err != nil {
			return nil, err
		}
		for _, listed := range rows { // a list does not read the states
			row, err := r.Case(listed.ID)
			if err != nil {
				return nil, err
			}
			same, err := d.holds(r, row, person)
			if err != nil {
				return nil, err
			}
			if same {
				found = append(found, row)
			}
		}
		filter.Cursor = next
	}
	return found, nil
}

func (d *Desk) holds(r *store.Reader, row store.Case, person avrr.Person) (bool, error) {
	f, err := d.openFile(r, row)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(f.c.Members, func(m *avrr.Member) bool {
		return slices.Equal(tokensOf(d, m.Person), tokensOf(d, person)) && m.Birth.String() == person.Birth.String()
	}), nil
}

// tokensOf is a name as the index knows it, however it is written.
func tokensOf(d *Desk, p avrr.Person) []string {
	var tokens []string
	for _, t := range d.Vault.NameTokens(p.FamilyName, p.GivenNames, "") {
		tokens = append(tokens, string(t))
	}
	slices.Sort(tokens)
	return tokens
}
