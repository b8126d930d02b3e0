package papers

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// AdvanceBookingNotification tells an office on the way who arrives, when, on what, and what is asked of it.
// It comes in versions: an amended one marks what differs from the one before, a cancelled one says so on
// every page.
type AdvanceBookingNotification struct {
	Notice      Notice
	Before      *AdvanceBookingNotification // the version it replaces, to mark what differs; nil marks nothing
	Reference   string
	To          Office
	Destination string    // where the journey ends, already worded
	Baggage     string    // already worded; may be empty
	Funding     string    // code of the budget line; may be empty
	AnswerBy    time.Time // zero asks for no answer by a date
	Passengers  []Passenger
	Legs        []Leg
	Escorts     []Escort
	Requests    []Request
	Contacts    []Contact
}

// A Notice is which kind of version a notification is.
type Notice string

const (
	NewNotice       Notice = "new"
	AmendedNotice   Notice = "amended"
	CancelledNotice Notice = "cancelled"
)

func (a AdvanceBookingNotification) title(l Language) string { return advanceBookingWords[l].Title }

func (a AdvanceBookingNotification) banner(l Language) string {
	return advanceBookingWords[l].Banners[a.Notice]
}

func (a AdvanceBookingNotification) check() error {
	if _, ok := advanceBookingWords[English].Openings[a.Notice]; !ok {
		return fmt.Errorf("%w: a notification is new, amended or cancelled", ErrContent)
	}
	if len(a.Legs) == 0 || a.To.Name == "" {
		return fmt.Errorf("%w: a notification needs a journey and an office to tell", ErrContent)
	}
	if err := a.Before.checkBefore(); err != nil {
		return err
	}
	return cmp.Or(checkPassengers(a.Passengers), checkLegs(a.Legs), checkEscorts(a.Escorts), checkRequests(a.Requests), checkContacts(a.Contacts))
}

// checkBefore checks what is printed of the version before.
func (a *AdvanceBookingNotification) checkBefore() error {
	if a == nil {
		return nil
	}
	return cmp.Or(checkPassengers(a.Passengers), checkLegs(a.Legs), checkEscorts(a.Escorts), checkRequests(a.Requests))
}

func (a AdvanceBookingNotification) compose(s *sheet) {
	w := advanceBookingWords[s.language]
	s.paragraph("opening", w.Openings[a.Notice], strongBody)
	s.gap(1)
	s.grid(2, [][]part{
		s.office("to", w.To, a.To),
		{{"answer_by", w.AnswerBy, label}, {"answer_by", cmp.Or(s.words.weekday(a.AnswerBy), "–"), body}},
	})
	before := a.before()
	s.changedFacts(a.facts(w), before.facts(w))

	s.section(journeyWords[s.language].Journey)
	s.changedJourney(a.Legs, before.Legs)
	s.section(passengerWords[s.language].Travellers)
	s.changedPassengers(a.Passengers, before.Passengers)
	s.changedEscorts(a.Escorts, before.Escorts)
	s.changedRequests(a.Requests, before.Requests)
	s.contacts(a.Contacts)
}

func (a AdvanceBookingNotification) facts(w advanceBookingWording) []fact {
	return []fact{
		{"reference", w.Reference, a.Reference},
		{"destination", w.Destination, a.Destination},
		{"baggage", w.Baggage, a.Baggage},
		{"funding", w.Funding, a.Funding},
	}
}

// before is the version that changes are marked against. What it had none of is empty there, not nil: then all of it
// is new. Without one, it is the notification itself with nothing to compare.
func (a AdvanceBookingNotification) before() AdvanceBookingNotification {
	if a.Before == nil {
		a.Legs, a.Passengers, a.Escorts, a.Requests = nil, nil, nil, nil
		return a
	}
	b := *a.Before
	b.Legs = append([]Leg{}, b.Legs...)
	b.Requests = append([]Request{}, b.Requests...)
	b.Passengers = a.unnamed(b.Passengers)
	b.Escorts = a.accompaniedAsNow(b.Escorts)
	return b
}

// unnamed hides in the version before whoever is listed by reference now: a mark of what was must not name them.
func (a AdvanceBookingNotification) unnamed(before []Passenger) []Passenger {
	all := append([]Passenger{}, before...)
	for i, p := range all {
		all[i].ReferenceOnly = p.ReferenceOnly || slices.ContainsFunc(a.Passengers, func(now Passenger) bool {
			return now.ReferenceOnly && now.Reference == p.Reference
		})
	}
	return all
}

// accompaniedAsNow gives the escorts of the version before those they accompany now, for the same reason.
func (a AdvanceBookingNotification) accompaniedAsNow(before []Escort) []Escort {
	all := append([]Escort{}, before...)
	for i, e := range all {
		all[i].Accompanies = nil
		if n := slices.IndexFunc(a.Escorts, func(now Escort) bool { return now.Name == e.Name }); n >= 0 {
			all[i].Accompanies = a.Escorts[n].Accompanies
		}
	}
	return all
}
