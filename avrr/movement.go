package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Statuses of a movement, and of a case's booking on it.
const (
	Unjoined  = "planned" // seats of a group that nobody has joined yet; never a booking's
	Held      = "held"
	Ticketed  = "ticketed"
	Releasing = "releasing" // the case asked for its seats to be given back; the movement has not yet done so
	Cancelled = "cancelled"
	Lapsed    = "lapsed" // the carrier's time limit passed
	Under     = "departed"
	Completed = "arrived"
)

// A Movement is one journey as its log tells it; several cases may travel on it.
type Movement struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Seq     int    `json:"seq"`
	Version int    `json:"version"`
	// Voided are the cases of which an event was taken back, by its seq.
	Voided     map[int][]string   `json:"voided,omitempty"`
	Kind       string             `json:"kind,omitempty"` // group or charter; empty for the journey of one case and of those who join it
	Name       string             `json:"name,omitempty"`
	Seats      int                `json:"seats,omitempty"` // how many there are; 0 when nobody said
	Segments   []Segment          `json:"segments"`
	Passengers []Passenger        `json:"passengers"`
	Escorts    []TravellingEscort `json:"escorts,omitempty"`
	Legs       []LegOutcome       `json:"legs,omitempty"` // what was told of each segment, beside what Segments had planned
	HoldUntil  time.Time          `json:"hold_until,omitzero"`
	HeldSince  time.Time          `json:"held_since,omitzero"` // when the hold was recorded
	TicketBy   time.Time          `json:"ticket_by,omitzero"`
	Locator    string             `json:"record_locator,omitempty"`
	Fare       *Money             `json:"fare,omitempty"`
	Conditions string             `json:"conditions,omitempty"` // of the fare
	DepartedAt time.Time          `json:"departed_at,omitzero"`
	// ValidatedAt is when the manifest was recorded as it was at departure.
	ValidatedAt time.Time `json:"validated_at,omitzero"`
	ArrivedAt   time.Time `json:"arrived_at,omitzero"`
	// Operated says that a machine answers for the carrier, and Asked what it was asked.
	Operated bool     `json:"operated,omitempty"`
	Asked    []*Asked `json:"asked,omitempty"`
	// Papers are its manifests, as they were issued.
	Papers []*IssuedPaper `json:"papers,omitempty"`
}

// A Passenger is a member of a case on a movement.
type Passenger struct {
	Case     string        `json:"case"`
	Member   string        `json:"member"`
	Ticket   string        `json:"ticket,omitempty"`
	Locator  string        `json:"record_locator,omitempty"` // where it is another one than the movement's
	Services []ServiceCode `json:"service_requests,omitempty"`
	Added    bool          `json:"added,omitempty"`   // boarded who was not planned
	Outcome  string        `json:"outcome,omitempty"` // what became of the seat; empty while the passenger is awaited
	// Hold is the seq that asked a machine for the seat, and Asked what it was asked and has not answered yet.
	Hold  int    `json:"hold,omitempty"`
	Asked string `json:"asked,omitempty"`
	// Segments are this passenger's own itinerary, where it was changed for them and not for everybody aboard.
	Segments []Segment `json:"segments,omitempty"`
}

// What becomes of a passenger's seat, beside the outcomes of a leg.
const (
	outcomeReleased = "released"
	outcomeBoarded  = "boarded"
	outcomeNoShow   = "no_show"
	outcomeArrived  = "arrived"
	outcomeStranded = "stranded"
	outcomeReturned = "returned"
)

// awaited reports whether the seat is still to be taken.
func (p Passenger) awaited() bool { return p.Outcome == "" }

// held reports whether the seat is kept without a ticket, and none is being issued.
func (p Passenger) held() bool { return p.awaited() && p.Ticket == "" && p.Asked != AskTicket }

// travels reports whether the movement still has, or had to the end, the passenger aboard.
func (p Passenger) travels() bool {
	return slices.Contains([]string{"", outcomeBoarded, outcomeStranded, outcomeArrived}, p.Outcome)
}

// Aboard reports whether the movement has, or had to the end, the passenger aboard.
func (p Passenger) Aboard() bool { return p.travels() }

// OnTheWay reports whether the passenger left and has not arrived.
func (p Passenger) OnTheWay() bool {
	return p.Outcome == outcomeBoarded || p.Outcome == outcomeStranded
}

// NewMovement is a movement before its first event.
func NewMovement(id string) *Movement { return &Movement{ID: id} }

// Departs answers the planned departure, zero when there is no itinerary.
func (m *Movement) Departs() time.Time {
	if len(m.Segments) == 0 {
		return time.Time{}
	}
	return m.Segments[0].DepartsAt
}

// Arrives answers the planned arrival at the last place.
func (m *Movement) Arrives() time.Time { return lastArrival(m.Segments) }

// Cases answers which cases still travel, in order.
func (m *Movement) Cases() []string {
	var ids []string
	for _, p := range m.Passengers {
		if p.travels() && !slices.Contains(ids, p.Case) {
			ids = append(ids, p.Case)
		}
	}
	slices.Sort(ids)
	return ids
}

