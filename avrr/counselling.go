package avrr

import (
	"fmt"
	"slices"
	"time"
)

// RecordCounselling records a counselling interview: options, consequences, and the right to withdraw.
type RecordCounselling struct {
	HeldOn      Date   `json:"held_on"`
	Language    string `json:"language" schema:"pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	Interpreter string `json:"interpreter,omitempty" schema:"max=200"`
	Mode        string `json:"mode" schema:"enum=in_person|phone|video|outreach"`
	Outcome     string `json:"outcome" schema:"enum=wishes_to_return|undecided|wishes_to_stay|referred"`
	Note        string `json:"note,omitempty" schema:"max=4000"`
}

func (in RecordCounselling) happenedOn() Date { return in.HeldOn }

func (in RecordCounselling) apply(c *Case, _ *Programme, e *Event) { c.Counselled = in.HeldOn }

// LogContact records a call, message or meeting, reached or not.
type LogContact struct {
	Member    string    `json:"member,omitempty" schema:"ref=member"`
	At        time.Time `json:"at"`
	Direction string    `json:"direction" schema:"enum=in|out"`
	Channel   string    `json:"channel" schema:"enum=phone|sms|whatsapp|email|letter|partner|in_person"`
	Outcome   string    `json:"outcome" schema:"enum=reached|no_answer|wrong_number|refused"`
	Summary   string    `json:"summary,omitempty" schema:"max=4000"`
}

func (in LogContact) happenedAt() time.Time                 { return in.At }
func (in LogContact) apply(c *Case, _ *Programme, e *Event) { c.logContact(in, e) }

// Consents a member gives. Medical data and sharing with a named recipient are consented to apart.
const (
	ReturnConsent  = "return"
	DataConsent    = "data"
	MedicalConsent = "medical"
	SharingConsent = "sharing"
)

// A Consent is valid until it is withdrawn.
type Consent struct {
	SignedOn    Date `json:"signed_on"`
	Reconfirmed Date `json:"reconfirmed,omitzero"`
	Withdrawn   Date `json:"withdrawn,omitzero"`
}

// consented reports whether the member's consent of a kind stands.
func (m *Member) consented(kind string) bool {
	k := m.Consents[kind]
	return k != nil && k.Withdrawn.IsZero()
}

// GiveConsent records a member's signed consent.
type GiveConsent struct {
	Member      string `json:"member" schema:"ref=member"`
	Kind        string `json:"kind" schema:"enum=return|data|medical|sharing"`
	Recipient   string `json:"recipient,omitempty" schema:"max=200" doc:"To whom data is given, for consent to sharing."`
	SignedOn    Date   `json:"signed_on"`
	Language    string `json:"language" schema:"pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	Interpreter string `json:"interpreter,omitempty" schema:"max=200"`
	Witness     string `json:"witness,omitempty" schema:"max=200" doc:"For somebody who does not write."`
}

func (in GiveConsent) happenedOn() Date { return in.SignedOn }

func (in GiveConsent) apply(c *Case, _ *Programme, e *Event) {
	m := c.Member(in.Member)
	if m.Consents == nil { // a member without consents reads back from JSON without the map
		m.Consents = map[string]*Consent{}
	}
	m.Consents[in.Kind] = &Consent{SignedOn: in.SignedOn}
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
	if !j.Case.Member(in.Member).consented(ReturnConsent) {
		return broken("consent-missing", "/member", "There is no standing consent to return to reconfirm.")
	}
	return nil
}

func (in ReconfirmConsent) apply(c *Case, _ *Programme, e *Event) {
	if k := c.Member(in.Member).Consents[ReturnConsent]; k != nil {
		k.Reconfirmed = in.On
	}
}

// Withdraw ends a return before departure. It needs no reason, and nothing can refuse it: voluntary means revocable.
type Withdraw struct {
	Member  string `json:"member,omitempty" schema:"ref=member" doc:"Who withdraws; everybody who has not departed when left out."`
	Channel string `json:"channel" schema:"enum=in_person|phone|sms|whatsapp|email|letter|partner|at_the_gate"`
	Reason  string `json:"reason,omitempty" schema:"max=2000" doc:"Only if the person wishes to give one."`
	When
}

