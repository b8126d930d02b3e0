package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// What life brings to a member, whatever the case had planned.
const (
	Death             = "death"
	Detention         = "detention"
	Release           = "release"
	Hospital          = "hospital"
	Discharge         = "discharge"
	AsylumClaim       = "asylum_claim"
	ProtectionGranted = "protection_granted"
	RemovedByState    = "removed_by_state"
	ReMigrated        = "re_migrated"
	OwnDeparture      = "own_departure"
)

// A LifeEvent is one of them, and the day it happened.
type LifeEvent struct {
	Event string `json:"event"`
	On    Date   `json:"on"`
}

// Ended says why and when the return of a member ended otherwise than by their own word.
type Ended struct {
	Reason string `json:"reason"` // a reason of Closure
	On     Date   `json:"on"`
}

// endings are why a case closes whose last member met with one of these.
var endings = map[string]string{Death: "deceased", RemovedByState: "removed", ReMigrated: "re_migrated", OwnDeparture: "own_departure"}

// lastly answers the last day on which one of the events is told of the member, the zero Date when none is.
func (m *Member) lastly(events ...string) Date {
	var last Date
	for _, l := range m.Life {
		if slices.Contains(events, l.Event) && l.On.After(last) {
			last = l.On
		}
	}
	return last
}

// Detained reports whether the member is held by the state, as far as anybody told.
func (m *Member) Detained() bool { return m.lastly(Detention).After(m.lastly(Release)) }

// ReportEvent records what happened to a member: a death, a detention, a departure on their own. It may be told of anybody, at
// any time, and what it ends is ended at once.
type ReportEvent struct {
	Member string `json:"member" schema:"ref=member"`
	Event  string `json:"event" schema:"enum=death|detention|release|hospital|discharge|asylum_claim|protection_granted|removed_by_state|re_migrated|own_departure"`
	On     Date   `json:"on"`
	Source string `json:"source" schema:"max=300" doc:"Who told it, or which paper says so."`
	Note   string `json:"note,omitempty" schema:"max=4000"`
}

func (in ReportEvent) happenedOn() Date { return in.On }

func (in ReportEvent) check(j *Judging) error {
	m := j.Case.Member(in.Member)
	switch {
	case in.Event == Death && m.Fate == Died:
		return broken("death-recorded", "/member", "The death of %s is already recorded.", m.ID)
	case slices.Contains(m.Life, LifeEvent{in.Event, in.On}):
		return broken("event-recorded", "/event", "This is already recorded of %s on %s.", m.ID, in.On)
	}
	return nil
}

func (in ReportEvent) apply(c *Case, _ *Programme, e *Event) {
	m := c.Member(in.Member)
	m.Life = append(m.Life, LifeEvent{in.Event, in.On})
	switch {
	case in.Event == Death:
		c.die(m, in, e)
	case m.endsWith(in.Event):
		c.leave(m, in, e)
	}
}

// endsWith reports whether an event ends the member's return. Who is on the way or has arrived was not removed, and did not
// go on their own; who re-migrated may have gone before.
func (m *Member) endsWith(event string) bool {
	switch event {
	case OwnDeparture, RemovedByState:
		return m.Awaited() || m.Fate == Stranded || m.Fate == Staying
	case ReMigrated:
		return m.Fate == Staying || slices.Contains(remaining, m.Fate)
	}
	return false
}

// die ends everything that was prepared for a member or would reach them. While others of the case are left, no money moves and
// nobody writes to them until somebody has said who speaks for the family.
func (c *Case) die(m *Member, in ReportEvent, e *Event) {
	named := c.Principal() == m
	c.end(m, Died, in, e)
	for _, other := range c.Members {
		other.endConsents(m.ID, in.On)
	}
	m.endConsents("", in.On)
	c.nobodyLost()
	if named { // the way to reach the case was a way to reach the dead
		c.Contact = nil
	}
	c.endWhenNobodyIsLeft(in, e)
	c.askWhoSpeaks(c.speakerDuty(), e)
	if c.Closure != nil { // a closed case asks nothing; reopened, it asks what nobody has answered
		c.raised(speakerTask).DoneAt = e.RecordedAt
	}
}

