package casework

import (
	"context"
	"fmt"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// Alike is what is known, before a case is opened, of other cases its people are probably in already.
type Alike struct {
	Cases []LikelyView
	// Hidden counts the cases that are not shown to whoever asks. Nothing else is told of them: whoever is about to help somebody a
	// second time asks the focal point.
	Hidden int
}

// Alike answers the cases that people who are to get one are probably in already. Members are named m1, m2 … in their order. What was
// found stands in the audit before it is shown, because who asks about a name learns something of a person.
func (d *Desk) Alike(ctx context.Context, who access.Person, people []avrr.NewMember) (Alike, error) {
	if err := access.May(who.Actor, "open", nil); err != nil {
		return Alike{}, err
	}
	var members []*avrr.Member
	for n, p := range people {
		m := &avrr.Member{ID: fmt.Sprintf("m%d", n+1), Person: p.Person}
		for _, paper := range p.Documents {
			m.Papers = append(m.Papers, &avrr.TravelDocument{Number: paper.Number})
		}
		members = append(members, m)
	}
	r := d.Store.Read(ctx)
	all, err := r.Likely(&avrr.Case{}, []string{store.AudienceStaff, store.AudienceProtection}, members...)
	if err != nil || len(all) == 0 {
		return Alike{}, err
	}
	shown, err := r.Likely(&avrr.Case{}, access.FindsAs(who.Actor), members...)
	if err != nil {
		return Alike{}, err
	}
	var found Alike
	var seen []string
	for _, m := range shown {
		found.Cases = append(found.Cases, LikelyView{m.Member, m.Reference, CaseURL(m.Reference), m.Why, m.Closed})
		seen = append(seen, m.CaseID)
	}
	for _, m := range all {
		if !slices.Contains(seen, m.CaseID) {
			found.Hidden++
			seen = append(seen, m.CaseID)
		}
	}
	return found, d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf("%d likely cases, %d of them not shown", len(seen), found.Hidden))
}
