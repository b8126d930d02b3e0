package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ConfirmDeparture records who boarded. A passenger who is not named did not show up.
type ConfirmDeparture struct {
	DepartedAt time.Time `json:"departed_at"`
	Boarded    []string  `json:"boarded" schema:"ref=member,min=0"`
}

func (in ConfirmDeparture) happenedAt() time.Time { return in.DepartedAt }

func (in ConfirmDeparture) check(j *Judging) error {
	if err := j.notBookedHere("/boarded"); err != nil {
		return err
	}
	for _, id := range in.Boarded {
		if !j.Case.Member(id).LeftAt.IsZero() {
			return broken("departure-recorded", "/boarded", "The departure of %s is already recorded.", id)
		}
	}
	if len(in.Boarded) == 0 && !j.Case.Booking.live() {
		return broken("nobody-awaited", "/boarded", "No seat of this case was still to be taken, so nobody stayed away from one.")
	}
	return nil
}

func (in ConfirmDeparture) concerns(p Passenger) bool { return p.awaited() }

func (in ConfirmDeparture) applyMovement(m *Movement, e *Event) {
	for _, name := range in.Boarded {
		caseID, member, about := e.whom(name)
		if !about {
			continue
		}
		if p := m.passenger(caseID, member); p.Outcome != outcomeArrived { // the arrival may be told before the departure
			p.Outcome = outcomeBoarded
		}
		m.DepartedAt = in.DepartedAt
	}
	m.seats(e, nil, func(p *Passenger) {
		if p.awaited() {
			p.Outcome = outcomeNoShow
		}
	})
	m.settle(Cancelled)
}

func (in ConfirmDeparture) apply(c *Case, _ *Programme, e *Event) {
	aboard := len(c.Booking.Members)
	for _, m := range c.Members {
		switch {
		case m.isOneOf(in.Boarded):
			c.board(m, 1, outcomeBoarded, in.DepartedAt)
		case m.Fate == Going && m.isOneOf(c.Booking.Members):
			c.Booking.told(1, m.ID, outcomeNoShow, in.DepartedAt)
			if len(in.Boarded) > 0 {
				c.leftBehind(m, outcomeNoShow, e)
			}
			m.Fate = NoShow
		}
	}
	if len(in.Boarded) > 0 {
		c.settleBooking(aboard, e)
		return
	}
	c.unbook(Cancelled, "nobody boarded", e)
}

// tooEarly is how long before its plan a departure makes somebody look.
const tooEarly = 12 * time.Hour

// boardedAgainstTheCase names a departure the case did not expect.
func boardedAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(ConfirmDeparture)
	if !ok {
		return ""
	}
	return sentences(boardingDoubt(j, in.Boarded, nil, in.DepartedAt), aloneDoubt(j, in.Boarded, j.Case.notAboard(in.Boarded), in.DepartedAt, true))
}

// notAboard answers who is not on the way once some have boarded.
func (c *Case) notAboard(boarded []string) []string {
	var absent []string
	for _, m := range c.Members {
		if !m.isOneOf(boarded) && m.Fate != Departed && m.Fate != Arrived {
			absent = append(absent, m.ID)
		}
	}
	return absent
}

// sentences puts what speaks against a report into one text.
func sentences(each ...string) string {
	return strings.Join(slices.DeleteFunc(each, func(s string) bool { return s == "" }), " ")
}

// boardingDoubt names what speaks against members having boarded the first segment. Who turned back in the same report has
// withdrawn the consent that others would have needed.
func boardingDoubt(j *Judging, boarded, turned []string, at time.Time) string {
	for _, id := range boarded {
		if m := j.Case.Member(id); m.Fate == Arrived && at.After(j.Case.ArrivedAt) {
			return fmt.Sprintf("%s departed after the arrival that is recorded.", id)
		} else if m.Fate != Going && m.Fate != NoShow && m.Fate != Arrived {
			return fmt.Sprintf("%s boarded although the case says: %s.", id, m.Fate.Title().EN)
		} else if m.Detained() {
			return fmt.Sprintf("%s boarded although detained.", id)
		}
	}
	for _, id := range boarded {
		m, day := j.Case.Member(id), DateOf(at.In(j.Case.place()))
		needed := func(holder string) bool { return j.Case.needs(m, holder, day) }
		if m.Fate != Arrived && (!j.Case.consented(m, ReturnConsent, day) || slices.ContainsFunc(turned, needed)) {
			return fmt.Sprintf("%s boarded without every consent to return that is needed.", id)
		}
	}
	switch b := j.Case.Booking; {
	case len(boarded) == 0:
		return ""
	case b.Locator == "" || b.Status == Cancelled || b.Status == Releasing:
		return "Somebody boarded although no ticket was confirmed."
	case j.Case.OnHold:
		return "Somebody boarded although the case is on hold."
	}
	for _, b := range ticketsInTheRightName(j) {
		if slices.Contains(boarded, b.Member) {
			return fmt.Sprintf("%s boarded on a ticket in another name.", b.Member)
		}
	}
	for _, b := range cleared(j) {
		if slices.Contains(boarded, b.Member) {
			return fmt.Sprintf("%s boarded although not cleared yet.", b.Member)
		}
	}
	for _, id := range boarded {
		if b := j.Case.Booking; b.Segments[0].DepartsAt.After(b.ToldAt) && j.Case.awaitsReception(j.Case.Member(id)) { // nobody asks for it once they have left
			return fmt.Sprintf("%s boarded although the reception has not been confirmed.", id)
		}
	}
	if plan := j.Case.Booking.Segments[0].DepartsAt; at.Before(plan.Add(-tooEarly)) {
		return fmt.Sprintf("The departure is told %d hours before its plan.", int(plan.Sub(at).Hours()))
	}
	return ""
}

