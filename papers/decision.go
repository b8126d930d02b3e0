package papers

import (
	"cmp"
	"fmt"
	"time"
	"unicode/utf8"

	"homeward/avrr"
)

// DecisionLetter tells a person that their application was approved, what they are given and what comes next.
type DecisionLetter struct {
	Decision
	Granted    []Grant
	Conditions []string  // already worded
	ValidUntil time.Time // the last day of the approval; zero has none
}

// RefusalLetter tells a person that their application was not approved: by which rules, and what they can do.
type RefusalLetter struct {
	Decision
	Remedy Remedy
}

// Decision is what both letters say.
type Decision struct {
	Reference string
	Programme string
	To        string   // the name of the person who reads it
	Address   []string // lines; may be empty
	About     []string // names of those it decides about
	DecidedOn time.Time
	RuleSet   string // the programme's rules and their version
	Reasons   []Reason
	Next      []string // what happens now, already worded, in order
	Ask       Office   // who answers questions
	Signatory string   // with title, at most 60 letters; may be empty
}

// A Reason is one rule a decision rests on.
type Reason struct {
	Rule    string // in plain words
	Source  string // law or agreement it comes from
	Finding string // what was found, in plain words
}

// A Grant is one piece of help. One in kind has no amount.
type Grant struct {
	What   string
	Amount avrr.Money
}

// A Remedy is what a person can do against a decision.
type Remedy struct {
	What  string    // already worded: "Ask for a review"
	To    Office    // who decides about it
	Until time.Time // the last day for it, with the time where the hour counts; zero when there is no limit
	How   string    // already worded; may be empty
}

func (d DecisionLetter) title(l Language) string { return decisionWords[l].Approved }
func (r RefusalLetter) title(l Language) string  { return decisionWords[l].Refused }

func (d DecisionLetter) check() error {
	return cmp.Or(checkGrants(d.Granted), d.Decision.check())
}

func (r RefusalLetter) check() error {
	if len(r.Reasons) == 0 || r.Remedy.What == "" {
		return fmt.Errorf("%w: a refusal gives its reasons and what can be done against it", ErrContent)
	}
	return r.Decision.check()
}

func (d Decision) check() error {
	if d.To == "" || len(d.About) == 0 || d.DecidedOn.IsZero() {
		return fmt.Errorf("%w: a decision says to whom, about whom and when", ErrContent)
	}
	return checkSignatory(d.Signatory)
}

func checkSignatory(name string) error {
	if utf8.RuneCountInString(name) > longestSigned {
		return fmt.Errorf("%w: signatory of at most %d letters", ErrContent, longestSigned)
	}
	return nil
}

func (d DecisionLetter) compose(s *sheet) {
	w := decisionWords[s.language]
	d.open(s, w, w.OpeningApproved)
	s.grants(w.Granted, d.Granted)
	s.listing("condition", w.Conditions, d.Conditions)
	if !d.ValidUntil.IsZero() {
		s.gap(2)
		s.paragraph("valid_until", fmt.Sprintf(w.ValidUntil, s.words.day(d.ValidUntil)), strongBody)
	}
	d.reasons(s, w)
	d.close(s, w, w.MayWithdraw)
}

func (r RefusalLetter) compose(s *sheet) {
	w := decisionWords[s.language]
	r.open(s, w, w.OpeningRefused)
	r.reasons(s, w)
	r.remedy(s, w)
	r.close(s, w, w.MayApplyAgain)
}

// open is the head of a letter: to whom, about what, and the decision in one sentence.
func (d Decision) open(s *sheet, w decisionWording, opening string) {
	s.addressed(d.To, d.Address,
		fact{"reference", w.Reference, d.Reference},
		fact{"programme", w.Programme, d.Programme},
		fact{"decided_on", w.DecidedOn, s.words.day(d.DecidedOn)})
	s.gap(3)
	s.paragraph("opening", opening, strongBody)
	s.gap(1.5)
	for i, name := range d.About {
		s.cells(strip{}, s.cell(margin+numeral, s.measure()-numeral, part{fmt.Sprintf("about[%d]", i), name, body}))
	}
}

