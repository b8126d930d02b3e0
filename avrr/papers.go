package avrr

import (
	"slices"
	"time"
)

// Papers the office prints.
const (
	PaperDeclaration    = "declaration"
	PaperDecision       = "decision_letter"
	PaperRefusal        = "refusal_letter"
	PaperApplication    = "etd_application" // only a state issues the document it asks for
	PaperTravelLetter   = "travel_letter"
	PaperItinerary      = "itinerary"
	PaperAdvanceBooking = "advance_booking"
	PaperAssistance     = "assistance_request"
	PaperHandover       = "handover"
	PaperReceipt        = "cash_receipt"
	PaperPlan           = "reintegration_plan"
	PaperAmendment      = "plan_amendment"
	PaperOrder          = "purchase_order"
	PaperDelivery       = "delivery_note"
	PaperVisit          = "visit_form"
	PaperClosure        = "closure_letter"
	PaperReport         = "final_report"
	PaperManifest       = "manifest" // of a movement, see IssueManifest
)

// A printedPaper is one kind of paper with all that is known of it before it is printed.
type printedPaper struct {
	kind    string
	title   Text
	mark    string // in its number
	journey bool   // it tells of the booked journey: it changes with it, ends a week after it and is called back with it
	ready   func(*Judging, IssueDocument) error
	about   func(IssueDocument) string                // the one thing it is of, where it is of one
	until   func(*Case, *Programme, string) time.Time // its last instant, by what it is of; nil where it does not end by itself
	stands  func(*Case, *IssuedPaper) string          // what it says that may change, "" once it no longer counts; nil where other events see to that
}

var printedPapers = []printedPaper{
	{
		kind:  PaperDeclaration,
		title: T("Voluntary return declaration", "Deklaratë e kthimit vullnetar"),
		mark:  "D",
		ready: ready(ofOne, going, afterInterview),
	},
	{
		kind:  PaperDecision,
		title: T("Decision letter", "Letër vendimi"),
		mark:  "G",
		ready: ready(ofOne, ours, decided("approve")),
	},
	{
		kind:  PaperRefusal,
		title: T("Letter of refusal", "Letër refuzimi"),
		mark:  "R",
		ready: ready(ofOne, ours, decided("refuse")),
	},
	{
		kind:  PaperApplication,
		title: T("Application for an emergency travel document", "Kërkesë për dokument udhëtimi emergjence"),
		mark:  "E",
		ready: ready(ofOne, going, withoutDocument),
	},
	{
		kind:    PaperTravelLetter,
		title:   T("Travel letter", "Letër udhëtimi"),
		mark:    "L",
		journey: true,
		ready:   ready(ofOne, going, withTicket, expected, inTheirName),
	},
	{
		kind:    PaperItinerary,
		title:   T("Itinerary", "Itinerari"),
		mark:    "I",
		journey: true,
		ready:   ready(going, withSeat),
	},
	{
		kind:    PaperAdvanceBooking,
		title:   T("Advance booking notification", "Njoftim paraprak i rezervimit"),
		mark:    "B",
		journey: true,
		ready:   ready(going, withTicket, toAnOffice),
	},
	{
		kind:    PaperAssistance,
		title:   T("Request for assistance on arrival", "Kërkesë për ndihmë në mbërritje"),
		mark:    "A",
		journey: true,
		ready:   ready(going, withTicket, toAnOffice),
	},
	{
		kind:    PaperHandover,
		title:   T("Handover of a child travelling alone", "Dorëzim i fëmijës që udhëton vetëm"),
		mark:    "H",
		journey: true,
		ready:   ready(ofOne, going, withTicket, fromHandToHand),
	},
	{
		kind:   PaperReceipt,
		title:  T("Cash receipt", "Dëftesë pagese"),
		mark:   "C",
		ready:  ready(ofCashPaid),
		about:  func(in IssueDocument) string { return in.Payment },
		stands: (*Case).receiptPaper,
	},
	{
		kind:   PaperPlan,
		title:  T("Reintegration plan", "Plani i riintegrimit"),
		mark:   "P",
		ready:  ready(ofPlanInForce),
		about:  ofTheCase,
		stands: (*Case).planPaper,
	},
	{
		kind:   PaperAmendment,
		title:  T("Amendment of the plan", "Ndryshim i planit"),
		mark:   "X",
		ready:  ready(ofPlanInForce, ofAmendment),
		about:  ofTheCase,
		stands: (*Case).amendmentPaper,
	},
	{
		kind:   PaperOrder,
		title:  T("Purchase order", "Urdhër blerjeje"),
		mark:   "O",
		ready:  ready(ofReleased, fromSupplier),
		about:  func(in IssueDocument) string { return in.Instalment },
		until:  (*Case).orderEnds,
		stands: (*Case).orderPaper,
	},
	{
		kind:   PaperDelivery,
		title:  T("Delivery note", "Fletëdorëzim"),
		mark:   "N",
		ready:  ready(ofReleased, fromSupplier),
		about:  func(in IssueDocument) string { return in.Instalment },
		stands: (*Case).deliveryPaper,
	},
	{
		kind:   PaperVisit,
		title:  T("Visit form", "Formular vizite"),
		mark:   "V",
		ready:  ready(ofVisit),
		about:  func(in IssueDocument) string { return in.Visit },
		stands: (*Case).visitPaper,
	},
	{
		kind:   PaperClosure,
		title:  T("Closing letter", "Letër mbylljeje"),
		mark:   "Z",
		ready:  ready(ofClosed, toSomebody),
		about:  ofTheCase,
		stands: (*Case).closingPaper,
	},
	{
		kind:   PaperReport,
		title:  T("Final report", "Raport përfundimtar"),
		mark:   "F",
		ready:  ready(ofClosed),
		about:  ofTheCase,
		stands: (*Case).closingPaper,
	},
	{
		kind:  PaperManifest,
		title: T("Manifest", "Lista e udhëtarëve"),
		mark:  "M",
	},
}

