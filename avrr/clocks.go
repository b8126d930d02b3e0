package avrr

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Clock is a deadline that runs in a case. It runs out once: what then happens stands in the log as an event of its own.
type Clock struct {
	Name  string    `json:"clock"`          // such as "decision" or "visit:v1"
	Start time.Time `json:"start,omitzero"` // what it runs from; a visit's own due for the visit and its reminder
	Due   time.Time `json:"due"`
}

// Cause is what makes the running out of this clock unique in the log.
func (k Clock) Cause() string { return "clock:" + k.Name + ":" + k.Due.UTC().Format(time.RFC3339Nano) }

// run tells one run of a clock from its others. It is known by its start, never by its due: the holidays of a later version
// may count the same span to another day, and what has run out would then run out again.
func (k Clock) run() string { return k.Name + runMark + k.Start.UTC().Format(time.RFC3339Nano) }

// runMark parts a clock's name from its start.
const runMark = "@"

// Event is the line this clock leaves in the log when it runs out.
func (k Clock) Event(now time.Time) (Event, error) {
	body, err := json.Marshal(ClockRan{Clock: k.Name, Start: k.Start, Due: k.Due})
	if err != nil {
		return Event{}, fmt.Errorf("clock %s: %w", k.Name, err)
	}
	return Event{Cause: k.Cause(), Action: "clock", Actor: Actor{ID: SystemActor, Role: System}, RecordedAt: now, Input: body}, nil
}

// ClockRan is the event of a clock that ran out; no person performs it.
type ClockRan struct {
	Clock string    `json:"clock"`
	Start time.Time `json:"start,omitzero"`
	Due   time.Time `json:"due"`
}

func (in ClockRan) apply(c *Case, p *Programme, e *Event) {
	c.Fired[Clock{Name: in.Clock, Start: in.Start}.run()] = in.Due
	switch {
	case in.Clock == ClockTicketing:
		c.askForTickets(e)
	case in.Clock == ClockReview:
		c.LastReview = e.RecordedAt
		c.raise("review", T("Look at this case again", "Shqyrtojeni përsëri këtë çështje"), "Nothing has happened here for a while.", c.dutyNow(), e.RecordedAt)
	case in.Clock == ClockHoldReview:
		c.LastReview = e.RecordedAt
		c.raise("hold-review", T("Is the hold still needed?", "A duhet ende pezullimi?"), "", ReturnDuty, e.RecordedAt)
	case strings.HasPrefix(in.Clock, appointmentMark):
		c.appointmentRan(in.Clock, e)
	case strings.HasPrefix(in.Clock, visitMark):
		c.visitRan(in.Clock, p, e)
	case strings.HasPrefix(in.Clock, referralMark):
		c.referralRan(in.Clock, e)
	case strings.HasPrefix(in.Clock, noticeMark):
		c.remindOffice(in.Clock, e)
	case in.Clock == ClockPlanReminder:
		c.planNears(p, e)
	case in.Clock == ClockCall, in.Clock == ClockLastCheck:
		c.departureNears(in, e)
	case strings.HasSuffix(in.Clock, reminderMark), strings.HasPrefix(in.Clock, birthdayMark):
		// From that day on the case asks for another consent by itself.
	case strings.HasPrefix(in.Clock, handoverMark):
		c.raise(overdueMark+in.Clock, T("Find out who has the child who arrived alone", "Zbuloni kush e ka fëmijën që mbërriti vetëm"), "No handover to a receiver is recorded.", ReintegrationDuty, e.RecordedAt)
	default:
		c.raise(overdueMark+in.Clock, overdueTitle(c.clockTitle(in.Clock)), "", ManagementDuty, e.RecordedAt)
	}
}

func overdueTitle(of Text) Text { return T("Overdue: "+of.EN, "Me vonesë: "+of.SQ) }

// overdueMark begins the id of the task a missed deadline raises.
const overdueMark = "overdue:"

