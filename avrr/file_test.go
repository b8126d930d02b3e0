package avrr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// Who works in the office of these tests.
var (
	officer    = avrr.Actor{ID: "officer", Role: avrr.ReturnOfficer, Office: "London office"}
	officer2   = avrr.Actor{ID: "officer2", Role: avrr.ReturnOfficer}
	desk       = avrr.Actor{ID: "desk", Role: avrr.TravelDesk}
	field      = avrr.Actor{ID: "field", Role: avrr.ReintegrationOfficer, Office: "Tirana office"}
	manager    = avrr.Actor{ID: "manager", Role: avrr.ProgrammeManager}
	protection = avrr.Actor{ID: "protection", Role: avrr.ProtectionOfficer}
	auditor    = avrr.Actor{ID: "auditor", Role: avrr.Auditor}
	engine     = avrr.Actor{ID: "engine", Role: avrr.System}
)

var staff = []avrr.Actor{officer, officer2, desk, field, manager, protection, auditor}

// homebound is a programme in calendar and working days; hasty is a demonstration whose year lasts minutes.
var homebound = &avrr.Programme{
	Code: "homebound", Version: "1", Currency: "EUR", PlanCeiling: 300000,
	Papers:   []string{avrr.NeedTravelDocument, avrr.NeedAuthority},
	Package:  []avrr.PackageLine{{ID: "cash", Form: "cash", Place: "departure", PerPerson: 20000, PerChild: 20000, PerNext: 20000, Parts: 1}},
	Holidays: map[string][]avrr.Date{"GB": england},
	Clocks: map[string]avrr.Span{
		avrr.ClockCounselling: days(10), avrr.ClockDecision: working(5, "GB"), avrr.ClockAuthority: days(14), avrr.ClockPapers: days(60),
		avrr.ClockArrival: days(1), avrr.ClockPlan: days(30), avrr.ClockPlanDecision: days(10), avrr.ClockInstalment: days(45),
		avrr.ClockReview: days(90), avrr.ClockHoldReview: days(30), avrr.ClockClosure: days(20), avrr.ClockVisitReminder: days(7),
	},
	FollowUp: []avrr.PlannedVisit{visitAfter("month-1", days(30)), visitAfter("month-3", days(91)), visitAfter("month-6", days(182)), visitAfter("month-12", days(365))},
}

var hasty = &avrr.Programme{
	Code: "hasty", Version: "1", Demo: true, Currency: "EUR", PlanCeiling: 300000,
	Papers: []string{avrr.NeedTravelDocument},
	Clocks: map[string]avrr.Span{
		avrr.ClockCounselling: elapsed(3 * time.Minute), avrr.ClockDecision: elapsed(3 * time.Minute), avrr.ClockPapers: elapsed(5 * time.Minute),
		avrr.ClockArrival: elapsed(2 * time.Minute), avrr.ClockPlan: elapsed(3 * time.Minute), avrr.ClockPlanDecision: elapsed(3 * time.Minute),
		avrr.ClockInstalment: elapsed(3 * time.Minute), avrr.ClockReview: elapsed(5 * time.Minute), avrr.ClockHoldReview: elapsed(5 * time.Minute),
		avrr.ClockClosure: elapsed(3 * time.Minute), avrr.ClockVisitReminder: elapsed(30 * time.Second),
	},
	FollowUp: []avrr.PlannedVisit{visitAfter("month-1", elapsed(2*time.Minute)), visitAfter("month-3", elapsed(4*time.Minute)),
		visitAfter("month-6", elapsed(6*time.Minute)), visitAfter("month-12", elapsed(8*time.Minute))},
}

func visitAfter(id string, after avrr.Span) avrr.PlannedVisit {
	return avrr.PlannedVisit{ID: id, Title: avrr.T("Visit "+id, "Vizita "+id), After: after}
}

