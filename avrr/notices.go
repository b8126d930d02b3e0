package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kinds of notices.
const (
	NoticeAdvanceBooking    = "advance_booking"    // who comes when: to the receiving office and to each office on the way
	NoticeTransitAssistance = "transit_assistance" // what travellers need at a connection: to the office there
	NoticeDeparture         = "departure"          // they have left: to whoever expects them
	NoticeArrival           = "arrival"            // they have arrived: back to the office that sent them
)

// NoticeTitles names each kind for people.
var NoticeTitles = map[string]Text{
	NoticeAdvanceBooking:    T("Advance booking notification", "Njoftim paraprak i rezervimit"),
	NoticeTransitAssistance: T("Transit assistance request", "Kërkesë për ndihmë në tranzit"),
	NoticeDeparture:         T("Departure notice", "Njoftim për nisjen"),
	NoticeArrival:           T("Arrival confirmation", "Konfirmim i mbërritjes"),
}

// What a notice is worth today.
const (
	NoticeCurrent   = "current"
	NoticeAmended   = "amended"   // a later version says what holds now
	NoticeCancelled = "cancelled" // called back
)

// A Notice is what one other office is told of a journey, in versions. It holds what was told, so that it can be told again.
type Notice struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	To      string `json:"to,omitempty"` // the office's name; empty is whichever office serves Place
	Place   string `json:"place,omitempty"`
	Status  string `json:"status"`
	Amends  bool   `json:"amends,omitempty"` // a version before it still stood

	Members  []string      `json:"members"`
	Segments []Segment     `json:"segments"`
	Services []ServiceCode `json:"service_requests,omitempty"` // IATA codes, one for each traveller who needs it; never of a restricted case

	At           time.Time        `json:"at"`
	Until        time.Time        `json:"until"` // when what it tells of is over, and nobody is told of it any more
	Reminded     time.Time        `json:"reminded,omitzero"`
	Acknowledged *Acknowledgement `json:"acknowledged,omitempty"`
}

// An Acknowledgement is another office's word that it has a notice.
type Acknowledgement struct {
	On Date   `json:"on"`
	By string `json:"by"`
}

// Over reports whether what the notice tells of was over at an instant.
func (n *Notice) Over(at time.Time) bool { return !n.Until.After(at) }

// same reports whether two versions tell the same.
func (n *Notice) same(o *Notice) bool {
	return slices.Equal(n.Members, o.Members) && slices.EqualFunc(n.Segments, o.Segments, sameSegment) && slices.Equal(n.Services, o.Services)
}

// sameSegment compares by the instants, however they were written.
func sameSegment(a, b Segment) bool {
	alike := a.DepartsAt.Equal(b.DepartsAt) && a.ArrivesAt.Equal(b.ArrivesAt)
	a.DepartsAt, a.ArrivesAt = b.DepartsAt, b.ArrivesAt
	return alike && a == b
}

// Thread tells the versions for one office from those for others.
func (n *Notice) Thread() string {
	return n.Kind + "|" + strings.ToLower(strings.TrimSpace(n.To)) + "|" + n.Place
}

// Answerable reports whether the office that has the notice is asked to say so.
func (n *Notice) Answerable() bool {
	return n.Kind == NoticeAdvanceBooking || n.Kind == NoticeTransitAssistance
}

// unanswered reports whether an answer is waited for.
func (n *Notice) unanswered() bool {
	return n.Status == NoticeCurrent && n.Answerable() && n.Acknowledged == nil
}

// Notice answers the notice with that id, or nil.
func (c *Case) Notice(id string) *Notice {
	for _, n := range c.Notices {
		if n.ID == id {
			return n
		}
	}
	return nil
}

// tellOffices tells every office of the journey as it stands. One it no longer touches hears that its notice is cancelled.
func (c *Case) tellOffices(e *Event) {
	var standing []*Notice
	for _, n := range c.expecting() {
		if told := c.notify(n, e); told != nil {
			standing = append(standing, told)
		}
	}
	for _, n := range c.Notices {
		if n.Status == NoticeCurrent && n.Answerable() && !slices.Contains(standing, n) {
			n.Status = NoticeCancelled
		}
	}
}

// expecting is what each office that is to expect the travellers is told, the first on the way first.
func (c *Case) expecting() []Notice {
	b := c.Booking
	told := Notice{Kind: NoticeAdvanceBooking, Members: slices.Clone(b.Members), Segments: slices.Clone(b.Segments), Services: c.neededBy(b.Members), Until: lastArrival(b.Segments)}
	var all []Notice
	for _, place := range b.connections() {
		told.Place = place
		all = append(all, told)
		if len(told.Services) > 0 {
			request := told
			request.Kind = NoticeTransitAssistance
			all = append(all, request)
		}
	}
	told.To, told.Place = c.ReceivingOffice, b.destination()
	return append(all, told)
}

// connections are the airports at which the travellers change, in order and each once.
func (b *Booking) connections() []string {
	var places []string
	for _, s := range b.Segments[:max(len(b.Segments)-1, 0)] {
		if s.To != "" && s.To != b.destination() && !slices.Contains(places, s.To) {
			places = append(places, s.To)
		}
	}
	return places
}

// destination is the last airport of the journey.
func (b *Booking) destination() string {
	for _, s := range slices.Backward(b.Segments) {
		if s.To != "" {
			return s.To
		}
	}
	return ""
}

