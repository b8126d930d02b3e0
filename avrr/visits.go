package avrr

import (
	"slices"
	"strings"
	"time"
)

// A Visit is one follow-up visit, planned and then made.
type Visit struct {
	ID      string    `json:"id"`
	Title   Text      `json:"title"`
	Planned time.Time `json:"planned,omitzero"` // by when the programme plans it; zero for one nobody planned
	Due     time.Time `json:"due"`              // by when it is to be made, after whatever moved it
	Moved   []Move    `json:"moved,omitempty"`  // in the order it was moved
	Visitor string    `json:"visitor,omitempty"`
	On      Date      `json:"on,omitzero"` // the day the visitor is to go, when one is agreed

	VisitedOn    Date       `json:"visited_on,omitzero"`
	Mode         string     `json:"mode,omitempty"`
	Place        string     `json:"place,omitempty"`
	Members      []string   `json:"members,omitempty"` // who was visited
	Present      []Present  `json:"present,omitempty"`
	Findings     string     `json:"findings,omitempty"`
	Photos       []string   `json:"photos,omitempty"`
	PhotosBy     string     `json:"photo_consent_by,omitempty"` // who consented to the photos, when somebody else than who was visited
	NextSteps    []NextStep `json:"next_steps,omitempty"`
	SafeContact  bool       `json:"safe_contact_checked,omitempty"` // whether the rule for reaching them safely was gone through
	Outcome      string     `json:"outcome,omitempty"`
	Concerns     []string   `json:"concerns,omitempty"` // whom the outcome is about, when not everybody visited
	By           string     `json:"by,omitempty"`
	NotMade      string     `json:"not_made,omitempty"`
	NotMadeSince Date       `json:"not_made_since,omitzero"`
}

