package activities

import (
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// printable are the service codes a paper may carry: what to do, never what a person has or is.
var printable = []avrr.ServiceCode{"WCHR", "WCHS", "WCHC", "BLND", "DEAF", "UMNR", "EXST", "MAAS", "LANG", "INFT", "CHLD"}

// letter asks carriers and airports to help one traveller along the way.
func (w wording) letter(c *avrr.Case, m *avrr.Member) papers.Content {
	return papers.TravelLetter{Reference: c.Reference, Traveller: w.person(m), Legs: w.legs(c.Booking, m.Ticket), Contacts: w.contacts(c), Services: services(c, m)}
}

func services(c *avrr.Case, m *avrr.Member) []papers.Service { return onPaper(c.Services(m)) }

func onPaper(codes []avrr.ServiceCode) (asked []papers.Service) {
	for _, code := range codes {
		if slices.Contains(printable, code) {
			asked = append(asked, papers.Service(code))
		}
	}
	return asked
}