// nobodyLost puts the reason right for which a case was closed, once it is known that nobody of it was lost: they had died.
func (c *Case) nobodyLost() {
	if c.Closure != nil && c.Closure.Reason == lostContact && len(c.having(remaining...)) == 0 {
		c.Closure.Reason = endings[Death]
	}
}

// leave is for who is gone otherwise than the case had planned.
func (c *Case) leave(m *Member, in ReportEvent, e *Event) {
	c.end(m, LeftCase, in, e)
	m.endReturnConsents("", in.On)
	c.endWhenNobodyIsLeft(in, e)
}

// end gives a member their last fate.
func (c *Case) end(m *Member, fate Fate, in ReportEvent, e *Event) {
	m.Ended = &Ended{Reason: endings[in.Event], On: in.On}
	if b := c.Booking; slices.Contains(onTheWay, m.Fate) && b != nil && b.Status == Under && m.isOneOf(b.Members) { // the movement waits for nobody's arrival any more
		b.leave(m.ID)
		b.Leaving = append(b.Leaving, m.ID)
	}
	c.stayBehind(m, fate, e)
}

// endWhenNobodyIsLeft closes the case for the reason the last member is gone.
func (c *Case) endWhenNobodyIsLeft(in ReportEvent, e *Event) {
	if c.Closure != nil || len(c.having(remaining...)) > 0 || c.Appeal.open() {
		return
	}
	c.unwindWhenNobodyIsLeft(e)
	for _, v := range c.Visits {
		v.giveUp(endings[in.Event], in.On)
	}
	c.Closure = &Closure{Reason: endings[in.Event], By: e.Actor.ID, At: e.when(c)}
}

// endConsents ends the member's consents that a holder gave, or every one of them for "".
func (m *Member) endConsents(by string, day Date) {
	for _, k := range m.Consents {
		if k.stands() && (by == "" || k.By == by) {
			k.Withdrawn = day
		}
	}
}

// speakerTask is the task that stands between a death and everything that is paid or written to the family.
const speakerTask = "speaks-for-family"

// speakerDuty is who turns to a family: those who counselled it or, once somebody has arrived, those who look after it there.
func (c *Case) speakerDuty() Duty {
	if c.ArrivedAt.IsZero() {
		return ReturnDuty
	}
	return ReintegrationDuty
}

func (c *Case) askWhoSpeaks(duty Duty, e *Event) {
	c.raise(speakerTask, T("Find out who speaks for the family", "Gjeni kush flet për familjen"), "", duty, e.RecordedAt)
}

// mourning reports whether nobody has said yet who speaks for the family of somebody who died.
func (c *Case) mourning() bool {
	t := c.raised(speakerTask)
	return t != nil && t.DoneAt.IsZero()
}

// moneyMoves asks that no death stands between the family and its money.
func moneyMoves(j *Judging) []Blocked {
	if !j.Case.mourning() {
		return nil
	}
	return []Blocked{{Rule: "money-frozen", Text: "No money moves until it is known who speaks for the family.", Thing: "speaker", Duty: j.Case.raised(speakerTask).Duty}}
}

// atLiberty asks that nobody who is to travel is held by the state.
func atLiberty(j *Judging) []Blocked {
	return eachTraveller(j, func(m *Member) *Blocked {
		if !m.Detained() {
			return nil
		}
		return &Blocked{Rule: "detained", Text: m.ID + " is detained."}
	})
}

// wellAgain asks for a new medical clearance of whoever was in hospital since the last one.
func wellAgain(j *Judging) []Blocked {
	return eachTraveller(j, func(m *Member) *Blocked {
		if !m.unwellSinceClearance() {
			return nil
		}
		return &Blocked{Rule: "clearance-needed", Text: "A new medical clearance of " + m.ID + " is needed.", Thing: thingClearance}
	})
}

// unwellSinceClearance reports whether the member was in hospital after the examination that is on file.
func (m *Member) unwellSinceClearance() bool {
	was := m.lastly(Hospital, Discharge)
	return !was.IsZero() && (m.Clearance == nil || m.Clearance.ExaminedOn.Before(was))
}

