package avrr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An OfficeDuty is a duty as it stands with the office that was asked to take it.
type OfficeDuty struct {
	Office     string    `json:"office"`
	Status     string    `json:"status"` // offered, accepted, sent_back
	Since      time.Time `json:"since"`
	AnsweredBy string    `json:"answered_by,omitempty"` // account
	Reason     string    `json:"reason,omitempty"`      // why it was sent back
}

// Where a duty stands with an office.
const (
	DutyOffered  = "offered"
	DutyAccepted = "accepted"
	DutySentBack = "sent_back"
)

var assignableDuties = []Duty{ReturnDuty, TravelDuty, ReintegrationDuty, ProtectionDuty}

var dutyTitles = map[Duty]Text{
	ReturnDuty:        T("the return", "kthimin"),
	TravelDuty:        T("the journey", "udhëtimin"),
	ReintegrationDuty: T("reintegration", "riintegrimin"),
	ProtectionDuty:    T("protection", "mbrojtjen"),
}

// OfficeOf answers the office that has a duty, or was asked to take it: the one that opened the case for the return, unless
// another took it over. It is "" when no office was named: whoever has the duty's role then answers for it.
func (c *Case) OfficeOf(d Duty) string {
	if o := c.Offices[d]; o != nil && (o.Status == DutyAccepted || o.Status == DutyOffered && d != ReturnDuty) {
		return o.Office
	}
	if d == ReturnDuty {
		return c.HostOffice
	}
	return ""
}