// neededBy are the service requests of members, one for each who needs it. Of a restricted case others see the reference only.
func (c *Case) neededBy(members []string) []ServiceCode {
	if c.Restricted {
		return nil
	}
	var codes []ServiceCode
	for _, id := range members {
		codes = append(codes, c.Services(c.Member(id))...)
	}
	slices.Sort(codes)
	return codes
}

// notify enters a version for one office and answers the one that stands. What was told already is not told twice, and an office
// that was never told of a journey is not told of it once it is over: nobody is asked to expect a flight that has landed.
func (c *Case) notify(n Notice, e *Event) *Notice {
	n.Version, n.Status, n.At = 1, NoticeCurrent, e.RecordedAt
	for _, o := range c.Notices {
		if o.Thread() != n.Thread() {
			continue
		}
		if o.Status == NoticeCurrent && o.same(&n) {
			return o
		}
		n.Version = o.Version + 1
		if o.Status == NoticeCurrent {
			o.Status, n.Amends = NoticeAmended, true
		}
	}
	if n.Version == 1 && n.Over(e.RecordedAt) {
		return nil
	}
	n.ID = fmt.Sprintf("%s:%s:%d", n.Kind, n.Place, e.Seq)
	c.Notices = append(c.Notices, &n)
	return c.Notices[len(c.Notices)-1]
}

func (c *Case) cancelNotices() {
	for _, n := range c.Notices {
		if n.Status == NoticeCurrent {
			n.Status = NoticeCancelled
		}
	}
}

// How long after it happened an office is still told of an arrival.
const arrivalIsNews = 72 * time.Hour

// underWay is how a journey stood before an event, as far as other offices are told of it.
type underWay struct {
	movement              string
	aboard, left, arrived []string
}

func (c *Case) underWay() underWay {
	b := c.Booking
	if b == nil || b.Status != Ticketed && b.Status != Under && b.Status != Completed {
		return underWay{}
	}
	w := underWay{movement: b.Movement, aboard: slices.Sorted(slices.Values(b.Members))}
	for _, m := range c.Members {
		if !m.LeftAt.IsZero() {
			w.left = append(w.left, m.ID)
		}
		if m.Fate == Arrived {
			w.arrived = append(w.arrived, m.ID)
		}
	}
	return w
}

// tellWhatChanged tells the offices that were told of a journey when fewer or more come than they expect, when they have left,
// and when they have arrived.
func (c *Case) tellWhatChanged(before underWay, e *Event) {
	now := c.underWay()
	if before.movement == "" || now.movement != before.movement {
		return
	}
	if !slices.Equal(before.aboard, now.aboard) && c.Booking.Status != Completed {
		c.tellOffices(e)
	}
	if more(now.left, before.left) {
		c.tellDeparture(now.left, e)
	}
	if more(now.arrived, before.arrived) {
		c.tellArrival(now.arrived, e)
	}
}

func more(now, before []string) bool {
	return slices.ContainsFunc(now, func(id string) bool { return !slices.Contains(before, id) })
}

// tellDeparture tells whoever expects the travellers that they are on their way, unless the journey is over when it is recorded.
func (c *Case) tellDeparture(left []string, e *Event) {
	for _, n := range slices.Clone(c.Notices) {
		if n.Kind == NoticeAdvanceBooking && n.Status == NoticeCurrent && !n.Over(e.RecordedAt) {
			c.notify(Notice{Kind: NoticeDeparture, To: n.To, Place: n.Place, Members: left, Segments: n.Segments, Until: n.Until}, e)
		}
	}
}

// tellArrival confirms the arrival to the office that sent the travellers, while it is news.
func (c *Case) tellArrival(arrived []string, e *Event) {
	until := e.when(c).Add(arrivalIsNews)
	expected := slices.ContainsFunc(c.Notices, func(n *Notice) bool { return n.Kind == NoticeAdvanceBooking && n.Status == NoticeCurrent })
	if c.HostOffice == "" || !expected || !until.After(e.RecordedAt) {
		return
	}
	c.notify(Notice{Kind: NoticeArrival, To: c.HostOffice, Place: c.Booking.destination(), Members: arrived, Segments: c.Booking.Segments, Until: until}, e)
}

// AcknowledgeNotice records that another office has a notice.
type AcknowledgeNotice struct {
	Notice         string `json:"notice" schema:"ref=notice"`
	AcknowledgedOn Date   `json:"acknowledged_on"`
	By             string `json:"by" schema:"max=200" doc:"Who said so, at the office that was told."`
}

func (in AcknowledgeNotice) happenedOn() Date { return in.AcknowledgedOn }

func (in AcknowledgeNotice) check(j *Judging) error {
	switch n := j.Case.Notice(in.Notice); {
	case n.Acknowledged != nil:
		return broken("acknowledged-already", "/notice", "This notice is acknowledged already, on %s.", n.Acknowledged.On)
	case in.AcknowledgedOn.AddDays(1).Before(DateOf(n.At)): // a day may have begun elsewhere
		return broken("before-the-notice", "/acknowledged_on", "It cannot have been acknowledged before it was made, on %s.", DateOf(n.At))
	}
	return nil
}

func (in AcknowledgeNotice) apply(c *Case, _ *Programme, _ *Event) {
	c.Notice(in.Notice).Acknowledged = &Acknowledgement{On: in.AcknowledgedOn, By: in.By}
}

func hasNotices(j *Judging) bool {
	return slices.ContainsFunc(j.Case.Notices, func(n *Notice) bool { return n.Answerable() && n.Acknowledged == nil })
}
