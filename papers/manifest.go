package papers

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Manifest lists who travels together, on a page turned sideways: planned before departure, and who boarded once
// that was validated. Before, the last column is left to be ticked at the door.
type Manifest struct {
	Reference   string // of the movement
	Name        string // of the group or charter, already worded
	Legs        []Leg
	Seats       int // zero when there is no fixed number
	Rows        []ManifestRow
	Escorts     []Escort
	ValidatedAt time.Time // zero before departure
}

// A ManifestRow is one traveller of a manifest.
type ManifestRow struct {
	Passenger Passenger
	Bus       string // that takes them to or from the airport; may be empty
	Escort    string // who accompanies them, or what marks them on the manifest; may be empty
	Standby   bool   // travels when a seat is free
	Added     bool   // boarded without having been planned
	Boarded   Presence
}

// A Presence is what was seen at the door.
type Presence string

const (
	NotCounted Presence = ""
	Present    Presence = "present"
	Absent     Presence = "absent"
)

func (Manifest) format() format { return turned }

func (m Manifest) title(l Language) string { return manifestWords[l].Title }

func (m Manifest) check() error {
	if len(m.Legs) == 0 {
		return fmt.Errorf("%w: a manifest needs a journey", ErrContent)
	}
	passengers := make([]Passenger, len(m.Rows))
	for i, r := range m.Rows {
		passengers[i] = r.Passenger
		if !slices.Contains([]Presence{NotCounted, Present, Absent}, r.Boarded) {
			return fmt.Errorf("%w: row %d is present, absent or not counted yet", ErrContent, i+1)
		}
	}
	return cmp.Or(checkPassengers(passengers), checkLegs(m.Legs), checkEscorts(m.Escorts))
}

func (m Manifest) compose(s *sheet) {
	w := manifestWords[s.language]
	s.facts(
		fact{"reference", w.Reference, m.Reference},
		fact{"name", w.Name, m.Name},
		fact{"validated", w.Validated, cmp.Or(s.words.at(m.ValidatedAt), w.NotYet)})
	s.facts(m.counts(w)...)

	s.section(journeyWords[s.language].Journey)
	m.legs(s)
	s.section(passengerWords[s.language].Travellers)
	m.rows(s, w)
	s.escorts(m.Escorts)
	s.keepLast()
	s.signatures(
		signature{field: "counted", role: w.Counted, statement: w.CountedHow, mark: s.words.Signature},
		signature{field: "carrier", role: w.Carrier, statement: w.CarrierHow, mark: s.words.Signature})
}

// counts are the sums of the columns; what was seen at the door only once it was counted there.
func (m Manifest) counts(w manifestWording) []fact {
	count := func(is func(ManifestRow) bool) string {
		n := 0
		for _, r := range m.Rows {
			if is(r) {
				n++
			}
		}
		return fmt.Sprint(n)
	}
	seen := func(is func(ManifestRow) bool) string {
		if m.ValidatedAt.IsZero() {
			return ""
		}
		return count(is)
	}
	seats := ""
	if m.Seats > 0 {
		seats = fmt.Sprint(m.Seats)
	}
	return []fact{
		{"seats", w.Seats, seats},
		{"planned", w.Planned, count(func(r ManifestRow) bool { return !r.Added })},
		{"standby", w.Standby, count(func(r ManifestRow) bool { return r.Standby })},
		{"boarded", w.Boarded, seen(func(r ManifestRow) bool { return r.Boarded == Present })},
		{"absent", w.Absent, seen(func(r ManifestRow) bool { return r.Boarded == Absent })},
		{"added", w.Added, seen(func(r ManifestRow) bool { return r.Added })},
	}
}

// legs are one line each: the page belongs to the travellers.
func (m Manifest) legs(s *sheet) {
	w := journeyWords[s.language]
	rows := make([][][]part, len(m.Legs))
	for i, leg := range m.Legs {
		field := fmt.Sprintf("leg[%d]", i)
		rows[i] = [][]part{
			{{field, fmt.Sprint(i + 1), strongSmall}},
			{{field + ".flight", w.ride(leg), strongSmall}, {field + ".carrier", leg.Carrier, small}, {field + ".operated_by", w.operator(leg), small}},
			s.stopInOneLine(field+".from", leg.From, leg.Departs, ""),
			s.stopInOneLine(field+".to", leg.To, leg.Arrives, leg.arrivalMark()),
			{{field + ".locator", leg.Locator, strongSmall}, {field + ".ticket", leg.Ticket, small}},
		}
	}
	s.table([]column{{"", 10}, {w.Ride, 48}, {w.From, 82}, {w.To, 82}, {w.Booking, 38}}, rows)
}

func (s *sheet) stopInOneLine(field string, a Airport, at time.Time, mark string) []part {
	return []part{
		{field, joined(s.words.clock(at, mark, ""), joined(a.City, a.Code)), strongSmall},
		{field + ".name", a.Name, small},
		{field + ".day", s.words.weekday(at), small},
	}
}

func (m Manifest) rows(s *sheet, w manifestWording) {
	columns := []column{{"", 10}, {passengerWords[s.language].Traveller, 68}, {s.words.Document, 54}, {passengerWords[s.language].Ticket, 35},
		{w.Seat, 14}, {w.Bus, 17}, {w.Escort, 26}, {w.Standby, 17}, {w.Planned, 21}, {w.Boarded, 17}}
	head := s.titles(columns)
	s.add(head)
	for i, r := range m.Rows {
		s.cells(strip{above: 1, below: 1, ruled: true, head: &head}, s.columns(columns, m.row(s, w, i, r))...)
	}
}

func (m Manifest) row(s *sheet, w manifestWording, n int, r ManifestRow) [][]part {
	field := fmt.Sprintf("row[%d]", n)
	p := r.Passenger.shown()
	return [][]part{
		{{field, fmt.Sprint(n + 1), strongSmall}},
		{{field + ".name", cmp.Or(p.Person.listed(), p.Reference), strongSmall}, {field + ".reference", m.who(s, p), small}},
		{{field + ".document", joined(p.Person.Document.Kind, p.Person.Document.Number), small}, {field + ".valid_until", s.until(p.Person.Document), small}},
		{{field + ".ticket", joined(p.Ticket, p.Locator), small}, {field + ".services", codes(p.Services), strongSmall}},
		{{field + ".seat", p.Seat, small}},
		{{field + ".bus", r.Bus, small}},
		{{field + ".escort", r.Escort, small}},
		{{field + ".standby", w.yes(r.Standby), small}},
		{{field + ".planned", w.yesOrNo(!r.Added), small}},
		r.boarded(field+".boarded", w),
	}
}

// who is a traveller's line below the name: the reference with sex, birth and nationality. A reference that stands
// in the name's place has none.
func (m Manifest) who(s *sheet, p Passenger) string {
	if p.ReferenceOnly {
		return ""
	}
	return inOneLine(p.Reference, s.words.sex(p.Person.Sex), p.Person.Birth, p.Person.Nationality)
}

func (r ManifestRow) boarded(field string, w manifestWording) []part {
	switch r.Boarded {
	case Present:
		return []part{{field, w.Yes, strongSmall}}
	case Absent:
		return []part{{field, w.No, strongSmall}}
	}
	return []part{{field, tickBox, boxStyle}}
}

func (w manifestWording) yes(is bool) string {
	if is {
		return w.Yes
	}
	return ""
}

func (w manifestWording) yesOrNo(is bool) string { return cmp.Or(w.yes(is), w.No) }
