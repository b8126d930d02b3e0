package papers

import (
	"cmp"
	"fmt"
	"time"
)

// Handover goes with a child who travels without a parent: who has charge of the child at every step, and who
// signs for it. IATA RP 1753 is the practice it follows. Its rule when not to hand over is printed with it.
type Handover struct {
	Reference string
	Child     Person
	Speaks    string // languages the child speaks, already worded
	Guardian  Keeper // who hands the child over at departure
	Receiver  Keeper // who takes charge at the end, and nobody else
	Legs      []Leg
	Links     []Link // from the guardian to the receiver without a gap, one at least
	Services  []Service
	Contacts  []Contact
}

// A Keeper has charge of the child at a step of the way.
type Keeper struct {
	Role         KeeperRole
	Name         string // of the person; of a carrier its own name
	Relation     string // to the child, already worded; may be empty
	Organisation string
	Phone        string
	Document     Document // identity is checked against; may be empty
}

// A KeeperRole is in which role somebody has charge of a child.
type KeeperRole string

const (
	GuardianRole  KeeperRole = "guardian"
	EscortRole    KeeperRole = "escort"
	CarrierRole   KeeperRole = "carrier"
	AuthorityRole KeeperRole = "authority"
	ReceiverRole  KeeperRole = "receiver"
)

// A Link of the chain: one keeper hands the child to the next.
type Link struct {
	From, To Keeper
	Place    string
	At       time.Time // when it is planned, in the location of the place; zero when not known
}

func (h Handover) title(l Language) string { return handoverWords[l].Title }

func (h Handover) check() error {
	if len(h.Legs) == 0 || len(h.Links) == 0 {
		return fmt.Errorf("%w: a handover needs a journey and who hands the child to whom", ErrContent)
	}
	holder := h.Guardian
	for i, link := range h.Links {
		for _, k := range []Keeper{link.From, link.To} {
			if _, ok := handoverWords[English].Roles[k.Role]; !ok || k.Name == "" {
				return fmt.Errorf("%w: link %d does not say who", ErrContent, i+1)
			}
		}
		if !link.From.is(holder) {
			return fmt.Errorf("%w: link %d is not from whoever has the child then", ErrContent, i+1)
		}
		holder = link.To
	}
	if !holder.is(h.Receiver) || h.Receiver.Role != ReceiverRole || h.Guardian.Role != GuardianRole {
		return fmt.Errorf("%w: the chain runs from the guardian to the receiver who is named", ErrContent)
	}
	return cmp.Or(h.Child.check(), checkLegs(h.Legs), checkServices(h.Services), checkContacts(h.Contacts))
}

func (k Keeper) is(other Keeper) bool { return k.Role == other.Role && k.Name == other.Name }

func (h Handover) compose(s *sheet) {
	w := handoverWords[s.language]
	s.paragraph("opening", w.Opening, strongBody)
	s.gap(1)
	s.facts(
		fact{"reference", w.Reference, h.Reference},
		fact{"speaks", w.Speaks, h.Speaks})

	s.section(w.Child)
	s.person("child", h.Child)

	s.section(w.Keepers)
	s.grid(2, [][]part{s.keeper("guardian", w, h.Guardian), s.keeper("receiver", w, h.Receiver)})
	s.section(journeyWords[s.language].Journey)
	s.journey(h.Legs)
	s.services(h.Services)
	s.contacts(h.Contacts)

	s.section(w.RuleTitle)
	s.tied(func() {
		for i, rule := range w.Rules {
			s.numbered(i, part{"rule", rule, body})
		}
	})
	s.section(w.Chain)
	for i, link := range h.Links {
		s.tied(func() { s.link(w, i, link) })
	}
}

func (s *sheet) keeper(field string, w handoverWording, k Keeper) []part {
	return []part{
		{field, w.Roles[k.Role], label},
		{field + ".name", k.Name, strongBody},
		{field + ".relation", k.Relation, small},
		{field + ".organisation", k.Organisation, small},
		{field + ".phone", k.Phone, strongSmall},
		{field + ".document", k.Document.inOneLine(), small},
		{field + ".document.valid_until", s.until(k.Document), small},
	}
}

func (k Keeper) inOneLine() string {
	return inOneLine(k.Name, k.Relation, k.Organisation, unbroken(k.Phone))
}

// link is the place to sign for one step: who hands over and who takes over, with place and time.
func (s *sheet) link(w handoverWording, n int, l Link) {
	field := fmt.Sprintf("link[%d]", n)
	s.cells(strip{above: 3, below: 0.5},
		s.cell(margin, numeral, part{field, fmt.Sprint(n + 1), sectionStyle}),
		s.cell(margin+numeral, s.measure()-numeral,
			part{field, w.Roles[l.From.Role] + " \u2192 " + w.Roles[l.To.Role], strongBody},
			part{field + ".place", l.Place, small},
			part{field + ".at", labelled(w.Planned, s.words.at(l.At)), small}))
	s.choices(field, w.IdentitySeen+" "+l.To.Document.inOneLine())
	s.signatures(
		signature{field: field + ".from", role: w.HandsOver, statement: w.HandsOverHow, mark: s.words.Signature, name: l.From.inOneLine(), moment: w.DateAndTime},
		signature{field: field + ".to", role: w.TakesOver, statement: w.TakesOverHow, mark: s.words.Signature, name: l.To.inOneLine(), moment: w.DateAndTime})
}
