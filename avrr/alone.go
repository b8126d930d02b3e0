package avrr

import (
	"fmt"
	"slices"
	"time"
)

// BestInterests is what a panel found to be best for a child (UN Committee on the Rights of the Child, General comments No. 6 and
// No. 14). Only a return that is the best of the options is one to prepare.
type BestInterests struct {
	Outcome   string `json:"outcome"` // return, remain, other
	DecidedOn Date   `json:"decided_on"`
	File      string `json:"file,omitempty"`
}

// bestToReturn is the outcome without which no child travels alone.
const bestToReturn = "return"

// RecordBestInterests records what a best-interests panel found for a child. Who sat on it is for protection alone.
type RecordBestInterests struct {
	Member    string `json:"member" schema:"ref=member"`
	Outcome   string `json:"outcome" schema:"enum=return|remain|other"`
	DecidedOn Date   `json:"decided_on"`
	Panel     string `json:"panel" schema:"max=500" compartment:"protection" doc:"Who decided."`
	File      string `json:"file,omitempty" schema:"ref=file" doc:"The determination."`
}

func (in RecordBestInterests) happenedOn() Date { return in.DecidedOn }

func (in RecordBestInterests) check(j *Judging) error {
	return j.Case.asChild(in.Member, in.DecidedOn)
}

func (in RecordBestInterests) apply(c *Case, _ *Programme, _ *Event) {
	c.Member(in.Member).BestInterests = &BestInterests{Outcome: in.Outcome, DecidedOn: in.DecidedOn, File: in.File}
}

// asChild refuses what is said of children alone about somebody who was of age.
func (c *Case) asChild(member string, day Date) error {
	if c.Member(member).childOn(day) {
		return nil
	}
	return broken("not-a-child", "/member", "%s was not a child on %s.", member, day)
}

// A Receiver is who takes charge of a child at the end of the journey, and has undertaken to. Without a receiver, a guardian or an
// adequate place no child alone is returned (Directive 2008/115/EC art. 10(2)).
type Receiver struct {
	Name          string           `json:"name"`
	Relation      string           `json:"relation"`
	Phone         string           `json:"phone"`
	Document      IdentityDocument `json:"document"`
	TakesChargeOn Date             `json:"takes_charge_on"`
	MeetsOn       Date             `json:"meets_at_airport_on"`
	File          string           `json:"file,omitempty"`
}

// An IdentityDocument is what somebody proves with who they are.
type IdentityDocument struct {
	Kind   string `json:"kind" schema:"enum=passport|id_card|residence_permit|driving_licence|other"`
	Number string `json:"number" schema:"max=40"`
	Issuer string `json:"issuer" schema:"like=AL,pattern=^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2."`
}

// NameReceiver names who takes charge of a child on arrival.
type NameReceiver struct {
	Member        string           `json:"member" schema:"ref=member"`
	Name          string           `json:"name" schema:"max=300"`
	Relation      string           `json:"relation" schema:"max=100" doc:"What they are to the child."`
	Phone         string           `json:"phone" schema:"max=40"`
	Document      IdentityDocument `json:"document"`
	TakesChargeOn Date             `json:"takes_charge_on" doc:"From which day they take charge of the child, as they undertook in writing."`
	MeetsOn       Date             `json:"meets_at_airport_on" doc:"On which day they meet the child at the airport, as they undertook in writing."`
	File          string           `json:"file,omitempty" schema:"ref=file" doc:"Their undertaking."`
	When
}

func (in NameReceiver) check(j *Judging) error {
	if err := phone("/phone", in.Phone); err != nil {
		return err
	}
	return j.Case.asChild(in.Member, DateOf(j.at().In(j.Case.place())))
}

func (in NameReceiver) apply(c *Case, _ *Programme, _ *Event) {
	c.Member(in.Member).Receiver = &Receiver{Name: in.Name, Relation: in.Relation, Phone: in.Phone, Document: in.Document,
		TakesChargeOn: in.TakesChargeOn, MeetsOn: in.MeetsOn, File: in.File}
}

