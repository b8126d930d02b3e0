package avrr

import (
	"fmt"
	"slices"
)

// A Population is a part of the people that a table counts: all of them, or those who are alike in one thing. Those of one thing leave
// nobody out and share nobody, so they add up to all.
type Population struct {
	By string `json:"by"` // one of Breakdowns
	Is string `json:"group"`
}

// What people are told apart by.
const (
	ByAll           = "all"
	BySex           = "sex"
	ByAge           = "age"
	ByNationality   = "nationality"
	ByVulnerability = "vulnerability"
)

// Breakdowns lists what people are told apart by, in the order of a table.
var Breakdowns = []string{ByAll, BySex, ByAge, ByNationality, ByVulnerability}

// everybody is what all others add up to.
var everybody = Population{ByAll, "all"}

// notKnown is where those are counted of whom it is not known.
const notKnown = "unknown"

// What makes somebody vulnerable, as far as a case tells without its protected answers: those are opened for no statistics.
const (
	VulnerableTrafficking = "trafficking"
	VulnerableAlone       = "child_alone"
	VulnerableHealth      = "health"
	VulnerableParent      = "single_parent"
	VulnerableOlder       = "older"
	VulnerableNone        = "none"
)

// The fewest people a number may be told of.
const (
	fewest        = 5
	fewestGuarded = 11 // where all of them are, or may be, trafficked persons or children alone
)

// guarded reports whether they are people whom a small number endangers most.
func (p Population) guarded() bool {
	return p.By == ByVulnerability && (p.Is == VulnerableTrafficking || p.Is == VulnerableAlone)
}

// ageBands are counted in whole years, each up to and with its last.
var ageBands = []struct {
	last int
	name string
}{{4, "0-4"}, {11, "5-11"}, {17, "12-17"}, {24, "18-24"}, {59, "25-59"}}

// oldest is the band of everybody older than the last of ageBands.
const oldest = "60+"

// ageBand answers the band of an age on the day of application, so that one person is of one band in every table.
func (c *Case) ageBand(m *Member) string {
	if m.Birth == nil {
		return notKnown
	}
	age, _ := m.Birth.AgeOn(c.AppliedOn)
	for _, band := range ageBands {
		if age <= band.last {
			return band.name
		}
	}
	return oldest
}

// vulnerability answers the first that is true of a member: somebody of whom several are is counted once.
func (c *Case) vulnerability(m *Member) string {
	switch {
	case m.Screening != nil && m.Screening.Concern:
		return VulnerableTrafficking
	case !m.CameAlone.IsZero(), c.appliedAlone(m):
		return VulnerableAlone
	case m.Clearance != nil && m.Clearance.Result != "fit", !m.lastly(Hospital).IsZero():
		return VulnerableHealth
	case c.singleParent(m):
		return VulnerableParent
	case c.ageBand(m) == oldest:
		return VulnerableOlder
	}
	return VulnerableNone
}

// appliedAlone reports whether a member is a child with whom no adult of the family applied, nor anybody who speaks for it. Who travels
// along later is another question: the children of a family that withdrew or moved away again were never alone.
func (c *Case) appliedAlone(m *Member) bool {
	return m.childOn(c.AppliedOn) && !slices.ContainsFunc(c.Members, func(o *Member) bool {
		return o != m && o.Fate != Staying && !o.childOn(c.AppliedOn) && c.lookAfter(o, m)
	})
}

// singleParent reports whether a member is the one adult of a case with children.
func (c *Case) singleParent(m *Member) bool {
	adults, children := 0, 0
	for _, o := range c.Members {
		if o.childOn(c.AppliedOn) {
			children++
		} else {
			adults++
		}
	}
	return children > 0 && adults == 1 && !m.childOn(c.AppliedOn)
}

// populationsOf answers where a member is counted, one of each of Breakdowns.
func (c *Case) populationsOf(m *Member) []Population {
	known := func(value string) string {
		if value == "" {
			return notKnown
		}
		return value
	}
	return []Population{everybody, {BySex, known(m.Sex)}, {ByAge, c.ageBand(m)}, {ByNationality, known(m.Nationality)}, {ByVulnerability, c.vulnerability(m)}}
}

// fixed are the populations that stand in every table in this order, whoever is of them; nationalities stand where somebody has them.
var fixed = func() []Population {
	all := []Population{everybody, {BySex, "F"}, {BySex, "M"}, {BySex, "X"}, {BySex, notKnown}}
	for _, band := range ageBands {
		all = append(all, Population{ByAge, band.name})
	}
	all = append(all, Population{ByAge, oldest}, Population{ByAge, notKnown})
	for _, v := range []string{VulnerableTrafficking, VulnerableAlone, VulnerableHealth, VulnerableParent, VulnerableOlder, VulnerableNone} {
		all = append(all, Population{ByVulnerability, v})
	}
	return all
}()

var populationTitles = map[Population]Text{
	everybody:                                T("All", "Gjithsej"),
	{BySex, "F"}:                             T("Female", "Femra"),
	{BySex, "M"}:                             T("Male", "Meshkuj"),
	{BySex, "X"}:                             T("Other", "Tjetër"),
	{BySex, notKnown}:                        T("Sex not known", "Gjinia nuk dihet"),
	{ByAge, oldest}:                          T("60 years and over", "60 vjeç e lart"),
	{ByAge, notKnown}:                        T("Age not known", "Mosha nuk dihet"),
	{ByNationality, notKnown}:                T("Nationality not known", "Shtetësia nuk dihet"),
	{ByVulnerability, VulnerableTrafficking}: T("Trafficked, or possibly so", "Të trafikuar, ose ndoshta"),
	{ByVulnerability, VulnerableAlone}:       T("Children alone", "Fëmijë të vetëm"),
	{ByVulnerability, VulnerableHealth}:      T("Health needs", "Nevoja shëndetësore"),
	{ByVulnerability, VulnerableParent}:      T("Single parents", "Prindër të vetëm"),
	{ByVulnerability, VulnerableOlder}:       T("60 years and over, nothing else", "60 vjeç e lart, asgjë tjetër"),
	{ByVulnerability, VulnerableNone}:        T("None of these", "Asnjë nga këto"),
}

var breakdownTitles = map[string]Text{
	ByAll:           T("All", "Gjithsej"),
	BySex:           T("Sex", "Gjinia"),
	ByAge:           T("Age on the day of application", "Mosha ditën e aplikimit"),
	ByNationality:   T("Nationality", "Shtetësia"),
	ByVulnerability: T("Vulnerability", "Cenueshmëria"),
}

// Title answers its name for people; of a nationality its ISO 3166-1 code.
func (p Population) Title() Text {
	if title, ok := populationTitles[p]; ok {
		return title
	}
	if p.By == ByAge {
		return T(fmt.Sprintf("%s years", p.Is), fmt.Sprintf("%s vjeç", p.Is))
	}
	return T(p.Is, p.Is)
}

// BreakdownTitle answers for people what a table tells them apart by.
func BreakdownTitle(by string) Text { return breakdownTitles[by] }
