package avrr

import (
	"slices"
	"time"
)

// remindOfPlan runs a clock before the plan is due, unless that moment lies before the arrival it is counted from.
func (r *running) remindOfPlan() {
	at := slices.IndexFunc(r.clocks, func(k Clock) bool { return k.Name == ClockPlan })
	if at < 0 {
		return
	}
	plan := r.clocks[at]
	if due, named := r.ahead(ClockPlanReminder, plan.Due); named && due.After(plan.Start) {
		r.clocks = append(r.clocks, Clock{Name: ClockPlanReminder, Start: plan.Start, Due: due.UTC()})
	}
}

// planNears asks for the plan that is due soon. Of an arrival that was told so late that the plan is overdue by then there is nothing
// left to remind of.
func (c *Case) planNears(p *Programme, e *Event) {
	if planAwaited(c.Clocks(p), c, e.RecordedAt) {
		c.raise(ClockPlanReminder, T("Agree with the person on the reintegration plan: it is due soon", "Bini dakord me personin për planin e riintegrimit: afati po afron"), "", ReintegrationDuty, e.RecordedAt)
	}
}

// endPlanReminder ends the reminder once there is a plan, or it is overdue: then the manager has been told.
func (c *Case) endPlanReminder(running []Clock, at time.Time) {
	if !c.OnHold && !planAwaited(running, c, at) {
		c.endTask(ClockPlanReminder, at)
	}
}

// planAwaited reports whether a plan is to be drawn up, and not overdue.
func planAwaited(running []Clock, c *Case, at time.Time) bool {
	return slices.ContainsFunc(running, func(k Clock) bool { return k.Name == ClockPlan && !c.ran(k) && k.Due.After(at) })
}
