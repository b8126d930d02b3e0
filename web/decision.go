package web

import (
	"homeward/avrr"
)

// A decisionBody explains an eligibility decision rule by rule.
type decisionBody struct {
	Who      string // of a family
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

// decisions are what was assessed, in the order of the members; of a family each says whose it is.
func (r *reading) decisions(each []avrr.MemberDecision) (bodies []*decisionBody) {
	for _, m := range r.view.Members {
		for _, d := range each {
			if d.Member == m.ID {
				body := r.decision(d.Decision)
				if len(each) > 1 {
					body.Who = r.names[m.ID]
				}
				bodies = append(bodies, body)
			}
		}
	}
	return bodies
}

func (r *reading) decision(d avrr.EligibilityDecision) *decisionBody {
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
	return body
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
