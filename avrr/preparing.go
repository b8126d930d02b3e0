package avrr

import "fmt"

// An Authority is the host authority's word on a departure.
type Authority struct {
	Name        string `json:"name"`
	RequestedOn Date   `json:"requested_on"`
	Reference   string `json:"reference,omitempty"`
	Reply       string `json:"reply,omitempty"`
	RepliedOn   Date   `json:"replied_on,omitzero"`
	ValidUntil  Date   `json:"valid_until,omitzero"`
}

// askedFirst answers since when an authority's answer is awaited, for the member it was asked about first.
func (c *Case) askedFirst() Date {
	var first Date
	for _, m := range c.travellers() {
		if a := m.Authority; a != nil && a.Reply == "" && (first.IsZero() || a.RequestedOn.Before(first)) {
			first = a.RequestedOn
		}
	}
	return first
}

// RequestAuthority asks the host authority whether it objects to a departure.
type RequestAuthority struct {
	Members   []string `json:"members" schema:"ref=member"`
	Authority string   `json:"authority" schema:"max=200"`
	SentOn    Date     `json:"sent_on"`
	Reference string   `json:"reference,omitempty" schema:"max=80"`
}

func (in RequestAuthority) happenedOn() Date { return in.SentOn }

func (in RequestAuthority) apply(c *Case, _ *Programme, e *Event) {
	for _, id := range in.Members {
		c.Member(id).Authority = &Authority{Name: in.Authority, RequestedOn: in.SentOn, Reference: in.Reference}
	}
}

// RecordAuthorityReply records the answer; it may come again and then replaces the earlier one.
type RecordAuthorityReply struct {
	Member     string `json:"member" schema:"ref=member"`
	Reply      string `json:"reply" schema:"enum=no_objection|objection"`
	RepliedOn  Date   `json:"replied_on"`
	ValidUntil Date   `json:"valid_until,omitzero"`
	Conditions string `json:"conditions,omitempty" schema:"max=2000"`
}

func (in RecordAuthorityReply) happenedOn() Date { return in.RepliedOn }

func (in RecordAuthorityReply) check(*Judging) error {
	if !in.ValidUntil.IsZero() && in.ValidUntil.Before(in.RepliedOn) {
		return broken("answer-backwards", "/valid_until", "The answer would end before it was given.")
	}
	return nil
}

func (in RecordAuthorityReply) apply(c *Case, _ *Programme, e *Event) {
	m := c.Member(in.Member)
	if m.Authority == nil {
		m.Authority = &Authority{}
	}
	m.Authority.Reply, m.Authority.RepliedOn, m.Authority.ValidUntil = in.Reply, in.RepliedOn, in.ValidUntil
}

// A TravelDocument is a paper a member travels on, or has applied for.
type TravelDocument struct {
	Kind      string `json:"kind"`
	Status    string `json:"status"` // applied, issued, refused, lost, returned
	Number    string `json:"number,omitempty"`
	Issuer    string `json:"issuer,omitempty"`
	AppliedOn Date   `json:"applied_on,omitzero"`
	IssuedOn  Date   `json:"issued_on,omitzero"`
	ExpiresOn Date   `json:"expires_on,omitzero"`
	HeldBy    string `json:"original_held_by,omitempty"`
	UsedOn    Date   `json:"used_on,omitzero"` // when a paper for a single journey was departed on
}

// ApplyTravelDocument records an application at a consulate.
type ApplyTravelDocument struct {
	Member      string `json:"member" schema:"ref=member"`
	Kind        string `json:"kind" schema:"enum=passport|id_card|emergency_travel_document|laissez_passer"`
	Consulate   string `json:"consulate" schema:"max=200"`
	AppliedOn   Date   `json:"applied_on"`
	Appointment Date   `json:"appointment,omitzero"`
	Reference   string `json:"reference,omitempty" schema:"max=80"`
}

func (in ApplyTravelDocument) happenedOn() Date { return in.AppliedOn }

func (in ApplyTravelDocument) apply(c *Case, _ *Programme, e *Event) {
	c.Member(in.Member).paper(in.Kind).apply(TravelDocument{Kind: in.Kind, Status: "applied", AppliedOn: in.AppliedOn})
}

// paper answers the member's document of a kind, new when there is none.
func (m *Member) paper(kind string) *TravelDocument {
	for _, d := range m.Papers {
		if d.Kind == kind {
			return d
		}
	}
	d := &TravelDocument{Kind: kind}
	m.Papers = append(m.Papers, d)
	return d
}

