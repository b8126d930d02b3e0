package avrr

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"
)

// An Exception lets a member travel although one thing the journey needs does not hold on the day. It ends on its own day, with
// the journey, and whenever what it rests on changes.
type Exception struct {
	Member  string    `json:"member"`
	Thing   string    `json:"thing"`
	From    Date      `json:"from"`
	Until   Date      `json:"until"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	RestsOn string    `json:"rests_on"` // a digest of what it was allowed for
	EndedAt time.Time `json:"ended_at,omitzero"`
}

// neverExcepted are things no exception covers: the person's own word, whoever speaks for a child, a doctor's and protection's.
var neverExcepted = []string{thingConsent, thingDataConsent, thingClearance, thingAppointment, thingOwnWord, thingProtection}

// AllowException lets a member travel until a day although something does not hold by then. Whoever allows it does not issue the tickets.
type AllowException struct {
	Member string `json:"member" schema:"ref=member"`
	Thing  string `json:"thing" schema:"enum=travel document|authority's answer|approval|departure period|decision on the appeal|consent to return|data consent|medical clearance|guardian's appointment|age of own consent|protection" doc:"What does not hold, as the horizon names it. Consents, clearances, guardians and protection are never excepted."`
	Until  Date   `json:"until"`
	Reason string `json:"reason" schema:"max=2000"`
	When
}

func (in AllowException) check(j *Judging) error {
	m := j.Case.Member(in.Member)
	switch {
	case !slices.Contains(j.Case.travellers(), m):
		return broken("not-going", "/member", "%s is not going (%s).", m.ID, m.Fate.Title().EN)
	case slices.Contains(neverExcepted, in.Thing):
		return broken("exception-never", "/thing", "An exception never covers a consent, a medical clearance, a guardian or protection.")
	case in.Until.Before(DateOf(j.at().In(Zone(j.Case.HostCountry)))):
		return broken("exception-over", "/until", "The exception would have ended before it was made.")
	}
	if why := j.Case.beyondException(m, in.Thing); why != "" {
		return broken("exception-never", "/thing", "%s", why)
	}
	needs := j.Case.needsOf(m, j.Programme)
	i := slices.IndexFunc(needs, func(n need) bool { return n.thing == in.Thing })
	switch {
	case i < 0:
		return broken("exception-needless", "/thing", "The journey of %s does not ask for this.", m.ID)
	case slices.ContainsFunc(needs[i].holds, func(r DateRange) bool { return r.covers(in.Until, in.Until) }):
		return broken("exception-needless", "/until", "The %s holds on %s without an exception.", needs[i].name(), in.Until)
	}
	return nil
}

// beyondException says why a thing cannot be excepted as it stands: what was never there, and a word that was a no.
func (c *Case) beyondException(m *Member, thing string) string {
	switch {
	case thing == thingDocument && m.TravelsOn() == nil:
		return fmt.Sprintf("No travel document of %s is known. An exception covers how long a paper holds, never a paper that is missing.", m.ID)
	case thing == thingAuthority && m.Authority != nil && m.Authority.Reply == "objection":
		return fmt.Sprintf("The authority objects to the departure of %s. No exception covers that.", m.ID)
	case thing == thingApproval && !m.approved():
		return fmt.Sprintf("The return of %s has never been approved. No exception covers that.", m.ID)
	}
	return ""
}

func (in AllowException) apply(c *Case, _ *Programme, e *Event) {
	if before := c.exception(in.Member, in.Thing); before != nil {
		before.EndedAt = e.RecordedAt
	}
	c.Exceptions = append(c.Exceptions, &Exception{Member: in.Member, Thing: in.Thing, From: e.on(c), Until: in.Until, Reason: in.Reason, By: e.Actor.ID,
		RestsOn: c.restsOn(in.Member, in.Thing)})
}

// exception answers the exception that stands for a thing of a member, or nil.
func (c *Case) exception(member, thing string) *Exception {
	i := slices.IndexFunc(c.Exceptions, func(x *Exception) bool { return x.Member == member && x.Thing == thing && x.EndedAt.IsZero() })
	if i < 0 {
		return nil
	}
	return c.Exceptions[i]
}

// endExceptions ends the exceptions whose ground has changed.
func (c *Case) endExceptions(at time.Time) {
	for _, x := range c.Exceptions {
		if x.EndedAt.IsZero() && x.RestsOn != c.restsOn(x.Member, x.Thing) {
			x.EndedAt = at
		}
	}
}

// restsOn answers a digest of what an exception rests on: that the member is still to go, and the thing as it is known.
func (c *Case) restsOn(member, thing string) string {
	m := c.Member(member)
	if m == nil {
		return ""
	}
	ground := fmt.Sprint(m.Awaited())
	switch thing {
	case thingDocument:
		for _, d := range m.Papers {
			ground += fmt.Sprint(*d)
		}
	case thingAuthority:
		if m.Authority != nil {
			ground += fmt.Sprint(*m.Authority)
		}
	case thingApproval:
		ground += fmt.Sprint(m.approved(), m.Recheck)
		if m.Ruling != nil {
			ground += m.Ruling.By + m.Ruling.At.UTC().String()
		}
	case thingDeparture:
		ground += fmt.Sprint(c.HostCountry, c.ReturnDecision, c.LeaveBy)
	case thingAppeal:
		ground += fmt.Sprint(c.Appeal.open())
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(ground)))[:16]
}

// excepted adds the exceptions that stand to the needs they cover.
func (c *Case) excepted(needs []need) []need {
	for i, n := range needs {
		if x := c.exception(n.member, n.thing); x != nil {
			needs[i].intervals = append(n.intervals, Interval{Thing: x.Thing, Kind: ExceptionInterval, From: x.From, Until: x.Until, Known: true, Place: c.HostCountry,
				Duty: ManagementDuty})
		}
	}
	return needs
}

// exceptedByAnother asks that whoever has tickets issued has not allowed an exception they rest on.
func exceptedByAnother(j *Judging) []Blocked {
	for _, x := range j.Case.Exceptions {
		if x.EndedAt.IsZero() && x.By == j.Actor.ID && slices.Contains(j.Case.travellers(), j.Case.Member(x.Member)) {
			return []Blocked{{Rule: "another-person", Text: fmt.Sprintf("You allowed an exception for %s yourself. Another person must have the tickets issued.", x.Member)}}
		}
	}
	return nil
}
