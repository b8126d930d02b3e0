package avrr

import (
	"fmt"
	"slices"
)

// checkEvidence asks for a file of each kind the plan names. A bill that has shown one instalment does not show another.
func (in ReleaseInstalment) checkEvidence(j *Judging, i *Instalment) error {
	shown := map[string]bool{}
	for n, id := range in.Evidence {
		kind, at := j.Case.File(id).Kind, fmt.Sprintf("/evidence/%d", n)
		other := j.Case.restingOn(id, i)
		switch {
		case !slices.Contains(evidenceKinds, kind) || len(i.Evidence) > 0 && !slices.Contains(i.Evidence, kind):
			return broken("evidence-of-another-kind", at, "This file is kept as %s, which is no evidence for this instalment.", kindWords(kind))
		case other != nil && (kind == "receipt" || kind == "invoice"):
			return broken("evidence-used", at, "%s was released on this %s already.", j.Case.instalmentCalled(other.ID).EN, kind)
		}
		shown[kind] = true
	}
	for _, kind := range i.Evidence {
		if !shown[kind] {
			return broken("evidence-missing", "/evidence", "%s asks for a file of the kind %s; none is named.", j.Case.Plan.Called(i).EN, kindWords(kind))
		}
	}
	return nil
}

// evidenceKinds are the kinds of file that show that an instalment's condition is met.
var evidenceKinds = []string{"receipt", "invoice", "photo", "delivery_note", "attendance", "contract", "other"}

// restingOn answers another instalment, of the plan or of an earlier one, that was released on a file, or nil.
func (c *Case) restingOn(file string, than *Instalment) *Instalment {
	for _, p := range append(slices.Clone(c.PlanVersions), c.Plan) {
		for _, i := range p.Instalments {
			if i.ID != than.ID && slices.Contains(i.Shown, file) {
				return i
			}
		}
	}
	return nil
}
