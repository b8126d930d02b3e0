package activities

import (
	"homeward/avrr"
	"homeward/papers"
)

// declaration is what somebody signs who wishes to return.
func (w wording) declaration(c *avrr.Case, p *avrr.Programme, m *avrr.Member) papers.Content {
	d := papers.VoluntaryReturnDeclaration{Programme: p.Title.In(w.in), CaseReference: c.Reference, Person: w.person(m), Destination: w.destination(c), ReadIn: w.language(c.Language)}
	for _, to := range []string{c.HostOffice, c.ReceivingOffice} {
		if to != "" {
			d.Recipients = append(d.Recipients, to)
		}
	}
	return d
}