// A file is one case on somebody's desk: its log, the movement it travels on, and the time on the wall.
type file struct {
	t        rapid.TB
	p        *avrr.Programme
	c        *avrr.Case
	log      []avrr.Event
	m        *avrr.Movement
	voyages  [][]avrr.Event // the log of each movement
	now      time.Time
	asked    int
	outcome  string                  // what the programme's criteria come to
	assess   func(avrr.Facts) string // what they come to on some facts, when outcome is ""
	seen     bool                    // whether the version of the case is said, as an edit must
	begun    *avrr.Event             // of the linked case, once the case was split
	family   []*avrr.Case            // the family's other cases
	operated bool                    // whether a machine answers for the carriers
	banking  bool                    // a bank answers the engine
	budgets  []avrr.Budget           // what the case draws on
}

func newFile(t rapid.TB, p *avrr.Programme, now string) *file {
	return &file{t: t, p: p, c: avrr.NewCase("c1", "HW-7K3-M9PX", p), now: moment(now), outcome: avrr.Eligible}
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func (f *file) judging(who avrr.Actor) avrr.Judging {
	return avrr.Judging{Case: f.c, Movement: f.m, Programme: f.p, Actor: who, Now: f.now, CarrierAnswers: f.operated, BankAnswers: f.banking, Assess: func(facts avrr.Facts) (avrr.EligibilityDecision, error) {
		outcome := f.outcome
		if outcome == "" {
			outcome = f.assess(facts)
		}
		return avrr.EligibilityDecision{RuleSet: f.p.Code, Version: f.p.Version, Facts: facts, Outcome: outcome}, nil
	}, Family: func() ([]*avrr.Case, error) { return f.family, nil }, Budgets: func() ([]avrr.Budget, error) { return f.budgets, nil },
		History: func() ([]avrr.Event, error) { return f.log, nil }, Into: avrr.Link{Case: "c2", Reference: "HW-9QX-4TRC"}, Named: func(account string) string { return "Colleague " + account }, Staff: func(username string) (avrr.Actor, bool, error) {
			roles := map[string]avrr.Role{"desk": avrr.TravelDesk, "field": avrr.ReintegrationOfficer}
			return avrr.Actor{ID: "account-of-" + username, Role: roles[username]}, roles[username] != "", nil
		}}
}

// try has somebody perform an action, and answers the refusal.
func (f *file) try(who avrr.Actor, action, body string) error {
	f.t.Helper()
	f.asked++
	s := avrr.Submission{ID: fmt.Sprintf("s%d", f.asked), Action: action, Actor: who, Case: f.c.ID, Body: json.RawMessage(body), Received: f.now}
	if a, ok := avrr.Find(action); ok && a.Of == avrr.OfMovement {
		return f.tryMovement(s)
	}
	if a, ok := avrr.Find(action); f.seen || ok && a.Edits {
		s.Seen = &f.c.Version
	}
	e, err := avrr.Judge(f.judging(who), s)
	if err != nil {
		return err
	}
	if action == "split-case" {
		begun, _, err := f.c.BeginLinked(e)
		if err != nil {
			f.t.Fatal(err)
		}
		f.begun = &begun
	}
	f.append(e)
	return nil
}

func (f *file) tryMovement(s avrr.Submission) error {
	f.t.Helper()
	m, voyages := f.m, f.voyages
	if s.Action == "hold-seats" || m == nil {
		m = avrr.NewMovement(fmt.Sprintf("v%d", len(voyages)+1))
		voyages = append(slices.Clone(voyages), nil)
	}
	own, theirs, err := avrr.JudgeMovement(m, []avrr.Judging{f.judging(s.Actor)}, s, f.now, s.Actor)
	if err != nil {
		return err
	}
	f.m, f.voyages = m, voyages
	if err := f.m.Append(&own); err != nil {
		f.t.Fatal(err)
	}
	f.voyages[len(f.voyages)-1] = append(f.voyages[len(f.voyages)-1], own)
	theirs[0].Cause = avrr.MovementCause(f.m.ID, own.Seq)
	f.append(theirs[0])
	return nil
}

func (f *file) append(e avrr.Event) {
	f.t.Helper()
	readBack := throughJSON(f.t, *f.c)
	err := f.c.Append(f.p, &e)
	if errors.Is(err, avrr.ErrRefold) {
		sameJSON(f.t, readBack, f.c) // one that cannot be folded again must not be left half folded
		f.c, err = f.c.Refold(f.p, throughJSON(f.t, f.log), &e)
	} else if err == nil {
		stored := throughJSON(f.t, e)
		if err := readBack.Fold(f.p, &stored); err != nil {
			f.t.Fatal(err)
		}
		sameJSON(f.t, readBack, f.c)
	}
	if err != nil {
		f.t.Fatalf("append %s: %v", e.Action, err)
	}
	f.log = append(f.log, e)
	f.refolds()
}

// refolds checks that the log alone tells the case and its movement, and that it is unbroken.
func (f *file) refolds() {
	f.t.Helper()
	again := avrr.NewCase(f.c.ID, f.c.Reference, f.p)
	version, causes := 0, map[string]bool{}
	for i := range f.log {
		e := f.log[i]
		if e.Seq != i+1 || e.Version < version || e.Version > e.Seq {
			f.t.Fatalf("event %d has seq %d and version %d after version %d", i+1, e.Seq, e.Version, version)
		}
		if causes[e.Cause] {
			f.t.Fatalf("the cause %s stands twice in the log", e.Cause)
		}
		version, causes[e.Cause] = e.Version, true
	}
	if err := again.FoldAll(f.p, throughJSON(f.t, f.log)); err != nil {
		f.t.Fatal(err)
	}
	sameJSON(f.t, again, f.c)
	sameJSON(f.t, throughJSON(f.t, *f.c), f.c)
	if f.m != nil {
		m := avrr.NewMovement(f.m.ID)
		for _, e := range f.voyages[len(f.voyages)-1] {
			stored := throughJSON(f.t, e)
			if err := m.Fold(&stored); err != nil {
				f.t.Fatal(err)
			}
		}
		sameJSON(f.t, m, f.m)
	}
}

func throughJSON[T any](t rapid.TB, v T) (again T) {
	t.Helper()
	if err := json.Unmarshal([]byte(asJSON(t, v)), &again); err != nil {
		t.Fatal(err)
	}
	return again
}

func asJSON(t rapid.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func sameJSON(t rapid.TB, got, want any) {
	t.Helper()
	if g, w := asJSON(t, got), asJSON(t, want); g != w {
		t.Fatalf("two readings of one log differ:\n%s\n%s", g, w)
	}
}

// does has somebody perform an action that is allowed.
func (f *file) does(who avrr.Actor, action, body string) {
	f.t.Helper()
	if err := f.try(who, action, body); err != nil {
		f.t.Fatalf("%s by %s in %s: %v", action, who.ID, f.c.Stage, err)
	}
}

// refused has somebody try an action that is not, and holds the contract of every refusal: a rule is named and says the
// same as the refusal itself.
func (f *file) refused(who avrr.Actor, action, body string) *avrr.Error {
	f.t.Helper()
	before := asJSON(f.t, f.c)
	err := f.try(who, action, body)
	if err == nil {
		f.t.Fatalf("%s by %s in %s was not refused", action, who.ID, f.c.Stage)
	}
	if asJSON(f.t, f.c) != before {
		f.t.Fatalf("the refused %s changed the case", action)
	}
	return refusal(f.t, err)
}

func refusal(t rapid.TB, err error) *avrr.Error {
	t.Helper()
	var e *avrr.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is not a refusal", err)
	}
	if (e.Code == avrr.CodeRule) != (len(e.Blocks) > 0) {
		t.Fatalf("%q: code %s with the blocks %+v", e.Message, e.Code, e.Blocks)
	}
	for _, b := range e.Blocks {
		if b.Rule == "" || b.Text == "" {
			t.Fatalf("a block without a name or a text: %+v", b)
		}
	}
	if len(e.Blocks) > 0 && e.Blocks[0].Text != e.Message {
		t.Fatalf("the refusal says %q, its rule %q", e.Message, e.Blocks[0].Text)
	}
	return e
}

// rules are the names of the rules a refusal comes from, or its code when no rule is behind it.
func rules(e *avrr.Error) string {
	if len(e.Blocks) == 0 {
		return e.Code
	}
	var names []string
	for _, b := range e.Blocks {
		names = append(names, b.Rule)
	}
	return strings.Join(names, " ")
}

// passes lets the time pass until an instant, with every clock that runs out on the way.
func (f *file) passes(until time.Time) {
	f.t.Helper()
	for range 1000 {
		next, runs := f.c.NextDue(f.p)
		if !runs || next.Due.After(until) {
			f.now = until
			return
		}
		if next.Due.After(f.now) {
			f.now = next.Due
		}
		for _, k := range f.c.Due(f.p, f.now) {
			e, err := k.Event(f.now)
			if err != nil {
				f.t.Fatal(err)
			}
			f.append(e)
		}
	}
	f.t.Fatal("the clocks of this case never come to rest")
}

func (f *file) on(day string) {
	f.t.Helper()
	f.passes(moment(day + "T10:00:00Z"))
}

// givesSeatsBack is what the office's machinery does about members who withdrew.
func (f *file) givesSeatsBack() {
	f.t.Helper()
	b := f.c.Booking
	if b == nil || b.Status != avrr.Releasing && len(b.Leaving) == 0 {
		return
	}
	leaving := b.Leaving
	if b.Status == avrr.Releasing {
		leaving = b.Members
	}
	f.does(engine, "release-passengers", asJSON(f.t, avrr.ReleasePassengers{Members: leaving, Gone: f.c.Gone(leaving), Reason: "withdrawn"}))
}

// tellsTheCarrier is the travel desk on the telephone, about seats that others gave back.
func (f *file) tellsTheCarrier() {
	f.t.Helper()
	for _, task := range f.c.Tasks(f.p) {
		if strings.HasPrefix(task.ID, "give-back-") {
			f.does(desk, "complete-task", asJSON(f.t, avrr.CompleteTask{Task: task.ID}))
		}
	}
}

// stands checks where the case is: its stage, the head of its log, its next clock and its tasks.
func (f *file) stands(stage avrr.Stage, head, next string, tasks ...string) {
	f.t.Helper()
	if f.c.Stage != stage || fmt.Sprintf("%d/%d", f.c.Version, f.c.Seq) != head {
		f.t.Fatalf("the case is in %s at %d/%d, not in %s at %s", f.c.Stage, f.c.Version, f.c.Seq, stage, head)
	}
	k, runs := f.c.NextDue(f.p)
	got := ""
	if runs {
		got = k.Name + " " + k.Due.Format(time.RFC3339)
	}
	if got != next {
		f.t.Fatalf("next due is %q, not %q", got, next)
	}
	var ids []string
	for _, task := range f.c.Tasks(f.p) {
		ids = append(ids, task.ID)
	}
	if !slices.Equal(ids, tasks) {
		f.t.Fatalf("the tasks are %q, not %q", ids, tasks)
	}
}

// offered checks that somebody is offered an action, and what stands in its way: names of rules, none when it can be done.
func (f *file) offered(who avrr.Actor, action string, blocked ...string) {
	f.t.Helper()
	for _, o := range avrr.Offers(f.judging(who)) {
		if o.Action.Name != action {
			continue
		}
		var names []string
		for _, b := range o.Blocked {
			names = append(names, b.Rule)
		}
		if !slices.Equal(names, blocked) {
			f.t.Fatalf("%s is blocked by %q, not by %q", action, names, blocked)
		}
		return
	}
	f.t.Fatalf("%s is not offered to %s in %s", action, who.ID, f.c.Stage)
}
