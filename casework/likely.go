package casework

import (
	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A LikelyView is another case that a member is probably in, too: one to look at before two offices help the same person.
type LikelyView struct {
	Member    string `json:"member"`
	Reference string `json:"reference"`
	Href      string `json:"href"`
	Why       string `json:"why"` // document or name_and_birth
	Closed    bool   `json:"closed"`
}

// Likely answers the cases that members of a case are probably in as well, as far as this person may know of them: those whose
// names they are shown. A restricted case of somebody else is not among them, nor is there any sign of it.
func (d *Desk) Likely(r *store.Reader, who access.Person, c *avrr.Case) ([]store.Match, error) {
	if !access.SeesPersonal(who.Actor, c) {
		return nil, nil
	}
	return r.Likely(c, access.FindsAs(who.Actor), c.Members...)
}

func (d *Desk) showLikely(r *store.Reader, who access.Person, c *avrr.Case, v *CaseView) error {
	matches, err := d.Likely(r, who, c)
	for _, m := range matches {
		v.LikelyDuplicates = append(v.LikelyDuplicates, LikelyView{m.Member, m.Reference, CaseURL(m.Reference), m.Why, m.Closed})
	}
	return err
}

// earlier counts the cases a member is probably in, too, as the record will: restricted ones are left out, because the count is read by
// whoever reads the decision.
func earlier(r *store.Reader, c *avrr.Case, m *avrr.Member) (int, error) {
	matches, err := r.Likely(c, []string{store.AudienceStaff}, m)
	return len(matches), err
}