// PaperTitles names each paper for people.
var PaperTitles = func() map[string]Text {
	titles := map[string]Text{}
	for _, k := range printedPapers {
		titles[k.kind] = k.title
	}
	return titles
}()

func printedAs(kind string) printedPaper {
	i := slices.IndexFunc(printedPapers, func(k printedPaper) bool { return k.kind == kind })
	if i < 0 {
		return printedPaper{kind: kind}
	}
	return printedPapers[i]
}

// An IssuedPaper is a paper of the register: its content is the case as it stood when it was issued.
type IssuedPaper struct {
	Kind       string    `json:"kind"`
	Member     string    `json:"member"`            // empty when it is of all who travel together
	About      string    `json:"about,omitempty"`   // the payment, instalment or visit it is of
	Members    []string  `json:"members,omitempty"` // whom a paper of several names; of a manifest the ids of the cases
	Language   Language  `json:"language"`
	Version    int       `json:"version"`
	Number     string    `json:"number"`
	Status     string    `json:"status"` // current, superseded, withdrawn
	Seq        int       `json:"seq"`    // the event it follows from
	IssuedAt   time.Time `json:"issued_at"`
	ValidUntil time.Time `json:"valid_until,omitzero"` // its last instant, when it ends by itself
}

// Statuses of a paper in the register.
const (
	PaperCurrent    = "current"
	PaperSuperseded = "superseded"
	PaperWithdrawn  = "withdrawn"
)

// current reports whether the paper is the one that counts of its kind for a member, "" for everybody.
func (p *IssuedPaper) current(kind, member string) bool {
	return p.Kind == kind && p.Member == member && p.Status == PaperCurrent
}

// issue enters a paper in the register and supersedes the one before.
func (c *Case) issue(kind, member string, language Language, e *Event) {
	c.enter(IssuedPaper{Kind: kind, Member: member, Language: language}, e)
}

// Replaced answers the paper that another of the register took the place of: the last of the same kind about the same, in the same
// language. It is nil for the first, and after one that was withdrawn.
func (c *Case) Replaced(by IssuedPaper) (before *IssuedPaper) {
	for _, p := range c.Papers { // as they were issued
		if p.Kind == by.Kind && p.Member == by.Member && p.About == by.About && p.Language == by.Language && p.Version < by.Version {
			before = p
		}
	}
	if before == nil || before.Status != PaperSuperseded {
		return nil
	}
	return before
}

