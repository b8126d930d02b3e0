package avrr

import (
	"fmt"
	"slices"
	"time"
)

// RecordCounselling records a counselling interview: options, consequences, and the right to withdraw.
type RecordCounselling struct {
	HeldOn      Date   `json:"held_on"`
	Language    string `json:"language" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	Interpreter string `json:"interpreter,omitempty" schema:"max=200"`
	Mode        string `json:"mode" schema:"enum=in_person|phone|video|outreach"`
	Outcome     string `json:"outcome" schema:"enum=wishes_to_return|undecided|wishes_to_stay|referred"`
	Note        string `json:"note,omitempty" schema:"max=4000"`
	Told
}

// Told are circumstances eligibility asks about that only the person can tell; nil is not told.
type Told struct {
	HasMeans       *bool `json:"has_means,omitempty" doc:"Can pay for the journey."`
	AssistedBefore *bool `json:"assisted_before,omitempty" doc:"Was assisted to return before, by whomever."`
	InDetention    *bool `json:"in_detention,omitempty" doc:"Is detained or serving a sentence."`
}

func (in RecordCounselling) happenedOn() Date { return in.HeldOn }

func (in RecordCounselling) apply(c *Case, _ *Programme, _ *Event) {
	if in.HeldOn.After(c.Counselled) {
		c.Counselled = in.HeldOn
	}
	for told, known := range map[*bool]**bool{in.HasMeans: &c.Told.HasMeans, in.AssistedBefore: &c.Told.AssistedBefore, in.InDetention: &c.Told.InDetention} {
		if told != nil {
			*known = told
		}
	}
}

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
