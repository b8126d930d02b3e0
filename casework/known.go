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

// Known answers the cases that people who are about to get one are probably in already, restricted ones among them; but for the
// case that the request of a key opened. It is for the host's own command line: a second case of somebody must not be made
// because theirs is restricted.
func (d *Desk) Known(ctx context.Context, members []*avrr.Member, opening string) ([]LikelyView, error) {
	operator := access.Person{Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}}
	return d.knownAs(ctx, operator, []string{store.AudienceStaff, store.AudienceProtection}, members, opening)
}

// KnownTo answers the same as far as somebody may know of it: of a restricted case there is no sign. Protection is asked about the two once
// the second is opened.
func (d *Desk) KnownTo(ctx context.Context, who access.Person, members []*avrr.Member, opening string) ([]LikelyView, error) {
	return d.knownAs(ctx, who, access.FindsAs(who.Actor), members, opening)
}

func (d *Desk) knownAs(ctx context.Context, who access.Person, audiences []string, members []*avrr.Member, opening string) ([]LikelyView, error) {
	r := d.Store.Read(ctx)
	matches, err := r.Likely(&avrr.Case{}, audiences, members...)
	if err != nil || len(matches) == 0 {
		return nil, err
	}
	own, err := r.SubmissionByKey(opening)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("known: %w", err)
	}
	family, err := d.familyOf(r, own.CaseID)
	if err != nil {
		return nil, fmt.Errorf("known: %w", err)
	}
	matches = slices.DeleteFunc(matches, func(m store.Match) bool { return slices.Contains(family, m.CaseID) })
	known := make([]LikelyView, len(matches))
	for i, m := range matches {
		known[i] = LikelyView{m.Member, m.Reference, CaseURL(m.Reference), m.Why, m.Closed}
	}
	return known, d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf("%d likely cases", len(known)))
}

// familyOf answers a case and those linked with it, as far as the links go; nothing for no case.
func (d *Desk) familyOf(r *store.Reader, id string) ([]string, error) {
	if id == "" {
		return nil, nil
	}
	family := []string{id}
	for n := 0; n < len(family); n++ {
		f, err := d.fileByID(r, family[n])
		if err != nil {
			return nil, err
		}
		for _, l := range f.c.Links {
			if !slices.Contains(family, l.Case) {
				family = append(family, l.Case)
			}
		}
	}
	return family, nil
}
