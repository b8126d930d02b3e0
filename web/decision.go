package web

import (
	"homeward/avrr"
)

// A decisionBody explains an eligibility decision rule by rule.
type decisionBody struct {
	Outcome  string
	Kind     string
	Shape    string
	Rules    string // which rules, which version
	Criteria []criterionLine
	Met      int
	Open     bool // something is not met or not known: shown at once
	Nearest  string
}

type criterionLine struct {
	Text, Result, Kind, Shape, Source string
	Missing                           []string
}

var resultShapes = map[string]string{avrr.Pass: "✓", avrr.Fail: "■", avrr.Ask: "▲", avrr.Eligible: "✓", avrr.NotEligible: "■"}

// addDecision adds the assessment, where there is one and this person may see it.
func (r *reading) addDecision(d *avrr.EligibilityDecision, b *caseBody) {
	if d == nil {
		return
	}
	body := &decisionBody{Outcome: r.w.word("outcome", d.Outcome), Kind: d.Outcome, Shape: resultShapes[d.Outcome], Rules: r.w.t("decision.rules", d.RuleSet, d.Version)}
	for _, c := range d.Criteria {
		l := criterionLine{Text: r.w.text(c.Text), Result: r.w.word("result", c.Result), Kind: c.Result, Shape: resultShapes[c.Result], Source: c.Source}
		for _, fact := range c.Missing {
			l.Missing = append(l.Missing, r.fact(fact))
		}
		if c.Result == avrr.Pass {
			body.Met++
		}
		body.Criteria = append(body.Criteria, l)
	}
	body.Open = body.Met < len(body.Criteria)
	if n := d.NearestAlternative; n != nil {
		body.Nearest = r.w.text(n.Text)
	}
	b.Decision = body
}

// fact names a fact as officers do.
func (r *reading) fact(name string) string {
	for _, spec := range avrr.FactSpecs {
		if spec.Name == name {
			return r.w.text(spec.Text)
		}
	}
	return name
}
