package avrr

import "slices"

// WithdrawConsent takes back a consent to share data with somebody, or to the use of medical data. The consent to return is taken back
// by withdraw.
type WithdrawConsent struct {
	Member    string `json:"member" schema:"ref=member"`
	Kind      string `json:"kind" schema:"enum=medical|sharing"`
	GivenBy   string `json:"given_by,omitempty" schema:"ref=holder" doc:"Who takes their word back for a child; the member, or the only holder there is, when left out."`
	Recipient string `json:"recipient,omitempty" schema:"max=200" doc:"Who is to learn nothing more, of a consent to sharing."`
	On        Date   `json:"on"`
}

func (in WithdrawConsent) happenedOn() Date { return in.On }

func (in WithdrawConsent) check(j *Judging) error {
	m := j.Case.Member(in.Member)
	by := j.Case.giver(m, in.GivenBy, in.On)
	switch given := in.given(m, by); {
	case in.Kind == SharingConsent && in.Recipient == "":
		return broken("recipient-missing", "/recipient", "Say who is to learn nothing more.")
	case by == "":
		return broken("giver-missing", "/given_by", "%s is a child: say who takes the consent back.", m.ID)
	case given == nil:
		return broken("consent-missing", "/member", "There is no standing consent of this kind to take back.")
	case in.On.Before(given.SignedOn):
		return broken("withdrawn-before-given", "/on", "This consent was given on %s, after that.", given.SignedOn)
	}
	return nil
}

// given answers the standing consent that somebody gave for a member, or nil.
func (in WithdrawConsent) given(m *Member, by string) *Consent {
	for _, k := range m.Consents {
		if k.Kind == in.Kind && k.By == by && k.stands() && (in.Kind != SharingConsent || k.sharesWith(in.Recipient)) {
			return k
		}
	}
	return nil
}

func (in WithdrawConsent) conclude(j *Judging) (any, error) {
	return giver{j.Case.giver(j.Case.Member(in.Member), in.GivenBy, in.On)}, nil
}

func (in WithdrawConsent) restsOn(e *Event) (string, []string) { return GiveConsent{}.restsOn(e) }

func (in WithdrawConsent) apply(c *Case, _ *Programme, e *Event) {
	var of giver
	e.derived(&of)
	m := c.Member(in.Member)
	for k := in.given(m, of.By); k != nil; k = in.given(m, of.By) {
		k.Withdrawn = in.On
	}
	if in.Kind == SharingConsent {
		c.unshare(m, in.Recipient, e)
	}
}

// unshare asks somebody to tell a provider that it is to learn nothing more of a member it was asked to take on.
func (c *Case) unshare(m *Member, recipient string, e *Event) {
	for _, r := range c.Referrals {
		if r.Member == m.ID && r.Answer != "declined" && sameOffice(r.Provider, recipient) {
			c.raise("unshare:"+r.ID, T("Tell the provider that the consent was withdrawn", "Njoftoni ofruesin se pëlqimi u tërhoq"), "", r.By, e.RecordedAt)
		}
	}
}

// hasConsentToTakeBack reports whether anybody consented to the sharing of data, or to the use of medical data.
func hasConsentToTakeBack(j *Judging) bool {
	return slices.ContainsFunc(j.Case.Members, func(m *Member) bool {
		return slices.ContainsFunc(m.Consents, func(k *Consent) bool { return (k.Kind == SharingConsent || k.Kind == MedicalConsent) && k.stands() })
	})
}
