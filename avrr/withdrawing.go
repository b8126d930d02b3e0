package avrr

import (
	"slices"
	"strings"
	"time"
)

// Withdraw ends a return before departure. It needs no reason, and nothing can refuse it: voluntary means revocable.
type Withdraw struct {
	Member  string `json:"member,omitempty" schema:"ref=member" doc:"Who withdraws; everybody who has not departed when left out."`
	Channel string `json:"channel" schema:"enum=in_person|phone|sms|whatsapp|email|letter|partner|at_the_gate"`
	Reason  string `json:"reason,omitempty" schema:"max=2000" doc:"Only if the person wishes to give one."`
	When
}

func (in Withdraw) check(j *Judging) error {
	for _, m := range j.Case.travellers() {
		if in.Member == "" || in.Member == m.ID {
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
func (c *Case) withdraw(member string, e *Event) {
	for _, m := range c.travellers() {
		if member == "" || m.ID == member || c.needs(m, member, e.on(c)) {
			c.stayBehind(m, Withdrew, e)
			m.endReturnConsents("", e.on(c))
		}
	}
	for _, m := range c.Members {
		m.endReturnConsents(member, e.on(c))
	}
	c.unwindWhenNobodyIsLeft(e)
}

// needs reports whether a member is a child who cannot return without somebody's consent.
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
	if c.Booking != nil {
		c.Booking.give(m.ID)
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
	if len(c.having(append([]Fate{Departed, Stranded, Arrived}, separable...)...)) > 0 {
		return
	}
	c.Withdrawn = len(c.having(Withdrew)) > 0
	c.OnHold = false
	c.cancelNotices()
	if c.Plan != nil {
		c.Plan.voidUnpaid()
	}
	c.dropTasks(e.RecordedAt)
}
