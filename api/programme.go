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
	Amounts   []Amount  `json:"amounts" doc:"For some people only; the first that applies is given, per_person where none does."`
	Plan      bool      `json:"plan" doc:"Given by the reintegration plan; other lines are paid directly."`
}

// An Amount is what a line gives those its condition is for.
type Amount struct {
	When      Condition `json:"when"`
	PerPerson int64     `json:"per_person"`
	PerFamily int64     `json:"per_family" doc:"The most for a family that is given it; 0: as the line says."`
}

// A Condition says whom an amount is for; what is left out is not asked.
type Condition struct {
	Nationality     []string  `json:"nationality,omitempty"`
	NationalityNot  []string  `json:"nationality_not,omitempty"`
	LegalStatus     []string  `json:"legal_status,omitempty"`
	AgeFrom         int       `json:"age_from,omitempty"`
	AgeUnder        int       `json:"age_under,omitempty"`
	AppliedFrom     avrr.Date `json:"applied_from,omitzero"`
	AppliedUntil    avrr.Date `json:"applied_until,omitzero"`
	WeeksFrom       int       `json:"weeks_since_decision_from,omitempty"`
	WeeksUnder      int       `json:"weeks_since_decision_under,omitempty"`
	MonthsFrom      int       `json:"months_since_decision_from,omitempty"`
	MonthsUnder     int       `json:"months_since_decision_under,omitempty"`
	DeparturePeriod string    `json:"departure_period,omitempty"`
	MembersFrom     int       `json:"members_from,omitempty"`
	MembersUnder    int       `json:"members_under,omitempty"`
	FamilyPosition  string    `json:"family_position,omitempty"`
	Entry           string    `json:"entry,omitempty"`
	ReturnType      string    `json:"return_type,omitempty"`
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
		view.Package = append(view.Package, PackageLine{l.ID, l.Title, l.Form, l.Payer, l.Place, l.PerPerson, l.PerChild, l.PerNext, l.PerFamily, amountsOf(l), l.Plan})
	}
	for _, v := range p.FollowUp {
		view.FollowUp = append(view.FollowUp, PlannedVisit{v.ID, v.Title})
	}
	return view
}

func amountsOf(l avrr.PackageLine) []Amount {
	rows := []Amount{}
	for _, a := range l.Amounts {
		w := a.When
		rows = append(rows, Amount{PerPerson: a.PerPerson, PerFamily: a.PerFamily, When: Condition{Nationality: w.Nationality, NationalityNot: w.NationalityNot,
			LegalStatus: w.LegalStatus, AgeFrom: w.Age.From, AgeUnder: w.Age.Under, AppliedFrom: w.AppliedFrom, AppliedUntil: w.AppliedUntil,
			WeeksFrom: w.Weeks.From, WeeksUnder: w.Weeks.Under, MonthsFrom: w.Months.From, MonthsUnder: w.Months.Under, DeparturePeriod: w.Departure,
			MembersFrom: w.Family.From, MembersUnder: w.Family.Under, FamilyPosition: w.Position, Entry: w.Entry, ReturnType: w.ReturnType}})
	}
	return rows
}

// orEmpty keeps a list from being answered as null.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
