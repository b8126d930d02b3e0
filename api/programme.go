package api

import "homeward/avrr"

// A Programme is a return programme as somebody sees it who chooses one: who may travel on it and what it gives.
// Amounts are minor units of Currency.
type Programme struct {
	Code         string         `json:"code"`
	Version      string         `json:"version"`
	Title        avrr.Text      `json:"title"`
	Summary      avrr.Text      `json:"summary"`
	Demo         bool           `json:"demo" doc:"Its clocks may run in minutes."`
	Illustrative bool           `json:"illustrative" doc:"Its amounts are modelled on a real programme, not taken from it."`
	Corridors    []Corridor     `json:"corridors"`
	Criteria     []Criterion    `json:"criteria"`
	Package      []PackageLine  `json:"package"`
	Currency     string         `json:"currency"`
	PlanCeiling  int64          `json:"plan_ceiling" doc:"The most a family's reintegration plans may come to; the lines they are made of may give less."`
	Papers       []string       `json:"papers" doc:"What must be there before a ticket is issued."`
	FollowUp     []PlannedVisit `json:"follow_up"`
}

// A Corridor is a way people may return; an empty list is any country.
type Corridor struct {
	From []string `json:"from"`
	To   []string `json:"to"`
}

// A Criterion is one rule of eligibility in plain words, with the norm it comes from.
type Criterion struct {
	ID     string    `json:"id"`
	Text   avrr.Text `json:"text"`
	Source string    `json:"source"`
	Asks   bool      `json:"asks" doc:"Not met, it asks a person instead of refusing."`
}

// A PackageLine is one thing the programme gives.
type PackageLine struct {
	ID        string    `json:"id"`
	Title     avrr.Text `json:"title"`
	Form      string    `json:"form"`
	Payer     string    `json:"payer"`
	Place     string    `json:"place"`
	PerPerson int64     `json:"per_person"`
	PerChild  int64     `json:"per_child"`
	PerNext   int64     `json:"per_next" doc:"For each further member of the family."`
	PerFamily int64     `json:"per_family" doc:"0: no cap for the family."`
	Plan      bool      `json:"plan" doc:"Given by the reintegration plan; other lines are paid directly."`
}

// A PlannedVisit is one visit of the follow-up.
type PlannedVisit struct {
	ID    string    `json:"id"`
	Title avrr.Text `json:"title"`
}

func programmeOf(p *avrr.Programme) Programme {
	view := Programme{Code: p.Code, Version: p.Version, Title: p.Title, Summary: p.Summary, Demo: p.Demo, Illustrative: p.Illustrative,
		Corridors: []Corridor{}, Criteria: []Criterion{}, Package: []PackageLine{}, Currency: p.Currency, PlanCeiling: p.PlanCeiling,
		Papers: orEmpty(p.Papers), FollowUp: []PlannedVisit{}}
	for _, way := range p.Corridors {
		view.Corridors = append(view.Corridors, Corridor{orEmpty(way.From), orEmpty(way.To)})
	}
	for _, k := range p.Criteria {
		view.Criteria = append(view.Criteria, Criterion{k.ID, k.Text, k.Source, k.Asks})
	}
	for _, l := range p.Package {
		view.Package = append(view.Package, PackageLine{l.ID, l.Title, l.Form, l.Payer, l.Place, l.PerPerson, l.PerChild, l.PerNext, l.PerFamily, l.Plan})
	}
	for _, v := range p.FollowUp {
		view.FollowUp = append(view.FollowUp, PlannedVisit{v.ID, v.Title})
	}
	return view
}

// orEmpty keeps a list from being answered as null.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
