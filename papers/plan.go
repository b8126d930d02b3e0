package papers

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"homeward/avrr"
)

// ReintegrationPlan is what a person and the office agree on for the time after arrival: what is done, what is given for it
// and when. With what it amends it marks what differs from the version before.
type ReintegrationPlan struct {
	Reference   string
	Programme   string
	For         []string // names of those it helps, one at least
	Place       string   // where they live now, already worded; may be empty
	Measures    []PlannedMeasure
	Instalments []PlannedInstalment
	Milestones  []Milestone
	ApprovedOn  time.Time
	Counsellor  string // who agreed it with them; may be empty
	Amends      *Amendment
}

// An Amendment says which plan another takes the place of, and why.
type Amendment struct {
	Before ReintegrationPlan
	Reason string // already worded; may be empty
}

// A PlannedMeasure is one thing the plan does.
type PlannedMeasure struct {
	Key         string // tells the same measure apart in another version of the plan; never printed
	What        string // already worded: "Tools", "Vocational training"
	Sort        string // already worded: which side of life, at which level; may be empty
	Description string // may be empty
	Supplier    string // may be empty
	Amount      avrr.Money
}

// A PlannedInstalment is one part of what a measure is given.
type PlannedInstalment struct {
	Key    string // tells the same instalment apart in another version of the plan; never printed
	What   string // the measure it is of, as that is worded
	Amount avrr.Money
	From   time.Time // zero when it is given as soon as what it needs is shown
	After  int       // days after the arrival, while that is not known
	PaidOn time.Time // zero while it was not paid
	Needs  string    // what must be shown first, already worded; may be empty
}

// A Milestone is one step towards what a measure is for.
type Milestone struct {
	Key   string // tells the same step apart in another version of the plan; never printed
	What  string // the measure it is of
	Title string
	DueOn time.Time // zero when no day is agreed
}

func (p ReintegrationPlan) title(l Language) string {
	if p.Amends != nil {
		return planWords[l].Amendment
	}
	return planWords[l].Title
}

func (p ReintegrationPlan) check() error {
	if len(p.For) == 0 || len(p.Measures) == 0 || p.ApprovedOn.IsZero() {
		return fmt.Errorf("%w: a plan says for whom it is, what is done and when it was approved", ErrContent)
	}
	amounts := make([]avrr.Money, len(p.Measures))
	for i, m := range p.Measures {
		if m.What == "" {
			return fmt.Errorf("%w: measure %d does not say what it is", ErrContent, i+1)
		}
		amounts[i] = m.Amount
	}
	_, err := added(amounts)
	return err
}

// added sums amounts of one currency, each more than nothing.
func added(amounts []avrr.Money) (total avrr.Money, err error) {
	for i, m := range amounts {
		switch {
		case m.Amount <= 0 || len(m.Currency) != 3:
			return avrr.Money{}, fmt.Errorf("%w: line %d has no amount", ErrContent, i+1)
		case m.Currency != amounts[0].Currency:
			return avrr.Money{}, fmt.Errorf("%w: line %d is in another currency", ErrContent, i+1)
		case m.Amount > math.MaxInt64-total.Amount:
			return avrr.Money{}, fmt.Errorf("%w: more than can be counted", ErrContent)
		}
		total = avrr.Money{Amount: total.Amount + m.Amount, Currency: m.Currency}
	}
	return total, nil
}

func (p ReintegrationPlan) compose(s *sheet) {
	w := planWords[s.language]
	before := p.before()
	s.facts(
		fact{"reference", w.Reference, p.Reference},
		fact{"programme", w.Programme, p.Programme},
		fact{"approved_on", w.ApprovedOn, s.words.day(p.ApprovedOn)})
	s.facts(
		fact{"for", w.For, strings.Join(p.For, ", ")},
		fact{"place", w.Place, p.Place})
	p.amendment(s, w)

	s.section(w.Measures)
	s.entries([]column{{"", 8}, {w.Measure, 117}, {w.Amount, 45}}, s.measures(p.Measures), s.measures(before.Measures))
	s.sum(w.Total, p.total().String())
	s.keepLast()
	p.steps(s, w, before)

	s.section(w.Rules)
	for i, rule := range w.RulesAre {
		s.numbered(i, part{"rule", rule, body})
	}
	s.section(w.Signatures)
	s.signatures(
		signature{field: "for", role: w.ThePerson, statement: w.PersonAgrees, mark: w.SignatureOrThumb, thumb: true, name: p.For[0]},
		signature{field: "counsellor", role: w.TheOffice, statement: w.OfficeAgrees, mark: s.words.Signature, name: p.Counsellor})
}

