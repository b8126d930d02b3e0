package avrr

import (
	"slices"
	"strconv"
	"strings"
)

// A Referral hands a member on to somebody who helps with one thing.
type Referral struct {
	ID         string `json:"id"`
	Member     string `json:"member"`
	Service    string `json:"service"`
	Provider   string `json:"provider"`
	By         Duty   `json:"by"`                // the duty that waits for the answer
	Measure    int    `json:"measure,omitempty"` // of the plan, which it serves, counted from 1
	ReferredOn Date   `json:"referred_on"`
	Answer     string `json:"answer,omitempty"`
	AnsweredOn Date   `json:"answered_on,omitzero"`
}

// referralMark begins the name of the clock, and the id of the task, of a referral that waits for its answer.
const referralMark = ClockReferral + ":"

// waitsFor reports whether somebody waits for the provider: nobody does once the consent has ended.
func (c *Case) waitsFor(r *Referral) bool { return r.Answer == "" && c.ConsentEnded(r).IsZero() }

// referrals counts from the day of the referral where the case began: on arrival the clock must not begin anew.
func (r *running) referrals() {
	for _, one := range r.c.Referrals {
		if r.c.waitsFor(one) {
			r.start(referralMark+one.ID, one.ReferredOn.In(Zone(r.c.HostCountry)))
		}
	}
}

// referralRan reminds whoever referred that nobody has answered. The answer ends it, and so does the end of the consent.
func (c *Case) referralRan(clock string, e *Event) {
	if r := c.referral(strings.TrimPrefix(clock, referralMark)); r != nil { // nil when the referral has been voided since
		c.raise(overdueMark+clock, T("No answer from a provider: ask again or find another", "Ofruesi nuk është përgjigjur: pyeteni sërish ose gjeni një tjetër"), "", r.By, e.RecordedAt)
	}
}

// referral answers the referral of that id, or nil.
func (c *Case) referral(id string) *Referral {
	for _, r := range c.Referrals {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Refer asks a provider to take a member on for a service. Nobody is named to anybody without their consent to it.
type Refer struct {
	Service  string `json:"service" schema:"enum=health|psychosocial|legal|documents|housing|education|training|employment|family_tracing|other"`
	Provider string `json:"provider" schema:"max=200"`
	Consent  string `json:"consent" schema:"ref=holder" doc:"Who consented to the sharing: the member or, for a child, a holder."`
	Member   string `json:"member,omitempty" schema:"ref=member" doc:"Who is referred; the principal when left out."`
	Measure  string `json:"measure,omitempty" schema:"ref=measure" doc:"The measure of the plan it serves, counted from 1."`
	When
}

func (in Refer) member(c *Case) *Member {
	if in.Member == "" {
		return c.Principal()
	}
	return c.Member(in.Member)
}

func (in Refer) check(j *Judging) error {
	m := in.member(j.Case)
	holders, known := j.Case.holders(m, j.Today())
	if !known || !slices.Contains(holders, in.Consent) {
		return broken("not-a-holder", "/consent", "%s cannot consent for %s; that is for %s.", in.Consent, m.ID, listed(holders))
	}
	for _, by := range holders {
		if !m.sharedWith(in.Provider, by) {
			return broken("consent-missing", "/consent", "There is no standing consent of %s to share data of %s with this provider.", by, m.ID)
		}
	}
	return nil
}

// sharedWith reports whether a holder's consent stands to share the member's data with somebody, whose name may be written
// with other capitals.
func (m *Member) sharedWith(recipient, by string) bool {
	return slices.ContainsFunc(m.Consents, func(k *Consent) bool { return k.sharesWith(recipient) && k.By == by && k.stands() })
}

func (k *Consent) sharesWith(recipient string) bool {
	return k.Kind == SharingConsent && strings.EqualFold(strings.TrimSpace(k.Recipient), strings.TrimSpace(recipient))
}

// ConsentEnded answers the day from which a referral rests on no consent any more: somebody whose word it took has withdrawn it, or
// died. It is the zero date while the consent stands.
func (c *Case) ConsentEnded(r *Referral) Date {
	m, ended := c.Member(r.Member), Date{}
	if m == nil {
		return ended
	}
	for _, k := range m.Consents {
		if k.sharesWith(r.Provider) && !k.stands() && !m.sharedWith(r.Provider, k.By) && (ended.IsZero() || k.Withdrawn.Before(ended)) {
			ended = k.Withdrawn
		}
	}
	return ended
}

func (in Refer) apply(c *Case, _ *Programme, e *Event) {
	duty := DutyOf(e.Actor.Role)
	if duty == "" {
		duty = ReturnDuty
	}
	c.Referrals = append(c.Referrals, &Referral{ID: c.newID("referral-"), Member: in.member(c).ID, Service: in.Service, Provider: in.Provider, By: duty,
		Measure: numberOfMeasure(in.Measure), ReferredOn: e.on(c)})
}

// numberOfMeasure is a measure's number, 0 for none.
func numberOfMeasure(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return 0
	}
	return n
}

// followMeasures lets each referral go on serving its measure when another plan takes the place of the one before. A measure is known by
// what it is; one that the new plan does not have is served no more.
func (c *Case) followMeasures(before, now *Plan) {
	for _, r := range c.Referrals {
		if r.Measure == 0 || before == nil || r.Measure > len(before.Measures) {
			continue
		}
		was := before.Measures[r.Measure-1]
		r.Measure = 1 + slices.IndexFunc(now.Measures, func(m Measure) bool { return m.Kind == was.Kind && m.Description == was.Description })
	}
}

// AnswerReferral records whether the provider takes the member on.
type AnswerReferral struct {
	Referral string `json:"referral" schema:"ref=referral"`
	Answer   string `json:"answer" schema:"enum=accepted|declined"`
	On       Date   `json:"on"`
}

func (in AnswerReferral) happenedOn() Date { return in.On }

func (in AnswerReferral) check(j *Judging) error {
	r := j.Case.referral(in.Referral)
	switch {
	case r.Answer != "":
		return broken("referral-answered", "/referral", "The answer to this referral is already recorded, on %s.", r.AnsweredOn)
	case in.On.Before(r.ReferredOn):
		return broken("answered-before-referred", "/on", "This referral was sent on %s, after that.", r.ReferredOn)
	}
	return nil
}

func (in AnswerReferral) apply(c *Case, _ *Programme, e *Event) {
	r := c.referral(in.Referral)
	r.Answer, r.AnsweredOn = in.Answer, in.On
	if in.Answer == "declined" {
		c.raise("refer-again:"+r.ID, T("Find another provider", "Gjeni një ofrues tjetër"), "", r.By, e.RecordedAt)
	}
}

// hasReferrals reports whether an answer is waited for.
func hasReferrals(j *Judging) bool {
	for _, r := range j.Case.Referrals {
		if r.Answer == "" { // of one whose consent has ended, too: the provider may have answered before
			return true
		}
	}
	return false
}