// apply keeps the day of application when the document itself arrives, and that a paper was used when only more is told of it.
func (d *TravelDocument) apply(now TravelDocument) {
	if now.AppliedOn.IsZero() {
		now.AppliedOn = d.AppliedOn
	}
	if now.Number == d.Number {
		now.UsedOn = d.UsedOn
	}
	*d = now
}

// singleJourney reports whether the paper is good for one journey: a state issues it to bring its own national home.
func (d *TravelDocument) singleJourney() bool {
	return d.Kind == "emergency_travel_document" || d.Kind == "laissez_passer"
}

// spent reports whether a paper for a single journey is used up: the journey was begun, and is not the one the member is on.
func (m *Member) spent(d *TravelDocument) bool { return !d.UsedOn.IsZero() && m.Awaited() }

// TravelsOn answers the issued document that lasts longest, or nil.
func (m *Member) TravelsOn() *TravelDocument {
	var best *TravelDocument
	for _, d := range m.Papers {
		if d.Status == "issued" && !m.spent(d) && (best == nil || d.ExpiresOn.After(best.ExpiresOn)) {
			best = d
		}
	}
	return best
}

// departOn uses up the paper for a single journey that a member departs on. Who has a document for many journeys keeps it.
func (m *Member) departOn(day Date) {
	var single *TravelDocument
	for _, d := range m.Papers {
		good := d.Status == "issued" && DateRange{d.IssuedOn, d.ExpiresOn}.covers(day, day)
		switch {
		case good && !d.singleJourney():
			return
		case good && d.UsedOn.IsZero():
			single = d
		}
	}
	if single != nil {
		single.UsedOn = day
	}
}

// keepPaper gives back the paper that was used last: that journey was not made, or goes on from where it broke off.
func (m *Member) keepPaper() {
	var last *TravelDocument
	for _, d := range m.Papers {
		if !d.UsedOn.IsZero() && (last == nil || d.UsedOn.After(last.UsedOn)) {
			last = d
		}
	}
	if last != nil {
		last.UsedOn = Date{}
	}
}

// A Clearance is a doctor's word on whether a member can fly.
type Clearance struct {
	Result     string        `json:"result"`
	ExaminedOn Date          `json:"examined_on"`
	ValidUntil Date          `json:"valid_until"`
	Services   []ServiceCode `json:"service_requests,omitempty"`
}

// RecordMedicalClearance records fitness to travel; the airlines' own forms hold for a week, a report for two.
type RecordMedicalClearance struct {
	Member     string        `json:"member" schema:"ref=member"`
	Result     string        `json:"result" schema:"enum=fit|fit_with_conditions|unfit"`
	ExaminedOn Date          `json:"examined_on"`
	ValidUntil Date          `json:"valid_until"`
	Services   []ServiceCode `json:"service_requests,omitempty" schema:"min=0"`
}

func (in RecordMedicalClearance) happenedOn() Date { return in.ExaminedOn }

func (in RecordMedicalClearance) check(*Judging) error {
	if in.ValidUntil.Before(in.ExaminedOn) {
		return broken("clearance-backwards", "/valid_until", "The clearance would end before the examination.")
	}
	return nil
}

func (in RecordMedicalClearance) apply(c *Case, _ *Programme, e *Event) {
	c.Member(in.Member).Clearance = &Clearance{Result: in.Result, ExaminedOn: in.ExaminedOn, ValidUntil: in.ValidUntil, Services: in.Services}
}

// RecordBriefing records the pre-departure briefing.
type RecordBriefing struct {
	HeldOn Date     `json:"held_on"`
	Items  []string `json:"items" schema:"enum=itinerary|documents|baggage|cash|transit|arrival_contact|right_to_withdraw|health|reintegration"`
}

func (in RecordBriefing) happenedOn() Date { return in.HeldOn }

func (in RecordBriefing) apply(c *Case, _ *Programme, e *Event) { c.Briefed = in.HeldOn }

// approved asks for an approval of eligibility.
func approved(j *Judging) []Blocked {
	var blocks []Blocked
	for _, m := range j.Case.travellers() {
		switch {
		case !m.approved():
			blocks = append(blocks, Blocked{Rule: "approval-missing", Text: fmt.Sprintf("The return of %s has not been approved.", m.ID), Member: m.ID, Thing: "approval", Duty: ReturnDuty})
		case m.Recheck && j.Case.exception(m.ID, thingApproval) == nil:
			blocks = append(blocks, Blocked{Rule: "facts-changed", Text: fmt.Sprintf("What was corrected changes the eligibility of %s: assess and decide it again.", m.ID),
				Member: m.ID, Thing: "approval", Duty: ReturnDuty})
		}
	}
	return blocks
}
