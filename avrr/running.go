package avrr

import (
	"fmt"
	"slices"
	"time"
)

// Hold stops a case where it is: withdrawal, facts, giving back and tidying up go on (Action.WhileHeld).
type Hold struct {
	Reason string `json:"reason" schema:"max=2000"`
	When
}

func (in Hold) apply(c *Case, _ *Programme, e *Event) { c.OnHold, c.HeldSince = true, e.when(c) }

// Resume lets a case on hold go on.
type Resume struct {
	Note string `json:"note,omitempty" schema:"max=2000"`
	When
}

func (in Resume) apply(c *Case, _ *Programme, e *Event) {
	c.OnHold, c.HeldSince = false, time.Time{}
	for _, t := range c.Raised {
		if t.ID == ClockHoldReview && t.DoneAt.IsZero() {
			t.DoneAt, t.DoneBy = e.RecordedAt, e.Actor.ID
		}
	}
}

func onHold(j *Judging) []Blocked {
	if !j.Case.OnHold {
		return []Blocked{{Rule: "not-on-hold", Text: "The case is not on hold."}}
	}
	return nil
}

func notOnHold(j *Judging) []Blocked {
	if j.Case.OnHold {
		return []Blocked{{Rule: "on-hold", Text: "The case is already on hold."}}
	}
	return nil
}

// AddNote adds a remark to the case's history.
type AddNote struct {
	Text string `json:"text" schema:"max=8000"`
	When
}

func (in AddNote) apply(*Case, *Programme, *Event) {}

// AddTask asks somebody to do something by a day.
type AddTask struct {
	Title string `json:"title" schema:"max=200"`
	Duty  Duty   `json:"duty" schema:"enum=return|travel|reintegration|protection|management"`
	DueOn Date   `json:"due_on,omitzero"`
	When
}

func (in AddTask) apply(c *Case, _ *Programme, e *Event) {
	t := &Task{ID: fmt.Sprintf("task-%d", e.Seq), Title: T(in.Title, in.Title), Duty: in.Duty, RaisedAt: e.RecordedAt}
	if !in.DueOn.IsZero() {
		t.Due = dayBreak(in.DueOn.AddDays(1), c.place()).UTC()
	}
	c.Raised = append(c.Raised, t)
}

// taskMark begins the name of the clock of a task somebody added with a day.
const taskMark = "task:"

func (r *running) addedTasks() {
	for _, t := range r.c.Raised {
		if t.DoneAt.IsZero() && !t.Due.IsZero() {
			r.clocks = append(r.clocks, Clock{Name: taskMark + t.ID, Start: t.Due, Due: t.Due})
		}
	}
}

// raised answers the task raised last under an id, or nil.
func (c *Case) raised(id string) *Task {
	for _, t := range slices.Backward(c.Raised) {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// CompleteTask ticks a task off.
type CompleteTask struct {
	Task string `json:"task" schema:"ref=task"`
	Note string `json:"note,omitempty" schema:"max=2000"`
	When
}

func (in CompleteTask) apply(c *Case, _ *Programme, e *Event) {
	for _, t := range c.Raised {
		if t.ID == in.Task && t.DoneAt.IsZero() {
			t.DoneAt, t.DoneBy = e.RecordedAt, e.Actor.ID
		}
	}
}

// hasTasks reports whether there is a raised task to tick off.
func hasTasks(j *Judging) bool { return len(j.known("task", j.Case.references("task"))) > 0 }

// Papers the office prints.
const (
	PaperDeclaration  = "declaration"
	PaperTravelLetter = "travel_letter"
)

// PaperTitles names each paper for people.
var PaperTitles = map[string]Text{
	PaperDeclaration:  T("Voluntary return declaration", "Deklaratë e kthimit vullnetar"),
	PaperTravelLetter: T("Travel letter", "Letër udhëtimi"),
}

// An IssuedPaper is a paper of the register: its content is the case as it stood when it was issued.
type IssuedPaper struct {
	Kind     string    `json:"kind"`
	Member   string    `json:"member"`
	Language Language  `json:"language"`
	Version  int       `json:"version"`
	Number   string    `json:"number"`
	Status   string    `json:"status"` // current, superseded, withdrawn
	Seq      int       `json:"seq"`    // the event it follows from
	IssuedAt time.Time `json:"issued_at"`
}

// Statuses of a paper in the register.
const (
	PaperCurrent    = "current"
	PaperSuperseded = "superseded"
	PaperWithdrawn  = "withdrawn"
)

// IssueDocument prints a paper and enters it in the register; it supersedes the one before.
type IssueDocument struct {
	Kind     string   `json:"kind" schema:"enum=declaration|travel_letter"`
	Member   string   `json:"member" schema:"ref=member"`
	Language Language `json:"language" schema:"enum=en|sq"`
	When
}

func (in IssueDocument) check(j *Judging) error {
	b, m := j.Case.Booking, j.Case.Member(in.Member)
	switch {
	case !slices.Contains(j.Case.travellers(), m):
		return broken("not-going", "/member", "%s is not going (%s).", m.ID, m.Fate.Title().EN)
	case in.Kind == PaperTravelLetter && (b == nil || b.Status != Ticketed || !slices.Contains(b.Members, m.ID)):
		return broken("no-ticket", "/kind", "A travel letter needs a confirmed booking.")
	case in.Kind == PaperTravelLetter && j.Case.awaitsReception(m):
		return &Error{Code: CodeRule, Field: "/member", Message: receptionMissing(m).Text, Blocks: []Blocked{receptionMissing(m)}}
	case in.Kind == PaperTravelLetter && m.misnamed():
		return &Error{Code: CodeRule, Field: "/member", Message: ticketsInTheRightName(j)[0].Text, Blocks: ticketsInTheRightName(j)}
	case in.Kind == PaperDeclaration && j.Case.Counselled.IsZero():
		return broken("not-counselled", "/kind", "The declaration is printed after a counselling interview.")
	}
	return nil
}

func (in IssueDocument) apply(c *Case, _ *Programme, e *Event) {
	c.issue(in.Kind, in.Member, in.Language, e)
}

var paperMarks = map[string]string{PaperDeclaration: "D", PaperTravelLetter: "L"}

// issue enters a paper in the register and supersedes the one before.
func (c *Case) issue(kind, member string, language Language, e *Event) {
	for _, p := range c.Papers {
		if p.Kind == kind && p.Member == member && p.Status == PaperCurrent && p.Language == language {
			p.Status = PaperSuperseded // the same paper in another language stays: each has its own readers
		}
	}
	c.Papers = append(c.Papers, c.numbered(IssuedPaper{Kind: kind, Member: member, Language: language, Status: PaperCurrent, Seq: e.Seq,
		IssuedAt: e.RecordedAt}, e))
}

func (c *Case) withdrawPaper(kind, member string) {
	for _, p := range c.Papers {
		if p.Kind == kind && p.Member == member && p.Status == PaperCurrent {
			p.Status = PaperWithdrawn
		}
	}
}

func (c *Case) withdrawPapers(member string) {
	for kind := range paperMarks {
		c.withdrawPaper(kind, member)
	}
}
