package access

import (
	"slices"

	"homeward/avrr"
	"homeward/store"
)

// What people do beside the actions of the catalogue.
const (
	SeeCaseload    = "see-caseload"
	SeeWork        = "see-work" // what somebody has to do themselves
	SeeCase        = "see-case" // the page of a case; SeesPersonal says whether with names
	SeeMovements   = "see-movements"
	SeeVisits      = "see-visits"    // the visits to be made, as part of their work
	HoldCases      = "hold-cases"    // cases can be theirs by name
	ChooseOffices  = "choose-office" // they work where cases are opened: lists choose by the office that did
	SeeProgrammes  = "see-programmes"
	AddFile        = "add-file"
	OpenFile       = "open-file"  // what somebody uploaded
	OpenPaper      = "open-paper" // what Homeward printed
	SeeAudit       = "see-audit"
	SeeResults     = "see-results"   // what the cases come to, for a donor
	ExportCases    = "export-cases"  // the caseload as a file
	SeeApprovals   = "see-approvals" // what waits for a decision by another person
	SetBudget      = "set-budget"
	SeeBudgets     = "see-budgets"  // what each programme may promise, and has
	SeeBatches     = "see-batches"  // the batch files for the bank, without payees and accounts
	MakeBatches    = "make-batches" // make, send and cancel them
	OpenBatchFile  = "open-batch-file"
	ImportBankFile = "import-bank-answers"
	ManageAccounts = "manage-accounts"
)

var (
	onCases   = []avrr.Role{avrr.ReturnOfficer, avrr.TravelDesk, avrr.ReintegrationOfficer, avrr.ProtectionOfficer, avrr.ProgrammeManager}
	seesCases = append(slices.Clone(onCases), avrr.Auditor)
)

var acts = map[string][]avrr.Role{
	SeeCaseload:   seesCases,
	SeeWork:       onCases,
	SeeCase:       seesCases,
	SeeMovements:  seesCases,
	SeeVisits:     {avrr.ReintegrationOfficer, avrr.ProgrammeManager},
	HoldCases:     {avrr.ReturnOfficer, avrr.TravelDesk, avrr.ReintegrationOfficer},
	ChooseOffices: {avrr.ReturnOfficer, avrr.ProtectionOfficer, avrr.ProgrammeManager},
	SeeProgrammes: seesCases,
	AddFile:       onCases,
	OpenFile:      seesCases,
	OpenPaper:     seesCases,
	SeeAudit:      {avrr.ProgrammeManager, avrr.Auditor},
	// System stands for whoever has the command line of the host.
	SeeResults:     {avrr.ProgrammeManager, avrr.Auditor, avrr.System},
	ExportCases:    {avrr.ProgrammeManager, avrr.Auditor, avrr.System},
	SeeBudgets:     {avrr.ProgrammeManager, avrr.Administrator, avrr.Auditor},
	SeeApprovals:   {avrr.ReturnOfficer, avrr.ReintegrationOfficer, avrr.ProgrammeManager, avrr.Auditor},
	SetBudget:      {avrr.Administrator, avrr.System}, // never by those who approve plans on it
	SeeBatches:     {avrr.ProgrammeManager, avrr.Auditor},
	MakeBatches:    {avrr.ProgrammeManager},
	OpenBatchFile:  {avrr.ProgrammeManager},
	ImportBankFile: {avrr.ProgrammeManager},
	ManageAccounts: {avrr.Administrator, avrr.System},
}

// May answers nil when the actor may perform an action of the catalogue or one of the acts above on the case, and otherwise
// an avrr.Error: CodeRole, or CodeNotFound when there is no such action. Without a case it answers for the role alone.
func May(actor avrr.Actor, action string, c *avrr.Case) error {
	roles, known := rolesFor(action)
	switch {
	case !known:
		return avrr.Errorf(avrr.CodeNotFound, "There is no such action.")
	case !slices.Contains(roles, actor.Role):
		return avrr.Errorf(avrr.CodeRole, "%s", whoDoes(roles))
	case c != nil && !trusted(actor, action, c):
		// The same words whatever the reason: they must not tell that a case is restricted.
		return avrr.Errorf(avrr.CodeRole, "Somebody else looks after this case; ask the case owner.")
	}
	return nil
}

