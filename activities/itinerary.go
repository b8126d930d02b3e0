package activities

import (
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// itinerary is what those who travel together carry, or one of them.
func (w wording) itinerary(c *avrr.Case, issued avrr.IssuedPaper) papers.Content {
	return papers.Itinerary{Reference: c.Reference, Travellers: w.passengers(c, issued), Legs: w.legs(c.Booking, ""), Escorts: w.escorts(c, issued, false),
		Contacts: w.contacts(c)}
}

// passengers are whom a paper names, with what they ask of carriers.
func (w wording) passengers(c *avrr.Case, issued avrr.IssuedPaper) (all []papers.Passenger) {
	for _, m := range c.Members {
		if m.ID != issued.Member && !slices.Contains(issued.Members, m.ID) {
			continue
		}
		all = append(all, papers.Passenger{Key: m.ID, Reference: c.Reference, Person: w.person(m), Ticket: m.Ticket, Services: services(c, m)})
	}
	return all
}
