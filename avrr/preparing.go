package avrr

import "fmt"

// Papers a programme may require before ticketing.
const (
	NeedTravelDocument   = "travel_document"
	NeedAuthority        = "authority"
	NeedMedicalClearance = "medical_clearance"
)

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

// apply keeps the day of application when the document itself arrives.
func (d *TravelDocument) apply(now TravelDocument) {
	if now.AppliedOn.IsZero() {
		now.AppliedOn = d.AppliedOn
	}
	*d = now
}

// TravelsOn answers the issued document that lasts longest, or nil.
func (m *Member) TravelsOn() *TravelDocument {
	var best *TravelDocument
	for _, d := range m.Papers {
		if d.Status == "issued" && (best == nil || d.ExpiresOn.After(best.ExpiresOn)) {
			best = d
		}
	}
	return best
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

// An Interval is how long one thing that travel needs holds. To is zero while it is open-ended; Known is false while the
// thing is missing, which is never the same as valid.
type Interval struct {
	Member string `json:"member,omitempty"`
	Thing  string `json:"thing"`
	From   Date   `json:"from,omitzero"`
	To     Date   `json:"until,omitzero"`
	Known  bool   `json:"known"`
	Duty   Duty   `json:"duty"`
}

// holds reports whether the interval covers the day.
func (i Interval) holds(day Date) bool {
	return i.Known && !day.Before(i.From) && (i.To.IsZero() || !day.After(i.To))
}

// A Horizon is every paper and clock a journey needs, with the days on which all of them hold.
type Horizon struct {
	Intervals   []Interval `json:"intervals"`
	From        Date       `json:"from,omitzero"`
	Until       Date       `json:"until,omitzero"`
	Complete    bool       `json:"complete"` // nothing is missing
	BreaksFirst string     `json:"breaks_first,omitempty"`
}

// Horizon computes the validity horizon of everybody still going, from the papers the programme asks for.
func (c *Case) Horizon(p *Programme) Horizon {
	h := Horizon{Intervals: []Interval{}, Complete: true}
	needs := map[string]bool{}
	for _, n := range p.Papers {
		needs[n] = true
	}
	for _, m := range c.travellers() {
		h.add(c.consentInterval(m))
		if needs[NeedTravelDocument] {
			h.add(m.documentInterval())
		}
		if needs[NeedMedicalClearance] || m.Clearance != nil || m.unwellSinceClearance() {
			h.add(m.clearanceInterval())
		}
		if needs[NeedAuthority] || m.Authority != nil {
			h.add(m.authorityInterval())
		}
	}
	return h
}

func (h *Horizon) add(i Interval) {
	h.Intervals = append(h.Intervals, i)
	if !i.Known {
		h.Complete = false
		return
	}
	if i.From.After(h.From) {
		h.From = i.From
	}
	if !i.To.IsZero() && (h.Until.IsZero() || i.To.Before(h.Until)) {
		h.Until, h.BreaksFirst = i.To, i.name()
	}
}

// title names the interval for people.
func (i Interval) title() Text {
	if i.Member == "" {
		return thingTitles[i.Thing]
	}
	return T(i.name(), thingTitles[i.Thing].SQ+" ("+i.Member+")")
}

var thingTitles = map[string]Text{
	thingConsent:   T(thingConsent, "pëlqimi për kthim"),
	thingDocument:  T(thingDocument, "dokumenti i udhëtimit"),
	thingClearance: T(thingClearance, "aftësia mjekësore për udhëtim"),
	thingAuthority: T(thingAuthority, "përgjigjja e autoritetit"),
}

// Things a journey needs.
const (
	thingConsent   = "consent to return"
	thingDocument  = "travel document"
	thingClearance = "medical clearance"
	thingAuthority = "authority's answer"
)

func (i Interval) name() string {
	if i.Member == "" {
		return i.Thing
	}
	return i.Thing + " of " + i.Member
}

// consentInterval holds from the last signature that was needed, for a child until other signatures are.
func (c *Case) consentInterval(m *Member) Interval {
	i := Interval{Member: m.ID, Thing: thingConsent, Duty: ReturnDuty}
	if !c.Consented(m, ReturnConsent) {
		return i
	}
	holders, _ := c.holders(m, c.day())
	for _, by := range holders {
		if signed := m.standing(ReturnConsent, by).SignedOn; signed.After(i.From) {
			i.From = signed
		}
	}
	i.Known, i.To = true, c.spoken(m)
	return i
}

func (m *Member) documentInterval() Interval {
	i := Interval{Member: m.ID, Thing: thingDocument, Duty: ReturnDuty}
	if d := m.TravelsOn(); d != nil {
		i.Known, i.From, i.To = true, d.IssuedOn, d.ExpiresOn
	}
	return i
}

func (m *Member) clearanceInterval() Interval {
	i := Interval{Member: m.ID, Thing: thingClearance, Duty: ReturnDuty}
	if k := m.Clearance; k != nil && k.Result != "unfit" && !m.unwellSinceClearance() {
		i.Known, i.From, i.To = true, k.ExaminedOn, k.ValidUntil
	}
	return i
}

func (m *Member) authorityInterval() Interval {
	i := Interval{Member: m.ID, Thing: thingAuthority, Duty: ReturnDuty}
	if a := m.Authority; a != nil && a.Reply == "no_objection" {
		i.Known, i.From, i.To = true, a.RepliedOn, a.ValidUntil
	}
	return i
}

// breaks answers what is known and does not hold on a day; what is missing is another rule's.
func (h Horizon) breaks(day Date) []Blocked {
	var blocks []Blocked
	for _, i := range h.Intervals {
		if i.Known && !i.holds(day) {
			b := Blocked{Rule: "horizon-breaks", Text: fmt.Sprintf("The %s does not hold on %s.", i.name(), day), Member: i.Member, Thing: i.Thing, Duty: i.Duty}
			if !i.To.IsZero() { // what has not begun yet may have no end
				b.Until = &i.To
			}
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// approved asks for an approval of eligibility.
func approved(j *Judging) []Blocked {
	var blocks []Blocked
	for _, m := range j.Case.travellers() {
		switch {
		case !m.approved():
			blocks = append(blocks, Blocked{Rule: "approval-missing", Text: fmt.Sprintf("The return of %s has not been approved.", m.ID), Member: m.ID, Thing: "approval", Duty: ReturnDuty})
		case m.Recheck:
			blocks = append(blocks, Blocked{Rule: "facts-changed", Text: fmt.Sprintf("What was corrected changes the eligibility of %s: assess and decide it again.", m.ID),
				Member: m.ID, Thing: "approval", Duty: ReturnDuty})
		}
	}
	return blocks
}

// everythingKnown asks that nothing the journey needs is missing; whether it holds on the day depends on the itinerary.
func everythingKnown(j *Judging) []Blocked {
	var blocks []Blocked
	for _, i := range j.Case.Horizon(j.Programme).Intervals {
		if !i.Known {
			blocks = append(blocks, Blocked{Rule: "horizon-unknown", Text: fmt.Sprintf("The %s is missing.", i.name()), Member: i.Member, Thing: i.Thing, Duty: i.Duty})
		}
	}
	return blocks
}
