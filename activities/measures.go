package activities

import (
	"slices"
	"strings"

	"homeward/avrr"
)

// measureKinds are what papers call the measures of a plan. Those that would tell of somebody's health are all called the same.
var measureKinds = map[string]avrr.Text{
	"business":      avrr.T("Own business", "Biznes vetjak"),
	"job_placement": avrr.T("Finding work", "Gjetja e një pune"),
	"training":      avrr.T("Vocational training", "Aftësim profesional"),
	"tools":         avrr.T("Tools", "Vegla pune"),
	"housing":       avrr.T("Housing", "Strehim"),
	"education":     avrr.T("School and education", "Shkollim"),
	"health":        avrr.T("Personal support", "Mbështetje personale"),
	"counselling":   avrr.T("Personal support", "Mbështetje personale"),
	"legal":         avrr.T("Advice", "Këshillim"),
	"other":         avrr.T("Other help", "Ndihmë tjetër"),
}

var measureDimensions = map[string]avrr.Text{
	"economic":     avrr.T("Economic", "Ekonomike"),
	"social":       avrr.T("Social", "Shoqërore"),
	"psychosocial": avrr.T("Personal", "Personale"),
}

var measureLevels = map[string]avrr.Text{
	"individual": avrr.T("for the person and the family", "për personin dhe familjen"),
	"community":  avrr.T("for the community", "për komunitetin"),
	"structural": avrr.T("for everybody there", "për të gjithë atje"),
}

// discreet reports whether what a measure is would tell of somebody's health. Papers lie about at home and with suppliers.
func discreet(m avrr.Measure) bool {
	return m.Dimension == "psychosocial" || m.Kind == "health" || m.Kind == "counselling"
}

var asAgreed = avrr.T("As agreed with the office", "Siç është rënë dakord me zyrën")

// measure is what a paper calls a measure.
func (w wording) measure(m avrr.Measure) string {
	if discreet(m) {
		return measureKinds["counselling"].In(w.in)
	}
	return measureKinds[m.Kind].In(w.in)
}

// described is what a paper says of a measure beside its name.
func (w wording) described(m avrr.Measure) string {
	if discreet(m) {
		return asAgreed.In(w.in)
	}
	return m.Description
}

var evidenceKinds = map[string]avrr.Text{
	"receipt":       avrr.T("a receipt", "një dëftesë"),
	"invoice":       avrr.T("an invoice", "një faturë"),
	"photo":         avrr.T("a photo", "një fotografi"),
	"delivery_note": avrr.T("the delivery note", "fletëdorëzimi"),
	"attendance":    avrr.T("proof of attendance", "një vërtetim pjesëmarrjeje"),
	"contract":      avrr.T("the contract", "kontrata"),
	"other":         avrr.T("another proof", "një provë tjetër"),
}

// needs is what must be shown before an instalment is given.
func (w wording) needs(m avrr.Measure, i *avrr.Instalment) string {
	var all []string
	if !discreet(m) {
		all = append(all, i.Condition)
		if i.Milestone > 0 && i.Milestone <= len(m.Milestones) {
			all = append(all, m.Milestones[i.Milestone-1].Title)
		}
	}
	for _, kind := range i.Evidence {
		all = append(all, evidenceKinds[kind].In(w.in))
	}
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), "; ")
}
