package lives

import (
	"slices"
	"time"

	"homeward/avrr"
)

// A turn is one case when somebody is about to do something about it.
type turn struct {
	*Life
	c   *avrr.Case
	all []*avrr.Case
	log func(string) []avrr.Event
}

// A proposal is what might be done next: an action by a role, with as much of its body as matters.
type proposal struct {
	roles  []avrr.Role
	action string
	given  body
}

func by(roles ...avrr.Role) []avrr.Role { return roles }

// chooses takes what the field does next, mostly, and now and then what comes in between.
func (t turn) chooses() proposal {
	if t.oneIn(5) {
		return t.surprise()
	}
	if next := t.expected(); len(next) > 0 {
		return next[min(t.chance.IntN(3)*t.chance.IntN(2), len(next)-1)] // the first, as a rule
	}
	return t.offered()
}

// step makes a proposal a step, and false when it cannot be filled in.
func (t turn) step(p proposal) (Step, bool) {
	a, known := avrr.Find(p.action)
	if !known {
		return Step{}, false
	}
	roles := p.roles
	if roles == nil {
		roles = a.Roles
	}
	in, ok := t.fill(a.Schema(t.c), p.given)
	if !ok {
		return Step{}, false
	}
	s := Step{At: t.now, ID: t.ulid(), Who: t.whoever(roles...), Case: t.c.ID, Action: p.action, Body: written(in)}
	if a.Edits || a.Kind == avrr.Decision && t.oneIn(6) {
		s.Seen = &t.c.Version
	}
	return t.onMovement(a, in, s)
}

// onMovement names the movement whose log the step goes to, as an office does: holding seats begins one, joining names one.
func (t turn) onMovement(a *avrr.Action, in body, s Step) (Step, bool) {
	switch {
	case a.Of != avrr.OfMovement:
		return s, true
	case a.Name == "hold-seats":
		s.Movement = t.ulid()
		return s, true
	case a.Name == "join-movement":
		s.Movement, _ = in["movement"].(string)
		return s, s.Movement != ""
	case t.c.Booking == nil:
		return s, false
	}
	s.Movement = t.c.Booking.Movement
	return s, true
}

// notes is what can always be done.
func (t turn) notes() Step {
	s, _ := t.step(proposal{by(avrr.ReturnOfficer), "add-note", body{"text": "Nothing new."}})
	return s
}

// offered is anything the office could do now, filled in from its schema alone.
func (t turn) offered() proposal {
	who := pick(t.Life, t.world.Staff)
	offers := slices.DeleteFunc(avrr.Offers(t.judging(who)), func(o avrr.Offer) bool {
		return len(o.Blocked) > 0 || slices.Contains(ending, o.Action.Name)
	})
	if len(offers) == 0 {
		return proposal{action: "add-note"}
	}
	return proposal{by(who.Role), pick(t.Life, offers).Action.Name, nil}
}

// ending are actions that are not taken lightly: each has its own place among the surprises.
var ending = []string{"withdraw", "close", "hold", "split-case", "change-members", "correct-details", "decline-reintegration", "void-event", "cancel-booking", "report-event"}

func (t turn) judging(who avrr.Actor) avrr.Judging {
	return avrr.Judging{Case: t.c, Programme: t.programme, Actor: who, Now: t.now}
}

func (t turn) today() avrr.Date { return avrr.DateOf(t.now.In(avrr.Zone(t.c.Country()))) }

func (t turn) having(fates ...avrr.Fate) []*avrr.Member {
	return slices.DeleteFunc(slices.Clone(t.c.Members), func(m *avrr.Member) bool { return !slices.Contains(fates, m.Fate) })
}

// travellers are those still to go.
func (t turn) travellers() []*avrr.Member { return t.having(avrr.Going, avrr.NoShow, avrr.Returned) }

func ids(members []*avrr.Member) []string {
	var all []string
	for _, m := range members {
		all = append(all, m.ID)
	}
	return all
}

// when is the next step taken: soon, as a rule; once the flight has left, or a visit is due, when the family waits for that; and
// sometimes after a while in which nobody did anything.
func (t turn) when(now time.Time) time.Time {
	if t.world.Now {
		return now
	}
	day := t.day24()
	soon := now.Add(time.Duration(1+t.chance.IntN(300)) * day / 1440)
	switch {
	case t.oneIn(40):
		return now.Add(time.Duration(30+t.chance.IntN(100)) * day)
	case t.oneIn(5):
		return now.Add(time.Duration(1+t.chance.IntN(6)) * day)
	}
	if awaited := t.awaited(); awaited.After(soon) && awaited.Before(soon.Add(300*day)) && t.oneIn(2) {
		return awaited.Add(time.Duration(1+t.chance.IntN(40)) * day / 24).UTC().Truncate(time.Second)
	}
	return soon
}

// day24 is how long a day lasts in the programme of the life: a demonstration's year is over in minutes.
func (l *Life) day24() time.Duration {
	if l.programme.Demo {
		return 6 * time.Second
	}
	return 24 * time.Hour
}

// awaited is what the family waits for: its flight, its landing, or a visit; zero when for nothing.
func (t turn) awaited() time.Time {
	switch b := t.c.Booking; {
	case t.c.Stage == avrr.Travel && b != nil && b.Status == avrr.Ticketed && !t.c.Briefed.IsZero():
		return b.Segments[0].DepartsAt
	case t.c.Stage == avrr.Travel && b != nil && b.Status == avrr.Under:
		return b.Segments[len(b.Segments)-1].ArrivesAt
	case t.c.Stage == avrr.FollowUp:
		for _, v := range t.c.Visits {
			if v.Outcome == "" {
				return v.Due
			}
		}
	}
	return time.Time{}
}
