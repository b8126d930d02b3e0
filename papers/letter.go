package papers

import (
	"cmp"
	"fmt"
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

const longestSigned = 60

func (t TravelLetter) title(l Language) string { return letterWords[l].Title }

func (t TravelLetter) check() error {
	if len(t.Legs) == 0 {
		return fmt.Errorf("%w: a travel letter needs a journey", ErrContent)
	}
	if longest := max(utf8.RuneCountInString(t.Reference), utf8.RuneCountInString(t.Signatory)); longest > longestSigned {
		return fmt.Errorf("%w: reference and signatory of at most %d letters", ErrContent, longestSigned)
	}
	return cmp.Or(checkLegs(t.Legs), checkContacts(t.Contacts), checkServices(t.Services), t.Traveller.check())
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

	s.section(journeyWords[s.language].Journey)
	s.journey(t.Legs)
	s.services(t.Services)
	s.contacts(t.Contacts)

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
