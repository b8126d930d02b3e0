package papers

import (
	"fmt"
	"strings"
)

// VoluntaryReturnDeclaration is what a person signs before a return is prepared: that they know their
// options, decide freely and may withdraw. It waives nothing.
type VoluntaryReturnDeclaration struct {
	Programme     string
	CaseReference string
	Person        Person
	Dependants    []Dependant // who travels on this declaration too
	Destination   string      // already worded: "Kosovo, Prizren"

	// Recipients are everyone the person's data may be passed to, by name. Nobody else is implied.
	Recipients []string

	ReadIn      string // language it was read or translated in, already worded
	Interpreter string // empty when none took part, or when not known yet
	Witness     string // for a person who does not write; may be empty
	Guardian    string // for a child; empty leaves out the guardian's place to sign
	Officer     string
}

// A Dependant travels with the person who signs.
type Dependant struct {
	Name     string
	Birth    string // already worded
	Relation string // already worded
}

func (d VoluntaryReturnDeclaration) title(l Language) string { return declarationWords[l].Title }

func (d VoluntaryReturnDeclaration) check() error {
	if d.CaseReference == "" || d.Destination == "" {
		return fmt.Errorf("%w: a declaration needs its case and its destination", ErrContent)
	}
	return d.Person.check()
}

func (d VoluntaryReturnDeclaration) compose(s *sheet) {
	w := declarationWords[s.language]
	s.facts(
		fact{"programme", w.Programme, d.Programme},
		fact{"case_reference", w.CaseReference, d.CaseReference},
		fact{"destination", w.Destination, d.Destination})

	s.section(s.words.Person)
	s.person("person", d.Person)
	d.dependants(s, w)

	s.section(w.IDeclare)
	d.statements(s, w)

	s.section(w.LanguageTitle)
	s.facts(
		fact{"read_in", w.ReadIn, d.ReadIn},
		fact{"interpreter", w.InterpreterName, d.Interpreter})

	s.section(w.Signatures)
	s.signatures(d.signatures(w, s.words)...)
}

func (d VoluntaryReturnDeclaration) dependants(s *sheet, w declarationWording) {
	if len(d.Dependants) == 0 {
		return
	}
	s.section(w.Dependants)
	rows := make([][][]part, len(d.Dependants))
	for i, each := range d.Dependants {
		field := fmt.Sprintf("dependant[%d]", i)
		rows[i] = [][]part{
			{{field + ".name", each.Name, body}},
			{{field + ".birth", each.Birth, body}},
			{{field + ".relation", each.Relation, body}},
		}
	}
	s.table([]column{{s.words.Name, 90}, {s.words.Birth, 40}, {w.Relation, 40}}, rows)
}

func (d VoluntaryReturnDeclaration) statements(s *sheet, w declarationWording) {
	for i, said := range w.Statements {
		text := said.Text
		if said.NamesRecipients {
			text = fmt.Sprintf(text, d.recipients(w))
		}
		s.numbered(i, part{"statement", said.Lead, strongBody}, part{"recipients", text, body})
	}
}

func (d VoluntaryReturnDeclaration) recipients(w declarationWording) string {
	if len(d.Recipients) == 0 {
		return w.NoRecipients
	}
	return strings.Join(d.Recipients, "; ")
}

func (d VoluntaryReturnDeclaration) signatures(w declarationWording, common wording) []signature {
	all := []signature{
		{field: "person", role: w.ThePerson, statement: w.PersonSigns, mark: w.SignatureOrThumb, thumb: true,
			name: joined(d.Person.GivenNames, d.Person.FamilyName)},
		{field: "officer", role: w.Officer, statement: w.OfficerSigns, mark: common.Signature, name: d.Officer},
		{field: "interpreter", role: w.Interpreter, statement: w.InterpreterSigns, mark: common.Signature, name: d.Interpreter},
		{field: "witness", role: w.Witness, statement: w.WitnessSigns, mark: common.Signature, name: d.Witness},
	}
	if d.Guardian != "" {
		all = append(all, signature{field: "guardian", role: w.Guardian, statement: w.GuardianSigns,
			mark: common.Signature, name: d.Guardian})
	}
	return all
}
