package avrr

import "time"

// A Programme is one version of a return programme, as data: who may travel on it, what it gives, and by when things are due.
// A case keeps the version it was opened under; Code and Version name it for ever.
type Programme struct {
	Code         string
	Version      string
	Title        Text
	Summary      Text
	Demo         bool // its clocks may run in minutes
	Illustrative bool // its amounts are modelled on a real programme, not taken from it
	Corridors    []Corridor
	Criteria     []Criterion
	Package      []PackageLine
	Currency     string // ISO 4217, of the package and the plan
	Clocks       map[string]Span
	FollowUp     []PlannedVisit
	LostContact  LostContact
	Papers       []string
	Holidays     map[string][]Date // by country, for working-day clocks
	// PlanCeiling is the most the plans of a family may come to, in minor units of Currency; 0: the programme has no plan. What
	// the lines of Package that are of the plan give the family's members may come to less.
	PlanCeiling int64
	Procurement Procurement // when what a plan buys is compared
	// Approval says up to which amount one manager approves a plan, in rising order; empty: always one.
	Approval []ApprovalLimit
	// Instruments are the questionnaires the programme asks, each in one version.
	Instruments []*Instrument
}

// A Corridor is a way people may return: from one of From to one of To, countries by ISO 3166-1 alpha-2; an empty list is any country.
type Corridor struct {
	From []string
	To   []string
}

// A Criterion is one rule of eligibility: an expression in CEL over the facts, the plain sentence an officer reads, and
// the norm it comes from.
type Criterion struct {
	ID     string
	When   string // CEL; true means the criterion is met
	Text   Text
	Source string
	// Asks is whether a criterion that is not met asks a person instead of refusing: where the facts only hint at what the
	// norm means, or where its exceptions rest on what is never a fact (health, vulnerability, trafficking).
	Asks bool
}

// A PackageLine is one thing the programme gives. Amounts are minor units of the programme's currency; a line without any is given
// at what it costs, as a ticket is.
type PackageLine struct {
	ID        string
	Title     Text
	Form      string // cash or in_kind
	Payer     string
	Place     string // departure, arrival, office or supplier
	PerPerson int64
	PerChild  int64 // for a person under 18; as PerPerson where the programme says nothing else
	PerNext   int64 // for each member after the first; as PerPerson where the programme says nothing else
	PerFamily int64 // 0: no cap for the family
	Parts     int   // the most instalments it may be given in; 1: all at once
	Plan      bool  // whether the reintegration plan is made of it
	// Amounts are for some people only; the first that applies is given, PerPerson where none does.
	Amounts   []Amount
	NotBefore *Span // how long after arrival it is not given yet; nil: from the first day on
	Window    *Span // how long after arrival it is given; nil: as long as the case is open
}

// A PlannedVisit is one follow-up visit of the schedule, counted from the day of arrival.
type PlannedVisit struct {
	ID    string
	Title Text
	After Span
}

// Calendars a Span may count in.
const (
	Days        = "days"
	WorkingDays = "working_days"
	Elapsed     = "elapsed" // only in programmes marked demo, and for clocks of Timetabled
)

// A Span is how long something may take: a number of days, of working days of a country, or of elapsed time.
type Span struct {
	Calendar string
	Days     int
	Elapsed  time.Duration
	Country  string // ISO 3166-1 alpha-2, for working days
}

// Names of the clocks the rules know. A programme sets how long each runs; one it does not name never runs.
const (
	ClockCounselling   = "counselling"    // from opening to the first counselling
	ClockDecision      = "decision"       // from the assessment to the decision
	ClockAuthority     = "authority"      // from the request to the authority's answer
	ClockPapers        = "papers"         // from approval, or the end of the booking before, to a booking
	ClockArrival       = "arrival"        // from the planned arrival to its confirmation
	ClockPlan          = "plan"           // from arrival to the plan
	ClockPlanReminder  = "plan-reminder"  // how long before the plan is due somebody is reminded to draw it up
	ClockPlanDecision  = "plan-decision"  // from the proposal to its decision
	ClockInstalment    = "instalment"     // from the plan's approval (or the last payment) to the next instalment
	ClockReview        = "review"         // a case nothing else is due on is looked at again
	ClockHoldReview    = "hold-review"    // a case on hold is looked at again
	ClockClosure       = "closure"        // from the last visit to closure
	ClockVisitReminder = "visit-reminder" // how long before a visit is due the visitor is reminded

	ClockVisitEscalation = "visit-escalation" // from the day a visit was due to telling the manager; at once where none is named

	ClockAppealWindow   = "appeal-window"    // from a refusal: until when an appeal may be lodged
	ClockAppealDecision = "appeal-decision"  // from the appeal to its decision
	ClockDeparture      = "departure-period" // from the host state's return decision: by when the person may leave of their own accord
	ClockAssignment     = "assignment"       // from offering a duty to an office to its answer
	ClockScan           = "scan"             // from a signature on paper to its scan
	ClockReferral       = "referral"         // from a referral to the provider's answer

	ClockCall         = "departure-call"  // how long before the departure the traveller is called
	ClockLastCheck    = "departure-check" // how long before the departure consent and arrangements are looked at for the last time
	ClockNotice       = "notice-reminder" // how long before the departure an office is reminded of a notice it has not acknowledged
	ClockNoticeAnswer = "notice-answer"   // from a notice to its acknowledgement, where the former had passed when it was made
)

// Backwards lists the clocks that run to what they remind of, and not from what began them.
var Backwards = []string{ClockPlanReminder, ClockVisitReminder, ClockCall, ClockLastCheck, ClockNotice}

// ClockTicketing asks for the tickets before the carrier's time limit for them. The hold names it, as it does ClockHold.
const ClockTicketing = "ticketing"

// ClockHold is the carrier's own time limit for a hold. It is no programme's to set: the hold itself names it.
const ClockHold = "hold"

// Timetabled lists the clocks that are counted from a timetable, in hours where a programme likes.
var Timetabled = []string{ClockCall, ClockLastCheck, ClockNotice, ClockNoticeAnswer}

// KnownClocks lists every clock name a programme may set.
var KnownClocks = []string{
	ClockCounselling, ClockDecision, ClockAuthority, ClockPapers, ClockArrival, ClockPlan, ClockPlanReminder, ClockPlanDecision,
	ClockInstalment, ClockReview, ClockHoldReview, ClockClosure, ClockVisitReminder, ClockVisitEscalation,
	ClockAppealWindow, ClockAppealDecision, ClockDeparture, ClockAssignment, ClockScan, ClockReferral,
	ClockCall, ClockLastCheck, ClockNotice, ClockNoticeAnswer,
}
