package papers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Passenger is one traveller as offices and carriers list them.
type Passenger struct {
	Key           string // tells the same traveller apart in another version of the paper; never printed
	Reference     string // of the case
	ReferenceOnly bool   // nothing of the person is printed, whatever is given: the reference stands for them
	Person        Person
	Locator       string // booking reference, where it is not that of the legs
	Ticket        string
	Seat          string
	Services      []Service
}

// An Escort accompanies travellers. Why is nobody's business on a paper.
type Escort struct {
	Name         string
	Organisation string
	Phone        string
	Accompanies  []string // names, or references of those whose name is not printed
	WayBack      []Leg
}

func checkPassengers(all []Passenger) error {
	if len(all) == 0 {
		return fmt.Errorf("%w: nobody travels", ErrContent)
	}
	for i, p := range all {
		if p.ReferenceOnly && p.Reference == "" {
			return fmt.Errorf("%w: passenger %d has neither a name to print nor a reference", ErrContent, i+1)
		}
		if err := checkServices(p.Services); err != nil {
			return err
		}
		if p.ReferenceOnly {
			continue
		}
		if err := p.Person.check(); err != nil {
			return err
		}
	}
	return nil
}

func checkEscorts(all []Escort) error {
	for i, e := range all {
		if e.Name == "" {
			return fmt.Errorf("%w: escort %d has no name", ErrContent, i+1)
		}
		if err := checkLegs(e.WayBack); err != nil {
			return err
		}
	}
	return nil
}

// shown is what a paper may say of a passenger.
func (p Passenger) shown() Passenger {
	if !p.ReferenceOnly {
		return p
	}
	return Passenger{Key: p.Key, Reference: p.Reference, ReferenceOnly: true, Seat: p.Seat, Services: p.Services}
}

// listed names a person as lists do, by the family name first.
func (p Person) listed() string {
	if p.FamilyName == "" || p.GivenNames == "" {
		return p.FamilyName + p.GivenNames
	}
	return p.FamilyName + ", " + p.GivenNames
}

// labelled puts a word before a value, and nothing where there is no value.
func labelled(word, value string) string {
	if value == "" {
		return ""
	}
	return word + " " + value
}

func codes(services []Service) string {
	all := make([]string, len(services))
	for i, code := range services {
		all[i] = string(code)
	}
	return strings.Join(all, " ")
}

func (s *sheet) passengers(all []Passenger) { s.changedPassengers(all, nil) }

// changedPassengers marks what differs from the passengers before, unless those are nil.
func (s *sheet) changedPassengers(all, before []Passenger) {
	s.entries(s.passengerColumns(), s.listed(all), s.listed(before))
}

// listed passengers are known again by their key, or else by reference and name.
func (s *sheet) listed(all []Passenger) []entry {
	if all == nil {
		return nil
	}
	entries := make([]entry, len(all))
	for i, p := range all {
		key := cmp.Or(p.Key, p.Reference+" "+p.shown().Person.listed())
		entries[i] = entry{key, s.passenger(fmt.Sprintf("passenger[%d]", i), i, p)}
	}
	return entries
}

func (s *sheet) passengerColumns() []column {
	w := passengerWords[s.language]
	return []column{{"", 8}, {w.Traveller, 52}, {s.words.Birth, 36}, {s.words.Document, 42}, {w.Ticket, 32}}
}

func (s *sheet) passenger(field string, n int, p Passenger) [][]part {
	w := passengerWords[s.language]
	p = p.shown()
	return [][]part{
		{{field, fmt.Sprint(n + 1), sectionStyle}},
		append([]part{{field + ".name", p.Person.listed(), strongBody}}, s.under(field, w, p)...),
		{{field + ".birth", p.Person.Birth, small}, {field + ".sex", s.words.sex(p.Person.Sex), small}, {field + ".nationality", p.Person.Nationality, small}},
		s.papersOf(field+".document", p.Person.Document),
		{{field + ".ticket", p.Ticket, small}, {field + ".locator", p.Locator, small}, {field + ".seat", labelled(w.Seat, p.Seat), small}, {field + ".services", codes(p.Services), strongSmall}},
	}
}

// under is what stands below a passenger's name. A reference alone stands in the name's place.
func (s *sheet) under(field string, w passengerWording, p Passenger) []part {
	if p.ReferenceOnly {
		return []part{{field + ".reference", p.Reference, strongBody}, {field, w.ReferenceOnly, quiet}}
	}
	return []part{{field + ".reference", p.Reference, quiet}}
}

// until words how long a document is valid.
func (s *sheet) until(d Document) string {
	return labelled(s.words.ValidUntil, s.words.day(d.ValidUntil))
}

func (s *sheet) papersOf(field string, d Document) []part {
	return []part{{field, joined(d.Kind, d.Number), small}, {field + ".issued_by", d.IssuedBy, small}, {field + ".valid_until", s.until(d), small}}
}

// escorts are printed under a title of their own, or not at all.
func (s *sheet) escorts(all []Escort) { s.changedEscorts(all, nil) }

// changedEscorts marks what differs from the escorts before, unless those are nil.
func (s *sheet) changedEscorts(all, before []Escort) {
	if len(all)+len(before) == 0 {
		return
	}
	s.section(passengerWords[s.language].Escorts)
	s.entries(s.escortColumns(slices.Concat(all, before)), s.accompanying(all), s.accompanying(before))
}

// accompanying escorts are known again by their name.
func (s *sheet) accompanying(all []Escort) []entry {
	if all == nil {
		return nil
	}
	entries := make([]entry, len(all))
	for i, e := range all {
		entries[i] = entry{e.Name, s.escort(fmt.Sprintf("escort[%d]", i), i, e)}
	}
	return entries
}

func (s *sheet) escortColumns(all []Escort) []column {
	w := passengerWords[s.language]
	columns := []column{{"", 8}, {s.words.Name, 52}, {w.Accompanies, 45}, {"", 65}}
	if slices.ContainsFunc(all, func(e Escort) bool { return len(e.WayBack) > 0 }) {
		columns[3].title = w.WayBack
	}
	return columns
}

// withoutWayBack are escorts as those they accompany need to know them.
func withoutWayBack(all []Escort) []Escort {
	there := slices.Clone(all)
	for i := range there {
		there[i].WayBack = nil
	}
	return there
}

func (s *sheet) escort(field string, n int, e Escort) [][]part {
	with := make([]part, max(len(e.Accompanies), 1))
	for i, name := range e.Accompanies {
		with[i] = part{fmt.Sprintf("%s.accompanies[%d]", field, i), name, small}
	}
	back := make([]part, max(len(e.WayBack), 1))
	for i, leg := range e.WayBack {
		back[i] = part{fmt.Sprintf("%s.way_back[%d]", field, i), s.inOneLine(leg), small}
	}
	return [][]part{
		{{field, fmt.Sprint(n + 1), sectionStyle}},
		{{field + ".name", e.Name, strongBody}, {field + ".organisation", e.Organisation, small}, {field + ".phone", e.Phone, small}},
		with, back,
	}
}

// inOneLine words a leg for where there is no room for a table.
func (s *sheet) inOneLine(leg Leg) string {
	way := joined(leg.From.City, leg.From.Code) + " – " + joined(leg.To.City, leg.To.Code)
	return inOneLine(journeyWords[s.language].ride(leg), way, s.words.day(leg.Departs),
		s.words.clock(leg.Departs, "", ""), s.words.clock(leg.Arrives, leg.arrivalMark(), ""))
}
