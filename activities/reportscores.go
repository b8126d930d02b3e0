package activities

import (
	"fmt"
	"slices"
	"strconv"

	"homeward/avrr"
	"homeward/papers"
)

// surveyed adds to a report how its people stood, first and last, and which forms they filled in. What the people of a restricted case said
// of their lives is not told of it at all.
func (w wording) surveyed(r *papers.FinalReport, c *avrr.Case, p *avrr.Programme) {
	if c.Restricted {
		return
	}
	for _, i := range p.Instruments {
		switch {
		case slices.Contains(satisfactionForms, i.Code):
			for _, s := range c.Surveys {
				if s.Instrument == i.Code {
					r.Forms = append(r.Forms, papers.Dated{What: i.Title.In(w.in), On: s.HeldOn.In(clocksOf(c))})
				}
			}
		case i.Scored():
			w.scored(r, c, i)
		}
	}
	slices.SortStableFunc(r.Forms, func(a, b papers.Dated) int { return a.On.Compare(b.On) })
}

// satisfactionForms ask how content somebody was with what was done for them.
var satisfactionForms = []string{"return-satisfaction", "reintegration-satisfaction"}

// scored adds the baseline of each member beside the endline. Answers to another version of the questionnaire are not comparable.
func (w wording) scored(r *papers.FinalReport, c *avrr.Case, i *avrr.Instrument) {
	for n, m := range c.Members {
		held := slices.DeleteFunc(c.SurveysOf(m.ID, i.Code), func(s *avrr.Survey) bool { return s.Version != i.Version })
		if len(held) == 0 {
			continue
		}
		who := fmt.Sprintf(avrr.T("Person %d", "Personi %d").In(w.in), n+1)
		first, last := held[0], held[len(held)-1]
		r.Weights, r.Floor = i.Result(), int(avrr.CompleteEnough*100)
		row := w.score(c, who+", "+avrr.T("baseline", "në fillim").In(w.in), first, i)
		r.Scores = append(r.Scores, row)
		if first != last {
			r.Scores = append(r.Scores, w.score(c, who+", "+avrr.T("endline", "në fund").In(w.in), last, i), w.change(who, first, last, i))
		}
		composite := i.Score(last.Answers).Composite
		for _, profile := range i.Profiles {
			if band := profile.Band(composite); band != nil {
				r.Standings = append(r.Standings, papers.Standing{What: who, Profile: profile.Title.In(w.in), Band: band.Title.In(w.in)})
			}
		}
	}
}

// score is how somebody stood on a day. A part of which too little was answered has no score.
func (w wording) score(c *avrr.Case, what string, s *avrr.Survey, i *avrr.Instrument) papers.Score {
	made := i.Score(s.Answers)
	said := func(of avrr.Score) string {
		if of.Value == nil {
			return ""
		}
		return strconv.FormatFloat(*of.Value, 'f', 2, 64)
	}
	return papers.Score{What: what, On: s.HeldOn.In(clocksOf(c)), Economic: said(made.Dimension("economic")), Social: said(made.Dimension("social")),
		Personal: said(made.Dimension("psychosocial")), Overall: said(made.Composite)}
}

// change is by how much somebody's scores have grown.
func (w wording) change(who string, first, last *avrr.Survey, i *avrr.Instrument) papers.Score {
	row := papers.Score{What: who + ", " + avrr.T("change", "ndryshimi").In(w.in)}
	by := i.Compare(first, last)
	said := func(difference *float64) string {
		if difference == nil {
			return "–"
		}
		return fmt.Sprintf("%+.2f", *difference)
	}
	of := map[string]string{}
	for _, d := range by.Dimensions {
		of[d.Dimension] = said(d.Difference)
	}
	row.Economic, row.Social, row.Personal, row.Overall = of["economic"], of["social"], of["psychosocial"], said(by.Composite)
	return row
}