// birthdayMark begins the name of the clock of a birthday from which other people consent for a child, and reminderMark ends that of one that only reminds.
const (
	birthdayMark = "birthday:"
	reminderMark = "/reminder"
)

var clockTitles = map[string]Text{
	ClockCounselling:  T("first counselling", "këshillimi i parë"),
	ClockDecision:     T("decision on eligibility", "vendimi për përshtatshmërinë"),
	ClockAuthority:    T("the authority's answer", "përgjigjja e autoritetit"),
	ClockPapers:       T("booking", "rezervimi"),
	ClockArrival:      T("confirmation of arrival", "konfirmimi i mbërritjes"),
	ClockPlan:         T("reintegration plan", "plani i riintegrimit"),
	ClockPlanReminder: T("reminder of the reintegration plan", "kujtesa për planin e riintegrimit"),
	ClockPlanDecision: T("decision on the plan", "vendimi për planin"),
	ClockInstalment:   T("next instalment", "kësti i radhës"),
	ClockClosure:      T("closure", "mbyllja"),

	ClockVisitEscalation: T("a visit that was not made", "një vizitë që nuk u bë"),
	ClockReview:          T("review of the case", "shqyrtimi i çështjes"),
	ClockHoldReview:      T("review of the hold", "shqyrtimi i pezullimit"),
	ClockAppealWindow:    T("end of the time to appeal", "fundi i afatit për ankim"),
	ClockAppealDecision:  T("decision on the appeal", "vendimi për ankimin"),
	ClockDeparture:       T("end of the time to leave voluntarily", "fundi i afatit për largim vullnetar"),
	ClockAssignment:      T("the office's answer", "përgjigjja e zyrës"),
	ClockScan:            T("scan of the signed paper", "skanimi i letrës së nënshkruar"),
	ClockReferral:        T("a provider's answer", "përgjigjja e një ofruesi"),
	"appointment":        T("appointment", "takimi"),
	"task":               T("task of this case", "detyrë e kësaj çështjeje"),
	ClockCall:            T("call before the departure", "thirrja para nisjes"),
	ClockLastCheck:       T("last check before the departure", "kontrolli i fundit para nisjes"),
	ClockNotice:          T("another office's answer", "përgjigjja e një zyre tjetër"),
	ClockNoticeAnswer:    T("another office's answer", "përgjigjja e një zyre tjetër"),
	ClockHandover:        T("the receiver's signature for a child who arrived alone", "nënshkrimi i pritësit për një fëmijë që mbërriti vetëm"),
	ClockTicketing:       T("tickets", "biletat"),
	ClockHold:            T("carrier's time limit", "afati i transportuesit"),
}

// clockTitle names a clock of this case: a visit by its own name.
func (c *Case) clockTitle(name string) Text {
	if id, added := strings.CutPrefix(name, taskMark); added && c.raised(id) != nil {
		return c.raised(id).Title
	}
	if v := c.visitOf(name); v != nil {
		return v.Title
	}
	return Clock{Name: name}.Title()
}

// Title answers the clock's name for people.
func (k Clock) Title() Text {
	switch {
	case strings.HasPrefix(k.Name, visitMark):
		return T("follow-up visit", "vizita e ndjekjes")
	case strings.HasPrefix(k.Name, birthdayMark):
		return T("a birthday that changes who consents", "një ditëlindje që ndryshon kush jep pëlqimin")
	}
	return clockTitles[kindOfClock(k.Name)]
}

// kindOfClock answers the name a programme knows a clock by: one that runs for a single member is told apart by what follows.
func kindOfClock(name string) string {
	kind, _, _ := strings.Cut(name, ":")
	return kind
}

// NextDue answers the clock of the case that runs out next; false when nothing runs, as in a closed case.
func (c *Case) NextDue(p *Programme) (Clock, bool) {
	if pending := c.pending(p); len(pending) > 0 {
		return pending[0], true
	}
	return Clock{}, false
}

