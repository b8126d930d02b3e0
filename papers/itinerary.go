package papers

import (
	"cmp"
	"fmt"
	"time"
)

// Itinerary is what those who travel together carry: when to be where, on what, and whom to call. It never says why
// they travel.
type Itinerary struct {
	Reference  string
	Travellers []Passenger
	Legs       []Leg    // in order of travel, one at least
	Baggage    string   // already worded: "23 kg and one cabin bag each"; may be empty
	Escorts    []Escort // their way back is not printed: it is not the travellers'
	Contacts   []Contact
}

func (i Itinerary) title(l Language) string { return itineraryWords[l].Title }

func (i Itinerary) check() error {
	if len(i.Legs) == 0 {
		return fmt.Errorf("%w: an itinerary needs a journey", ErrContent)
	}
	return cmp.Or(checkLegs(i.Legs), checkPassengers(i.Travellers), checkEscorts(i.Escorts), checkContacts(i.Contacts))
}

func (i Itinerary) compose(s *sheet) {
	w := itineraryWords[s.language]
	s.facts(fact{"reference", w.Reference, i.Reference}, fact{"baggage", w.Baggage, i.Baggage})

	s.section(journeyWords[s.language].Journey)
	s.timetable(i.Legs)
	s.gap(1.5)
	s.paragraph("local", w.LocalTimes, quiet)

	s.section(passengerWords[s.language].Travellers)
	s.passengers(i.Travellers)
	s.escorts(withoutWayBack(i.Escorts))
	s.contacts(i.Contacts)
}

var hourStyle = style{size: 13, leading: 6.4, bold: true, ink: black}

// timetable sets each leg with its times large, the day above it where it changes, and the wait between two.
func (s *sheet) timetable(legs []Leg) {
	w := journeyWords[s.language]
	columns := []column{{w.From, 58}, {w.To, 58}, {itineraryWords[s.language].Ride, 54}}
	head := s.titles(columns)
	s.add(head)
	day := ""
	for i, leg := range legs {
		field := fmt.Sprintf("leg[%d]", i)
		if i > 0 {
			s.change(field, legs[i-1], leg, &head)
		}
		if now := s.words.weekday(leg.Departs); now != day {
			day = now
			s.cells(strip{above: 2.5, below: 0.5, tied: true, head: &head},
				s.cell(margin, s.measure(), part{field + ".day", day, sectionStyle}))
		}
		s.cells(strip{above: 1, below: 1.6, ruled: true, head: &head}, s.columns(columns, [][]part{
			s.hour(field+".from", leg.From, leg.Departs, "", ""),
			s.hour(field+".to", leg.To, leg.Arrives, leg.arrivalMark(), s.otherDay(leg)),
			s.rideOf(field, leg),
		})...)
	}
}

func (s *sheet) hour(field string, a Airport, at time.Time, mark, day string) []part {
	return []part{
		{field + ".hour", s.words.clock(at, mark, ""), hourStyle},
		{field, joined(a.City, a.Code), strongBody},
		{field + ".name", a.Name, small},
		{field + ".day", day, small},
	}
}

// otherDay names the day of an arrival where it is not that of the departure.
func (s *sheet) otherDay(leg Leg) string {
	if leg.days() == 0 {
		return ""
	}
	return s.words.weekday(leg.Arrives)
}

func (s *sheet) rideOf(field string, leg Leg) []part {
	w := journeyWords[s.language]
	return []part{
		{field + ".flight", w.ride(leg), strongBody},
		{field + ".carrier", leg.Carrier, small},
		{field + ".operated_by", w.operator(leg), small},
		{field + ".takes", w.takes(leg.Departs, leg.Arrives), small},
		{field + ".locator", leg.Locator, strongSmall},
		{field + ".ticket", leg.Ticket, small},
	}
}

// change says how long the wait is, and when the next leg leaves from another place than the last one reached.
func (s *sheet) change(field string, last, next Leg, head *row) {
	w := itineraryWords[s.language]
	wait := journeyWords[s.language].takes(last.Arrives, next.Departs)
	said := fmt.Sprintf(w.Change, joined(next.From.City, next.From.Code), wait)
	if last.To.City != next.From.City || last.To.Code != next.From.Code {
		said = fmt.Sprintf(w.MoveOn, joined(last.To.City, last.To.Code), joined(next.From.City, next.From.Code), wait)
	}
	if wait == "" || last.To.City == next.From.City && (last.mode() == Lodging || next.mode() == Lodging) {
		return
	}
	s.cells(strip{above: 1, below: 1, tied: true, head: head}, s.cell(margin, s.measure(), part{field + ".change", said, quiet}))
}
