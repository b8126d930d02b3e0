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
	audiences := []string{store.AudienceStaff, store.AudienceProtection}
	if who.Actor.Role != avrr.System {
		if err := access.May(who.Actor, "open", nil); err != nil {
			return nil, err
		}
		audiences = access.FindsAs(who.Actor)
	}
	r := d.Store.Read(ctx)
	rows, err := d.withDocuments(r, audiences, documents)
	if err != nil {
		return nil, fmt.Errorf("alike: %w", err)
	}
	namesakes, err := d.namesakes(r, audiences, person)
	if err != nil {
		return nil, fmt.Errorf("alike: %w", err)
	}
	own, err := r.SubmissionByKey(opening)
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

func (d *Desk) withDocuments(r *store.Reader, audiences, documents []string) (rows []store.Case, err error) {
	for _, number := range documents {
		found, err := findable(r, audiences, d.Vault.Token(store.IndexDocument, number))
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return rows, nil
}

// namesakes answers the cases with a member of the same name who was born on the same day, or in the same year as far as is known.
// Births are only kept sealed, so each case of that name is opened to look.
func (d *Desk) namesakes(r *store.Reader, audiences []string, person avrr.Person) (rows []store.Case, err error) {
	if person.Birth == nil {
		return nil, nil
	}
	found, err := findable(r, audiences, d.Vault.NameTokens(person.FamilyName, person.GivenNames, "")...)
	if err != nil {
		return nil, err
	}
	for _, listed := range found { // a list does not read the states
		row, err := r.Case(listed.ID)
		if err != nil {
			return nil, err
		}
		same, err := d.holds(r, row, person)
		if err != nil {
			return nil, err
		}
		if same {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// findable answers every case that one of the audiences finds by all of the tokens.
func findable(r *store.Reader, audiences []string, tokens ...[]byte) (all []store.Case, err error) {
	filter := store.Filter{Tokens: tokens, Audiences: audiences, Sort: store.SortReference}
	for more := true; more; more = filter.Cursor != "" {
		rows, next, err := r.Caseload(filter)
		if err != nil {
			return nil, err
		}
		all, filter.Cursor = append(all, rows...), next
	}
	return all, nil
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
