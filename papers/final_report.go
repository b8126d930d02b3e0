package papers

import (
	"cmp"
	"fmt"
	"time"

	"homeward/avrr"
)

// FinalReport is what a closed case came to, for who answers for the money: what was agreed, what was done, what it cost. It
// names nobody.
type FinalReport struct {
	Reference string
	Programme string
	Funding   string // may be empty
	Country   string // of return, already worded; may be empty
	People    int    // who were helped after arrival
	ClosedOn  time.Time
	Reason    string     // why the case ended, already worded
	Dates     []Dated    // in order
	Budget    []Budget   // in the programme's currency, in the order of its package
	Total     Budget     // what the case came to altogether; its What is not printed
	Gone      avrr.Money // lost on the way, nothing when none was
	Overpaid  avrr.Money
	Exchange  []Spent // gained and lost by exchange; what was lost is below zero
	Costs     []Spent // what the office spent beside, by kind
	Visits    []ReportedVisit
	Scores    []Score
	Weights   string     // how the scores are weighed, with the version
	Floor     int        // the part of a survey, in percent, of which less makes no score
	Standings []Standing // where the last scores stand in the named profiles
	Forms     []Dated    // forms people were asked to fill in on how content they were
	Author    string
}

// Spent is an amount with what it was for.
type Spent struct {
	What   string // already worded
	Amount avrr.Money
}

// Dated is something that happened.
type Dated struct {
	What string // already worded
	On   time.Time
}

// A Budget is what became of one part of the money.
type Budget struct {
	What     string // already worded
	Approved avrr.Money
	Paid     avrr.Money // before anything was taken back
	Back     avrr.Money // handed back or refunded
}

// A ReportedVisit is one of the visits after arrival.
type ReportedVisit struct {
	What    string // already worded
	DueOn   time.Time
	On      time.Time // zero when it was not made
	Outcome string    // already worded
}

// A Score is how somebody stood on a day, each part between 0 and 1 and already worded with its decimals, or by how much that changed
// between two days. A part of which too little was answered is empty: it is said to be incomplete.
type Score struct {
	What                                string // already worded
	On                                  time.Time
	Economic, Social, Personal, Overall string
}

// A Standing is where a score stands in a named set of thresholds, already worded.
type Standing struct {
	What, Profile, Band string
}

func (r FinalReport) title(l Language) string { return reportWords[l].Title }

func (r FinalReport) check() error {
	if r.Reference == "" || r.ClosedOn.IsZero() || r.People < 0 {
		return fmt.Errorf("%w: a final report says of which case it is and when that was closed", ErrContent)
	}
	for i, b := range append([]Budget{r.Total}, r.Budget...) {
		for _, m := range []avrr.Money{b.Approved, b.Paid, b.Back} {
			if m.Amount < 0 || m.Currency != r.Total.Approved.Currency {
				return fmt.Errorf("%w: line %d of the budget is below nothing or in another currency", ErrContent, i)
			}
		}
	}
	return nil
}

func (r FinalReport) compose(s *sheet) {
	w := reportWords[s.language]
	s.facts(
		fact{"reference", w.Reference, r.Reference},
		fact{"programme", w.Programme, r.Programme},
		fact{"funding", w.Funding, r.Funding})
	s.facts(
		fact{"country", w.Country, r.Country},
		fact{"people", w.People, fmt.Sprint(r.People)},
		fact{"closed_on", w.ClosedOn, s.words.day(r.ClosedOn)})
	s.facts(fact{"reason", w.Reason, r.Reason})
	r.dates(s, w)
	r.budget(s, w)
	s.spent("exchange", w.Exchange, r.Exchange)
	s.spent("cost", w.Costs, r.Costs)
	r.visits(s, w)
	r.scores(s, w)
	r.forms(s, w)

	s.section(w.Signatures)
	s.signatures(
		signature{field: "author", role: w.Writes, statement: w.WritesHow, mark: s.words.Signature, name: r.Author},
		signature{field: "manager", role: w.Approves, statement: w.ApprovesHow, mark: s.words.Signature})
}

func (r FinalReport) dates(s *sheet, w reportWording) {
	if len(r.Dates) == 0 {
		return
	}
	s.section(w.Dates)
	cells := make([][]part, len(r.Dates))
	for i, d := range r.Dates {
		cells[i] = s.fact(fact{fmt.Sprintf("date[%d]", i), d.What, s.words.day(d.On)})
	}
	s.grid(4, cells)
}