// A Move is one time a visit was put to another day.
type Move struct {
	From   Date      `json:"from"`
	To     Date      `json:"to"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// extraVisit is what a visit that nobody planned is logged as, refVisitToLog the kind of reference that may be it.
const (
	extraVisit    = "extra"
	refVisitToLog = "visit to log"
)

// ExtraVisit reports whether an id is kept for visits that nobody planned.
func ExtraVisit(id string) bool { return id == extraVisit || strings.HasPrefix(id, extraVisit+"-") }

// done reports whether the visit has been made or given up for good.
func (v *Visit) done() bool { return v.Outcome != "" || v.NotMade != "" }

// Made reports whether somebody went.
func (v *Visit) Made() bool { return v.Outcome != "" }

// giveUp ends a visit that will not be made.
func (v *Visit) giveUp(because string, on Date) {
	if !v.done() {
		v.NotMade, v.NotMadeSince = because, on
	}
}

// Visitable answers whom follow-up visits are paid to: who has arrived, has not declined them and is not held by the state.
func (c *Case) Visitable() []*Member {
	return slices.DeleteFunc(c.having(Arrived), func(m *Member) bool { return m.declined(declineVisits) || m.Detained() })
}

// ToVisit reports whether a visit is still to be made: there is somebody who can be visited.
func (c *Case) ToVisit(v *Visit) bool {
	return !v.done() && c.Stage != Closed && len(c.Visitable()) > 0
}

// visited reports whether every planned visit is done.
func (c *Case) visited() bool {
	return !slices.ContainsFunc(c.Visits, func(v *Visit) bool { return !v.done() })
}

func (c *Case) visit(id string) *Visit {
	for _, v := range c.Visits {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// Visitor answers the account of who is to make a visit: whom it was assigned to or else who looks after reintegration.
func (c *Case) Visitor(v *Visit) string {
	if v.Visitor != "" {
		return v.Visitor
	}
	return c.Officer(ReintegrationDuty)
}

// VisitDay answers the day a visit stands under on a visitor's list: the one that is agreed, or the last it may be made on.
func (c *Case) VisitDay(v *Visit) Date {
	if !v.On.IsZero() {
		return v.On
	}
	return lastDay(v.Due, c.place())
}

// lastDay answers the last day before an instant has passed: a deadline at the break of a day is the end of the day before.
func lastDay(due time.Time, place *time.Location) Date {
	return DateOf(due.Add(-time.Nanosecond).In(place))
}

// A schedule is when each visit after an arrival falls due, by the visit's id. It is reckoned once, when the arrival is
// recorded: a calendar of a later day must not move a visit.
type schedule struct {
	Visits map[string]time.Time `json:"visits"`
}

// schedule counts every visit from the day of arrival, not from the last visit, in the days of the country of return.
func (p *Programme) schedule(arrived time.Time, to Destination) schedule {
	s := schedule{Visits: map[string]time.Time{}}
	for _, v := range p.FollowUp {
		s.Visits[v.ID] = p.after(v.After, arrived, Zone(to.Country))
	}
	return s
}

// VisitTitle answers what the programme calls a visit of its schedule.
func (p *Programme) VisitTitle(id string) Text {
	for _, v := range p.FollowUp {
		if v.ID == id {
			return v.Title
		}
	}
	return Clock{Name: visitMark + id}.Title()
}

// planVisits plans the follow-up as it was reckoned.
func (c *Case) planVisits(p *Programme, s schedule) {
	for _, v := range p.FollowUp {
		c.Visits = append(c.Visits, &Visit{ID: v.ID, Title: v.Title, Planned: s.Visits[v.ID], Due: s.Visits[v.ID]})
	}
}

// followUpEnds answers when the follow-up is over: when the last planned visit is, and the time the programme gives for closing
// the case after it; false where nothing is planned.
func (c *Case) followUpEnds(p *Programme) (time.Time, bool) {
	var last time.Time
	for _, v := range c.Visits {
		last = latestOf(last, v.Planned)
	}
	if span, named := p.Clocks[ClockClosure]; named && !last.IsZero() {
		return p.after(span, last, c.place()), true
	}
	return last, !last.IsZero()
}

// A visit's clocks are named after it: one for its day, one that reminds of it and one that tells the manager.
const (
	visitMark      = "visit:"
	escalationMark = "/escalation"
)

// visitOf answers the visit a clock, or a task of one, is about; nil for any other.
func (c *Case) visitOf(name string) *Visit {
	id, of := strings.CutPrefix(strings.TrimPrefix(name, overdueMark), visitMark)
	if !of {
		return nil
	}
	id, _, _ = strings.Cut(id, "/")
	return c.visit(id)
}

func (r *running) visits() {
	for _, v := range r.c.Visits {
		if !r.c.ToVisit(v) {
			continue
		}
		name := visitMark + v.ID
		r.clocks = append(r.clocks, Clock{Name: name, Start: v.Due, Due: v.Due})
		if span, named := r.p.Clocks[ClockVisitReminder]; named {
			r.remind(v, span)
		}
		if span, named := r.p.Clocks[ClockVisitEscalation]; named {
			r.clocks = append(r.clocks, Clock{Name: name + escalationMark, Start: v.Due, Due: r.p.after(span, v.Due, r.c.place())})
		}
	}
}

// remind runs a clock before a visit is due, unless that moment lies before the visit could have been known: a late entry
// never sends a reminder into the past.
func (r *running) remind(v *Visit, before Span) {
	at, err := before.Before(v.Due, r.c.place(), r.p.Holidays[before.Country])
	if err == nil && at.After(r.c.ArrivedAt) {
		r.clocks = append(r.clocks, Clock{Name: visitMark + v.ID + reminderMark, Start: v.Due, Due: at.UTC()})
	}
}

// visitRan raises what a visit's clock asks for: a reminder before its day, an alarm after it and, where the programme gives
// the visitor some time to make it all the same, another one for the manager.
func (c *Case) visitRan(clock string, p *Programme, e *Event) {
	v := c.visitOf(clock)
	if v == nil { // the arrival that planned it has been voided since
		return
	}
	_, escalates := p.Clocks[ClockVisitEscalation]
	switch {
	case strings.HasSuffix(clock, reminderMark):
		c.raise(clock, T("Agree the day: "+v.Title.EN, "Caktoni ditën: "+v.Title.SQ), "", ReintegrationDuty, e.RecordedAt)
	case strings.HasSuffix(clock, escalationMark):
		c.raise(overdueMark+clock, T("Not made in time: "+v.Title.EN, "Nuk u bë në kohë: "+v.Title.SQ), "", ManagementDuty, e.RecordedAt)
	case escalates:
		c.raise(overdueMark+clock, overdueTitle(v.Title), "", ReintegrationDuty, e.RecordedAt)
	default:
		c.raise(overdueMark+clock, overdueTitle(v.Title), "", ManagementDuty, e.RecordedAt)
	}
}

// endVisitReminders ends reminders of visits that are made, given up or agreed, or whose day has passed.
func (c *Case) endVisitReminders(at time.Time) {
	for _, t := range c.Raised {
		if !t.DoneAt.IsZero() || !strings.HasSuffix(t.ID, reminderMark) || !strings.HasPrefix(t.ID, visitMark) {
			continue
		}
		if v := c.visitOf(t.ID); v == nil || !c.ToVisit(v) || !v.On.IsZero() || !v.Due.After(at) {
			t.DoneAt = at
		}
	}
}
