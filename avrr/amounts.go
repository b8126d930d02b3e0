package avrr

import (
	"fmt"
	"slices"
	"time"
)

// An Amount is what a line of the package gives those its condition is for.
type Amount struct {
	When      Condition
	PerPerson int64 // minor units; 0: nothing
	PerFamily int64 // the most the family may come to on the line where this amount is given; 0: as the line says
}

// A Condition says whom an amount is for. Every part that is given must hold, and one that rests on what nobody knows does not.
// Its zero value holds for everybody.
type Condition struct {
	Nationality    []string // ISO 3166-1 alpha-2
	NationalityNot []string
	LegalStatus    []string
	Age            Bounds // whole years on the day of application
	AppliedFrom    Date   // the first day of application it holds for
	AppliedUntil   Date   // the last one
	// Whole weeks and months from the host state's return decision to the application. The day of the decision does not count, the
	// last one counts in full (Regulation (EEC, Euratom) No 1182/71, art. 3).
	Weeks, Months Bounds
	Departure     string // running or over: the period for voluntary departure on the day of application
	Family        Bounds // how many of the family are helped, over all its cases
	Position      string // first or further: the place in the family
	Entry         string // before_departure or already_returned
	ReturnType    string // voluntary or forced
}

// Bounds are whole numbers from From to below Under; 0 sets no bound.
type Bounds struct{ From, Under int }

func (b Bounds) given() bool { return b != Bounds{} }

// Holds reports whether a number lies within the bounds.
func (b Bounds) Holds(n int) bool { return n >= b.From && (b.Under == 0 || n < b.Under) }

// Words of a Condition.
const (
	FirstOfFamily   = "first"
	FurtherOfFamily = "further"

	DepartureRunning = "running"
	DepartureOver    = "over"

	VoluntaryReturn = "voluntary"
	ForcedReturn    = "forced"
)

// NotKnown stands for a number nobody knows.
const NotKnown = -1

// Particulars are what the amounts of a package look at in one person. An empty text or day, and NotKnown, is what nobody knows.
type Particulars struct {
	Nationality, LegalStatus     string
	Age, Weeks, Months, Family   int
	Applied                      Date
	Departure, Position          string
	Entry, ReturnType            string
	beforeDecision, ageUncertain bool
}

// A test is one part of a condition as it stands for somebody.
type test struct {
	fact         string // see FactSpecs; what of the case it rests on
	named        Text   // what it is about
	known, holds bool
	says         Text // what is so
}

// Applies reports whether an amount of this condition is for somebody.
func (w Condition) Applies(x Particulars) bool {
	return !slices.ContainsFunc(w.tests(x), func(t test) bool { return !t.holds })
}

// mayApply answers what would have to be known to say whether the condition holds, nothing when it is clear.
func (w Condition) mayApply(x Particulars) (unknown []test) {
	for _, t := range w.tests(x) {
		switch {
		case !t.known:
			unknown = append(unknown, t)
		case !t.holds:
			return nil
		}
	}
	return unknown
}

func (w Condition) tests(x Particulars) (all []test) {
	add := func(fact string, named Text, known, holds bool, says Text) {
		all = append(all, test{fact, named, known, known && holds, says})
	}
	if from := x.Nationality; len(w.Nationality)+len(w.NationalityNot) > 0 {
		holds := (len(w.Nationality) == 0 || slices.Contains(w.Nationality, from)) && !slices.Contains(w.NationalityNot, from)
		add("nationality", T("nationality", "shtetësia"), from != "", holds, T("nationality "+from, "shtetësia "+from))
	}
	if len(w.LegalStatus) > 0 {
		status := statusNames[x.LegalStatus]
		add("legal_status", T("legal status", "statusi ligjor"), x.LegalStatus != "", slices.Contains(w.LegalStatus, x.LegalStatus), status)
	}
	if w.Age.given() {
		add("age", T("age", "mosha"), x.Age != NotKnown, w.Age.Holds(x.Age), x.sayAge())
	}
	if !w.AppliedFrom.IsZero() || !w.AppliedUntil.IsZero() {
		holds := !x.Applied.Before(w.AppliedFrom) && (w.AppliedUntil.IsZero() || !x.Applied.After(w.AppliedUntil))
		add("applied_on", T("day of application", "dita e aplikimit"), !x.Applied.IsZero(), holds, T("applied on "+x.Applied.String(), "aplikuar më "+x.Applied.String()))
	}
	decision := T("day of the return decision", "dita e vendimit të kthimit")
	if w.Weeks.given() {
		add("return_decision_on", decision, x.Weeks != NotKnown, w.Weeks.Holds(x.Weeks), x.sayDecided(x.Weeks, T("week", "jave"), T("weeks", "javësh")))
	}
	if w.Months.given() {
		add("return_decision_on", decision, x.Months != NotKnown, w.Months.Holds(x.Months), x.sayDecided(x.Months, T("month", "muaji"), T("months", "muajsh")))
	}
	if w.Departure != "" {
		add("leave_by", T("last day of the period for departure", "dita e fundit e afatit të nisjes"), x.Departure != "", w.Departure == x.Departure, conditionWords[x.Departure])
	}
	if w.Family.given() {
		n := x.Family
		add("members", T("members of the family", "anëtarët e familjes"), true, w.Family.Holds(n), T(fmt.Sprintf("%d of the family are helped", n), fmt.Sprintf("%d të familjes ndihmohen", n)))
	}
	for _, word := range []struct {
		fact, wanted, is string
		named            Text
	}{
		{"relation", w.Position, x.Position, T("place in the family", "vendi në familje")},
		{"entry", w.Entry, x.Entry, T("before departure or already returned", "para nisjes apo tashmë i kthyer")},
		{"return_type", w.ReturnType, x.ReturnType, T("kind of return", "lloji i kthimit")},
	} {
		if word.wanted != "" {
			add(word.fact, word.named, word.is != "", word.wanted == word.is, conditionWords[word.is])
		}
	}
	return all
}

