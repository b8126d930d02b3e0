package avrr

import (
	"fmt"
	"slices"
)

// MeasureTitles are what people call the kinds of measures.
var MeasureTitles = map[string]Text{
	"business":      T("Small business", "Biznes i vogël"),
	"job_placement": T("Job placement", "Punësim"),
	"training":      T("Training", "Trajnim"),
	"tools":         T("Tools and equipment", "Mjete dhe pajisje"),
	"housing":       T("Housing", "Strehim"),
	"education":     T("Education", "Arsim"),
	"health":        T("Health", "Shëndet"),
	"counselling":   T("Counselling", "Këshillim"),
	"legal":         T("Legal help", "Ndihmë ligjore"),
	"other":         T("Other help", "Ndihmë tjetër"),
}

// PartCalled is how the place of an instalment among those of its measure is said, with two numbers to fill in.
var PartCalled = T("instalment %d of %d", "kësti %d nga %d")

// goneInstalment is said of one that no plan of the case has.
var goneInstalment = T("an instalment that is not in the plan any more", "një këst që nuk është më në plan")

// MeasureCalled says what the measure at an index is: its kind, counted where the plan has several of that kind, as it has after an
// amendment.
func (p *Plan) MeasureCalled(at int) Text {
	title, same, nth := MeasureTitles[p.Measures[at].Kind], 0, 0
	for n, m := range p.Measures {
		if m.Kind != p.Measures[at].Kind {
			continue
		}
		same++
		if n == at {
			nth = same
		}
	}
	if same == 1 {
		return title
	}
	return T(fmt.Sprintf("%s %d", title.EN, nth), fmt.Sprintf("%s %d", title.SQ, nth))
}

// Part answers which instalment of its measure one is, counted from 1, and of how many.
func (p *Plan) Part(i *Instalment) (n, of int) {
	for _, other := range p.Instalments {
		if other.Measure != i.Measure {
			continue
		}
		of++
		if other.ID == i.ID {
			n = of
		}
	}
	return n, of
}

// Called says which instalment of which measure one is: "Small business, instalment 2 of 3", or the measure alone when it has one.
func (p *Plan) Called(i *Instalment) Text {
	title := p.MeasureCalled(i.Measure)
	n, of := p.Part(i)
	if of == 1 {
		return title
	}
	return T(title.EN+", "+fmt.Sprintf(PartCalled.EN, n, of), title.SQ+", "+fmt.Sprintf(PartCalled.SQ, n, of))
}

// InstalmentCalled says which instalment an id is of, by the plan in force or the last one that had it.
func InstalmentCalled(id string, inForce *Plan, earlier []*Plan) Text {
	if inForce != nil {
		if i := inForce.instalment(id); i != nil {
			return inForce.Called(i)
		}
	}
	for _, p := range slices.Backward(earlier) {
		if i := p.instalment(id); i != nil {
			return p.Called(i)
		}
	}
	return goneInstalment
}

func (c *Case) instalmentCalled(id string) Text { return InstalmentCalled(id, c.Plan, c.PlanVersions) }
