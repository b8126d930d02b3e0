package casework

import "homeward/avrr"

// A ReferralView is a referral with what its consent has become since.
type ReferralView struct {
	avrr.Referral
	ConsentEnded avrr.Date `json:"consent_ended,omitzero"` // from that day on nothing more is shared with the provider
}

func referralsOf(c *avrr.Case) []ReferralView {
	views := make([]ReferralView, len(c.Referrals))
	for n, r := range c.Referrals {
		views[n] = ReferralView{*r, c.ConsentEnded(r)}
	}
	return views
}