// live reports whether there is anything left to drive.
func (m *Movement) live() bool {
	return slices.Contains([]string{Unjoined, Held, Ticketed, Under}, m.Status)
}

// Live reports whether the journey is still to be driven.
func (m *Movement) Live() bool { return m.live() }

// seat adds passengers of a case, or gives those a seat again who had one before.
func (m *Movement) seat(caseID string, members []string, services []ServiceRequest) {
	m.Passengers = slices.DeleteFunc(m.Passengers, func(p Passenger) bool { return p.Case == caseID && slices.Contains(members, p.Member) })
	for _, id := range members {
		m.Passengers = append(m.Passengers, Passenger{Case: caseID, Member: id, Services: codesFor(services, id)})
	}
	m.settle(Held)
}

// passenger answers a member's place on the movement; who boarded without having had one gets it now.
func (m *Movement) passenger(caseID, member string) *Passenger {
	for i := range m.Passengers {
		if p := &m.Passengers[i]; p.Case == caseID && p.Member == member {
			return p
		}
	}
	m.Passengers = append(m.Passengers, Passenger{Case: caseID, Member: member})
	return &m.Passengers[len(m.Passengers)-1]
}

// settle finds where the movement stands from what became of everybody's seats; ended is what it is when nobody is left.
func (m *Movement) settle(ended string) {
	m.freeEscorts()
	anybody := func(is func(Passenger) bool) bool { return slices.ContainsFunc(m.Passengers, is) }
	outcome := func(outcomes ...string) func(Passenger) bool {
		return func(p Passenger) bool { return slices.Contains(outcomes, p.Outcome) }
	}
	switch {
	case anybody(outcome(outcomeBoarded, outcomeStranded)):
		m.Status = Under
	case anybody(func(p Passenger) bool { return p.awaited() && p.Ticket != "" }):
		m.Status = Ticketed
	case anybody(Passenger.awaited):
		m.Status = Held
	case anybody(outcome(outcomeArrived)):
		m.Status = Completed
	case ended == Cancelled && m.Kind != "" && m.live() && m.DepartedAt.IsZero():
		m.Status = Unjoined // the seats of the group are there for others
	default:
		m.Status = ended
	}
}

// What an action finds on a movement.
func anybodyHeld(m *Movement) bool    { return slices.ContainsFunc(m.Passengers, Passenger.held) }
func anybodyAwaited(m *Movement) bool { return slices.ContainsFunc(m.Passengers, Passenger.awaited) }
func anybodySeated(m *Movement) bool  { return slices.ContainsFunc(m.Passengers, Passenger.travels) }
func anybodyUnderWay(m *Movement) bool {
	return slices.ContainsFunc(m.Passengers, func(p Passenger) bool {
		return p.Outcome == outcomeBoarded || p.Outcome == outcomeStranded
	})
}

// Holds reports whether the movement holds a seat of the case for which no ticket was issued.
func (m *Movement) Holds(caseID string) bool {
	return slices.ContainsFunc(m.Passengers, func(p Passenger) bool { return p.Case == caseID && p.held() })
}

// NextDue answers the movement's next clock: the carrier's time limit while somebody's seat is only held, or while a group waits
// for whoever joins it, which it does until it departs at the latest.
func (m *Movement) NextDue() (Clock, bool) {
	due := m.HoldUntil
	switch {
	case m.Status == Unjoined && due.IsZero():
		due = m.Departs()
	case m.Status != Unjoined && (!m.live() || !slices.ContainsFunc(m.Passengers, Passenger.held)):
		return Clock{}, false
	}
	if due.IsZero() {
		return Clock{}, false
	}
	if due.Before(m.HeldSince) {
		due = m.HeldSince.Add(lateGrace)
	}
	return Clock{Name: ClockHold, Due: due}, true
}

// Append gives an event its place at the head of the movement's log and folds it.
func (m *Movement) Append(e *Event) error {
	e.Seq, e.Version = m.Seq+1, m.Version
	if e.Actor.Role != System {
		e.Version++
	}
	return m.Fold(e)
}

// Fold applies the next event of the log to the movement. It answers ErrRefold for one that takes back an earlier event: FoldAll
// then makes the movement anew.
func (m *Movement) Fold(e *Event) error {
	if e.Seq != m.Seq+1 {
		return fmt.Errorf("movement %s: event %d after %d: %w", m.ID, e.Seq, m.Seq, ErrGap)
	}
	a, ok := Find(e.Action)
	if !ok {
		return fmt.Errorf("movement %s: event %d has the unknown action %q", m.ID, e.Seq, e.Action)
	}
	in, err := decodeStored(a, e.Input)
	if err != nil {
		return fmt.Errorf("movement %s: event %d: %w", m.ID, e.Seq, err)
	}
	v, ok := in.(voyage)
	if !ok {
		return fmt.Errorf("movement %s: event %d: %s is not an action of a movement", m.ID, e.Seq, e.Action)
	}
	m.Seq, m.Version = e.Seq, e.Version
	void, voids := in.(VoidPassage)
	known := voids && void.known(m, e)
	if e, stands := m.standing(e); stands {
		before := *m
		before.Passengers = slices.Clone(m.Passengers)
		v.applyMovement(m, e)
		m.ask(v, e, before.Passengers)
		m.keepManifestsTrue(before)
	}
	if voids && !known {
		return ErrRefold
	}
	return nil
}