// Alone reports whether a member who travels on a day is a child on their own: not surely of age by then, with no adult of the
// family and nobody who speaks for the child travelling along. An escort is company, and no family.
func (c *Case) Alone(m *Member, day Date) bool { return c.aloneWithout(m, day, nil) }

// ChildrenAlone answers the children who travel on their own with the booking or, while there is none, would.
func (c *Case) ChildrenAlone() []*Member {
	going := c.travellers()
	if b := c.Booking; b.carries() {
		going = slices.DeleteFunc(slices.Clone(c.Members), func(m *Member) bool { return !m.isOneOf(b.Members) || !slices.Contains(remaining, m.Fate) })
	}
	return slices.DeleteFunc(going, func(m *Member) bool { return !c.Alone(m, c.plannedDays().from) })
}

// aloneWithout is Alone when some of the others are known to stay behind.
func (c *Case) aloneWithout(m *Member, day Date, absent []string) bool {
	return m.childOn(day) && !slices.ContainsFunc(c.Members, func(o *Member) bool {
		return o != m && !o.isOneOf(absent) && !o.childOn(day) && c.together(m, o) && c.lookAfter(o, m)
	})
}

// carries reports whether the journey of a booking is still to be made, or was made.
func (b *Booking) carries() bool {
	return b != nil && (b.live() || b.Status == Under || b.Status == Completed)
}

// together reports whether two members make the same journey, as far as anybody told.
func (c *Case) together(m, o *Member) bool {
	b := c.Booking
	if !b.carries() || !m.isOneOf(b.Members) {
		return slices.Contains(c.travellers(), o)
	}
	ahead := m.Fate == Departed || m.Fate == Arrived
	return o.isOneOf(b.Members) && slices.Contains(remaining, o.Fate) && !(ahead && o.Fate == Stranded)
}

// lookAfter reports whether an adult of the case is one a child is safe with by right: family, or who speaks for the child.
func (c *Case) lookAfter(adult, child *Member) bool {
	return adult.Relation != "other" || slices.ContainsFunc(c.Representatives, func(r *Representative) bool {
		return r.Member == child.ID && r.Holder == adult.ID
	})
}

// plannedDays are those of the booked journey; while none is booked, the day as far as the log tells.
func (c *Case) plannedDays() journeyDays {
	if b := c.Booking; b.carries() {
		return c.journeyDays(b.Segments)
	}
	return journeyDays{c.day(), c.day(), c.day()}
}

// Guardianship answers the appointment by which a guardian or a court speaks for a child on a day, the one that lasts longest; nil
// when there is none. One without an end lasts until the child is of age.
func (c *Case) Guardianship(m *Member, day Date) *Representative {
	var longest *Representative
	for _, r := range c.representatives(m.ID, day) {
		if r.Kind != "parent" && (longest == nil || r.Until.IsZero() || !longest.Until.IsZero() && r.Until.After(longest.Until)) {
			longest = r
		}
	}
	return longest
}

// Things a child needs to travel alone.
const (
	thingBestInterests = "best interests"
	thingReceiver      = "receiver"
	thingCompany       = "escort"
)