// FirstDue answers the clock that is to be seen to first: the one longest overdue whose matter still stands and that nobody has ticked
// off, else the one that runs out next. A deadline that had passed before anybody told of it is overdue since its day.
func (c *Case) FirstDue(p *Programme) (Clock, bool) {
	var first Clock
	for _, k := range c.Clocks(p) {
		switch ran := c.ran(k); {
		case ran && !c.openTask(overdueMark+k.Name):
			continue
		case !ran && k.onlyReminds():
			k.Due = c.put(k, p)
		}
		if first.Name == "" || k.Due.Before(first.Due) {
			first = k
		}
	}
	return first, first.Name != ""
}

// onlyReminds reports whether nothing is late when the clock runs out: somebody is reminded.
func (k Clock) onlyReminds() bool {
	switch k.Name {
	case ClockReview, ClockHoldReview, ClockPlanReminder, ClockCall, ClockLastCheck:
		return true
	}
	return strings.HasSuffix(k.Name, reminderMark) || strings.HasPrefix(k.Name, birthdayMark) || strings.HasPrefix(k.Name, appointmentMark) || strings.HasPrefix(k.Name, noticeMark)
}

// openTask reports whether a raised task is still to be done.
func (c *Case) openTask(id string) bool {
	return slices.ContainsFunc(c.Raised, func(t *Task) bool { return t.ID == id && t.DoneAt.IsZero() })
}

// pending answers the clocks that run and have not run out, the earliest first. One that restarted and is due when a run
// before it was is due a microsecond later: its cause must not stand in the log twice.
func (c *Case) pending(p *Programme) []Clock {
	var pending []Clock
	for _, k := range c.Clocks(p) {
		if c.ran(k) {
			continue
		}
		k.Due = c.put(k, p)
		for c.ranOutAt(k.Name, k.Due) {
			k.Due = k.Due.Add(time.Microsecond)
		}
		pending = append(pending, k)
	}
	slices.SortStableFunc(pending, func(a, b Clock) int { return a.Due.Compare(b.Due) })
	return pending
}

// ran reports whether this run of a clock stands in the log.
func (c *Case) ran(k Clock) bool {
	_, ran := c.Fired[k.run()]
	return ran
}

func (c *Case) ranOutAt(name string, due time.Time) bool {
	for run, at := range c.Fired {
		if strings.HasPrefix(run, name+runMark) && at.Equal(due) {
			return true
		}
	}
	return false
}

// Clocks answers the deadlines that run in the case as it stands, in no order. A clock is disarmed by what it waited for:
// it is not in the list any more. On hold only the review of the hold runs.
func (c *Case) Clocks(p *Programme) []Clock {
	if c.Stage == Closed || c.OpenedAt.IsZero() {
		return nil
	}
	run := &running{c: c, p: p}
	if c.OnHold {
		run.start(ClockHoldReview, latestOf(c.HeldSince, c.LastReview))
		return run.clocks
	}
	switch c.Stage {
	case Eligibility:
		run.eligibility()
		run.decisions()
		run.departing()
	case Preparation:
		run.preparation()
		run.decisions()
		run.departing()
	case Travel:
		run.departing()
		run.beforeDeparture()
		if b := c.Booking; b != nil {
			run.start(ClockArrival, lastArrival(b.Segments))
		}
	case Arrival, Reintegration, FollowUp:
		run.afterArrival()
	}
	run.handovers()
	run.appeal()
	run.scans()
	run.assignments()
	run.referrals()
	run.appointments()
	run.addedTasks()
	run.visits() // whoever has arrived is visited, even while somebody is still to follow
	if !slices.ContainsFunc(run.clocks, func(k Clock) bool { return !c.ran(k) }) {
		// Nothing else will bring the case before anybody's eyes.
		run.start(ClockReview, latestOf(c.OpenedAt, c.LastTouched, c.LastReview))
	}
	return run.clocks
}

