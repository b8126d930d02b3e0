package avrr

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // days are counted alike on every machine, whatever it has installed
)

// A Case is one return case as its log tells it: always the fold of its events, never edited otherwise.
type Case struct {
	ID               string `json:"id"`
	Reference        string `json:"reference"`
	Programme        string `json:"programme"`
	ProgrammeVersion string `json:"programme_version"`

	Stage   Stage `json:"stage"`
	Seq     int   `json:"seq"`     // counts all events
	Version int   `json:"version"` // counts the events people caused

	OpenedAt        time.Time   `json:"opened_at"`
	AppliedOn       Date        `json:"applied_on"`
	Entry           string      `json:"entry"`
	Language        string      `json:"language"`
	Interpreter     bool        `json:"interpreter_needed"`
	HostCountry     string      `json:"host_country"`
	HostOffice      string      `json:"host_office"`
	ReceivingOffice string      `json:"receiving_office"`
	LegalStatus     string      `json:"legal_status"`
	ReturnType      string      `json:"return_type,omitempty"` // forced, where a state removed the person; else voluntary
	Funding         string      `json:"funding"`
	Contact         *Contact    `json:"contact"`
	Destination     Destination `json:"destination"`
	ReturnDecision  Date        `json:"return_decision_on,omitzero"` // the host state's decision that the person must leave
	LeaveBy         Date        `json:"leave_by,omitzero"`           // the last day of the voluntary departure period, when it is told
	Told            Told        `json:"told"`
	Members         []*Member   `json:"members"`

	Representatives []*Representative `json:"representatives,omitempty"`
	Withdrew        map[string]Date   `json:"withdrew,omitempty"` // when each holder last withdrew
	Issued          map[string]int    `json:"issued,omitempty"`   // how many ids of each kind were given out

	OnHold     bool        `json:"on_hold"`
	HeldSince  time.Time   `json:"held_since,omitzero"`
	Withdrawn  bool        `json:"withdrawn"`
	Restricted bool        `json:"restricted"`
	Stays      []Stay      `json:"stays,omitempty"`  // where it was and since when, the first one first
	Links      []Link      `json:"links,omitempty"`  // cases of the same family
	Voided     map[int]int `json:"voided,omitempty"` // events that were taken back, each with the seq of the event that did

	Officers map[Duty]string      `json:"officers"`          // account by duty
	Offices  map[Duty]*OfficeDuty `json:"offices,omitempty"` // whom each duty was offered to

	Counselled   Date                       `json:"counselled,omitzero"`
	Assessment   *Assessment                `json:"assessment,omitempty"`
	Ruling       *Ruling                    `json:"ruling,omitempty"` // the last one that set the case going, or ended it
	Appeal       *Appeal                    `json:"appeal,omitempty"`
	Exceptions   []*Exception               `json:"exceptions,omitempty"`
	Briefed      Date                       `json:"briefed,omitzero"`
	Booking      *Booking                   `json:"booking,omitempty"`
	Before       []*Booking                 `json:"bookings_before,omitempty"` // of journeys that broke off, with what was told of them
	ArrivedAt    time.Time                  `json:"arrived_at,omitzero"`
	Plan         *Plan                      `json:"plan,omitempty"`          // in force, or the first one proposed
	Amendment    *Plan                      `json:"amendment,omitempty"`     // that waits for its decision
	PlanVersions []*Plan                    `json:"plan_versions,omitempty"` // what was in force before, and amendments that were not approved; the oldest first
	Declined     bool                       `json:"declined_reintegration"`
	Deliveries   []Delivery                 `json:"deliveries,omitempty"`
	Suppliers    []SupplierReport           `json:"supplier_reports,omitempty"` // who did not keep to an order
	Costs        []Cost                     `json:"costs,omitempty"`
	Referrals    []*Referral                `json:"referrals,omitempty"`
	Payments     []Payment                  `json:"payments,omitempty"`
	Payees       []*Payee                   `json:"payees,omitempty"`
	BankOrders   []*BankOrder               `json:"bank_orders,omitempty"`
	Visits       []*Visit                   `json:"visits,omitempty"`
	Instruments  []string                   `json:"instruments,omitempty"` // codes of what the programme asks
	Surveys      []*Survey                  `json:"surveys,omitempty"`
	Appointments []*Appointment             `json:"appointments,omitempty"`
	Contacts     map[string]*ContactSummary `json:"contacts,omitempty"` // by member
	Papers       []*IssuedPaper             `json:"papers,omitempty"`
	Notices      []*Notice                  `json:"notices,omitempty"`
	Files        []*File                    `json:"files,omitempty"`
	Raised       []*Task                    `json:"raised,omitempty"` // tasks that people or doubts raised; the others follow from the case
	Closure      *Closure                   `json:"closure,omitempty"`
	LastBy       map[string]string          `json:"last_by"`         // who did each action last
	Fired        map[string]time.Time       `json:"fired"`           // when each clock that has run out was due, by name and start
	Armed        map[string]time.Time       `json:"armed,omitempty"` // since when each run of a clock is known, by name and start
	ReopenedAt   time.Time                  `json:"reopened_at,omitzero"`
	LastTouched  time.Time                  `json:"last_touched"`
	LastReview   time.Time                  `json:"last_review,omitzero"`
	AsOf         time.Time                  `json:"as_of"` // when the last event was recorded

	given []IssuedPaper // while a log is folded: what it gives numbers to, whatever is taken back in it
}

