package avrr

// An Offer is one action a person may perform now, or could if something did not stand in the way.
type Offer struct {
	Action  *Action
	Schema  Schema
	Blocked []Blocked
}

// Offers answers what this actor can do to the case where it stands, blocked entries included, in the catalogue's order.
func Offers(j Judging) []Offer {
	var offers []Offer
	for _, a := range Catalogue {
		if a.Name == "open" || !a.MayBy(j.Actor.Role) || !a.expectedIn(j.Case.Stage) {
			continue
		}
		if a.Offered != nil && !a.Offered(&j) {
			continue
		}
		offers = append(offers, Offer{Action: a, Schema: a.Schema(j.Case), Blocked: j.Blocked(a)})
	}
	return offers
}
