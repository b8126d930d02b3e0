package avrr

import (
	"encoding/json"
	"fmt"
	"slices"
)

// A Survey is an instrument as one member answered it. The answers are never changed: one that was written down wrongly is voided
// with its event and recorded again.
type Survey struct {
	ID         string  `json:"id"`
	Member     string  `json:"member"`
	Instrument string  `json:"instrument"`
	Version    string  `json:"version"` // of the instrument they answered
	HeldOn     Date    `json:"held_on"`
	Mode       string  `json:"mode"`
	Language   string  `json:"language,omitempty"`
	Answers    Answers `json:"answers"`
	Visit      string  `json:"visit,omitempty"` // at which it was held
	By         string  `json:"by,omitempty"`
}

// SurveysOf answers what a member answered of an instrument, in the order it was held.
func (c *Case) SurveysOf(member, instrument string) []*Survey {
	var held []*Survey
	for _, s := range c.Surveys {
		if s.Member == member && s.Instrument == instrument {
			held = append(held, s)
		}
	}
	slices.SortStableFunc(held, func(a, b *Survey) int { return a.HeldOn.Compare(b.HeldOn) })
	return held
}

// Comparison sets the first survey of a member beside the last one, and answers nil where there are no two, or no scores.
func (c *Case) Comparison(member string, i *Instrument) *Comparison {
	held := c.SurveysOf(member, i.Code)
	if len(held) < 2 {
		return nil
	}
	return i.Compare(held[0], held[len(held)-1])
}

// RecordSurvey records the answers to an instrument of the programme. The version is the one the case's programme names; whoever
// asked from a printed form says which it was.
type RecordSurvey struct {
	Member     string  `json:"member" schema:"ref=member"`
	Instrument string  `json:"instrument" schema:"ref=instrument"`
	Version    string  `json:"version,omitempty" schema:"max=20" doc:"Of the form that was used; the programme's when left out."`
	HeldOn     Date    `json:"held_on"`
	Mode       string  `json:"mode" schema:"enum=home|office|phone|video|self" doc:"self: they filled it in themselves."`
	Language   string  `json:"language,omitempty" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" doc:"BCP 47, the language it was asked in."`
	Answers    Answers `json:"answers" schema:"min=1" doc:"By the id of the item, as GET /instruments lists them: a choice, several with commas between them, words, dont_know, no_answer or not_applicable."`
}

func (in RecordSurvey) happenedOn() Date { return in.HeldOn }

func (in RecordSurvey) survey() Survey {
	return Survey{Member: in.Member, Instrument: in.Instrument, Version: in.Version, HeldOn: in.HeldOn, Mode: in.Mode, Language: in.Language, Answers: in.Answers}
}

func (in RecordSurvey) check(j *Judging) error { return j.checkSurvey(in.survey(), "") }

func (in RecordSurvey) conclude(j *Judging) (any, error) { return j.concludeSurvey(in.survey()), nil }

func (in RecordSurvey) apply(c *Case, p *Programme, e *Event) { c.keepSurvey(in.survey(), p, e) }

