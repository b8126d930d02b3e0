package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Who has a child in their care on the way.
const (
	careGuardian = "guardian"
	careEscort   = "escort"
	careCarrier  = "carrier"
	careReceiver = "receiver"
)

var careTitles = map[string]string{careGuardian: "the guardian", careEscort: "the escort", careCarrier: "the carrier", careReceiver: "the receiver", "authority": "the authority"}

// A Handover is one link of the chain by which a child alone is never without somebody who signed for them: from the guardian to
// an escort or the carrier, and from there to the receiver (IATA Recommended Practice 1753).
type Handover struct {
	Member     string    `json:"member"`
	At         time.Time `json:"at"`
	Place      string    `json:"place"`
	From       Giver     `json:"from"`
	To         Taker     `json:"to"`
	SignedFrom bool      `json:"signed_from"`
	SignedTo   bool      `json:"signed_to"`
	File       string    `json:"file,omitempty"`
}

// A Giver hands a child over.
type Giver struct {
	Role string `json:"role" schema:"enum=guardian|escort|carrier|receiver|authority"`
	Name string `json:"name" schema:"max=300"`
}

// A Taker takes a child into care.
type Taker struct {
	Role            string `json:"role" schema:"enum=guardian|escort|carrier|receiver|authority"`
	Name            string `json:"name" schema:"max=300"`
	IdentityChecked bool   `json:"identity_checked" doc:"Whether their identity was checked by a document."`
}

// RecordHandover records that a child passed from one person's care into another's. A gap in the chain is recorded all the same,
// and somebody is told at once.
type RecordHandover struct {
	Member     string    `json:"member" schema:"ref=member"`
	At         time.Time `json:"at"`
	Place      string    `json:"place" schema:"max=200"`
	From       Giver     `json:"from"`
	To         Taker     `json:"to"`
	SignedFrom bool      `json:"signed_from"`
	SignedTo   bool      `json:"signed_to"`
	File       string    `json:"file,omitempty" schema:"ref=file" doc:"The signed slip."`
}

func (in RecordHandover) happenedAt() time.Time { return in.At }

func (in RecordHandover) handover() Handover { return Handover(in) }

func (in RecordHandover) check(j *Judging) error {
	if err := j.Case.asChild(in.Member, DateOf(in.At.In(j.Case.place()))); err != nil {
		return err
	}
	if slices.ContainsFunc(j.Case.Member(in.Member).Handovers, func(h Handover) bool { return h.At.Equal(in.At) && h.To == in.To }) {
		return broken("handover-recorded", "/at", "This handover of %s is already recorded.", in.Member)
	}
	return nil
}

func (in RecordHandover) apply(c *Case, _ *Programme, _ *Event) {
	m := c.Member(in.Member)
	before := m.linksUntil(in.At)
	m.Handovers = slices.Insert(slices.Clone(m.Handovers), before, in.handover()) // a link may be told late
}

// linksUntil counts the links of the chain up to an instant.
func (m *Member) linksUntil(at time.Time) int {
	n := 0
	for n < len(m.Handovers) && !m.Handovers[n].At.After(at) {
		n++
	}
	return n
}

// follows reports whether a link is taken up where another left off.
func (h Handover) follows(before Handover) bool {
	return h.From.Role == before.To.Role && sameName(h.From.Name, before.To.Name)
}

// sameName compares names as people write them.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// brokenChain names what is wrong with a link of the chain.
func brokenChain(j *Judging) string {
	in, ok := j.Input.(RecordHandover)
	if !ok {
		return ""
	}
	m, link := j.Case.Member(in.Member), in.handover()
	earlier, later := m.Handovers[:m.linksUntil(in.At)], m.Handovers[m.linksUntil(in.At):]
	var wrong []string
	says := func(is bool, format string, args ...any) {
		if is {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	if len(earlier) == 0 {
		says(in.From.Role != careGuardian, "The first handover of %s does not begin with the guardian.", m.ID)
	} else {
		had := last(earlier)
		says(!link.follows(had), "%s was handed over by somebody who did not have them: the last handover was to %s.", m.ID, careTitles[had.To.Role])
	}
	says(len(later) > 0 && !later[0].follows(link), "%s was handed over next by somebody who did not take them here.", m.ID)
	says(!in.SignedFrom, "%s was handed over without the signature of %s who gave them.", m.ID, careTitles[in.From.Role])
	says(!in.SignedTo, "%s was handed over without the signature of %s who took them.", m.ID, careTitles[in.To.Role])
	if in.To.Role == careReceiver {
		says(m.Receiver == nil || !sameName(m.Receiver.Name, in.To.Name), "%s was handed over to a receiver who is not the one that is named.", m.ID)
		says(!in.To.IdentityChecked, "The identity of the receiver of %s was not checked.", m.ID)
	}
	return strings.Join(wrong, " ")
}

func last(chain []Handover) Handover { return chain[len(chain)-1] }

// onTheWayInCare reports whether an escort or the carrier has signed for the child last.
func (m *Member) onTheWayInCare() bool {
	return len(m.Handovers) > 0 && slices.Contains([]string{careEscort, careCarrier}, last(m.Handovers).To.Role)
}

// received reports whether a child who arrived alone has been handed over to a receiver since they left.
func (m *Member) received() bool {
	return slices.ContainsFunc(m.Handovers, func(h Handover) bool { return h.To.Role == careReceiver && h.At.After(m.LeftAt) })
}

// How long after the arrival of a child alone the receiver must have signed for them.
const (
	receivedWithin     = time.Hour
	receivedWithinDemo = time.Minute
)

// ClockHandover runs from the arrival of a child alone until a receiver has signed for them; it is no programme's to set.
const ClockHandover = "handover"

// handoverMark begins the name of that clock, and the id of the task.
const handoverMark = ClockHandover + ":"

func (r *running) handovers() {
	within := receivedWithin
	if r.p.Demo {
		within = receivedWithinDemo
	}
	for _, m := range r.c.having(Arrived) {
		if !m.CameAlone.IsZero() && !m.received() {
			r.clocks = append(r.clocks, Clock{Name: handoverMark + m.ID, Start: m.CameAlone, Due: m.CameAlone.Add(within)})
		}
	}
}

// hasChildren reports whether there is a child to hand over.
func hasChildren(j *Judging) bool {
	return slices.ContainsFunc(j.Case.having(remaining...), func(m *Member) bool { return m.childOn(j.Today()) })
}