// running collects the clocks of one case.
type running struct {
	c      *Case
	p      *Programme
	clocks []Clock
}

// start runs a clock of the programme from an instant, or from the reopening that came after it; one the programme does not
// name never runs.
func (r *running) start(name string, from time.Time) {
	span, named := r.p.Clocks[kindOfClock(name)]
	if !named || from.IsZero() {
		return
	}
	from = latestOf(from, r.c.ReopenedAt).UTC()
	r.clocks = append(r.clocks, Clock{Name: name, Start: from, Due: r.p.after(span, from, r.c.place())})
}

func (r *running) eligibility() {
	if r.c.Counselled.IsZero() {
		r.start(ClockCounselling, r.c.OpenedAt)
	}
}

// appeal runs in every stage: who was refused waits for the decision, however far the others have come.
func (r *running) appeal() {
	if a := r.c.Appeal; a.open() {
		r.start(ClockAppealDecision, a.LodgedOn.In(Zone(r.c.HostCountry))) // where it was lodged, whoever has arrived since
	}
}

// decisions runs wherever somebody who was assessed waits for the decision.
func (r *running) decisions() {
	if slices.ContainsFunc(r.c.undecided(), func(m *Member) bool { return r.c.Assessment.Of(m.ID) != nil }) {
		r.start(ClockDecision, r.c.Assessment.At)
	}
}

// departing runs the host state's period for voluntary departure, and to the birthdays from which other people consent for a child.
func (r *running) departing() {
	c := r.c
	switch from := dayBreak(c.ReturnDecision, c.place()).UTC(); {
	case len(c.travellers()) == 0:
	case !c.LeaveBy.IsZero():
		due := dayBreak(c.LeaveBy.AddDays(1), c.place()).UTC()
		if c.ReturnDecision.IsZero() { // the day the period began may not be told
			from = due
		}
		r.clocks = append(r.clocks, Clock{Name: ClockDeparture, Start: from, Due: due})
	case !c.ReturnDecision.IsZero():
		r.start(ClockDeparture, from)
	}
	for _, m := range c.travellers() {
		if day, known := m.nextWord(c.day()); known {
			due := dayBreak(day, c.place()).UTC()
			r.clocks = append(r.clocks, Clock{Name: birthdayMark + m.ID, Start: due, Due: due})
		}
	}
}

func (r *running) preparation() {
	if b := r.c.Booking; b != nil && b.Status == Held && !b.TicketBy.IsZero() {
		r.clocks = append(r.clocks, Clock{Name: ClockTicketing, Start: b.TicketBy.UTC(), Due: b.ticketsAsked().UTC()})
	}
	if asked := r.c.askedFirst(); !asked.IsZero() {
		r.start(ClockAuthority, asked.In(r.c.place()))
	}
	switch b := r.c.Booking; {
	case b == nil:
		r.start(ClockPapers, r.c.Ruling.At)
	case !b.live():
		r.start(ClockPapers, latestOf(r.c.Ruling.At, b.EndedAt))
	}
}

func (r *running) afterArrival() {
	c := r.c
	switch {
	case c.Stage == Arrival && (c.Plan == nil || c.Plan.Decision != ""):
		r.start(ClockPlan, c.ArrivedAt)
		r.remindOfPlan()
	case c.Stage == Arrival:
		r.start(ClockPlanDecision, c.Plan.ProposedAt)
	case c.Stage == Reintegration:
		r.start(ClockInstalment, latestOf(c.Plan.DecidedAt, c.Plan.lastChange()))
	}
	if c.Amendment != nil {
		r.start(ClockPlanDecision, c.Amendment.ProposedAt)
	}
	if c.Stage == FollowUp && c.visited() {
		r.start(ClockClosure, latestOf(c.ArrivedAt, c.LastTouched))
	}
}

