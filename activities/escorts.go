package activities

import (
	"slices"

	"homeward/avrr"
	"homeward/papers"
)

// printedEscort reports whether a paper names an escort: one who is needed, and no relative of somebody whose name others may not see.
func printedEscort(e avrr.Escort, state string, veiled bool) bool {
	return state == avrr.EscortAssigned && !(veiled && e.Kind == "family")
}

// escort is who travels along, as papers tell it: with whom, how they travel home, and never why. Where the travellers are not named,
// the reference stands for them.
func (w wording) escort(c *avrr.Case, e avrr.Escort, veiled bool) papers.Escort {
	told := papers.Escort{Name: e.Name, Organisation: e.Organisation, Phone: e.Phone, WayBack: w.journey(e.WayBack, "", "")}
	for _, id := range e.Members {
		who := c.Reference
		if m := c.Member(id); m != nil && !veiled {
			who = m.Name()
		}
		if !slices.Contains(told.Accompanies, who) {
			told.Accompanies = append(told.Accompanies, who)
		}
	}
	return told
}

// escorts are who travels along with those a paper names.
func (w wording) escorts(c *avrr.Case, issued avrr.IssuedPaper, veiled bool) (all []papers.Escort) {
	for _, e := range c.Booking.Escorts {
		with := slices.DeleteFunc(slices.Clone(e.Members), func(id string) bool { return id != issued.Member && !slices.Contains(issued.Members, id) })
		if len(with) > 0 && printedEscort(e.Escort, e.State, veiled) {
			e.Members = with
			all = append(all, w.escort(c, e.Escort, veiled))
		}
	}
	return all
}