// ConfirmArrival records who arrived and who met them.
type ConfirmArrival struct {
	ArrivedAt time.Time `json:"arrived_at"`
	MetBy     string    `json:"met_by,omitempty" schema:"max=200"`
	Members   []string  `json:"members" schema:"ref=member"`
	Onward    string    `json:"onward,omitempty" schema:"max=1000" doc:"How the journey went on from there."`
}

func (in ConfirmArrival) happenedAt() time.Time { return in.ArrivedAt }

func (in ConfirmArrival) check(j *Judging) error {
	if err := j.notBookedHere("/members"); err != nil {
		return err
	}
	for _, id := range in.Members {
		if j.Case.Member(id).Fate == Arrived {
			return broken("arrival-recorded", "/members", "The arrival of %s is already recorded.", id)
		}
	}
	return nil
}

func (in ConfirmArrival) applyMovement(m *Movement, e *Event) {
	m.ArrivedAt = in.ArrivedAt
	m.seats(e, in.Members, func(p *Passenger) { p.Outcome = outcomeArrived })
	m.settle(Completed)
}

func (in ConfirmArrival) apply(c *Case, p *Programme, e *Event) {
	for _, id := range in.Members {
		if m := c.Member(id); m.Fate != Died {
			m.Fate, m.Ended = Arrived, nil
		}
	}
	for _, m := range c.having(Arrived) {
		if m.isOneOf(in.Members) && c.Alone(m, DateOf(in.ArrivedAt.In(Zone(c.HostCountry)))) {
			m.CameAlone = in.ArrivedAt
		}
	}
	if len(c.having(Arrived)) == 0 { // it is told of the dead alone
		return
	}
	c.Booking.Status, c.Booking.EndedAt = Completed, e.when(c)
	awaited := slices.ContainsFunc(c.having(Going), func(m *Member) bool { return m.Ticket != "" && m.isOneOf(c.Booking.Members) })
	switch {
	case len(c.having(Departed, Stranded)) > 0: // the rest of the family is still on the way
		c.Booking.Status, c.Booking.EndedAt = Under, time.Time{}
	case awaited: // nobody has told yet what became of the rest, and their seats are theirs
		c.Booking.Status, c.Booking.EndedAt = Ticketed, time.Time{}
	}
	c.goOn()
	c.arrive(p, in.ArrivedAt, e)
}

func (in ConfirmArrival) conclude(j *Judging) (any, error) {
	if !j.Case.ArrivedAt.IsZero() {
		return nil, nil
	}
	return j.Programme.schedule(in.ArrivedAt, j.Case.Destination), nil
}

// goOn takes back the end of a case that goes on after all. A plan nothing was paid of is drawn up anew.
func (c *Case) goOn() {
	c.Closure, c.Withdrawn = nil, false
	if c.Plan != nil && c.Plan.settled() && !c.Plan.paid() {
		c.supersede()
		c.Plan = nil
	}
}

// arrivedWithoutDeparture names an arrival of somebody who had not left.
func arrivedWithoutDeparture(j *Judging) string {
	in, ok := j.Input.(ConfirmArrival)
	if !ok {
		return ""
	}
	for _, id := range in.Members {
		if m := j.Case.Member(id); m.Fate == Departed && in.ArrivedAt.Before(m.LeftAt) {
			return fmt.Sprintf("%s arrived before the departure that is recorded.", id)
		} else if m.Fate != Departed && m.Fate != Stranded {
			return fmt.Sprintf("%s arrived although no departure is recorded (%s).", id, m.Fate.Title().EN)
		}
	}
	return ""
}

// arrive starts the year of follow-up, on the days that were reckoned when the arrival was recorded.
func (c *Case) arrive(p *Programme, at time.Time, e *Event) {
	if !c.ArrivedAt.IsZero() {
		return
	}
	c.ArrivedAt = at
	var reckoned schedule
	e.derived(&reckoned)
	c.planVisits(p, reckoned)
	c.dropVisits(e.on(c))
}