// after answers when a span that began at an instant is over in a place. In a year whose holidays are not known yet, a working-day span
// skips weekends and New Year only: the deadline is then early, never late.
func (p *Programme) after(span Span, from time.Time, place *time.Location) time.Time {
	due, err := span.From(from, place, p.Holidays[span.Country])
	if err != nil {
		year := DateOf(from.In(place)).Year
		due, err = span.From(from, place, append(newYears(year), p.Holidays[span.Country]...))
	}
	if err != nil {
		return from // a span no calendar can count is over at once: somebody will look
	}
	return due.UTC()
}

func newYears(from int) []Date {
	var days []Date
	for year := from; year < from+3; year++ {
		days = append(days, Date{year, time.January, 1})
	}
	return days
}

func latestOf(times ...time.Time) time.Time {
	return slices.MaxFunc(times, func(a, b time.Time) int { return a.Compare(b) })
}

// Due answers the clocks that have run out by now and stand in no event yet, the earliest first.
func (c *Case) Due(p *Programme, now time.Time) []Clock {
	var due []Clock
	for _, k := range c.pending(p) {
		if !k.Due.After(now) {
			due = append(due, k)
		}
	}
	return due
}

// dutyNow is the duty a case waits for in its stage.
func (c *Case) dutyNow() Duty {
	switch c.Stage {
	case Travel:
		return TravelDuty
	case Arrival, Reintegration, FollowUp:
		return ReintegrationDuty
	}
	return ReturnDuty
}

// A Task is something a person has to do.
type Task struct {
	ID       string    `json:"id"`
	Title    Text      `json:"title"`
	Detail   string    `json:"detail,omitempty"`
	Says     Text      `json:"says,omitzero"` // what the rules add in every language
	Duty     Duty      `json:"duty"`
	Person   string    `json:"person,omitempty"` // the account it is for, when that is not whoever holds the duty
	Action   string    `json:"action,omitempty"` // the action that does it
	Due      time.Time `json:"due,omitzero"`
	RaisedAt time.Time `json:"raised_at,omitzero"`
	DoneAt   time.Time `json:"done_at,omitzero"`
	DoneBy   string    `json:"done_by,omitempty"`
}

// dropTasks ends every raised task: nothing is left to do.
func (c *Case) dropTasks(at time.Time) {
	for _, t := range c.Raised {
		if t.DoneAt.IsZero() {
			t.DoneAt = at
		}
	}
}

// endOverdue ends the alarm of a deadline once what it waited for has happened. On hold nothing can happen, so nothing ends.
func (c *Case) endOverdue(running []Clock, at time.Time) {
	if c.OnHold {
		return
	}
	waiting := map[string]bool{}
	for _, k := range running {
		waiting[overdueMark+k.Name] = waiting[overdueMark+k.Name] || c.ran(k)
	}
	for _, t := range c.Raised {
		if strings.HasPrefix(t.ID, overdueMark) && t.DoneAt.IsZero() && !waiting[t.ID] {
			t.DoneAt = at
		}
	}
}

// Tasks answers everything the case waits for: what follows from where it stands, and what people and doubts raised.
func (c *Case) Tasks(p *Programme) []Task {
	tasks := []Task{}
	for _, t := range c.Raised {
		if t.DoneAt.IsZero() {
			tasks = append(tasks, *t)
		}
		if t.DoneAt.IsZero() && (strings.HasSuffix(t.ID, reminderMark) || t.ID == ClockPlanReminder) { // as it may be done today: this changes
			tasks[len(tasks)-1].Says = c.Contact.Rule()
		}
		if t.DoneAt.IsZero() && (t.ID == ClockCall || t.ID == ClockLastCheck) {
			tasks[len(tasks)-1].Says = c.receptionSays()
		}
	}
	if c.Stage == Closed || c.OnHold || c.OpenedAt.IsZero() {
		return tasks
	}
	due := map[string]time.Time{}
	for _, k := range c.Clocks(p) {
		due[k.Name] = k.Due
	}
	for _, t := range c.steps(p) {
		t.Due = due[t.ID]
		tasks = append(tasks, t)
	}
	for i, t := range tasks {
		if v := c.visitOf(t.ID); v != nil && t.Duty == ReintegrationDuty {
			tasks[i].Person = v.Visitor
		}
	}
	return tasks
}

