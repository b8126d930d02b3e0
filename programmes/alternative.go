package programmes

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"homeward/avrr"
)

// turns are the outcomes worth naming as an alternative to each outcome, the most telling first.
var turns = map[string][]string{
	avrr.NotEligible: {avrr.Eligible, avrr.Undecided},
	avrr.Undecided:   {avrr.Eligible, avrr.NotEligible},
	avrr.Eligible:    {avrr.NotEligible},
}

// nearest answers the smallest change that turns the outcome: one fact that can change, in the order of avrr.FactSpecs;
// failing that another programme, by code and newest version first. A change that settles the matter goes before one that
// leaves it open. An eligible person is told which fact matters, never which programme would refuse. Nil: no one change does.
func nearest(p *avrr.Programme, facts avrr.Facts, outcome string, others []*avrr.Programme) (*avrr.Alternative, error) {
	candidates, err := byFact(p, facts)
	if err != nil {
		return nil, err
	}
	if outcome != avrr.Eligible {
		more, err := byProgramme(p, facts, others)
		if err != nil {
			return nil, err
		}
		candidates = append(candidates, more...)
	}
	for _, turn := range turns[outcome] {
		for _, c := range candidates {
			if c.Outcome == turn && (c.Programme == "" || turn != avrr.NotEligible) {
				c.Text = wording(c)
				return &c, nil
			}
		}
	}
	return nil, nil
}

func byFact(p *avrr.Programme, facts avrr.Facts) (found []avrr.Alternative, err error) {
	for _, spec := range avrr.FactSpecs {
		if !spec.Changeable {
			continue
		}
		for _, value := range valuesOf(spec) {
			if value == facts[spec.Name] {
				continue
			}
			changed := maps.Clone(facts)
			changed[spec.Name] = value
			_, outcome, err := assess(p, changed)
			if err != nil {
				return nil, err
			}
			found = append(found, avrr.Alternative{Fact: spec.Name, From: facts[spec.Name], To: value, Outcome: outcome})
		}
	}
	return found, nil
}

// valuesOf answers what a fact can be; nothing where that is open, as with ages and dates.
func valuesOf(spec avrr.FactSpec) (values []any) {
	if spec.Type == "bool" {
		return []any{true, false}
	}
	for _, value := range spec.Values {
		values = append(values, value)
	}
	return values
}

// byProgramme tries the newest version given of every other programme. A demonstration is no way out of a real programme.
func byProgramme(p *avrr.Programme, facts avrr.Facts, others []*avrr.Programme) (found []avrr.Alternative, err error) {
	others = slices.SortedFunc(slices.Values(others), func(a, b *avrr.Programme) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), compareVersions(b.Version, a.Version))
	})
	tried := map[string]bool{p.Code: true}
	for _, other := range others {
		if tried[other.Code] || other.Demo && !p.Demo {
			continue
		}
		tried[other.Code] = true
		_, outcome, err := assess(other, facts)
		if err != nil {
			return nil, err
		}
		found = append(found, avrr.Alternative{Programme: other.Code, Version: other.Version, Outcome: outcome})
	}
	return found, nil
}

var outcomeTexts = map[string]avrr.Text{
	avrr.Eligible:    avrr.T("the outcome would be: eligible", "përfundimi do të ishte: i përshtatshëm"),
	avrr.NotEligible: avrr.T("the outcome would be: not eligible", "përfundimi do të ishte: jo i përshtatshëm"),
	avrr.Undecided:   avrr.T("the outcome would be open: more has to be known", "përfundimi do të ishte i hapur: duhet ditur më shumë"),
}

func wording(a avrr.Alternative) avrr.Text {
	then := outcomeTexts[a.Outcome]
	if a.Programme != "" {
		return avrr.T(
			fmt.Sprintf("In the programme %s (version %s), %s.", a.Programme, a.Version, then.EN),
			fmt.Sprintf("Në programin %s (versioni %s), %s.", a.Programme, a.Version, then.SQ))
	}
	spec, _ := factSpec(a.Fact)
	return avrr.T(
		fmt.Sprintf("If “%s” were “%s”, %s.", spec.Text.EN, valueText(a.To).EN, then.EN),
		fmt.Sprintf("Nëse “%s” do të ishte “%s”, %s.", spec.Text.SQ, valueText(a.To).SQ, then.SQ))
}

func valueText(value any) avrr.Text {
	switch value {
	case true:
		return avrr.T("yes", "po")
	case false:
		return avrr.T("no", "jo")
	}
	text := fmt.Sprint(value)
	return avrr.T(text, text)
}
