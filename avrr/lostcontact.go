package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A LostContact is how often a programme wants somebody tried before they count as lost. The zero value asks for nothing.
type LostContact struct {
	Attempts  int  // on as many different days, since anybody of the case was last reached
	Channels  int  // in at least as many different ways
	OverDays  int  // between the first attempt and the last
	HomeVisit bool // one of them at the door
}

// ContactChannels are the ways of reaching somebody that a contact is logged under.
var ContactChannels = []string{"phone", "sms", "whatsapp", "email", "letter", "partner", inPerson}

// inPerson is the channel of an attempt at the door.
const inPerson = "in_person"

// An Attempt to reach somebody that reached nobody.
type Attempt struct {
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
}

// attempts answers the attempts to reach anybody of the case since somebody of it was last reached, in order. Whoever died
// is not looked for.
func (c *Case) attempts() []Attempt {
	var tried []Attempt
	var reached time.Time
	for id, s := range c.Contacts {
		reached = latestOf(reached, s.LastReached)
		if m := c.Member(id); m != nil && m.Fate != Died {
			tried = append(tried, s.Tried...)
		}
	}
	for _, v := range c.Visits { // whoever was seen at a visit was reached
		if v.Made() && v.Outcome != VisitLost {
			reached = latestOf(reached, EndOf(v.VisitedOn, c.place()).UTC())
		}
	}
	tried = slices.DeleteFunc(tried, func(a Attempt) bool { return !a.At.After(reached) })
	slices.SortFunc(tried, func(a, b Attempt) int { return a.At.Compare(b.At) })
	return tried
}

// A Tracing is how far the attempts to reach somebody have come, held against what the programme wants.
type Tracing struct {
	Attempts  int  `json:"attempts"` // on different days
	Wanted    int  `json:"wanted"`
	Channels  int  `json:"channels"`
	OverDays  int  `json:"over_days"`
	AtTheDoor bool `json:"at_the_door"`
	Missing   Text `json:"missing,omitzero"` // what is still to be tried; empty once contact may count as lost
}

// Tracing answers how far the attempts to reach anybody of the case have come.
func (c *Case) Tracing(p *Programme) Tracing { return c.tracing(p, c.attempts()) }

func (c *Case) tracing(p *Programme, tried []Attempt) Tracing {
	want := p.LostContact
	s := Tracing{Wanted: want.Attempts}
	var days []Date
	var channels []string
	for _, a := range tried {
		days, channels = append(days, DateOf(a.At.In(c.place()))), append(channels, a.Channel)
	}
	slices.SortFunc(days, Date.Compare)
	slices.Sort(channels)
	days, channels = slices.Compact(days), slices.Compact(channels)
	s.Attempts, s.Channels, s.AtTheDoor = len(days), len(channels), slices.Contains(channels, inPerson)
	if len(days) > 0 {
		s.OverDays = days[0].DaysUntil(days[len(days)-1])
	}
	var en, sq []string
	add := func(missing bool, english, albanian string) {
		if missing {
			en, sq = append(en, english), append(sq, albanian)
		}
	}
	n := want.Attempts - s.Attempts
	add(n == 1, "1 more attempt on another day", "edhe 1 përpjekje në një ditë tjetër")
	add(n > 1, fmt.Sprintf("%d more attempts on different days", n), fmt.Sprintf("edhe %d përpjekje në ditë të ndryshme", n))
	n = want.Channels - s.Channels
	add(n == 1, "1 more way of reaching them", "edhe 1 mënyrë tjetër kontakti")
	add(n > 1, fmt.Sprintf("%d more ways of reaching them", n), fmt.Sprintf("edhe %d mënyra të tjera kontakti", n))
	n = want.OverDays - s.OverDays
	add(n > 0, fmt.Sprintf("attempts over %d days, not %d", want.OverDays, s.OverDays), fmt.Sprintf("përpjekje gjatë %d ditëve, jo %d", want.OverDays, s.OverDays))
	add(want.HomeVisit && !s.AtTheDoor, "an attempt at the door", "një përpjekje te dera")
	if len(en) > 0 {
		s.Missing = T(strings.Join(en, "; "), strings.Join(sq, "; "))
	}
	return s
}

// lostEnough refuses to call contact lost before the attempts the programme wants stand in the contact log.
func (j *Judging) lostEnough(tried []Attempt, field string) error {
	if s := j.Case.tracing(j.Programme, tried); s.Missing.EN != "" {
		return broken("not-lost-yet", field, "Contact does not count as lost yet. Still missing in the contact log: %s.", s.Missing.EN)
	}
	return nil
}
