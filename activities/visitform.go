package activities

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/papers"
)

var channels = map[string]avrr.Text{
	"phone":    avrr.T("Telephone", "Telefon"),
	"sms":      avrr.T("Text message", "Mesazh SMS"),
	"whatsapp": avrr.T("WhatsApp", "WhatsApp"),
	"email":    avrr.T("E-mail", "Postë elektronike"),
	"letter":   avrr.T("Letter", "Letër"),
	"partner":  avrr.T("Through", "Përmes"),
}

// visitForm is what a visitor takes along. It names nobody of a restricted case.
func (w wording) visitForm(c *avrr.Case, issued avrr.IssuedPaper) (papers.Content, error) {
	i := slices.IndexFunc(c.Visits, func(v *avrr.Visit) bool { return v.ID == issued.About })
	if i < 0 {
		return nil, fmt.Errorf("print: there is no visit %s", issued.About)
	}
	v := c.Visits[i]
	form := papers.VisitForm{Reference: c.Reference, Visit: v.Title.In(w.in), DueOn: dueOn(c, v), Visitor: w.visitor, Place: w.whereToGo(c), Contact: w.safeContact(c)}
	for _, m := range c.Members {
		if m.Fate == avrr.Arrived && !c.Restricted {
			form.Members = append(form.Members, papers.Visited{Name: m.Name(), Birth: w.birth(m.Birth)})
		}
	}
	if v.Made() {
		form.Made = w.visitMade(c, v)
	}
	return form, nil
}

// whereToGo is where somebody is visited: the place, and the way to the door where it is known.
func (w wording) whereToGo(c *avrr.Case) string {
	to := c.Destination
	if to.Directions == "" {
		return w.destination(c)
	}
	parts := []string{to.Place, to.District, to.Directions}
	if to.District == to.Place {
		parts[1] = ""
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

var dutyWords = map[avrr.Duty]avrr.Text{
	avrr.ReturnDuty:        avrr.T("Return officer", "Nëpunësi i kthimit"),
	avrr.TravelDuty:        avrr.T("Travel desk", "Zyra e udhëtimit"),
	avrr.ReintegrationDuty: avrr.T("Reintegration officer", "Nëpunësi i riintegrimit"),
	avrr.ManagementDuty:    avrr.T("Management", "Drejtimi"),
}

// visitMade is what came of a visit. Of a restricted case it says neither who was there nor what was found: a form lies about.
func (w wording) visitMade(c *avrr.Case, v *avrr.Visit) *papers.VisitMade {
	made := &papers.VisitMade{On: v.VisitedOn.In(clocksOf(c)), Mode: papers.VisitMode(v.Mode), RuleChecked: v.SafeContact, Photos: len(v.Photos), Outcome: papers.VisitOutcome(v.Outcome)}
	if c.Restricted {
		return made
	}
	made.Findings, made.PhotosAgreed = v.Findings, v.PhotosBy
	for _, m := range c.Members {
		if slices.Contains(v.Members, m.ID) {
			made.Present = append(made.Present, papers.Visitee{Name: m.Name()})
		}
	}
	for _, other := range v.Present {
		made.Present = append(made.Present, papers.Visitee(other))
	}
	for _, step := range v.NextSteps {
		next := papers.NextStep{What: step.What, Who: dutyWords[step.Duty].In(w.in)}
		if !step.DueOn.IsZero() {
			next.DueOn = step.DueOn.In(clocksOf(c))
		}
		made.NextSteps = append(made.NextSteps, next)
	}
	return made
}

// safeContact is how the people of a case may be reached, as they agreed it; nil when they agreed nothing.
func (w wording) safeContact(c *avrr.Case) *papers.SafeContact {
	k := c.Contact
	if k == nil {
		return nil
	}
	return &papers.SafeContact{Channel: channels[k.Channel].In(w.in), Value: k.Value, Hours: k.Hours, Language: w.language(cmp.Or(k.Language, c.Language)),
		SharedWith: k.SharedWith, MayLeaveMessage: k.MayLeaveMessage, MayNameUs: k.MayNameUs}
}
