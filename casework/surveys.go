package casework

import (
	"context"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/programmes"
)

// A SurveysView is what the members of a case answered, the last first, and what the numbers made of it are.
type SurveysView struct {
	Use         avrr.Text         `json:"use"` // what scores are for, and what they are never for
	Surveys     []SurveyView      `json:"surveys"`
	Comparisons []avrr.Comparison `json:"comparisons"` // of the first and the last of each member and instrument
}

// A SurveyView is one set of answers.
type SurveyView struct {
	ID         string        `json:"id"`
	Member     string        `json:"member"`
	Instrument string        `json:"instrument"`
	Version    string        `json:"version"`
	Title      avrr.Text     `json:"title"`
	HeldOn     avrr.Date     `json:"held_on"`
	Days       *int          `json:"days_after_arrival"`
	Mode       string        `json:"mode"`
	Language   string        `json:"language,omitempty"`
	Visit      string        `json:"visit,omitempty"`
	By         string        `json:"by"` // display name
	Answers    avrr.Answers  `json:"answers"`
	Scores     *avrr.Scores  `json:"scores"` // null where none are made
	Standing   []Standing    `json:"standing"`
	Uncertain  []UncertainIn `json:"uncertain"` // what is not settled about the items that were answered
}

// A Standing is where a score stands in a named profile of thresholds. Of is a dimension, or composite.
type Standing struct {
	Profile string    `json:"profile"`
	Title   avrr.Text `json:"profile_title"`
	Of      string    `json:"of"`
	Band    string    `json:"band"`
	Says    avrr.Text `json:"band_title"`
}

// An UncertainIn says what is not settled about an item.
type UncertainIn struct {
	Item string    `json:"item"`
	Why  avrr.Text `json:"why"`
}

// compositeScore is what standings call the score over all dimensions.
const compositeScore = "composite"

var useOfScores = avrr.T("Scores show where help is missing. They never cut, refuse or delay anybody's support.",
	"Pikët tregojnë ku mungon ndihma. Ato nuk e pakësojnë, nuk e refuzojnë dhe nuk e vonojnë kurrë mbështetjen e dikujt.")

// errOwnersSurveys is the answer where names are not shown: what people said of their lives is theirs.
var errOwnersSurveys = avrr.Errorf(avrr.CodeNotFound, "Ask the case owner about these surveys.")

// Surveys answers what the members of a case answered, with the scores under the weights that are in force.
func (d *Desk) Surveys(ctx context.Context, who access.Person, reference string) (SurveysView, error) {
	f, err := d.read(ctx, who, reference, "surveys")
	if err != nil {
		return SurveysView{}, err
	}
	return d.surveysOf(ctx, f, who)
}

func (d *Desk) surveysOf(ctx context.Context, f *file, who access.Person) (SurveysView, error) {
	if !access.SeesPersonal(who.Actor, f.c) {
		return SurveysView{}, errOwnersSurveys
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return SurveysView{}, err
	}
	v := f.surveys()
	for n := range v.Surveys {
		v.Surveys[n].By = display(names, v.Surveys[n].By)
	}
	return v, nil
}

// A SurveysPageView is all that the page of a case's surveys shows.
type SurveysPageView struct {
	Case    *CaseView
	Surveys SurveysView
}

// SurveysPage answers a case with its surveys: folded once, and one reading in the audit.
func (d *Desk) SurveysPage(ctx context.Context, who access.Person, reference string) (*SurveysPageView, error) {
	f, err := d.read(ctx, who, reference, "surveys")
	if err != nil {
		return nil, err
	}
	view, err := d.view(ctx, d.Store.Read(ctx), f, who)
	if err != nil {
		return nil, err
	}
	surveys, err := d.surveysOf(ctx, f, who)
	if err != nil {
		return nil, err
	}
	return &SurveysPageView{view, surveys}, nil
}

func (f *file) surveys() SurveysView {
	v := SurveysView{Use: useOfScores, Surveys: []SurveyView{}, Comparisons: []avrr.Comparison{}}
	for _, s := range f.c.Surveys {
		if i := f.p.Instrument(s.Instrument); i != nil {
			v.Surveys = append(v.Surveys, f.survey(s, i))
		}
	}
	slices.SortStableFunc(v.Surveys, func(a, b SurveyView) int { return b.HeldOn.Compare(a.HeldOn) })
	for _, m := range f.c.Members {
		for _, i := range f.p.Instruments {
			if k := f.c.Comparison(m.ID, i); k != nil {
				v.Comparisons = append(v.Comparisons, *k)
			}
		}
	}
	return v
}

func (f *file) survey(s *avrr.Survey, i *avrr.Instrument) SurveyView {
	v := SurveyView{ID: s.ID, Member: s.Member, Instrument: s.Instrument, Version: s.Version, Title: i.Title, HeldOn: s.HeldOn, Mode: s.Mode, Language: s.Language,
		Visit: s.Visit, By: s.By, Answers: s.Answers, Scores: i.Score(s.Answers), Standing: []Standing{}, Uncertain: []UncertainIn{}}
	if at := f.c.ArrivedAt; !at.IsZero() {
		days := avrr.DateOf(at.In(avrr.Zone(f.c.Country()))).DaysUntil(s.HeldOn)
		v.Days = &days
	}
	for _, item := range i.Items {
		if _, answered := s.Answers[item.ID]; answered && item.Uncertain != nil {
			v.Uncertain = append(v.Uncertain, UncertainIn{item.ID, *item.Uncertain})
		}
	}
	if v.Scores == nil {
		return v
	}
	for _, p := range i.Profiles {
		v.stands(p, compositeScore, v.Scores.Composite)
		for _, d := range v.Scores.Dimensions {
			if !p.Composite {
				v.stands(p, d.Dimension, d.Score)
			}
		}
	}
	return v
}

func (v *SurveyView) stands(p avrr.Profile, of string, s avrr.Score) {
	if band := p.Band(s); band != nil {
		v.Standing = append(v.Standing, Standing{p.ID, p.Title, of, band.ID, band.Title})
	}
}

// Instruments answers the questionnaires that are shipped and, beside them, those that programmes bring themselves, each with the
// weights that are in force.
func (d *Desk) Instruments(ctx context.Context) ([]*avrr.Instrument, error) {
	all, err := programmes.Instruments()
	if err != nil {
		return nil, err
	}
	all = slices.Clone(all)
	current, err := d.Programmes(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range current {
		for _, i := range p.Instruments {
			if !slices.ContainsFunc(all, func(o *avrr.Instrument) bool { return o.Code == i.Code && o.Version == i.Version }) {
				all = append(all, i)
			}
		}
	}
	for n, i := range all {
		all[n] = d.Weights.On(i)
	}
	return all, nil
}