func (in Withdraw) check(j *Judging) error {
	for _, m := range j.Case.travellers() {
		if in.Member == "" || in.Member == m.ID {
			return nil
		}
	}
	return Errorf(CodeStage, "Nobody this names is still to depart, so there is no return to withdraw from.")
}

func (in Withdraw) apply(c *Case, p *Programme, e *Event) {
	c.withdraw(in.Member, e)
}

// withdraw unwinds what was prepared for the members who will not go.
func (c *Case) withdraw(member string, e *Event) {
	for _, m := range c.travellers() {
		if member != "" && m.ID != member {
			continue
		}
		m.Fate = Withdrew
		if k := m.Consents[ReturnConsent]; k != nil && k.Withdrawn.IsZero() {
			k.Withdrawn = e.on(c)
		}
		c.withdrawPapers(m.ID)
		m.Ticket = ""
		if c.Booking != nil {
			c.Booking.give(m.ID)
		}
	}
	if len(c.having(Going, NoShow, Departed, Arrived)) > 0 {
		return
	}
	c.Withdrawn = true
	c.OnHold = false
	c.cancelNotices()
	if c.Plan != nil {
		c.Plan.voidUnpaid()
	}
	c.dropTasks(e.RecordedAt)
}

// DeclineReintegration records that a person does not want help after arrival; everything else goes on.
type DeclineReintegration struct {
	On   Date   `json:"on"`
	Note string `json:"note,omitempty" schema:"max=2000"`
}

func (in DeclineReintegration) happenedOn() Date { return in.On }

func (in DeclineReintegration) apply(c *Case, _ *Programme, e *Event) {
	c.Declined = true
	if c.Plan != nil {
		c.Plan.voidUnpaid()
	}
}

// Outcomes of a screening. A possible or positive one restricts the case and never counts against eligibility.
const (
	Clear    = "clear"
	Possible = "possible"
	Positive = "positive"
)

// A Screening as the case knows it: that it was done, and whether protection must look. The answers are sealed apart.
type Screening struct {
	On      Date `json:"on"`
	Concern bool `json:"concern"`
}

// RecordScreening records a screening for vulnerability and trafficking (Palermo Protocol art. 3: act, means and purpose; for
// a child act and purpose suffice). Its answers are sealed under the protection key.
type RecordScreening struct {
	Member          string       `json:"member" schema:"ref=member"`
	ScreenedOn      Date         `json:"screened_on"`
	Vulnerabilities []string     `json:"vulnerabilities,omitempty" schema:"enum=child|single_parent|pregnant|elderly|disability|chronic_illness|mental_health|violence_survivor|homeless|other,min=0" compartment:"protection"`
	Trafficking     *Trafficking `json:"trafficking,omitempty" compartment:"protection"`
	Declined        bool         `json:"declined,omitempty" compartment:"protection" doc:"The person did not wish to answer."`
}

// Trafficking holds what was found of the three elements.
type Trafficking struct {
	Act     []string `json:"act,omitempty" schema:"enum=recruitment|transport|transfer|harbouring|receipt,min=0"`
	Means   []string `json:"means,omitempty" schema:"enum=threat|force|coercion|abduction|fraud|deception|abuse_of_power|abuse_of_vulnerability|payment,min=0"`
	Purpose []string `json:"purpose,omitempty" schema:"enum=sexual_exploitation|forced_labour|slavery|servitude|organ_removal|forced_criminality|forced_begging|forced_marriage,min=0"`
}

func (in RecordScreening) happenedOn() Date { return in.ScreenedOn }