// NewCase is a case before its first event.
func NewCase(id, reference string, p *Programme) *Case {
	c := &Case{ID: id, Reference: reference, Programme: p.Code, ProgrammeVersion: p.Version, Stage: Eligibility,
		Officers: map[Duty]string{}, LastBy: map[string]string{}, Fired: map[string]time.Time{}}
	for _, i := range p.Instruments {
		c.Instruments = append(c.Instruments, i.Code)
	}
	return c
}

// A Member is one person of the case with a fate of their own.
type Member struct {
	ID string `json:"id"`
	Person
	Relation  string     `json:"relation,omitempty"`
	Travels   bool       `json:"travels"`
	Fate      Fate       `json:"fate"`
	Consents  []*Consent `json:"consents,omitempty"`
	Ruling    *Ruling    `json:"ruling,omitempty"`
	Authority *Authority `json:"authority,omitempty"`
	// Recheck is set when a correction changed what the approval rested on.
	Recheck bool `json:"recheck,omitempty"`
	// Further is a member of a family whose first member is in a linked case.
	Further   bool              `json:"further,omitempty"`
	Papers    []*TravelDocument `json:"documents,omitempty"`
	Life      []LifeEvent       `json:"life,omitempty"` // what happened to them, in the order it was told
	Ended     *Ended            `json:"ended,omitempty"`
	Clearance *Clearance        `json:"clearance,omitempty"`
	Screening *Screening        `json:"screening,omitempty"`
	Risk      *Risk             `json:"risk,omitempty"`
	Reception *Reception        `json:"reception,omitempty"`
	Ticket    string            `json:"ticket,omitempty"`
	// What a child needs to travel alone, and each hand they passed through on the way.
	BestInterests *BestInterests `json:"best_interests,omitempty"`
	Receiver      *Receiver      `json:"receiver,omitempty"`
	Handovers     []Handover     `json:"handovers,omitempty"`    // in the order they happened
	CameAlone     time.Time      `json:"came_alone_at,omitzero"` // when they arrived as a child alone
	// Declined are the parts of the help after arrival the member does not want.
	Declined []string `json:"declined,omitempty"`
	// TicketName is the name the ticket was issued in.
	TicketName string    `json:"ticket_name,omitempty"`
	LeftAt     time.Time `json:"departed_at,omitzero"` // when the departure was recorded to have been
}

// Principal answers the member the case is named after: the first one who lives and has not left it.
func (c *Case) Principal() *Member {
	for _, m := range c.Members {
		if m.Fate != LeftCase && m.Fate != Died {
			return m
		}
	}
	if len(c.Members) == 0 {
		return nil
	}
	return c.Members[0]
}