// sameOffice compares offices as people write them.
func sameOffice(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// offer asks an office to take a duty. The office that opened the case has no need to answer itself.
func (c *Case) offer(d Duty, office string, e *Event) {
	if office = strings.TrimSpace(office); office == "" {
		return
	}
	if c.Offices == nil {
		c.Offices = map[Duty]*OfficeDuty{}
	}
	o := &OfficeDuty{Office: office, Status: DutyOffered, Since: e.when(c)}
	if sameOffice(office, c.HostOffice) {
		o.Status, o.AnsweredBy = DutyAccepted, e.Actor.ID
	}
	c.Offices[d] = o
	if d == ReintegrationDuty {
		c.receiveAt(office, e)
	}
}

// receiveAt names the office people are told of; what another one was told of a coming arrival is called back.
func (c *Case) receiveAt(office string, e *Event) {
	another := !sameOffice(c.ReceivingOffice, office)
	c.ReceivingOffice = office
	if another && slices.ContainsFunc(c.Notices, func(n *Notice) bool { return n.Status == NoticeCurrent && n.Answerable() }) {
		c.tellOffices(e)
	}
}

// correctReceiving puts the receiving office right: another one is asked, the same one written better keeps its answer.
func (c *Case) correctReceiving(office string, e *Event) {
	switch o := c.Offices[ReintegrationDuty]; {
	case office == "":
	case o != nil && sameOffice(office, o.Office):
		o.Office, c.ReceivingOffice = office, office
	default:
		c.offer(ReintegrationDuty, office, e)
	}
}

// Assign gives a duty to an office, to a person, or to both. Another office than the one that opened the case is asked.
type Assign struct {
	Duty   Duty   `json:"duty" schema:"enum=return|travel|reintegration|protection"`
	Office string `json:"office,omitempty" schema:"max=80" doc:"The office that is to take the duty; another one than that of the case accepts or sends back."`
	Person string `json:"person,omitempty" schema:"like=arta.hoxha,pattern=^[a-z0-9._-]{1,60}$" doc:"The account's user name."`
	When
}

type assigned struct {
	Account string `json:"account"`
}

func (in Assign) check(*Judging) error {
	if strings.TrimSpace(in.Office) == "" && in.Person == "" {
		return broken("nobody-named", "/office", "Name the office or the person that is to take the duty.")
	}
	return nil
}

func (in Assign) conclude(j *Judging) (any, error) {
	if in.Person == "" {
		return nil, nil
	}
	who, ok, err := j.Staff(in.Person)
	if err != nil {
		return nil, fmt.Errorf("assign: %w", err)
	}
	if !ok {
		return nil, broken("no-such-person", "/person", "Nobody has the user name %q.", in.Person)
	}
	if in.Duty == ProtectionDuty && who.Role != ProtectionOfficer {
		return nil, broken("not-protection", "/person", "Protection is looked after by a protection officer.")
	}
	return assigned{who.ID}, nil
}

func (in Assign) apply(c *Case, _ *Programme, e *Event) {
	office := strings.TrimSpace(in.Office)
	moves := office != "" && !sameOffice(office, c.OfficeOf(in.Duty))
	c.offer(in.Duty, office, e)
	var to assigned
	e.derived(&to)
	switch {
	case to.Account != "":
		c.Officers[in.Duty] = to.Account
	case moves && in.Duty != ReturnDuty: // the case keeps its officer until another office has accepted
		delete(c.Officers, in.Duty)
	}
}

func (in Assign) overwrites(c *Case, userName func(string) string) (stands, would Input, err error) {
	is := Assign{Duty: in.Duty, Office: c.OfficeOf(in.Duty), Person: userName(c.Officers[in.Duty])}
	is.When, in.Office = in.When, cmp.Or(strings.TrimSpace(in.Office), is.Office)
	in.Person = cmp.Or(in.Person, is.Person)
	return is, in, nil
}

// AnswerAssignment is how an office takes a duty it was offered, or sends it back.
type AnswerAssignment struct {
	Duty   Duty   `json:"duty" schema:"enum=return|travel|reintegration|protection"`
	Answer string `json:"answer" schema:"enum=accept|send_back"`
	Reason string `json:"reason,omitempty" schema:"max=2000" doc:"Required to send the duty back."`
	When
}

func (in AnswerAssignment) check(j *Judging) error {
	switch {
	case in.Duty != DutyOf(j.Actor.Role):
		return broken("another-duty", "/duty", "Whoever works for %s answers for it.", dutyTitles[in.Duty].EN)
	case in.Answer == "send_back" && strings.TrimSpace(in.Reason) == "":
		return broken("reason-missing", "/reason", "Say why the duty is sent back: the office that offered it will read it.")
	}
	return nil
}

func (in AnswerAssignment) apply(c *Case, _ *Programme, e *Event) {
	o := c.Offices[in.Duty]
	o.Since, o.AnsweredBy, o.Reason = e.when(c), e.Actor.ID, in.Reason
	if in.Answer == "send_back" {
		o.Status = DutySentBack
		return
	}
	o.Status = DutyAccepted
	if in.Duty == ReturnDuty { // a case is never without an officer
		c.Officers[ReturnDuty] = e.Actor.ID
	}
}

// offeredToRole reports whether a duty waits for an answer of the actor's role.
func offeredToRole(j *Judging) bool { return len(dutyWasOffered(j)) == 0 }

// dutyWasOffered asks for a duty of the actor's that waits for an answer.
func dutyWasOffered(j *Judging) []Blocked {
	if o := j.Case.Offices[DutyOf(j.Actor.Role)]; o == nil || o.Status != DutyOffered {
		return []Blocked{{Rule: "nothing-offered", Text: "No duty of yours waits for an answer on this case."}}
	}
	return nil
}

// byTheOfficeAsked asks that the answer comes from the office the duty was offered to. An account of no office answers for any.
func byTheOfficeAsked(j *Judging) []Blocked {
	o := j.Case.Offices[DutyOf(j.Actor.Role)]
	if o == nil || j.Actor.Office == "" || sameOffice(j.Actor.Office, o.Office) {
		return nil
	}
	return []Blocked{{Rule: "another-office", Text: fmt.Sprintf("This was offered to %s; somebody there answers.", o.Office), Thing: o.Office, Duty: DutyOf(j.Actor.Role)}}
}

// receptionOpen asks that an office has taken the reintegration duty, wherever the programme goes on after arrival: nobody is
// sent to where nobody waits for them.
func receptionOpen(j *Judging) []Blocked {
	if !j.Programme.goesOnAfterArrival() {
		return nil
	}
	b := Blocked{Rule: "reception-open", Duty: ReturnDuty}
	switch o := j.Case.Offices[ReintegrationDuty]; {
	case o == nil:
		b.Text = "No receiving office is named."
	case o.Status == DutyOffered:
		b.Text, b.Thing, b.Duty = o.Office+" has not accepted the reintegration duty yet.", o.Office, ReintegrationDuty
	case o.Status == DutySentBack:
		b.Text, b.Thing = o.Office+" sent the reintegration duty back.", o.Office
	default:
		return nil
	}
	return []Blocked{b}
}

// goesOnAfterArrival reports whether the programme has a plan or visits.
func (p *Programme) goesOnAfterArrival() bool { return p.PlanCeiling > 0 || len(p.FollowUp) > 0 }

// assignmentMark begins the name of the clock, and the id of the task, of a duty that waits for its answer.
const assignmentMark = ClockAssignment + ":"

// assignments runs a clock for each duty that waits for its answer, but for protection: the clock's name would tell everybody
// who sees the list that protection was asked.
func (r *running) assignments() {
	for _, d := range assignableDuties {
		if o := r.c.Offices[d]; o != nil && o.Status == DutyOffered && d != ProtectionDuty {
			r.start(assignmentMark+string(d), o.Since)
		}
	}
}

// stepsOfDuties are the tasks of duties that no office has taken yet.
func (c *Case) stepsOfDuties(p *Programme, step func(bool, string, string, Duty, Text)) {
	if p.goesOnAfterArrival() && c.Offices[ReintegrationDuty] == nil && (c.Stage == Eligibility || c.Stage == Preparation) {
		step(true, "receiving-office-missing", "assign", ReturnDuty, T("Name the receiving office", "Caktoni zyrën pritëse"))
	}
	for _, d := range assignableDuties {
		o, title := c.Offices[d], dutyTitles[d]
		if o == nil {
			continue
		}
		step(o.Status == DutyOffered, assignmentMark+string(d), "answer-assignment", d, T("Take over "+title.EN+", or send it back", "Merrni përsipër "+title.SQ+" ose kthejeni mbrapsht"))
		asks := ReturnDuty
		if d == ProtectionDuty { // that protection is asked at all is not everybody's to know
			asks = ProtectionDuty
		}
		step(o.Status == DutySentBack, "sent-back:"+string(d), "assign", asks, T("Find another office for "+title.EN, "Gjeni një zyrë tjetër për "+title.SQ))
	}
}

// An Owner is who is to act next: a person or, while nobody holds the duty, an office or, while none was named, whoever has its role.
type Owner struct {
	Duty   Duty   `json:"duty"`
	Office string `json:"office,omitempty"`
	Person string `json:"person,omitempty"` // account
}

// OwnerOf answers who is to see to a duty.
func (c *Case) OwnerOf(d Duty) Owner {
	return Owner{Duty: d, Office: c.OfficeOf(d), Person: c.Officer(d)}
}

// Owner answers who is to do what the case waits for next: what is due first, else what stands first.
func (c *Case) Owner(p *Programme) Owner {
	var next *Task
	tasks := c.Tasks(p)
	for i := range tasks {
		if t := &tasks[i]; next == nil || !t.Due.IsZero() && (next.Due.IsZero() || t.Due.Before(next.Due)) {
			next = t
		}
	}
	if next == nil {
		return c.OwnerOf(c.dutyNow())
	}
	return c.OwnerOf(next.Duty)
}