// steps are the tasks that follow from where the case stands; an id is the clock that bounds it, where there is one.
func (c *Case) steps(p *Programme) []Task {
	var s []Task
	step := func(need bool, id, action string, duty Duty, title Text) {
		if need {
			s = append(s, Task{ID: id, Action: action, Duty: duty, Title: title})
		}
	}
	each := func(need func(*Member) bool, id, action string, duty Duty, title Text) {
		for _, m := range c.travellers() {
			step(need(m), id+":"+m.ID, action, duty, title)
		}
	}
	switch c.Stage {
	case Eligibility:
		step(c.Contact == nil, "contact-missing", "correct-details", ReturnDuty, T("Ask how the person may be reached", "Pyesni si mund të kontaktohet personi"))
		step(c.Destination.Country == "", "destination-missing", "correct-details", ReturnDuty, T("Ask where the person returns to", "Pyesni ku kthehet personi"))
		step(c.Counselled.IsZero(), ClockCounselling, "record-counselling", ReturnDuty, T("Counsel", "Këshilloni"))
		c.stepsBeforeDecision(step, each)
	case Preparation:
		c.stepsBeforeDecision(step, each)
		for _, n := range c.Horizon(p).missing() {
			step(!slices.Contains([]string{thingApproval, thingDataConsent, thingAppointment}, n.thing), "missing:"+n.name(), "", n.duty, T("Missing: "+n.title().EN, "Mungon: "+n.title().SQ))
		}
		step(c.Booking == nil || !c.Booking.live(), ClockPapers, "hold-seats", TravelDuty, T("Book the journey", "Rezervoni udhëtimin"))
		c.stepsOfReception(step)
		step(c.Booking != nil && c.Booking.Status == Held, "ticketing", "confirm-booking", TravelDuty, T("Have the tickets issued", "Lëshoni biletat"))
	case Travel:
		c.stepsBeforeDecision(step, each)
		step(c.Booking != nil && c.Booking.Status == Ticketed, "departure", "confirm-departure", TravelDuty, T("Confirm the departure", "Konfirmoni nisjen"))
		step(c.Booking != nil && c.Booking.Status == Ticketed && c.Briefed.IsZero(), "briefing", "record-briefing", ReturnDuty, T("Brief before departure", "Informoni para nisjes"))
		c.stepsOfReception(step)
		for _, m := range c.having(Stranded) {
			step(true, "stranded:"+m.ID, "amend-booking", TravelDuty, T("Find a way on for "+m.ID, "Gjeni rrugë më tej për "+m.ID))
		}
		each((*Member).misnamed, "ticket-name", "amend-booking", TravelDuty, T("Have the ticket reissued in the right name", "Riliëshoni biletën me emrin e saktë"))
		step(len(c.having(Departed)) > 0, ClockArrival, "confirm-arrival", ReintegrationDuty, T("Confirm the arrival", "Konfirmoni mbërritjen"))
	default:
		c.stepsAfterArrival(p, step)
	}
	step(c.Stage != Eligibility && c.plannedTooMuch(p), "plan-too-high", "propose-plan", ReintegrationDuty, T("The plan is above what is left of the family: propose it again", "Plani është mbi atë që i takon familjes së mbetur: propozojeni përsëri"))
	step(c.Amendment == nil && c.Plan != nil && c.Plan.Decision == "", ClockPlanDecision, "decide-plan", ManagementDuty, T("Decide on the plan", "Vendosni për planin"))
	step(c.Amendment != nil, ClockPlanDecision, "decide-plan", ManagementDuty, T("Decide on the amendment of the plan", "Vendosni për ndryshimin e planit"))
	step(c.Appeal.open(), ClockAppealDecision, "decide-appeal", ManagementDuty, T("Decide the appeal", "Vendosni për ankimin"))
	c.stepsAlone(step)
	c.stepsOfDuties(p, step)
	c.stepsOfLife(each)
	for _, v := range c.Visits {
		step(c.ToVisit(v), visitMark+v.ID, "log-visit", ReintegrationDuty, T(fmt.Sprintf("Visit: %s", v.Title.EN), fmt.Sprintf("Vizitë: %s", v.Title.SQ)))
	}
	for _, r := range c.Referrals {
		step(c.waitsFor(r), referralMark+r.ID, "answer-referral", r.By, T("Ask for the provider's answer", "Kërkoni përgjigjen e ofruesit"))
	}
	for _, m := range c.having(remaining...) { // a concern may show after arrival, too
		step(!c.unscanned(m).IsZero(), scanMark+m.ID, "record-file", ReturnDuty, T("Scan the signed declaration", "Skanoni deklaratën e nënshkruar"))
		step(m.Screening != nil && m.Screening.Concern && m.Risk == nil, "risk:"+m.ID, "record-risk-assessment", ProtectionDuty, T("Protection to look at this case", "Mbrojtja ta shqyrtojë këtë çështje"))
	}
	return s
}

