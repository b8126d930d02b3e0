package avrr

import (
	"slices"
	"time"
)

// A ContactSummary is how it goes with reaching a member.
type ContactSummary struct {
	LastReached time.Time `json:"last_reached,omitzero"`
	Tried       []Attempt `json:"tried,omitempty"` // since then, in order
}

// A person nobody reached on so many different days may be lost.
const daysUntilLost = 3

// logContact counts the attempts since a member was last reached, in whatever order they are told.
func (c *Case) logContact(in LogContact, e *Event) {
	member := in.Member
	if member == "" {
		member = c.Principal().ID
	}
	if c.Contacts == nil {
		c.Contacts = map[string]*ContactSummary{}
	}
	s := c.Contacts[member]
	if s == nil {
		s = &ContactSummary{}
		c.Contacts[member] = s
	}
	switch reached := in.Outcome == "reached" || in.Outcome == "refused"; {
	case reached && in.At.After(s.LastReached):
		s.LastReached = in.At
		s.Tried = slices.DeleteFunc(s.Tried, func(a Attempt) bool { return !a.At.After(in.At) })
	case !reached && in.Direction == "out" && in.At.After(s.LastReached):
		before := c.daysTried(s)
		s.Tried = append(s.Tried, Attempt{in.At, in.Channel})
		slices.SortStableFunc(s.Tried, func(a, b Attempt) int { return a.At.Compare(b.At) })
		if before < daysUntilLost && c.daysTried(s) == daysUntilLost && c.mayReach(member) {
			c.raise(lostMark+member, T("Lost contact? Nobody was reached on three days", "Humbi kontakti? Askush nuk u arrit në tri ditë"), "", c.dutyNow(), e.RecordedAt)
		}
	}
	if c.daysTried(s) < daysUntilLost {
		c.endTask(lostMark+member, e.RecordedAt)
	}
}

// lostMark begins the id of the task about somebody who may be lost.
const lostMark = "lost-contact:"

// daysTried counts the different days on which nobody was reached, where the case is.
func (c *Case) daysTried(s *ContactSummary) int {
	var days []Date
	for _, a := range s.Tried {
		days = append(days, DateOf(a.At.In(c.place())))
	}
	return len(slices.Compact(days))
}

// mayReach reports whether anybody still has reason to reach a member.
func (c *Case) mayReach(member string) bool {
	m := c.Member(member)
	return m != nil && c.Stage != Closed && !m.gone()
}

// endTask ends a raised task whose reason is gone.
func (c *Case) endTask(id string, at time.Time) {
	for _, t := range c.Raised {
		if t.ID == id && t.DoneAt.IsZero() {
			t.DoneAt = at
		}
	}
}

var channelTitles = map[string]Text{
	"phone":    T("by telephone", "me telefon"),
	"sms":      T("by text message", "me SMS"),
	"whatsapp": T("by WhatsApp", "me WhatsApp"),
	"email":    T("by e-mail", "me e-mail"),
	"letter":   T("by letter", "me letër"),
	"partner":  T("through the partner", "përmes partnerit"),
}

// Rule says how a person may be reached without harm. Nobody is contacted in a way they have not said is safe.
func (k *Contact) Rule() Text {
	if k == nil {
		return T("Do not contact: nobody has recorded how this person may be reached safely.", "Mos kontaktoni: askush nuk ka regjistruar si mund të arrihet pa rrezik ky person.")
	}
	channel := channelTitles[k.Channel]
	rule := T("Only "+channel.EN, "Vetëm "+channel.SQ)
	add := func(when bool, en, sq string) {
		if when {
			rule.EN, rule.SQ = rule.EN+en, rule.SQ+sq
		}
	}
	add(k.Hours != "", ", "+k.Hours, ", "+k.Hours)
	add(true, ".", ".")
	add(k.SharedWith != "", " Shared with: "+k.SharedWith+".", " E përdor edhe: "+k.SharedWith+".")
	add(k.MayLeaveMessage, " A message may be left.", " Mund të lini mesazh.")
	add(!k.MayLeaveMessage, " Leave no message.", " Mos lini mesazh.")
	add(k.MayNameUs, " You may say who is calling.", " Mund të thoni kush po telefonon.")
	add(!k.MayNameUs, " Do not say who is calling.", " Mos thoni kush po telefonon.")
	return rule
}
