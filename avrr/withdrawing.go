package avrr

import (
	"slices"
	"strings"
	"time"
)

// Withdraw ends a return before departure. It needs no reason, and nothing can refuse it: voluntary means revocable.
type Withdraw struct {
	Member  string `json:"member,omitempty" schema:"ref=holder" doc:"Who withdraws, for themself and for the children who need their consent; everybody who has not departed when left out."`
	Channel string `json:"channel" schema:"enum=in_person|phone|sms|whatsapp|email|letter|partner|at_the_gate"`
	Reason  string `json:"reason,omitempty" schema:"max=2000" doc:"Only if the person wishes to give one."`
	When
}

func (in Withdraw) check(j *Judging) error {
	for _, m := range j.Case.travellers() {
		if in.Member == "" || in.Member == m.ID || j.Case.needs(m, in.Member, j.Today()) {
			return nil
		}
	}
	return Errorf(CodeStage, "Nobody this names is still to depart, so there is no return to withdraw from.")
}

func (in Withdraw) apply(c *Case, _ *Programme, e *Event) {
	c.withdraw(in.Member, e)
}

// withdraw unwinds what was prepared for the members who will not go: for who withdraws and for the children who need their
// consent, and for nobody else.
func (c *Case) withdraw(who string, e *Event) {
	day := e.on(c)
	if who != "" {
		c.hasWithdrawn(who, day)
	}
	for _, m := range c.travellers() {
		if who == "" || m.ID == who || c.needs(m, who, day) {
			if who == "" {
				c.hasWithdrawn(m.ID, day)
			}
			c.stayBehind(m, Withdrew, e)
			m.endReturnConsents("", day)
		}
	}
	c.unwindWhenNobodyIsLeft(e)
}

// hasWithdrawn remembers a holder's last withdrawal: no older signature counts any more.
func (c *Case) hasWithdrawn(holder string, day Date) {
	if c.Withdrew == nil {
		c.Withdrew = map[string]Date{}
	}
	if day.After(c.Withdrew[holder]) {
		c.Withdrew[holder] = day
	}
}

// NeededAs answers as whom somebody of a linked case, by their id there, is needed for a child of this case who is to travel.
func (c *Case) NeededAs(person, linked string) []string {
	var as []string
	for _, l := range c.Links {
		if l.Case == linked && l.Kind == splitInto && slices.Contains(l.Members, person) {
			as = append(as, person) // they moved away, and are known here by the same id
		}
	}
	for _, r := range c.Representatives {
		if r.Of == person {
			as = append(as, r.Holder)
		}
	}
	return slices.DeleteFunc(as, func(holder string) bool {
		return !slices.ContainsFunc(c.travellers(), func(m *Member) bool { return c.needs(m, holder, c.day()) })
	})
}

// needs reports whether a member is a child who cannot return without somebody's consent. Nobody is needed by having no name.
func (c *Case) needs(m *Member, holder string, day Date) bool {
	holders, _ := c.holders(m, day)
	return m.childOn(day) && slices.Contains(holders, holder)
}

// endReturnConsents withdraws the consents to the member's return that a holder gave, or every one of them for "".
func (m *Member) endReturnConsents(by string, day Date) {
	for _, k := range m.Consents {
		if k.Kind == ReturnConsent && k.stands() && (by == "" || k.By == by) {
			k.Withdrawn = day
		}
	}
}

// stayBehind gives a member a fate that does not travel, with seat, ticket and papers taken back.
func (c *Case) stayBehind(m *Member, fate Fate, e *Event) {
	m.Fate = fate
	c.withdrawPapers(m.ID)
	c.endTasksAbout(m.ID, e.RecordedAt)
	m.Ticket = ""
	switch b := c.Booking; {
	case b == nil:
	case b.Status == Under && m.LeftAt.IsZero(): // the others are under way; the seat of who never boarded is still to be given back
		b.stay(m.ID)
	default:
		b.give(m.ID)
	}
}

// endTasksAbout ends the raised tasks that ask for something of a member: nobody turns to who will not travel.
func (c *Case) endTasksAbout(member string, at time.Time) {
	for _, t := range c.Raised {
		if t.DoneAt.IsZero() && strings.HasSuffix(t.ID, ":"+member) {
			t.DoneAt = at
		}
	}
}

// unwindWhenNobodyIsLeft ends what was prepared for the whole case once nobody is going, under way or arrived.
func (c *Case) unwindWhenNobodyIsLeft(e *Event) {
	if len(c.having(remaining...)) > 0 {
		return
	}
	c.Withdrawn = len(c.having(Withdrew)) > 0
	c.OnHold = false
	c.cancelNotices()
	c.endPlan()
	c.dropTasks(e.RecordedAt)
}
