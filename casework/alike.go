package casework

import (
	"context"
	"fmt"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// Alike answers the cases that people who are to get one are probably in already, as far as whoever asks may know of them. Members are
// named m1, m2 … in their order. Of a restricted case there is no sign: a name and a year of birth are easily tried, one after the
// other. Protection is asked about the two once the second is opened. That somebody asked stands in the audit, also when nothing is found.
func (d *Desk) Alike(ctx context.Context, who access.Person, people []avrr.NewMember) ([]LikelyView, error) {
	if err := access.May(who.Actor, "open", nil); err != nil {
		return nil, err
	}
	var members []*avrr.Member
	for n, p := range people {
		m := &avrr.Member{ID: fmt.Sprintf("m%d", n+1), Person: p.Person}
		for _, paper := range p.Documents {
			m.Papers = append(m.Papers, &avrr.TravelDocument{Number: paper.Number})
		}
		members = append(members, m)
	}
	matches, err := d.Store.Read(ctx).Likely(&avrr.Case{}, access.FindsAs(who.Actor), members...)
	if err != nil {
		return nil, err
	}
	var found []LikelyView
	for _, m := range matches {
		found = append(found, LikelyView{m.Member, m.Reference, CaseURL(m.Reference), m.Why, m.Closed})
	}
	return found, d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf("%d likely cases", len(found)))
}
