package avrr

import (
	"fmt"
	"slices"
)

// ChangeMembers adds people to a case or takes them out of it: a newborn, a spouse who joins, a son who returns on his own.
type ChangeMembers struct {
	Add    []NewMember `json:"add,omitempty" schema:"min=0,max=30"`
	Remove []string    `json:"remove,omitempty" schema:"ref=member,min=0"`
	On     Date        `json:"on"`
	Reason string      `json:"reason" schema:"max=2000"`
}

func (in ChangeMembers) happenedOn() Date { return in.On }

// largestFamily bounds a case; a larger group travels as several.
const largestFamily = 30

func (in ChangeMembers) check(j *Judging) error {
	c := j.Case
	switch {
	case len(in.Add) == 0 && len(in.Remove) == 0:
		return broken("nobody-changed", "", "Name somebody to add or to remove.")
	case len(c.Members)+len(in.Add) > largestFamily:
		return broken("too-many-members", "/add", "A case holds at most %d people; open another one for the rest.", largestFamily)
	}
	if err := oneHolderEach("/add", c.Members, in.Add); err != nil {
		return err
	}
	for i, m := range in.Add {
		if err := m.check(fmt.Sprintf("/add/%d", i), in.On); err != nil {
			return err
		}
	}
	for i, id := range in.Remove {
		if m := c.Member(id); !m.Awaited() && m.Fate != Staying {
			return broken("not-going", fmt.Sprintf("/remove/%d", i), "%s cannot be taken out of the case any more (%s).", id, m.Fate.Title().EN)
		}
	}
	return nil
}

// newcomers are those who joined while the case was closed: nobody goes from a closed case, and they go once it lives again.
func (c *Case) newcomers() []*Member {
	return slices.DeleteFunc(c.having(Staying), func(m *Member) bool { return !m.Travels })
}

func (in ChangeMembers) apply(c *Case, _ *Programme, e *Event) {
	for _, m := range in.Add {
		c.join(m)
	}
	for _, id := range in.Remove {
		c.stayBehind(c.Member(id), LeftCase, e)
	}
	if len(in.Remove) > 0 {
		c.unwindWhenNobodyIsLeft(e)
	}
}