// stepsBeforeDecision are the steps of everybody whose eligibility is not decided yet, a newborn of a family on its way included.
func (c *Case) stepsBeforeDecision(step func(bool, string, string, Duty, Text), each func(func(*Member) bool, string, string, Duty, Text)) {
	open := c.undecided()
	each(func(m *Member) bool { return slices.Contains(open, m) && m.Screening == nil }, "screening", "record-screening", ReturnDuty, T("Screen for vulnerability", "Vlerësoni cenueshmërinë"))
	each(func(m *Member) bool { _, known := c.holders(m, c.day()); return !known }, "guardian", "set-representative", ReturnDuty, T("Record who may consent for this child", "Regjistroni kush mund të japë pëlqimin për këtë fëmijë"))
	each(func(m *Member) bool {
		return (slices.Contains(open, m) || c.Stage == Travel) && !c.Consented(m, ReturnConsent)
	}, "consent", "give-consent", ReturnDuty, T("Obtain consent to return", "Merrni pëlqimin për kthim"))
	each(func(m *Member) bool { return !c.Consented(m, DataConsent) }, "data-consent", "give-consent", ReturnDuty, T("Obtain consent to data processing", "Merrni pëlqimin për të dhënat"))
	waits := slices.ContainsFunc(open, func(m *Member) bool { return c.Assessment.Of(m.ID) == nil })
	decides := slices.ContainsFunc(open, func(m *Member) bool { return c.Assessment.Of(m.ID) != nil })
	step(waits, "assessment", "assess-eligibility", ReturnDuty, T("Assess eligibility", "Vlerësoni përshtatshmërinë"))
	step(decides, ClockDecision, "decide-eligibility", ReturnDuty, T("Decide eligibility", "Vendosni përshtatshmërinë"))
}

func (c *Case) stepsAfterArrival(p *Programme, step func(bool, string, string, Duty, Text)) {
	plan := c.Plan
	step(c.Stage == Arrival && (plan == nil || plan.Decision != ""), ClockPlan, "propose-plan", ReintegrationDuty, T("Draw up the reintegration plan", "Hartoni planin e riintegrimit"))
	if c.Stage == Reintegration {
		i := plan.open()
		step(i.State == Planned && !c.plannedTooMuch(p), ClockInstalment, "release-instalment", ManagementDuty, T("Release an instalment", "Lironi një këst").about(plan.Called(i)))
		step(i.State == Released, ClockInstalment, "record-payment", ReintegrationDuty, T("Pay an instalment", "Paguani një këst").about(plan.Called(i)))
	}
	step(c.visited() && c.Stage == FollowUp, ClockClosure, "close", ReintegrationDuty, T("Close the case", "Mbyllni çështjen"))
}