// before is the plan that this one marks its differences from. Of a first plan it has no rows, not even empty ones.
func (p ReintegrationPlan) before() (b ReintegrationPlan) {
	if p.Amends == nil {
		return b
	}
	b = p.Amends.Before
	b.Measures = append([]PlannedMeasure{}, b.Measures...)
	b.Instalments = append([]PlannedInstalment{}, b.Instalments...)
	b.Milestones = append([]Milestone{}, b.Milestones...)
	return b
}

func (p ReintegrationPlan) total() avrr.Money {
	total := avrr.Money{Currency: p.Measures[0].Amount.Currency}
	for _, m := range p.Measures {
		total.Amount += m.Amount.Amount
	}
	return total
}

func (p ReintegrationPlan) amendment(s *sheet, w planWording) {
	if p.Amends == nil {
		return
	}
	s.gap(2)
	s.paragraph("amends", fmt.Sprintf(w.TakesThePlace, s.words.day(p.Amends.Before.ApprovedOn)), strongBody)
	if p.Amends.Reason != "" {
		s.gap(1)
		s.paragraph("reason", labelled(w.Because, p.Amends.Reason), body)
	}
	if was := p.Amends.Before.total(); was != p.total() {
		s.gap(1)
		s.paragraph("total.was", fmt.Sprintf(w.TotalWas, was), body)
	}
}

// steps are the tables below the measures: what is given when, and who does what by when.
func (p ReintegrationPlan) steps(s *sheet, w planWording, before ReintegrationPlan) {
	if len(p.Instalments)+len(before.Instalments) > 0 {
		s.section(w.Instalments)
		s.entries([]column{{"", 8}, {w.For, 44}, {w.Amount, 33}, {w.When, 38}, {w.Needs, 47}}, s.instalments(p.Instalments), s.instalments(before.Instalments))
	}
	if len(p.Milestones)+len(before.Milestones) > 0 {
		s.section(w.Milestones)
		s.entries([]column{{"", 8}, {w.Step, 82}, {w.For, 44}, {w.DueOn, 36}}, s.milestones(p.Milestones), s.milestones(before.Milestones))
	}
}

func (s *sheet) measures(all []PlannedMeasure) []entry {
	if all == nil {
		return nil
	}
	entries := make([]entry, len(all))
	for i, m := range all {
		field := fmt.Sprintf("measure[%d]", i)
		entries[i] = entry{cmp.Or(m.Key, m.What+" "+m.Description), [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field + ".what", m.What, strongBody}, {field + ".description", m.Description, body}, {field + ".sort", m.Sort, quiet},
				{field + ".supplier", labelled(planWords[s.language].Supplier, m.Supplier), quiet}},
			{{field + ".amount", m.Amount.String(), strongBody}},
		}}
	}
	return entries
}

func (s *sheet) instalments(all []PlannedInstalment) []entry {
	if all == nil {
		return nil
	}
	entries := make([]entry, len(all))
	for i, in := range all {
		field := fmt.Sprintf("instalment[%d]", i)
		entries[i] = entry{cmp.Or(in.Key, fmt.Sprint(i)), [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field + ".what", in.What, small}},
			{{field + ".amount", in.Amount.String(), strongSmall}},
			{{field + ".when", cmp.Or(planWords[s.language].when(s.words, in), "–"), small}},
			{{field + ".needs", cmp.Or(in.Needs, "–"), small}},
		}}
	}
	return entries
}

func (w planWording) when(common wording, in PlannedInstalment) string {
	switch {
	case !in.PaidOn.IsZero():
		return fmt.Sprintf(w.Paid, common.day(in.PaidOn))
	case !in.From.IsZero():
		return fmt.Sprintf(w.From, common.day(in.From))
	case in.After > 0:
		return fmt.Sprintf(w.After, in.After)
	}
	return ""
}

func (s *sheet) milestones(all []Milestone) []entry {
	if all == nil {
		return nil
	}
	entries := make([]entry, len(all))
	for i, m := range all {
		field := fmt.Sprintf("milestone[%d]", i)
		entries[i] = entry{cmp.Or(m.Key, m.What+" "+m.Title), [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field + ".title", m.Title, small}},
			{{field + ".what", m.What, small}},
			{{field + ".due_on", cmp.Or(s.words.day(m.DueOn), "–"), strongSmall}},
		}}
	}
	return entries
}
