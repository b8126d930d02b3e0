package avrr

import (
	"fmt"
	"slices"
)

// Consents a member gives. Medical data and sharing with a named recipient are consented to apart.
const (
	ReturnConsent  = "return"
	DataConsent    = "data"
	MedicalConsent = "medical"
	SharingConsent = "sharing"
)

// ConsentKinds lists them in the order they are asked for.
var ConsentKinds = []string{ReturnConsent, DataConsent, MedicalConsent, SharingConsent}

// A Consent is one holder's word for one member; it is valid until it is withdrawn.
type Consent struct {
	Kind        string `json:"kind"`
	By          string `json:"by"` // the holder who gave it: a member or a representative
	Recipient   string `json:"recipient,omitempty"`
	SignedOn    Date   `json:"signed_on"`
	Reconfirmed Date   `json:"reconfirmed,omitzero"`
	Withdrawn   Date   `json:"withdrawn,omitzero"`
	File        string `json:"file,omitempty"` // the scan of what was signed
}

func (k *Consent) stands() bool { return k.Withdrawn.IsZero() }

// given answers a holder's consent of a kind for the member, withdrawn or not; the last one when there are several.
func (m *Member) given(kind, by string) *Consent {
	for _, k := range slices.Backward(m.Consents) {
		if k.Kind == kind && k.By == by {
			return k
		}
	}
	return nil
}

// standing answers a holder's consent that stands.
func (m *Member) standing(kind, by string) *Consent {
	if k := m.given(kind, by); k != nil && k.stands() {
		return k
	}
	return nil
}

// Consented reports whether everybody whose consent a member needs has given it, as things stand in the case.
func (c *Case) Consented(m *Member, kind string) bool { return c.consented(m, kind, c.day()) }

func (c *Case) consented(m *Member, kind string, day Date) bool {
	holders, known := c.holders(m, day)
	return known && !slices.ContainsFunc(holders, func(by string) bool { return m.standing(kind, by) == nil })
}

// lacking answers whose consent of a kind a member still needs, and false when nobody is known who could give it.
func (c *Case) lacking(m *Member, kind string, day Date) (holders []string, known bool) {
	holders, known = c.holders(m, day)
	return slices.DeleteFunc(holders, func(by string) bool { return m.standing(kind, by) != nil }), known
}

// Lacking answers whose consent of a kind a member still needs on a day, in a fixed order.
func (c *Case) Lacking(m *Member, kind string, day Date) []string {
	holders, _ := c.lacking(m, kind, day)
	return holders
}