func (c *Case) enter(paper IssuedPaper, e *Event) {
	for _, p := range c.Papers {
		if p.current(paper.Kind, paper.Member) && p.About == paper.About && p.Language == paper.Language {
			p.Status = PaperSuperseded // the same paper in another language stays: each has its own readers
		}
	}
	paper.Status, paper.Seq, paper.IssuedAt = PaperCurrent, e.Seq, e.RecordedAt
	if printedAs(paper.Kind).journey {
		paper.ValidUntil = papersEnd(c.Booking.Segments)
		if paper.Member == "" {
			paper.Members = c.aboard()
		}
	}
	c.Papers = append(c.Papers, c.numbered(paper, e))
}

// journeyPapersLast is how many days after the planned arrival the papers of a journey count: a journey can run late, and its
// papers must not be shown on the next one.
const journeyPapersLast = 7

// papersEnd answers the last second of the last day the papers of a journey count, where it ends.
func papersEnd(journey []Segment) time.Time {
	arrives := lastArrival(journey)
	return dayBreak(DateOf(arrives).AddDays(journeyPapersLast+1), arrives.Location()).Add(-time.Second)
}

// reissue replaces a member's current papers of a kind, each in its language; one that was called back, as for a ticket in another
// name, is issued anew.
func (c *Case) reissue(kind, member string, e *Event) {
	if !c.renew(kind, member, e) {
		c.issue(kind, member, English, e)
	}
}

// renew replaces the current papers of a kind, each in its language, and reports whether there were any.
func (c *Case) renew(kind, member string, e *Event) (any bool) {
	for _, p := range slices.Clone(c.Papers) {
		if p.current(kind, member) && p.Seq != e.Seq {
			c.enter(IssuedPaper{Kind: kind, Member: member, About: p.About, Language: p.Language}, e)
			any = true
		}
	}
	return any
}

func (c *Case) withdrawPaper(kind, member string) {
	for _, p := range c.Papers {
		if p.current(kind, member) {
			p.Status = PaperWithdrawn
		}
	}
}

func (c *Case) withdrawPapers(member string) {
	for _, k := range printedPapers {
		c.withdrawPaper(k.kind, member)
	}
}

// withdrawJourneyPapers calls back what told a member of a journey that is off.
func (c *Case) withdrawJourneyPapers(member string) {
	for _, k := range printedPapers {
		if k.journey {
			c.withdrawPaper(k.kind, member)
		}
	}
}

// keepTogether keeps the papers of those who travel together true: when somebody leaves them or joins them, the papers name who
// is there now, and when the journey falls away they are called back.
func (c *Case) keepTogether(e *Event) {
	aboard := c.aboard()
	for _, p := range slices.Clone(c.Papers) {
		switch {
		case p.Status != PaperCurrent || len(p.Members) == 0 || slices.Equal(p.Members, aboard):
		case len(aboard) == 0:
			p.Status = PaperWithdrawn
		default:
			c.issue(p.Kind, p.Member, p.Language, e)
		}
	}
}

// aboard answers whom the booking takes or took, while it has not fallen away.
func (c *Case) aboard() []string {
	b := c.Booking
	if b == nil || !b.live() && b.Status != Under && b.Status != Completed {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(b.Members), func(id string) bool {
		return slices.Contains([]Fate{Died, LeftCase, Withdrew, Refused}, c.Member(id).Fate)
	})
}

// tellAnew has the papers of the journey say what it is now.
func (c *Case) tellAnew(e *Event) {
	for _, k := range printedPapers {
		if !k.journey {
			continue
		}
		c.renew(k.kind, "", e)
		for _, id := range c.Booking.Members {
			c.renew(k.kind, id, e)
		}
	}
}

// landed reports whether the journey was to be over at an instant: nobody is sent papers for it any more.
func (b *Booking) landed(at time.Time) bool { return !lastArrival(b.Segments).After(at) }

// giveOutPapers prints what those who travel together carry, and what the office that receives them is told.
func (c *Case) giveOutPapers(e *Event) {
	c.reissue(PaperItinerary, "", e)
	if c.betweenOffices() {
		c.reissue(PaperAdvanceBooking, "", e)
	}
}
