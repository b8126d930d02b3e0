package avrr

import "slices"

// What of the help after arrival a person may decline.
const (
	declineAll    = "all"
	declinePlan   = "plan"
	declineVisits = "visits"
)

// DeclineReintegration records that a person does not want help after arrival, or a part of it; everything else goes on. All of
// the help is the plan and the money; visits are declined by name.
type DeclineReintegration struct {
	Member string `json:"member,omitempty" schema:"ref=member" doc:"Who declines; everybody when left out."`
	Scope  string `json:"scope,omitempty" schema:"enum=all|plan|visits" doc:"What is declined: all help but the visits when left out."`
	On     Date   `json:"on"`
	Note   string `json:"note,omitempty" schema:"max=2000"`
}

func (in DeclineReintegration) happenedOn() Date { return in.On }

func (in DeclineReintegration) apply(c *Case, _ *Programme, _ *Event) {
	scope := in.Scope
	if scope == "" {
		scope = declineAll
	}
	for _, m := range c.Members {
		if in.Member == "" || m.ID == in.Member {
			m.decline(scope)
		}
	}
	if scope == declineVisits {
		c.dropVisits(in.On)
		return
	}
	c.Declined = c.everybodyDeclined(declineAll, declinePlan)
	if c.Declined {
		c.endPlan()
	}
}

func (m *Member) decline(scope string) {
	if !m.declined(scope) {
		m.Declined = append(m.Declined, scope)
	}
}

// declined reports whether a member declined a part of the help, or all of it.
func (m *Member) declined(scopes ...string) bool {
	return slices.ContainsFunc(m.Declined, func(s string) bool { return slices.Contains(scopes, s) })
}

// everybodyDeclined reports whether nobody who travels or has arrived wants the part of the help any more.
func (c *Case) everybodyDeclined(scopes ...string) bool {
	return !slices.ContainsFunc(c.having(remaining...), func(m *Member) bool { return !m.declined(scopes...) })
}

// dropVisits gives up the visits still to be made, once nobody wants one.
func (c *Case) dropVisits(on Date) {
	if !c.everybodyDeclined(declineVisits) {
		return
	}
	for _, v := range c.Visits {
		v.giveUp(VisitRefused, on)
	}
}