func (r FinalReport) budget(s *sheet, w reportWording) {
	if r.Total.Approved.Currency == "" {
		return
	}
	s.section(w.Budget)
	columns := []column{{w.Line, 68}, {w.Approved, 34}, {w.Paid, 34}, {w.Back, 34}}
	head := s.titles(columns)
	s.add(head)
	for i, b := range r.Budget {
		s.cells(strip{above: 1.4, below: 1.4, ruled: true, head: &head}, s.columns(columns, b.row(fmt.Sprintf("budget[%d]", i), b.What, body))...)
	}
	s.keepLast()
	s.cells(strip{above: 1.8, below: 1.8, ruled: true, filled: true}, s.columns(columns, r.Total.row("total", w.Total, strongBody))...)
	if r.Gone.Amount > 0 {
		s.gap(1)
		s.paragraph("gone", labelled(w.Gone, r.Gone.String()), strongBody)
	}
	if r.Overpaid.Amount > 0 {
		s.gap(1)
		s.paragraph("overpaid", labelled(w.Overpaid, r.Overpaid.String()), strongBody)
	}
}

func (b Budget) row(field, what string, st style) [][]part {
	return [][]part{
		{{field + ".what", what, st}},
		{{field + ".approved", b.Approved.String(), st}},
		{{field + ".paid", b.Paid.String(), st}},
		{{field + ".back", b.Back.String(), st}},
	}
}

// spent are amounts under a title of their own, or nothing.
func (s *sheet) spent(field, title string, all []Spent) {
	if len(all) == 0 {
		return
	}
	w := reportWords[s.language]
	s.section(title)
	rows := make([][][]part, len(all))
	for i, each := range all {
		at := fmt.Sprintf("%s[%d]", field, i)
		rows[i] = [][]part{{{at + ".what", each.What, body}}, {{at + ".amount", each.Amount.String(), body}}}
	}
	s.table([]column{{w.What, 136}, {w.Amount, 34}}, rows)
}

func (r FinalReport) visits(s *sheet, w reportWording) {
	if len(r.Visits) == 0 {
		return
	}
	s.section(w.Visits)
	rows := make([][][]part, len(r.Visits))
	for i, v := range r.Visits {
		field := fmt.Sprintf("visit[%d]", i)
		rows[i] = [][]part{
			{{field + ".what", v.What, body}},
			{{field + ".due_on", cmp.Or(s.words.day(v.DueOn), "–"), body}},
			{{field + ".on", cmp.Or(s.words.day(v.On), w.NotMade), body}},
			{{field + ".outcome", cmp.Or(v.Outcome, "–"), body}},
		}
	}
	s.table([]column{{w.Visit, 50}, {w.DueOn, 37}, {w.VisitedOn, 37}, {w.Outcome, 46}}, rows)
}

func (r FinalReport) scores(s *sheet, w reportWording) {
	if len(r.Scores) == 0 {
		return
	}
	s.section(w.Scores)
	rows := make([][][]part, len(r.Scores))
	for i, each := range r.Scores {
		field := fmt.Sprintf("score[%d]", i)
		rows[i] = [][]part{
			{{field + ".what", each.What, body}, {field + ".on", s.words.day(each.On), quiet}},
			{{field + ".economic", cmp.Or(each.Economic, w.Incomplete), body}},
			{{field + ".social", cmp.Or(each.Social, w.Incomplete), body}},
			{{field + ".personal", cmp.Or(each.Personal, w.Incomplete), body}},
			{{field + ".overall", cmp.Or(each.Overall, w.Incomplete), strongBody}},
		}
	}
	s.table([]column{{w.Score, 66}, {w.Economic, 26}, {w.Social, 26}, {w.Personal, 26}, {w.Overall, 26}}, rows)
	if r.Weights != "" {
		s.gap(1)
		s.paragraph("weights", labelled(w.Weights, r.Weights), quiet)
	}
	if r.Floor > 0 {
		s.paragraph("floor", fmt.Sprintf(w.Floor, r.Floor), quiet)
	}
	for i, at := range r.Standings {
		s.paragraph(fmt.Sprintf("standing[%d]", i), at.What+": "+at.Band+" ("+at.Profile+")", quiet)
	}
}

func (r FinalReport) forms(s *sheet, w reportWording) {
	if len(r.Forms) == 0 {
		return
	}
	s.section(w.Forms)
	rows := make([][][]part, len(r.Forms))
	for i, f := range r.Forms {
		field := fmt.Sprintf("form[%d]", i)
		rows[i] = [][]part{{{field + ".what", f.What, body}}, {{field + ".on", s.words.day(f.On), body}}}
	}
	s.table([]column{{w.Form, 123}, {w.FilledOn, 47}}, rows)
}
