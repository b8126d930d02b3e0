package web

import (
	"fmt"
	"slices"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A surveysBody is the page of what the members of a case answered: how it changed, then each set of answers with its scores.
type surveysBody struct {
	Head        caseHead
	Use         string
	Ask         []askLine
	Comparisons []comparisonBody
	Surveys     []surveyBody
	Done, Taken string
}

// An askLine is an instrument this person may ask now.
type askLine struct{ Title, Purpose, Href string }

type comparisonBody struct {
	ID, Title, Who, Result, Since string
	Rows                          []changeRow
}

type changeRow struct{ Title, Before, After, By string }

type surveyBody struct {
	ID, Title, Who, When, How, Result string
	Scores                            []scoreRow
	Standing                          []standingRow
	Answers                           []answerRow
	Unsettled                         int
}

// A scoreRow is a bar from 0 to 1000, and the same in words.
type scoreRow struct {
	Title, Score, Complete, Band string
	Shown                        bool
	Width                        int
}

type standingRow struct{ Profile, Band string }

type answerRow struct {
	Question, Answer, Unsettled string
}

func (f *face) surveysPage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	page, err := f.Desk.SurveysPage(v.ctx(), v.who, reference)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, page.Case)
	b := &surveysBody{Head: r.head("surveys"), Use: r.w.text(page.Surveys.Use), Ask: r.askable()}
	b.Done, b.Taken = r.justDone()
	for n, k := range page.Surveys.Comparisons {
		b.Comparisons = append(b.Comparisons, r.comparison(fmt.Sprintf("change-%d", n+1), k, page.Surveys.Surveys))
	}
	for _, s := range page.Surveys.Surveys {
		b.Surveys = append(b.Surveys, r.survey(s))
	}
	return screen{Name: "surveys", Said: b.Head.Title + " · " + reference, Body: b}, nil
}

// askable lists what this person may ask now.
func (r *reading) askable() (lines []askLine) {
	mayRecord := slices.ContainsFunc(r.view.AvailableActions, func(a casework.ActionView) bool { return a.Action == "record-survey" && len(a.BlockedBy) == 0 })
	if !mayRecord {
		return nil
	}
	for _, i := range r.view.Instruments {
		if slices.Contains(i.Duties, avrr.DutyOf(r.who.Role)) {
			lines = append(lines, askLine{r.w.text(i.Title), r.w.text(i.Purpose), "/cases/" + r.view.Reference + "/do/record-survey?instrument=" + i.Code})
		}
	}
	return lines
}

func (r *reading) instrument(code string) *avrr.Instrument {
	at := slices.IndexFunc(r.view.Instruments, func(i *avrr.Instrument) bool { return i.Code == code })
	if at < 0 {
		return &avrr.Instrument{Code: code}
	}
	return r.view.Instruments[at]
}

func (r *reading) survey(s casework.SurveyView) surveyBody {
	i := r.instrument(s.Instrument)
	b := surveyBody{ID: s.ID, Title: r.w.text(s.Title), Who: r.names[s.Member], When: r.w.day(s.HeldOn), How: r.w.t("survey.how", r.w.word("choice", s.Mode), s.By, s.Version)}
	if s.Scores != nil {
		b.Result = s.Scores.Result
		for _, d := range s.Scores.Dimensions {
			b.Scores = append(b.Scores, r.score(r.dimension(i, d.Dimension), d.Dimension, d.Score, s.Standing))
		}
		if len(i.Dimensions) > 1 {
			b.Scores = append(b.Scores, r.score(r.w.t("survey.composite"), "composite", s.Scores.Composite, s.Standing))
		}
	}
	for _, p := range s.Standing {
		if p.Of == "composite" {
			b.Standing = append(b.Standing, standingRow{r.w.text(p.Title), r.w.text(p.Says)})
		}
	}
	for _, item := range i.Items {
		answer, given := s.Answers[item.ID]
		if !given {
			continue
		}
		row := answerRow{Question: r.w.text(item.Text), Answer: answer}
		if len(item.Choices) > 0 {
			row.Answer = strings.Join(r.chosenWords(item, strings.Split(answer, ",")), ", ")
		}
		if item.Uncertain != nil {
			row.Unsettled = r.w.text(*item.Uncertain)
			b.Unsettled++
		}
		b.Answers = append(b.Answers, row)
	}
	return b
}

func (r *reading) dimension(i *avrr.Instrument, id string) string {
	for _, d := range i.Dimensions {
		if d.ID == id {
			return r.w.text(d.Title)
		}
	}
	return id
}

func (r *reading) score(title, of string, s avrr.Score, standing []casework.Standing) scoreRow {
	row := scoreRow{Title: title, Complete: r.w.t("survey.complete", s.Answered, s.Applicable), Shown: s.Value != nil}
	if s.Value == nil {
		row.Score = r.w.t("survey.too_few")
		return row
	}
	row.Score, row.Width = fmt.Sprintf("%.2f", *s.Value), int(*s.Value*scale)
	for _, p := range standing {
		if p.Of == of && row.Band == "" {
			row.Band = r.w.text(p.Says)
		}
	}
	return row
}

func (r *reading) comparison(id string, k avrr.Comparison, surveys []casework.SurveyView) comparisonBody {
	i, held := r.instrument(k.Instrument), map[string]casework.SurveyView{}
	for _, s := range surveys {
		held[s.ID] = s
	}
	first, last := held[k.Baseline], held[k.Endline]
	b := comparisonBody{ID: id, Title: r.w.text(i.Title), Who: r.names[k.Member], Result: k.Result, Since: r.w.t("survey.between", r.w.day(first.HeldOn), r.w.day(last.HeldOn))}
	for _, d := range k.Dimensions {
		b.Rows = append(b.Rows, r.change(r.dimension(i, d.Dimension), first.Scores.Dimension(d.Dimension), last.Scores.Dimension(d.Dimension), d.Difference))
	}
	if len(k.Dimensions) > 1 {
		b.Rows = append(b.Rows, r.change(r.w.t("survey.composite"), first.Scores.Composite, last.Scores.Composite, k.Composite))
	}
	return b
}

func (r *reading) change(title string, before, after avrr.Score, by *float64) changeRow {
	row := changeRow{Title: title, Before: twoPlaces(before.Value), After: twoPlaces(after.Value), By: "–"}
	if by != nil {
		row.By = strings.NewReplacer("+0.00", "0.00", "-0.00", "0.00", "-", "−").Replace(fmt.Sprintf("%+.2f", *by))
	}
	return row
}

func twoPlaces(score *float64) string {
	if score == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", *score)
}

// seesSurveys reports whether a case's page leads to its surveys for this person.
func (r *reading) seesSurveys() bool {
	return len(r.view.Instruments) > 0 && r.view.NamesShown && access.May(r.who.Actor, access.SeeCase, nil) == nil
}
