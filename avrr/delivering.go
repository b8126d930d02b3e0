package avrr

import (
	"fmt"
	"slices"
	"strings"
)

// A Delivery is goods or a service that reached a person.
type Delivery struct {
	Instalment     string `json:"instalment"`
	Delivered      string `json:"delivered"`
	Short          string `json:"short,omitempty"`            // what was missing
	AcceptedBy     string `json:"accepted_by,omitempty"`      // a member, or a representative
	AcceptedByName string `json:"accepted_by_name,omitempty"` // of anybody else
	On             Date   `json:"on"`
}

// How far what an instalment gives has come.
const (
	PartlyDelivered   = "partly_delivered"
	FullyDelivered    = "delivered"
	NoLongerDelivered = "not_delivered" // in part only, and its supplier brings no more
)

// DeliveredSoFar is where the delivery of an instalment stands.
type DeliveredSoFar struct {
	State string `json:"state"`           // partly_delivered, delivered, not_delivered
	Short string `json:"short,omitempty"` // what is still owed or, of one that is not delivered any more, what never came
	On    Date   `json:"on"`              // the day that says so
}

// refToDeliver is the kind of reference to an instalment of which something may still come.
const refToDeliver = "instalment to deliver"

// toDeliver reports whether something of the instalment may still come: it was released, and is not delivered whole.
func (i *Instalment) toDeliver() bool {
	return (i.State == Released || i.State == Paid) && (i.Delivered == nil || i.Delivered.State != FullyDelivered)
}

// RecordDelivery records what was delivered of an instalment, and who accepted it.
type RecordDelivery struct {
	Instalment     string `json:"instalment" schema:"ref=instalment to deliver"`
	Delivered      string `json:"delivered" schema:"max=2000" doc:"What was delivered."`
	Short          string `json:"short,omitempty" schema:"max=2000" doc:"What was missing or broken, and is still owed. Without it the delivery completes the instalment."`
	AcceptedBy     string `json:"accepted_by,omitempty" schema:"ref=holder" doc:"The member or the representative who accepted it."`
	AcceptedByName string `json:"accepted_by_name,omitempty" schema:"max=200" doc:"Who accepted it, when that is nobody of the case."`
	On             Date   `json:"on"`
}

func (in RecordDelivery) happenedOn() Date { return in.On }

func (in RecordDelivery) check(j *Judging) error {
	switch {
	case (in.AcceptedBy == "") == (strings.TrimSpace(in.AcceptedByName) == ""):
		return broken("one-acceptor", "/accepted_by", "Say who accepted it: somebody of the case or, when it was nobody of the case, a name.")
	case slices.Contains(j.Case.Deliveries, Delivery(in)):
		return broken("delivery-recorded", "/instalment", "This delivery is already recorded.")
	}
	return nil
}

func (in RecordDelivery) apply(c *Case, _ *Programme, e *Event) {
	c.Deliveries = append(c.Deliveries, Delivery(in))
	i := c.Plan.instalment(in.Instalment)
	if i.Delivered != nil && in.On.Before(i.Delivered.On) { // told late: what came after it counts
		return
	}
	i.Delivered = &DeliveredSoFar{State: FullyDelivered, On: in.On}
	c.endShort(i, e)
	if in.Short != "" {
		i.Delivered.State, i.Delivered.Short = PartlyDelivered, in.Short
		c.raise(fmt.Sprintf("%s%d", shortMark(i), e.Seq), T("Have what was missing delivered", "Siguroni dorëzimin e asaj që mungoi"), in.Short, ReintegrationDuty, e.RecordedAt)
	}
}

// shortMark begins the id of the task about what an instalment still owes.
func shortMark(i *Instalment) string { return "short-" + i.ID + "-" }

// endShort ends the task about what was missing of an instalment: it came, or it comes no more.
func (c *Case) endShort(i *Instalment, e *Event) {
	for _, t := range c.Raised {
		if strings.HasPrefix(t.ID, shortMark(i)) && t.DoneAt.IsZero() {
			t.DoneAt = e.RecordedAt
		}
	}
}

// nothingMoreComes closes a delivery that came in part, once its supplier has failed. Where another one brings the rest, that
// delivery says so.
func (c *Case) nothingMoreComes(i *Instalment, since Date, e *Event) {
	d := i.Delivered
	if d == nil || d.State != PartlyDelivered || since.Before(d.On) {
		return
	}
	i.Delivered = &DeliveredSoFar{State: NoLongerDelivered, Short: d.Short, On: since}
	c.endShort(i, e)
}

// deliveredAgainstTheCase names a delivery of what nobody had released, or not yet, and one that somebody accepted who could not.
func deliveredAgainstTheCase(j *Judging) string {
	in, ok := j.Input.(RecordDelivery)
	if !ok {
		return ""
	}
	return sentences(in.deliveredTooSoon(j), in.acceptedByAnother(j.Case))
}

func (in RecordDelivery) deliveredTooSoon(j *Judging) string {
	i := j.Case.Plan.instalment(in.Instalment)
	ordered := DateOf(i.ChangedAt.In(j.Case.place()))
	switch {
	case i.State == Planned || i.State == Void:
		return fmt.Sprintf("%s was delivered although it was %s.", j.Case.Plan.Called(i).EN, i.State)
	case i.State == Released && in.On.Before(ordered):
		return fmt.Sprintf("%s was delivered on %s, before it was ordered on %s.", j.Case.Plan.Called(i).EN, in.On, ordered)
	}
	return ""
}

// acceptedByAnother names an acceptance by somebody who does not speak for the family: goods are handed to the person themself, to an
// adult of the case, or to a representative who is recorded on it for that day.
func (in RecordDelivery) acceptedByAnother(c *Case) string {
	of := c.instalmentCalled(in.Instalment).EN
	if in.AcceptedBy == "" {
		return fmt.Sprintf("What was delivered (%s) was accepted by somebody who is neither an adult of this case nor a representative recorded on it.", of)
	}
	m := c.Member(in.AcceptedBy)
	switch {
	case m == nil && !c.representsOn(in.AcceptedBy, in.On):
		return fmt.Sprintf("What was delivered (%s) was accepted by %s, who represented nobody of this case on %s.", of, in.AcceptedBy, in.On)
	case m == nil:
		return ""
	case m.gone() && (m.Ended == nil || m.Ended.On.Before(in.On)):
		return fmt.Sprintf("What was delivered (%s) was accepted by %s, who is not with this case any more.", of, m.ID)
	case m != c.Principal() && m.childOn(in.On):
		return fmt.Sprintf("What was delivered (%s) was accepted by %s, who was a child on %s.", of, m.ID, in.On)
	}
	return ""
}

// representsOn reports whether somebody outside the case spoke for one of its children on a day.
func (c *Case) representsOn(id string, day Date) bool {
	return slices.ContainsFunc(c.Representatives, func(r *Representative) bool { return r.Holder == id && r.on(day) })
}

// NameOf answers the name of a member or of a representative outside the case, "" of anybody else.
func (c *Case) NameOf(id string) string {
	if m := c.Member(id); m != nil {
		return m.Name()
	}
	for _, r := range c.Representatives {
		if r.ID == id && r.Person != nil {
			return r.Person.Name()
		}
	}
	return ""
}

// Acceptor answers who accepted a delivery, by name.
func (c *Case) Acceptor(d Delivery) string {
	if d.AcceptedBy == "" {
		return d.AcceptedByName
	}
	return c.NameOf(d.AcceptedBy)
}
