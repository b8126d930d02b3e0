package papers

import (
	"cmp"
	"fmt"
	"time"
)

// ClosureLetter tells a person that their case has ended: what was given, and what they can still ask for.
type ClosureLetter struct {
	Reference string
	Programme string
	To        string   // the name of the person who reads it
	Address   []string // lines; may be empty
	ClosedOn  time.Time
	Reason    string // already worded, and harmless to whoever reads it; may be empty
	Given     []Grant
	Next      []string // what happens now, already worded, in order
	Ask       Office   // who answers questions
	Signatory string   // with title, at most 60 letters; may be empty
}

func (c ClosureLetter) title(l Language) string { return closureWords[l].Title }

func (c ClosureLetter) check() error {
	if c.To == "" || c.Reference == "" || c.ClosedOn.IsZero() {
		return fmt.Errorf("%w: a letter that closes a case says to whom, which case and when", ErrContent)
	}
	return cmp.Or(checkGrants(c.Given), checkSignatory(c.Signatory))
}

func (c ClosureLetter) compose(s *sheet) {
	w := closureWords[s.language]
	s.addressed(c.To, c.Address,
		fact{"reference", w.Reference, c.Reference},
		fact{"programme", w.Programme, c.Programme},
		fact{"closed_on", w.ClosedOn, s.words.day(c.ClosedOn)})
	s.gap(3)
	s.paragraph("opening", w.Opening, strongBody)
	if c.Reason != "" {
		s.gap(1)
		s.paragraph("reason", c.Reason, body)
	}
	s.grants(w.Given, c.Given)
	s.listing("next", w.Next, c.Next)

	s.section(w.Rights)
	for i, right := range w.RightsAre {
		s.numbered(i, part{"right", right, body})
	}
	if c.Ask.Name != "" {
		s.section(w.Questions)
		s.tiedGap(1.1)
		s.paragraph("ask", c.Ask.inOneLine(), body)
	}
	s.signatory = &signature{field: "signatory", role: w.ForTheOffice, statement: labelled(w.Reference+":", c.Reference), name: c.Signatory, mark: w.SignAndStamp}
}
