package activities

import (
	"homeward/avrr"
	"homeward/papers"
)

// declaration is what somebody signs who wishes to return.
func (w wording) declaration(c *avrr.Case, p *avrr.Programme, m *avrr.Member) papers.Content {
	destination := w.country(c.Destination.Country)
	if c.Destination.Place != "" {
		destination += ", " + c.Destination.Place
	}
	if c.Destination.Country == "" {
		destination = avrr.T("not named yet", "ende i papërcaktuar").In(w.in)
	}
	d := papers.VoluntaryReturnDeclaration{Programme: p.Title.In(w.in), CaseReference: c.Reference, Person: w.person(m), Destination: destination, ReadIn: w.language(c.Language)}
	for _, to := range []string{c.HostOffice, c.ReceivingOffice} {
		if to != "" {
			d.Recipients = append(d.Recipients, to)
		}
	}
	return d
}
