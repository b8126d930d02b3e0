package avrr_test

import (
	"testing"

	"homeward/avrr"
)

func TestAnInstalmentIsCalledByItsPlaceInThePlan(t *testing.T) {
	of := func(kinds []string, instalments ...int) *avrr.Plan {
		p := &avrr.Plan{}
		for _, kind := range kinds {
			p.Measures = append(p.Measures, avrr.Measure{Kind: kind})
		}
		for n, measure := range instalments {
			p.Instalments = append(p.Instalments, &avrr.Instalment{ID: []string{"i1", "i2", "i3", "i4"}[n], Measure: measure})
		}
		return p
	}
	plan := of([]string{"business", "training", "business"}, 0, 1, 1, 2)
	earlier := of([]string{"housing", "other"}, 0, 0, 1)
	earlier.Instalments[0].ID, earlier.Instalments[1].ID, earlier.Instalments[2].ID = "i7", "i8", "i9"
	for id, want := range map[string]avrr.Text{
		"i1": avrr.T("Small business 1", "Biznes i vogël 1"),
		"i2": avrr.T("Training, instalment 1 of 2", "Trajnim, kësti 1 nga 2"),
		"i3": avrr.T("Training, instalment 2 of 2", "Trajnim, kësti 2 nga 2"),
		"i4": avrr.T("Small business 2", "Biznes i vogël 2"),
		"i8": avrr.T("Housing, instalment 2 of 2", "Strehim, kësti 2 nga 2"),
		"i9": avrr.T("Other help", "Ndihmë tjetër"),
		"i5": avrr.T("an instalment that is not in the plan any more", "një këst që nuk është më në plan"),
	} {
		if said := avrr.InstalmentCalled(id, plan, []*avrr.Plan{earlier}); said != want {
			t.Errorf("%s is called %q", id, said)
		}
	}
	if said := avrr.InstalmentCalled("i1", nil, nil); said.EN != "an instalment that is not in the plan any more" {
		t.Errorf("without a plan it is called %q", said)
	}
}