// notReady answers what a child who travels alone still lacks, in the order it is brought. Consents are asked of everybody.
func (c *Case) notReady(m *Member) []Blocked {
	var blocks []Blocked
	arrival := c.plannedDays().until
	lacks := func(rule, thing string, duty Duty, format string, args ...any) {
		blocks = append(blocks, Blocked{Rule: rule, Text: fmt.Sprintf(format, args...), Member: m.ID, Thing: thing, Until: &arrival, Duty: duty})
	}
	if c.Guardianship(m, arrival) == nil {
		lacks("guardian-not-appointed", thingAppointment, ReturnDuty, "No guardian's appointment for %s, a child travelling alone, holds on %s.", m.ID, arrival)
	}
	if b := m.BestInterests; b == nil || b.Outcome != bestToReturn { // the same words, whatever the panel found
		lacks("best-interests-open", thingBestInterests, ProtectionDuty, "%s is a child travelling alone and not cleared yet, ask the case owner.", m.ID)
	}
	switch r := m.Receiver; {
	case r == nil:
		lacks("receiver-missing", thingReceiver, ReintegrationDuty, "Nobody is named who takes charge of %s, a child travelling alone, on arrival.", m.ID)
	case !c.Booking.carries():
	case r.MeetsOn.Before(arrival.AddDays(-1)) || r.MeetsOn.After(arrival.AddDays(1)):
		lacks("receiver-another-day", thingReceiver, ReintegrationDuty, "Who takes charge of %s comes to the airport on %s, and the journey ends on %s.", m.ID, r.MeetsOn, arrival)
	}
	if c.Booking.carries() && !slices.Contains(c.Services(m), UnaccompaniedMinor) && len(c.Booking.escorting(m.ID)) == 0 {
		lacks("unaccompanied", thingCompany, TravelDuty, "%s is a child travelling alone: ask the carrier for UMNR, or name an escort.", m.ID)
	}
	return blocks
}

// noChildSentAlone asks that everything stands which a child needs to travel alone.
func noChildSentAlone(j *Judging) []Blocked {
	var blocks []Blocked
	for _, m := range j.Case.ChildrenAlone() {
		blocks = append(blocks, j.Case.notReady(m)...)
	}
	return blocks
}

// aloneDoubt names what speaks against children having boarded alone, when some of their company stayed behind.
func aloneDoubt(j *Judging, boarded, absent []string, at time.Time, handed bool) string {
	day := DateOf(at.In(Zone(j.Case.HostCountry)))
	for _, id := range boarded {
		m := j.Case.Member(id)
		if m.Fate == Arrived || m.Fate == Died || !j.Case.aloneWithout(m, day, absent) {
			continue
		}
		if blocks := j.Case.notReady(m); len(blocks) > 0 {
			return fmt.Sprintf("%s boarded as a child alone. %s", id, blocks[0].Text)
		}
		if handed && !m.onTheWayInCare() {
			return fmt.Sprintf("%s boarded as a child alone, and no handover to an escort or the carrier is recorded.", id)
		}
	}
	return ""
}

// stepsAlone are what a child who travels alone still lacks. Once tickets are issued they do not stand without it.
func (c *Case) stepsAlone(step func(bool, string, string, Duty, Text)) {
	if c.Stage != Preparation && c.Stage != Travel {
		return
	}
	for _, m := range c.ChildrenAlone() {
		if !m.Awaited() {
			continue
		}
		blocks := c.notReady(m)
		for _, b := range blocks {
			of := aloneSteps[b.Thing]
			step(true, "alone-"+of.id+":"+m.ID, of.action, b.Duty, of.title)
		}
		step(len(blocks) > 0 && m.Ticket != "", "alone-ticket:"+m.ID, "cancel-booking", TravelDuty,
			T("The ticket of a child who would travel alone does not stand: complete what is missing, or cancel", "Bileta e një fëmije që do të udhëtonte vetëm nuk vlen: plotësoni çfarë mungon ose anuloni"))
	}
}

// aloneSteps are how each thing a child needs is brought.
var aloneSteps = map[string]struct {
	id, action string
	title      Text
}{
	thingAppointment:   {"guardian", "set-representative", T("Have a guardian appointed for the child who travels alone", "Caktoni kujdestar për fëmijën që udhëton vetëm")},
	thingBestInterests: {"best-interests", "record-best-interests", T("Record what is best for the child who travels alone", "Regjistroni çfarë është më e mira për fëmijën që udhëton vetëm")},
	thingReceiver:      {"receiver", "name-receiver", T("Name who receives the child who travels alone", "Caktoni kush e pret fëmijën që udhëton vetëm")},
	thingCompany:       {"escort", "set-escorts", T("Name an escort for the child who travels alone, or ask the carrier for UMNR", "Caktoni shoqërues për fëmijën që udhëton vetëm ose kërkoni UMNR")},
}
