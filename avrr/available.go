package avrr

import (
	"reflect"
	"slices"
)

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
		if a.Name == "open" || !a.MayBy(j.Actor.Role) || !a.OnCases() || !a.expectedIn(j.Case.Stage) {
			continue
		}
		if a.Offered != nil && !a.Offered(&j) {
			continue
		}
		offers = append(offers, Offer{Action: a, Schema: schemaOf(reflect.TypeOf(a.Input), j.choices), Blocked: j.Blocked(a)})
	}
	return offers
}

// choices are the values of a reference that are open to who asks. That protection looks at a case is nobody else's to know, so
// its tasks are not named to others.
func (j *Judging) choices(kind string) []string { return j.known(kind, j.Case.choices(kind)) }

func (j *Judging) known(kind string, ids []string) []string {
	if kind != "task" || j.Actor.Role == ProtectionOfficer || j.Actor.Role == System {
		return ids
	}
	return slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(j.Case.Raised, func(t *Task) bool { return t.ID == id && t.Duty == ProtectionDuty })
	})
}
