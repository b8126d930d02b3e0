package web

import (
	"slices"

	"homeward/avrr"
)

// The form of a plan begins with the plan there is: what was sent back is corrected and not typed anew, and a change begins with what is
// still to be done.

// planned is what the form of a plan begins with; nothing for the first plan of a case.
func (a *asking) planned() map[string]any {
	stands := map[string]any{}
	if p := a.amendmentToMend(); p != nil {
		stands["measures"], stands["amends"], stands["reason"] = p.Measures, true, p.Amends
		return stands
	}
	p := a.view.Plan
	if p == nil {
		return stands
	}
	left, begun := p.Measures, false
	if p.Decision == "approve" {
		left, begun = p.LeftToDo()
	}
	if len(left) > 0 {
		stands["measures"] = left
	}
	if begun {
		stands["amends"] = true
	}
	return stands
}

// amendmentToMend is the change of the plan that waits for its decision, or was sent back last.
func (a *asking) amendmentToMend() *avrr.Plan {
	if a.view.Amendment != nil {
		return a.view.Amendment
	}
	if n := len(a.view.PlanVersions); n > 0 && a.view.PlanVersions[n-1].Amends != "" && a.view.PlanVersions[n-1].Decision == "send_back" {
		return a.view.PlanVersions[n-1]
	}
	return nil
}

// amendsNothing reports whether a field is about the change of a plan where there is none in force.
func (a *asking) amendsNothing(f avrr.Field) bool {
	p := a.view.Plan
	return a.action.Action == "propose-plan" && (p == nil || p.Decision != "approve") && slices.Contains([]string{"amends", "reason"}, f.Name)
}