// standing answers an event without the cases of which it was taken back, and false when it was of all.
func (m *Movement) standing(e *Event) (*Event, bool) {
	back := m.Voided[e.Seq]
	switch {
	case len(back) == 0:
		return e, true
	case e.Case != "":
		return e, false
	}
	rest := *e
	rest.Cases = slices.DeleteFunc(slices.Clone(e.Cases), func(id string) bool { return slices.Contains(back, id) })
	return &rest, len(rest.Cases) > 0
}

// JudgeMovement decides what becomes of a submission on a movement: its own event, and one for each case it is about, which are
// the events' Case or, when it was made on the movement itself, their Cases in that order. Every case decides for itself; one that
// may not go on refuses the whole. The events have no place in a log yet.
func JudgeMovement(m *Movement, aboard []Judging, s Submission, now time.Time, actor Actor) (Event, []Event, error) {
	a, ok := Find(s.Action)
	if !ok || a.Of != OfMovement {
		return Event{}, nil, Errorf(CodeNotFound, "There is no action of a movement named %q.", printable(s.Action))
	}
	if s.Case == "" {
		return m.judgeTogether(a, aboard, s, now, actor)
	}
	if a.On == OnMovement {
		return Event{}, nil, Errorf(CodeNotFound, "%s is done on the movement, not on a case.", a.Title.EN)
	}
	if len(aboard) == 0 {
		return Event{}, nil, broken("nobody-aboard", "", "Nobody travels on this movement.")
	}
	own := Event{Cause: s.ID, Action: a.Name, Actor: actor, Case: s.Case, RecordedAt: now}
	var theirs []Event
	for _, j := range aboard {
		j.Movement = m
		e, err := j.aboard(a, s)
		if err != nil {
			return Event{}, nil, err
		}
		own.Input, own.HappenedOn, own.HappenedAt = e.Input, e.HappenedOn, e.HappenedAt
		theirs = append(theirs, e)
	}
	if a.Name == "hold-seats" {
		own.Derived = theirs[0].Derived
	}
	return own, theirs, nil
}

// aboard judges an action of a movement for one case.
func (j *Judging) aboard(a *Action, s Submission) (Event, error) {
	if err := j.may(a); err != nil && j.Actor.Role != System {
		return Event{}, err
	}
	if err := j.onThisMovement(a); err != nil {
		return Event{}, err
	}
	e, err := j.judge(a, s)
	e.Movement, e.Case = j.Movement.ID, ""
	return e, err
}

// onThisMovement refuses a decision about seats the case has elsewhere by now. Facts are recorded, wherever the seats are.
func (j *Judging) onThisMovement(a *Action) error {
	switch b := j.Case.Booking; {
	case a.Kind == Fact || a.Roles == nil:
		return nil
	case a.Name == "hold-seats" && j.Movement.live() && !j.Movement.carries(j.Case.ID):
		return broken("another-movement", "", "Others travel on this movement; hold seats on a new one.")
	case a.Name != "hold-seats" && a.Name != "join-movement" && b != nil && b.Movement != j.Movement.ID:
		return broken("another-movement", "", "The seats of this case are on another movement.")
	}
	return nil
}

// carries reports whether a case is or was on the movement.
func (m *Movement) carries(caseID string) bool {
	return slices.ContainsFunc(m.Passengers, func(p Passenger) bool { return p.Case == caseID })
}

// MovementCause is the cause of a case's event that its movement brought: unique for ever.
func MovementCause(id string, seq int) string { return fmt.Sprintf("movement/%s#%d", id, seq) }

// seats visits the passengers an event is about or, of those, the ones it names.
func (m *Movement) seats(e *Event, named []string, set func(*Passenger)) {
	for i := range m.Passengers {
		p := &m.Passengers[i]
		if e.about(p.Case) && (len(named) == 0 || slices.Contains(named, e.names(p))) {
			set(p)
		}
	}
}

// about reports whether an event of a movement tells of a case.
func (e *Event) about(caseID string) bool {
	if e.Case != "" {
		return e.Case == caseID
	}
	return e.Cases == nil || slices.Contains(e.Cases, caseID)
}

// names answers how an event of a movement names a passenger: one that was made on a case by the member alone.
func (e *Event) names(p *Passenger) string {
	if e.Case != "" {
		return p.Member
	}
	return Key(p.Case, p.Member)
}

// whom reads a name an event of a movement uses, and answers false for somebody of a case it is not about any more.
func (e *Event) whom(name string) (caseID, member string, about bool) {
	if caseID, member = e.Case, name; e.Case == "" {
		caseID, member, _ = strings.Cut(name, "/")
	}
	return caseID, member, e.about(caseID)
}
