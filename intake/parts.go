package intake

import (
	"slices"

	"homeward/avrr"
)

// A Part is what somebody does in an office. The accounts that play the parts record what the file tells.
type Part string

// The parts of an import. Who proposes never decides, so at least officer and approver are different people.
const (
	Officer    Part = "officer"
	Approver   Part = "approver"
	Manager    Part = "manager"
	Desk       Part = "desk"
	Field      Part = "field"
	Protection Part = "protection"
)

// parts are all of them, with the role that an account of the part usually has.
var parts = []struct {
	part Part
	role avrr.Role
}{{Officer, avrr.ReturnOfficer}, {Approver, avrr.ReturnOfficer}, {Manager, avrr.ProgrammeManager}, {Desk, avrr.TravelDesk},
	{Field, avrr.ReintegrationOfficer}, {Protection, avrr.ProtectionOfficer}}

// StandIns play the parts while a file is only tried: different people, each in the role of the part.
func StandIns() map[Part]avrr.Actor {
	actors := map[Part]avrr.Actor{}
	for _, p := range parts {
		actors[p.part] = avrr.Actor{ID: "import-" + string(p.part), Role: p.role}
	}
	return actors
}

// Cannot names an action of the part that a role does not perform, "" when it performs them all.
func (p Part) Cannot(role avrr.Role) string {
	for _, s := range steps {
		if a, ok := avrr.Find(s.action); ok && s.by == p && !a.MayBy(role) {
			return a.Title.EN
		}
	}
	return ""
}

// Missing answers the parts that the caseload needs and nobody plays.
func (c *Caseload) Missing(staff Staff) []string {
	var missing []string
	for _, p := range parts {
		_, played := staff[p.part]
		needed := slices.ContainsFunc(c.Cases, func(planned *Planned) bool {
			return slices.ContainsFunc(planned.Deeds, func(d Deed) bool { return d.By == p.part })
		})
		if needed && !played {
			missing = append(missing, string(p.part))
		}
	}
	return missing
}
