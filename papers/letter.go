package papers

import (
	"fmt"
	"time"
	"unicode/utf8"
)

// TravelLetter asks carriers and airports to help a traveller along the way. It never says why the person travels;
// the names of the offices and organisations it is given should not say so either.
type TravelLetter struct {
	Reference  string // of the office, at most 60 letters; opaque to a stranger
	Traveller  Person
	Companions []string // names of those travelling together
	Legs       []Leg    // in order of travel, one at least
	Contacts   []Contact
	Services   []Service
	Signatory  string // who signs for the office, with title, at most 60 letters; may be empty
}

// A Leg is one flight or other ride of a journey.
type Leg struct {
	Carrier string
	Flight  string // "OS 847"
	From    Airport
	To      Airport
	Departs time.Time // in the location of From
	Arrives time.Time // in the location of To
	Locator string    // booking reference
	Ticket  string
}

// An Airport by its IATA code and the city whose time its clocks show.
type Airport struct{ Code, City string }

// A Contact can be called about the traveller at one point of the journey.
type Contact struct {
	At           Point
	Place        string
	Name         string
	Organisation string
	Phone        string
}

// A Point of the journey.
type Point string

const (
	AtDeparture Point = "departure"
	InTransit   Point = "transit"
	AtArrival   Point = "arrival"
)

// A Service is asked of a carrier by its AIRIMP special service code. Only codes that say what to do are
// printed here. Codes that say what a person has or is (MEDA, STCR, OXYG, DPNA) travel on the sealed
// handover, and DEPU and DEPA on nothing: a voluntary traveller is never marked as deported.
type Service string

const longestSigned = 60

func (t TravelLetter) title(l Language) string { return letterWords[l].Title }

func (t TravelLetter) check() error {
	if len(t.Legs) == 0 {
		return fmt.Errorf("%w: a travel letter needs a journey", ErrContent)
	}
	for i, c := range t.Contacts {
		if _, ok := letterWords[English].Points[c.At]; !ok {
			return fmt.Errorf("%w: contact %d is at departure, in transit or at arrival", ErrContent, i+1)
		}
	}
	for _, code := range t.Services {
		if _, ok := letterWords[English].Services[code]; !ok {
			return fmt.Errorf("%w: service %q is not one a travel letter may name", ErrContent, code)
		}
	}
	if longest := max(utf8.RuneCountInString(t.Reference), utf8.RuneCountInString(t.Signatory)); longest > longestSigned {
		return fmt.Errorf("%w: reference and signatory of at most %d letters", ErrContent, longestSigned)
	}
	return t.Traveller.check()
}

func (t TravelLetter) compose(s *sheet) {
	w := letterWords[s.language]
	s.paragraph("opening", w.To, strongBody)
	s.tiedGap(1.5)
	s.paragraph("opening", w.Request, body)
	s.gap(1)

	s.section(w.Traveller)
	s.person("traveller", t.Traveller)
	t.companions(s, w)

	s.section(w.Journey)
	t.journey(s, w)
	t.services(s, w)
	t.contacts(s, w)

	s.signatory = &signature{field: "signatory", role: w.ForTheOffice, statement: joined(w.Reference, t.Reference),
		name: t.Signatory, mark: w.SignAndStamp}
}

func (t TravelLetter) companions(s *sheet, w letterWording) {
	cells := make([][]part, len(t.Companions))
	for i, name := range t.Companions {
		cells[i] = []part{{"companion", w.Together, label}, {fmt.Sprintf("companion[%d]", i), name, body}}
	}
	s.grid(2, cells)
}

func (t TravelLetter) journey(s *sheet, w letterWording) {
	rows := make([][][]part, len(t.Legs))
	for i, leg := range t.Legs {
		field := fmt.Sprintf("leg[%d]", i)
		rows[i] = [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field + ".flight", leg.Flight, strongBody}, {field + ".carrier", leg.Carrier, small}},
			s.stop(field+".from", leg.From, leg.Departs),
			s.stop(field+".to", leg.To, leg.Arrives),
			{{field + ".locator", leg.Locator, strongBody}, {field + ".ticket", leg.Ticket, small}},
		}
	}
	s.table([]column{{"", 8}, {w.Flight, 29}, {w.From, 49}, {w.Arrival, 49}, {w.Booking, 35}}, rows)
}

func (s *sheet) stop(field string, a Airport, at time.Time) []part {
	return []part{
		{field, joined(a.City, a.Code), strongBody},
		{field, s.words.weekday(at), small},
		{field, s.words.clock(at, a.City), small},
	}
}

func (t TravelLetter) services(s *sheet, w letterWording) {
	if len(t.Services) == 0 {
		return
	}
	s.section(w.ServicesTitle)
	cells := make([][]part, len(t.Services))
	for i, code := range t.Services {
		cells[i] = []part{{"service", string(code), strongBody}, {"service", w.Services[code], small}}
	}
	s.grid(3, cells)
}

func (t TravelLetter) contacts(s *sheet, w letterWording) {
	if len(t.Contacts) == 0 {
		return
	}
	s.section(w.ContactsTitle)
	cells := make([][]part, len(t.Contacts))
	for i, c := range t.Contacts {
		field := fmt.Sprintf("contact[%d]", i)
		cells[i] = []part{
			{field, w.Points[c.At], label},
			{field + ".phone", c.Phone, strongBody},
			{field + ".name", c.Name, small},
			{field + ".organisation", c.Organisation, small},
			{field + ".place", c.Place, small},
		}
	}
	s.grid(3, cells)
}