// outcome proposes what the answers mean: positive when every needed element is there, possible when one is.
func (in RecordScreening) outcome(child bool) string {
	t := in.Trafficking
	if t == nil {
		return Clear
	}
	act, means, purpose := len(t.Act) > 0, len(t.Means) > 0, len(t.Purpose) > 0
	switch {
	case act && purpose && (means || child):
		return Positive
	case act || means || purpose:
		return Possible
	}
	return Clear
}

type screeningConclusion struct {
	Concern bool `json:"concern"`
}

func (in RecordScreening) conclude(j *Judging) (any, error) {
	age, _ := j.Case.Member(in.Member).Birth.AgeOn(in.ScreenedOn)
	child := j.Case.Member(in.Member).Birth != nil && age < 18
	return screeningConclusion{Concern: in.outcome(child) != Clear}, nil
}

func (in RecordScreening) apply(c *Case, _ *Programme, e *Event) {
	var concluded screeningConclusion
	e.derived(&concluded)
	m := c.Member(in.Member)
	before := m.Screening != nil && m.Screening.Concern
	m.Screening = &Screening{On: in.ScreenedOn, Concern: concluded.Concern || before}
	if concluded.Concern {
		c.Restricted = true
		m.Risk = nil // what protection said before did not know of this
	}
}

// A Risk is a protection officer's assessment of a return.
type Risk struct {
	On   Date   `json:"on"`
	Safe string `json:"safe"`
}

// RecordRiskAssessment records whether a return is safe, and with which measures.
type RecordRiskAssessment struct {
	Member   string   `json:"member" schema:"ref=member"`
	On       Date     `json:"on"`
	Safe     string   `json:"safe" schema:"enum=yes|with_measures|no"`
	Measures []string `json:"measures,omitempty" schema:"min=0,max=20" compartment:"protection"`
}

func (in RecordRiskAssessment) happenedOn() Date { return in.On }

func (in RecordRiskAssessment) apply(c *Case, _ *Programme, e *Event) {
	c.Member(in.Member).Risk = &Risk{On: in.On, Safe: in.Safe}
}

// cleared asks whether protection stands in the way of travel. The words are those of any harmless reason.
func cleared(j *Judging) []Blocked {
	var blocks []Blocked
	for _, m := range j.Case.travellers() {
		waits := m.Screening != nil && m.Screening.Concern && (m.Risk == nil || m.Risk.Safe == "no")
		if waits || m.Screening == nil {
			blocks = append(blocks, Blocked{Rule: "not-cleared", Text: "Not cleared yet, ask the case owner.", Member: m.ID, Duty: ReturnDuty})
		}
	}
	return blocks
}

// consentsStand asks for the consents a step needs, of everybody still going.
func consentsStand(kinds ...string) Rule {
	return func(j *Judging) []Blocked {
		var blocks []Blocked
		for _, m := range j.Case.travellers() {
			for _, kind := range kinds {
				if !m.consented(kind) {
					blocks = append(blocks, Blocked{Rule: "consent-missing", Text: fmt.Sprintf("There is no standing %s consent of %s.", kind, m.ID), Member: m.ID, Thing: kind + " consent", Duty: ReturnDuty})
				}
			}
		}
		return blocks
	}
}

// counselled asks for a counselling interview.
func counselled(j *Judging) []Blocked {
	if j.Case.Counselled.IsZero() {
		return []Blocked{{Rule: "counselling-missing", Text: "No counselling interview has been recorded.", Thing: "counselling", Duty: ReturnDuty}}
	}
	return nil
}

// byAnotherPersonThan asks for four eyes: by person, whatever roles or tokens they hold.
func byAnotherPersonThan(action string) Rule {
	return func(j *Judging) []Blocked {
		by := j.Case.LastBy[action]
		if by == "" || by != j.Actor.ID {
			return nil
		}
		a, _ := Find(action)
		return []Blocked{{Rule: "another-person", Text: fmt.Sprintf("You did this yourself: %s. Another person must decide.", a.Title.EN)}}
	}
}

func (m *Member) isOneOf(ids []string) bool { return slices.Contains(ids, m.ID) }
