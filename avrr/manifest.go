package avrr

import (
	"slices"
	"time"
)

// ValidateManifest records what the list of a group became at departure: who was planned and came, who was planned and did not, and
// who boarded without having been planned. The validated list is the truth; nobody planned is left out of it, so that nobody is
// taken for absent because a line was forgotten (IOM Emergency Manual: the manifest is reviewed at departure).
type ValidateManifest struct {
	DepartedAt time.Time `json:"departed_at"`
	Present    []string  `json:"present,omitempty" schema:"ref=member,max=500"`
	Absent     []Absence `json:"absent,omitempty" schema:"max=500"`
	Added      []string  `json:"added,omitempty" schema:"ref=member" doc:"Who boarded without having been planned."`
}

// An Absence is somebody who was planned and did not leave. Who turned back at the gate has withdrawn.
type Absence struct {
	Passenger string `json:"passenger" schema:"ref=member"`
	Reason    string `json:"reason,omitempty" schema:"enum=no_show|refused_at_gate|denied_boarding|offloaded|detained" doc:"no_show when nobody says."`
}

func (in ValidateManifest) happenedAt() time.Time { return in.DepartedAt }

func (in ValidateManifest) concerns(p Passenger) bool { return p.awaited() }

// leg tells the manifest as a report of the first segment.
func (in ValidateManifest) leg() ReportLeg {
	leg := ReportLeg{Segment: 1, OccurredAt: in.DepartedAt, Passengers: map[string]string{}}
	for _, name := range in.Present {
		leg.Passengers[name] = outcomeBoarded
	}
	for _, a := range in.Absent {
		leg.Passengers[a.Passenger] = a.Reason
		if a.Reason == "" {
			leg.Passengers[a.Passenger] = outcomeNoShow
		}
	}
	for _, name := range in.Added {
		leg.Passengers[name] = outcomeAdded
	}
	return leg
}

func (in ValidateManifest) check(j *Judging) error {
	leg := in.leg()
	if len(leg.Passengers) < len(in.Present)+len(in.Absent)+len(in.Added) {
		return broken("named-twice", "", "Somebody is named twice: each passenger is present, absent or added.")
	}
	planned := map[string]bool{}
	for _, p := range j.Movement.Passengers {
		if p.Case != j.Case.ID || !p.awaited() {
			continue
		}
		planned[p.Member] = true
		if leg.Passengers[p.Member] == "" {
			return unlisted(p.Member, "/present", "%s is on the manifest and named neither present nor absent.", p.Member)
		}
	}
	for _, id := range leg.named() {
		switch added := leg.Passengers[id] == outcomeAdded; {
		case !j.Case.Member(id).LeftAt.IsZero():
			return unlisted(id, "", "The departure of %s is already recorded.", id)
		case added && planned[id]:
			return unlisted(id, "/added", "%s was planned, and is present rather than added.", id)
		case !added && !planned[id]:
			return unlisted(id, "/present", "%s is not on the manifest; who boarded without having been planned is added.", id)
		}
	}
	return nil
}

func unlisted(member, field, format string, args ...any) error {
	err := broken("manifest", field, format, args...)
	err.Blocks[0].Member = member
	return err
}

// conclude keeps the itinerary for a case that gets its booking by this.
func (in ValidateManifest) conclude(j *Judging) (any, error) {
	if j.Case.bookedOn(j.Movement.ID) {
		return nil, nil
	}
	return joined{Segments: j.Movement.Segments}, nil
}

func (in ValidateManifest) applyMovement(m *Movement, e *Event) {
	m.DepartedAt = in.DepartedAt
	if m.ValidatedAt.IsZero() {
		m.ValidatedAt = e.RecordedAt
	}
	in.leg().applyMovement(m, e)
}

func (in ValidateManifest) apply(c *Case, p *Programme, e *Event) {
	if !c.bookedOn(e.Movement) {
		var as joined
		e.derived(&as)
		c.book(&Booking{Movement: e.Movement, Status: Ticketed, Segments: as.Segments})
	}
	in.leg().apply(c, p, e)
}

// bookedOn reports whether the case's booking is on a movement.
func (c *Case) bookedOn(movement string) bool {
	return c.Booking != nil && c.Booking.Movement == movement
}

// seatedOn reports whether the case's booking is on a movement, and is not being given back.
func (c *Case) seatedOn(movement string) bool {
	return c.bookedOn(movement) && c.Booking.Status != Releasing
}

// notBookedHere refuses what is told, on a movement, of a case whose booking is on another one: it would be taken for what became of
// the journey the case is booked on.
func (j *Judging) notBookedHere(field string) error {
	if j.Case.bookedOn(j.Movement.ID) {
		return nil
	}
	return broken("not-on-movement", field, "This case has no seat on this movement. Who boarded without one is added to its manifest.")
}

// book gives the case a booking and keeps the one before, if anything was told of it.
func (c *Case) book(b *Booking) {
	if old := c.Booking; old != nil && old.Movement != b.Movement && len(old.Legs) > 0 {
		c.Before = append(slices.DeleteFunc(c.Before, func(k *Booking) bool { return k.Movement == old.Movement }), old)
	}
	c.Booking = b
}

// before answers a booking the case had on a movement before the one it has, or nil.
func (c *Case) before(movement string) *Booking {
	for _, b := range c.Before {
		if b.Movement == movement && !c.bookedOn(movement) {
			return b
		}
	}
	return nil
}

// manifestAgainstTheCase names what the case did not expect.
func manifestAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(ValidateManifest)
	if !ok {
		return ""
	}
	of := *j
	of.Input = in.leg()
	return legAgainstTheCase(&of)
}