// GiveConsent records a signed consent. An adult gives their own; for a child everybody consents who has parental authority,
// and from 16 the child as well.
type GiveConsent struct {
	Member      string `json:"member" schema:"ref=member"`
	Kind        string `json:"kind" schema:"enum=return|data|medical|sharing"`
	GivenBy     string `json:"given_by,omitempty" schema:"ref=holder" doc:"Who gives it for a child; the member, or the only holder there is, when left out."`
	Recipient   string `json:"recipient,omitempty" schema:"max=200" doc:"To whom data is given, for consent to sharing."`
	SignedOn    Date   `json:"signed_on"`
	Language    string `json:"language" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	Interpreter string `json:"interpreter,omitempty" schema:"max=200"`
	Witness     string `json:"witness,omitempty" schema:"max=200" doc:"For somebody who does not write."`
	File        string `json:"file,omitempty" schema:"ref=file" doc:"The scan of what was signed."`
}

func (in GiveConsent) happenedOn() Date { return in.SignedOn }

func (in GiveConsent) check(j *Judging) error {
	m := j.Case.Member(in.Member)
	if in.Kind == ReturnConsent && j.Actor.Role == ReintegrationOfficer {
		return broken("heard-elsewhere", "/kind", "Whoever counsels before the return hears whether it is wanted; you record the other kinds of consent.")
	}
	if in.Kind == SharingConsent && in.Recipient == "" {
		return broken("recipient-missing", "/recipient", "Say to whom the data may be given.")
	}
	holders, known := j.Case.holders(m, in.SignedOn)
	by := j.Case.giver(m, in.GivenBy, in.SignedOn)
	switch {
	case by == "" && !known:
		return broken("guardian-missing", "/member", "%s is a child, and nobody is known who may consent for them. Set a representative first.", m.ID)
	case by == "":
		return broken("giver-missing", "/given_by", "%s is a child: say who of %s gives this consent.", m.ID, listed(holders))
	case !slices.Contains(holders, by):
		return broken("not-a-holder", "/given_by", "%s cannot consent for %s; that is for %s.", by, m.ID, listed(holders))
	}
	return nil
}

// A giver is who gave a consent, as it was concluded when that was recorded: who speaks for a child may be corrected later, and
// nobody's signature becomes another's by that.
type giver struct {
	By string `json:"by"`
}

func (in GiveConsent) conclude(j *Judging) (any, error) {
	return giver{j.Case.giver(j.Case.Member(in.Member), in.GivenBy, in.SignedOn)}, nil
}

func (in GiveConsent) restsOn(e *Event) (string, []string) {
	var of giver
	if e.derived(&of); of.By == "" {
		return "", nil
	}
	return "holder", []string{of.By}
}

// doubtfulConsent names what a consent to return contradicts. Any other may be given at any time: data is shared, and doctors are seen,
// long after the arrival.
func doubtfulConsent(j *Judging) string {
	in, ok := j.Input.(GiveConsent)
	if !ok || in.Kind != ReturnConsent {
		return ""
	}
	if text := olderThanTheWithdrawal(j, in); text != "" {
		return text
	}
	if !slices.Contains(beforeDeparture, j.Case.Stage) {
		return fmt.Sprintf("A consent to return was recorded while the case was in the stage %s.", j.Case.Stage.Title().EN)
	}
	return ""
}

// olderThanTheWithdrawal names a signature that somebody's withdrawal has overtaken.
func olderThanTheWithdrawal(j *Judging, in GiveConsent) string {
	by := j.Case.giver(j.Case.Member(in.Member), in.GivenBy, in.SignedOn)
	switch withdrew := j.Case.Withdrew[by]; {
	case withdrew.IsZero() || in.SignedOn.After(withdrew):
		return ""
	case in.SignedOn.Before(withdrew):
		return fmt.Sprintf("The consent of %s is older than the withdrawal of %s and does not count.", by, withdrew)
	default:
		return fmt.Sprintf("%s withdrew and signed on one day, %s: make sure that the signature is the later word.", by, withdrew)
	}
}

func (in GiveConsent) apply(c *Case, _ *Programme, e *Event) {
	m := c.Member(in.Member)
	of := giver{c.giver(m, in.GivenBy, in.SignedOn)}
	e.derived(&of)
	by := of.By
	given := &Consent{Kind: in.Kind, By: by, Recipient: in.Recipient, SignedOn: in.SignedOn, File: in.File}
	for _, of := range []string{in.Member, by} {
		if c.dead(of) { // told late: it ended with them
			given.Withdrawn = c.Member(of).Ended.On
		}
	}
	m.Consents = append(slices.DeleteFunc(m.Consents, func(k *Consent) bool { return k.Kind == in.Kind && k.By == by && k.Recipient == in.Recipient }), given)
	if withdrew := c.Withdrew[by]; in.Kind == ReturnConsent && in.SignedOn.Before(withdrew) {
		given.Withdrawn = withdrew // kept, and overtaken
	}
	if in.Kind == ReturnConsent && m.Fate == Withdrew && c.Closure == nil && c.consented(m, ReturnConsent, e.on(c)) {
		m.Fate = Going // who withdrew may wish to return after all
	}
}

// giver answers who gives a consent when that is not said: an adult themself, for a child the only holder there is.
func (c *Case) giver(m *Member, said string, day Date) string {
	if said != "" {
		return said
	}
	if holders, _ := c.holders(m, day); len(holders) == 1 {
		return holders[0]
	}
	return ""
}

// ReconfirmConsent records that a member still wishes to return, asked again at booking, at the briefing or at the gate.
type ReconfirmConsent struct {
	Member  string `json:"member" schema:"ref=member"`
	At      string `json:"at" schema:"enum=booking|briefing|gate"`
	Channel string `json:"channel" schema:"enum=in_person|phone|video"`
	On      Date   `json:"on"`
}

func (in ReconfirmConsent) happenedOn() Date { return in.On }

func (in ReconfirmConsent) check(j *Judging) error {
	if !j.Case.consented(j.Case.Member(in.Member), ReturnConsent, in.On) {
		return broken("consent-missing", "/member", "There is no standing consent to return to reconfirm.")
	}
	return nil
}

func (in ReconfirmConsent) apply(c *Case, _ *Programme, _ *Event) {
	for _, k := range c.Member(in.Member).Consents {
		if k.Kind == ReturnConsent && k.stands() {
			k.Reconfirmed = in.On
		}
	}
}

// consentsStand asks for the consents a step needs, of everybody still going.
func consentsStand(kinds ...string) Rule {
	return func(j *Judging) []Blocked {
		var blocks []Blocked
		for _, m := range j.Case.travellers() {
			for _, kind := range kinds {
				holders, known := j.Case.lacking(m, kind, j.Today())
				if !known {
					blocks = append(blocks, Blocked{Rule: "guardian-missing", Text: fmt.Sprintf("Nobody is known who may consent for %s, a child.", m.ID),
						Member: m.ID, Thing: "representative", Duty: ReturnDuty})
				}
				for _, by := range holders {
					blocks = append(blocks, Blocked{Rule: "consent-missing", Text: missingConsent(m, kind, by), Member: m.ID, Thing: kind + " consent", Duty: ReturnDuty})
				}
			}
		}
		return blocks
	}
}

func missingConsent(m *Member, kind, by string) string {
	if by == m.ID {
		return fmt.Sprintf("There is no standing %s consent of %s.", kind, m.ID)
	}
	return fmt.Sprintf("There is no standing %s consent of %s for %s.", kind, by, m.ID)
}
