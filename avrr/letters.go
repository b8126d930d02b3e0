package avrr

import "time"

// letterOwed is how long after something a paper about it goes out by itself. What is entered later than that was handed out long
// ago, and is printed when somebody asks for it.
const letterOwed = 30 * 24 * time.Hour

func owed(at time.Time, e *Event) bool { return !at.IsZero() && e.RecordedAt.Sub(at) <= letterOwed }

// writeTo sends a member the letter about the decision on them. The one before is called back, whatever it said.
func (c *Case) writeTo(m *Member, e *Event) {
	c.callBackLetters(m)
	if !owed(m.Ruling.At, e) {
		return
	}
	kind := PaperRefusal
	if m.approved() {
		kind = PaperDecision
	}
	c.issue(kind, m.ID, c.spoken(), e)
}

func (c *Case) callBackLetters(m *Member) {
	c.withdrawPaper(PaperDecision, m.ID)
	c.withdrawPaper(PaperRefusal, m.ID)
}

// spoken answers the language letters to the people of the case are written in.
func (c *Case) spoken() Language {
	if Language(c.Language) == Albanian {
		return Albanian
	}
	return English
}

// AppealUntil answers the last second in which a member may appeal against a refusal, where the refusal was made; false when the
// programme sets no time, or nobody refused them.
func (c *Case) AppealUntil(p *Programme, m *Member) (time.Time, bool) {
	span, named := p.Clocks[ClockAppealWindow]
	if !named || m.Ruling == nil || m.Ruling.Decision != "refuse" {
		return time.Time{}, false
	}
	return p.after(span, m.Ruling.At, Zone(c.HostCountry)).In(Zone(c.HostCountry)).Add(-time.Second), true
}

// Addressee answers who reads the letter about a member: the one the case is named after reads a child's.
func (c *Case) Addressee(m *Member) *Member {
	if p := c.Principal(); p != nil && m.childOn(DateOf(m.Ruling.At.In(c.place()))) {
		return p
	}
	return m
}
