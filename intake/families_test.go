package intake

import (
	"slices"
	"testing"

	"homeward/avrr"
)

// parents are a couple with a son, as far as a step.
func parents(step string) (father, mother, son map[string]string) {
	father = until(step)
	mother = another(father, "given_names", "Teuta", "birth", "1993-01-01", "sex", "F", "relation", "spouse", "document_number", "BA2222222", "ticket", "2572410310002")
	son = another(father, "given_names", "Ilir", "birth", "2015-05-05", "relation", "child", "document_number", "BA3333333", "ticket", "2572410310003")
	return father, mother, son
}

func TestBothParentsConsentForAChild(t *testing.T) {
	load := plan1June(t, sheet(t, three(parents("return_consent_on"))...), Options{})
	load.says(t)
	c, consents := load.Cases[0].Cases[0], 0
	for _, d := range load.Cases[0].Deeds {
		if d.Action == "give-consent" {
			consents++
		}
	}
	if consents != 4 || !c.Consented(c.Members[2], avrr.ReturnConsent) {
		t.Errorf("%d consents are recorded", consents)
	}
}

func three(a, b, c map[string]string) []map[string]string { return []map[string]string{a, b, c} }

func TestWhatBecameOfEachAtTheGateStandsOnTheirRow(t *testing.T) {
	father, mother, son := parents("departed_at")
	mother["gate"] = "refused_at_gate"
	plan1June(t, sheet(t, father, mother, son), Options{}).says(t,
		"line 2, departed_at: m3 boarded without every consent to return that is needed.")
	son["gate"] = "refused_at_gate"
	load := plan1June(t, sheet(t, father, mother, son), Options{})
	load.says(t)
	deeds := load.Cases[0].Deeds
	if last := deeds[len(deeds)-1]; last.Action != "report-leg" {
		t.Errorf("the last is %s", last.Action)
	}
	if m := load.Cases[0].Cases[0].Members[1]; m.Fate != avrr.Withdrew {
		t.Errorf("who turned back is %s", m.Fate)
	}
}

func TestWhoIsSplitOffGoesOnInACaseOfTheirOwn(t *testing.T) {
	father, mother, son := parents("accepted_on")
	for _, r := range []map[string]string{mother, son} {
		r["split_on"], r["split_reason"] = "2026-02-24", "After the school term."
	}
	mother["held_on"], mother["hold_reason"] = "2026-02-25", "The term ends in July."
	load := plan1June(t, sheet(t, father, mother, son), Options{})
	load.says(t)
	p := load.Cases[0]
	if len(p.Cases) != 2 || p.Cases[0].OnHold || !p.Cases[1].OnHold || len(p.Cases[1].Members) != 2 {
		t.Fatalf("there are %d cases", len(p.Cases))
	}
	if sides := []int{p.Deeds[len(p.Deeds)-2].Side, p.Deeds[len(p.Deeds)-1].Side}; !slices.Equal(sides, []int{0, 1}) {
		t.Errorf("the split and what follows are told of %v", sides)
	}
}

func TestTwoOfOneNameAndYearAskWhyEachIsApproved(t *testing.T) {
	one := until("decided_on", "case", "A", "decision_reason", "")
	two := until("decided_on", "case", "B", "decision_reason", "", "birth", "1991-12-01", "document_number", "BA2222222")
	plan1June(t, sheet(t, one, two), Options{}).says(t,
		"line 2, decision_reason: A criterion is still open; say why you approve all the same.",
		"line 3, decision_reason: A criterion is still open; say why you approve all the same.")
	one["decision_reason"], two["decision_reason"] = "Another person of that name.", "Another person of that name."
	plan1June(t, sheet(t, one, two), Options{}).says(t)
}
