package papers

import (
	"cmp"
	"fmt"
	"math"
	"time"
)

// A Leg is one flight or other ride of a journey, or a night between two of them.
type Leg struct {
	Mode       Mode   // empty is a flight
	Carrier    string // airline, coach company, house
	Flight     string // "OS 847"; of other modes the number of the line, where it has one
	OperatedBy string // who really flies it, on a codeshare
	From       Airport
	To         Airport
	Departs    time.Time // in the location of From
	Arrives    time.Time // in the location of To
	Locator    string    // booking reference
	Ticket     string    // of the one traveller a paper is for; papers of several have it with each of them
}

// A Mode is what a leg is travelled on.
type Mode string

const (
	ByAir   Mode = "flight"
	ByBus   Mode = "bus"
	ByTrain Mode = "train"
	ByFerry Mode = "ferry"
	ByCar   Mode = "car"
	Lodging Mode = "lodging" // a night on the way: Departs is when it begins, Arrives when it ends
)

// An Airport by its IATA code and the city whose time its clocks show; of other places the city alone.
type Airport struct {
	Code, City string
	Name       string // "Vienna International Airport"; may be empty
}

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

func checkLegs(legs []Leg) error {
	for i, leg := range legs {
		if _, ok := journeyWords[English].Modes[leg.mode()]; !ok {
			return fmt.Errorf("%w: leg %d is by %q", ErrContent, i+1, leg.Mode)
		}
	}
	return nil
}

func checkContacts(contacts []Contact) error {
	for i, c := range contacts {
		if _, ok := journeyWords[English].Points[c.At]; !ok {
			return fmt.Errorf("%w: contact %d is at departure, in transit or at arrival", ErrContent, i+1)
		}
	}
	return nil
}

func (l Leg) mode() Mode { return cmp.Or(l.Mode, ByAir) }

// days is how many calendar days later than it departs a leg arrives, each by the clocks of its place.
// Across the date line it may be one day earlier.
func (l Leg) days() int {
	if l.Departs.IsZero() || l.Arrives.IsZero() {
		return 0
	}
	return int(midnight(l.Arrives).Sub(midnight(l.Departs)).Hours() / 24)
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// takes words how long a leg or a wait lasts; empty when that is not known.
func (w journeyWording) takes(from, to time.Time) string {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return ""
	}
	minutes := int(math.Round(to.Sub(from).Minutes()))
	return fmt.Sprintf(w.Duration, minutes/60, minutes%60)
}

// ride names what a leg is travelled on: the flight, or the mode and its number.
func (w journeyWording) ride(l Leg) string {
	if l.mode() == ByAir {
		return cmp.Or(l.Flight, w.Modes[ByAir])
	}
	return joined(w.Modes[l.mode()], l.Flight)
}

func (w journeyWording) operator(l Leg) string {
	if l.OperatedBy == "" || l.OperatedBy == l.Carrier {
		return ""
	}
	return fmt.Sprintf(w.OperatedBy, l.OperatedBy)
}

// arrivalMark says that a leg arrives on another day, the way timetables do: "+1".
func (l Leg) arrivalMark() string {
	if days := l.days(); days != 0 {
		return fmt.Sprintf("%+d", days)
	}
	return ""
}

// journey sets legs as a table.
func (s *sheet) journey(legs []Leg) { s.changedJourney(legs, nil) }

// changedJourney marks what differs from the legs before, unless those are nil.
func (s *sheet) changedJourney(legs, before []Leg) {
	s.entries(s.journeyColumns(journeyWords[s.language]), s.legs(legs), s.legs(before))
}

// legs are known again by the places they go between.
func (s *sheet) legs(legs []Leg) []entry {
	if legs == nil {
		return nil
	}
	all := make([]entry, len(legs))
	seen := map[string]int{}
	for i, leg := range legs {
		way := leg.From.Code + leg.From.City + "–" + leg.To.Code + leg.To.City
		seen[way]++
		all[i] = entry{fmt.Sprint(way, seen[way]), s.leg(fmt.Sprintf("leg[%d]", i), i, leg)}
	}
	return all
}

func (s *sheet) journeyColumns(w journeyWording) []column {
	return []column{{"", 8}, {w.Ride, 28}, {w.From, 52}, {w.To, 52}, {w.Booking, 30}}
}

func (s *sheet) leg(field string, n int, leg Leg) [][]part {
	w := journeyWords[s.language]
	return [][]part{
		{{field, fmt.Sprint(n + 1), sectionStyle}},
		{{field + ".flight", w.ride(leg), strongBody}, {field + ".carrier", leg.Carrier, small}, {field + ".operated_by", w.operator(leg), small}},
		s.stop(field+".from", leg.From, leg.Departs, ""),
		s.stop(field+".to", leg.To, leg.Arrives, leg.arrivalMark()),
		{{field + ".locator", leg.Locator, strongBody}, {field + ".ticket", leg.Ticket, small}},
	}
}

func (s *sheet) stop(field string, a Airport, at time.Time, mark string) []part {
	return []part{
		{field, joined(a.City, a.Code), strongBody},
		{field + ".name", a.Name, small},
		{field, s.words.weekday(at), small},
		{field, s.words.clock(at, mark, a.City), small},
	}
}

// contacts are printed under a title of their own, or not at all.
func (s *sheet) contacts(contacts []Contact) {
	if len(contacts) == 0 {
		return
	}
	w := journeyWords[s.language]
	s.section(w.Contacts)
	cells := make([][]part, len(contacts))
	for i, c := range contacts {
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
