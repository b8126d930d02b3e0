package avrr

import "slices"

// A Reception is the word of the country of return that somebody is there to meet a member.
type Reception struct {
	On    Date   `json:"on"`
	By    string `json:"by"`
	Place string `json:"place,omitempty"`
	For   Date   `json:"for,omitzero"` // the day of arrival it was given for, where one was booked
}

// ConfirmReception records that somebody in the country of return will meet members and has said so. Children who travel alone,
// medical and protected travellers are not sent off without it.
type ConfirmReception struct {
	Members     []string `json:"members" schema:"ref=member"`
	ConfirmedOn Date     `json:"confirmed_on"`
	By          string   `json:"by" schema:"max=200" doc:"Who confirmed it, in the country of return."`
	Place       string   `json:"place,omitempty" schema:"max=200" doc:"Where the travellers are met."`
}

func (in ConfirmReception) happenedOn() Date { return in.ConfirmedOn }

func (in ConfirmReception) apply(c *Case, _ *Programme, e *Event) {
	r := Reception{On: in.ConfirmedOn, By: in.By, Place: in.Place}
	if b := c.Booking; b != nil && b.live() {
		r.For = c.journeyDays(b.Segments).until
	}
	for _, id := range in.Members {
		m := c.Member(id)
		m.Reception = &r
		if b := c.Booking; b != nil && b.Status == Ticketed && m.isOneOf(b.Members) && !c.holdsLetter(m) {
			c.reissueLetter(id, e)
		}
	}
}

// metOnArrival are the services of travellers whom somebody has to take over on arrival.
var metOnArrival = []ServiceCode{"WCHR", "WCHS", "WCHC", "BLND", "DEAF", "MEDA", "STCR", "OXYG", UnaccompaniedMinor}

// needsReception reports whether somebody must be there for a member on arrival.
func (c *Case) needsReception(m *Member) bool {
	medical := m.Clearance != nil && m.Clearance.Result == "fit_with_conditions" ||
		slices.ContainsFunc(c.Services(m), func(s ServiceCode) bool { return slices.Contains(metOnArrival, s) })
	protected := m.Screening != nil && m.Screening.Concern
	return medical || protected || c.Alone(m, c.plannedDays().from)
}

// awaitsReception reports whether a reception that is needed has not been confirmed for the day the member arrives.
func (c *Case) awaitsReception(m *Member) bool {
	if !c.needsReception(m) {
		return false
	}
	r, b := m.Reception, c.Booking
	return r == nil || b != nil && b.live() && !r.For.IsZero() && r.For != c.journeyDays(b.Segments).until
}

// AwaitsReception reports the same of a member by their id.
func (c *Case) AwaitsReception(member string) bool {
	m := c.Member(member)
	return m != nil && c.awaitsReception(m)
}

// receptionMissing says so in words that fit any traveller.
func receptionMissing(m *Member) Blocked {
	return Blocked{Rule: "reception", Text: "The reception has not been confirmed yet.", Member: m.ID, Thing: "reception", Duty: ReintegrationDuty}
}

// unreceived are those on the way whose reception is still to be confirmed.
func (c *Case) unreceived() []*Member {
	return slices.DeleteFunc(c.having(Going, NoShow, Returned, Departed), func(m *Member) bool { return !c.awaitsReception(m) })
}

func someoneToReceive(j *Judging) bool { return len(j.Case.unreceived()) > 0 }

// receptionSays adds to a task before the departure that the reception is missing.
func (c *Case) receptionSays() Text {
	if len(c.unreceived()) == 0 {
		return Text{}
	}
	return T(receptionMissing(c.Members[0]).Text, "Pritja ende nuk është konfirmuar.")
}

func (c *Case) stepsOfReception(step func(bool, string, string, Duty, Text)) {
	if c.Booking == nil || !c.Booking.live() {
		return
	}
	for _, m := range c.unreceived() {
		step(m.isOneOf(c.Booking.Members), "reception:"+m.ID, "confirm-reception", ReintegrationDuty, T("Confirm the reception", "Konfirmoni pritjen"))
	}
}

// reissueLetter gives a ticketed member the letter that tells the journey as it stands. Where the reception is not confirmed
// there is none, and an old one is taken back.
func (c *Case) reissueLetter(member string, e *Event) {
	if c.awaitsReception(c.Member(member)) {
		c.withdrawPaper(PaperTravelLetter, member)
		return
	}
	c.reissue(PaperTravelLetter, member, e) // English is what staff at airports read; the traveller's own language is issued on request
}

func (c *Case) holdsLetter(m *Member) bool {
	return slices.ContainsFunc(c.Papers, func(p *IssuedPaper) bool {
		return p.Kind == PaperTravelLetter && p.Member == m.ID && p.Status == PaperCurrent
	})
}