// SeesPersonal reports whether names and other personal data of the case are shown to the actor. Of a restricted case they
// are shown to those who hold one of its duties, to protection officers and to programme managers; others see its reference.
func SeesPersonal(actor avrr.Actor, c *avrr.Case) bool {
	switch {
	case !slices.Contains(seesCases, actor.Role):
		return false
	case !c.Restricted, actor.Role == avrr.ProtectionOfficer, actor.Role == avrr.ProgrammeManager:
		return true
	}
	return holdsDuty(actor, c)
}

// FindsAs answers the audiences an actor searches for: with them a case is found by a name, a document or a telephone number
// exactly when SeesPersonal shows those to the actor.
func FindsAs(actor avrr.Actor) []string {
	if !slices.Contains(seesCases, actor.Role) {
		return nil
	}
	audiences := []string{store.AudienceStaff}
	if actor.Role == avrr.ProtectionOfficer || actor.Role == avrr.ProgrammeManager {
		audiences = append(audiences, store.AudienceProtection)
	}
	if actor.ID != "" && avrr.DutyOf(actor.Role) != "" {
		audiences = append(audiences, actor.ID)
	}
	return audiences
}

// SeesClaims reports whether the actor may learn that somebody claimed asylum or was granted protection, and their legal status
// in the host country. Who works in the country of return may not: it is the country the claim is about (UNHCR, Advisory Opinion
// on the Rules of Confidentiality Regarding Asylum Information, 2005).
func SeesClaims(actor avrr.Actor) bool { return actor.Role != avrr.ReintegrationOfficer }

// SeesMedical reports whether the actor may learn what a doctor found, and of a stay in hospital. The travel desk sees what a traveller
// needs on the way, by its code, and not what it comes from.
func SeesMedical(actor avrr.Actor) bool { return actor.Role != avrr.TravelDesk }

// SeesBestInterests reports whether the actor may learn what a panel found to be best for a child; others learn whether it stands
// in the way of the journey.
func SeesBestInterests(actor avrr.Actor) bool {
	return actor.Role != avrr.TravelDesk && actor.Role != avrr.ReintegrationOfficer
}

// SeesWhoLooked reports whether the actor may learn who has looked at the case: those who may see the audit, and whoever the case
// belongs to.
func SeesWhoLooked(actor avrr.Actor, c *avrr.Case) bool {
	return May(actor, SeeAudit, c) == nil || actor.Role == avrr.ReturnOfficer && actor.ID != "" && c.Officer(avrr.ReturnDuty) == actor.ID
}

// SeesProtected reports whether the answers of a screening or a risk assessment are shown to the actor: to their author and
// to protection officers.
func SeesProtected(actor avrr.Actor, author string) bool {
	return actor.Role == avrr.ProtectionOfficer || slices.Contains(onCases, actor.Role) && actor.ID != "" && actor.ID == author
}

func rolesFor(action string) ([]avrr.Role, bool) {
	if roles, ok := acts[action]; ok {
		return roles, true
	}
	if a, ok := avrr.Find(action); ok {
		return a.Roles, true
	}
	return nil, false
}

// trusted reports whether this case is open to this actor for what their role does. The desk and the field work on a
// restricted case without its names; a return officer works on it only as its own, or could take it over by assigning it.
// What is never refused, withdrawal, is not refused here either.
func trusted(actor avrr.Actor, action string, c *avrr.Case) bool {
	if a, ok := avrr.Find(action); ok && a.Always || SeesPersonal(actor, c) {
		return true
	}
	switch action {
	case OpenFile, OpenPaper, "correct-details", "change-members", "void-event": // nobody overwrites what they may not read
		return false
	case ManageAccounts, SeeCaseload, SeeWork, SeeCase, SeeMovements, SeeVisits, HoldCases, ChooseOffices, SeeProgrammes, SeeAudit, SeeResults, ExportCases, SeeBudgets, SetBudget, SeeApprovals, SeeBatches, MakeBatches, OpenBatchFile, ImportBankFile:
		return true
	}
	return actor.Role != avrr.ReturnOfficer
}

// holdsDuty asks for the role too: who has become an auditor holds no duty any more, whatever the case remembers.
func holdsDuty(actor avrr.Actor, c *avrr.Case) bool {
	if actor.ID == "" || avrr.DutyOf(actor.Role) == "" {
		return false
	}
	for _, holder := range c.Officers {
		if holder == actor.ID {
			return true
		}
	}
	return false
}

func whoDoes(roles []avrr.Role) string {
	named := avrr.RolesNamed(roles)
	if named == "" {
		return "Nobody does this by hand."
	}
	return "Another role does this: " + named + "."
}