// A VisitSurvey is an instrument asked at a visit: on its day and in its way.
type VisitSurvey struct {
	Member     string  `json:"member,omitempty" schema:"ref=member" doc:"Who of those visited answered; may be left out where only one of them is an adult."`
	Instrument string  `json:"instrument" schema:"ref=instrument"`
	Version    string  `json:"version,omitempty" schema:"max=20"`
	Language   string  `json:"language,omitempty" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	Answers    Answers `json:"answers" schema:"min=1"`
}

func (in LogVisit) survey() Survey {
	return Survey{Member: in.Survey.Member, Instrument: in.Survey.Instrument, Version: in.Survey.Version, HeldOn: in.VisitedOn, Mode: in.Mode,
		Language: in.Survey.Language, Answers: in.Survey.Answers, Visit: in.Visit}
}

// settle says who answered, where only one of those visited can have: nobody is taken to be the principal.
func (in LogVisit) settle(j *Judging) (Input, error) {
	if in.Survey == nil || in.Survey.Member != "" {
		return in, nil
	}
	asked := in.visited(j.Case)
	if len(asked) > 1 {
		asked = slices.DeleteFunc(slices.Clone(asked), func(m *Member) bool { return m.childOn(in.VisitedOn) })
	}
	if len(asked) != 1 {
		return in, broken("whose-survey", "/survey/member", "Say who of those visited answered the survey.")
	}
	answered := *in.Survey
	answered.Member, in.Survey = asked[0].ID, &answered
	return in, nil
}

// checkAsked refuses a survey of somebody who was not there to be asked.
func (in LogVisit) checkAsked(j *Judging) error {
	if !slices.Contains(memberIDs(in.visited(j.Case)), in.Survey.Member) {
		return broken("not-visited", "/survey/member", "%s was not visited. What they answered another time is recorded by itself.", in.Survey.Member)
	}
	return j.checkSurvey(in.survey(), "/survey")
}

// surveyedOutOfTime names answers about a life that had not begun, or was over.
func surveyedOutOfTime(j *Judging) string {
	in, ok := j.Input.(RecordSurvey)
	if !ok {
		return ""
	}
	return j.surveyDoubt(in.survey())
}

func (j *Judging) surveyDoubt(s Survey) string {
	m, i := j.Case.Member(s.Member), j.Programme.Instrument(s.Instrument)
	switch died := m.lastly(Death); {
	case !died.IsZero() && s.HeldOn.After(died):
		return fmt.Sprintf("%s is recorded as answered on %s, after the death of %s.", i.Title.EN, s.HeldOn, m.ID)
	case i.Home && (j.Case.ArrivedAt.IsZero() || s.HeldOn.Before(DateOf(j.Case.ArrivedAt.In(j.Case.place())))):
		return fmt.Sprintf("%s asks about life after the arrival, and is dated %s, before it.", i.Title.EN, s.HeldOn)
	}
	return ""
}

// checkSurvey refuses what is not the programme's, not this person's to ask, recorded already, or not an answer. at is where the
// survey stands in the input.
func (j *Judging) checkSurvey(s Survey, at string) error {
	i := j.Programme.Instrument(s.Instrument)
	if s.Version != "" && s.Version != i.Version {
		return broken("another-version", at+"/version", "The programme of this case asks %s in version %s, not %s.", i.Title.EN, i.Version, printable(s.Version))
	}
	if duty := DutyOf(j.Actor.Role); duty != "" && !slices.Contains(i.Duties, duty) {
		return broken("not-yours-to-ask", at+"/instrument", "%s is not asked by the role %s.", i.Title.EN, j.Actor.Role.Title().EN)
	}
	for _, held := range j.Case.SurveysOf(s.Member, s.Instrument) {
		if held.HeldOn == s.HeldOn {
			return broken("survey-recorded", at+"/instrument", "The answers of %s to %s of %s are already recorded. Void that event to correct them.", s.Member, i.Title.EN, s.HeldOn)
		}
	}
	return i.check(s.Answers, at+"/answers")
}

// A surveyed is what the rules conclude from answers when they are recorded.
type surveyed struct {
	Replan bool   `json:"replan"`
	Result string `json:"result"` // what the scores were made with
}

// concludeSurvey suggests another look at the plan where money stays short although much else goes well. It is the only thing that
// follows from a score.
func (j *Judging) concludeSurvey(s Survey) any {
	i := j.Programme.Instrument(s.Instrument)
	if !i.Replan.shows(i.Score(s.Answers)) {
		return nil
	}
	return surveyed{Replan: true, Result: i.Result()}
}

func (c *Case) keepSurvey(s Survey, p *Programme, e *Event) {
	s.ID, s.By = c.newID("survey-"), e.Actor.ID
	if i := p.Instrument(s.Instrument); i != nil {
		s.Version = i.Version
	}
	c.Surveys = append(c.Surveys, &s)
	var k surveyed
	if len(e.Derived) > 0 && json.Unmarshal(e.Derived, &k) == nil && k.Replan {
		c.raise("replan:"+s.Member, T("See whether another plan would help more", "Shihni nëse një plan tjetër do të ndihmonte më shumë"),
			fmt.Sprintf("Money is short for %s although much else goes well (%s). This is a suggestion in their favour: no support is ever cut, refused or delayed because of a score.", s.Member, k.Result),
			ReintegrationDuty, e.RecordedAt)
	}
}

// hasInstruments reports whether the programme asks anything.
func hasInstruments(j *Judging) bool { return len(j.Programme.Instruments) > 0 }