// Member answers the member with that id, or nil.
func (c *Case) Member(id string) *Member {
	for _, m := range c.Members {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// having answers the members with one of the fates.
func (c *Case) having(fates ...Fate) []*Member {
	var found []*Member
	for _, m := range c.Members {
		if slices.Contains(fates, m.Fate) {
			found = append(found, m)
		}
	}
	return found
}

// travellers are those who are still to go. Who was refused entry and brought back, and still wishes to return, is one of them.
func (c *Case) travellers() []*Member { return c.having(Going, NoShow, Returned) }

// stageNow derives the stage from what has happened: that of the members still going or, when none is, of those who
// arrived; else the case is closed.
func (c *Case) stageNow(p *Programme) Stage {
	switch {
	case c.Closure != nil:
		return Closed
	case len(c.having(onTheWay...)) > 0:
		return Travel
	case len(c.travellers()) > 0:
		return c.stageBeforeDeparture()
	case len(c.having(Arrived)) > 0: // the help of those who are home does not wait for the appeal of another
		return c.stageAfterArrival(p)
	case c.Appeal.open():
		return Eligibility
	case len(c.having(Deferred)) > 0:
		return c.stageBeforeDeparture()
	case len(c.Members) == 0:
		return Eligibility
	}
	c.Closure = &Closure{Reason: c.endedBecause(), At: c.LastTouched}
	return Closed
}

func (c *Case) stageBeforeDeparture() Stage {
	switch {
	case !slices.ContainsFunc(c.having(separable...), (*Member).approved):
		return Eligibility
	case c.Booking != nil && c.Booking.Status == Ticketed:
		return Travel
	}
	return Preparation
}

func (c *Case) stageAfterArrival(p *Programme) Stage {
	switch {
	case p.PlanCeiling == 0 || c.Declined:
		return FollowUp
	case c.Plan == nil || c.Plan.Decision != "approve":
		return Arrival
	case !c.Plan.settled():
		return Reintegration
	}
	return FollowUp
}

func (c *Case) endedBecause() string {
	switch {
	case len(c.having(Withdrew)) > 0:
		return "withdrawn"
	case len(c.having(Refused)) > 0:
		return "refused"
	}
	for _, m := range slices.Backward(c.Members) {
		if m.Ended != nil {
			return m.Ended.Reason
		}
	}
	return "left"
}

// Officer answers who holds a duty, "" when only the office does.
func (c *Case) Officer(d Duty) string { return c.Officers[d] }

// Country is where the case's days are counted: the host country until arrival, the country of return from then on.
func (c *Case) Country() string {
	if !c.ArrivedAt.IsZero() || c.Entry == alreadyReturned {
		return c.Destination.Country
	}
	return c.HostCountry
}

// place is the zone of that country.
func (c *Case) place() *time.Location { return Zone(c.Country()) }

// choices answers the values of a reference that are still open, and all of them when none is: a visit that was made is not
// offered again.
func (c *Case) choices(kind string) []string {
	all := c.references(kind)
	open := slices.DeleteFunc(slices.Clone(all), func(id string) bool {
		switch kind {
		case "visit", refVisitToLog:
			return id != extraVisit && c.visit(id).done()
		case "appointment":
			return c.appointment(id).Outcome != ""
		case "instalment":
			state := c.Plan.instalment(id).State
			return state == Paid || state == Void
		case refToRelease:
			return c.Plan.instalment(id).State != Planned
		case refReleased:
			state := c.Plan.instalment(id).State
			return state != Released && state != Paid
		case refToDeliver:
			return !c.Plan.instalment(id).toDeliver()
		case "payment":
			p := c.payment(id)
			return p.reversed() == p.Money.Amount
		case "order":
			o := c.BankOrder(id)
			return !o.open() || o.Awaited()
		case "referral":
			return c.referral(id).Answer != ""
		case "notice":
			return !c.Notice(id).unanswered()
		}
		return false
	})
	if len(open) == 0 {
		return all
	}
	return open
}

// references answers the values a reference of an input may take.
func (c *Case) references(kind string) []string {
	ids := []string{}
	switch kind {
	case refCase:
		ids = append(ids, c.ID)
	case "member":
		for _, m := range c.Members {
			ids = append(ids, m.ID)
		}
	case "holder":
		for _, m := range c.Members {
			ids = append(ids, m.ID)
		}
		for _, r := range c.Representatives {
			if r.Holder == r.ID {
				ids = append(ids, r.ID)
			}
		}
	case "instalment", refToRelease, refReleased, refToDeliver:
		if c.Plan != nil {
			for _, i := range c.Plan.Instalments {
				ids = append(ids, i.ID)
			}
		}
	case "measure":
		if c.Plan != nil {
			for n := range c.Plan.Measures {
				ids = append(ids, strconv.Itoa(n+1))
			}
		}
	case "visit", refVisitToLog:
		for _, v := range c.Visits {
			ids = append(ids, v.ID)
		}
		if kind == refVisitToLog {
			ids = append(ids, extraVisit)
		}
	case "instrument":
		ids = append(ids, c.Instruments...)
	case "payment":
		for _, p := range c.Payments {
			ids = append(ids, p.ID)
		}
	case "payee":
		for _, p := range c.Payees {
			ids = append(ids, p.ID)
		}
	case "order":
		for _, o := range c.BankOrders {
			ids = append(ids, o.Key)
		}
	case "referral":
		for _, r := range c.Referrals {
			ids = append(ids, r.ID)
		}
	case "file":
		for _, f := range c.Files {
			ids = append(ids, f.ID)
		}
	case "appointment":
		for _, a := range c.Appointments {
			ids = append(ids, a.ID)
		}
	case "notice":
		for _, n := range c.Notices {
			if n.Answerable() {
				ids = append(ids, n.ID)
			}
		}
	case "task":
		for _, t := range c.Raised {
			if t.DoneAt.IsZero() {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}

// zones of the countries the shipped programmes name. Elsewhere days are counted in UTC: off by one at the most.
var zones = map[string]string{
	"AL": "Europe/Tirane", "AT": "Europe/Vienna", "BD": "Asia/Dhaka", "BE": "Europe/Brussels", "CH": "Europe/Zurich", "DE": "Europe/Berlin",
	"ES": "Europe/Madrid", "FR": "Europe/Paris", "GB": "Europe/London", "GE": "Asia/Tbilisi", "GH": "Africa/Accra", "GR": "Europe/Athens",
	"IQ": "Asia/Baghdad", "IT": "Europe/Rome", "LY": "Africa/Tripoli", "MA": "Africa/Casablanca", "MD": "Europe/Chisinau", "MK": "Europe/Skopje",
	"NG": "Africa/Lagos", "NL": "Europe/Amsterdam", "PK": "Asia/Karachi", "RS": "Europe/Belgrade", "SE": "Europe/Stockholm", "TN": "Africa/Tunis",
	"TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "VN": "Asia/Ho_Chi_Minh", "XK": "Europe/Belgrade",
}

// Zoned answers the countries that Zone knows, in alphabetical order.
func Zoned() []string { return slices.Sorted(maps.Keys(zones)) }

// located are the zones themselves, read once: a list asks for one a row.
var located = func() map[string]*time.Location {
	all := map[string]*time.Location{}
	for country, zone := range zones {
		if l, err := time.LoadLocation(zone); err == nil {
			all[country] = l
		}
	}
	return all
}()

// Zone answers the time zone of a country's capital, and UTC for a country not listed.
func Zone(country string) *time.Location {
	if l, ok := located[country]; ok {
		return l
	}
	return time.UTC
}

// raise adds a task that does not follow from the case by itself, unless the same one is open.
func (c *Case) raise(id string, title Text, detail string, duty Duty, at time.Time) {
	if slices.ContainsFunc(c.Raised, func(t *Task) bool { return t.ID == id && t.DoneAt.IsZero() }) {
		return
	}
	c.Raised = append(c.Raised, &Task{ID: id, Title: title, Detail: detail, Duty: duty, RaisedAt: at})
}

// checkReferences refuses an input that names a member, a visit or an instalment the case does not have.
func (j *Judging) checkReferences() error {
	for _, r := range referencesOf(j.Input) {
		if known := j.known(r.kind, j.Case.references(r.kind)); !slices.Contains(known, r.id) {
			return &Error{Code: CodeInvalid, Field: "/" + r.field,
				Message: fmt.Sprintf("%s: the case has no %s %q; it has %s.", r.field, r.kind, printable(r.id), listed(known))}
		}
	}
	return nil
}

func listed(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

// NeedsPerson reports whether somebody has to look: a deadline passed, or a fact contradicts the case.
func (c *Case) NeedsPerson() bool {
	return slices.ContainsFunc(c.Raised, func(t *Task) bool { return t.DoneAt.IsZero() })
}