func (x Particulars) sayAge() Text {
	if x.ageUncertain {
		return T(fmt.Sprintf("possibly only %d years old on the day of application", x.Age), fmt.Sprintf("ndoshta vetëm %d vjeç në ditën e aplikimit", x.Age))
	}
	return T(fmt.Sprintf("%d years old on the day of application", x.Age), fmt.Sprintf("%d vjeç në ditën e aplikimit", x.Age))
}

// sayDecided says how long after the return decision somebody applied, whole weeks or months being over.
func (x Particulars) sayDecided(whole int, one, more Text) Text {
	n, unit := whole+1, more
	if n == 1 {
		unit = one
	}
	if x.beforeDecision {
		return T("applied before the return decision", "aplikuar para vendimit të kthimit")
	}
	return T(fmt.Sprintf("applied within %d %s of the return decision", n, unit.EN), fmt.Sprintf("aplikuar brenda %d %s nga vendimi i kthimit", n, unit.SQ))
}

// statusNames say in words what a legal status is.
var statusNames = map[string]Text{
	"asylum_seeker":  T("seeks asylum", "kërkon azil"),
	"rejected":       T("was refused asylum", "i është refuzuar azili"),
	"tolerated":      T("is tolerated", "tolerohet"),
	"irregular":      T("has no right to stay", "nuk ka të drejtë qëndrimi"),
	"stranded":       T("is stranded", "ka mbetur i bllokuar"),
	"student_worker": T("studies or works in the host country", "studion ose punon në vendin pritës"),
	"permit_holder":  T("has a residence permit", "ka leje qëndrimi"),
	"other":          T("has another legal status", "ka një status tjetër ligjor"),
}

// conditionWords say in words what a word of a condition means.
var conditionWords = map[string]Text{
	FirstOfFamily:      T("first member of the family", "anëtari i parë i familjes"),
	FurtherOfFamily:    T("further member of the family", "anëtar tjetër i familjes"),
	"before_departure": T("applied before departure", "aplikuar para nisjes"),
	alreadyReturned:    T("had returned already", "ishte kthyer tashmë"),
	VoluntaryReturn:    T("voluntary return", "kthim vullnetar"),
	ForcedReturn:       T("forced return", "kthim i detyruar"),
	DepartureRunning:   T("applied while the period for departure ran", "aplikuar ndërsa afati i nisjes vazhdonte"),
	DepartureOver:      T("applied after the period for departure", "aplikuar pas afatit të nisjes"),
}

// particulars are what is known of somebody at a place in a family of so many.
func (e entitled) particulars(place, family int) Particulars {
	c, m := e.c, e.m
	x := Particulars{Nationality: m.Nationality, LegalStatus: c.LegalStatus, Age: NotKnown, Weeks: NotKnown, Months: NotKnown, Family: family,
		Applied: c.AppliedOn, Position: FirstOfFamily, Entry: c.Entry, ReturnType: c.ReturnType}
	if place > 0 {
		x.Position = FurtherOfFamily
	}
	if x.ReturnType == "" {
		x.ReturnType = VoluntaryReturn
	}
	if m.Birth != nil {
		age, sure := m.Birth.AgeOn(c.AppliedOn)
		x.Age, x.ageUncertain = age, !sure
	}
	if !c.ReturnDecision.IsZero() {
		x.Weeks, x.Months = wholeWeeks(c.ReturnDecision, c.AppliedOn), wholeMonths(c.ReturnDecision, c.AppliedOn)
		x.beforeDecision = c.AppliedOn.Before(c.ReturnDecision)
	}
	switch {
	case c.LeaveBy.IsZero():
	case c.AppliedOn.After(c.LeaveBy):
		x.Departure = DepartureOver
	default:
		x.Departure = DepartureRunning
	}
	return x
}

// wholeWeeks answers how many weeks after one day are over before another begins.
func wholeWeeks(from, to Date) int { return max(0, from.DaysUntil(to)-1) / 7 }

// wholeMonths answers how many months after one day are over before another begins. A month without that day ends with its last one.
func wholeMonths(from, to Date) int {
	months := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	lastOfMonth := Date{to.Year, to.Month + 1, 0}.In(time.UTC).Day()
	if to.Day <= min(from.Day, lastOfMonth) {
		months--
	}
	return max(0, months)
}