// stillWilling asks whoever was granted protection whether they wish to return all the same.
func stillWilling(j *Judging) []Blocked {
	return eachTraveller(j, func(m *Member) *Blocked {
		if !m.toReconfirm() {
			return nil
		}
		return &Blocked{Rule: "reconfirmation-needed", Text: fmt.Sprintf("The consent of %s to return is to be reconfirmed.", m.ID), Thing: ReturnConsent + " consent"}
	})
}

// toReconfirm reports whether the consent to return is older than a protection that was granted.
func (m *Member) toReconfirm() bool {
	granted := m.lastly(ProtectionGranted)
	return slices.ContainsFunc(m.Consents, func(k *Consent) bool {
		return k.Kind == ReturnConsent && k.stands() && k.SignedOn.Before(granted) && k.Reconfirmed.Before(granted)
	})
}

// counselledOnClaim asks that whoever claimed asylum was counselled since on what a return would mean for the claim. A claim
// never excludes anybody. The words are those of any other reason to counsel.
func counselledOnClaim(j *Judging) []Blocked {
	return eachTraveller(j, func(m *Member) *Blocked {
		claimed := m.lastly(AsylumClaim)
		if !j.Case.Counselled.Before(claimed) {
			return nil
		}
		return &Blocked{Rule: "counsel-again", Text: fmt.Sprintf("%s is to be counselled again, on %s or later.", m.ID, claimed), Thing: "counselling", Until: &claimed}
	})
}

func eachTraveller(j *Judging, wants func(*Member) *Blocked) []Blocked {
	var blocks []Blocked
	for _, m := range j.Case.travellers() {
		if b := wants(m); b != nil {
			b.Member, b.Duty = m.ID, ReturnDuty
			blocks = append(blocks, *b)
		}
	}
	return blocks
}

// stepsOfLife are the tasks that follow from what happened to who is to travel.
func (c *Case) stepsOfLife(each func(func(*Member) bool, string, string, Duty, Text)) {
	each((*Member).Detained, "detained", "report-event", ReturnDuty, T("Find out until when they are held", "Mësoni deri kur mbahen"))
	each(func(m *Member) bool { return c.Stage == Travel && m.unwellSinceClearance() }, "clearance", "record-medical-clearance", ReturnDuty, T("Obtain a new medical clearance", "Merrni një aftësi të re mjekësore"))
	each((*Member).toReconfirm, "reconfirm", "reconfirm-consent", ReturnDuty, T("Ask again whether they wish to return", "Pyesni përsëri nëse dëshirojnë të kthehen"))
	each(func(m *Member) bool { return c.Counselled.Before(m.lastly(AsylumClaim)) }, "counsel", "record-counselling", ReturnDuty, T("Counsel again", "Këshilloni përsëri"))
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// livedAgainstTheCase names what an event contradicts.
func livedAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(ReportEvent)
	if !ok {
		return ""
	}
	m := j.Case.Member(in.Member)
	said := "News of the member" // what it is about stays in the entry itself, which not everybody reads
	if in.Event != AsylumClaim && in.Event != ProtectionGranted {
		said = capital(strings.ReplaceAll(in.Event, "_", " "))
	}
	on := func(at time.Time) Date { return DateOf(at.In(j.Case.place())) }
	switch {
	case m.Fate == Died && in.On.After(m.Ended.On):
		return fmt.Sprintf("%s is told of %s on %s, after the death that is recorded.", said, m.ID, in.On)
	case in.Event == Death && !m.LeftAt.IsZero() && in.On.Before(on(m.LeftAt)):
		return fmt.Sprintf("The death of %s is told for %s, before the departure that is recorded.", m.ID, in.On)
	case in.Event == ReMigrated && m.Fate == Arrived && in.On.Before(on(j.Case.ArrivedAt)):
		return fmt.Sprintf("%s is told of %s on %s, before the arrival.", said, m.ID, in.On)
	case slices.Contains([]string{OwnDeparture, RemovedByState, ReMigrated}, in.Event) && !m.endsWith(in.Event) && m.Fate != Died:
		return fmt.Sprintf("%s is told of %s although the case says: %s.", said, m.ID, m.Fate.Title().EN)
	case in.Event == ReMigrated && m.Fate == Departed:
		return fmt.Sprintf("%s is told of %s although no arrival is recorded.", said, m.ID)
	}
	return ""
}
