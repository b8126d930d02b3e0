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

func (in CompleteTask) check(j *Judging) error {
	if p := j.Case.askedAbout(in.Task); p != nil && p.By == j.Actor.ID {
		return broken("another-person", "/task", "You recorded this account yourself. Another person asks the payee.")
	}
	return nil
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
