package avrr

import (
	"strings"
	"time"
)

// A Role says what kind of work an account does. What each may do stands in the catalogue.
type Role string

// The roles of a return office.
const (
	ReturnOfficer        Role = "return_officer"
	TravelDesk           Role = "travel_desk"
	ReintegrationOfficer Role = "reintegration_officer"
	ProgrammeManager     Role = "programme_manager"
	ProtectionOfficer    Role = "protection_officer"
	Auditor              Role = "auditor"
	Administrator        Role = "administrator"

	// System is nobody's account: the clocks, and a movement that tells its cases what happened.
	System Role = "system"
)

// SystemActor is who acts when nobody does.
const SystemActor = "homeward"

// Roles lists the roles an account can have.
var Roles = []Role{ReturnOfficer, TravelDesk, ReintegrationOfficer, ProgrammeManager, ProtectionOfficer, Auditor, Administrator}

var roleTitles = map[Role]Text{
	ReturnOfficer:        T("Return officer", "Nëpunës i kthimit"),
	TravelDesk:           T("Travel desk", "Zyra e udhëtimeve"),
	ReintegrationOfficer: T("Reintegration officer", "Nëpunës i riintegrimit"),
	ProgrammeManager:     T("Programme manager", "Drejtues i programit"),
	ProtectionOfficer:    T("Protection officer", "Nëpunës i mbrojtjes"),
	Auditor:              T("Auditor", "Auditues"),
	Administrator:        T("Administrator", "Administrator"),
	System:               T("Homeward", "Homeward"),
}

// Title answers the role's name for people.
func (r Role) Title() Text { return roleTitles[r] }

// RolesNamed names roles in a sentence, "" when no account has any of them.
func RolesNamed(roles []Role) string {
	var titles []string
	for _, r := range roles {
		if r != System {
			titles = append(titles, strings.ToLower(r.Title().EN))
		}
	}
	return strings.Join(titles, ", ")
}

// A Duty is a share of the responsibility for a case; each is held by an office and, when assigned, by a person.
type Duty string

// The duties of a case.
const (
	ReturnDuty        Duty = "return"
	TravelDuty        Duty = "travel"
	ReintegrationDuty Duty = "reintegration"
	ProtectionDuty    Duty = "protection"
	ManagementDuty    Duty = "management"
)

// DutyOf answers the duty a role works for; administrators and auditors have none.
func DutyOf(r Role) Duty {
	switch r {
	case ReturnOfficer:
		return ReturnDuty
	case TravelDesk:
		return TravelDuty
	case ReintegrationOfficer:
		return ReintegrationDuty
	case ProtectionOfficer:
		return ProtectionDuty
	case ProgrammeManager:
		return ManagementDuty
	}
	return ""
}

// An Actor is who does something: an account, the role it acts in and its office.
type Actor struct {
	ID     string `json:"id"`
	Role   Role   `json:"role"`
	Office string `json:"office,omitempty"` // where the account works
}

// A Person is how somebody is known: one-word names have an empty FamilyName, and the name in its own script stands beside
// the Latin one.
type Person struct {
	FamilyName     string `json:"family_name,omitempty" schema:"max=300" doc:"Family name in Latin script; empty for people with one name."`
	GivenNames     string `json:"given_names" schema:"max=300" doc:"Given names in Latin script."`
	OriginalScript string `json:"original_script,omitempty" schema:"max=300" doc:"The whole name as its owner writes it."`
	Birth          *Birth `json:"birth,omitempty"`
	Sex            string `json:"sex,omitempty" schema:"enum=F|M|X" doc:"F, M or X, as in ICAO Doc 9303."`
	Nationality    string `json:"nationality,omitempty" schema:"like=AL,pattern=^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2."`
}

// Name writes the name in reading order.
func (p Person) Name() string {
	if p.FamilyName == "" {
		return p.GivenNames
	}
	return p.GivenNames + " " + p.FamilyName
}

// A Birth is as much of a birth date as is known: the day, the year, or about which year.
type Birth struct {
	Date  Date `json:"date,omitzero"`
	Year  int  `json:"year,omitempty" schema:"min=1890,max=2100"`
	About int  `json:"about,omitempty" schema:"min=1890,max=2100" doc:"About this year."`
}

// aboutYears is how far "about 2009" may be from the year of birth.
const aboutYears = 2

// latest answers the last day somebody can have been born on.
func (b *Birth) latest() Date {
	switch {
	case !b.Date.IsZero():
		return b.Date
	case b.Year != 0:
		return Date{b.Year, time.December, 31}
	}
	return Date{b.About + aboutYears, time.December, 31}
}

// earliest answers the first day somebody can have been born on.
func (b *Birth) earliest() Date {
	switch {
	case !b.Date.IsZero():
		return b.Date
	case b.Year != 0:
		return Date{b.Year, time.January, 1}
	}
	return Date{b.About - aboutYears, time.January, 1}
}

// AgeOn answers the age in whole years on a day, and whether it is sure. An unsure age is the youngest it can be: a person
// born about 2009 is treated as a child until known.
func (b *Birth) AgeOn(day Date) (years int, sure bool) {
	if b == nil {
		return 0, false
	}
	born := b.latest()
	years = day.Year - born.Year
	if day.Before(born.AddYears(years)) {
		years--
	}
	if sure = !b.Date.IsZero(); !sure {
		years = max(0, years)
	}
	return years, sure
}

// LatestMonth answers the last month somebody can have been born in, as 2012-03.
func (b *Birth) LatestMonth() string { return b.latest().String()[:7] }

// After reports whether somebody may be younger than somebody else.
func (b *Birth) After(o *Birth) bool { return b.latest().After(o.latest()) }

// String writes what is known: "1985-04-02", "1985" or "about 1985".
func (b *Birth) String() string {
	switch {
	case b == nil:
		return ""
	case !b.Date.IsZero():
		return b.Date.String()
	case b.Year != 0:
		return Date{Year: b.Year}.yearString()
	default:
		return "about " + Date{Year: b.About}.yearString()
	}
}

func (d Date) yearString() string { return d.String()[:4] }

// How many digits at the end of a number it is found by: the most are those that the spellings with and without its country code
// share, the least as many as people remember.
const (
	mostOfPhone  = 8
	leastOfPhone = 6
)

// PhoneKeys answer what a telephone number is found by, however it is spelt: its last eight, seven and six digits, the most first;
// none for what is no number, or too short for one.
func PhoneKeys(s string) (keys []string) {
	digits := phoneDigits(s)
	for n := min(mostOfPhone, len(digits)); n >= leastOfPhone; n-- {
		keys = append(keys, digits[len(digits)-n:])
	}
	return keys
}

// mostOfNumber is how many digits a telephone number has at most, its country's among them (ITU-T E.164 §6.2).
const mostOfNumber = 15

// phone refuses what can be no telephone number.
func phone(at, said string) error {
	digits := phoneDigits(said)
	if begun := strings.IndexAny(said, "0123456789"); len(digits) < leastOfPhone || len(digits) > mostOfNumber || strings.Contains(said[begun:], "+") {
		return broken("no-phone", at, "This can be no telephone number: write 6 to 15 digits, such as +355 69 123 4567; only spaces, hyphens, points and brackets may part them.")
	}
	return nil
}

// phoneDigits are the digits of a telephone number, "" for what is no number.
func phoneDigits(s string) string {
	var digits []byte
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case !strings.ContainsRune("+ ()-./\u00a0", r):
			return ""
		}
	}
	return string(digits)
}
