package papers

import (
	"cmp"
	"fmt"
	"time"
)

// AssistanceRequest asks an office to help travellers at one point of their journey, and ends with a slip to
// send back.
type AssistanceRequest struct {
	At         Point // InTransit or AtArrival
	Reference  string
	To         Office
	Place      Airport // where the help is needed
	MeetAt     string  // where to meet there, already worded; may be empty
	Legs       []Leg   // that reach and leave the place
	Passengers []Passenger
	Escorts    []Escort
	Requests   []Request // one at least
	Contacts   []Contact
	ReplyTo    Office
	ReplyBy    time.Time
}

func (a AssistanceRequest) title(l Language) string { return assistanceWords[l].Titles[a.At] }

func (a AssistanceRequest) check() error {
	if _, ok := assistanceWords[English].Titles[a.At]; !ok {
		return fmt.Errorf("%w: help is asked for in transit or on arrival", ErrContent)
	}
	if len(a.Legs) == 0 || len(a.Requests) == 0 || a.To.Name == "" || a.ReplyTo.Name == "" {
		return fmt.Errorf("%w: a request for help needs a journey, what is asked, of whom, and whom to answer", ErrContent)
	}
	return cmp.Or(checkLegs(a.Legs), checkPassengers(a.Passengers), checkEscorts(a.Escorts), checkRequests(a.Requests), checkContacts(a.Contacts))
}

func (a AssistanceRequest) compose(s *sheet) {
	w := assistanceWords[s.language]
	s.paragraph("opening", w.Opening, strongBody)
	s.gap(1)
	s.grid(2, [][]part{
		s.office("to", w.To, a.To),
		{{"place", w.Place, label}, {"place", joined(a.Place.City, a.Place.Code), strongBody}, {"place.name", a.Place.Name, small}, {"meet_at", a.MeetAt, small}},
	})
	s.facts(
		fact{"reference", w.Reference, a.Reference},
		fact{"reply_by", w.ReplyBy, s.words.weekday(a.ReplyBy)})

	s.requests(a.Requests)
	s.section(journeyWords[s.language].Journey)
	s.journey(a.Legs)
	s.section(passengerWords[s.language].Travellers)
	s.passengers(a.Passengers)
	s.escorts(a.Escorts)
	s.contacts(a.Contacts)
	s.slip = func() { a.acknowledgement(s, w) }
}

// acknowledgement is the slip: one piece, below a line to tear along.
func (a AssistanceRequest) acknowledgement(s *sheet, w assistanceWording) {
	s.tearOff(w.Acknowledgement)
	s.cells(strip{below: 2, tied: true},
		s.cell(margin, s.measure(), part{"slip", fmt.Sprintf(w.ReturnTo, a.ReplyTo.Name), body}))
	s.tied(func() {
		s.grid(3, [][]part{
			s.office("reply_to", w.ReplyTo, a.ReplyTo),
			{{"reference", w.Reference, label}, {"reference", a.Reference, strongBody}, {"number", s.number, small}},
			{{"reply_by", w.ReplyBy, label}, {"reply_by", cmp.Or(s.words.weekday(a.ReplyBy), "–"), strongBody}},
		})
		s.choices("slip", w.Answers...)
		s.signatures(
			signature{field: "slip", role: w.ForTheOffice, statement: w.WeHaveRead, mark: s.words.Signature},
			signature{field: "slip", role: w.WhoMeets, statement: w.WhoMeetsHow, mark: w.Phone})
	})
}
