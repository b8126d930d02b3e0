package programmes

import (
	"fmt"
	"math"
	"slices"

	"homeward/avrr"
)

// Assess judges facts by the criteria of p, its corridors first, and explains the outcome: any criterion that fails makes it
// not eligible; else any that asks, for a fact nobody knows yet or for a person to judge, makes it ask; else it is eligible.
//
// others are the programmes the nearest alternative may name; the decision says which they were. The same input answers the same decision, byte for byte in
// JSON. A fact that does not exist or has a value it cannot have is an avrr.Error with code invalid. An absent fact and
// one that is nil or empty text are the same. Whole numbers may be of any Go type JSON or a database makes of them.
func Assess(p *avrr.Programme, facts avrr.Facts, others []*avrr.Programme) (avrr.EligibilityDecision, error) {
	facts, err := tidy(facts)
	if err != nil {
		return avrr.EligibilityDecision{}, err
	}
	decision := avrr.EligibilityDecision{RuleSet: p.Code, Version: p.Version, Facts: facts}
	for _, other := range others {
		decision.Considered = append(decision.Considered, other.Code+"@"+other.Version)
	}
	slices.Sort(decision.Considered)
	decision.Criteria, decision.Outcome, err = assess(p, facts)
	if err != nil {
		return avrr.EligibilityDecision{}, err
	}
	decision.NearestAlternative, err = nearest(p, facts, decision.Outcome, others)
	return decision, err
}

func assess(p *avrr.Programme, facts avrr.Facts) (results []avrr.CriterionResult, outcome string, err error) {
	known, err := know(facts)
	if err != nil {
		return nil, "", fmt.Errorf("assess by %s %s: %w", p.Code, p.Version, err)
	}
	outcome = avrr.Eligible
	for _, c := range append([]avrr.Criterion{corridorCriterion(p)}, p.Criteria...) {
		result, missing, err := judge(c.When, known)
		if err != nil {
			return nil, "", fmt.Errorf("assess by %s %s: criterion %s: %w", p.Code, p.Version, c.ID, err)
		}
		if result == avrr.Fail && c.Asks {
			result = avrr.Ask
		}
		results = append(results, avrr.CriterionResult{ID: c.ID, Text: c.Text, Source: c.Source, Result: result, Missing: missing})
		switch {
		case result == avrr.Fail:
			outcome = avrr.NotEligible
		case result == avrr.Ask && outcome == avrr.Eligible:
			outcome = avrr.Undecided
		}
	}
	return results, outcome, nil
}

// tidy answers the facts that are known, each of the type its spec says.
func tidy(facts avrr.Facts) (avrr.Facts, error) {
	known := avrr.Facts{}
	for name, value := range facts {
		spec, ok := factSpec(name)
		if !ok {
			return nil, avrr.Errorf(avrr.CodeInvalid, "There is no fact %q.", name)
		}
		if value == nil || value == "" {
			continue
		}
		value, ok = asFact(spec, value)
		if !ok {
			return nil, avrr.Errorf(avrr.CodeInvalid, "The fact %q cannot have this value.", name) // the value may be personal
		}
		known[name] = value
	}
	return known, nil
}

func asFact(spec avrr.FactSpec, value any) (any, bool) {
	switch v := value.(type) {
	case bool:
		return v, spec.Type == "bool"
	case int64:
		return v, spec.Type == "int"
	case int:
		return int64(v), spec.Type == "int"
	case float64:
		return int64(v), spec.Type == "int" && v == math.Trunc(v) && math.Abs(v) < 1<<53
	case avrr.Date:
		return v.String(), spec.Type == "date" && !v.IsZero()
	case string:
		if spec.Type == "date" {
			_, err := avrr.ParseDate(v)
			return v, err == nil
		}
		return v, spec.Type == "string" && (len(spec.Values) == 0 || slices.Contains(spec.Values, v))
	}
	return nil, false
}