// addressed is the head of a letter: to whom, and beside it what it is about.
func (s *sheet) addressed(name string, address []string, about ...fact) {
	to := []part{{"to", name, strongBody}}
	for i, line := range address {
		to = append(to, part{fmt.Sprintf("address[%d]", i), line, body})
	}
	var facts []part
	for _, f := range about {
		facts = append(facts, s.fact(f)...)
	}
	s.grid(2, [][]part{to, facts})
}

func (d Decision) reasons(s *sheet, w decisionWording) {
	if len(d.Reasons) == 0 {
		return
	}
	s.section(w.Reasons)
	for i, r := range d.Reasons {
		field := fmt.Sprintf("reason[%d]", i)
		s.numbered(i,
			part{field + ".rule", r.Rule, strongBody},
			part{field + ".finding", r.Finding, body},
			part{field + ".source", labelled(w.Source, r.Source), quiet})
	}
	if d.RuleSet != "" {
		s.gap(1)
		s.paragraph("rule_set", fmt.Sprintf(w.RuleSet, d.RuleSet), quiet)
	}
}

// grants are pieces of help under a title of their own, or not at all.
func (s *sheet) grants(title string, all []Grant) {
	if len(all) == 0 {
		return
	}
	w := decisionWords[s.language]
	s.section(title)
	rows := make([][][]part, len(all))
	for i, g := range all {
		field := fmt.Sprintf("grant[%d]", i)
		amount := w.InKind
		if g.Amount.Currency != "" {
			amount = g.Amount.String()
		}
		rows[i] = [][]part{{{field + ".what", g.What, body}}, {{field + ".amount", amount, strongBody}}}
	}
	s.table([]column{{w.Help, 120}, {w.Value, 50}}, rows)
}

func checkGrants(all []Grant) error {
	for i, g := range all {
		if g.What == "" || g.Amount.Amount < 0 {
			return fmt.Errorf("%w: grant %d does not say what is given", ErrContent, i+1)
		}
	}
	return nil
}

func (r RefusalLetter) remedy(s *sheet, w decisionWording) {
	until := w.NoLimit
	if !r.Remedy.Until.IsZero() {
		until = s.words.weekday(r.Remedy.Until)
		if r.Remedy.Until.Hour()+r.Remedy.Until.Minute() > 0 {
			until += ", " + r.Remedy.Until.Format("15:04")
		}
	}
	s.section(w.Remedy)
	s.tiedGap(1.1)
	s.paragraph("remedy", r.Remedy.What, strongBody)
	s.grid(2, [][]part{
		s.office("remedy.to", w.RemedyTo, r.Remedy.To),
		{{"remedy.until", w.RemedyUntil, label}, {"remedy.until", until, strongBody}},
	})
	if r.Remedy.How != "" {
		s.gap(1.5)
		s.paragraph("remedy.how", r.Remedy.How, body)
	}
}

// close says what comes next, a right the reader keeps, and whom to ask.
func (d Decision) close(s *sheet, w decisionWording, right string) {
	s.listing("next", w.Next, d.Next)
	s.gap(2.5)
	s.paragraph("right", right, body)
	if d.Ask.Name != "" {
		s.section(w.Questions)
		s.tiedGap(1.1)
		s.paragraph("ask", d.Ask.inOneLine(), body)
	}
	s.signatory = &signature{field: "signatory", role: w.ForTheOffice, statement: labelled(w.Reference+":", d.Reference), name: d.Signatory, mark: w.SignAndStamp}
}

// listing is a numbered list under a title, or nothing.
func (s *sheet) listing(field, title string, items []string) {
	if len(items) == 0 {
		return
	}
	s.section(title)
	for i, item := range items {
		s.numbered(i, part{fmt.Sprintf("%s[%d]", field, i), item, body})
	}
}
